/**
 * The lightest edges whose removal disconnects a graph. Stoer and Wagner 1997, "A simple min-cut algorithm": if
 * always the most tightly connected node is added next, the last one is best cut off from the others; then the last
 * two are merged, and so on.
 */
import { IndexHeap } from "../../structures/index-heap.js";
import type { GraphView } from "../../view.js";
import { endsOf } from "../shared/arcs/edge-ends.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { inCommonUnit } from "../shared/weights/common-unit.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";
import type { Cut } from "./minimum-cut.js";

export interface GlobalMinimumCutOptions extends RunOptions {
  /** The weights of edges, 0 or more: an attribute's name or an array. Defaults to 1 each. */
  readonly weight?: Weight;
}

/**
 * A cut of the least value between any two sides, the direction of edges left aside; undefined if there are fewer than
 * two nodes. `nodes` are those on the side without the smallest id.
 *
 * Time: O(nodes * edges * log nodes); space: some 100 bytes a node and an edge. Deterministic. Self-loops are never
 * cut, parallel edges are together. A disconnected graph has a cut of value 0; an empty graph has none. Weights that are
 * decimals of some 15 digits together are added exactly. `value` is Infinity where it exceeds 1.8e308.
 *
 * @throws RangeError for a weight that is negative, infinite or NaN.
 * @example
 * const cut = globalMinimumCut(graph, { weight: "weight" });
 */
export function globalMinimumCut(view: GraphView, options: GlobalMinimumCutOptions = {}): Cut | undefined {
  checkView(view);
  checkRunOptions(options, ["weight"]);
  const csr = view.csr();
  const { nodeCount } = csr;
  const weights = weightsOf(view, options.weight, { min: 0, max: Number.MAX_VALUE });
  const tick = watch(options, nodeCount);
  if (nodeCount < 2) return undefined;
  const { sources, targets } = endsOf(view, csr);
  const unit = weights && inCommonUnit(weights, 2 * csr.edgeCount + 2);
  const weightOf = (edge: number) => (unit === undefined ? 1 : unit.values[edge]);
  const neighbors = Array.from({ length: nodeCount }, () => new Map<number, number>());
  const join = (u: number, v: number, weight: number) => {
    neighbors[u].set(v, (neighbors[u].get(v) ?? 0) + weight);
    neighbors[v].set(u, (neighbors[v].get(u) ?? 0) + weight);
  };
  for (let edge = 0; edge < csr.edgeCount; edge++) {
    if (sources[edge] !== targets[edge]) join(sources[edge], targets[edge], weightOf(edge));
  }
  // the nodes merged into each node, itself included
  const members = neighbors.map((_, i) => [i]);
  const heap = new IndexHeap(nodeCount);
  let left = Array.from({ length: nodeCount }, (_, i) => i);
  let least = Infinity;
  let side: number[] = [];
  while (left.length > 1) {
    tick(nodeCount - left.length);
    const { last, before, value } = addByWeight(left, neighbors, heap);
    if (value < least) {
      least = value;
      side = members[last].slice();
    }
    for (const [other, weight] of neighbors[last]) {
      neighbors[other].delete(last);
      if (other !== before) join(before, other, weight);
    }
    neighbors[last].clear();
    for (const member of members[last]) members[before].push(member);
    left = left.filter((u) => u !== last);
  }
  tick(nodeCount);
  const isAside = new Uint8Array(nodeCount);
  for (const u of side) isAside[u] = 1;
  const aside = isAside[0] === 1 ? 0 : 1;
  // summed again, in the order of the edges
  let value = 0;
  const edges = csr.edgeIds.filter((_, edge) => {
    if (isAside[sources[edge]] === isAside[targets[edge]]) return false;
    value += weightOf(edge);
    return true;
  });
  value = unit === undefined ? value : unit.toCaller(value);
  return { value, edges, nodes: csr.nodeIds.filter((_, i) => isAside[i] === aside) };
}

/**
 * Adds node after node, always the one most tightly connected to those before. Returns the last two, and the weight
 * of the last.
 */
function addByWeight(
  nodes: readonly number[],
  neighbors: readonly Map<number, number>[],
  heap: IndexHeap,
): { last: number; before: number; value: number } {
  heap.clear(nodes);
  for (const u of nodes) heap.lower(u, 0);
  let [before, last, value] = [-1, -1, 0];
  while (heap.size > 0) {
    before = last;
    last = heap.pop();
    // the heaviest has the least key
    value = -heap.keys[last];
    for (const [other, weight] of neighbors[last]) {
      if (!heap.isDone(other)) heap.lower(other, heap.keys[other] - weight);
    }
  }
  return { last, before, value };
}
