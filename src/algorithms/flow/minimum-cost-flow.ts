/**
 * The cheapest flow from a node to another. Small amounts are sent along one cheapest path after another: Edmonds and
 * Karp 1972, "Theoretical improvements in algorithmic efficiency for network flow problems"; potentials keep the
 * costs of all residual arcs at 0 and more, so that Dijkstra's algorithm finds the ways. Where there are more, how
 * much can flow is found first, and how it flows by the network simplex method (see network-simplex.ts).
 */
import { GroggyError } from "../../errors.js";
import { IndexHeap } from "../../structures/index-heap.js";
import type { GraphView, NodeId } from "../../view.js";
import { potentialsOf } from "../paths/shifted-weights.js";
import { endsOf } from "../shared/arcs/edge-ends.js";
import { idsOf } from "../shared/nodes.js";
import { checkNumber, checkRunOptions, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { inCommonUnit, type UnitWeights } from "../shared/weights/common-unit.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";
import { flowNetwork, sendAll, tracesOf } from "./flow-network.js";
import { type Flow, type MaximumFlowOptions, twoNodes } from "./maximum-flow.js";
import { networkSimplex } from "./network-simplex.js";

export interface MinimumCostFlowOptions extends MaximumFlowOptions {
  /** The cost of a unit of flow on each edge, of any sign: an attribute's name or an array. Defaults to 1 each. */
  readonly weight?: Weight;
  /** How much is to flow at most; by default as much as possible. */
  readonly amount?: number;
}

/** A flow and what it costs. */
export interface CostFlow extends Flow {
  /** The sum over all edges of what flows times its cost. */
  readonly cost: number;
}

/**
 * Of all flows of the greatest value from a node to another, or of `amount` if that is less, a cheapest. Through an
 * undirected edge it may flow either way, at the same cost.
 *
 * Time: that of a greatest flow and of a simplex method, which has no small bound but mostly takes about as long; up to
 * eight ways are found in O((edges + nodes) log nodes) each. Space: 80 bytes a node and up to 160 an edge.
 * Deterministic. Through self-loops nothing flows, parallel edges add up. Where nothing
 * leads to the target the value is 0. An empty graph has no two nodes. Capacities and costs that are decimals are added
 * exactly, others rounded, as in `bellmanFord`; `value` and `cost` are Infinity where they exceed 1.8e308.
 *
 * @throws GroggyError NODE_NOT_FOUND if an end is not in the view, NEGATIVE_CYCLE if a cycle with room costs less than
 *   0 (see `bellmanFord` for when it does), which in an undirected graph each edge of negative cost is; RangeError if the ends are the same node, for a
 *   negative capacity or NaN, and if a way has capacity Infinity throughout and `amount` is not given.
 * @example
 * const { value, cost } = minimumCostFlow(graph, depot, shop, { capacity: "seats", weight: "price", amount: 40 });
 */
export function minimumCostFlow(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: MinimumCostFlowOptions = {},
): CostFlow {
  checkView(view);
  checkRunOptions(options, ["weight", "amount", "capacity"]);
  const { capacity, weight, amount: amountGiven = Infinity } = options;
  checkNumber("amount", amountGiven, 0, Infinity);
  const csr = view.csr();
  const given = weightsOf(view, capacity, { name: "capacity", min: 0 });
  const costsGiven = weightsOf(view, weight, { min: -Number.MAX_VALUE, max: Number.MAX_VALUE });
  const [from, to] = twoNodes(view, source, target);
  const tick = watch(options, 1);
  const { sources, targets } = endsOf(view, csr);
  // the amount has to be so many of the same unit
  const amounts = new Float64Array(csr.edgeCount + 1).fill(1);
  if (given !== undefined) amounts.set(given);
  amounts[csr.edgeCount] = amountGiven;
  const scaled = inCommonUnit(amounts, 2 * csr.edgeCount + 2);
  const capacities = scaled.values.subarray(0, csr.edgeCount);
  const amount = scaled.values[csr.edgeCount];
  // prices of a simplex method go up to some times the sum of the costs of as many links as there are nodes
  const costs = costsGiven && inCommonUnit(costsGiven, 8 * (csr.nodeCount + 2));
  const arcs = costArcs(csr.nodeCount, sources, targets, capacities, costs?.values, csr.directed);
  const look = () => tick(0);
  const potentials = startPotentials(csr.nodeCount, arcs, costs, look, (cycle) => idsOf(csr.nodeIds, cycle));
  const traces = tracesOf(capacities, scaled.isExact);
  let value = sendCheapest(arcs, traces, potentials, from, to, amount, look);
  if (value < 0) {
    // no edge of a cheapest flow takes more than the whole of it
    const capped = capacities.map((each) => Math.min(amount, each));
    const network = flowNetwork(view, csr, { values: capped, isExact: scaled.isExact });
    value = Math.min(amount, sendAll(network, from, to, look));
    sendBySimplex(csr.nodeCount, arcs, from, to, value, look);
  }
  tick(1);
  const flow = new Float64Array(csr.edgeCount);
  let cost = 0;
  for (let edge = 0; edge < csr.edgeCount; edge++) {
    const back = csr.directed ? 0 : arcs.sent[2 * edge + 1];
    const over = (csr.directed ? arcs.sent[edge] : arcs.sent[2 * edge]) - back;
    // sums of what was sent may pass a capacity by a rounding
    const inside = Math.max(csr.directed ? 0 : -capacities[edge], Math.min(capacities[edge], over));
    flow[edge] = scaled.toCaller(inside);
    // nothing costs nothing, where a sum is infinite too
    if (flow[edge] !== 0) cost += Math.abs(flow[edge]) * (costsGiven === undefined ? 1 : costsGiven[edge]);
  }
  return { value: scaled.toCaller(value), flow: new Result(csr.edgeIds, flow), cost };
}

/** Link i leads on as arc 2i, and what was sent over it back as arc 2i + 1. An undirected edge is two links. */
interface CostArcs {
  readonly offsets: Uint32Array;
  readonly ends: Uint32Array;
  readonly arcs: Uint32Array;
  /** The node each arc leads to. */
  readonly heads: Uint32Array;
  /** The capacity of each arc while nothing is sent. */
  readonly residuals: Float64Array;
  readonly costs: Float64Array;
  /** The amount sent over each link. */
  readonly sent: Float64Array;
}

function costArcs(
  nodeCount: number,
  sources: Uint32Array,
  targets: Uint32Array,
  capacities: Float64Array,
  costs: Float64Array | undefined,
  directed: boolean,
): CostArcs {
  const perEdge = directed ? 1 : 2;
  const linkCount = sources.length * perEdge;
  const heads = new Uint32Array(2 * linkCount);
  const residuals = new Float64Array(2 * linkCount);
  const arcCosts = new Float64Array(2 * linkCount);
  const offsets = new Uint32Array(nodeCount + 1);
  for (let link = 0; link < linkCount; link++) {
    const edge = Math.floor(link / perEdge);
    const reversed = link % perEdge === 1;
    heads[2 * link] = reversed ? sources[edge] : targets[edge];
    heads[2 * link + 1] = reversed ? targets[edge] : sources[edge];
    // through a self-loop nothing flows
    const isLoop = sources[edge] === targets[edge];
    residuals[2 * link] = isLoop ? 0 : capacities[edge];
    arcCosts[2 * link] = costs === undefined ? 1 : costs[edge];
    arcCosts[2 * link + 1] = -arcCosts[2 * link];
  }
  for (let arc = 0; arc < heads.length; arc++) offsets[heads[arc ^ 1] + 1]++;
  for (let u = 0; u < nodeCount; u++) offsets[u + 1] += offsets[u];
  const next = offsets.slice();
  const arcs = new Uint32Array(heads.length);
  for (let arc = 0; arc < heads.length; arc++) arcs[next[heads[arc ^ 1]]++] = arc;
  const ends = arcs.map((arc) => heads[arc]);
  return { offsets, ends, arcs, heads, residuals, costs: arcCosts, sent: new Float64Array(linkCount) };
}

/** Potentials under which no residual arc costs less than 0. */
function startPotentials(
  nodeCount: number,
  { offsets, ends, arcs, residuals, costs }: CostArcs,
  unit: UnitWeights | undefined,
  look: () => void,
  idsOfCycle: (nodes: number[]) => Uint32Array,
): Float64Array {
  if (!costs.some((cost, arc) => cost < 0 && residuals[arc] > 0)) return new Float64Array(nodeCount);
  const open = costs.map((cost, arc) => (residuals[arc] > 0 ? cost : Infinity));
  const tree = potentialsOf(
    nodeCount,
    { offsets, ends, edges: arcs },
    unit && { ...unit, values: open },
    look,
  );
  if (tree.negativeCycle !== undefined) {
    const cycle = [...idsOfCycle(tree.negativeCycle.nodes)];
    throw new GroggyError(
      "NEGATIVE_CYCLE",
      `"weight" expected no cycle of negative cost, got one over ${cycle.slice(0, 8).join(" -> ")}`,
      { cycle },
    );
  }
  return tree.distances;
}

/** Up to so many ways Dijkstra's algorithm for each takes less time than to begin with the simplex method. */
const WAYS_MAX = 8;

/**
 * Sends along cheapest ways until there are none, or enough was sent; returns how much was, or -1 if there are too
 * many, and then nothing was.
 */
function sendCheapest(
  { offsets, ends, arcs, residuals: capacities, costs, sent }: CostArcs,
  traces: Float64Array | undefined,
  potentials: Float64Array,
  from: number,
  to: number,
  amount: number,
  look: () => void,
): number {
  const nodeCount = potentials.length;
  const residuals = capacities.slice();
  const heap = new IndexHeap(nodeCount);
  const { keys } = heap;
  const arcTo = new Uint32Array(nodeCount);
  const tails = new Uint32Array(nodeCount);
  // an undirected edge is two links of two arcs
  const perEdgeShift = traces !== undefined && traces.length * 2 < capacities.length ? 2 : 1;
  const every = Uint32Array.from({ length: nodeCount }, (_, i) => i);
  let value = 0;
  for (let ways = 0; value < amount; ways++) {
    look();
    heap.clear(every);
    heap.lower(from, 0);
    while (heap.size > 0 && heap.peek() !== to) {
      const u = heap.pop();
      for (let at = offsets[u]; at < offsets[u + 1]; at++) {
        const arc = arcs[at];
        if (residuals[arc] <= 0) continue;
        const v = ends[at];
        // a rounding may leave a trace below 0
        const key = keys[u] + Math.max(0, costs[arc] + potentials[u] - potentials[v]);
        if (heap.isDone(v) || key >= keys[v]) continue;
        heap.lower(v, key);
        arcTo[v] = arc;
        tails[v] = u;
      }
    }
    if (heap.size === 0) break;
    if (ways === WAYS_MAX) {
      sent.fill(0);
      return -1;
    }
    const nearest = keys[to];
    for (let u = 0; u < nodeCount; u++) potentials[u] += Math.min(keys[u], nearest);
    let most = amount - value;
    for (let v = to; v !== from; v = tails[v]) most = Math.min(most, residuals[arcTo[v]]);
    if (most === Infinity) {
      throw new RangeError('"capacity" expected a bound on each way from source to target, got none');
    }
    for (let v = to; v !== from; v = tails[v]) {
      const left = residuals[arcTo[v]] - most;
      residuals[arcTo[v]] = traces !== undefined && left <= traces[arcTo[v] >>> perEdgeShift] ? 0 : left;
      residuals[arcTo[v] ^ 1] += most;
      sent[arcTo[v] >>> 1] += (arcTo[v] & 1) === 0 ? most : -most;
    }
    value += most;
  }
  return value;
}

/** Sends an amount, which fits, over all links at once. */
function sendBySimplex(
  nodeCount: number,
  { heads, residuals, costs, sent }: CostArcs,
  from: number,
  to: number,
  amount: number,
  look: () => void,
): void {
  const open = Uint32Array.from(sent.keys()).filter((link) => residuals[2 * link] > 0);
  const links = {
    sources: open.map((link) => heads[2 * link + 1]),
    targets: open.map((link) => heads[2 * link]),
    capacities: Float64Array.from(open, (link) => Math.min(amount, residuals[2 * link])),
    costs: Float64Array.from(open, (link) => costs[2 * link]),
  };
  const supplies = new Float64Array(nodeCount);
  supplies[from] = amount;
  supplies[to] = -amount;
  const flows = networkSimplex(nodeCount, links, supplies, look);
  open.forEach((link, i) => {
    sent[link] = flows[i];
  });
}
