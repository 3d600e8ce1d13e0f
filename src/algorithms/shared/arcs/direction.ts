/** The arcs of a frozen graph in the direction an algorithm is to go. */
import type { CsrPlace } from "../../../kernels/core/csr.js";
import { type Csr, checkDirection, type Direction } from "../../../view.js";

/** Node u's arcs are at offsets[u] .. offsets[u + 1] - 1: the node at the far end, and the edge, by index. */
export interface Arcs {
  readonly offsets: Uint32Array;
  readonly ends: Uint32Array;
  readonly edges: Uint32Array;
  /** The addresses of the arrays for kernels; undefined if they are in plain buffers. */
  readonly place?: CsrPlace | undefined;
}

/**
 * The arcs that leave each node, enter it, or both, those that leave it first; in an undirected graph all three
 * are the same. A self-loop is in "both" twice. O(nodes + edges) for "both" of a directed graph, else shared
 * with the frozen graph.
 */
export function arcsOf(csr: Csr, direction: Direction): Arcs {
  checkDirection(direction);
  if (!csr.directed || direction === "out") return csr.out;
  if (direction === "in") return csr.in;
  return symmetrizeArcs(csr.nodeCount, csr.out, csr.in);
}

function symmetrizeArcs(nodeCount: number, first: Arcs, second: Arcs): Arcs {
  const arcCount = first.ends.length + second.ends.length;
  const offsets = new Uint32Array(nodeCount + 1);
  const ends = new Uint32Array(arcCount);
  const edges = new Uint32Array(arcCount);
  let n = 0;
  for (let u = 0; u < nodeCount; u++) {
    for (const half of [first, second]) {
      const [start, end] = [half.offsets[u], half.offsets[u + 1]];
      for (let arc = start; arc < end; arc++, n++) {
        ends[n] = half.ends[arc];
        edges[n] = half.edges[arc];
      }
    }
    offsets[u + 1] = n;
  }
  return { offsets, ends, edges };
}

/** The opposite direction: that of the same arcs seen from their far ends. */
export function opposite(direction: Direction): Direction {
  checkDirection(direction);
  return direction === "both" ? "both" : direction === "out" ? "in" : "out";
}
