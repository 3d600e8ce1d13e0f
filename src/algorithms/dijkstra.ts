/**
 * Shortest paths from one source or several over weights of 0 and more. Dijkstra 1959, "A note on two problems
 * in connexion with graphs", with a heap of four children a node whose keys fall.
 */
import { IndexHeap } from "../structures/index-heap.js";
import type { Csr, Direction, GraphView, NodeId } from "../view.js";
import { type Arcs, arcsOf } from "./direction.js";
import { indicesOfNodes } from "./nodes.js";
import { checkNumber, checkOptions, type RunOptions } from "./options.js";
import { watch } from "./progress.js";
import { ShortestPaths } from "./shortest-paths.js";
import { type Weight, weightsOf } from "./weights.js";

export interface DijkstraOptions extends RunOptions {
  /** What edges weigh: an attribute's name or an array; 1 each unless given. Infinity closes an edge. */
  readonly weight?: Weight;
  /** `out` unless given. */
  readonly direction?: Direction;
  /** Nodes farther away than this are left at Infinity; no limit unless given. */
  readonly maxDistance?: number;
}

/**
 * The shortest paths from a source, or from the nearest of several, to all nodes.
 *
 * Time: O((nodes + arcs) log nodes), linear without a weight of its own but for the heap; space: 36 bytes a node.
 * Deterministic: of several shortest paths it is always the same one that is found. Self-loops change nothing,
 * of parallel edges the lightest counts. In an empty graph there is no source, but none may be given.
 *
 * @returns `distances`, Infinity where nothing leads; `predecessors`, -1 where there is none; `pathTo(id)`.
 * @throws GroggyError NODE_NOT_FOUND if a source is not in the view; RangeError for a negative weight or NaN.
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
  checkOptions(options);
  const { weight, direction = "out", maxDistance = Infinity } = options;
  checkNumber("maxDistance", maxDistance, 0, Infinity);
  const csr = view.csr();
  const weights = weightsOf(view, weight, { min: 0 });
  const sources = indicesOfNodes(view, csr, source, "source");
  const tick = watch(options, csr.nodeCount);
  const tree = dijkstraTree(csr, arcsOf(csr, direction), weights, sources, { maxDistance, tick });
  tick(csr.nodeCount);
  return new ShortestPaths(csr, tree.distances, tree.predecessors, tree.edges);
}

export interface DijkstraTree {
  readonly distances: Float64Array;
  /** The index of the node before each; -1 where there is none. */
  readonly predecessors: Int32Array;
  /** The index of the edge from there; -1 where there is none. */
  readonly edges: Int32Array;
}

/** The algorithm over indices. `tick` is told now and then how many nodes are done. */
export function dijkstraTree(
  csr: Csr,
  { offsets, ends, edges }: Arcs,
  weights: Float64Array | undefined,
  sources: ArrayLike<number>,
  options: { readonly maxDistance?: number; readonly tick?: (done: number) => void } = {},
): DijkstraTree {
  const { maxDistance = Infinity, tick } = options;
  const predecessors = new Int32Array(csr.nodeCount).fill(-1);
  const edgeOf = new Int32Array(csr.nodeCount).fill(-1);
  const heap = new IndexHeap(csr.nodeCount);
  const { keys } = heap;
  for (let i = 0; i < sources.length; i++) heap.lower(sources[i], 0);
  for (let done = 0; heap.size > 0; done++) {
    const u = heap.pop();
    if ((done & 0xffff) === 0) tick?.(done);
    const distance = keys[u];
    const last = offsets[u + 1];
    for (let arc = offsets[u]; arc < last; arc++) {
      const v = ends[arc];
      const reached = distance + (weights === undefined ? 1 : weights[edges[arc]]);
      // with no negative weights what is done is not reached sooner
      if (reached >= keys[v] || reached > maxDistance) continue;
      heap.lower(v, reached);
      predecessors[v] = u;
      edgeOf[v] = edges[arc];
    }
  }
  return { distances: keys, predecessors, edges: edgeOf };
}
