// A shortest path between two nodes, searched from both ends by Dijkstra's algorithm: Pohl 1971, "Bi-directional
// search". It records the nodes that it touches, and clears only their records in the end. Each node has a record for
// either side: the distance, NaN until it is known, the node before, and the arc from there. Weights are stored
// beside the ends of arcs (T is what they are, M u32), or by edge (M u16), or are all 1 (M bool), when the queue
// needs no heap. The state is a block of words, in the order of src/kernels/layouts/search-layout.ts:
// two sides of 64 bytes, then what they share.

import * as layout from "../../layouts/search-layout";
import { word } from "../shared/address";

// Words of a side: its arcs, its heap, and how many are in it; where all weigh 1, its queue from the first to the last.
const OFFSETS: usize = 0, ENDS: usize = 4, EDGES: usize = 8, WEIGHTS: usize = 12;
const HEAP: usize = 16, COUNT: usize = 20, FIRST: usize = 24;
const SIDE_BYTES: usize = layout.SIDE_WORD_COUNT << 2;
// Addresses of what they share, behind the sides.
const RECORDS: usize = layout.SEARCH_RECORDS_WORD << 2;
const TOUCHED: usize = layout.SEARCH_TOUCHED_WORD << 2;
const TOUCHED_COUNT: usize = layout.SEARCH_TOUCHED_COUNT_WORD << 2;
const CAPACITY: usize = layout.SEARCH_CAPACITY_WORD << 2;
const MIDDLE: usize = layout.SEARCH_MIDDLE_WORD << 2;
const DONE: usize = layout.SEARCH_DONE_WORD << 2;
const FAILED: usize = layout.SEARCH_FAILED_WORD << 2;
const TAKEN: usize = layout.SEARCH_TAKEN_WORD << 2;
// The length of the shortest path known.
const BEST: usize = layout.SEARCH_BEST_NUMBER << 3;

// A record is the distance, the node before and the arc, those of both sides of a node next to each other.
const RECORD_BITS: u32 = layout.SEARCH_RECORD_BITS;
const BEFORE: usize = 8, ARC: usize = 12;
const NODE_BITS: u32 = RECORD_BITS + 1;

// An entry of a heap is a distance and a node.
const ENTRY_BITS: u32 = layout.SEARCH_ENTRY_BITS;

// Nodes taken in a call.
const CALL_NODES: u32 = 512;

// @ts-ignore: decorator
@inline
function entryAt(heap: usize, place: u32): usize {
  return heap + (<usize>place << ENTRY_BITS);
}

// @ts-ignore: decorator
@inline
function putEntry(entry: usize, distance: f64, node: u32): void {
  store<f64>(entry, distance);
  store<u32>(entry, node, 8);
}

// Puts a node among those that wait: in a heap of four children an entry, or behind those of a queue.
// @ts-ignore: decorator
@inline
function wait<M>(state: usize, side: usize, node: u32, distance: f64): void {
  const heap: usize = load<u32>(side, HEAP);
  let place = load<u32>(side, COUNT);
  if (place >= load<u32>(state, CAPACITY)) {
    store<u32>(state, 1, FAILED);
    return;
  }
  store<u32>(side, place + 1, COUNT);
  if (sizeof<M>() > 1) {
    while (place > 0) {
      const parent = (place - 1) >>> 2;
      const entry = entryAt(heap, parent);
      if (load<f64>(entry) <= distance) break;
      putEntry(entryAt(heap, place), load<f64>(entry), load<u32>(entry, 8));
      place = parent;
    }
  }
  putEntry(entryAt(heap, place), distance, node);
}

// Drops the nearest of those that wait.
// @ts-ignore: decorator
@inline
function drop<M>(side: usize): void {
  if (sizeof<M>() == 1) {
    store<u32>(side, load<u32>(side, FIRST) + 1, FIRST);
    return;
  }
  const heap: usize = load<u32>(side, HEAP);
  const count = load<u32>(side, COUNT) - 1;
  store<u32>(side, count, COUNT);
  const lastEntry = entryAt(heap, count);
  const distance = load<f64>(lastEntry);
  let place: u32 = 0;
  for (let child: u32 = 1; child < count; child = (place << 2) + 1) {
    const end = min(child + 4, count);
    let least = child;
    let leastDistance = load<f64>(entryAt(heap, child));
    for (let other = child + 1; other < end; other++) {
      const otherDistance = load<f64>(entryAt(heap, other));
      const isLess = otherDistance < leastDistance;
      least = isLess ? other : least;
      leastDistance = isLess ? otherDistance : leastDistance;
    }
    if (leastDistance >= distance) break;
    putEntry(entryAt(heap, place), leastDistance, load<u32>(entryAt(heap, least), 8));
    place = least;
  }
  putEntry(entryAt(heap, place), distance, load<u32>(lastEntry, 8));
}

// @ts-ignore: decorator
@inline
function recordOf(state: usize, sideBytes: usize, node: u32): usize {
  return <usize>load<u32>(state, RECORDS) + (<usize>node << NODE_BITS) + sideBytes;
}

