// The levels of Brandes' search for shortest paths (2001). A level is found along the links of the one before (pushed)
// or, where that is less work, by the nodes that are not found yet (pulled: Beamer, Asanović and Patterson 2012). The
// steps of shortest paths are listed on the way, so that the way back reads nothing else: from a pushed level to its
// nodes for each node before it, of a pulled one for each of its own.

import { long, word } from "../shared/address";
import {
  COUNTS, LEVELS, LIST_END, NONE, ORDER, PART, POSITIONS, readPositions, SEEN, SEEN_BYTES, smaller, TAIL, TOUCHED,
} from "./path-workspace";

// Nodes whose arcs are touched ahead.
// @ts-ignore: decorator
@inline
const AHEAD: u32 = 64;

// Writes for each level where it begins, times two, plus whether it was pulled; returns how many there are.
export function findLevels(
  head: usize, nodeCount: u32, offsets: usize, ends: usize, backOffsets: usize, backEnds: usize, byLink: u32,
): u32 {
  const levels = load<u32>(head, LEVELS);
  let unseen = load<u32>(word(offsets, nodeCount));
  let low: u32 = 0;
  let high: u32 = 1;
  store<u32>(levels, 0);
  let depth: u32 = 1;
  while (true) {
    const listEnd = load<u32>(head, LIST_END);
    let isPulled = false;
    if (backOffsets != 0) {
      const ahead = linksAhead(low, high, load<u32>(head, ORDER), offsets);
      unseen -= ahead;
      // reading which nodes are not found costs a little for each
      isPulled = ahead > unseen + (nodeCount >> 2);
    }
    if (isPulled) {
      for (let v: u32 = 0; v < nodeCount; v += PART) {
        pullLevel(v, smaller(v + PART, nodeCount), head, backOffsets, backEnds, low, high, byLink);
      }
    } else {
      for (let i = low; i < high; i += PART) {
        pushLevel(i, smaller(i + PART, high), head, offsets, ends, high, byLink);
      }
    }
    store<u32>(word(levels, depth), high << 1 | <u32>isPulled);
    const tail = load<u32>(head, TAIL);
    if (tail == high) {
      // a level without nodes has no steps, but the lengths of its lists
      store<u32>(head, listEnd, LIST_END);
      return depth;
    }
    low = high;
    high = tail;
    depth++;
  }
}

// The number of links that leave the nodes at positions first .. last - 1.
export function linksAhead(first: u32, last: u32, order: usize, offsets: usize): u32 {
  let sum: u32 = 0;
  for (let i = first; i < last; i++) {
    const place = word(offsets, load<u32>(word(order, i)));
    sum += load<u32>(place, 4) - load<u32>(place);
  }
  return sum;
}

// Along the links of the nodes at positions first .. last - 1 of a level that ends at `high`. Lists for each the
// positions of the next, and how many bytes these take.
export function pushLevel(
  first: u32, last: u32, head: usize, offsets: usize, ends: usize, high: u32, byLink: u32,
): void {
  const order: usize = load<u32>(head, ORDER);
  const positions: usize = load<u32>(head, POSITIONS);
  for (let i = first; i < last; ) {
    // a read that waits for memory delays all that follow, so memory is touched ahead
    const start = i;
    const stop = smaller(i + AHEAD, last);
    let touched: u32 = 0;
    for (let j = start; j < stop; j++) touched ^= load<u32>(word(offsets, load<u32>(word(order, j))));
    for (let j = start; j < stop; j++) {
      const place = word(offsets, load<u32>(word(order, j)));
      touched ^= load<u32>(word(ends, load<u32>(place))) ^ load<u32>(word(ends, load<u32>(place, 4)));
    }
    store<u32>(head, touched, TOUCHED);
    while (i < stop) {
      const from = i;
      let seen: usize = load<u32>(head, SEEN);
      const seenEnough = seen + SEEN_BYTES;
      for (; i < stop && seen < seenEnough; i++) {
        seen = readPositions(load<u32>(word(order, i)), positions, offsets, ends, seen);
      }
      pushSeen(from, i, head, offsets, ends, high, byLink);
    }
  }
}

