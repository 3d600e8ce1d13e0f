/**
 * Columns of Arrow tables as the graph takes them: typed arrays by block, chunk after chunk. Only json, and values
 * for an attribute that already has another type, are read one by one.
 */
import { type Data, DataType, type Field, type Timestamp, type Vector } from "apache-arrow";
import { platform } from "#platform";
import { describe, LimitError } from "../../../errors.js";
import {
  concatRaw,
  gatherRaw,
  RawColumn,
  type RawNumbers,
  type RawValues,
  type ValueType,
} from "../../../view.js";
import { isReadOneByOne, scalarTypeOf, timestampDigits, valueTypeOf } from "./types.js";
import { plainValues } from "./values.js";

const TIMESTAMP_MAX_MS = 8.64e15;
const MS_A_DAY = 86_400_000;
const OFFSET_MAX = 2 ** 32 - 1;
/** Text is checked in pieces of about this size, and so is never decoded as a whole. */
const CHECKED_BYTES = 1 << 20;

/** One column of a table. */
export interface ArrowColumn {
  readonly field: Field;
  readonly vector: Vector;
}

/**
 * The values of a column; undefined for a column of nulls.
 *
 * @param wanted the type that the attribute has already, if it has one.
 * @throws TypeError naming the column and its type, or the row and its value, if no attribute can hold it.
 */
export function readArrowColumn({ field, vector }: ArrowColumn, wanted?: ValueType): RawColumn | undefined {
  const { name } = field;
  if (wanted !== undefined) {
    const isPlain =
      DataType.isNull(vector.type) || valueTypeOrNone(field) !== wanted || isReadOneByOne(wanted);
    if (isPlain) return new RawColumn(wanted, plainValues(field, vector, wanted));
  }
  const type = valueTypeOf(field);
  if (type === undefined) return undefined;
  if (isReadOneByOne(type)) return new RawColumn(type, plainValues(field, vector, type));
  const chunks = vector.data.filter((data) => data.length > 0);
  if (chunks.length === 0) return new RawColumn(type, []);
  const reader = new ChunkReader(name);
  const raw = concatRaw(chunks.map((data) => reader.read(data)));
  return new RawColumn(type, raw, { validity: validityOf(chunks, vector.length) });
}

function valueTypeOrNone(field: Field): ValueType | undefined {
  try {
    return valueTypeOf(field);
  } catch {
    // an attribute that is there already may be able to hold what none would be made for
    return undefined;
  }
}

/** A bit for each row, over all chunks; undefined if no row is null. */
function validityOf(chunks: readonly Data[], length: number): Uint8Array | undefined {
  if (chunks.every(hasNoNulls)) return undefined;
  const [{ offset, nullBitmap, dictionary }] = chunks;
  if (chunks.length === 1 && offset === 0 && !dictionary?.nullCount) return nullBitmap;
  const validity = new Uint8Array(Math.ceil(length / 8));
  let row = 0;
  for (const data of chunks) {
    const isValid = validityTest(data);
    for (let i = 0; i < data.length; i++, row++) if (isValid(i)) validity[row >>> 3] |= 1 << (row & 7);
  }
  return validity;
}

function hasNoNulls(data: Data): boolean {
  return data.nullCount === 0 && (data.dictionary === undefined || data.dictionary.nullCount === 0);
}

/** Whether the row is not null; of a dictionary, whether its value is not, either. */
function validityTest(data: Data): (row: number) => boolean {
  const { nullBitmap, offset, dictionary } = data;
  const all = data.nullCount === 0;
  const own = (row: number): boolean =>
    all || ((nullBitmap[(offset + row) >>> 3] >>> ((offset + row) & 7)) & 1) === 1;
  if (dictionary === undefined || dictionary.nullCount === 0) return own;
  const codes = data.values as ArrayLike<number>;
  return (row) => own(row) && dictionary.isValid(Number(codes[row]));
}

