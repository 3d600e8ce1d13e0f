/** Distances from one node after another, for measures that need them all: breadth-first, or Dijkstra 1959. */
import { IndexHeap } from "../../structures/index-heap.js";
import type { Direction, GraphView } from "../../view.js";
import { type Arcs, arcsOf } from "../shared/arcs/direction.js";
import type { RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { inCommonUnit, type UnitWeights } from "../shared/weights/common-unit.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";

/** Calls `visit` with each node reached from a source, the source first, nearest first, and its distance. */
export type DistanceSearch = (source: number, visit: (node: number, distance: number) => void) => void;

/** A search over arcs, whose weights (if any) are not negative. Space: 8 bytes a node, 20 with weights. */
export function distanceSearch(
  arcs: Arcs,
  weights: Float64Array | undefined,
  nodeCount: number,
): DistanceSearch {
  return weights === undefined ? byHops(arcs, nodeCount) : byWeight(arcs, weights, nodeCount);
}

function byHops({ offsets, ends }: Arcs, nodeCount: number): DistanceSearch {
  const distances = new Int32Array(nodeCount).fill(-1);
  const queue = new Uint32Array(nodeCount);
  return (source, visit) => {
    let tail = 1;
    queue[0] = source;
    distances[source] = 0;
    for (let head = 0; head < tail; head++) {
      const u = queue[head];
      const distance = distances[u];
      visit(u, distance);
      const last = offsets[u + 1];
      for (let arc = offsets[u]; arc < last; arc++) {
        const v = ends[arc];
        if (distances[v] >= 0) continue;
        distances[v] = distance + 1;
        queue[tail++] = v;
      }
    }
    for (let i = 0; i < tail; i++) distances[queue[i]] = -1;
  };
}

function byWeight({ offsets, ends, edges }: Arcs, weights: Float64Array, nodeCount: number): DistanceSearch {
  const heap = new IndexHeap(nodeCount);
  const reached = new Uint32Array(nodeCount);
  return (source, visit) => {
    let count = 0;
    heap.lower(source, 0);
    while (heap.size > 0) {
      const u = heap.pop();
      const distance = heap.keys[u];
      reached[count++] = u;
      visit(u, distance);
      const last = offsets[u + 1];
      for (let arc = offsets[u]; arc < last; arc++) {
        const v = ends[arc];
        if (!heap.isDone(v)) heap.lower(v, distance + weights[edges[arc]]);
      }
    }
    heap.clear(reached.subarray(0, count));
  };
}

/** Options of a measure that searches from each node. */
export interface DistanceOptions extends RunOptions {
  readonly weight?: Weight;
  readonly direction?: Direction;
}

/**
 * A value for each node, made of its distances, which are in the caller's unit times what `unit` says.
 *
 * @param weightCountOf how many weights a sum has at most, which must stay exact, by the number of nodes.
 */
export function valuesOfDistances(
  view: GraphView,
  options: DistanceOptions,
  weightCountOf: (nodeCount: number) => number,
  toValue: (
    eachDistance: (visit: (distance: number) => void) => void,
    unit: UnitWeights | undefined,
    nodeCount: number,
  ) => number,
): Result<Float64Array> {
  const { weight, direction = "in" } = options;
  const csr = view.csr();
  const { nodeCount } = csr;
  const weights = weightsOf(view, weight, { min: 0, max: Number.MAX_VALUE });
  const unit = weights && inCommonUnit(weights, weightCountOf(nodeCount));
  const search = distanceSearch(arcsOf(csr, direction), unit?.values, nodeCount);
  const tick = watch(options, nodeCount);
  const values = new Float64Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) {
    values[u] = toValue((visit) => search(u, (_, distance) => visit(distance)), unit, nodeCount);
    tick(u + 1);
  }
  return new Result(csr.nodeIds, values);
}
