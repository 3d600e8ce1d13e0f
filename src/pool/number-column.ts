/** Columns of int32, float32 and float64: one typed array. */
import { assert } from "../errors.js";
import type { ByteWriter } from "../structures/byte-writer.js";
import { allocateNumbers, grown } from "./buffers.js";
import type { Column } from "./column.js";
import type { RawValues } from "./raw-values.js";

type NumberType = "int32" | "float32" | "float64";

/** Whether a number fits an int32 column; -0 becomes 0, as in every integer. */
export function isInt32(value: unknown): value is number {
  return typeof value === "number" && (value | 0) === value;
}

export function isFloat32(value: unknown): value is number {
  return typeof value === "number" && (Number.isFinite(Math.fround(value)) || !Number.isFinite(value));
}

export class NumberColumn implements Column {
  readonly type: NumberType;
  #values: Int32Array | Float32Array | Float64Array;
  #count = 0;

  constructor(type: NumberType) {
    this.type = type;
    this.#values =
      type === "int32" ? new Int32Array(0) : type === "float32" ? new Float32Array(0) : new Float64Array(0);
  }

  get count(): number {
    return this.#count;
  }

  get byteLength(): number {
    return this.#values.byteLength;
  }

  /** The values of all rows: a view on the column's own memory, valid for good for the rows there are now. */
  get values(): Int32Array | Float32Array | Float64Array {
    return this.#values.subarray(0, this.#count);
  }

  accepts(value: unknown): boolean {
    if (typeof value !== "number") return false;
    if (this.type === "float64") return true;
    return this.type === "int32" ? isInt32(value) : isFloat32(value);
  }

  append(value: unknown): number {
    const row = this.#count;
    if (row === this.#values.length) this.#values = grown(this.#values, row + 1);
    const number = value as number;
    // NaN is written as the literal, whatever its bits were, so that equal states have equal bytes.
    this.#values[row] = number === number ? number : Number.NaN;
    this.#count = row + 1;
    return row;
  }

  appendMany(values: ArrayLike<unknown>): number {
    const first = this.#count;
    const end = first + values.length;
    this.#values =
      first === 0 && values.length > this.#values.length
        ? this.#allocate(values.length)
        : grown(this.#values, end);
    this.#values.set(values as ArrayLike<number>, first);
    if (this.type !== "int32") canonicalizeNaN(this.#values as Float64Array, first, end);
    this.#count = end;
    return first;
  }

  appendRaw(values: RawValues): number {
    assert(values.kind === "numbers" && values.width === 1, `${values.kind} in a column of numbers`);
    return this.appendMany(values.values);
  }

  raw(): RawValues {
    return { kind: "numbers", values: this.values, width: 1 };
  }

  #allocate(length: number): Int32Array | Float32Array | Float64Array {
    if (this.type === "int32") return allocateNumbers(Int32Array, length);
    return this.type === "float32"
      ? allocateNumbers(Float32Array, length)
      : allocateNumbers(Float64Array, length);
  }

  get(row: number): number {
    return this.#values[row];
  }

  same(rowA: number, rowB: number): boolean {
    return Object.is(this.#values[rowA], this.#values[rowB]);
  }

  write(row: number, count: number, writer: ByteWriter): void {
    writer.numbers(this.#values.subarray(row, row + count));
  }
}

function canonicalizeNaN(values: Float32Array | Float64Array, start: number, end: number): void {
  for (let i = start; i < end; i++) if (values[i] !== values[i]) values[i] = Number.NaN;
}
