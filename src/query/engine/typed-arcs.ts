/**
 * The arcs of some types by the node that they leave, or that they enter: by node id, and of each node by the node at the
 * far end, then by edge. Sorted, so that two nodes' arcs can be intersected. Edges that came and went are patched in.
 */
import type { ElementState } from "../../space/states/element-state.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { lowerBound } from "../../structures/binary-search.js";
import type { ChangedArcs } from "../../structures/sorted-arcs.js";
import { countEqual, countKeys, limitOf, placeByKey, placeSortedArcs, readAt } from "./loops/arc-loops.js";
import { forEachEdgePart, type WantedTypes } from "./loops/edge-parts.js";
import { PART } from "./loops/walk-loops.js";

export interface TypedArcs {
  /** Node u's arcs are at offsets[u] up to offsets[u + 1] of the next two; nodes past the end have none. */
  readonly offsets: Uint32Array;
  /** The node at the far end of each arc. */
  readonly ends: Uint32Array;
  readonly edges: Uint32Array;
}

/** Live edges of some types, with their ends. */
export interface TypedEdges {
  readonly edges: Uint32Array;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** One more than the largest node id among the ends. */
  readonly nodeLimit: number;
  readonly loopCount: number;
}

/** The live edges of some types. */
export function edgeList(
  state: ElementState,
  types: WantedTypes,
  sourceOf: Uint32Array,
  targetOf: Uint32Array,
): TypedEdges {
  // what is not written takes no memory
  const edges = new Uint32Array(state.live.count);
  let length = 0;
  forEachEdgePart(state, types, (ids, count) => {
    edges.set(ids.subarray(0, count), length);
    length += count;
  });
  const list = length * 2 < edges.length ? edges.slice(0, length) : edges.subarray(0, length);
  const ends = [sourceOf, targetOf].map((of) => endsOf(list, of));
  let nodeLimit = 0;
  for (const each of ends)
    for (let at = 0; at < length; at += PART)
      nodeLimit = limitOf(each, nodeLimit, at, Math.min(at + PART, length));
  let loopCount = 0;
  for (let at = 0; at < length; at += PART)
    loopCount += countEqual(ends[0], ends[1], at, Math.min(at + PART, length));
  return { edges: list, sources: ends[0], targets: ends[1], nodeLimit, loopCount };
}

/** The ends of ascending edges: those of edges that follow each other are the pool's own. */
function endsOf(edges: Uint32Array, of: Uint32Array): Uint32Array {
  const { length } = edges;
  if (length > 0 && edges[length - 1] - edges[0] === length - 1)
    return of.subarray(edges[0], edges[0] + length);
  const ends = new Uint32Array(length);
  for (let at = 0; at < length; at += PART) readAt(of, edges, ends, at, Math.min(at + PART, length));
  return ends;
}

/** Sorts edges by node, far end and edge: two counting sorts, the far end first. O(edges + nodes). */
export function typedArcs(list: TypedEdges, incoming: boolean): TypedArcs {
  const { nodeLimit, edges } = list;
  const [keys, far] = incoming ? [list.targets, list.sources] : [list.sources, list.targets];
  const count = edges.length;
  const byEnd = new Uint32Array(count);
  const places = startsOf(far, nodeLimit);
  for (let at = 0; at < count; at += PART) placeByKey(far, places, byEnd, at, Math.min(at + PART, count));
  const offsets = startsOf(keys, nodeLimit);
  const ends = new Uint32Array(count);
  const sorted = new Uint32Array(count);
  for (let at = 0; at < count; at += PART)
    placeSortedArcs(byEnd, keys, far, edges, offsets, ends, sorted, at, Math.min(at + PART, count));
  // each start has advanced to the next one
  offsets.copyWithin(1, 0, nodeLimit);
  offsets[0] = 0;
  return { offsets, ends, edges: sorted };
}

/** For each key the place of the first that has it, and behind them the number of all. */
function startsOf(keys: Uint32Array, limit: number): Uint32Array {
  const starts = new Uint32Array(limit + 1);
  for (let at = 0; at < keys.length; at += PART)
    countKeys(keys, starts, at, Math.min(at + PART, keys.length));
  for (let key = 0; key < limit; key++) starts[key + 1] += starts[key];
  return starts;
}

