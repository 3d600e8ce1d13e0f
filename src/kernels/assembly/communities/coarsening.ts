// Makes communities the nodes of a smaller graph: the weights between each two of them summed, those within left
// out, since a self-loop changes no gain.

import { long, word } from "../shared/address";

// Arcs whose communities are looked up before any is dealt with, so that their cache misses overlap.
// @ts-ignore: decorator
@inline
const BATCH: u32 = 32;

// Members whose arcs and labels are fetched before the first of them is dealt with, and of how many arcs each.
// @ts-ignore: decorator
@inline
const MEMBERS: u32 = 32;
// @ts-ignore: decorator
@inline
const FETCHED: u32 = 32;

function fetch(first: u32, last: u32, members: usize, offsets: usize, ends: usize, labels: usize): u32 {
  let sum: u32 = 0;
  for (let i = first; i < last; i++) sum += load<u32>(word(offsets, load<u32>(word(members, i))));
  for (let i = first; i < last; i++) {
    sum += load<u32>(word(ends, load<u32>(word(offsets, load<u32>(word(members, i))))));
  }
  for (let i = first; i < last; i++) {
    const p = word(offsets, load<u32>(word(members, i)));
    const start = load<u32>(p);
    const stop = min(load<u32>(p, 4), start + FETCHED);
    for (let arc = start; arc < stop; arc++) sum += load<u32>(word(labels, load<u32>(word(ends, arc))));
  }
  return sum;
}

// Communities first..last, whose members are at memberOffsets of `members`. `places` are words, zero at first: one
// more than where the arc to each community is. The offset of the first must be set.
export function mergeArcs(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, labels: usize,
  memberOffsets: usize, members: usize, places: usize, workspace: usize,
  mergedOffsets: usize, mergedEnds: usize, mergedWeights: usize,
): void {
  let count = load<u32>(word(mergedOffsets, first));
  let next = load<u32>(word(memberOffsets, first));
  const nextStop = load<u32>(word(memberOffsets, last));
  let fetched: u32 = 0;
  for (let community = first; community < last; community++) {
    const start = count;
    const memberStop = load<u32>(word(memberOffsets, community + 1));
    for (let i = load<u32>(word(memberOffsets, community)); i < memberStop; i++) {
      if (i == next) {
        next = min(nextStop, i + MEMBERS);
        fetched += fetch(i, next, members, offsets, ends, labels);
      }
      const u = load<u32>(word(members, i));
      const stop = load<u32>(word(offsets, u + 1));
      for (let arc = load<u32>(word(offsets, u)), batch = arc; arc < stop; arc++) {
        if (arc == batch) {
          const batchStop = min(stop, arc + BATCH);
          for (; batch < batchStop; batch++) {
            store<u32>(word(workspace, batch & (BATCH - 1)), load<u32>(word(labels, load<u32>(word(ends, batch)))));
          }
        }
        const other = load<u32>(word(workspace, arc & (BATCH - 1)));
        if (other == community) continue;
        const weight = weights == 0 ? 1.0 : load<f64>(long(weights, arc));
        if (weight == 0) continue;
        const p = word(places, other);
        let place = load<u32>(p);
        if (place <= start) {
          store<u32>(word(mergedEnds, count), other);
          store<f64>(long(mergedWeights, count), weight);
          store<u32>(p, ++count);
          continue;
        }
        const sum = long(mergedWeights, --place);
        store<f64>(sum, load<f64>(sum) + weight);
      }
    }
    store<u32>(word(mergedOffsets, community + 1), count);
  }
  // or the loads would be left out
  store<u32>(workspace, fetched);
}

// Adds the strength of each of the nodes first..last to its community's, and one to its community's size.
export function sumStrengths(
  first: u32, last: u32, labels: usize, strengths: usize, sums: usize, sizes: usize,
): void {
  for (let u = first; u < last; u++) {
    const label = load<u32>(word(labels, u));
    const p = long(sums, label);
    store<f64>(p, load<f64>(p) + load<f64>(long(strengths, u)));
    if (sizes == 0) continue;
    const size = word(sizes, label);
    store<u32>(size, load<u32>(size) + 1);
  }
}

// The weight of each node's arcs.
export function sumArcs(first: u32, last: u32, offsets: usize, weights: usize, strengths: usize): void {
  for (let u = first; u < last; u++) {
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u + 1));
    let sum: f64 = 0;
    if (weights == 0) sum = <f64>(stop - start);
    else for (let arc = start; arc < stop; arc++) sum += load<f64>(long(weights, arc));
    store<f64>(long(strengths, u), sum);
  }
}

// Numbers labels anew in the order of their first occurrence; `numbers` are words, zero at first, one more than the
// new number of each label, and the first word of `state` is the count so far.
export function renumberLabels(first: u32, last: u32, labels: usize, numbers: usize, state: usize): void {
  let count = load<u32>(state);
  for (let u = first; u < last; u++) {
    const p = word(labels, u);
    const q = word(numbers, load<u32>(p));
    let number = load<u32>(q);
    if (number == 0) {
      number = ++count;
      store<u32>(q, number);
    }
    store<u32>(p, number - 1);
  }
  store<u32>(state, count);
}

// The number of nodes of each label, one place up.
export function countLabels(first: u32, last: u32, labels: usize, counts: usize): void {
  for (let u = first; u < last; u++) {
    const p = word(counts, load<u32>(word(labels, u)));
    store<u32>(p, load<u32>(p, 4) + 1, 4);
  }
}

// Lists members by community: the start of the next is kept one place up while they are placed.
export function placeMembers(
  first: u32, last: u32, labels: usize, cursors: usize, members: usize,
): void {
  for (let u = first; u < last; u++) {
    const p = word(cursors, load<u32>(word(labels, u)));
    const place = load<u32>(p);
    store<u32>(p, place + 1);
    store<u32>(word(members, place), u);
  }
}

// labels[u] becomes what its label has in `next`; several threads may run it at once.
export function composeLabels(first: u32, last: u32, labels: usize, next: usize): void {
  for (let u = first; u < last; u++) {
    const p = word(labels, u);
    store<u32>(p, load<u32>(word(next, load<u32>(p))));
  }
}
