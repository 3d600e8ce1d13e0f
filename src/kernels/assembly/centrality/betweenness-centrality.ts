// Brandes' searches of betweenness (2001): forwards by levels, and back over the listed steps of shortest paths, where
// what depends on a node is added up. A search has a workspace to itself: threads share the graph alone.

import { long, word } from "../shared/address";
import {
  COUNTS, workspaceOf, LEVELS, LIST, LIST_END, ORDER, PART, POSITIONS, readPositions, SEEN, SEEN_BYTES, SHARES, smaller,
  TAIL, VALUES,
} from "./path-workspace";
import { findLevels } from "./path-levels";

// Searches from the sources first .. last - 1 and adds to the workspace's values what depends on each node, or on each
// link. `back` are the links by the node they lead to, 0 where there are none: then all levels are pushed.
export function searchSources(
  first: u32, last: u32, sources: usize, nodeCount: u32, offsets: usize, ends: usize,
  backOffsets: usize, backEnds: usize, heads: usize, round: u32, chunkSize: u32, byLink: u32,
): void {
  const head = workspaceOf(heads, (first - round) / chunkSize);
  const levels = load<u32>(head, LEVELS);
  for (let i = first; i < last; i++) {
    const source = load<u32>(word(sources, i));
    memory.fill(load<u32>(head, POSITIONS), 0xff, <usize>nodeCount << 2);
    store<u32>(word(load<u32>(head, POSITIONS), source), 0);
    store<u32>(load<u32>(head, ORDER), source);
    store<f64>(load<u32>(head, COUNTS), 1);
    store<u32>(head, 1, TAIL);
    store<u32>(head, load<u32>(head, LIST), LIST_END);
    const depth = findLevels(head, nodeCount, offsets, ends, backOffsets, backEnds, byLink);
    if (byLink) sweepLinks(head, levels, depth, offsets, ends);
    else sweepLevels(head, levels, depth);
  }
}

// From the farthest level to the one next to the source. The share of a position is what a path to it carries back:
// what depends on it and one, divided by its paths.
function sweepLevels(head: usize, levels: usize, depth: u32): void {
  let high = load<u32>(head, TAIL);
  for (let level = depth - 1; level > 0; level--) {
    const middle = load<u32>(word(levels, level)) >>> 1;
    if (level == depth - 1) startShares(middle, high, head);
    // the dependency of the source is not needed
    if (level == 1) return;
    const low = load<u32>(word(levels, level - 1)) >>> 1;
    if (load<u32>(word(levels, level)) & 1) {
      memory.fill(long(load<u32>(head, SHARES), low), 0, <usize>(middle - low) << 3);
      for (let last = high; last > middle; ) {
        const first = last - middle > PART ? last - PART : middle;
        sweepPulled(first, last, head);
        last = first;
      }
      for (let i = low; i < middle; i += PART) addShares(i, smaller(i + PART, middle), head);
    } else {
      for (let last = middle; last > low; ) {
        const first = last - low > PART ? last - PART : low;
        sweepPushed(first, last, head);
        last = first;
      }
    }
    high = middle;
  }
}

// As nothing depends on the farthest nodes.
function startShares(first: u32, last: u32, head: usize): void {
  const counts: usize = load<u32>(head, COUNTS);
  const shares: usize = load<u32>(head, SHARES);
  for (let i = first; i < last; i++) store<f64>(long(shares, i), 1 / load<f64>(long(counts, i)));
}

// Positions first .. last - 1 of a level from which the next was pushed, from the last on: sums its shares.
export function sweepPushed(first: u32, last: u32, head: usize): void {
  const order: usize = load<u32>(head, ORDER);
  const counts: usize = load<u32>(head, COUNTS);
  const shares: usize = load<u32>(head, SHARES);
  const values: usize = load<u32>(head, VALUES);
  let list: usize = load<u32>(head, LIST_END);
  for (let i = last; i > first; ) {
    i--;
    const stop = list - 4;
    list = stop - load<u32>(stop);
    let sum: f64 = 0;
    for (let at = list; at < stop; at += 4) sum += load<f64>(long(shares, load<u32>(at)));
    const paths = load<f64>(long(counts, i));
    const value = long(values, load<u32>(word(order, i)));
    store<f64>(value, load<f64>(value) + paths * sum);
    store<f64>(long(shares, i), sum + 1 / paths);
  }
  store<u32>(head, <u32>list, LIST_END);
}