// The distance of the nearest that waits, of which those are dropped that have become nearer since; Infinity if none do.
// @ts-ignore: decorator
@inline
function reachOf<M>(state: usize, side: usize, recordBytes: usize): f64 {
  while (true) {
    const first: u32 = sizeof<M>() == 1 ? load<u32>(side, FIRST) : 0;
    if (first >= load<u32>(side, COUNT)) return Infinity;
    const entry = entryAt(load<u32>(side, HEAP), first);
    const distance = load<f64>(entry);
    if (load<f64>(recordOf(state, recordBytes, load<u32>(entry, 8))) == distance) return distance;
    drop<M>(side);
  }
}

// Takes the nearest node of a side, and lets the distances of those behind its arcs fall.
// @ts-ignore: decorator
@inline
function take<T, M>(state: usize, side: usize, recordBytes: usize, otherReach: f64): void {
  const entry = entryAt(load<u32>(side, HEAP), sizeof<M>() == 1 ? load<u32>(side, FIRST) : 0);
  const distance = load<f64>(entry);
  const u = load<u32>(entry, 8);
  drop<M>(side);
  const offsets: usize = load<u32>(side, OFFSETS);
  const ends: usize = load<u32>(side, ENDS);
  const edges: usize = load<u32>(side, EDGES);
  const weights: usize = load<u32>(side, WEIGHTS);
  const end = load<u32>(word(offsets, u), 4);
  for (let arc = load<u32>(word(offsets, u)); arc < end; arc++) {
    let v: u32;
    let weight: f64 = 1;
    if (sizeof<M>() == 4) {
      const packed = weights + <usize>arc * (4 + sizeof<T>());
      v = load<u32>(packed);
      weight = <f64>load<T>(packed, 4);
    } else {
      v = load<u32>(word(ends, arc));
      if (sizeof<M>() == 2) {
        weight = <f64>load<T>(weights + (<usize>load<u32>(word(edges, arc)) << alignof<T>()));
      }
    }
    const reached = distance + weight;
    const record = recordOf(state, recordBytes, v);
    const before = load<f64>(record);
    // not so either for what was never reached, whose distance is no number
    if (reached >= before || reached == Infinity) continue;
    const other = load<f64>(record ^ (<usize>1 << RECORD_BITS));
    if (before != before && other != other) {
      const count = load<u32>(state, TOUCHED_COUNT);
      store<u32>(word(load<u32>(state, TOUCHED), count), v);
      store<u32>(state, count + 1, TOUCHED_COUNT);
    }
    store<f64>(record, reached);
    store<u32>(record, u, BEFORE);
    store<u32>(record, arc, ARC);
    if (reached + other < load<f64>(state, BEST)) {
      store<f64>(state, reached + other, BEST);
      store<u32>(state, v, MIDDLE);
    }
    // nodes beyond lead to no shorter path than the known one
    if (reached + otherReach < load<f64>(state, BEST)) wait<M>(state, side, v, reached);
  }
}

// @ts-ignore: decorator
@inline
function waiting<M>(side: usize): u32 {
  return load<u32>(side, COUNT) - (sizeof<M>() == 1 ? load<u32>(side, FIRST) : 0);
}

// Neither end alone may stop: a shorter path may run through what both have yet to take.
// @ts-ignore: decorator
@inline
function meet<T, M>(state: usize): void {
  const behind = state + SIDE_BYTES;
  for (let left = CALL_NODES; left > 0; left--) {
    if (load<u32>(state, DONE)) return;
    const reach = reachOf<M>(state, state, 0);
    const otherReach = reachOf<M>(state, behind, <usize>1 << RECORD_BITS);
    if (!(reach + otherReach < load<f64>(state, BEST)) || load<u32>(state, FAILED)) {
      store<u32>(state, 1, DONE);
      return;
    }
    store<u32>(state, load<u32>(state, TAKEN) + 1, TAKEN);
    // the side with fewer that wait goes on, however far it is: beside a hub's the other's are few
    if (waiting<M>(state) <= waiting<M>(behind)) take<T, M>(state, state, 0, otherReach);
    else take<T, M>(state, behind, <usize>1 << RECORD_BITS, reach);
  }
}

export function searchByHops(state: usize): void {
  meet<u32, bool>(state);
}

export function searchPackedWords(state: usize): void {
  meet<u32, u32>(state);
}

export function searchPackedNumbers(state: usize): void {
  meet<f64, u32>(state);
}

export function searchByEdgeWords(state: usize): void {
  meet<u32, u16>(state);
}

export function searchByEdgeNumbers(state: usize): void {
  meet<f64, u16>(state);
}

// Puts a node at the beginning of a side, 0 or 1.
export function startSide(state: usize, sideIndex: u32, node: u32): void {
  const recordBytes = <usize>sideIndex << RECORD_BITS;
  const record = recordOf(state, recordBytes, node);
  const count = load<u32>(state, TOUCHED_COUNT);
  store<u32>(word(load<u32>(state, TOUCHED), count), node);
  store<u32>(state, count + 1, TOUCHED_COUNT);
  store<f64>(record, 0);
  store<i32>(record, -1, BEFORE);
  wait<bool>(state, state + <usize>sideIndex * SIDE_BYTES, node, 0);
}

// Makes the records as they were before.
export function resetSearch(state: usize): void {
  const count = load<u32>(state, TOUCHED_COUNT);
  for (let i: u32 = 0; i < count; i++) {
    memory.fill(recordOf(state, 0, load<u32>(word(load<u32>(state, TOUCHED), i))), 0xff, 1 << NODE_BITS);
  }
}
