/**
 * Light edges that join given nodes, no more than twice as heavy as the lightest there are. Mehlhorn 1988, "A faster
 * approximation algorithm for the Steiner problem in graphs": each node goes to the nearest terminal, and the
 * lightest ways between neighbors make a spanning tree of the terminals.
 */
import { DisjointSet } from "../../structures/disjoint-set.js";
import type { GraphView, NodeId } from "../../view.js";
import { dijkstraTree } from "../paths/dijkstra.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { endsOf } from "../shared/arcs/edge-ends.js";
import { indicesOfNodes } from "../shared/nodes.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { inCommonUnit } from "../shared/weights/common-unit.js";
import { edgesByWeight } from "../shared/weights/edge-ranks.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";
import type { SpanningForest } from "./minimum-spanning-forest.js";

export interface SteinerTreeOptions extends RunOptions {
  /** The weights of edges, 0 or more: an attribute's name or an array. Defaults to 1 each. */
  readonly weight?: Weight;
}

/**
 * Edges that join all terminals, and weigh at most twice as much as need be, the direction of edges left aside.
 * Terminals of different connected parts are joined part by part.
 *
 * Time: O((nodes + edges) log nodes); space: 60 bytes a node and 40 an edge. Deterministic. With less than two
 * terminals, as in an empty graph, there are no edges; self-loops are never taken, of parallel edges the lightest
 * may be. `weight` is Infinity where it exceeds 1.8e308.
 *
 * @throws GroggyError NODE_NOT_FOUND if a terminal is not in the view; RangeError for a weight that is negative,
 *   infinite or NaN.
 * @example
 * const { edges, weight } = steinerTree(graph, [paris, rome, vienna], { weight: "km" });
 */
export function steinerTree(
  view: GraphView,
  terminals: Iterable<NodeId>,
  options: SteinerTreeOptions = {},
): SpanningForest {
  checkView(view);
  checkRunOptions(options, ["weight"]);
  const csr = view.csr();
  const { nodeCount, edgeCount } = csr;
  const weights = weightsOf(view, options.weight, { min: 0, max: Number.MAX_VALUE });
  const roots = indicesOfNodes(view, csr, terminals, "terminals");
  const tick = watch(options, nodeCount);
  const arcs = arcsOf(csr, "both");
  const values = weights && inCommonUnit(weights, 2 * nodeCount + 1).values;
  const near = dijkstraTree(csr, arcs, values, roots, { tick });
  const { sources, targets } = endsOf(view, csr);
  const weightOf = (edge: number) => (weights === undefined ? 1 : weights[edge]);
  // the nearest terminal of each node, and how long the way over each edge from one terminal to another is
  const regions = regionsOf(near.predecessors);
  const ways = new Float64Array(edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    ways[edge] =
      near.distances[sources[edge]] +
      (values === undefined ? 1 : values[edge]) +
      near.distances[targets[edge]];
  }
  const isTaken = new Uint8Array(edgeCount);
  const connected = new DisjointSet(nodeCount);
  for (const edge of edgesByWeight(edgeCount, ways)) {
    if (ways[edge] === Infinity) break;
    if (!connected.union(regions[sources[edge]], regions[targets[edge]])) continue;
    isTaken[edge] = 1;
    for (let at of [sources[edge], targets[edge]]) {
      for (; near.predecessors[at] >= 0 && isTaken[near.edges[at]] === 0; at = near.predecessors[at]) {
        isTaken[near.edges[at]] = 1;
      }
    }
  }
  tick(nodeCount);
  // ways lie on the trees of their regions and meet nowhere else, so they close no cycle and end in terminals
  const edges = csr.edgeIds.filter((_, edge) => isTaken[edge] === 1);
  let weight = 0;
  for (let edge = 0; edge < edgeCount; edge++) if (isTaken[edge] === 1) weight += weightOf(edge);
  return { edges, weight };
}

/** The root of the tree that each node is in. */
function regionsOf(predecessors: Int32Array): Uint32Array {
  const regions = new Int32Array(predecessors.length).fill(-1);
  const path: number[] = [];
  for (let start = 0; start < predecessors.length; start++) {
    let at = start;
    for (; regions[at] < 0 && predecessors[at] >= 0; at = predecessors[at]) path.push(at);
    const root = regions[at] < 0 ? at : regions[at];
    regions[at] = root;
    for (let u = path.pop(); u !== undefined; u = path.pop()) regions[u] = root;
  }
  return Uint32Array.from(regions);
}
