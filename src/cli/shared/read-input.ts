/** Texts that a verb is given: a file, or the standard input by the name `-`. They are in UTF-8, or nothing is done. */
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { CliError } from "./cli-error.js";
import type { Invocation } from "./invocation.js";

/** The absolute path of a file. Throws, naming the option or operand, if it is not there or is a folder. */
export function filePath(what: string, cwd: string, name: string): string {
  const path = resolve(cwd, name);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isDirectory()) return path;
  const got = stat === undefined ? "which is not there" : "which is a folder";
  throw new CliError(`"${what}" expected a file, got ${JSON.stringify(name)}, ${got}`);
}

/** The whole of a file, without a byte order mark. */
export function readTextFile(what: string, cwd: string, name: string): string {
  const bytes = readFileSync(filePath(what, cwd, name));
  return decoded(name, () => new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

/** The whole of a file, or of the standard input for `-`, without a byte order mark. */
export async function readInput(
  what: string,
  { cwd, stdin }: Pick<Invocation, "cwd" | "stdin">,
  name: string,
): Promise<string> {
  if (name !== "-") return readTextFile(what, cwd, name);
  let text = "";
  for await (const piece of textOf(stdin)) text += piece;
  return text;
}

/** The lines of a stream, each as soon as it is whole. */
export async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of textOf(input)) {
    // of a carriage return at the end nobody knows yet whether a line feed follows
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest.replace(/\r$/, "");
}

async function* textOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of input)
    yield decoded("-", () => decoder.decode(Buffer.from(chunk), { stream: true }));
  yield decoded("-", () => decoder.decode());
}

function decoded(name: string, decode: () => string): string {
  try {
    return decode();
  } catch (cause) {
    throw new CliError(`${JSON.stringify(name)} expected text in UTF-8, got other bytes`, {
      exitCode: 3,
      cause,
    });
  }
}
