/**
 * The terminal of the program: output in the format that is asked for, notes, progress and questions, over streams that
 * are given. Where more than a screen is printed a pager takes it, if the program can start one.
 */

import { CliError } from "../shared/cli-error.js";
import type { Output, OutputFormat, OutputReport, OutputTable } from "../shared/output.js";
import { createAsk } from "./ask.js";
import { asciiMarks, type TextMarks, unicodeMarks } from "./marks.js";
import type { Pager, StartPager } from "./pager.js";
import { printableText, printableTextBut } from "./printable-text.js";
import type { Printing } from "./printing.js";
import { createProgress, type TerminalProgress } from "./progress-line.js";
import { type ColorMode, columnsOf, isUtf8, type SizedStream, screenRowsOf, wantsColor } from "./settings.js";
import { styled, styleParts, type TextStyle, unstyled } from "./styles.js";
import { OutputClosed, StreamSink, type TextSink } from "./text-sink.js";
import { plainText } from "./value-text.js";

export interface TerminalSettings {
  /** Defaults to `table` on a terminal and `tsv` elsewhere. */
  readonly format?: OutputFormat | undefined;
  readonly color: ColorMode;
  /** No notes, no progress. */
  readonly quiet: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** `process.platform`. */
  readonly platform: string;
  /** Stands before verbs: `groggy ` by default. */
  readonly verbPrefix?: string | undefined;
  /** Starts a pager, as `startPager` does; undefined where none is wanted. */
  readonly startPager?: StartPager | undefined;
  /** Stops what prints. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of a clock for progress. Defaults to `performance.now`. */
  readonly nowMs?: (() => number) | undefined;
}

export interface TerminalStreams {
  readonly stdin: NodeJS.ReadableStream & SizedStream;
  readonly stdout: NodeJS.WritableStream & SizedStream;
  readonly stderr: NodeJS.WritableStream & SizedStream;
}

export interface Terminal {
  readonly output: Output;
  readonly progress: TerminalProgress;
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Resolves when all is out, the pager has ended, and what was noted meanwhile is written. */
  close(): Promise<void>;
}

/** Makes the terminal over some streams. */
export function createTerminal(settings: TerminalSettings, streams: TerminalStreams): Terminal {
  return new StreamTerminal(settings, streams);
}

class StreamTerminal implements Terminal, Output, Printing {
  readonly output: Output = this;
  readonly progress: TerminalProgress;
  readonly ask: ((question: string) => Promise<string>) | undefined;
  readonly format: OutputFormat;
  readonly isTerminal: boolean;
  readonly hasColor: boolean;
  readonly marks: TextMarks;
  readonly #settings: TerminalSettings;
  readonly #streams: TerminalStreams;
  readonly #hasErrorColor: boolean;
  #sink: StreamSink | undefined;
  #pager: { readonly pager: Pager; readonly sink: StreamSink } | undefined;
  #notes: string[] = [];

  constructor(settings: TerminalSettings, streams: TerminalStreams) {
    const { env, platform } = settings;
    const { stdout, stderr } = streams;
    this.#settings = settings;
    this.#streams = streams;
    this.isTerminal = stdout.isTTY === true;
    this.format = settings.format ?? (this.isTerminal ? "table" : "tsv");
    this.hasColor = wantsColor(settings.color, env, platform, stdout);
    this.#hasErrorColor = wantsColor(settings.color, env, platform, stderr);
    this.marks = isUtf8(env, platform) ? unicodeMarks : asciiMarks;
    const nowMs = settings.nowMs ?? (() => performance.now());
    this.progress = createProgress({
      stream: stderr,
      env,
      platform,
      quiet: settings.quiet,
      ellipsis: this.marks.ellipsis,
      nowMs,
    });
    this.ask = createAsk(streams);
  }

