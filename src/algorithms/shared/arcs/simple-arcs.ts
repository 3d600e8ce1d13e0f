/** Neighbors as a set: for each node its distinct neighbors, ascending, without itself. */
import { lowerBound } from "../../../structures/binary-search.js";
import type { Csr, Direction } from "../../../view.js";
import { arcsOf, opposite } from "./direction.js";

/** Node u's neighbors are at offsets[u] .. offsets[u + 1] - 1, ascending by index, each once, u not among them. */
export interface SimpleArcs {
  readonly offsets: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * The distinct neighbors of each node in a direction, self-loops left out. Going through all nodes in order and
 * writing each to the lists of those it is a neighbor of leaves the lists sorted, in O(nodes + arcs).
 */
export function simpleArcsOf(csr: Csr, direction: Direction): SimpleArcs {
  const { nodeCount } = csr;
  const forward = arcsOf(csr, direction);
  const backward = arcsOf(csr, opposite(direction));
  const cursors = forward.offsets.slice(0, nodeCount);
  const sorted = new Uint32Array(forward.ends.length);
  for (let u = 0; u < nodeCount; u++) {
    const end = backward.offsets[u + 1];
    for (let arc = backward.offsets[u]; arc < end; arc++) {
      const v = backward.ends[arc];
      // a parallel edge comes right after its like
      const at = cursors[v];
      if (v === u || (at > forward.offsets[v] && sorted[at - 1] === u)) continue;
      sorted[at] = u;
      cursors[v] = at + 1;
    }
  }
  // close the gaps
  const offsets = new Uint32Array(nodeCount + 1);
  let n = 0;
  for (let u = 0; u < nodeCount; u++) {
    for (let arc = forward.offsets[u]; arc < cursors[u]; arc++) sorted[n++] = sorted[arc];
    offsets[u + 1] = n;
  }
  return { offsets, ends: sorted.subarray(0, n) };
}

/** The number of neighbors of each node. */
export function degreesOf({ offsets }: SimpleArcs): Uint32Array {
  const degrees = new Uint32Array(offsets.length - 1);
  for (let u = 0; u < degrees.length; u++) degrees[u] = offsets[u + 1] - offsets[u];
  return degrees;
}

/** Whether v is among the neighbors of u. O(log degree). */
export function hasArc(arcs: SimpleArcs, u: number, v: number): boolean {
  return findArc(arcs, u, v) >= 0;
}

/** The place of the arc from u to v; -1 if there is none. O(log degree). */
export function findArc({ offsets, ends }: SimpleArcs, u: number, v: number): number {
  const last = offsets[u + 1];
  const arc = lowerBound(ends, v, offsets[u], last);
  return arc < last && ends[arc] === v ? arc : -1;
}
