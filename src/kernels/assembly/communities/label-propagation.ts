// Label propagation. A node's neighbors count by their labels: up to 16 of equal weight each against each, four at a
// time and with nothing to clear behind; more of them, or weighted ones, in an array by label. Weights are float64 an
// arc, at address 0 if all are equal.

import * as constants from "../../layouts/kernel-constants";
import { long, word } from "../shared/address";
import { addShared, WORKSPACE_HEAD, leaveWorkspace, takeWorkspace } from "../shared/workspace";
import { below, shuffleWords } from "../shared/prng";

// @ts-ignore: decorator
@inline
const FEW: u32 = 16;

// @ts-ignore: decorator
@inline
const ALIKE_SHARE: f64 = constants.ALIKE_SHARE;

// At a workspace lie 16 labels, their counts, as many words as there are nodes for the labels met, and at its end the
// weight by label, float64, zero before and after. Addresses of workspaces are those behind their heads.
// @ts-ignore: decorator
@inline
const COUNTS: usize = 64;
// @ts-ignore: decorator
@inline
const MET: usize = 128;

// @ts-ignore: decorator
@inline
function labelAt(ends: usize, labels: usize): usize {
  return word(labels, load<u32>(ends));
}

// Copies the labels around a node to the workspace, and behind them what is no label; by fours, as they will be read.
// @ts-ignore: decorator
@inline
function gather(ends: usize, degree: u32, labels: usize, workspace: usize): void {
  let p = ends;
  let i: u32 = 0;
  for (; i + 4 <= degree; i += 4, p += 16) {
    let four = v128.load32_zero(labelAt(p, labels));
    four = v128.load32_lane(labelAt(p + 4, labels), four, 1);
    four = v128.load32_lane(labelAt(p + 8, labels), four, 2);
    four = v128.load32_lane(labelAt(p + 12, labels), four, 3);
    v128.store(word(workspace, i), four);
  }
  if (i == degree) return;
  let four = v128.load32_lane(labelAt(p, labels), i32x4.splat(-1), 0);
  if (i + 1 < degree) four = v128.load32_lane(labelAt(p + 4, labels), four, 1);
  if (i + 2 < degree) four = v128.load32_lane(labelAt(p + 8, labels), four, 2);
  v128.store(word(workspace, i), four);
}

// Counts each of the labels at the workspace, and returns the largest count.
// @ts-ignore: decorator
@inline
function countFew(degree: u32, workspace: usize): i32 {
  let most = i32x4.splat(0);
  for (let group: u32 = 0; group < degree; group += 4) {
    const four = v128.load(word(workspace, group));
    let counts = i32x4.splat(0);
    for (let i: u32 = 0; i < degree; i++) {
      counts = i32x4.sub(counts, i32x4.eq(four, v128.load32_splat(word(workspace, i))));
    }
    v128.store(word(workspace, group), counts, COUNTS);
    most = i32x4.max_s(most, counts);
  }
  most = i32x4.max_s(most, i8x16.shuffle(most, most, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1));
}

