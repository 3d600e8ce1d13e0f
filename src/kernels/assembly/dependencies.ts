// The searches of betweenness: Brandes 2001. Level by level, nodes of a level side by side in `order`: paths are
// counted forwards, and what depends on a node added up backwards, in the order of its links. Counts of paths are
// whole numbers in f64, so that below 2^53 it does not matter in which order threads add them.

import { word } from "./address";

// @ts-ignore: decorator
@inline
function double(base: usize, index: u32): usize {
  return base + (<usize>index << 3);
}

// @ts-ignore: decorator
@inline
function add(place: usize, more: f64): void {
  if (!ASC_FEATURE_THREADS) {
    store<f64>(place, load<f64>(place) + more);
    return;
  }
  let before = load<u64>(place);
  while (true) {
    const after = reinterpret<u64>(reinterpret<f64>(before) + more);
    const seen = atomic.cmpxchg<u64>(place, before, after);
    if (seen == before) return;
    before = seen;
  }
}

// One level forwards, by one thread: as below, without agreement.
export function countPathsAlone(
  first: u32, last: u32, order: usize, offsets: usize, ends: usize,
  depths: usize, counts: usize, depth: i32, tail: usize,
): void {
  let end = load<u32>(tail);
  for (let i = first; i < last; i++) {
    const u = load<u32>(word(order, i));
    const paths = load<f64>(double(counts, u));
    const stop = load<u32>(word(offsets, u), 4);
    for (let link = load<u32>(word(offsets, u)); link < stop; link++) {
      const v = load<u32>(word(ends, link));
      const place = word(depths, v);
      let seen = load<i32>(place);
      if (seen < 0) {
        store<i32>(place, depth);
        store<u32>(word(order, end++), v);
        seen = depth;
      }
      if (seen == depth) store<f64>(double(counts, v), load<f64>(double(counts, v)) + paths);
    }
  }
  store<u32>(tail, end);
}

// One level forwards, by several threads.
export function countPaths(
  first: u32, last: u32, order: usize, offsets: usize, ends: usize,
  depths: usize, counts: usize, depth: i32, tail: usize,
): void {
  if (!ASC_FEATURE_THREADS) {
    countPathsAlone(first, last, order, offsets, ends, depths, counts, depth, tail);
    return;
  }
  for (let i = first; i < last; i++) {
    const u = load<u32>(word(order, i));
    const paths = load<f64>(double(counts, u));
    const stop = load<u32>(word(offsets, u), 4);
    for (let link = load<u32>(word(offsets, u)); link < stop; link++) {
      const v = load<u32>(word(ends, link));
      const place = word(depths, v);
      let seen = load<i32>(place);
      if (seen < 0) {
        seen = atomic.cmpxchg<i32>(place, -1, depth);
        if (seen < 0) {
          store<u32>(word(order, atomic.add<u32>(tail, 1)), v);
          seen = depth;
        }
      }
      if (seen == depth) add(double(counts, v), paths);
    }
  }
}

// One level backwards: what depends on each node, also added to `values` unless that is 0, and to each of the links
// unless `flows` is 0.
export function sweepLevel(
  first: u32, last: u32, order: usize, offsets: usize, ends: usize,
  depths: usize, counts: usize, depth: i32, dependencies: usize, values: usize, flows: usize,
): void {
  for (let i = first; i < last; i++) {
    const u = load<u32>(word(order, i));
    const paths = load<f64>(double(counts, u));
    const stop = load<u32>(word(offsets, u), 4);
    let dependency: f64 = 0;
    for (let link = load<u32>(word(offsets, u)); link < stop; link++) {
      const v = load<u32>(word(ends, link));
      if (load<i32>(word(depths, v)) != depth) continue;
      const share = (paths / load<f64>(double(counts, v))) * (1 + load<f64>(double(dependencies, v)));
      dependency += share;
      if (flows != 0) store<f64>(double(flows, link), load<f64>(double(flows, link)) + share);
    }
    store<f64>(double(dependencies, u), dependency);
    if (values != 0) store<f64>(double(values, u), load<f64>(double(values, u)) + dependency);
  }
}

// Forgets a search: only what it came to.
export function forgetSearch(first: u32, last: u32, order: usize, depths: usize, counts: usize): void {
  for (let i = first; i < last; i++) {
    const u = load<u32>(word(order, i));
    store<i32>(word(depths, u), -1);
    store<f64>(double(counts, u), 0);
  }
}
