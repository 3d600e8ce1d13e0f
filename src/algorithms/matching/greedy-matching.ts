/** A matching to begin with, which leaves no edge between two free nodes: at least half of the greatest. */
import type { Arcs } from "../shared/arcs/direction.js";

/** The mate of each node, -1 if it is free: each node in turn with the first of its neighbors that is free. */
export function greedyMatching({ offsets, ends }: Arcs, nodeCount: number): Int32Array {
  const mates = new Int32Array(nodeCount).fill(-1);
  for (let u = 0; u < nodeCount; u++) {
    for (let arc = offsets[u]; arc < offsets[u + 1] && mates[u] < 0; arc++) {
      const v = ends[arc];
      if (v === u || mates[v] >= 0) continue;
      mates[u] = v;
      mates[v] = u;
    }
  }
  return mates;
}
