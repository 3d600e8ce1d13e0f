/**
 * Upserts of many nodes by their key, all or nothing: the same as `mergeNode` row by row. Rows are written column by
 * column wherever no rule but the key could be broken on the way; otherwise one by one, which tells.
 */
import { describe, GroggyError } from "../errors.js";
import { readValue } from "../pool/given-value.js";
import type { ValueType } from "../pool/value-type.js";
import { isArrayLike, isRecord, notAttributes } from "../structures/arguments.js";
import { type HashedTexts, hashTexts, pickTexts } from "../structures/encode-texts.js";
import { NO_ROW } from "../structures/row-index.js";
import { AttributeList, type ReadColumn, readColumn } from "./elements/attribute-writer.js";
import type { Elements } from "./elements/elements.js";
import {
  type MergeColumn,
  mergeColumns,
  mergeTarget,
  valuesAt,
  writeMergeColumn,
} from "./elements/merge-column.js";
import type { NodeRules, UniqueRule } from "./elements/node-rules.js";
import { MixedColumn, RawColumn } from "./elements/raw-column.js";
import { identityIn, identityOf, requireKey } from "./elements/rule-checks.js";
import type { GraphSpace } from "./graph-space.js";
import { type Merged, writeLabelRuns, writeWhole } from "./merge-write.js";
import { findTexts } from "./text-keys.js";

/** Columns that were read, among them those of the key. */
export interface ReadRows {
  readonly columns: readonly ReadColumn[];
  readonly count: number;
}

/** Reads columns, as many values each as the key has. Throws MISSING_KEY if a part of the key is not among them. */
export function readMergeRows(rule: UniqueRule, given: unknown): ReadRows {
  const { names, label } = rule;
  if (!isRecord(given)) throw notAttributes("columns", given);
  const entries = Object.entries(given);
  for (const name of names) {
    if (entries.some(([each, values]) => each === name && values !== undefined)) continue;
    const key = names.length === 1 ? name : names;
    throw new GroggyError(
      "MISSING_KEY",
      `"columns" expected one of the key "${name}"${label === undefined ? "" : ` of "${label}"`}, got none`,
      label === undefined ? { key } : { key, label },
    );
  }
  const byName = new Map<string, unknown>(entries);
  const columns: ReadColumn[] = [];
  let count: number | undefined;
  for (const name of names) {
    const column = readKeyColumn(rule, name, byName.get(name), count);
    count = column.values.length;
    columns.push(column);
  }
  for (const [name, values] of entries)
    if (!names.includes(name)) columns.push(readColumn(name, values, count ?? 0));
  return { columns, count: count ?? 0 };
}

/** Reads a column of a key up to the first row that has none: an array may be long and empty. */
function readKeyColumn(
  rule: UniqueRule,
  name: string,
  given: unknown,
  count: number | undefined,
): ReadColumn {
  if (
    given instanceof RawColumn ||
    given instanceof MixedColumn ||
    ArrayBuffer.isView(given) ||
    !isArrayLike(given)
  ) {
    const length = isArrayLike(given) ? given.length : 0;
    return readColumn(name, given, count ?? length);
  }
  const { length } = given;
  const items: unknown[] = [];
  for (let row = 0; row < length; row++) {
    const value: unknown = given[row];
    if (value === null || value === undefined) throw missingKey(rule, name, value, row);
    items.push(typeof value === "object" ? readValue(value) : value);
  }
  return readColumn(name, items, count ?? length);
}

function missingKey({ names, label }: UniqueRule, name: string, value: unknown, row: number): GroggyError {
  const key = names.length === 1 ? name : names;
  return new GroggyError(
    "MISSING_KEY",
    `key "${name}"${label === undefined ? "" : ` of "${label}"`} expected a value, got ${describe(value)} at position ${row}`,
    label === undefined ? { key, row } : { key, label, row },
  );
}

/** Merges one node, of labels and attributes that were checked, without telling anybody; its id. */
export type MergeOne = (set: number, list: AttributeList, key: readonly unknown[]) => number;

