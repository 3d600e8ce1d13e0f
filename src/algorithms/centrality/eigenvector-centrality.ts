/**
 * Eigenvector centrality: a node's value is in proportion to the sum of its neighbors'. Bonacich 1972, "Factoring and
 * weighting approaches to status scores and clique identification". By power iteration on the matrix plus a multiple
 * of the identity, which also settles on bipartite graphs: a share of the present estimate of the largest eigenvalue,
 * so that rounds do not depend on the unit of weights.
 */
import type { Steps } from "../../kernels/runtime/steps.js";
import type { Direction, GraphView } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { IteratedResult, type IterationOptions } from "../shared/iterated-result.js";
import { checkInteger, checkNumber, checkRunOptions, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { runNow, type ThreadOptions } from "../shared/run.js";
import { unitlessWeightsOf } from "../shared/weights/weight-scale.js";
import type { Weight } from "../shared/weights/weights.js";
import { differenceOf, lengthOf, normalize } from "./power-step.js";
import { powerSteps } from "./power-step-kernel.js";

/**
 * The identity counts as this share of the largest eigenvalue. More slows the rounds where the second eigenvalue is
 * near the largest, less where one is near its negative.
 */
const IDENTITY_SHARE = 0.25;

export interface EigenvectorCentralityOptions extends IterationOptions, ThreadOptions {
  /** Weights of edges, none negative. */
  readonly weight?: Weight;
  /** The neighbors whose values add to a node's. Defaults to `in`: those that lead to it. */
  readonly direction?: Direction;
  /** Defaults to 1e-6. */
  readonly tolerance?: number;
  /** Defaults to 1000. */
  readonly maxIterations?: number;
}

/**
 * The eigenvector of the adjacency matrix with the largest eigenvalue: none below 0, of length 1.
 *
 * Time: O(nodes + edges) a round; space: 24 bytes a node, with weights 8 bytes an arc. Deterministic. An empty graph gives an empty result,
 * one without edges equal values. Parallel edges count each; a self-loop adds a node's own value, in an
 * undirected graph twice. Of several parts those with the largest eigenvalue keep values above 0; where there
 * is no cycle of arcs at all the values come ever closer to those of the ends of the longest paths. All weights times
 * the same number give the same values; below 1e-308 of the largest they count as 0.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * const centrality = eigenvectorCentrality(graph, { weight: "weight" });
 */
export function eigenvectorCentrality(
  view: GraphView,
  options: EigenvectorCentralityOptions = {},
): IteratedResult {
  checkView(view);
  return runNow(eigenvectorSteps(view, options), options);
}

function* eigenvectorSteps(view: GraphView, options: EigenvectorCentralityOptions): Steps<IteratedResult> {
  checkRunOptions(options, ["weight", "direction", "tolerance", "maxIterations"]);
  const { tolerance = 1e-6, maxIterations = 1000, direction = "in" } = options;
  checkNumber("tolerance", tolerance, 0, Infinity);
  checkInteger("maxIterations", maxIterations, 0);
  const csr = view.csr();
  const { nodeCount } = csr;
  const arcs = arcsOf(csr, direction);
  const weights = unitlessWeightsOf(view, options.weight, "products");
  const tick = watch(options, maxIterations);
  const input = { nodeCount, matrices: [arcs], weights, vectorCount: 2 };
  return yield* powerSteps(input, function* ({ vectors, multiplySteps }): Steps<IteratedResult> {
    let [values, next] = vectors;
    values.fill(1 / Math.sqrt(nodeCount));
    let iterations = 0;
    let change = nodeCount === 0 ? 0 : Infinity;
    while (iterations < maxIterations && change >= tolerance) {
      yield* multiplySteps(arcs, values, next);
      const identity = IDENTITY_SHARE * lengthOf(next);
      // nothing leads on: these values stay
      if (identity === 0) next.set(values);
      else for (let u = 0; u < nodeCount; u++) next[u] += identity * values[u];
      normalize(next, "length");
      change = differenceOf(values, next);
      [values, next] = [next, values];
      tick(++iterations);
    }
    const converged = change < tolerance || change === 0;
    return new IteratedResult(csr.nodeIds, values.slice(), iterations, converged);
  });
}