// Positions first .. last - 1 of a pulled level, from the last on: adds their shares to those before.
export function sweepPulled(first: u32, last: u32, head: usize): void {
  const shares: usize = load<u32>(head, SHARES);
  let list: usize = load<u32>(head, LIST_END);
  for (let i = last; i > first; ) {
    i--;
    const stop = list - 4;
    list = stop - load<u32>(stop);
    const share = load<f64>(long(shares, i));
    for (let at = list; at < stop; at += 4) {
      const place = long(shares, load<u32>(at));
      store<f64>(place, load<f64>(place) + share);
    }
  }
  store<u32>(head, <u32>list, LIST_END);
}

// Positions first .. last - 1 whose shares have come together.
export function addShares(first: u32, last: u32, head: usize): void {
  const order: usize = load<u32>(head, ORDER);
  const counts: usize = load<u32>(head, COUNTS);
  const shares: usize = load<u32>(head, SHARES);
  const values: usize = load<u32>(head, VALUES);
  for (let i = first; i < last; i++) {
    const paths = load<f64>(long(counts, i));
    const share = load<f64>(long(shares, i));
    const value = long(values, load<u32>(word(order, i)));
    store<f64>(value, load<f64>(value) + paths * share);
    store<f64>(long(shares, i), share + 1 / paths);
  }
}

// The same for links, which are not listed: their values are in the order of the links.
function sweepLinks(head: usize, levels: usize, depth: u32, offsets: usize, ends: usize): void {
  let high = load<u32>(head, TAIL);
  let middle = load<u32>(word(levels, depth - 1)) >>> 1;
  startShares(middle, high, head);
  for (let level = depth - 1; level > 0; level--) {
    const low = load<u32>(word(levels, level - 1)) >>> 1;
    for (let i = low; i < middle; i += PART) {
      sweepEnds(i, smaller(i + PART, middle), head, offsets, ends, middle, high);
    }
    high = middle;
    middle = low;
  }
}

// Positions first .. last - 1 of the level before that of positions low .. high - 1.
export function sweepEnds(
  first: u32, last: u32, head: usize, offsets: usize, ends: usize, low: u32, high: u32,
): void {
  const positions: usize = load<u32>(head, POSITIONS);
  const order: usize = load<u32>(head, ORDER);
  const counts: usize = load<u32>(head, COUNTS);
  const shares: usize = load<u32>(head, SHARES);
  const values: usize = load<u32>(head, VALUES);
  const width = high - low;
  for (let i = first; i < last; ) {
    let seen: usize = load<u32>(head, SEEN);
    const seenEnough = seen + SEEN_BYTES;
    const start = i;
    for (; i < last && seen < seenEnough; i++) {
      seen = readPositions(load<u32>(word(order, i)), positions, offsets, ends, seen);
    }
    seen = load<u32>(head, SEEN);
    for (let j = start; j < i; j++) {
      const u = load<u32>(word(order, j));
      const paths = load<f64>(long(counts, j));
      const stop = load<u32>(word(offsets, u), 4);
      let sum: f64 = 0;
      for (let link = load<u32>(word(offsets, u)); link < stop; link++, seen += 4) {
        const position = load<u32>(seen);
        if (position - low >= width) continue;
        const share = load<f64>(long(shares, position));
        sum += share;
        const value = long(values, link);
        store<f64>(value, load<f64>(value) + paths * share);
      }
      store<f64>(long(shares, j), sum + 1 / paths);
    }
  }
}

// Adds the values of all workspaces, which lie `workspaceBytes` apart, to sums, in the order of the workspaces, and clears them.
export function addValues(
  first: u32, last: u32, sums: usize, values: usize, workspaceBytes: usize, workspaceCount: u32,
): void {
  for (let workspace: u32 = 0; workspace < workspaceCount; workspace++, values += workspaceBytes) {
    for (let i = first; i < last; i++) {
      const value = long(values, i);
      store<f64>(long(sums, i), load<f64>(long(sums, i)) + load<f64>(value));
      store<f64>(value, 0);
    }
  }
}
