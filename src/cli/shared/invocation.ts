/** All that a verb is given: its operands and options, the store, and where to print. */
import type { AbortSignalLike, Graph, OpenOptions } from "groggy";
import type { Command, ExitCode } from "./command.js";
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
   * Opens the store, once; the program closes it when the verb has ended. It is opened as the table says, unless
   * `options` say otherwise: a verb that only may write gives `readOnly`. In the shell it is the shell's own graph,
   * with whatever changes it has.
   */
  open(options?: OpenOptions): Promise<Graph>;
  /**
   * False in the shell, where the changes of a verb stay uncommitted until `.commit`, unless it is given a message.
   * Defaults to true.
   */
  readonly commits?: boolean;
  readonly output: Output;
  readonly progress: ProgressLine;
  /**
   * Fires at Ctrl-C, once something has read this property: a verb that never does is ended at once, as one that is
   * busy in synchronous work would never see the signal.
   */
  readonly signal: AbortSignal;
  /**
   * For synchronous work: fires at Ctrl-C in the shell when it is asked, and is undefined elsewhere, where Ctrl-C ends
   * the program at once and the store is at its last commit.
   */
  readonly busySignal?: AbortSignalLike;
  /** Asks on a terminal, and is undefined in a pipe, where verbs name the flag instead. */
  readonly ask?: (question: string) => Promise<string>;
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Defaults to the wall clock; tests fix it. */
  readonly now: () => number;
  readonly program: Program;
}

/** The program itself, for the verbs that speak of other verbs, or run them. */
export interface Program {
  /** The table, by the name of the verb. */
  readonly commands: Readonly<Record<string, Command>>;
  /** Runs a command line, without the program's name, as `main` does; on the graph of the shell, where there is one. */
  run(words: readonly string[], given?: RunSettings): Promise<ExitCode>;
}

export interface RunSettings {
  /** Verbs that use the store of the shell get its graph, and do not close it. */
  readonly graph?: Graph;
  readonly storePath?: string;
  /** {@link Invocation.commits}. */
  readonly commits?: boolean;
  /** Fires at Ctrl-C. Defaults to the program's own. */
  readonly signal?: AbortSignal;
  /** {@link Invocation.busySignal}. */
  readonly busySignal?: AbortSignalLike;
  /** {@link Invocation.ask}. Defaults to a question on the terminal. */
  readonly ask?: (question: string) => Promise<string>;
  /** Defaults to what the program prints in. */
  readonly format?: string;
  /** Takes errors in place of stderr. */
  readonly onError?: (error: unknown) => void;
}

/** A verb's module: `src/cli/verbs/<group>/<verb>.ts` exports `run`. */
export interface VerbModule<Options = never> {
  readonly run: (invocation: Invocation<Options>) => Promise<ExitCode | undefined>;
}
