/** The differences in the nodes, in the edges, or in the graph itself, of two states, by fact. */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { ElementKind, OwnerKind, ReadonlyEdgePool } from "../../pool/pool.js";
import { type CellChanges, forEachCell, NO_CHANGES } from "../../space/deltas/cell-changes.js";
import type { ElementDelta } from "../../space/deltas/delta.js";
import type { Attribute, ElementState } from "../../space/states/element-state.js";
import { type ColumnView, columnOfRows } from "../../space/tables/column-view.js";
import type { ElementRef, OwnerRef } from "./conflict.js";
import { countElements, type ElementStatus } from "./status.js";

/** A value that differs, of an element that is in both states; undefined where it is absent. */
export interface CellChange {
  readonly id: number;
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Labels, or a type, that differ, of an element that is in both states. */
export interface LabelChange {
  readonly id: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The values of an attribute that differ, of elements in both states, side by side. */
export interface ChangedColumn {
  /** The elements, ascending. */
  readonly ids: Uint32Array;
  /** Their values in the first state, by position. */
  readonly before: ColumnView;
  /** Their values in the second state. */
  readonly after: ColumnView;
}

/** An element that is in one of the states alone, with all that it has there. */
export interface PresenceFact {
  readonly kind: "added" | "removed";
  readonly element: ElementRef;
  /** Of an edge the nodes that it leads from and to. */
  readonly ends: { readonly source: number; readonly target: number } | undefined;
  /** The labels, or the type as the one label. */
  readonly labels: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The labels, or the type, of an element in both states. */
export interface LabelFact {
  readonly kind: "label";
  readonly element: ElementRef;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** An attribute of an element in both states, or of the graph itself; undefined where it is absent. */
export interface AttributeFact {
  readonly kind: "attribute";
  readonly element: OwnerRef;
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** One thing that differs between two states. */
export type DiffFact = PresenceFact | LabelFact | AttributeFact;

/** The number of elements that have a value, or a label, only in the second state and only in the first. */
export interface FactCounts {
  readonly added: number;
  readonly removed: number;
}

/** The number of differences; added and removed elements are counted with all that they have. */
export interface DiffStatistics {
  /** For each attribute that differs anywhere; `changed` are elements that have a value in both states. */
  readonly attributes: Readonly<Record<string, FactCounts & { readonly changed: number }>>;
  /** For each label, or type, that differs anywhere. */
  readonly labels: Readonly<Record<string, FactCounts>>;
}

/** The rows of one attribute that differ, of elements in both states. The two columns differ if the type does. */
interface ChangedRows {
  readonly ids: Uint32Array;
  readonly before: { readonly stored: AttributeColumn; readonly rows: Int32Array };
  readonly after: { readonly stored: AttributeColumn; readonly rows: Int32Array };
}

/** The difference in the nodes, in the edges, or in the graph's own attributes. Iterating gives it fact by fact. */
export class ElementDiff implements Iterable<DiffFact> {
  readonly kind: OwnerKind;
  /** The ids of elements that are in the second state alone, ascending. */
  readonly added: Uint32Array;
  /** The ids of elements that are in the first state alone, ascending. */
  readonly removed: Uint32Array;
  /** The number of elements that were added, removed and changed. */
  readonly counts: ElementStatus;
  readonly #labels: CellChanges;
  readonly #columns: ReadonlyMap<string, ChangedRows>;
  readonly #before: ElementState;
  readonly #after: ElementState;

