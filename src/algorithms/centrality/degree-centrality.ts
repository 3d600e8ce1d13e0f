/**
 * Degree centrality: the share of the other nodes that a node's edges lead to. Freeman 1978, "Centrality in
 * social networks: conceptual clarification".
 */
import type { Direction, GraphView } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { checkBoolean, checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { Result } from "../shared/result.js";
import { scaleWeights } from "../shared/weights/weight-scale.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";

export interface DegreeCentralityOptions extends SignalOption {
  /** Which arcs of a directed graph count. Defaults to `both`. */
  readonly direction?: Direction;
  /** Sums these, which are finite, instead of counting arcs. */
  readonly weight?: Weight;
  /** Whether to divide by the number of other nodes. Defaults to true. */
  readonly normalized?: boolean;
}

/**
 * For each node how many arcs it has, divided by the number of other nodes. `direction: "in"` and `"out"` give
 * in-degree and out-degree centrality, `normalized: false` the plain degrees, `weight` the strengths.
 *
 * Time: O(nodes + edges); space: O(nodes). Deterministic. Parallel edges count each, a self-loop counts twice in
 * `both` and in an undirected graph, so values may pass 1. The only node of a graph has 1 where normalized, as
 * in networkx; an empty graph gives an empty result.
 *
 * @throws TypeError or RangeError for wrong options; RangeError if what a node comes to passes 1.8e308.
 * @example
 * degreeCentrality(graph, { direction: "in" }).get(2); // => 0.5
 */
export function degreeCentrality(
  view: GraphView,
  options: DegreeCentralityOptions = {},
): Result<Float64Array> {
  checkView(view);
  checkRunOptions(options, ["direction", "weight", "normalized"]);
  const { direction = "both", weight, normalized = true } = options;
  checkBoolean("normalized", normalized);
  const csr = view.csr();
  const { nodeCount } = csr;
  const { offsets, edges } = arcsOf(csr, direction);
  const given = weightsOf(view, weight, { min: -Number.MAX_VALUE, max: Number.MAX_VALUE });
  const { weights, unit } = scaleWeights(given, "sums");
  const values = new Float64Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) {
    if (weights === undefined) values[u] = offsets[u + 1] - offsets[u];
    else for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) values[u] += weights[edges[arc]];
  }
  if (normalized && nodeCount === 1) return new Result(csr.nodeIds, values.fill(1));
  if (normalized) for (let u = 0; u < nodeCount; u++) values[u] /= nodeCount - 1;
  for (let u = 0; u < nodeCount; u++) {
    values[u] *= unit;
    if (!Number.isFinite(values[u])) {
      throw new RangeError(`"weight" expected sums below 1.8e308, got an overflow at node ${csr.nodeIds[u]}`);
    }
  }
  return new Result(csr.nodeIds, values);
}
