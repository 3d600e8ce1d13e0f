/**
 * The lightest edges that keep every connected part together. Kruskal 1956, "On the shortest spanning subtree of a
 * graph"; Prim 1957, "Shortest connection networks"; Borůvka 1926, "O jistém problému minimálním".
 */
import { DisjointSet } from "../../structures/disjoint-set.js";
import { IndexHeap } from "../../structures/index-heap.js";
import type { Csr, GraphView } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { endsOf } from "../shared/arcs/edge-ends.js";
import { checkRunOptions, checkView, checkWord, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { edgesByWeight } from "../shared/weights/edge-ranks.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";

export interface MinimumSpanningForestOptions extends RunOptions {
  /** The weights of edges, of any sign: an attribute's name or an array. Defaults to 1 each. */
  readonly weight?: Weight;
  /** How it is found; all three find the same edges. Defaults to `kruskal`. */
  readonly algorithm?: "kruskal" | "prim" | "boruvka";
}

/** Edges without cycles. */
export interface SpanningForest {
  /** Ids, ascending. */
  readonly edges: Uint32Array;
  /** The sum of their weights; without a weight, how many there are. */
  readonly weight: number;
}

/**
 * A spanning forest of least weight, the direction of edges left aside: a tree for each connected part.
 *
 * Time: O(nodes + edges) almost with `kruskal`, whose edges are sorted by their bits; O((nodes + edges) log nodes)
 * with the others. Space: 8 bytes a node and 32 an edge. Deterministic: of edges that weigh the same the oldest is
 * taken, whichever the algorithm. An empty graph gives no edges; self-loops are never taken, of parallel edges the
 * lightest may be. Weights are compared, never added, but for `weight`, which is Infinity where it exceeds 1.8e308.
 *
 * @throws RangeError for NaN or an infinite weight.
 * @example
 * const { edges, weight } = minimumSpanningForest(graph, { weight: "weight" });
 */
export function minimumSpanningForest(
  view: GraphView,
  options: MinimumSpanningForestOptions = {},
): SpanningForest {
  checkView(view);
  checkRunOptions(options, ["weight", "algorithm"]);
  const { weight, algorithm = "kruskal" } = options;
  checkWord("algorithm", algorithm, ["kruskal", "prim", "boruvka"]);
  const csr = view.csr();
  const weights = weightsOf(view, weight, { min: -Number.MAX_VALUE, max: Number.MAX_VALUE });
  const tick = watch(options, csr.edgeCount);
  const taken = ALGORITHMS[algorithm](view, csr, edgesByWeight(csr.edgeCount, weights), tick);
  tick(csr.edgeCount);
  let sum = 0;
  let count = 0;
  const edges = new Uint32Array(csr.nodeCount);
  for (let edge = 0; edge < csr.edgeCount; edge++) {
    if (taken[edge] === 0) continue;
    edges[count++] = csr.edgeIds[edge];
    sum += weights === undefined ? 1 : weights[edge];
  }
  return { edges: edges.slice(0, count), weight: sum };
}

/**
 * 1 for each edge of the forest. Ties are broken by the edges' places in `sorted`, so that no two have the same
 * weight.
 */
type Algorithm = (view: GraphView, csr: Csr, sorted: Int32Array, tick: (done: number) => void) => Uint8Array;

const ALGORITHMS: Readonly<Record<"kruskal" | "prim" | "boruvka", Algorithm>> = { kruskal, prim, boruvka };

function kruskal(view: GraphView, csr: Csr, sorted: Int32Array, tick: (done: number) => void): Uint8Array {
  const { sources, targets } = endsOf(view, csr);
  const taken = new Uint8Array(csr.edgeCount);
  const trees = new DisjointSet(csr.nodeCount);
  for (let i = 0; i < sorted.length && trees.count > 1; i++) {
    if ((i & 0xffff) === 0) tick(i);
    const edge = sorted[i];
    if (trees.union(sources[edge], targets[edge])) taken[edge] = 1;
  }
  return taken;
}

function ranksOf(sorted: Int32Array): Uint32Array {
  const ranks = new Uint32Array(sorted.length);
  for (let i = 0; i < sorted.length; i++) ranks[sorted[i]] = i;
  return ranks;
}

function prim(_: GraphView, csr: Csr, sorted: Int32Array, tick: (done: number) => void): Uint8Array {
  const { offsets, ends, edges } = arcsOf(csr, "both");
  const ranks = ranksOf(sorted);
  const taken = new Uint8Array(csr.edgeCount);
  const heap = new IndexHeap(csr.nodeCount);
  for (let root = 0; root < csr.nodeCount; root++) {
    if (heap.isDone(root)) continue;
    heap.lower(root, -1);
    while (heap.size > 0) {
      const u = heap.pop();
      if (heap.keys[u] >= 0) taken[sorted[heap.keys[u]]] = 1;
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        if (!heap.isDone(ends[arc])) heap.lower(ends[arc], ranks[edges[arc]]);
      }
    }
    if ((root & 0xffff) === 0) tick(Math.min(root, csr.edgeCount));
  }
  return taken;
}

function boruvka(view: GraphView, csr: Csr, sorted: Int32Array, tick: (done: number) => void): Uint8Array {
  const { sources, targets } = endsOf(view, csr);
  const { nodeCount, edgeCount } = csr;
  const taken = new Uint8Array(edgeCount);
  const trees = new DisjointSet(nodeCount);
  const roots = new Uint32Array(nodeCount);
  const lightest = new Int32Array(nodeCount);
  // edges that still join two trees, by rank, moved together as the others drop out
  const open = sorted.slice();
  for (let count = open.length; count > 0; ) {
    tick(edgeCount - count);
    for (let u = 0; u < nodeCount; u++) roots[u] = trees.find(u);
    let left = 0;
    for (let i = 0; i < count; i++) {
      if (roots[sources[open[i]]] !== roots[targets[open[i]]]) open[left++] = open[i];
    }
    count = left;
    lightest.fill(-1);
    // from the heaviest on, so that the lightest is written last
    for (let i = count - 1; i >= 0; i--) {
      lightest[roots[sources[open[i]]]] = open[i];
      lightest[roots[targets[open[i]]]] = open[i];
    }
    for (const edge of lightest) {
      if (edge >= 0 && trees.union(sources[edge], targets[edge])) taken[edge] = 1;
    }
  }
  return taken;
}
