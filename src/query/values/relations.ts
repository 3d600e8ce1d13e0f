/**
 * The four relations between values. Equality (`=`, IN) and comparability (`<`) know a third answer, null; equivalence
 * (DISTINCT, grouping) and orderability (ORDER BY, min, max) always answer. docs/cypher.md has the table of each.
 */

import { compareText } from "../../structures/text/compare.js";
import { DateTime } from "../../temporal/date-time.js";
import type { Duration } from "../../temporal/duration.js";
import { LocalDate } from "../../temporal/local-date.js";
import { LocalDateTime } from "../../temporal/local-date-time.js";
import { LocalTime } from "../../temporal/local-time.js";
import { OffsetTime } from "../../temporal/offset-time.js";
import { NodeValue, PathValue, RelationshipValue } from "./elements.js";
import { Point } from "./point.js";
import type { CypherValue } from "./value.js";

type ValueList = readonly CypherValue[];
type ValueMap = ReadonlyMap<string, CypherValue>;

/** `a = b`: null where a null leaves it open, false for values of different types. */
export function equals(a: CypherValue, b: CypherValue): boolean | null {
  if (a === null || b === null) return null;
  if (typeof a !== "object" || typeof b !== "object") {
    // an INTEGER and a FLOAT are compared as the numbers that they are, to the last bit
    return isNumber(a) && isNumber(b) ? compareNumeric(a, b) === 0 : a === b;
  }
  if (Array.isArray(a)) return Array.isArray(b) && listsEqual(a, b);
  if (a instanceof Map) return b instanceof Map && mapsEqual(a, b);
  return isSameObject(a, b);
}

function isNumber(value: CypherValue): value is bigint | number {
  return typeof value === "bigint" || typeof value === "number";
}

function listsEqual(a: ValueList, b: ValueList): boolean | null {
  if (a.length !== b.length) return false;
  let result: boolean | null = true;
  for (let i = 0; i < a.length; i++) {
    const equal = equals(a[i], b[i]);
    if (equal === false) return false;
    if (equal === null) result = null;
  }
  return result;
}

function mapsEqual(a: ValueMap, b: ValueMap): boolean | null {
  if (a.size !== b.size) return false;
  for (const key of a.keys()) if (!b.has(key)) return false;
  let result: boolean | null = true;
  for (const [key, value] of a) {
    const equal = equals(value, b.get(key) as CypherValue);
    if (equal === false) return false;
    if (equal === null) result = null;
  }
  return result;
}

/** Elements by their ids, paths by those of all they go through, everything else by what it says. */
function isSameObject(a: object, b: object): boolean {
  if (a instanceof NodeValue) return b instanceof NodeValue && a.id === b.id;
  if (a instanceof RelationshipValue) return b instanceof RelationshipValue && a.id === b.id;
  if (a instanceof PathValue) return b instanceof PathValue && orderPaths(a, b) === 0;
  return (a as { equals(other: unknown): boolean }).equals(b);
}

/** `value IN list`: true if an item equals it, else null if that is open for one, else false. */
export function isIn(value: CypherValue, list: ValueList): boolean | null {
  let result: boolean | null = false;
  for (const item of list) {
    const equal = equals(value, item);
    if (equal === true) return true;
    if (equal === null) result = null;
  }
  return result;
}

/**
 * The order that `<` and its like go by: negative, 0 or positive; NaN, of which all of them are false, where a number is
 * NaN; null where the values cannot be compared.
 */
export function comparisonOf(a: CypherValue, b: CypherValue): number | null {
  if (isNumber(a) && isNumber(b)) return compareNumeric(a, b);
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b);
  return compareInstants(a, b) ?? null;
}

function compareNumeric(a: bigint | number, b: bigint | number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : 0;
}

