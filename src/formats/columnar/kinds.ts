/**
 * The values of columns as Arrow and Parquet state them, the type of attribute that holds each kind without loss, and
 * the conversions into another type. A raw value is a boolean, number, bigint, text, `Uint8Array`, an array of raw
 * values (of a list, or of a struct field by field), an array of pairs of them for a map, a pair of a position and a raw
 * value for a union, or null.
 */
import { describe } from "../../errors.js";
import { parseType, type ScalarType, type ValueType } from "../../view.js";
import { JsonFault, parseExactJson, valueOfExact } from "../shared/exact-json.js";

/** How many digits of a second a unit has: seconds, ms, us or ns. */
export type UnitDigits = 0 | 3 | 6 | 9;

/** One named value of a struct. */
export interface StructField {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A kind of value in a file. */
export type ColumnKind =
  | { readonly kind: "null" | "bool" | "bytes" | "uuid" | "days" | "json" }
  /** Numbers; `type` holds all of them. `half` if they are float16. */
  | {
      readonly kind: "number";
      readonly type: "int32" | "int64" | "float32" | "float64";
      readonly half?: boolean;
    }
  /** Bigints, signed or not. */
  | { readonly kind: "whole" }
  | { readonly kind: "text" }
  /** Whole numbers of units since 1970; `utc` if the file says that they are moments and not readings of a clock. */
  | { readonly kind: "moment"; readonly digits: UnitDigits; readonly utc: boolean }
  /** Whole numbers of units since midnight, or of a duration. */
  | { readonly kind: "time" | "duration"; readonly digits: UnitDigits }
  /** Months, days and nanoseconds. */
  | { readonly kind: "interval" }
  /** Bigints that are 10^scale times the value. */
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "list"; readonly item: ColumnKind; readonly size?: number | undefined }
  | { readonly kind: "struct"; readonly fields: readonly StructField[] }
  | { readonly kind: "map"; readonly key: ColumnKind; readonly value: ColumnKind }
  /** Values of several kinds: pairs of a position among them and a raw value. */
  | { readonly kind: "union"; readonly kinds: readonly ColumnKind[] }
  /** A kind that nothing here reads, by its name. */
  | { readonly kind: "other"; readonly name: string };

/** Months, days and nanoseconds, as Arrow's intervals have them. */
export interface IntervalParts {
  readonly months: number;
  readonly days: number;
  readonly nanoseconds: bigint;
}

/** The largest vector that an attribute can be; a longer fixed-size list becomes a list. */
const VECTOR_DIMENSIONS_MAX = 65_536;

/** The type that holds all values of a kind as they are; undefined if there is none, as for decimals. */
export function typeOfKind(kind: ColumnKind): ValueType | undefined {
  if (kind.kind !== "list") return scalarOfKind(kind) ?? (isJsonKind(kind) ? "json" : undefined);
  const { item, size } = kind;
  const isVector = item.kind === "number" && item.type === "float32" && size !== undefined;
  if (isVector && size >= 1 && size <= VECTOR_DIMENSIONS_MAX) return `vector<float32, ${size}>`;
  const scalar = scalarOfKind(item);
  if (scalar !== undefined && scalar !== "json") return `list<${scalar}>`;
  return isJsonKind(kind) ? "json" : undefined;
}

function scalarOfKind(kind: ColumnKind): ScalarType | undefined {
  switch (kind.kind) {
    case "bool":
    case "json":
      return kind.kind;
    case "number":
      return kind.type;
    case "whole":
      return "int64";
    case "text":
    case "uuid":
      return "utf8";
    case "bytes":
      return "binary";
    case "days":
    case "moment":
      return "timestamp";
    case "time":
      return "localtime";
    case "duration":
    case "interval":
      return "duration";
    default:
      return undefined;
  }
}

/** Whether all parts of a kind are read. */
export function isReadableKind(kind: ColumnKind): boolean {
  switch (kind.kind) {
    case "other":
      return false;
    case "list":
      return isReadableKind(kind.item);
    case "struct":
      return kind.fields.every((field) => isReadableKind(field.kind));
    case "map":
      return isReadableKind(kind.key) && isReadableKind(kind.value);
    case "union":
      return kind.kinds.every(isReadableKind);
    default:
      return true;
  }
}

