/** Reads a list of maps by columns, as long as all maps have the same keys in the same order. */
import { isMarkedView } from "../../structures/view-brand.js";
import { fromNumber, toValueIn } from "./convert.js";
import { type RecordColumn, Records, UNKNOWN_BOOLEAN } from "./records.js";
import type { CypherValue } from "./value.js";

/** Shorter lists are read item by item, which is sooner done. */
const RECORDS_MIN = 64;

/** So many maps are read, or values looked at, by one call: loops that are called once are compiled anew each time. */
const PART = 1024;

/** The values of one key so far. */
interface Reading {
  readonly name: string;
  /** As they were given: texts, booleans, null, and numbers; once one was another, as the language has them. */
  readonly values: unknown[];
  isConverted: boolean;
}

/**
 * The maps of a list by columns; as a list of values where some are others; undefined for a short list, of which nothing
 * was read. Reads what is given once. Throws as `toValue` does.
 */
export function readMaps(given: readonly unknown[], name: string): Records | CypherValue[] | undefined {
  const { length } = given;
  if (length < RECORDS_MIN) return undefined;
  const first = given[0];
  const keys = isPlainMap(first) ? Object.keys(first) : [];
  const columns: Reading[] = keys.map((key) => ({ name: key, values: [], isConverted: false }));
  const reader = new Reader(given, name, keys, columns);
  let count = 0;
  if (keys.length > 0) {
    reader.readRow(first as Readonly<Record<string, unknown>>, 0);
    count = 1;
    while (count < length && reader.unfit === undefined)
      count = reader.readPart(count, Math.min(count + PART, length));
    if (reader.unfit === undefined) return recordsOf(columns, count);
  }
  const values = recordsOf(columns, count).list();
  const unfit = count === 0 ? first : reader.unfit?.given;
  values.push(toValueIn(unfit, [name, count], 1));
  for (let i = count + 1; i < length; i++) values.push(toValueIn(given[i], [name, i], 1));
  return values;
}

class Reader {
  /** The first item that is no map with the same keys. */
  unfit: { readonly given: unknown } | undefined;
  readonly #list: readonly unknown[];
  readonly #name: string;
  readonly #keys: readonly string[];
  readonly #columns: readonly Reading[];

  constructor(list: readonly unknown[], name: string, keys: readonly string[], columns: readonly Reading[]) {
    this.#list = list;
    this.#name = name;
    this.#keys = keys;
    this.#columns = columns;
  }

  /** Reads the items up to `end`, or up to the first that does not fit; the number of those that were read. */
  readPart(start: number, end: number): number {
    for (let i = start; i < end; i++) {
      const item = this.#list[i];
      if (!isPlainMap(item) || !hasKeys(item, this.#keys)) {
        this.unfit = { given: item };
        return i;
      }
      this.readRow(item, i);
    }
    return end;
  }

  readRow(row: Readonly<Record<string, unknown>>, at: number): void {
    const keys = this.#keys;
    const columns = this.#columns;
    for (let k = 0; k < keys.length; k++) {
      const value = row[keys[k]];
      const column = columns[k];
      if (column.isConverted) column.values.push(toValueIn(value, [this.#name, at, keys[k]], 2));
      else if (typeof value === "number" || typeof value === "boolean" || value === null)
        column.values.push(value);
      else if (typeof value === "string" && value.isWellFormed()) column.values.push(value);
      else if (value === undefined) column.values.push(null);
      else this.#convert(column, value, at);
    }
  }

  /** Goes over to values of the language with one that may be any. */
  #convert(column: Reading, value: unknown, at: number): void {
    const converted = toValueIn(value, [this.#name, at, column.name], 2);
    convertNumbers(column.values);
    column.isConverted = true;
    column.values.push(converted);
  }
}

/** Whether a value is an object that its own properties make up, and nothing else that the language knows. */
function isPlainMap(given: unknown): given is Readonly<Record<string, unknown>> {
  return (
    typeof given === "object" &&
    given !== null &&
    Object.getPrototypeOf(given) === Object.prototype &&
    !Array.isArray(given) &&
    !(Symbol.toStringTag in given) &&
    !isMarkedView(given)
  );
}

function hasKeys(row: object, keys: readonly string[]): boolean {
  const own = Object.keys(row);
  if (own.length !== keys.length) return false;
  for (let k = 0; k < keys.length; k++) if (own[k] !== keys[k]) return false;
  return true;
}

function recordsOf(columns: readonly Reading[], count: number): Records {
  return new Records(count, new Map(columns.map((column) => [column.name, typed(column)])));
}

/** The kinds of values of a column, as bits. */
const HAS_NULL = 1;
const HAS_OTHER = 2;
const HAS_BOOLEAN = 4;
const HAS_INTEGER = 8;
const HAS_FLOAT = 16;
const HAS_LARGE = 32;

function typed({ values, isConverted }: Reading): RecordColumn {
  const { length } = values;
  let kinds = isConverted ? HAS_OTHER : 0;
  if (!isConverted)
    for (let at = 0; at < length; at += PART) kinds |= kindsOf(values, at, Math.min(at + PART, length));
  const present = kinds & ~HAS_NULL;
  if (present === HAS_INTEGER || present === HAS_FLOAT) {
    const numbers = new Float64Array(length);
    const nulls = (kinds & HAS_NULL) === 0 ? undefined : new Uint8Array(length);
    for (let at = 0; at < length; at += PART)
      copyNumbers(values, numbers, nulls, at, Math.min(at + PART, length));
    return { kind: present === HAS_INTEGER ? "integers" : "floats", values: numbers, nulls };
  }
  if (present === HAS_BOOLEAN)
    return {
      kind: "booleans",
      values: Uint8Array.from(values, (value) => (value === null ? UNKNOWN_BOOLEAN : Number(value))),
    };
  if (!isConverted && (present & ~HAS_OTHER) !== 0) convertNumbers(values);
  return { kind: "values", values: values as CypherValue[] };
}

function kindsOf(values: readonly unknown[], start: number, end: number): number {
  let kinds = 0;
  for (let i = start; i < end; i++) {
    const value = values[i];
    if (typeof value === "string") kinds |= HAS_OTHER;
    else if (typeof value === "number") {
      if (Number.isSafeInteger(value) && !Object.is(value, -0)) kinds |= HAS_INTEGER;
      else kinds |= typeof fromNumber(value) === "bigint" ? HAS_LARGE : HAS_FLOAT;
    } else kinds |= value === null ? HAS_NULL : HAS_BOOLEAN;
  }
  return kinds;
}

function copyNumbers(
  values: readonly unknown[],
  out: Float64Array,
  nulls: Uint8Array | undefined,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const value = values[i];
    if (value !== null) out[i] = value as number;
    else if (nulls !== undefined) nulls[i] = 1;
  }
}

/** Makes INTEGERs of whole numbers. */
function convertNumbers(values: unknown[]): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === "number") values[i] = fromNumber(value);
  }
}
