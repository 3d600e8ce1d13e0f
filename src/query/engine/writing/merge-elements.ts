/**
 * MERGE of a node by its key or an index, or of a relationship between two known nodes, for all rows at one go: first all
 * rows look for what they merge, then what none found is created, once for rows of the same values, then ON CREATE and ON
 * MATCH are done.
 */
import type {
  BoundClause,
  BoundEntry,
  BoundExpression,
  BoundNode,
  BoundRelationship,
} from "../../bind/bound.js";
import type { BulkWrites } from "../../run/graph-port.js";
import { labelNames } from "../../run/write-elements.js";
import { equals, equivalenceKey } from "../../values/relations.js";
import type { CypherValue } from "../../values/value.js";
import type { EngineContext } from "../operator.js";
import { type Batch, gathered, type Vector, valueAt } from "../vector.js";
import { valuesOf, vectorExpression } from "../vector-expression.js";
import { createdElements } from "./create-elements.js";
import { heldElements, mayHoldElements } from "./element-ids.js";
import { graphReads } from "./graph-reads.js";
import { type AttributeItem, attributeItems, setByColumns } from "./set-attributes.js";

type MergeClause = Extract<BoundClause, { readonly kind: "merge" }>;

interface MergePlan {
  readonly element: BoundNode | BoundRelationship;
  /** The slots of the ends of a relationship. */
  readonly ends: readonly [source: number, target: number] | undefined;
  readonly entries: readonly BoundEntry[];
  readonly onCreate: readonly AttributeItem[];
  readonly onMatch: readonly AttributeItem[];
}

/** Undefined for what has to be merged row by row. */
export function mergePlan({
  match,
  onCreate: created,
  onMatch: matched,
}: MergeClause): MergePlan | undefined {
  const [path, ...others] = match.paths;
  const [left, middle, right] = path.elements;
  if (others.length > 0 || path.slot !== undefined || match.where !== undefined) return undefined;
  let element: BoundNode | BoundRelationship;
  let ends: MergePlan["ends"];
  const isKnown = (node: (typeof path.elements)[number] | undefined): node is BoundNode =>
    node?.kind === "node" && match.known.has(node.slot.index);
  if (path.elements.length === 1 && left.kind === "node" && !isKnown(left)) element = left;
  else if (path.elements.length === 3 && middle?.kind === "relationship" && isKnown(left) && isKnown(right)) {
    element = middle;
    if (middle.length !== undefined || middle.types?.kind !== "label") return undefined;
    const [from, to] = middle.direction === "left" ? [right, left] : [left, right];
    ends = [from.slot.index, to.slot.index];
  } else return undefined;
  const { properties, where } = element;
  if (where !== undefined || (properties !== undefined && !Array.isArray(properties))) return undefined;
  const entries = ((properties ?? []) as readonly BoundEntry[]).map(({ name, value }) => ({
    name,
    value: value.kind === "stored" ? value.operand : value,
  }));
  const names = new Set(entries.map(({ name }) => name));
  if (names.size < entries.length || (ends === undefined && names.size === 0)) return undefined;
  const onCreate = attributeItems(created);
  const onMatch = attributeItems(matched);
  if (onCreate === undefined || onMatch === undefined) return undefined;
  const items = [...onCreate, ...onMatch];
  // what is written is of the element itself, and nothing by which others find it
  if (items.some(({ slot, name }) => slot !== element.slot.index || names.has(name))) return undefined;
  const isSteady = entries.every(({ value }) => {
    const reads = graphReads(value);
    return !reads.anything && !reads.anyAttribute;
  });
  return isSteady ? { element, ends, entries, onCreate, onMatch } : undefined;
}

/** The rows with what they merge; undefined, with some of it perhaps written, where that has to be done row by row. */
export function mergedBatch(
  clause: MergeClause,
  batch: Batch,
  context: EngineContext,
  bulk: BulkWrites,
): Batch | undefined {
  const plan = mergePlan(clause);
  if (plan === undefined || readsWritten(plan, batch)) return undefined;
  const { count } = batch;
  const vectors = plan.entries.map(({ value }) => valuesOf(vectorExpression(value, context), batch, context));
  const merged = mergedByNumbers(plan, vectors, count, context);
  const found = merged ?? mergedOneByOne(plan, vectors, batch, context, bulk);
  if (found === undefined) return undefined;
  const { ids, firstRows, newRows, matchedRows } = found;
  const created = createdIds(plan, firstRows, vectors, batch, context, bulk);
  if (created === undefined) return undefined;
  for (const row of newRows) ids[row] = created[ids[row]];
  const kind = plan.ends === undefined ? "nodes" : "relationships";
  const columns = new Map<number, Vector>(batch.columns).set(plan.element.slot.index, { kind, ids });
  const rows = { count, columns };
  const isSet =
    setFor(plan.onCreate, firstRows, rows, context, bulk) &&
    setFor(plan.onMatch, matchedRows, rows, context, bulk);
  return isSet ? rows : undefined;
}

