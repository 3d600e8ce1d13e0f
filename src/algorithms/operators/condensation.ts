/** The condensation of a directed graph: each strongly connected component one node, and so no cycle left. */
import type { GraphTypes } from "../../graph-types.js";
import type { GraphView } from "../../view.js";
import { stronglyConnectedComponents } from "../components/strongly-connected-components.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { contract } from "./contract.js";

/**
 * A view with a node for each strongly connected component, which has its name, the smallest id in it, as `group` and
 * its number of nodes as `size`, and an edge for each two that edges lead between, which has their number as `count`.
 * It has no cycles, so that it can be sorted topologically. Components come in the order of their names.
 *
 * Time and space: O(nodes + edges). Deterministic. An empty graph gives one, and an undirected graph has no edges left;
 * self-loops change nothing, parallel edges become one.
 *
 * @example
 * const order = topologicalSort(condensation(graph));
 */
export function condensation(view: GraphView<GraphTypes>, options: SignalOption = {}): GraphView {
  checkView(view);
  checkRunOptions(options, []);
  return contract(view, stronglyConnectedComponents(view as GraphView, options), options);
}
