/** Errors of a disk that takes no more, as one line that names the file: the system's own does not. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { CliError } from "./cli-error.js";

/** Advice, by the system's code. */
const HINTS: Readonly<Record<string, string>> = {
  EDQUOT: "the user's share of the disk is used up: free some space, and run it again",
  EFBIG: "the file system, or a limit of the process (ulimit -f), allows no larger file",
  EIO: "the disk may be failing: see the system's log",
  ENOSPC: "the disk is full: free some space, and run it again",
};

/** The error to throw for one that came while a file was written; any other error as it is. */
export function namingFile(name: string, error: unknown): unknown {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: string };
  if (typeof code !== "string" || !Object.hasOwn(HINTS, code)) return error;
  return new CliError(`${name}: expected to be written, got ${message}`, {
    exitCode: 4,
    hint: HINTS[code]!,
    cause: error,
  });
}

/** Writes a text to a file, and returns its absolute path. */
export function writeText(cwd: string, name: string, text: string): string {
  const path = resolve(cwd, name);
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw namingFile(name, error);
  }
  return path;
}
