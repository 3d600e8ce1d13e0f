/** Distances from one node after another, for measures that need them all: breadth-first, or Dijkstra 1959. */
import { IndexHeap } from "../../structures/index-heap.js";
import type { Arcs } from "../shared/direction.js";

/** Calls `visit` with each node reached from a source, the source first, nearest first, and its distance. */
export type DistanceSearch = (source: number, visit: (node: number, distance: number) => void) => void;

/** A search over arcs, whose weights (if any) are not negative. Space: 8 bytes a node, 20 with weights. */
export function distanceSearch(
  arcs: Arcs,
  weights: Float64Array | undefined,
  nodeCount: number,
): DistanceSearch {
  return weights === undefined ? byHops(arcs, nodeCount) : byWeight(arcs, weights, nodeCount);
}

function byHops({ offsets, ends }: Arcs, nodeCount: number): DistanceSearch {
  const distances = new Int32Array(nodeCount).fill(-1);
  const queue = new Uint32Array(nodeCount);
  return (source, visit) => {
    let tail = 1;
    queue[0] = source;
    distances[source] = 0;
    for (let head = 0; head < tail; head++) {
      const u = queue[head];
      const distance = distances[u];
      visit(u, distance);
      const last = offsets[u + 1];
      for (let arc = offsets[u]; arc < last; arc++) {
        const v = ends[arc];
        if (distances[v] >= 0) continue;
        distances[v] = distance + 1;
        queue[tail++] = v;
      }
    }
    for (let i = 0; i < tail; i++) distances[queue[i]] = -1;
  };
}

function byWeight({ offsets, ends, edges }: Arcs, weights: Float64Array, nodeCount: number): DistanceSearch {
  const heap = new IndexHeap(nodeCount);
  const reached = new Uint32Array(nodeCount);
  return (source, visit) => {
    let count = 0;
    heap.lower(source, 0);
    while (heap.size > 0) {
      const u = heap.pop();
      const distance = heap.keys[u];
      reached[count++] = u;
      visit(u, distance);
      const last = offsets[u + 1];
      for (let arc = offsets[u]; arc < last; arc++) {
        const v = ends[arc];
        if (!heap.isDone(v)) heap.lower(v, distance + weights[edges[arc]]);
      }
    }
    heap.clear(reached.subarray(0, count));
  };
}
