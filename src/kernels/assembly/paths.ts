// Shortest paths over weights of 0 and more, by delta-stepping: Meyer and Sanders 2003. Nodes wait in buckets of
// distances, each bucket a list of blocks for every thread at work, so that pushing needs no agreement. Distances
// are u32 or f64; the state is the block of words and numbers that src/kernels/paths.ts lays out.

import { word } from "./address";

// Words of the state.
const OFFSETS: usize = 0, ENDS: usize = 4, WEIGHTS: usize = 8, DISTANCES: usize = 12, FRONTIER: usize = 16;
const BLOCKS: usize = 20, LINKS: usize = 24, FREE: usize = 28, FREE_COUNT: usize = 32;
const HEADS: usize = 36, FILLS: usize = 40, SLOT_COUNT: usize = 44, SLOTS_BUSY: usize = 48, FAILED: usize = 52;
const BUCKET: usize = 56, SHIFT: usize = 60;
// Numbers of the state: one over delta, and the largest distance wanted.
const INVERSE: usize = 64, DISTANCE_MAX: usize = 72;
// Where the distances stand with which arcs have been looked at last.
const RELAXED: usize = 80;

// Entries of a block, and buckets in the ring, both as bits.
const BLOCK_BITS: u32 = 6;
const BLOCK_SIZE: u32 = 1 << BLOCK_BITS;
const RING_BITS: u32 = 7;
const RING_SIZE: u32 = 1 << RING_BITS;

// @ts-ignore: decorator
@inline
function at<T>(base: usize, index: u32): usize {
  return base + (<usize>index << alignof<T>());
}

// Whether the distance at `place` has been lowered to `distance` by this thread.
// @ts-ignore: decorator
@inline
function lower<T>(place: usize, distance: T): bool {
  if (!ASC_FEATURE_THREADS) {
    if (distance >= load<T>(place)) return false;
    store<T>(place, distance);
    return true;
  }
  let before = load<T>(place);
  while (distance < before) {
    if (isFloat<T>()) {
      const bits = reinterpret<u64>(<f64>before);
      const seen = atomic.cmpxchg<u64>(place, bits, reinterpret<u64>(<f64>distance));
      if (seen == bits) return true;
      before = <T>reinterpret<f64>(seen);
    } else {
      const seen = atomic.cmpxchg<u32>(place, <u32>before, <u32>distance);
      if (seen == <u32>before) return true;
      before = <T>seen;
    }
  }
  return false;
}

// @ts-ignore: decorator
@inline
function bucketOf<T>(state: usize, distance: T): u32 {
  if (isFloat<T>()) return <u32>(<f64>distance * load<f64>(state, INVERSE));
  return <u32>distance >>> load<u32>(state, SHIFT);
}

// A set of bucket lists that no other thread is using.
function claimSlot(state: usize): u32 {
  if (!ASC_FEATURE_THREADS) return 0;
  const all = <u32>(((<u64>1) << load<u32>(state, SLOT_COUNT)) - 1);
  while (true) {
    const busy = atomic.load<u32>(state + SLOTS_BUSY);
    const free = ~busy & all;
    if (free == 0) continue;
    const bit = free & (0 - free);
    if (atomic.cmpxchg<u32>(state + SLOTS_BUSY, busy, busy | bit) == busy) return ctz(bit);
  }
}

function releaseSlot(state: usize, slot: u32): void {
  if (ASC_FEATURE_THREADS) atomic.and<u32>(state + SLOTS_BUSY, ~(<u32>1 << slot));
}

// A block of the pool, plus one; 0 if there is none left.
function takeBlock(state: usize): u32 {
  let left: u32;
  if (ASC_FEATURE_THREADS) left = atomic.sub<u32>(state + FREE_COUNT, 1);
  else {
    left = load<u32>(state, FREE_COUNT);
    store<u32>(state, left - 1, FREE_COUNT);
  }
  if (<i32>left > 0) return load<u32>(word(load<u32>(state, FREE), left - 1)) + 1;
  store<u32>(state, 1, FAILED);
  return 0;
}

function push(state: usize, slot: u32, node: u32, bucket: u32): void {
  const last = load<u32>(state, BUCKET) + RING_SIZE - 1;
  const list = (slot << RING_BITS) | (min(bucket, last) & (RING_SIZE - 1));
  const headPlace = word(load<u32>(state, HEADS), list);
  const fillPlace = word(load<u32>(state, FILLS), list);
  let head = load<u32>(headPlace);
  let fill = load<u32>(fillPlace);
  if (head == 0 || fill == BLOCK_SIZE) {
    const block = takeBlock(state);
    if (block == 0) return;
    store<u32>(word(load<u32>(state, LINKS), block), head);
    head = block;
    fill = 0;
    store<u32>(headPlace, head);
  }
  store<u32>(word(load<u32>(state, BLOCKS), ((head - 1) << BLOCK_BITS) + fill), node);
  store<u32>(fillPlace, fill + 1);
}

