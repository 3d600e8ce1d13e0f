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

// The number of arcs of two nodes, over the damping.
// @ts-ignore: decorator
@inline
function scalesAt(offsets: usize, u: u32, inverseDamping: v128): v128 {
  const p = word(offsets, u);
  const degrees = i32x4.sub(v128.load64_zero(p, 4), v128.load64_zero(p));
  return f64x2.mul(f64x2.convert_low_i32x4_u(degrees), inverseDamping);
}

// Takes the step of two nodes and returns their ranks: stores the contribution along an arc as float32, half the bytes to
// read at random, and takes the step that the rounded contribution stands for, so that rounding costs no accuracy:
// residuals are those of the ranks as they are. Dangling nodes, whose steps reach no other, step by their residual.
// @ts-ignore: decorator
@inline
function takeSteps(u: u32, steps: v128, scales: v128, rest: v128, next: usize, residuals: usize, ranks: usize): v128 {
  const isDangling = f64x2.eq(scales, f64x2.splat(0));
  const contributions = f32x4.demote_f64x2_zero(v128.andnot(f64x2.div(steps, scales), isDangling));
  v128.store64_lane(word(next, u), contributions, 0);
  const taken = v128.bitselect(rest, f64x2.mul(f64x2.promote_low_f32x4(contributions), scales), isDangling);
  const p = long(ranks, u);
  const after = f64x2.add(v128.load(p), taken);
  v128.store(p, after);
  v128.store(long(residuals, u), f64x2.sub(rest, taken));
  return after;
}

// The first step, from no ranks to `rank` or, for dangling nodes, to their part of the teleport. `teleport` is 0 for a
// uniform teleport, where each node gets `teleportShare`; else it holds the part of each node. Nodes are taken by twos:
// arrays have room for one more.
export function startResiduals(
  first: u32, last: u32, outOffsets: usize, contributions: usize, residuals: usize, ranks: usize,
  teleport: usize, teleportShare: f64, rank: f64, inverseDamping: f64,
): void {
  const rankOfAll = f64x2.splat(rank);
  const shareOfAll = f64x2.splat(teleportShare);
  const inverse = f64x2.splat(inverseDamping);
  for (let u = first; u < last; u += 2) {
    const shares = teleport == 0 ? shareOfAll : f64x2.mul(shareOfAll, v128.load(long(teleport, u)));
    v128.store(long(ranks, u), f64x2.splat(0));
    takeSteps(u, rankOfAll, scalesAt(outOffsets, u, inverse), shares, contributions, residuals, ranks);
  }
}

// One round for the blocks first .. last - 1. Residuals gain what the step before sends along arcs; ranks take a step of
// `weight` times their residual and `momentum` times the step before. `contributions` holds what the step before sends
// along an arc of each node, `next` takes that of this one. Writes for each block the sum of absolute residuals, and that
// of ranks.
export function pullResiduals(
  first: u32, last: u32, nodeCount: u32, bits: u32, width: u32, starts: usize, tiles: usize, outOffsets: usize,
  contributions: usize, next: usize, residuals: usize, ranks: usize, weight: f64, momentum: f64,
  inverseDamping: f64, sums: usize,
): void {
  const weights = f64x2.splat(weight);
  const momenta = f64x2.splat(momentum);
  const inverse = f64x2.splat(inverseDamping);
  for (let block = first; block < last; block++) {
    const start = block << bits;
    const end = blockEnd(block, bits, nodeCount);
    const to = long(residuals, start);
    for (let i: u32 = 0; i < width; i++) {
      const tile = word(starts, block * width + i);
      const from = word(contributions, i << SOURCE_BITS);
      addTile(word(tiles, load<u32>(tile)), word(tiles, load<u32>(tile, 4)), from, to);
    }
    let change = f64x2.splat(0);
    let total = f64x2.splat(0);
    for (let u = start; u < end; u += 2) {
      const rest = v128.load(long(residuals, u));
      change = f64x2.add(change, f64x2.abs(rest));
      const scales = scalesAt(outOffsets, u, inverse);
      const before = f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(word(contributions, u))), scales);
      const steps = f64x2.add(f64x2.mul(weights, rest), f64x2.mul(momenta, before));
      total = f64x2.add(total, takeSteps(u, steps, scales, rest, next, residuals, ranks));
    }
    const place = long(sums, block << 1);
    store<f64>(place, f64x2.extract_lane(change, 0) + f64x2.extract_lane(change, 1));
    store<f64>(place, f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1), 8);
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
