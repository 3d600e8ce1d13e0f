/**
 * A predicate over rows of a column, and the ways to run it: on one row, on consecutive rows, and on rows in any
 * order. Rows below 0 mean absent values; predicates do not get them.
 */
import { keepPresent } from "../../kernels/core/filter-loops.js";
import { flipBits, wordCountOf } from "../../structures/numbers/bits.js";

export interface RowPredicate {
  /** The cost of a row in a scan, in units of a numeric kernel's. */
  readonly cost: number;
  matches(row: number): boolean;
  /** Bit `i` of `out` says whether row `first + i` matches; the bits after `count` in its word are 0. */
  markRun(first: number, count: number, out: Uint32Array): void;
  /** Bit `i` of `out` says whether there is a row `rows[i]`, and it matches. */
  markRows(rows: Int32Array, count: number, out: Uint32Array): void;
}

/** The cost of a predicate that calls a function for each row. */
export const CALL_COST = 16;

/** The predicate that calls `matches` row by row. */
export function eachRow(matches: (row: number) => boolean, cost: number = CALL_COST): RowPredicate {
  return {
    cost,
    matches,
    markRun(first, count, out) {
      for (let done = 0, w = 0; done < count; done += 32, w++) {
        const length = Math.min(32, count - done);
        let bits = 0;
        for (let i = 0; i < length; i++) if (matches(first + done + i)) bits |= 1 << i;
        out[w] = bits;
      }
    },
    markRows(rows, count, out) {
      markRowsWith(matches, rows, count, out);
    },
  };
}

/** `markRows` by asking `matches` row by row. */
export function markRowsWith(
  matches: (row: number) => boolean,
  rows: Int32Array,
  count: number,
  out: Uint32Array,
): void {
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++) {
      const row = rows[done + i];
      if (row >= 0 && matches(row)) bits |= 1 << i;
    }
    out[w] = bits;
  }
}

/** The test that every row passes. */
export const everyRow: RowPredicate = {
  cost: 1,
  matches: () => true,
  markRun(_first, count, out) {
    out.fill(0, 0, wordCountOf(count));
    flipBits(out, count);
  },
  markRows(rows, count, out) {
    out.fill(0xffffffff, 0, wordCountOf(count));
    keepPresent(rows, count, out);
  },
};

/** The rows that do not match. */
export function negated(predicate: RowPredicate): RowPredicate {
  return {
    cost: predicate.cost,
    matches: (row) => !predicate.matches(row),
    markRun(first, count, out) {
      predicate.markRun(first, count, out);
      flipBits(out, count);
    },
    markRows(rows, count, out) {
      predicate.markRows(rows, count, out);
      flipBits(out, count);
      keepPresent(rows, count, out);
    },
  };
}
