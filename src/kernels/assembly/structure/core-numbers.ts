// Core numbers by taking nodes away level by level: at level k those left with degree k go, and so do all whose
// degree falls to k with them. Nodes left are looked through once a level, in all no more often than the sum of core
// numbers (Dasari, Desh and Zubair 2014, "ParK: an efficient algorithm for k-core decomposition"). A node with loops
// or parallel edges has more arcs than neighbors; such nodes are flagged, and only they need marks.

import { word } from "../shared/address";

// The number of distinct neighbors of each node, itself aside; `marks` are bytes, all zero before and after.
export function countNeighbors(
  first: u32, last: u32, offsets: usize, ends: usize, marks: usize, flags: usize, degrees: usize,
): void {
  for (let u = first; u < last; u++) {
    const start = word(ends, load<u32>(word(offsets, u)));
    const stop = word(ends, load<u32>(word(offsets, u + 1)));
    store<u8>(marks + u, 1);
    let degree: u32 = 0;
    for (let p = start; p < stop; p += 4) {
      const mark = marks + load<u32>(p);
      degree += 1 - load<u8>(mark);
      store<u8>(mark, 1);
    }
    for (let p = start; p < stop; p += 4) store<u8>(marks + load<u32>(p), 0);
    store<u8>(marks + u, 0);
    store<u8>(flags + u, u8(<u32>((stop - start) >> 2) != degree));
    store<u32>(word(degrees, u), degree);
  }
}

// State of a run, in words: how many nodes are left, how many were queued, the least degree left above the level, and
// an unused one.
// @ts-ignore: decorator
@inline
const QUEUED: usize = 4;
// @ts-ignore: decorator
@inline
const LEAST: usize = 8;
// @ts-ignore: decorator
@inline
const FETCHED: usize = 12;

// Queues the nodes of left[first..last] whose degree is the level, and packs those of a higher one to the front.
export function takeLevel(
  first: u32, last: u32, degrees: usize, left: usize, level: u32, queue: usize, state: usize,
): void {
  let kept = load<u32>(state);
  let queued = load<u32>(state, QUEUED);
  let least = load<u32>(state, LEAST);
  for (let i = first; i < last; i++) {
    const u = load<u32>(word(left, i));
    const degree = load<u32>(word(degrees, u));
    store<u32>(word(left, kept), u);
    store<u32>(word(queue, queued), u);
    kept += u32(degree > level);
    queued += u32(degree == level);
    if (degree > level) least = min(least, degree);
  }
  store<u32>(state, kept);
  store<u32>(state, queued, QUEUED);
  store<u32>(state, least, LEAST);
}

// @ts-ignore: decorator
@inline
function lower(degrees: usize, v: u32, level: u32, queue: usize, queued: u32): u32 {
  const p = word(degrees, v);
  const degree = load<u32>(p);
  if (degree <= level) return queued;
  store<u32>(p, degree - 1);
  store<u32>(word(queue, queued), v);
  return queued + u32(degree == level + 1);
}

// Nodes whose neighbors' degrees are fetched before the first of them is taken away.
// @ts-ignore: decorator
@inline
const BATCH: u32 = 32;

// Loads what taking away the nodes at places first..last of the queue will read: they are all over the graph, and like
// this the misses of a batch are waited for together.
// @ts-ignore: decorator
@inline
function fetch(first: u32, last: u32, offsets: usize, ends: usize, degrees: usize, queue: usize): u32 {
  let sum: u32 = 0;
  for (let i = first; i < last; i++) sum += load<u32>(word(ends, load<u32>(word(offsets, load<u32>(word(queue, i))))));
  for (let i = first; i < last; i++) {
    const place = word(offsets, load<u32>(word(queue, i)));
    const start = word(ends, load<u32>(place));
    const end = min(word(ends, load<u32>(place, 4)), start + 64);
    for (let p = start; p < end; p += 4) sum += load<u32>(word(degrees, load<u32>(p)));
  }
  return sum;
}

// Takes away the nodes queued at places first..last, and queues those whose degree falls to the level.
export function peelQueue(
  first: u32, last: u32, offsets: usize, ends: usize, marks: usize, flags: usize,
  degrees: usize, level: u32, queue: usize, state: usize,
): void {
  let queued = load<u32>(state, QUEUED);
  let fetched: u32 = 0;
  for (let i = first; i < last; i++) {
    if (level > 0 && ((i - first) & (BATCH - 1)) == 0) {
      fetched += fetch(i, min(last, i + BATCH), offsets, ends, degrees, queue);
    }
    const u = load<u32>(word(queue, i));
    const start = word(ends, load<u32>(word(offsets, u)));
    const stop = word(ends, load<u32>(word(offsets, u + 1)));
    if (load<u8>(flags + u) == 0) {
      for (let p = start; p < stop; p += 4) queued = lower(degrees, load<u32>(p), level, queue, queued);
      continue;
    }
    for (let p = start; p < stop; p += 4) {
      const v = load<u32>(p);
      if (load<u8>(marks + v)) continue;
      store<u8>(marks + v, 1);
      queued = lower(degrees, v, level, queue, queued);
    }
    for (let p = start; p < stop; p += 4) store<u8>(marks + load<u32>(p), 0);
  }
  store<u32>(state, queued, QUEUED);
  // or the loads would be left out
  store<u32>(state, fetched, FETCHED);
}
