// Operations on lists of nodes shared by both ways of counting triangles: see triangles.ts.

import { word } from "../shared/address";

// @ts-ignore: decorator
@inline
export function addTo(p: usize, value: u32): void {
  store<u32>(p, load<u32>(p) + value);
}

// @ts-ignore: decorator
@inline
export function labelOf(ranks: usize, u: u32): u32 {
  return ranks == 0 ? u : load<u32>(word(ranks, u));
}

// Nodes whose neighbors' lists are fetched before the first of them is looked at.
// @ts-ignore: decorator
@inline
export const FETCH_COUNT: u32 = 16;

// Loads where the lists begin that the nodes first..last will read, so that their cache misses overlap.
export function fetch(
  first: u32, last: u32, offsets: usize, backs: usize, starts: usize, lists: usize, shift: u32,
): u32 {
  let sum: u32 = 0;
  for (let b = first; b < last; b++) {
    const stop = word(lists, load<u32>(word(offsets, b + 1)));
    for (let q = word(lists, load<u32>(word(backs, b))); q < stop; q += 4) {
      sum += load<u32>(word(lists, load<u32>(word(starts, load<u32>(q) >>> shift))));
    }
  }
  return sum;
}
