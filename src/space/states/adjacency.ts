/**
 * For each node the edges that leave it and the edges that enter it, over the pool's whole edge list, each direction
 * by itself. Edges of other states are skipped by the caller's bitmap, so a write or a checkout changes nothing here,
 * and all states of a graph share the lists. They are built when first used: a program that only loads and freezes
 * never pays for them.
 */
import { grownPlain } from "../../pool/buffers.js";
import type { ReadonlyEdgePool } from "../../pool/pool.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { IdMap } from "../../structures/id-map.js";

/** The adjacency lists of a graph. */
export interface Adjacency {
  /** The lists of the edges that leave nodes, or of those that enter them, for all edges of the pool. */
  lists(incoming: boolean): EdgeLists;
  /** Tells of the arcs of all edges below `edgeCount`, which lists are copied from instead of sorting edges. */
  offer?(arcs: OfferedArcs, edgeCount: number): void;
}

/** Edges by the node that they leave, or enter: those of node u are at offsets[u] .. offsets[u + 1] - 1, oldest first. */
interface SortedEdges {
  readonly offsets: Uint32Array;
  readonly edges: Uint32Array;
}

/** A frozen graph in which nodes and edges have their ids for indices. */
export interface OfferedArcs {
  readonly out: SortedEdges;
  readonly inIfBuilt: SortedEdges | undefined;
}

/** The edges of each node in one direction. */
export interface EdgeLists {
  /** The live edges of a node, oldest first, as a new array. */
  edges(node: number, live: Bitmap): Uint32Array;
  /** Writes the live edges of a node, oldest first, over what is in `list`. */
  read(node: number, live: Bitmap, list: EdgeBuffer): void;
  /** The number of live edges of a node. */
  degree(node: number, live: Bitmap): number;
}

/** A buffer for the edges of a node, reused for the next. */
export class EdgeBuffer {
  edges = new Uint32Array(64);
  count = 0;

  push(edge: number): void {
    if (this.count === this.edges.length) this.edges = grownPlain(this.edges, this.count + 1);
    this.edges[this.count++] = edge;
  }
}

/** The edges of one node after another, live or not, in any order. */
export class EdgeWalk {
  #packed = new Uint32Array(0);
  #at = 0;
  #end = 0;
  #links = new Uint32Array(0);
  #link = END;
  #linkedFrom = 0;

  start(
    packed: Uint32Array<ArrayBuffer>,
    at: number,
    end: number,
    links: Uint32Array<ArrayBuffer>,
    link: number,
    linkedFrom: number,
  ): void {
    this.#packed = packed;
    this.#at = at;
    this.#end = end;
    this.#links = links;
    this.#link = link;
    this.#linkedFrom = linkedFrom;
  }

  /** The next edge; negative at the end. */
  next(): number {
    if (this.#at < this.#end) return this.#packed[this.#at++];
    const link = this.#link;
    if (link === END) return -1;
    this.#link = this.#links[link - 1 - this.#linkedFrom];
    return link - 1;
  }
}

/** The lists of a pool's edges. */
export class PoolAdjacency implements Adjacency {
  readonly #pool: ReadonlyEdgePool;
  readonly #outgoing: PackedLists;
  readonly #incoming: PackedLists;
  readonly #atSource = new EdgeWalk();
  readonly #atTarget = new EdgeWalk();

  constructor(pool: ReadonlyEdgePool) {
    this.#pool = pool;
    this.#outgoing = new PackedLists(pool, false);
    this.#incoming = new PackedLists(pool, true);
  }

