/** The values of the language, and the words for their types. */
import { DateTime } from "../../temporal/date-time.js";
import { Duration } from "../../temporal/duration.js";
import { LocalDate } from "../../temporal/local-date.js";
import { LocalDateTime } from "../../temporal/local-date-time.js";
import { LocalTime } from "../../temporal/local-time.js";
import { OffsetTime } from "../../temporal/offset-time.js";
import { NodeValue, PathValue, RelationshipValue } from "./elements.js";
import type { Point } from "./point.js";

/** A value that is no duration and has something to do with time. */
export type InstantValue = LocalDate | LocalTime | OffsetTime | LocalDateTime | DateTime;

export type TemporalValue = InstantValue | Duration;

/** A value in a query: INTEGER is a bigint, FLOAT a number, MAP a Map. */
export type CypherValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | readonly CypherValue[]
  | ReadonlyMap<string, CypherValue>
  | NodeValue
  | RelationshipValue
  | PathValue
  | TemporalValue
  | Point;

/** The type of a value, as messages and signatures have it. */
export type TypeWord =
  | "NULL"
  | "BOOLEAN"
  | "INTEGER"
  | "FLOAT"
  | "STRING"
  | "LIST"
  | "MAP"
  | "NODE"
  | "RELATIONSHIP"
  | "PATH"
  | "DATE"
  | "LOCAL TIME"
  | "ZONED TIME"
  | "LOCAL DATETIME"
  | "ZONED DATETIME"
  | "DURATION"
  | "POINT";

/** The type of a value. */
export function typeWordOf(value: CypherValue): TypeWord {
  switch (typeof value) {
    case "boolean":
      return "BOOLEAN";
    case "bigint":
      return "INTEGER";
    case "number":
      return "FLOAT";
    case "string":
      return "STRING";
    default:
      return value === null ? "NULL" : typeWordOfObject(value);
  }
}

function typeWordOfObject(value: Exclude<CypherValue, null | boolean | bigint | number | string>): TypeWord {
  if (Array.isArray(value)) return "LIST";
  if (value instanceof Map) return "MAP";
  if (value instanceof NodeValue) return "NODE";
  if (value instanceof RelationshipValue) return "RELATIONSHIP";
  if (value instanceof PathValue) return "PATH";
  if (value instanceof LocalDate) return "DATE";
  if (value instanceof LocalTime) return "LOCAL TIME";
  if (value instanceof OffsetTime) return "ZONED TIME";
  if (value instanceof LocalDateTime) return "LOCAL DATETIME";
  if (value instanceof DateTime) return "ZONED DATETIME";
  return value instanceof Duration ? "DURATION" : "POINT";
}

export function isTemporal(value: CypherValue): value is TemporalValue {
  return isInstant(value) || value instanceof Duration;
}

/** Whether a value is a date, a time, or both. */
export function isInstant(value: CypherValue): value is InstantValue {
  return (
    value instanceof LocalDate ||
    value instanceof LocalTime ||
    value instanceof OffsetTime ||
    value instanceof LocalDateTime ||
    value instanceof DateTime
  );
}

/** A value in a message: its type, and what it is where that is short. */
export function describeValue(value: CypherValue): string {
  if (value === null) return "null";
  if (typeof value === "string") {
    return `STRING ${JSON.stringify(value.length > 40 ? `${value.slice(0, 37)}…` : value)}`;
  }
  const word = typeWordOf(value);
  if (typeof value !== "object") return `${word} ${value}`;
  return isTemporal(value) ? `${word} ${value.toString()}` : word;
}
