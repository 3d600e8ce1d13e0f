/**
 * Random graphs in which all pairs are alike: G(n, p), every pair an edge with probability p (Gilbert 1959,
 * "Random graphs"), and G(n, m), every graph of m edges as likely (Erdős and Rényi 1959, "On random graphs I").
 */
import { Prng } from "../../structures/prng.js";
import { checkEdgeCount, type EdgeList, EdgeListBuilder } from "../shared/edge-list.js";
import {
  checkNodeCount,
  type DirectedOption,
  readGeneratorOptions,
  type SeedOption,
} from "../shared/generator-options.js";
import { checkInteger, checkNumber } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";
import { PAIRS_MAX, pairCountOf, pairReader, pickEach, pickSome } from "./random-pairs.js";

/** One of the two has to be given. */
export interface ErdosRenyiOptions extends DirectedOption, SeedOption {
  /** The probability that a pair is an edge. */
  readonly probability?: number;
  /** The number of edges. */
  readonly edgeCount?: number;
}

/**
 * A random graph of `nodeCount` nodes, by the probability of an edge or by the number of edges, without
 * self-loops and parallel edges. If directed, a pair may have an edge either way.
 *
 * Time: O(nodes + edges), for a number of edges O(edges log edges); space: O(edges). Deterministic for a seed.
 *
 * @throws TypeError or RangeError for wrong arguments, or if both or none of the two is given.
 * @example
 * erdosRenyiGraph(1000, { edgeCount: 5000, seed: 7 }).edgeCount; // => 5000
 * erdosRenyiGraph(1000, { probability: 0.01, directed: true });
 */
export function erdosRenyiGraph(nodeCount: number, options: ErdosRenyiOptions): EdgeList {
  checkNodeCount("nodeCount", nodeCount);
  const { directed, seed } = readGeneratorOptions(options, ["probability", "edgeCount", "directed", "seed"]);
  const { probability, edgeCount } = options;
  if ((probability === undefined) === (edgeCount === undefined)) {
    throw new TypeError(
      `"options" expected either "probability" or "edgeCount", got ${edgeCount === undefined ? "neither" : "both"}`,
    );
  }
  const pairCount = pairCountOf(nodeCount, directed);
  checkNumber("pairs of nodes", pairCount, 0, PAIRS_MAX);
  const prng = new Prng(seed);
  const step = stepCounter(options);
  if (probability !== undefined) {
    checkNumber("probability", probability, 0, 1);
    const edges = new EdgeListBuilder(probability * pairCount * 1.1, options);
    const add = pairReader(nodeCount, directed, (u, v) => edges.add(u, v), step);
    pickEach(prng, pairCount, probability, add);
    return edges.finish(directed, nodeCount);
  }
  checkInteger("edgeCount", edgeCount, 0, pairCount);
  checkEdgeCount(edgeCount);
  const edges = new EdgeListBuilder(edgeCount, options);
  const add = pairReader(nodeCount, directed, (u, v) => edges.add(u, v), step);
  for (const index of pickSome(prng, pairCount, edgeCount, step)) add(index);
  return edges.finish(directed, nodeCount);
}