// The smallest label with the largest count.
// @ts-ignore: decorator
@inline
function smallestOfFew(degree: u32, workspace: usize): u32 {
  const most = i32x4.splat(countFew(degree, workspace));
  let smallest = i32x4.splat(-1);
  for (let group: u32 = 0; group < degree; group += 4) {
    // lanes that are not best turn to all ones, which no label is
    const isBest = i32x4.eq(v128.load(word(workspace, group), COUNTS), most);
    smallest = i32x4.min_u(smallest, v128.or(v128.load(word(workspace, group)), v128.not(isBest)));
  }
  const pairs = i8x16.shuffle(smallest, smallest, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  smallest = i32x4.min_u(smallest, pairs);
  return min(<u32>i32x4.extract_lane(smallest, 0), <u32>i32x4.extract_lane(smallest, 1));
}

// The number of labels that occur `most` times in the workspace.
// @ts-ignore: decorator
@inline
function countBest(degree: u32, most: i32, workspace: usize): u32 {
  // each of them is in as many places; mostly that is one
  if (most == 1) return degree;
  let places: u32 = 0;
  for (let group: u32 = 0; group < degree; group += 4) {
    places += popcnt(i32x4.bitmask(i32x4.eq(v128.load(word(workspace, group), COUNTS), i32x4.splat(most))));
  }
  return places / most;
}

// One of these labels, by its number in the order in which they are met.
// @ts-ignore: decorator
@inline
function bestAt(number: u32, most: i32, workspace: usize): u32 {
  if (most == 1) return load<u32>(word(workspace, number));
  let label: u32 = 0;
  let i: u32 = 0;
  for (let met: u32 = 0; met <= number; i++) {
    if (load<i32>(word(workspace, i), COUNTS) != most) continue;
    label = load<u32>(word(workspace, i));
    let j: u32 = 0;
    while (load<u32>(word(workspace, j)) != label) j++;
    met += u32(j == i);
  }
  return label;
}

// Leaves the best labels, each once and in the order in which they are met, at the front of MET, of any number of
// neighbors and of any weights. A neighbor of no weight does not count.
function bestOfMany(
  start: u32, stop: u32, ends: usize, weights: usize, labels: usize, workspace: usize, tallies: usize,
): u32 {
  const met = workspace + MET;
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
  for (let i: u32 = 0; i < metCount; i++) most = max(most, load<f64>(long(tallies, load<u32>(word(met, i)))));
  most *= ALIKE_SHARE;
  let bestCount: u32 = 0;
  for (let i: u32 = 0; i < metCount; i++) {
    const label = load<u32>(word(met, i));
    const p = long(tallies, label);
    if (load<f64>(p) >= most) store<u32>(word(met, bestCount++), label);
    store<f64>(p, 0);
  }
  return bestCount;
}

// Marks the nodes around which a label has changed in the last round. Several threads may run it at once.
export function markStale(
  first: u32, last: u32, offsets: usize, ends: usize, labels: usize, before: usize, isStale: usize,
): void {
  for (let u = first; u < last; u++) {
    if (load<u32>(word(labels, u)) == load<u32>(word(before, u))) continue;
    const place = word(offsets, u);
    const stop = word(ends, load<u32>(place, 4));
    for (let p = word(ends, load<u32>(place)); p < stop; p += 4) store<u8>(isStale + load<u32>(p), 1);
  }
}

// The smallest of the best labels for each node, from those of the round before; the first word of `state` goes up
// by the number of nodes that have another one now. A node around which no label has changed keeps the one it took.
// Several threads may run it at once.
export function propagateAtOnce(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, labels: usize, next: usize,
  isStale: usize, workspaces: usize, workspaceBytes: usize, workspaceCount: u32, nodeCount: u32, state: usize,
): void {
  const taken = takeWorkspace(workspaces, workspaceBytes, workspaceCount);
  const workspace = taken + WORKSPACE_HEAD;
  const tallies = taken + workspaceBytes - (<usize>nodeCount << 3);
  let changes: u32 = 0;
  for (let u = first; u < last; u++) {
    const before = load<u32>(word(labels, u));
    if (load<u8>(isStale + u) == 0) {
      store<u32>(word(next, u), before);
      continue;
    }
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u), 4);
    let label = before;
    if (weights == 0 && stop - start <= FEW) {
      gather(word(ends, start), stop - start, labels, workspace);
      if (stop > start) label = smallestOfFew(stop - start, workspace);
    } else {
      const bestCount = bestOfMany(start, stop, ends, weights, labels, workspace, tallies);
      if (bestCount > 0) label = u32.MAX_VALUE;
      for (let i: u32 = 0; i < bestCount; i++) label = min(label, load<u32>(word(workspace, i), MET));
    }
    store<u32>(word(next, u), label);
    changes += u32(label != before);
  }
  addShared(state, changes);
  leaveWorkspace(taken);
}

// Nodes whose labels around them are fetched before the first of them is looked at.
// @ts-ignore: decorator
@inline
const BATCH: u32 = 32;

// Loads what the nodes order[first..last] will read. Nodes in random order miss the caches one after the other;
// like this the misses of a batch are waited for together.
// @ts-ignore: decorator
@inline
function fetch(
  first: u32, last: u32, order: usize, offsets: usize, ends: usize, labels: usize, isStale: usize,
): u32 {
  let sum: u32 = 0;
  for (let i = first; i < last; i++) {
    const u = load<u32>(word(order, i));
    if (load<u8>(isStale + u) == 0) continue;
    const p = word(offsets, u);
    const start = load<u32>(p);
    const stop = min(load<u32>(p, 4), start + FEW);
    for (let arc = start; arc < stop; arc++) sum += load<u32>(word(labels, load<u32>(word(ends, arc))));
  }
  return sum;
}

