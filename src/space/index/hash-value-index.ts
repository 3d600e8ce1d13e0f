/** The index for single values: a hash table over the rows of a column. */
import type { Column } from "../../pool/column.js";
import { LongColumn } from "../../pool/long-column.js";
import { NumberColumn } from "../../pool/number-column.js";
import { Utf8Column } from "../../pool/utf8-column.js";
import { Bitmap } from "../../structures/bitmap.js";
import { HashIndex } from "../../structures/hash-index.js";
import type { Key, Lookup, PartLookup } from "./lookup.js";
import { type TextHash, type ValueHash, valueHashOf } from "./value-hash.js";
import { indexWork, type ValueIndex } from "./value-index.js";

/** Rows are hashed in batches, so that the layout of a column is determined once for many. */
const BATCH_ROWS = 4096;

const hashes = new Float64Array(BATCH_ROWS);

export class HashValueIndex implements ValueIndex {
  readonly kind = "hash";
  readonly #column: Column;
  readonly #hash: ValueHash;
  readonly #rows: HashIndex;
  #known = 0;
  /** Rows beyond those known that are not to be added. */
  #forgotten: Bitmap | undefined;

  /** The index of a column, empty until it is extended; undefined for a type that has no lookups by value. */
  static over(column: Column): HashValueIndex | undefined {
    const hash = valueHashOf(column);
    if (hash === undefined) return undefined;
    HashValueIndex.#keepCompiled();
    return new HashValueIndex(column, hash);
  }

  static readonly #kept: HashValueIndex[] = [];

  /** Keeps small indices: V8 throws away code that was compiled for classes of which no object is left. */
  static #keepCompiled(): void {
    if (HashValueIndex.#kept.length > 0) return;
    const plain = new Utf8Column();
    plain.adopt({ kind: "bytes", offsets: new Uint32Array(1), bytes: new Uint8Array(0) });
    const texts: [Column, Key][] = [
      [new Utf8Column(), "a"],
      [plain, "a"],
    ];
    const numbers: [Column, Key][] = [
      [new NumberColumn("int32"), 1],
      [new NumberColumn("float64"), 1],
      [new LongColumn("integer"), 1],
    ];
    for (const [column, key] of [...texts, ...numbers]) {
      const index = new HashValueIndex(column, valueHashOf(column) as ValueHash);
      HashValueIndex.#kept.push(index);
      column.append(key);
      index.extend();
      index.first(key);
    }
  }

  private constructor(column: Column, hash: ValueHash) {
    this.#column = column;
    this.#hash = hash;
    this.#rows = new HashIndex(sameValue(column));
  }

  get byteLength(): number {
    return this.#rows.byteLength;
  }

  extend(): void {
    const { count } = this.#column;
    if (this.#known === count) return;
    this.#rows.reserve(count);
    while (this.#known < count) {
      const size = Math.min(BATCH_ROWS, count - this.#known);
      this.#hash.hashRows(this.#known, size, hashes);
      for (let i = 0; i < size; i++)
        if (hashes[i] >= 0 && this.#forgotten?.has(this.#known + i) !== true)
          this.#rows.add(this.#known + i, hashes[i]);
      this.#known += size;
      indexWork.rowsInserted += size;
    }
    this.#forgotten = undefined;
  }

  /** Adds the rows of texts from `first` on, all there are beyond those known, whose hashes are known. */
  extendBy(first: number, hashes: Uint32Array): void {
    const count = first + hashes.length;
    if (this.#known !== first || this.#forgotten !== undefined || this.#column.count !== count) return;
    // strings that are interned are hashed by their codes
    if ((this.#column as Utf8Column).plain === undefined) return;
    this.#rows.reserve(count);
    this.#rows.reserveValues(hashes.length);
    for (let i = 0; i < hashes.length; i++) this.#rows.add(first + i, hashes[i]);
    this.#known = count;
    indexWork.rowsInserted += hashes.length;
  }

  /** Leaves out a row that nothing points at and nothing will. */
  forget(row: number): void {
    if (row >= this.#known) {
      this.#forgotten ??= new Bitmap();
      this.#forgotten.add(row);
      return;
    }
    this.#hash.hashRows(row, 1, hashes);
    if (hashes[0] >= 0) this.#rows.remove(row, hashes[0]);
  }

  find(lookup: Lookup | PartLookup, limit: number): number[] | undefined {
    if (lookup.kind !== "points") return undefined;
    const found: number[] = [];
    for (const key of lookup.keys) {
      for (let row = this.first(key); row >= 0; row = this.next(row)) {
        if (found.push(row) > limit) return undefined;
      }
    }
    return found;
  }

  /** The newest row that has a value; negative if there is none. */
  first(key: Key): number {
    return this.#hash.first(this.#rows, key);
  }

  /** As `first`, for a text whose UTF-8 lies in `bytes` from `start` to `end`, with its hash. */
  firstEncoded(text: string, bytes: Uint8Array, start: number, end: number, hash: number): number {
    return (this.#hash as TextHash).firstEncoded(this.#rows, text, bytes, start, end, hash);
  }

  /**
   * Writes the newest row of each of the first `count` numbers to `out`, negative where there is none; false for a column
   * of other values. For one of whole numbers they are safe ones.
   */
  firstOfNumbers(keys: Float64Array, count: number, out: Int32Array): boolean {
    if (this.#hash.firstOfNumbers === undefined) return false;
    this.#hash.firstOfNumbers(this.#rows, keys, count, out);
    return true;
  }

  /** The next older row that has the same value; negative if there is none. */
  next(row: number): number {
    return this.#rows.next(row);
  }
}

/** Whether two rows are equal as filters see it, to which 0 and -0 are the same. */
function sameValue(column: Column): (rowA: number, rowB: number) => boolean {
  if (column.type !== "float32" && column.type !== "float64") return (a, b) => column.same(a, b);
  return (a, b) => column.get(a) === column.get(b);
}
