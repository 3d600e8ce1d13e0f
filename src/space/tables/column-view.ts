/** The values of one attribute for a list of elements, position by position, read out at one time. */

import { BoolColumn } from "../../pool/bool-column.js";
import type { Column } from "../../pool/column.js";
import { LongColumn } from "../../pool/long-column.js";
import { NumberColumn } from "../../pool/number-column.js";
import { Utf8Column } from "../../pool/utf8-column.js";
import type { AttributeType } from "../../pool/value-type.js";
import { lowerBound } from "../../structures/binary-search.js";
import { ROW_PAGE_SIZE, type RowIndex } from "../../structures/row-index.js";
import { jsonValue } from "../../structures/text/json-value.js";
import type { Attribute } from "../states/element-state.js";

/** The values of a column view: numbers in a typed array, others in a plain one. */
export type ColumnValues =
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | Uint8Array
  | readonly unknown[];

/**
 * The values of an attribute, aligned with the requested ids. A copy: later changes of the graph do not affect it.
 *
 * @example
 * const ages = graph.nodes.column("age");
 * ages.values; // => Int32Array(5) [ 36, 41, 85, 72, 80 ]
 * ages.at(0); // => 36
 * ages.get(grace); // => 85
 */
export class ColumnView<T = unknown> implements Iterable<T | undefined> {
  /** The attribute's name. */
  readonly name: string;
  /** The attribute's type; undefined if no element of the state has or had the attribute. */
  readonly type: AttributeType | undefined;
  /** The number of requested elements. */
  readonly length: number;
  /**
   * The values by position: Int32Array, Float32Array or Float64Array for numbers, BigInt64Array for int64,
   * Float64Array for integers unless one is beyond 2^53 - 1, Float64Array of ms for timestamps, Uint8Array of 0 and 1
   * for bool, else a plain array. Where a value is absent a typed array has 0 and a plain one undefined; `hasAt`
   * distinguishes them.
   */
  readonly values: ColumnValues;
  /** The number of elements without a value. */
  readonly absentCount: number;
  /** 1 where there is a value; undefined if all have one. */
  readonly #present: Uint8Array | undefined;
  #ids: Uint32Array | undefined;
  #isAscending: boolean | undefined;
  #positions: Map<number, number> | undefined;

  /** @internal */
  constructor(
    name: string,
    type: AttributeType | undefined,
    values: ColumnValues,
    present: Uint8Array | undefined,
    ids?: Uint32Array,
  ) {
    this.name = name;
    this.#ids = ids;
    this.type = type;
    this.values = values;
    this.length = values.length;
    this.#present = present;
    let absent = 0;
    if (present !== undefined) for (const flag of present) absent += 1 - flag;
    this.absentCount = absent;
  }

  /** The ids of the elements, by position; not to be written to. Of what is no element, its positions. */
  get ids(): Uint32Array {
    this.#ids ??= Uint32Array.from({ length: this.length }, (_, i) => i);
    return this.#ids;
  }

  /** Whether the element at a position has a value. */
  hasAt(position: number): boolean {
    return (
      Number.isInteger(position) && position >= 0 && position < this.length && this.#present?.[position] !== 0
    );
  }

  /** Whether an element, by its id, is among those asked for and has a value. O(log elements). */
  has(id: number): boolean {
    return this.hasAt(this.#positionOf(id));
  }

  /** The value at a position, a negative one counted from the end; undefined if it is absent or there is none. */
  at(position: number): T | undefined {
    const at = typeof position === "number" && position < 0 ? this.length + position : position;
    if (!this.hasAt(at)) return undefined;
    const value = this.values[at];
    if (this.type === "timestamp") return new Date(value as number) as T;
    return (this.type === "bool" ? value === 1 : value) as T;
  }

  /**
   * The value of an element by its id, as in a result; undefined if it is absent, or the element was not asked for.
   * O(log elements). `at` reads by position.
   */
  get(id: number): T | undefined {
    return this.at(this.#positionOf(id));
  }

  /** The position of an id; NaN if it is not among the ids. */
  #positionOf(id: unknown): number {
    const { ids } = this;
    if (typeof id !== "number") return Number.NaN;
    // While no id is missing below it, an id is its own position.
    if (ids[id] === id) return id;
    this.#isAscending ??= ascends(ids);
    if (!this.#isAscending) {
      this.#positions ??= firstPositions(ids);
      return this.#positions.get(id) ?? Number.NaN;
    }
    const at = lowerBound(ids, id);
    return ids[at] === id ? at : Number.NaN;
  }

  *[Symbol.iterator](): Iterator<T | undefined> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }

