/** Arrow and Parquet as formats. */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import { type FileHead, type FormatEntry, HOLDS_ALL } from "../shared/contract.js";
import { checkIs, checkOneOf } from "../shared/options.js";
import { loadPackage } from "../shared/packages.js";

function startsWith({ bytes }: FileHead, mark: string): boolean {
  for (let i = 0; i < mark.length; i++) if (bytes[i] !== mark.charCodeAt(i)) return false;
  return true;
}

function sniffArrow(head: FileHead): number {
  if (startsWith(head, "ARROW1") || startsWith(head, "FEA1")) return 3;
  // a stream begins with the length of its schema, a small one
  const { bytes } = head;
  return startsWith(head, "\xff\xff\xff\xff") && bytes.length > 16 && bytes[7] === 0 && bytes[4] % 8 === 0
    ? 3
    : 0;
}

/** Files whose footer is encrypted begin with another mark, and are refused by it. */
function sniffParquet(head: FileHead): number {
  return startsWith(head, "PAR1") || startsWith(head, "PARE") ? 3 : 0;
}

function checkColumns(columns: unknown): void {
  if (columns === undefined) return;
  if (!isRecord(columns))
    throw new TypeError(`"columns" expected an object such as { source: "von" }, got ${describe(columns)}`);
  for (const [role, name] of Object.entries(columns)) {
    checkOneOf("columns", role, ["id", "source", "target", "labels", "type"]);
    checkIs(`columns.${role}`, name, "string", "the name of a column");
  }
}

/** Throws unless a number of rows, if given, is one. */
function checkRows(name: string, given: unknown): void {
  if (
    given === undefined ||
    (Number.isSafeInteger(given) && (given as number) > 0 && (given as number) <= WRITTEN_ROWS_MAX)
  )
    return;
  throw new RangeError(
    `"${name}" expected a whole number from 1 to ${WRITTEN_ROWS_MAX}, got ${describe(given)}`,
  );
}

const WRITTEN_ROWS_MAX = 2 ** 24;

export const arrowEntry: FormatEntry = {
  format: {
    name: "arrow",
    title: "Arrow IPC, Feather V2",
    extensions: [".arrow", ".feather", ".arrows", ".ipc"],
    reads: true,
    writes: true,
    tables: true,
    holds: HOLDS_ALL,
    readOptions: ["columns"],
    writeOptions: ["stream", "batchRows"],
  },
  sniff: sniffArrow,
  reader: async () => (await import("./read-arrow.js")).readArrow,
  writer: async () =>
    (await loadPackage("apache-arrow", () => import("./write-arrow.js"), "arrow")).arrowWriter,
  checkOptions({ columns, stream, batchRows }) {
    checkColumns(columns);
    checkIs("stream", stream, "boolean", "a boolean");
    checkRows("batchRows", batchRows);
  },
};

export const parquetEntry: FormatEntry = {
  format: {
    name: "parquet",
    title: "Parquet",
    extensions: [".parquet", ".pq"],
    reads: true,
    writes: true,
    tables: true,
    holds: HOLDS_ALL,
    readOptions: ["columns"],
    writeOptions: ["codec", "rowGroupRows"],
  },
  sniff: sniffParquet,
  reader: async () =>
    (await loadPackage("hyparquet", () => import("./read-parquet.js"), "parquet")).readParquet,
  writer: async () =>
    (await loadPackage("hyparquet-writer", () => import("./write-parquet.js"), "parquet")).parquetWriter,
  checkOptions({ columns, codec, rowGroupRows }) {
    checkColumns(columns);
    checkOneOf("codec", codec, ["snappy", "uncompressed", "gzip", "zstd", "brotli"]);
    checkRows("rowGroupRows", rowGroupRows);
  },
};
