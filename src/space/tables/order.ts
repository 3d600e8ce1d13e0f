/** The order of rows by several columns, and the first of them without sorting the rest. */
import { describe } from "../../errors.js";
import { isTemporalType, isUnionType } from "../../pool/value-type.js";
import { Heap } from "../../structures/heap.js";
import { checkNames } from "../../structures/options.js";
import { compareBytes, compareText } from "../../structures/text/compare.js";
import { compareValues } from "../filter/constant.js";
import type { ColumnView } from "./column-view.js";
import { compareMixed } from "./mixed-values.js";

/** One column to order by. */
export interface OrderTerm {
  /** An attribute, or `id`, `type`, `label`, `source`, `target` or `degree`. */
  readonly column: string;
  /** Defaults to "ascending". */
  readonly order?: "ascending" | "descending" | undefined;
  /** Where rows without a value stand, whichever way the others go. Defaults to "last". */
  readonly absent?: "first" | "last" | undefined;
}

/** The order of rows: one column or several, the most important first. */
export type OrderBy = string | OrderTerm | readonly (string | OrderTerm)[];

interface ReadTerm {
  readonly column: string;
  readonly sign: 1 | -1;
  readonly absentSign: 1 | -1;
}

/** Reads what rows are to be ordered by. */
export function readOrder(given: unknown): ReadTerm[] {
  if (given === undefined || given === null) return [];
  const terms: unknown[] = Array.isArray(given) ? Array.from(given) : [given];
  return terms.map((term, i) => readTerm(term, Array.isArray(given) ? `orderBy[${i}]` : "orderBy"));
}

function readTerm(given: unknown, place: string): ReadTerm {
  if (typeof given === "string") return { column: given, sign: 1, absentSign: 1 };
  if (typeof given !== "object" || given === null)
    throw new TypeError(`"${place}" expected a column or { column, order, absent }, got ${describe(given)}`);
  checkNames(given, ["column", "order", "absent"], place);
  const { column, order = "ascending", absent = "last" } = given as OrderTerm;
  if (typeof column !== "string")
    throw new TypeError(`"${place}.column" expected a string, got ${describe(column)}`);
  if (order !== "ascending" && order !== "descending")
    throw new TypeError(`"${place}.order" expected "ascending" or "descending", got ${describe(order)}`);
  if (absent !== "first" && absent !== "last")
    throw new TypeError(`"${place}.absent" expected "first" or "last", got ${describe(absent)}`);
  return { column, sign: order === "ascending" ? 1 : -1, absentSign: absent === "last" ? 1 : -1 };
}

type Compare = (a: number, b: number) => number;

/**
 * The positions from `start` up to but not including `end` of those in order; what compares equal stays in order of
 * position. O(n log(end)) where that is less than all.
 */
export function orderedPositions(
  count: number,
  terms: readonly ReadTerm[],
  columnOf: (name: string) => ColumnView<unknown>,
  start: number,
  end: number,
): Uint32Array {
  const compares = terms.map((term) => comparison(columnOf(term.column), term));
  if (compares.length === 0)
    return Uint32Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
  const compare: Compare = (a, b) => {
    for (let i = 0; i < compares.length; i++) {
      const sign = compares[i](a, b);
      if (sign !== 0) return sign;
    }
    return a - b;
  };
  if (end < count * HEAP_SHARE) return firstOf(count, end, compare).subarray(start);
  const positions = new Uint32Array(count);
  for (let i = 0; i < count; i++) positions[i] = i;
  return positions.sort(compare).subarray(start, end);
}

/** Below this share of all rows a heap of the first takes less time than sorting. */
const HEAP_SHARE = 1 / 4;

/** The first positions in order, by a heap that holds the best so far with the worst of them on top. */
function firstOf(count: number, size: number, compare: Compare): Uint32Array {
  const heap = new Heap<number>((a, b) => compare(b, a));
  for (let i = 0; i < count && size > 0; i++) {
    if (heap.size < size) heap.push(i);
    else if (compare(i, heap.peek() as number) < 0) {
      heap.pop();
      heap.push(i);
    }
  }
  const first = new Uint32Array(heap.size);
  for (let i = first.length - 1; i >= 0; i--) first[i] = heap.pop() as number;
  return first;
}

function comparison(column: ColumnView<unknown>, { sign, absentSign }: ReadTerm): Compare {
  const values = valueComparison(column);
  if (column.absentCount === 0) return sign === 1 ? values : (a, b) => values(b, a);
  return (a, b) => {
    const [hasA, hasB] = [column.hasAt(a), column.hasAt(b)];
    if (hasA && hasB) return sign * values(a, b);
    return hasA === hasB ? 0 : hasA ? -absentSign : absentSign;
  };
}

/** Moments and the like in the order in which filters compare them. */
function temporalComparison(values: readonly unknown[]): Compare {
  return (a, b) => {
    if (compareValues("<", values[a], values[b])) return -1;
    return compareValues(">", values[a], values[b]) ? 1 : 0;
  };
}

/** Compares two rows that have values. NaN is greater than every number, and equal to itself. */
export function valueComparison(column: ColumnView<unknown>): Compare {
  const { type, values } = column;
  if (isUnionType(type)) return (a, b) => compareMixed(values[a], values[b]);
  if (type === "utf8") {
    const texts = values as readonly string[];
    return (a, b) => compareText(texts[a], texts[b]);
  }
  if (type === "binary") {
    const bytes = values as readonly Uint8Array[];
    return (a, b) => compareBytes(bytes[a], 0, bytes[a].length, bytes[b]);
  }
  if (type !== undefined && isTemporalType(type)) return temporalComparison(values as readonly unknown[]);
  if (type !== undefined && type !== "integer" && !ArrayBuffer.isView(values))
    throw new TypeError(
      `"orderBy" expected a column that has an order, got ${describe(column.name)} of ${type}`,
    );
  const numbers = values as ArrayLike<number>;
  return (a, b) => {
    const [x, y] = [numbers[a], numbers[b]];
    if (x < y) return -1;
    if (x > y) return 1;
    return x === y ? 0 : Number(x !== x) - Number(y !== y);
  };
}
