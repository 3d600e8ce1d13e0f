/**
 * Weights of any sign made 0 and more by a potential for each node, as Johnson 1977, "Efficient algorithms for shortest
 * paths in sparse networks": the distances of Bellman and Ford's algorithm from everywhere at once.
 */

import type { Arcs } from "../shared/arcs/direction.js";
import type { UnitWeights } from "../shared/weights/common-unit.js";
import { type BellmanFordTree, bellmanFordTree } from "./bellman-ford.js";

/** A potential for each node under which no arc of less weight than Infinity weighs less than 0; or a negative cycle. */
export function potentialsOf(
  nodeCount: number,
  arcs: Arcs,
  unit: UnitWeights | undefined,
  look: () => void,
): BellmanFordTree {
  const everyNode = Uint32Array.from({ length: nodeCount }, (_, i) => i);
  return bellmanFordTree(nodeCount, arcs, unit, everyNode, look);
}

/** For each arc, by its place, what is left of its weight. */
export function shiftedWeights(
  { offsets, ends, edges }: Arcs,
  weights: Float64Array,
  potentials: Float64Array,
): Float64Array {
  const shifted = new Float64Array(edges.length);
  for (let u = 0; u + 1 < offsets.length; u++) {
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      // rounding may leave a trace below 0
      shifted[arc] = Math.max(0, weights[edges[arc]] + potentials[u] - potentials[ends[arc]]);
    }
  }
  return shifted;
}
