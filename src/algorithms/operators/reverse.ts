/** A graph with every edge reversed, as a view. */
import type { AnyGraphTypes, GraphTypes } from "../../graph-types.js";
import { type GraphView, reversedView } from "../../view.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";

/**
 * A view of the same nodes and edges, under the same ids and with the same attributes, in which each edge leads from
 * what was its target to what was its source. Most algorithms need none: they take `direction: "in"`. Selections of
 * edges of the one are not for the other.
 *
 * Time and space: O(attributes); nothing is copied. Deterministic. An empty view gives one; self-loops stay what they
 * are; an undirected graph has the same neighbors afterwards.
 *
 * @example
 * const citedBy = reverse(graph);
 */
export function reverse<T extends GraphTypes = AnyGraphTypes>(
  view: GraphView<T>,
  options: SignalOption = {},
): GraphView<T> {
  checkView(view);
  checkRunOptions(options, []);
  return reversedView(view);
}
