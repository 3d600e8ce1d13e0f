/**
 * Common neighbors: how many two nodes share. Newman 2001, "Clustering and preferential attachment in growing
 * networks".
 */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type PairOptions, type PairScores, scorePairs } from "./pair-scores.js";

/**
 * Scores pairs of nodes by how many neighbors they share.
 *
 * Time: O(sum of the squares of degrees) for all pairs, O(degrees of the neighbors) for one; space: O(nodes + edges +
 * pairs). Deterministic. Self-loops are ignored, parallel edges count once; an empty graph has no pairs.
 *
 * @throws GroggyError NODE_NOT_FOUND for a pair of nodes that are not in the view, TypeError or RangeError for wrong
 *   options.
 * @example
 * [...commonNeighbors(graph, { pairs: [[0, 1]] }).values]; // => [ 1 ]
 * commonNeighbors(graph, { threshold: 0.5 }).length;
 */
export function commonNeighbors(view: GraphView, options: PairOptions = {}): PairScores {
  checkView(view);
  return scorePairs(view, options, {
    shareOf: () => 1,
    scoreOf: (sum) => sum,
  });
}