// The number of times that a label occurs in the workspace.
// @ts-ignore: decorator
@inline
function countOf(label: u32, degree: u32, workspace: usize): i32 {
  const wanted = i32x4.splat(label);
  let counts = i32x4.splat(0);
  for (let group: u32 = 0; group < degree; group += 4) {
    counts = i32x4.sub(counts, i32x4.eq(v128.load(word(workspace, group)), wanted));
  }
  counts = i32x4.add(counts, i8x16.shuffle(counts, counts, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return i32x4.extract_lane(counts, 0) + i32x4.extract_lane(counts, 1);
}

// One node after the other, in the order given, takes one of the best labels by chance, unless it has one. A node
// around which no label has changed since is passed over by its byte in `isStale`: it would keep its own.
export function propagateOneByOne(
  first: u32, last: u32, order: usize, offsets: usize, ends: usize, weights: usize, labels: usize,
  isStale: usize, workspaces: usize, workspaceBytes: usize, nodeCount: u32, chance: usize, state: usize,
): void {
  const workspace = workspaces + WORKSPACE_HEAD;
  const tallies = workspaces + workspaceBytes - (<usize>nodeCount << 3);
  let changes: u32 = 0;
  let fetched: u32 = 0;
  for (let i = first; i < last; i++) {
    if (((i - first) & (BATCH - 1)) == 0) {
      fetched += fetch(i, min(last, i + BATCH), order, offsets, ends, labels, isStale);
    }
    const u = load<u32>(word(order, i));
    if (load<u8>(isStale + u) == 0) continue;
    store<u8>(isStale + u, 0);
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u), 4);
    if (start == stop) continue;
    const before = load<u32>(word(labels, u));
    let label: u32 = 0;
    if (weights != 0 || stop - start > FEW) {
      const bestCount = bestOfMany(start, stop, ends, weights, labels, workspace, tallies);
      let j: u32 = 0;
      while (j < bestCount && load<u32>(word(workspace, j), MET) != before) j++;
      if (j < bestCount || bestCount == 0) continue;
      label = load<u32>(word(workspace, below(chance, bestCount)), MET);
    } else {
      gather(word(ends, start), stop - start, labels, workspace);
      const most = countFew(stop - start, workspace);
      if (countOf(before, stop - start, workspace) == most) continue;
      label = bestAt(below(chance, countBest(stop - start, most, workspace)), most, workspace);
    }
    store<u32>(word(labels, u), label);
    changes++;
    for (let arc = start; arc < stop; arc++) store<u8>(isStale + load<u32>(word(ends, arc)), 1);
  }
  store<u32>(state, load<u32>(state) + changes);
  // or the loads would be left out
  store<u32>(state, fetched, 4);
}

// The nodes of blocks, which come in the order given, one after the other, those of each shuffled.
export function shuffleBlocks(
  first: u32, last: u32, blocks: usize, blockSize: u32, order: usize, nodeCount: u32, chance: usize, state: usize,
): void {
  let place = load<u32>(state);
  for (let i = first; i < last; i++) {
    const start = load<u32>(word(blocks, i)) * blockSize;
    const count = min(nodeCount - start, blockSize);
    const words = word(order, place);
    for (let j: u32 = 0; j < count; j++) store<u32>(word(words, j), start + j);
    shuffleWords(0, count - 1, words, count, chance);
    place += count;
  }
  store<u32>(state, place);
}

// Arcs that lead from a node to one with its label, added to the first word of `state`, of arcs without weights.
// Several threads may run it at once.
export function countWithin(
  first: u32, last: u32, offsets: usize, ends: usize, labels: usize, state: usize,
): void {
  let within: u32 = 0;
  let arc = load<u32>(word(offsets, first));
  for (let u = first; u < last; u++) {
    const own = load<u32>(word(labels, u));
    const stop = load<u32>(word(offsets, u), 4);
    for (; arc < stop; arc++) within += u32(load<u32>(word(labels, load<u32>(word(ends, arc)))) == own);
  }
  addShared(state, within);
}

// Adds the number of arcs of each node to the sum of its label.
export function sumDegrees(first: u32, last: u32, offsets: usize, labels: usize, sums: usize): void {
  for (let u = first; u < last; u++) {
    const p = long(sums, load<u32>(word(labels, u)));
    store<f64>(p, load<f64>(p) + <f64>(load<u32>(word(offsets, u), 4) - load<u32>(word(offsets, u))));
  }
}
