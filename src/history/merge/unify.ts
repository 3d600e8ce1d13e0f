/**
 * Nodes that become one in a merge since both sides gave them the same key, and edges that become one since they double
 * each other: what a planned delta comes to. The node, or the edge, of the lowest identity stays. An edge's ends never
 * change, so an edge of a node that goes is removed and another one added in its place.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { ElementKind, OwnerKind } from "../../pool/pool.js";
import { type CellChanges, forEachCell } from "../../space/deltas/cell-changes.js";
import { CellChangesBuilder } from "../../space/deltas/cell-log.js";
import type { Delta, ElementDelta } from "../../space/deltas/delta.js";
import { pastState } from "../../space/states/past-state.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { IdRuns } from "../../structures/id-runs.js";
import { NO_ROW } from "../../structures/row-index.js";
import type { AttributeConflict, Resolution } from "../diff/conflict.js";
import { type Cells, type Facts, sameCell } from "../diff/facts.js";
import type { ThreeElements, ThreeWay } from "./three-way.js";

/** The nodes and edges that become one, and the decisions where values differ. */
export interface UnifyTask {
  readonly merge: ThreeWay;
  /** Nodes that share a key. */
  readonly pairs: readonly (readonly [ours: number, theirs: number])[];
  /** Nodes that a side removed, and that come back to become one with another. */
  readonly returning: ReadonlySet<number>;
  /** Whether edges of a type, by name, double each other; undefined where none do. */
  readonly isUnique: ((type: string | undefined) => boolean) | undefined;
  /** The decision on two values of one attribute that differ, which these elements of our side and of theirs have. */
  readonly decide: (conflict: AttributeConflict, owners: Owners) => Resolution | undefined;
  /** Whether an attribute has a policy that makes one value of two, even of two that are the same. */
  readonly combines: (kind: OwnerKind, attribute: string) => boolean;
  /** The decision on two values of such an attribute that are the same; undefined where it stays that value. */
  readonly combine: (agreement: AttributeConflict) => Resolution | undefined;
  /** Values that a node has whatever the others had, since it gave up a key: null for none. */
  readonly overrides: ReadonlyMap<string, unknown>;
  /** The edge that takes an edge's place. */
  readonly newEdge: (edge: number, source: number, target: number) => number;
}

/** The elements whose values become one, by side. */
export interface Owners {
  readonly ours: number;
  readonly theirs: number;
}

/** The name of an override. */
export function overrideName(attribute: string, id: number): string {
  return `${id} ${attribute}`;
}

/** The delta after which what was to become one is one. O(changes, and edges of the nodes that go). */
export function unify(delta: Delta, task: UnifyTask): Delta {
  const { merge, isUnique } = task;
  const groups = groupsOf(task);
  if (groups.length === 0 && isUnique === undefined) return delta;
  const { ours } = merge;
  const after = pastState(ours, [{ delta, forward: true }]);
  const { sources, targets } = ours.pool.edges;
  const standsFor = new Map<number, number>();
  const nodes = new Rewrite(merge.nodes, delta.nodes);
  for (const { kept, members } of groups) {
    for (const id of members) {
      standsFor.set(id, kept);
      if (id !== kept) nodes.drop(id);
    }
    nodes.unite(kept, members, task);
  }
  const endOf = (node: number): number => standsFor.get(node) ?? node;
  const edges = new Rewrite(merge.edges, delta.edges);
  const live = after.edges.live;
  const moved = movedEdges(standsFor, live, task);
  const isCandidate = (edge: number): boolean =>
    isUnique?.(edges.typeOf(edge)) === true && (moved.has(edge) || delta.edges.added.has(edge));
  const candidates = isUnique === undefined ? [] : [...new Set([...moved, ...delta.edges.added.toArray()])];
  const joined = new Set<number>();
  for (const edge of candidates.filter(isCandidate).sort((a, b) => a - b)) {
    if (joined.has(edge)) continue;
    const [source, target] = [endOf(sources[edge]), endOf(targets[edge])];
    const doubles = doublesOf(edge, source, target, live, endOf, edges, task);
    if (doubles.length < 2) continue;
    for (const each of doubles) joined.add(each);
    const stays = doubles.filter((each) => !moved.has(each));
    const kept = stays.length > 0 ? lowest(merge.edges, stays) : task.newEdge(doubles[0], source, target);
    for (const each of doubles) if (each !== kept) edges.drop(each);
    if (stays.length === 0) edges.add(kept);
    edges.unite(kept, [...stays, ...doubles.filter((each) => moved.has(each))], task);
  }
  for (const edge of [...moved].sort((a, b) => a - b)) {
    if (joined.has(edge)) continue;
    const kept = task.newEdge(edge, endOf(sources[edge]), endOf(targets[edge]));
    edges.drop(edge);
    edges.add(kept);
    edges.unite(kept, [edge], task);
  }
  return { ...delta, nodes: nodes.finish(), edges: edges.finish() };
}

