/** The balanced tree: every node but the leaves has the same number of children, and all leaves the same depth. */
import { type EdgeList, EdgeListBuilder } from "../shared/edge-list.js";
import { checkNodeCount, type DirectedOption, readGeneratorOptions } from "../shared/generator-options.js";
import { checkInteger } from "../shared/options.js";

/**
 * The tree of a given height whose nodes have `branching` children each. Node 0 is the root, and nodes are
 * numbered level by level; if directed, edges lead from parent to child.
 *
 * Time and space: O(nodes). Deterministic.
 *
 * @param height edges from the root to a leaf; 0 is the root alone.
 * @throws TypeError or RangeError for wrong arguments, or if there are more nodes than ids.
 * @example
 * balancedTree(2, 3).nodeCount; // => 15
 */
export function balancedTree(branching: number, height: number, options: DirectedOption = {}): EdgeList {
  checkNodeCount("branching", branching, 1);
  checkInteger("height", height, 0, 2 ** 32);
  const { directed } = readGeneratorOptions(options, ["directed"]);
  // a path is as deep as it is long
  let nodeCount = branching === 1 ? height + 1 : 1;
  checkNodeCount("nodes of the tree", nodeCount);
  for (let level = 0, width = 1; branching > 1 && level < height; level++) {
    width *= branching;
    nodeCount += width;
    checkNodeCount("nodes of the tree", nodeCount);
  }
  const edges = new EdgeListBuilder(nodeCount, options);
  for (let child = 1; child < nodeCount; child++) edges.add(Math.floor((child - 1) / branching), child);
  return edges.finish(directed, nodeCount);
}
