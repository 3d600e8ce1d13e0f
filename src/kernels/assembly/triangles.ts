// Triangles of a graph whose nodes are ranked by falling degree. Each rank has a slot in `lists`, one word longer
// than its list of arcs: first the rank itself; then its distinct neighbours of lower rank, ascending; from the
// slot's end backwards the slots of those of higher rank. For a node b with its lower neighbours marked, the
// slot of each higher neighbour a is read until it comes to b: what is marked closes a triangle. Where degrees
// differ much that reads a quarter of what reading the lists of a's neighbours does (Ortmann and Brandes 2014,
// "Triangle listing algorithms: back from the diversion").

import { word } from "./address";
import { DESK_HEAD, leaveDesk, takeDesk } from "./desk";

// A node's record: its rank, its slot, the end of the lower neighbours there so far, and the last of them.
// @ts-ignore: decorator
@inline
function recordOf(records: usize, u: u32): usize {
  return records + (<usize>u << 4);
}
// @ts-ignore: decorator
@inline
const SLOT: usize = 4;
// @ts-ignore: decorator
@inline
const STOP: usize = 8;
// @ts-ignore: decorator
@inline
const LATEST: usize = 12;

// @ts-ignore: decorator
@inline
function degreeOf(offsets: usize, u: u32): u32 {
  const p = word(offsets, u);
  return load<u32>(p, 4) - load<u32>(p);
}

// How many nodes fall short of `cap` arcs by how many, one place up; more arcs count as that many.
export function countShortfalls(first: u32, last: u32, offsets: usize, cap: u32, counts: usize): void {
  for (let u = first; u < last; u++) {
    const p = word(counts, cap - min(degreeOf(offsets, u), cap));
    store<u32>(p, load<u32>(p, 4) + 1, 4);
  }
}

export function rankNodes(first: u32, last: u32, offsets: usize, cap: u32, starts: usize, nodes: usize): void {
  for (let u = first; u < last; u++) {
    const p = word(starts, cap - min(degreeOf(offsets, u), cap));
    const rank = load<u32>(p);
    store<u32>(p, rank + 1);
    store<u32>(word(nodes, rank), u);
  }
}

// The slot of each rank, and that behind the last; the first one's must be set.
export function startSlots(
  first: u32, last: u32, offsets: usize, nodes: usize, records: usize, slots: usize, lists: usize,
): void {
  let slot = load<u32>(word(slots, first));
  for (let rank = first; rank < last; rank++) {
    const u = load<u32>(word(nodes, rank));
    const record = recordOf(records, u);
    store<u32>(record, rank);
    store<u32>(record, slot, SLOT);
    store<u32>(record, slot + 1, STOP);
    store<u32>(record, -1, LATEST);
    store<u32>(word(lists, slot), rank);
    slot += 1 + degreeOf(offsets, u);
    store<u32>(word(slots, rank + 1), slot);
  }
}

// Lists each rank with its higher neighbours, and those with it; to be called from the first rank on.
export function fillSlots(
  first: u32, last: u32, offsets: usize, ends: usize,
  nodes: usize, records: usize, slots: usize, backs: usize, lists: usize,
): void {
  for (let rank = first; rank < last; rank++) {
    const u = load<u32>(word(nodes, rank));
    const stop = load<u32>(word(offsets, u + 1));
    let back = load<u32>(word(slots, rank + 1));
    for (let arc = load<u32>(word(offsets, u)); arc < stop; arc++) {
      const record = recordOf(records, load<u32>(word(ends, arc)));
      // the second of parallel edges finds this rank to be the latest
      if (load<u32>(record) <= rank || load<u32>(record, LATEST) == rank) continue;
      const place = load<u32>(record, STOP);
      store<u32>(record, place + 1, STOP);
      store<u32>(record, rank, LATEST);
      store<u32>(word(lists, place), rank);
      store<u32>(word(lists, --back), load<u32>(record, SLOT));
    }
    store<u32>(word(backs, rank), back);
  }
}

// The number of distinct neighbours by node.
export function countDistinct(
  first: u32, last: u32, nodes: usize, records: usize, slots: usize, backs: usize, degrees: usize,
): void {
  for (let rank = first; rank < last; rank++) {
    const u = load<u32>(word(nodes, rank));
    const lower = load<u32>(recordOf(records, u), STOP) - load<u32>(word(slots, rank)) - 1;
    const higher = load<u32>(word(slots, rank + 1)) - load<u32>(word(backs, rank));
    store<u32>(word(degrees, u), lower + higher);
  }
}

// @ts-ignore: decorator
@inline
function addTo(p: usize, value: u32): void {
  store<u32>(p, load<u32>(p) + value);
}

// Adds the triangles whose middle rank is in first..last to the counts of their nodes, by rank; a count is at
// most the edges among a node's neighbours, so a word holds it. Counts are those at the desk, and behind them a mark
// a rank, bytes that are zero before and after. Several threads may run it at once.
export function countTriangles(
  first: u32, last: u32,
  nodes: usize, records: usize, slots: usize, backs: usize, lists: usize,
  desks: usize, deskBytes: usize, deskCount: u32, nodeCount: u32,
): void {
  const desk = takeDesk(desks, deskBytes, deskCount);
  const counts = desk + DESK_HEAD;
  const marks = word(counts, nodeCount);
  let isDense = false;
  for (let b = first; b < last; b++) {
    const start = word(lists, load<u32>(word(slots, b)) + 1);
    const stop = word(lists, load<u32>(recordOf(records, load<u32>(word(nodes, b))), STOP));
    if (start == stop) continue;
    for (let p = start; p < stop; p += 4) store<u8>(marks + load<u32>(p), 1);
    const backStart = word(lists, load<u32>(word(backs, b)));
    const backStop = word(lists, load<u32>(word(slots, b + 1)));
    let ofB: u32 = 0;
    for (let q = backStart; q < backStop; q += 4) {
      const slot = word(lists, load<u32>(q));
      let p = slot + 4;
      let ofA: u32 = 0;
      if (isDense) {
        // where marks are met often a branch would be guessed wrong often
        for (let c = load<u32>(p); c != b; c = load<u32>(p)) {
          const mark = <u32>load<u8>(marks + c);
          ofA += mark;
          addTo(word(counts, c), mark);
          p += 4;
        }
      } else {
        for (let c = load<u32>(p); c != b; c = load<u32>(p)) {
          if (load<u8>(marks + c)) {
            ofA++;
            addTo(word(counts, c), 1);
          }
          p += 4;
        }
      }
      if (ofA == 0) continue;
      addTo(word(counts, load<u32>(slot)), ofA);
      ofB += ofA;
    }
    isDense = ofB > <u32>((backStop - backStart) >> 2);
    addTo(word(counts, b), ofB);
    for (let p = start; p < stop; p += 4) store<u8>(marks + load<u32>(p), 0);
  }
  leaveDesk(desk);
}
