/**
 * Distances between all pairs of nodes over weights of any sign, for small and dense graphs. Floyd 1962,
 * "Algorithm 97: shortest path", and Warshall 1962.
 */
import type { Direction, GraphView } from "../../view.js";
import { arcsOf } from "../shared/direction.js";
import { DistanceMatrix } from "../shared/distance-matrix.js";
import { checkOptions, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { type Weight, weightsOf } from "../shared/weights.js";

export interface AllPairsOptions extends RunOptions {
  /** What edges weigh, of any sign: an attribute's name or an array; 1 each unless given. */
  readonly weight?: Weight;
  /** `out` unless given. */
  readonly direction?: Direction;
}

/**
 * The distance from each node to each, weights of any sign allowed; -Infinity where a way passes a negative cycle.
 * In an undirected graph an edge of negative weight is a cycle by itself: there and back.
 *
 * Time: O(nodes³); space: 8 bytes a pair of nodes, which is the result. Deterministic. An empty graph gives an
 * empty matrix. Of parallel edges the lightest counts, a self-loop only if it is negative, which is a negative
 * cycle; between parts the distance is Infinity.
 *
 * @throws RangeError for NaN or -Infinity; LimitError for more than 32,768 nodes.
 * @example
 * console.log(floydWarshall(graph, { weight: "km" }).get(paris, rome));
 */
export function floydWarshall(view: GraphView, options: AllPairsOptions = {}): DistanceMatrix {
  checkOptions(options, ["weight", "direction"]);
  const { weight, direction = "out" } = options;
  const csr = view.csr();
  const { nodeCount: count } = csr;
  const { offsets, ends, edges } = arcsOf(csr, direction);
  const weights = weightsOf(view, weight, { min: -Number.MAX_VALUE });
  const tick = watch(options, count);
  const matrix = new DistanceMatrix(csr);
  const { values } = matrix;
  for (let u = 0; u < count; u++) {
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const at = u * count + ends[arc];
      values[at] = Math.min(values[at], weights === undefined ? 1 : weights[edges[arc]]);
    }
  }
  for (let k = 0; k < count; k++) {
    tick(k);
    const through = values.subarray(k * count, (k + 1) * count);
    for (let i = 0; i < count; i++) {
      const first = values[i * count + k];
      if (first === Infinity) continue;
      const row = values.subarray(i * count, (i + 1) * count);
      for (let j = 0; j < count; j++) {
        const distance = first + through[j];
        if (distance < row[j]) row[j] = distance;
      }
    }
  }
  for (let k = 0; k < count; k++) if (values[k * count + k] < 0) spreadNegative(values, count, k);
  tick(count);
  return matrix;
}

/** Whoever reaches a node on a negative cycle is at -Infinity of all that it leads to. */
function spreadNegative(values: Float64Array, count: number, k: number): void {
  for (let i = 0; i < count; i++) {
    if (values[i * count + k] === Infinity) continue;
    for (let j = 0; j < count; j++) {
      if (values[k * count + j] !== Infinity) values[i * count + j] = -Infinity;
    }
  }
}
