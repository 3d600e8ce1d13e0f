/**
 * The lightest edges without which a node no longer leads to another. Ford and Fulkerson 1956, "Maximal flow through
 * a network": they are those that a greatest flow fills between what it can still reach and what not.
 */
import type { GraphView, NodeId } from "../../view.js";
import { endsOf } from "../shared/arcs/edge-ends.js";
import { residualReach } from "./flow-network.js";
import { greatestFlow, type MaximumFlowOptions } from "./maximum-flow.js";

/** Nodes parted into two sides. */
export interface Cut {
  /** The sum of the capacities, or weights, of the edges from the one side to the other. */
  readonly value: number;
  /** The ids of these edges, ascending. */
  readonly edges: Uint32Array;
  /** The ids of the nodes on the first side, ascending. */
  readonly nodes: Uint32Array;
}

/**
 * A cut of the least value between two nodes: `nodes` are those on the source's side, `edges` those that lead from
 * there to the target's side, in an undirected graph all between the sides.
 *
 * Time and space: those of `maximumFlow`, and so is how capacities are added. Deterministic: of several cuts the one with
 * the fewest nodes on the side of the source. Self-loops are never cut, parallel edges are together. Where nothing leads to the target the value is 0,
 * and no edge is cut. An empty graph has no two nodes.
 *
 * @throws GroggyError NODE_NOT_FOUND if an end is not in the view; RangeError if the ends are the same node, for a
 *   negative capacity or NaN, and if a way has capacity Infinity throughout.
 * @example
 * const { value, edges } = minimumCut(graph, plant, city, { capacity: "megawatts" });
 */
export function minimumCut(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: MaximumFlowOptions = {},
): Cut {
  const { csr, unit, network, from } = greatestFlow(view, source, target, options);
  const isReached = residualReach(network, from);
  const { sources, targets } = endsOf(view, csr);
  let value = 0;
  const edges = csr.edgeIds.filter((_, edge) => {
    const [a, b] = [isReached[sources[edge]], isReached[targets[edge]]];
    if (a === b || (csr.directed && b === 1)) return false;
    value += unit === undefined ? 1 : unit.values[edge];
    return true;
  });
  value = unit === undefined ? value : unit.toCaller(value);
  return { value, edges, nodes: csr.nodeIds.filter((_, i) => isReached[i] === 1) };
}
