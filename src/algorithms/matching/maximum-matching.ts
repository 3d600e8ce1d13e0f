/**
 * The most edges of which no two share a node. Edmonds 1965, "Paths, trees, and flowers": an alternating path between
 * two free nodes adds one edge, and an odd cycle found in the search is shrunk to one node (see blossom-matching.ts).
 * In a bipartite graph there is none: Hopcroft and Karp 1973, "An n^(5/2) algorithm for maximum matchings in
 * bipartite graphs" (see bipartite-matching.ts).
 */
import type { GraphView } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { checkBoolean, checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { twoColoring } from "../shared/two-coloring.js";
import type { Weight } from "../shared/weights/weights.js";
import { bipartiteMatching } from "./bipartite-matching.js";
import { blossomMatching } from "./blossom-matching.js";
import { type Matching, matchingOf, type WeightMatching } from "./matching.js";
import { type MaximumWeightMatchingOptions, maximumWeightMatching } from "./maximum-weight-matching.js";

/**
 * A matching of the most edges, the direction of edges left aside; with `weight` one of the greatest weight, as
 * `maximumWeightMatching` gives it.
 *
 * Time: O(edges * √nodes) if the graph is bipartite, else O(nodes * edges) almost; space: 40 bytes a node, and the
 * arcs of both directions where the graph is directed. Deterministic. An empty graph has the empty matching;
 * self-loops are never taken, of parallel edges the oldest may be; each connected part is matched by itself.
 *
 * @example
 * const { edges, size } = maximumMatching(graph);
 */
export function maximumMatching(
  view: GraphView,
  options: MaximumWeightMatchingOptions & { readonly weight: Weight },
): WeightMatching;
export function maximumMatching(view: GraphView, options?: RunOptions): Matching;
export function maximumMatching(view: GraphView, options: MaximumWeightMatchingOptions = {}): Matching {
  checkView(view);
  checkRunOptions(options, ["weight", "maxCardinality"]);
  const { weight, maxCardinality = true } = options;
  if (weight !== undefined) return maximumWeightMatching(view, options);
  checkBoolean("maxCardinality", maxCardinality);
  const csr = view.csr();
  const tick = watch(options, csr.nodeCount);
  const arcs = arcsOf(csr, "both");
  const { colors, oddCycle } = twoColoring(csr);
  const mates =
    oddCycle === undefined
      ? bipartiteMatching(arcs, csr.nodeCount, colors, tick)
      : blossomMatching(arcs, csr.nodeCount, tick);
  tick(csr.nodeCount);
  return matchingOf(csr, mates);
}
