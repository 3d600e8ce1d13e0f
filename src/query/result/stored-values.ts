/** Values of the language as attributes hold them, and the way back. */
import { inferType, parseType, type ValueType } from "../../pool/value-type.js";
import { toValue } from "../values/convert.js";
import { fromDate } from "../values/temporal/construct.js";
import { type CypherValue, describeValue } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";

/** The type of an attribute that a query makes for whole numbers: one that reads as numbers, if there is one. */
const INTEGER_TYPE_STORED = (parseType("integer") === undefined ? "int64" : "integer") as ValueType;
const WHOLE = /^(list<)?(int32|int64|integer)>?$/;
const FLOATING = /^(list<)?(float32|float64)>?$/;

/** What a column of a type gives, as the language has it. */
export function valueOfStored(type: ValueType, stored: unknown): CypherValue {
  if (type === "utf8" || type === "bool" || type === "float64" || type === "float32")
    return stored as CypherValue;
  if (type === "int32" || type === "int64" || (type as string) === "integer") return BigInt(stored as number);
  if (type === "timestamp") return fromDate(stored as Date);
  if (Array.isArray(stored)) {
    if (WHOLE.test(type)) return stored.map((each: number | bigint) => BigInt(each));
    if (FLOATING.test(type)) return stored as number[];
    if (type === "list<timestamp>") return stored.map((each: Date) => fromDate(each));
  }
  if (stored instanceof Float32Array) return Array.from(stored);
  return toValue(stored, "attribute");
}

/** The type of a new attribute for a value; undefined where it follows from the value as it is stored. */
export function typeForValue(value: CypherValue): ValueType | undefined {
  if (typeof value === "bigint") return INTEGER_TYPE_STORED;
  const isWhole = Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "bigint");
  return isWhole ? (`list<${INTEGER_TYPE_STORED}>` as ValueType) : undefined;
}

/** A value in the form that an attribute of a type takes; `type` is undefined for an attribute that is new. */
export function storedOfValue(name: string, value: CypherValue, type: ValueType | undefined): unknown {
  if (Array.isArray(value)) return storedList(name, value, type);
  requireColumn(name, value);
  if (typeof value !== "bigint") return value;
  if (type !== undefined && FLOATING.test(type)) return exactFloat(name, value, type);
  return type === "int32" ? Number(value) : value;
}

/** Throws for a value that no attribute can hold as it is: it would come back as something else. */
function requireColumn(name: string, value: CypherValue): void {
  if (typeof value !== "object" || value === null || inferType(value) !== "json") return;
  throw new CypherValueError(
    "TypeError",
    "InvalidPropertyType",
    `"${name}" expected a value that can be stored, got ${describeValue(value)}`,
  );
}

function storedList(name: string, list: readonly CypherValue[], type: ValueType | undefined): unknown {
  for (const each of list) requireColumn(name, each);
  const hasFloat = list.some((each) => typeof each === "number");
  if (!hasFloat && (type === undefined || !FLOATING.test(type))) {
    return type === "list<int32>" ? list.map(Number) : [...list];
  }
  return list.map((each) =>
    typeof each === "bigint" ? exactFloat(name, each, type ?? "list<float64>") : each,
  );
}

/** A whole number goes into a float where it stays the same. */
function exactFloat(name: string, value: bigint, type: ValueType): number {
  const number = Number(value);
  if (BigInt(number) === value) return number;
  throw new CypherValueError(
    "TypeError",
    "InvalidPropertyType",
    `"${name}" expected a number that ${type} can hold, got ${describeValue(value)}`,
  );
}
