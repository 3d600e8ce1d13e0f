/**
 * The state of a commit beside the live one: it shares all that is the same, and what differs is worked out
 * column by column when it is first read.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { RowIndex } from "../../structures/row-index.js";
import { applyCells } from "../deltas/cell-changes.js";
import type { DeltaStep, ElementDelta } from "../deltas/delta.js";
import { AttributeTable, type TableAttribute } from "./attribute-table.js";
import { type Attribute, ElementState } from "./element-state.js";
import type { GraphState } from "./graph-state.js";

/** The state to which `steps` lead from `from`. O(columns + steps); reading a column costs its changes. */
export function pastState(from: GraphState, steps: readonly DeltaStep[]): GraphState {
  return {
    directed: from.directed,
    pool: from.pool,
    nodes: new PastElements(
      from.nodes,
      steps.map(({ delta, forward }) => ({ delta: delta.nodes, forward })),
    ),
    edges: new PastElements(
      from.edges,
      steps.map(({ delta, forward }) => ({ delta: delta.edges, forward })),
    ),
    graph: new PastElements(
      from.graph,
      steps.map(({ delta, forward }) => ({ delta: delta.graph, forward })),
    ),
    adjacency: from.adjacency,
    keys: from.keys,
    structureVersion: 0,
  };
}

/** An attribute whose rows are those of the state that was started from until the steps from `next` on are made. */
interface PendingAttribute extends TableAttribute {
  next: number;
}

class PastElements extends ElementState {
  readonly #steps: readonly DeltaStep<ElementDelta>[];
  readonly #live: Bitmap;
  readonly #labelRows: RowIndex;
  readonly #pending = new AttributeTable<PendingAttribute>();
  #liveBuilt = false;
  #labelsBuilt = false;

  constructor(from: ElementState, steps: readonly DeltaStep<ElementDelta>[]) {
    super(from.pool);
    this.#steps = steps;
    this.#live = from.live.clone();
    this.#labelRows = from.labelRows.clone();
    for (const { name, stored, rows } of from.attributes()) {
      this.#pending.add({ name, stored, rows: rows.clone(), mixed: undefined, next: 0 });
    }
    steps.forEach(({ delta, forward }, at) => {
      const [came, went] = forward ? [delta.introduced, delta.dropped] : [delta.dropped, delta.introduced];
      for (const stored of went) this.#drop(stored);
      for (const stored of came) this.#introduce(stored, at);
    });
  }

  #introduce(stored: AttributeColumn, at: number): void {
    if (this.#pending.of(stored) !== undefined) return;
    this.#pending.add({ name: stored.name, stored, rows: new RowIndex(), mixed: undefined, next: at });
  }

  #drop(stored: AttributeColumn): void {
    this.#pending.delete(stored);
  }

  override get live(): Bitmap {
    if (!this.#liveBuilt) {
      this.#liveBuilt = true;
      for (const { delta, forward } of this.#steps) {
        const [came, went] = forward ? [delta.added, delta.removed] : [delta.removed, delta.added];
        went.forEachRun((start, length) => this.#live.deleteRange(start, start + length));
        came.forEachRun((start, length) => this.#live.addRange(start, start + length));
      }
    }
    return this.#live;
  }

  override get labelRows(): RowIndex {
    if (!this.#labelsBuilt) {
      this.#labelsBuilt = true;
      for (const { delta, forward } of this.#steps) applyCells(delta.labels, this.#labelRows, forward);
    }
    return this.#labelRows;
  }

  override attribute(name: string): Attribute | undefined {
    const attribute = this.#pending.get(name);
    if (attribute?.mixed === undefined) return attribute && this.#worked(attribute);
    for (const each of attribute.mixed) this.#worked(each as PendingAttribute);
    return attribute;
  }

  /** Makes the steps that an attribute waits for. */
  #worked(attribute: PendingAttribute): PendingAttribute {
    for (; attribute.next < this.#steps.length; attribute.next++) {
      const { delta, forward } = this.#steps[attribute.next];
      const changes = delta.cells.get(attribute.stored);
      if (changes !== undefined) applyCells(changes, attribute.rows, forward);
    }
    return attribute;
  }

  override *attributes(): Generator<Attribute> {
    for (const attribute of this.#pending.values()) yield this.#worked(attribute);
  }

  override *schema(): Generator<AttributeColumn> {
    for (const { stored } of this.#pending.values()) yield stored;
  }
}