interface Group {
  readonly kept: number;
  /** Our node first, then theirs, as they came up. */
  readonly members: readonly number[];
}

function groupsOf({ merge, pairs }: UnifyTask): Group[] {
  const groupOf = new Map<number, number[]>();
  for (const pair of pairs) {
    const [first, second] = pair.map((id) => groupOf.get(id) ?? [id]);
    if (first === second) continue;
    first.push(...second);
    for (const id of first) groupOf.set(id, first);
  }
  return Array.from(new Set(groupOf.values()), (members) => ({
    kept: lowest(merge.nodes, members),
    members,
  }));
}

/** The element of the lowest identity. */
function lowest({ present }: ThreeElements, ids: readonly number[]): number {
  const { identities } = present.pool;
  return ids.reduce((best, id) => {
    const [a, b] = [identities.of(best), identities.of(id)];
    return b.origin < a.origin || (b.origin === a.origin && b.sequence < a.sequence) ? id : best;
  });
}

/** The edges at nodes that go. */
function movedEdges(standsFor: ReadonlyMap<number, number>, live: Bitmap, { merge }: UnifyTask): Set<number> {
  const moved = new Set<number>();
  for (const [node, kept] of standsFor) {
    if (node === kept) continue;
    for (const incoming of [false, true])
      for (const edge of merge.ours.adjacency.lists(incoming).edges(node, live)) moved.add(edge);
  }
  return moved;
}

/** The edges of one type that lead, or will lead, from one node to another, ascending. */
function doublesOf(
  edge: number,
  source: number,
  target: number,
  live: Bitmap,
  endOf: (node: number) => number,
  edges: Rewrite,
  { merge, pairs }: UnifyTask,
): number[] {
  const { adjacency, directed, pool } = merge.ours;
  const { sources, targets } = pool.edges;
  const type = edges.typeOf(edge);
  const isSame = (each: number): boolean => {
    const [from, to] = [endOf(sources[each]), endOf(targets[each])];
    const leads = (from === source && to === target) || (!directed && from === target && to === source);
    return leads && edges.typeOf(each) === type;
  };
  // an end may stand for several nodes, whose edges lie at them
  const starts = new Set([source, sources[edge], ...pairs.flat().filter((id) => endOf(id) === source)]);
  const found = new Set<number>();
  for (const node of starts)
    for (const incoming of directed ? [false] : [false, true])
      for (const each of adjacency.lists(incoming).edges(node, live)) if (isSame(each)) found.add(each);
  return [...found].sort((a, b) => a - b);
}

/** Where a value is. */
interface CellPlace {
  readonly stored: AttributeColumn;
  readonly row: number;
}

function placeIn(cells: Cells, id: number): CellPlace | undefined {
  const [stored, row] = [cells.columnOf(id), cells.row(id)];
  return stored === undefined || row < 0 ? undefined : { stored, row };
}

function isSamePlace(a: CellPlace | undefined, b: CellPlace | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.stored === b.stored && sameCell(a.stored, a.row, b.row);
}

function valueIn(place: CellPlace | undefined): unknown {
  return place?.stored.column.get(place.row);
}

/** The changes of the elements of one kind, to be changed. */
class Rewrite {
  readonly #three: ThreeElements;
  readonly #delta: ElementDelta;
  readonly #after: Facts;
  readonly #dropped = new Set<number>();
  readonly #added: number[] = [];
  /** By column the rows, and the sets of labels, that elements are to have instead of those planned. */
  readonly #rows = new Map<AttributeColumn, Map<number, number>>();
  readonly #sets = new Map<number, number>();

  constructor(three: ThreeElements, delta: ElementDelta) {
    this.#three = three;
    this.#delta = delta;
    this.#after = three.ours.moved(delta, true);
  }

  /** The first of an element's labels, or its type. */
  typeOf(id: number): string | undefined {
    const set = this.#after.labelSet(id);
    return set < 0 ? undefined : this.#three.present.labelSets.set(set)[0];
  }

  drop(id: number): void {
    this.#dropped.add(id);
  }

  add(id: number): void {
    this.#added.push(id);
  }

