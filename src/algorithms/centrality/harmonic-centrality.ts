/**
 * Harmonic centrality: the sum of one over the distance of each node that reaches this one, which needs no care
 * for those that do not. Marchiori and Latora 2000, "Harmony in the small-world"; Boldi and Vigna 2014, "Axioms
 * for centrality". One search from each node.
 */
import type { Direction, GraphView } from "../../view.js";
import { valuesOfDistances } from "../paths/distances.js";
import { checkBoolean, checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import type { Result } from "../shared/result.js";
import { inverseOf } from "../shared/weights/common-unit.js";
import type { Weight } from "../shared/weights/weights.js";

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
  const { normalized = false } = options;
  checkBoolean("normalized", normalized);
  const weightCountOf = (nodeCount: number): number => nodeCount;
  return valuesOfDistances(view, options, weightCountOf, (eachDistance, unit, nodeCount) => {
    let sum = 0;
    eachDistance((distance) => {
      if (distance > 0) sum += inverseOf(unit, distance);
    });
    return normalized && nodeCount > 1 ? sum / (nodeCount - 1) : sum;
  });
}