/** Checks and writes rows. `sets` are the labels to be added, the key's own label among them. */
export function mergeNodeRows(
  space: GraphSpace,
  elements: Elements,
  rule: UniqueRule,
  { columns: given, count }: ReadRows,
  sets: number | Int32Array,
  mergeOne: MergeOne,
): Merged {
  const columns = mergeColumns(elements.writer.checkBulk(given), given);
  const keys = columns.slice(0, rule.names.length);
  const firstNew = space.pool.nodes.count;
  const texts = textsOf(keys);
  const found =
    texts === undefined
      ? findNodes(space, rule, keys, count)
      : findTexts(texts, space.rules.textsOf(space.nodes, rule), firstNew);
  const rows: NodeRows = { ...found, columns, keys, texts, sets, count, firstNew };
  if (mayBreakRules(space, elements, rule, rows)) return mergeOneByOne(space, elements, rows, mergeOne);
  return writeWhole(space, () => writeRows(space, elements, rows));
}

/** The texts of a key that is one column of texts. */
function textsOf(keys: readonly MergeColumn[]): HashedTexts | undefined {
  const [{ values, stored, columns }] = keys;
  if (keys.length > 1 || columns !== undefined || stored?.type !== "utf8") return undefined;
  return hashTexts(values);
}

interface FoundNodes {
  /** The node of each row; new ones are numbered from the next id on. */
  readonly ids: Uint32Array;
  /** The first row of each new node. */
  readonly newRows: Uint32Array;
}

interface NodeRows extends FoundNodes {
  readonly columns: readonly MergeColumn[];
  /** Those of the columns that are the key. */
  readonly keys: readonly MergeColumn[];
  /** The key, if it is one column of texts. */
  readonly texts: HashedTexts | undefined;
  readonly sets: number | Int32Array;
  readonly count: number;
  readonly firstNew: number;
}

/** The node of each row. Throws if a row has no key, or one that cannot be a key. */
function findNodes(
  space: GraphSpace,
  rule: UniqueRule,
  keys: readonly MergeColumn[],
  count: number,
): FoundNodes {
  const { nodes, rules } = space;
  const firstNew = space.pool.nodes.count;
  const ids = new Uint32Array(count);
  const newRows = new Uint32Array(count);
  let newCount = 0;
  /** The new nodes. */
  const known = new Map<unknown, number>();
  const isSingle = keys.length === 1;
  const [{ values, stored, columns }] = keys;
  const identities = rule.names.map((name, k) => identityIn(nodes.attribute(name), keys[k]));
  // a key that has no value yet is of no node
  const isFresh = nodes.live.count === 0 || rule.names.some((name) => nodes.attribute(name) === undefined);
  const findSingle = isSingle && !isFresh ? rules.finderOf(nodes, rule) : undefined;
  // such numbers are what they are compared by
  const isNumber = isSingle && columns === undefined && isExactNumber(stored?.type);
  /** The greatest of the new numbers, as long as they ascend: then none of them is looked for among them. */
  let last = Number.NEGATIVE_INFINITY;
  let isAscending = isNumber;
  for (let row = 0; row < count; row++) {
    const number = values[row];
    const isPlain = isNumber && typeof number === "number" && number === number;
    const parts = isPlain ? undefined : keyAt(rule, keys, row);
    let id: number | undefined;
    if (findSingle !== undefined) id = findSingle(number);
    else if (!isFresh) id = rules.find(nodes, rule, parts ?? [number]);
    if (id === undefined) {
      const same = parts === undefined ? number : identityOf(parts.map((part, k) => identities[k](part)));
      const isGreatest = isAscending && isPlain && number > last;
      if (isAscending && !isGreatest) {
        for (let i = 0; i < newCount; i++) known.set(values[newRows[i]], firstNew + i);
        isAscending = false;
      }
      if (!isGreatest) id = known.get(same);
      if (id === undefined) {
        id = firstNew + newCount;
        newRows[newCount++] = row;
        if (isGreatest) last = number;
        else known.set(same, id);
      }
    }
    ids[row] = id;
  }
  return { ids, newRows: newRows.subarray(0, newCount) };
}

