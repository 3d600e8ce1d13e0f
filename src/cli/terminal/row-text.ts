/**
 * Rows as lines of text: TSV, CSV, JSON Lines, a JSON document, Markdown. Each is a head, a text for a row and a tail, so that
 * rows stream; those that programs read have a text for a block as well. In TSV a tab, a newline, a carriage return and a backslash are `\t`, `\n`, `\r` and `\\`, other control
 * characters `\x1b`, and absent is empty. CSV is that of RFC 4180, with lines that end in a newline alone; absent is empty
 * and the empty text is `""`.
 */
import type { OutputBlock, OutputColumn, OutputRow, OutputTable } from "../shared/output.js";
import { blockText, type CellText } from "./block-text.js";
import { printableText, printableTextBut } from "./printable-text.js";
import { compactJson, JSON_ESCAPED, plainText } from "./value-text.js";

export interface RowText {
  readonly head: string;
  row(row: OutputRow): string;
  /** The text of the rows of a block, in formats that have it: the same as of each of them. */
  block?(block: OutputBlock): string;
  tail(): string;
}

/** Rows as tab-separated values; with `isShown` what else a terminal would obey is escaped. */
export function tsvRows(columns: readonly OutputColumn[], isShown: boolean): RowText {
  const count = columns.length;
  const field = isShown ? (value: unknown) => printableText(tsvField(value)) : tsvField;
  return {
    head: `${columns.map(({ name }) => field(name)).join("\t")}\n`,
    row(row) {
      let text = "";
      for (let i = 0; i < count; i++) {
        if (i > 0) text += "\t";
        text += field(row[i]);
      }
      return `${text}\n`;
    },
    ...(isShown || count === 0
      ? {}
      : { block: (block) => blockText(block, separated("\t", count), "\n", TSV_CELL) }),
    tail: () => "",
  };
}

/** The texts before the cells of a row. */
function separated(separator: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => (i === 0 ? "" : separator));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const TSV_ESCAPED = /[\u0000-\u001f\\\u007f-\u009f]/;
const TSV_ESCAPED_ALL = new RegExp(TSV_ESCAPED, "g");

const TSV_CELL: CellText = { of: tsvField, changed: TSV_ESCAPED, quote: "" };

function tsvField(value: unknown): string {
  const text = plainText(value);
  return TSV_ESCAPED.test(text) ? text.replace(TSV_ESCAPED_ALL, tsvEscape) : text;
}

function tsvEscape(unit: string): string {
  switch (unit) {
    case "\t":
      return "\\t";
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\\":
      return "\\\\";
    default:
      return `\\x${unit.charCodeAt(0).toString(16).padStart(2, "0")}`;
  }
}

/** Rows as comma-separated values; with `isShown` what a terminal would obey is escaped. */
export function csvRows(columns: readonly OutputColumn[], isShown: boolean): RowText {
  const count = columns.length;
  const field = isShown ? (value: unknown) => printableTextBut(csvField(value), "\n") : csvField;
  // a line with nothing in it is no row to many readers
  const end =
    count === 1 ? (text: string) => (text === "" ? '""\n' : `${text}\n`) : (text: string) => `${text}\n`;
  return {
    head: `${columns.map(({ name }) => field(name)).join(",")}\n`,
    row(row) {
      let text = "";
      for (let i = 0; i < count; i++) {
        if (i > 0) text += ",";
        text += field(row[i]);
      }
      return end(text);
    },
    ...(isShown || count <= 1
      ? {}
      : { block: (block) => blockText(block, separated(",", count), "\n", CSV_CELL) }),
    tail: () => "",
  };
}

const CSV_QUOTED = /[",\r\n]|^ | $|^$/;
const CSV_CELL: CellText = { of: csvField, changed: CSV_QUOTED, quote: "" };

function csvField(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = plainText(value);
  return CSV_QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as objects, one a line. */
export function jsonLinesRows(columns: readonly OutputColumn[]): RowText {
  const keys = objectKeys(columns);
  const object = objectWriter(keys);
  return {
    head: "",
    row: (row) => `${object(row)}\n`,
    ...(keys.length === 0 ? {} : { block: (block) => blockText(block, keys, "}\n", JSON_CELL) }),
    tail: () => "",
  };
}

const JSON_CELL: CellText = { of: compactJson, changed: JSON_ESCAPED, quote: '"' };

/** The JSON document of a table, one row a line. */
export function jsonRows({ name, columns, more }: OutputTable): RowText {
  const keys = objectKeys(columns);
  const object = objectWriter(keys);
  let separator = "\n";
  return {
    head: `{"schema":1,${JSON.stringify(name)}:[`,
    row(row) {
      const text = `${separator}${object(row)}`;
      separator = ",\n";
      return text;
    },
    ...(keys.length === 0
      ? {}
      : {
          block(block) {
            // each row is followed by a separator, of which the last belongs to the next block
            const text = separator + blockText(block, keys, "},\n", JSON_CELL).slice(0, -2);
            separator = ",\n";
            return text;
          },
        }),
    tail: () => {
      const members = Object.entries(more ?? {}).map(
        ([key, value]) => `,${JSON.stringify(key)}:${compactJson(value)}`,
      );
      return `${separator === "\n" ? "" : "\n"}]${members.join("")}}\n`;
    },
  };
}

/** The texts before the values of an object. */
function objectKeys(columns: readonly OutputColumn[]): string[] {
  return columns.map(({ name }, i) => `${i === 0 ? "{" : ","}${compactJson(name)}:`);
}

function objectWriter(keys: readonly string[]): (row: OutputRow) => string {
  const count = keys.length;
  return (row) => {
    if (count === 0) return "{}";
    let text = "";
    for (let i = 0; i < count; i++) text += keys[i] + compactJson(row[i]);
    return `${text}}`;
  };
}

/** Rows as a table of GitHub's Markdown. */
export function markdownRows(columns: readonly OutputColumn[]): RowText {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return {
    head:
      line(columns.map(({ name }) => markdownCell(name))) +
      line(columns.map(({ align }) => (align === "right" ? "---:" : "---"))),
    row: (row) => line(columns.map((_, i) => markdownCell(row[i]))),
    tail: () => "",
  };
}

function markdownCell(value: unknown): string {
  const text = plainText(value).replace(/[\\|`*<[\]&~]|(?<!\w)_|_(?!\w)/g, (mark) =>
    mark === "&" ? "&amp;" : `\\${mark}`,
  );
  return printableTextBut(text, "\n\r").replace(/\r\n|\n|\r/g, "<br>");
}

/** A report's document, with an indent of 2. */
export function reportJson(document: Readonly<Record<string, unknown>>): string {
  return `${indented(compactJson({ schema: 1, ...document }))}\n`;
}

/** Compact JSON with an indent of 2; what is escaped in texts stays so. */
function indented(json: string): string {
  let text = "";
  let indent = "\n";
  let last = "";
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^"{}[\],:]+/g)) {
    const isOpened = last === "{" || last === "[";
    if (token === "}" || token === "]") {
      indent = indent.slice(0, -2);
      text += isOpened ? token : indent + token;
    } else {
      text += isOpened || last === "," ? indent + token : token;
      if (token === "{" || token === "[") indent += "  ";
      if (token === ":") text += " ";
    }
    last = token;
  }
  return text;
}
