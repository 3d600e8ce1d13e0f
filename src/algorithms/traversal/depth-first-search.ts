/**
 * Depth-first search: each node's arcs are followed as deep as they lead before its next arc is. Tarjan 1972,
 * "Depth-first search and linear graph algorithms"; with a stack of its own, so that depth has no limit.
 */
import type { GraphView, NodeId } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { idsOf, indicesOfNodes } from "../shared/nodes.js";
import { checkFunction, checkInteger, checkRunOptions, checkView } from "../shared/options.js";
import { predecessorResult } from "../shared/predecessors.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import type { SearchOptions, SearchTree } from "./breadth-first-search.js";

/** The result of a depth-first search; `order` is that of first visits. */
export interface DepthFirstTree extends SearchTree {
  /** The ids of the nodes found, each after all that was found from it. Ended early, it lacks those left open. */
  readonly postorder: Uint32Array;
}

/**
 * Searches a view depth first from one node or several, one after the other. Arcs of a node are followed in the
 * order of their edges' ids. With `maxDepth` it finds what is in reach of the tree it walks, which may be less
 * than a breadth-first search finds at that depth.
 *
 * Time: linear in the nodes and arcs reached, beside the frozen graph; space: 20 bytes a node. Deterministic.
 * Self-loops and parallel edges change nothing; what no source leads to is not found. An empty graph may be
 * searched from no source.
 *
 * @throws GroggyError NODE_NOT_FOUND if a source is not in the view.
 * @example
 * const { order, postorder } = depthFirstSearch(graph, ada);
 */
export function depthFirstSearch(
  view: GraphView,
  sources: NodeId | Iterable<NodeId>,
  options: SearchOptions = {},
): DepthFirstTree {
  checkView(view);
  checkRunOptions(options, ["direction", "maxDepth", "visit"]);
  const { direction = "out", maxDepth = Number.MAX_SAFE_INTEGER, visit } = options;
  if (visit !== undefined) checkFunction("visit", visit);
  if (maxDepth !== Infinity) checkInteger("maxDepth", maxDepth, 0);
  const csr = view.csr();
  const { nodeIds, nodeCount } = csr;
  const { offsets, ends } = arcsOf(csr, direction);
  const tick = watch(options, nodeCount);
  const depths = new Int32Array(nodeCount).fill(-1);
  const predecessors = new Int32Array(nodeCount).fill(-1);
  const next = new Uint32Array(nodeCount);
  const order = new Uint32Array(nodeCount);
  const postorder = new Uint32Array(nodeCount);
  let found = 0;
  let left = 0;
  let goesOn = true;
  const find = (index: number, from: number, depth: number): void => {
    depths[index] = depth;
    predecessors[index] = from;
    next[index] = offsets[index];
    order[found++] = index;
    if ((found & 0xffff) === 0) tick(found);
    if (visit !== undefined)
      goesOn = visit(nodeIds[index], depth, from < 0 ? undefined : nodeIds[from]) !== false;
  };
  for (const source of indicesOfNodes(view, csr, sources, "sources")) {
    if (depths[source] >= 0) continue;
    find(source, -1, 0);
    // the way back is in the predecessors, so they are the stack
    for (let u = source; u >= 0 && goesOn; ) {
      const arc = depths[u] < maxDepth ? next[u]++ : offsets[u + 1];
      if (arc >= offsets[u + 1]) {
        postorder[left++] = u;
        u = predecessors[u];
      } else if (depths[ends[arc]] < 0) {
        find(ends[arc], u, depths[u] + 1);
        u = ends[arc];
      }
    }
    if (!goesOn) break;
  }
  tick(nodeCount);
  return {
    order: idsOf(nodeIds, order.subarray(0, found)),
    postorder: idsOf(nodeIds, postorder.subarray(0, left)),
    depths: new Result(nodeIds, depths),
    predecessors: predecessorResult(csr, predecessors),
  };
}
