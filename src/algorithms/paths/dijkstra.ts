/**
 * Shortest paths from one source or several over weights of 0 and more. Dijkstra 1959, "A note on two problems
 * in connexion with graphs", with a heap of four children a node whose keys fall; in large graphs by kernels and
 * Meyer and Sanders 2003, "Δ-stepping: a parallelizable shortest path algorithm".
 */

import type { Steps } from "../../kernels/runtime/steps.js";
import { IndexHeap } from "../../structures/index-heap.js";
import { type Csr, checkDirection, type Direction, type GraphView, type NodeId } from "../../view.js";
import { type Arcs, arcsOf } from "../shared/arcs/direction.js";
import { indicesOfNodes } from "../shared/nodes.js";
import { checkNumber, checkRunOptions, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { runAside, runNow, type ThreadOptions, threadsOf } from "../shared/run.js";
import { ShortestPaths } from "../shared/shortest-paths.js";
import { tooFar } from "../shared/weights/common-unit.js";
import { edgeWeightsOf, type Weight } from "../shared/weights/weights.js";
import { pathSteps, pathWaysOf } from "./dijkstra-kernel.js";

export interface DijkstraOptions extends ThreadOptions {
  /** The weights of edges: an attribute's name or an array. Defaults to 1 each. Infinity closes an edge. */
  readonly weight?: Weight;
  /** Defaults to `out`. */
  readonly direction?: Direction;
  /** Nodes farther away than this are left at Infinity. No limit by default. */
  readonly maxDistance?: number;
}

/**
 * The shortest paths from a source, or from the nearest of several, to all nodes.
 *
 * Time: O((nodes + arcs) log nodes), in large graphs less; space: 36 bytes a node, in large graphs up to 110, and
 * up to 12 an arc, which the frozen graph keeps for the next call with the same attribute. Deterministic: of several
 * shortest paths it is always the same one that is found, of nodes before another the one with the least id where no
 * weight is 0. Self-loops change nothing, of parallel edges the lightest counts. In an empty graph there is no source,
 * but none may be given.
 *
 * @returns `distances`, Infinity where nothing leads; `predecessors`, -1 where there is none; `pathTo(id)`.
 * Distances are sums of weights in the order of the path, rounded at each step. An edge whose weight is lost in a sum is
 * like one of weight 0, and predecessors form no cycle over either.
 *
 * @throws GroggyError NODE_NOT_FOUND if a source is not in the view; RangeError for a negative weight or NaN, and if a
 *   distance exceeds 1.8e308 (without `maxDistance`).
 * @example
 * const { distances, pathTo } = dijkstra(graph, paris, { weight: "km" });
 * distances.get(rome); // => 1425
 * pathTo(rome); // => Uint32Array(3) [ 0, 2, 3 ]
 */
export function dijkstra(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options: DijkstraOptions = {},
): ShortestPaths {
  checkView(view);
  return runNow(treeSteps(view, source, options), options);
}

/**
 * The same in the background, on other threads where there are any: resolves to what `dijkstra` returns, rejects
 * where it throws. It works on the view as it is now.
 *
 * @example
 * const { distances } = await dijkstraAsync(graph, paris, { weight: "km" });
 */
export function dijkstraAsync(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options: DijkstraOptions = {},
): Promise<ShortestPaths> {
  checkView(view);
  return runAside(treeSteps(view, source, options), options);
}

function* treeSteps(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options: DijkstraOptions,
): Steps<ShortestPaths> {
  const { csr, tree } = yield* dijkstraSteps(view, source, options, true);
  return new ShortestPaths(csr, tree.distances, tree.predecessors, tree.edges);
}

/** The paths by index; without `withTree` kernels leave out all but the distances. */
export function* dijkstraSteps(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options: DijkstraOptions,
  withTree: boolean,
): Steps<{ readonly csr: Csr; readonly tree: DijkstraTree }> {
  checkRunOptions(options, ["weight", "direction", "maxDistance"]);
  const { weight, direction = "out", maxDistance = Infinity } = options;
  checkNumber("maxDistance", maxDistance, 0, Infinity);
  checkDirection(direction);
  const csr = view.csr();
  const weights = edgeWeightsOf(view, csr, weight);
  const sources = indicesOfNodes(view, csr, source, "source");
  const tick = watch(options, csr.nodeCount);
  const arcs = arcsOf(csr, direction);
  const byKernel =
    arcs.place === undefined
      ? undefined
      : yield* pathSteps({
          ways: pathWaysOf(csr.frozen, direction === "in", weights !== undefined),
          weights,
          sources,
          distanceMax: maxDistance,
          withTree,
          threads: threadsOf(options),
          tick,
        });
  const tree = byKernel ?? dijkstraTree(csr, arcs, weights?.floats, sources, { maxDistance, tick });
  tick(csr.nodeCount);
  return { csr, tree };
}

export interface DijkstraTree {
  readonly distances: Float64Array;
  /** The index of the node before each; -1 where there is none. */
  readonly predecessors: Int32Array;
  /** The index of the edge from there; -1 where there is none. */
  readonly edges: Int32Array;
}

interface TreeLimits {
  readonly maxDistance?: number;
  readonly tick?: (done: number) => void;
}

/** The algorithm over indices. `tick` gets the number of finished nodes at intervals. */
export function dijkstraTree(
  csr: Csr,
  { offsets, ends, edges }: Arcs,
  weights: Float64Array | undefined,
  sources: ArrayLike<number>,
  { maxDistance = Infinity, tick }: TreeLimits = {},
): DijkstraTree {
  const predecessors = new Int32Array(csr.nodeCount).fill(-1);
  const edgeOf = new Int32Array(csr.nodeCount).fill(-1);
  const heap = new IndexHeap(csr.nodeCount);
  const { keys } = heap;
  for (let i = 0; i < sources.length; i++) heap.lower(sources[i], 0);
  let isTooFar = false;
  for (let done = 0; heap.size > 0; done++) {
    const u = heap.pop();
    if ((done & 0xfff) === 0) tick?.(done);
    const distance = keys[u];
    const last = offsets[u + 1];
    for (let arc = offsets[u]; arc < last; arc++) {
      const v = ends[arc];
      const reached = distance + (weights === undefined ? 1 : weights[edges[arc]]);
      // with no negative weights what is done is not reached sooner
      if (reached > keys[v] || reached > maxDistance) continue;
      if (reached < keys[v]) heap.lower(v, reached);
      // of several that are nearer the one with the least index is taken, as kernels do
      else if (reached === Infinity) {
        if (weights !== undefined && weights[edges[arc]] < Infinity) isTooFar = true;
        continue;
      } else if (reached === distance || u >= predecessors[v]) continue;
      predecessors[v] = u;
      edgeOf[v] = edges[arc];
    }
  }
  if (isTooFar && maxDistance === Infinity) checkReached(keys, { offsets, ends, edges }, weights);
  return { distances: keys, predecessors, edges: edgeOf };
}

/** Throws if a node was not reached only because its distance exceeds what a number holds. */
function checkReached(
  distances: Float64Array,
  { offsets, ends, edges }: Arcs,
  weights: Float64Array | undefined,
): void {
  for (let u = 0; u < distances.length; u++) {
    if (distances[u] === Infinity) continue;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (distances[ends[arc]] === Infinity && (weights?.[edges[arc]] ?? 1) < Infinity) throw tooFar();
    }
  }
}
