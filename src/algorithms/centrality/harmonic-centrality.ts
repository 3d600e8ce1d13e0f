/**
 * Harmonic centrality: the sum of one over the distance of each node that reaches this one, which needs no care
 * for those that do not. Marchiori and Latora 2000, "Harmony in the small-world"; Boldi and Vigna 2014, "Axioms
 * for centrality". One search from each node.
 */
import type { Direction, GraphView } from "../../view.js";
import { distanceSearch } from "../paths/distances.js";
import { inCommonUnit, inverseOf } from "../shared/common-unit.js";
import { arcsOf } from "../shared/direction.js";
import { checkBoolean, checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { type Weight, weightsOf } from "../shared/weights.js";

export interface HarmonicCentralityOptions extends RunOptions {
  /** Lengths of edges, none negative. Defaults to hops. */
  readonly weight?: Weight;
  /** Defaults to `in`: from the other nodes to this one. `out` is from this one to the others. */
  readonly direction?: Direction;
  /** Whether to divide by the number of other nodes. Defaults to false. */
  readonly normalized?: boolean;
}

/**
 * For each node the sum of one over the distances of the others.
 *
 * Time: O(nodes · (nodes + edges)), with weights O(nodes · (nodes + edges) log nodes); space: O(nodes).
 * Deterministic. An empty graph gives an empty result; a node that none reaches has 0, and one at distance 0
 * adds nothing. Self-loops and parallel edges change nothing, but for their weights: the least counts.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * const nearness = harmonicCentrality(graph, { normalized: true });
 */
export function harmonicCentrality(
  view: GraphView,
  options: HarmonicCentralityOptions = {},
): Result<Float64Array> {
  checkView(view);
  checkRunOptions(options, ["weight", "direction", "normalized"]);
  const { direction = "in", normalized = false } = options;
  checkBoolean("normalized", normalized);
  const csr = view.csr();
  const { nodeCount } = csr;
  const weights = weightsOf(view, options.weight, { min: 0, max: Number.MAX_VALUE });
  const unit = weights && inCommonUnit(weights, nodeCount);
  const search = distanceSearch(arcsOf(csr, direction), unit?.values, nodeCount);
  const tick = watch(options, nodeCount);
  const values = new Float64Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) {
    search(u, (_, distance) => {
      if (distance > 0) values[u] += inverseOf(unit, distance);
    });
    if (normalized && nodeCount > 1) values[u] /= nodeCount - 1;
    tick(u + 1);
  }
  return new Result(csr.nodeIds, values);
}