  /**
   * The oldest matching edge from `source` to `target`; negative if there is none. Both lists are walked in parallel
   * until the shorter one ends, so a node of few edges is found at a hub at once.
   */
  oldestBetween(source: number, target: number, isWanted: (edge: number) => boolean): number {
    const { sources, targets } = this.#pool;
    const [leaving, entering] = [this.#atSource, this.#atTarget];
    this.#outgoing.walk(source, leaving);
    this.#incoming.walk(target, entering);
    // each walk visits all edges between the two, so the one that ends first has seen them all
    let [first, second] = [-1, -1];
    for (;;) {
      let edge = leaving.next();
      if (edge < 0) return first;
      if (targets[edge] === target && (first < 0 || edge < first) && isWanted(edge)) first = edge;
      edge = entering.next();
      if (edge < 0) return second;
      if (sources[edge] === source && (second < 0 || edge < second) && isWanted(edge)) second = edge;
    }
  }

  lists(incoming: boolean): EdgeLists {
    return incoming ? this.#incoming : this.#outgoing;
  }

  offer(arcs: OfferedArcs, edgeCount: number): void {
    // whoever froze the graph decides how long it is kept
    const offered = { arcs: new WeakRef(arcs), edgeCount };
    this.#outgoing.offered = offered;
    this.#incoming.offered = offered;
  }

  /** Forgets edges from `edgeCount` on, which are no more. */
  shrink(edgeCount: number): void {
    this.#outgoing.shrink(edgeCount);
    this.#incoming.shrink(edgeCount);
  }
}

/** Links hold an edge's id plus one; 0 ends a list. */
const END = 0;

/** So many reads look through all edges before lists are built, which takes as long as ten to twenty such looks. */
const SCANS_MAX = 2;

/** Later edges are linked until there are this many of them, and more than a quarter of the packed ones. */
const LINKED_COUNT_MIN = 1024;
const LINKED_SHARE = 1 / 4;

/**
 * One direction. The first edges are packed, node after node, the oldest first; newer ones are linked from each
 * node's newest to its oldest. Invariant: every edge below `#packed.length` is packed, and every other one below
 * `#listed` is linked.
 */
class PackedLists implements EdgeLists {
  readonly #pool: ReadonlyEdgePool;
  readonly #isIncoming: boolean;
  /** Node u's packed edges begin at `#offsets[u]` and end before `#offsets[u + 1]`. */
  #offsets: Uint32Array<ArrayBuffer> = new Uint32Array(1);
  #packed = new Uint32Array(0);
  /** The newest linked edge of each node that has one. */
  readonly #heads = new IdMap();
  /** The linked edge before each linked one, in the order of their ids. */
  #links = new Uint32Array(0);
  #listed = 0;
  #scansLeft = SCANS_MAX;
  readonly #buffer = new EdgeBuffer();
  /** Sorted arcs of the first edges. */
  offered: { readonly arcs: WeakRef<OfferedArcs>; readonly edgeCount: number } | undefined;

  constructor(pool: ReadonlyEdgePool, isIncoming: boolean) {
    this.#pool = pool;
    this.#isIncoming = isIncoming;
  }

