/**
 * The two states that a delta leads between, as far as the delta names their elements. It shares no rows with the live
 * state, which would copy a page of each at its next write; so it costs nothing to keep such a state for each write.
 *
 * The delta has all that elements have which came or went, as those of a record have. Of elements that it does not name
 * such a state has none, and of those in both states what differs alone.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { Bitmap } from "../../structures/bitmap.js";
import { NO_ROW, RowIndex } from "../../structures/row-index.js";
import { applyCells, NOT_CHANGED, rowBeyond } from "../deltas/cell-changes.js";
import type { Delta, ElementDelta } from "../deltas/delta.js";
import { AttributeTable } from "./attribute-table.js";
import { type Attribute, type Cell, ElementState } from "./element-state.js";
import type { GraphState } from "./graph-state.js";

/** The elements that a delta names, before and after it; it has just led to `state`. O(columns). */
export function deltaSides(state: GraphState, delta: Delta): { before: GraphState; after: GraphState } {
  const side = (isAfter: boolean): GraphState => ({
    directed: state.directed,
    pool: state.pool,
    nodes: new DeltaSide(state.nodes, delta.nodes, isAfter),
    edges: new DeltaSide(state.edges, delta.edges, isAfter),
    graph: new DeltaSide(state.graph, delta.graph, isAfter),
    adjacency: state.adjacency,
    keys: state.keys,
    structureVersion: 0,
  });
  return { before: side(false), after: side(true) };
}

class DeltaSide extends ElementState {
  readonly #delta: ElementDelta;
  readonly #isAfter: boolean;
  /** The columns of the state. */
  readonly #columns: readonly AttributeColumn[];
  #live: Bitmap | undefined;
  #labelRows: RowIndex | undefined;
  #attributes: AttributeTable | undefined;

  constructor(state: ElementState, delta: ElementDelta, isAfter: boolean) {
    super(state.pool);
    this.#delta = delta;
    this.#isAfter = isAfter;
    const { introduced, dropped } = delta;
    const columns = state.columns;
    this.#columns =
      isAfter || introduced.length + dropped.length === 0
        ? columns
        : [...columns.filter((stored) => !introduced.includes(stored)), ...dropped];
  }

  override isLive(element: number): boolean {
    const { added, removed, labels, cells } = this.#delta;
    if (added.has(element)) return this.#isAfter;
    if (removed.has(element)) return !this.#isAfter;
    if (rowBeyond(labels, element, this.#isAfter) !== NOT_CHANGED) return true;
    for (const changes of cells.values())
      if (rowBeyond(changes, element, this.#isAfter) !== NOT_CHANGED) return true;
    return false;
  }

  get live(): Bitmap {
    if (this.#live === undefined) {
      const live = new Bitmap();
      const { added, removed, labels, cells } = this.#delta;
      for (const { runs, elements } of [labels, ...cells.values()]) {
        for (const { element, count } of runs) live.addRange(element, element + count);
        for (const element of elements) live.add(element);
      }
      const [here, gone] = this.#isAfter ? [added, removed] : [removed, added];
      here.forEachRun((start, length) => live.addRange(start, start + length));
      gone.forEachRun((start, length) => live.deleteRange(start, start + length));
      this.#live = live;
    }
    return this.#live;
  }

  override labelSetOf(element: number): number {
    const set = rowBeyond(this.#delta.labels, element, this.#isAfter);
    return set === NOT_CHANGED ? NO_ROW : set;
  }

  get labelRows(): RowIndex {
    if (this.#labelRows === undefined) {
      this.#labelRows = new RowIndex();
      applyCells(this.#delta.labels, this.#labelRows, this.#isAfter);
    }
    return this.#labelRows;
  }

  override cellsOf(element: number, name?: string): readonly Cell[] {
    const found: Cell[] = [];
    for (const [stored, changes] of this.#delta.cells) {
      if (name !== undefined && stored.name !== name) continue;
      const row = rowBeyond(changes, element, this.#isAfter);
      if (row >= 0) found.push({ stored, row });
    }
    return found;
  }

  attribute(name: string): Attribute | undefined {
    return this.#table.get(name);
  }

  attributes(): Iterable<Attribute> {
    return this.#table.values();
  }

  schema(): Iterable<AttributeColumn> {
    return this.#columns;
  }

  /** The rows of each column, worked out when first asked for. */
  get #table(): AttributeTable {
    if (this.#attributes === undefined) {
      this.#attributes = new AttributeTable();
      for (const stored of this.#columns) {
        const rows = new RowIndex();
        const changes = this.#delta.cells.get(stored);
        if (changes !== undefined) applyCells(changes, rows, this.#isAfter);
        this.#attributes.add({ name: stored.name, stored, rows, mixed: undefined });
      }
    }
    return this.#attributes;
  }
}
