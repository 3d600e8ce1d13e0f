/** Columns of float32 vectors of one length, as embeddings are: one typed array, `dimensions` numbers a row. */
import { assert } from "../errors.js";
import type { ByteWriter } from "../structures/byte-writer.js";
import { grownPlain } from "./buffers.js";
import type { Column } from "./column.js";
import { isFloat32 } from "./number-column.js";
import type { RawValues } from "./raw-values.js";

export class VectorColumn implements Column {
  readonly type: `vector<float32, ${number}>`;
  readonly dimensions: number;
  #values = new Float32Array(0);
  #count = 0;

  constructor(dimensions: number) {
    this.type = `vector<float32, ${dimensions}>`;
    this.dimensions = dimensions;
  }

  get count(): number {
    return this.#count;
  }

  get byteLength(): number {
    return this.#values.byteLength;
  }

  /** The numbers of all rows, row after row: a view on the column's own memory. */
  get values(): Float32Array {
    return this.#values.subarray(0, this.#count * this.dimensions);
  }

  accepts(value: unknown): boolean {
    if (value instanceof Float32Array) return value.length === this.dimensions;
    if (!Array.isArray(value) && !(value instanceof Float64Array)) return false;
    if (value.length !== this.dimensions) return false;
    // not every(), which passes over holes
    for (const number of value) if (!isFloat32(number)) return false;
    return true;
  }

  append(value: unknown): number {
    const row = this.#count;
    const start = row * this.dimensions;
    this.#values = grownPlain(this.#values, start + this.dimensions);
    const numbers = value as ArrayLike<number>;
    for (let i = 0; i < this.dimensions; i++) {
      const number = numbers[i];
      this.#values[start + i] = number === number ? number : Number.NaN;
    }
    this.#count = row + 1;
    return row;
  }

  appendMany(values: ArrayLike<unknown>): number {
    const first = this.#count;
    this.#values = grownPlain(this.#values, (first + values.length) * this.dimensions);
    for (let i = 0; i < values.length; i++) this.append(values[i]);
    return first;
  }

  appendRaw(values: RawValues): number {
    assert(values.kind === "numbers" && values.width === this.dimensions, `${values.kind} in ${this.type}`);
    const first = this.#count;
    const start = first * this.dimensions;
    const end = start + values.values.length;
    this.#values = grownPlain(this.#values, end);
    this.#values.set(values.values as Float32Array, start);
    for (let i = start; i < end; i++) if (Number.isNaN(this.#values[i])) this.#values[i] = Number.NaN;
    this.#count = end / this.dimensions;
    return first;
  }

  raw(): RawValues {
    return { kind: "numbers", values: this.values, width: this.dimensions };
  }

  /** A copy of the vector in a row. */
  get(row: number): Float32Array {
    return this.#values.slice(row * this.dimensions, (row + 1) * this.dimensions);
  }

  same(rowA: number, rowB: number): boolean {
    const a = rowA * this.dimensions;
    const b = rowB * this.dimensions;
    for (let i = 0; i < this.dimensions; i++) {
      if (!Object.is(this.#values[a + i], this.#values[b + i])) return false;
    }
    return true;
  }

  write(row: number, count: number, writer: ByteWriter): void {
    writer.numbers(this.#values.subarray(row * this.dimensions, (row + count) * this.dimensions));
  }
}
