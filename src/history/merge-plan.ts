/**
 * The outcome of a merge as a delta against our side, given what was said to its conflicts. Conflicts to which
 * nothing was said come out as ours.
 */
import type { AttributeColumn } from "../pool/attribute-column.js";
import type { ElementKind } from "../pool/pool.js";
import { type CellChanges, NO_CHANGES } from "../space/cell-changes.js";
import { CellChangesBuilder } from "../space/cell-log.js";
import type { Delta, ElementDelta } from "../space/delta.js";
import type { ElementState } from "../space/element-state.js";
import { Bitmap } from "../structures/bitmap.js";
import { IdRuns } from "../structures/id-runs.js";
import { NO_ROW, RowIndex } from "../structures/row-index.js";
import type { Conflict, Resolution } from "./conflict.js";
import type { SideElements } from "./side.js";
import { elementsOf, inBase, sameCell, type ThreeWay } from "./three-way.js";

/** What was said to each conflict. */
export type Decisions = ReadonlyMap<Conflict, Resolution>;

/** What conflicts come to: elements to keep although a side removed them, and cells by where they are. */
interface Verdicts {
  readonly kept: Readonly<Record<ElementKind, Bitmap>>;
  /** Names of attributes whose type and values are theirs. */
  readonly theirSchemas: Readonly<Record<ElementKind, ReadonlySet<string>>>;
  /** What was said of cells, by attribute and id. */
  readonly cells: Readonly<Record<ElementKind, ReadonlyMap<string, ReadonlyMap<number, Resolution>>>>;
}

/** Makes the delta that leads from our side to the merged state. O(changes of both sides). */
export function planMerge(merge: ThreeWay, decisions: Decisions): Delta {
  const verdicts = judge(merge, decisions);
  const nodes = planNodes(merge, verdicts.kept.node);
  const edges = planEdges(merge, verdicts, nodes);
  return {
    nodes: planElements(merge, verdicts, "node", nodes),
    edges: planElements(merge, verdicts, "edge", edges),
  };
}

function judge(merge: ThreeWay, decisions: Decisions): Verdicts {
  const kept = { node: new Bitmap(), edge: new Bitmap() };
  const theirSchemas = { node: new Set<string>(), edge: new Set<string>() };
  const cells = {
    node: new Map<string, Map<number, Resolution>>(),
    edge: new Map<string, Map<number, Resolution>>(),
  };
  const say = (kind: ElementKind, id: number, attribute: string, said: Resolution): void => {
    const byId = cells[kind].get(attribute) ?? new Map<number, Resolution>();
    cells[kind].set(attribute, byId.set(id, said));
  };
  const keep = (kind: ElementKind, id: number): void => {
    kept[kind].add(id);
    if (kind === "node") return;
    kept.node.add(merge.present.pool.edges.sources[id]);
    kept.node.add(merge.present.pool.edges.targets[id]);
  };
  for (const [conflict, said] of decisions) {
    if (conflict.kind === "schema") {
      if (said === "theirs") theirSchemas[conflict.elements].add(conflict.attribute);
    } else if (conflict.kind === "removal") {
      const keeper = conflict.ours === undefined ? "theirs" : "ours";
      if (said === keeper || said === "resurrect") keep(conflict.element.kind, conflict.element.id);
    } else if (conflict.kind === "dangling") {
      if (said === conflict.addedBy || said === "resurrect") kept.node.add(conflict.node);
    } else if (conflict.kind === "attribute") {
      say(conflict.element.kind, conflict.element.id, conflict.attribute, said);
    } else {
      const loser = said === "theirs" ? conflict.ours : conflict.theirs;
      say("node", loser as number, conflict.attribute, {
        value: typeof said === "object" ? said.value : null,
      });
    }
  }
  // What is undecided comes out as ours: an element we removed stays removed, one we changed stays.
  for (const conflict of undecided(merge, decisions)) keep(conflict.kind, conflict.id);
  return { kept, theirSchemas, cells };
}

