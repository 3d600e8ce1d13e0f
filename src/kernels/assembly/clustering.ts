// Arcs among the neighbours of each node of a directed graph, over slots as triangles.ts has them. An entry of a
// slot is four times the label, or the other's slot, and the number of directions that the pair has arcs in,
// 1 or 2; the head is four times the label. Memory of 4 GiB has no room for so many arcs that this would overflow.

import { word } from "./address";
import { DESK_HEAD, leaveDesk, takeDesk } from "./desk";
import { addTo, FETCH_COUNT, fetch, labelOf } from "./slots";

// As turnArcs. Of a node's arcs the first leave it, as many as `outOffsets` has.
export function turnWideArcs(
  first: u32, last: u32, offsets: usize, ends: usize, outOffsets: usize, labels: usize,
  lists: usize, fronts: usize, backs: usize, degrees: usize,
  desks: usize, deskBytes: usize, deskCount: u32,
): void {
  const desk = takeDesk(desks, deskBytes, deskCount);
  const marks = desk + DESK_HEAD;
  for (let u = first; u < last; u++) {
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u + 1));
    const degree = stop - start;
    const outStop = start + load<u32>(word(outOffsets, u + 1)) - load<u32>(word(outOffsets, u));
    for (let arc = start; arc < outStop; arc++) store<u8>(marks + load<u32>(word(ends, arc)), 1);
    for (let arc = outStop; arc < stop; arc++) {
      const mark = marks + load<u32>(word(ends, arc));
      store<u8>(mark, load<u8>(mark) | 2);
    }
    store<u8>(marks + u, 0);
    let front = start + u;
    store<u32>(word(lists, front++), labelOf(labels, u) << 2);
    let back = stop + u + 1;
    for (let arc = start; arc < stop; arc++) {
      const v = load<u32>(word(ends, arc));
      const mark = <u32>load<u8>(marks + v);
      if (mark == 0) continue;
      store<u8>(marks + v, 0);
      const width = (mark + 1) >> 1;
      const its = load<u64>(word(offsets, v));
      const itsStart = <u32>its;
      const itsDegree = <u32>(its >>> 32) - itsStart;
      if (itsDegree == degree ? v > u : itsDegree > degree) {
        store<u32>(word(lists, front++), (labelOf(labels, v) << 2) | width);
      } else {
        store<u32>(word(lists, --back), ((itsStart + v) << 2) | width);
      }
    }
    store<u32>(word(fronts, u), front);
    store<u32>(word(backs, u), back);
    store<u32>(word(degrees, u), front - (start + u) + stop - back + u);
  }
  leaveDesk(desk);
}

// As countTriangles: of each triangle, a node's count goes up by the directions between the two others.
export function countWideTriangles(
  first: u32, last: u32, offsets: usize, fronts: usize, backs: usize, lists: usize,
  desks: usize, deskBytes: usize, deskCount: u32, nodeCount: u32,
): void {
  const desk = takeDesk(desks, deskBytes, deskCount);
  const marks = desk + DESK_HEAD;
  const counts = marks + nodeCount + (-nodeCount & 3);
  let fetched: u32 = 0;
  for (let b = first; b < last; b++) {
    if (((b - first) & (FETCH_COUNT - 1)) == 0) {
      fetched += fetch(b, min(last, b + FETCH_COUNT), offsets, backs, lists, 2);
    }
    const own = word(lists, load<u32>(word(offsets, b)) + b);
    const start = own + 4;
    const stop = word(lists, load<u32>(word(fronts, b)));
    const backStart = word(lists, load<u32>(word(backs, b)));
    const backStop = word(lists, load<u32>(word(offsets, b + 1)) + b + 1);
    if (backStart == backStop) continue;
    const label = load<u32>(own) >>> 2;
    for (let p = start; p < stop; p += 4) {
      const entry = load<u32>(p);
      store<u8>(marks + (entry >>> 2), entry & 3);
    }
    for (let q = backStart; q < backStop; q += 4) {
      const back = load<u32>(q);
      store<u8>(marks + (load<u32>(word(lists, back >>> 2)) >>> 2), back & 3);
    }
    let ofB: u32 = 0;
    for (let q = backStart; q < backStop; q += 4) {
      const back = load<u32>(q);
      const slot = word(lists, back >>> 2);
      let ofA: u32 = 0;
      let p = slot + 4;
      for (let entry = load<u32>(p); entry >>> 2 != label; entry = load<u32>(p)) {
        const mark = <u32>load<u8>(marks + (entry >>> 2));
        p += 4;
        if (mark == 0) continue;
        ofA += mark;
        ofB += entry & 3;
        addTo(word(counts, entry >>> 2), back & 3);
      }
      addTo(word(counts, load<u32>(slot) >>> 2), ofA);
    }
    addTo(word(counts, label), ofB);
    for (let p = start; p < stop; p += 4) store<u8>(marks + (load<u32>(p) >>> 2), 0);
    for (let q = backStart; q < backStop; q += 4) {
      store<u8>(marks + (load<u32>(word(lists, load<u32>(q) >>> 2)) >>> 2), 0);
    }
  }
  // or the loads would be left out
  store<u32>(desk, fetched, 4);
  leaveDesk(desk);
}
