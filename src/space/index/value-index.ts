/**
 * The interface of the kinds of index. An index covers the rows of a column, whichever elements refer to them: since
 * columns are append-only it is extended by new rows and never rebuilt, whatever is checked out. The caller decides
 * which of the rows found are valid in a state.
 */
import type { Lookup } from "./lookup.js";

/** `hash` for single values, `sorted` for ranges and beginnings too, `bitmap` for few distinct values. */
export type ValueIndexKind = "hash" | "sorted" | "bitmap";

/** The kinds of indices by value, and `vector` for the nearest vectors. */
export type IndexKind = ValueIndexKind | "vector";

export interface ValueIndex {
  readonly kind: ValueIndexKind;
  readonly byteLength: number;
  /** Takes in the rows appended since the last time. */
  extend(): void;
  /** The rows a lookup selects; undefined if the index cannot tell, or if they are more than `limit`. */
  find(lookup: Lookup, limit: number): ArrayLike<number> | undefined;
}

/** The rows that indices have taken in so far, for tests. */
export const indexWork = { rowsInserted: 0 };
