/**
 * The values of one attribute while a file is read: typed arrays that grow, positions of what is present, and the rows
 * that they belong to where some row has none. Rows come in ascending order; what a row was given first stays.
 *
 * A reader puts bytes of UTF-8, texts or JavaScript values; the builder reads them in its type and reports what does
 * not fit. Over 500 lines, since each type's builder is a few of them and they share the rules of conversion.
 */
import { tryTemporalFromText } from "#lazy/temporal";
import { platform } from "#platform";
import { describe } from "../../errors.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import {
  type Column,
  createColumn,
  isTemporalType,
  parseType,
  type RawValues,
  type ScalarType,
  type ValueType,
} from "../../view.js";
import { ByteInterner, longer } from "./byte-interner.js";
import { JsonFault, jsonOfExact, parseExactJson, valueOfExact } from "./exact-json.js";
import {
  booleanIn,
  bytesOfBase64,
  classFits,
  classOfBytes,
  fastNumber,
  fastWhole,
  momentIn,
  numberIn,
  plainNumber,
  plainWhole,
  typeOfClasses,
  wholeIn,
} from "./text-values.js";

/** Reports of builders on values. */
export interface ValueContext {
  /** A value that does not fit; throws unless the file is read leniently: then the value is left out. */
  misfit(attribute: string, expected: string, received: string): void;
  /** A value that was changed to fit a type that was asked for, such as microseconds to milliseconds. */
  converted(attribute: string, what: string): void;
  /** A second value for the same row; the first one stays. */
  repeated(attribute: string): void;
  /** A column of values of different types, which is kept as json. */
  mixed(attribute: string): void;
}

/** A column of a file that has been read. */
export interface BuiltColumn {
  readonly name: string;
  readonly type: ValueType;
  /** The values that are present, in Arrow's layout. */
  readonly values: RawValues;
  /** The row of each value, ascending; undefined if they are 0, 1, 2 and so on. */
  readonly rows: Uint32Array | undefined;
  readonly count: number;
}

/** Numbers that lie one after another. */
export type BlockNumbers = Int32Array | BigInt64Array | Float32Array | Float64Array;

/** Takes the values of one attribute, row by row. A negative row is one that is left out. */
export abstract class ColumnBuilder {
  readonly name: string;
  protected readonly context: ValueContext;
  /** How many values are present. */
  count = 0;
  #rows: Uint32Array | undefined;
  #last = -1;

  constructor(name: string, context: ValueContext) {
    this.name = name;
    this.context = context;
  }

  /** The type, once it is known. */
  abstract get type(): ValueType | undefined;
  /** Whether nothing that is put here is kept, so that a reader may pass over it. */
  get isSkipped(): boolean {
    return false;
  }

