/** The output that a verb prints on: tables and reports, in the format that the command line or the terminal asks for. */

export const outputFormats = [
  "table",
  "tsv",
  "csv",
  "json",
  "jsonl",
  "markdown",
  "arrow",
  "parquet",
] as const;

/** `table` on a terminal and `tsv` in a pipe by default. */
export type OutputFormat = (typeof outputFormats)[number];

export interface OutputColumn {
  readonly name: string;
  /** Numbers are aligned right. */
  readonly align?: "left" | "right";
  /**
   * Cut nowhere: such an id is left out where there is no room for it. A `date` to the minute goes without the time of
   * day where that keeps a column.
   */
  readonly isWhole?: boolean | "date";
  /** Style of its cells on a terminal that wants colours, as in `util.styleText`. */
  readonly style?: "bold" | "dim" | "green" | "red" | "yellow" | "cyan";
}

/** A row has a value for each column; undefined and null are absent. */
export type OutputRow = readonly unknown[];

/** Values of some rows that follow each other, column by column. */
export interface OutputBlock {
  readonly count: number;
  readonly columns: readonly ArrayLike<unknown>[];
}

/** Rows that formats of lines may as well read in blocks, which takes less than half of the time. */
export interface BlockRows extends Iterable<OutputRow> {
  blocks(): Iterable<OutputBlock>;
}

export interface OutputTable {
  /** The key of the rows in the JSON document: `{ "schema": 1, "nodes": […] }`. */
  readonly name: string;
  readonly columns: readonly OutputColumn[];
  /** Read once, as they are printed. */
  readonly rows: Iterable<OutputRow> | AsyncIterable<OutputRow> | BlockRows;
  /** How many rows there are, where it is known before. */
  readonly count?: number;
  /** The other fields of the JSON document. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** An answer that is no table: its document for `--json`, and its lines for people. */
export interface OutputReport {
  readonly json: Readonly<Record<string, unknown>>;
  readonly lines: Iterable<string> | AsyncIterable<string>;
}

export interface Output {
  readonly format: OutputFormat;
  /** The width of the terminal, or of COLUMNS; infinite where there is neither. */
  readonly columns: number;
  /** Prints rows; resolves when they are out. Rows stream in every format but `table`, `arrow` and `parquet`. */
  table(table: OutputTable): Promise<void>;
  /** Prints an answer that is no table; formats other than `table`, `tsv` and JSON are a usage error. */
  report(report: OutputReport): Promise<void>;
  /** Writes bytes to stdout as they are, such as those of a file; resolves when more can be taken. */
  bytes(chunk: Uint8Array): Promise<void>;
  /** A line on stderr for people: what was committed, what to do next. Nothing with `--quiet` or `--json`. */
  note(line: string): void;
  /** A verb as the reader calls it: `groggy undo`, and in the shell `.undo`. */
  verb(name: string): string;
  /** Text in a style where colours are wanted, and as it is elsewhere. */
  style(style: NonNullable<OutputColumn["style"]>, text: string): string;
  /** Values as a cell shows them: control characters shown, absent as `∅`. */
  cell(value: unknown): string;
}
