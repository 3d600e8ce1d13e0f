/** Some nodes of a view, drawn at random. See sample.ts. */

import type { AnyGraphTypes, EdgeAttributes, GraphTypes, NodeAttributes } from "../../graph-types.js";
import type { GraphView, Selection } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type SampleOptions, sampleOf } from "./sample.js";

/**
 * `count` nodes drawn at random, each set of so many as likely as the others; all if there are no more. `view.subgraph`
 * makes a view of them.
 *
 * Time and space: O(nodes / 32 + count). Deterministic for a seed. From an empty graph none are drawn; edges do not
 * matter.
 *
 * @throws RangeError for a count that is no whole number, or a seed that is not finite.
 * @example
 * const part = graph.subgraph(sampleNodes(graph, 1000, { seed: 7 }));
 */
export function sampleNodes<T extends GraphTypes = AnyGraphTypes>(
  view: GraphView<T>,
  count: number,
  options: SampleOptions = {},
): Selection<NodeAttributes<T>, EdgeAttributes<T>> {
  checkView(view);
  return view.nodes.select(sampleOf(view.nodes.ids(), count, options));
}
