/**
 * The nodes to which edges lead from a set of nodes, breadth first, and the edges at such a set. A set that is small
 * beside the graph reads the adjacency lists of its nodes, a larger one is looked up while all edges are gone through.
 */
import { grownPlain } from "../../pool/buffers.js";
import { insertDistinct } from "../../structures/binary-search.js";
import { Bitmap } from "../../structures/bitmap.js";
import { EdgeBuffer } from "../states/adjacency.js";
import type { GraphState } from "../states/graph-state.js";
import { type Depths, EdgeScope, type Scope } from "./edge-scope.js";

/**
 * The nodes that the fewest edges that lead to them from the set, one at least, are from `minDepth` to `maxDepth`; with a
 * `minDepth` of 0 the set as well. O(edges at the nodes reached), or O(all edges) for each step from many nodes.
 */
export function nodesAlong(
  state: GraphState,
  from: Bitmap,
  scope: Scope,
  { minDepth, maxDepth }: Depths,
): Bitmap {
  const start = liveIds(state, from);
  const edges = new EdgeScope(state, scope);
  const seen = new Bitmap();
  const kept = minDepth > 1 ? new Bitmap() : seen;
  let frontier = start;
  for (let depth = 1; depth <= maxDepth && frontier.length > 0; depth++) {
    const next = depth === maxDepth ? undefined : new NodeList();
    if (next === undefined && kept === seen) {
      forEachEnd(edges, frontier, (node) => seen.add(node));
      break;
    }
    forEachEnd(edges, frontier, (node) => {
      if (!seen.add(node)) return;
      if (depth >= minDepth && kept !== seen) kept.add(node);
      // the edges of the start were followed in the first step
      if (!from.has(node)) next?.push(node);
    });
    frontier = next?.nodes.subarray(0, next.count) ?? NO_NODES;
  }
  if (minDepth === 0) for (let i = 0; i < start.length; i++) kept.add(start[i]);
  return kept;
}

/** From so few nodes, and to so few, ids are listed, and no bitmap is made. */
const FEW_STARTS = 16;
const FEW_ENDS = 64;

/** A list of edges that was longer is not kept for the next call. */
const KEPT_EDGES = 4096;

const ends = new Uint32Array(FEW_ENDS);
let edgesAtNode: EdgeBuffer | undefined;

/** The nodes one step from a few, ascending; undefined if there are too many to list them. O(edges at the nodes). */
export function fewAlong(state: GraphState, from: Uint32Array, scope: Scope): Uint32Array | undefined {
  if (from.length > FEW_STARTS) return undefined;
  const { direction, types, where } = scope;
  const { directed, nodes, pool } = state;
  const { live } = state.edges;
  const edges = types === undefined && where === undefined ? undefined : new EdgeScope(state, scope);
  edgesAtNode ??= new EdgeBuffer();
  const list = edgesAtNode;
  let count = 0;
  for (const isIncoming of WAYS) {
    if (directed && direction === (isIncoming ? "out" : "in")) continue;
    const lists = state.adjacency.lists(isIncoming);
    const far = isIncoming ? pool.edges.sources : pool.edges.targets;
    for (let i = 0; i < from.length; i++) {
      if (!nodes.live.has(from[i])) continue;
      lists.read(from[i], live, list);
      if (list.count > KEPT_EDGES) edgesAtNode = undefined;
      for (let at = 0; at < list.count; at++) {
        const edge = list.edges[at];
        if (edges?.has(edge) === false) continue;
        if (count === FEW_ENDS) return undefined;
        count = insertDistinct(ends, count, far[edge]);
      }
    }
  }
  return ends.slice(0, count);
}

const WAYS: readonly boolean[] = [false, true];

const NO_NODES = new Uint32Array(0);

/** Those of a set that are live, in a new array. Few are looked up one by one, which takes less than two bitmaps. */
function liveIds({ nodes }: GraphState, set: Bitmap): Uint32Array {
  const ids = set.toArray();
  let count = 0;
  for (let i = 0; i < ids.length; i++) if (nodes.live.has(ids[i])) ids[count++] = ids[i];
  return ids.subarray(0, count);
}

class NodeList {
  nodes = new Uint32Array(64);
  count = 0;

  push(node: number): void {
    if (this.count === this.nodes.length) this.nodes = grownPlain(this.nodes, this.count + 1);
    this.nodes[this.count++] = node;
  }
}

/**
 * Reading the lists of so many nodes takes about as long as going through all the edges of that many: the lists lie
 * anywhere in memory. Measured with 100,000 nodes and 1,000,000 edges: equal at a sixth of all nodes.
 */