/** Whether all values of a kind are JSON without a loss. */
function isJsonKind(kind: ColumnKind): boolean {
  switch (kind.kind) {
    case "list":
      return isJsonKind(kind.item);
    case "struct":
      return kind.fields.every((field) => isJsonKind(field.kind));
    case "map":
      return isJsonKind(kind.key) && isJsonKind(kind.value);
    case "union":
      return kind.kinds.every(isJsonKind);
    case "other":
    case "bytes":
    case "decimal":
      return false;
    default:
      return true;
  }
}

/** The name of a kind, for messages. */
export function kindName(kind: ColumnKind): string {
  switch (kind.kind) {
    case "decimal":
      return `decimal(${kind.precision}, ${kind.scale})`;
    case "other":
      return kind.name;
    case "number":
      return kind.half === true ? "float16" : kind.type;
    case "list":
      return `list<${kindName(kind.item)}>`;
    case "struct":
      return `struct<${kind.fields
        .slice(0, 5)
        .map((field) => `${field.name}: ${kindName(field.kind)}`)
        .join(", ")}${kind.fields.length > 5 ? ", …" : ""}>`;
    case "union":
      return `union<${kind.kinds.slice(0, 5).map(kindName).join(", ")}${kind.kinds.length > 5 ? ", …" : ""}>`;
    case "map":
      return `map<${kindName(kind.key)}, ${kindName(kind.value)}>`;
    default:
      return kind.kind;
  }
}

/** The outcome of converting one value. */
export interface Conversion {
  /** A value that was changed to fit the type that was asked for. */
  converted(what: string): void;
  /** A value that does not fit; throws, or leaves the value out. */
  misfit(expected: string, received: string): void;
}

/** Turns a raw value that is not null into one that a column of the type takes; undefined where it is left out. */
export type Converter = (value: unknown) => unknown;

/**
 * The converter from a kind to a type; undefined if values go as they are.
 *
 * @param isAsked whether `types` asks for the type, so that a value may be changed to fit.
 */
export function converterFor(
  kind: ColumnKind,
  type: ValueType,
  isAsked: boolean,
  tell: Conversion,
): Converter | undefined {
  if (type === "json") return kind.kind === "json" ? undefined : (value) => jsonOf(kind, value, tell);
  const parsed = parseType(type);
  if (parsed === undefined || parsed.kind === "scalar") return scalarConverter(kind, type, isAsked, tell);
  if (kind.kind !== "list") return undefined;
  const element = parsed.kind === "vector" ? "float32" : parsed.element;
  const convert =
    element === "json"
      ? (value: unknown) => jsonOf(kind.item, value, tell)
      : scalarConverter(kind.item, element, isAsked, tell);
  const isVector = parsed.kind === "vector";
  return (value) => {
    const list = value as readonly unknown[];
    const items = convert === undefined ? list : list.map((item) => (item === null ? null : convert(item)));
    return isVector && !items.includes(null) ? Float32Array.from(items as number[]) : items;
  };
}

/**
 * The function from a list that a column of `typeOfKind` has to what `converterFor` json gives for its raw value;
 * undefined for kinds whose values do not come back.
 */
export function listAsJson(kind: ColumnKind, tell: Conversion): ((list: unknown) => unknown) | undefined {
  if (kind.kind !== "list" || !hasRawItems(kind.item)) return undefined;
  const { item } = kind;
  return (list) => Array.from(list as Iterable<unknown>, (each) => jsonOf(item, rawOf(item, each), tell));
}

function hasRawItems({ kind }: ColumnKind): boolean {
  return ["bool", "number", "whole", "text", "uuid", "bytes", "days", "moment"].includes(kind);
}

/** The raw value of an item that is in a column. */
function rawOf(kind: ColumnKind, item: unknown): unknown {
  if (!(item instanceof Date))
    return kind.kind === "number" && typeof item === "bigint" ? Number(item) : item;
  const ms = item.getTime();
  if (kind.kind === "days") return ms / MS_A_DAY;
  const digits = kind.kind === "moment" ? kind.digits : 3;
  return digits >= 3 ? BigInt(ms) * 10n ** BigInt(digits - 3) : BigInt(ms) / 10n ** BigInt(3 - digits);
}

