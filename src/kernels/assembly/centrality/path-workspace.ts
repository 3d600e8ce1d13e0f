// The workspace of a search for shortest paths. Each node found gets a position, level by level, and what the search keeps
// of it lies there, so that a level is one stretch of memory. The head of a workspace, a cache line, says where its arrays
// lie, how many nodes are found and where its list ends.

import { word } from "../shared/address";

// Arrays by node: its position. By position: the node, how many paths lead to it, what each of them carries back. By
// level: where it begins, times two, plus whether it was pulled. The list of steps of shortest paths. What the sweep
// adds to, by node or by link. Room for positions that are read ahead.
// @ts-ignore: decorator
@inline
export const POSITIONS: usize = 0;
// @ts-ignore: decorator
@inline
export const ORDER: usize = 4;
// @ts-ignore: decorator
@inline
export const COUNTS: usize = 8;
// @ts-ignore: decorator
@inline
export const SHARES: usize = 12;
// @ts-ignore: decorator
@inline
export const LEVELS: usize = 16;
// @ts-ignore: decorator
@inline
export const LIST: usize = 20;
// @ts-ignore: decorator
@inline
export const VALUES: usize = 24;
// @ts-ignore: decorator
@inline
export const SEEN: usize = 28;
// By node, in searches by length, which hold their heap where others mark levels: distances.
// @ts-ignore: decorator
@inline
export const DISTANCES: usize = 32;
// @ts-ignore: decorator
@inline
export const HEAP: usize = LEVELS;
// The number of nodes found; the end of the list; a word that keeps reads from being optimized away.
// @ts-ignore: decorator
@inline
export const TAIL: usize = 36;
// @ts-ignore: decorator
@inline
export const LIST_END: usize = 40;
// @ts-ignore: decorator
@inline
export const TOUCHED: usize = 44;
// @ts-ignore: decorator
@inline
export const HEAP_SIZE: usize = LIST_END;

// A search's workspace among those of a step: the sources of chunk i are at workspace i.
// @ts-ignore: decorator
@inline
export function workspaceOf(heads: usize, chunk: u32): usize {
  return heads + (<usize>chunk << 6);
}

// The position of a node not found.
// @ts-ignore: decorator
@inline
export const NONE: u32 = 0xffffffff;

// Nodes handed to a function at a time: calls let the engine replace its first, slow code.
// @ts-ignore: decorator
@inline
export const PART: u32 = 2048;

// Positions are read this far ahead of what waits for them, and then to the end of a node's.
// @ts-ignore: decorator
@inline
export const SEEN_BYTES: usize = 4096;

// @ts-ignore: decorator
@inline
export function smaller(a: u32, b: u32): u32 {
  return a < b ? a : b;
}

// Writes the positions of a node's ends to `seen` and returns where they end.
// @ts-ignore: decorator
@inline
export function readPositions(u: u32, positions: usize, offsets: usize, ends: usize, seen: usize): usize {
  const stop = word(ends, load<u32>(word(offsets, u), 4));
  for (let link = word(ends, load<u32>(word(offsets, u))); link < stop; link += 4, seen += 4) {
    store<u32>(seen, load<u32>(word(positions, load<u32>(link))));
  }
  return seen;
}
