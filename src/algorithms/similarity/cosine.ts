/**
 * Cosine similarity: the cosine of the angle between two nodes' rows of the adjacency matrix. Salton and McGill
 * 1983, "Introduction to modern information retrieval".
 */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type PairOptions, type PairScores, scorePairs } from "./pair-scores.js";

/**
 * Scores pairs of nodes by how many neighbors they share, divided by the geometric mean of how many each has: 0 to 1;
 * 0 if one has none.
 *
 * Time: O(sum of the squares of degrees) for all pairs, O(degrees of the neighbors) for one; space: O(nodes + edges +
 * pairs). Deterministic. Self-loops are ignored, parallel edges count once; an empty graph has no pairs.
 *
 * @throws GroggyError NODE_NOT_FOUND for a pair of nodes that are not in the view, TypeError or RangeError for wrong
 *   options.
 * @example
 * [...cosine(graph, { pairs: [[0, 1]] }).values]; // => [ 0.7071067811865475 ]
 * cosine(graph, { threshold: 0.5 }).length;
 */
export function cosine(view: GraphView, options: PairOptions = {}): PairScores {
  checkView(view);
  return scorePairs(view, options, {
    shareOf: () => 1,
    scoreOf: (sum, countU, countV) => (sum === 0 ? 0 : sum / Math.sqrt(countU * countV)),
  });
}
