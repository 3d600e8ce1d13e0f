/**
 * SimRank: two nodes are alike if those that lead to them are alike. Jeh and Widom 2002, "SimRank: a measure of
 * structural-context similarity". By iteration on the full matrix, in two steps of one sum each.
 */

import { LimitError } from "../../errors.js";
import { jsonFields } from "../../structures/text/json-value.js";
import type { Csr, Direction, GraphView, NodeId } from "../../view.js";
import { type SimpleArcs, simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import type { IterationOptions } from "../shared/iterated-result.js";
import { checkInteger, checkNumber, checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";

export interface SimRankOptions extends IterationOptions, RunOptions {
  /** The factor for each step of distance, 0 to 1. Defaults to 0.9. */
  readonly damping?: number;
  /** The neighbors whose similarity counts: with `in` those that lead to the two nodes. Defaults to `in`. */
  readonly direction?: Direction;
  /** The run ends when no value changes by more than this. Defaults to 1e-4. */
  readonly tolerance?: number;
  /** Defaults to 1000. */
  readonly maxIterations?: number;
}

/** The similarity of each two nodes: 0 to 1. */
export class SimRank {
  /** The ids, ascending. */
  readonly ids: Uint32Array;
  /** Row by row, by position: `values[i * ids.length + j]` is how alike the nodes at i and j are. */
  readonly values: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  readonly #csr: Csr;

  constructor(csr: Csr, values: Float64Array, iterations: number, converged: boolean) {
    this.#csr = csr;
    this.ids = csr.nodeIds;
    this.values = values;
    this.iterations = iterations;
    this.converged = converged;
  }

  /** The similarity of two nodes; undefined if one was not in the view. */
  get(u: NodeId, v: NodeId): number | undefined {
    const [i, j] = [this.#csr.indexOf(u), this.#csr.indexOf(v)];
    return i < 0 || j < 0 ? undefined : this.values[i * this.ids.length + j];
  }

  /** The similarities of all nodes to one; undefined if it was not in the view. Shares its values. */
  of(u: NodeId): Result<Float64Array> | undefined {
    const i = this.#csr.indexOf(u);
    if (i < 0) return undefined;
    return new Result(this.ids, this.values.subarray(i * this.ids.length, (i + 1) * this.ids.length));
  }

  /** The form that `JSON.stringify` writes: typed arrays as arrays. */
  toJSON(): Record<string, unknown> {
    return jsonFields(this);
  }
}

/** Two matrices of so many rows take 4 GiB. */
const NODES_MAX = 2 ** 14;

/**
 * The SimRank of all pairs of nodes. A node is like itself by 1; two of which one has no neighbors are by 0.
 *
 * Time: O(nodes · edges) a round; space: 16 bytes a pair of nodes. Deterministic. Self-loops are ignored, parallel
 * edges count once; nodes of different parts are not alike; an empty graph gives an empty result.
 *
 * @throws LimitError above 16,384 nodes, TypeError or RangeError for wrong options.
 * @example
 * simRank(graph, { damping: 0.8 }).get(1, 2); // => 0.4
 */
export function simRank(view: GraphView, options: SimRankOptions = {}): SimRank {
  checkView(view);
  checkRunOptions(options, ["damping", "direction", "tolerance", "maxIterations"]);
  const { damping = 0.9, tolerance = 1e-4, maxIterations = 1000, direction = "in" } = options;
  checkNumber("damping", damping, 0, 1);
  checkNumber("tolerance", tolerance, 0, Infinity);
  checkInteger("maxIterations", maxIterations, 0);
  const csr = view.csr();
  const n = csr.nodeCount;
  if (n > NODES_MAX) throw new LimitError("nodes for simRank", NODES_MAX, n);
  const near = simpleArcsOf(csr, direction);
  const tick = watch(options, maxIterations);
  const values = new Float64Array(n * n);
  for (let u = 0; u < n; u++) values[u * n + u] = 1;
  const halfway = new Float64Array(n * n);
  let iterations = 0;
  let change = n === 0 ? 0 : Infinity;
  while (iterations < maxIterations && change > tolerance) {
    averageRows(near, values, halfway, n);
    change = averageColumns(near, halfway, values, n, damping);
    tick(++iterations);
  }
  return new SimRank(csr, values, iterations, change <= tolerance);
}

/** Row u becomes the mean of the rows of u's neighbors. */
function averageRows({ offsets, ends }: SimpleArcs, from: Float64Array, to: Float64Array, n: number): void {
  to.fill(0);
  for (let u = 0; u < n; u++) {
    const share = 1 / (offsets[u + 1] - offsets[u]);
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const row = ends[arc] * n;
      for (let v = 0; v < n; v++) to[u * n + v] += from[row + v] * share;
    }
  }
}

/**
 * Column v becomes the mean of the columns of v's neighbors, damped, with 1 where it is its own; how much changed.
 */
function averageColumns(
  { offsets, ends }: SimpleArcs,
  from: Float64Array,
  to: Float64Array,
  n: number,
  damping: number,
): number {
  let change = 0;
  for (let u = 0; u < n; u++) {
    for (let v = 0; v < n; v++) {
      if (u === v) continue;
      let sum = 0;
      for (let arc = offsets[v]; arc < offsets[v + 1]; arc++) sum += from[u * n + ends[arc]];
      const value = sum === 0 ? 0 : (damping * sum) / (offsets[v + 1] - offsets[v]);
      change = Math.max(change, Math.abs(value - to[u * n + v]));
      to[u * n + v] = value;
    }
  }
  return change;
}
