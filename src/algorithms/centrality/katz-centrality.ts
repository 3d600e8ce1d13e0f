/**
 * Katz centrality: a node counts all walks that lead to it, each step of a walk making it count less. Katz 1953,
 * "A new status index derived from sociometric analysis". By fixed-point iteration.
 */
import type { Direction, GraphView } from "../../view.js";
import { arcsOf } from "../shared/direction.js";
import { IteratedResult, type IterationOptions } from "../shared/iterated-result.js";
import { checkBoolean, checkInteger, checkNumber, checkOptions, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { type Weight, weightsOf } from "../shared/weights.js";
import { distanceOf, multiply, normalize } from "./power-step.js";

export interface KatzCentralityOptions extends IterationOptions, RunOptions {
  /** What each step multiplies by; below one over the largest eigenvalue. 0.1 unless given. */
  readonly alpha?: number;
  /** What each node has to begin with; 1 unless given. */
  readonly beta?: number;
  readonly weight?: Weight;
  /** Whose values add to a node's: `in`, unless given, those that lead to it. */
  readonly direction?: Direction;
  /** Whether the values are scaled to length 1 (the sum of their squares); true unless given. */
  readonly normalized?: boolean;
  /** 1e-6 unless given. */
  readonly tolerance?: number;
  /** 1000 unless given. */
  readonly maxIterations?: number;
}

/**
 * The solution of x = alpha A x + beta, for each node.
 *
 * Time: O(nodes + edges) a round; space: 16 bytes a node. Deterministic. An empty graph gives an empty result,
 * nodes without arcs have beta. Parallel edges count each; a self-loop counts, in an undirected graph twice.
 * Parts of a graph do not touch each other, but for the scaling.
 *
 * @throws TypeError or RangeError for wrong options; RangeError if `alpha` is too large for there to be an answer
 *   and the values have grown past all numbers.
 * @example
 * const centrality = katzCentrality(graph, { alpha: 0.05 });
 */
export function katzCentrality(view: GraphView, options: KatzCentralityOptions = {}): IteratedResult {
  checkOptions(options, ["alpha", "beta", "weight", "direction", "normalized", "tolerance", "maxIterations"]);
  const { alpha = 0.1, beta = 1, direction = "in", normalized = true } = options;
  const { tolerance = 1e-6, maxIterations = 1000 } = options;
  checkNumber("alpha", alpha, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkNumber("beta", beta, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkNumber("tolerance", tolerance, 0, Infinity);
  checkInteger("maxIterations", maxIterations, 0);
  checkBoolean("normalized", normalized);
  const csr = view.csr();
  const { nodeCount } = csr;
  const arcs = arcsOf(csr, direction);
  const weights = weightsOf(view, options.weight, { min: -Number.MAX_VALUE, max: Number.MAX_VALUE });
  const tick = watch(options, maxIterations);
  let values = new Float64Array(nodeCount);
  let next = new Float64Array(nodeCount);
  let iterations = 0;
  let change = nodeCount === 0 ? 0 : Infinity;
  while (iterations < maxIterations && change >= tolerance) {
    multiply(arcs, weights, values, next);
    for (let u = 0; u < nodeCount; u++) next[u] = alpha * next[u] + beta;
    change = distanceOf(values, next);
    if (!(change < Infinity)) {
      throw new RangeError(`"alpha" expected less than one over the largest eigenvalue, got ${alpha}`);
    }
    [values, next] = [next, values];
    tick(++iterations);
  }
  if (normalized) normalize(values, "length");
  return new IteratedResult(csr.nodeIds, values, iterations, change < tolerance || change === 0);
}
