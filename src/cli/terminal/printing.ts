/** The part of the terminal that the printers of formats use. */
import type { TextMarks } from "./marks.js";
import type { TextSink } from "./text-sink.js";

export interface Printing {
  readonly isTerminal: boolean;
  readonly hasColor: boolean;
  readonly marks: TextMarks;
  /** Infinity where nobody sees an edge. */
  readonly columns: number;
  /** The rows of the screen; Infinity where there is none. */
  readonly rows: number;
  /** The standard output. */
  readonly sink: TextSink;
  /** A pager's input, if one can be started. */
  page(): Promise<TextSink | undefined>;
}
