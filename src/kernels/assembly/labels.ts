// Label propagation. A node's neighbours count by their labels: up to 16 of equal weight each against each, four
// at a time and with nothing to clear behind; more of them, or weighted ones, in an array by label. Weights are
// float64 an arc, at address 0 if all are equal.

import { long, word } from "./address";
import { addShared, DESK_HEAD, leaveDesk, takeDesk } from "./desk";
import { below } from "./prng";

// @ts-ignore: decorator
@inline
const FEW: u32 = 16;

// At a desk lie 16 labels, their counts, as many words as there are nodes for the labels met, and at its end the
// weight by label, float64, zero before and after. Addresses of desks are those behind their heads.
// @ts-ignore: decorator
@inline
const COUNTS: usize = 64;
// @ts-ignore: decorator
@inline
const MET: usize = 128;

// Copies the labels around a node to the desk, and behind them what is no label.
// @ts-ignore: decorator
@inline
function gather(ends: usize, degree: u32, labels: usize, desk: usize): void {
  v128.store(word(desk, degree & ~3), i32x4.splat(-1));
  for (let i: u32 = 0; i < degree; i++) {
    store<u32>(word(desk, i), load<u32>(word(labels, load<u32>(word(ends, i)))));
  }
}

// Counts each of the labels at the desk, and returns the largest count.
// @ts-ignore: decorator
@inline
function countFew(degree: u32, desk: usize): i32 {
  let most = i32x4.splat(0);
  for (let group: u32 = 0; group < degree; group += 4) {
    const four = v128.load(word(desk, group));
    let counts = i32x4.splat(0);
    for (let i: u32 = 0; i < degree; i++) {
      counts = i32x4.sub(counts, i32x4.eq(four, v128.load32_splat(word(desk, i))));
    }
    v128.store(word(desk, group), counts, COUNTS);
    most = i32x4.max_s(most, counts);
  }
  most = i32x4.max_s(most, i8x16.shuffle(most, most, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1));
}

// The smallest label with the largest count.
// @ts-ignore: decorator
@inline
function smallestOfFew(degree: u32, desk: usize): u32 {
  const most = i32x4.splat(countFew(degree, desk));
  let smallest = i32x4.splat(-1);
  for (let group: u32 = 0; group < degree; group += 4) {
    // lanes that are not best turn to all ones, which no label is
    const isBest = i32x4.eq(v128.load(word(desk, group), COUNTS), most);
    smallest = i32x4.min_u(smallest, v128.or(v128.load(word(desk, group)), v128.not(isBest)));
  }
  const pairs = i8x16.shuffle(smallest, smallest, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  smallest = i32x4.min_u(smallest, pairs);
  return min(<u32>i32x4.extract_lane(smallest, 0), <u32>i32x4.extract_lane(smallest, 1));
}

// Leaves the best labels, each once and in the order in which they are met, at the front of MET.
// @ts-ignore: decorator
@inline
function bestOfFew(degree: u32, desk: usize): u32 {
  const most = countFew(degree, desk);
  let bestCount: u32 = 0;
  for (let i: u32 = 0; i < degree; i++) {
    if (load<i32>(word(desk, i), COUNTS) != most) continue;
    const label = load<u32>(word(desk, i));
    let j: u32 = 0;
    while (j < bestCount && load<u32>(word(desk, j), MET) != label) j++;
    if (j < bestCount) continue;
    store<u32>(word(desk, bestCount++), label, MET);
  }
  return bestCount;
}

// The same of any number of neighbours and of any weights. A neighbour of no weight does not count.
function bestOfMany(
  start: u32, stop: u32, ends: usize, weights: usize, labels: usize, desk: usize, tallies: usize,
): u32 {
  const met = desk + MET;
  let metCount: u32 = 0;
  for (let arc = start; arc < stop; arc++) {
    const weight = weights == 0 ? 1.0 : load<f64>(long(weights, arc));
    if (weight == 0) continue;
    const label = load<u32>(word(labels, load<u32>(word(ends, arc))));
    const p = long(tallies, label);
    const before = load<f64>(p);
    if (before == 0) store<u32>(word(met, metCount++), label);
    store<f64>(p, before + weight);
  }
  let most: f64 = 0;
  let bestCount: u32 = 0;
  for (let i: u32 = 0; i < metCount; i++) {
    const label = load<u32>(word(met, i));
    const p = long(tallies, label);
    const weight = load<f64>(p);
    store<f64>(p, 0);
    if (weight < most) continue;
    if (weight > most) bestCount = 0;
    most = weight;
    store<u32>(word(met, bestCount++), label);
  }
  return bestCount;
}

// The smallest of the best labels for each node, from those of the round before; the first word of `state` goes up
// by the number of nodes that have another one now. Several threads may run it at once.
export function propagateAtOnce(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, labels: usize, next: usize,
  desks: usize, deskBytes: usize, deskCount: u32, nodeCount: u32, state: usize,
): void {
  const taken = takeDesk(desks, deskBytes, deskCount);
  const desk = taken + DESK_HEAD;
  const tallies = taken + deskBytes - (<usize>nodeCount << 3);
  let changes: u32 = 0;
  for (let u = first; u < last; u++) {
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u + 1));
    const before = load<u32>(word(labels, u));
    let label = before;
    if (weights == 0 && stop - start <= FEW) {
      gather(word(ends, start), stop - start, labels, desk);
      if (stop > start) label = smallestOfFew(stop - start, desk);
    } else {
      const bestCount = bestOfMany(start, stop, ends, weights, labels, desk, tallies);
      if (bestCount > 0) label = u32.MAX_VALUE;
      for (let i: u32 = 0; i < bestCount; i++) label = min(label, load<u32>(word(desk, i), MET));
    }
    store<u32>(word(next, u), label);
    changes += u32(label != before);
  }
  addShared(state, changes);
  leaveDesk(taken);
}

