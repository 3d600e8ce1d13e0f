/**
 * Transitivity: how many of all paths of two edges have a third that closes them. Newman, Watts and Strogatz
 * 2002, "Random graph models of social networks".
 */
import type { GraphView } from "../view.js";
import { checkOptions, type RunOptions } from "./options.js";
import { orient } from "./oriented.js";
import { watch } from "./progress.js";
import { countTriangles } from "./triangles.js";

/**
 * Three times the triangles of a view by its connected triples; 0 if it has none.
 *
 * Time: O(edges^1.5); space: O(nodes + edges). Deterministic. The direction of edges, self-loops and parallel
 * edges are left aside.
 *
 * @throws TypeError for wrong options.
 * @example
 * transitivity(graph); // => 0.6
 */
export function transitivity(view: GraphView, options: RunOptions = {}): number {
  checkOptions(options);
  const oriented = orient(view.csr());
  const { offsets } = oriented.simple;
  let triples = 0;
  for (let u = 0; u + 1 < offsets.length; u++) {
    const degree = offsets[u + 1] - offsets[u];
    triples += (degree * (degree - 1)) / 2;
  }
  return triples === 0
    ? 0
    : (3 * countTriangles(oriented, new Float64Array(view.nodeCount), watch(options, view.nodeCount))) /
        triples;
}
