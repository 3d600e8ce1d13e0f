/**
 * The values that an attribute can be compared with: the one place where a filter's values meet the types of columns.
 * Numbers of all kinds compare with each other by value; timestamps with a Date, with ms, and with an ISO 8601 date
 * or date and time with its offset; dates, times and durations with those of their type and with their text; strings
 * with strings by code point.
 */
import { dateToTemporal, encodeTemporal, steadyTemporal, tryTemporalFromText } from "#lazy/temporal";
import { describe } from "../../errors.js";
import { isTemporalType, type ValueType } from "../../pool/value-type.js";
import { compareBytes, compareText } from "../../structures/text/compare.js";
import { TemporalBase, type TemporalType } from "../../temporal/temporal-base.js";
import type { ComparisonOperator } from "./expression.js";

/** A value ready to be compared: no Date, no null. */
export type Constant = number | bigint | boolean | string | Uint8Array;

const NUMERIC: ReadonlySet<ValueType> = new Set<ValueType>([
  "int32",
  "int64",
  "integer",
  "float32",
  "float64",
]);

/** Whether the values of two types can be compared with each other. */
export function areComparable(a: ValueType, b: ValueType): boolean {
  const isNumber = (type: ValueType) => NUMERIC.has(type) || type === "timestamp";
  return a === b || (isNumber(a) && isNumber(b));
}

/** A value as an attribute's type compares with it; throws a TypeError if it does not. */
export function constantFor(name: string, type: ValueType, value: unknown): Constant {
  const constant = tryConstant(type, value);
  if (constant === undefined) {
    throw new TypeError(
      `attribute ${JSON.stringify(name)} is ${type} and cannot be compared with ${describe(value)}`,
    );
  }
  return constant;
}

function tryConstant(type: ValueType, value: unknown): Constant | undefined {
  switch (type) {
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "int32":
    case "int64":
    case "integer":
    case "float32":
    case "float64":
      return typeof value === "number" || typeof value === "bigint" ? value : undefined;
    case "timestamp":
      return milliseconds(value);
    case "utf8":
      return typeof value === "string" && value.isWellFormed() ? value : undefined;
    case "binary":
      return value instanceof Uint8Array ? value : undefined;
    default:
      return isTemporalType(type) ? temporalBytes(type, value) : undefined;
  }
}

/** A date, a time or a duration as its column has it, whose bytes are in its order. */
function temporalBytes(type: TemporalType, value: unknown): Uint8Array | undefined {
  if (value instanceof TemporalBase) {
    const temporal = steadyTemporal(value);
    return temporal?.temporalType === type ? encodeTemporal(temporal) : undefined;
  }
  if (type === "datetime" && value instanceof Date) {
    return Number.isNaN(value.getTime()) ? undefined : encodeTemporal(dateToTemporal(value));
  }
  const parsed = typeof value === "string" ? tryTemporalFromText(type, value) : undefined;
  return parsed && encodeTemporal(parsed);
}

const ISO_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

function milliseconds(value: unknown): number | bigint | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime();
  if (typeof value !== "string") return undefined;
  const parts = ISO_TIME.exec(value);
  if (parts === null) return undefined;
  // Date.parse takes the 31st of any month
  const day = new Date(Date.UTC(2000, Number(parts[2]) - 1, Number(parts[3])));
  day.setUTCFullYear(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  if (day.getUTCMonth() !== Number(parts[2]) - 1 || day.getUTCDate() !== Number(parts[3])) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

/** Two values of comparable types, neither absent, as read from columns or given in a filter. */
export function compareValues(operator: ComparisonOperator, a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") return holds(operator, compareText(a, b), 0);
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return holds(operator, compareBytes(a, 0, a.length, b), 0);
  }
  if (a instanceof TemporalBase && b instanceof TemporalBase) {
    const [bytesA, bytesB] = [encodeTemporal(a), encodeTemporal(b)];
    return holds(operator, compareBytes(bytesA, 0, bytesA.length, bytesB), 0);
  }
  return holds(operator, plain(a), plain(b));
}

/** Two moments, or two dates, times or durations of one type, in the order of their columns. */
export function compareTemporals(a: Date | TemporalBase, b: Date | TemporalBase): number {
  const bytesOf = (value: Date | TemporalBase): Uint8Array =>
    encodeTemporal(value instanceof Date ? dateToTemporal(value) : value);
  const bytes = bytesOf(a);
  return compareBytes(bytes, 0, bytes.length, bytesOf(b));
}

/** Whether two values of a filter can be compared with each other. */
export function areComparableValues(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array) return b instanceof Uint8Array;
  if (a instanceof TemporalBase) return b instanceof TemporalBase && a.temporalType === b.temporalType;
  const [typeA, typeB] = [typeof plain(a), typeof plain(b)];
  if (typeA === "number" || typeA === "bigint") return typeB === "number" || typeB === "bigint";
  return typeA === typeB && (typeA === "string" || typeA === "boolean");
}

function plain(value: unknown): number | bigint {
  return (value instanceof Date ? value.getTime() : value) as number | bigint;
}

function holds(operator: ComparisonOperator, a: number | bigint, b: number | bigint): boolean {
  switch (operator) {
    // not ===, which distinguishes 1 from 1n
    case "=":
      return a <= b && a >= b;
    case "<>":
      return !(a <= b && a >= b);
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
}
