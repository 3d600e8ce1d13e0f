/** Random sets of pairs of nodes, drawn without looking at the pairs that are not in them. */
import type { Prng } from "../../structures/prng.js";

/** Past this many pairs a pair has no number that is exact. */
export const PAIRS_MAX = 2 ** 53;

/**
 * Calls `visit` with each of 0 .. count - 1 that chance picks with the given probability, ascending. Skips from
 * one to the next by a geometric draw: Batagelj and Brandes 2005, "Efficient generation of large random
 * networks". O(picked).
 */
export function pickEach(
  prng: Prng,
  count: number,
  probability: number,
  visit: (index: number) => void,
): void {
  if (probability <= 0) return;
  const scale = Math.log1p(-probability);
  // a skip is at least one, also where all are picked and the scale is -Infinity
  for (let at = -1; ; ) {
    at += 1 + Math.floor(Math.log1p(-prng.float()) / scale);
    if (!(at < count)) return;
    visit(at);
  }
}

/**
 * `size` distinct numbers of 0 .. count - 1, ascending, every such set as likely as the others. What comes up
 * twice is drawn again, and of large sets those that are not in it are drawn. O(size log size).
 *
 * @param step called with the numbers of steps made, see stepCounter.
 */
export function pickSome(
  prng: Prng,
  count: number,
  size: number,
  step: (steps?: number) => void,
): Float64Array {
  if (size > count / 2) {
    const rest = pickSome(prng, count, count - size, step);
    return complementOf(rest, count);
  }
  let picked = new Float64Array(0);
  while (picked.length < size) {
    const drawn = new Float64Array(size - picked.length);
    for (let i = 0; i < drawn.length; i++) {
      drawn[i] = Math.floor(prng.float() * count);
      step();
    }
    // the present part is in order already
    picked = unionOf(picked, drawn.sort());
    step(picked.length);
  }
  return picked;
}

/** Two ascending lists as one in which no number comes twice. */
function unionOf(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const union = new Float64Array(a.length + b.length);
  let n = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const next = j === b.length || (i < a.length && a[i] <= b[j]) ? a[i++] : b[j++];
    if (n === 0 || union[n - 1] !== next) union[n++] = next;
  }
  return union.slice(0, n);
}

function complementOf(numbers: Float64Array, count: number): Float64Array {
  const rest = new Float64Array(count - numbers.length);
  let n = 0;
  for (let i = 0, at = 0; i < count; i++) {
    if (numbers[at] === i) at++;
    else rest[n++] = i;
  }
  return rest;
}

/** How many pairs of distinct nodes there are: ordered pairs, or unordered ones. */
export function pairCountOf(nodeCount: number, ordered: boolean): number {
  return ordered ? nodeCount * (nodeCount - 1) : (nodeCount * (nodeCount - 1)) / 2;
}

/**
 * A function from numbers of pairs, which have to ascend, to their two nodes: ordered pairs by first node, or
 * unordered ones by the smaller.
 */
export function pairReader(
  nodeCount: number,
  ordered: boolean,
  visit: (u: number, v: number) => void,
  step: (steps?: number) => void,
): (index: number) => void {
  let u = 0;
  let start = 0;
  return (index) => {
    for (;;) {
      const rowLength = ordered ? nodeCount - 1 : nodeCount - 1 - u;
      if (index < start + rowLength) break;
      step();
      start += rowLength;
      u++;
    }
    const place = index - start;
    visit(u, ordered ? (place < u ? place : place + 1) : u + 1 + place);
  };
}
