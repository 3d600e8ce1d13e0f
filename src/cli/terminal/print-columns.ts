/**
 * Rows as Arrow's stream or as Parquet. All rows are read before the first is written, since a column's type follows from
 * all of its values: numbers are doubles, or 32-bit integers where all are; bigints 64-bit integers; dates timestamps; texts,
 * booleans and bytes what they are; what is a list, json or of several types is text.
 */
import type { OutputRow, OutputTable } from "../shared/output.js";
import type { PrintedColumn, PrintedType } from "./printed-column.js";
import type { TextSink } from "./text-sink.js";
import { plainText } from "./value-text.js";

/** Prints a table in a binary format. */
export async function printColumns(
  table: OutputTable,
  format: "arrow" | "parquet",
  sink: TextSink,
): Promise<void> {
  const rows: OutputRow[] = [];
  for await (const row of table.rows) rows.push(row);
  const columns = table.columns.map(({ name }, i) => columnOf(name, rows, i));
  const chunks =
    format === "arrow"
      ? (await import("./arrow-chunks.js")).arrowChunks(columns, rows.length)
      : (await import("./parquet-chunks.js")).parquetChunks(columns, rows.length);
  for (const chunk of chunks) await sink.bytes(chunk);
}

function columnOf(name: string, rows: readonly OutputRow[], at: number): PrintedColumn {
  const types = new Set<PrintedType>();
  for (const row of rows) {
    const value = row[at];
    if (value !== undefined && value !== null) types.add(typeOf(value));
  }
  const type = commonType(types);
  const convert = converterTo(type);
  const values = rows.map((row) => {
    const value = row[at];
    return value === undefined || value === null ? undefined : convert(value);
  });
  return { name, type, values };
}

function typeOf(value: unknown): PrintedType {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "number":
      return value === (value | 0) && !Object.is(value, -0) ? "int32" : "float64";
    case "bigint":
      return BigInt.asIntN(64, value) === value ? "int64" : "utf8";
    default:
      if (value instanceof Date && !Number.isNaN(value.getTime())) return "timestamp";
      return value instanceof Uint8Array ? "binary" : "utf8";
  }
}

function commonType(types: ReadonlySet<PrintedType>): PrintedType {
  if (types.size === 1) return [...types][0];
  const isAll = (...some: readonly PrintedType[]): boolean => [...types].every((type) => some.includes(type));
  if (types.size === 0) return "utf8";
  if (isAll("int32", "float64")) return "float64";
  return isAll("int32", "int64") ? "int64" : "utf8";
}

function converterTo(type: PrintedType): (value: unknown) => unknown {
  if (type === "utf8") return plainText;
  if (type === "int64") return (value) => BigInt(value as number | bigint);
  return (value) => value;
}