/** Elements that they removed and we changed, or gave edges, and of which nothing was said. */
function* undecided(
  { ours, theirs, present }: ThreeWay,
  decisions: Decisions,
): Generator<{ kind: ElementKind; id: number }> {
  const spoken = { node: new Bitmap(), edge: new Bitmap() };
  const spokenEdges = new Bitmap();
  for (const conflict of decisions.keys()) {
    if (conflict.kind === "removal") spoken[conflict.element.kind].add(conflict.element.id);
    if (conflict.kind === "dangling") spokenEdges.add(conflict.element.id);
  }
  for (const kind of ["node", "edge"] as const) {
    const contested = ours
      .of(kind)
      .modifiedElements()
      .and(theirs.of(kind).removed)
      .andNot(ours.of(kind).removed);
    for (const id of contested.andNot(spoken[kind]).toArray()) yield { kind, id };
  }
  const { sources, targets } = present.pool.edges;
  if (theirs.nodes.removed.count === 0) return;
  for (const edge of ours.edges.added.andNot(theirs.edges.added).andNot(spokenEdges).toArray()) {
    for (const node of [sources[edge], targets[edge]]) {
      if (theirs.nodes.removed.has(node) && !ours.nodes.removed.has(node)) yield { kind: "node", id: node };
    }
  }
}

/** Elements that come to our side and go from it. */
interface Presence {
  readonly added: Bitmap;
  readonly removed: Bitmap;
}

function planNodes(merge: ThreeWay, kept: Bitmap): Presence {
  const { present, ours, theirs } = merge;
  const live = present.nodes.live;
  const added = theirs.nodes.added.or(kept).andNot(live);
  const removed = theirs.nodes.removed.andNot(kept).andNot(ours.nodes.removed).and(live);
  return { added, removed };
}

function planEdges(merge: ThreeWay, { kept }: Verdicts, nodes: Presence): Presence {
  const { present, ours, theirs } = merge;
  const { sources, targets } = present.pool.edges;
  const nodeLive = (node: number): boolean =>
    nodes.added.has(node) || (present.nodes.live.has(node) && !nodes.removed.has(node));
  const added = new Bitmap();
  const removed = new Bitmap();
  const decide = (edge: number): void => {
    const ends = [sources[edge], targets[edge]];
    const wanted = ends.every(nodeLive) && wantsEdge(merge, kept, edge, ends);
    const is = present.edges.live.has(edge);
    if (wanted && !is) added.add(edge);
    if (!wanted && is) removed.add(edge);
  };
  for (const side of [ours, theirs]) {
    side.edges.added.forEach(decide);
    side.edges.removed.forEach(decide);
  }
  return { added, removed };
}

/** Whether an edge is to be there, as far as its ends allow. */
function wantsEdge(merge: ThreeWay, kept: Verdicts["kept"], edge: number, ends: readonly number[]): boolean {
  if (kept.edge.has(edge)) return true;
  const base = inBase(merge, "edge", edge);
  const sides = [merge.ours, merge.theirs];
  if (!base) return sides.some((side) => side.edges.added.has(edge));
  // An edge that went with a node comes back with the node.
  return sides.every(
    (side) =>
      !side.edges.removed.has(edge) ||
      ends.some((node) => side.nodes.removed.has(node) && kept.node.has(node)),
  );
}

function planElements(
  merge: ThreeWay,
  verdicts: Verdicts,
  kind: ElementKind,
  presence: Presence,
): ElementDelta {
  const plan = new ElementPlan(merge, verdicts, kind, presence);
  return {
    added: IdRuns.ofBitmap(presence.added),
    removed: IdRuns.ofBitmap(presence.removed),
    classes: plan.classes(),
    ...plan.columns(),
  };
}

/** Plans labels and attributes of one kind, once it is settled which elements are there. */
class ElementPlan {
  readonly #kind: ElementKind;
  readonly #verdicts: Verdicts;
  readonly #ours: SideElements;
  readonly #theirs: SideElements;
  readonly #present: ElementState;
  readonly #theirState: ElementState;
  readonly #presence: Presence;
  /** Elements that come from their side as they are there; others that come back are as they were on ours. */
  readonly #imported: Uint32Array;

  constructor(merge: ThreeWay, verdicts: Verdicts, kind: ElementKind, presence: Presence) {
    this.#kind = kind;
    this.#verdicts = verdicts;
    this.#ours = merge.ours.of(kind);
    this.#theirs = merge.theirs.of(kind);
    this.#present = elementsOf(merge.present, kind);
    this.#theirState = elementsOf(merge.theirState, kind);
    this.#presence = presence;
    this.#imported = presence.added.andNot(this.#ours.removed).toArray();
  }

