/**
 * The operators `+ - * / % ^` and the sign. INTEGERs have 64 bits and never wrap round; with a FLOAT beside it an INTEGER
 * becomes one. null with anything is null.
 */
import { Duration } from "../../temporal/duration.js";
import { fractionOfNumber, scaleDuration } from "../../temporal/duration-parts.js";
import { negateDuration, plusDuration, plusDurations } from "./temporal/arithmetic.js";
import { guarded } from "./temporal/guarded.js";
import { type CypherValue, describeValue, isInstant } from "./value.js";
import { CypherValueError, integerOverflow } from "./value-error.js";

export const INTEGER_MAX: bigint = 2n ** 63n - 1n;
export const INTEGER_MIN = -(2n ** 63n);

/** Throws an IntegerOverflow unless 64 bits hold the value. */
export function checkedInteger(operation: string, value: bigint): bigint {
  if (value > INTEGER_MAX || value < INTEGER_MIN) throw integerOverflow(operation);
  return value;
}

type Numeric = bigint | number;

function isNumeric(value: CypherValue): value is Numeric {
  return typeof value === "bigint" || typeof value === "number";
}

function mismatch(operation: string, a: CypherValue, b: CypherValue): CypherValueError {
  return new CypherValueError(
    "TypeError",
    "InvalidArgumentType",
    `"${operation}" expected operands that it can combine, got ${describeValue(a)} and ${describeValue(b)}`,
  );
}

/** Sums of numbers, durations, dates and durations; strings and lists one behind the other, or an item with a list. */
export function addValues(a: CypherValue, b: CypherValue): CypherValue {
  if (typeof a === "bigint" && typeof b === "bigint") return checkedInteger("+", a + b);
  if (a === null || b === null) return null;
  if (isNumeric(a) && isNumeric(b)) return Number(a) + Number(b);
  if (Array.isArray(a)) return Array.isArray(b) ? [...a, ...b] : [...a, b];
  if (Array.isArray(b)) return [a, ...b];
  if (typeof a === "string" && isText(b)) return a + textOf(b);
  if (typeof b === "string" && isText(a)) return textOf(a) + b;
  if (b instanceof Duration) {
    if (a instanceof Duration) return guarded(() => plusDurations(a, b));
    if (isInstant(a)) return guarded(() => plusDuration(a, b));
  }
  if (a instanceof Duration && isInstant(b)) return guarded(() => plusDuration(b, a));
  throw mismatch("+", a, b);
}

function isText(value: CypherValue): value is string | Numeric {
  return typeof value === "string" || isNumeric(value);
}

function textOf(value: string | Numeric): string {
  return typeof value === "number" ? printFloat(value) : String(value);
}

/** A FLOAT as text that reads as one again: 1.0, 1.5e300, -0.0, NaN, Infinity. */
export function printFloat(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  if (!/^-?\d+(e[+-]\d+)?$/.test(text)) return text;
  return text.includes("e") ? text.replace("e", ".0e") : `${text}.0`;
}

export function subtractValues(a: CypherValue, b: CypherValue): CypherValue {
  if (typeof a === "bigint" && typeof b === "bigint") return checkedInteger("-", a - b);
  if (a === null || b === null) return null;
  if (isNumeric(a) && isNumeric(b)) return Number(a) - Number(b);
  if (b instanceof Duration) {
    if (a instanceof Duration) return guarded(() => plusDurations(a, negateDuration(b)));
    if (isInstant(a)) return guarded(() => plusDuration(a, negateDuration(b)));
  }
  throw mismatch("-", a, b);
}

export function multiplyValues(a: CypherValue, b: CypherValue): CypherValue {
  if (typeof a === "bigint" && typeof b === "bigint") return checkedInteger("*", a * b);
  if (a === null || b === null) return null;
  if (isNumeric(a) && isNumeric(b)) return Number(a) * Number(b);
  if (a instanceof Duration && isNumeric(b)) return guarded(() => scaleDuration(a, fractionOfNumber(b)));
  if (b instanceof Duration && isNumeric(a)) return guarded(() => scaleDuration(b, fractionOfNumber(a)));
  throw mismatch("*", a, b);
}

/** INTEGERs are divided towards 0, and by 0 not at all; FLOATs as IEEE 754 has it. */
export function divideValues(a: CypherValue, b: CypherValue): CypherValue {
  if (typeof a === "bigint" && typeof b === "bigint") {
    if (b === 0n) throw divisionByZero("/");
    return checkedInteger("/", a / b);
  }
  if (a === null || b === null) return null;
  if (isNumeric(a) && isNumeric(b)) return Number(a) / Number(b);
  if (a instanceof Duration && isNumeric(b)) return divideDuration(a, b);
  throw mismatch("/", a, b);
}

function divideDuration(duration: Duration, divisor: Numeric): Duration {
  if (Number(divisor) === 0) throw divisionByZero("/");
  return guarded(() => {
    const { n, d } = fractionOfNumber(divisor);
    return scaleDuration(duration, n < 0n ? { n: -d, d: -n } : { n: d, d: n });
  });
}

function divisionByZero(operation: string): CypherValueError {
  return new CypherValueError(
    "ArithmeticError",
    "DivisionByZero",
    `"${operation}" expected a divisor other than 0, got 0`,
  );
}

/** The remainder has the sign of the dividend. */
export function moduloValues(a: CypherValue, b: CypherValue): CypherValue {
  if (typeof a === "bigint" && typeof b === "bigint") {
    if (b === 0n) throw divisionByZero("%");
    return a % b;
  }
  if (a === null || b === null) return null;
  if (isNumeric(a) && isNumeric(b)) return Number(a) % Number(b);
  throw mismatch("%", a, b);
}

/** Powers are FLOATs, those of INTEGERs too. */
export function powerValues(a: CypherValue, b: CypherValue): CypherValue {
  if (a === null || b === null) return null;
  if (isNumeric(a) && isNumeric(b)) return Number(a) ** Number(b);
  throw mismatch("^", a, b);
}

export function negateValue(a: CypherValue): CypherValue {
  if (a === null) return null;
  if (typeof a === "bigint") return checkedInteger("-", -a);
  if (typeof a === "number") return -a;
  if (a instanceof Duration) return guarded(() => negateDuration(a));
  throw new CypherValueError(
    "TypeError",
    "InvalidArgumentType",
    `"-" expected a number or a duration, got ${describeValue(a)}`,
  );
}
