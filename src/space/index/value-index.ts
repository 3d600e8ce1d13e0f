/**
 * What the kinds of index have in common. An index is over the rows of a column, whoever points at them: since
 * columns are append-only it is extended by the rows that came since and never built anew, whatever is checked
 * out. Which of the rows found count in a state is for the caller to tell.
 */
import type { Lookup } from "./lookup.js";

/** `hash` for single values, `sorted` for ranges and beginnings too, `bitmap` for few distinct values. */
export type IndexKind = "hash" | "sorted" | "bitmap";

export interface ValueIndex {
  readonly kind: IndexKind;
  readonly byteLength: number;
  /** Takes in the rows appended since the last time. */
  extend(): void;
  /** The rows a lookup speaks of; undefined if the index cannot tell, or if they are more than `limit`. */
  find(lookup: Lookup, limit: number): ArrayLike<number> | undefined;
}
