/**
 * The index for few distinct values: for each the bitmap of its rows. It finds values with few rows, and replaces a
 * scan's comparisons for those with many.
 */
import type { Column } from "../../pool/column.js";
import { LongColumn } from "../../pool/long-column.js";
import { NumberColumn } from "../../pool/number-column.js";
import { Bitmap } from "../../structures/bitmap.js";
import type { Key, Lookup, PartLookup } from "./lookup.js";
import { indexWork, type ValueIndex } from "./value-index.js";

/** With more distinct values than this the index is not used, and filters run without it. */
export const BITMAP_VALUES_MAX = 1024;

const TYPES: ReadonlySet<string> = new Set(
  "bool int32 int64 integer float32 float64 timestamp utf8".split(" "),
);

export class BitmapValueIndex implements ValueIndex {
  readonly kind = "bitmap";
  readonly #column: Column;
  /** Undefined once there were too many distinct values. */
  #bitmaps: Map<unknown, Bitmap> | undefined = new Map();
  #known = 0;

  /** The index of a column, empty until it is extended; undefined for a type that has no such index. */
  static over(column: Column): BitmapValueIndex | undefined {
    return TYPES.has(column.type) ? new BitmapValueIndex(column) : undefined;
  }

  private constructor(column: Column) {
    this.#column = column;
  }

  get byteLength(): number {
    let bytes = 0;
    for (const bitmap of this.#bitmaps?.values() ?? []) bytes += bitmap.byteLength;
    return bytes;
  }

  extend(): void {
    const { count } = this.#column;
    const read = reader(this.#column);
    for (; this.#known < count && this.#bitmaps !== undefined; this.#known++) {
      this.#add(this.#known, read(this.#known), this.#bitmaps);
    }
  }

  #add(row: number, key: unknown, bitmaps: Map<unknown, Bitmap>): void {
    let bitmap = bitmaps.get(key);
    if (bitmap === undefined) {
      if (bitmaps.size >= BITMAP_VALUES_MAX) {
        this.#bitmaps = undefined;
        return;
      }
      bitmap = new Bitmap();
      bitmaps.set(key, bitmap);
    }
    if (bitmap.add(row)) indexWork.rowsInserted++;
  }

  find(lookup: Lookup | PartLookup, limit: number): ArrayLike<number> | undefined {
    const bitmaps = this.#of(lookup);
    if (bitmaps === undefined || bitmaps.reduce((count, bitmap) => count + bitmap.count, 0) > limit) {
      return undefined;
    }
    return union(bitmaps).toArray();
  }

  /** All the rows a lookup selects; undefined if the index cannot tell. */
  rowsOf(lookup: Lookup): Bitmap | undefined {
    const bitmaps = this.#of(lookup);
    return bitmaps === undefined ? undefined : union(bitmaps);
  }

  #of(lookup: Lookup | PartLookup): Bitmap[] | undefined {
    if (lookup.kind !== "points" || this.#bitmaps === undefined) return undefined;
    const found: Bitmap[] = [];
    for (const key of lookup.keys) {
      const bitmap = this.#bitmaps.get(key satisfies Key);
      if (bitmap !== undefined) found.push(bitmap);
    }
    return found;
  }
}

function union(bitmaps: readonly Bitmap[]): Bitmap {
  return bitmaps.length === 1 ? bitmaps[0] : bitmaps.reduce((all, bitmap) => all.or(bitmap), new Bitmap());
}

/** The value of a row as keys have it. A Map takes 0 and -0 for the same key. */
function reader(column: Column): (row: number) => unknown {
  if (column instanceof LongColumn) {
    const { values } = column;
    return (row) => values[row];
  }
  if (column instanceof NumberColumn) {
    const { values } = column;
    return (row) => values[row];
  }
  return (row) => column.get(row);
}
