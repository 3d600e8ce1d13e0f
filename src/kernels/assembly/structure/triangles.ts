// Triangles of a graph whose arcs are oriented towards the higher degree. A node's list takes as many words as it has
// arcs: from its start on the distinct neighbors of higher degree, those above it, and from its end backwards those
// below it; what parallel arcs leave free in between names the node itself. With all neighbors of a node b marked,
// the list of each node a below it is read until it comes to b: what is marked closes a triangle, whose third node
// comes to b no sooner than b comes to it, so that each is found once. Where degrees differ much that reads a quarter
// of what reading the lists of b's neighbors does (Ortmann and Brandes 2014, "Triangle listing algorithms: back from
// the diversion"), and nothing has to be sorted. Neighbors stand in lists by their labels: their ranks, or if `ranks`
// is 0 the nodes themselves.

import { word } from "../shared/address";
import { WORKSPACE_HEAD, leaveWorkspace, takeWorkspace } from "../shared/workspace";
import { addTo, FETCH_COUNT, fetch, labelOf } from "./neighbor-slots";

// @ts-ignore: decorator
@inline
function degreeOf(offsets: usize, u: u32): u32 {
  const p = word(offsets, u);
  return load<u32>(p, 4) - load<u32>(p);
}

// The number of nodes by the arcs they lack to `cap`, one place up; more arcs count as `cap`.
export function countShortfalls(first: u32, last: u32, offsets: usize, cap: u32, counts: usize): void {
  for (let u = first; u < last; u++) {
    const p = word(counts, cap - min(degreeOf(offsets, u), cap));
    store<u32>(p, load<u32>(p, 4) + 1, 4);
  }
}

// The rank of each node by falling degree, and where the lists of ranks start.
export function rankNodes(
  first: u32, last: u32, offsets: usize, cap: u32, places: usize, ranks: usize, starts: usize,
): void {
  for (let u = first; u < last; u++) {
    const p = word(places, cap - min(degreeOf(offsets, u), cap));
    const rank = load<u32>(p);
    store<u32>(p, rank + 1);
    store<u32>(word(ranks, u), rank);
    store<u32>(word(starts, rank), load<u32>(word(offsets, u)));
  }
}

// A byte a node, 0 to 127, which ascends with the degree: finely enough that it serves as well as the degree.
export function classifyDegrees(first: u32, last: u32, offsets: usize, classes: usize): void {
  for (let u = first; u < last; u++) {
    const degree = degreeOf(offsets, u);
    const power = 31 - clz<u32>(degree | 32);
    const coarse = 32 + ((power - 5) << 2) + ((degree >>> (power - 2)) & 3);
    store<u8>(classes + u, <u8>(degree < 32 ? degree : min(coarse, 127)));
  }
}

// @ts-ignore: decorator
@inline
const MARK: u8 = 128;

// The lists of the nodes first..last, where those below begin in them, and the number of distinct neighbors.
// Workspaces have the bytes of `classifyDegrees`, before and after. Several threads may run it at once.
export function orientArcs(
  first: u32, last: u32, offsets: usize, ends: usize,
  lists: usize, backs: usize, degrees: usize,
  workspaces: usize, workspaceBytes: usize, workspaceCount: u32,
): void {
  const workspace = takeWorkspace(workspaces, workspaceBytes, workspaceCount);
  const classes = workspace + WORKSPACE_HEAD;
  for (let u = first; u < last; u++) {
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u + 1));
    const own = load<u8>(classes + u);
    const key = (<u64>own << 32) | u;
    let front = start;
    let back = stop;
    store<u8>(classes + u, own | MARK);
    for (let arc = start; arc < stop; arc++) {
      const v = load<u32>(word(ends, arc));
      const its = load<u8>(classes + v);
      store<u8>(classes + v, its | MARK);
      const isNew = u32(its < MARK);
      const isAbove = ((<u64>its << 32) | v) > key;
      // an entry that is not new is overwritten by the next
      store<u32>(word(lists, isAbove ? front : back - 1), v);
      front += isNew & u32(isAbove);
      back -= isNew & u32(!isAbove);
    }
    store<u8>(classes + u, own);
    for (let arc = start; arc < stop; arc++) {
      const p = classes + load<u32>(word(ends, arc));
      store<u8>(p, load<u8>(p) & ~MARK);
    }
    // places left free by parallel arcs
    for (let p = front; p < back; p++) store<u32>(word(lists, p), u);
    store<u32>(word(backs, u), back);
    store<u32>(word(degrees, u), front - start + stop - back);
  }
  leaveWorkspace(workspace);
}

// The same by ranks, of which the lower ones are above. Workspaces have a mark a node, bytes that are zero before and after.
export function orientRankedArcs(
  first: u32, last: u32, offsets: usize, ends: usize, ranks: usize,
  lists: usize, backs: usize, degrees: usize,
  workspaces: usize, workspaceBytes: usize, workspaceCount: u32,
): void {
  const workspace = takeWorkspace(workspaces, workspaceBytes, workspaceCount);
  const marks = workspace + WORKSPACE_HEAD;
  for (let u = first; u < last; u++) {
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u + 1));
    const rank = load<u32>(word(ranks, u));
    let front = start;
    let back = stop;
    store<u8>(marks + u, 1);
    for (let arc = start; arc < stop; arc++) {
      const v = load<u32>(word(ends, arc));
      const isNew = u32(load<u8>(marks + v) == 0);
      store<u8>(marks + v, 1);
      const label = load<u32>(word(ranks, v));
      const isAbove = label < rank;
      store<u32>(word(lists, isAbove ? front : back - 1), label);
      front += isNew & u32(isAbove);
      back -= isNew & u32(!isAbove);
    }
    store<u8>(marks + u, 0);
    for (let arc = start; arc < stop; arc++) store<u8>(marks + load<u32>(word(ends, arc)), 0);
    // places left free by parallel arcs
    for (let p = front; p < back; p++) store<u32>(word(lists, p), rank);
    store<u32>(word(backs, u), back);
    store<u32>(word(degrees, u), front - start + stop - back);
  }
  leaveWorkspace(workspace);
}

