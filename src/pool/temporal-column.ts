/**
 * Columns of dates, times and durations: the bytes of each value, which are in the order of the values and the same for
 * the same value.
 */
import { decodeTemporal, encodeTemporal } from "#lazy/temporal";
import { TemporalBase, type TemporalType } from "../temporal/temporal-base.js";
import { BytesColumn } from "./bytes-column.js";
import type { Column } from "./column.js";

export class TemporalColumn extends BytesColumn implements Column {
  readonly type: TemporalType;

  constructor(type: TemporalType) {
    super();
    this.type = type;
  }

  /** The value is one that `readValue` gave. */
  accepts(value: unknown): boolean {
    return value instanceof TemporalBase && value.temporalType === this.type;
  }

  append(value: unknown): number {
    return this.store.appendBytes(encodeTemporal(value as TemporalBase));
  }

  get(row: number): TemporalBase {
    return decodeTemporal(this.type, this.store.view(row));
  }
}
