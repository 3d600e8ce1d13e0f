/** Elements by what they have in common: the groups of a selection, and what is worked out for each. */
import { describe } from "../../errors.js";
import { isTemporalType, isUnionType } from "../../pool/value-type.js";
import { checkName } from "../../structures/arguments.js";
import { Bitmap } from "../../structures/bitmap.js";
import { putField, speakJson } from "../../structures/text/json-value.js";
import { type AggregatedRow, type ReadAggregate, readAggregates, runAggregate } from "./aggregates.js";
import type { ColumnView } from "./column-view.js";
import { identityOfMixed } from "./mixed-values.js";
import { type ElementTable, labelSetsOf, liveAmong, namedColumn } from "./named-column.js";

/** By what elements are grouped: an attribute, `label`, `labels`, `type`, `source`, `target`, or several of these. */
export type GroupKeys = string | readonly string[];

/** The elements of a selection by group, in the order of the first of each. */
export class ElementGroups {
  readonly names: readonly string[];
  /** The elements, those with several labels once for each where these are a key. */
  readonly ids: Uint32Array;
  /** The group of each. */
  readonly numbers: Int32Array;
  /** The values that the elements of a group have in common, by group; null where absent. */
  readonly keys: readonly (readonly unknown[])[];
  readonly #source: () => ElementTable;

  constructor(source: () => ElementTable, set: Bitmap, by: unknown) {
    this.#source = source;
    this.names = readKeys(by);
    const table = source();
    let ids = liveAmong(table.elements, set.toArray());
    let labels: readonly (string | undefined)[] | undefined;
    if (this.names.includes("label") && table.elements.attribute("label") === undefined) {
      const sets = labelSetsOf(table.elements, ids);
      const all: (string | undefined)[] = [];
      const each: number[] = [];
      sets.forEach((names, i) => {
        for (const name of names.length === 0 ? [undefined] : names) {
          all.push(name);
          each.push(ids[i]);
        }
      });
      ids = Uint32Array.from(each);
      labels = all;
    }
    this.ids = ids;
    let numbers = new Int32Array(ids.length);
    let keys: (readonly unknown[])[] = ids.length === 0 ? [] : [[]];
    for (const name of this.names) {
      const codes =
        name === "label" && labels !== undefined
          ? codesOf(labels, (label) => label)
          : columnCodes(namedColumn(table, name, ids, "by"), table);
      [numbers, keys] = combined(numbers, keys, codes);
    }
    this.numbers = numbers;
    this.keys = keys;
  }

  /** The elements of each group. */
  bitmaps(): Bitmap[] {
    const found = this.keys.map(() => new Bitmap());
    for (let i = 0; i < this.ids.length; i++) found[this.numbers[i]].add(this.ids[i]);
    return found;
  }

  sizes(): Uint32Array {
    const sizes = new Uint32Array(this.keys.length);
    for (let i = 0; i < this.numbers.length; i++) sizes[this.numbers[i]]++;
    return sizes;
  }

