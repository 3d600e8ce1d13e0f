/**
 * The fewest edges that lead as far: the transitive reduction of a graph without directed cycles. Aho, Garey and
 * Ullman 1972, "The transitive reduction of a directed graph"; there it is one and the same for each graph.
 */
import type { GraphView } from "../../view.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { levelsOf } from "../traversal/topological-generations.js";

/**
 * The edges that no longer path replaces; of parallel edges the oldest.
 *
 * Time: O(nodes * edges) at worst; space: 12 bytes a node. Deterministic. An empty graph gives none; the parts of a
 * disconnected graph are reduced each by itself.
 *
 * @returns ids of edges, ascending.
 * @throws GroggyError CYCLIC_GRAPH if there is a directed cycle, a self-loop included; TypeError if the graph is
 *   undirected.
 * @example
 * const kept = graph.edges.select(transitiveReduction(graph));
 */
export function transitiveReduction(view: GraphView, options: RunOptions = {}): Uint32Array {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const { nodeCount } = csr;
  const { offsets, ends, edges } = csr.out;
  const tick = watch(options, nodeCount);
  const { order } = levelsOf(view, csr);
  const places = new Uint32Array(nodeCount);
  for (let i = 0; i < nodeCount; i++) places[order[i]] = i;
  const keeps = new Uint8Array(csr.edgeCount);
  // the last node from which a node was found to be in reach, and one more, since 0 is none
  const reachedFrom = new Uint32Array(nodeCount);
  const stack = new Uint32Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) {
    tick(u);
    const arcs = Uint32Array.from({ length: offsets[u + 1] - offsets[u] }, (_, i) => offsets[u] + i);
    // a longer way to a node begins with one that comes before it in the order
    arcs.sort((a, b) => places[ends[a]] - places[ends[b]] || a - b);
    const farthest = arcs.length === 0 ? 0 : places[ends[arcs[arcs.length - 1]]];
    for (const arc of arcs) {
      if (reachedFrom[ends[arc]] === u + 1) continue;
      keeps[edges[arc]] = 1;
      let size = 1;
      stack[0] = ends[arc];
      reachedFrom[ends[arc]] = u + 1;
      while (size > 0) {
        const v = stack[--size];
        for (let next = offsets[v]; next < offsets[v + 1]; next++) {
          const w = ends[next];
          if (reachedFrom[w] === u + 1 || places[w] > farthest) continue;
          reachedFrom[w] = u + 1;
          stack[size++] = w;
        }
      }
    }
  }
  tick(nodeCount);
  return csr.edgeIds.filter((_, i) => keeps[i] === 1);
}
