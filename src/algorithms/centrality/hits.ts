/**
 * Hubs and authorities: a good hub leads to good authorities, a good authority is led to by good hubs. Kleinberg
 * 1999, "Authoritative sources in a hyperlinked environment". By power iteration from equal values.
 */
import type { Steps } from "../../kernels/runtime/steps.js";
import type { GraphView } from "../../view.js";
import type { IterationOptions } from "../shared/iterated-result.js";
import { checkBoolean, checkInteger, checkNumber, checkRunOptions, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { runNow, type ThreadOptions } from "../shared/run.js";
import { unitlessWeightsOf } from "../shared/weights/weight-scale.js";
import type { Weight } from "../shared/weights/weights.js";
import { differenceOf, normalize } from "./power-step.js";
import { powerSteps } from "./power-step-kernel.js";

export interface HitsOptions extends IterationOptions, ThreadOptions {
  /** Weights of edges, none negative. */
  readonly weight?: Weight;
  /** Defaults to 1e-8. */
  readonly tolerance?: number;
  /** Defaults to 1000. */
  readonly maxIterations?: number;
  /** Whether values add up to 1; if not, their squares do. Defaults to True. */
  readonly normalized?: boolean;
}

/** The hub score and the authority score of each node. */
export interface HitsResult {
  readonly hubs: Result<Float64Array>;
  readonly authorities: Result<Float64Array>;
  readonly iterations: number;
  /** Whether the last round changed less than the tolerance. */
  readonly converged: boolean;
}

/**
 * The hubs and authorities of a view.
 *
 * Time: O(nodes + edges) a round; space: 48 bytes a node, with weights 8 bytes an arc. Deterministic. Without edges all values are 0; an
 * empty graph gives empty results. Parallel edges count each. Of several parts those with the largest
 * singular value keep values above 0. In an undirected graph hubs are authorities. All weights times the same number
 * give the same values.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * const { hubs, authorities } = hits(graph);
 */
export function hits(view: GraphView, options: HitsOptions = {}): HitsResult {
  checkView(view);
  return runNow(hitsSteps(view, options), options);
}

function* hitsSteps(view: GraphView, options: HitsOptions): Steps<HitsResult> {
  checkRunOptions(options, ["weight", "tolerance", "maxIterations", "normalized"]);
  const { tolerance = 1e-8, maxIterations = 1000, normalized = true } = options;
  checkNumber("tolerance", tolerance, 0, Infinity);
  checkInteger("maxIterations", maxIterations, 1);
  checkBoolean("normalized", normalized);
  const csr = view.csr();
  const { nodeCount, nodeIds } = csr;
  const weights = unitlessWeightsOf(view, options.weight, "products");
  const tick = watch(options, maxIterations);
  const input = { nodeCount, matrices: [csr.in, csr.out], weights, vectorCount: 3 };
  return yield* powerSteps(input, function* ({ vectors, multiplySteps }): Steps<HitsResult> {
    let [hubs, next] = vectors;
    const authorities = vectors[2];
    hubs.fill(1 / nodeCount);
    let iterations = 0;
    let change = nodeCount === 0 ? 0 : Infinity;
    while (iterations < maxIterations && change >= tolerance) {
      yield* multiplySteps(csr.in, hubs, authorities);
      normalize(authorities, "sum");
      yield* multiplySteps(csr.out, authorities, next);
      normalize(next, "sum");
      change = differenceOf(hubs, next);
      [hubs, next] = [next, hubs];
      tick(++iterations);
    }
    const both = [hubs, authorities].map((values) => values.slice());
    if (!normalized) for (const values of both) normalize(values, "length");
    return {
      hubs: new Result(nodeIds, both[0]),
      authorities: new Result(nodeIds, both[1]),
      iterations,
      converged: change < tolerance || change === 0,
    };
  });
}
