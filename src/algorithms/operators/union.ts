/** The union of two views of one graph, such as the states of two branches. */
import type { AnyGraphTypes, GraphTypes } from "../../graph-types.js";
import { type GraphView, unitedView } from "../../view.js";
import type { SignalOption } from "../shared/options.js";
import { checkOperands } from "./same-graph.js";

/**
 * A view of the nodes and edges that are in one view or the other. What is in both has the labels and attributes of the
 * first; where an attribute has different types in the two, values of the second's are absent. For graphs that have
 * nothing in common, see `disjointUnion`.
 *
 * Time: O(elements / 32), and O(elements) for each attribute that is read; space: the same. Deterministic. Two empty
 * views give one; self-loops and parallel edges are edges like others.
 *
 * @throws GroggyError FOREIGN_VIEW if the views are of different graphs, TypeError if only one is directed.
 * @example
 * const everything = union(graph, graph.at("experiment"));
 */
export function union<T extends GraphTypes = AnyGraphTypes>(
  a: GraphView<T>,
  b: GraphView<T>,
  options: SignalOption = {},
): GraphView<T> {
  checkOperands(a, b, options);
  return unitedView(a, b);
}
