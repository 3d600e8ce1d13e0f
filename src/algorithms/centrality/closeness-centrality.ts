/**
 * Closeness centrality: how near a node is to those that reach it. Bavelas 1950, "Communication patterns in
 * task-oriented groups"; where not all nodes reach it, scaled by the share of those that do: Wasserman and Faust
 * 1994, "Social Network Analysis". One search from each node.
 */
import type { Direction, GraphView } from "../../view.js";
import { valuesOfDistances } from "../paths/distances.js";
import { checkBoolean, checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import type { Result } from "../shared/result.js";
import { inverseOf, type UnitWeights } from "../shared/weights/common-unit.js";
import type { Weight } from "../shared/weights/weights.js";

export interface ClosenessCentralityOptions extends RunOptions {
  /** Lengths of edges, none negative. Defaults to hops. */
  readonly weight?: Weight;
  /** Defaults to `in`: from the other nodes to this one. `out` is from this one to the others. */
  readonly direction?: Direction;
  /** Whether to scale by the share of nodes that are near at all. Defaults to true. */
  readonly improved?: boolean;
}

/**
 * For each node how many others reach it divided by the sum of their distances, times the share of the other
 * nodes that they are.
 *
 * Time: O(nodes · (nodes + edges)), with weights O(nodes · (nodes + edges) log nodes); space: O(nodes).
 * Deterministic. An empty graph gives an empty result; a node that none reaches has 0, and so has one whose
 * distances add up to 0. Self-loops and parallel edges change nothing, but for their weights: the least counts.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * const nearness = closenessCentrality(graph, { weight: "weight" });
 */
export function closenessCentrality(
  view: GraphView,
  options: ClosenessCentralityOptions = {},
): Result<Float64Array> {
  checkView(view);
  checkRunOptions(options, ["weight", "direction", "improved"]);
  const { improved = true } = options;
  checkBoolean("improved", improved);
  // a sum of distances has fewer weights than there are pairs of nodes
  const weightCountOf = (nodeCount: number): number => nodeCount * nodeCount;
  return valuesOfDistances(view, options, weightCountOf, (eachDistance, unit, nodeCount) => {
    let reached = -1;
    let total = 0;
    eachDistance((distance) => {
      reached++;
      total += distance;
    });
    if (total === 0) return 0;
    return nearness(unit, reached, total) * (improved ? reached / (nodeCount - 1) : 1);
  });
}

/** One over the mean distance, in the caller's unit. */
function nearness(unit: UnitWeights | undefined, reached: number, total: number): number {
  const whole = unit === undefined ? total : unit.toCaller(total);
  return whole > 0 && whole < Infinity ? reached / whole : inverseOf(unit, total / reached);
}
