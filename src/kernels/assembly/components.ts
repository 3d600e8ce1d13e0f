// Weakly connected components by disjoint sets. `parents[u] <= u` at all times, so a root is the smallest
// node of its set, and one pass upwards leaves every node with its root.

// @ts-ignore: decorator
@inline
function word(base: usize, index: u32): usize {
  return base + (<usize>index << 2);
}

// @ts-ignore: decorator
@inline
function unite(parents: usize, a: u32, b: u32): void {
  let u = load<u32>(word(parents, a));
  let v = load<u32>(word(parents, b));
  // Rem's algorithm: climb from the larger, hooking a root below the smaller; splices as it goes
  let pu = a;
  let pv = b;
  while (u != v) {
    if (u > v) {
      store<u32>(word(parents, pu), v);
      if (pu == u) return;
      pu = u;
      u = load<u32>(word(parents, u));
    } else {
      store<u32>(word(parents, pv), u);
      if (pv == v) return;
      pv = v;
      v = load<u32>(word(parents, v));
    }
  }
}

export function startSets(parents: usize, first: u32, last: u32): void {
  for (let u = first; u < last; u++) store<u32>(word(parents, u), u);
}

export function uniteEdges(parents: usize, sources: usize, targets: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    unite(parents, load<u32>(word(sources, i)), load<u32>(word(targets, i)));
  }
}

// Unites each node of first..last with its neighbours at places fromPlace..toPlace of its list, save
// nodes already in the set named `skipped`.
export function uniteArcs(
  parents: usize, offsets: usize, ends: usize,
  first: u32, last: u32, fromPlace: u32, toPlace: u32, skipped: u32,
): void {
  for (let u = first; u < last; u++) {
    if (load<u32>(word(parents, u)) == skipped) continue;
    const start = load<u32>(word(offsets, u));
    const degree = load<u32>(word(offsets, u + 1)) - start;
    const stop = start + min(degree, toPlace);
    for (let arc = start + fromPlace; arc < stop; arc++) unite(parents, u, load<u32>(word(ends, arc)));
  }
}

export function nameRoots(parents: usize, first: u32, last: u32): void {
  for (let u = first; u < last; u++) {
    const p = word(parents, u);
    store<u32>(p, load<u32>(word(parents, load<u32>(p))));
  }
}
