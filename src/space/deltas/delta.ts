/** The difference between two states, by fact: which elements came and went, and in each column which cells. */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { IdRuns } from "../../structures/id-runs.js";
import { type CellChanges, countCells, forEachCell, NO_CHANGES } from "./cell-changes.js";

/** The difference in the elements of one kind. Cells of elements that are live on neither side do not count. */
export interface ElementDelta {
  readonly added: IdRuns;
  readonly removed: IdRuns;
  /** Changes of labels, or for edges the types of those that were added; rows are numbers of sets. */
  readonly labels: CellChanges;
  readonly cells: ReadonlyMap<AttributeColumn, CellChanges>;
  /** Attributes that have a column after and had none, or another one, before. */
  readonly introduced: readonly AttributeColumn[];
  /** Attributes that had a column before and have none, or another one, after. */
  readonly dropped: readonly AttributeColumn[];
  /**
   * Of the live state, attributes that it alone has and that have no value: they are in no commit's state, and no commit
   * introduces them. Absent where there are none.
   */
  readonly unused?: readonly AttributeColumn[];
}

export interface Delta {
  readonly nodes: ElementDelta;
  readonly edges: ElementDelta;
  /** Of the graph itself: cells of the element 0 alone. */
  readonly graph: ElementDelta;
}

export const NO_ELEMENT_DELTA: ElementDelta = {
  added: IdRuns.none,
  removed: IdRuns.none,
  labels: NO_CHANGES,
  cells: new Map(),
  introduced: [],
  dropped: [],
};

/** The delta between a state and itself. */
export const NO_DELTA: Delta = {
  nodes: NO_ELEMENT_DELTA,
  edges: NO_ELEMENT_DELTA,
  graph: NO_ELEMENT_DELTA,
};

export function isEmptyDelta({ nodes, edges, graph }: Delta): boolean {
  return countChanges(nodes) === 0 && countChanges(edges) === 0 && countChanges(graph) === 0;
}

/** The number of facts that changed: elements, label sets and cells. */
export function countChanges(delta: ElementDelta): number {
  let count = delta.added.count + delta.removed.count + countCells(delta.labels);
  for (const changes of delta.cells.values()) count += countCells(changes);
  return count;
}

/** About the numbers that a delta keeps. */
export function sizeOfDelta({ nodes, edges, graph }: Delta): number {
  return sizeOfElements(nodes) + sizeOfElements(edges) + graph.cells.size;
}

function sizeOfElements({ added, removed, labels, cells }: ElementDelta): number {
  let size = added.starts.length + removed.starts.length + sizeOfCells(labels);
  for (const changes of cells.values()) size += sizeOfCells(changes);
  return size;
}

function sizeOfCells({ runs, elements }: CellChanges): number {
  return runs.length + elements.length;
}

/** Whether two deltas make the same changes to the same rows. O(changes). */
export function sameDelta(a: Delta, b: Delta): boolean {
  return (
    sameElementDelta(a.nodes, b.nodes) &&
    sameElementDelta(a.edges, b.edges) &&
    sameElementDelta(a.graph, b.graph)
  );
}

/** Whether two deltas are the same record of changes, as they are while nothing is written. O(1). */
export function isSameRecord(a: Delta, b: Delta): boolean {
  const isSame = a.nodes === b.nodes && a.edges === b.edges && a.graph === b.graph;
  return isSame || (isEmptyDelta(a) && isEmptyDelta(b));
}

function sameElementDelta(a: ElementDelta, b: ElementDelta): boolean {
  if (a === b) return true;
  if (!a.added.toBitmap().equals(b.added.toBitmap()) || !a.removed.toBitmap().equals(b.removed.toBitmap())) {
    return false;
  }
  if (!sameCells(a.labels, b.labels) || a.cells.size !== b.cells.size) return false;
  for (const [stored, changes] of a.cells) {
    const others = b.cells.get(stored);
    if (others === undefined || !sameCells(changes, others)) return false;
  }
  return true;
}

function sameCells(a: CellChanges, b: CellChanges): boolean {
  if (countCells(a) !== countCells(b)) return false;
  const rows = new Map<number, number>();
  forEachCell(a, (element, _before, after) => rows.set(element, after));
  let same = true;
  forEachCell(b, (element, _before, after) => {
    same &&= rows.get(element) === after;
  });
  return same;
}

/** A delta and the way to go over it. */
export interface DeltaStep<T = Delta> {
  readonly delta: T;
  readonly forward: boolean;
}
