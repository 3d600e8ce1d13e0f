/**
 * Distances between all pairs of nodes over weights of any sign, for small and dense graphs. Floyd 1962,
 * "Algorithm 97: shortest path", and Warshall 1962.
 */
import type { Direction, GraphView } from "../../view.js";
import { labelStrongComponents } from "../components/strongly-connected-components.js";
import { type Arcs, arcsOf, opposite } from "../shared/arcs/direction.js";
import { DistanceMatrix } from "../shared/distance-matrix.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { distanceOf, inCommonUnit, type UnitWeights } from "../shared/weights/common-unit.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";
import { hopsFrom } from "../traversal/hops-loops.js";
import { openArcs } from "./bellman-ford.js";
import { potentialsOf, shiftedWeights } from "./shifted-weights.js";

export interface AllPairsOptions extends RunOptions {
  /** The weights of edges, of any sign: an attribute's name or an array. Defaults to 1 each. */
  readonly weight?: Weight;
  /** Defaults to `out`. */
  readonly direction?: Direction;
}

/**
 * The distance from each node to each, weights of any sign allowed; -Infinity where a way passes a negative cycle.
 * In an undirected graph an edge of negative weight is a cycle by itself: there and back.
 *
 * Time: O(nodes³); space: 8 bytes a pair of nodes, which is the result, and 24 an arc. Deterministic. An empty graph
 * gives an empty matrix. Of parallel edges the lightest counts, a self-loop only if it is negative, which is a negative
 * cycle; between parts the distance is Infinity. Weights are added and compared as in `bellmanFord`, which says when a
 * cycle is negative.
 *
 * @throws RangeError for NaN or -Infinity, and if a distance exceeds 1.8e308; LimitError for more than 32,768 nodes.
 * @example
 * console.log(floydWarshall(graph, { weight: "km" }).get(paris, rome));
 */
export function floydWarshall(view: GraphView, options: AllPairsOptions = {}): DistanceMatrix {
  checkView(view);
  checkRunOptions(options, ["weight", "direction"]);
  const { weight, direction = "out" } = options;
  const csr = view.csr();
  const { nodeCount: count } = csr;
  const weights = weightsOf(view, weight, { min: -Number.MAX_VALUE });
  const arcs = openArcs(arcsOf(csr, direction), weights);
  const tick = watch(options, count);
  const matrix = new DistanceMatrix(csr);
  const { values } = matrix;
  const unit = weights && inCommonUnit(weights, count);
  const look = () => options.signal?.throwIfAborted();
  const shift = unit?.values.some((value) => value < 0) ? shiftOf(count, arcs, unit, look) : undefined;
  fillMatrix(values, count, arcs, unit?.values, shift);
  for (let k = 0; k < count; k++) {
    tick(k);
    const through = values.subarray(k * count, (k + 1) * count);
    for (let i = 0; i < count; i++) {
      if ((i & LOOK_MASK) === LOOK_MASK) look();
      const first = values[i * count + k];
      if (first === Infinity) continue;
      const row = values.subarray(i * count, (i + 1) * count);
      for (let j = 0; j < count; j++) {
        const distance = first + through[j];
        if (distance < row[j]) row[j] = distance;
      }
    }
  }
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const at = i * count + j;
      if (values[at] === Infinity) continue;
      // the difference of the potentials first, which is the distance where the path is as short as can be
      if (shift !== undefined) values[at] += shift.potentials[j] - shift.potentials[i];
      values[at] = distanceOf(unit, values[at]);
    }
  }
  if (shift !== undefined && shift.negative.length > 0) {
    const back = openArcs(arcsOf(csr, opposite(direction)), weights);
    for (const node of shift.negative) spreadNegative(values, count, arcs, back, node);
  }
  tick(count);
  return matrix;
}

/** Rows of the matrix between checks of the signal, a power of two less one. */
const LOOK_MASK = 255;

interface Shift {
  readonly potentials: Float64Array;
  /** Whether a node shares its strong component with a negative cycle: no finite way leads through it. */
  readonly isNegative: Uint8Array;
  /** A node of each of these components. */
  readonly negative: readonly number[];
}

/** Weights are shifted to 0 and more first, since the algorithm adds rounding to rounding where cycles weigh 0. */
function shiftOf(nodeCount: number, arcs: Arcs, unit: UnitWeights, look: () => void): Shift {
  const isNegative = new Uint8Array(nodeCount);
  const whole = potentialsOf(nodeCount, arcs, unit, look);
  if (whole.negativeCycle === undefined) return { potentials: whole.distances, isNegative, negative: [] };
  const { labels } = labelStrongComponents({ nodeCount, out: arcs });
  const within = potentialsOf(
    nodeCount,
    arcsWhere(arcs, (u, v) => labels[u] === labels[v]),
    unit,
    look,
  );
  const negative = new Map<number, number>();
  for (let u = 0; u < nodeCount; u++) {
    if (within.distances[u] !== -Infinity) continue;
    isNegative[u] = 1;
    negative.set(labels[u], u);
  }
  const rest = arcsWhere(arcs, (u, v) => isNegative[u] === 0 && isNegative[v] === 0);
  const { distances: potentials } = potentialsOf(nodeCount, rest, unit, look);
  return { potentials, isNegative, negative: [...negative.values()] };
}

function arcsWhere({ offsets, ends, edges }: Arcs, isKept: (u: number, v: number) => boolean): Arcs {
  const kept = { offsets: new Uint32Array(offsets.length), ends: ends.slice(), edges: edges.slice() };
  let n = 0;
  for (let u = 0; u + 1 < offsets.length; u++) {
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (!isKept(u, ends[arc])) continue;
      kept.ends[n] = ends[arc];
      kept.edges[n++] = edges[arc];
    }
    kept.offsets[u + 1] = n;
  }
  return kept;
}

function fillMatrix(
  values: Float64Array,
  count: number,
  { offsets, ends, edges }: Arcs,
  weights: Float64Array | undefined,
  shift: Shift | undefined,
): void {
  const shifted = weights && shift && shiftedWeights({ offsets, ends, edges }, weights, shift.potentials);
  for (let u = 0; u < count; u++) {
    if (shift?.isNegative[u] === 1) continue;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (shift?.isNegative[ends[arc]] === 1) continue;
      const at = u * count + ends[arc];
      const weight = shifted?.[arc] ?? weights?.[edges[arc]] ?? 1;
      if (weight < values[at]) values[at] = weight;
    }
  }
}

/** A node that reaches a negative cycle is at distance -Infinity from everything that the cycle leads to. */
function spreadNegative(values: Float64Array, count: number, ahead: Arcs, back: Arcs, node: number): void {
  const reachOf = (arcs: Arcs): Uint32Array => {
    const queue = new Uint32Array(count);
    return queue.subarray(0, hopsFrom(arcs, [node], new Int32Array(count).fill(-1), queue));
  };
  const behind = reachOf(ahead);
  for (const i of reachOf(back)) for (const j of behind) values[i * count + j] = -Infinity;
}