  #isLive(id: number): boolean {
    return this.#presence.added.has(id) || (this.#present.live.has(id) && !this.#presence.removed.has(id));
  }

  columns(): Pick<ElementDelta, "cells" | "introduced" | "dropped"> {
    const cells = new Map<AttributeColumn, CellChanges>();
    const introduced: AttributeColumn[] = [];
    const dropped: AttributeColumn[] = [];
    const candidates = new Set(this.#theirs.cells.keys());
    for (const name of this.#verdicts.cells[this.#kind].keys()) {
      const stored = this.#present.attribute(name)?.stored;
      if (stored !== undefined) candidates.add(stored);
    }
    if (this.#imported.length > 0) {
      for (const stored of this.#theirState.schema()) candidates.add(stored);
      for (const stored of this.#present.schema()) candidates.add(stored);
    }
    for (const stored of candidates) {
      const bound = this.#present.attribute(stored.name);
      if (bound !== undefined && bound.stored !== stored) {
        if (!this.#verdicts.theirSchemas[this.#kind].has(stored.name)) continue;
        cells.set(bound.stored, clearAll(bound.rows));
        dropped.push(bound.stored);
      }
      const planned = this.#planCells(stored, bound?.stored === stored ? bound.rows : NO_ROWS);
      if (planned === NO_CHANGES) continue;
      cells.set(stored, planned);
      if (bound?.stored !== stored) introduced.push(stored);
    }
    return { cells, introduced, dropped };
  }

  #planCells(stored: AttributeColumn, rows: RowIndex): CellChanges {
    const target = new Map<number, number>();
    const said = this.#verdicts.cells[this.#kind].get(stored.name);
    const rivals = this.#ours.cells.get(stored);
    for (const [id, change] of this.#theirs.cells.get(stored) ?? []) {
      const rival = this.#ours.removed.has(id) ? undefined : rivals?.get(id);
      const contested = rival !== undefined && !sameCell(stored, rival.after, change.after);
      if (!contested || said?.get(id) === "theirs") target.set(id, change.after);
    }
    const theirs = this.#theirState.attribute(stored.name);
    for (const id of this.#imported) target.set(id, theirs?.stored === stored ? theirs.rows.get(id) : NO_ROW);
    for (const [id, resolution] of said ?? []) {
      if (typeof resolution === "object") target.set(id, appendValue(stored, id, resolution.value));
    }
    const builder = new CellChangesBuilder();
    for (const id of Uint32Array.from(target.keys()).sort()) {
      const before = Math.max(rows.get(id), NO_ROW);
      const after = Math.max(target.get(id) as number, NO_ROW);
      if (this.#isLive(id) && !sameCell(stored, before, after)) builder.add(id, before, after);
    }
    return builder.finish();
  }

  /** Labels: what either side added is there, what either side took away is not. */
  classes(): CellChanges {
    const { classes, classRows } = this.#present;
    const namesOf = (set: number): readonly string[] => (set < 0 ? [] : classes.set(set));
    const target = new Map<number, readonly string[]>();
    for (const [id, { before, after }] of this.#theirs.classes) {
      target.set(id, mergeNames(namesOf(before), namesOf(classRows.get(id)), namesOf(after)));
    }
    for (const id of this.#imported) target.set(id, namesOf(this.#theirState.classRows.get(id)));
    const builder = new CellChangesBuilder();
    for (const id of Uint32Array.from(target.keys()).sort()) {
      const names = target.get(id) as readonly string[];
      const before = Math.max(classRows.get(id), NO_ROW);
      const after = names.length === 0 ? NO_ROW : classes.intern(names);
      if (this.#isLive(id) && before !== after) builder.add(id, before, after);
    }
    return builder.finish();
  }
}

const NO_ROWS = new RowIndex();

function clearAll(rows: RowIndex): CellChanges {
  const builder = new CellChangesBuilder();
  for (let id = 0; id < rows.length; id++) {
    const row = rows.get(id);
    if (row >= 0) builder.add(id, row, NO_ROW);
  }
  return builder.finish();
}

function appendValue(stored: AttributeColumn, id: number, value: unknown): number {
  return value === null || value === undefined ? NO_ROW : stored.append(id, value);
}

function mergeNames(base: readonly string[], ours: readonly string[], theirs: readonly string[]): string[] {
  const kept = ours.filter((name) => theirs.includes(name) || !base.includes(name));
  return [...kept, ...theirs.filter((name) => !base.includes(name))];
}
