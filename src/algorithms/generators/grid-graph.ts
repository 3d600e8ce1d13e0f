/** The grid: nodes in rows and columns, each with an edge to the next in its row and in its column. */
import { checkEdgeCount, type EdgeList, EdgeListBuilder } from "../shared/edge-list.js";
import { checkNodeCount, type DirectedOption, readGeneratorOptions } from "../shared/generator-options.js";
import { checkBoolean } from "../shared/options.js";

export interface GridOptions extends DirectedOption {
  /** Whether rows and columns close to rings. Defaults to false. Needs three of either for that. */
  readonly periodic?: boolean;
}

/**
 * The grid of `rowCount` by `columnCount` nodes; node `row * columnCount + column` is where the two meet. If
 * directed, edges lead down and to the right.
 *
 * Time and space: O(nodes). Deterministic.
 *
 * @throws TypeError or RangeError for wrong arguments.
 * @example
 * gridGraph(2, 3).edgeCount; // => 7
 */
export function gridGraph(rowCount: number, columnCount: number, options: GridOptions = {}): EdgeList {
  checkNodeCount("rowCount", rowCount);
  checkNodeCount("columnCount", columnCount);
  const { directed } = readGeneratorOptions(options, ["periodic", "directed"]);
  const { periodic = false } = options;
  checkBoolean("periodic", periodic);
  const nodeCount = rowCount * columnCount;
  checkNodeCount("rowCount * columnCount", nodeCount);
  checkEdgeCount(2 * nodeCount);
  const edges = new EdgeListBuilder(2 * nodeCount, options);
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < columnCount; column++) {
      const node = row * columnCount + column;
      if (column + 1 < columnCount) edges.add(node, node + 1);
      else if (periodic && columnCount > 2) edges.add(node, node + 1 - columnCount);
      if (row + 1 < rowCount) edges.add(node, node + columnCount);
      else if (periodic && rowCount > 2) edges.add(node, column);
    }
  }
  return edges.finish(directed, nodeCount);
}