/** Reads chunks of one column. */
class ChunkReader {
  readonly #name: string;
  /** The values of the dictionaries met so far: chunks of one table mostly share theirs. */
  readonly #dictionaries = new Map<Vector, RawValues>();

  constructor(name: string) {
    this.#name = name;
  }

  read(data: Data): RawValues {
    const { type, length } = data;
    if (DataType.isDictionary(type)) return this.#readDictionary(data);
    if (DataType.isBool(type)) return { kind: "bits", bits: alignedBits(data), count: length };
    if (DataType.isInt(type)) return numbers(this.#integers(data, type.bitWidth, type.isSigned));
    if (DataType.isFloat(type)) return numbers(floats(data, type.precision));
    if (DataType.isDate(type)) return numbers(this.#moments(data, type.unit === 0 ? "days" : 3));
    if (DataType.isTimestamp(type)) return numbers(this.#moments(data, timestampDigits(type as Timestamp)));
    if (DataType.isList(type) || DataType.isLargeList(type))
      return this.#readList(data, offsetsOf(data, this.#name));
    if (DataType.isFixedSizeList(type)) return this.#readFixedList(data, type.listSize);
    if (DataType.isFixedSizeBinary(type)) return fixedBytes(data, type.byteWidth);
    if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) return this.#readView(data);
    const bytes: RawValues = { kind: "bytes", offsets: offsetsOf(data, this.#name), bytes: data.values };
    if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) this.#checkText(bytes.offsets, bytes.bytes);
    return bytes;
  }

  #readDictionary(data: Data): RawValues {
    const dictionary = data.dictionary as Vector;
    let distinct = this.#dictionaries.get(dictionary);
    if (distinct === undefined) {
      const parts = dictionary.data.filter((part) => part.length > 0).map((part) => this.read(part));
      distinct =
        parts.length === 0 ? { kind: "codes", codes: new Uint32Array(0), strings: [] } : concatRaw(parts);
      if (distinct.kind === "bytes" && scalarTypeOf(dictionary.type) === "utf8") {
        distinct = { kind: "codes", codes: new Uint32Array(0), strings: stringsOf(distinct) };
      }
      this.#dictionaries.set(dictionary, distinct);
    }
    const indices = data.values as ArrayLike<number | bigint>;
    if (distinct.kind === "codes" && distinct.codes.length === 0) {
      const codes = indices instanceof Uint32Array ? indices : Uint32Array.from(indices, Number);
      return { kind: "codes", codes: codes.subarray(0, data.length), strings: distinct.strings };
    }
    const isValid = validityTest(data);
    const rows = Int32Array.from({ length: data.length }, (_, i) => (isValid(i) ? Number(indices[i]) : -1));
    return gatherRaw(distinct, rows);
  }

  #integers(data: Data, bitWidth: number, isSigned: boolean): RawNumbers {
    const values = data.values.subarray(0, data.length);
    if (values instanceof Int32Array) return values;
    if (values instanceof Uint32Array) return new Float64Array(values);
    if (bitWidth < 64) return new Int32Array(values);
    const longs = new BigInt64Array(values.buffer, values.byteOffset, data.length);
    if (isSigned) return longs;
    const halves = new Int32Array(values.buffer, values.byteOffset, data.length * 2);
    for (let i = 0; i < data.length; i++)
      if (halves[2 * i + 1] < 0 && data.getValid(i)) throw this.#misfit("int64", `${values[i]}`, i);
    return longs;
  }

  /** Milliseconds from days, or from units of which 10^digits make a second. */
  #moments(data: Data, digits: "days" | 0 | 3 | 6 | 9): BigInt64Array {
    const { length } = data;
    const { values } = data;
    const out = new BigInt64Array(length);
    const halves = new Int32Array(out.buffer);
    if (digits === 3 && values instanceof BigInt64Array) out.set(values.subarray(0, length));
    else {
      const divisor = digits === 6 ? 1000n : 1_000_000n;
      for (let i = 0; i < length; i++) {
        if (digits === "days") putMilliseconds(halves, i, (values as Int32Array)[i] * MS_A_DAY);
        else if (digits === 3) putMilliseconds(halves, i, Number(values[i]));
        else if (digits === 0) out[i] = (values as BigInt64Array)[i] * 1000n;
        else {
          const value = (values as BigInt64Array)[i];
          out[i] = value / divisor;
          if (out[i] * divisor === value || !data.getValid(i)) continue;
          throw this.#misfit("a timestamp in whole ms", `${value} ${digits === 6 ? "us" : "ns"}`, i);
        }
      }
    }
    for (let i = 0; i < length; i++) {
      const ms = halves[2 * i + 1] * 2 ** 32 + (halves[2 * i] >>> 0);
      if (Math.abs(ms) > TIMESTAMP_MAX_MS && data.getValid(i))
        throw this.#misfit("a timestamp within 8.64e15 ms of 1970", `${ms} ms`, i);
    }
    return out;
  }

