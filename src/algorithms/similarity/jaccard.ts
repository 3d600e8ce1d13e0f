/**
 * Jaccard similarity: the share of the neighbors of either of two nodes that both have. Jaccard 1901, "Étude
 * comparative de la distribution florale".
 */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type PairOptions, type PairScores, scorePairs } from "./pair-scores.js";

/**
 * Scores pairs of nodes by how many neighbors they share of those that either has: 0 to 1; 0 if neither has any.
 *
 * Time: O(sum of the squares of degrees) for all pairs, O(degrees of the neighbors) for one; space: O(nodes + edges +
 * pairs). Deterministic. Self-loops are ignored, parallel edges count once; an empty graph has no pairs.
 *
 * @throws GroggyError NODE_NOT_FOUND for a pair of nodes that are not in the view, TypeError or RangeError for wrong
 *   options.
 * @example
 * [...jaccard(graph, { pairs: [[0, 1]] }).values]; // => [ 0.5 ]
 * jaccard(graph, { threshold: 0.5 }).length;
 */
export function jaccard(view: GraphView, options: PairOptions = {}): PairScores {
  checkView(view);
  return scorePairs(view, options, {
    shareOf: () => 1,
    scoreOf: (sum, countU, countV) => (sum === 0 ? 0 : sum / (countU + countV - sum)),
  });
}
