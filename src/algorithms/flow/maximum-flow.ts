/** The greatest flow from a node to another that the edges' capacities admit, by the algorithm of Dinitz 1970. */
import type { Csr, GraphView, NodeId } from "../../view.js";
import { indexOfNode } from "../shared/nodes.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { inCommonUnit, type UnitWeights } from "../shared/weights/common-unit.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";
import { type FlowNetwork, flowNetwork, sendAll } from "./flow-network.js";

export interface MaximumFlowOptions extends RunOptions {
  /** The capacities of edges, 0 or more: an attribute's name or an array. Defaults to 1 each. May be Infinity. */
  readonly capacity?: Weight;
}

/** A flow from a node to another. */
export interface Flow {
  /** The amount that leaves the source and enters the target. */
  readonly value: number;
  /** For each edge how much flows from its source to its target; negative if it flows back, as it may undirected. */
  readonly flow: Result<Float64Array>;
}

/**
 * A flow of the greatest value from a node to another: no edge takes more than its capacity, and what enters any
 * other node leaves it. Through an undirected edge it may flow either way.
 *
 * Time: O(nodes² * edges) at worst, O(edges * √edges) where all capacities are 1, mostly far less; space: 12 bytes a
 * node and 44 an edge. Deterministic. Through self-loops nothing flows, parallel edges add up. Where nothing leads
 * to the target the value is 0. An empty graph has no two nodes. Capacities that are decimals of some 15 digits together
 * are added exactly; of others less than 2^-44 of a capacity counts as no room. `value` is Infinity where it exceeds
 * 1.8e308.
 *
 * @throws GroggyError NODE_NOT_FOUND if an end is not in the view; RangeError if the ends are the same node, for a
 *   negative capacity or NaN, and if a way has capacity Infinity throughout.
 * @example
 * const { value, flow } = maximumFlow(graph, plant, city, { capacity: "megawatts" });
 */
export function maximumFlow(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: MaximumFlowOptions = {},
): Flow {
  const { csr, unit, network, value } = greatestFlow(view, source, target, options);
  // sums of what was sent may pass a capacity by a rounding
  const { flow } = network;
  for (let edge = 0; edge < flow.length; edge++) {
    const capacity = unit === undefined ? 1 : unit.values[edge];
    const inside = Math.max(csr.directed ? 0 : -capacity, Math.min(capacity, flow[edge]));
    flow[edge] = unit === undefined ? inside : unit.toCaller(inside);
  }
  return {
    value: unit === undefined ? value : unit.toCaller(value),
    flow: new Result(csr.edgeIds, flow),
  };
}

/** A network whose flow from a node to another is the greatest, in the unit of `unit`. */
export interface GreatestFlow {
  readonly csr: Csr;
  /** Undefined where all capacities are 1. */
  readonly unit: UnitWeights | undefined;
  readonly network: FlowNetwork;
  /** The index of the source. */
  readonly from: number;
  readonly value: number;
}

/** Checks the arguments of a flow or a cut, and sends what the capacities admit. */
export function greatestFlow(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: MaximumFlowOptions,
): GreatestFlow {
  checkView(view);
  checkRunOptions(options, ["capacity"]);
  const csr = view.csr();
  const capacities = weightsOf(view, options.capacity, { name: "capacity", min: 0 });
  const [from, to] = twoNodes(view, source, target);
  const tick = watch(options, 1);
  const unit = capacities && inCommonUnit(capacities, 2 * csr.edgeCount + 2);
  const network = flowNetwork(view, csr, unit);
  const value = sendAll(network, from, to, () => tick(0));
  tick(1);
  return { csr, unit, network, from, value };
}

/** The indices of two nodes. Throws if they are one. */
export function twoNodes(view: GraphView, source: NodeId, target: NodeId): [number, number] {
  const csr = view.csr();
  const from = indexOfNode(view, csr, source, "source");
  const to = indexOfNode(view, csr, target, "target");
  if (from === to)
    throw new RangeError(`"target" expected another node than "source", got ${target} for both`);
  return [from, to];
}