  get columns(): number {
    if (this.isTerminal) return columnsOf(this.#streams.stdout, this.#settings.env);
    return this.#settings.env.COLUMNS === undefined
      ? Number.POSITIVE_INFINITY
      : columnsOf({}, this.#settings.env);
  }

  get rows(): number {
    return this.isTerminal
      ? screenRowsOf(this.#streams.stdout, this.#settings.env)
      : Number.POSITIVE_INFINITY;
  }

  get sink(): StreamSink {
    this.#sink ??= new StreamSink(this.#streams.stdout, this.#settings);
    return this.#sink;
  }

  async page(): Promise<TextSink | undefined> {
    if (this.#pager !== undefined) return this.#pager.sink;
    if (!this.isTerminal) return undefined;
    const pager = await this.#settings.startPager?.(this.#settings.env);
    if (pager === undefined) return undefined;
    this.#pager = { pager, sink: new StreamSink(pager.input, this.#settings) };
    return this.#pager.sink;
  }

  async table(table: OutputTable): Promise<void> {
    this.progress.clear();
    const { format } = this;
    if (format === "arrow" || format === "parquet") {
      if (this.isTerminal)
        throw new CliError(`--format ${format} expected a file or a pipe, got a terminal`, {
          hint: `write to a file: > rows.${format}`,
        });
      const { printColumns } = await import("./print-columns.js");
      await printColumns(table, format, this.sink);
    } else if (format === "table") {
      const { printTable } = await import("./print-table.js");
      await printTable(table, this);
    } else {
      const { printRows } = await import("./print-rows.js");
      await printRows(table, format, this);
    }
    await this.#flush();
  }

  async report(report: OutputReport): Promise<void> {
    this.progress.clear();
    const { format } = this;
    const { printLines, printDocument } = await import("./print-rows.js");
    if (format !== "table" && format !== "tsv" && format !== "json")
      throw new CliError(`--format expected "table", "tsv" or "json" here, got "${format}"`);
    if (format === "json") await printDocument(report.json, this);
    else await printLines(report.lines, (line) => this.#printable(line, this.hasColor), this);
    await this.#flush();
  }

  async bytes(chunk: Uint8Array): Promise<void> {
    this.progress.clear();
    await this.sink.bytes(chunk);
  }

  note(line: string): void {
    if (this.#settings.quiet || this.format === "json") return;
    if (this.#pager !== undefined) this.#notes.push(line);
    else this.#writeNote(line);
  }

  #writeNote(line: string): void {
    this.progress.clear();
    this.#streams.stderr.write(`${this.#printable(line, this.#hasErrorColor)}\n`);
  }

  verb(name: string): string {
    return `${this.#settings.verbPrefix ?? "groggy "}${name}`;
  }

  style(style: TextStyle, text: string): string {
    return this.hasColor || this.#hasErrorColor ? styled(style, text) : text;
  }

  cell(value: unknown): string {
    return value === undefined || value === null ? this.marks.absent : printableText(plainText(value));
  }

  /** A line as a terminal may have it: styles are ours, and nothing else is obeyed. */
  #printable(line: string, hasColor: boolean): string {
    if (!hasColor) return printableTextBut(unstyled(line), "\t");
    return styleParts(line)
      .map((part, i) => (i % 2 === 1 ? part : printableTextBut(part, "\t")))
      .join("");
  }

  async #flush(): Promise<void> {
    await this.#sink?.flush();
    await this.#pager?.sink.flush();
  }

  async close(): Promise<void> {
    this.progress.done();
    const paged = this.#pager;
    try {
      await this.#flush();
    } catch (error) {
      // who closes a pager has seen enough, and an abort has been told already
      if (!(error instanceof OutputClosed) && this.#settings.signal?.aborted !== true) throw error;
    } finally {
      if (paged !== undefined) {
        paged.pager.input.end();
        await paged.pager.ended;
        this.#pager = undefined;
      }
      this.#sink?.release();
      this.#sink = undefined;
      for (const line of this.#notes.splice(0)) this.#writeNote(line);
    }
  }
}

export { OutputClosed };
