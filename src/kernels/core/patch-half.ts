/**
 * One direction of a frozen graph made from that of the graph before a few nodes and edges came and went: what lies between
 * two changes is copied in one piece, and numbers behind a change move on. What comes out is what sorting all edges anew
 * gives. Takes the time of a copy, and for each change a look at the arcs of its nodes.
 */
import { assert } from "../../errors.js";

/** The arrays of a direction: node u's arcs are at offsets[u] .. offsets[u + 1] - 1 of the others. */
export interface HalfArrays {
  readonly offsets: Uint32Array;
  readonly ends: Uint32Array;
  readonly edges: Uint32Array;
}

/** The arcs that come: each from `keys[i]` to `ends[i]` by `edges[i]`, in new numbers; by key, and of a key by edge. */
export interface AddedArcs {
  readonly keys: Uint32Array;
  readonly ends: Uint32Array;
  readonly edges: Uint32Array;
}

/** Numbers are looked up by blocks, of which there are about so many: their moves stay in a near cache. */
const BLOCK_BITS = 14;

/** A block in which numbers move by several distances. */
const MIXED = 0x7fffffff;

/** Where more than this share of the blocks are such, a table of all numbers is faster. */
const MIXED_SHARE = 1 / 4;

/** Numbers 0, 1, 2 … of which some go and among which others come: where each of the others moves. */
export class Renumbering {
  /** The old numbers that go, ascending. */
  readonly removed: Uint32Array;
  /** The new numbers that come, ascending. */
  readonly added: Uint32Array;
  readonly #removed: ReadonlySet<number>;
  /** From the old number `#from[i]` on, up to the next one, numbers move by `#by[i]`. */
  readonly #from: number[] = [];
  readonly #by: number[] = [];
  readonly #count: number;
  #table: Uint32Array | undefined;
  #blocks: { readonly shift: number; readonly by: Int32Array } | undefined;

