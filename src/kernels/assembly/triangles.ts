// Triangles of a graph whose arcs are turned towards the higher degree. Each node has a slot in `lists`, one word
// longer than its list of arcs: first its label; then the labels of its distinct neighbours of higher degree, those
// above it; from the slot's end backwards the slots of those below it. With all neighbours of a node b marked, the
// slot of each node a below it is read until it comes to b: what is marked closes a triangle, whose third node comes
// to b no sooner than b comes to it, so that each is found once. Where degrees differ much that reads a quarter of
// what reading the lists of b's neighbours does (Ortmann and Brandes 2014, "Triangle listing algorithms: back from
// the diversion"), and nothing has to be sorted. Labels are those at `labels`, nodes themselves if that is 0.

import { word } from "./address";
import { DESK_HEAD, leaveDesk, takeDesk } from "./desk";
import { addTo, FETCH_COUNT, fetch, labelOf } from "./slots";

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

// The rank of each node by falling degree.
export function rankNodes(first: u32, last: u32, offsets: usize, cap: u32, starts: usize, ranks: usize): void {
  for (let u = first; u < last; u++) {
    const p = word(starts, cap - min(degreeOf(offsets, u), cap));
    const rank = load<u32>(p);
    store<u32>(p, rank + 1);
    store<u32>(word(ranks, u), rank);
  }
}

// The slots of the nodes first..last, where those above end and those below begin in them, and the number of
// distinct neighbours. Desks have a mark a node, bytes that are zero before and after. Several threads may run it.
export function turnArcs(
  first: u32, last: u32, offsets: usize, ends: usize, labels: usize,
  lists: usize, fronts: usize, backs: usize, degrees: usize,
  desks: usize, deskBytes: usize, deskCount: u32,
): void {
  const desk = takeDesk(desks, deskBytes, deskCount);
  const marks = desk + DESK_HEAD;
  for (let u = first; u < last; u++) {
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u + 1));
    const degree = stop - start;
    let front = start + u;
    store<u32>(word(lists, front++), labelOf(labels, u));
    let back = stop + u + 1;
    store<u8>(marks + u, 1);
    for (let arc = start; arc < stop; arc++) {
      const v = load<u32>(word(ends, arc));
      const isNew = u32(load<u8>(marks + v) == 0);
      store<u8>(marks + v, 1);
      const its = load<u64>(word(offsets, v));
      const itsStart = <u32>its;
      const itsDegree = <u32>(its >>> 32) - itsStart;
      const isAbove = itsDegree == degree ? v > u : itsDegree > degree;
      // what is not new is written over by the next
      const place = isAbove ? front : back - 1;
      store<u32>(word(lists, place), isAbove ? labelOf(labels, v) : itsStart + v);
      front += isNew & u32(isAbove);
      back -= isNew & u32(!isAbove);
    }
    store<u8>(marks + u, 0);
    for (let arc = start; arc < stop; arc++) store<u8>(marks + load<u32>(word(ends, arc)), 0);
    store<u32>(word(fronts, u), front);
    store<u32>(word(backs, u), back);
    store<u32>(word(degrees, u), front - (start + u) + stop - back + u);
  }
  leaveDesk(desk);
}

// Adds the triangles in which the nodes first..last are looked at to the counts of their nodes, by label; a count is
// at most the edges among a node's neighbours, so a word holds it. Counts are those at the desk, and behind them a
// mark a label, bytes that are zero before and after. Several threads may run it at once.
export function countTriangles(
  first: u32, last: u32, offsets: usize, fronts: usize, backs: usize, lists: usize,
  desks: usize, deskBytes: usize, deskCount: u32, nodeCount: u32,
): void {
  const desk = takeDesk(desks, deskBytes, deskCount);
  const marks = desk + DESK_HEAD;
  const counts = marks + nodeCount + (-nodeCount & 3);
  let fetched: u32 = 0;
  for (let b = first; b < last; b++) {
    if (((b - first) & (FETCH_COUNT - 1)) == 0) {
      fetched += fetch(b, min(last, b + FETCH_COUNT), offsets, backs, lists, 0);
    }
    const own = word(lists, load<u32>(word(offsets, b)) + b);
    const start = own + 4;
    const stop = word(lists, load<u32>(word(fronts, b)));
    const backStart = word(lists, load<u32>(word(backs, b)));
    const backStop = word(lists, load<u32>(word(offsets, b + 1)) + b + 1);
    if (backStart == backStop) continue;
    const label = load<u32>(own);
    for (let p = start; p < stop; p += 4) store<u8>(marks + load<u32>(p), 1);
    for (let q = backStart; q < backStop; q += 4) store<u8>(marks + load<u32>(word(lists, load<u32>(q))), 1);
    let ofB: u32 = 0;
    for (let q = backStart; q < backStop; q += 4) {
      const slot = word(lists, load<u32>(q));
      let p = slot + 4;
      let ofA: u32 = 0;
      if (ofB > <u32>((q - backStart) >> 2)) {
        // where marks are met often a branch would be guessed wrong often
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
      addTo(word(counts, load<u32>(slot)), ofA);
      ofB += ofA;
    }
    addTo(word(counts, label), ofB);
    for (let p = start; p < stop; p += 4) store<u8>(marks + load<u32>(p), 0);
    for (let q = backStart; q < backStop; q += 4) store<u8>(marks + load<u32>(word(lists, load<u32>(q))), 0);
  }
  // or the loads would be left out
  store<u32>(desk, fetched, 4);
  leaveDesk(desk);
}