  /** The form that `JSON.stringify` writes: ids and values by position, null where absent, bigints as text. */
  toJSON(): { name: string; type: AttributeType | null; ids: number[]; values: unknown[] } {
    const { name, type = null, ids } = this;
    return {
      name,
      type,
      ids: Array.from(ids),
      values: Array.from(this, (value) => jsonValue(value) ?? null),
    };
  }

  /** All values by position in a new array, undefined where absent. */
  toArray(): (T | undefined)[] {
    return Array.from(this);
  }
}

/** Whether no id is below the one before it. */
function ascends(ids: Uint32Array): boolean {
  for (let i = 1; i < ids.length; i++) if (ids[i] < ids[i - 1]) return false;
  return true;
}

function firstPositions(ids: Uint32Array): Map<number, number> {
  const positions = new Map<number, number>();
  for (let i = ids.length - 1; i >= 0; i--) positions.set(ids[i], i);
  return positions;
}

/** Reads an attribute's values for elements given in ascending order. O(elements). */
export function viewColumn<T>(
  name: string,
  attribute: Attribute | undefined,
  ids: Uint32Array,
): ColumnView<T> {
  if (attribute === undefined) return columnOfRows(name, undefined, new Int32Array(ids.length), ids);
  const { column } = attribute.stored;
  const count = ids.length;
  if (column instanceof NumberColumn || (column instanceof LongColumn && column.type === "int64")) {
    if (count > 0 && ids[count - 1] - ids[0] === count - 1) {
      return readSequence<T>(name, column, attribute.rows, ids);
    }
  }
  const rows = new Int32Array(count);
  attribute.rows.gather(ids, rows);
  return columnOfRows(name, column, rows, ids);
}

/** Rows of a page that are in no order. */
const pageRows = new Int32Array(ROW_PAGE_SIZE);

/** Reads the numbers of elements that follow each other: by block where rows run on, with exceptions put right. */
function readSequence<T>(
  name: string,
  column: NumberColumn | LongColumn,
  rows: RowIndex,
  ids: Uint32Array,
): ColumnView<T> {
  const { values } = column;
  const [element, count] = [ids[0], ids.length];
  const whole = rows.affineRun(element, count);
  if (whole?.count === count && whole.stride === 1 && whole.first >= 0)
    return new ColumnView<T>(
      name,
      column.type,
      values.slice(whole.first, whole.first + count),
      undefined,
      ids,
    );
  const out = new (values.constructor as Int32ArrayConstructor)(count);
  // its items are bigints with those of `values`
  const source = values as Int32Array;
  let present: Uint8Array | undefined;
  const markAbsent = (from: number, to: number): void => {
    present ??= new Uint8Array(count).fill(1);
    present.fill(0, from, to);
    out.fill(zeroOf(values), from, to);
  };
  const put = (i: number, row: number): void => {
    if (row < 0) {
      markAbsent(i, i + 1);
      return;
    }
    out[i] = source[row];
    if (present !== undefined) present[i] = 1;
  };
  for (let at = 0; at < count; ) {
    const run = rows.nearRun(element + at, count - at);
    if (run === undefined) {
      const size = Math.min(ROW_PAGE_SIZE - ((element + at) % ROW_PAGE_SIZE), count - at);
      rows.readRun(element + at, size, pageRows);
      for (let i = 0; i < size; i++) put(at + i, pageRows[i]);
      at += size;
      continue;
    }
    if (run.first < 0) markAbsent(at, at + run.count);
    else if (run.stride === 0) out.fill(source[run.first], at, at + run.count);
    else out.set(source.subarray(run.first, run.first + run.certainCount), at);
    const end = element + at + run.count;
    for (let page = pageOf(element + at); !run.isExact && page < end; page += ROW_PAGE_SIZE) {
      const exceptions = rows.exceptions(page);
      for (let i = 0; i < exceptions.offsets.length; i++) {
        const each = page + exceptions.offsets[i];
        if (each >= element + at && each < end) put(each - element, exceptions.rows[i]);
      }
    }
    at += run.count;
  }
  return new ColumnView<T>(name, column.type, out, present, ids);
}

