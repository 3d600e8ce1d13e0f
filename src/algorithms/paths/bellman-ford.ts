/**
 * Shortest paths from one source or several over weights of any sign. Bellman 1958, "On a routing problem", and
 * Moore 1959: in each round only arcs of nodes that came nearer in the last one.
 */
import { assert } from "../../errors.js";
import type { Csr, Direction, GraphView, NodeId } from "../../view.js";
import { type Arcs, arcsOf } from "../shared/arcs/direction.js";
import { idsOf, indicesOfNodes } from "../shared/nodes.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { ShortestPaths } from "../shared/shortest-paths.js";
import { distanceOf, inCommonUnit, type UnitWeights } from "../shared/weights/common-unit.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";
import type { Cycle } from "../traversal/find-cycle.js";
import { hopsFrom } from "../traversal/hops-loops.js";

export interface BellmanFordOptions extends RunOptions {
  /** The weights of edges, of any sign: an attribute's name or an array. Defaults to 1 each. */
  readonly weight?: Weight;
  /** Defaults to `out`. */
  readonly direction?: Direction;
}

/** As of `dijkstra`; where a negative cycle leads the distance is -Infinity, and there is no path. */
export class BellmanFordPaths extends ShortestPaths {
  /** A cycle of negative weight that the source leads to; undefined if there is none. */
  readonly negativeCycle: Cycle | undefined;