const LISTS_COST = 6;

/** Flags for all the ids that were ever given out may be so many times as many as what is gone through. */
const FLAGS_SHARE = 8;

/** Whether to go through all edges, for the edges of so many nodes. */
export function isLarge(count: number, { nodes, edges }: GraphState): boolean {
  if (count * LISTS_COST <= nodes.live.count) return false;
  return nodes.pool.count <= FLAGS_SHARE * (nodes.live.count + edges.live.count);
}

/** Calls `visit` with the far end of each edge of the nodes, which may come several times. */
function forEachEnd(edges: EdgeScope, nodes: Uint32Array, visit: (node: number) => void): void {
  if (isLarge(nodes.length, edges.state)) endsByScan(edges, nodes, visit);
  else endsByLists(edges, nodes, visit);
}

/** Goes through all edges. Flags take a third of the time of bitmaps here. */
function endsByScan(edges: EdgeScope, nodes: Uint32Array, visit: (node: number) => void): void {
  const { goesOut, goesIn, isWhole, state } = edges;
  const { sources, targets } = state.pool.edges;
  const { live } = state.edges;
  const isIn = flagsOf(nodes, state.nodes.pool.count);
  const isEnd = new Uint8Array(isIn.length);
  const follow = (edge: number): void => {
    const [source, target] = [sources[edge], targets[edge]];
    if (goesOut && isIn[source] === 1 && (isWhole || edges.has(edge))) isEnd[target] = 1;
    if (goesIn && isIn[target] === 1 && (isWhole || edges.has(edge))) isEnd[source] = 1;
  };
  if (live.isDense()) for (let edge = 0; edge < live.count; edge++) follow(edge);
  else live.forEach(follow);
  for (let node = 0; node < isEnd.length; node++) if (isEnd[node] === 1) visit(node);
}

function flagsOf(nodes: Uint32Array, count: number): Uint8Array {
  const flags = new Uint8Array(count);
  for (let i = 0; i < nodes.length; i++) flags[nodes[i]] = 1;
  return flags;
}

function endsByLists(edges: EdgeScope, nodes: Uint32Array, visit: (node: number) => void): void {
  const { isWhole, state } = edges;
  const { sources, targets } = state.pool.edges;
  const { live } = state.edges;
  const list = new EdgeBuffer();
  for (const isIncoming of waysOf(edges)) {
    const lists = state.adjacency.lists(isIncoming);
    const far = isIncoming ? sources : targets;
    for (let i = 0; i < nodes.length; i++) {
      lists.read(nodes[i], live, list);
      for (let at = 0; at < list.count; at++) {
        const edge = list.edges[at];
        if (isWhole || edges.has(edge)) visit(far[edge]);
      }
    }
  }
}

function waysOf({ goesOut, goesIn }: EdgeScope): boolean[] {
  return [...(goesOut ? [false] : []), ...(goesIn ? [true] : [])];
}

/** The edges of the nodes of a set. O(edges at them), or O(all edges) for many nodes. */
export function edgesAlong(state: GraphState, from: Bitmap, scope: Scope): Bitmap {
  const nodes = liveIds(state, from);
  const edges = new EdgeScope(state, scope);
  const { sources, targets } = state.pool.edges;
  const { live } = state.edges;
  const { goesOut, goesIn, isWhole } = edges;
  const found = new Bitmap();
  if (isLarge(nodes.length, state)) {
    const isIn = flagsOf(nodes, state.nodes.pool.count);
    live.forEach((edge) => {
      const isAt = (goesOut && isIn[sources[edge]] === 1) || (goesIn && isIn[targets[edge]] === 1);
      if (isAt && (isWhole || edges.has(edge))) found.add(edge);
    });
    return found;
  }
  const list = new EdgeBuffer();
  for (const isIncoming of waysOf(edges)) {
    const lists = state.adjacency.lists(isIncoming);
    for (let i = 0; i < nodes.length; i++) {
      lists.read(nodes[i], live, list);
      for (let at = 0; at < list.count; at++)
        if (isWhole || edges.has(list.edges[at])) found.add(list.edges[at]);
    }
  }
  return found;
}

/** The sources, or the targets, of those of some edges that are live. O(edges). */
export function endsAlong(state: GraphState, edges: Bitmap, end: "source" | "target"): Bitmap {
  const ends = state.pool.edges[end === "source" ? "sources" : "targets"];
  const found = new Bitmap();
  state.edges.live.and(edges).forEach((edge) => {
    found.add(ends[edge]);
  });
  return found;
}
