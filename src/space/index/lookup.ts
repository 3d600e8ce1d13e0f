/**
 * A key to look for in a column, in the column's own terms: a number that the column's type can hold, a bigint for
 * int64 and timestamps, a string or bytes. A row predicate and an index take the same lookup.
 */
import {
  type Comparison,
  float32Grid,
  float64Grid,
  int32Grid,
  int64Grid,
  type Range,
  rangeBetween,
  rangeOfComparison,
} from "../../kernels/core/filter-range.js";
import { isInt32 } from "../../pool/number-column.js";
import type { ValueType } from "../../pool/value-type.js";

/** A value of a column: boolean, number (never -0 or NaN), bigint, string or bytes. */
export type Key = boolean | number | bigint | string | Uint8Array;

export type Lookup =
  /** The rows with one of these values. */
  | { readonly kind: "points"; readonly keys: readonly Key[] }
  /** The rows from `low` to `high`, without them where open; undefined is no bound. NaN is in no range. */
  | {
      readonly kind: "range";
      readonly low: Key | undefined;
      readonly lowOpen: boolean;
      readonly high: Key | undefined;
      readonly highOpen: boolean;
    }
  /** The strings that begin with `text`. */
  | { readonly kind: "prefix"; readonly text: string };

/** The strings that have `text` somewhere in them, whatever its case if that is ignored. */
export interface PartLookup {
  readonly kind: "part";
  readonly text: string;
  readonly ignoringCase: boolean;
}

const GRIDS = { int32: int32Grid, float32: float32Grid, float64: float64Grid };

/** The types whose values are numbers or moments. */
export type NumericType = "int32" | "int64" | "integer" | "float32" | "float64" | "timestamp";

export function isNumericType(type: ValueType): type is NumericType {
  return isLongType(type) || Object.hasOwn(GRIDS, type);
}

/** The types whose values are kept in 64 bits, as whole numbers. */
function isLongType(type: ValueType): type is "int64" | "integer" | "timestamp" {
  return type === "int64" || type === "integer" || type === "timestamp";
}

/** The rows of a numeric column for which `operator`, other than `<>`, holds with a number of any kind. */
export function numericLookup(
  type: NumericType,
  operator: Exclude<Comparison, "<>">,
  constant: number | bigint,
): Lookup {
  // most keys need no range
  if (operator === "=" && type === "int32" && isInt32(constant)) {
    return { kind: "points", keys: [unsigned(constant)] };
  }
  const range = isLongType(type)
    ? rangeOfComparison(int64Grid, operator, constant)
    : rangeOfComparison(GRIDS[type], operator, constant);
  if (operator === "=") return { kind: "points", keys: range.low > range.high ? [] : [unsigned(range.low)] };
  return inclusive(range);
}

export function numericBetween(type: NumericType, low: number | bigint, high: number | bigint): Lookup {
  return inclusive(
    isLongType(type) ? rangeBetween(int64Grid, low, high) : rangeBetween(GRIDS[type], low, high),
  );
}

function inclusive(range: Range<number | bigint>): Lookup {
  return { kind: "range", low: range.low, lowOpen: false, high: range.high, highOpen: false };
}

/** 0 for -0. */
function unsigned(value: number | bigint): number | bigint {
  return value === 0 ? 0 : value;
}
