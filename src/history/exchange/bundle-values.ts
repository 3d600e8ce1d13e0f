/**
 * Values of one type in a bundle, in Arrow's layout; their number precedes them.
 *
 * bool: bits; numbers, timestamps and vectors: little-endian; binary and json: all lengths (u32), all bytes; utf8: 0
 * and as these, or 1, the number of distinct strings (u32), each as text, a code (u32) a value; list: all lengths
 * (u32), and the elements. Everything that is read is checked: it may come from anyone.
 */
import { decodeTemporal, encodeTemporal } from "#lazy/temporal";
import { VALUE_BYTES_MAX } from "../../pool/bytes-store.js";
import { canonicalJson } from "../../pool/json-column.js";
import type { RawNumbers, RawValues } from "../../pool/raw-values.js";
import { type ParsedType, parseType, type ScalarType, type ValueType } from "../../pool/value-type.js";
import type { ByteReader } from "../../structures/byte-reader.js";
import type { ByteWriter } from "../../structures/byte-writer.js";
import { compareBytes } from "../../structures/text/compare.js";
import type { TemporalType } from "../../temporal/temporal-base.js";

/** The layout of a column of strings. */
const PLAIN = 0;
const CODES = 1;

const TIMESTAMP_MAX = 8_640_000_000_000_000n;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function writeBundleValues(type: ValueType, raw: RawValues, writer: ByteWriter): void {
  switch (raw.kind) {
    case "bits":
      writer.raw(raw.bits.subarray(0, Math.ceil(raw.count / 8)));
      return;
    case "numbers":
      writer.numbers(raw.values);
      return;
    case "codes":
      writer.u8(CODES).u32(raw.strings.length);
      for (const text of raw.strings) writer.text(text);
      writer.numbers(raw.codes);
      return;
    case "bytes": {
      if (type === "utf8") writer.u8(PLAIN);
      writeLengths(raw.offsets, writer);
      writer.raw(raw.bytes.subarray(raw.offsets[0], raw.offsets[raw.offsets.length - 1]));
      return;
    }
    case "list":
      writeLengths(raw.offsets, writer);
      writeBundleValues(type.slice("list<".length, -1) as ValueType, raw.elements, writer);
  }
}

function writeLengths(offsets: Uint32Array, writer: ByteWriter): void {
  const lengths = new Uint32Array(offsets.length - 1);
  for (let i = 0; i < lengths.length; i++) lengths[i] = offsets[i + 1] - offsets[i];
  writer.numbers(lengths);
}

/** Reads `count` values of a type. Throws a RangeError or a TypeError unless all are values of it. */
export function readBundleValues(type: ValueType, count: number, reader: ByteReader): RawValues {
  const parsed = parseType(type) as ParsedType;
  if (parsed.kind === "vector") {
    const values = reader.numbers(Float32Array, count * parsed.dimensions);
    return { kind: "numbers", values, width: parsed.dimensions };
  }
  if (parsed.kind === "scalar") return readScalars(parsed.scalar, count, reader);
  const offsets = readOffsets(count, reader);
  const elements = readScalars(parsed.element, offsets[count], reader);
  // a list holds its elements one after another, strings by code as well
  return { kind: "list", offsets, elements };
}

function readScalars(type: ScalarType, count: number, reader: ByteReader): RawValues {
  switch (type) {
    case "bool":
      return { kind: "bits", bits: reader.raw(Math.ceil(count / 8)), count };
    case "int32":
      return numbers(reader.numbers(Int32Array, count));
    case "float32":
      return numbers(reader.numbers(Float32Array, count));
    case "float64":
      return numbers(reader.numbers(Float64Array, count));
    case "int64":
    case "integer":
      return numbers(reader.numbers(BigInt64Array, count));
    case "timestamp":
      return numbers(checkTimes(reader.numbers(BigInt64Array, count)));
    case "utf8":
      return readStrings(count, reader);
    case "binary":
      return readBytes(count, reader);
    case "json": {
      const raw = readBytes(count, reader);
      forEachValue(raw, checkJson);
      return raw;
    }
    default: {
      const raw = readBytes(count, reader);
      forEachValue(raw, (bytes) => checkTemporal(type, bytes));
      return raw;
    }
  }
}

function numbers(values: RawNumbers): RawValues {
  return { kind: "numbers", values, width: 1 };
}

function checkTimes(values: BigInt64Array): BigInt64Array {
  for (const value of values) {
    if (value < -TIMESTAMP_MAX || value > TIMESTAMP_MAX) throw new RangeError(`${value} is no timestamp`);
  }
  return values;
}

/** The offsets of consecutive values with these lengths. */
function readOffsets(count: number, reader: ByteReader): Uint32Array {
  const lengths = reader.numbers(Uint32Array, count);
  const offsets = new Uint32Array(count + 1);
  let end = 0;
  for (let i = 0; i < count; i++) {
    end += lengths[i];
    offsets[i + 1] = end;
  }
  if (end !== offsets[count]) throw new RangeError(`${end} list elements or bytes in one column`);
  return offsets;
}

type RawBytes = Extract<RawValues, { kind: "bytes" }>;

function readBytes(count: number, reader: ByteReader): RawBytes {
  const offsets = readOffsets(count, reader);
  const bytes = reader.raw(offsets[count]);
  for (let i = 0; i < count; i++) {
    const size = offsets[i + 1] - offsets[i];
    if (size > VALUE_BYTES_MAX) throw new RangeError(`a value of ${size} bytes`);
  }
  return { kind: "bytes", offsets, bytes };
}

function forEachValue({ offsets, bytes }: RawBytes, check: (value: Uint8Array) => void): void {
  for (let i = 1; i < offsets.length; i++) check(bytes.subarray(offsets[i - 1], offsets[i]));
}

function checkText(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] < 0x80) continue;
    decoder.decode(bytes);
    return;
  }
}

function checkJson(bytes: Uint8Array): void {
  const text = decoder.decode(bytes);
  if (canonicalJson(JSON.parse(text), 0) !== text) throw new RangeError("JSON in another form than its own");
}

function checkTemporal(type: TemporalType, bytes: Uint8Array): void {
  const again = encodeTemporal(decodeTemporal(type, bytes));
  if (compareBytes(again, 0, again.length, bytes) !== 0)
    throw new RangeError(`${type} in another form than its own`);
}

function readStrings(count: number, reader: ByteReader): RawValues {
  const form = reader.u8();
  if (form === PLAIN) {
    const raw = readBytes(count, reader);
    forEachValue(raw, checkText);
    return raw;
  }
  if (form !== CODES) throw new RangeError(`strings in form ${form}`);
  const strings: string[] = [];
  const stringCount = reader.u32();
  for (let i = 0; i < stringCount; i++) strings.push(reader.text());
  const codes = reader.numbers(Uint32Array, count);
  for (const code of codes) if (code >= stringCount) throw new RangeError(`code ${code} of ${stringCount}`);
  return { kind: "codes", codes, strings };
}
