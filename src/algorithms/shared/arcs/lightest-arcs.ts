/** Arcs for paths that are identified by their nodes: of parallel arcs the lightest alone, and no self-loops. */
import type { Arcs } from "./direction.js";

/**
 * For each node its distinct ends, in the order in which they first come, each with the edge that weighs least, of
 * several the oldest. O(nodes + arcs).
 */
export function lightestArcs(arcs: Arcs, weights: Float64Array | undefined): Arcs {
  const nodeCount = arcs.offsets.length - 1;
  const offsets = new Uint32Array(nodeCount + 1);
  const ends = new Uint32Array(arcs.ends.length);
  const edges = new Uint32Array(arcs.ends.length);
  // the place of each end in the list at hand, if it is there
  const places = new Uint32Array(nodeCount);
  let n = 0;
  for (let u = 0; u < nodeCount; u++) {
    const first = n;
    for (let arc = arcs.offsets[u]; arc < arcs.offsets[u + 1]; arc++) {
      const v = arcs.ends[arc];
      if (v === u) continue;
      const place = places[v];
      if (place >= first && place < n && ends[place] === v) {
        const [edge, known] = [arcs.edges[arc], edges[place]];
        const difference = weights === undefined ? 0 : weights[edge] - weights[known];
        // visited from either end the same one wins
        if (difference < 0 || (difference === 0 && edge < known)) edges[place] = edge;
        continue;
      }
      places[v] = n;
      ends[n] = v;
      edges[n++] = arcs.edges[arc];
    }
    offsets[u + 1] = n;
  }
  return { offsets, ends: ends.subarray(0, n), edges: edges.subarray(0, n) };
}
