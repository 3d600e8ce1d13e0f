/** The sources and targets of the edges of a table, by keys of any kind. */
import { describe, GroggyError } from "../../../errors.js";
import type { RawColumn } from "../../../view.js";
import { textReader, textsOf } from "./columns.js";

/** A value that names a node in a table. Integers of 64 bits are numbers where a number holds them. */
export type EndKey = number | bigint | string;

/** The name of a column of keys in messages. */
interface Names {
  /** The column itself. */
  readonly column: string;
  /** The expected values, such as `ids of nodes`. */
  readonly expected: string;
}

/** Keys row by row. */
export type Keys = ArrayLike<EndKey | undefined>;

/** Up to so many slots a row a table by number beats a Map. */
const SLOTS_PER_ROW_MAX = 8;
const SLOTS_ALWAYS = 1 << 16;

/** The keys in a column. */
export function keysOf(column: RawColumn, name: string): Keys {
  const { values } = column;
  if (column.type === "utf8") return textsOf(column);
  if (column.type === "int32" || column.type === "float64" || column.type === "int64") {
    if (column.absentCount === 0 && "kind" in values && values.kind === "numbers") {
      if (!(values.values instanceof BigInt64Array)) return values.values as Int32Array | Float64Array;
      return fromLongs(values.values);
    }
    return column.toArray().map((value) => (typeof value === "bigint" ? narrow(value) : value)) as EndKey[];
  }
  throw new TypeError(`column "${name}" expected integers or text that name nodes, got ${column.type}`);
}

function fromLongs(values: BigInt64Array): Keys {
  const keys: EndKey[] = new Array(values.length);
  const halves = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  for (let i = 0; i < values.length; i++) {
    const high = halves[2 * i + 1];
    // within 2^52, and so surely exact
    if (high >= -(2 ** 20) && high < 2 ** 20) keys[i] = high * 2 ** 32 + (halves[2 * i] >>> 0);
    else keys[i] = narrow(values[i]);
  }
  return keys;
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/**
 * The position of each key among `keys`.
 *
 * @throws GroggyError MISSING_KEY for a row without a key, DUPLICATE_KEY where one repeats.
 */
export function positionsByKey(keys: Keys, name: string): (key: EndKey) => number | undefined {
  const repeated = (key: EndKey, row: number): GroggyError =>
    new GroggyError(
      "DUPLICATE_KEY",
      `column "${name}" expected a value of its own in each row, got ${describe(key)} again in row ${row}`,
      { key, row },
    );
  const slots = slotCount(keys);
  if (slots !== undefined) {
    const positions = new Int32Array(slots).fill(-1);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number;
      if (positions[key] >= 0) throw repeated(key, i);
      positions[key] = i;
    }
    return (key) => {
      const position = typeof key === "number" ? positions[key] : undefined;
      return position === undefined || position < 0 ? undefined : position;
    };
  }
  const positions = new Map<EndKey, number>();
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (key === undefined) {
      throw new GroggyError(
        "MISSING_KEY",
        `column "${name}" expected a value in each row, got null in row ${i}`,
        {
          row: i,
        },
      );
    }
    if (positions.has(key)) throw repeated(key, i);
    positions.set(key, i);
  }
  return (key) => positions.get(key);
}

/** The length of a table by number; undefined if the keys are not all small numbers. */
function slotCount(keys: Keys): number | undefined {
  const limit = Math.max(SLOTS_ALWAYS, keys.length * SLOTS_PER_ROW_MAX);
  let largest = -1;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key !== "number" || !Number.isInteger(key) || key < 0 || key >= limit) return undefined;
    if (key > largest) largest = key;
  }
  return largest + 1;
}

/**
 * The node of each row of a column of ends.
 *
 * @param find the position or id of the node with a key.
 * @throws GroggyError NODE_NOT_FOUND where there is none, TypeError for a row without an end.
 */
export function resolveEnds(
  column: RawColumn,
  { column: name, expected }: Names,
  find: (key: EndKey) => number | undefined,
): Uint32Array {
  const missing = (key: EndKey | undefined, row: number): Error => {
    const message = `column "${name}" expected ${expected}, got ${describe(key ?? null)} in row ${row}`;
    return key === undefined
      ? new TypeError(message)
      : new GroggyError("NODE_NOT_FOUND", message, { key, row });
  };
  const out = new Uint32Array(column.length);
  const { values } = column;
  if (column.type === "utf8" && "kind" in values && values.kind === "codes") {
    const text = textReader(values);
    const found = new Float64Array(values.strings.length).fill(-1);
    for (let i = 0; i < out.length; i++) {
      if (!column.has(i)) throw missing(undefined, i);
      const code = values.codes[i];
      if (found[code] < 0) found[code] = find(text(i)) ?? -1;
      if (found[code] < 0) throw missing(text(i), i);
      out[i] = found[code];
    }
    return out;
  }
  const keys = keysOf(column, name);
  for (let i = 0; i < out.length; i++) {
    const key = keys[i];
    const node = key === undefined ? undefined : find(key);
    if (node === undefined) throw missing(key, i);
    out[i] = node;
  }
  return out;
}
