/**
 * Values as attributes hold them, and back. INTEGERs become `integer`, FLOATs `float64`; a list is stored if its items
 * have one type that can be, INTEGERs and FLOATs together as FLOATs. An attribute that has a type keeps it, and takes what
 * that type can hold exactly.
 */
import { isTemporalType, parseType, type ScalarType, type ValueType } from "../../pool/value-type.js";
import { DateTime } from "../../temporal/date-time.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import { toValue } from "./convert.js";
import { fromDate } from "./temporal/construct.js";
import { type CypherValue, describeValue } from "./value.js";
import { CypherValueError } from "./value-error.js";

/** A value of an attribute, with the attribute's type. */
export interface StoredForm {
  readonly type: ValueType;
  readonly value: unknown;
}

/**
 * The form in which an attribute holds a value that is not null.
 *
 * @param wanted the type that the attribute has; undefined if it has none.
 * @throws CypherValueError InvalidPropertyType for what no attribute, or not this one, can hold.
 */
export function toStored(name: string, value: CypherValue, wanted: ValueType | undefined): StoredForm {
  const type = wanted ?? typeFor(value);
  const stored = type === undefined ? undefined : inType(type, value);
  if (type !== undefined && stored !== undefined) return { type, value: stored };
  throw new CypherValueError(
    "TypeError",
    "InvalidPropertyType",
    `"${name}" expected ${wanted ?? "a value that an attribute can hold"}, got ${describeValue(value)}`,
  );
}

/** The type that an attribute takes from a first value; undefined if none holds it. An empty list tells no type. */
function typeFor(value: CypherValue): ValueType | undefined {
  if (!Array.isArray(value)) return scalarTypeFor(value);
  if (value.length === 0) return "json";
  const types = new Set((value as readonly CypherValue[]).map(scalarTypeFor));
  if (types.size === 2 && types.has("integer") && types.has("float64")) return "list<float64>";
  const [type] = types;
  return types.size === 1 && type !== undefined ? `list<${type}>` : undefined;
}

function scalarTypeFor(value: CypherValue): ScalarType | undefined {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "bigint":
      return "integer";
    case "number":
      return "float64";
    case "string":
      return "utf8";
    default:
      return value instanceof TemporalBase ? value.temporalType : undefined;
  }
}

/** A value in a type, undefined if the type does not hold it as it is. */
function inType(type: ValueType, value: CypherValue): unknown {
  const parsed = parseType(type);
  if (parsed?.kind === "scalar") return inScalar(parsed.scalar, value);
  if (parsed === undefined || !Array.isArray(value)) return undefined;
  const element = parsed.kind === "list" ? parsed.element : "float32";
  if (parsed.kind === "vector" && value.length !== parsed.dimensions) return undefined;
  const items = (value as readonly CypherValue[]).map((item) => inScalar(element, item));
  return items.includes(undefined) ? undefined : items;
}

function inScalar(type: ScalarType, value: CypherValue): unknown {
  switch (type) {
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "utf8":
      return typeof value === "string" ? value : undefined;
    case "integer":
    case "int64":
      return typeof value === "bigint" ? value : undefined;
    case "int32":
      return typeof value === "bigint" && BigInt.asIntN(32, value) === value ? Number(value) : undefined;
    case "float32":
    case "float64":
      return asFloat(type, value);
    case "timestamp":
      return value instanceof DateTime ? asTimestamp(value) : undefined;
    case "json":
      return asJson(value);
    case "binary":
      return undefined;
    default:
      return value instanceof TemporalBase && value.temporalType === type ? value : undefined;
  }
}

/** FLOATs, rounded where the attribute has 32 bits; INTEGERs where they are exact. */
function asFloat(type: "float32" | "float64", value: CypherValue): number | undefined {
  if (typeof value === "number") {
    return type === "float32" && Number.isFinite(value) && !Number.isFinite(Math.fround(value))
      ? undefined
      : value;
  }
  if (typeof value !== "bigint") return undefined;
  const number = type === "float32" ? Math.fround(Number(value)) : Number(value);
  return Number.isFinite(number) && BigInt(number) === value ? number : undefined;
}

/** A moment in whole ms, whatever its zone. */
function asTimestamp(value: DateTime): Date | undefined {
  if (value.nanosecondOfDay % 1_000_000 !== 0) return undefined;
  try {
    return value.toDate();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Maps, lists, strings, booleans and numbers that JSON says exactly; the rest it cannot. */
function asJson(value: CypherValue): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
  if (Array.isArray(value)) {
    const items = (value as readonly CypherValue[]).map(asJson);
    return items.includes(undefined) ? undefined : items;
  }
  if (!(value instanceof Map)) return undefined;
  const entries = [...(value as ReadonlyMap<string, CypherValue>)].map(
    ([key, item]) => [key, asJson(item)] as const,
  );
  return entries.some(([, item]) => item === undefined) ? undefined : Object.fromEntries(entries);
}

/** The value that an attribute of a type has, as it is read from a graph. */
export function fromStored(type: ValueType, value: unknown): CypherValue {
  const parsed = parseType(type);
  if (parsed?.kind === "list") {
    return (value as unknown[]).map((item) => fromScalar(parsed.element, item));
  }
  return parsed?.kind === "vector"
    ? Array.from(value as Float32Array)
    : fromScalar(type as ScalarType, value);
}

function fromScalar(type: ScalarType, value: unknown): CypherValue {
  switch (type) {
    case "int32":
    case "int64":
    case "integer":
      return BigInt(value as number | bigint);
    case "timestamp":
      return fromDate(value as Date);
    case "binary":
    case "json":
      return toValue(value, type);
    default:
      return isTemporalType(type) ? (value as TemporalBase as CypherValue) : (value as CypherValue);
  }
}
