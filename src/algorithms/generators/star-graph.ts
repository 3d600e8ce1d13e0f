/** The star: node 0 has an edge to every other. */
import { type EdgeList, EdgeListBuilder } from "../shared/edge-list.js";
import { checkNodeCount, type DirectedOption, readGeneratorOptions } from "../shared/generator-options.js";

/**
 * The star of `nodeCount` nodes, its centre included, which is node 0; if directed all edges leave it.
 *
 * Time and space: O(nodes). Deterministic.
 *
 * @throws TypeError or RangeError for wrong arguments.
 * @example
 * starGraph(4).edgeCount; // => 3
 */
export function starGraph(nodeCount: number, options: DirectedOption = {}): EdgeList {
  checkNodeCount("nodeCount", nodeCount);
  const { directed } = readGeneratorOptions(options, ["directed"]);
  const edges = new EdgeListBuilder(nodeCount, options);
  for (let u = 1; u < nodeCount; u++) edges.add(0, u);
  return edges.finish(directed, nodeCount);
}
