/**
 * The names of a store's files: the kind, the epoch of the writer that made it, a number. A writer that takes over
 * has a higher epoch, so no two writers ever make a file of one name.
 */
export type FileKind = "journal" | "pack" | "state";

export interface FileName {
  readonly kind: FileKind;
  readonly epoch: number;
  readonly number: number;
}

const NAME = /^(journal|pack|state)-(\d{10})-(\d{10})$/;
/** The suffix of a file until it is complete. */
export const UNFINISHED = ".unfinished";

export function fileName(kind: FileKind, epoch: number, number: number): string {
  return `${kind}-${String(epoch).padStart(10, "0")}-${String(number).padStart(10, "0")}`;
}

/** As `parseFileName`, of a file that is not whole yet as well. */
export function parseAnyFileName(name: string): FileName | undefined {
  return parseFileName(name.endsWith(UNFINISHED) ? name.slice(0, -UNFINISHED.length) : name);
}

/** The parts of a name; undefined if it is not one of a store's files. */
export function parseFileName(name: string): FileName | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  return { kind: match[1] as FileKind, epoch: Number(match[2]), number: Number(match[3]) };
}

/** The newest journal among the names in a folder: that of the latest writer, and of its journals the last. */
export function newestJournal(names: readonly string[]): string | undefined {
  // all digits are there, so the order of the names is that of the numbers
  return names
    .filter((name) => parseFileName(name)?.kind === "journal")
    .sort()
    .at(-1);
}
