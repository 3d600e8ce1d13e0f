/**
 * Weights in a unit of their own. Where all of them are multiples of one decimal or binary unit, they become whole
 * numbers whose sums are exact, so that 0.1 + 0.2 is as much as 0.3; a number counts as the shortest decimal that reads
 * as it. Other weights are scaled by a power of two where sums could overflow or vanish, and sums of them are rounded.
 */

/** Weights as whole numbers of a unit, or as rounded numbers where there is no unit for all. */
export interface UnitWeights {
  /** Not to be written to: it may be the array that was given. */
  readonly values: Float64Array;
  /** Whether all values are whole numbers (or Infinity) of which `terms` together are exact. */
  readonly isExact: boolean;
  /** A sum of values in the caller's unit; infinite where it exceeds what a number holds. */
  toCaller(sum: number): number;
}

/** Sums of whole numbers up to this are exact, and so is their division by a power of ten. */
const WHOLE_MAX = 2 ** 51;

/** Powers of ten up to this exponent are exact. */
const EXACT_POWER_MAX = 22;

/** Numbers below this may need more decimals than `EXACT_POWER_MAX`. */
const SMALL_MAX = 1e-7;

/** Weights beyond these are scaled even where there is no common unit. */
const [RANGE_MIN, RANGE_MAX] = [2 ** -500, 2 ** 900];

/**
 * The relative difference up to which two lengths of paths are equal where there is no common unit: 2^-52 for each node
 * that a path may have, at most 2^-42. Rounding makes a sum of k lengths wrong by k * 2^-53 of it at most.
 */
export function lengthTolerance(unit: UnitWeights | undefined, nodeCount: number): number {
  return unit === undefined || unit.isExact ? 0 : 2 ** -52 * Math.min(nodeCount + 2, 1024);
}

/** The greatest size of weights that are not infinite. */
function greatestOf(weights: Float64Array): number {
  let most = 0;
  for (let i = 0; i < weights.length; i++) {
    const size = Math.abs(weights[i]);
    if (size > most && size < Infinity) most = size;
  }
  return most;
}

/** Weights as they are, or scaled by a power of two where sums of `terms` of them could overflow or vanish. */
export function inSafeRange(weights: Float64Array, terms: number): UnitWeights {
  const most = greatestOf(weights);
  return most === 0 ? asTheyAre(weights, true) : inRange(weights, most, terms);
}

function asTheyAre(weights: Float64Array, isExact: boolean): UnitWeights {
  return { values: weights, isExact, toCaller: (sum) => sum };
}

/**
 * Weights of which up to `terms` are added. O(weights). Infinity stays what it is, and there is no NaN among them.
 */
export function inCommonUnit(weights: Float64Array, terms: number): UnitWeights {
  const most = greatestOf(weights);
  if (most === 0) return asTheyAre(weights, true);
  const wholeMax = WHOLE_MAX / Math.max(1, terms);
  return (
    inBinaryUnit(weights, most, wholeMax) ??
    inDecimals(weights, most, wholeMax) ??
    inPowerOfTen(weights, most, wholeMax) ??
    inRange(weights, most, terms)
  );
}

function inBinaryUnit(weights: Float64Array, most: number, wholeMax: number): UnitWeights | undefined {
  const power = Math.min(1000, Math.floor(Math.log2(wholeMax) - Math.log2(most)));
  const factor = 2 ** power;
  let isWhole = true;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    const scaled = weight * factor;
    // a value that vanishes is no multiple either
    if (scaled !== Math.floor(scaled) || (scaled === 0 && weight !== 0)) return undefined;
    if (weight !== Math.floor(weight)) isWhole = false;
  }
  if (isWhole && most <= wholeMax) return asTheyAre(weights, true);
  return scaledBy(weights, power, true);
}

function scaledBy(weights: Float64Array, power: number, isExact: boolean): UnitWeights {
  const factor = 2 ** power;
  // in two steps, since one over the factor may be no number
  const [half, rest] = [2 ** -Math.trunc(power / 2), 2 ** -(power - Math.trunc(power / 2))];
  return { values: weights.map((weight) => weight * factor), isExact, toCaller: (sum) => sum * half * rest };
}

function inDecimals(weights: Float64Array, most: number, wholeMax: number): UnitWeights | undefined {
  const placesMax = Math.min(EXACT_POWER_MAX, Math.floor(Math.log10(wholeMax) - Math.log10(most)));
  if (placesMax < 1) return undefined;
  let places = 0;
  let power = 1;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    if (weight === Infinity) continue;
    while (Math.round(weight * power) / power !== weight) {
      if (++places > placesMax) return undefined;
      power = 10 ** places;
    }
  }
  const values = weights.map((weight) => Math.round(weight * power));
  return { values, isExact: true, toCaller: (sum) => sum / power };
}

/** By the digits of each number, for those that are too large or too small for exact powers of ten. */
function inPowerOfTen(weights: Float64Array, most: number, wholeMax: number): UnitWeights | undefined {
  if (most <= wholeMax && most >= SMALL_MAX) return undefined;
  const digits = new Float64Array(weights.length);
  const exponents = new Int32Array(weights.length);
  const least = Math.ceil(Math.log10(most) - Math.log10(wholeMax));
  let unit = Infinity;
  for (let i = 0; i < weights.length; i++) {
    digits[i] = weights[i];
    if (weights[i] === 0 || weights[i] === Infinity) continue;
    const [mantissa, exponent] = weights[i].toExponential().split("e");
    const places = mantissa.split(".")[1]?.length ?? 0;
    digits[i] = Number(mantissa.replace(".", ""));
    exponents[i] = Number(exponent) - places;
    if (exponents[i] < least) return undefined;
    unit = Math.min(unit, exponents[i]);
  }
  const values = digits.map((number, i) => {
    return number === 0 || number === Infinity ? number : number * 10 ** (exponents[i] - unit);
  });
  const toCaller = (sum: number) => {
    if (!Number.isFinite(sum)) return sum;
    const [mantissa, exponent] = sum.toExponential().split("e");
    return Number(`${mantissa}e${Number(exponent) + unit}`);
  };
  return { values, isExact: true, toCaller };
}

function inRange(weights: Float64Array, most: number, terms: number): UnitWeights {
  if (most >= RANGE_MIN && most * Math.max(1, terms) <= RANGE_MAX) {
    return asTheyAre(weights, false);
  }
  return scaledBy(weights, Math.min(1000, -Math.floor(Math.log2(most))), false);
}

/** One over a sum of values in the caller's unit: not 0 where the sum itself exceeds what a number holds. */
export function inverseOf(unit: UnitWeights | undefined, sum: number): number {
  if (unit === undefined) return 1 / sum;
  const whole = unit.toCaller(sum);
  return whole < Infinity ? 1 / whole : (1 / unit.toCaller(sum * SMALLER)) * SMALLER;
}

const SMALLER = 2 ** -64;

/** A distance in the caller's unit. Throws where it is finite and exceeds what a number holds. */
export function distanceOf(unit: UnitWeights | undefined, sum: number): number {
  if (unit === undefined || !Number.isFinite(sum)) return sum;
  const distance = unit.toCaller(sum);
  if (!Number.isFinite(distance)) throw tooFar();
  return distance;
}

/** The error for connected nodes between which the sum of weights exceeds what a number holds. */
export function tooFar(): RangeError {
  return new RangeError('"weight" expected distances of at most 1.8e308, got a path that is longer');
}
