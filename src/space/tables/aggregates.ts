/** Aggregates: sums, means, extremes, counts and lists of the values of a column, by group, by loops over columns. */
import { describe } from "../../errors.js";
import { isTemporalType, isUnionType } from "../../pool/value-type.js";
import { checkName, isRecord } from "../../structures/arguments.js";
import { type FoldedColumn, foldValues } from "../../structures/numbers/fold-values.js";
import type { ColumnView } from "./column-view.js";
import { identityOfMixed } from "./mixed-values.js";
import { valueComparison } from "./order.js";

/**
 * One value worked out of many: "count" is the number of elements, all others are of the values of a column that are
 * present. `count` is how many there are, `countDistinct` how many different ones, `collect` all in the order of ids.
 */
export type AggregateOf =
  | "count"
  | { readonly sum: string }
  | { readonly mean: string }
  | { readonly min: string }
  | { readonly max: string }
  | { readonly count: string }
  | { readonly countDistinct: string }
  | { readonly collect: string };

/** The aggregates, by the names that they get. */
export type Aggregates = Readonly<Record<string, AggregateOf>>;

type Kind = "sum" | "mean" | "min" | "max" | "count" | "countDistinct" | "collect";

/** A row of results: the values that are grouped by, and the aggregates, null where there was nothing to work out. */
export type AggregatedRow<S extends Aggregates = Aggregates> = Record<string, unknown> & {
  readonly [K in keyof S]: ResultOf<S[K]>;
};

type ResultOf<O> = O extends "count" | { readonly count: string } | { readonly countDistinct: string }
  ? number
  : O extends { readonly mean: string }
    ? number | Date | null
    : O extends { readonly sum: string }
      ? number | bigint | null
      : O extends { readonly collect: string }
        ? unknown[]
        : unknown;

/** An aggregate that was read. */
export interface ReadAggregate {
  readonly name: string;
  readonly kind: Kind;
  /** Undefined for a count of elements. */
  readonly column: string | undefined;
}

const KINDS: readonly string[] = [
  "sum",
  "mean",
  "min",
  "max",
  "count",
  "countDistinct",
  "collect",
] satisfies Kind[];

/** Reads what is to be worked out, once and in full. */
export function readAggregates(given: unknown): ReadAggregate[] {
  if (!isRecord(given))
    throw new TypeError(
      `"aggregates" expected an object such as { total: { sum: "amount" } }, got ${describe(given)}`,
    );
  return Object.entries(given).map(([name, of]) => {
    checkName("aggregates", name);
    return readAggregate(name, of);
  });
}

function readAggregate(name: string, given: unknown): ReadAggregate {
  if (given === "count") return { name, kind: "count", column: undefined };
  const entries = isRecord(given) ? Object.entries(given) : [];
  const [kind, column] = entries[0] ?? [];
  if (entries.length !== 1 || !KINDS.includes(kind as string) || typeof column !== "string") {
    throw new TypeError(
      `"aggregates.${name}" expected "count" or one of ${KINDS.join(", ")} with a column, such as { sum: "amount" }, got ${describe(given)}`,
    );
  }
  return { name, kind: kind as Kind, column };
}

/** The results by group; undefined where there was nothing to work out. O(values). */
export function runAggregate(
  { kind }: ReadAggregate,
  column: ColumnView<unknown> | undefined,
  numbers: Int32Array,
  groupCount: number,
): ArrayLike<unknown> {
  if (column === undefined || kind === "count") return counts(column, numbers, groupCount);
  if (kind === "collect") return collected(column, numbers, groupCount);
  if (kind === "countDistinct") return distinctCounts(column, numbers, groupCount);
  const { type } = column;
  if (type === undefined) {
    const nothing: unknown = kind === "sum" ? 0 : undefined;
    return new Array(groupCount).fill(nothing);
  }
  if (
    (kind === "min" || kind === "max") &&
    (type === "utf8" || type === "bool" || type === "binary" || isTemporalType(type))
  )
    return extremes(column, numbers, groupCount, kind);
  if (isUnionType(type)) {
    if (kind === "min" || kind === "max") return extremes(column, numbers, groupCount, kind);
    const folded = foldValues(numbersOf(column), numbers, groupCount, kind);
    return kind === "sum" ? Array.from(folded, (sum) => sum ?? 0) : folded;
  }
  const folded = foldValues(column, numbers, groupCount, kind);
  if (kind === "min" && Array.prototype.some.call(folded, Number.isNaN))
    return leastNumbers(column, numbers, groupCount);
  const none = kind !== "sum" ? undefined : type === "int64" ? 0n : 0;
  if (type !== "integer") return kind === "sum" ? Array.from(folded, (sum) => sum ?? none) : folded;
  // numbers as far as they are exact, as integers are read
  return Array.from(folded, (value) => {
    const number = Number(value ?? Number.NaN);
    return typeof value === "bigint" && Number.isSafeInteger(number) ? number : (value ?? none);
  });
}