function scalarConverter(
  kind: ColumnKind,
  type: ValueType,
  isAsked: boolean,
  tell: Conversion,
): Converter | undefined {
  switch (kind.kind) {
    case "number":
      if (kind.half === true && isAsked)
        return (value) => {
          tell.converted(`float16 as ${type}`);
          return type === "utf8" ? String(value) : value;
        };
      return undefined;
    case "bytes":
      return type === "binary" ? undefined : (value) => textOfBytes(value as Uint8Array, type, tell);
    case "days":
      return (value) => daysAs(value as number, type, tell);
    case "moment":
      return (value) => momentAs(kind, value as bigint, type, isAsked, tell);
    case "time":
      return (value) => (isNumeric(type) ? value : timeText(kind.digits, BigInt(value as bigint | number)));
    case "duration":
      return (value) => (isNumeric(type) ? value : durationText(kind.digits, value as bigint));
    case "interval":
      return (value) => intervalText(value as IntervalParts);
    case "union": {
      const converters = kind.kinds.map((each) => scalarConverter(each, type, isAsked, tell));
      return (value) => {
        const [at, own] = value as readonly [number, unknown];
        const convert = converters[at];
        return convert === undefined ? own : convert(own);
      };
    }
    case "decimal":
      return (value) => decimalAs(kind.scale, value as bigint, type, tell);
    default:
      return undefined;
  }
}

