// Brandes' searches of betweenness (2001) by length: Dijkstra's, with a heap of four children a node, and back over the
// nodes in the order of their distance. A search has a workspace to itself: threads share the graph alone. What a workspace keeps
// lies by node here; its room for levels holds the heap.

import { long, word } from "../shared/address";
import {
  COUNTS, workspaceOf, DISTANCES, HEAP, HEAP_SIZE, NONE, ORDER, POSITIONS, SHARES, TAIL, VALUES,
} from "./path-workspace";

// The place of a node whose distance is known.
// @ts-ignore: decorator
@inline
const DONE: u32 = 0xfffffffe;

// The same once the way back has come by.
// @ts-ignore: decorator
@inline
const SWEPT: u32 = 0xfffffffd;

// Nodes handed to a function at a time: calls let the engine replace its first, slow code.
// @ts-ignore: decorator
@inline
const PART: u32 = 512;

// Searches from the sources first .. last - 1 and adds to the workspace's values what depends on each node, or on each
// link.
export function searchByLength(
  first: u32, last: u32, sources: usize, nodeCount: u32, offsets: usize, ends: usize, lengths: usize,
  heads: usize, round: u32, chunkSize: u32, byLink: u32, tolerance: f64,
): void {
  const head = workspaceOf(heads, (first - round) / chunkSize);
  for (let i = first; i < last; i++) {
    const source = load<u32>(word(sources, i));
    memory.fill(load<u32>(head, POSITIONS), 0xff, <usize>nodeCount << 2);
    store<u32>(head, 0, TAIL);
    store<u32>(head, 1, HEAP_SIZE);
    store<u32>(load<u32>(head, HEAP), source);
    store<u32>(word(load<u32>(head, POSITIONS), source), 0);
    store<f64>(long(load<u32>(head, DISTANCES), source), 0);
    store<f64>(long(load<u32>(head, COUNTS), source), 1);
    while (load<u32>(head, HEAP_SIZE) != 0) settleNearest(head, offsets, ends, lengths, tolerance);
    for (let end = load<u32>(head, TAIL); end > 0; ) {
      const start = end > PART ? end - PART : 0;
      sweepLengths(start, end, head, offsets, ends, lengths, byLink, tolerance);
      end = start;
    }
  }
}

// Settles the nearest nodes in the heap, a part of them, and counts the paths to their neighbors.
export function settleNearest(
  head: usize, offsets: usize, ends: usize, lengths: usize, tolerance: f64,
): void {
  const positions: usize = load<u32>(head, POSITIONS);
  const order: usize = load<u32>(head, ORDER);
  const counts: usize = load<u32>(head, COUNTS);
  const distances: usize = load<u32>(head, DISTANCES);
  const heap: usize = load<u32>(head, HEAP);
  let size = load<u32>(head, HEAP_SIZE);
  let tail = load<u32>(head, TAIL);
  for (let i: u32 = 0; i < PART && size > 0; i++) {
    const u = load<u32>(heap);
    size--;
    if (size > 0) sink(load<u32>(word(heap, size)), size, heap, positions, distances);
    store<u32>(word(positions, u), DONE);
    store<u32>(word(order, tail++), u);
    const distance = load<f64>(long(distances, u));
    const paths = load<f64>(long(counts, u));
    const stop = load<u32>(word(offsets, u), 4);
    for (let link = load<u32>(word(offsets, u)); link < stop; link++) {
      const v = load<u32>(word(ends, link));
      let place = load<u32>(word(positions, v));
      if (place == DONE) continue;
      const through = distance + load<f64>(long(lengths, link));
      const known = place == NONE ? Infinity : load<f64>(long(distances, v));
      if (through < known) {
        if (place == NONE) place = size++;
        store<f64>(long(distances, v), through);
        // a length that is shorter by rounding alone counts as equal
        const before = known - through > tolerance * through ? 0 : load<f64>(long(counts, v));
        store<f64>(long(counts, v), before + paths);
        rise(v, place, through, heap, positions, distances);
      } else if (place != NONE && through - known <= tolerance * known) {
        store<f64>(long(counts, v), load<f64>(long(counts, v)) + paths);
      }
    }
  }
  store<u32>(head, size, HEAP_SIZE);
  store<u32>(head, tail, TAIL);
}

// Puts a node where it belongs between a place of the heap and its top.
function rise(u: u32, place: u32, key: f64, heap: usize, positions: usize, distances: usize): void {
  while (place > 0) {
    const above = (place - 1) >>> 2;
    const other = load<u32>(word(heap, above));
    if (load<f64>(long(distances, other)) <= key) break;
    store<u32>(word(heap, place), other);
    store<u32>(word(positions, other), place);
    place = above;
  }
  store<u32>(word(heap, place), u);
  store<u32>(word(positions, u), place);
}

// Puts a node where it belongs below the top of a heap of `size`, which is free.
function sink(u: u32, size: u32, heap: usize, positions: usize, distances: usize): void {
  const key = load<f64>(long(distances, u));
  let place: u32 = 0;
  while (true) {
    const start = (place << 2) + 1;
    if (start >= size) break;
    const stop = start + 4 < size ? start + 4 : size;
    let least = start;
    let leastKey = load<f64>(long(distances, load<u32>(word(heap, start))));
    for (let child = start + 1; child < stop; child++) {
      const childKey = load<f64>(long(distances, load<u32>(word(heap, child))));
      if (childKey < leastKey) {
        least = child;
        leastKey = childKey;
      }
    }
    if (leastKey >= key) break;
    const other = load<u32>(word(heap, least));
    store<u32>(word(heap, place), other);
    store<u32>(word(positions, other), place);
    place = least;
  }
  store<u32>(word(heap, place), u);
  store<u32>(word(positions, u), place);
}

// The nodes first .. last - 1 in the order of distance, from the last on: what depends on each. Only links to nodes that
// were found later count: where a length is lost in a sum, the way back over the link is as long as the way there.
export function sweepLengths(
  first: u32, last: u32, head: usize, offsets: usize, ends: usize, lengths: usize, byLink: u32, tolerance: f64,
): void {
  const positions: usize = load<u32>(head, POSITIONS);
  const order: usize = load<u32>(head, ORDER);
  const counts: usize = load<u32>(head, COUNTS);
  const shares: usize = load<u32>(head, SHARES);
  const distances: usize = load<u32>(head, DISTANCES);
  const values: usize = load<u32>(head, VALUES);
  for (let i = last; i > first; ) {
    i--;
    const u = load<u32>(word(order, i));
    const distance = load<f64>(long(distances, u));
    const paths = load<f64>(long(counts, u));
    const stop = load<u32>(word(offsets, u), 4);
    let sum: f64 = 0;
    for (let link = load<u32>(word(offsets, u)); link < stop; link++) {
      const v = load<u32>(word(ends, link));
      const known = load<f64>(long(distances, v));
      // few are, so this goes first; of a node that was not found it is what was left there by the search before
      if (!(abs<f64>(distance + load<f64>(long(lengths, link)) - known) <= tolerance * known)) continue;
      if (load<u32>(word(positions, v)) != SWEPT) continue;
      const share = load<f64>(long(shares, v));
      sum += share;
      if (!byLink) continue;
      const value = long(values, link);
      store<f64>(value, load<f64>(value) + paths * share);
    }
    store<f64>(long(shares, u), sum + 1 / paths);
    store<u32>(word(positions, u), SWEPT);
    if (byLink || i == 0) continue;
    const value = long(values, u);
    store<f64>(value, load<f64>(value) + paths * sum);
  }
}
