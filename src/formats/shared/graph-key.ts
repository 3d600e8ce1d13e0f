/** The key of a graph, which takes the ids of a file and gives them when the graph is written. */
import type { GraphView } from "../../view.js";

/** The attribute that is the key of all nodes of a graph; undefined if it has none, or keys by label alone. */
export function graphKeyOf(graph: GraphView): string | undefined {
  return graph.state.keys?.keyOf(undefined)?.names[0];
}
