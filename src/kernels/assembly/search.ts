// Breadth-first search. Depths are -1 until a node is found. Where the frontier is small it looks along its arcs
// (down), where it is large every node not found looks for one of the frontier's (up): Beamer, Asanović and
// Patterson 2012. Several threads may run a step at once, save the ordered search.

import { word } from "./address";

// Whether this thread is the one that finds a node.
// @ts-ignore: decorator
@inline
function find(place: usize, depth: i32): bool {
  if (ASC_FEATURE_THREADS) return atomic.cmpxchg<i32>(place, -1, depth) == -1;
  store<i32>(place, depth);
  return true;
}

// The count before.
// @ts-ignore: decorator
@inline
function count(place: usize, more: u32): u32 {
  if (ASC_FEATURE_THREADS) return atomic.add<u32>(place, more);
  const before = load<u32>(place);
  store<u32>(place, before + more);
  return before;
}

// From the nodes at places first..last of the queue. `counters` are the end of the queue, and arcs of nodes found.
export function hopsDown(
  first: u32, last: u32, queue: usize, offsets: usize, ends: usize, depths: usize, depth: i32, counters: usize,
): void {
  let arcCount: u32 = 0;
  for (let i = first; i < last; i++) {
    const u = load<u32>(word(queue, i));
    const end = load<u32>(word(offsets, u), 4);
    for (let arc = load<u32>(word(offsets, u)); arc < end; arc++) {
      const v = load<u32>(word(ends, arc));
      const place = word(depths, v);
      if (load<i32>(place) >= 0 || !find(place, depth)) continue;
      store<u32>(word(queue, count(counters, 1)), v);
      arcCount += load<u32>(word(offsets, v), 4) - load<u32>(word(offsets, v));
    }
  }
  count(counters + 4, arcCount);
}

// `front` has a bit for each node of the frontier; the counter is of nodes found.
export function hopsUp(
  first: u32, last: u32, front: usize, offsets: usize, ends: usize, depths: usize, depth: i32, counter: usize,
): void {
  let found: u32 = 0;
  let arc = load<u32>(word(offsets, first));
  for (let v = first; v < last; v++) {
    const end = load<u32>(word(offsets, v), 4);
    if (load<i32>(word(depths, v)) < 0) {
      for (; arc < end; arc++) {
        const u = load<u32>(word(ends, arc));
        if (!(load<u32>(word(front, u >>> 5)) >>> (u & 31) & 1)) continue;
        store<i32>(word(depths, v), depth);
        found++;
        break;
      }
    }
    arc = end;
  }
  count(counter, found);
}

// A bit for each node at a depth. `first` is a multiple of 32; what lies behind the last node has no bits.
export function bitsOfDepth(first: u32, last: u32, depths: usize, depth: i32, bits: usize): void {
  const wanted = i32x4.splat(depth);
  for (let u = first; u < last; u += 32) {
    let mask: u32 = 0;
    if (u + 32 <= last) {
      for (let k: u32 = 0; k < 32; k += 4) {
        mask |= <u32>i32x4.bitmask(i32x4.eq(v128.load(word(depths, u + k)), wanted)) << k;
      }
    } else {
      for (let k: u32 = 0; u + k < last; k++) mask |= <u32>(load<i32>(word(depths, u + k)) == depth) << k;
    }
    store<u32>(word(bits, u >>> 5), mask);
  }
}

// Appends the nodes at a depth to the queue.
export function queueOfDepth(
  first: u32, last: u32, depths: usize, depth: i32, queue: usize, counter: usize,
): void {
  for (let u = first; u < last; u++) {
    if (load<i32>(word(depths, u)) == depth) store<u32>(word(queue, count(counter, 1)), u);
  }
}

// The search in the order of a queue, by one thread: from the nodes at places first..last.
export function searchInOrder(
  first: u32, last: u32, queue: usize, offsets: usize, ends: usize,
  depths: usize, predecessors: usize, depth: i32, counter: usize,
): void {
  let tail = load<u32>(counter);
  for (let i = first; i < last; i++) {
    const u = load<u32>(word(queue, i));
    const end = load<u32>(word(offsets, u), 4);
    for (let arc = load<u32>(word(offsets, u)); arc < end; arc++) {
      const v = load<u32>(word(ends, arc));
      if (load<i32>(word(depths, v)) >= 0) continue;
      store<i32>(word(depths, v), depth);
      store<u32>(word(predecessors, v), u);
      store<u32>(word(queue, tail++), v);
    }
  }
  store<u32>(counter, tail);
}
