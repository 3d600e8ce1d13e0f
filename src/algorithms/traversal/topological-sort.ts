/** An order in which every edge leads onward. Kahn 1962, "Topological sorting of large networks". */
import type { GraphView } from "../../view.js";
import { idsOf } from "../shared/nodes.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { levelsOf } from "./topological-generations.js";

/**
 * The nodes in an order in which each edge leads from an earlier one to a later one.
 *
 * Time: O(nodes log nodes + edges); space: 8 bytes a node. Deterministic: generation by generation, and by id in
 * each. An empty graph gives an empty order; parallel edges change nothing, a self-loop is a cycle; the parts of
 * a disconnected graph come mixed.
 *
 * @throws GroggyError CYCLIC_GRAPH if there is a directed cycle; TypeError if the graph is undirected.
 * @example
 * for (const id of topologicalSort(graph)) console.log(graph.nodes.get(id));
 */
export function topologicalSort(view: GraphView, options: SignalOption = {}): Uint32Array {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  return idsOf(csr.nodeIds, levelsOf(view, csr).order);
}
