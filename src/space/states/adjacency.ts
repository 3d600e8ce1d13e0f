/**
 * For each node the edges that leave it and the edges that enter it, over the pool's whole edge list: a linked
 * list through two arrays, the newest edge first ("forward star"). Edges of other states are skipped by the
 * caller's bitmap, so a checkout changes nothing here. Edges are linked in when first asked for, each direction by
 * itself: a program that only loads and freezes never pays.
 */
import { grownPlain } from "../../pool/buffers.js";
import type { Pool } from "../../pool/pool.js";
import type { Bitmap } from "../../structures/bitmap.js";

/** Heads and links hold the edge's id plus one; 0 ends a list. */
const END = 0;

/** One of the two directions: the list of a node starts at its head and follows the links. */
class Links {
  heads = new Uint32Array(0);
  next = new Uint32Array(0);
  #linked = 0;

  /** Links in the edges that came since the last call, and makes room for all nodes. */
  update(ends: Uint32Array, edgeCount: number, nodeCount: number): this {
    this.heads = grownPlain(this.heads, nodeCount);
    if (this.#linked === edgeCount) return this;
    this.next = grownPlain(this.next, edgeCount);
    const { heads, next } = this;
    for (let edge = this.#linked; edge < edgeCount; edge++) {
      const node = ends[edge];
      next[edge] = heads[node];
      heads[node] = edge + 1;
    }
    this.#linked = edgeCount;
    return this;
  }

  /** Forgets all edges if some from `edgeCount` on are linked, which are no more. */
  shrink(edgeCount: number): void {
    if (this.#linked <= edgeCount) return;
    this.#linked = 0;
    this.heads.fill(END);
  }
}

export class Adjacency {
  readonly #pool: Pool;
  readonly #outgoing = new Links();
  readonly #incoming = new Links();
  #buffer = new Uint32Array(64);

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** The live edges that leave (or enter) a node, oldest first, as a new array. */
  edges(node: number, incoming: boolean, live: Bitmap): Uint32Array {
    const { heads, next } = this.#links(incoming);
    let count = 0;
    for (let at = heads[node]; at !== END; at = next[at - 1]) {
      if (!live.has(at - 1)) continue;
      if (count === this.#buffer.length) this.#buffer = grownPlain(this.#buffer, count + 1);
      this.#buffer[count++] = at - 1;
    }
    const edges = new Uint32Array(count);
    for (let i = 0; i < count; i++) edges[i] = this.#buffer[count - 1 - i];
    return edges;
  }

  /** Forgets edges from `edgeCount` on, which are no more. */
  shrink(edgeCount: number): void {
    this.#outgoing.shrink(edgeCount);
    this.#incoming.shrink(edgeCount);
  }

  degree(node: number, incoming: boolean, live: Bitmap): number {
    const { heads, next } = this.#links(incoming);
    let count = 0;
    for (let at = heads[node]; at !== END; at = next[at - 1]) if (live.has(at - 1)) count++;
    return count;
  }

  /** Calls `visit` with each live edge that leaves (or enters) a node, newest first, until it returns false. */
  visit(node: number, incoming: boolean, live: Bitmap, visit: (edge: number) => boolean): void {
    const { heads, next } = this.#links(incoming);
    for (let at = heads[node]; at !== END; at = next[at - 1]) {
      if (live.has(at - 1) && !visit(at - 1)) return;
    }
  }

  /** The links of one direction, for all nodes and edges of the pool. */
  #links(incoming: boolean): Links {
    const { nodes, edges } = this.#pool;
    return incoming
      ? this.#incoming.update(edges.targets, edges.count, nodes.count)
      : this.#outgoing.update(edges.sources, edges.count, nodes.count);
  }
}
