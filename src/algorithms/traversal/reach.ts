/** The nodes in reach of a node, for ancestors and descendants. */
import type { Direction, GraphView, NodeId } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { localHops } from "../shared/arcs/local-graph.js";
import { idsOf, indexOfNode } from "../shared/nodes.js";
import { hopsFrom } from "./hops-loops.js";

/** The ids of the nodes that a node leads to in a direction, ascending, itself left out. */
export function reachOf(view: GraphView, node: NodeId, direction: Direction): Uint32Array {
  view.nodes.check(node, "node");
  const near = localHops(view, [node], direction);
  if (near !== undefined) return Uint32Array.from(near.graph.ids.slice(1)).sort();
  const csr = view.csr();
  const index = indexOfNode(view, csr, node, "node");
  const queue = new Uint32Array(csr.nodeCount);
  const hops = new Int32Array(csr.nodeCount).fill(-1);
  const found = hopsFrom(arcsOf(csr, direction), [index], hops, queue);
  return idsOf(csr.nodeIds, queue.subarray(1, found).sort());
}
