/**
 * The state of a commit beside the live one: it shares all that is the same, and what differs is worked out
 * column by column when it is first read. One element is read by itself, from the steps that lead to the state, until
 * that has cost as much as working out the column.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { RowIndex } from "../../structures/row-index.js";
import { applyCells, countCells, NOT_CHANGED, rowBeyond } from "../deltas/cell-changes.js";
import { type Delta, type DeltaStep, type ElementDelta, NO_ELEMENT_DELTA } from "../deltas/delta.js";
import { AttributeTable, type TableAttribute } from "./attribute-table.js";
import { type Attribute, type Cell, ElementState } from "./element-state.js";
import type { GraphState } from "./graph-state.js";

/** The state to which the steps of `way` lead from `from`. O(columns + steps); reading a column costs its changes. */
export function pastState(from: GraphState, way: readonly DeltaStep[]): GraphState {
  // once for nodes, edges and the graph: the delta of an older commit is made of bytes each time
  const steps = way.map(({ delta, forward }) => ({ delta, forward }));
  return {
    directed: from.directed,
    pool: from.pool,
    nodes: pastElements("nodes", from.nodes, steps),
    edges: pastElements("edges", from.edges, steps),
    graph: pastElements("graph", from.graph, steps),
    adjacency: from.adjacency,
    keys: from.keys,
    structureVersion: 0,
  };
}

/** Elements of a past state that steps do not change are those of that state. */
function pastElements(kind: keyof Delta, from: ElementState, steps: readonly DeltaStep[]): ElementState {
  const isSame = from instanceof PastElements && steps.every(({ delta }) => delta[kind] === NO_ELEMENT_DELTA);
  return isSame ? from : new PastElements(kind, from, steps);
}

/** An attribute whose rows are those of the state that was started from until the steps from `next` on are made. */
interface PendingAttribute extends TableAttribute {
  next: number;
  /** How many steps reads of single cells have looked at. */
  looks: number;
}

/** From so many looks at steps on it is asked whether working out all of a column has cost less. */
const LOOKS_MIN = 4096;
/** A look at a step takes about as long as applying so many cells. */
const CELLS_PER_LOOK = 8;
/** Up to so many runs of ids and changes of labels are applied at once: looking at them takes as long. */
const APPLIED_MAX = 64;

class PastElements extends ElementState {
  /** The steps that change elements of this kind, with what they change now: a collection may move rows later. */
  readonly #steps: readonly DeltaStep<ElementDelta>[];
  readonly #live: Bitmap;
  readonly #labelRows: RowIndex;
  readonly #pending = new AttributeTable<PendingAttribute>();
  #liveBuilt = false;
  #labelsBuilt = false;
  /** How many looks are left before the live ids, or the labels, are worked out; undefined before the first. */
  #liveLooks: number | undefined;
  #labelLooks: number | undefined;

  constructor(kind: keyof Delta, from: ElementState, steps: readonly DeltaStep[]) {
    super(from.pool);
    this.#live = from.live.clone();
    this.#labelRows = from.labelRows.clone();
    for (const { name, stored, rows } of from.attributes()) {
      this.#pending.add({ name, stored, rows: rows.clone(), mixed: undefined, next: 0, looks: 0 });
    }
    const changing: DeltaStep<ElementDelta>[] = [];
    for (const { delta: whole, forward } of steps) {
      const delta = whole[kind];
      if (delta === NO_ELEMENT_DELTA) continue;
      const { introduced, dropped, unused } = delta;
      if (unused !== undefined && !forward) for (const stored of unused) this.#drop(stored);
      if (introduced.length + dropped.length > 0) {
        const [came, went] = forward ? [introduced, dropped] : [dropped, introduced];
        for (const stored of went) this.#drop(stored);
        for (const stored of came) this.#introduce(stored, changing.length);
      }
      changing.push({ delta, forward });
    }
    this.#steps = changing;
  }

