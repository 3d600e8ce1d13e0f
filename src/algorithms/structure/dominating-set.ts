/**
 * A small set of nodes that leads to all others. Finding the smallest is NP-hard; taking the node that leads to
 * the most not yet led to, time and again, finds one at most ln Δ + 2 times as large: Johnson 1974,
 * "Approximation algorithms for combinatorial problems".
 */
import { IndexHeap } from "../../structures/index-heap.js";
import type { Direction, GraphView } from "../../view.js";
import { simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";

export interface DominatingSetOptions extends SignalOption {
  /** The direction in which a node dominates others. Defaults to `out`. */
  readonly direction?: Direction;
}

/**
 * The ids of a dominating set, ascending: every node is in it, or an arc leads to it from one that is.
 *
 * Time: O((nodes + edges) log nodes); space: O(nodes + edges). Deterministic. Self-loops and parallel edges
 * change nothing; a node to which no other leads is in the set, an empty graph gives an empty one.
 *
 * @throws TypeError for wrong options.
 * @example
 * [...dominatingSet(graph)]; // => [ 0, 3, 4 ]
 */
export function dominatingSet(view: GraphView, options: DominatingSetOptions = {}): Uint32Array {
  checkView(view);
  checkRunOptions(options, ["direction"]);
  const { direction = "out" } = options;
  const csr = view.csr();
  const { offsets, ends } = simpleArcsOf(csr, direction);
  const isLedTo = new Uint8Array(csr.nodeCount);
  const gainOf = (u: number) => {
    let gain = 1 - isLedTo[u];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) gain += 1 - isLedTo[ends[arc]];
    return gain;
  };
  // by upper bounds of the gains: gains only fall, so one that is still exact when it comes first is the largest
  const gains = new IndexHeap(csr.nodeCount);
  for (let u = 0; u < csr.nodeCount; u++) gains.lower(u, -gainOf(u));
  const isTaken = new Uint8Array(csr.nodeCount);
  while (gains.size > 0) {
    const u = gains.pop();
    const gain = gainOf(u);
    if (gain === 0) continue;
    if (gain < -gains.keys[u]) {
      gains.lower(u, -gain);
      continue;
    }
    isTaken[u] = 1;
    isLedTo[u] = 1;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) isLedTo[ends[arc]] = 1;
  }
  return csr.nodeIds.filter((_, u) => isTaken[u] === 1);
}
