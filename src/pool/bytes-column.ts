/** The common part of columns whose values are kept as bytes: json, binary, dates and times. */
import type { ByteWriter } from "../structures/byte-writer.js";
import { BytesStore } from "./bytes-store.js";
import type { RawValues } from "./raw-values.js";

export abstract class BytesColumn {
  readonly store = new BytesStore();

  abstract append(value: unknown): number;

  get count(): number {
    return this.store.count;
  }

  get byteLength(): number {
    return this.store.byteLength;
  }

  appendMany(values: ArrayLike<unknown>): number {
    const first = this.store.count;
    for (let i = 0; i < values.length; i++) this.append(values[i]);
    return first;
  }

  /** Appends values as another column of the type has them. */
  appendRaw(values: RawValues): number {
    return this.store.appendRaw(values);
  }

  adopt(values: RawValues): void {
    this.store.adopt(values);
  }

  raw(): RawValues {
    return this.store.raw();
  }

  same(rowA: number, rowB: number): boolean {
    return this.store.same(rowA, rowB);
  }

  write(row: number, count: number, writer: ByteWriter): void {
    this.store.write(row, count, writer);
  }
}
