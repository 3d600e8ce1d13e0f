/** The settings of a terminal by its surroundings: its size, its characters, and whether colours are wanted. */

export type ColorMode = "always" | "never" | "auto";

/** A stream as far as the size of a terminal is asked: `isTTY`, `columns` and `rows` of `tty.WriteStream`. */
export interface SizedStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/**
 * Whether to write colours. The mode that was asked for decides; then NO_COLOR and FORCE_COLOR, as Node reads them;
 * then whether it is a terminal, and one that knows them.
 */
export function wantsColor(
  mode: ColorMode,
  env: NodeJS.ProcessEnv,
  platform: string,
  { isTTY }: SizedStream,
): boolean {
  if (mode !== "auto") return mode === "always";
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  return isTTY === true && obeysEscapes(env, platform);
}

/** Whether a terminal obeys escape sequences: one that TERM names, and is not dumb. On Windows all do. */
export function obeysEscapes({ TERM }: NodeJS.ProcessEnv, platform: string): boolean {
  return TERM === undefined || TERM === "" ? platform === "win32" : TERM !== "dumb";
}

/** Whether the locale writes UTF-8: the first of LC_ALL, LC_CTYPE and LANG that is set says so. On Windows it is. */
export function isUtf8(env: NodeJS.ProcessEnv, platform: string): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== "");
  if (locale === undefined) return platform === "win32";
  return /utf-?8/i.test(locale);
}

/** The columns of a terminal, at least 10; where they are unknown COLUMNS, else 80. */
export function columnsOf({ columns }: SizedStream, env: NodeJS.ProcessEnv): number {
  return Math.max(10, sizeOf(columns, env.COLUMNS, 80));
}

/** The rows of a terminal, at least 6; where they are unknown LINES, else 24. */
export function screenRowsOf({ rows }: SizedStream, env: NodeJS.ProcessEnv): number {
  return Math.max(6, sizeOf(rows, env.LINES, 24));
}

function sizeOf(known: number | undefined, named: string | undefined, otherwise: number): number {
  if (known !== undefined && known > 0) return known;
  return named !== undefined && /^[1-9]\d{0,4}$/.test(named) ? Number(named) : otherwise;
}
