/**
 * Columns of dates, times and durations: the bytes of each value, which are in the order of the values and the same for
 * the same value.
 */
import { decodeTemporal, encodeTemporal } from "#lazy/temporal";
import type { ByteWriter } from "../structures/byte-writer.js";
import { TemporalBase, type TemporalType } from "../temporal/temporal-base.js";
import { BytesStore } from "./bytes-store.js";
import type { Column } from "./column.js";
import type { RawValues } from "./raw-values.js";

export class TemporalColumn implements Column {
  readonly type: TemporalType;
  readonly store = new BytesStore();

  constructor(type: TemporalType) {
    this.type = type;
  }

  get count(): number {
    return this.store.count;
  }

  get byteLength(): number {
    return this.store.byteLength;
  }

  /** The value is one that `readValue` gave. */
  accepts(value: unknown): boolean {
    return value instanceof TemporalBase && value.temporalType === this.type;
  }

  append(value: unknown): number {
    return this.store.appendBytes(encodeTemporal(value as TemporalBase));
  }

  appendMany(values: ArrayLike<unknown>): number {
    const first = this.store.count;
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

  get(row: number): TemporalBase {
    return decodeTemporal(this.type, this.store.view(row));
  }

  same(rowA: number, rowB: number): boolean {
    return this.store.same(rowA, rowB);
  }

  write(row: number, count: number, writer: ByteWriter): void {
    this.store.write(row, count, writer);
  }
}
