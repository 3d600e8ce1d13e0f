/**
 * One element followed from state to state: whether it is live, its labels or type, its values. It is read once
 * from the present state; from there each delta on the way is asked for this one element alone, so that a commit
 * costs microseconds and no state is built. A trace never changes: following a delta gives another one.
 */
import { describe, GroggyError } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { OwnerKind } from "../../pool/pool.js";
import { findCell } from "../../space/deltas/cell-changes.js";
import type { DeltaStep } from "../../space/deltas/delta.js";
import { type Delta, type ElementDelta, isEmptyDelta } from "../../space/deltas/delta.js";
import type { CommitNode } from "../commits/commit-node.js";
import { sameCell } from "../diff/facts.js";
import type { HistoryCore } from "../repository/core.js";

/** A value: its column and its row there. */
export interface TracedCell {
  readonly stored: AttributeColumn;
  readonly row: number;
}

/** Whether two traces are the same in what is asked about. */
export type Sameness = (a: ElementTrace, b: ElementTrace) => boolean;

export class ElementTrace {
  readonly kind: OwnerKind;
  readonly id: number;
  readonly live: boolean;
  /** The number of its set of labels; negative if it has none. */
  readonly #labelSet: number;
  /** The row of each value; those of an element that is not live wait for its return. */
  readonly #rows: ReadonlyMap<AttributeColumn, number>;

  private constructor(
    kind: OwnerKind,
    id: number,
    live: boolean,
    labelSet: number,
    rows: ReadonlyMap<AttributeColumn, number>,
  ) {
    this.kind = kind;
    this.id = id;
    this.live = live;
    this.#labelSet = labelSet;
    this.#rows = rows;
  }

  /** The element as it is now, uncommitted changes included. */
  static present(core: HistoryCore, kind: OwnerKind, id: number): ElementTrace {
    core.gate.requireSettled("id");
    const state = core.space.elementsOf(kind);
    const rows = new Map<AttributeColumn, number>();
    for (const attribute of state.attributes()) {
      const row = attribute.rows.get(id);
      if (row >= 0) rows.set(attribute.stored, row);
    }
    return new ElementTrace(kind, id, state.live.has(id), state.labelRows.get(id), rows);
  }

  /** The element as it is in a commit; undefined means the empty graph. */
  static at(core: HistoryCore, node: CommitNode | undefined, kind: OwnerKind, id: number): ElementTrace {
    const working = core.space.delta();
    const steps: DeltaStep[] = core.head.stepsTo(node);
    if (!isEmptyDelta(working)) steps.unshift({ delta: working, forward: false });
    return ElementTrace.present(core, kind, id).along(steps);
  }

  /** The element at the end of a way that begins where it is. */
  along(steps: readonly DeltaStep[]): ElementTrace {
    return steps.reduce<ElementTrace>((trace, { delta, forward }) => trace.follow(delta, forward), this);
  }

