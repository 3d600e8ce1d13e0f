/** A graph without the direction of its edges, as a view. */
import type { AnyGraphTypes, GraphTypes } from "../../graph-types.js";
import { type GraphView, undirectedView } from "../../view.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";

/**
 * A view of the same nodes and edges, under the same ids and with the same attributes, in which each edge leads either
 * way. Two edges that led opposite ways are parallel in it. Most algorithms need none: they take `direction: "both"`.
 *
 * Time and space: O(attributes); nothing is copied. Deterministic. An empty view gives one, an undirected one stays as
 * it is; self-loops are edges like others.
 *
 * @example
 * const acquaintances = toUndirected(graph);
 */
export function toUndirected<T extends GraphTypes = AnyGraphTypes>(
  view: GraphView<T>,
  options: SignalOption = {},
): GraphView<T> {
  checkView(view);
  checkRunOptions(options, []);
  return undirectedView(view);
}
