/**
 * Every comparison with a constant as a range of a column's own values, both ends included: `> 30.5` on
 * int32 is 31..2147483647, `> 0` on float64 is 5e-324..Infinity. So one kernel a type does for all, and
 * constants of any kind and size compare exactly. A range that holds nothing is 1..0.
 */

/** The comparisons a filter knows. */
export type Comparison = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** A value that a numeric column may be compared with. */
export type NumericConstant = number | bigint;

/** Values of `T` from `low` to `high`, both included. */
export interface Range<T> {
  readonly low: T;
  readonly high: T;
}

/** The values of one type among the real numbers. `constant` is never NaN. */
export interface Grid<T extends NumericConstant> {
  readonly least: T;
  readonly greatest: T;
  readonly nothing: Range<T>;
  /** The greatest value <= `constant`; an integer may lie outside the type, it is clipped later. */
  floor(constant: NumericConstant): T;
  /** The smallest value >= `constant`. */
  ceil(constant: NumericConstant): T;
  next(value: T): T;
  previous(value: T): T;
}

/**
 * The range of values for which `operator` with `constant` holds; for `<>` that of `=`, whose result has to be
 * negated.
 */
export function rangeOfComparison<T extends NumericConstant>(
  grid: Grid<T>,
  operator: Comparison,
  constant: NumericConstant,
): Range<T> {
  if (Number.isNaN(constant)) return grid.nothing;
  switch (operator) {
    case "=":
    case "<>":
      return clip(grid, grid.ceil(constant), grid.floor(constant));
    case "<":
      return clip(grid, grid.least, grid.previous(grid.ceil(constant)));
    case "<=":
      return clip(grid, grid.least, grid.floor(constant));
    case ">":
      return clip(grid, grid.next(grid.floor(constant)), grid.greatest);
    case ">=":
      return clip(grid, grid.ceil(constant), grid.greatest);
  }
}

/** The range of values from `low` to `high`. */
export function rangeBetween<T extends NumericConstant>(
  grid: Grid<T>,
  low: NumericConstant,
  high: NumericConstant,
): Range<T> {
  if (Number.isNaN(low) || Number.isNaN(high)) return grid.nothing;
  return clip(grid, grid.ceil(low), grid.floor(high));
}

function clip<T extends NumericConstant>(grid: Grid<T>, low: T, high: T): Range<T> {
  const from = low < grid.least ? grid.least : low;
  const to = high > grid.greatest ? grid.greatest : high;
  // false as well where a float stepped past its infinity and became NaN
  return from <= to ? { low: from, high: to } : grid.nothing;
}

export const int32Grid: Grid<number> = {
  least: -(2 ** 31),
  greatest: 2 ** 31 - 1,
  nothing: { low: 1, high: 0 },
  // a bigint too large for a double's precision is far outside int32 all the same
  floor: (constant) => Math.floor(Number(constant)),
  ceil: (constant) => Math.ceil(Number(constant)),
  next: (value) => value + 1,
  previous: (value) => value - 1,
};

export const int64Grid: Grid<bigint> = {
  least: -(2n ** 63n),
  greatest: 2n ** 63n - 1n,
  nothing: { low: 1n, high: 0n },
  floor: (constant) => (typeof constant === "bigint" ? constant : bigintOf(Math.floor(constant))),
  ceil: (constant) => (typeof constant === "bigint" ? constant : bigintOf(Math.ceil(constant))),
  next: (value) => value + 1n,
  previous: (value) => value - 1n,
};

/** An integral double as a bigint; the infinities as anything outside int64. */
function bigintOf(value: number): bigint {
  if (Math.abs(value) < 2 ** 64) return BigInt(value);
  return value > 0 ? 2n ** 64n : -(2n ** 64n);
}

export const float64Grid: Grid<number> = {
  least: -Infinity,
  greatest: Infinity,
  nothing: { low: 1, high: 0 },
  floor: (constant) => {
    const value = Number(constant);
    return typeof constant === "number" || value <= constant ? value : step64(value, -1n);
  },
  ceil: (constant) => {
    const value = Number(constant);
    return typeof constant === "number" || value >= constant ? value : step64(value, 1n);
  },
  next: (value) => step64(value, 1n),
  previous: (value) => step64(value, -1n),
};

export const float32Grid: Grid<number> = {
  least: -Infinity,
  greatest: Infinity,
  nothing: { low: 1, high: 0 },
  floor: (constant) => {
    const exact = float64Grid.floor(constant);
    const value = Math.fround(exact);
    return value <= exact ? value : step32(value, -1);
  },
  ceil: (constant) => {
    const exact = float64Grid.ceil(constant);
    const value = Math.fround(exact);
    return value >= exact ? value : step32(value, 1);
  },
  next: (value) => step32(value, 1),
  previous: (value) => step32(value, -1),
};

// The bits of a float, read as an integer, count its place among those of the same sign.

/** The next double up or down; NaN beyond the infinities. */
function step64(value: number, direction: 1n | -1n): number {
  if (value === 0) return Number(direction) * Number.MIN_VALUE;
  if (value === Number(direction) * Infinity) return Number.NaN;
  const float = new Float64Array([value]);
  const bits = new BigInt64Array(float.buffer);
  bits[0] += value > 0 ? direction : -direction;
  return float[0];
}

/** The next float32 up or down; NaN beyond the infinities. */
function step32(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * 2 ** -149;
  if (value === direction * Infinity) return Number.NaN;
  const float = new Float32Array([value]);
  const bits = new Int32Array(float.buffer);
  bits[0] += value > 0 ? direction : -direction;
  return float[0];
}