  /** The element after a delta, or before it; the same trace if the delta does not touch the element. */
  follow(delta: Delta, forward: boolean): ElementTrace {
    const { kind, id } = this;
    const changes = changesOfKind(delta, kind);
    if (!touchesElement(changes, id)) return this;
    const came = changes.added.has(id) ? forward : changes.removed.has(id) ? !forward : this.live;
    const set = findCell(changes.labels, id);
    const rows = new Map(this.#rows);
    for (const [stored, cells] of changes.cells) {
      const cell = findCell(cells, id);
      if (cell === undefined) continue;
      const row = forward ? cell.after : cell.before;
      if (row >= 0) rows.set(stored, row);
      else rows.delete(stored);
    }
    const labelSet = set === undefined ? this.#labelSet : forward ? set.after : set.before;
    return new ElementTrace(kind, id, came, labelSet, rows);
  }

  /** The value of an attribute; undefined if it is absent, as all values of an element are that is not live. */
  cell(attribute: string): TracedCell | undefined {
    if (!this.live) return undefined;
    for (const [stored, row] of this.#rows) if (stored.name === attribute) return { stored, row };
    return undefined;
  }

  /** The names of the attributes that have a value. */
  attributes(): string[] {
    return this.live ? Array.from(this.#rows.keys(), ({ name }) => name) : [];
  }

  /** The labels, or the type, by the number of their set; negative if there are none. */
  get labelSet(): number {
    return this.live ? Math.max(this.#labelSet, -1) : -1;
  }
}

export function samePresence(a: ElementTrace, b: ElementTrace): boolean {
  return a.live === b.live;
}

export function sameLabels(a: ElementTrace, b: ElementTrace): boolean {
  return a.live === b.live && a.labelSet === b.labelSet;
}

export function sameAttribute(attribute: string): Sameness {
  return (a, b) => {
    const [cellA, cellB] = [a.cell(attribute), b.cell(attribute)];
    if (cellA === undefined || cellB === undefined) return cellA === cellB;
    return cellA.stored === cellB.stored && sameCell(cellA.stored, cellA.row, cellB.row);
  };
}

/** Presence, labels and all attributes. */
export function sameElement(a: ElementTrace, b: ElementTrace): boolean {
  if (a === b) return true;
  if (!sameLabels(a, b)) return false;
  return [...new Set([...a.attributes(), ...b.attributes()])].every((name) => sameAttribute(name)(a, b));
}

export function changesOfKind(delta: Delta, kind: OwnerKind): ElementDelta {
  if (kind === "graph") return delta.graph;
  return kind === "node" ? delta.nodes : delta.edges;
}

/** Whether a delta contains a change of an element. O(attributes * log changes). */
export function touchesElement(delta: ElementDelta, id: number): boolean {
  if (delta.added.has(id) || delta.removed.has(id)) return true;
  if (findCell(delta.labels, id) !== undefined) return true;
  for (const changes of delta.cells.values()) if (findCell(changes, id) !== undefined) return true;
  return false;
}

/**
 * Whether a commit touched an element: it differs, in what is asked about, from what it was in every parent.
 *
 * @param after the element in the commit, if it is known already.
 */
export function touches(
  core: HistoryCore,
  node: CommitNode,
  { kind, id }: { readonly kind: OwnerKind; readonly id: number },
  same: Sameness,
  after: ElementTrace | undefined = undefined,
): boolean {
  if (!touchesElement(changesOfKind(node.delta, kind), id)) return false;
  const trace = after ?? ElementTrace.at(core, node, kind, id);
  return !same(trace, trace.follow(node.delta, false)) && sameParent(core, node, trace, same) === undefined;
}

/** A parent other than the first in which the element is the same in what is asked about, and the element there. */
export function sameParent(
  core: HistoryCore,
  node: CommitNode,
  trace: ElementTrace,
  same: Sameness,
): { readonly node: CommitNode; readonly trace: ElementTrace } | undefined {
  for (const parent of node.parents.slice(1)) {
    const there = trace.along(core.forest.path(node, parent));
    if (same(trace, there)) return { node: parent, trace: there };
  }
  return undefined;
}

/** Throws unless the graph ever gave out the id of such an element; the kind defaults to "node". */
export function checkElement(core: HistoryCore, id: unknown, kind: unknown = "node"): OwnerKind {
  if (kind !== "node" && kind !== "edge" && kind !== "graph") {
    throw new TypeError(`"kind" expected "node", "edge" or "graph", got ${describe(kind)}`);
  }
  if (kind === "graph") {
    if (id === 0) return kind;
    throw new TypeError(`"id" expected 0, which stands for the graph itself, got ${describe(id)}`);
  }
  if (typeof id !== "number" || !Number.isInteger(id)) {
    throw new TypeError(
      `"id" expected the id of ${kind === "node" ? "a node" : "an edge"}, got ${describe(id)}`,
    );
  }
  if (id >= 0 && id < core.space.elementsOf(kind).pool.count) return kind;
  throw new GroggyError(
    kind === "node" ? "NODE_NOT_FOUND" : "EDGE_NOT_FOUND",
    `"id" expected ${kind === "node" ? "a node" : "an edge"} that is or was in this graph, got ${id}`,
    { id },
  );
}

/** Throws unless `attribute` can be the name of an attribute. */
export function checkAttributeName(attribute: unknown): asserts attribute is string {
  if (typeof attribute === "string") return;
  throw new TypeError(`"attribute" expected a name, got ${describe(attribute)}`);
}
