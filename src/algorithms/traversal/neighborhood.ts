/** A node and those around it, within so many hops: an ego network, as a selection. Breadth-first search. */
import { describe } from "../../errors.js";
import type { AnyGraphTypes, EdgeAttributes, GraphTypes, NodeAttributes } from "../../graph-types.js";
import {
  checkDirection,
  type Direction,
  type EdgeTypes,
  type GraphView,
  type NodeId,
  type Selection,
  type StepOptions,
} from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { localHops } from "../shared/arcs/local-graph.js";
import { idsOf, idsOfNodes } from "../shared/nodes.js";
import { checkInteger, checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { hopsFrom } from "./hops-loops.js";

export interface NeighborhoodOptions extends SignalOption {
  /** The maximum distance in hops. Defaults to 1. */
  readonly maxDepth?: number;
  /** Defaults to `out`. */
  readonly direction?: Direction;
  /** Follows edges of one type, or of several. Defaults to all edges. */
  readonly type?: EdgeTypes;
  /** Follows the edges for which a filter is true: text or built, as in `graph.edges.where`. */
  readonly where?: StepOptions["where"];
  /** The values of the filter's `$` names. */
  readonly parameters?: StepOptions["parameters"];
  /** Whether the nodes that are begun at are part of it. Defaults to true. */
  readonly includeStart?: boolean;
}

/**
 * The start and the nodes within some hops of it: of a node, or of the nearest of several. `view.subgraph` makes a view
 * of them and the edges among them. `selection.out` goes the same ways, and leaves the start out unless an edge leads to
 * it.
 *
 * Time: linear in the nodes and arcs reached, and where these are more than a sixteenth of the graph in all nodes and
 * arcs; space: 40 bytes a node reached, or 8 a node. Deterministic. Self-loops and parallel edges change nothing; other
 * parts are out of reach. In an empty graph there is no node to begin at.
 *
 * @throws GroggyError NODE_NOT_FOUND if a node is not in the view, FilterSyntaxError where `where` cannot be read.
 * @example
 * const friends = graph.subgraph(neighborhood(graph, ada, { maxDepth: 2, direction: "both" }));
 */
export function neighborhood<T extends GraphTypes = AnyGraphTypes>(
  view: GraphView<T>,
  nodes: NodeId | Iterable<NodeId>,
  options: NeighborhoodOptions = {},
): Selection<NodeAttributes<T>, EdgeAttributes<T>> {
  checkView(view);
  checkRunOptions(options, ["maxDepth", "direction", "type", "where", "parameters", "includeStart"]);
  const { maxDepth = 1, direction = "out", type, where, parameters, includeStart = true } = options;
  if (maxDepth !== Infinity) checkInteger("maxDepth", maxDepth, 0);
  if (typeof includeStart !== "boolean")
    throw new TypeError(`"includeStart" expected a boolean, got ${describe(includeStart)}`);
  checkDirection(direction);
  const sources = idsOfNodes(view as GraphView, nodes, "nodes");
  const found =
    type === undefined && where === undefined
      ? withinHops(view, sources, direction, maxDepth)
      : view.nodes.select(sources)[direction](type, { where, parameters, minDepth: 0, maxDepth });
  return includeStart ? found : found.and(view.nodes.select(sources).not());
}

function withinHops<T extends GraphTypes>(
  view: GraphView<T>,
  sources: Uint32Array,
  direction: Direction,
  maxDepth: number,
): Selection<NodeAttributes<T>, EdgeAttributes<T>> {
  const near = localHops(view as GraphView, sources, direction, maxDepth);
  if (near !== undefined) return view.nodes.select(near.graph.ids);
  const csr = view.csr();
  const starts = sources.map((id) => csr.indexOf(id));
  const queue = new Uint32Array(csr.nodeCount);
  const hops = new Int32Array(csr.nodeCount).fill(-1);
  const found = hopsFrom(arcsOf(csr, direction), starts, hops, queue, maxDepth);
  return view.nodes.select(idsOf(csr.nodeIds, queue.subarray(0, found)));
}
