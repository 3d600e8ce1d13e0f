// The counting sort behind a frozen graph, driven in chunks of edges. `offsets` has nodeCount + 2 words:
// degrees are counted two places up, summed to starts one place up, and each arc placed moves its start
// on, so that in the end offsets[u] is where u's list begins. This needs no array of cursors.

// @ts-ignore: decorator
@inline
function word(base: usize, index: u32): usize {
  return base + (<usize>index << 2);
}

export function countKeys(keys: usize, count: u32, offsets: usize): void {
  for (let i: u32 = 0; i < count; i++) {
    const p = word(offsets, load<u32>(word(keys, i)));
    store<u32>(p, load<u32>(p, 8) + 1, 8);
  }
}

// Returns the sum after `last`, to carry on with.
export function sumOffsets(offsets: usize, first: u32, last: u32, before: u32): u32 {
  let sum = before;
  for (let u = first; u < last; u++) {
    const p = word(offsets, u);
    sum += load<u32>(p);
    store<u32>(p, sum);
  }
  return sum;
}

export function placeArcs(
  keys: usize, values: usize, count: u32, firstEdge: u32, offsets: usize, ends: usize, edges: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const p = word(offsets, load<u32>(word(keys, i)));
    const arc = load<u32>(p, 4);
    store<u32>(p, arc + 1, 4);
    store<u32>(word(ends, arc), load<u32>(word(values, i)));
    store<u32>(word(edges, arc), firstEdge + i);
  }
}

// @ts-ignore: decorator
@inline
function place(u: u32, v: u32, edge: u32, offsets: usize, ends: usize, edges: usize): void {
  const p = word(offsets, u);
  const arc = load<u32>(p, 4);
  store<u32>(p, arc + 1, 4);
  store<u32>(word(ends, arc), v);
  store<u32>(word(edges, arc), edge);
}

export function placeBothArcs(
  sources: usize, targets: usize, count: u32, firstEdge: u32, offsets: usize, ends: usize, edges: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const u = load<u32>(word(sources, i));
    const v = load<u32>(word(targets, i));
    place(u, v, firstEdge + i, offsets, ends, edges);
    place(v, u, firstEdge + i, offsets, ends, edges);
  }
}
