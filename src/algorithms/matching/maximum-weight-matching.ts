/**
 * The matching of greatest weight of any graph: Galil 1986, "Efficient algorithms for finding maximum matching in
 * graphs" (see weighted-blossoms.ts), and where the graph is bipartite, which is the assignment problem, Kuhn 1955,
 * "The Hungarian method" (see assignment.ts).
 */
import type { GraphView } from "../../view.js";
import { type Arcs, arcsOf } from "../shared/arcs/direction.js";
import { lightestArcs } from "../shared/arcs/lightest-arcs.js";
import { checkBoolean, checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { twoColoring } from "../shared/two-coloring.js";
import { inCommonUnit } from "../shared/weights/common-unit.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";
import { cheapestAssignment } from "./assignment.js";
import { type WeightMatching, weightMatchingOf } from "./matching.js";
import { weightedBlossoms } from "./weighted-blossoms.js";

export interface MaximumWeightMatchingOptions extends RunOptions {
  /** The weights of edges, of any sign: an attribute's name or an array. Defaults to 1 each. */
  readonly weight?: Weight;
  /** Whether the most edges come first, and their weight second. Defaults to false. */
  readonly maxCardinality?: boolean;
}

/**
 * A matching of the greatest weight, the direction of edges left aside; with `maxCardinality` the heaviest of those
 * with the most edges. For a lightest one negate the weights.
 *
 * Time: O(nodes * (nodes + edges) * log nodes) if the graph is bipartite, else O(nodes³); space: 80 bytes a node and
 * 40 an edge. Deterministic. An empty graph has the empty matching; self-loops are never taken, of parallel edges the
 * heaviest may be, of several the oldest; each connected part is matched by itself. Weights that are multiples of one
 * decimal or binary unit, up to 2^48 units over the number of nodes, are added exactly, others to within a rounding of
 * their greatest size times the number of nodes. `weight` is Infinity where it exceeds 1.8e308.
 *
 * @throws RangeError for a weight that is infinite or NaN.
 * @example
 * import { Graph } from "groggy";
 * import { maximumWeightMatching } from "groggy/algorithms";
 *
 * const graph = new Graph({ directed: false });
 * graph.addNodes(4);
 * graph.addEdges([0, 1, 2, 0], [1, 2, 3, 2], { attributes: { fit: [5, 11, 5, 1] } });
 * maximumWeightMatching(graph, { weight: "fit" }).weight; // => 11
 * maximumWeightMatching(graph, { weight: "fit", maxCardinality: true }).weight; // => 10
 */
export function maximumWeightMatching(
  view: GraphView,
  options: MaximumWeightMatchingOptions = {},
): WeightMatching {
  checkView(view);
  checkRunOptions(options, ["weight", "maxCardinality"]);
  const { maxCardinality = false } = options;
  checkBoolean("maxCardinality", maxCardinality);
  const csr = view.csr();
  const weights = weightsOf(view, options.weight, { min: -Number.MAX_VALUE, max: Number.MAX_VALUE });
  const tick = watch(options, csr.nodeCount);
  // duals and prices are sums of as many weights as there are nodes, some times over
  const values = weights && inCommonUnit(weights, 8 * (csr.nodeCount + 2)).values;
  const costs = values?.map((weight) => -weight) ?? new Float64Array(csr.edgeCount).fill(-1);
  const arcs = lightestArcs(arcsOf(csr, "both"), costs);
  const { colors, oddCycle } = twoColoring(csr);
  const edges =
    oddCycle === undefined
      ? bipartiteEdges(arcs, costs, colors, maxCardinality, tick)
      : weightedBlossoms(arcs, values, maxCardinality, tick);
  tick(csr.nodeCount);
  return weightMatchingOf(csr, edges, weights);
}

function bipartiteEdges(
  arcs: Arcs,
  costs: Float64Array,
  colors: Int32Array,
  maxCardinality: boolean,
  tick: (done: number) => void,
): Uint32Array {
  // the cost of leaving a node free: 0, or more than any matching can gain
  const heaviest = costs.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0);
  const free = maxCardinality ? (heaviest === 0 ? 1 : heaviest) * (colors.length + 1) : 0;
  return Uint32Array.from(cheapestAssignment(arcs, costs, colors, free, tick)).sort();
}
