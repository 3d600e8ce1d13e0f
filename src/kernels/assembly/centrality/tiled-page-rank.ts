// PageRank by tiles: the arcs from one block of nodes to another, so that what is read and what is added to stay in a
// near cache. An arc in a tile is one word, of its two ends' places in their blocks. A block's sums are taken tile by
// tile and arc by arc, by one thread, so that the result is the same to the last bit however many threads there are.

import * as constants from "../../layouts/kernel-constants";
import { long, word } from "../shared/address";

// @ts-ignore: decorator
@inline
const SOURCE_BITS: u32 = constants.SOURCE_BITS;
// @ts-ignore: decorator
@inline
const SOURCE_MASK: u32 = (1 << SOURCE_BITS) - 1;

// @ts-ignore: decorator
@inline
function blockEnd(block: u32, bits: u32, nodeCount: u32): u32 {
  const end = (block + 1) << bits;
  return end < nodeCount ? end : nodeCount;
}

// Counts for each block first .. last - 1 of 2^bits nodes its arcs from each of `width` blocks, in a row of `counts`.
export function countTiles(
  first: u32, last: u32, nodeCount: u32, offsets: usize, ends: usize, bits: u32, width: u32, counts: usize,
): void {
  for (let block = first; block < last; block++) {
    const row = word(counts, block * width);
    const stop = word(ends, load<u32>(word(offsets, blockEnd(block, bits, nodeCount))));
    for (let arc = word(ends, load<u32>(word(offsets, block << bits))); arc < stop; arc += 4) {
      const count = word(row, load<u32>(arc) >>> SOURCE_BITS);
      store<u32>(count, load<u32>(count) + 1);
    }
  }
}

// Places the arcs of the blocks first .. last - 1 in their tiles; each tile begins at its cursor, which it moves.
export function placeTiles(
  first: u32, last: u32, nodeCount: u32, offsets: usize, ends: usize, bits: u32, width: u32,
  cursors: usize, tiles: usize,
): void {
  for (let block = first; block < last; block++) {
    const start = block << bits;
    const end = blockEnd(block, bits, nodeCount);
    for (let u = start; u < end; u += 1024) {
      const stop = u + 1024 < end ? u + 1024 : end;
      placeRows(u, stop, start, offsets, ends, word(cursors, block * width), tiles);
    }
  }
}

export function placeRows(
  first: u32, last: u32, start: u32, offsets: usize, ends: usize, row: usize, tiles: usize,
): void {
  let arc = word(ends, load<u32>(word(offsets, first)));
  for (let u = first; u < last; u++) {
    const stop = word(ends, load<u32>(word(offsets, u), 4));
    const place = (u - start) << SOURCE_BITS;
    for (; arc < stop; arc += 4) {
      const v = load<u32>(arc);
      const cursor = word(row, v >>> SOURCE_BITS);
      const at = load<u32>(cursor);
      store<u32>(cursor, at + 1);
      store<u32>(word(tiles, at), place | (v & SOURCE_MASK));
    }
  }
}

// One round for the blocks first .. last - 1: ranks change by what comes in and by the change of the teleport.
// `contributions` holds the change, as float32, of what each node gives along an arc, `next` takes that of the round
// after, and `incomingSums` has space for one number a node. `teleport` is 0 for a uniform teleport, where each node gets
// `teleportShare`; else it holds the part of each node. Writes for each block how much its ranks changed, and the change
// of the ranks of its dangling nodes.
export function pullChanges(
  first: u32, last: u32, nodeCount: u32, bits: u32, width: u32, starts: usize, tiles: usize,
  contributions: usize, next: usize, incomingSums: usize, ranks: usize, inverseOutWeights: usize, teleport: usize,
  teleportShare: f64, damping: f64, sums: usize,
): void {
  for (let block = first; block < last; block++) {
    const start = block << bits;
    const end = blockEnd(block, bits, nodeCount);
    const to = long(incomingSums, start);
    memory.fill(to, 0, <usize>(end - start) << 3);
    for (let i: u32 = 0; i < width; i++) {
      const tile = word(starts, block * width + i);
      const from = word(contributions, i << SOURCE_BITS);
      addTile(word(tiles, load<u32>(tile)), word(tiles, load<u32>(tile, 4)), from, to);
    }
    let change: f64 = 0;
    let dangling: f64 = 0;
    for (let u = start; u < end; u++) {
      const teleported = teleport == 0 ? teleportShare : teleportShare * load<f64>(long(teleport, u));
      const more = load<f64>(long(incomingSums, u)) + teleported;
      const inverse = load<f64>(long(inverseOutWeights, u));
      change += Math.abs(more);
      if (inverse == 0) dangling += more;
      store<f64>(long(ranks, u), load<f64>(long(ranks, u)) + more);
      store<f32>(word(next, u), <f32>(damping * more * inverse));
    }
    const place = long(sums, block << 1);
    store<f64>(place, change);
    store<f64>(place, dangling, 8);
  }
}

// @ts-ignore: decorator
@inline
function addTo(place: usize, more: f64): void {
  store<f64>(place, load<f64>(place) + more);
}

// The arcs of a tile, a quarter of them beside the others: those that lead to the same node follow each other, and each
// addition waits for the one before, so that the many arcs of a node with many would take 8 cycles each.
export function addTile(arc: usize, stop: usize, from: usize, to: usize): void {
  const part = (stop - arc) >>> 4 << 2;
  for (const end = arc + part; arc < end; arc += 4) {
    const a = load<u32>(arc);
    const b = load<u32>(arc + part);
    const c = load<u32>(arc + part * 2);
    const d = load<u32>(arc + part * 3);
    const p = <f64>load<f32>(word(from, a & SOURCE_MASK));
    const q = <f64>load<f32>(word(from, b & SOURCE_MASK));
    const r = <f64>load<f32>(word(from, c & SOURCE_MASK));
    const s = <f64>load<f32>(word(from, d & SOURCE_MASK));
    addTo(long(to, a >>> SOURCE_BITS), p);
    addTo(long(to, b >>> SOURCE_BITS), q);
    addTo(long(to, c >>> SOURCE_BITS), r);
    addTo(long(to, d >>> SOURCE_BITS), s);
  }
  for (arc += part * 3; arc < stop; arc += 4) {
    const a = load<u32>(arc);
    addTo(long(to, a >>> SOURCE_BITS), <f64>load<f32>(word(from, a & SOURCE_MASK)));
  }
}