/** The least of the numbers in each group. NaN is greater than every number, so it is the least of NaN alone. */
function leastNumbers(column: ColumnView<unknown>, numbers: Int32Array, groupCount: number): unknown[] {
  const least: (number | undefined)[] = new Array(groupCount).fill(undefined);
  for (let i = 0; i < numbers.length; i++) {
    const value = column.at(i) as number | undefined;
    if (value === undefined) continue;
    const other = least[numbers[i]];
    // Math.min takes -0 for less than 0, as it is elsewhere
    if (other === undefined || Number.isNaN(other)) least[numbers[i]] = value;
    else if (!Number.isNaN(value)) least[numbers[i]] = Math.min(other, value);
  }
  return least;
}

/** A column of several types as one of numbers. Throws a TypeError if a value is none. */
function numbersOf(column: ColumnView<unknown>): FoldedColumn {
  const values = Float64Array.from({ length: column.length }, (_, i) => {
    const value = column.at(i) ?? 0;
    if (typeof value === "number" || typeof value === "bigint") return Number(value);
    throw new TypeError(`"${column.name}" expected numbers, got ${describe(value)}`);
  });
  return {
    name: column.name,
    type: "float64",
    values,
    hasAt: (at) => column.hasAt(at),
    at: (at) => values[at],
  };
}

function counts(
  column: ColumnView<unknown> | undefined,
  numbers: Int32Array,
  groupCount: number,
): Float64Array {
  const found = new Float64Array(groupCount);
  const isWhole = column === undefined || column.absentCount === 0;
  for (let i = 0; i < numbers.length; i++) if (isWhole || column.hasAt(i)) found[numbers[i]]++;
  return found;
}

function collected(column: ColumnView<unknown>, numbers: Int32Array, groupCount: number): unknown[][] {
  const found: unknown[][] = Array.from({ length: groupCount }, () => []);
  for (let i = 0; i < numbers.length; i++) if (column.hasAt(i)) found[numbers[i]].push(column.at(i));
  return found;
}

function distinctCounts(column: ColumnView<unknown>, numbers: Int32Array, groupCount: number): number[] {
  const { type } = column;
  const isPlain =
    type !== undefined && !isTemporalType(type) && !/^(list|vector|json|binary|timestamp|union)/.test(type);
  const identity = isUnionType(type) ? identityOfMixed : identityOf;
  const sets = Array.from({ length: groupCount }, () => new Set<unknown>());
  const values = column.values as ArrayLike<unknown>;
  for (let i = 0; i < numbers.length; i++) {
    if (column.hasAt(i)) sets[numbers[i]].add(isPlain ? values[i] : identity(column.at(i)));
  }
  return sets.map((set) => set.size);
}

function identityOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (ArrayBuffer.isView(value)) return (value as Uint8Array).join();
  return JSON.stringify(value, (_name, part: unknown) => (typeof part === "bigint" ? `${part}n` : part));
}

function extremes(
  column: ColumnView<unknown>,
  numbers: Int32Array,
  groupCount: number,
  kind: "min" | "max",
): unknown[] {
  const sign = kind === "min" ? 1 : -1;
  const best = new Int32Array(groupCount).fill(-1);
  const compare = valueComparison(column);
  for (let i = 0; i < numbers.length; i++) {
    if (!column.hasAt(i)) continue;
    const at = best[numbers[i]];
    if (at < 0 || sign * compare(i, at) < 0) best[numbers[i]] = i;
  }
  return Array.from(best, (at) => (at < 0 ? undefined : column.at(at)));
}
