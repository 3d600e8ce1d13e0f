/** The intersection of two views of one graph, such as the states of two branches. */
import type { AnyGraphTypes, GraphTypes } from "../../graph-types.js";
import type { GraphView } from "../../view.js";
import type { SignalOption } from "../shared/options.js";
import { checkOperands } from "./same-graph.js";

/**
 * A view of the nodes and edges that are in both views, with the labels and attributes that they have in the first.
 *
 * Time and space: O(elements / 32). Deterministic. With an empty view the intersection is empty; self-loops and
 * parallel edges are edges like others.
 *
 * @throws GroggyError FOREIGN_VIEW if the views are of different graphs, TypeError if only one is directed.
 * @example
 * const unchanged = intersection(graph, graph.at("main~1"));
 */
export function intersection<T extends GraphTypes = AnyGraphTypes>(
  a: GraphView<T>,
  b: GraphView<T>,
  options: SignalOption = {},
): GraphView<T> {
  checkOperands(a, b, options);
  return a.part(a.state.nodes.live.and(b.state.nodes.live), a.state.edges.live.and(b.state.edges.live));
}
