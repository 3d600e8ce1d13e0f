// Arcs among the neighbours of each node of a directed graph, over slots as triangles.ts has them. An entry of a
// slot is four times the rank, or the other's slot, and the number of directions that the pair has arcs in,
// 1 or 2. Memory of 4 GiB has no room for so many nodes that four times a rank would overflow.

import { word } from "./address";
import { DESK_HEAD, leaveDesk, takeDesk } from "./desk";

// @ts-ignore: decorator
@inline
function addTo(p: usize, value: u32): void {
  store<u32>(p, load<u32>(p) + value);
}

// As fillSlots. Of a node's arcs the first leave it, as many as `outOffsets` has; `marks` are bytes by node,
// zero before and after.
export function fillWideSlots(
  first: u32, last: u32, offsets: usize, ends: usize, outOffsets: usize,
  nodes: usize, records: usize, slots: usize, backs: usize, lists: usize, marks: usize,
): void {
  for (let rank = first; rank < last; rank++) {
    const u = load<u32>(word(nodes, rank));
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u + 1));
    const outStop = start + load<u32>(word(outOffsets, u + 1)) - load<u32>(word(outOffsets, u));
    for (let arc = start; arc < outStop; arc++) store<u8>(marks + load<u32>(word(ends, arc)), 1);
    for (let arc = outStop; arc < stop; arc++) {
      const mark = marks + load<u32>(word(ends, arc));
      store<u8>(mark, load<u8>(mark) | 2);
    }
    let back = load<u32>(word(slots, rank + 1));
    for (let arc = start; arc < stop; arc++) {
      const v = load<u32>(word(ends, arc));
      const mark = <u32>load<u8>(marks + v);
      store<u8>(marks + v, 0);
      const record = records + (<usize>v << 4);
      if (mark == 0 || load<u32>(record) <= rank) continue;
      const width = (mark + 1) >> 1;
      const place = load<u32>(record, 8);
      store<u32>(record, place + 1, 8);
      store<u32>(word(lists, place), (rank << 2) | width);
      store<u32>(word(lists, --back), (load<u32>(record, 4) << 2) | width);
    }
    store<u32>(word(backs, rank), back);
  }
}

// As countTriangles: of each triangle, a node's count goes up by the directions between the two others.
export function countWideTriangles(
  first: u32, last: u32,
  nodes: usize, records: usize, slots: usize, backs: usize, lists: usize,
  desks: usize, deskBytes: usize, deskCount: u32, nodeCount: u32,
): void {
  const desk = takeDesk(desks, deskBytes, deskCount);
  const counts = desk + DESK_HEAD;
  const marks = word(counts, nodeCount);
  for (let b = first; b < last; b++) {
    const start = word(lists, load<u32>(word(slots, b)) + 1);
    const stop = word(lists, load<u32>(records + (<usize>load<u32>(word(nodes, b)) << 4), 8));
    if (start == stop) continue;
    for (let p = start; p < stop; p += 4) {
      const entry = load<u32>(p);
      store<u8>(marks + (entry >>> 2), entry & 3);
    }
    let ofB: u32 = 0;
    const backStop = word(lists, load<u32>(word(slots, b + 1)));
    for (let q = word(lists, load<u32>(word(backs, b))); q < backStop; q += 4) {
      const back = load<u32>(q);
      const slot = word(lists, back >>> 2);
      let ofA: u32 = 0;
      let p = slot + 4;
      for (let entry = load<u32>(p); entry >>> 2 != b; entry = load<u32>(p)) {
        const mark = <u32>load<u8>(marks + (entry >>> 2));
        p += 4;
        if (mark == 0) continue;
        ofA += mark;
        ofB += entry & 3;
        addTo(word(counts, entry >>> 2), back & 3);
      }
      if (ofA > 0) addTo(word(counts, load<u32>(slot)), ofA);
    }
    addTo(word(counts, b), ofB);
    for (let p = start; p < stop; p += 4) store<u8>(marks + (load<u32>(p) >>> 2), 0);
  }
  leaveDesk(desk);
}