/** The elements that rows merge. */
interface MergedRows {
  /** By row the id of what was found, or the number of what is new. */
  readonly ids: Uint32Array;
  /** By the number of what is new, the first row that merges it. */
  readonly firstRows: number[];
  readonly newRows: number[];
  /** The rows that find what they merge, also where a row before creates it. */
  readonly matchedRows: number[];
}

/** Finds nodes by a key that is an integer, all at once; undefined for others. */
function mergedByNumbers(
  { element, ends, entries }: MergePlan,
  [vector]: readonly Vector[],
  count: number,
  { run }: EngineContext,
): MergedRows | undefined {
  if (ends !== undefined || entries.length !== 1) return undefined;
  if (vector.kind !== "integers" || vector.nulls !== undefined) return undefined;
  const labels = labelNames((element as BoundNode).labels);
  if (labels.length !== 1) return undefined;
  const held = run.graph.access?.findByKey?.(labels[0], entries[0].name, vector.values, count);
  if (held === undefined) return undefined;
  run.spend(count);
  const merged: MergedRows = {
    ids: new Uint32Array(count),
    firstRows: [],
    newRows: [],
    matchedRows: [],
  };
  const known = new Map<number, number>();
  for (let at = 0; at < count; at += PART_ROWS)
    mergeNumbers(vector.values, held, known, merged, at, Math.min(at + PART_ROWS, count));
  return merged;
}

/** A loop that is called once for a statement is compiled anew for each. */
const PART_ROWS = 1024;

function mergeNumbers(
  keys: Float64Array,
  held: Int32Array,
  known: Map<number, number>,
  { ids, firstRows, newRows, matchedRows }: MergedRows,
  start: number,
  end: number,
): void {
  for (let row = start; row < end; row++) {
    if (held[row] >= 0) {
      ids[row] = held[row];
      matchedRows.push(row);
      continue;
    }
    let number = known.get(keys[row]);
    if (number === undefined) {
      number = firstRows.push(row) - 1;
      known.set(keys[row], number);
    } else matchedRows.push(row);
    ids[row] = number;
    newRows.push(row);
  }
}

/** Finds row by row; undefined where that does not tell. */
function mergedOneByOne(
  plan: MergePlan,
  vectors: readonly Vector[],
  batch: Batch,
  context: EngineContext,
  bulk: BulkWrites,
): MergedRows | undefined {
  const { count } = batch;
  const find =
    plan.ends === undefined
      ? nodeFinder(plan, context, bulk)
      : relationshipFinder(plan, batch, context, bulk);
  if (find === undefined) return undefined;
  const ids = new Uint32Array(count);
  /** The numbers of what is new, by the values that make it one. */
  const known = new Map<string, number>();
  const firstRows: number[] = [];
  const newRows: number[] = [];
  const matchedRows: number[] = [];
  for (let row = 0; row < count; row++) {
    context.run.spend(1);
    const values = storedAt(plan, vectors, row, context);
    const found = values && find(values, row);
    if (values === undefined || found === undefined) return undefined;
    if (found.id !== undefined) {
      ids[row] = found.id;
      matchedRows.push(row);
      continue;
    }
    let number = known.get(found.key);
    if (number === undefined) {
      number = firstRows.push(row) - 1;
      known.set(found.key, number);
    } else matchedRows.push(row);
    ids[row] = number;
    newRows.push(row);
  }
  return { ids, firstRows, newRows, matchedRows };
}

/** Whether a value may read, of another element than the merged one, what rows before have written. */
function readsWritten(
  { element, entries, onCreate, onMatch }: MergePlan,
  { count, columns }: Batch,
): boolean {
  const own = element.slot.index;
  const written = new Set([...onCreate, ...onMatch].map(({ name }) => name));
  const values: BoundExpression[] = entries.map(({ value }) => value);
  for (const { value } of [...onCreate, ...onMatch]) if (value !== undefined) values.push(value);
  return values.some((value) =>
    graphReads(value).attributes.some(
      ({ slot, name }) => slot !== own && written.has(name) && mayHoldElements(columns.get(slot), count),
    ),
  );
}

/** The values of a row as they will be stored; undefined where one is null, or no value by which elements are told apart. */
function storedAt(
  { entries, ends }: MergePlan,
  vectors: readonly Vector[],
  row: number,
  { run }: EngineContext,
): CypherValue[] | undefined {
  const values: CypherValue[] = [];
  for (const [i, vector] of vectors.entries()) {
    let value = valueAt(vector, row, run.graph);
    if (typeof value === "number") {
      const kind = ends === undefined ? "node" : "relationship";
      value = run.writable.asStored?.(kind, entries[i].name, value) ?? value;
    }
    // neither null nor an object is found by its key, and NaN is equal to nothing
    if (typeof value === "object" || Number.isNaN(value)) return undefined;
    values.push(value);
  }
  return values;
}

