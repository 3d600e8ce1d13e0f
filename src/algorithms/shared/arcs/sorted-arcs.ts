/** A node's arcs sorted by their far ends, so that those to one node are consecutive and found by binary search. */
import { lowerBound } from "../../../structures/binary-search.js";
import type { Csr } from "../../../view.js";
import type { Arcs } from "./direction.js";

/** Arcs sorted by end and then edge; self-loops and parallel edges are in it. */
export type SortedArcs = Arcs;

/** The arcs that leave each node, sorted, and those that enter it. O(nodes + arcs). */
export function sortedArcsOf(csr: Csr): { out: SortedArcs; in: SortedArcs } {
  const out = sortByEnd(csr.out, csr.in);
  return { out, in: csr.directed ? sortByEnd(csr.in, csr.out) : out };
}

/** Goes through the far ends in order, each of which writes itself to the lists it is in. */
function sortByEnd(arcs: Arcs, reverse: Arcs): SortedArcs {
  const nodeCount = arcs.offsets.length - 1;
  const cursors = arcs.offsets.slice(0, nodeCount);
  const ends = new Uint32Array(arcs.ends.length);
  const edges = new Uint32Array(arcs.ends.length);
  for (let v = 0; v < nodeCount; v++) {
    for (let arc = reverse.offsets[v]; arc < reverse.offsets[v + 1]; arc++) {
      const at = cursors[reverse.ends[arc]]++;
      ends[at] = v;
      edges[at] = reverse.edges[arc];
    }
  }
  return { offsets: arcs.offsets, ends, edges };
}

/** The first of u's arcs whose end is v or above. O(log degree). */
export function firstArcTo({ offsets, ends }: SortedArcs, u: number, v: number): number {
  return lowerBound(ends, v, offsets[u], offsets[u + 1]);
}

/** The number of arcs from u to v, of which `first` is the first. */
export function arcCountTo({ offsets, ends }: SortedArcs, u: number, v: number, first: number): number {
  let last = first;
  while (last < offsets[u + 1] && ends[last] === v) last++;
  return last - first;
}