  /** Gives an element all that others have. */
  unite(kept: number, members: readonly number[], task: UnifyTask): void {
    const { labelSets } = this.#three.present;
    const names = new Set<string>();
    for (const id of members) {
      const set = this.#after.labelSet(id);
      if (set >= 0) for (const name of labelSets.set(set)) names.add(name);
    }
    this.#sets.set(kept, names.size === 0 ? NO_ROW : labelSets.intern([...names]));
    for (const name of new Set(Array.from(this.#after.columns(), (stored) => stored.name))) {
      const columns = this.#after.columnsOf(name);
      const united = this.#unitedCell(name, columns, kept, members, task);
      for (const stored of columns) {
        const rows = this.#rows.get(stored) ?? new Map<number, number>();
        this.#rows.set(stored, rows);
        rows.set(kept, united?.stored === stored ? united.row : NO_ROW);
      }
    }
  }

  /** The place of the value that comes of those of several elements; undefined if none does. */
  #unitedCell(
    name: string,
    columns: readonly AttributeColumn[],
    kept: number,
    members: readonly number[],
    task: UnifyTask,
  ): CellPlace | undefined {
    const placed = (value: unknown, likely: readonly (CellPlace | undefined)[]): CellPlace | undefined => {
      const inOrder = [...likely.map((place) => place?.stored), ...columns];
      const stored = inOrder.find((each) => each?.accepts(value) === true);
      return stored === undefined ? undefined : { stored, row: stored.append(kept, value) };
    };
    const override = task.overrides.get(overrideName(name, kept));
    if (override !== undefined && this.#three.kind === "node")
      return override === null ? undefined : placed(override, []);
    const cells = this.#after.cells(name);
    const base = this.#three.base.cells(name);
    const combines = task.combines(this.#three.kind, name);
    let [place, owner]: [CellPlace | undefined, number] = [undefined, kept];
    for (const id of members) {
      const own = placeIn(cells, id);
      const isSame = isSamePlace(own, place);
      if (isSame && (own === undefined || !combines)) continue;
      const isReturning = this.#three.kind === "node" && task.returning.has(id);
      const was = isReturning ? placeIn(base, id) : undefined;
      const before = was !== undefined && columns.includes(was.stored) ? was : undefined;
      if (isSamePlace(own, before)) continue;
      if (isSamePlace(place, before)) {
        [place, owner] = [own, id];
        continue;
      }
      const element = { kind: this.#three.kind as ElementKind, id: kept };
      const [first, ours, theirs] = [before, place, own].map(valueIn);
      const conflict = { kind: "attribute", element, attribute: name, base: first, ours, theirs } as const;
      const said = isSame ? task.combine(conflict) : task.decide(conflict, { ours: owner, theirs: id });
      if (said === "theirs") [place, owner] = [own, id];
      else if (typeof said === "object") {
        const isAbsent = said.value === null || said.value === undefined;
        const decided = isAbsent ? undefined : placed(said.value, [place, own]);
        if (isAbsent || decided !== undefined) [place, owner] = [decided, kept];
      }
    }
    // a row is one element's
    if (place === undefined || owner === kept) return place;
    const { stored, row } = place;
    return { stored, row: stored.append(kept, stored.column.get(row)) };
  }

  finish(): ElementDelta {
    const { added, removed, labels, cells, introduced, dropped } = this.#delta;
    const { ours } = this.#three;
    const dead = this.#dropped;
    const rowsOf = new Map(cells);
    for (const [stored, rows] of this.#rows) {
      if (dropped.includes(stored)) continue;
      const changes = this.#rewrite(cells.get(stored), rows, (id) => ours.rawRow(stored, id));
      if (changes.runs.length + changes.elements.length > 0) rowsOf.set(stored, changes);
      else rowsOf.delete(stored);
    }
    for (const [stored, changes] of rowsOf) {
      if (this.#rows.has(stored) || dropped.includes(stored)) continue;
      rowsOf.set(
        stored,
        this.#rewrite(changes, new Map(), () => NO_ROW),
      );
    }
    const kept = added.toArray().filter((id) => !dead.has(id));
    const gone = [...removed.toArray(), ...[...dead].filter((id) => ours.has(id))];
    return {
      added: IdRuns.ofSorted(Uint32Array.from(new Set([...kept, ...this.#added])).sort()),
      removed: IdRuns.ofSorted(Uint32Array.from(new Set(gone)).sort()),
      labels: this.#rewrite(labels, this.#sets, (id) => ours.rawLabelSet(id)),
      cells: rowsOf,
      introduced: introduced.filter((stored) => rowsOf.has(stored)),
      dropped,
    };
  }

  /** Changes without those of elements that go, and with other rows for some. */
  #rewrite(
    changes: CellChanges | undefined,
    rows: ReadonlyMap<number, number>,
    rowBefore: (id: number) => number,
  ): CellChanges {
    const all: [id: number, before: number, after: number][] = [];
    if (changes !== undefined)
      forEachCell(changes, (id, before, after) => {
        if (!rows.has(id) && !this.#dropped.has(id)) all.push([id, before, after]);
      });
    for (const [id, after] of rows) {
      const before = Math.max(rowBefore(id), NO_ROW);
      if (before !== after && !this.#dropped.has(id)) all.push([id, before, after]);
    }
    const builder = new CellChangesBuilder();
    for (const [id, before, after] of all.sort(([a], [b]) => a - b)) builder.addCell(id, before, after);
    return builder.finish();
  }
}
