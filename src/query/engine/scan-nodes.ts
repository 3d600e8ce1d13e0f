/**
 * For each row the nodes that a scan finds: all, those of a label, or candidates by an id, a key or an index; of those that
 * are the same for all rows, the ones that filters leave.
 */
import type { Expression } from "../../space/filter/expression.js";

import type { MatchStep } from "../plan/match-plan.js";
import { slotsIn } from "../plan/slots-in.js";
import { nodeCandidates } from "../run/node-candidates.js";
import type { LabelExpression } from "../text/tree.js";
import { topNodes } from "./grouping/top-nodes.js";
import { LabelLookup } from "./label-lookup.js";
import type { EngineContext, Operator } from "./operator.js";
import { filteredNodes } from "./planning/node-filters.js";
import { type Batch, EMPTY_BATCH, gatheredBatch, RecordRows, type Vector, valueAt } from "./vector.js";

export type ScanStep = Extract<MatchStep, { readonly kind: "scan" }>;

export class ScanNodes implements Operator {
  readonly #source: Operator;
  readonly #step: ScanStep;
  readonly #labels: LabelExpression | undefined;
  readonly #wanted: ReadonlySet<number>;
  readonly #context: EngineContext;
  readonly #lookup: LabelLookup | undefined;
  readonly #lookupSlots: readonly number[];
  readonly #filters: readonly Expression[];
  #filtered: Uint32Array | undefined;
  /** By row the node of the batch that a key finds, -1 for none, where all were looked up at one go. */
  #found: Int32Array | undefined;
  #batch = EMPTY_BATCH;
  #row = 0;
  #ids: ArrayLike<number> = [];
  #at = 0;
  /** The ids, if they are those that all rows have in common, and the row has no arrays. */
  #common: Uint32Array | undefined;
  /** Whether the ids are candidates, whose labels are to be checked. */
  #isChecked = false;

  /** `filters` are conditions on the node. */
  constructor(
    source: Operator,
    step: ScanStep,
    filters: readonly Expression[],
    wanted: ReadonlySet<number>,
    context: EngineContext,
  ) {
    this.#filters = filters;
    this.#source = source;
    this.#step = step;
    this.#wanted = wanted;
    this.#context = context;
    this.#labels = step.node.labels;
    this.#lookup = this.#labels && new LabelLookup(context.state.nodes, this.#labels);
    this.#lookupSlots = step.lookups.flatMap(({ value }) => [...slotsIn(value)]);
  }

  next(): Batch | undefined {
    return this.#shared() ?? this.#filled();
  }

