/** The types an attribute can have: their names, and the inference of a JavaScript value's type. */
import { SCALAR_TYPES } from "../structures/scalar-types.js";
import type { DateTime } from "../temporal/date-time.js";
import type { Duration } from "../temporal/duration.js";
import type { LocalDate } from "../temporal/local-date.js";
import type { LocalDateTime } from "../temporal/local-date-time.js";
import type { LocalTime } from "../temporal/local-time.js";
import type { OffsetTime } from "../temporal/offset-time.js";
import { TemporalBase, type TemporalType } from "../temporal/temporal-base.js";

/** A type of single values. `timestamp` is a moment in ms, read and written as a `Date`; `integer` has 64 bits. */
export type ScalarType =
  | "bool"
  | "int32"
  | "int64"
  | "integer"
  | "float32"
  | "float64"
  | "utf8"
  | "binary"
  | "timestamp"
  | TemporalType
  | "json";

/** The type of an attribute. */
export type ValueType = ScalarType | `list<${ScalarType}>` | `vector<float32, ${number}>`;

/** The type of an attribute that has several, in the order of their names: `union<integer, utf8>`. */
export type UnionType = `union<${string}>`;

/** The type of an attribute in one state. */
export type AttributeType = ValueType | UnionType;

/** The JavaScript value that an attribute of the type reads as. */
export type ValueOf<T extends ValueType> = T extends "bool"
  ? boolean
  : T extends "int32" | "float32" | "float64"
    ? number
    : T extends "int64"
      ? bigint
      : T extends "integer"
        ? number | bigint
        : T extends TemporalType
          ? TemporalOf<T>
          : T extends "utf8"
            ? string
            : T extends "binary"
              ? Uint8Array
              : T extends "timestamp"
                ? Date
                : T extends `list<${infer E extends ScalarType}>`
                  ? ValueOf<E>[]
                  : T extends `vector<float32, ${number}>`
                    ? Float32Array
                    : unknown;

/** The class of the values of a type. */
type TemporalOf<T extends TemporalType> = {
  date: LocalDate;
  localtime: LocalTime;
  time: OffsetTime;
  localdatetime: LocalDateTime;
  datetime: DateTime;
  duration: Duration;
}[T];

type NumberArray = Int32Array | Float32Array | Float64Array;

/** The values that JSON can express. Of objects that an interface describes, the compiler cannot check the values. */
type WrittenJson =
  | string
  | number
  | boolean
  | readonly (WrittenJson | null)[]
  | { readonly [name: string]: WrittenJson | null | undefined }
  | PlainObject;

/** An object that an interface or a class describes; no function, date, array, typed array or collection. */
export type PlainObject = object & { readonly [S in SymbolOfOthers]?: never };

/** Symbols that plain objects do not have. */
type SymbolOfOthers =
  | typeof Symbol.hasInstance
  | typeof Symbol.iterator
  | typeof Symbol.toPrimitive
  | typeof Symbol.toStringTag;

/** The JavaScript values that an attribute of the type can be written as; null and undefined are absent values. */
export type Written<T extends ValueType> = ValueType extends T ? unknown : WrittenOf<T>;

type WrittenOf<T extends ValueType> = T extends "json"
  ? WrittenJson
  : T extends `list<${infer E extends ScalarType}>`
    ? WrittenList<WrittenOf<E>>
    : WrittenAs<ValueOf<T>>;

/** The same for an attribute of which it is known what it reads as. */
export type WrittenAs<V> = unknown extends V
  ? V
  : V extends bigint
    ? bigint | number
    : V extends Date
      ? Date | number | bigint
      : V extends Float32Array
        ? Float32Array | readonly number[]
        : V extends readonly (infer E)[]
          ? number extends V["length"]
            ? WrittenList<WrittenAs<E>>
            : Readonly<V>
          : V;

/** A list as an array, and as a typed array where it has numbers. */
type WrittenList<E> =
  | readonly E[]
  | (number extends E ? NumberArray : never)
  | (bigint extends E ? BigInt64Array : never);

/** A value that an attribute may hold. */
export type Value =
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | readonly unknown[]
  | Float32Array
  | Int32Array
  | Float64Array
  | BigInt64Array
  | object;

/** A value type taken apart. */
export type ParsedType =
  | { readonly kind: "scalar"; readonly scalar: ScalarType }
  | { readonly kind: "list"; readonly element: ScalarType }
  | { readonly kind: "vector"; readonly dimensions: number };

