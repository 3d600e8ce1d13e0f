/**
 * Transitivity: how many of all paths of two edges have a third that closes them. Newman, Watts and Strogatz
 * 2002, "Random graph models of social networks".
 */
import type { GraphView } from "../../../view.js";
import { checkRunOptions, checkView } from "../../shared/options.js";
import { runNow, type ThreadOptions } from "../../shared/run.js";
import { totalOf, triangleCounts } from "./triangles.js";

/**
 * Three times the triangles of a view by its connected triples; 0 if it has none.
 *
 * Time: O(edges^1.5); space: O(nodes + edges). Deterministic. The direction of edges, self-loops and parallel edges
 * are ignored.
 *
 * @throws TypeError for wrong options.
 * @example
 * transitivity(graph); // => 0.6
 */
export function transitivity(view: GraphView, options: ThreadOptions = {}): number {
  checkView(view);
  checkRunOptions(options, []);
  const { counts, degrees } = runNow(triangleCounts(view.csr(), options), options);
  const triples = triplesOf(degrees);
  return triples === 0 ? 0 : (3 * totalOf(counts)) / triples;
}

/** The number of pairs of neighbors, over all nodes. */
export function triplesOf(degrees: Uint32Array): number {
  let triples = 0;
  for (let u = 0; u < degrees.length; u++) triples += (degrees[u] * (degrees[u] - 1)) / 2;
  return triples;
}
