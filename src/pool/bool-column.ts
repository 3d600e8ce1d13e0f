/** Columns of booleans: one bit a row, in Arrow's order. */
import { assert } from "../errors.js";
import type { ByteWriter } from "../structures/byte-writer.js";
import { grownPlain } from "./buffers.js";
import type { Column } from "./column.js";
import type { RawValues } from "./raw-values.js";

export class BoolColumn implements Column {
  readonly type = "bool";
  #bits = new Uint8Array(0);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get byteLength(): number {
    return this.#bits.byteLength;
  }

  /** The bits of all rows, the first row in the lowest bit: a view on the column's own memory. */
  get bits(): Uint8Array {
    return this.#bits.subarray(0, Math.ceil(this.#count / 8));
  }

  accepts(value: unknown): boolean {
    return typeof value === "boolean";
  }

  append(value: unknown): number {
    const row = this.#count;
    this.#bits = grownPlain(this.#bits, (row >>> 3) + 1);
    if (value === true) this.#bits[row >>> 3] |= 1 << (row & 7);
    this.#count = row + 1;
    return row;
  }

  appendMany(values: ArrayLike<unknown>): number {
    const first = this.#count;
    this.#bits = grownPlain(this.#bits, Math.ceil((first + values.length) / 8));
    for (let i = 0; i < values.length; i++) this.append(values[i]);
    return first;
  }

  appendRaw(values: RawValues): number {
    assert(values.kind === "bits", `${values.kind} in a column of bool`);
    const first = this.#count;
    const end = first + values.count;
    this.#bits = grownPlain(this.#bits, Math.ceil(end / 8));
    const shift = first & 7;
    for (let i = 0; i < values.count; i += 8) {
      const rest = values.count - i;
      const byte = values.bits[i >>> 3] & (rest < 8 ? (1 << rest) - 1 : 0xff);
      const at = (first + i) >>> 3;
      this.#bits[at] |= byte << shift;
      if (byte >>> (8 - shift) !== 0) this.#bits[at + 1] |= byte >>> (8 - shift);
    }
    this.#count = end;
    return first;
  }

  raw(): RawValues {
    return { kind: "bits", bits: this.bits, count: this.#count };
  }

  get(row: number): boolean {
    return ((this.#bits[row >>> 3] >>> (row & 7)) & 1) === 1;
  }

  same(rowA: number, rowB: number): boolean {
    return this.get(rowA) === this.get(rowB);
  }

  write(row: number, count: number, writer: ByteWriter): void {
    for (let i = 0; i < count; i++) writer.u8(this.get(row + i) ? 1 : 0);
  }
}
