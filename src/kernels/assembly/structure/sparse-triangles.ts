// Triangles of a graph whose nodes have few arcs each, such as grids, roads and meshes, from its lists as they are: of each
// pair of a node's neighbors below it, one is looked up in the list of the other, four places at once. Nothing is turned,
// ranked or marked first. Branches on the order of nodes would be mispredicted every other time. A list may be read up to
// three words beyond its end.

import { word } from "../shared/address";
import { addShared } from "../shared/workspace";
import { addTo } from "./neighbor-slots";

// @ts-ignore: decorator
@inline
function count(p: usize, isAlone: bool): void {
  if (isAlone) addTo(p, 1);
  else addShared(p, 1);
}

// The largest number of arcs of a node, or what stands there if that is more.
export function findDegreeMax(first: u32, last: u32, offsets: usize, degreeMax: usize): void {
  let most = load<u32>(degreeMax);
  let before = load<u32>(word(offsets, first));
  for (let u = first; u < last; u++) {
    const stop = load<u32>(word(offsets, u), 4);
    most = max(most, stop - before);
    before = stop;
  }
  store<u32>(degreeMax, most);
}

// Whether none of the places start..p of a list has the node that is at p.
// @ts-ignore: decorator
@inline
function isFirst(start: usize, p: usize): bool {
  const v = load<u32>(p);
  for (let q = start; q < p; q += 4) if (load<u32>(q) == v) return false;
  return true;
}

// Which of four places are before the end.
// @ts-ignore: decorator
@inline
function areBefore(p: usize, stop: usize): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>((stop - p) >> 2)));
}

// Which of four nodes the list of `v` has, as bits.
// @ts-ignore: decorator
@inline
function areIn(its: v128, offsets: usize, ends: usize, v: u32): u32 {
  const place = word(offsets, v);
  const stop = word(ends, load<u32>(place, 4));
  // behind its end a list has v, which may be among them as a parallel edge alone
  const filler = i32x4.splat(v);
  let found = i32x4.splat(0);
  for (let p = word(ends, load<u32>(place)); p < stop; p += 16) {
    const four = v128.bitselect(v128.load(p), filler, areBefore(p, stop));
    found = v128.or(
      v128.or(
        v128.or(found, i32x4.eq(its, four)),
        i32x4.eq(its, v128.shuffle<i32>(four, four, 1, 2, 3, 0)),
      ),
      v128.or(
        i32x4.eq(its, v128.shuffle<i32>(four, four, 2, 3, 0, 1)),
        i32x4.eq(its, v128.shuffle<i32>(four, four, 3, 0, 1, 2)),
      ),
    );
  }
  return i32x4.bitmask(found);
}

// Counts the triangles of u, the neighbor at b and those at the places of `hits` behind p; of parallel edges the first.
function countHits(
  hits: u32, p: usize, start: usize, b: usize, u: u32, counts: usize, isAlone: bool,
): u32 {
  if (!isFirst(start, b)) return 0;
  let sum: u32 = 0;
  for (let left = hits; left; left &= left - 1) {
    const c = p + (<usize>ctz(left) << 2);
    if (!isFirst(start, c)) continue;
    sum++;
    count(word(counts, load<u32>(c)), isAlone);
    count(word(counts, load<u32>(b)), isAlone);
    count(word(counts, u), isAlone);
  }
  return sum;
}

// Adds the triangles whose highest nodes are first..last to the counts of their nodes. Several threads may run it at
// once, if none is said to be alone.
export function countSparseTriangles(
  first: u32, last: u32, offsets: usize, ends: usize, counts: usize, total: usize, isAlone: bool,
): void {
  let sum: u32 = 0;
  let stop = word(ends, load<u32>(word(offsets, first)));
  for (let u = first; u < last; u++) {
    const start = stop;
    stop = word(ends, load<u32>(word(offsets, u), 4));
    if (start == stop) continue;
    // the places of neighbors below it
    const its = v128.load(start);
    let below: u32 = i32x4.bitmask(v128.and(i32x4.lt_u(its, i32x4.splat(u)), areBefore(start, stop)));
    if (stop - start <= 16) {
      while (below & (below - 1)) {
        const b = start + (<usize>ctz(below) << 2);
        below &= below - 1;
        const hits = areIn(its, offsets, ends, load<u32>(b)) & below;
        if (hits) sum += countHits(hits, start, start, b, u, counts, isAlone);
      }
      continue;
    }
    for (let p = start + 16; p < stop; p += 16) {
      const four = v128.and(i32x4.lt_u(v128.load(p), i32x4.splat(u)), areBefore(p, stop));
      below |= <u32>i32x4.bitmask(four) << <u32>((p - start) >> 2);
    }
    while (below & (below - 1)) {
      const place = <usize>ctz(below);
      below &= below - 1;
      const b = start + (place << 2);
      for (let p = start + ((place >>> 2) << 4); p < stop; p += 16) {
        const left = (below >>> <u32>((p - start) >> 2)) & 15;
        if (left == 0) continue;
        const hits = areIn(v128.load(p), offsets, ends, load<u32>(b)) & left;
        if (hits) sum += countHits(hits, p, start, b, u, counts, isAlone);
      }
    }
  }
  if (sum) addShared(total, sum);
}

// The number of distinct neighbors of each node.
export function countFewNeighbors(first: u32, last: u32, offsets: usize, ends: usize, degrees: usize): void {
  for (let u = first; u < last; u++) {
    const start = word(ends, load<u32>(word(offsets, u)));
    const stop = word(ends, load<u32>(word(offsets, u), 4));
    let degree: u32 = 0;
    for (let p = start; p < stop; p += 4) degree += u32(load<u32>(p) != u && isFirst(start, p));
    store<u32>(word(degrees, u), degree);
  }
}
