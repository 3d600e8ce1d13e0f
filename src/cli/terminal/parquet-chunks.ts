/** Columns as a Parquet file, row group by row group. */
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { PrintedColumn, PrintedType } from "./printed-column.js";

const GROUP_ROWS = 122_880;

/** The bytes of the file. */
export function* parquetChunks(columns: readonly PrintedColumn[], count: number): Generator<Uint8Array> {
  const bytes = new ByteWriter();
  const schema = [
    { name: "schema", num_children: columns.length },
    ...columns.map(({ name, type }) => ({ name, repetition_type: "OPTIONAL", ...leafOf(type) })),
  ];
  const writer = new ParquetWriter({ writer: bytes, schema: schema as never, createdBy: "groggy" });
  for (let start = 0; start < count; start += GROUP_ROWS) {
    const end = Math.min(count, start + GROUP_ROWS);
    const columnData = columns.map(({ name, type, values }) => ({
      name,
      data: values.slice(start, end).map(converterOf(type)) as never,
      // a dictionary would take 0 and -0 for one
      ...(type === "float64" ? { encoding: "PLAIN" as const } : {}),
    }));
    writer.write({ columnData, rowGroupSize: end - start });
    yield taken(bytes);
  }
  writer.finish();
  yield taken(bytes);
}

/** The bytes written since they were taken last; the offset goes on, since places in the file are told by it. */
function taken(bytes: ByteWriter): Uint8Array {
  const all = bytes.getBytes().slice();
  bytes.index = 0;
  return all;
}

function converterOf(type: PrintedType): (value: unknown) => unknown {
  return type === "timestamp"
    ? (value) => (value === undefined ? undefined : BigInt((value as Date).getTime()))
    : (value) => value;
}

function leafOf(type: PrintedType): object {
  switch (type) {
    case "bool":
      return { type: "BOOLEAN" };
    case "int32":
      return { type: "INT32" };
    case "int64":
      return { type: "INT64" };
    case "float64":
      return { type: "DOUBLE" };
    case "binary":
      return { type: "BYTE_ARRAY" };
    case "timestamp":
      return {
        type: "INT64",
        converted_type: "TIMESTAMP_MILLIS",
        logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
      };
    case "utf8":
      return { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } };
  }
}
