/**
 * Values of several types side by side, as attributes have them to which queries gave several types: their order, that
 * of ORDER BY, and what makes two of them one value. Whole numbers and floats are one kind, and so are moments.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { ValueType } from "../../pool/value-type.js";
import { unionType } from "../../pool/value-type.js";
import { compareBytes, compareText } from "../../structures/text/compare.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import { compareTemporals } from "../filter/constant.js";
import type { Attribute } from "../states/element-state.js";
import { ColumnView } from "./column-view.js";

/** The kinds of values in their order; null and undefined, of lists and documents, come last. */
const RANK = {
  map: 0,
  list: 1,
  datetime: 2,
  localdatetime: 3,
  date: 4,
  time: 5,
  localtime: 6,
  duration: 7,
  binary: 8,
  string: 9,
  boolean: 10,
  number: 11,
  null: 12,
} as const;

function rankOf(value: unknown): number {
  switch (typeof value) {
    case "string":
      return RANK.string;
    case "boolean":
      return RANK.boolean;
    case "number":
    case "bigint":
      return RANK.number;
    default:
      return value === null || value === undefined ? RANK.null : rankOfObject(value);
  }
}

function rankOfObject(value: object): number {
  if (value instanceof TemporalBase) return RANK[value.temporalType];
  if (value instanceof Date) return RANK.datetime;
  if (value instanceof Uint8Array) return RANK.binary;
  return Array.isArray(value) || ArrayBuffer.isView(value) ? RANK.list : RANK.map;
}

/** The order of values of any types: negative, 0 or positive. NaN is greater than every number, and equal to itself. */
export function compareMixed(a: unknown, b: unknown): number {
  const rank = rankOf(a);
  const difference = rank - rankOf(b);
  if (difference !== 0) return difference;
  switch (rank) {
    case RANK.number:
      return compareNumbers(a as number, b as number);
    case RANK.string:
      return compareText(a as string, b as string);
    case RANK.boolean:
      return Number(a) - Number(b);
    case RANK.binary:
      return compareBytes(a as Uint8Array, 0, (a as Uint8Array).length, b as Uint8Array);
    case RANK.list:
      return compareLists(a as ArrayLike<unknown>, b as ArrayLike<unknown>);
    case RANK.map:
      return compareMaps(a as Record<string, unknown>, b as Record<string, unknown>);
    case RANK.null:
      return 0;
    default:
      return compareTemporals(a as Date | TemporalBase, b as Date | TemporalBase);
  }
}

/** Whole numbers and floats by their worth. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

function compareLists(a: ArrayLike<unknown>, b: ArrayLike<unknown>): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareMixed(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** The smaller first, then by their keys in order, then by the values at these. */
function compareMaps(a: Record<string, unknown>, b: Record<string, unknown>): number {
  const [keysA, keysB] = [a, b].map((map) => Object.keys(map).sort(compareText));
  if (keysA.length !== keysB.length) return keysA.length - keysB.length;
  for (let i = 0; i < keysA.length; i++) {
    const order = compareText(keysA[i], keysB[i]);
    if (order !== 0) return order;
  }
  for (const key of keysA) {
    const order = compareMixed(a[key], b[key]);
    if (order !== 0) return order;
  }
  return 0;
}

/** The same primitive for values of any types that are one, and different ones for others; of undefined undefined. */
export function identityOfMixed(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  // integers that are no safe numbers are bigints
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    return BigInt(value);
  if (typeof value === "string") return value.startsWith(MARK) ? `${MARK}s${value}` : value;
  if (typeof value !== "object" || value === null) return value;
  return `${MARK}${textOf(value)}`;
}

/** The prefix of the identity of a value that is neither a string, a number nor a boolean. */
const MARK = "\u0000";

function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) {
    const identity = identityOfMixed(value);
    const text = Object.is(identity, -0) ? "0" : String(identity);
    return `${typeof value === "bigint" ? "number" : typeof value}${text.length}:${text}`;
  }
  if (value instanceof Date) return `m${value.getTime()}`;
  if (value instanceof TemporalBase) return `t${value.temporalType} ${value.toString()}`;
  if (value instanceof Uint8Array) return `b${value.join()}`;
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `l${Array.from(value as ArrayLike<unknown>, textOf).join("")};`;
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return `m${entries.map(([key, each]) => textOf(key) + textOf(each)).join("")};`;
}

/** The types of numbers that are read as numbers. */
const NUMBERS: readonly ValueType[] = ["int32", "integer", "float32", "float64"];

/**
 * The values of an attribute with several types, absent where an element has none; a Float64Array where all are numbers.
 * O(elements · types).
 */
export function mixedColumn<T>(attributes: readonly Attribute[], ids: Uint32Array): ColumnView<T> {
  const columns = attributes.map(({ stored, rows: index }) => {
    const rows = new Int32Array(ids.length);
    index.gather(ids, rows);
    return { stored, rows };
  });
  return mixedColumnOfRows(attributes[0].name, columns, ids);
}

/** The values in rows of several columns, of which each position has one at most. */
export function mixedColumnOfRows<T>(
  name: string,
  columns: readonly { readonly stored: AttributeColumn; readonly rows: Int32Array }[],
  ids: Uint32Array,
): ColumnView<T> {
  const count = ids.length;
  const values = new Array<unknown>(count).fill(undefined);
  const present = new Uint8Array(count);
  let presentCount = 0;
  let isNumeric = columns.every(({ stored }) => NUMBERS.includes(stored.type));
  for (const { stored, rows } of columns) {
    const { column } = stored;
    for (let i = 0; i < count; i++) {
      if (rows[i] < 0) continue;
      const value = column.get(rows[i]);
      values[i] = value;
      isNumeric &&= typeof value === "number";
      present[i] = 1;
      presentCount++;
    }
  }
  const type = unionType(columns.map(({ stored }) => stored.type));
  const numbers = isNumeric
    ? Float64Array.from(values, (value) => (value as number | undefined) ?? 0)
    : undefined;
  return new ColumnView<T>(name, type, numbers ?? values, presentCount === count ? undefined : present, ids);
}
