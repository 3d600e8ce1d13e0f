// Arcs among the neighbors of each node of a directed graph, over lists as triangles.ts has them. An entry is four
// times the label and the number of directions that the pair has arcs in, 1 or 2. Memory of 4 GiB has no room for so
// many nodes that four times a label would overflow.

import { word } from "../shared/address";
import { WORKSPACE_HEAD, leaveWorkspace, takeWorkspace } from "../shared/workspace";
import { addTo, FETCH_COUNT, fetch, labelOf } from "./neighbor-slots";

// As orientArcs by the classes given, or as orientRankedArcs if there are ranks; workspaces have marks. Of a node's arcs the
// first leave it, as many as `outOffsets` has.
export function orientWideArcs(
  first: u32, last: u32, offsets: usize, ends: usize, outOffsets: usize, classes: usize, ranks: usize,
  lists: usize, backs: usize, degrees: usize,
  workspaces: usize, workspaceBytes: usize, workspaceCount: u32,
): void {
  const workspace = takeWorkspace(workspaces, workspaceBytes, workspaceCount);
  const marks = workspace + WORKSPACE_HEAD;
  for (let u = first; u < last; u++) {
    const start = load<u32>(word(offsets, u));
    const stop = load<u32>(word(offsets, u + 1));
    const outStop = start + load<u32>(word(outOffsets, u + 1)) - load<u32>(word(outOffsets, u));
    for (let arc = start; arc < outStop; arc++) store<u8>(marks + load<u32>(word(ends, arc)), 1);
    for (let arc = outStop; arc < stop; arc++) {
      const mark = marks + load<u32>(word(ends, arc));
      store<u8>(mark, load<u8>(mark) | 2);
    }
    store<u8>(marks + u, 0);
    const own = labelOf(ranks, u);
    const key = ranks == 0 ? (<u64>load<u8>(classes + u) << 32) | u : 0;
    let front = start;
    let back = stop;
    for (let arc = start; arc < stop; arc++) {
      const v = load<u32>(word(ends, arc));
      const mark = <u32>load<u8>(marks + v);
      if (mark == 0) continue;
      store<u8>(marks + v, 0);
      const label = labelOf(ranks, v);
      const isAbove = ranks == 0 ? ((<u64>load<u8>(classes + v) << 32) | v) > key : label < own;
      store<u32>(word(lists, isAbove ? front : back - 1), (label << 2) | ((mark + 1) >> 1));
      front += u32(isAbove);
      back -= u32(!isAbove);
    }
    // places left free by parallel arcs
    for (let p = front; p < back; p++) store<u32>(word(lists, p), own << 2);
    store<u32>(word(backs, u), back);
    store<u32>(word(degrees, u), front - start + stop - back);
  }
  leaveWorkspace(workspace);
}

// As countTriangles: of each triangle, a node's count goes up by the directions between the two others.
export function countWideTriangles(
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
      fetched += fetch(b, min(last, b + FETCH_COUNT), offsets, backs, starts, lists, 2);
    }
    const backStart = word(lists, load<u32>(word(backs, b)));
    const backStop = word(lists, load<u32>(word(offsets, b + 1)));
    if (backStart == backStop) continue;
    const start = word(lists, load<u32>(word(offsets, b)));
    const label = labelOf(ranks, b);
    for (let p = start; p < backStop; p += 4) {
      const entry = load<u32>(p);
      store<u8>(marks + (entry >>> 2), entry & 3);
    }
    let ofB: u32 = 0;
    for (let q = backStart; q < backStop; q += 4) {
      const back = load<u32>(q);
      let p = word(lists, load<u32>(word(starts, back >>> 2)));
      let ofA: u32 = 0;
      for (let entry = load<u32>(p); entry >>> 2 != label; entry = load<u32>(p)) {
        const mark = <u32>load<u8>(marks + (entry >>> 2));
        p += 4;
        if (mark == 0) continue;
        ofA += mark;
        ofB += entry & 3;
        addTo(word(counts, entry >>> 2), back & 3);
      }
      addTo(word(counts, back >>> 2), ofA);
    }
    addTo(word(counts, label), ofB);
    for (let p = start; p < backStop; p += 4) store<u8>(marks + (load<u32>(p) >>> 2), 0);
  }
  // or the loads would be left out
  store<u32>(workspace, fetched, 4);
  leaveWorkspace(workspace);
}
