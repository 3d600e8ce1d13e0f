// The counting sort behind a frozen graph, driven in chunks of edges. `offsets` has nodeCount + 2 words:
// degrees are counted two places up, summed to starts one place up, and each arc placed moves its start
// on, so that in the end offsets[u] is where u's list begins. This needs no array of cursors.

import { word } from "../shared/address";

export function countKeys(keys: usize, count: u32, offsets: usize): void {
  for (let i: u32 = 0; i < count; i++) {
    const p = word(offsets, load<u32>(word(keys, i)));
    store<u32>(p, load<u32>(p, 8) + 1, 8);
  }
}

// Returns the sum after `last`, to carry on with.
export function sumOffsets(offsets: usize, first: u32, last: u32, before: u32): u32 {
  let sum = before;
  for (let u = first; u < last; u++) {
    const p = word(offsets, u);
    sum += load<u32>(p);
    store<u32>(p, sum);
  }
  return sum;
}

export function placeArcs(
  keys: usize, values: usize, count: u32, firstEdge: u32, offsets: usize, ends: usize, edges: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const p = word(offsets, load<u32>(word(keys, i)));
    const arc = load<u32>(p, 4);
    store<u32>(p, arc + 1, 4);
    store<u32>(word(ends, arc), load<u32>(word(values, i)));
    store<u32>(word(edges, arc), firstEdge + i);
  }
}

// @ts-ignore: decorator
@inline
function place(u: u32, v: u32, edge: u32, offsets: usize, ends: usize, edges: usize): void {
  const p = word(offsets, u);
  const arc = load<u32>(p, 4);
  store<u32>(p, arc + 1, 4);
  store<u32>(word(ends, arc), v);
  store<u32>(word(edges, arc), edge);
}

export function placeBothArcs(
  sources: usize, targets: usize, count: u32, firstEdge: u32, offsets: usize, ends: usize, edges: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const u = load<u32>(word(sources, i));
    const v = load<u32>(word(targets, i));
    place(u, v, firstEdge + i, offsets, ends, edges);
    place(v, u, firstEdge + i, offsets, ends, edges);
  }
}

// A large graph's arcs are placed in two steps, or every arc would miss the caches: first to the bucket of
// 2^shift nodes its key falls in, which is a run of the final arrays, then within the bucket. In between
// an arc is 64 bits, edge, value and the key's place in the bucket, the lower half in `ends`, the upper
// in `edges`.

// @ts-ignore: decorator
@inline
function toBucket(
  u: u32, v: u32, edge: u32, cursors: usize, shift: u32, valueBits: u32, ends: usize, edges: usize,
): void {
  const p = word(cursors, u >>> shift);
  const arc = load<u32>(p);
  store<u32>(p, arc + 1);
  const packed = ((((<u64>edge) << valueBits) | v) << shift) | (u & ((1 << shift) - 1));
  store<u32>(word(ends, arc), <u32>packed);
  store<u32>(word(edges, arc), <u32>(packed >>> 32));
}

export function bucketArcs(
  keys: usize, values: usize, count: u32, firstEdge: u32,
  cursors: usize, shift: u32, valueBits: u32, ends: usize, edges: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const u = load<u32>(word(keys, i));
    const v = load<u32>(word(values, i));
    toBucket(u, v, firstEdge + i, cursors, shift, valueBits, ends, edges);
  }
}

export function bucketBothArcs(
  sources: usize, targets: usize, count: u32, firstEdge: u32,
  cursors: usize, shift: u32, valueBits: u32, ends: usize, edges: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const u = load<u32>(word(sources, i));
    const v = load<u32>(word(targets, i));
    toBucket(u, v, firstEdge + i, cursors, shift, valueBits, ends, edges);
    toBucket(v, u, firstEdge + i, cursors, shift, valueBits, ends, edges);
  }
}

// `lower` and `upper` are copies of a bucket's arcs.
export function settleArcs(
  lower: usize, upper: usize, count: u32, firstNode: u32,
  shift: u32, valueBits: u32, offsets: usize, ends: usize, edges: usize,
): void {
  const nodeMask: u64 = ((<u64>1) << shift) - 1;
  const valueMask: u64 = ((<u64>1) << valueBits) - 1;
  for (let i: u32 = 0; i < count; i++) {
    const packed = <u64>load<u32>(word(lower, i)) | (<u64>load<u32>(word(upper, i)) << 32);
    const u = firstNode + <u32>(packed & nodeMask);
    const rest = packed >>> shift;
    place(u, <u32>(rest & valueMask), <u32>(rest >>> valueBits), offsets, ends, edges);
  }
}
