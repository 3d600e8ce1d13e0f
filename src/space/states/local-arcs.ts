/**
 * The arcs of single nodes, read from the adjacency lists: cheap for a search that stays near its start, after a
 * write or in a past state, where the frozen graph would cost all nodes and edges. The arcs of a node are in the
 * order of the frozen graph, so that a search over either finds the same.
 *
 * Invariant: it shows the edges of the moment it was made, whatever happens to the graph.
 */
import type { Bitmap } from "../../structures/bitmap.js";
import { type Adjacency, EdgeBuffer } from "./adjacency.js";
import type { Direction, GraphState } from "./graph-state.js";

/** The number of arcs that may still be read one by one before freezing the graph is cheaper. */
export interface ArcBudget {
  left: number;
}

export class LocalArcs {
  /** The node at the far end of each arc of the node that was read last, by id; the next read writes over it. */
  ends = new Uint32Array(64);
  /** The edge of each of these arcs, by id. */
  edges = new Uint32Array(64);
  /** Their number. */
  count = 0;
  readonly directed: boolean;
  readonly #adjacency: Adjacency;
  readonly #live: Bitmap;
  readonly #sources: Uint32Array;
  readonly #targets: Uint32Array;
  readonly #budget: ArcBudget;
  readonly #leaving = new EdgeBuffer();
  readonly #entering = new EdgeBuffer();

  constructor({ directed, adjacency, edges, pool }: GraphState, budget: ArcBudget) {
    this.directed = directed;
    this.#adjacency = adjacency;
    this.#live = edges.live.clone();
    this.#sources = pool.edges.sources;
    this.#targets = pool.edges.targets;
    this.#budget = budget;
  }

  /**
   * Reads the arcs of a node: in one direction oldest first, in `both` those that leave it before those that enter it,
   * a self-loop twice. In an undirected graph all directions are the same. False once the budget is spent; the arcs
   * are read all the same.
   */
  read(node: number, direction: Direction): boolean {
    const [leaving, entering] = [this.#leaving, this.#entering];
    leaving.count = 0;
    entering.count = 0;
    if (!this.directed || direction !== "in") this.#adjacency.lists(false).read(node, this.#live, leaving);
    if (!this.directed || direction !== "out") this.#adjacency.lists(true).read(node, this.#live, entering);
    this.#clear(leaving.count + entering.count);
    if (this.directed) {
      this.#add(leaving, this.#targets);
      this.#add(entering, this.#sources);
    } else this.#merge(leaving, entering);
    this.#budget.left -= this.count;
    return this.#budget.left >= 0;
  }

  #clear(capacity: number): void {
    this.count = 0;
    if (capacity <= this.ends.length) return;
    this.ends = new Uint32Array(Math.max(capacity, this.ends.length * 2));
    this.edges = new Uint32Array(this.ends.length);
  }

  #add(list: EdgeBuffer, far: Uint32Array): void {
    const { ends, edges } = this;
    let n = this.count;
    for (let i = 0; i < list.count; i++, n++) {
      edges[n] = list.edges[i];
      ends[n] = far[edges[n]];
    }
    this.count = n;
  }

  /** By the edges' ids; a self-loop is in both lists, and so comes twice. */
  #merge(leaving: EdgeBuffer, entering: EdgeBuffer): void {
    const { ends, edges } = this;
    const count = leaving.count + entering.count;
    for (let n = 0, i = 0, j = 0; n < count; n++) {
      const leaves = j === entering.count || (i < leaving.count && leaving.edges[i] <= entering.edges[j]);
      edges[n] = leaves ? leaving.edges[i++] : entering.edges[j++];
      ends[n] = leaves ? this.#targets[edges[n]] : this.#sources[edges[n]];
    }
    this.count = count;
  }
}