function isNumeric(type: ValueType): boolean {
  return type.startsWith("int") || type.startsWith("float");
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Text in UTF-8; undefined if it is none. */
export function textInBytes(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes for which text is asked: older writers of Parquet do not say which columns are text. */
function textOfBytes(bytes: Uint8Array, type: ValueType, tell: Conversion): unknown {
  const text = textInBytes(bytes);
  if (text === undefined) tell.misfit(type, "bytes that are no UTF-8");
  else tell.converted("bytes read as UTF-8");
  return text;
}

const MS_A_DAY = 86_400_000;
const TIMESTAMP_MAX_MS = 8.64e15;

function daysAs(days: number, type: ValueType, tell: Conversion): unknown {
  if (isNumeric(type)) return days;
  const ms = days * MS_A_DAY;
  if (Math.abs(ms) > TIMESTAMP_MAX_MS) {
    tell.misfit(type, `day ${days}, which is beyond 100 million days from 1970`);
    return undefined;
  }
  const date = new Date(ms);
  if (type === "timestamp") return date;
  const text = date.toISOString();
  return type === "utf8" || type === "date" ? text.slice(0, text.indexOf("T")) : text;
}

function unitName(digits: UnitDigits): string {
  return digits === 0 ? "s" : digits === 3 ? "ms" : digits === 6 ? "us" : "ns";
}

/** A quotient rounded down, and what is left. */
function dividedDown(value: bigint, divisor: bigint): readonly [bigint, bigint] {
  const rest = ((value % divisor) + divisor) % divisor;
  return [(value - rest) / divisor, rest];
}

function momentAs(
  { digits, utc }: { readonly digits: UnitDigits; readonly utc: boolean },
  value: bigint,
  type: ValueType,
  isAsked: boolean,
  tell: Conversion,
): unknown {
  if (isNumeric(type) || type === "integer") return value;
  const scale = digits > 3 ? 10n ** BigInt(digits - 3) : 1n;
  const [whole, rest] = digits > 3 ? dividedDown(value, scale) : [value, 0n];
  const ms = Number(digits === 0 ? whole * 1000n : whole);
  if (Math.abs(ms) > TIMESTAMP_MAX_MS) {
    tell.misfit(`${type} within 8.64e15 ms of 1970`, `${value} ${unitName(digits)}`);
    return undefined;
  }
  if (type === "timestamp") {
    if (rest !== 0n) {
      if (!isAsked) {
        tell.misfit("timestamp in whole ms", `${value} ${unitName(digits)}`);
        return undefined;
      }
      tell.converted("moment cut to milliseconds");
    }
    return new Date(ms);
  }
  return momentText(ms, rest, digits, utc || type === "datetime");
}

/** A moment in ISO 8601: with a `Z` where it is one, and with all digits that are not zero. */
function momentText(ms: number, rest: bigint, digits: UnitDigits, hasZone: boolean): string {
  const text = new Date(ms).toISOString().slice(0, -1);
  const fraction = rest === 0n ? "" : String(rest).padStart(digits - 3, "0");
  return `${text}${fraction}${hasZone ? "Z" : ""}`;
}

function fractionText(rest: bigint, digits: UnitDigits): string {
  if (rest === 0n) return "";
  return `.${String(rest).padStart(digits, "0").replace(/0+$/, "")}`;
}

function timeText(digits: UnitDigits, value: bigint): string {
  const [seconds, rest] = dividedDown(value, 10n ** BigInt(digits));
  const two = (part: bigint): string => String(part).padStart(2, "0");
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fractionText(rest, digits)}`;
}

function durationText(digits: UnitDigits, value: bigint): string {
  const unit = 10n ** BigInt(digits);
  const size = value < 0n ? -value : value;
  return `PT${value < 0n ? "-" : ""}${size / unit}${fractionText(size % unit, digits)}S`;
}

function intervalText({ months, days, nanoseconds }: IntervalParts): string {
  return `P${months}M${days}D${durationText(9, nanoseconds).slice(1)}`;
}

/** All digits of a decimal. */
export function decimalText(scale: number, value: bigint): string {
  if (scale <= 0) return String(value * 10n ** BigInt(-scale));
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function decimalAs(scale: number, value: bigint, type: ValueType, tell: Conversion): unknown {
  const text = decimalText(scale, value);
  if (type === "utf8") {
    tell.converted("decimal written as text");
    return text;
  }
  if (type === "float64" || type === "float32") {
    tell.converted(`decimal as the ${type} nearest to it`);
    return Number(text);
  }
  if (type !== "int64" && type !== "int32" && type !== "integer") return text;
  const unit = scale > 0 ? 10n ** BigInt(scale) : 1n;
  if (value % unit !== 0n) {
    tell.misfit(type, text);
    return undefined;
  }
  tell.converted("decimal as a whole number");
  return BigInt(text.replace(/\..*$/, ""));
}

/** A raw value as JSON has it. Moments and dates are texts in ISO 8601. */
function jsonOf(kind: ColumnKind, value: unknown, tell: Conversion): unknown {
  if (value === null || value === undefined) return null;
  switch (kind.kind) {
    case "list":
      return (value as readonly unknown[]).map((item) => jsonOf(kind.item, item, tell));
    case "struct": {
      const object = {};
      const values = value as readonly unknown[];
      kind.fields.forEach((field, i) => {
        put(object, field.name, jsonOf(field.kind, values[i], tell));
      });
      return object;
    }
    case "map": {
      const object = {};
      for (const [key, item] of value as readonly (readonly [unknown, unknown])[])
        put(object, String(jsonOf(kind.key, key, tell)), jsonOf(kind.value, item, tell));
      return object;
    }
    case "union": {
      const [at, own] = value as readonly [number, unknown];
      return jsonOf(kind.kinds[at], own, tell);
    }
    case "whole": {
      const whole = value as bigint;
      if (Number.isSafeInteger(Number(whole))) return Number(whole);
      tell.misfit("whole numbers within 2^53 inside of json", `${whole}`);
      return null;
    }
    case "number":
      if (Number.isFinite(value)) return value;
      tell.misfit("numbers inside of json", describe(value));
      return null;
    case "decimal": {
      tell.converted("decimal as the float64 nearest to it");
      return Number(decimalText(kind.scale, value as bigint));
    }
    case "bytes": {
      const text = textInBytes(value as Uint8Array);
      if (text === undefined) tell.misfit("text inside of json", "bytes that are no UTF-8");
      return text ?? null;
    }
    case "days":
      return daysAs(value as number, "utf8", tell);
    case "json":
      return jsonIn(value as string, tell);
    default:
      return scalarConverter(kind, "utf8", true, tell)?.(value) ?? value;
  }
}

function jsonIn(text: string, tell: Conversion): unknown {
  try {
    return valueOfExact(parseExactJson(text));
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    tell.misfit("JSON", describe(text));
    return null;
  }
}

/** Puts a value under any name, `__proto__` as well. */
function put(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}