// @ts-ignore: decorator
@inline
function relax<T>(first: u32, last: u32, state: usize): void {
  const slot = claimSlot(state);
  const offsets = load<u32>(state, OFFSETS);
  const ends = load<u32>(state, ENDS);
  const weights = load<u32>(state, WEIGHTS);
  const distances = load<u32>(state, DISTANCES);
  const relaxed = load<u32>(state, RELAXED);
  const frontier = load<u32>(state, FRONTIER);
  const bucket = load<u32>(state, BUCKET);
  const most = <T>load<f64>(state, DISTANCE_MAX);
  for (let i = first; i < last; i++) {
    const u = load<u32>(word(frontier, i));
    const distance = load<T>(at<T>(distances, u));
    const own = bucketOf<T>(state, distance);
    if (own != bucket) {
      // it was done in an earlier bucket, or has come round the ring too soon
      if (own > bucket) push(state, slot, u, own);
      continue;
    }
    // a node stands in its bucket once for each time that its distance fell
    const seen = at<T>(relaxed, u);
    if (load<T>(seen) == distance) continue;
    store<T>(seen, distance);
    const end = load<u32>(word(offsets, u), 4);
    for (let arc = load<u32>(word(offsets, u)); arc < end; arc++) {
      const v = load<u32>(word(ends, arc));
      const reached = <T>(distance + load<T>(at<T>(weights, arc)));
      const place = at<T>(distances, v);
      if (reached < load<T>(place) && reached <= most && lower<T>(place, reached)) {
        push(state, slot, v, bucketOf<T>(state, reached));
      }
    }
  }
  releaseSlot(state, slot);
}

// Relaxes the arcs of the nodes at places first..last of the frontier.
export function relaxWords(first: u32, last: u32, state: usize): void {
  relax<u32>(first, last, state);
}

export function relaxNumbers(first: u32, last: u32, state: usize): void {
  relax<f64>(first, last, state);
}

// Puts a node into the first bucket.
export function pushSource(first: u32, last: u32, state: usize): void {
  for (let u = first; u < last; u++) push(state, 0, u, 0);
}

// Makes the next bucket that is not empty the frontier, from the present one on. Returns its count, 0 at the end.
export function collectBucket(state: usize): u32 {
  const slotCount = load<u32>(state, SLOT_COUNT);
  const heads = load<u32>(state, HEADS);
  const start = load<u32>(state, BUCKET);
  for (let bucket = start; bucket - start < RING_SIZE; bucket++) {
    let count: u32 = 0;
    for (let slot: u32 = 0; slot < slotCount; slot++) {
      const list = (slot << RING_BITS) | (bucket & (RING_SIZE - 1));
      if (load<u32>(word(heads, list)) != 0) count = collectList(state, list, count);
    }
    if (count == 0) continue;
    store<u32>(state, bucket, BUCKET);
    return count;
  }
  return 0;
}

function collectList(state: usize, list: u32, before: u32): u32 {
  const headPlace = word(load<u32>(state, HEADS), list);
  const frontier = load<u32>(state, FRONTIER);
  let count = before;
  let fill = load<u32>(word(load<u32>(state, FILLS), list));
  let freeCount = load<u32>(state, FREE_COUNT);
  for (let block = load<u32>(headPlace); block != 0; ) {
    const from = word(load<u32>(state, BLOCKS), (block - 1) << BLOCK_BITS);
    memory.copy(word(frontier, count), from, <usize>fill << 2);
    count += fill;
    // only the first block of a list may be partly filled
    fill = BLOCK_SIZE;
    store<u32>(word(load<u32>(state, FREE), freeCount++), block - 1);
    block = load<u32>(word(load<u32>(state, LINKS), block));
  }
  store<u32>(state, freeCount, FREE_COUNT);
  store<u32>(headPlace, 0);
  return count;
}

// values[positions[i]] for each i, of whole numbers.
export function gatherWords(first: u32, last: u32, values: usize, positions: usize, gathered: usize): void {
  for (let i = first; i < last; i++) {
    store<u32>(word(gathered, i), load<u32>(word(values, load<u32>(word(positions, i)))));
  }
}

// For each node the first arc of the tree, by its place, of those that end there, come from nearer by, and are as
// long as the difference: the node they leave above 32 bits, the arc below. `weights` is 0 where all are 1.
// @ts-ignore: decorator
@inline
function tight<T>(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, distances: usize, tree: usize,
): void {
  for (let u = first; u < last; u++) {
    const distance = load<T>(at<T>(distances, u));
    if (distance == (isFloat<T>() ? <T>Infinity : <T>(-1))) continue;
    const end = load<u32>(word(offsets, u), 4);
    for (let arc = load<u32>(word(offsets, u)); arc < end; arc++) {
      const v = load<u32>(word(ends, arc));
      const reached = <T>(distance + (weights == 0 ? <T>1 : load<T>(at<T>(weights, arc))));
      if (reached != load<T>(at<T>(distances, v)) || reached <= distance) continue;
      if (isFloat<T>() && reached == <T>Infinity) continue;
      lowerTree(tree + (<usize>v << 3), (<u64>u << 32) | arc);
    }
  }
}

// @ts-ignore: decorator
@inline
function lowerTree(place: usize, value: u64): void {
  let before = load<u64>(place);
  while (value < before) {
    if (!ASC_FEATURE_THREADS) {
      store<u64>(place, value);
      return;
    }
    const seen = atomic.cmpxchg<u64>(place, before, value);
    if (seen == before) return;
    before = seen;
  }
}

export function tightWords(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, distances: usize, tree: usize,
): void {
  tight<u32>(first, last, offsets, ends, weights, distances, tree);
}

export function tightNumbers(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, distances: usize, tree: usize,
): void {
  tight<f64>(first, last, offsets, ends, weights, distances, tree);
}

// The tree as two arrays: for each node the one before it and the edge from there, -1 where there is none.
export function readTree(first: u32, last: u32, tree: usize, edges: usize, before: usize, edgeTo: usize): void {
  for (let v = first; v < last; v++) {
    const value = load<u64>(tree + (<usize>v << 3));
    const isNone = value == u64.MAX_VALUE;
    store<i32>(word(before, v), isNone ? -1 : <i32>(value >>> 32));
    store<i32>(word(edgeTo, v), isNone ? -1 : load<i32>(word(edges, <u32>value)));
  }
}
