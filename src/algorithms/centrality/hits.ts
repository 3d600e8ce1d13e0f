/**
 * Hubs and authorities: a good hub leads to good authorities, a good authority is led to by good hubs. Kleinberg
 * 1999, "Authoritative sources in a hyperlinked environment". By power iteration from equal values.
 */
import type { GraphView } from "../../view.js";
import type { IterationOptions } from "../shared/iterated-result.js";
import {
  checkBoolean,
  checkInteger,
  checkNumber,
  checkRunOptions,
  checkView,
  type RunOptions,
} from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { unitlessWeightsOf } from "../shared/weights/weight-scale.js";
import type { Weight } from "../shared/weights/weights.js";
import { differenceOf, multiply, normalize } from "./power-step.js";

export interface HitsOptions extends IterationOptions, RunOptions {
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
 * Time: O(nodes + edges) a round; space: 32 bytes a node. Deterministic. Without edges all values are 0; an
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
  checkRunOptions(options, ["weight", "tolerance", "maxIterations", "normalized"]);
  const { tolerance = 1e-8, maxIterations = 1000, normalized = true } = options;
  checkNumber("tolerance", tolerance, 0, Infinity);
  checkInteger("maxIterations", maxIterations, 1);
  checkBoolean("normalized", normalized);
  const csr = view.csr();
  const weights = unitlessWeightsOf(view, options.weight, "products");
  const tick = watch(options, maxIterations);
  let hubs = new Float64Array(csr.nodeCount).fill(1 / csr.nodeCount);
  let next = new Float64Array(csr.nodeCount);
  const authorities = new Float64Array(csr.nodeCount);
  let iterations = 0;
  let change = csr.nodeCount === 0 ? 0 : Infinity;
  while (iterations < maxIterations && change >= tolerance) {
    multiply(csr.in, weights, hubs, authorities);
    normalize(authorities, "sum");
    multiply(csr.out, weights, authorities, next);
    normalize(next, "sum");
    change = differenceOf(hubs, next);
    [hubs, next] = [next, hubs];
    tick(++iterations);
  }
  if (!normalized) for (const values of [hubs, authorities]) normalize(values, "length");
  return {
    hubs: new Result(csr.nodeIds, hubs),
    authorities: new Result(csr.nodeIds, authorities),
    iterations,
    converged: change < tolerance || change === 0,
  };
}