/** Whether numbers of a type are stored as they are given. */
function isExactNumber(type: ValueType | undefined): boolean {
  return type === "int32" || type === "integer" || type === "float64";
}

/** The key of a row. */
function keyAt(rule: UniqueRule, keys: readonly MergeColumn[], row: number): readonly unknown[] {
  return rule.names.map((name, k) => {
    const value = keys[k].values[row];
    if (value === null || value === undefined) throw missingKey(rule, name, value, row);
    try {
      requireKey(name, value);
    } catch (error) {
      throw atPosition(error, row);
    }
    return value;
  });
}

function setAt(sets: number | Int32Array, row: number): number {
  return typeof sets === "number" ? sets : sets[row];
}

/**
 * Whether a rule besides the key could be broken by a row, at the end or on the way there; false only where no order of
 * the rows could break one.
 */
function mayBreakRules(space: GraphSpace, elements: Elements, rule: UniqueRule, rows: NodeRows): boolean {
  const { rules, nodes } = space;
  const uniques = rules.uniques.filter((each) => each !== rule);
  if (uniques.length + rules.required.length === 0) return false;
  const { columns, ids, firstNew, sets, count } = rows;
  const columnOf = new Map(columns.map((column) => [column.name, column]));
  const after = new Int32Array(count);
  let addsLabels = false;
  for (let row = 0; row < count; row++) {
    const set = setAt(sets, row);
    after[row] = ids[row] < firstNew ? elements.labelsWith(ids[row], set) : set;
    addsLabels ||= ids[row] < firstNew && after[row] !== Math.max(nodes.labelRows.get(ids[row]), NO_ROW);
  }
  // labels of a new node grow with its rows
  const growsLabels = addsLabels || (typeof sets !== "number" && rows.newRows.length < count);
  for (const required of rules.required) {
    const column = columnOf.get(required.name);
    if (column?.isFull) continue;
    if (column === undefined && rows.newRows.length === 0 && !growsLabels) continue;
    if (growsLabels) return true;
    for (let row = 0; row < count; row++) {
      if (column === undefined && ids[row] < firstNew) continue;
      if ((column?.values[row] ?? null) !== null) continue;
      if (rules.ofSet(after[row]).required.includes(required)) return true;
    }
  }
  return uniques.some((unique) => mayRepeat(rules, unique, rows, columnOf, after, growsLabels, space));
}

/** Whether two nodes could share the values of a rule, at the end or on the way there. */
function mayRepeat(
  rules: NodeRules,
  unique: UniqueRule,
  { ids, count }: NodeRows,
  columnOf: ReadonlyMap<string, MergeColumn>,
  after: Int32Array,
  growsLabels: boolean,
  { nodes }: GraphSpace,
): boolean {
  const columns = unique.names.map((name) => columnOf.get(name));
  if (growsLabels && unique.label !== undefined) return true;
  if (columns.every((column) => column === undefined)) return false;
  if (columns.includes(undefined)) return true;
  const identities = unique.names.map((name, k) => identityIn(nodes.attribute(name), columns[k]));
  const holders = new Map<unknown, number>();
  for (let row = 0; row < count; row++) {
    if (!rules.ofSet(after[row]).uniques.includes(unique)) continue;
    const values = columns.map((column) => column?.values[row] ?? null);
    if (values.includes(null)) continue;
    for (const [k, name] of unique.names.entries()) {
      try {
        requireKey(name, values[k]);
      } catch {
        return true;
      }
    }
    const same = identityOf(values.map((value, k) => identities[k](value)));
    const holder = holders.get(same) ?? rules.find(nodes, unique, values) ?? ids[row];
    if (holder !== ids[row]) return true;
    holders.set(same, holder);
  }
  return false;
}

