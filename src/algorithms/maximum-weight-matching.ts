/**
 * The matching of greatest weight of a bipartite graph: the assignment problem. Kuhn 1955, "The Hungarian method",
 * one cheapest way after the other as in Jonker and Volgenant 1987, with Dijkstra's algorithm over the edges there are.
 */
import { IndexHeap } from "../structures/index-heap.js";
import type { Csr, GraphView } from "../view.js";
import { type Arcs, arcsOf } from "./direction.js";
import { lightestArcs } from "./lightest-arcs.js";
import type { Matching } from "./maximum-matching.js";
import { checkBoolean, checkOptions, type RunOptions } from "./options.js";
import { watch } from "./progress.js";
import { twoColoring } from "./two-coloring.js";
import { type Weight, weightsOf } from "./weights.js";

export interface MaximumWeightMatchingOptions extends RunOptions {
  /** What edges weigh, of any sign: an attribute's name or an array; 1 each unless given. */
  readonly weight?: Weight;
  /** Whether the most edges come first, and their weight second; false unless given. */
  readonly maxCardinality?: boolean;
}

/** Edges of which no two share a node, and what they weigh. */
export interface WeightMatching extends Matching {
  /** The sum of the weights. */
  readonly weight: number;
}

/**
 * A matching of the greatest weight, the direction of edges left aside; with `maxCardinality` the heaviest of those
 * with the most edges. The graph has to be bipartite. For a lightest assignment negate the weights.
 *
 * Time: O(nodes * (nodes + edges) * log nodes); space: 80 bytes a node and 16 an arc of both directions.
 * Deterministic. An empty graph has the empty matching; of parallel edges the heaviest may be taken, of several the
 * oldest; each connected part is matched by itself. With `maxCardinality` weights are compared to within a rounding of
 * their greatest size times the number of nodes.
 *
 * @throws RangeError if the graph is not bipartite, as it is not with a self-loop, or for a weight that is infinite
 *   or NaN.
 * @example
 * import { Graph } from "groggy";
 * import { maximumWeightMatching } from "groggy/algorithms";
 *
 * const graph = new Graph({ directed: false });
 * graph.addNodes(4);
 * graph.addEdges([0, 0, 1], [2, 3, 3], { attributes: { fit: [5, 6, 4] } });
 * maximumWeightMatching(graph, { weight: "fit" }).weight; // => 9
 */
export function maximumWeightMatching(
  view: GraphView,
  options: MaximumWeightMatchingOptions = {},
): WeightMatching {
  checkOptions(options);
  const { maxCardinality = false } = options;
  checkBoolean("maxCardinality", maxCardinality);
  const csr = view.csr();
  const weights = weightsOf(view, options.weight, { min: -Number.MAX_VALUE, max: Number.MAX_VALUE });
  const tick = watch(options, csr.nodeCount);
  const { colors, oddCycle } = twoColoring(csr);
  if (oddCycle !== undefined) {
    const ids = oddCycle.slice(0, 8).map((index) => csr.nodeIds[index]);
    throw new RangeError(
      `"view" expected a bipartite graph, got one with an odd cycle over ${ids.join(" - ")}`,
    );
  }
  const costs = weights?.map((weight) => -weight) ?? new Float64Array(csr.edgeCount).fill(-1);
  const arcs = lightestArcs(arcsOf(csr, "both"), costs);
  // what it costs to leave a node free: nothing, or more than any matching can make up for
  const heaviest = costs.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0);
  const free = maxCardinality ? (heaviest + 1) * (csr.nodeCount + 1) : 0;
  const matched = new Assignment(csr, arcs, costs, colors, free).run(tick);
  tick(csr.nodeCount);
  const edges = Uint32Array.from(matched).sort();
  let weight = 0;
  for (const edge of edges) weight += weights === undefined ? 1 : weights[edge];
  return { edges: edges.map((edge) => csr.edgeIds[edge]), size: edges.length, weight };
}

