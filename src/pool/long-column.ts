/**
 * Columns of int64, integers and timestamps: 64-bit integers, as Arrow has them. Timestamps and integers that are safe
 * are read and written through the two 32-bit halves of each value, without a BigInt (little-endian machines only).
 */
import { assert } from "../errors.js";
import type { ByteWriter } from "../structures/byte-writer.js";
import { allocateNumbers, BULK_PART_ROWS, grown } from "./buffers.js";
import type { Column } from "./column.js";
import type { RawValues } from "./raw-values.js";

const TIMESTAMP_MAX_MS = 8.64e15;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

export class LongColumn implements Column {
  readonly type: "int64" | "integer" | "timestamp";
  #values = new BigInt64Array(0);
  #halves = new Int32Array(0);
  #count = 0;

  constructor(type: "int64" | "integer" | "timestamp") {
    this.type = type;
  }

  get count(): number {
    return this.#count;
  }

  get byteLength(): number {
    return this.#values.byteLength;
  }

  /** The values of all rows, timestamps in ms: a view on the column's own memory. */
  get values(): BigInt64Array {
    return this.#values.subarray(0, this.#count);
  }

  accepts(value: unknown): boolean {
    if (this.type === "timestamp") return isTimestamp(value);
    if (typeof value === "bigint") return value >= INT64_MIN && value <= INT64_MAX;
    return Number.isSafeInteger(value);
  }

  append(value: unknown): number {
    const row = this.#count;
    this.#reserve(row + 1);
    this.#put(row, value);
    this.#count = row + 1;
    return row;
  }

  appendMany(values: ArrayLike<unknown>): number {
    const first = this.#count;
    this.#reserve(first + values.length);
    if (values instanceof BigInt64Array) this.#values.set(values, first);
    else
      for (let at = 0; at < values.length; at += BULK_PART_ROWS)
        this.#putPart(first, values, at, Math.min(at + BULK_PART_ROWS, values.length));
    this.#count = first + values.length;
    return first;
  }

  #putPart(first: number, values: ArrayLike<unknown>, start: number, end: number): void {
    for (let i = start; i < end; i++) this.#put(first + i, values[i]);
  }

  appendRaw(values: RawValues): number {
    assert(values.kind === "numbers" && values.width === 1, `${values.kind} in a column of ${this.type}`);
    return this.appendMany(values.values);
  }

  raw(): RawValues {
    return { kind: "numbers", values: this.values, width: 1 };
  }

  #put(row: number, value: unknown): void {
    if (typeof value === "bigint") {
      this.#values[row] = value;
      return;
    }
    const whole = Number(value);
    const high = Math.floor(whole / 2 ** 32);
    this.#halves[2 * row] = whole - high * 2 ** 32;
    this.#halves[2 * row + 1] = high;
  }

  #reserve(length: number): void {
    if (length <= this.#values.length) return;
    this.#values =
      this.#count === 0 && length > 1 ? allocateNumbers(BigInt64Array, length) : grown(this.#values, length);
    this.#halves = new Int32Array(this.#values.buffer, this.#values.byteOffset, this.#values.length * 2);
  }

  get(row: number): number | bigint | Date {
    if (this.type === "timestamp") return new Date(this.milliseconds(row));
    return this.type === "integer" ? this.integer(row) : this.#values[row];
  }

  /** The integer in a row: a number where that is exact, within 2^53 - 1, else a bigint. */
  integer(row: number): number | bigint {
    const number = this.milliseconds(row);
    return Number.isSafeInteger(number) ? number : this.#values[row];
  }

  /** The timestamp in a row as a number of ms. */
  milliseconds(row: number): number {
    return this.#halves[2 * row + 1] * 2 ** 32 + (this.#halves[2 * row] >>> 0);
  }

  /** Whether a row holds the integer with these halves. */
  isHalves(row: number, low: number, high: number): boolean {
    return this.#halves[2 * row] === low && this.#halves[2 * row + 1] === high;
  }

  same(rowA: number, rowB: number): boolean {
    return (
      this.#halves[2 * rowA] === this.#halves[2 * rowB] &&
      this.#halves[2 * rowA + 1] === this.#halves[2 * rowB + 1]
    );
  }

  write(row: number, count: number, writer: ByteWriter): void {
    writer.numbers(this.#values.subarray(row, row + count));
  }
}

/** A moment that a timestamp column holds: a valid Date, or whole milliseconds in a Date's range. */
function isTimestamp(value: unknown): boolean {
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  if (typeof value === "bigint")
    return value >= -BigInt(TIMESTAMP_MAX_MS) && value <= BigInt(TIMESTAMP_MAX_MS);
  return Number.isInteger(value) && Math.abs(value as number) <= TIMESTAMP_MAX_MS;
}