  /** @param count of the old numbers. */
  constructor(removed: Uint32Array, added: Uint32Array, count: number) {
    this.removed = removed;
    this.added = added;
    this.#removed = new Set(removed);
    this.#count = count;
    let [old, i, j] = [0, 0, 0];
    while (i < removed.length || j < added.length) {
      // the next one that goes, or the old number before which the next one comes
      const goes = i < removed.length ? removed[i] : Number.POSITIVE_INFINITY;
      const comes = j < added.length ? added[j] - j + i : Number.POSITIVE_INFINITY;
      if (goes <= comes) {
        old = goes + 1;
        i++;
      } else {
        old = comes;
        j++;
      }
      if (old >= count) break;
      if (this.#from.at(-1) === old) this.#by[this.#by.length - 1] = j - i;
      else {
        this.#from.push(old);
        this.#by.push(j - i);
      }
    }
  }

  /** Whether a number goes. */
  goes(old: number): boolean {
    return this.#removed.has(old);
  }

  /** The new number of one that stays. */
  of(old: number): number {
    let low = 0;
    let high = this.#from.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#from[middle] <= old) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? old : old + this.#by[low - 1];
  }

  /** Writes the new numbers of `from[start]` up to `from[end]` to `to`, from `at` on. Those that go have none. */
  copy(from: Uint32Array, start: number, end: number, to: Uint32Array, at: number): void {
    const moves = this.#from.length;
    const shift = at - start;
    if (moves === 0) to.set(from.subarray(start, end), at);
    else if (moves === 1) {
      const [[first], [by]] = [this.#from, this.#by];
      for (let i = start; i < end; i++) to[i + shift] = from[i] >= first ? from[i] + by : from[i];
    } else if (this.#isBlocked()) {
      const { shift: bits, by } = this.#blocksOfAll();
      for (let i = start; i < end; i++) {
        const move = by[from[i] >>> bits];
        to[i + shift] = move === MIXED ? this.of(from[i]) : from[i] + move;
      }
    } else {
      const table = this.#tableOfAll();
      for (let i = start; i < end; i++) to[i + shift] = table[from[i]];
    }
  }

  #isBlocked(): boolean {
    return this.#from.length < MIXED_SHARE * Math.min(this.#count, 2 ** BLOCK_BITS);
  }

  #blocksOfAll(): { readonly shift: number; readonly by: Int32Array } {
    if (this.#blocks !== undefined) return this.#blocks;
    const shift = Math.max(0, 32 - Math.clz32(this.#count) - BLOCK_BITS);
    const by = new Int32Array((this.#count >>> shift) + 1);
    for (let move = 0; move < this.#from.length; move++) by.fill(this.#by[move], this.#from[move] >>> shift);
    // a move that begins within a block leaves it mixed
    for (const first of this.#from) if ((first & (2 ** shift - 1)) !== 0) by[first >>> shift] = MIXED;
    this.#blocks = { shift, by };
    return this.#blocks;
  }

  #tableOfAll(): Uint32Array {
    if (this.#table !== undefined) return this.#table;
    const table = new Uint32Array(this.#count);
    let by = 0;
    for (let move = 0, old = 0; move <= this.#from.length; move++) {
      const end = move < this.#from.length ? this.#from[move] : this.#count;
      for (; old < end; old++) table[old] = old + by;
      by = this.#by[move];
    }
    this.#table = table;
    return table;
  }
}

/**
 * Writes the arcs of `base` without those of edges that go, and with those that come, to `out`, whose arrays are as long as
 * that takes.
 *
 * @param changed the old numbers of nodes that have an arc that goes, in any order.
 */
export function patchHalf(
  base: HalfArrays,
  out: HalfArrays,
  nodes: Renumbering,
  edges: Renumbering,
  changed: Uint32Array,
  arcs: AddedArcs,
): void {
  const oldCount = base.offsets.length - 1;
  const newCount = oldCount - nodes.removed.length + nodes.added.length;
  const special = specialNodes(nodes, changed, arcs);
  let [old, node, at, next, i, j, k] = [0, 0, 0, 0, 0, 0, 0];
  const copyRun = (count: number): void => {
    const [start, end] = [base.offsets[old], base.offsets[old + count]];
    const shift = at - start;
    for (let n = 0; n < count; n++) out.offsets[node + n] = base.offsets[old + n] + shift;
    nodes.copy(base.ends, start, end, out.ends, at);
    edges.copy(base.edges, start, end, out.edges, at);
    at += end - start;
    old += count;
    node += count;
  };
  const putAdded = (before: number): void => {
    for (; next < arcs.keys.length && arcs.keys[next] === node && arcs.edges[next] < before; next++) {
      out.ends[at] = arcs.ends[next];
      out.edges[at++] = arcs.edges[next];
    }
  };
  for (;;) {
    const toRemoved = i < nodes.removed.length ? nodes.removed[i] - old : Number.POSITIVE_INFINITY;
    const toSpecial = j < special.length ? special[j] - node : Number.POSITIVE_INFINITY;
    const run = Math.min(toRemoved, toSpecial, oldCount - old);
    if (run > 0) copyRun(run);
    if (toRemoved === run) {
      // its arcs have gone with it
      old++;
      i++;
    } else if (toSpecial === run) {
      j++;
      out.offsets[node] = at;
      if (k < nodes.added.length && nodes.added[k] === node) k++;
      else {
        const end = base.offsets[old + 1];
        for (let arc = base.offsets[old]; arc < end; arc++) {
          if (edges.goes(base.edges[arc])) continue;
          const edge = edges.of(base.edges[arc]);
          putAdded(edge);
          out.ends[at] = nodes.of(base.ends[arc]);
          out.edges[at++] = edge;
        }
        old++;
      }
      putAdded(Number.POSITIVE_INFINITY);
      node++;
    } else break;
  }
  out.offsets[newCount] = at;
  assert(
    node === newCount && at === out.ends.length && next === arcs.keys.length,
    "a patch that does not fit",
  );
}

/** New numbers of nodes that come, or whose arcs change, ascending, each once. */
function specialNodes(nodes: Renumbering, changed: Uint32Array, { keys }: AddedArcs): Uint32Array {
  const all = new Uint32Array(nodes.added.length + changed.length + keys.length);
  let count = 0;
  for (const node of nodes.added) all[count++] = node;
  for (const node of changed) if (!nodes.goes(node)) all[count++] = nodes.of(node);
  for (const node of keys) all[count++] = node;
  const sorted = all.subarray(0, count).sort();
  let kept = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[kept - 1]) sorted[kept++] = sorted[i];
  return sorted.subarray(0, kept);
}
