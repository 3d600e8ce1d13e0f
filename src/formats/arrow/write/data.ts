/** Columns and tables of Arrow around the memory of a graph: what tables of elements and results of queries share. */
import {
  Binary,
  Bool,
  type Data,
  type DataType,
  DenseUnion,
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int32,
  Int64,
  List,
  makeData,
  makeVector,
  Null,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMillisecond,
  Uint32,
  Utf8,
} from "apache-arrow";
import { assert, LimitError } from "../../../errors.js";
import { decodeTemporal } from "../../../temporal/codec.js";
import type { TemporalType } from "../../../temporal/temporal-base.js";
import {
  type AttributeType,
  gatherRaw,
  isTemporalType,
  parseType,
  type RawColumn,
  type RawValues,
  rawCount,
  type ScalarType,
  unionType,
  type ValueType,
} from "../../../view.js";
import { type ColumnRole, ROLE_KEY, STORAGE_KEY, TYPE_KEY } from "../fields.js";

/** Arrow's offsets are signed. */
const ARROW_OFFSET_MAX = 2 ** 31 - 1;

/**
 * An attribute with several types: a dense union with a child for each, named by it, whose values follow each other, and
 * where values are absent a child of nulls.
 */
export function arrowUnionColumn(name: string, parts: readonly RawColumn[], length: number): [Field, Data] {
  const typeIds = new Int8Array(length).fill(parts.length);
  const valueOffsets = new Int32Array(length);
  const children = parts.map((part, typeId) => {
    assert("kind" in part.values, `${part.type} is read in Arrow's layout`);
    const rows = part.presentRows() ?? Int32Array.from({ length }, (_, i) => i);
    for (let i = 0; i < rows.length; i++) {
      typeIds[rows[i]] = typeId;
      valueOffsets[rows[i]] = i;
    }
    return arrowDataOf(part.type, gatherRaw(part.values, rows));
  });
  const fields = children.map((data, i) => {
    const metadata = new Map([[TYPE_KEY, parts[i].type as string]]);
    return new Field(parts[i].type, data.type, false, metadata);
  });
  let absent = 0;
  for (let i = 0; i < length; i++) if (typeIds[i] === parts.length) valueOffsets[i] = absent++;
  if (absent > 0) {
    fields.push(new Field("null", new Null(), true));
    children.push(makeData({ type: new Null(), length: absent, nullCount: absent }));
  }
  const type = new DenseUnion(Int32Array.from(fields.keys()), fields);
  const data = makeData({ type, length, nullCount: 0, typeIds, valueOffsets, children });
  const types = parts.map((part) => part.type);
  return [arrowFieldOf(name, data, "attribute", false, unionType(types)), data];
}

/** A field with what groggy knows of it. */
export function arrowFieldOf(
  name: string,
  data: Data,
  role: ColumnRole,
  isShared: boolean,
  type?: AttributeType,
): Field {
  const metadata = new Map([
    [ROLE_KEY, role as string],
    [STORAGE_KEY, isShared ? "shared" : "gathered"],
  ]);
  if (type !== undefined) metadata.set(TYPE_KEY, type);
  return new Field(name, data.type, role === "attribute" || role === "type", metadata);
}

/** A field of an attribute, or of a column of a result; `type` is its type as the graph has it. */
export function attributeField(name: string, data: Data, type: AttributeType | undefined): Field {
  return arrowFieldOf(name, data, "attribute", false, type);
}

/** A table of columns. */
export function arrowTableOf(columns: readonly [Field, Data][], length: number): Table {
  const fields = columns.map(([field]) => field);
  const children = columns.map(([, data]) => data);
  const schema = new Schema(fields);
  const struct = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  return new Table(schema, new RecordBatch(schema, struct));
}

