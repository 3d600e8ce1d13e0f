// Moves nodes one by one to the community where modularity gains the most, as algorithms/communities/local-moving-loops.ts does and
// in the same order, so that both find the same as long as sums of weights are exact. In an undirected graph a node has one strength, so `entering` and `into` are at address 0,
// and gains are half of those of a directed one. Self-loops go where their node goes and are passed over.

import { long, word } from "../shared/address";

// @ts-ignore: decorator
@inline
function addTo(p: usize, value: f64): void {
  store<f64>(p, load<f64>(p) + value);
}
// @ts-ignore: decorator
@inline
function addToWord(p: usize, value: i32): u32 {
  const sum = load<u32>(p) + value;
  store<u32>(p, sum);
  return sum;
}

// State of a run: as words how many communities are empty and how many nodes have moved, then as float64 what their
// moves have gained.
// @ts-ignore: decorator
@inline
const MOVED: usize = 4;
// @ts-ignore: decorator
@inline
const GAINED: usize = 8;

// The node at a place: nodes are ordered in blocks of 2^shift, and these in the order of `blocks`; from `nodeCount`
// on there is none.
// @ts-ignore: decorator
@inline
function nodeAt(place: u32, blocks: usize, shift: u32): u32 {
  return (load<u32>(word(blocks, place >>> shift)) << shift) | (place & ((1 << shift) - 1));
}

// Nodes whose arcs and labels are fetched before the first of them is looked at: see labels.ts.
// @ts-ignore: decorator
@inline
const BATCH: u32 = 64;
// Of how many arcs a node's are fetched.
// @ts-ignore: decorator
@inline
const FETCHED: u32 = 32;

// A workspace has 36 labels, the weights of their arcs, and the sums of these by label.
// @ts-ignore: decorator
@inline
const WEIGHTS: usize = 144;
// @ts-ignore: decorator
@inline
const SUMS: usize = 288;

function fetch(
  first: u32, last: u32, blocks: usize, shift: u32, nodeCount: u32, waits: usize,
  offsets: usize, ends: usize, labels: usize, strengths: usize,
): u32 {
  let sum: u32 = 0;
  if (shift == 0) {
    for (let i = first; i < last; i++) sum += load<u32>(word(offsets, nodeAt(i, blocks, shift)));
    for (let i = first; i < last; i++) {
      sum += load<u32>(word(ends, load<u32>(word(offsets, nodeAt(i, blocks, shift)))));
    }
  }
  else {
    const u = nodeAt(first, blocks, shift);
    const start = load<u32>(word(offsets, min(u, nodeCount)));
    const stop = load<u32>(word(offsets, min(u + last - first, nodeCount)));
    if (stop - start < 2048) {
      let waiting: u32 = 0;
      for (let v = u, end = min(u + last - first, nodeCount); v < end; v++) waiting += load<u8>(waits + v);
      if (waiting > 32) {
        for (let arc = start; arc < stop; arc++) sum += load<u32>(word(labels, load<u32>(word(ends, arc))));
        for (let arc = start; arc < stop; arc++) sum += load<u32>(long(strengths, load<u32>(word(labels, load<u32>(word(ends, arc))))));
        return sum;
      }
    }
  }
  for (let pass = 0; pass < 2; pass++) {
    for (let i = first; i < last; i++) {
      const u = nodeAt(i, blocks, shift);
      if (u >= nodeCount || load<u8>(waits + u) == 0) continue;
      const p = word(offsets, u);
      const start = load<u32>(p);
      const stop = min(load<u32>(p, 4), start + FETCHED);
      for (let arc = start; arc < stop; arc++) {
        const label = load<u32>(word(labels, load<u32>(word(ends, arc))));
        sum += pass == 0 ? label : load<u32>(long(strengths, label));
      }
    }
  }
  return sum;
}

// Puts the labels around a node and the weights of the arcs at the workspace, `u` itself aside; returns how many.
// @ts-ignore: decorator
@inline
function gather(u: u32, start: u32, stop: u32, ends: usize, weights: usize, labels: usize, workspace: usize): u32 {
  let count: u32 = 0;
  for (let arc = start; arc < stop; arc++) {
    const v = load<u32>(word(ends, arc));
    store<u32>(word(workspace, count), load<u32>(word(labels, v)));
    if (weights != 0) store<i32>(word(workspace, count), <i32>load<f64>(long(weights, arc)), WEIGHTS);
    count += u32(v != u);
  }
  // there is no label behind the last
  v128.store(word(workspace, count), i32x4.splat(-1));
  return count;
}

// Sums the weights at the workspace by label, each label against all of them.
// @ts-ignore: decorator
@inline
function sumFew(count: u32, weights: usize, workspace: usize): void {
  for (let group: u32 = 0; group < count; group += 4) {
    const four = v128.load(word(workspace, group));
    let sums = i32x4.splat(0);
    if (weights == 0) {
      for (let i: u32 = 0; i < count; i++) {
        sums = i32x4.sub(sums, i32x4.eq(four, v128.load32_splat(word(workspace, i))));
      }
    } else {
      for (let i: u32 = 0; i < count; i++) {
        const isSame = i32x4.eq(four, v128.load32_splat(word(workspace, i)));
        sums = i32x4.add(sums, v128.and(isSame, v128.load32_splat(word(workspace, i), WEIGHTS)));
      }
    }
    v128.store(word(workspace, group), sums, SUMS);
  }
}

