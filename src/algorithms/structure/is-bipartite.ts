/** Whether nodes fall into two sides with edges only between them. König 1916: just if no cycle is odd. */
import type { GraphView } from "../../view.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { twoColoring } from "../shared/two-coloring.js";

/**
 * Whether a view is bipartite, the direction of edges left aside. `bipartiteSides` tells the sides.
 *
 * Time: linear in nodes and edges; space: 12 bytes a node, and the arcs of both directions where the graph is
 * directed. Deterministic. An empty graph is bipartite, and one without edges; a graph with a self-loop is not;
 * parallel edges change nothing; all connected parts have to be.
 *
 * @example
 * if (isBipartite(graph)) console.log(bipartiteSides(graph));
 */
export function isBipartite(view: GraphView, options: SignalOption = {}): boolean {
  checkView(view);
  checkRunOptions(options, []);
  return twoColoring(view.csr()).oddCycle === undefined;
}