class Assignment {
  readonly #nodeCount: number;
  readonly #arcs: Arcs;
  readonly #costs: Float64Array;
  readonly #colors: Int32Array;
  readonly #free: number;
  /** The mate of each node; -1 if it is free. */
  readonly #mates: Int32Array;
  /** The edge that each node of color 1 is matched by. */
  readonly #edges: Int32Array;
  /** Under these prices no edge costs less than 0, and those that are taken cost nothing. */
  readonly #prices: Float64Array;
  readonly #heap: IndexHeap;
  /** The node of color 0 before each of color 1 that a search reached, and the edge from there. */
  readonly #froms: Int32Array;
  readonly #fromEdges: Int32Array;

  constructor(csr: Csr, arcs: Arcs, costs: Float64Array, colors: Int32Array, free: number) {
    this.#nodeCount = csr.nodeCount;
    this.#arcs = arcs;
    this.#costs = costs;
    this.#colors = colors;
    this.#free = free;
    this.#mates = new Int32Array(csr.nodeCount).fill(-1);
    this.#edges = new Int32Array(csr.nodeCount).fill(-1);
    this.#prices = new Float64Array(csr.nodeCount);
    this.#heap = new IndexHeap(csr.nodeCount);
    this.#froms = new Int32Array(csr.nodeCount);
    this.#fromEdges = new Int32Array(csr.nodeCount);
  }

  /** The edges of the matching. */
  run(tick: (done: number) => void): Int32Array {
    const { offsets, edges } = this.#arcs;
    for (let u = 0; u < this.#nodeCount; u++) {
      if (this.#colors[u] !== 0) continue;
      this.#prices[u] = this.#free;
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        this.#prices[u] = Math.min(this.#prices[u], this.#costs[edges[arc]]);
      }
    }
    for (let u = 0; u < this.#nodeCount; u++) {
      tick(u);
      if (this.#colors[u] === 0) this.#place(u);
    }
    return this.#edges.filter((_, v) => this.#mates[v] >= 0 && this.#colors[v] === 1);
  }

  /** Matches a node of color 0 in the cheapest way, which may leave it or another free for good. */
  #place(root: number): void {
    const [prices, mates, heap] = [this.#prices, this.#mates, this.#heap];
    // nodes of color 0 in the order of their distances, each but the root the mate of the one taken before
    const reached = [root];
    const distances = [0];
    const taken: number[] = [];
    let least = Infinity;
    let leftFree = -1;
    let end = -1;
    while (end < 0) {
      const u = reached[reached.length - 1];
      const distance = distances[distances.length - 1];
      // to leave u free is a way that ends here
      const whole = distance + Math.max(0, this.#free - prices[u]);
      if (whole < least) {
        least = whole;
        leftFree = u;
      }
      this.#relax(u, distance);
      if (heap.size === 0 || heap.keys[heap.peek()] >= least) break;
      const v = heap.pop();
      taken.push(v);
      if (mates[v] < 0) {
        least = heap.keys[v];
        end = v;
      } else {
        reached.push(mates[v]);
        distances.push(heap.keys[v]);
      }
    }
    for (let i = 0; i < reached.length; i++) prices[reached[i]] += Math.max(0, least - distances[i]);
    for (const v of taken) prices[v] -= Math.max(0, least - heap.keys[v]);
    heap.clear(taken);
    if (end < 0) {
      end = mates[leftFree];
      mates[leftFree] = -1;
    }
    // turn the way over; there is none if the root itself is left free
    for (let v = end; v >= 0; ) {
      const u = this.#froms[v];
      const before = mates[u];
      mates[v] = u;
      mates[u] = v;
      this.#edges[v] = this.#fromEdges[v];
      v = before;
    }
  }

  #relax(u: number, distance: number): void {
    const { offsets, ends, edges } = this.#arcs;
    const heap = this.#heap;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      // a rounding may leave a trace below 0
      const key = distance + Math.max(0, this.#costs[edges[arc]] - this.#prices[u] - this.#prices[v]);
      if (heap.isDone(v) || !(key < heap.keys[v])) continue;
      heap.lower(v, key);
      this.#froms[v] = u;
      this.#fromEdges[v] = edges[arc];
    }
  }
}
