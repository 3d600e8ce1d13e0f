/** What a verb is given: its operands and options, the store, and where to print. */
import type { Graph } from "groggy";
import type { ExitCode } from "./command.js";
import type { Output } from "./output.js";

export interface ProgressLine {
  /** Tells how far a piece of work is; drawn on a terminal when half a second has passed, and gone when done. */
  report(what: string, done: number, total?: number, unit?: string): void;
  done(): void;
}

export interface Invocation<Options = Readonly<Record<string, never>>> {
  /** By name, as the table says; one that takes many is an array. */
  readonly operands: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly options: Options;
  /** The path of the store, absolute. */
  readonly storePath: string | undefined;
  /**
   * Opens the store as the table says, once; the program closes it when the verb has ended. In the shell it is the
   * shell's own graph, with whatever changes it has.
   */
  open(): Promise<Graph>;
  /**
   * False in the shell, where the changes of a verb stay uncommitted until `.commit`, unless it is given a message.
   * Defaults to true.
   */
  readonly commits?: boolean;
  readonly output: Output;
  readonly progress: ProgressLine;
  /** Fires at Ctrl-C. */
  readonly signal: AbortSignal;
  /** Asks on a terminal, and is undefined in a pipe, where verbs name the flag instead. */
  readonly ask?: (question: string) => Promise<string>;
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Defaults to the wall clock; tests fix it. */
  readonly now: () => number;
}

/** A verb's module: `src/cli/verbs/<group>/<verb>.ts` exports `run`. */
export interface VerbModule<Options = never> {
  readonly run: (invocation: Invocation<Options>) => Promise<ExitCode | undefined>;
}