  /** The next nodes of all that rows have in common, where they lie, for one row alone that has no arrays of its own. */
  #shared(): Batch | undefined {
    const { batchRows } = this.#context;
    const left = this.#ids.length - this.#at;
    if (left <= 0 || this.#common === undefined) return undefined;
    // where few are left the next row may have room beside them
    if (left < batchRows && this.#row < this.#batch.count) return undefined;
    const count = Math.min(left, batchRows);
    const ids = this.#common.subarray(this.#at, this.#at + count);
    this.#at += count;
    const columns = new Map<number, Vector>();
    for (const [slot, vector] of this.#batch.columns) if (this.#wanted.has(slot)) columns.set(slot, vector);
    const slot = this.#step.node.slot.index;
    if (this.#wanted.has(slot)) columns.set(slot, { kind: "nodes", ids });
    return { count, columns };
  }

  #filled(): Batch | undefined {
    const { batchRows } = this.#context;
    const index = new Uint32Array(batchRows);
    const ids = new Uint32Array(batchRows);
    let count = 0;
    while (count < batchRows) {
      if (this.#at < this.#ids.length) {
        count = this.#fill(index, ids, count);
        continue;
      }
      if (this.#row < this.#batch.count && this.#found !== undefined) {
        count = this.#fillFound(this.#found, index, ids, count);
        continue;
      }
      if (this.#row < this.#batch.count) {
        this.#begin(this.#row++);
        if (count > 0) continue;
        const shared = this.#shared();
        if (shared !== undefined) return shared;
        continue;
      }
      if (count > 0) break;
      const batch = this.#source.next();
      if (batch === undefined) return undefined;
      this.#batch = batch;
      this.#row = 0;
      this.#found = this.#foundByKey(batch);
      if (batch.count === 0) return EMPTY_BATCH;
    }
    const columns = gatheredBatch(this.#batch, index, count, this.#wanted);
    const slot = this.#step.node.slot.index;
    if (this.#wanted.has(slot))
      columns.set(slot, { kind: "nodes", ids: count === batchRows ? ids : ids.slice(0, count) });
    return { count, columns };
  }

  /** The nodes of rows whose keys are integers out of maps that came as a parameter. */
  #foundByKey({ columns, count }: Batch): Int32Array | undefined {
    const [lookup, ...others] = this.#step.lookups;
    if (lookup?.name === undefined || lookup.isList || others.length > 0) return undefined;
    const { name, value } = lookup;
    const labels = this.#labels;
    if (labels?.kind !== "label" || value.kind !== "property" || value.of.kind !== "slot") return undefined;
    const maps = columns.get(value.of.slot.index);
    if (!(maps instanceof RecordRows)) return undefined;
    const keys = maps.field(value.name, count);
    if (keys.kind !== "integers" || keys.nulls !== undefined) return undefined;
    return this.#context.run.graph.access?.findByKey?.(labels.name, name, keys.values, count);
  }

  #fillFound(found: Int32Array, index: Uint32Array, ids: Uint32Array, from: number): number {
    const end = this.#batch.count;
    let count = from;
    let row = this.#row;
    for (; row < end && count < ids.length; row++) {
      if (found[row] < 0) continue;
      index[count] = row;
      ids[count++] = found[row];
    }
    this.#row = row;
    return count;
  }

  #begin(row: number): void {
    const { scratch, run } = this.#context;
    this.#at = 0;
    for (const slot of this.#lookupSlots) {
      const vector = this.#batch.columns.get(slot);
      if (vector !== undefined) scratch[slot] = valueAt(vector, row, run.graph);
    }
    const candidates = nodeCandidates(this.#step, scratch, run);
    this.#isChecked = candidates !== undefined;
    const all = candidates === undefined ? this.#all() : undefined;
    this.#ids = candidates ?? all!;
    // constants are the same for any number of rows
    this.#common = [...this.#batch.columns.values()].every(({ kind }) => kind === "constant")
      ? all
      : undefined;
  }

  /** The nodes that all rows have in common. */
  #all(): Uint32Array {
    const { cache, topOrder } = this.#context;
    const nodes = cache.nodes(this.#labels);
    const isTop = topOrder?.slot === this.#step.node.slot.index;
    if (this.#filters.length === 0 && !isTop) return nodes.ids;
    if (this.#filtered === undefined) {
      const ids = this.#filters.length === 0 ? nodes.ids : filteredNodes(this.#filters, nodes, this.#context);
      this.#filtered = isTop ? topNodes(ids, topOrder, this.#context) : ids;
    }
    return this.#filtered;
  }

  #fill(index: Uint32Array, ids: Uint32Array, from: number): number {
    const given = this.#ids;
    const row = this.#row - 1;
    let count = from;
    let at = this.#at;
    if (this.#isChecked && this.#lookup !== undefined) {
      for (; at < given.length && count < ids.length; at++) {
        if (!this.#lookup.has(given[at])) continue;
        index[count] = row;
        ids[count++] = given[at];
      }
    } else {
      const stop = Math.min(given.length, at + ids.length - count);
      if (given instanceof Uint32Array) ids.set(given.subarray(at, stop), count);
      else for (let i = at; i < stop; i++) ids[count + i - at] = given[i];
      index.fill(row, count, count + stop - at);
      count += stop - at;
      at = stop;
    }
    this.#at = at;
    return count;
  }
}
