/**
 * Preferential attachment: nodes with many neighbors are more likely to be connected. Barabási et al. 2002,
 * "Evolution of the social network of scientific collaborations"; Newman 2001.
 */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type PairOptions, type PairScores, scorePairs } from "./pair-scores.js";

/**
 * Scores pairs of nodes by the product of how many neighbors each has.
 *
 * Time: O(nodes²) for all pairs, O(nodes) for one; space: O(nodes + edges + pairs). Deterministic. Self-loops are
 * ignored, parallel edges count once; an empty graph has no pairs.
 *
 * @throws GroggyError NODE_NOT_FOUND for a pair of nodes that are not in the view, TypeError or RangeError for wrong
 *   options.
 * @example
 * [...preferentialAttachment(graph, { pairs: [[0, 1]] }).values]; // => [ 2 ]
 * preferentialAttachment(graph, { threshold: 0.5 }).length;
 */
export function preferentialAttachment(view: GraphView, options: PairOptions = {}): PairScores {
  checkView(view);
  return scorePairs(view, options, {
    shareOf: () => 0,
    scoreOf: (_, countU, countV) => countU * countV,
    needsNone: true,
  });
}