  #readList(data: Data, offsets: Uint32Array): RawValues {
    const [child] = data.children;
    if (!hasNoNulls(child)) this.#checkElements(data, child, offsets);
    return { kind: "list", offsets, elements: this.read(child) };
  }

  #readFixedList(data: Data, width: number): RawValues {
    const offsets = Uint32Array.from({ length: data.length + 1 }, (_, i) => i * width);
    const list = this.#readList(data, offsets) as Extract<RawValues, { kind: "list" }>;
    const { elements } = list;
    if (elements.kind !== "numbers" || !(elements.values instanceof Float32Array)) return list;
    return { kind: "numbers", values: elements.values.subarray(0, data.length * width), width };
  }

  /** No list of a graph has nulls in it. */
  #checkElements(data: Data, child: Data, offsets: Uint32Array): void {
    const isValid = validityTest(child);
    for (let row = 0; row < data.length; row++) {
      for (let i = offsets[row]; i < offsets[row + 1]; i++) {
        if (isValid(i) || !data.getValid(row)) continue;
        throw this.#misfit("lists without nulls", `one with null at ${i - offsets[row]}`, row);
      }
    }
  }

  #readView(data: Data): RawValues {
    const rows = Array.from({ length: data.length }, (_, i) => viewBytes(data, i));
    const offsets = new Uint32Array(data.length + 1);
    rows.forEach((row, i) => {
      offsets[i + 1] = offsets[i] + row.length;
    });
    const bytes = new Uint8Array(offsets[data.length]);
    rows.forEach((row, i) => {
      bytes.set(row, offsets[i]);
    });
    if (DataType.isUtf8View(data.type)) this.#checkText(offsets, bytes);
    return { kind: "bytes", offsets, bytes };
  }

  /** Throws unless every value is well-formed UTF-8: the pieces are, and no value begins inside a character. */
  #checkText(offsets: Uint32Array, bytes: Uint8Array): void {
    const count = offsets.length - 1;
    for (let i = 0; i < count; ) {
      const first = i;
      const start = offsets[i];
      do i++;
      while (i < count && offsets[i + 1] - start <= CHECKED_BYTES);
      try {
        new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(start, offsets[i]));
      } catch (cause) {
        throw new TypeError(
          `column "${this.#name}" expected UTF-8 in rows ${first} to ${i - 1}, got other bytes`,
          { cause },
        );
      }
    }
    for (let i = 0; i < count; i++) {
      if (offsets[i] < offsets[count] && (bytes[offsets[i]] & 0xc0) === 0x80)
        throw this.#misfit("UTF-8", "text that begins inside a character", i);
    }
  }

  #misfit(expected: string, received: string, row: number): TypeError {
    return new TypeError(`column "${this.#name}" expected ${expected}, got ${received} in row ${row}`);
  }
}

function numbers(values: RawNumbers): RawValues {
  return { kind: "numbers", values, width: 1 };
}

