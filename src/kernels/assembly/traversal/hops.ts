// Breadth-first search. Depths are -1 until a node is found, and it has a bit in `seen` from then on. A frontier is a
// queue or a bitmap; where it has many arcs every node not found looks for one of the frontier's (up): Beamer, Asanović
// and Patterson 2012. Kernels that take sets of 32 nodes may be run by several threads at once.

import { word } from "../shared/address";

// The count before.
// @ts-ignore: decorator
@inline
function count(place: usize, more: u32): u32 {
  if (ASC_FEATURE_THREADS) return atomic.add<u32>(place, more);
  const before = load<u32>(place);
  store<u32>(place, before + more);
  return before;
}

// @ts-ignore: decorator
@inline
function degreeOf(offsets: usize, u: u32): u32 {
  return load<u32>(word(offsets, u), 4) - load<u32>(word(offsets, u));
}

// Words of the state of a search by a queue.
const HEAD: usize = 0, STOP: usize = 4, TAIL: usize = 8, DEPTH: usize = 12, DEPTH_MAX: usize = 16;
const WIDTH_MAX: usize = 20, ARC_COUNT: usize = 24, DONE: usize = 28;

// Level by level from the nodes at HEAD..STOP of the queue, by one thread: a unit of first..last for each node that is
// left, so that many levels of few nodes take one call. It is done at a level of more than WIDTH_MAX nodes, whose arcs
// are then counted, of none, or beyond DEPTH_MAX. The queue has room for one node more than there are.
export function topDownLevels(
  first: u32, last: u32, state: usize, queue: usize, offsets: usize, ends: usize, depths: usize,
): void {
  if (load<u32>(state, DONE)) return;
  let head = load<u32>(state, HEAD);
  let stop = load<u32>(state, STOP);
  let tail = load<u32>(state, TAIL);
  let depth = load<i32>(state, DEPTH);
  for (let unit = first; unit < last; unit++) {
    if (head == stop) {
      depth++;
      if (tail - stop - 1 >= load<u32>(state, WIDTH_MAX) || depth > load<i32>(state, DEPTH_MAX)) {
        let arcCount: u32 = 0;
        for (let i = stop; i < tail; i++) arcCount += degreeOf(offsets, load<u32>(word(queue, i)));
        store<u32>(state, arcCount, ARC_COUNT);
        store<u32>(state, 1, DONE);
        break;
      }
      stop = tail;
    }
    const p = word(offsets, load<u32>(word(queue, head++)));
    const end = word(ends, load<u32>(p, 4));
    for (let arc = word(ends, load<u32>(p)); arc < end; arc += 4) {
      // a branch would be mispredicted often
      const v = load<u32>(arc);
      const place = word(depths, v);
      const before = load<i32>(place);
      const isNew = before < 0;
      store<i32>(place, isNew ? depth : before);
      store<u32>(word(queue, tail), v);
      tail += u32(isNew);
    }
  }
  store<u32>(state, head, HEAD);
  store<u32>(state, stop, STOP);
  store<u32>(state, tail, TAIL);
  store<i32>(state, depth, DEPTH);
}

// Marks the neighbors of the frontier's nodes, from sets of 32 at places first..last, whether they are found already
// or not: what several threads mark they need not agree on.
export function markDown(first: u32, last: u32, front: usize, offsets: usize, ends: usize, marks: usize): void {
  for (let i = first; i < last; i++) {
    for (let left = load<u32>(word(front, i)); left; left &= left - 1) {
      const place = word(offsets, (i << 5) | ctz(left));
      const end = word(ends, load<u32>(place, 4));
      for (let p = word(ends, load<u32>(place)); p < end; p += 4) store<u8>(marks + load<u32>(p), 0x80);
    }
  }
}

// Takes the marks away, and those of nodes not found before are the next frontier.
export function findMarked(
  first: u32, last: u32, marks: usize, next: usize, seen: usize, offsets: usize,
  depths: usize, depth: i32, counters: usize,
): void {
  let found: u32 = 0;
  let arcCount: u32 = 0;
  for (let i = first; i < last; i++) {
    const p = marks + (<usize>i << 5);
    const low = v128.load(p);
    const high = v128.load(p, 16);
    let bits: u32 = 0;
    if (v128.any_true(v128.or(low, high))) {
      v128.store(p, i32x4.splat(0));
      v128.store(p, i32x4.splat(0), 16);
      const before = load<u32>(word(seen, i));
      bits = (<u32>i8x16.bitmask(low) | (<u32>i8x16.bitmask(high) << 16)) & ~before;
      store<u32>(word(seen, i), before | bits);
      found += popcnt(bits);
      for (let left = bits; left; left &= left - 1) {
        const v = (i << 5) | ctz(left);
        store<i32>(word(depths, v), depth);
        arcCount += degreeOf(offsets, v);
      }
    }
    store<u32>(word(next, i), bits);
  }
  count(counters, found);
  count(counters + 4, arcCount);
}

// @ts-ignore: decorator
@inline
function has(bits: usize, u: u32): u32 {
  return load<u32>(word(bits, u >>> 5)) >>> (u & 31);
}

// Whether a node of the frontier is among the far ends of arcs start..end.
// @ts-ignore: decorator
@inline
function leadsInto(front: usize, ends: usize, start: u32, end: u32): bool {
  for (let arc = start; arc < end; arc++) if (has(front, load<u32>(word(ends, arc))) & 1) return true;
  return false;
}

