/**
 * Distances in hops from one source or several to all nodes, by breadth-first search, level by level; with a
 * weight, distances in sums of weights by Dijkstra's algorithm.
 */
import type { Direction, GraphView, NodeId } from "../view.js";
import { dijkstra } from "./dijkstra.js";
import { arcsOf } from "./direction.js";
import { hopsFrom } from "./hops.js";
import { indicesOfNodes } from "./nodes.js";
import { checkInteger, checkOptions, type RunOptions } from "./options.js";
import { watch } from "./progress.js";
import { Result } from "./result.js";
import type { Weight } from "./weights.js";

export interface ShortestPathLengthsOptions extends RunOptions {
  /** `out` unless given. */
  readonly direction?: Direction;
  /** Distances are counted up to this many hops; no limit unless given. Not with `weight`. */
  readonly maxDepth?: number;
  /** Makes lengths sums of weights. */
  readonly weight?: Weight;
}

/**
 * How far each node is from the source, or from the nearest of several.
 *
 * Time: linear in nodes and arcs, with a weight that of `dijkstra`; space: 8 bytes a node. Deterministic.
 * Self-loops and parallel edges change nothing. An empty graph has no source, but none may be given.
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
  checkOptions(options);
  const { direction = "out", maxDepth, weight, ...rest } = options;
  if (maxDepth !== undefined && maxDepth !== Infinity) checkInteger("maxDepth", maxDepth, 0);
  if (weight !== undefined) {
    if (maxDepth !== undefined) throw new TypeError('"maxDepth" expected no "weight" beside it, got both');
    return dijkstra(view, source, { ...rest, weight, direction }).distances;
  }
  const csr = view.csr();
  const tick = watch(options, csr.nodeCount);
  const sources = indicesOfNodes(view, csr, source, "source");
  const hops = new Int32Array(csr.nodeCount).fill(-1);
  hopsFrom(arcsOf(csr, direction), sources, hops, new Uint32Array(csr.nodeCount), maxDepth);
  tick(csr.nodeCount);
  return new Result(csr.nodeIds, hops);
}
