/** Whether a graph has no cycle: Kahn 1962 for directed graphs; an undirected one has to be a forest. */

import type { GraphView } from "../../view.js";
import { componentsOfCsr } from "../components/connected-components-kernel.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { topologicalLevels } from "../traversal/topological-levels.js";

/**
 * Whether a view has no cycle, along the edges if it is directed. `findCycle` tells one.
 *
 * Time: O(nodes log nodes + edges); space: 8 bytes a node. Deterministic. An empty graph has none. A self-loop is
 * a cycle; so are parallel edges in an undirected graph, and in a directed one if they lead opposite ways.
 *
 * @example
 * if (isAcyclic(graph)) console.log(topologicalSort(graph));
 */
export function isAcyclic(view: GraphView, options: SignalOption = {}): boolean {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  if (csr.directed) return topologicalLevels(csr).order.length === csr.nodeCount;
  // a forest has as many edges as nodes that are not the first of their tree
  let first = 0;
  componentsOfCsr(csr.frozen).forEach((label, i) => {
    if (label === i) first++;
  });
  return csr.edgeCount === csr.nodeCount - first;
}
