/**
 * The form of a verb's row in the table of commands: operands, options with types and defaults, a line, a paragraph,
 * examples and exit codes. Parsing, help, completion, `docs/cli.md` and the tests that walk the table come from it.
 */

/** The meaning of a word that completion can offer: from the store, from a list, or a file. */
export type Completion =
  | "algorithm"
  | "attribute"
  | "branch"
  | "file"
  | "format"
  | "label"
  | "revision"
  | "store"
  | "tag"
  | "verb";

export interface CommandOperand {
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** Defaults to false: it has to be given. */
  readonly optional?: boolean;
  /** Takes all that are left; the last operand alone. */
  readonly many?: boolean;
  /** The only values that are taken. */
  readonly choices?: readonly string[];
  readonly complete?: Completion;
}

export interface CommandOption {
  /** A `number` is a decimal; an `integer` is refused with a fraction. */
  readonly type: "boolean" | "string" | "number" | "integer";
  readonly short?: string;
  /** The word for its value in help: `REVISION`, `N`. */
  readonly value?: string;
  /** The least and the greatest number. */
  readonly min?: number;
  readonly max?: number;
  /** The only values that are taken. */
  readonly choices?: readonly string[];
  readonly default?: boolean | string | number;
  /** May be given several times, and is an array. */
  readonly multiple?: boolean;
  /** One line, without a full stop. */
  readonly summary: string;
  readonly complete?: Completion;
}

/** A command line that a test runs on the example store, and what it is for. */
export interface Example {
  readonly line: string;
  readonly summary: string;
  /** Defaults to 0. */
  readonly exitCode?: number;
}

export type CommandGroup =
  | "store"
  | "data"
  | "analysis"
  | "history"
  | "branches"
  | "exchange"
  | "care"
  | "program";

/** How a verb uses the store that its first operand, an option or the surroundings name. */
export type StoreUse = "none" | "read" | "write" | "create";

export interface Command {
  readonly group: CommandGroup;
  /** One line, in the imperative, without a full stop: `Show what two states differ in`. */
  readonly summary: string;
  /** A paragraph. */
  readonly description: string;
  readonly store: StoreUse;
  /** Whether it also runs where there is no store. Defaults to false. */
  readonly storeOptional?: boolean;
  /** Besides the store. */
  readonly operands: readonly CommandOperand[];
  readonly options: Readonly<Record<string, CommandOption>>;
  /** The first one begins the help. */
  readonly examples: readonly [Example, ...Example[]];
  /** Beyond 0, 2 and 130, with when each comes. */
  readonly exitCodes?: Readonly<Partial<Record<ExitCode, string>>>;
  /** The schema of its `--json` output, as a JSON Schema without `$ref`. */
  readonly json: JsonSchema;
  /** A topic of help that goes with it: `revisions`, `filters`, `formats`. */
  readonly topics?: readonly string[];
  /** Left out of help and completion. */
  readonly hidden?: boolean;
}

/**
 * 0 done, 1 a no, 2 usage, 3 data refused, 4 no store or a locked one, 5 damage, 70 a mistake in groggy itself,
 * 130 interrupted.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 70 | 130;

/** The part of JSON Schema that the promise of `--json` is written in. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}
