/**
 * Arcs by the node that they begin at, those of a node sorted by the node at the far end, then by edge: two nodes' arcs
 * can be intersected, and arcs that come and go are patched in without sorting the rest anew.
 */
import { assert } from "../errors.js";
import { lowerBound } from "./binary-search.js";

export interface ArcTable {
  /** Node u's arcs are at offsets[u] up to offsets[u + 1] of the next two; nodes past the end have none. */
  readonly offsets: Uint32Array;
  /** The node at the far end of each arc. */
  readonly ends: Uint32Array;
  readonly edges: Uint32Array;
}

/** Arcs that go or come, in any order: each from `keys[i]` to `ends[i]` by `edges[i]`. */
export interface ChangedArcs {
  readonly keys: Uint32Array;
  readonly ends: Uint32Array;
  readonly edges: Uint32Array;
}

/** A list this many times as long as the other is searched for each of its numbers instead of gone through. */
const GALLOP_RATIO = 16;

/** The first place from `start` on, before `end`, whose number is at least `wanted`: by steps that double, then halving. */
export function gallop(list: Uint32Array, start: number, end: number, wanted: number): number {
  let low = start;
  let step = 1;
  while (low + step < end && list[low + step] < wanted) {
    low += step;
    step *= 2;
  }
  return lowerBound(list, wanted, low, Math.min(end, low + step + 1));
}

/**
 * Writes the numbers that two ascending lists have in common, each once, ascending, over the beginning of `out`; returns
 * how many there are. O(shorter x log(longer)) where one is far shorter, else O(both). Repeats are allowed.
 */
export function intersectSorted(
  a: Uint32Array,
  aStart: number,
  aEnd: number,
  b: Uint32Array,
  bStart: number,
  bEnd: number,
  out: Uint32Array,
): number {
  if (aEnd - aStart > bEnd - bStart) return intersectSorted(b, bStart, bEnd, a, aStart, aEnd, out);
  let count = 0;
  let i = aStart;
  let j = bStart;
  if ((aEnd - aStart) * GALLOP_RATIO < bEnd - bStart) {
    while (i < aEnd && j < bEnd) {
      const wanted = a[i];
      j = gallop(b, j, bEnd, wanted);
      if (j < bEnd && b[j] === wanted) out[count++] = wanted;
      do i++;
      while (i < aEnd && a[i] === wanted);
    }
    return count;
  }
  while (i < aEnd && j < bEnd) {
    const x = a[i];
    const y = b[j];
    if (x === y) {
      // a repeat would be written over the one before
      if (count === 0 || out[count - 1] !== x) out[count++] = x;
      i++;
      j++;
    } else if (x < y) i++;
    else j++;
  }
  return count;
}

/** The number of pairs of equal numbers, one of each of two ascending lists: of a number, its repeats in both multiplied. */
export function countCommon(
  a: Uint32Array,
  aStart: number,
  aEnd: number,
  b: Uint32Array,
  bStart: number,
  bEnd: number,
): number {
  if (aEnd - aStart > bEnd - bStart) return countCommon(b, bStart, bEnd, a, aStart, aEnd);
  const gallops = (aEnd - aStart) * GALLOP_RATIO < bEnd - bStart;
  let count = 0;
  let i = aStart;
  let j = bStart;
  while (i < aEnd && j < bEnd) {
    const x = a[i];
    const y = b[j];
    if (x < y) i++;
    else if (x > y) j = gallops ? gallop(b, j, bEnd, x) : j + 1;
    else {
      const [iFirst, jFirst] = [i, j];
      while (i < aEnd && a[i] === x) i++;
      while (j < bEnd && b[j] === x) j++;
      count += (i - iFirst) * (j - jFirst);
    }
  }
  return count;
}

/**
 * The arcs without some of them and with others, as new arrays: what lies between two nodes with changes is copied in one
 * piece. O(arcs copied + changes x log changes).
 *
 * @param removed arcs that `base` has.
 * @param nodeLimit one more than the largest node that has an arc, or above.
 */
export function patchedArcs(
  base: ArcTable,
  removed: ChangedArcs,
  added: ChangedArcs,
  nodeLimit: number,
): ArcTable {
  const nodeCount = Math.max(nodeLimit, base.offsets.length - 1);
  const arcCount = base.ends.length - removed.keys.length + added.keys.length;
  const offsets = new Uint32Array(nodeCount + 1);
  const ends = new Uint32Array(arcCount);
  const edges = new Uint32Array(arcCount);
  const gone = new Set(removed.edges);
  const order = orderOf(added);
  const nodes = changedNodes(removed, added);
  const startOf = (node: number): number => base.offsets[Math.min(node, base.offsets.length - 1)];
  let at = 0;
  let next = 0;
  /** Copies the arcs of the nodes from `first` up to `node`, none of which has changed. */
  const copyUpTo = (first: number, node: number): void => {
    const [start, end] = [startOf(first), startOf(node)];
    const shift = at - start;
    for (let each = first; each < node; each++) offsets[each] = startOf(each) + shift;
    ends.set(base.ends.subarray(start, end), at);
    edges.set(base.edges.subarray(start, end), at);
    at += end - start;
  };
  const put = (end: number, edge: number): void => {
    ends[at] = end;
    edges[at++] = edge;
  };
  let first = 0;
  for (const node of nodes) {
    copyUpTo(first, node);
    offsets[node] = at;
    const last = startOf(node + 1);
    for (let i = startOf(node); i < last; i++) {
      if (gone.has(base.edges[i])) continue;
      for (; next < order.length && added.keys[order[next]] === node; next++) {
        const [end, edge] = [added.ends[order[next]], added.edges[order[next]]];
        if (end > base.ends[i] || (end === base.ends[i] && edge > base.edges[i])) break;
        put(end, edge);
      }
      put(base.ends[i], base.edges[i]);
    }
    for (; next < order.length && added.keys[order[next]] === node; next++)
      put(added.ends[order[next]], added.edges[order[next]]);
    first = node + 1;
  }
  copyUpTo(first, nodeCount);
  offsets[nodeCount] = at;
  assert(at === arcCount, "an arc was removed that was not there");
  return { offsets, ends, edges };
}

/** Places of the changed arcs by key, far end and edge. */
function orderOf({ keys, ends, edges }: ChangedArcs): Uint32Array {
  const order = Uint32Array.from(keys, (_, i) => i);
  return order.sort((i, j) => keys[i] - keys[j] || ends[i] - ends[j] || edges[i] - edges[j]);
}

/** The nodes of changed arcs, ascending, each once. */
function changedNodes(removed: ChangedArcs, added: ChangedArcs): number[] {
  const nodes = new Uint32Array(removed.keys.length + added.keys.length);
  nodes.set(removed.keys);
  nodes.set(added.keys, removed.keys.length);
  nodes.sort();
  const found: number[] = [];
  for (const node of nodes) if (found.at(-1) !== node) found.push(node);
  return found;
}
