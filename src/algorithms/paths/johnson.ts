/**
 * Distances between all pairs of nodes over weights of any sign, for graphs with few edges. Johnson 1977,
 * "Efficient algorithms for shortest paths in sparse networks": Bellman and Ford's algorithm once, to shift the
 * weights to 0 and more, then Dijkstra's from each node.
 */
import { GroggyError } from "../../errors.js";
import type { GraphView } from "../../view.js";
import { arcsOf } from "../shared/direction.js";
import { DistanceMatrix } from "../shared/distance-matrix.js";
import { idsOf } from "../shared/nodes.js";
import { checkOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { weightsOf } from "../shared/weights.js";
import { bellmanFordTree } from "./bellman-ford.js";
import { distanceSearch } from "./distances.js";
import type { AllPairsOptions } from "./floyd-warshall.js";

/**
 * The distance from each node to each, weights of any sign allowed, but no negative cycles.
 *
 * Time: O(nodes * arcs * log nodes); space: 8 bytes a pair of nodes, which is the result, and 16 an arc.
 * Deterministic. An empty graph gives an empty matrix. Self-loops change nothing, of parallel edges the lightest
 * counts; between parts the distance is Infinity.
 *
 * @throws GroggyError NEGATIVE_CYCLE, which in an undirected graph each edge of negative weight is; RangeError for
 *   NaN or -Infinity; LimitError for more than 32,768 nodes.
 * @example
 * console.log(johnson(graph, { weight: "km" }).get(paris, rome));
 */
export function johnson(view: GraphView, options: AllPairsOptions = {}): DistanceMatrix {
  checkOptions(options, ["weight", "direction"]);
  const { weight, direction = "out" } = options;
  const csr = view.csr();
  const { nodeCount: count } = csr;
  const arcs = arcsOf(csr, direction);
  const weights = weightsOf(view, weight, { min: -Number.MAX_VALUE });
  const tick = watch(options, count);
  const matrix = new DistanceMatrix(csr);
  const everyNode = Uint32Array.from({ length: count }, (_, i) => i);
  const isShifted = weights?.some((value) => value < 0) ?? false;
  const look = () => options.signal?.throwIfAborted();
  const { distances: shifts, negativeCycle } = isShifted
    ? bellmanFordTree(count, arcs, weights, everyNode, look)
    : { distances: new Float64Array(count), negativeCycle: undefined };
  if (negativeCycle !== undefined) {
    const cycle = [...idsOf(csr.nodeIds, negativeCycle.nodes)];
    const shown =
      cycle.length > 8 ? `${cycle.slice(0, 8).join(" -> ")} -> …` : [...cycle, cycle[0]].join(" -> ");
    throw new GroggyError("NEGATIVE_CYCLE", `"weight" expected no negative cycle, got ${shown}`, { cycle });
  }
  // a weight for each arc, since the two arcs of an undirected edge are shifted each their own way
  const search = distanceSearch(
    weights === undefined ? arcs : { ...arcs, edges: Uint32Array.from(arcs.edges, (_, arc) => arc) },
    weights && shiftedWeights(arcs, weights, shifts),
    count,
  );
  for (let i = 0; i < count; i++) {
    tick(i);
    search(i, (j, distance) => {
      matrix.values[i * count + j] = distance + shifts[j] - shifts[i];
    });
  }
  tick(count);
  return matrix;
}

function shiftedWeights(
  { offsets, ends, edges }: { offsets: Uint32Array; ends: Uint32Array; edges: Uint32Array },
  weights: Float64Array,
  shifts: Float64Array,
): Float64Array {
  const shifted = new Float64Array(edges.length);
  for (let u = 0; u + 1 < offsets.length; u++) {
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      // rounding may leave a trace below 0
      shifted[arc] = Math.max(0, weights[edges[arc]] + shifts[u] - shifts[ends[arc]]);
    }
  }
  return shifted;
}
