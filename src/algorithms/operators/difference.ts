/** The edges that one view of a graph has and another has not. */
import type { AnyGraphTypes, GraphTypes } from "../../graph-types.js";
import type { GraphView } from "../../view.js";
import type { SignalOption } from "../shared/options.js";
import { checkOperands } from "./same-graph.js";

/**
 * A view of all nodes of the first view and of those of its edges that are not in the second.
 *
 * Time and space: O(elements / 32). Deterministic. An empty view taken away leaves the first as it is; self-loops and
 * parallel edges are edges like others.
 *
 * @throws GroggyError FOREIGN_VIEW if the views are of different graphs, TypeError if only one is directed.
 * @example
 * const added = difference(graph, graph.at("main~1"));
 */
export function difference<T extends GraphTypes = AnyGraphTypes>(
  a: GraphView<T>,
  b: GraphView<T>,
  options: SignalOption = {},
): GraphView<T> {
  checkOperands(a, b, options);
  return a.part(a.state.nodes.live.clone(), a.state.edges.live.andNot(b.state.edges.live));
}
