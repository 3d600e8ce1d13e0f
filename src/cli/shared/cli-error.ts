/** The errors of the command line itself: a message of one line, an exit code, and a hint of what to do. */
import type { ExitCode } from "./command.js";

export interface CliErrorOptions {
  /** Defaults to 2, a mistake of usage. */
  readonly exitCode?: ExitCode;
  /** The advice, on a line of its own. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A mistake that a verb reports. Errors of the library pass through verbs as they are. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(message: string, { exitCode = 2, hint, cause }: CliErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "CliError";
    this.exitCode = exitCode;
    this.hint = hint;
  }
}
