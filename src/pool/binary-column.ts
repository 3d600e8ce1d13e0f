/** Columns of binary values. */
import { BytesColumn } from "./bytes-column.js";
import { VALUE_BYTES_MAX } from "./bytes-store.js";
import type { Column } from "./column.js";

export class BinaryColumn extends BytesColumn implements Column {
  readonly type = "binary";

  accepts(value: unknown): boolean {
    return value instanceof Uint8Array && value.length <= VALUE_BYTES_MAX;
  }

  append(value: unknown): number {
    return this.store.appendBytes(value as Uint8Array);
  }

  override appendMany(values: ArrayLike<unknown>): number {
    const first = this.store.count;
    let size = 0;
    for (let i = 0; i < values.length; i++) size += (values[i] as Uint8Array).length;
    this.store.reserve(values.length, size);
    for (let i = 0; i < values.length; i++) this.append(values[i]);
    return first;
  }

  /** A copy of the bytes in a row. */
  get(row: number): Uint8Array {
    return this.store.view(row).slice();
  }
}
