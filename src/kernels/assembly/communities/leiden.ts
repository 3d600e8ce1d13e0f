// The refinement of the Leiden algorithm: each community is divided into well-connected parts. Nodes still alone join
// one of the adjacent parts, if both they and the part are connected to the rest at least as strongly as expected by
// chance. Gains, and the words at address 0, are as in local-moving.ts.

import { long, word } from "../shared/address";
import { float } from "../shared/prng";

// @ts-ignore: decorator
@inline
function addTo(p: usize, value: f64): void {
  store<f64>(p, load<f64>(p) + value);
}
// @ts-ignore: decorator
@inline
function weightOf(weights: usize, arc: u32): f64 {
  return weights == 0 ? 1.0 : load<f64>(long(weights, arc));
}

// The weight of each node to the rest of its community; several threads may run it at once.
export function sumBonds(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, labels: usize, bonds: usize,
): void {
  for (let u = first; u < last; u++) {
    const own = load<u32>(word(labels, u));
    const stop = load<u32>(word(offsets, u + 1));
    let sum: f64 = 0;
    for (let arc = load<u32>(word(offsets, u)); arc < stop; arc++) {
      const v = load<u32>(word(ends, arc));
      if (v != u && load<u32>(word(labels, v)) == own) sum += weightOf(weights, arc);
    }
    store<f64>(long(bonds, u), sum);
  }
}

// Whether a part is bound to the rest of its community.
// @ts-ignore: decorator
@inline
function isBound(
  part: u32, label: u32, out: usize, into: usize, outOf: usize, intoOf: usize, bonds: usize, scale: f64,
  tieShare: f64,
): bool {
  const own = load<f64>(long(out, part));
  const rest = load<f64>(long(outOf, label)) - own;
  if (into == 0) return load<f64>(long(bonds, part)) >= scale * (own * rest) - tieShare * own;
  const ownIn = load<f64>(long(into, part));
  const restIn = load<f64>(long(intoOf, label)) - ownIn;
  return load<f64>(long(bonds, part)) >= scale * (own * restIn + ownIn * rest) - tieShare * (own + ownIn);
}

// The place of one of the gains that are not negative, drawn by the exponentials of them; -1 if there is none.
function chooseByGain(gains: usize, count: u32, sharpness: f64, chance: usize): i32 {
  let best = -1;
  let most: f64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const gain = load<f64>(long(gains, i));
    if (gain < 0 || (best >= 0 && gain <= most)) continue;
    best = i;
    most = gain;
  }
  if (best < 0) return best;
  let sum: f64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const gain = load<f64>(long(gains, i));
    const share = gain < 0 ? 0 : Math.exp((gain - most) * sharpness);
    store<f64>(long(gains, i), share);
    sum += share;
  }
  let left = float(chance) * sum;
  for (let i: u32 = 0; i < count; i++) {
    left -= load<f64>(long(gains, i));
    if (left < 0) return i;
  }
  return best;
}

// Nodes order[first..last]. `outOf` and `intoOf` are by community; `out`, `into` and `bonds` by part. `met` has a word
// a node, `gains` and `sums` a float64, the latter zero before and after.
export function refineNodes(
  first: u32, last: u32, order: usize, offsets: usize, ends: usize, weights: usize, labels: usize, parts: usize,
  leaving: usize, entering: usize, out: usize, into: usize, outOf: usize, intoOf: usize, bonds: usize,
  alone: usize, met: usize, sums: usize, gains: usize, scale: f64, sharpness: f64, tieShare: f64, chance: usize,
): void {
  for (let i = first; i < last; i++) {
    const u = load<u32>(word(order, i));
    const own = load<u32>(word(labels, u));
    if (load<u8>(alone + u) == 0 || !isBound(u, own, out, into, outOf, intoOf, bonds, scale, tieShare)) continue;
    // the weight to each part near
    const stop = load<u32>(word(offsets, u + 1));
    let metCount: u32 = 0;
    for (let arc = load<u32>(word(offsets, u)); arc < stop; arc++) {
      const v = load<u32>(word(ends, arc));
      const weight = weightOf(weights, arc);
      if (v == u || weight == 0 || load<u32>(word(labels, v)) != own) continue;
      const part = load<u32>(word(parts, v));
      const p = long(sums, part);
      const before = load<f64>(p);
      if (before == 0) store<u32>(word(met, metCount++), part);
      store<f64>(p, before + weight);
    }
    const leavingU = load<f64>(long(leaving, u));
    const enteringU = entering == 0 ? 0 : load<f64>(long(entering, u));
    // a difference from chance by rounding alone does not count
    const tie = tieShare * (leavingU + enteringU);
    for (let j: u32 = 0; j < metCount; j++) {
      const part = load<u32>(word(met, j));
      const byOut = load<f64>(long(out, part));
      const chanceOf = into == 0 ? leavingU * byOut : leavingU * load<f64>(long(into, part)) + enteringU * byOut;
      const gain = load<f64>(long(sums, part)) - scale * chanceOf;
      const isNear = gain >= -tie && isBound(part, own, out, into, outOf, intoOf, bonds, scale, tieShare);
      store<f64>(long(gains, j), isNear ? max(0, gain) : -1);
    }
    const chosen = chooseByGain(gains, metCount, sharpness, chance);
    if (chosen >= 0) {
      const part = load<u32>(word(met, chosen));
      store<u32>(word(parts, u), part);
      addTo(long(bonds, part), load<f64>(long(bonds, u)) - 2 * load<f64>(long(sums, part)));
      addTo(long(out, part), leavingU);
      if (into != 0) addTo(long(into, part), enteringU);
      store<u8>(alone + u, 0);
      store<u8>(alone + part, 0);
    }
    for (let j: u32 = 0; j < metCount; j++) store<f64>(long(sums, load<u32>(word(met, j))), 0);
  }
}

// @ts-ignore: decorator
@inline
function rootOf(parents: usize, u: u32): u32 {
  let node = u;
  let parent = load<u32>(word(parents, node));
  while (parent != node) {
    const next = load<u32>(word(parents, parent));
    store<u32>(word(parents, node), next);
    node = next;
    parent = load<u32>(word(parents, node));
  }
  return node;
}

// Unites each node with those of its label that it has an arc of some weight to; the smaller node is the parent.
export function uniteWithin(
  first: u32, last: u32, parents: usize, offsets: usize, ends: usize, weights: usize, labels: usize,
): void {
  for (let u = first; u < last; u++) {
    const own = load<u32>(word(labels, u));
    const stop = load<u32>(word(offsets, u + 1));
    for (let arc = load<u32>(word(offsets, u)); arc < stop; arc++) {
      const v = load<u32>(word(ends, arc));
      if (load<u32>(word(labels, v)) != own || weightOf(weights, arc) == 0) continue;
      const a = rootOf(parents, u);
      const b = rootOf(parents, v);
      if (a < b) store<u32>(word(parents, b), a);
      else if (b < a) store<u32>(word(parents, a), b);
    }
  }
}

// labelsOfParts[parts[u]] = labels[u].
export function labelParts(first: u32, last: u32, parts: usize, labels: usize, labelsOfParts: usize): void {
  for (let u = first; u < last; u++) {
    store<u32>(word(labelsOfParts, load<u32>(word(parts, u))), load<u32>(word(labels, u)));
  }
}