  /** @internal */
  constructor(before: ElementState, after: ElementState, delta: ElementDelta) {
    this.kind = before.kind;
    this.added = delta.added.toArray();
    this.removed = delta.removed.toArray();
    this.#before = before;
    this.#after = after;
    this.#labels = this.#inBoth(delta.labels);
    const cells = new Map<AttributeColumn, CellChanges>();
    for (const [stored, changes] of delta.cells) {
      const kept = this.#inBoth(changes);
      if (kept !== NO_CHANGES) cells.set(stored, kept);
    }
    this.counts = countElements({ ...delta, labels: this.#labels, cells });
    this.#columns = byName(cells);
  }

  #inBoth(changes: CellChanges): CellChanges {
    const elements: number[] = [];
    const before: number[] = [];
    const after: number[] = [];
    const [liveBefore, liveAfter] = [this.#before.live, this.#after.live];
    forEachCell(changes, (element, rowBefore, rowAfter) => {
      if (!liveBefore.has(element) || !liveAfter.has(element)) return;
      elements.push(element);
      before.push(rowBefore);
      after.push(rowAfter);
    });
    if (elements.length === 0) return NO_CHANGES;
    return {
      runs: [],
      elements: Uint32Array.from(elements),
      before: Int32Array.from(before),
      after: Int32Array.from(after),
    };
  }

  /** The names of the attributes whose values differ, of elements in both states. */
  get attributes(): string[] {
    return [...this.#columns.keys()];
  }

  /** The values of an attribute that differ, of elements in both states. Copies. */
  column(attribute: string): ChangedColumn {
    const changed = this.#columns.get(attribute);
    if (changed === undefined) {
      const none = columnOfRows(attribute, undefined, new Int32Array(0));
      return { ids: new Uint32Array(0), before: none, after: none };
    }
    const { ids, before, after } = changed;
    return {
      ids: ids.slice(),
      before: columnOfRows(attribute, before.stored.column, before.rows, ids),
      after: columnOfRows(attribute, after.stored.column, after.rows, ids),
    };
  }

  /** The values that differ, of elements in both states: attribute by attribute in the order of their names, ids ascending. */
  *changes(): Generator<CellChange> {
    for (const [attribute, { ids, before, after }] of this.#columns) {
      for (let i = 0; i < ids.length; i++) {
        yield {
          id: ids[i],
          attribute,
          before: valueIn(before.stored, before.rows[i]),
          after: valueIn(after.stored, after.rows[i]),
        };
      }
    }
  }

  /** The sets of labels that differ, of elements in both states, ids ascending. */
  *labelChanges(): Generator<LabelChange> {
    const { elements, before, after } = this.#labels;
    for (let i = 0; i < elements.length; i++) {
      yield { id: elements[i], before: this.#names(before[i]), after: this.#names(after[i]) };
    }
  }

  #names(set: number): readonly string[] {
    return set < 0 ? [] : this.#after.labelSets.set(set);
  }

  /** Every fact: what was removed, what was added, labels, then values attribute by attribute; ids ascending. */
  *[Symbol.iterator](): Generator<DiffFact> {
    yield* this.#presenceFacts("removed", this.removed, this.#before);
    yield* this.#presenceFacts("added", this.added, this.#after);
    const { kind } = this;
    for (const { id, before, after } of this.labelChanges()) {
      yield { kind: "label", element: { kind: kind as ElementKind, id }, before, after };
    }
    for (const { id, attribute, before, after } of this.changes()) {
      yield { kind: "attribute", element: { kind, id }, attribute, before, after };
    }
  }

  *#presenceFacts(kind: "added" | "removed", ids: Uint32Array, state: ElementState): Generator<PresenceFact> {
    if (ids.length === 0) return;
    const attributes = [...state.attributes()].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const id of ids) {
      yield {
        kind,
        element: { kind: this.kind as ElementKind, id },
        ends: this.kind === "edge" ? endsOf(state.pool as ReadonlyEdgePool, id) : undefined,
        labels: this.#names(state.labelRows.get(id)),
        attributes: valuesOf(attributes, id),
      };
    }
  }

  /** The number of facts that `Symbol.iterator` yields. */
  get factCount(): number {
    let count = this.added.length + this.removed.length + this.#labels.elements.length;
    for (const { ids } of this.#columns.values()) count += ids.length;
    return count;
  }

  /** The number of differences by attribute and by label. O(facts, and attributes of added and removed elements). */
  statistics(): DiffStatistics {
    const attributes = new Map<string, { added: number; removed: number; changed: number }>();
    const labels = new Map<string, { added: number; removed: number }>();
    const ofAttribute = (name: string): { added: number; removed: number; changed: number } =>
      entry(attributes, name, () => ({ added: 0, removed: 0, changed: 0 }));
    const ofLabel = (name: string): { added: number; removed: number } =>
      entry(labels, name, () => ({ added: 0, removed: 0 }));
    for (const [what, ids, state] of [
      ["added", this.added, this.#after],
      ["removed", this.removed, this.#before],
    ] as const) {
      for (const { name, rows } of ids.length === 0 ? [] : state.attributes()) {
        let count = 0;
        for (const id of ids) if (rows.get(id) >= 0) count++;
        if (count > 0) ofAttribute(name)[what] += count;
      }
      for (const id of ids) for (const name of this.#names(state.labelRows.get(id))) ofLabel(name)[what]++;
    }
    for (const [name, { ids, before, after }] of this.#columns) {
      const counts = ofAttribute(name);
      for (let i = 0; i < ids.length; i++) {
        if (before.rows[i] < 0) counts.added++;
        else if (after.rows[i] < 0) counts.removed++;
        else counts.changed++;
      }
    }
    for (const { before, after } of this.labelChanges()) {
      for (const name of after) if (!before.includes(name)) ofLabel(name).added++;
      for (const name of before) if (!after.includes(name)) ofLabel(name).removed++;
    }
    return { attributes: Object.fromEntries(attributes), labels: Object.fromEntries(labels) };
  }
}

function entry<T>(map: Map<string, T>, name: string, make: () => T): T {
  let value = map.get(name);
  if (value === undefined) {
    value = make();
    map.set(name, value);
  }
  return value;
}

/** The changes by attribute; of two columns of one name, the first state has the one and the second the other. */
function byName(cells: ReadonlyMap<AttributeColumn, CellChanges>): Map<string, ChangedRows> {
  const columns = new Map<string, ChangedRows>();
  for (const [stored, { elements, before, after }] of cells) {
    const rows = {
      ids: Uint32Array.from(elements),
      before: { stored, rows: Int32Array.from(before) },
      after: { stored, rows: Int32Array.from(after) },
    };
    const other = columns.get(stored.name);
    columns.set(stored.name, other === undefined ? rows : united(other, rows));
  }
  // in which order states hold their attributes depends on the way to them
  return new Map([...columns].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function united(one: ChangedRows, other: ChangedRows): ChangedRows {
  const [went, came] = one.before.rows.some((row) => row >= 0) ? [one, other] : [other, one];
  const ids = Uint32Array.from(new Set([...went.ids, ...came.ids])).sort();
  const rowsOf = (changed: ChangedRows, rows: Int32Array): Int32Array => {
    const rowOf = new Map(Array.from(changed.ids, (id, i) => [id, rows[i]]));
    return Int32Array.from(ids, (id) => rowOf.get(id) ?? -1);
  };
  return {
    ids,
    before: { stored: went.before.stored, rows: rowsOf(went, went.before.rows) },
    after: { stored: came.after.stored, rows: rowsOf(came, came.after.rows) },
  };
}

function valueIn(stored: AttributeColumn, row: number): unknown {
  return row < 0 ? undefined : stored.column.get(row);
}

function valuesOf(attributes: readonly Attribute[], id: number): Record<string, unknown> {
  const values: [string, unknown][] = [];
  for (const { name, stored, rows } of attributes) {
    const row = rows.get(id);
    if (row >= 0) values.push([name, stored.column.get(row)]);
  }
  return Object.fromEntries(values);
}

function endsOf({ sources, targets }: ReadonlyEdgePool, edge: number): { source: number; target: number } {
  return { source: sources[edge], target: targets[edge] };
}
