/** The number of changes since the last commit. */
import { type CellChanges, countCells, forEachCell, NO_CHANGES } from "../../space/deltas/cell-changes.js";
import type { Delta, ElementDelta } from "../../space/deltas/delta.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { Bitmap } from "../../structures/bitmap.js";

/** The number of nodes, or edges, that changed. */
export interface ElementStatus {
  readonly added: number;
  readonly removed: number;
  /** Those that were and are there, and whose labels or attributes differ. */
  readonly changed: number;
}

/** The head of the graph, and the changes since the last commit. */
export interface Status {
  /** The branch, or null where a commit was checked out that is not a branch's. */
  readonly branch: string | null;
  /** The id of the last commit, or null before the first one. */
  readonly commit: string | null;
  /** Whether the head is on no branch: commits that are made then have no name. */
  readonly detached: boolean;
  /** The number of commits that only the head leads to, and no branch, tag or remote branch; 0 on a branch. */
  readonly unreachable: number;
  /** Whether there is nothing to commit. */
  readonly clean: boolean;
  readonly nodes: ElementStatus;
  readonly edges: ElementStatus;
  /** The number of the graph's own attributes that were added, removed and changed. */
  readonly graph: ElementStatus;
}

/** Up to so many cells are told apart by a set: a bitmap takes 8 KiB for the first element. */
const FEW_CELLS = 64;

/**
 * Counts the elements that a delta adds, removes and changes. O(changes).
 *
 * @param live those after it, if there are attributes let go: their cells are recorded of dead elements too.
 */
export function countElements(delta: ElementDelta, live?: Bitmap): ElementStatus {
  const { added, removed, labels, cells, dropped } = delta;
  // changes of one attribute, which name each element once
  if (cells.size === 1 && added.count + removed.count + dropped.length === 0 && labels === NO_CHANGES) {
    const [changes] = cells.values();
    return { added: 0, removed: 0, changed: countCells(changes) };
  }
  if (cells.size === 0 && added.count + removed.count === 0 && labels === NO_CHANGES)
    return { added: 0, removed: 0, changed: 0 };
  const changes = [labels, ...cells.values()];
  if (changes.reduce((sum, each) => sum + countCells(each), 0) <= FEW_CELLS) {
    const few = new Set<number>();
    for (const each of changes) forEachCell(each, (element) => few.add(element));
    let changed = 0;
    for (const element of few) {
      const isCounted = live === undefined || dropped.length === 0 || live.has(element);
      if (isCounted && !added.has(element) && !removed.has(element)) changed++;
    }
    return { added: added.count, removed: removed.count, changed };
  }
  const changed = new Bitmap();
  const mark = (changes: CellChanges): void => {
    forEachCell({ ...changes, runs: [] }, (element) => changed.add(element));
    for (const { element, count } of changes.runs) changed.addRange(element, element + count);
  };
  changes.forEach(mark);
  delta.added.forEachRun((start, length) => changed.deleteRange(start, start + length));
  delta.removed.forEachRun((start, length) => changed.deleteRange(start, start + length));
  const alive = live === undefined || delta.dropped.length === 0 ? changed : changed.and(live);
  return { added: delta.added.count, removed: delta.removed.count, changed: alive.count };
}

/** Counts attributes of the graph itself. */
function countAttributes({ cells }: ElementDelta): ElementStatus {
  const names = new Map<string, { before: boolean; after: boolean }>();
  for (const [{ name }, changes] of cells)
    forEachCell(changes, (_element, before, after) => {
      const known = names.get(name);
      names.set(name, {
        before: before >= 0 || known?.before === true,
        after: after >= 0 || known?.after === true,
      });
    });
  let [added, removed, changed] = [0, 0, 0];
  for (const { before, after } of names.values()) {
    if (!before) added++;
    else if (!after) removed++;
    else changed++;
  }
  return { added, removed, changed };
}

/** Counts nodes, edges and the graph's own attributes. */
export function countDelta(
  delta: Delta,
  after?: GraphState,
): { readonly nodes: ElementStatus; readonly edges: ElementStatus; readonly graph: ElementStatus } {
  return {
    nodes: countElements(delta.nodes, after?.nodes.live),
    edges: countElements(delta.edges, after?.edges.live),
    graph: countAttributes(delta.graph),
  };
}