function pushSeen(
  first: u32, last: u32, head: usize, offsets: usize, ends: usize, high: u32, byLink: u32,
): void {
  const positions: usize = load<u32>(head, POSITIONS);
  const order: usize = load<u32>(head, ORDER);
  const counts: usize = load<u32>(head, COUNTS);
  let seen: usize = load<u32>(head, SEEN);
  let tail = load<u32>(head, TAIL);
  let list: usize = load<u32>(head, LIST_END);
  for (let i = first; i < last; i++) {
    const u = load<u32>(word(order, i));
    const start = list;
    const stop = word(ends, load<u32>(word(offsets, u), 4));
    for (let link = word(ends, load<u32>(word(offsets, u))); link < stop; link += 4, seen += 4) {
      let position = load<u32>(seen);
      if (position == NONE) {
        const v = load<u32>(link);
        const place = word(positions, v);
        position = load<u32>(place);
        if (position == NONE) {
          position = tail++;
          store<u32>(place, position);
          store<u32>(word(order, position), v);
          store<f64>(long(counts, position), 0);
        }
      }
      store<u32>(list, position);
      list += <usize>(position >= high) << 2;
    }
    const paths = load<f64>(long(counts, i));
    for (let at = start; at < list; at += 4) {
      const place = long(counts, load<u32>(at));
      store<f64>(place, load<f64>(place) + paths);
    }
    store<u32>(list, <u32>(list - start));
    list = byLink ? start : list + 4;
  }
  store<u32>(head, tail, TAIL);
  store<u32>(head, <u32>list, LIST_END);
}

// Those of the nodes first .. last - 1 that are not found yet and have links from positions low .. high - 1. Lists for
// each found these positions, and how many bytes they take.
export function pullLevel(
  first: u32, last: u32, head: usize, backOffsets: usize, backEnds: usize, low: u32, high: u32, byLink: u32,
): void {
  const positions: usize = load<u32>(head, POSITIONS);
  for (let v = first; v < last; ) {
    const start = v;
    let seen: usize = load<u32>(head, SEEN);
    const seenEnough = seen + SEEN_BYTES;
    for (; v < last && seen < seenEnough; v++) {
      if (load<u32>(word(positions, v)) == NONE) seen = readPositions(v, positions, backOffsets, backEnds, seen);
    }
    pullSeen(start, v, head, backOffsets, low, high, byLink);
  }
}

function pullSeen(
  first: u32, last: u32, head: usize, backOffsets: usize, low: u32, high: u32, byLink: u32,
): void {
  const positions: usize = load<u32>(head, POSITIONS);
  const order: usize = load<u32>(head, ORDER);
  const counts: usize = load<u32>(head, COUNTS);
  const width = high - low;
  let seen: usize = load<u32>(head, SEEN);
  let tail = load<u32>(head, TAIL);
  let list: usize = load<u32>(head, LIST_END);
  for (let v = first; v < last; v++) {
    if (load<u32>(word(positions, v)) != NONE) continue;
    const start = list;
    const stop = seen + <usize>((load<u32>(word(backOffsets, v), 4) - load<u32>(word(backOffsets, v))) << 2);
    for (; seen < stop; seen += 4) {
      const position = load<u32>(seen);
      store<u32>(list, position);
      list += <usize>(position - low < width) << 2;
    }
    if (list == start) continue;
    let paths: f64 = 0;
    for (let at = start; at < list; at += 4) paths += load<f64>(long(counts, load<u32>(at)));
    store<u32>(word(positions, v), tail);
    store<u32>(word(order, tail), v);
    store<f64>(long(counts, tail), paths);
    tail++;
    store<u32>(list, <u32>(list - start));
    list = byLink ? start : list + 4;
  }
  store<u32>(head, tail, TAIL);
  store<u32>(head, <u32>list, LIST_END);
}
