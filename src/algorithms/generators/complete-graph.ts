/** The complete graph: every pair of nodes has an edge. */
import { checkEdgeCount, type EdgeList, EdgeListBuilder } from "../shared/edge-list.js";
import { checkNodeCount, type DirectedOption, readGeneratorOptions } from "../shared/generator-options.js";

/**
 * The complete graph of `nodeCount` nodes, without self-loops; if directed with an edge either way.
 *
 * Time and space: O(edges). Deterministic.
 *
 * @throws TypeError or RangeError for wrong arguments, LimitError if there are more edges than ids.
 * @example
 * completeGraph(4).edgeCount; // => 6
 */
export function completeGraph(nodeCount: number, options: DirectedOption = {}): EdgeList {
  checkNodeCount("nodeCount", nodeCount);
  const { directed } = readGeneratorOptions(options, ["directed"]);
  const edgeCount = (nodeCount * (nodeCount - 1)) / (directed ? 1 : 2);
  checkEdgeCount(edgeCount);
  const edges = new EdgeListBuilder(edgeCount, options);
  for (let u = 0; u < nodeCount; u++) {
    for (let v = directed ? 0 : u + 1; v < nodeCount; v++) if (u !== v) edges.add(u, v);
  }
  return edges.finish(directed, nodeCount);
}
