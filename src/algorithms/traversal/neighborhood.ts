/** The nodes around a node, within so many hops: an ego network, as a selection. Breadth-first search. */
import type { AnyGraphTypes, GraphTypes, NodeAttributes } from "../../graph-types.js";
import type { Direction, GraphView, NodeId, Selection } from "../../view.js";
import { arcsOf } from "../shared/direction.js";
import { localHops } from "../shared/local-graph.js";
import { idsOf, idsOfNodes } from "../shared/nodes.js";
import { checkInteger, checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { hopsFrom } from "./hops-loops.js";

export interface NeighborhoodOptions extends SignalOption {
  /** How many hops away nodes may be; 1 unless given. */
  readonly maxDepth?: number;
  /** `out` unless given. */
  readonly direction?: Direction;
}

/**
 * The nodes within some hops of a node or of the nearest of several, these included. `view.subgraph` makes a view of
 * them and the edges among them.
 *
 * Time: linear in the nodes and arcs reached, and where these are more than a sixteenth of the graph in all nodes and
 * arcs; space: 40 bytes a node reached, or 8 a node. Deterministic. Self-loops and parallel edges change nothing; other
 * parts are out of reach. In an empty graph there is no node to begin at.
 *
 * @throws GroggyError NODE_NOT_FOUND if a node is not in the view.
 * @example
 * const friends = graph.subgraph(neighborhood(graph, ada, { maxDepth: 2, direction: "both" }));
 */
export function neighborhood<T extends GraphTypes = AnyGraphTypes>(
  view: GraphView<T>,
  nodes: NodeId | Iterable<NodeId>,
  options: NeighborhoodOptions = {},
): Selection<NodeAttributes<T>> {
  checkView(view);
  checkRunOptions(options, ["maxDepth", "direction"]);
  const { maxDepth = 1, direction = "out" } = options as NeighborhoodOptions;
  if (maxDepth !== Infinity) checkInteger("maxDepth", maxDepth, 0);
  const sources = idsOfNodes(view as GraphView, nodes, "nodes");
  const near = localHops(view as GraphView, sources, direction, maxDepth);
  if (near !== undefined) return view.nodes.select(near.graph.ids);
  const csr = view.csr();
  const starts = sources.map((id) => csr.indexOf(id));
  const queue = new Uint32Array(csr.nodeCount);
  const hops = new Int32Array(csr.nodeCount).fill(-1);
  const found = hopsFrom(arcsOf(csr, direction), starts, hops, queue, maxDepth);
  return view.nodes.select(idsOf(csr.nodeIds, queue.subarray(0, found)));
}