/** Values of a type as Arrow has them, around the same memory. */
export function arrowDataOf(type: ValueType, raw: RawValues, validity?: Uint8Array, nullCount = 0): Data {
  if (raw.kind === "bytes" && isTemporalType(type))
    return arrowDataOf("utf8", printed(type, raw), validity, nullCount);
  const common = { length: rawCount(raw), nullCount, nullBitmap: validity };
  switch (raw.kind) {
    case "bits":
      return makeData({ ...common, type: new Bool(), data: raw.bits });
    case "codes":
      return makeData({
        ...common,
        type: new Dictionary(new Utf8(), new Uint32()),
        data: raw.codes,
        dictionary: makeVector(arrowDataOf("utf8", encodeDictionary(raw.strings)) as Data<Utf8>),
      });
    case "bytes":
      return makeData({
        ...common,
        type: (type === "binary" ? new Binary() : new Utf8()) as Utf8,
        valueOffsets: signed(raw.offsets),
        data: raw.bytes,
      });
    case "list": {
      const parsed = parseType(type);
      assert(parsed?.kind === "list", `${type} lies as lists`);
      const child = arrowDataOf(parsed.element, raw.elements);
      const list = new List(new Field("item", child.type, true));
      return makeData({ ...common, type: list, valueOffsets: signed(raw.offsets), child });
    }
    case "numbers": {
      const { values, width } = raw;
      const parsed = parseType(type);
      if (parsed?.kind !== "vector") {
        return makeData({
          ...common,
          type: numberType(type as ScalarType) as Float64,
          data: values as Float64Array,
        });
      }
      const child = makeData({ type: new Float32(), data: values as Float32Array });
      return makeData({
        ...common,
        type: new FixedSizeList(width, new Field("item", child.type, true)),
        child,
      });
    }
  }
}

/** Dates, times and durations as text; absent ones as nothing. */
function printed(type: TemporalType, raw: Extract<RawValues, { kind: "bytes" }>): RawValues {
  const { offsets, bytes } = raw;
  const texts = Array.from({ length: offsets.length - 1 }, (_, i) => {
    const value = bytes.subarray(offsets[i], offsets[i + 1]);
    return value.length === 0 ? "" : decodeTemporal(type, value).toString();
  });
  return encodeStrings(texts);
}

function numberType(type: ScalarType): DataType {
  switch (type) {
    case "int32":
      return new Int32();
    case "int64":
    case "integer":
      return new Int64();
    case "float32":
      return new Float32();
    case "timestamp":
      return new TimestampMillisecond();
    default:
      assert(type === "float64", `${type} lies as numbers`);
      return new Float64();
  }
}

/** The same offsets as Arrow has them, which are signed. */
function signed(offsets: Uint32Array): Int32Array {
  const end = offsets[offsets.length - 1];
  if (end > ARROW_OFFSET_MAX)
    throw new LimitError("bytes or list elements in an Arrow column", ARROW_OFFSET_MAX, end);
  return new Int32Array(offsets.buffer, offsets.byteOffset, offsets.length);
}

/** The strings of columns in UTF-8. A column appends to its strings, and never changes one. */
const encodedStrings = new WeakMap<readonly string[], Extract<RawValues, { kind: "bytes" }>>();

/** The strings of a dictionary in memory of their own; those that were encoded before are copied. */
function encodeDictionary(strings: readonly string[]): RawValues {
  let known = encodedStrings.get(strings);
  if (known?.offsets.length !== strings.length + 1) {
    known = encodeStrings(strings);
    encodedStrings.set(strings, known);
  }
  return { kind: "bytes", offsets: known.offsets.slice(), bytes: known.bytes.slice() };
}

const encoder = new TextEncoder();

/** Strings as UTF-8, one after another. */
export function encodeStrings(strings: readonly string[]): Extract<RawValues, { kind: "bytes" }> {
  const offsets = new Uint32Array(strings.length + 1);
  const parts: Uint8Array[] = strings.map((text) => encoder.encode(text));
  let end = 0;
  parts.forEach((part, i) => {
    end += part.length;
    offsets[i + 1] = end;
  });
  if (end > ARROW_OFFSET_MAX) throw new LimitError("bytes in an Arrow dictionary", ARROW_OFFSET_MAX, end);
  const bytes = new Uint8Array(end);
  parts.forEach((part, i) => {
    bytes.set(part, offsets[i]);
  });
  return { kind: "bytes", offsets, bytes };
}