function compareLists(a: ValueList, b: ValueList): number | null {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = comparisonOf(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Dates and times of one type; undefined for everything else, durations included. */
function compareInstants(a: CypherValue, b: CypherValue): number | undefined {
  if (a instanceof LocalDate && b instanceof LocalDate) return a.compare(b);
  if (a instanceof LocalTime && b instanceof LocalTime) return a.compare(b);
  if (a instanceof OffsetTime && b instanceof OffsetTime) return a.compare(b);
  if (a instanceof LocalDateTime && b instanceof LocalDateTime) return a.compare(b);
  if (a instanceof DateTime && b instanceof DateTime) return a.compare(b);
  return undefined;
}

/** `a < b`, null where the two cannot be compared. */
export function isLess(a: CypherValue, b: CypherValue): boolean | null {
  const order = comparisonOf(a, b);
  return order === null ? null : order < 0;
}

/** `a <= b`, null where the two cannot be compared. */
export function isLessOrEqual(a: CypherValue, b: CypherValue): boolean | null {
  const order = comparisonOf(a, b);
  return order === null ? null : order <= 0;
}

/** Whether DISTINCT and grouping take two values for one: as `=` does, but null is null and NaN is NaN. */
export function isEquivalent(a: CypherValue, b: CypherValue): boolean {
  return orderValues(a, b) === 0;
}

/** The order of types in ORDER BY. Numbers come before NaN, null comes last. */
const RANK = {
  map: 0,
  node: 1,
  relationship: 2,
  list: 3,
  path: 4,
  point: 5,
  datetime: 6,
  localdatetime: 7,
  date: 8,
  time: 9,
  localtime: 10,
  duration: 11,
  string: 12,
  boolean: 13,
  number: 14,
  null: 15,
} as const;

function rankOf(value: CypherValue): number {
  switch (typeof value) {
    case "string":
      return RANK.string;
    case "boolean":
      return RANK.boolean;
    case "bigint":
    case "number":
      return RANK.number;
    default:
      return value === null ? RANK.null : rankOfObject(value);
  }
}

function rankOfObject(value: object): number {
  if (Array.isArray(value)) return RANK.list;
  if (value instanceof Map) return RANK.map;
  if (value instanceof NodeValue) return RANK.node;
  if (value instanceof RelationshipValue) return RANK.relationship;
  if (value instanceof PathValue) return RANK.path;
  if (value instanceof Point) return RANK.point;
  if (value instanceof DateTime) return RANK.datetime;
  if (value instanceof LocalDateTime) return RANK.localdatetime;
  if (value instanceof LocalDate) return RANK.date;
  if (value instanceof OffsetTime) return RANK.time;
  return value instanceof LocalTime ? RANK.localtime : RANK.duration;
}

/** The order of ORDER BY over all values: negative, 0 or positive. 0 means equivalent. */
export function orderValues(a: CypherValue, b: CypherValue): number {
  const rank = rankOf(a);
  const difference = rank - rankOf(b);
  if (difference !== 0) return difference;
  switch (rank) {
    case RANK.number:
      return orderNumbers(a as number, b as number);
    case RANK.string:
      return compareText(a as string, b as string);
    case RANK.boolean:
      return Number(a) - Number(b);
    case RANK.null:
      return 0;
    case RANK.list:
      return orderLists(a as ValueList, b as ValueList);
    case RANK.map:
      return orderMaps(a as ValueMap, b as ValueMap);
    case RANK.node:
    case RANK.relationship:
      return (a as NodeValue).id - (b as NodeValue).id;
    case RANK.path:
      return orderPaths(a as PathValue, b as PathValue);
    case RANK.point:
      return orderPoints(a as Point, b as Point);
    case RANK.duration:
      return (a as Duration).compare(b as Duration);
    default:
      return compareInstants(a, b) ?? 0;
  }
}

function orderNumbers(a: bigint | number, b: bigint | number): number {
  const order = compareNumeric(a, b);
  return Number.isNaN(order) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : order;
}

function orderLists(a: ValueList, b: ValueList): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = orderValues(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** The smaller first, then by their keys in order, then by the values at these. */
function orderMaps(a: ValueMap, b: ValueMap): number {
  if (a.size !== b.size) return a.size - b.size;
  const [keysA, keysB] = [a, b].map((map) => [...map.keys()].sort(compareText));
  for (let i = 0; i < keysA.length; i++) {
    const order = compareText(keysA[i], keysB[i]);
    if (order !== 0) return order;
  }
  for (const key of keysA) {
    const order = orderValues(a.get(key) as CypherValue, b.get(key) as CypherValue);
    if (order !== 0) return order;
  }
  return 0;
}

/** Element by element, from the first node on, the shorter first. */
function orderPaths(a: PathValue, b: PathValue): number {
  const length = Math.min(a.nodes.length, b.nodes.length);
  for (let i = 0; i < length; i++) {
    const order =
      a.nodes[i].id - b.nodes[i].id || (a.relationships[i]?.id ?? -1) - (b.relationships[i]?.id ?? -1);
    if (order !== 0) return order;
  }
  return a.nodes.length - b.nodes.length;
}

function orderPoints(a: Point, b: Point): number {
  return (
    a.srid - b.srid || orderNumbers(a.x, b.x) || orderNumbers(a.y, b.y) || orderNumbers(a.z ?? 0, b.z ?? 0)
  );
}

/** The first character of the key of a value that is neither a string, a number, a boolean nor null. */
const MARK = "\u0000";

/** A key for a Map: two values have the same one if, and only if, they are equivalent. Takes the value's size. */
export function equivalenceKey(value: CypherValue): string | number | bigint | boolean | null {
  switch (typeof value) {
    case "string":
      return value.startsWith(MARK) ? `${MARK}s${value}` : value;
    case "number":
      // Maps take -0 for 0 and NaN for NaN; whole numbers that are not safe may also be INTEGERs
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
    case "bigint": {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : value;
    }
    case "boolean":
      return value;
    default:
      return value === null ? null : keyOfObject(value);
  }
}

function keyOfObject(value: Exclude<CypherValue, null | boolean | bigint | number | string>): string {
  if (Array.isArray(value)) return `${MARK}l${value.map(keyPart).join("")}`;
  if (value instanceof Map) {
    const keys = [...value.keys()].sort(compareText);
    return `${MARK}m${keys.map((key) => keyPart(key) + keyPart(value.get(key) as CypherValue)).join("")}`;
  }
  if (value instanceof NodeValue) return `${MARK}n${value.id}`;
  if (value instanceof RelationshipValue) return `${MARK}r${value.id}`;
  if (value instanceof PathValue) {
    const relationships = value.relationships.map(({ id }) => id);
    return `${MARK}p${value.nodes.map(({ id }) => id).join(",")};${relationships.join(",")}`;
  }
  if (value instanceof Point)
    return `${MARK}g${value.srid},${value.x + 0},${value.y + 0},${(value.z ?? 0) + 0}`;
  return `${MARK}t${rankOfObject(value)}${value.toString()}`;
}

/** A key within a longer one: what it is, how long, and itself. */
function keyPart(value: CypherValue): string {
  const key = equivalenceKey(value);
  // a whole number has one text, whether it is kept as a number or a bigint
  const text = Object.is(key, -0) ? "0" : String(key);
  const kind = typeof key === "bigint" ? "number" : typeof key;
  return `${kind.slice(0, 2)}${text.length}:${text}`;
}
