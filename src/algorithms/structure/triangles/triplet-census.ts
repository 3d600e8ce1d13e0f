/**
 * The census of all sets of three nodes, by how many edges they have. The undirected kin of the triad census:
 * Milo et al. 2002, "Network motifs: simple building blocks of complex networks".
 */
import type { GraphView } from "../../../view.js";
import { checkRunOptions, checkView } from "../../shared/options.js";
import { runNow, type ThreadOptions } from "../../shared/run.js";
import { triplesOf } from "./transitivity.js";
import { totalOf, triangleCounts } from "./triangles.js";

/** The number of sets of three nodes with no edge, one, two (a path) and three (a triangle). */
export interface TripletCensus {
  readonly empty: number;
  readonly edge: number;
  readonly path: number;
  readonly triangle: number;
}

/**
 * Counts the sets of three nodes of a view by the edges among them.
 *
 * Time: O(edges^1.5); space: O(nodes + edges). Deterministic. The direction of edges, self-loops and parallel edges
 * are ignored; fewer than three nodes give zeros. Counts above 2^53 are rounded.
 *
 * @throws TypeError for wrong options.
 * @example
 * tripletCensus(graph).triangle; // => 1
 */
export function tripletCensus(view: GraphView, options: ThreadOptions = {}): TripletCensus {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const n = csr.nodeCount;
  const { counts, degrees } = runNow(triangleCounts(csr, options), options);
  const triangle = totalOf(counts);
  const path = triplesOf(degrees) - 3 * triangle;
  let ends = 0;
  for (let u = 0; u < n; u++) ends += degrees[u];
  // each edge is in n - 2 sets, a path's two and a triangle's three in the same one
  const edge = n < 2 ? 0 : (ends / 2) * (n - 2) - 2 * path - 3 * triangle;
  const total = n < 3 ? 0 : (n * (n - 1) * (n - 2)) / 6;
  return { empty: total - edge - path - triangle, edge, path, triangle };
}
