/** JavaScript's values as the language's, and the way back. */
import { describe } from "../../errors.js";
import { isMarkedView } from "../../structures/view-brand.js";
import { INTEGER_MAX, INTEGER_MIN } from "./arithmetic.js";
import { NodeValue, PathValue, RelationshipValue } from "./elements.js";
import { CypherFloat } from "./float.js";
import { Point } from "./point.js";
import { fromDate } from "./temporal/construct.js";
import { fromTemporalObject, isTemporalObject } from "./temporal/platform-values.js";
import { type CypherValue, isTemporal } from "./value.js";

/** Lists and maps within each other; deeper ones are refused, as are those that contain themselves. */
export const VALUE_DEPTH_MAX = 1000;

/** The length of a path that is shown of values that are too deep, in UTF-16 units. */
const NAME_LENGTH_SHOWN = 60;

/**
 * A value as the language has it: a whole number is an INTEGER, any other one and -0 a FLOAT, a bigint an INTEGER,
 * undefined is null, a Date a datetime in UTC; arrays and typed arrays are lists, Maps and plain objects maps. Reads what
 * is given once. Throws a TypeError or a RangeError that says by `name` what cannot be a value.
 */
export function toValue(given: unknown, name: string, elementOf: ElementOf = noElement): CypherValue {
  return converted(given, { name, within: undefined }, 0, elementOf);
}

/** As `toValue`, for what lies within another value, so deep, at a place of these names and positions. */
export function toValueIn(given: unknown, path: readonly (string | number)[], depth: number): CypherValue {
  let place: Place | undefined;
  for (const name of path) place = { name, within: place };
  return converted(given, place as Place, depth, noElement);
}

/** Where in a value the work is; its name is put together for messages alone. */
interface Place {
  name: string | number;
  readonly within: Place | undefined;
}

function nameOf({ name, within }: Place): string {
  if (within === undefined) return String(name);
  return typeof name === "number" ? `${nameOf(within)}[${name}]` : `${nameOf(within)}.${name}`;
}

/** The element that an object stands for, if it stands for one. */
type ElementOf = (given: object) => CypherValue | undefined;

const noElement: ElementOf = () => undefined;

function converted(given: unknown, place: Place, depth: number, elementOf: ElementOf): CypherValue {
  switch (typeof given) {
    case "undefined":
      return null;
    case "boolean":
      return given;
    case "string":
      if (!given.isWellFormed()) throw refused(place, "a string without lone surrogates", describe(given));
      return given;
    case "number":
      return fromNumber(given);
    case "bigint":
      if (given > INTEGER_MAX || given < INTEGER_MIN) {
        throw new RangeError(`"${nameOf(place)}" expected an integer of 64 bits, got ${describe(given)}`);
      }
      return given;
    case "object":
      return given === null ? null : fromObject(given, place, depth, elementOf);
    default:
      throw refused(place, "a value of the language", describe(given));
  }
}

/** A whole number is exact as an INTEGER as long as 64 bits hold it. */
export function fromNumber(given: number): CypherValue {
  if (!Number.isInteger(given) || Object.is(given, -0)) return given;
  return given >= -(2 ** 63) && given < 2 ** 63 ? BigInt(given) : given;
}

function fromObject(given: object, place: Place, depth: number, elementOf: ElementOf): CypherValue {
  if (depth >= VALUE_DEPTH_MAX) {
    const name = nameOf(place);
    const start = name.length <= NAME_LENGTH_SHOWN ? name : `${name.slice(0, NAME_LENGTH_SHOWN)}…`;
    throw new RangeError(
      `"${start}" expected lists and maps at most ${VALUE_DEPTH_MAX} deep, got deeper ones, or one that is in itself`,
    );
  }
  if (Array.isArray(given)) return fromArray(given, place, depth, elementOf);
  // most objects are maps, and none of what the others are
  if (
    Object.getPrototypeOf(given) === Object.prototype &&
    !(Symbol.toStringTag in given) &&
    !isMarkedView(given)
  )
    return (
      elementOf(given) ?? fromFields(given as Readonly<Record<string, unknown>>, place, depth, elementOf)
    );
  if (given instanceof CypherFloat) return given.value;
  if (isTemporal(given as CypherValue) || given instanceof Point || isElement(given))
    return given as CypherValue;
  const element = elementOf(given);
  if (element !== undefined) return element;
  if (given instanceof Date) {
    if (Number.isNaN(given.getTime())) throw refused(place, "a valid Date", describe(given));
    return fromDate(given);
  }
  if (ArrayBuffer.isView(given)) return fromTypedArray(given, place);
  if (given instanceof Map) return fromEntries(given, place, depth, elementOf);
  if (isTemporalObject(given)) return fromTemporalObject(given);
  // a graph has fields, but none that are its contents
  if (isMarkedView(given)) throw refused(place, "a value of the language", describe(given));
  const prototype: unknown = Object.getPrototypeOf(given);
  if (prototype === null || Object.prototype.toString.call(given) === "[object Object]") {
    return fromEntries(Object.entries(given), place, depth, elementOf);
  }
  throw refused(place, "a value of the language", describe(given));
}

