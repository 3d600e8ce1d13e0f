/** Columns of lists: the elements of all rows in a column of their own, and where each row's begin. */
import { assert } from "../errors.js";
import type { ByteWriter } from "../structures/byte-writer.js";
import { grownPlain } from "./buffers.js";
import type { Column } from "./column.js";
import { type RawValues, sliceRaw } from "./raw-values.js";
import type { ScalarType } from "./value-type.js";

export class ListColumn implements Column {
  readonly type: `list<${ScalarType}>`;
  readonly elements: Column;
  #offsets = new Uint32Array(1);
  #count = 0;

  constructor(elements: Column) {
    this.type = `list<${elements.type as ScalarType}>`;
    this.elements = elements;
  }

  get count(): number {
    return this.#count;
  }

  get byteLength(): number {
    return this.#offsets.byteLength + this.elements.byteLength;
  }

  /** The start of each row's elements, and the end of the last one's: a view on the column's own memory. */
  get offsets(): Uint32Array {
    return this.#offsets.subarray(0, this.#count + 1);
  }

  accepts(value: unknown): boolean {
    if (!Array.isArray(value) && !isNumberArray(value)) return false;
    for (const item of value as readonly unknown[]) {
      if (item === null || item === undefined || !this.elements.accepts(item)) return false;
    }
    return true;
  }

  append(value: unknown): number {
    const row = this.#count;
    const items = value as ArrayLike<unknown>;
    this.elements.appendMany(items);
    this.#offsets = grownPlain(this.#offsets, row + 2);
    this.#offsets[row + 1] = this.#offsets[row] + items.length;
    this.#count = row + 1;
    return row;
  }

  appendMany(values: ArrayLike<unknown>): number {
    const first = this.#count;
    for (let i = 0; i < values.length; i++) this.append(values[i]);
    return first;
  }

  appendRaw(values: RawValues): number {
    assert(values.kind === "list", `${values.kind} in a column of lists`);
    const first = this.#count;
    const { offsets } = values;
    const count = offsets.length - 1;
    this.elements.appendRaw(sliceRaw(values.elements, offsets[0], offsets[count] - offsets[0]));
    this.#offsets = grownPlain(this.#offsets, first + count + 1);
    const base = this.#offsets[first] - offsets[0];
    for (let i = 1; i <= count; i++) this.#offsets[first + i] = base + offsets[i];
    this.#count = first + count;
    return first;
  }

  raw(): RawValues {
    return { kind: "list", offsets: this.offsets, elements: this.elements.raw() };
  }

  /** The elements of a row in a new array. */
  get(row: number): unknown[] {
    const items: unknown[] = [];
    for (let i = this.#offsets[row]; i < this.#offsets[row + 1]; i++) items.push(this.elements.get(i));
    return items;
  }

  same(rowA: number, rowB: number): boolean {
    const a = this.#offsets[rowA];
    const b = this.#offsets[rowB];
    const length = this.#offsets[rowA + 1] - a;
    if (this.#offsets[rowB + 1] - b !== length) return false;
    for (let i = 0; i < length; i++) if (!this.elements.same(a + i, b + i)) return false;
    return true;
  }

  write(row: number, count: number, writer: ByteWriter): void {
    for (let i = row; i < row + count; i++) {
      const start = this.#offsets[i];
      const length = this.#offsets[i + 1] - start;
      writer.u32(length);
      this.elements.write(start, length, writer);
    }
  }
}

function isNumberArray(value: unknown): boolean {
  return (
    value instanceof Int32Array ||
    value instanceof Float32Array ||
    value instanceof Float64Array ||
    value instanceof BigInt64Array
  );
}
