/** `IS TYPED` and `CAST`: whether a value is of a type, and what it becomes as another one. */
import type { TypeName } from "../text/tree.js";
import { findFunction } from "../values/functions/registry.js";
import type { FunctionContext } from "../values/functions/signature.js";
import { type CypherValue, describeValue, typeWordOf } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";

/** Whether a value is of a type; null is of every type that is not NOT NULL. */
export function isOfTypeName(value: CypherValue, type: TypeName): boolean {
  if (type.members.length > 0) return type.members.some((member) => isOfTypeName(value, member));
  if (value === null) return !type.notNull && type.name !== "NOTHING";
  switch (type.name) {
    case "ANY":
      return true;
    case "NOTHING":
    case "NULL":
      return false;
    case "NUMBER":
      return typeof value === "bigint" || typeof value === "number";
    case "PROPERTY VALUE":
      return isStorable(value);
    case "LIST": {
      const { of } = type;
      return (
        Array.isArray(value) &&
        (of === undefined || value.every((item: CypherValue) => isOfTypeName(item, of)))
      );
    }
    default:
      return typeWordOf(value) === type.name;
  }
}

/** Whether an attribute may have a value: one that is no map and no element, or a list of such of one type. */
export function isStorable(value: CypherValue): boolean {
  if (value === null) return false;
  if (!Array.isArray(value)) return isScalarValue(value);
  if (!value.every((item: CypherValue) => item !== null && isScalarValue(item))) return false;
  const words = new Set(
    value.map((item: CypherValue) => (typeof item === "bigint" ? "FLOAT" : typeWordOf(item))),
  );
  return words.size <= 1;
}

const NOT_STORED = new Set(["LIST", "MAP", "NODE", "RELATIONSHIP", "PATH", "NULL"]);

function isScalarValue(value: CypherValue): boolean {
  return !NOT_STORED.has(typeWordOf(value));
}

const CONVERSIONS: Readonly<Record<string, string>> = {
  BOOLEAN: "toBoolean",
  INTEGER: "toInteger",
  FLOAT: "toFloat",
  STRING: "toString",
  DATE: "date",
  "LOCAL TIME": "localtime",
  "ZONED TIME": "time",
  "LOCAL DATETIME": "localdatetime",
  "ZONED DATETIME": "datetime",
  DURATION: "duration",
};

/** A value as another type. Throws a CypherValueError where there is no such value. */
export function castTo(value: CypherValue, type: TypeName, context: FunctionContext): CypherValue {
  if (value === null ? !type.notNull : isOfTypeName(value, type)) return value;
  if (value !== null && type.name === "LIST" && Array.isArray(value)) {
    const { of } = type;
    return of === undefined ? value : value.map((item: CypherValue) => castTo(item, of, context));
  }
  const name = CONVERSIONS[type.name];
  const result =
    value === null || name === undefined ? null : (findFunction(name)?.call([value], context) ?? null);
  if (result !== null) return result;
  throw new CypherValueError(
    "TypeError",
    "InvalidArgumentValue",
    `CAST expected a value that can be ${type.name || "of the type"}, got ${describeValue(value)}`,
  );
}
