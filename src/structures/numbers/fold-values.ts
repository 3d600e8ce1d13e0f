/** Aggregates of the values of groups of elements: sums, extremes and means, exact for int64. */
import { describe } from "../../errors.js";
import { powerOfTwoAt } from "./power-of-two.js";
import { quotientOf } from "./quotient.js";

/** The values of a column by position. */
export interface FoldedColumn {
  readonly name: string;
  readonly type: string | undefined;
  readonly values: ArrayLike<unknown>;
  hasAt(position: number): boolean;
  at(position: number): unknown;
}

/** The aggregation of several values. */
export type Fold = "sum" | "min" | "max" | "mean";

const INT64_MAX = 2n ** 63n - 1n;

/**
 * The values of a column by group, folded; undefined for groups without any. int64 gives int64, but for means;
 * timestamps give moments, of which a mean is rounded to milliseconds; other numbers float64. A mean is never outside
 * of what it is the mean of. O(values).
 *
 * @param numbers the group of each value, -1 for none.
 * @throws TypeError for what cannot be folded, RangeError for a sum past the end of its type.
 */
export function foldValues(
  column: FoldedColumn,
  numbers: Int32Array,
  groupCount: number,
  fold: Fold,
): ArrayLike<unknown> {
  if (column.type === "int64" || column.type === "integer")
    return foldLongs(column, numbers, groupCount, fold);
  if (column.type !== "timestamp") return foldNumbers(column, numbers, groupCount, fold);
  if (fold === "sum") {
    throw new TypeError(`"${column.name}" expected numbers to sum, got timestamps`);
  }
  const moments = foldNumbers(column, numbers, groupCount, fold);
  return Array.from(moments, (ms) => (ms === undefined ? undefined : new Date(Math.round(ms as number))));
}

function foldLongs(
  column: FoldedColumn,
  numbers: Int32Array,
  groupCount: number,
  fold: Fold,
): ArrayLike<unknown> {
  const values = column.values as ArrayLike<bigint | number>;
  const counts = new Uint32Array(groupCount);
  const results = new Array<bigint | undefined>(groupCount).fill(undefined);
  for (let i = 0; i < numbers.length; i++) {
    const group = numbers[i];
    if (group < 0 || !column.hasAt(i)) continue;
    counts[group]++;
    const before = results[group];
    const value = BigInt(values[i]);
    if (before === undefined) results[group] = value;
    else if (fold === "min") results[group] = value < before ? value : before;
    else if (fold === "max") results[group] = value > before ? value : before;
    else results[group] = before + value;
  }
  if (fold === "mean") {
    return results.map((sum, group) => (sum === undefined ? undefined : quotientOf(sum, counts[group])));
  }
  for (const result of results) {
    if (result === undefined || (result <= INT64_MAX && result >= -INT64_MAX - 1n)) continue;
    throw new RangeError(`"${column.name}" expected a sum within int64, got ${result}`);
  }
  return results;
}

function foldNumbers(
  column: FoldedColumn,
  numbers: Int32Array,
  groupCount: number,
  fold: Fold,
): ArrayLike<number | undefined> {
  const counts = new Uint32Array(groupCount);
  const results = new Float64Array(groupCount);
  const mean = fold === "mean" ? new Means(groupCount, largestIn(column, numbers)) : undefined;
  const isInfinite = new Uint8Array(groupCount);
  for (let i = 0; i < numbers.length; i++) {
    const group = numbers[i];
    if (group < 0 || !column.hasAt(i)) continue;
    const value = numberAt(column, i);
    if (!Number.isFinite(value)) isInfinite[group] = 1;
    if (mean !== undefined) mean.add(group, value);
    if (counts[group]++ === 0) results[group] = value;
    else if (fold === "min") results[group] = Math.min(results[group], value);
    else if (fold === "max") results[group] = Math.max(results[group], value);
    else results[group] += value;
  }
  for (let group = 0; group < groupCount; group++) {
    if (mean !== undefined) results[group] = mean.of(group, counts[group]);
    else if (!Number.isFinite(results[group]) && isInfinite[group] === 0) {
      throw new RangeError(`"${column.name}" expected a sum below 1.8e308, got an overflow`);
    }
  }
  return counts.includes(0)
    ? Array.from(results, (value, group) => (counts[group] === 0 ? undefined : value))
    : results;
}

/** Means whose sums cannot overflow. */
class Means {
  readonly #sums: Float64Array;
  /** The same in a unit in which 2^32 of the largest value have a finite sum. */
  readonly #scaled: Float64Array;
  readonly #unit: number;
  readonly #least: Float64Array;
  readonly #most: Float64Array;

  constructor(groupCount: number, largest: number) {
    this.#unit = largest === 0 ? 1 : powerOfTwoAt(largest);
    this.#scaled = new Float64Array(groupCount);
    this.#sums = new Float64Array(groupCount);
    this.#least = new Float64Array(groupCount).fill(Infinity);
    this.#most = new Float64Array(groupCount).fill(-Infinity);
  }

  add(group: number, value: number): void {
    this.#sums[group] += value;
    this.#scaled[group] += value / this.#unit;
    this.#least[group] = Math.min(this.#least[group], value);
    this.#most[group] = Math.max(this.#most[group], value);
  }

  of(group: number, count: number): number {
    const sum = this.#sums[group];
    const mean = Number.isFinite(sum) ? sum / count : (this.#scaled[group] / count) * this.#unit;
    return Math.min(this.#most[group], Math.max(this.#least[group], mean));
  }
}

/** The largest finite magnitude of the values of groups. */
function largestIn(column: FoldedColumn, numbers: Int32Array): number {
  let largest = 0;
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] < 0 || !column.hasAt(i)) continue;
    const size = Math.abs(numberAt(column, i));
    if (size > largest && size < Infinity) largest = size;
  }
  return largest;
}

function numberAt(column: FoldedColumn, i: number): number {
  const value = column.values[i];
  if (typeof value === "number" && column.type !== "bool") return value;
  throw new TypeError(`"${column.name}" expected numbers to aggregate, got ${describe(column.at(i))}`);
}