  aggregate(given: unknown): AggregatedRow[] {
    const aggregates = readAggregates(given);
    for (const { name } of aggregates)
      if (this.names.includes(name))
        throw new TypeError(`"aggregates" expected names that are not grouped by, got ${describe(name)}`);
    const rows = this.keys.map((key) => {
      const row: Record<string, unknown> = {};
      this.names.forEach((name, i) => {
        putField(row, name, key[i]);
      });
      return row;
    });
    return filled(rows, aggregates, this.#source(), this.ids, this.numbers);
  }
}

/** GroupedSelection those of a set that are live. */
export function groupElements(source: () => ElementTable, set: Bitmap, by: unknown): ElementGroups {
  return new ElementGroups(source, set, by);
}

/** One row with what is worked out of all of some elements. */
export function aggregateAll(source: () => ElementTable, set: Bitmap, given: unknown): AggregatedRow {
  const aggregates = readAggregates(given);
  const table = source();
  const ids = liveAmong(table.elements, set.toArray());
  return filled([{}], aggregates, table, ids, new Int32Array(ids.length))[0];
}

function filled(
  rows: Record<string, unknown>[],
  aggregates: readonly ReadAggregate[],
  source: ElementTable,
  ids: Uint32Array,
  numbers: Int32Array,
): AggregatedRow[] {
  const columns = new Map<string, ColumnView<unknown>>();
  for (const aggregate of aggregates) {
    const { name, column } = aggregate;
    if (column !== undefined && !columns.has(column))
      columns.set(column, namedColumn(source, column, ids, `aggregates.${name}`));
    const values = runAggregate(aggregate, columns.get(column ?? ""), numbers, rows.length);
    for (let i = 0; i < rows.length; i++) putField(rows[i], name, values[i] ?? null);
  }
  for (const row of rows) if (!isPlainJson(row)) speakJson(row);
  return rows;
}

/** Whether `JSON.stringify` writes all values of a row as one expects. Defining a method costs as much as all the rest. */
function isPlainJson(row: Record<string, unknown>): boolean {
  for (const name in row) {
    const value = row[name];
    if (typeof value === "bigint" || (typeof value === "object" && value !== null)) return false;
  }
  return true;
}

function readKeys(given: unknown): string[] {
  const names: unknown[] = Array.isArray(given) ? Array.from(given) : [given];
  if (names.length === 0) throw new TypeError('"by" expected at least one name, got none');
  for (const name of names) checkName("by", name);
  if (new Set(names).size < names.length)
    throw new TypeError(
      `"by" expected names that differ, got ${describe(names.find((name, i) => names.indexOf(name) < i))} twice`,
    );
  return names as string[];
}

interface Codes {
  readonly codes: Int32Array;
  readonly keys: readonly unknown[];
}

/** A number for each distinct value, in the order in which they come; `identity` is the same for values that are equal. */
function codesOf(values: ArrayLike<unknown>, identity: (value: unknown) => unknown): Codes {
  const codes = new Int32Array(values.length);
  const codeOf = new Map<unknown, number>();
  const keys: unknown[] = [];
  let lastValue: unknown;
  let last = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (last < 0 || value !== lastValue) {
      const same = identity(value);
      const known = codeOf.get(same);
      last = known ?? keys.length;
      lastValue = value;
      if (known === undefined) {
        codeOf.set(same, last);
        keys.push(value ?? null);
      }
    }
    codes[i] = last;
  }
  return { codes, keys };
}

/** The same for whole numbers below `count`, by a table. */
function codesOfIds(values: ArrayLike<number>, count: number): Codes {
  const codes = new Int32Array(values.length);
  const codeOf = new Int32Array(count);
  const keys: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (codeOf[value] === 0) codeOf[value] = keys.push(value);
    codes[i] = codeOf[value] - 1;
  }
  return { codes, keys };
}

function columnCodes(column: ColumnView<unknown>, table: ElementTable): Codes {
  const { type, name } = column;
  const isEnd = (name === "source" || name === "target") && table.elements.attribute(name) === undefined;
  if (isEnd && column.absentCount === 0 && !table.elements.pool.hasAttribute(name))
    return codesOfIds(column.values as ArrayLike<number>, table.graph.nodes.pool.count);
  if (isUnionType(type)) return codesOf(column.toArray(), identityOfMixed);
  if (type !== undefined && /^(list|vector|json)/.test(type)) {
    const { codes, keys } = codesOf(column.toArray(), (value) =>
      value === undefined ? value : JSON.stringify(value),
    );
    return { codes, keys };
  }
  if (type !== undefined && isTemporalType(type))
    return codesOf(column.toArray(), (value) => value && String(value));
  if (type === "binary")
    return codesOf(column.toArray(), (value) => (value as Uint8Array | undefined)?.join());
  if (type === "timestamp" || type === "bool" || column.absentCount > 0)
    return codesOf(column.toArray(), (value) => (value instanceof Date ? value.getTime() : value));
  return codesOf(column.values as ArrayLike<unknown>, (value) => value);
}

/** GroupedSelection split by one more column. */
function combined(
  numbers: Int32Array,
  keys: readonly (readonly unknown[])[],
  { codes, keys: added }: Codes,
): [Int32Array<ArrayBuffer>, (readonly unknown[])[]] {
  if (keys.length === 1 && keys[0].length === 0)
    return [codes as Int32Array<ArrayBuffer>, added.map((key) => [key])];
  const split = new Int32Array(numbers.length);
  const groupOf = new Map<number, number>();
  const found: (readonly unknown[])[] = [];
  for (let i = 0; i < numbers.length; i++) {
    const both = numbers[i] * added.length + codes[i];
    let group = groupOf.get(both);
    if (group === undefined) {
      group = found.length;
      groupOf.set(both, group);
      found.push([...keys[numbers[i]], added[codes[i]]]);
    }
    split[i] = group;
  }
  return [split, found];
}
