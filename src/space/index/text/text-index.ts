/**
 * The text index of a column: an inverted index over its rows, in segments that follow each other and are merged as they
 * grow, so that all of them together are read some ten times at most. It covers every row, whichever elements point at
 * them; a mask says which rows count, and all counts that scores depend on are taken over those alone.
 */
import { fuzzyWords, editsOf } from "./fuzzy-words.js";
import type { Postings } from "./posting-lists.js";
import type { TextLeaf } from "./text-query.js";
import { TextSegment } from "./text-segment.js";
import { wordsByStem } from "./stems.js";

/** Rows that are read into one segment at a time. */
const BUILD_ROWS_MAX = 1 << 16;

/** The rows of a column that count in a state. */
export interface TextMask {
  /** How many rows count. */
  readonly count: number;
  /**
   * The bits of `count` rows from `first` on, the first row's in bit 0 of the first word; undefined if all of them are
   * set.
   */
  bits(first: number, count: number): Uint32Array | undefined;
}
