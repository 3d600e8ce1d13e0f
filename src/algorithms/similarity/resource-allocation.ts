/**
 * The resource allocation index: shared neighbors, each counting one over its degree. Zhou, Lü and Zhang 2009,
 * "Predicting missing links via local information".
 */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type PairOptions, type PairScores, scorePairs } from "./pair-scores.js";

/**
 * Scores pairs of nodes by the sum, over the neighbors they share, of one over how many nodes have that neighbor.
 *
 * Time: O(sum of the squares of degrees) for all pairs, O(degrees of the neighbors) for one; space: O(nodes + edges +
 * pairs). Deterministic. Self-loops are ignored, parallel edges count once; an empty graph has no pairs.
 *
 * @throws GroggyError NODE_NOT_FOUND for a pair of nodes that are not in the view, TypeError or RangeError for wrong
 *   options.
 * @example
 * [...resourceAllocation(graph, { pairs: [[0, 1]] }).values]; // => [ 0.5 ]
 * resourceAllocation(graph, { threshold: 0.5 }).length;
 */
export function resourceAllocation(view: GraphView, options: PairOptions = {}): PairScores {
  checkView(view);
  return scorePairs(view, options, {
    shareOf: (count) => 1 / count,
    scoreOf: (sum) => sum,
    isSum: true,
  });
}
