/**
 * Random graphs with communities of one size, denser within than between. Condon and Karp 2001, "Algorithms for
 * graph partitioning on the planted partition model".
 */
import type { EdgeList } from "../shared/edge-list.js";
import {
  checkNodeCount,
  type DirectedOption,
  readGeneratorOptions,
  type SeedOption,
} from "../shared/generator-options.js";
import { checkInteger, checkNumber } from "../shared/options.js";
import { blockModel } from "./stochastic-block-model.js";

/** The probabilities of edges. */
export interface PlantedPartitionOptions extends DirectedOption, SeedOption {
  /** The probability of an edge between two nodes of one community. */
  readonly inside: number;
  /** The probability of an edge between two nodes of different communities. */
  readonly between: number;
}

/**
 * A random graph of `communityCount` communities of `size` nodes each, which have the number of their community
 * as attribute `block`. Without self-loops and parallel edges.
 *
 * Time: O(nodes + edges + communities squared); space: O(edges). Deterministic for a seed.
 *
 * @throws TypeError or RangeError for wrong arguments.
 * @example
 * plantedPartition(4, 32, { inside: 0.4, between: 0.02, seed: 7 }).nodeCount; // => 128
 */
export function plantedPartition(
  communityCount: number,
  size: number,
  options: PlantedPartitionOptions,
): EdgeList {
  checkInteger("communityCount", communityCount, 0, 65535);
  const { directed, seed } = readGeneratorOptions(options, ["inside", "between", "directed", "seed"]);
  const { inside, between } = options;
  checkNumber("inside", inside, 0, 1);
  checkNumber("between", between, 0, 1);
  checkNodeCount("size", size);
  const sizes = new Array<number>(communityCount).fill(size);
  return blockModel(sizes, (a, b) => (a === b ? inside : between), { ...options, directed, seed });
}
