/** The two sides of a bipartite graph, by breadth-first search. König 1916: there are some just if no cycle is odd. */
import type { GraphView } from "../../view.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { Result } from "../shared/result.js";
import { twoColoring } from "../shared/two-coloring.js";

/**
 * A coloring of a view with two colors such that each edge has both, the direction of edges left aside;
 * undefined if there is none.
 *
 * Time: linear in nodes and edges; space: 12 bytes a node, and the arcs of both directions where the graph is
 * directed. Deterministic: the smallest id of each connected part has color 0. An empty graph has the empty
 * coloring, a graph with a self-loop none; parallel edges change nothing.
 *
 * @returns 0 or 1 for each node.
 * @example
 * const sides = bipartiteSides(graph);
 * if (sides) graph.nodes.setColumn("side", sides);
 */
export function bipartiteSides(view: GraphView, options: SignalOption = {}): Result<Int32Array> | undefined {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const { colors, oddCycle } = twoColoring(csr);
  return oddCycle === undefined ? new Result(csr.nodeIds, colors) : undefined;
}
