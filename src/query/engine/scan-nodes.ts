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
import { type Batch, EMPTY_BATCH, gatheredBatch, valueAt } from "./vector.js";

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
  #batch = EMPTY_BATCH;
  #row = 0;
  #ids: ArrayLike<number> = [];
  #at = 0;
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
    const { batchRows } = this.#context;
    const index = new Uint32Array(batchRows);
    const ids = new Uint32Array(batchRows);
    let count = 0;
    while (count < batchRows) {
      if (this.#at < this.#ids.length) {
        count = this.#fill(index, ids, count);
        continue;
      }
      if (this.#row < this.#batch.count) {
        this.#begin(this.#row++);
        continue;
      }
      if (count > 0) break;
      const batch = this.#source.next();
      if (batch === undefined) return undefined;
      this.#batch = batch;
      this.#row = 0;
      if (batch.count === 0) return EMPTY_BATCH;
    }
    const columns = gatheredBatch(this.#batch, index, count, this.#wanted);
    const slot = this.#step.node.slot.index;
    if (this.#wanted.has(slot))
      columns.set(slot, { kind: "nodes", ids: count === batchRows ? ids : ids.slice(0, count) });
    return { count, columns };
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
    this.#ids = candidates ?? this.#all();
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
