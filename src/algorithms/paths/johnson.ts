/**
 * Distances between all pairs of nodes over weights of any sign, for graphs with few edges. Johnson 1977,
 * "Efficient algorithms for shortest paths in sparse networks": Bellman and Ford's algorithm once, to shift the
 * weights to 0 and more, then Dijkstra's from each node.
 */
import { GroggyError } from "../../errors.js";
import { IndexHeap } from "../../structures/index-heap.js";
import type { Csr, GraphView } from "../../view.js";
import { type Arcs, arcsOf } from "../shared/arcs/direction.js";
import { DistanceMatrix } from "../shared/distance-matrix.js";
import { idsOf } from "../shared/nodes.js";
import { checkRunOptions, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { distanceOf, inCommonUnit, type UnitWeights } from "../shared/weights/common-unit.js";
import { weightsOf } from "../shared/weights/weights.js";
import { distanceSearch } from "./distances.js";
import type { AllPairsOptions } from "./floyd-warshall.js";
import { potentialsOf, shiftedWeights } from "./shifted-weights.js";

/**
 * The distance from each node to each, weights of any sign allowed, but no negative cycles.
 *
 * Time: O(nodes * arcs * log nodes); space: 8 bytes a pair of nodes, which is the result, and 8 an arc. Deterministic.
 * An empty graph gives an empty matrix. Self-loops change nothing, of parallel edges the lightest counts; between parts
 * the distance is Infinity. Weights are added and compared as in `bellmanFord`, which says when a cycle is negative.
 *
 * @throws GroggyError NEGATIVE_CYCLE, which in an undirected graph each edge of negative weight is; RangeError for NaN
 *   or -Infinity, and if a distance exceeds 1.8e308; LimitError for more than 32,768 nodes.
 * @example
 * console.log(johnson(graph, { weight: "km" }).get(paris, rome));
 */
export function johnson(view: GraphView, options: AllPairsOptions = {}): DistanceMatrix {
  checkView(view);
  checkRunOptions(options, ["weight", "direction"]);
  const { weight, direction = "out" } = options;
  const csr = view.csr();
  const { nodeCount: count } = csr;
  const arcs = arcsOf(csr, direction);
  const weights = weightsOf(view, weight, { min: -Number.MAX_VALUE });
  const tick = watch(options, count);
  const matrix = new DistanceMatrix(csr);
  const unit = weights && inCommonUnit(weights, count);
  const search = unit && searchOf(csr, arcs, unit, () => options.signal?.throwIfAborted());
  const hopSearch = distanceSearch(arcs, undefined, count);
  for (let i = 0; i < count; i++) {
    tick(i);
    const row = matrix.values.subarray(i * count, (i + 1) * count);
    if (search === undefined) {
      hopSearch(i, (j, hops) => {
        row[j] = hops;
      });
    } else {
      search(i, row);
      for (let j = 0; j < count; j++) row[j] = distanceOf(unit, row[j]);
    }
  }
  tick(count);
  return matrix;
}

/** Writes the distances from a source into a row. Throws if a cycle is negative. */
function searchOf(
  csr: Csr,
  arcs: Arcs,
  unit: UnitWeights,
  look: () => void,
): (source: number, row: Float64Array) => void {
  const { nodeCount } = csr;
  const { offsets, ends, edges } = arcs;
  const { values } = unit;
  let shifted: Float64Array;
  if (values.some((value) => value < 0)) {
    const { distances, negativeCycle } = potentialsOf(nodeCount, arcs, unit, look);
    if (negativeCycle !== undefined) throw negativeCycleError(csr, negativeCycle.nodes);
    shifted = shiftedWeights(arcs, values, distances);
  } else shifted = Float64Array.from(edges, (edge) => values[edge]);
  const heap = new IndexHeap(nodeCount);
  const reached = new Uint32Array(nodeCount);
  return (source, row) => {
    let count = 0;
    heap.lower(source, 0);
    row[source] = 0;
    while (heap.size > 0) {
      const u = heap.pop();
      reached[count++] = u;
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        const v = ends[arc];
        const distance = heap.keys[u] + shifted[arc];
        if (distance >= heap.keys[v] || heap.isDone(v)) continue;
        heap.lower(v, distance);
        // the weights themselves along the path
        row[v] = row[u] + values[edges[arc]];
      }
    }
    heap.clear(reached.subarray(0, count));
  };
}

function negativeCycleError(csr: Csr, nodes: readonly number[]): GroggyError {
  const cycle = [...idsOf(csr.nodeIds, nodes)];
  const shown =
    cycle.length > 8 ? `${cycle.slice(0, 8).join(" -> ")} -> …` : [...cycle, cycle[0]].join(" -> ");
  return new GroggyError("NEGATIVE_CYCLE", `"weight" expected no negative cycle, got ${shown}`, { cycle });
}
