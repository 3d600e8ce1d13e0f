/** How errors are drawn, as the words of a command line say that may be wrong themselves. */
import { asciiMarks, type TextMarks, unicodeMarks } from "./marks.js";
import { type ColorMode, columnsOf, isUtf8, type SizedStream, wantsColor } from "./settings.js";

export interface ErrorStyle {
  readonly hasColor: boolean;
  readonly marks: TextMarks;
  /** Infinity where nobody sees an edge. */
  readonly columns: number;
}

/** The style of errors on a stream. */
export function errorStyleOf(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  platform: string,
  stream: SizedStream,
): ErrorStyle {
  const at = words.lastIndexOf("--color");
  const given = words.find((word) => word.startsWith("--color="))?.slice("--color=".length) ?? words[at + 1];
  const isKnown = given === "always" || given === "never";
  const mode: ColorMode = isKnown && (at >= 0 || words.includes(`--color=${given}`)) ? given : "auto";
  return {
    hasColor: wantsColor(mode, env, platform, stream),
    marks: isUtf8(env, platform) ? unicodeMarks : asciiMarks,
    columns: stream.isTTY === true ? columnsOf(stream, env) : Number.POSITIVE_INFINITY,
  };
}
