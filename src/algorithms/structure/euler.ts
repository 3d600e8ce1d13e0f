/**
 * A walk over every edge once. Hierholzer 1873, "Über die Möglichkeit, einen Linienzug ohne Wiederholung und ohne
 * Unterbrechung zu umfahren": follow edges until it ends, and insert detours where edges remain.
 */
import type { Csr } from "../../view.js";
import { type Path, pathOf } from "../shared/path.js";

/**
 * The number of arcs that leave each node minus those that enter it; in an undirected graph 1 where their number is
 * odd.
 */
export function imbalances(csr: Csr): Int32Array {
  const values = new Int32Array(csr.nodeCount);
  const { offsets, ends } = csr.out;
  for (let u = 0; u < csr.nodeCount; u++) {
    const degree = offsets[u + 1] - offsets[u];
    if (!csr.directed) values[u] = degree % 2;
    else {
      values[u] += degree;
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) values[ends[arc]]--;
    }
  }
  return values;
}

/** The first node with an arc, else the first node; -1 if there is none. */
export function firstNode(csr: Csr): number {
  const { offsets } = csr.out;
  for (let u = 0; u < csr.nodeCount; u++) if (offsets[u + 1] > offsets[u]) return u;
  return csr.nodeCount > 0 ? 0 : -1;
}

/** The walk from a node over all edges, where degrees admit one; undefined if it does not come by all of them. */
export function eulerianWalk(csr: Csr, start: number): Path | undefined {
  const { offsets, ends, edges } = csr.out;
  const isWalked = new Uint8Array(csr.edgeCount);
  const next = offsets.slice(0, csr.nodeCount);
  const stack = [start];
  const stackEdges: number[] = [];
  const nodes: number[] = [];
  const walked: number[] = [];
  while (stack.length > 0) {
    const u = stack[stack.length - 1];
    while (next[u] < offsets[u + 1] && isWalked[edges[next[u]]] === 1) next[u]++;
    if (next[u] === offsets[u + 1]) {
      nodes.push(u);
      stack.pop();
      const edge = stackEdges.pop();
      if (edge !== undefined) walked.push(edge);
      continue;
    }
    const arc = next[u]++;
    isWalked[edges[arc]] = 1;
    stack.push(ends[arc]);
    stackEdges.push(edges[arc]);
  }
  if (walked.length < csr.edgeCount) return undefined;
  return pathOf(csr, nodes.reverse(), walked.reverse(), undefined);
}
