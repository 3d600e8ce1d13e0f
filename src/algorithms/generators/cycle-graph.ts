/** The cycle: each node has an edge to the next, and the last to the first. */
import { type EdgeList, EdgeListBuilder } from "../shared/edge-list.js";
import { checkNodeCount, type DirectedOption, readGeneratorOptions } from "../shared/generator-options.js";

/**
 * The cycle of `nodeCount` nodes. Of one node it is a self-loop, of two a pair of parallel edges, or of opposite
 * ones if directed.
 *
 * Time and space: O(nodes). Deterministic.
 *
 * @throws TypeError or RangeError for wrong arguments.
 * @example
 * cycleGraph(4).edgeCount; // => 4
 */
export function cycleGraph(nodeCount: number, options: DirectedOption = {}): EdgeList {
  checkNodeCount("nodeCount", nodeCount);
  const { directed } = readGeneratorOptions(options, ["directed"]);
  const edges = new EdgeListBuilder(nodeCount, options);
  for (let u = 0; u < nodeCount; u++) edges.add(u, (u + 1) % nodeCount);
  return edges.finish(directed, nodeCount);
}
