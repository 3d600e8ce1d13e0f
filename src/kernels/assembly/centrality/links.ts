// Arcs as links, which are steps between distinct nodes.

import { word } from "../shared/address";

// The arcs of the nodes first .. last - 1 as links: without self-loops, and each node once. `marks` are 0 at first;
// the end of the links so far is at `offsets[first]`.
export function linkArcs(
  first: u32, last: u32, arcOffsets: usize, arcEnds: usize, offsets: usize, ends: usize, marks: usize,
): void {
  let link = load<u32>(word(offsets, first));
  let arc = load<u32>(word(arcOffsets, first));
  for (let u = first; u < last; u++) {
    const stop = load<u32>(word(arcOffsets, u), 4);
    // a node marks itself, as it is no end
    store<u32>(word(marks, u), u + 1);
    for (; arc < stop; arc++) {
      const v = load<u32>(word(arcEnds, arc));
      store<u32>(word(ends, link), v);
      link += <u32>(load<u32>(word(marks, v)) != u + 1);
      store<u32>(word(marks, v), u + 1);
    }
    store<u32>(word(offsets, u), link, 4);
  }
}
