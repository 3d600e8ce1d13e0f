/**
 * Katz centrality: a node counts all walks that lead to it, each step of a walk making it count less. Katz 1953,
 * "A new status index derived from sociometric analysis". By fixed-point iteration.
 */
import type { Steps } from "../../kernels/runtime/steps.js";
import type { Direction, GraphView } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { IteratedResult, type IterationOptions } from "../shared/iterated-result.js";
import { checkBoolean, checkInteger, checkNumber, checkRunOptions, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { runNow, type ThreadOptions } from "../shared/run.js";
import { scaleWeights } from "../shared/weights/weight-scale.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";
import { differenceOf, normalize } from "./power-step.js";
import { powerSteps } from "./power-step-kernel.js";

export interface KatzCentralityOptions extends IterationOptions, ThreadOptions {
  /**
   * The factor of each step; below one over the largest eigenvalue, so it is in the inverse of the weights' unit.
   * Defaults to 0.1.
   */
  readonly alpha?: number;
  /** The initial value of each node. Defaults to 1. */
  readonly beta?: number;
  readonly weight?: Weight;
  /** The neighbors whose values add to a node's. Defaults to `in`: those that lead to it. */
  readonly direction?: Direction;
  /** Whether the values are scaled to length 1 (the sum of their squares). Defaults to true. */
  readonly normalized?: boolean;
  /** In units of `beta`. Defaults to 1e-6. */
  readonly tolerance?: number;
  /** Defaults to 1000. */
  readonly maxIterations?: number;
}

/**
 * The solution of x = alpha A x + beta, for each node.
 *
 * Time: O(nodes + edges) a round; space: 24 bytes a node, with weights 8 bytes an arc. Deterministic. An empty graph gives an empty result,
 * nodes without arcs have beta. Parallel edges count each; a self-loop counts, in an undirected graph twice.
 * Parts of a graph do not touch each other, but for the scaling. Weights times a number and `alpha` divided by it give
 * the same values.
 *
 * @throws TypeError or RangeError for wrong options; RangeError if `alpha` is too large for there to be an answer
 *   and the values have grown past all numbers, or if `beta` takes values past 1.8e308.
 * @example
 * const centrality = katzCentrality(graph, { alpha: 0.05 });
 */
export function katzCentrality(view: GraphView, options: KatzCentralityOptions = {}): IteratedResult {
  checkView(view);
  return runNow(katzSteps(view, options), options);
}

function* katzSteps(view: GraphView, options: KatzCentralityOptions): Steps<IteratedResult> {
  checkRunOptions(options, [
    "alpha",
    "beta",
    "weight",
    "direction",
    "normalized",
    "tolerance",
    "maxIterations",
  ]);
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
  const given = weightsOf(view, options.weight, { min: -Number.MAX_VALUE, max: Number.MAX_VALUE });
  const { weights, unit } = scaleWeights(given, "products");
  const factor = alpha * unit;
  const tick = watch(options, maxIterations);
  const input = { nodeCount, matrices: [arcs], weights, vectorCount: 2 };
  return yield* powerSteps(input, function* ({ vectors, multiplySteps }): Steps<IteratedResult> {
    let [values, next] = vectors;
    let iterations = 0;
    let change = nodeCount === 0 ? 0 : Infinity;
    while (iterations < maxIterations && change >= tolerance) {
      yield* multiplySteps(arcs, values, next);
      // for a beta of 1, which the answer is in proportion to, so that the tolerance means the same for any
      for (let u = 0; u < nodeCount; u++) next[u] = factor * next[u] + 1;
      change = differenceOf(values, next);
      if (!(change < Infinity)) {
        throw new RangeError(`"alpha" expected less than one over the largest eigenvalue, got ${alpha}`);
      }
      [values, next] = [next, values];
      tick(++iterations);
    }
    const scaled = scaleByBeta(values.slice(), beta, normalized);
    return new IteratedResult(csr.nodeIds, scaled, iterations, change < tolerance || change === 0);
  });
}

/** The values in place, as they are for this beta or, if they are to have length 1, for one of its sign. */
function scaleByBeta(values: Float64Array, beta: number, normalized: boolean): Float64Array {
  const scale = normalized ? Math.sign(beta) : beta;
  if (normalized) normalize(values, "length");
  for (let u = 0; u < values.length; u++) {
    values[u] *= scale;
    if (!Number.isFinite(values[u]))
      throw new RangeError(`"beta" expected a number with finite values, got ${beta}`);
  }
  return values;
}
