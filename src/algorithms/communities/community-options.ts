/** Options that the algorithms which look for a division of high modularity share, and their reading. */
import { Prng } from "../../structures/prng.js";
import type { GraphView } from "../../view.js";
import { checkInteger, checkNumber, checkSeed, type RunOptions } from "../shared/options.js";
import { unitlessWeightsOf } from "../shared/weights/weight-scale.js";
import type { Weight } from "../shared/weights/weights.js";

export interface CommunityOptions extends RunOptions {
  /** Weights of edges, none negative. */
  readonly weight?: Weight;
  /** Above 1 communities become smaller, below larger. Defaults to 1. */
  readonly resolution?: number;
  /** The order in which nodes are looked at follows from it: any finite number, whose fraction counts. Defaults to 0. */
  readonly seed?: number;
  /**
   * A sweep over all nodes that gains less modularity than this is the last of its level; in the rounds of Louvain
   * before the last one that gains less than 0.001 is. Defaults to 0.0001.
   */
  readonly tolerance?: number;
  /** The maximum number of rounds, each of which starts from the division of the one before. Defaults to 2. */
  readonly maxIterations?: number;
}

/** Options with what was left out filled in. */
export interface CommunityRun {
  /** By edge; all alike if undefined. */
  readonly edgeWeights: Float64Array | undefined;
  readonly resolution: number;
  readonly maxIterations: number;
  readonly tolerance: number;
  readonly prng: Prng;
}

/** Checks the values of options, whose names are the caller's to check, and reads the weights. */
export function readCommunityOptions(view: GraphView, options: CommunityOptions): CommunityRun {
  const { resolution = 1, seed = 0, maxIterations = 2, tolerance = 1e-4 }: CommunityOptions = options;
  checkNumber("resolution", resolution, 0, Number.MAX_VALUE);
  checkSeed(seed);
  checkInteger("maxIterations", maxIterations, 1);
  checkNumber("tolerance", tolerance, 0, Number.MAX_VALUE);
  const edgeWeights = unitlessWeightsOf(view, options.weight, "products");
  return { edgeWeights, resolution, maxIterations, tolerance, prng: new Prng(seed) };
}
