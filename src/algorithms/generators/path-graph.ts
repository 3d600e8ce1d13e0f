/** The path: each node has an edge to the next. */
import { type EdgeList, EdgeListBuilder } from "../shared/edge-list.js";
import { checkNodeCount, type DirectedOption, readGeneratorOptions } from "../shared/generator-options.js";

/**
 * The path of `nodeCount` nodes, 0 to 1 to 2 and so on.
 *
 * Time and space: O(nodes). Deterministic.
 *
 * @throws TypeError or RangeError for wrong arguments.
 * @example
 * pathGraph(4).edgeCount; // => 3
 */
export function pathGraph(nodeCount: number, options: DirectedOption = {}): EdgeList {
  checkNodeCount("nodeCount", nodeCount);
  const { directed } = readGeneratorOptions(options, ["directed"]);
  const edges = new EdgeListBuilder(nodeCount, options);
  for (let u = 1; u < nodeCount; u++) edges.add(u - 1, u);
  return edges.finish(directed, nodeCount);
}