function floats(data: Data, precision: number): Float32Array | Float64Array {
  if (precision !== 0) return data.values.subarray(0, data.length);
  return Float32Array.from({ length: data.length }, (_, i) => float16(data.values[i]));
}

/** The number that the 16 bits of a half-precision float encode. */
export function float16(bits: number): number {
  const sign = bits >>> 15 === 1 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function putMilliseconds(halves: Int32Array, row: number, ms: number): void {
  const high = Math.floor(ms / 2 ** 32);
  halves[2 * row] = ms - high * 2 ** 32;
  halves[2 * row + 1] = high;
}

/** Bits from the first row on; Arrow may begin them inside a byte. */
function alignedBits({ values, offset, length }: Data): Uint8Array {
  if (offset % 8 === 0) return values.subarray(offset / 8, Math.ceil((offset + length) / 8));
  const bits = new Uint8Array(Math.ceil(length / 8));
  for (let i = 0; i < length; i++)
    bits[i >>> 3] |= ((values[(offset + i) >>> 3] >>> ((offset + i) & 7)) & 1) << (i & 7);
  return bits;
}

function offsetsOf(data: Data, name: string): Uint32Array {
  const offsets = data.valueOffsets as Int32Array | BigInt64Array;
  if (offsets.length <= data.length) return new Uint32Array(data.length + 1);
  if (offsets instanceof Int32Array)
    return new Uint32Array(offsets.buffer, offsets.byteOffset, data.length + 1);
  const end = Number(offsets[data.length]);
  if (end > OFFSET_MAX)
    throw new LimitError(`bytes or elements in a chunk of column "${name}"`, OFFSET_MAX, end);
  return Uint32Array.from(offsets.subarray(0, data.length + 1), Number);
}

function fixedBytes(data: Data, width: number): RawValues {
  const offsets = Uint32Array.from({ length: data.length + 1 }, (_, i) => i * width);
  return { kind: "bytes", offsets, bytes: data.values };
}

/** A value of a column of views: up to 12 bytes lie in the view itself, more where it points. */
function viewBytes(data: Data, row: number): Uint8Array {
  if (!data.getValid(row)) return new Uint8Array(0);
  const values = data.values as Uint8Array;
  const view = new DataView(values.buffer, values.byteOffset + row * 16, 16);
  const size = view.getInt32(0, true);
  if (size <= 12) return values.subarray(row * 16 + 4, row * 16 + 4 + size);
  const start = view.getInt32(12, true);
  return data.variadicBuffers[view.getInt32(8, true)].subarray(start, start + size);
}

function stringsOf({ offsets, bytes }: { offsets: Uint32Array; bytes: Uint8Array }): string[] {
  return Array.from({ length: offsets.length - 1 }, (_, i) =>
    platform.decodeUtf8(bytes, offsets[i], offsets[i + 1]),
  );
}

/** The texts of a column; undefined where one is absent. Equal neighbors are decoded once. */
export function textsOf(column: RawColumn): (string | undefined)[] {
  const { values } = column;
  if (!("kind" in values)) return values as (string | undefined)[];
  const read = textReader(values);
  const texts = new Array<string | undefined>(column.length);
  for (let i = 0; i < texts.length; i++) texts[i] = column.has(i) ? read(i) : undefined;
  return texts;
}

/** Reads the text in a row of codes or bytes. */
export function textReader(raw: RawValues): (row: number) => string {
  if (raw.kind === "codes") return (row) => raw.strings[raw.codes[row]];
  if (raw.kind !== "bytes") throw new TypeError(`expected text, got ${describe(raw.kind)}`);
  const { offsets, bytes } = raw;
  let text = "";
  let known = 0;
  let size = 0;
  return (row) => {
    const start = offsets[row];
    const length = offsets[row + 1] - start;
    let i = length === size ? 0 : length + 1;
    while (i < length && bytes[start + i] === bytes[known + i]) i++;
    if (i === length) return text;
    known = start;
    size = length;
    text = platform.decodeUtf8(bytes, start, start + length);
    return text;
  };
}
