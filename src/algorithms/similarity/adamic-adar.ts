/**
 * The Adamic-Adar index: shared neighbors, those that few share counting for more. Adamic and Adar 2003, "Friends and
 * neighbors on the Web".
 */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type PairOptions, type PairScores, scorePairs } from "./pair-scores.js";

/**
 * Scores pairs of nodes by the sum, over the neighbors they share, of one over the logarithm of how many nodes have
 * that neighbor. One that a single node has adds nothing to the score of that node with itself.
 *
 * Time: O(sum of the squares of degrees) for all pairs, O(degrees of the neighbors) for one; space: O(nodes + edges +
 * pairs). Deterministic. Self-loops are ignored, parallel edges count once; an empty graph has no pairs.
 *
 * @throws GroggyError NODE_NOT_FOUND for a pair of nodes that are not in the view, TypeError or RangeError for wrong
 *   options.
 * @example
 * [...adamicAdar(graph, { pairs: [[0, 1]] }).values]; // => [ 1.4426950408889634 ]
 * adamicAdar(graph, { threshold: 0.5 }).length;
 */
export function adamicAdar(view: GraphView, options: PairOptions = {}): PairScores {
  checkView(view);
  return scorePairs(view, options, {
    shareOf: (count) => (count < 2 ? 0 : 1 / Math.log(count)),
    scoreOf: (sum) => sum,
    isSum: true,
  });
}
