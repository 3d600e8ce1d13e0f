/**
 * Distances in hops from one source or several to all nodes, by breadth-first search, level by level; with a
 * weight, distances in sums of weights by Dijkstra's algorithm.
 */

import type { Steps } from "../../kernels/runtime/steps.js";
import { type Csr, checkDirection, type Direction, type GraphView, type NodeId } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { indicesOfNodes } from "../shared/nodes.js";
import { checkInteger, checkRunOptions, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { runAside, runNow, type ThreadOptions } from "../shared/run.js";
import type { Weight } from "../shared/weights/weights.js";
import { hopSteps, waysOf } from "../traversal/hops-kernel.js";
import { hopsFrom } from "../traversal/hops-loops.js";
import { dijkstraSteps } from "./dijkstra.js";

export interface ShortestPathLengthsOptions extends ThreadOptions {
  /** Defaults to `out`. */
  readonly direction?: Direction;
  /** Distances are counted up to this many hops. No limit by default. Not with `weight`. */
  readonly maxDepth?: number;
  /** Makes lengths sums of weights. */
  readonly weight?: Weight;
}

/**
 * The distance of each node from the source, or from the nearest of several.
 *
 * Time: linear in nodes and arcs, with a weight that of `dijkstra`; space: 8 bytes a node. Deterministic. Self-loops
 * and parallel edges change nothing. An empty graph has no source, but none may be given.
 *
 * @returns hops, -1 where nothing leads; with `weight` sums of weights, Infinity where nothing leads.
 * @throws GroggyError NODE_NOT_FOUND if a source is not in the view; RangeError for a negative weight.
 * @example
 * const hops = shortestPathLengths(graph, ada);
 * console.log(hops.get(alan));
 */
export function shortestPathLengths(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options: ShortestPathLengthsOptions & { readonly weight: Weight },
): Result<Float64Array>;
export function shortestPathLengths(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options?: ShortestPathLengthsOptions & { readonly weight?: undefined },
): Result<Int32Array>;
export function shortestPathLengths(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options: ShortestPathLengthsOptions = {},
): Result<Int32Array> | Result<Float64Array> {
  checkView(view);
  return runNow(lengthSteps(view, source, options), options);
}

/**
 * The same in the background, on other threads where there are any: resolves to what `shortestPathLengths`
 * returns, rejects where it throws. It works on the view as it is now.
 *
 * @example
 * const hops = await shortestPathLengthsAsync(graph, ada);
 */
export function shortestPathLengthsAsync(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options: ShortestPathLengthsOptions & { readonly weight: Weight },
): Promise<Result<Float64Array>>;
export function shortestPathLengthsAsync(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options?: ShortestPathLengthsOptions & { readonly weight?: undefined },
): Promise<Result<Int32Array>>;
export function shortestPathLengthsAsync(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options: ShortestPathLengthsOptions = {},
): Promise<Result<Int32Array> | Result<Float64Array>> {
  checkView(view);
  return runAside(lengthSteps(view, source, options), options);
}

function* lengthSteps(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options: ShortestPathLengthsOptions,
): Steps<Result<Int32Array> | Result<Float64Array>> {
  checkRunOptions(options, ["direction", "maxDepth", "weight"]);
  const { direction = "out", maxDepth, weight, ...rest } = options;
  if (maxDepth !== undefined && maxDepth !== Infinity) checkInteger("maxDepth", maxDepth, 0);
  if (weight !== undefined) {
    if (maxDepth !== undefined) throw new TypeError('"maxDepth" expected no "weight" beside it, got both');
    const { csr, tree } = yield* dijkstraSteps(view, source, { ...rest, weight, direction }, false);
    return new Result(csr.nodeIds, tree.distances);
  }
  const csr = view.csr();
  const tick = watch(options, csr.nodeCount);
  const sources = indicesOfNodes(view, csr, source, "source");
  const hops = yield* hopsOf(csr, sources, direction, maxDepth);
  tick(csr.nodeCount);
  return new Result(csr.nodeIds, hops);
}

function* hopsOf(
  csr: Csr,
  sources: Uint32Array,
  direction: Direction,
  hopsMax = Infinity,
): Steps<Int32Array> {
  checkDirection(direction);
  if (!csr.directed || direction !== "both") {
    const byKernel = yield* hopSteps(waysOf(csr.frozen, direction === "in"), sources, hopsMax);
    if (byKernel !== undefined) return byKernel;
  }
  const hops = new Int32Array(csr.nodeCount).fill(-1);
  hopsFrom(arcsOf(csr, direction), sources, hops, new Uint32Array(csr.nodeCount), hopsMax);
  return hops;
}
