/**
 * A large set of nodes no two of which have an edge. Finding the largest is NP-hard; taking the node of least
 * degree, time and again, finds at least nodes / (mean degree + 1): Halldórsson and Radhakrishnan 1997, "Greed is
 * good: approximating independent sets in sparse and bounded-degree graphs".
 */
import { IndexHeap } from "../../structures/index-heap.js";
import type { GraphView } from "../../view.js";
import { simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";

/**
 * The ids of an independent set to which no node can be added, ascending: the greedy one, of the largest size or near
 * it. At most (Δ + 2) / 3 times smaller than the largest, Δ being the largest degree, if there are edges at all.
 *
 * Time: O((nodes + edges) log nodes); space: O(nodes + edges). Deterministic. The direction of edges, self-loops and
 * parallel edges are ignored; an empty graph gives an empty set.
 *
 * @example
 * [...maximumIndependentSet(graph)]; // => [ 0, 3, 4 ]
 */
export function maximumIndependentSet(view: GraphView, options: SignalOption = {}): Uint32Array {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const { offsets, ends } = simpleArcsOf(csr, "both");
  const degrees = new IndexHeap(csr.nodeCount);
  for (let u = 0; u < csr.nodeCount; u++) degrees.lower(u, offsets[u + 1] - offsets[u]);
  const isTaken = new Uint8Array(csr.nodeCount);
  const isGone = new Uint8Array(csr.nodeCount);
  while (degrees.size > 0) {
    const u = degrees.pop();
    if (isGone[u] === 1) continue;
    isTaken[u] = 1;
    isGone[u] = 1;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      if (isGone[v] === 1) continue;
      isGone[v] = 1;
      for (let next = offsets[v]; next < offsets[v + 1]; next++) {
        const w = ends[next];
        if (isGone[w] === 0) degrees.lower(w, degrees.keys[w] - 1);
      }
    }
  }
  return csr.nodeIds.filter((_, u) => isTaken[u] === 1);
}
