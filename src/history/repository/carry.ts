/** Whether uncommitted changes can be taken along to another commit: only if they meet what they were made on. */
import type { CellChanges } from "../../space/deltas/cell-changes.js";
import { composeSteps } from "../../space/deltas/compose.js";
import {
  type Delta,
  type DeltaStep,
  type ElementDelta,
  isEmptyDelta,
  NO_DELTA,
  NO_ELEMENT_DELTA,
} from "../../space/deltas/delta.js";
import { pickCells } from "../../space/deltas/part.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { Bitmap } from "../../structures/bitmap.js";
import type { IdRuns } from "../../structures/id-runs.js";

/**
 * The changes of `working` as they have to be made where `path` leads. Added elements are not live there as they were
 * not here, but may have been in between: values that `working` does not mention have to be as they were here.
 * O(changes).
 */
export function transplant(working: Delta, path: readonly DeltaStep[]): Delta {
  const { nodes, edges } = working;
  if (nodes.added.count === 0 && edges.added.count === 0) return working;
  const back = composeSteps(path.toReversed().map(({ delta, forward }) => ({ delta, forward: !forward })));
  const past = {
    ...NO_DELTA,
    nodes: cellsOf(nodes.added, back.nodes),
    edges: cellsOf(edges.added, back.edges),
  };
  if (isEmptyDelta(past)) return working;
  return composeSteps([
    { delta: past, forward: true },
    { delta: working, forward: true },
  ]);
}

/** The changes of a delta to the labels and cells of some elements. */
function cellsOf(elements: IdRuns, { labels, cells }: ElementDelta): ElementDelta {
  const picked = [...cells].map(([stored, changes]) => [stored, pickCells(changes, elements)] as const);
  return { ...NO_ELEMENT_DELTA, labels: pickCells(labels, elements), cells: new Map(picked) };
}

/**
 * A fact that both `working` and the way to another state change, or that one makes impossible for the other,
 * in words; undefined if there is none. O(changes).
 */
export function findOverlap(
  working: Delta,
  path: readonly DeltaStep[],
  present: GraphState,
): string | undefined {
  const other = composeSteps(path);
  const { sources, targets } = present.pool.edges;
  const gone = other.nodes.removed.toBitmap();
  const removed = working.nodes.removed.toBitmap();
  return (
    overlapOf("node", working.nodes, other.nodes) ??
    overlapOf("edge", working.edges, other.edges) ??
    overlapOf("graph", working.graph, other.graph) ??
    firstOf(working.edges.added, (edge) => gone.has(sources[edge]) || gone.has(targets[edge]), "edge") ??
    firstOf(other.edges.added, (edge) => removed.has(sources[edge]) || removed.has(targets[edge]), "edge")
  );
}

function overlapOf(kind: string, working: ElementDelta, other: ElementDelta): string | undefined {
  const toggled = other.removed.toBitmap().or(other.added.toBitmap());
  const went = working.removed.toBitmap();
  // Added elements are in neither state: rows in which the states differ are from an earlier life and are ignored.
  const came = working.added.toBitmap();
  const hit =
    firstOf(working.removed, (id) => toggled.has(id), kind) ??
    firstOf(working.added, (id) => toggled.has(id), kind) ??
    firstIn(working.labels, (id) => toggled.has(id), `the labels of ${kind}`) ??
    commonCell(working.labels, other.labels, came, `the labels of ${kind}`) ??
    firstIn(other.labels, (id) => went.has(id), kind);
  if (hit !== undefined) return hit;
  const others = new Map<string, CellChanges[]>();
  for (const [{ name }, changes] of other.cells) others.set(name, [...(others.get(name) ?? []), changes]);
  for (const [stored, changes] of working.cells) {
    const what = `"${stored.name}" of ${kind === "graph" ? "the graph" : kind}`;
    const rival = other.introduced.find((column) => column.name === stored.name && column !== stored);
    // an attribute that keeps its type beside a new one has several
    const hasOne = other.dropped.includes(stored) || working.introduced.includes(stored);
    if (rival !== undefined && hasOne)
      return `"${stored.name}", which is ${stored.type} here and ${rival.type} there`;
    let cell = firstIn(changes, (id) => toggled.has(id), what);
    // a cell of several types is one, whichever column is written
    for (const theirs of others.get(stored.name) ?? []) cell ??= commonCell(changes, theirs, came, what);
    if (cell !== undefined) return cell;
  }
  for (const stored of working.dropped) if (other.cells.has(stored)) return `"${stored.name}"`;
  for (const changes of other.cells.values()) {
    const cell = firstIn(changes, (id) => went.has(id), kind);
    if (cell !== undefined) return cell;
  }
  return undefined;
}

/** The first element that both change, `dead` ones aside. */
function commonCell(ours: CellChanges, theirs: CellChanges, dead: Bitmap, what: string): string | undefined {
  const changed = elementsOf(theirs).andNot(dead);
  return firstIn(ours, (id) => changed.has(id), what);
}

function firstIn(changes: CellChanges, test: (id: number) => boolean, what: string): string | undefined {
  let first: number | undefined;
  elementsOf(changes).forEach((id) => {
    if (first === undefined && test(id)) first = id;
  });
  if (first === undefined) return undefined;
  return what.endsWith(" graph") ? what : `${what} ${first}`;
}

function firstOf(runs: IdRuns, test: (id: number) => boolean, what: string): string | undefined {
  let first: number | undefined;
  runs.forEach((id) => {
    if (first === undefined && test(id)) first = id;
  });
  return first === undefined ? undefined : `${what} ${first}`;
}

/** The elements that are listed: those in runs came with the change, which is compared before. */
function elementsOf({ elements }: CellChanges): Bitmap {
  return Bitmap.of(elements);
}
