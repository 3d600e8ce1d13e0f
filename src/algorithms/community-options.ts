/** Options that the algorithms which look for a division of high modularity share, and their reading. */
import { Prng } from "../structures/prng.js";
import type { GraphView } from "../view.js";
import { type ModularityGraph, modularityGraphOf } from "./modularity-graph.js";
import { checkInteger, checkNumber, checkOptions, type RunOptions } from "./options.js";
import { type Weight, weightsOf } from "./weights.js";

export interface CommunityOptions extends RunOptions {
  /** Weights of edges, none negative. */
  readonly weight?: Weight;
  /** Above 1 communities become smaller, below larger; 1 unless given. */
  readonly resolution?: number;
  /** The order in which nodes are looked at follows from it; 0 unless given. */
  readonly seed?: number;
  /** At most so many rounds, each of which starts from the division of the one before; 2 unless given. */
  readonly maxIterations?: number;
}

/** Options with what was left out filled in. */
export interface CommunityRun {
  readonly graph: ModularityGraph;
  readonly resolution: number;
  readonly maxIterations: number;
  readonly prng: Prng;
}

/** Checks options and reads the graph. */
export function readCommunityOptions(view: GraphView, options: CommunityOptions): CommunityRun {
  checkOptions(options);
  const { resolution = 1, seed = 0, maxIterations = 2 }: CommunityOptions = options;
  checkNumber("resolution", resolution, 0, Number.MAX_VALUE);
  checkNumber("seed", seed, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkInteger("maxIterations", maxIterations, 1);
  const weights = weightsOf(view, options.weight, { min: 0, max: Number.MAX_VALUE });
  const graph = modularityGraphOf(view.csr(), weights);
  if (!(graph.total < Infinity))
    throw new RangeError('"weight" expected a sum below 1.8e308, got an overflow');
  return { graph, resolution, maxIterations, prng: new Prng(seed) };
}
