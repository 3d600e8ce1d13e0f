/**
 * Overlap coefficient: the share of the neighbors of the node that has fewer that both have. Szymkiewicz 1934 and
 * Simpson 1943, "Mammals and the nature of continents".
 */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type PairOptions, type PairScores, scorePairs } from "./pair-scores.js";

/**
 * Scores pairs of nodes by how many neighbors they share, divided by how many the one with fewer has: 0 to 1; 0 if
 * one has none.
 *
 * Time: O(sum of the squares of degrees) for all pairs, O(degrees of the neighbors) for one; space: O(nodes + edges +
 * pairs). Deterministic. Self-loops are ignored, parallel edges count once; an empty graph has no pairs.
 *
 * @throws GroggyError NODE_NOT_FOUND for a pair of nodes that are not in the view, TypeError or RangeError for wrong
 *   options.
 * @example
 * [...overlap(graph, { pairs: [[0, 1]] }).values]; // => [ 1 ]
 * overlap(graph, { threshold: 0.5 }).length;
 */
export function overlap(view: GraphView, options: PairOptions = {}): PairScores {
  checkView(view);
  return scorePairs(view, options, {
    shareOf: () => 1,
    scoreOf: (sum, countU, countV) => (sum === 0 ? 0 : sum / Math.min(countU, countV)),
  });
}
