/** The options of CSV, and their check. */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import { checkIs, checkOneOf } from "../shared/options.js";
import type { NamedColumns } from "./columns.js";

/** Options of reading CSV, besides those of all formats. */
export const CSV_READ_OPTIONS = [
  "delimiter",
  "quote",
  "escape",
  "header",
  "columns",
  "decimal",
  "comment",
  "skip",
  "nulls",
  "empty",
  "sampleRows",
  "infer",
  "onBadRow",
  "badRowsMax",
  "arrayDelimiter",
] as const;

/** Options of writing CSV. */
export const CSV_WRITE_OPTIONS = [
  "delimiter",
  "lineEnd",
  "bom",
  "header",
  "spreadsheet",
  "arrayDelimiter",
] as const;

/** Options of reading a table, as they were checked. */
export interface CsvReadOptions {
  readonly delimiter: number | undefined;
  /** -1 for none. */
  readonly quote: number | undefined;
  readonly escape: number | undefined;
  readonly header: boolean | undefined;
  readonly columns: NamedColumns;
  readonly decimalComma: boolean;
  readonly comment: number;
  readonly skip: number;
  readonly nulls: ReadonlySet<string>;
  /** Whether an unquoted empty cell is a text without signs, as where `nulls` says what is absent. */
  readonly emptyIsText: boolean;
  readonly sampleRows: number;
  readonly inferAll: boolean;
  readonly skipsBadRows: boolean;
  readonly badRowsMax: number;
  readonly arrayDelimiter: string;
}

const SAMPLE_ROWS = 10_000;
const BAD_ROWS = 1000;

type Given = Readonly<Record<string, unknown>>;

/** Throws unless options of reading or writing are what they can be. */
export function checkCsvOptions(given: Given): void {
  readCsvOptions(given);
  checkOneOf("lineEnd", given.lineEnd, ["\n", "\r\n"]);
  checkIs("bom", given.bom, "boolean", "a boolean");
  checkIs("spreadsheet", given.spreadsheet, "boolean", "a boolean");
}

/** The options of reading a table. */
export function readCsvOptions(given: Given): CsvReadOptions {
  checkOneOf("decimal", given.decimal, [".", ","]);
  checkOneOf("empty", given.empty, ["absent", "text"]);
  checkOneOf("infer", given.infer, ["sample", "all"]);
  checkOneOf("onBadRow", given.onBadRow, ["refuse", "skip"]);
  checkIs("header", given.header, "boolean", "a boolean");
  const { nulls = [] } = given;
  if (!Array.isArray(nulls) || !nulls.every((text) => typeof text === "string"))
    throw new TypeError(`"nulls" expected an array of texts, got ${describe(nulls)}`);
  const { arrayDelimiter = ";" } = given;
  if (typeof arrayDelimiter !== "string" || arrayDelimiter.length !== 1)
    throw new TypeError(`"arrayDelimiter" expected one character, got ${describe(arrayDelimiter)}`);
  const delimiter = character("delimiter", given.delimiter);
  const quote = given.quote === "" ? -1 : character("quote", given.quote, ", or none");
  if (delimiter !== undefined && delimiter === (quote ?? 34))
    throw new TypeError(
      `"delimiter" expected another character than the quote, got ${describe(given.delimiter)}`,
    );
  return {
    delimiter,
    quote,
    escape: character("escape", given.escape),
    header: given.header as boolean | undefined,
    columns: namedColumns(given.columns),
    decimalComma: given.decimal === ",",
    comment: character("comment", given.comment) ?? -1,
    skip: count("skip", given.skip, 0),
    nulls: new Set(nulls as string[]),
    emptyIsText: given.empty === "text",
    sampleRows: Math.max(1, count("sampleRows", given.sampleRows, SAMPLE_ROWS)),
    inferAll: given.infer === "all",
    skipsBadRows: given.onBadRow === "skip" || (given.onBadRow === undefined && given.lenient === true),
    badRowsMax: count("badRowsMax", given.badRowsMax, BAD_ROWS),
    arrayDelimiter,
  };
}

function character(name: string, given: unknown, or = ""): number | undefined {
  if (given === undefined) return undefined;
  const isOne =
    typeof given === "string" && given.length === 1 && given.charCodeAt(0) < 128 && !/[\r\n]/.test(given);
  if (!isOne) throw new TypeError(`"${name}" expected one character of ASCII${or}, got ${describe(given)}`);
  return given.charCodeAt(0);
}

function count(name: string, given: unknown, otherwise: number): number {
  if (given === undefined) return otherwise;
  if (!Number.isSafeInteger(given) || (given as number) < 0)
    throw new RangeError(`"${name}" expected a whole number from 0, got ${describe(given)}`);
  return given as number;
}

const ROLES = ["id", "source", "target", "labels", "type"] as const;

function namedColumns(given: unknown): NamedColumns {
  if (given === undefined) return {};
  if (!isRecord(given))
    throw new TypeError(`"columns" expected an object such as { source: "von" }, got ${describe(given)}`);
  const named: Partial<Record<(typeof ROLES)[number], string>> = {};
  for (const [role, name] of Object.entries(given) as [(typeof ROLES)[number], unknown][]) {
    if (!ROLES.includes(role))
      throw new TypeError(`"columns" expected ${ROLES.join(", ")}, got ${describe(role)}`);
    if (typeof name !== "string")
      throw new TypeError(`"columns.${role}" expected the name of a column, got ${describe(name)}`);
    named[role] = name;
  }
  return named;
}
