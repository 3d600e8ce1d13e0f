/** Columns as Arrow's IPC stream, a chunk a batch. */
import { Buffer } from "node:buffer";
import {
  AsyncByteQueue,
  Binary,
  Bool,
  type Data,
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
} from "apache-arrow";
import type { PrintedColumn, PrintedType } from "./printed-column.js";

const BATCH_ROWS = 65_536;

/** The bytes of the stream. */
export function* arrowChunks(columns: readonly PrintedColumn[], count: number): Generator<Uint8Array> {
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, arrowTypeOf(type), true)));
  const queue = new ChunkQueue();
  const writer = new RecordBatchStreamWriter().reset(queue, schema);
  // an empty batch where there are no rows, so that the columns are there all the same
  for (let start = 0; start === 0 || start < count; start += BATCH_ROWS) {
    const end = Math.min(count, start + BATCH_ROWS);
    const children = columns.map(({ type, values }) => dataOf(type, values.slice(start, end)));
    const struct = makeData({ type: new Struct(schema.fields), length: end - start, nullCount: 0, children });
    writer.write(new RecordBatch(schema, struct));
    yield* queue.taken();
  }
  writer.finish();
  yield* queue.taken();
}

/** Keeps the chunks that are written until they are taken, without a wait. */
class ChunkQueue extends AsyncByteQueue {
  #chunks: Uint8Array[] = [];

  override write(chunk: unknown): void {
    const { buffer, byteOffset, byteLength } = chunk as Uint8Array;
    this.#chunks.push(new Uint8Array(buffer, byteOffset, byteLength));
  }

  taken(): Uint8Array[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }
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

/** Values as Arrow lays them out; undefined ones are absent. */
function dataOf(type: PrintedType, values: readonly unknown[]): Data {
  const { length } = values;
  const nullBitmap = bitsOf(values, (value) => value !== undefined);
  let nullCount = 0;
  for (const value of values) if (value === undefined) nullCount++;
  const shared = { length, nullCount, nullBitmap };
  switch (type) {
    case "bool":
      return makeData({ ...shared, type: new Bool(), data: bitsOf(values, (value) => value === true) });
    case "int32":
      return makeData({ ...shared, type: new Int32(), data: filled(new Int32Array(length), values) });
    case "float64":
      return makeData({ ...shared, type: new Float64(), data: filled(new Float64Array(length), values) });
    case "int64":
      return makeData({ ...shared, type: new Int64(), data: filled(new BigInt64Array(length), values) });
    case "timestamp": {
      const times = values.map((value) => value && BigInt((value as Date).getTime()));
      const data = filled(new BigInt64Array(length), times);
      return makeData({ ...shared, type: new TimestampMillisecond("UTC"), data });
    }
    case "binary":
      return makeData({ ...shared, type: new Binary(), ...joinedBytes(values as readonly Uint8Array[]) });
    case "utf8":
      return makeData({ ...shared, type: new Utf8(), ...joinedTexts(values as readonly string[]) });
  }
}

function bitsOf(values: readonly unknown[], isSet: (value: unknown) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  for (let i = 0; i < values.length; i++) if (isSet(values[i])) bits[i >>> 3] |= 1 << (i & 7);
  return bits;
}

function filled<Numbers extends Int32Array | Float64Array | BigInt64Array>(
  numbers: Numbers,
  values: readonly unknown[],
): Numbers {
  for (let i = 0; i < values.length; i++) if (values[i] !== undefined) numbers[i] = values[i] as never;
  return numbers;
}

interface Joined {
  readonly valueOffsets: Int32Array;
  readonly data: Uint8Array;
}

function joinedTexts(texts: readonly (string | undefined)[]): Joined {
  const valueOffsets = offsetsOf(texts, (text) => Buffer.byteLength(text));
  const data = Buffer.from(texts.join(""));
  // halves of a pair that end one text and begin the next are no pair
  if (data.length === valueOffsets[texts.length]) return { valueOffsets, data };
  return { valueOffsets, data: Buffer.from(texts.map((text) => text?.toWellFormed()).join("")) };
}

function joinedBytes(values: readonly (Uint8Array | undefined)[]): Joined {
  const data = Buffer.concat(values.filter((value) => value !== undefined));
  return { valueOffsets: offsetsOf(values, ({ length }) => length), data };
}

function offsetsOf<Value>(
  values: readonly (Value | undefined)[],
  sizeOf: (value: Value) => number,
): Int32Array {
  const offsets = new Int32Array(values.length + 1);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    offsets[i + 1] = offsets[i] + (value === undefined ? 0 : sizeOf(value));
  }
  return offsets;
}