const SCALARS: ReadonlySet<string> = new Set<ScalarType>(SCALAR_TYPES);

const TEMPORAL: ReadonlySet<string> = new Set<TemporalType>([
  "date",
  "localtime",
  "time",
  "localdatetime",
  "datetime",
  "duration",
]);

/** Whether the values of a type are whole numbers of 64 bits. */
export function isWholeType(type: AttributeType | undefined): type is "int64" | "integer" {
  return type === "int64" || type === "integer";
}

/** Whether values of a type can lie in a format that knows neither integers nor dates, times and durations. */
export function isTypeOfFormat1(type: ValueType): boolean {
  const parsed = parseType(type);
  const scalar = parsed?.kind === "list" ? parsed.element : type;
  return scalar !== "integer" && !isTemporalType(scalar);
}

/** Whether the values of a type are dates, times or durations. */
export function isTemporalType(type: string): type is TemporalType {
  return TEMPORAL.has(type);
}

/** The largest number of dimensions of a vector. */
export const VECTOR_DIMENSIONS_MAX = 65_536;

/** Takes a type's name apart; undefined if there is no such type. White space inside does not matter. */
export function parseType(name: string): ParsedType | undefined {
  if (SCALARS.has(name)) return { kind: "scalar", scalar: name as ScalarType };
  const list = /^list<\s*(\w+)\s*>$/.exec(name);
  if (list !== null && SCALARS.has(list[1])) return { kind: "list", element: list[1] as ScalarType };
  const vector = /^vector<\s*float32\s*,\s*(\d+)\s*>$/.exec(name);
  if (vector === null) return undefined;
  const dimensions = Number(vector[1]);
  if (dimensions < 1 || dimensions > VECTOR_DIMENSIONS_MAX) return undefined;
  return { kind: "vector", dimensions };
}

/** The one spelling of a type. */
export function formatType(type: ParsedType): ValueType {
  if (type.kind === "scalar") return type.scalar;
  if (type.kind === "list") return `list<${type.element}>`;
  return `vector<float32, ${type.dimensions}>`;
}

/** The type of an attribute that has these types, one or more. */
export function unionType(types: readonly ValueType[]): AttributeType {
  return types.length === 1 ? types[0] : `union<${types.toSorted().join(", ")}>`;
}

/** Whether the type of an attribute is several. */
export function isUnionType(type: string | undefined): type is UnionType {
  return type?.startsWith("union<") === true;
}

/** The type an attribute takes from its first value; undefined if no type holds such a value. */
export function inferType(value: unknown): ValueType | undefined {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "number":
      return "float64";
    case "bigint":
      return "int64";
    case "string":
      return "utf8";
    case "object":
      return value === null ? undefined : inferObjectType(value);
    default:
      return undefined;
  }
}

function inferObjectType(value: object): ValueType | undefined {
  if (value instanceof Date) return "timestamp";
  if (value instanceof TemporalBase) return value.temporalType;
  if (value instanceof Uint8Array) return "binary";
  if (value instanceof Float32Array) {
    return value.length >= 1 && value.length <= VECTOR_DIMENSIONS_MAX
      ? `vector<float32, ${value.length}>`
      : undefined;
  }
  if (value instanceof Int32Array) return "list<int32>";
  if (value instanceof Float64Array) return "list<float64>";
  if (value instanceof BigInt64Array) return "list<int64>";
  if (ArrayBuffer.isView(value)) return undefined;
  if (!Array.isArray(value)) return "json";
  return inferListType(value);
}

/** Lists of one plain type are lists; empty, mixed and nested ones are json. */
function inferListType(values: readonly unknown[]): ValueType {
  const first = values.length === 0 ? undefined : inferType(values[0]);
  if (first === undefined || first === "json" || parseType(first)?.kind !== "scalar") return "json";
  for (const value of values) if (inferType(value) !== first) return "json";
  return `list<${first as ScalarType}>`;
}

/** The type that a column of values given as a typed array takes; undefined for a plain array. */
export function typeOfTypedArray(values: ArrayLike<unknown>): ValueType | undefined {
  if (values instanceof Float64Array) return "float64";
  if (values instanceof Float32Array) return "float32";
  if (values instanceof BigInt64Array) return "int64";
  if (values instanceof BigUint64Array) return "int64";
  if (values instanceof Uint32Array) return "float64";
  if (ArrayBuffer.isView(values)) return "int32";
  return undefined;
}