function isElement(given: object): boolean {
  return given instanceof NodeValue || given instanceof RelationshipValue || given instanceof PathValue;
}

function fromArray(
  given: readonly unknown[],
  place: Place,
  depth: number,
  elementOf: ElementOf,
): CypherValue {
  const { length } = given;
  const values: CypherValue[] = [];
  const item: Place = { name: 0, within: place };
  for (let i = 0; i < length; i++) {
    item.name = i;
    values.push(converted(given[i], item, depth + 1, elementOf));
  }
  return values;
}

function fromTypedArray(given: ArrayBufferView, place: Place): CypherValue {
  if (given instanceof DataView) throw refused(place, "a value of the language", describe(given));
  if (given instanceof Float32Array || given instanceof Float64Array) return Array.from(given);
  const values = Array.from(given as unknown as ArrayLike<number | bigint>);
  return values.map((value, i) => converted(BigInt(value), { name: i, within: place }, 0, noElement));
}

function fromEntries(
  entries: Iterable<[unknown, unknown]>,
  place: Place,
  depth: number,
  elementOf: ElementOf,
): CypherValue {
  const map = new Map<string, CypherValue>();
  const field: Place = { name: "", within: place };
  for (const [key, value] of entries) {
    if (typeof key !== "string")
      throw refused(place, "a Map whose keys are strings", `the key ${describe(key)}`);
    field.name = key;
    map.set(key, converted(value, field, depth + 1, elementOf));
  }
  return map;
}

function fromFields(
  given: Readonly<Record<string, unknown>>,
  place: Place,
  depth: number,
  elementOf: ElementOf,
): CypherValue {
  const map = new Map<string, CypherValue>();
  const field: Place = { name: "", within: place };
  for (const key of Object.keys(given)) {
    field.name = key;
    map.set(key, converted(given[key], field, depth + 1, elementOf));
  }
  return map;
}

function refused(place: Place, expected: string, received: string): TypeError {
  return new TypeError(`"${nameOf(place)}" expected ${expected}, got ${received}`);
}

/** How INTEGERs come out: as numbers where they are safe, always as bigints, or as numbers or not at all. */
export type IntegersOut = "safe" | "bigint" | "number";

/** A value as JavaScript has it; elements and paths become what `element` makes of them. Throws a RangeError for `"number"`. */
export function fromValue(
  value: CypherValue,
  integers: IntegersOut,
  element: (value: NodeValue | RelationshipValue | PathValue) => unknown,
): unknown {
  if (typeof value === "bigint") return fromInteger(value, integers);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: CypherValue) => fromValue(item, integers, element));
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<string, CypherValue>)];
    // makes properties of its own of all keys, "__proto__" included
    return Object.fromEntries(entries.map(([key, item]) => [key, fromValue(item, integers, element)]));
  }
  if (value instanceof NodeValue || value instanceof RelationshipValue || value instanceof PathValue) {
    return element(value);
  }
  return value;
}

function fromInteger(value: bigint, integers: IntegersOut): number | bigint {
  if (integers === "bigint") return value;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  if (integers === "safe") return value;
  throw new RangeError(
    `"integers" expected "bigint" or the default for integers beyond 2^53 - 1, got "number" and ${value}`,
  );
}
