/**
 * Shortest paths from one source or several over weights of any sign. Bellman 1958, "On a routing problem", and
 * Moore 1959: in each round only arcs of nodes that came nearer in the last one.
 */
import type { Csr, Direction, GraphView, NodeId } from "../../view.js";
import { type Arcs, arcsOf } from "../shared/direction.js";
import { idsOf, indicesOfNodes } from "../shared/nodes.js";
import { checkOptions, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { ShortestPaths } from "../shared/shortest-paths.js";
import { type Weight, weightsOf } from "../shared/weights.js";
import type { Cycle } from "../traversal/find-cycle.js";
import { hopsFrom } from "../traversal/hops-loops.js";

export interface BellmanFordOptions extends RunOptions {
  /** What edges weigh, of any sign: an attribute's name or an array; 1 each unless given. */
  readonly weight?: Weight;
  /** `out` unless given. */
  readonly direction?: Direction;
}

/** As of `dijkstra`; where a negative cycle leads the distance is -Infinity, and there is no path. */
export class BellmanFordPaths extends ShortestPaths {
  /** A cycle of negative weight that the source leads to; undefined if there is none. */
  readonly negativeCycle: Cycle | undefined;

  /** @internal */
  constructor(csr: Csr, tree: BellmanFordTree) {
    super(csr, tree.distances, tree.predecessors, tree.edges);
    const { negativeCycle } = tree;
    this.negativeCycle = negativeCycle && {
      nodes: idsOf(csr.nodeIds, negativeCycle.nodes),
      edges: idsOf(csr.edgeIds, negativeCycle.edges),
    };
  }
}

/**
 * The shortest paths from a source, or from the nearest of several, to all nodes, weights of any sign allowed. In
 * an undirected graph an edge of negative weight is a cycle by itself: there and back.
 *
 * Time: O(nodes * arcs) at worst; space: 33 bytes a node. Deterministic. A self-loop of negative weight is a
 * negative cycle, of parallel edges the lightest counts. What no source leads to is at Infinity. In an empty graph
 * there is no source, but none may be given.
 *
 * @returns `distances`, Infinity where nothing leads and -Infinity where a negative cycle does; `predecessors`;
 *   `pathTo(id)`; `negativeCycle`.
 * @throws GroggyError NODE_NOT_FOUND if a source is not in the view; RangeError for NaN or -Infinity.
 * @example
 * const { distances, negativeCycle } = bellmanFord(graph, usd, { weight: "logRate" });
 */
export function bellmanFord(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options: BellmanFordOptions = {},
): BellmanFordPaths {
  checkOptions(options, ["weight", "direction"]);
  const { weight, direction = "out" } = options;
  const csr = view.csr();
  const weights = weightsOf(view, weight, { min: -Number.MAX_VALUE });
  const sources = indicesOfNodes(view, csr, source, "source");
  const tick = watch(options, csr.nodeCount);
  const tree = bellmanFordTree(csr.nodeCount, arcsOf(csr, direction), weights, sources, tick);
  tick(csr.nodeCount);
  return new BellmanFordPaths(csr, tree);
}

export interface BellmanFordTree {
  readonly distances: Float64Array;
  readonly predecessors: Int32Array;
  readonly edges: Int32Array;
  /** Indices. */
  readonly negativeCycle: { readonly nodes: number[]; readonly edges: number[] } | undefined;
}

/** The algorithm over indices; `tick` is told the round. */
export function bellmanFordTree(
  nodeCount: number,
  arcs: Arcs,
  weights: Float64Array | undefined,
  sources: ArrayLike<number>,
  tick: (done: number) => void,
): BellmanFordTree {
  const { offsets, ends, edges } = arcs;
  const distances = new Float64Array(nodeCount).fill(Infinity);
  const predecessors = new Int32Array(nodeCount).fill(-1);
  const edgeOf = new Int32Array(nodeCount).fill(-1);
  const isActive = new Uint8Array(nodeCount);
  let active = Uint32Array.from(sources);
  for (const u of active) distances[u] = 0;
  // a path has fewer arcs than there are nodes, so what comes nearer in the last round is on a negative cycle
  for (let round = 0; round < nodeCount && active.length > 0; round++) {
    tick(round);
    const next: number[] = [];
    for (const u of active) {
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        const v = ends[arc];
        const distance = distances[u] + (weights === undefined ? 1 : weights[edges[arc]]);
        if (distance >= distances[v]) continue;
        distances[v] = distance;
        predecessors[v] = u;
        edgeOf[v] = edges[arc];
        if (isActive[v] === 1) continue;
        isActive[v] = 1;
        next.push(v);
      }
    }
    active = Uint32Array.from(next);
    for (const u of active) isActive[u] = 0;
  }
  let negativeCycle: BellmanFordTree["negativeCycle"];
  if (active.length > 0) {
    negativeCycle = cycleBehind(active[0], predecessors, edgeOf);
    const behind = new Uint32Array(nodeCount);
    const count = hopsFrom(arcs, active, new Int32Array(nodeCount).fill(-1), behind);
    for (let i = 0; i < count; i++) {
      distances[behind[i]] = -Infinity;
      predecessors[behind[i]] = -1;
      edgeOf[behind[i]] = -1;
    }
  }
  return { distances, predecessors, edges: edgeOf, negativeCycle };
}

/** The cycle that the predecessors of a node run into. */
function cycleBehind(
  start: number,
  predecessors: Int32Array,
  edgeOf: Int32Array,
): { nodes: number[]; edges: number[] } {
  const seen = new Set<number>();
  let at = start;
  for (; !seen.has(at); at = predecessors[at]) seen.add(at);
  const nodes = [predecessors[at]];
  const edges = [edgeOf[at]];
  for (let u = predecessors[at]; u !== at; u = predecessors[u]) {
    nodes.push(predecessors[u]);
    edges.push(edgeOf[u]);
  }
  // walked backward: the first edge leads from the first node to the one it began at, which comes last
  return { nodes: nodes.reverse(), edges: edges.reverse() };
}