// Nodes whose arcs and labels are fetched before the first of them is looked at.
// @ts-ignore: decorator
@inline
const BATCH: u32 = 64;

// Loads what the nodes order[first..last] will read. Nodes in random order miss the caches one after the other;
// like this the misses of a batch are waited for together (1M nodes, 5M edges: 550 ms a round, then 220).
// @ts-ignore: decorator
@inline
function fetch(first: u32, last: u32, order: usize, offsets: usize, ends: usize, labels: usize): u32 {
  let sum: u32 = 0;
  for (let i = first; i < last; i++) sum += load<u32>(word(offsets, load<u32>(word(order, i))));
  for (let i = first; i < last; i++) {
    sum += load<u32>(word(ends, load<u32>(word(offsets, load<u32>(word(order, i))))));
  }
  for (let i = first; i < last; i++) {
    const p = word(offsets, load<u32>(word(order, i)));
    const start = load<u32>(p);
    const stop = min(load<u32>(p, 4), start + FEW);
    for (let arc = start; arc < stop; arc++) sum += load<u32>(word(labels, load<u32>(word(ends, arc))));
  }
  return sum;
}

// One node after the other, in the order given, takes one of the best labels by chance, unless it has one.
export function propagateOneByOne(
  first: u32, last: u32, order: usize, offsets: usize, ends: usize, weights: usize, labels: usize,
  desks: usize, deskBytes: usize, nodeCount: u32, chance: usize, state: usize,
): void {
  const desk = desks + DESK_HEAD;
  const tallies = desks + deskBytes - (<usize>nodeCount << 3);
  let changes: u32 = 0;
  let fetched: u32 = 0;
  for (let i = first; i < last; i++) {
    if (((i - first) & (BATCH - 1)) == 0) {
      fetched += fetch(i, min(last, i + BATCH), order, offsets, ends, labels);
    }
    const u = load<u32>(word(order, i));
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u + 1));
    let bestCount: u32 = 0;
    if (weights != 0 || stop - start > FEW) {
      bestCount = bestOfMany(start, stop, ends, weights, labels, desk, tallies);
    } else if (stop > start) {
      gather(word(ends, start), stop - start, labels, desk);
      bestCount = bestOfFew(stop - start, desk);
    }
    const before = load<u32>(word(labels, u));
    let j: u32 = 0;
    while (j < bestCount && load<u32>(word(desk, j), MET) != before) j++;
    if (j < bestCount || bestCount == 0) continue;
    store<u32>(word(labels, u), load<u32>(word(desk, below(chance, bestCount)), MET));
    changes++;
  }
  store<u32>(state, load<u32>(state) + changes);
  // or the loads would be left out
  store<u32>(state, fetched, 4);
}
