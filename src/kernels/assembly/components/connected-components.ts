// Weakly connected components by disjoint sets. `parents[u] <= u` at all times, so a root is the smallest
// node of its set. Several threads may run each of these at once.

import { word } from "../shared/address";

// Whether `place` held `before` and now holds `after`. A thread that is alone need not exchange.
// @ts-ignore: decorator
@inline
function exchange(place: usize, before: u32, after: u32, isAlone: bool): bool {
  if (ASC_FEATURE_THREADS) {
    if (!isAlone) return atomic.cmpxchg<u32>(place, before, after) == before;
  }
  store<u32>(place, after);
  return true;
}

// @ts-ignore: decorator
@inline
function unite(parents: usize, a: u32, b: u32, isAlone: bool): void {
  // Rem's algorithm: climb from whichever has the larger parent, pointing it at the smaller one. What another
  // thread has changed in between is looked at again (Dhulipala, Hong and Shun 2020, "ConnectIt").
  let u = a;
  let v = b;
  let pu = load<u32>(word(parents, u));
  let pv = load<u32>(word(parents, v));
  while (pu != pv) {
    if (pu > pv) {
      if (!exchange(word(parents, u), pu, pv, isAlone)) {
        pu = load<u32>(word(parents, u));
        continue;
      }
      if (pu == u) return;
      u = pu;
      pu = load<u32>(word(parents, u));
    } else {
      if (!exchange(word(parents, v), pv, pu, isAlone)) {
        pv = load<u32>(word(parents, v));
        continue;
      }
      if (pv == v) return;
      v = pv;
      pv = load<u32>(word(parents, v));
    }
  }
}

export function startSets(first: u32, last: u32, parents: usize): void {
  for (let u = first; u < last; u++) store<u32>(word(parents, u), u);
}

// Makes one set, named `root`, of the nodes that a search has given a depth, each other node one by itself. Depths lie
// where parents are to.
export function setsOfFound(first: u32, last: u32, parents: usize, root: u32): void {
  for (let u = first; u < last; u++) {
    const place = word(parents, u);
    store<u32>(place, load<i32>(place) < 0 ? u : root);
  }
}

// Unites each node of first..last with its neighbors, save nodes already in the set named `skipped`.
export function uniteArcs(
  first: u32, last: u32, parents: usize, offsets: usize, ends: usize, isAlone: bool, skipped: u32,
): void {
  for (let u = first; u < last; u++) {
    if (load<u32>(word(parents, u)) == skipped) continue;
    const stop = load<u32>(word(offsets, u), 4);
    for (let arc = load<u32>(word(offsets, u)); arc < stop; arc++) unite(parents, u, load<u32>(word(ends, arc)), isAlone);
  }
}

// Unites each node of first..last with those below it of the first `placeCount` in its list; with all of them that is all
// there is to do in a graph without directions. Mostly they have one parent by then: that is found without branches, which
// would be mispredicted often.
export function uniteBelow(
  first: u32, last: u32, parents: usize, offsets: usize, ends: usize, isAlone: bool, placeCount: u32,
): void {
  let next = load<u32>(word(offsets, first));
  for (let u = first; u < last; u++) {
    const start = word(ends, next);
    const placesOfU = load<u32>(word(offsets, u), 4) - next;
    next += placesOfU;
    const stop = word(start, min(placesOfU, placeCount));
    let lowest: u32 = u32.MAX_VALUE;
    let highest: u32 = 0;
    for (let arc = start; arc < stop; arc += 4) {
      const v = load<u32>(arc);
      const parent = load<u32>(word(parents, v));
      const isBelow = v < u;
      lowest = min(lowest, isBelow ? parent : u32.MAX_VALUE);
      highest = max(highest, isBelow ? parent : 0);
    }
    if (lowest > highest) continue;
    const place = word(parents, u);
    if (lowest == highest && load<u32>(place) == u && exchange(place, u, lowest, isAlone)) continue;
    for (let arc = start; arc < stop; arc += 4) {
      const v = load<u32>(arc);
      if (v < u) unite(parents, u, v, isAlone);
    }
  }
}

// Unites the nodes that a search has not found, in sets of 32 at places first..last of the bitmap of those it has,
// with all their neighbors.
export function uniteUnseen(
  first: u32, last: u32, parents: usize, offsets: usize, ends: usize, isAlone: bool, seen: usize,
): void {
  for (let i = first; i < last; i++) {
    for (let left = ~load<u32>(word(seen, i)); left; left &= left - 1) {
      const u = (i << 5) | ctz(left);
      const stop = load<u32>(word(offsets, u), 4);
      for (let arc = load<u32>(word(offsets, u)); arc < stop; arc++) unite(parents, u, load<u32>(word(ends, arc)), isAlone);
    }
  }
}

export function nameRoots(first: u32, last: u32, parents: usize): void {
  for (let u = first; u < last; u++) {
    let root = load<u32>(word(parents, u));
    for (let p = load<u32>(word(parents, root)); p != root; p = load<u32>(word(parents, root))) root = p;
    store<u32>(word(parents, u), root);
  }
}