// The weight expected by chance between a node and the members of a community.
// @ts-ignore: decorator
@inline
function byChance(label: u32, leavingU: f64, enteringU: f64, out: usize, into: usize): f64 {
  const byOut = load<f64>(long(out, label));
  return into == 0 ? leavingU * byOut : leavingU * load<f64>(long(into, label)) + enteringU * byOut;
}

// Looks at those of the nodes at places first..last that wait. Nodes of up to `few` arcs, at most 31, have their
// labels compared at the workspace: their weights are whole numbers below 2^31. For others `met` has a word a node, and
// `sums` are the weights by label, float64, zero before and after. Gains closer than `tieShare` of a node's strength
// are equal.
export function moveNodes(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, nodeCount: u32,
  labels: usize, leaving: usize, entering: usize, out: usize, into: usize, sizes: usize, empty: usize,
  blocks: usize, shift: u32, waits: usize, few: u32, workspace: usize, met: usize, sums: usize,
  scale: f64, gainMin: f64, tieShare: f64, state: usize,
): void {
  let emptyCount = load<u32>(state);
  let moved = load<u32>(state, MOVED);
  let gained = load<f64>(state, GAINED);
  let fetched: u32 = 0;
  for (let place = first; place < last; place++) {
    if (((place - first) & (BATCH - 1)) == 0) {
      const stop = min(last, place + BATCH);
      fetched += fetch(place, stop, blocks, shift, nodeCount, waits, offsets, ends, labels, out);
    }
    const u = nodeAt(place, blocks, shift);
    if (u >= nodeCount || load<u8>(waits + u) == 0) continue;
    store<u8>(waits + u, 0);
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u + 1));
    const from = load<u32>(word(labels, u));
    const leavingU = load<f64>(long(leaving, u));
    const enteringU = entering == 0 ? 0 : load<f64>(long(entering, u));
    addTo(long(out, from), -leavingU);
    if (entering != 0) addTo(long(into, from), -enteringU);
    // the best community, of several alike the first that is met, and what it gains to stay
    const tie = tieShare * (leavingU + enteringU);
    let best = from;
    let bestGain = -Infinity;
    let staying: f64 = 0;
    if (stop - start <= few) {
      const count = gather(u, start, stop, ends, weights, labels, workspace);
      sumFew(count, weights, workspace);
      for (let i: u32 = 0; i < count; i++) {
        const label = load<u32>(word(workspace, i));
        const weight = <f64>load<i32>(word(workspace, i), SUMS);
        staying = label == from ? weight : staying;
        const gain = weight - scale * byChance(label, leavingU, enteringU, out, into);
        if (gain > bestGain + tie) {
          best = label;
          bestGain = gain;
        }
      }
    } else {
      let metCount: u32 = 0;
      for (let arc = start; arc < stop; arc++) {
        const v = load<u32>(word(ends, arc));
        const weight = weights == 0 ? 1.0 : load<f64>(long(weights, arc));
        if (v == u || weight == 0) continue;
        const label = load<u32>(word(labels, v));
        const p = long(sums, label);
        const before = load<f64>(p);
        // a branch would be guessed wrong often
        store<u32>(word(met, metCount), label);
        metCount += u32(before == 0);
        store<f64>(p, before + weight);
      }
      staying = load<f64>(long(sums, from));
      for (let i: u32 = 0; i < metCount; i++) {
        const label = load<u32>(word(met, i));
        const p = long(sums, label);
        const gain = load<f64>(p) - scale * byChance(label, leavingU, enteringU, out, into);
        store<f64>(p, 0);
        if (gain > bestGain + tie) {
          best = label;
          bestGain = gain;
        }
      }
    }
    const kept = staying - scale * byChance(from, leavingU, enteringU, out, into);
    if (!(bestGain > kept + gainMin)) {
      best = from;
      bestGain = kept + gainMin;
    }
    // being alone gains nothing, which may be more
    if (bestGain < -tie && load<u32>(word(sizes, from)) > 1) {
      best = load<u32>(word(empty, emptyCount - 1));
      bestGain = 0;
    }
    addTo(long(out, best), leavingU);
    if (entering != 0) addTo(long(into, best), enteringU);
    if (best == from) continue;
    moved++;
    gained += bestGain - kept;
    store<u32>(word(labels, u), best);
    if (addToWord(word(sizes, best), 1) == 1) emptyCount--;
    if (addToWord(word(sizes, from), -1) == 0) {
      store<u32>(word(empty, emptyCount++), from);
      store<f64>(long(out, from), 0);
      if (entering != 0) store<f64>(long(into, from), 0);
    }
    // neighbors that are not in the same community may want to follow
    for (let arc = start; arc < stop; arc++) {
      const v = load<u32>(word(ends, arc));
      store<u8>(waits + v, load<u8>(waits + v) | u8(load<u32>(word(labels, v)) != best));
    }
  }
  store<u32>(state, emptyCount);
  store<u32>(state, moved, MOVED);
  store<f64>(state, gained, GAINED);
  // or the loads would be left out
  store<u32>(state, fetched, 16);
}
