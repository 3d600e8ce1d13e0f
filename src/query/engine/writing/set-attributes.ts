/** SET and REMOVE of attributes for all rows at one go, column by column. */
import type { BoundExpression, BoundRemoveItem, BoundSetItem } from "../../bind/bound.js";
import type { BulkWrites } from "../../run/graph-port.js";
import type { EngineContext } from "../operator.js";
import { type Batch, gathered, isNullAt, NONE, type Vector } from "../vector.js";
import { valuesOf, vectorExpression } from "../vector-expression.js";
import { bulkValues, presentCount } from "./created-columns.js";
import { areDistinct, type HeldElements, heldElements, mayHoldElements } from "./element-ids.js";
import { graphReads } from "./graph-reads.js";

/** Sets an attribute of what a variable holds; without a value it is removed. */
export interface AttributeItem {
  readonly slot: number;
  readonly name: string;
  readonly value: BoundExpression | undefined;
}

/** The items of SET or REMOVE, where each is an attribute of a variable and is told by values that can be worked out before. */
export function attributeItems(
  items: readonly (BoundSetItem | BoundRemoveItem)[],
): readonly AttributeItem[] | undefined {
  const found: AttributeItem[] = [];
  for (const item of items) {
    if (item.kind !== "attribute" || item.target.kind !== "slot") return undefined;
    const value = "value" in item ? item.value : undefined;
    const reads = value && graphReads(value);
    if (reads !== undefined && (reads.anything || reads.anyAttribute)) return undefined;
    found.push({ slot: item.target.slot.index, name: item.name, value });
  }
  return found;
}

/** Writes for all rows; false, with some of it perhaps written, where rows have to be gone through one by one. */
export function setByColumns(
  items: readonly AttributeItem[],
  batch: Batch,
  context: EngineContext,
  bulk: BulkWrites,
): boolean {
  const { count, columns } = batch;
  const targets = new Map<number, HeldElements | undefined>();
  for (const { slot } of items) {
    const held = heldElements(columns.get(slot), count);
    // nothing but nulls: values may go wrong all the same
    if (held === undefined) return false;
    targets.set(slot, held);
  }
  if (!areIndependent(items, batch, targets as ReadonlyMap<number, HeldElements>)) return false;
  return items.every((item) => setItem(item, targets.get(item.slot)!, batch, context, bulk));
}

/**
 * Whether no value depends on what was written for rows before, but through the very element that its own row writes
 * to, which no other row does.
 */
function areIndependent(
  items: readonly AttributeItem[],
  { count, columns }: Batch,
  targets: ReadonlyMap<number, HeldElements>,
): boolean {
  const writers = new Map<string, Set<number>>();
  for (const { slot, name } of items) writers.set(name, (writers.get(name) ?? new Set()).add(slot));
  // two variables may hold one element, to which rows then write by turns
  if ([...writers.values()].some((slots) => slots.size > 1)) return false;
  for (const { value } of items)
    for (const { slot, name } of value === undefined ? [] : graphReads(value).attributes) {
      const written = writers.get(name);
      if (written === undefined) continue;
      if (!written.has(slot)) {
        if (mayHoldElements(columns.get(slot), count)) return false;
      } else if (!areDistinctTargets(targets.get(slot)!)) return false;
    }
  return true;
}

function areDistinctTargets({ ids, nulls }: HeldElements): boolean {
  return areDistinct(nulls === 0 ? ids : ids.filter((id) => id !== NONE));
}

function setItem(
  { name, value }: AttributeItem,
  { kind, ids: all, nulls }: HeldElements,
  batch: Batch,
  context: EngineContext,
  bulk: BulkWrites,
): boolean {
  const { run } = context;
  let vector: Vector = { kind: "constant", value: null };
  if (value !== undefined) vector = valuesOf(vectorExpression(value, context), batch, context);
  let ids = all;
  if (nulls > 0) {
    const index = new Uint32Array(batch.count - nulls);
    let count = 0;
    for (let i = 0; i < batch.count; i++) if (all[i] !== NONE) index[count++] = i;
    ids = index.map((row) => all[row]);
    vector = gathered(vector, index, count);
  }
  const values = bulkValues(vector, ids.length, context);
  if (values === undefined) return false;
  const present = presentCount(vector, ids.length);
  let set = present;
  if (present < ids.length) {
    // an attribute that is not there cannot be taken away
    if (!areDistinct(ids)) return false;
    for (let i = 0; i < ids.length; i++)
      if (isNullAt(vector, i) && run.graph.attributeOf(kind, ids[i], name) !== null) set++;
  }
  if (bulk.setAttributes(kind, ids, name, values) === undefined) return false;
  run.counts.attributesSet += set;
  return true;
}
