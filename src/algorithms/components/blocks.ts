/**
 * The blocks of a graph, its cut nodes and its bridges by one depth-first search. Hopcroft and Tarjan 1973,
 * "Algorithm 447: efficient algorithms for graph manipulation"; with a stack of its own, so that depth has no limit.
 * The direction of edges is ignored.
 */
import type { Csr } from "../../view.js";
import { type Arcs, arcsOf } from "../shared/arcs/direction.js";

/** The result of the search, by index. */
export interface Blocks {
  /** For each edge the number of its block; blocks are numbered as they were closed. */
  readonly blockOfEdge: Uint32Array;
  readonly count: number;
  /** 1 for each node without which there are more components. */
  readonly isCut: Uint8Array;
  /** 1 for each edge without which there are more components. */
  readonly isBridge: Uint8Array;
}

/** A self-loop is a block by itself, and neither makes its node a cut node nor is a bridge. */
export function blocksOf(csr: Csr, tick?: (done: number) => void): Blocks {
  const arcs: Arcs = arcsOf(csr, "both");
  const { offsets, ends, edges } = arcs;
  const { nodeCount, edgeCount } = csr;
  const blockOfEdge = new Uint32Array(edgeCount);
  const isCut = new Uint8Array(nodeCount);
  const isBridge = new Uint8Array(edgeCount);
  // visits count from 1; 0 is not visited
  const visits = new Uint32Array(nodeCount);
  const lows = new Uint32Array(nodeCount);
  const next = offsets.slice(0, nodeCount);
  const parents = new Int32Array(nodeCount).fill(-1);
  const parentEdges = new Int32Array(nodeCount).fill(-1);
  const open = new Uint32Array(edgeCount);
  let openCount = 0;
  let visit = 0;
  let count = 0;
  for (let root = 0; root < nodeCount; root++) {
    if (visits[root] !== 0) continue;
    visits[root] = lows[root] = ++visit;
    let childCount = 0;
    for (let u = root; u >= 0; ) {
      if (next[u] < offsets[u + 1]) {
        const arc = next[u]++;
        const v = ends[arc];
        const edge = edges[arc];
        // only the edge itself leads back to the parent for nothing; one parallel to it does not
        if (edge === parentEdges[u]) continue;
        if (v === u) blockOfEdge[edge] = NONE;
        else if (visits[v] === 0) {
          open[openCount++] = edge;
          parents[v] = u;
          parentEdges[v] = edge;
          visits[v] = lows[v] = ++visit;
          if ((visit & 0xffff) === 0) tick?.(visit);
          u = v;
        } else if (visits[v] < visits[u]) {
          open[openCount++] = edge;
          if (visits[v] < lows[u]) lows[u] = visits[v];
        }
        continue;
      }
      // leave u, and close the block below its parent
      const parent = parents[u];
      if (parent >= 0) {
        if (lows[u] < lows[parent]) lows[parent] = lows[u];
        if (lows[u] > visits[parent]) isBridge[parentEdges[u]] = 1;
        if (lows[u] >= visits[parent]) {
          if (parent === root) childCount++;
          else isCut[parent] = 1;
          let edge: number;
          do {
            edge = open[--openCount];
            blockOfEdge[edge] = count;
          } while (edge !== parentEdges[u]);
          count++;
        }
      }
      u = parent;
    }
    if (childCount > 1) isCut[root] = 1;
  }
  for (let edge = 0; edge < edgeCount; edge++) if (blockOfEdge[edge] === NONE) blockOfEdge[edge] = count++;
  return { blockOfEdge, count, isCut, isBridge };
}

/** The block of a self-loop until the others are counted. */
const NONE = 0xffff_ffff;
