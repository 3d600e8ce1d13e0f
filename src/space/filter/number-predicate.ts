/**
 * Predicates over numbers and moments: a range or a few single values are tested by kernels, which read rows in
 * place, consecutive or in any order.
 */
import { betweenRows, betweenRowsAt, type NumericValues } from "../../kernels/core/filter.js";
import { wordCountOf } from "../../structures/numbers/bits.js";
import type { Key } from "../index/lookup.js";
import { eachRow, type RowPredicate } from "./row-predicate.js";

/** Up to so many single values a kernel is run for each; above it each row is looked up in a set. */
const KERNEL_POINTS_MAX = 16;

/** The rows whose value is from `low` to `high`, both of the column's own values. */
export function rangePredicate(
  values: NumericValues,
  low: number | bigint,
  high: number | bigint,
): RowPredicate {
  return {
    cost: 1,
    matches: (row) => values[row] >= low && values[row] <= high,
    markRun: (first, count, out) => betweenRows(values, first, count, low, high, out),
    markRows: (rows, count, out) => betweenRowsAt(values, rows, count, low, high, out),
  };
}

/** The rows whose value is one of `keys`. */
export function pointsPredicate(values: NumericValues, keys: readonly Key[]): RowPredicate {
  if (keys.length > KERNEL_POINTS_MAX) {
    const set = new Set<Key>(keys);
    return eachRow((row) => set.has(values[row]));
  }
  const predicates = (keys as readonly (number | bigint)[]).map((key) => rangePredicate(values, key, key));
  return predicates.length === 1 ? predicates[0] : anyOfPredicate(predicates);
}

/** The rows that pass one of the tests. */
function anyOfPredicate(predicates: readonly RowPredicate[]): RowPredicate {
  let buffer: Uint32Array = new Uint32Array(0);
  const addTo = (
    out: Uint32Array,
    count: number,
    mark: (predicate: RowPredicate, out: Uint32Array) => void,
  ) => {
    const words = wordCountOf(count);
    if (buffer.length < words) buffer = new Uint32Array(words);
    out.fill(0, 0, words);
    for (const predicate of predicates) {
      mark(predicate, buffer);
      for (let w = 0; w < words; w++) out[w] |= buffer[w];
    }
  };
  return {
    cost: Math.max(1, predicates.length),
    matches: (row) => predicates.some((predicate) => predicate.matches(row)),
    markRun: (first, count, out) =>
      addTo(out, count, (predicate, words) => predicate.markRun(first, count, words)),
    markRows: (rows, count, out) =>
      addTo(out, count, (predicate, words) => predicate.markRows(rows, count, words)),
  };
}