/** The first element of the page of an element. */
function pageOf(element: number): number {
  return element - (element % ROW_PAGE_SIZE);
}

function zeroOf(values: Int32Array | Float32Array | Float64Array | BigInt64Array): number {
  return (values instanceof BigInt64Array ? 0n : 0) as number;
}

/** Reads the values in rows of a column, absent where a row is negative; without a column all are. O(rows). */
export function columnOfRows<T>(
  name: string,
  column: Column | undefined,
  rows: Int32Array,
  ids?: Uint32Array,
): ColumnView<T> {
  if (column === undefined) {
    return new ColumnView<T>(
      name,
      undefined,
      new Array(rows.length).fill(undefined),
      new Uint8Array(rows.length),
      ids,
    );
  }
  let absent = 0;
  for (let i = 0; i < rows.length; i++) if (rows[i] < 0) absent++;
  const present = absent === 0 ? undefined : new Uint8Array(rows.length);
  if (present !== undefined) for (let i = 0; i < rows.length; i++) present[i] = rows[i] < 0 ? 0 : 1;
  return new ColumnView<T>(name, column.type, readRows(column, rows), present, ids);
}

// Loops, since `from` with a function takes five times as long.
function readRows(column: Column, rows: Int32Array): ColumnValues {
  if (column instanceof NumberColumn) return readNumbers(column.values, rows);
  if (column instanceof LongColumn) {
    if (column.type === "integer") return readIntegers(column, rows);
    return column.type === "int64" ? readLongs(column.values, rows) : readTimes(column, rows);
  }
  if (column instanceof BoolColumn) return readFlags(column.bits, rows);
  if (column instanceof Utf8Column) {
    const { dictionary, plain } = column;
    if (plain !== undefined) return plain.texts(rows);
    if (dictionary !== undefined) return readCodes(dictionary.codes, dictionary.strings, rows);
  }
  const out = new Array<unknown>(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = rows[i] < 0 ? undefined : column.get(rows[i]);
  return out;
}

function readNumbers<T extends Int32Array | Float32Array | Float64Array>(values: T, rows: Int32Array): T {
  const out = new (values.constructor as new (length: number) => T)(rows.length);
  for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) out[i] = values[rows[i]];
  return out;
}

function readLongs(values: BigInt64Array, rows: Int32Array): BigInt64Array {
  const out = new BigInt64Array(rows.length);
  for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) out[i] = values[rows[i]];
  return out;
}

/** Numbers as long as all are exact, else a plain array that has bigints as well. */
function readIntegers(column: LongColumn, rows: Int32Array): ColumnValues {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] < 0) continue;
    const value = column.integer(rows[i]);
    if (typeof value === "bigint")
      return Array.from(rows, (row) => (row < 0 ? undefined : column.integer(row)));
    out[i] = value;
  }
  return out;
}

function readTimes(column: LongColumn, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) out[i] = column.milliseconds(rows[i]);
  return out;
}

function readFlags(bits: Uint8Array, rows: Int32Array): Uint8Array {
  const out = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++)
    if (rows[i] >= 0) out[i] = (bits[rows[i] >>> 3] >>> (rows[i] & 7)) & 1;
  return out;
}

function readCodes(codes: Uint32Array, strings: readonly string[], rows: Int32Array): unknown[] {
  const out = new Array<unknown>(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = rows[i] < 0 ? undefined : strings[codes[rows[i]]];
  return out;
}
