/** The degrees of many nodes at once. */

import { EdgeBuffer } from "../states/adjacency.js";
import type { GraphState } from "../states/graph-state.js";
import { isLarge } from "./along-edges.js";
import { EdgeScope, type Scope } from "./edge-scope.js";

/**
 * How many arcs each of some nodes has, aligned with `ids`: a self-loop counts twice where both of its ends do. O(edges
 * at them), or O(all edges) for many nodes.
 */
export function countDegrees(state: GraphState, ids: ArrayLike<number>, scope: Scope): Uint32Array {
  const { direction, types, where } = scope;
  const edges = types === undefined && where === undefined ? undefined : new EdgeScope(state, scope);
  const goesOut = !state.directed || direction !== "in";
  const goesIn = !state.directed || direction !== "out";
  const degrees = new Uint32Array(ids.length);
  const { live } = state.edges;
  const { sources, targets } = state.pool.edges;
  if (isLarge(ids.length, state)) {
    const counts = new Uint32Array(state.nodes.pool.count);
    if (edges === undefined && live.isDense()) {
      const edgeCount = live.count;
      if (goesOut) for (let edge = 0; edge < edgeCount; edge++) counts[sources[edge]]++;
      if (goesIn) for (let edge = 0; edge < edgeCount; edge++) counts[targets[edge]]++;
    } else
      live.forEach((edge) => {
        if (edges?.has(edge) === false) return;
        if (goesOut) counts[sources[edge]]++;
        if (goesIn) counts[targets[edge]]++;
      });
    for (let i = 0; i < ids.length; i++) degrees[i] = counts[ids[i]];
    return degrees;
  }
  const list = new EdgeBuffer();
  for (const isIncoming of [false, true]) {
    if (!(isIncoming ? goesIn : goesOut)) continue;
    const lists = state.adjacency.lists(isIncoming);
    for (let i = 0; i < ids.length; i++) {
      if (edges === undefined) {
        degrees[i] += lists.degree(ids[i], live);
        continue;
      }
      lists.read(ids[i], live, list);
      for (let at = 0; at < list.count; at++) if (edges.has(list.edges[at])) degrees[i]++;
    }
  }
  return degrees;
}
