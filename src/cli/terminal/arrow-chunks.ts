/** Columns as Arrow's IPC stream, batch by batch. */
import {
  Binary,
  Bool,
  type DataType,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import type { PrintedColumn, PrintedType } from "./printed-column.js";

const BATCH_ROWS = 65_536;

/** The bytes of the stream. */
export function* arrowChunks(columns: readonly PrintedColumn[], count: number): Generator<Uint8Array> {
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, arrowTypeOf(type), true)));
  const writer = new RecordBatchStreamWriter();
  // an empty batch where there are no rows, so that the columns are there all the same
  for (let start = 0; start === 0 || start < count; start += BATCH_ROWS) {
    const end = Math.min(count, start + BATCH_ROWS);
    const children = columns.map(({ type, values }) => {
      const vector = vectorFromArray(
        values.slice(start, end).map((value) => value ?? null),
        arrowTypeOf(type),
      );
      return vector.data[0];
    });
    const struct = makeData({ type: new Struct(schema.fields), length: end - start, nullCount: 0, children });
    writer.write(new RecordBatch(schema, struct));
  }
  writer.finish();
  yield writer.toUint8Array(true);
}

function arrowTypeOf(type: PrintedType): DataType {
  switch (type) {
    case "bool":
      return new Bool();
    case "int32":
      return new Int32();
    case "int64":
      return new Int64();
    case "float64":
      return new Float64();
    case "timestamp":
      return new TimestampMillisecond("UTC");
    case "binary":
      return new Binary();
    case "utf8":
      return new Utf8();
  }
}
