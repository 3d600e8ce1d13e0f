/**
 * The cheapest matching of a bipartite graph: the assignment problem. Kuhn 1955, "The Hungarian method", one cheapest
 * way after the other as in Jonker and Volgenant 1987, with Dijkstra's algorithm over the edges there are.
 */
import { IndexHeap } from "../../structures/index-heap.js";
import type { Arcs } from "../shared/arcs/direction.js";

/** The edges of a matching of the least cost, by index, if leaving a node of color 0 free costs `free`. */
export function cheapestAssignment(
  arcs: Arcs,
  costs: Float64Array,
  colors: Int32Array,
  free: number,
  tick: (done: number) => void,
): Int32Array {
  return new Assignment(arcs, costs, colors, free).run(tick);
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

  constructor(arcs: Arcs, costs: Float64Array, colors: Int32Array, free: number) {
    const nodeCount = colors.length;
    this.#nodeCount = nodeCount;
    this.#arcs = arcs;
    this.#costs = costs;
    this.#colors = colors;
    this.#free = free;
    this.#mates = new Int32Array(nodeCount).fill(-1);
    this.#edges = new Int32Array(nodeCount).fill(-1);
    this.#prices = new Float64Array(nodeCount);
    this.#heap = new IndexHeap(nodeCount);
    this.#froms = new Int32Array(nodeCount);
    this.#fromEdges = new Int32Array(nodeCount);
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
