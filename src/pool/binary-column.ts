/** Columns of binary values. */
import type { ByteWriter } from "../structures/byte-writer.js";
import { BytesStore, VALUE_BYTES_MAX } from "./bytes-store.js";
import type { Column } from "./column.js";
import type { RawValues } from "./raw-values.js";

export class BinaryColumn implements Column {
  readonly type = "binary";
  readonly store = new BytesStore();

  get count(): number {
    return this.store.count;
  }

  get byteLength(): number {
    return this.store.byteLength;
  }

  accepts(value: unknown): boolean {
    return value instanceof Uint8Array && value.length <= VALUE_BYTES_MAX;
  }

  append(value: unknown): number {
    return this.store.appendBytes(value as Uint8Array);
  }

  appendMany(values: ArrayLike<unknown>): number {
    const first = this.store.count;
    let size = 0;
    for (let i = 0; i < values.length; i++) size += (values[i] as Uint8Array).length;
    this.store.reserve(values.length, size);
    for (let i = 0; i < values.length; i++) this.append(values[i]);
    return first;
  }

  appendRaw(values: RawValues): number {
    return this.store.appendRaw(values);
  }

  adopt(values: RawValues): void {
    this.store.adopt(values);
  }

  raw(): RawValues {
    return this.store.raw();
  }

  /** A copy of the bytes in a row. */
  get(row: number): Uint8Array {
    return this.store.view(row).slice();
  }

  same(rowA: number, rowB: number): boolean {
    return this.store.same(rowA, rowB);
  }

  write(row: number, count: number, writer: ByteWriter): void {
    this.store.write(row, count, writer);
  }
}