function writeRows(space: GraphSpace, elements: Elements, rows: NodeRows): Merged {
  const { nodes } = space;
  const { ids, newRows, columns, keys, texts, firstNew } = rows;
  const newCount = newRows.length;
  const added = new Uint32Array(newCount);
  if (newCount > 0) {
    nodes.pool.take(newCount);
    nodes.addNew(firstNew, newCount);
    for (let i = 0; i < newCount; i++) added[i] = firstNew + i;
    space.structureVersion++;
  }
  writeLabels(space, elements, rows);
  if (texts !== undefined) writeNewTexts(space, keys[0], pickTexts(texts, newRows), firstNew);
  for (const key of texts === undefined ? keys : []) {
    const values = newCount === rows.count ? key.values : valuesAt(key.values, newRows);
    // a node that is there has the key already, in the form in which it was given first
    writeMergeColumn(nodes, elements.writer, { ...key, values }, { ids: added, last: undefined, firstNew });
  }
  const target = mergeTarget(ids, firstNew);
  for (const column of columns.slice(keys.length)) writeMergeColumn(nodes, elements.writer, column, target);
  return { ids, added };
}

/** Writes the keys of new nodes, and tells the index. */
function writeNewTexts(
  { nodes, indices }: GraphSpace,
  { stored }: MergeColumn,
  { texts, encoded, hashes }: HashedTexts,
  firstNew: number,
): void {
  if (texts.length === 0 || stored === undefined) return;
  const { rows } = nodes.attributeOf(stored) ?? nodes.addType(stored.name, stored.type);
  const row = stored.appendDistinctRun(firstNew, texts, encoded);
  rows.setRange(firstNew, texts.length, row, 1);
  indices.node.extendBy(stored, row, hashes);
}

function writeLabels(
  space: GraphSpace,
  elements: Elements,
  { ids, newRows, sets, firstNew }: NodeRows,
): void {
  const { nodes } = space;
  const newCount = newRows.length;
  if (typeof sets === "number") {
    if (sets === NO_ROW) return;
    if (newCount > 0) nodes.setNewLabelSet(firstNew, newCount, sets);
    if (newCount === ids.length) return;
    for (let row = 0; row < ids.length; row++)
      if (ids[row] < firstNew) elements.setLabelSet(ids[row], elements.labelsWith(ids[row], sets));
    return;
  }
  writeLabelRuns(nodes, firstNew, newCount, (i) => sets[newRows[i]]);
  for (let row = 0; row < ids.length; row++)
    elements.setLabelSet(ids[row], elements.labelsWith(ids[row], sets[row]));
}

/** Merges rows one after another, as far as they go; takes them back if one does not fit. */
function mergeOneByOne(
  space: GraphSpace,
  elements: Elements,
  { columns, keys, sets, count, firstNew }: NodeRows,
  mergeOne: MergeOne,
): Merged {
  return writeWhole(space, () => {
    // with the types of the columns, which single values may not tell
    for (const { name, stored } of columns)
      if (stored !== undefined && space.nodes.attributeOf(stored) === undefined)
        space.nodes.addType(name, stored.type);
    const ids = new Uint32Array(count);
    for (let row = 0; row < count; row++) {
      const list = new AttributeList();
      for (const { name, values } of columns) list.put(name, values[row] ?? null);
      elements.writer.check(list);
      try {
        ids[row] = mergeOne(
          setAt(sets, row),
          list,
          keys.map(({ values }) => values[row]),
        );
      } catch (error) {
        throw atPosition(error, row);
      }
    }
    const added = new Uint32Array(space.pool.nodes.count - firstNew);
    for (let i = 0; i < added.length; i++) added[i] = firstNew + i;
    return { ids, added };
  });
}

/** An error with the position of the row that it is about. */
function atPosition(error: unknown, row: number): unknown {
  if (error instanceof TypeError) return new TypeError(`${error.message} at position ${row}`);
  if (
    !(error instanceof GroggyError) ||
    (error.code !== "DUPLICATE_KEY" && error.code !== "MISSING_ATTRIBUTE")
  )
    return error;
  return new GroggyError(error.code, `${error.message} at position ${row}`, { ...error.data, row } as never);
}
