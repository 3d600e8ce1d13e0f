/** Prints an error on stderr, as `errorLines` makes it. */
import { errorStyleOf } from "./terminal/error-style.js";
import type { SizedStream } from "./terminal/settings.js";

interface ErrorHost {
  readonly env: NodeJS.ProcessEnv;
  readonly stderr: NodeJS.WritableStream & SizedStream;
}

/** Prints an error in lines; the words of the command line say how, whether or not they could be read. */
export async function printError(
  error: unknown,
  words: readonly string[],
  { env, stderr }: ErrorHost,
): Promise<void> {
  const { errorLines } = await import("./terminal/error-lines.js");
  const style = errorStyleOf(words, env, process.platform, stderr);
  const lines = await errorLines(error, style, words.includes("--debug"));
  stderr.write(`${lines.join("\n")}\n`);
}
