/**
 * Durations from parts that may have fractions, which run down and never up: a fraction of a month into days, of which
 * an average month has 30.436875, one of a day into hours, 24 of them, and what is less than a nanosecond is dropped.
 * Everything is exact: a number is the decimal that it prints as.
 */
import { Duration } from "./duration.js";
import { TemporalError } from "./temporal-error.js";

/** n / d, with d above 0. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/** The units that a duration is made of, by name. */
export type DurationParts = Readonly<Partial<Record<string, Fraction>>>;

/** How many months, days or nanoseconds a unit has. */
const UNITS: Readonly<Record<string, readonly ["months" | "days" | "nanoseconds", bigint]>> = {
  years: ["months", 12n],
  quarters: ["months", 3n],
  months: ["months", 1n],
  weeks: ["days", 7n],
  days: ["days", 1n],
  hours: ["nanoseconds", 3_600_000_000_000n],
  minutes: ["nanoseconds", 60_000_000_000n],
  seconds: ["nanoseconds", 1_000_000_000n],
  milliseconds: ["nanoseconds", 1_000_000n],
  microseconds: ["nanoseconds", 1000n],
  nanoseconds: ["nanoseconds", 1n],
};

const NANOSECONDS_PER_SECOND = 1_000_000_000n;
const NANOSECONDS_PER_DAY = 86_400n * NANOSECONDS_PER_SECOND;

/** Days of an average month, in millionths. */
const MONTH_MILLIONTHS = 30_436_875n;
const MILLION = 1_000_000n;

/** Digits behind the point beyond these are dropped: they are below a nanosecond by far. */
const DECIMALS_MAX = 60;

export function isDurationUnit(name: string): boolean {
  return Object.hasOwn(UNITS, name);
}

/** The decimal number that a text writes, in which there may be an exponent. */
export function fractionOf(text: string): Fraction {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) throw new TemporalError(`"duration" expected finite numbers, got ${text}`);
  const [, sign, whole, decimals = "", exponent = "0"] = match;
  let digits = whole + decimals;
  let scale = decimals.length - Number(exponent);
  if (scale > DECIMALS_MAX) {
    digits = digits.slice(0, Math.max(0, digits.length - (scale - DECIMALS_MAX)));
    scale = DECIMALS_MAX;
  }
  const n = BigInt(digits === "" ? "0" : digits) * (scale < 0 ? 10n ** BigInt(-scale) : 1n);
  return { n: sign === "-" ? -n : n, d: scale > 0 ? 10n ** BigInt(scale) : 1n };
}

/** A number of the language as a fraction: an INTEGER, or a FLOAT as the decimal that it prints as. */
export function fractionOfNumber(value: bigint | number): Fraction {
  return typeof value === "bigint" ? { n: value, d: 1n } : fractionOf(String(value));
}

/** The duration of all parts together. Throws a TemporalError for one out of range. */
export function durationOf(parts: DurationParts): Duration {
  const sums = { months: ZERO, days: ZERO, nanoseconds: ZERO };
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) continue;
    const [unit, count] = UNITS[name];
    sums[unit] = sum(sums[unit], { n: part.n * count, d: part.d });
  }
  return runDown(sums.months, sums.days, sums.nanoseconds);
}

/** A duration times a fraction, each part of it. */
export function scaleDuration(duration: Duration, { n, d }: Fraction): Duration {
  const times = (part: bigint): Fraction => ({ n: part * n, d });
  return runDown(
    times(BigInt(duration.months)),
    times(BigInt(duration.days)),
    times(nanosecondsOf(duration)),
  );
}

/** The seconds and nanoseconds of a duration in nanoseconds. */
export function nanosecondsOf({ seconds, nanoseconds }: Duration): bigint {
  return BigInt(seconds) * NANOSECONDS_PER_SECOND + BigInt(nanoseconds);
}

/** A duration of whole months, days and nanoseconds. */
export function wholeDuration(months: bigint | number, days: bigint | number, nanoseconds: bigint): Duration {
  let second = nanoseconds / NANOSECONDS_PER_SECOND;
  let rest = nanoseconds % NANOSECONDS_PER_SECOND;
  if (rest < 0n) {
    second -= 1n;
    rest += NANOSECONDS_PER_SECOND;
  }
  return new Duration(Number(months), Number(days), second, Number(rest));
}

const ZERO: Fraction = { n: 0n, d: 1n };

function sum(a: Fraction, b: Fraction): Fraction {
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

function runDown(months: Fraction, days: Fraction, nanoseconds: Fraction): Duration {
  const monthRest = { n: (months.n % months.d) * MONTH_MILLIONTHS, d: months.d * MILLION };
  const allDays = sum(days, monthRest);
  const dayRest = { n: (allDays.n % allDays.d) * NANOSECONDS_PER_DAY, d: allDays.d };
  const all = sum(nanoseconds, dayRest);
  return wholeDuration(months.n / months.d, allDays.n / allDays.d, all.n / all.d);
}