/** The find of a row: the id of the one element that fits, or the key of the one that it creates; undefined for several. */
type Finder = (
  values: readonly CypherValue[],
  row: number,
) =>
  | { readonly id: number; readonly key?: undefined }
  | { readonly id?: undefined; readonly key: string }
  | undefined;

function nodeFinder(
  { element, entries }: MergePlan,
  { run }: EngineContext,
  bulk: BulkWrites,
): Finder | undefined {
  const labels = labelNames((element as BoundNode).labels);
  const names = entries.map(({ name }) => name);
  const byKey = bulk.finderByKey(labels, names);
  const { graph } = run;
  const fits = (id: number, values: readonly CypherValue[]): boolean =>
    labels.every((label) => graph.labelsOf(id).includes(label)) &&
    names.every((name, i) => equals(graph.attributeOf("node", id, name) as CypherValue, values[i]) === true);
  return (values) => {
    const candidates =
      byKey === undefined
        ? graph.access?.find(labels, new Map(names.map((name, i) => [name, [values[i]]])))
        : byKey(values);
    const all = candidates?.filter((id) => fits(id, values));
    if (all === undefined || all.length > 1) return undefined;
    return all.length === 0 ? { key: keyOf(values) } : { id: all[0] };
  };
}

function relationshipFinder(
  { element, ends, entries }: MergePlan,
  { count, columns }: Batch,
  { run, state }: EngineContext,
  bulk: BulkWrites,
): Finder | undefined {
  const [sources, targets] = ends!.map((slot) => heldElements(columns.get(slot), count));
  if (sources?.kind !== "node" || targets?.kind !== "node" || sources.nulls + targets.nulls > 0)
    return undefined;
  const { types, direction } = element as BoundRelationship;
  const type = types?.kind === "label" ? types.name : "";
  const isEither = direction === "both" || !state.directed;
  const { graph } = run;
  return (values, row) => {
    const [source, target] = [sources.ids[row], targets.ids[row]];
    const between = new Set(bulk.relationshipsBetween(source, target, type));
    if (isEither) for (const id of bulk.relationshipsBetween(target, source, type)) between.add(id);
    const all = [...between].filter((id) =>
      entries.every(
        ({ name }, i) =>
          equals(graph.attributeOf("relationship", id, name) as CypherValue, values[i]) === true,
      ),
    );
    if (all.length > 1) return undefined;
    if (all.length === 1) return { id: all[0] };
    const pair = isEither && source > target ? `${target} ${source}` : `${source} ${target}`;
    return { key: `${pair} ${keyOf(values)}` };
  };
}

/** One text for values that are equal. */
function keyOf(values: readonly CypherValue[]): string {
  if (values.length === 1 && typeof values[0] === "string") return `s${values[0]}`;
  let text = "";
  for (const value of values) {
    const key = `${equivalenceKey(value)}`;
    text += `${typeof value === "bigint" ? "number" : typeof value} ${key.length} ${key} `;
  }
  return text;
}

/** The ids of what the rows of some numbers create. */
function createdIds(
  { element, ends, entries }: MergePlan,
  rows: readonly number[],
  vectors: readonly Vector[],
  batch: Batch,
  context: EngineContext,
  bulk: BulkWrites,
): Uint32Array | undefined {
  if (rows.length === 0) return new Uint32Array(0);
  const columns = new Map<number, Vector>();
  const index = Uint32Array.from(rows);
  for (const slot of ends ?? []) columns.set(slot, gathered(batch.columns.get(slot)!, index, rows.length));
  const attributes = new Map(entries.map(({ name }, i) => [name, gathered(vectors[i], index, rows.length)]));
  const plan =
    ends === undefined
      ? { nodes: [element as BoundNode], relationships: [] }
      : {
          nodes: [],
          relationships: [{ element: element as BoundRelationship, source: ends[0], target: ends[1] }],
        };
  const created = createdElements(plan, { count: rows.length, columns }, context, bulk, () => attributes);
  const vector = created?.columns.get(element.slot.index);
  return vector !== undefined && "ids" in vector ? vector.ids : undefined;
}

/** Does the items for some of the rows. */
function setFor(
  items: readonly AttributeItem[],
  rows: readonly number[],
  batch: Batch,
  context: EngineContext,
  bulk: BulkWrites,
): boolean {
  if (items.length === 0 || rows.length === 0) return true;
  const index = Uint32Array.from(rows);
  const columns = new Map(
    Array.from(batch.columns, ([slot, vector]) => [slot, gathered(vector, index, rows.length)] as const),
  );
  return setByColumns(items, { count: rows.length, columns }, context, bulk);
}