  /** @internal */
  constructor(csr: Csr, distances: Float64Array, tree: BellmanFordTree) {
    super(csr, distances, tree.predecessors, tree.edges);
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
 * Weights that are decimals of some 15 digits together are added exactly as such: 0.1, 0.2 and -0.3 are a cycle of
 * weight 0. Other weights count as known to one part in 2^52: a cycle is negative if its weights add up to less than
 * -2^-52 times the sum of their sizes, and of paths that differ by less than that any may be found.
 *
 * Time: O(nodes * arcs) at worst; space: 41 bytes a node, and 8 an edge. Deterministic. A self-loop of negative weight
 * is a negative cycle, of parallel edges the lightest counts. What no source leads to is at Infinity. In an empty graph
 * there is no source, but none may be given.
 *
 * @returns `distances`, Infinity where nothing leads and -Infinity where a negative cycle does; `predecessors`;
 *   `pathTo(id)`; `negativeCycle`.
 * @throws GroggyError NODE_NOT_FOUND if a source is not in the view; RangeError for NaN or -Infinity, and if a distance
 *   exceeds 1.8e308.
 * @example
 * const { distances, negativeCycle } = bellmanFord(graph, usd, { weight: "logRate" });
 */
export function bellmanFord(
  view: GraphView,
  source: NodeId | Iterable<NodeId>,
  options: BellmanFordOptions = {},
): BellmanFordPaths {
  checkView(view);
  checkRunOptions(options, ["weight", "direction"]);
  const { weight, direction = "out" } = options;
  const csr = view.csr();
  const weights = weightsOf(view, weight, { min: -Number.MAX_VALUE });
  const sources = indicesOfNodes(view, csr, source, "source");
  const tick = watch(options, csr.nodeCount);
  const unit = weights && inCommonUnit(weights, csr.nodeCount);
  const tree = bellmanFordTree(csr.nodeCount, arcsOf(csr, direction), unit, sources, tick);
  const distances = tree.distances.map((distance) => distanceOf(unit, distance));
  tick(csr.nodeCount);
  return new BellmanFordPaths(csr, distances, tree);
}

export interface BellmanFordTree {
  /** In the unit of the weights. */
  readonly distances: Float64Array;
  readonly predecessors: Int32Array;
  readonly edges: Int32Array;
  /** Indices. */
  readonly negativeCycle: { readonly nodes: number[]; readonly edges: number[] } | undefined;
}

/** The slack added to a weight where weights are rounded, so that cycles of weight 0 are not negative. */
const SLACK = 2 ** -52;

/** Arcs between checks of the signal. */
const ARCS_BETWEEN_LOOKS = 1 << 18;

/**
 * The algorithm over indices; `tick` gets the round. An arc of weight Infinity is closed.
 *
 * Distances are pairs of numbers, 106 bits, and an arc counts for its weight plus the slack. So a cycle in the
 * predecessors, which is negative with the slack added, is so by more than the weights themselves may be rounded; and
 * distances have to fall by more than what sums in pairs lose, so that rounding makes no such cycle.
 */
export function bellmanFordTree(
  nodeCount: number,
  arcs: Arcs,
  unit: UnitWeights | undefined,
  sources: ArrayLike<number>,
  tick: (done: number) => void,
): BellmanFordTree {
  const { offsets, ends, edges } = arcs;
  const weights = unit?.values;
  const slack = unit === undefined || unit.isExact ? 0 : SLACK;
  const highs = new Float64Array(nodeCount).fill(Infinity);
  const lows = new Float64Array(nodeCount);
  const predecessors = new Int32Array(nodeCount).fill(-1);
  const edgeOf = new Int32Array(nodeCount).fill(-1);
  const isActive = new Uint8Array(nodeCount);
  let active = Uint32Array.from(sources);
  for (const u of active) highs[u] = 0;
  let most = 0;
  let fallMin = 0;
  let arcsToLook = ARCS_BETWEEN_LOOKS;
  // a path has fewer arcs than there are nodes, so what comes nearer in the last round is on a negative cycle
  for (let round = 0; round < nodeCount && active.length > 0; round++) {
    tick(round);
    const next: number[] = [];
    for (const u of active) {
      arcsToLook -= offsets[u + 1] - offsets[u];
      if (arcsToLook < 0) {
        tick(round);
        arcsToLook = ARCS_BETWEEN_LOOKS;
      }
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        const v = ends[arc];
        const weight = weights === undefined ? 1 : weights[edges[arc]];
        if (weight === Infinity) continue;
        // the sum and what it lost by rounding: Knuth's
        const sum = highs[u] + weight;
        const part = sum - highs[u];
        const lost = highs[u] - (sum - part) + (weight - part) + (lows[u] + slack * Math.abs(weight));
        const high = sum + lost;
        const low = lost - (high - sum);
        if (!(high - highs[v] + (low - lows[v]) < -fallMin)) continue;
        highs[v] = high;
        lows[v] = low;
        predecessors[v] = u;
        edgeOf[v] = edges[arc];
        if (slack > 0 && Math.abs(high) > most) {
          most = Math.abs(high);
          fallMin = most * nodeCount * 2 ** -102;
        }
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
    const count = hopsFrom(openArcs(arcs, weights), active, new Int32Array(nodeCount).fill(-1), behind);
    for (let i = 0; i < count; i++) {
      highs[behind[i]] = -Infinity;
      predecessors[behind[i]] = -1;
      edgeOf[behind[i]] = -1;
    }
  }
  addAlong(highs, lows, predecessors, edgeOf, weights);
  return { distances: highs, predecessors, edges: edgeOf, negativeCycle };
}

/** Arcs of less weight than Infinity. */
export function openArcs(arcs: Arcs, weights: Float64Array | undefined): Arcs {
  if (!weights?.includes(Infinity)) return arcs;
  const { offsets, ends, edges } = arcs;
  const open = { offsets: new Uint32Array(offsets.length), ends: ends.slice(), edges: edges.slice() };
  let n = 0;
  for (let u = 0; u + 1 < offsets.length; u++) {
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (weights[edges[arc]] === Infinity) continue;
      open.ends[n] = ends[arc];
      open.edges[n++] = edges[arc];
    }
    open.offsets[u + 1] = n;
  }
  return open;
}

/** Makes each distance the sum of the weights on its path, without the slack, rounded once. */
function addAlong(
  highs: Float64Array,
  lows: Float64Array,
  predecessors: Int32Array,
  edgeOf: Int32Array,
  weights: Float64Array | undefined,
): void {
  const isDone = new Uint8Array(highs.length);
  const path: number[] = [];
  for (let start = 0; start < highs.length; start++) {
    let at = start;
    for (; isDone[at] === 0 && predecessors[at] >= 0; at = predecessors[at]) {
      assert(path.length < highs.length, "predecessors of shortest paths form a cycle");
      path.push(at);
    }
    isDone[at] = 1;
    for (let v = path.pop(); v !== undefined; v = path.pop()) {
      const u = predecessors[v];
      const weight = weights === undefined ? 1 : weights[edgeOf[v]];
      const sum = highs[u] + weight;
      const part = sum - highs[u];
      const lost = highs[u] - (sum - part) + (weight - part) + lows[u];
      highs[v] = sum + lost;
      lows[v] = lost - (highs[v] - sum);
      isDone[v] = 1;
    }
  }
}

/** The cycle that the predecessors of a node run into. */
function cycleBehind(
  start: number,
  predecessors: Int32Array,
  edgeOf: Int32Array,
): { nodes: number[]; edges: number[] } {
  const seen = new Set<number>();
  let at = start;
  for (; !seen.has(at); at = predecessors[at]) {
    assert(predecessors[at] >= 0, "a distance falls without end and no cycle leads there");
    seen.add(at);
  }
  const nodes = [predecessors[at]];
  const edges = [edgeOf[at]];
  for (let u = predecessors[at]; u !== at; u = predecessors[u]) {
    nodes.push(predecessors[u]);
    edges.push(edgeOf[u]);
  }
  // walked backward: the first edge leads from the first node to the one it began at, which comes last
  return { nodes: nodes.reverse(), edges: edges.reverse() };
}
