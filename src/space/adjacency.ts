/**
 * For each node the edges that leave it and the edges that enter it, over the pool's whole edge list: a linked
 * list through two arrays, the newest edge first ("forward star"). Edges of other states are skipped by the
 * caller's bitmap, so a checkout changes nothing here. Edges are linked in when first asked for: a program that
 * only loads and freezes never pays.
 */
import { allocateNumbers, grown } from "../pool/buffers.js";
import type { EdgePool, Pool } from "../pool/pool.js";
import type { Bitmap } from "../structures/bitmap.js";

/** Heads and links hold the edge's id plus one; 0 ends a list. */
const END = 0;

/** One of the two directions: the list of a node starts at its head and follows the links. */
class Links {
  heads = new Uint32Array(0);
  next = new Uint32Array(0);

  link(ends: Uint32Array, from: number, to: number, nodeCount: number): void {
    if (this.heads.length < nodeCount) this.heads = grown(this.heads, nodeCount);
    if (this.next.length === 0 && to > 1) this.next = allocateNumbers(Uint32Array, to);
    else this.next = grown(this.next, to);
    const { heads, next } = this;
    for (let edge = from; edge < to; edge++) {
      const node = ends[edge];
      next[edge] = heads[node];
      heads[node] = edge + 1;
    }
  }

  get byteLength(): number {
    return this.heads.byteLength + this.next.byteLength;
  }
}

export class Adjacency {
  readonly #pool: Pool;
  readonly #outgoing = new Links();
  readonly #incoming = new Links();
  #linked = 0;
  #buffer = new Uint32Array(64);

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  get byteLength(): number {
    return this.#outgoing.byteLength + this.#incoming.byteLength;
  }

  /** The live edges that leave (or enter) a node, oldest first, as a new array. */
  edges(node: number, incoming: boolean, live: Bitmap): Uint32Array {
    const count = this.#collect(node, incoming, live);
    return this.#buffer.slice(0, count).reverse();
  }

  degree(node: number, incoming: boolean, live: Bitmap): number {
    const { heads, next } = this.#links(incoming);
    let count = 0;
    if (node >= heads.length) return 0;
    for (let at = heads[node]; at !== END; at = next[at - 1]) if (live.has(at - 1)) count++;
    return count;
  }

  /** Calls `visit` with each live edge that leaves (or enters) a node, newest first, until it returns false. */
  visit(node: number, incoming: boolean, live: Bitmap, visit: (edge: number) => boolean): void {
    const { heads, next } = this.#links(incoming);
    if (node >= heads.length) return;
    for (let at = heads[node]; at !== END; at = next[at - 1]) {
      if (live.has(at - 1) && !visit(at - 1)) return;
    }
  }

  #collect(node: number, incoming: boolean, live: Bitmap): number {
    const { heads, next } = this.#links(incoming);
    let count = 0;
    if (node >= heads.length) return 0;
    for (let at = heads[node]; at !== END; at = next[at - 1]) {
      if (!live.has(at - 1)) continue;
      if (count === this.#buffer.length) this.#buffer = grown(this.#buffer, count + 1);
      this.#buffer[count++] = at - 1;
    }
    return count;
  }

  #links(incoming: boolean): Links {
    const edges: EdgePool = this.#pool.edges;
    if (this.#linked < edges.count || this.#outgoing.heads.length < this.#pool.nodes.count) {
      const nodeCount = this.#pool.nodes.count;
      this.#outgoing.link(edges.sources, this.#linked, edges.count, nodeCount);
      this.#incoming.link(edges.targets, this.#linked, edges.count, nodeCount);
      this.#linked = edges.count;
    }
    return incoming ? this.#incoming : this.#outgoing;
  }
}