/** Edges that came and went between two states of a graph. */
export interface EdgeChanges {
  readonly before: GraphState;
  readonly after: GraphState;
  /** Ascending. */
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

/** Past this share of all edges sorting them anew is as fast: of 2.4 million, 1 changed 7 ms, 10,000 37, all sorted 220. */
const CHANGED_SHARE = 1 / 50;
const CHANGED_COUNT_MIN = 16;

/** The edges that came and went; undefined if there are too many. An edge keeps its ends and its type as long as it lives. */
export function edgeChanges(before: GraphState, after: GraphState): EdgeChanges | undefined {
  const [old, present] = [before.edges.live, after.edges.live];
  const most = Math.max(CHANGED_COUNT_MIN, old.count * CHANGED_SHARE);
  if (Math.abs(old.count - present.count) > most) return undefined;
  const changed = old.difference(present, most);
  return (
    changed && {
      before,
      after,
      removed: changed.filter((edge) => old.has(edge)),
      added: changed.filter((edge) => present.has(edge)),
    }
  );
}

function fitting(edges: ElementState, ids: readonly number[], { fits, ofNone }: WantedTypes): Uint32Array {
  const { labelRows } = edges;
  return Uint32Array.from(
    ids.filter((edge) => {
      const set = labelRows.get(edge);
      return fits === undefined || (set < 0 ? ofNone : fits[set] === 1);
    }),
  );
}

/** The changes among edges of some types as arcs in one direction. */
export function changedArcs(
  { before, after, removed, added }: EdgeChanges,
  types: WantedTypes,
  incoming: boolean,
): { readonly removed: ChangedArcs; readonly added: ChangedArcs; readonly nodeLimit: number } {
  const { sources, targets } = after.pool.edges;
  const [near, far] = incoming ? [targets, sources] : [sources, targets];
  const arcsOf = (edges: Uint32Array): ChangedArcs => ({
    keys: edges.map((edge) => near[edge]),
    ends: edges.map((edge) => far[edge]),
    edges,
  });
  const come = fitting(after.edges, added, types);
  let nodeLimit = 0;
  for (const edge of come) nodeLimit = Math.max(nodeLimit, sources[edge] + 1, targets[edge] + 1);
  return { removed: arcsOf(fitting(before.edges, removed, types)), added: arcsOf(come), nodeLimit };
}

/** The edges of some types that went. */
export function wentOf({ before, removed }: EdgeChanges, types: WantedTypes): Uint32Array {
  return fitting(before.edges, removed, types);
}

/** The edges of some types that came. */
export function cameOf({ after, added }: EdgeChanges, types: WantedTypes): Uint32Array {
  return fitting(after.edges, added, types);
}

/** The edges of some types without those that went and with those that came, in the order of their ids. */
export function patchedEdges(known: TypedEdges, changes: EdgeChanges, types: WantedTypes): TypedEdges {
  const { after } = changes;
  const went = wentOf(changes, types);
  const came = cameOf(changes, types);
  const count = known.edges.length - went.length + came.length;
  const [edges, sources, targets] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)];
  const ends = after.pool.edges;
  let [at, from, i, j] = [0, 0, 0, 0];
  const copyTo = (end: number): void => {
    edges.set(known.edges.subarray(from, end), at);
    sources.set(known.sources.subarray(from, end), at);
    targets.set(known.targets.subarray(from, end), at);
    at += end - from;
    from = end;
  };
  let { nodeLimit, loopCount } = known;
  while (i < went.length || j < came.length) {
    if (j === came.length || went[i] < came[j]) {
      const edge = went[i++];
      copyTo(lowerBound(known.edges, edge));
      from++;
      if (ends.sources[edge] === ends.targets[edge]) loopCount--;
    } else {
      const edge = came[j++];
      const [source, target] = [ends.sources[edge], ends.targets[edge]];
      copyTo(lowerBound(known.edges, edge));
      edges[at] = edge;
      sources[at] = source;
      targets[at++] = target;
      if (source === target) loopCount++;
      nodeLimit = Math.max(nodeLimit, source + 1, target + 1);
    }
  }
  copyTo(known.edges.length);
  return { edges, sources, targets, nodeLimit, loopCount };
}
