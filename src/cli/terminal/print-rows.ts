/** Rows, documents and lines as text that streams: to the standard output, or to a pager where it is more than a screen. */
import type { OutputFormat, OutputRow, OutputTable } from "../shared/output.js";
import type { Printing } from "./printing.js";
import {
  csvRows,
  jsonLinesRows,
  jsonRows,
  markdownRows,
  type RowText,
  reportJson,
  tsvRows,
} from "./row-text.js";
import { unstyled } from "./styles.js";
import { BLOCK_CHARS, type TextSink } from "./text-sink.js";
import { widthOf } from "./text-width.js";

type RowFormat = Exclude<OutputFormat, "table" | "arrow" | "parquet">;

function rowTextOf(table: OutputTable, format: RowFormat, { isTerminal }: Printing): RowText {
  const { columns } = table;
  switch (format) {
    case "tsv":
      return tsvRows(columns, isTerminal);
    case "csv":
      return csvRows(columns, isTerminal);
    case "json":
      return jsonRows(table);
    case "jsonl":
      return jsonLinesRows(columns);
    case "markdown":
      return markdownRows(columns);
  }
}

/** Prints rows in a format of lines. */
export async function printRows(table: OutputTable, format: RowFormat, printing: Printing): Promise<void> {
  const text = rowTextOf(table, format, printing);
  const sink = new ScreenSink(printing);
  let block = text.head;
  const { rows } = table;
  if (text.block !== undefined && "blocks" in rows) {
    for (const values of rows.blocks()) {
      const wait = sink.write(block + text.block(values));
      block = "";
      if (wait !== undefined) await wait;
    }
  } else if (Symbol.asyncIterator in rows) {
    for await (const row of rows) {
      block += text.row(row);
      if (block.length < BLOCK_CHARS) continue;
      const wait = sink.write(block);
      block = "";
      if (wait !== undefined) await wait;
    }
  } else {
    for (const row of rows as Iterable<OutputRow>) {
      block += text.row(row);
      if (block.length < BLOCK_CHARS) continue;
      const wait = sink.write(block);
      block = "";
      if (wait !== undefined) await wait;
    }
  }
  await sink.write(block + text.tail());
  await sink.end();
}

/** Prints the JSON document of a report. */
export async function printDocument(
  document: Readonly<Record<string, unknown>>,
  printing: Printing,
): Promise<void> {
  const sink = new ScreenSink(printing);
  await sink.write(reportJson(document));
  await sink.end();
}

/** Prints lines, each as `printable` makes it. */
export async function printLines(
  lines: Iterable<string> | AsyncIterable<string>,
  printable: (line: string) => string,
  printing: Printing,
): Promise<void> {
  const sink = new ScreenSink(printing);
  for await (const line of lines) {
    const wait = sink.write(`${printable(line)}\n`);
    if (wait !== undefined) await wait;
  }
  await sink.end();
}

/** Text for the standard output, of which a pager is given all if it is more than a screen. */
class ScreenSink {
  readonly #printing: Printing;
  #sink: TextSink | undefined;
  #held = "";
  #heldRows = 0;

  constructor(printing: Printing) {
    this.#printing = printing;
    if (!printing.isTerminal) this.#sink = printing.sink;
  }

  write(text: string): Promise<void> | undefined {
    if (this.#sink !== undefined) return this.#sink.write(text);
    this.#held += text;
    this.#heldRows += this.#screenRowsOf(text);
    // the prompt takes a row as well
    return this.#heldRows < this.#printing.rows ? undefined : this.#pour();
  }

  async #pour(): Promise<void> {
    this.#sink = (await this.#printing.page()) ?? this.#printing.sink;
    await this.#sink.write(this.#held);
    this.#held = "";
  }

  /** Rows of the screen that text takes, with lines that are broken at its edge. */
  #screenRowsOf(text: string): number {
    const { columns, rows: most } = this.#printing;
    let rows = 0;
    for (const line of text.split("\n", most + 1).slice(0, text.endsWith("\n") ? -1 : undefined))
      rows += Math.max(1, Math.ceil(widthOf(unstyled(line)) / columns));
    return rows;
  }

  async end(): Promise<void> {
    if (this.#sink === undefined) await this.#printing.sink.write(this.#held);
  }
}
