/** The interface of all columns: values in rows, appended and never changed afterwards. */
import type { ByteWriter } from "../structures/byte-writer.js";
import type { RawValues } from "./raw-values.js";
import type { ValueType } from "./value-type.js";

/**
 * An append-only column. Callers ask `accepts` before they append; `append` and `appendMany` assume that it returned
 * true. Rows are numbered from 0 and hold present values only: absence is the lack of a row.
 */
export interface Column {
  readonly type: ValueType;
  /** The number of rows. */
  readonly count: number;
  /** Bytes allocated, those of strings and dictionaries included as far as they can be known. */
  readonly byteLength: number;
  /** Whether a value, neither null nor undefined, can be held as it is. */
  accepts(value: unknown): boolean;
  /** Appends a value and returns its row. */
  append(value: unknown): number;
  /** Appends all of `values` in order and returns the row of the first. Typed arrays are copied by block. */
  appendMany(values: ArrayLike<unknown>): number;
  /** Appends values that lie as `raw` gives them and fit the column, by block; the row of the first. */
  appendRaw(values: RawValues): number;
  /**
   * Takes values for the first rows of a column that has none and that had them in this form before: as they lie,
   * without a copy where that can be. Undefined where `appendRaw` is as good.
   */
  adopt?(values: RawValues): void;
  /**
   * The values of all rows there are now: views on the column's own memory, never to be written to; a copy of a column of
   * vectors in several chunks, of which `sliceColumn` and `gatherColumn` give some rows.
   */
  raw(): RawValues;
  /** The value in a row; objects are fresh at every call. */
  get(row: number): unknown;
  /** Whether two rows hold the same value. NaN equals itself, 0 and -0 differ. */
  same(rowA: number, rowB: number): boolean;
  /** Writes the values of `count` rows from `row` on in the canonical form that hashes are taken over. */
  write(row: number, count: number, writer: ByteWriter): void;
}
