/** The differences in the nodes, in the edges, or in the graph itself, of two states, by fact. */

import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { ElementKind, OwnerKind, ReadonlyEdgePool } from "../../pool/pool.js";
import { type CellChanges, forEachCell, NO_CHANGES, NO_RUNS } from "../../space/deltas/cell-changes.js";
import type { ElementDelta } from "../../space/deltas/delta.js";
import type { Attribute, Cell, ElementState } from "../../space/states/element-state.js";
import { type ColumnView, columnOfRows } from "../../space/tables/column-view.js";
import { mixedColumnOfRows } from "../../space/tables/mixed-values.js";
import { speakJson } from "../../structures/text/json-value.js";
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

/** The rows of an attribute on one side, in each of the columns that have some: one for a type. */
interface RowsInColumn {
  readonly stored: AttributeColumn;
  readonly rows: Int32Array;
}

/** The rows of one attribute that differ, of elements in both states. The two columns differ if the type does. */
interface ChangedRows {
  readonly ids: Uint32Array;
  readonly before: readonly RowsInColumn[];
  readonly after: readonly RowsInColumn[];
}

const NO_IDS = new Uint32Array(0);

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
  readonly #cells: ReadonlyMap<AttributeColumn, CellChanges>;
  #byName: ReadonlyMap<string, ChangedRows> | undefined;
  readonly #before: ElementState;
  readonly #after: ElementState;

  /** @internal */
  constructor(before: ElementState, after: ElementState, delta: ElementDelta) {
    this.kind = before.kind;
    this.added = delta.added.count === 0 ? NO_IDS : delta.added.toArray();
    this.removed = delta.removed.count === 0 ? NO_IDS : delta.removed.toArray();
    this.#before = before;
    this.#after = after;
    this.#labels = this.#inBoth(delta.labels);
    const cells = new Map<AttributeColumn, CellChanges>();
    for (const [stored, changes] of delta.cells) {
      const kept = this.#inBoth(changes);
      if (kept !== NO_CHANGES) cells.set(stored, kept);
    }
    this.counts = countElements({ ...delta, labels: this.#labels, cells });
    this.#cells = cells;
  }

  get #columns(): ReadonlyMap<string, ChangedRows> {
    this.#byName ??= byName(this.#cells);
    return this.#byName;
  }

  #inBoth(changes: CellChanges): CellChanges {
    if (changes === NO_CHANGES) return NO_CHANGES;
    const elements: number[] = [];
    const before: number[] = [];
    const after: number[] = [];
    forEachCell(changes, (element, rowBefore, rowAfter) => {
      if (!this.#before.isLive(element) || !this.#after.isLive(element)) return;
      elements.push(element);
      before.push(rowBefore);
      after.push(rowAfter);
    });
    if (elements.length === 0) return NO_CHANGES;
    if (elements.length === changes.elements.length && changes.runs.length === 0) return changes;
    return {
      runs: NO_RUNS,
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
      before: sideColumn(attribute, before, ids),
      after: sideColumn(attribute, after, ids),
    };
  }

  /** The values that differ, of elements in both states: attribute by attribute in the order of their names, ids ascending. */
  *changes(): Generator<CellChange> {
    for (const [attribute, { ids, before, after }] of this.#columns) {
      for (let i = 0; i < ids.length; i++) {
        const change: CellChange = {
          id: ids[i],
          attribute,
          before: valueIn(before, i),
          after: valueIn(after, i),
        };
        yield isPlain(change.before) && isPlain(change.after) ? change : speakJson(change);
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
      const fact: DiffFact = { kind: "attribute", element: { kind, id }, attribute, before, after };
      yield isPlain(before) && isPlain(after) ? fact : speakJson(fact);
    }
  }

  *#presenceFacts(kind: "added" | "removed", ids: Uint32Array, state: ElementState): Generator<PresenceFact> {
    if (ids.length === 0) return;
    const attributes = state.cellsOf(ids[0]) === undefined ? [...state.attributes()] : undefined;
    attributes?.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const id of ids) {
      const fact: PresenceFact = {
        kind,
        element: { kind: this.kind as ElementKind, id },
        ends: this.kind === "edge" ? endsOf(state.pool as ReadonlyEdgePool, id) : undefined,
        labels: this.#names(state.labelSetOf(id)),
        attributes: attributes === undefined ? valuesOfCells(state.cellsOf(id)) : valuesOf(attributes, id),
      };
      yield Object.values(fact.attributes).every(isPlain) ? fact : speakJson(fact);
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
      for (const id of ids) for (const name of this.#names(state.labelSetOf(id))) ofLabel(name)[what]++;
    }
    for (const [name, { ids, before, after }] of this.#columns) {
      const counts = ofAttribute(name);
      for (let i = 0; i < ids.length; i++) {
        if (!isPresent(before, i)) counts.added++;
        else if (!isPresent(after, i)) counts.removed++;
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

/** The changes by attribute; a value of another type than before is in one column before and in another one after. */
function byName(cells: ReadonlyMap<AttributeColumn, CellChanges>): Map<string, ChangedRows> {
  const columns = new Map<string, [AttributeColumn, CellChanges][]>();
  for (const [stored, changes] of cells) {
    const known = columns.get(stored.name);
    if (known === undefined) columns.set(stored.name, [[stored, changes]]);
    else known.push([stored, changes]);
  }
  // in which order states hold their attributes depends on the way to them
  const names = [...columns.keys()].sort();
  return new Map(names.map((name) => [name, changedRows(columns.get(name) ?? [])]));
}

function changedRows(columns: readonly [AttributeColumn, CellChanges][]): ChangedRows {
  if (columns.length === 1) {
    const [[stored, { elements, before, after }]] = columns;
    return {
      ids: Uint32Array.from(elements),
      before: [{ stored, rows: Int32Array.from(before) }],
      after: [{ stored, rows: Int32Array.from(after) }],
    };
  }
  const ids = Uint32Array.from(new Set(columns.flatMap(([, { elements }]) => [...elements]))).sort();
  const sideOf = (side: "before" | "after"): RowsInColumn[] => {
    const all = columns.map(([stored, changes]) => {
      const rowOf = new Map(Array.from(changes.elements, (id, i) => [id, changes[side][i]]));
      return { stored, rows: Int32Array.from(ids, (id) => rowOf.get(id) ?? -1) };
    });
    const used = all.filter(({ rows }) => rows.some((row) => row >= 0));
    return used.length === 0 ? all.slice(0, 1) : used;
  };
  return { ids, before: sideOf("before"), after: sideOf("after") };
}

function sideColumn(attribute: string, columns: readonly RowsInColumn[], ids: Uint32Array): ColumnView {
  if (columns.length > 1) return mixedColumnOfRows(attribute, columns, ids);
  const [{ stored, rows }] = columns;
  return columnOfRows(attribute, stored.column, rows, ids);
}

function isPresent(columns: readonly RowsInColumn[], at: number): boolean {
  return columns.some(({ rows }) => rows[at] >= 0);
}

function valueIn(columns: readonly RowsInColumn[], at: number): unknown {
  for (const { stored, rows } of columns) if (rows[at] >= 0) return stored.column.get(rows[at]);
  return undefined;
}

function valuesOf(attributes: readonly Attribute[], id: number): Record<string, unknown> {
  const values: [string, unknown][] = [];
  for (const { name, stored, rows } of attributes) {
    const row = rows.get(id);
    if (row >= 0) values.push([name, stored.column.get(row)]);
  }
  return Object.fromEntries(values);
}

function valuesOfCells(cells: readonly Cell[] = []): Record<string, unknown> {
  const sorted = cells.toSorted((a, b) => (a.stored.name < b.stored.name ? -1 : 1));
  return Object.fromEntries(sorted.map(({ stored, row }) => [stored.name, stored.column.get(row)]));
}

function endsOf({ sources, targets }: ReadonlyEdgePool, edge: number): { source: number; target: number } {
  return { source: sources[edge], target: targets[edge] };
}

/** Whether `JSON.stringify` writes a value as one expects. Defining a method costs as much as all the rest. */
function isPlain(value: unknown): boolean {
  return typeof value !== "bigint" && (typeof value !== "object" || value === null);
}