  /** Puts a value that a file has as text. */
  abstract text(row: number, text: string): void;
  /** Puts a value that a file has as text, by its bytes in well-formed UTF-8. */
  bytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    this.text(row, platform.decodeUtf8(bytes, start, end));
  }
  /** Puts a JavaScript value; null and undefined are absent. Whole numbers beyond 2^53 come as bigints. */
  abstract value(row: number, value: unknown): void;
  /** Puts a number that the file writes as one with a fraction, `1.0`. */
  float(row: number, value: number): void {
    this.value(row, value);
  }
  /**
   * Puts the numbers `from` to `to` into rows that follow each other, at one go; false, and nothing is put, if the rows
   * or the type are not such that this can be.
   */
  putNumbers(
    _firstRow: number,
    _lastRow: number,
    _numbers: BlockNumbers,
    _from: number,
    _to: number,
  ): boolean {
    return false;
  }
  /**
   * Goes on as json, with each value that is there changed by a function; false for a column that cannot. For lists,
   * once one has an absent item, which no list of a graph has.
   */
  becomeJson(_jsonOf: (value: unknown) => unknown): boolean {
    return false;
  }
  /** The column; undefined if it has no value and no type. */
  abstract finish(): BuiltColumn | undefined;

  /** The position for a value in a row; negative if it is to be left out. */
  protected at(row: number): number {
    const position = this.count;
    if (this.#rows === undefined && row === position) {
      this.#last = row;
      this.count = position + 1;
      return position;
    }
    return this.#sparseAt(row, position);
  }

  #sparseAt(row: number, position: number): number {
    if (row < 0) return -1;
    if (row <= this.#last) {
      this.context.repeated(this.name);
      return -1;
    }
    if (this.#rows === undefined) {
      this.#rows = new Uint32Array(Math.max(16, position + 1));
      for (let i = 0; i < position; i++) this.#rows[i] = i;
    }
    if (position === this.#rows.length) this.#rows = longer(this.#rows, position + 1);
    this.#rows[position] = row;
    this.#last = row;
    this.count = position + 1;
    return position;
  }

  /** The position for the first of values in rows that follow each other; negative if that cannot be. */
  protected atBlock(firstRow: number, lastRow: number, count: number): number {
    const position = this.count;
    if (firstRow < 0 || lastRow - firstRow !== count - 1 || firstRow <= this.#last) return -1;
    if (this.#rows === undefined && firstRow !== position) {
      this.#rows = new Uint32Array(Math.max(16, position + count));
      for (let i = 0; i < position; i++) this.#rows[i] = i;
    }
    if (this.#rows !== undefined) {
      if (position + count > this.#rows.length) this.#rows = longer(this.#rows, position + count);
      for (let i = 0; i < count; i++) this.#rows[position + i] = firstRow + i;
    }
    this.#last = lastRow;
    this.count = position + count;
    return position;
  }

  protected built(type: ValueType, values: RawValues): BuiltColumn {
    const { name, count } = this;
    return { name, type, values, rows: this.#rows?.subarray(0, count), count };
  }

  /** Whether the row has a value already, or is left out. */
  protected isTaken(row: number): boolean {
    return row <= this.#last;
  }
}

/** Takes values and forgets them: an attribute that is not asked for. */
export class SkippedColumn extends ColumnBuilder {
  get type(): undefined {
    return undefined;
  }
  override get isSkipped(): boolean {
    return true;
  }
  text(): void {}
  override bytes(): void {}
  value(): void {}
  finish(): undefined {
    return undefined;
  }
}

/** A builder for a type that is known. */
export function typedBuilder(name: string, type: ValueType, context: ValueContext): ColumnBuilder {
  switch (type) {
    case "bool":
      return new BoolBuilder(name, context);
    case "int32":
      return new Int32Builder(name, context);
    case "float32":
    case "float64":
      return new FloatBuilder(name, type, context);
    case "int64":
      return new Int64Builder(name, context);
    case "timestamp":
      return new TimestampBuilder(name, context);
    case "utf8":
      return new Utf8Builder(name, context);
    default:
      return new ObjectBuilder(name, type, context);
  }
}

class BoolBuilder extends ColumnBuilder {
  #bits = new Uint8Array(16);
  readonly type = "bool";

  text(row: number, text: string): void {
    const value = booleanIn(text);
    if (value === undefined) this.context.misfit(this.name, "bool", describe(text));
    else this.#put(row, value);
  }

  value(row: number, value: unknown): void {
    if (value === null || value === undefined) return;
    if (typeof value === "boolean") this.#put(row, value);
    else if (typeof value === "string") this.text(row, value);
    else if (value === 0 || value === 1) this.#put(row, value === 1);
    else this.context.misfit(this.name, "bool", describe(value));
  }

  #put(row: number, value: boolean): void {
    const at = this.at(row);
    if (at < 0) return;
    if (at >>> 3 >= this.#bits.length) this.#bits = longer(this.#bits, (at >>> 3) + 1);
    if (value) this.#bits[at >>> 3] |= 1 << (at & 7);
  }

  finish(): BuiltColumn {
    const { count } = this;
    return this.built("bool", { kind: "bits", bits: this.#bits.subarray(0, Math.ceil(count / 8)), count });
  }
}

class Int32Builder extends ColumnBuilder {
  #values = new Int32Array(16);
  readonly type = "int32";

  override bytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    const value = fastWhole(bytes, start, end);
    if (value === (value | 0)) this.#put(row, value);
    else this.text(row, platform.decodeUtf8(bytes, start, end));
  }

  text(row: number, text: string): void {
    const plain = plainWhole(text);
    if (plain === (plain | 0)) {
      this.#put(row, plain);
      return;
    }
    const whole = wholeIn(text);
    if (whole === undefined || BigInt.asIntN(32, whole) !== whole)
      this.context.misfit(this.name, "int32", describe(text));
    else this.#put(row, Number(whole));
  }

  value(row: number, value: unknown): void {
    if (typeof value === "number" && value === (value | 0)) this.#put(row, value);
    else if (value === null || value === undefined) return;
    else if (typeof value === "string") this.text(row, value);
    else if (typeof value === "bigint" && BigInt.asIntN(32, value) === value) this.#put(row, Number(value));
    else this.context.misfit(this.name, "int32", describe(value));
  }

  #put(row: number, value: number): void {
    const at = this.at(row);
    if (at < 0) return;
    if (at === this.#values.length) this.#values = longer(this.#values, at + 1);
    this.#values[at] = value;
  }

  override putNumbers(
    firstRow: number,
    lastRow: number,
    numbers: BlockNumbers,
    from: number,
    to: number,
  ): boolean {
    if (!(numbers instanceof Int32Array)) return false;
    const at = this.atBlock(firstRow, lastRow, to - from);
    if (at < 0) return false;
    if (this.count > this.#values.length) this.#values = longer(this.#values, this.count);
    this.#values.set(numbers.subarray(from, to), at);
    return true;
  }

  finish(): BuiltColumn {
    return this.built("int32", { kind: "numbers", values: this.#values.subarray(0, this.count), width: 1 });
  }
}

class FloatBuilder extends ColumnBuilder {
  #values: Float32Array | Float64Array;
  readonly type: "float32" | "float64";

  constructor(name: string, type: "float32" | "float64", context: ValueContext) {
    super(name, context);
    this.type = type;
    this.#values = type === "float32" ? new Float32Array(16) : new Float64Array(16);
  }

  override bytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    const value = fastNumber(bytes, start, end);
    if (value === value) this.float(row, value);
    else this.text(row, platform.decodeUtf8(bytes, start, end));
  }

  text(row: number, text: string): void {
    const plain = plainNumber(text);
    const value = plain === plain ? plain : numberIn(text);
    if (value === undefined) this.context.misfit(this.name, this.type, describe(text));
    else this.float(row, value);
  }

  value(row: number, value: unknown): void {
    if (typeof value === "number") this.float(row, value);
    else if (value === null || value === undefined) return;
    else if (typeof value === "string") this.text(row, value);
    else if (typeof value === "bigint") {
      if (BigInt(Number(value)) !== value)
        this.context.converted(this.name, `whole number rounded to ${this.type}`);
      this.float(row, Number(value));
    } else this.context.misfit(this.name, this.type, describe(value));
  }

  override float(row: number, value: number): void {
    const at = this.at(row);
    if (at < 0) return;
    if (at === this.#values.length) this.#values = longer(this.#values, at + 1);
    this.#values[at] = value;
  }

  override putNumbers(
    firstRow: number,
    lastRow: number,
    numbers: BlockNumbers,
    from: number,
    to: number,
  ): boolean {
    const fits =
      numbers instanceof Float32Array ||
      (this.type === "float64" && (numbers instanceof Float64Array || numbers instanceof Int32Array));
    const at = fits ? this.atBlock(firstRow, lastRow, to - from) : -1;
    if (at < 0) return false;
    if (this.count > this.#values.length) this.#values = longer(this.#values, this.count);
    this.#values.set((numbers as Float64Array).subarray(from, to), at);
    return true;
  }

  finish(): BuiltColumn {
    return this.built(this.type, { kind: "numbers", values: this.#values.subarray(0, this.count), width: 1 });
  }
}

/**
 * Numbers that a file calls floats, as many tools do with what has more digits than 32 bits hold: float32 if no number
 * has more, else float64.
 */
export class ShortFloatColumn extends ColumnBuilder {
  readonly #doubles: FloatBuilder;
  #isShort = true;

  constructor(name: string, context: ValueContext) {
    super(name, context);
    this.#doubles = new FloatBuilder(name, "float64", context);
  }

  get type(): "float32" | "float64" {
    return this.#isShort ? "float32" : "float64";
  }

  text(row: number, text: string): void {
    const plain = plainNumber(text);
    const value = plain === plain ? plain : numberIn(text);
    if (value === undefined) this.context.misfit(this.name, "float32", describe(text));
    else this.#put(row, value, text);
  }

  value(row: number, value: unknown): void {
    if (value === null || value === undefined) return;
    if (typeof value === "string") this.text(row, value);
    else if (typeof value === "number") this.#put(row, value, String(value));
    else this.context.misfit(this.name, "float32", describe(value));
  }

  #put(row: number, value: number, text: string): void {
    const at = this.at(row);
    if (at < 0) return;
    if (this.#isShort) this.#isShort = isShortFloat(value, text);
    this.#doubles.float(at, value);
  }

  finish(): BuiltColumn {
    const { values } = this.#doubles.finish();
    if (!this.#isShort || values.kind !== "numbers") return this.built("float64", values);
    const short = Float32Array.from(values.values as Float64Array);
    return this.built("float32", { kind: "numbers", values: short, width: 1 });
  }
}

/** Whether 32 bits hold a number with all of its digits: up to nine tell all floats apart. */
function isShortFloat(value: number, text: string): boolean {
  const rounded = Math.fround(value);
  if (rounded === value || value !== value) return true;
  if (!Number.isFinite(rounded) || rounded === 0) return false;
  // significant ones: zeros in front and behind say nothing
  let digits = 0;
  let zeros = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((unit | 0x20) === 0x65) break;
    if (unit === 0x30) zeros++;
    else if (unit > 0x30 && unit <= 0x39) {
      digits += digits === 0 ? 1 : zeros + 1;
      zeros = 0;
    }
  }
  return digits <= 9;
}

/** 64-bit integers by their halves, which spares most of them the bigint. */
abstract class LongBuilder extends ColumnBuilder {
  #halves = new Int32Array(32);

  protected put(row: number, value: number): void {
    const at = this.at(row);
    if (at < 0) return;
    this.#reserve(at);
    const high = Math.floor(value / 2 ** 32);
    this.#halves[2 * at] = value - high * 2 ** 32;
    this.#halves[2 * at + 1] = high;
  }

  protected putBig(row: number, value: bigint): void {
    const at = this.at(row);
    if (at < 0) return;
    this.#reserve(at);
    this.#halves[2 * at] = Number(BigInt.asIntN(32, value));
    this.#halves[2 * at + 1] = Number(BigInt.asIntN(32, value >> 32n));
  }

  #reserve(at: number): void {
    if (2 * at >= this.#halves.length) {
      const larger = longer(this.#halves, 2 * at + 2);
      this.#halves = larger.length % 2 === 0 ? larger : longer(this.#halves, larger.length + 1);
    }
  }

  override putNumbers(
    firstRow: number,
    lastRow: number,
    numbers: BlockNumbers,
    from: number,
    to: number,
  ): boolean {
    if (!(numbers instanceof BigInt64Array)) return false;
    const at = this.atBlock(firstRow, lastRow, to - from);
    if (at < 0) return false;
    this.#reserve(this.count - 1);
    const halves = new Int32Array(numbers.buffer, numbers.byteOffset + 8 * from, 2 * (to - from));
    this.#halves.set(halves, 2 * at);
    return true;
  }

  protected numbers(): RawValues {
    const { buffer } = this.#halves;
    return { kind: "numbers", values: new BigInt64Array(buffer as ArrayBuffer, 0, this.count), width: 1 };
  }
}

class Int64Builder extends LongBuilder {
  readonly type = "int64";

  override bytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    const value = fastWhole(bytes, start, end);
    if (value === value) this.put(row, value);
    else this.text(row, platform.decodeUtf8(bytes, start, end));
  }

  text(row: number, text: string): void {
    const plain = plainWhole(text);
    if (plain === plain) {
      this.put(row, plain);
      return;
    }
    const whole = wholeIn(text);
    if (whole === undefined || BigInt.asIntN(64, whole) !== whole)
      this.context.misfit(this.name, "int64", describe(text));
    else this.putBig(row, whole);
  }

  value(row: number, value: unknown): void {
    if (typeof value === "bigint" && BigInt.asIntN(64, value) === value) this.putBig(row, value);
    else if (typeof value === "number" && Number.isSafeInteger(value)) this.put(row, value);
    else if (value === null || value === undefined) return;
    else if (typeof value === "string") this.text(row, value);
    else this.context.misfit(this.name, "int64", describe(value));
  }

  finish(): BuiltColumn {
    return this.built("int64", this.numbers());
  }
}

class TimestampBuilder extends LongBuilder {
  readonly type = "timestamp";

  text(row: number, text: string): void {
    const moment = momentIn(text.trim());
    if (moment === undefined) {
      this.context.misfit(this.name, "a timestamp such as 2024-02-03T08:00:30.250Z", describe(text));
      return;
    }
    if (!moment.isExact) this.context.converted(this.name, "moment cut to milliseconds and UTC");
    this.put(row, moment.ms);
  }

  /** A Date, or a number of ms. */
  value(row: number, value: unknown): void {
    if (value === null || value === undefined) return;
    if (typeof value === "string") {
      this.text(row, value);
      return;
    }
    const ms = value instanceof Date ? value.getTime() : typeof value === "bigint" ? Number(value) : value;
    if (typeof ms === "number" && Number.isInteger(ms) && Math.abs(ms) <= 8.64e15) this.put(row, ms);
    else this.context.misfit(this.name, "timestamp", describe(value));
  }

  finish(): BuiltColumn {
    return this.built("timestamp", this.numbers());
  }
}

/** As the graph's own columns: interned while that pays, see `src/pool/utf8-column.ts`. */
const DISTINCT_ALWAYS = 16_384;
const ROWS_PER_DISTINCT_MIN = 8;

class Utf8Builder extends ColumnBuilder {
  readonly type = "utf8";
  #codes = new Uint32Array(16);
  #interner: ByteInterner | undefined = new ByteInterner();
  #bytes = new Uint8Array(0);
  #offsets = new Uint32Array(1);

  override bytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    const at = this.at(row);
    if (at < 0) return;
    const interner = this.#interner;
    if (interner !== undefined) {
      this.#code(at, interner, interner.intern(bytes, start, end));
      return;
    }
    const from = this.#offsets[at];
    const to = from + (end - start);
    if (to > this.#bytes.length) this.#bytes = longer(this.#bytes, to);
    if (end - start > 24) this.#bytes.set(bytes.subarray(start, end), from);
    else for (let i = start, k = from; i < end; i++, k++) this.#bytes[k] = bytes[i];
    if (at + 1 === this.#offsets.length) this.#offsets = longer(this.#offsets, at + 2);
    this.#offsets[at + 1] = to;
  }

  text(row: number, text: string): void {
    if (!text.isWellFormed()) {
      this.context.misfit(this.name, "text", "a string with a lone surrogate");
      return;
    }
    const interner = this.#interner;
    if (interner === undefined) {
      const bytes = encoder.encode(text);
      this.bytes(row, bytes, 0, bytes.length);
      return;
    }
    const at = this.at(row);
    if (at >= 0) this.#code(at, interner, interner.internText(text));
  }

  #code(at: number, interner: ByteInterner, code: number): void {
    if (at === this.#codes.length) this.#codes = longer(this.#codes, at + 1);
    this.#codes[at] = code;
    const { count } = interner;
    if (count > DISTINCT_ALWAYS && at < count * ROWS_PER_DISTINCT_MIN) this.#stopInterning(at + 1);
  }

  value(row: number, value: unknown): void {
    if (value === null || value === undefined) return;
    if (typeof value === "string") this.text(row, value);
    else if (typeof value === "boolean" || typeof value === "number" || typeof value === "bigint") {
      this.context.converted(this.name, `${typeof value} written as text`);
      this.text(row, String(value));
    } else if (value instanceof Date) this.text(row, value.toISOString());
    else this.context.misfit(this.name, "utf8", describe(value));
  }

  #stopInterning(count: number): void {
    const interner = this.#interner as ByteInterner;
    const { offsets, bytes } = interner;
    let size = 0;
    for (let i = 0; i < count; i++) size += offsets[this.#codes[i] + 1] - offsets[this.#codes[i]];
    this.#bytes = new Uint8Array(size * 2);
    this.#offsets = new Uint32Array(this.#codes.length + 1);
    for (let i = 0, at = 0; i < count; i++) {
      const code = this.#codes[i];
      for (let k = offsets[code]; k < offsets[code + 1]; k++) this.#bytes[at++] = bytes[k];
      this.#offsets[i + 1] = at;
    }
    this.#codes = new Uint32Array(0);
    this.#interner = undefined;
  }

  finish(): BuiltColumn {
    const { count } = this;
    const interner = this.#interner;
    if (interner === undefined) {
      const offsets = this.#offsets.subarray(0, count + 1);
      return this.built("utf8", { kind: "bytes", offsets, bytes: this.#bytes });
    }
    const strings = Array.from({ length: interner.count }, (_, code) => interner.text(code));
    return this.built("utf8", { kind: "codes", codes: this.#codes.subarray(0, count), strings });
  }
}

const encoder = new TextEncoder();

/** json, binary, lists and vectors, in a column like the graph's. */
class ObjectBuilder extends ColumnBuilder {
  type: ValueType;
  #column: Column;

  constructor(name: string, type: ValueType, context: ValueContext) {
    super(name, context);
    this.type = type;
    this.#column = createColumn(type);
  }

  /** Lists, vectors and json as JSON, binary as base64, integers as digits, dates, times and durations as ISO 8601. */
  text(row: number, text: string): void {
    if (this.type === "integer" || isTemporalType(this.type)) {
      this.#put(row, itemOf(text, this.type), text);
      return;
    }
    const value = this.type === "binary" ? bytesOfBase64(text) : parsedJson(text);
    if (value === undefined) this.context.misfit(this.name, this.#expected, describe(text));
    else if (value === null && this.type !== "json") this.#put(row, undefined, text);
    else this.value(row, value);
  }

  value(row: number, value: unknown): void {
    if (value === null || value === undefined) return;
    this.#put(row, this.#read(value), value);
  }

  #put(row: number, value: unknown, given: unknown): void {
    if (value === undefined || !this.#column.accepts(value))
      this.context.misfit(this.name, this.#expected, describe(given));
    else if (this.at(row) >= 0) this.#column.append(value);
  }

  override becomeJson(jsonOf: (value: unknown) => unknown): boolean {
    const given = this.#column;
    this.type = "json";
    this.#column = createColumn("json");
    for (let i = 0; i < given.count; i++) this.#column.append(jsonOf(given.get(i)));
    return true;
  }

  get #expected(): string {
    return this.type === "binary" ? "binary in base64" : this.type;
  }

  /** A value in the form in which the column takes it: items of a list in its type, bytes of base64. */
  #read(value: unknown): unknown {
    if (this.type === "binary") return typeof value === "string" ? bytesOfBase64(value) : value;
    if (this.type === "json") return jsonOfExact(value);
    const parsed = parseType(this.type);
    if (parsed?.kind === "scalar") return itemOf(value, parsed.scalar);
    const list: unknown = value instanceof Float64Array ? Array.from(value) : value;
    if (!Array.isArray(list) || parsed === undefined) return list;
    const element = parsed.kind === "vector" ? "float32" : parsed.element;
    return list.map((item) => itemOf(item, element));
  }

  finish(): BuiltColumn {
    return this.built(this.type, this.#column.raw());
  }
}

/** An item of a list in the list's type; items in text are read. */
function itemOf(item: unknown, type: ScalarType): unknown {
  switch (type) {
    case "float32":
    case "float64":
      if (typeof item === "bigint") return Number(item);
      return typeof item === "string" ? (numberIn(item) ?? item) : item;
    case "int32":
      if (typeof item === "string") {
        const whole = wholeIn(item);
        return whole === undefined ? item : Number(whole);
      }
      return typeof item === "bigint" ? Number(item) : item;
    case "int64":
      if (typeof item === "string") return wholeIn(item) ?? item;
      return typeof item === "number" && Number.isSafeInteger(item) ? BigInt(item) : item;
    case "timestamp": {
      const moment = typeof item === "string" ? momentIn(item) : undefined;
      return moment === undefined ? item : new Date(moment.ms);
    }
    case "bool":
      return typeof item === "string" ? (booleanIn(item) ?? item) : item;
    case "binary":
      return typeof item === "string" ? (bytesOfBase64(item) ?? item) : item;
    case "utf8":
      return typeof item === "number" || typeof item === "bigint" || typeof item === "boolean"
        ? String(item)
        : item;
    case "integer":
      return typeof item === "string" ? (wholeIn(item) ?? item) : item;
    case "json":
      return jsonOfExact(item);
    default:
      return typeof item === "string" ? (tryTemporalFromText(type, item) ?? item) : item;
  }
}

function parsedJson(text: string): unknown {
  try {
    return valueOfExact(parseExactJson(text));
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

/**
 * Texts whose type shows when all are there: they are kept as bytes and read at the end, so that none is lost where
 * the last one is no number.
 */
export class InferredTextColumn extends ColumnBuilder {
  readonly #texts: Utf8Builder;
  #bytes = new Uint8Array(1024);
  #offsets = new Uint32Array(17);
  #classes = 0;

  constructor(name: string, context: ValueContext) {
    super(name, context);
    this.#texts = new Utf8Builder(name, context);
  }

  get type(): ValueType | undefined {
    return typeOfClasses(this.#classes);
  }

  override bytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    const at = this.at(row);
    if (at < 0) return;
    this.#classes |= classOfBytes(bytes, start, end);
    const from = this.#offsets[at];
    const to = from + (end - start);
    if (to > this.#bytes.length) this.#bytes = longer(this.#bytes, to);
    if (end - start > 24) this.#bytes.set(bytes.subarray(start, end), from);
    else for (let i = start, k = from; i < end; i++, k++) this.#bytes[k] = bytes[i];
    if (at + 1 === this.#offsets.length) this.#offsets = longer(this.#offsets, at + 2);
    this.#offsets[at + 1] = to;
  }

  text(row: number, text: string): void {
    if (!text.isWellFormed()) {
      this.#texts.text(row, text);
      return;
    }
    const bytes = encoder.encode(text);
    this.bytes(row, bytes, 0, bytes.length);
  }

  value(row: number, value: unknown): void {
    if (value === null || value === undefined) return;
    this.text(row, String(value));
  }

  finish(): BuiltColumn | undefined {
    const { type } = this;
    if (type === undefined) return undefined;
    const builder = type === "utf8" ? this.#texts : typedBuilder(this.name, type, this.context);
    for (let i = 0; i < this.count; i++)
      builder.bytes(i, this.#bytes, this.#offsets[i], this.#offsets[i + 1]);
    const typed = builder.finish() as BuiltColumn;
    return this.built(typed.type, typed.values);
  }
}

/** Infinity as XML Schema has it, and networkx in XML; a text where no type is stated. */
const INFINITY = /^-?INF$/;

/** Texts of which a file says a type that not all of them may have: it counts if they do, else their own one. */
export class DoubtedTextColumn extends InferredTextColumn {
  readonly #stated: ValueType;
  #fits = true;

  constructor(name: string, stated: ValueType, context: ValueContext) {
    super(name, context);
    this.#stated = stated;
  }

  override get type(): ValueType | undefined {
    return this.#fits ? this.#stated : super.type;
  }

  override bytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    super.bytes(row, bytes, start, end);
    if (this.#fits)
      this.#fits =
        classFits(classOfBytes(bytes, start, end), this.#stated) ||
        (this.#stated === "float64" && INFINITY.test(platform.decodeUtf8(bytes, start, end)));
  }

  override finish(): BuiltColumn | undefined {
    if (!this.#fits)
      this.context.converted(this.name, `values that are no ${this.#stated}, as the file says`);
    return this.count === 0 ? undefined : super.finish();
  }
}

/**
 * JavaScript values whose type shows as they come: kept in the narrowest type that has all so far, and put over to a
 * wider one where one does not fit. Values of different kinds are json.
 */
export class InferredValueColumn extends ColumnBuilder {
  #inner: ColumnBuilder | undefined;
  /** Empty lists that came before any other. */
  #empties = 0;
  /** Texts such as `NaN` that came before any other value. */
  #namedCount = 0;

  get type(): ValueType | undefined {
    return this.#inner?.type ?? (this.#empties > 0 ? "json" : undefined);
  }

  override bytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.#inner?.type === "utf8") {
      const at = this.at(row);
      if (at >= 0) this.#inner.bytes(at, bytes, start, end);
    } else this.#put(row, platform.decodeUtf8(bytes, start, end), "utf8");
  }

  text(row: number, text: string): void {
    this.#put(row, text, "utf8");
  }

  override float(row: number, value: number): void {
    if (this.#hasOnlyNamed) this.#readNamed(row, value, "float64");
    else this.#put(row, value, "float64");
  }

  value(row: number, value: unknown): void {
    if (value === null || value === undefined) return;
    if (typeof value === "string" && this.#isNumberHere(value)) {
      this.#put(row, Number(value), "float64");
      return;
    }
    const type = typeOfGiven(value);
    if (type === undefined) this.context.misfit(this.name, "a value", describe(value));
    else if (this.#hasOnlyNamed && isNumeric(type)) this.#readNamed(row, value, type);
    else this.#put(row, value, type);
  }

  /** Whether all values so far are texts that name numbers which JSON has no digits for. */
  get #hasOnlyNamed(): boolean {
    return this.#namedCount > 0 && this.#namedCount === this.count;
  }

  /** Whether a text is a number because numbers stand beside it. */
  #isNumberHere(text: string): boolean {
    if (!NAMED_NUMBER.test(text)) return false;
    const present = this.#inner?.type;
    if (present === undefined || present === "utf8") {
      if (this.#namedCount === this.count && this.#empties === 0) this.#namedCount++;
      return false;
    }
    return isNumeric(present);
  }

  /** Texts that named numbers are numbers, since one with digits came. */
  #readNamed(row: number, value: unknown, type: ValueType | "list"): void {
    const { values } = (this.#inner as ColumnBuilder).finish() as BuiltColumn;
    const texts = createColumn("utf8");
    texts.appendRaw(values);
    this.#inner = typedBuilder(this.name, "float64", this.context);
    for (let i = 0; i < texts.count; i++) this.#inner.value(i, Number(texts.get(i)));
    this.#namedCount = 0;
    this.#put(row, value, type);
  }

  #put(row: number, value: unknown, type: ValueType | "list"): void {
    if (row < 0 || this.isTaken(row)) {
      this.at(row);
      return;
    }
    const inner = this.#innerFor(type);
    const before = inner?.count ?? 0;
    const at = this.count;
    inner?.value(at, value);
    // what did not fit was reported and is left out
    if (inner === undefined || inner.count > before) this.at(row);
  }

  /** The builder for a value of a type; undefined for an empty list while no other value has come. */
  #innerFor(type: ValueType | "list"): ColumnBuilder | undefined {
    const present = this.#inner?.type;
    if (present === type) return this.#inner;
    if (present === undefined) {
      if (type === "list") {
        this.#empties++;
        return undefined;
      }
      const first = this.#empties > 0 && !type.startsWith("list<") ? "json" : type;
      this.#inner = typedBuilder(this.name, first, this.context);
      for (let i = 0; i < this.#empties; i++) this.#inner.value(i, []);
      return this.#inner;
    }
    const wider = type === "list" && present.startsWith("list<") ? present : wideType(present, type);
    if (wider !== present) this.#widen(present, wider);
    return this.#inner;
  }

  #widen(present: ValueType, wider: ValueType): void {
    if (wider === "json") this.context.mixed(this.name);
    const { values } = (this.#inner as ColumnBuilder).finish() as BuiltColumn;
    const column = createColumn(present);
    column.appendRaw(values);
    const inner = typedBuilder(this.name, wider, this.context);
    for (let i = 0; i < column.count; i++) {
      const value = column.get(i);
      const isWhole = typeof value === "bigint" && wider !== "int64";
      if (isWhole && !Number.isSafeInteger(Number(value)))
        this.context.misfit(this.name, "numbers of one type", `${value}, which ${wider} does not hold`);
      inner.value(i, isWhole ? Number(value) : value);
    }
    this.#inner = inner;
  }

  finish(): BuiltColumn | undefined {
    if (this.count === 0) return undefined;
    if (this.#inner === undefined) {
      this.#inner = typedBuilder(this.name, "json", this.context);
      for (let i = 0; i < this.#empties; i++) this.#inner.value(i, []);
    }
    const { type, values } = this.#inner.finish() as BuiltColumn;
    return this.built(type, values);
  }
}

/** The narrowest type of a value; "list" for an empty list, which may be of any type. */
function typeOfGiven(value: unknown): ValueType | "list" | undefined {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "string":
      return "utf8";
    case "bigint":
      return "int64";
    case "number":
      if (value === (value | 0) && !Object.is(value, -0)) return "int32";
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? "int64" : "float64";
    case "object":
      if (value instanceof Date) return "timestamp";
      if (value instanceof Uint8Array) return "binary";
      if (value instanceof Float64Array) return value.length === 0 ? "list" : "list<float64>";
      if (value instanceof TemporalBase) return value.temporalType;
      return Array.isArray(value) ? typeOfList(value) : "json";
    default:
      return undefined;
  }
}

function typeOfList(list: readonly unknown[]): ValueType | "list" {
  let element: ValueType | undefined;
  for (const item of list) {
    const type = item === null ? "json" : typeOfGiven(item);
    if (type === undefined || type === "list" || type === "json" || type.includes("<")) return "json";
    element = element === undefined ? type : wideType(element, type);
    if (element === "json") return "json";
  }
  return element === undefined ? "list" : `list<${element as ScalarType}>`;
}

/** Texts that say numbers for which JSON has no digits, as JavaScript writes them. */
const NAMED_NUMBER = /^(?:NaN|-?Infinity)$/;

function isNumeric(type: string): boolean {
  return type === "int32" || type === "int64" || type === "float64";
}

/** The type that has the values of two types. */
function wideType(a: ValueType, b: ValueType | "list"): ValueType {
  if (a === b) return a;
  if (isNumeric(a) && isNumeric(b)) return a === "float64" || b === "float64" ? "float64" : "int64";
  const [one, other] = [a, b].map((type) => /^list<(.*)>$/.exec(type)?.[1]);
  if (one === undefined || other === undefined) return "json";
  const element = wideType(one as ValueType, other as ValueType);
  return element === "json" ? "json" : `list<${element as ScalarType}>`;
}
