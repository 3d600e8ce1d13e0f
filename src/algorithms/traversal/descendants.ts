/** All nodes that a node leads to, by breadth-first search along the edges. */
import type { GraphView, NodeId } from "../../view.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { reachOf } from "./reach.js";

/**
 * The nodes that can be reached from a node, itself left out.
 *
 * Time: linear in nodes and edges; space: 8 bytes a node. Deterministic. Self-loops and parallel edges change
 * nothing; in an undirected graph these are the other nodes of the connected component. An empty graph has no
 * node to ask about.
 *
 * @returns ids of nodes, ascending.
 * @throws GroggyError NODE_NOT_FOUND if the node is not in the view.
 * @example
 * console.log(descendants(graph, ada));
 */
export function descendants(view: GraphView, node: NodeId, options: SignalOption = {}): Uint32Array {
  checkView(view);
  checkRunOptions(options, []);
  return reachOf(view, node, "out");
}