  #introduce(stored: AttributeColumn, at: number): void {
    if (this.#pending.of(stored) !== undefined) return;
    this.#pending.add({
      name: stored.name,
      stored,
      rows: new RowIndex(),
      mixed: undefined,
      next: at,
      looks: 0,
    });
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

  // One element: the last step that changed what is asked about says what it is, and mostly it is near the end

  override isLive(element: number): boolean {
    if (!this.#liveBuilt) {
      this.#liveLooks ??= this.#looksOf(({ added, removed }) => added.starts.length + removed.starts.length);
      if (this.#liveLooks <= 0) return this.live.has(element);
      for (let at = this.#steps.length - 1; at >= 0; at--) {
        this.#liveLooks--;
        const { delta, forward } = this.#steps[at];
        if (delta.added.has(element)) return forward;
        if (delta.removed.has(element)) return !forward;
      }
    }
    return this.#live.has(element);
  }

  override labelSetOf(element: number): number {
    if (!this.#labelsBuilt) {
      this.#labelLooks ??= this.#looksOf(({ labels }) => labels.runs.length + labels.elements.length);
      if (this.#labelLooks <= 0) return this.labelRows.get(element);
      for (let at = this.#steps.length - 1; at >= 0; at--) {
        this.#labelLooks--;
        const { delta, forward } = this.#steps[at];
        const set = rowBeyond(delta.labels, element, forward);
        if (set !== NOT_CHANGED) return set;
      }
    }
    return this.#labelRows.get(element);
  }

  /** How often steps may be looked at before that has cost more than applying so much of each; 0 for at once. */
  #looksOf(count: (delta: ElementDelta) => number): number {
    let total = 0;
    for (const { delta } of this.#steps) total += count(delta);
    return total <= APPLIED_MAX ? 0 : Math.max(total / CELLS_PER_LOOK, LOOKS_MIN);
  }

  override cellsOf(element: number, name?: string): readonly Cell[] | undefined {
    if (this.#steps.length === 0) return undefined;
    const first = name === undefined ? undefined : this.#pending.get(name);
    if (name !== undefined && first === undefined) return undefined;
    const list = first === undefined ? this.#pending.values() : (first.mixed ?? [first]);
    const cells: Cell[] = [];
    for (const attribute of list as Iterable<PendingAttribute>) {
      const row = this.#rowOf(attribute, element);
      if (row >= 0) cells.push({ stored: attribute.stored, row });
    }
    return cells;
  }

  #rowOf(attribute: PendingAttribute, element: number): number {
    const { stored, rows, next } = attribute;
    for (let at = this.#steps.length - 1; at >= next; at--) {
      attribute.looks++;
      const { delta, forward } = this.#steps[at];
      const changes = delta.cells.get(stored);
      const row = changes === undefined ? NOT_CHANGED : rowBeyond(changes, element, forward);
      if (row === NOT_CHANGED) continue;
      if (attribute.looks > LOOKS_MIN) this.#reconsider(attribute);
      return row;
    }
    if (attribute.looks > LOOKS_MIN) this.#reconsider(attribute);
    return rows.get(element);
  }

  /** Works out a column once looks have cost as much. */
  #reconsider(attribute: PendingAttribute): void {
    let cells = 0;
    for (let at = attribute.next; at < this.#steps.length; at++) {
      const changes = this.#steps[at].delta.cells.get(attribute.stored);
      if (changes !== undefined) cells += countCells(changes);
    }
    if (attribute.looks * CELLS_PER_LOOK > cells) this.#worked(attribute);
    else attribute.looks -= LOOKS_MIN / 2;
  }

  override *attributes(): Generator<Attribute> {
    for (const attribute of this.#pending.values()) yield this.#worked(attribute);
  }

  override *schema(): Generator<AttributeColumn> {
    for (const { stored } of this.#pending.values()) yield stored;
  }
}
