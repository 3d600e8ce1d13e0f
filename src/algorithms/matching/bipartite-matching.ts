/**
 * A greatest matching of a bipartite graph. Hopcroft and Karp 1973, "An n^(5/2) algorithm for maximum matchings in
 * bipartite graphs": in each round all shortest ways that make one more, as far as they do not meet.
 */
import type { Arcs } from "../shared/arcs/direction.js";
import { greedyMatching } from "./greedy-matching.js";

/** The mate of each node, -1 if it is free. `colors` are 0 or 1, and no arc joins two alike. */
export function bipartiteMatching(
  arcs: Arcs,
  nodeCount: number,
  colors: Int32Array,
  tick: (done: number) => void,
): Int32Array {
  const { offsets, ends } = arcs;
  const mates = greedyMatching(arcs, nodeCount);
  const levels = new Int32Array(nodeCount);
  const queue = new Uint32Array(nodeCount);
  const next = new Uint32Array(nodeCount);
  while (levelsFromFree(arcs, mates, colors, levels, queue)) {
    tick(0);
    next.set(offsets.subarray(0, nodeCount));
    for (let root = 0; root < nodeCount; root++) {
      if (colors[root] === 0 && mates[root] < 0) extend(root);
    }
  }
  return mates;

  /** Searches a way from a free node to a free one on the other side, level by level, and turns it over. */
  function extend(root: number): void {
    // nodes of color 0 on the way, each with the arc to the next at next[u]
    const path = [root];
    while (path.length > 0) {
      const u = path[path.length - 1];
      if (next[u] === offsets[u + 1]) {
        path.pop();
        if (path.length > 0) next[path[path.length - 1]]++;
        continue;
      }
      const v = ends[next[u]];
      const mate = mates[v];
      if (mate < 0) {
        for (const flipped of path) {
          mates[flipped] = ends[next[flipped]];
          mates[ends[next[flipped]]] = flipped;
          // no other way of this round comes through here
          levels[flipped] = -1;
        }
        return;
      }
      if (levels[mate] === levels[u] + 1) path.push(mate);
      else next[u]++;
    }
  }
}

/**
 * Writes the number of matched edges between a free node of color 0 and each other node of color 0. Returns whether a
 * free node of color 1 is reached.
 */
function levelsFromFree(
  { offsets, ends }: Arcs,
  mates: Int32Array,
  colors: Int32Array,
  levels: Int32Array,
  queue: Uint32Array,
): boolean {
  levels.fill(-1);
  let found = 0;
  for (let u = 0; u < mates.length; u++) {
    if (colors[u] !== 0 || mates[u] >= 0) continue;
    levels[u] = 0;
    queue[found++] = u;
  }
  let depth = Infinity;
  for (let taken = 0; taken < found; taken++) {
    const u = queue[taken];
    if (levels[u] >= depth) break;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const mate = mates[ends[arc]];
      if (mate < 0) depth = levels[u];
      else if (levels[mate] < 0) {
        levels[mate] = levels[u] + 1;
        queue[found++] = mate;
      }
    }
  }
  return depth < Infinity;
}
