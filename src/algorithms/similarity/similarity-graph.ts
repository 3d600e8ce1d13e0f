/** The k nearest neighbors of each node by the vectors of an attribute, as a list of edges. */
import type { GraphView } from "../../view.js";
import { checkInteger, checkRunOptions, checkView, type RunOptions } from "../shared/options.js";

/** Options of `similarityGraph`. */
export interface SimilarityGraphOptions extends RunOptions {
  /** The number of neighbors of each node. Defaults to 10. */
  readonly limit?: number;
  /** How vectors are compared. Defaults to the metric of the attribute's index, or "cosine". */
  readonly metric?: "cosine" | "dot" | "euclidean";
  /** Pairs with a lower score are left out. Defaults to none. */
  readonly minScore?: number;
  /** Whether some neighbors may be missed for speed, as by `nearest`. Defaults to false. */
  readonly approximate?: boolean;
}

/** Edges from each node to those nearest to it: of one node side by side, best first; nodes in the order of their ids. */
export interface SimilarityEdges {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Greater is better; of euclidean distances the negative. */
  readonly scores: Float64Array;
  /** The number of edges. */
  readonly count: number;
}

/** So many nodes are searched for at a time. */
const BATCH_NODE_COUNT = 256;

/**
 * Joins each node with the nodes whose vectors are nearest to its own: a list of edges, to be added to a graph or to be
 * filtered. Nodes without a vector, and under `cosine` those with a zero vector, have no edges.
 *
 * Time: O(nodes² times dimensions), a quarter of the bytes read with an index of kind `vector`; space: O(nodes times
 * limit). Deterministic: of equal scores the smaller id comes first. Edges of the view do not count, and no node is a
 * neighbor of its own; an empty graph has no edges.
 *
 * @param attribute of type `vector<float32, n>`.
 * @throws GroggyError UNKNOWN_ATTRIBUTE, TypeError or RangeError for an attribute without vectors and for wrong options;
 *   the reason of `signal`.
 * @example
 * const near = new Graph();
 * near.addNodes(3, { attributes: { at: [Float32Array.of(0, 0), Float32Array.of(0, 2), Float32Array.of(1, 0)] } });
 * const similar = similarityGraph(near, "at", { limit: 1, metric: "euclidean" });
 * near.addEdges(similar.sources, similar.targets, { type: "NEAR", attributes: { score: similar.scores } });
 * [...similar.targets]; // => [ 2, 0, 0 ]
 */
export function similarityGraph(
  view: GraphView,
  attribute: string,
  options: SimilarityGraphOptions = {},
): SimilarityEdges {
  checkView(view);
  checkRunOptions(options, ["limit", "metric", "minScore", "approximate"]);
  const { limit = 10, metric, minScore, approximate, signal, onProgress } = options;
  checkInteger("limit", limit, 0);
  const { nodes } = view;
  const ids = nodes.ids();
  const search = { limit: limit + 1, metric, minScore, approximate, signal };
  const sources: number[] = [];
  const targets: number[] = [];
  const scores: number[] = [];
  // checks the attribute and the options of an empty graph too
  nodes.nearestMany(attribute, nodes.select([]), search);
  for (let first = 0; first < ids.length; first += BATCH_NODE_COUNT) {
    const batch = ids.subarray(first, first + BATCH_NODE_COUNT);
    nodes.nearestMany(attribute, nodes.select(batch.slice()), search).forEach((ranking, i) => {
      let left = limit;
      for (let k = 0; k < ranking.count && left > 0; k++) {
        if (ranking.ids[k] === batch[i]) continue;
        sources.push(batch[i]);
        targets.push(ranking.ids[k]);
        scores.push(ranking.scores[k]);
        left--;
      }
    });
    onProgress?.({ done: Math.min(first + BATCH_NODE_COUNT, ids.length), total: ids.length });
  }
  return {
    sources: Uint32Array.from(sources),
    targets: Uint32Array.from(targets),
    scores: Float64Array.from(scores),
    count: sources.length,
  };
}