// The same for a node with at most four neighbors, which are compared with four of another node's at once in place of
// marks: where most nodes have few, as in grids, marking and branching would take longer than looking.
// @ts-ignore: decorator
@inline
function countOfFew(
  start: usize, stop: usize, backStart: usize, label: u32, starts: usize, lists: usize, counts: usize,
): u32 {
  const labels = i32x4.splat(label);
  const isOwn = i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(<i32>((stop - start) >> 2)));
  // behind the list's end lie others, and no list has a node itself before it
  const own = v128.bitselect(v128.load(start), labels, isOwn);
  const second = v128.shuffle<i32>(own, own, 1, 2, 3, 0);
  const third = v128.shuffle<i32>(own, own, 2, 3, 0, 1);
  const fourth = v128.shuffle<i32>(own, own, 3, 0, 1, 2);
  let ofB: u32 = 0;
  for (let q = backStart; q < stop; q += 4) {
    const a = load<u32>(q);
    let p = word(lists, load<u32>(word(starts, a)));
    let ofA: u32 = 0;
    for (;;) {
      const its = v128.load(p);
      const end = i32x4.bitmask(i32x4.eq(its, labels));
      const found = v128.or(
        v128.or(i32x4.eq(its, own), i32x4.eq(its, second)),
        v128.or(i32x4.eq(its, third), i32x4.eq(its, fourth)),
      );
      // those before the node itself
      let hits = i32x4.bitmask(found) & ((end & -end) - 1);
      for (; hits; hits &= hits - 1) {
        ofA++;
        addTo(word(counts, load<u32>(p + (<usize>ctz(hits) << 2))), 1);
      }
      if (end) break;
      p += 16;
    }
    if (ofA == 0) continue;
    addTo(word(counts, a), ofA);
    ofB += ofA;
  }
  return ofB;
}

// Adds the triangles in which the nodes first..last are looked at to the counts of their nodes, by label; a count is
// at most the edges among a node's neighbors, so a word holds it. `starts` are where the lists of labels start. At
// the workspace are a mark a label, bytes that are zero before and after, and behind them, at whole words, the
// counts. Several threads may run it at once.
export function countTriangles(
  first: u32, last: u32, offsets: usize, ranks: usize, starts: usize,
  lists: usize, backs: usize,
  workspaces: usize, workspaceBytes: usize, workspaceCount: u32, nodeCount: u32,
): void {
  const workspace = takeWorkspace(workspaces, workspaceBytes, workspaceCount);
  const marks = workspace + WORKSPACE_HEAD;
  const counts = marks + nodeCount + (-nodeCount & 3);
  let fetched: u32 = 0;
  for (let b = first; b < last; b++) {
    if (((b - first) & (FETCH_COUNT - 1)) == 0) {
      fetched += fetch(b, min(last, b + FETCH_COUNT), offsets, backs, starts, lists, 0);
    }
    const backStart = word(lists, load<u32>(word(backs, b)));
    const backStop = word(lists, load<u32>(word(offsets, b + 1)));
    if (backStart == backStop) continue;
    const start = word(lists, load<u32>(word(offsets, b)));
    const label = labelOf(ranks, b);
    let ofB: u32 = 0;
    if (backStop - start <= 16) {
      ofB = countOfFew(start, backStop, backStart, label, starts, lists, counts);
      if (ofB) addTo(word(counts, label), ofB);
      continue;
    }
    for (let p = start; p < backStop; p += 4) store<u8>(marks + load<u32>(p), 1);
    for (let q = backStart; q < backStop; q += 4) {
      const a = load<u32>(q);
      let p = word(lists, load<u32>(word(starts, a)));
      let ofA: u32 = 0;
      if (ofB > <u32>((q - backStart) >> 2)) {
        // where marks are frequent a branch would be mispredicted often
        for (let c = load<u32>(p); c != label; c = load<u32>(p)) {
          const mark = <u32>load<u8>(marks + c);
          ofA += mark;
          addTo(word(counts, c), mark);
          p += 4;
        }
      } else {
        for (let c = load<u32>(p); c != label; c = load<u32>(p)) {
          if (load<u8>(marks + c)) {
            ofA++;
            addTo(word(counts, c), 1);
          }
          p += 4;
        }
      }
      if (ofA == 0) continue;
      addTo(word(counts, a), ofA);
      ofB += ofA;
    }
    addTo(word(counts, label), ofB);
    for (let p = start; p < backStop; p += 4) store<u8>(marks + load<u32>(p), 0);
  }
  // or the loads would be left out
  store<u32>(workspace, fetched, 4);
  leaveWorkspace(workspace);
}
