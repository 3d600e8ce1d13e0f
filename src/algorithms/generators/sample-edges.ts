/** Some edges of a view, drawn at random. See sample.ts. */

import type { AnyGraphTypes, EdgeAttributes, GraphTypes, NodeAttributes } from "../../graph-types.js";
import type { GraphView, Selection } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type SampleOptions, sampleOf } from "./sample.js";

/**
 * `count` edges drawn at random, each set of so many as likely as the others; all if there are no more. `view.subgraph`
 * makes a view of them and their ends.
 *
 * Time and space: O(edges / 32 + count). Deterministic for a seed. From an empty graph none are drawn; self-loops and
 * parallel edges are edges like others.
 *
 * @throws RangeError for a count that is no whole number, or a seed that is not finite.
 * @example
 * const part = graph.subgraph(sampleEdges(graph, 1000, { seed: 7 }));
 */
export function sampleEdges<T extends GraphTypes = AnyGraphTypes>(
  view: GraphView<T>,
  count: number,
  options: SampleOptions = {},
): Selection<EdgeAttributes<T>, NodeAttributes<T>> {
  checkView(view);
  return view.edges.select(sampleOf(view.edges.ids(), count, options));
}
