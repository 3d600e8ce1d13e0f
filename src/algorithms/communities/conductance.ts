/**
 * Conductance: how much of the weight at a set of nodes leads out of it. Kannan, Vempala and Vetta 2004, "On
 * clusterings: good, bad and spectral".
 */
import type { GraphView, NodeId } from "../../view.js";
import { indicesOfNodes } from "../shared/nodes.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { unitlessWeightsOf } from "../shared/weights/weight-scale.js";
import type { Weight } from "../shared/weights/weights.js";

export interface ConductanceOptions extends SignalOption {
  /** Weights of edges, none negative. */
  readonly weight?: Weight;
}

/**
 * The weight of the edges between a set of nodes and the others, both ways where directed, by the weight of the
 * arcs that leave the nodes of the side with less of it. NaN if there is none on one side.
 *
 * Time: O(nodes + edges); space: O(nodes). Deterministic. Parallel edges count each, a self-loop at its own side.
 *
 * @throws GroggyError NODE_NOT_FOUND if a node is not in the view, TypeError or RangeError for wrong options.
 * @example
 * conductance(graph, [0, 1]); // => 2
 */
export function conductance(
  view: GraphView,
  nodes: Iterable<NodeId>,
  options: ConductanceOptions = {},
): number {
  checkView(view);
  checkRunOptions(options, ["weight"]);
  const csr = view.csr();
  const weights = unitlessWeightsOf(view, options.weight, "sums");
  const isInside = new Uint8Array(csr.nodeCount);
  for (const u of indicesOfNodes(view, csr, nodes, "nodes")) isInside[u] = 1;
  const { offsets, ends, edges } = csr.out;
  const volumes = [0, 0];
  let cut = 0;
  for (let u = 0; u < csr.nodeCount; u++) {
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const weight = weights === undefined ? 1 : weights[edges[arc]];
      volumes[isInside[u]] += weight;
      if (isInside[u] !== isInside[ends[arc]]) cut += weight;
    }
  }
  const least = Math.min(...volumes);
  // an undirected edge was visited from both ends
  return least === 0 ? Number.NaN : (csr.directed ? cut : cut / 2) / least;
}