// Sets of 32 nodes at places first..last of bitmaps: `front` has a bit for each node of the frontier, `next` is to
// have those of the next, `seen` those of all found. The arcs to look back along, and offsets of those to go along.
export function bottomUpStep(
  first: u32, last: u32, front: usize, next: usize, seen: usize, offsets: usize, ends: usize,
  offsetsAlong: usize, depths: usize, depth: i32, counters: usize,
): void {
  let found: u32 = 0;
  let arcCount: u32 = 0;
  for (let i = first; i < last; i++) {
    const before = load<u32>(word(seen, i));
    let bits: u32 = 0;
    for (let left = ~before; left; left &= left - 1) {
      const v = (i << 5) | ctz(left);
      const place = word(offsets, v);
      if (!leadsInto(front, ends, load<u32>(place), load<u32>(place, 4))) continue;
      store<i32>(word(depths, v), depth);
      arcCount += degreeOf(offsetsAlong, v);
      bits |= left & -left;
    }
    store<u32>(word(next, i), bits);
    if (!bits) continue;
    store<u32>(word(seen, i), before | bits);
    found += popcnt(bits);
  }
  count(counters, found);
  count(counters + 4, arcCount);
}

// Adds to the bitmap `found` those of the nodes in `wanted` that lead to a node in it, from sets of 32 at places
// first..last; one that is added counts for the next at once. The counter is of nodes added.
export function sweepBack(
  first: u32, last: u32, wanted: usize, found: usize, offsets: usize, ends: usize, counter: usize,
): void {
  let added: u32 = 0;
  for (let i = first; i < last; i++) {
    const place = word(found, i);
    for (let left = load<u32>(word(wanted, i)) & ~load<u32>(place); left; left &= left - 1) {
      const node = word(offsets, (i << 5) | ctz(left));
      if (!leadsInto(found, ends, load<u32>(node), load<u32>(node, 4))) continue;
      store<u32>(place, load<u32>(place) | (left & -left));
      added++;
    }
  }
  count(counter, added);
}

// A bit for each node at a depth, and one in `seen` for each that was found. `first` is a multiple of 32; what lies behind
// the last node has bits in `seen` alone.
export function bitsOfDepth(first: u32, last: u32, depths: usize, depth: i32, bits: usize, seen: usize): void {
  const wanted = i32x4.splat(depth);
  for (let u = first; u < last; u += 32) {
    let mask: u32 = 0;
    let missing: u32 = 0;
    if (u + 32 <= last) {
      for (let k: u32 = 0; k < 32; k += 4) {
        const four = v128.load(word(depths, u + k));
        mask |= <u32>i32x4.bitmask(i32x4.eq(four, wanted)) << k;
        missing |= <u32>i32x4.bitmask(four) << k;
      }
    } else {
      for (let k: u32 = 0; u + k < last; k++) {
        const its = load<i32>(word(depths, u + k));
        mask |= <u32>(its == depth) << k;
        missing |= <u32>(its < 0) << k;
      }
    }
    store<u32>(word(bits, u >>> 5), mask);
    store<u32>(word(seen, u >>> 5), ~missing);
  }
}

// Writes the nodes of a bitmap to the queue, from sets of 32 at places first..last. The counter is the end of the queue.
export function queueOfBits(first: u32, last: u32, bits: usize, queue: usize, counter: usize): void {
  let tail = load<u32>(counter);
  for (let i = first; i < last; i++) {
    for (let left = load<u32>(word(bits, i)); left; left &= left - 1) {
      store<u32>(word(queue, tail++), (i << 5) | ctz(left));
    }
  }
  store<u32>(counter, tail);
}

// Nodes whose arcs are fetched before the first of them is looked at.
// @ts-ignore: decorator
@inline
const BATCH: u32 = 32;

// The search in the order of a queue, by one thread: from the nodes at places first..last. `state` are the end of the
// queueand an unused word.
export function searchInOrder(
  first: u32, last: u32, queue: usize, offsets: usize, ends: usize,
  depths: usize, predecessors: usize, seen: usize, depth: i32, state: usize,
): void {
  let tail = load<u32>(state);
  let fetched: u32 = 0;
  for (let i = first; i < last; i++) {
    if (((i - first) & (BATCH - 1)) == 0) {
      // the misses of a batch are waited for together
      const stop = min(last, i + BATCH);
      for (let j = i; j < stop; j++) fetched += load<u32>(word(ends, load<u32>(word(offsets, load<u32>(word(queue, j))))));
    }
    const u = load<u32>(word(queue, i));
    const end = load<u32>(word(offsets, u), 4);
    for (let arc = load<u32>(word(offsets, u)); arc < end; arc++) {
      const v = load<u32>(word(ends, arc));
      const place = word(seen, v >>> 5);
      const bits = load<u32>(place);
      const bit: u32 = 1 << (v & 31);
      if (bits & bit) continue;
      store<u32>(place, bits | bit);
      store<i32>(word(depths, v), depth);
      store<u32>(word(predecessors, v), u);
      store<u32>(word(queue, tail++), v);
    }
  }
  store<u32>(state, tail);
  // or the loads would be left out
  store<u32>(state, fetched, 4);
}