  edges(node: number, live: Bitmap): Uint32Array {
    this.read(node, live, this.#buffer);
    return this.#buffer.edges.slice(0, this.#buffer.count);
  }

  read(node: number, live: Bitmap, list: EdgeBuffer): void {
    list.count = 0;
    if (!this.#update()) {
      const ends = this.#ends;
      const { count } = this.#pool;
      for (let edge = 0; edge < count; edge++) if (ends[edge] === node && live.has(edge)) list.push(edge);
      return;
    }
    const packed = this.#packed;
    const end = this.#endOf(node);
    for (let at = this.#startOf(node); at < end; at++) if (live.has(packed[at])) list.push(packed[at]);
    const first = list.count;
    for (let link = this.#headOf(node); link !== END; link = this.#links[link - 1 - packed.length]) {
      if (live.has(link - 1)) list.push(link - 1);
    }
    if (list.count > first + 1) list.edges.subarray(first, list.count).reverse();
  }

  /** Begins a walk over the edges of a node. */
  walk(node: number, walk: EdgeWalk): void {
    if (!this.#update()) {
      const list = this.#buffer;
      const ends = this.#ends;
      list.count = 0;
      for (let edge = 0; edge < this.#pool.count; edge++) if (ends[edge] === node) list.push(edge);
      walk.start(list.edges, 0, list.count, this.#links, END, 0);
      return;
    }
    const packed = this.#packed;
    const [start, end] = [this.#startOf(node), this.#endOf(node)];
    walk.start(packed, start, end, this.#links, this.#headOf(node), packed.length);
  }

  degree(node: number, live: Bitmap): number {
    if (!this.#update()) {
      this.read(node, live, this.#buffer);
      return this.#buffer.count;
    }
    let count = 0;
    const packed = this.#packed;
    const end = this.#endOf(node);
    for (let at = this.#startOf(node); at < end; at++) if (live.has(packed[at])) count++;
    for (let link = this.#headOf(node); link !== END; link = this.#links[link - 1 - packed.length]) {
      if (live.has(link - 1)) count++;
    }
    return count;
  }

  /** The ends of the edges that are no more are still where they were. O(those edges) unless they are packed. */
  shrink(edgeCount: number): void {
    if (this.offered !== undefined && this.offered.edgeCount > edgeCount) this.offered = undefined;
    if (this.#listed <= edgeCount) return;
    const first = this.#packed.length;
    if (first <= edgeCount) {
      const ends = this.#ends;
      // each is the newest of its node once those after it are gone
      for (let edge = this.#listed - 1; edge >= edgeCount; edge--)
        this.#heads.set(ends[edge], this.#links[edge - first]);
      this.#listed = edgeCount;
      return;
    }
    this.#unlink();
    this.#offsets = new Uint32Array(1);
    this.#packed = new Uint32Array(0);
    this.#listed = 0;
  }

  get #ends(): Uint32Array {
    return this.#isIncoming ? this.#pool.targets : this.#pool.sources;
  }

  #startOf(node: number): number {
    return node + 1 < this.#offsets.length ? this.#offsets[node] : 0;
  }

  #endOf(node: number): number {
    return node + 1 < this.#offsets.length ? this.#offsets[node + 1] : 0;
  }

  #headOf(node: number): number {
    return this.#heads.size === 0 ? END : Math.max(this.#heads.get(node), END);
  }

  /** Lists the edges that came since the last call; false where a look through all edges is to do for this once. */
  #update(): boolean {
    const { count } = this.#pool;
    if (count === this.#listed) return true;
    if (this.#isFarBehind(count)) this.#copyOffered();
    if (this.#isFarBehind(count)) {
      if (this.#listed === 0 && this.#scansLeft-- > 0) return false;
      this.#unlink();
      this.#pack(count);
    } else this.#link(count);
    return true;
  }

  #isFarBehind(count: number): boolean {
    const linkedCount = count - this.#packed.length;
    return linkedCount > LINKED_COUNT_MIN && linkedCount > this.#packed.length * LINKED_SHARE;
  }

  /** Packs the first edges as they are sorted elsewhere: a copy takes a tenth of the time. */
  #copyOffered(): void {
    const arcs = this.offered?.arcs.deref();
    const half = this.#isIncoming ? arcs?.inIfBuilt : arcs?.out;
    if (half === undefined || half.edges.length <= this.#packed.length) return;
    this.#unlink();
    this.#packed = half.edges.slice();
    this.#offsets = half.offsets.slice();
    this.#listed = this.#packed.length;
    this.offered = undefined;
  }

  #link(count: number): void {
    const ends = this.#ends;
    const first = this.#packed.length;
    this.#links = grownPlain(this.#links, count - first);
    for (let edge = this.#listed; edge < count; edge++) {
      this.#links[edge - first] = this.#headOf(ends[edge]);
      this.#heads.set(ends[edge], edge + 1);
    }
    this.#listed = count;
  }

  #unlink(): void {
    this.#heads.clear();
    this.#links = new Uint32Array(0);
    this.#listed = this.#packed.length;
  }

  /** Packs all edges. */
  #pack(count: number): void {
    const ends = this.#ends;
    let nodeCount = 0;
    for (let edge = 0; edge < count; edge++) if (ends[edge] >= nodeCount) nodeCount = ends[edge] + 1;
    this.#packed = new Uint32Array(count);
    this.#offsets =
      count < BUCKETED_COUNT_MIN
        ? placeEdges(ends, undefined, this.#packed, nodeCount)
        : placeByBuckets(ends, this.#packed, nodeCount);
    this.#listed = count;
  }
}

/** From this many edges on nodes and edges no longer fit in the caches while edges are placed one by one. */
const BUCKETED_COUNT_MIN = 1 << 20;
const BUCKET_BITS = 8;

/**
 * Places edges by counting, `edges[i]` (or `i`) at node `ends[i]`; returns where each node's begin. What has the same
 * node stays in order.
 */
function placeEdges(
  ends: Uint32Array,
  edges: Uint32Array | undefined,
  packed: Uint32Array,
  nodeCount: number,
): Uint32Array<ArrayBuffer> {
  const count = packed.length;
  // a node's count is stored two places on, so that its start, which advances with each edge, ends as the next one's
  const offsets = new Uint32Array(nodeCount + 2);
  for (let i = 0; i < count; i++) offsets[ends[i] + 2]++;
  for (let node = 2; node < offsets.length; node++) offsets[node] += offsets[node - 1];
  if (edges === undefined) for (let i = 0; i < count; i++) packed[offsets[ends[i] + 1]++] = i;
  else for (let i = 0; i < count; i++) packed[offsets[ends[i] + 1]++] = edges[i];
  return offsets.subarray(0, nodeCount + 1);
}

/** The same by way of buckets of nodes, whose edges are then placed without a miss in the caches: two thirds the time. */
function placeByBuckets(ends: Uint32Array, packed: Uint32Array, nodeCount: number): Uint32Array<ArrayBuffer> {
  const count = packed.length;
  const shift = Math.max(0, 32 - Math.clz32(nodeCount) - BUCKET_BITS);
  const cursors = new Uint32Array(2 ** BUCKET_BITS + 1);
  for (let edge = 0; edge < count; edge++) cursors[(ends[edge] >>> shift) + 1]++;
  for (let bucket = 1; bucket < cursors.length; bucket++) cursors[bucket] += cursors[bucket - 1];
  const [nodes, edges] = [new Uint32Array(count), new Uint32Array(count)];
  for (let edge = 0; edge < count; edge++) {
    const at = cursors[ends[edge] >>> shift]++;
    nodes[at] = ends[edge];
    edges[at] = edge;
  }
  return placeEdges(nodes, edges, packed, nodeCount);
}
