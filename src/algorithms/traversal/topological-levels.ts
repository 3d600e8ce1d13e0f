/**
 * The level of each node of a directed graph: how many arcs the longest way to it has. Kahn 1962, "Topological
 * sorting of large networks", taking out all nodes that nothing leads to at one go.
 */
import type { Csr } from "../../view.js";

export interface TopologicalLevels {
  /** Node indices by level, and by index within a level; those on a directed cycle or behind one are left out. */
  readonly order: Uint32Array;
  /** Level i is at offsets[i] .. offsets[i + 1] - 1 of `order`. */
  readonly offsets: Uint32Array;
}

export function topologicalLevels(csr: Csr): TopologicalLevels {
  const { nodeCount } = csr;
  const { offsets, ends } = csr.out;
  const missing = new Uint32Array(nodeCount);
  for (let arc = 0; arc < ends.length; arc++) missing[ends[arc]]++;
  const order = new Uint32Array(nodeCount);
  const starts = [0];
  let found = 0;
  for (let u = 0; u < nodeCount; u++) if (missing[u] === 0) order[found++] = u;
  for (let taken = 0; taken < found; ) {
    const levelEnd = found;
    for (; taken < levelEnd; taken++) {
      const u = order[taken];
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        if (--missing[ends[arc]] === 0) order[found++] = ends[arc];
      }
    }
    order.subarray(levelEnd, found).sort();
    starts.push(levelEnd);
  }
  return { order: order.subarray(0, found), offsets: Uint32Array.from(starts) };
}
