// Rows of vectors as int8 codes, and their scan: for each row an estimate of its score with a bound on the error, from
// which follows whether it can be among the best. A row x is scale * c + e, a query is unit * d + f, with whole numbers in
// c (8 bits) and d (up to 16), so x·q lies within |e||q| + |scale c||f| of scale * unit * (c·d), by Cauchy and Schwarz.

import { long, word } from "../shared/address";

// For each row three float64: the scale, a bound on |e|, and |x|.
const PARAMETERS_BYTES: usize = 24;

const COSINE = 0;
const DOT = 1;

// Writes codes and parameters of `count` rows; the codes of a row are `pitch` bytes, a multiple of 16. A row with a number
// that is not finite gets a bound that says nothing.
export function encodeRows(
  values: usize,
  count: i32,
  dimensions: i32,
  pitch: i32,
  codes: usize,
  parameters: usize,
): void {
  let x = values;
  let c = codes;
  let p = parameters;
  for (let i = 0; i < count; i++) {
    let largest: f64 = 0;
    let squares: f64 = 0;
    for (let d = 0; d < dimensions; d++) {
      const v = <f64>load<f32>(x + (<usize>d << 2));
      largest = max(largest, abs(v));
      squares += v * v;
    }
    memory.fill(c, 0, pitch);
    let scale: f64 = 0;
    let error: f64 = 0;
    if (!(squares < Infinity)) error = Infinity;
    else if (largest > 0) {
      scale = largest / 127;
      const inverse = 127 / largest;
      for (let d = 0; d < dimensions; d++) {
        const v = <f64>load<f32>(x + (<usize>d << 2));
        const code = nearest(v * inverse);
        store<i8>(c + d, <i8>(<i32>code));
        const e = v - scale * code;
        error += e * e;
      }
      // beyond what rounding may have taken away
      error = sqrt(error) * (1 + 1e-9);
    }
    store<f64>(p, scale);
    store<f64>(p, error, 8);
    store<f64>(p, sqrt(squares), 16);
    x += <usize>dimensions << 2;
    c += pitch;
    p += PARAMETERS_BYTES;
  }
}

// @ts-ignore: decorator
@inline
function sumOf(lanes: v128): i32 {
  const two = i32x4.add(lanes, v128.shuffle<u32>(lanes, lanes, 2, 3, 0, 1));
  return i32x4.extract_lane(i32x4.add(two, v128.shuffle<u32>(two, two, 1, 0, 3, 2)), 0);
}

// The dot products of the codes of `count` rows and of the query, in `sums`: four rows at a time, for each of which the
// query would have to be loaded.
function dotsOfCodes(codes: usize, rows: usize, count: i32, pitch: i32, query: usize, sums: usize): void {
  for (let i = 0; i < count; i += 4) {
    let p = codes + <usize>load<u32>(word(rows, i)) * <usize>pitch;
    let r = codes + <usize>load<u32>(word(rows, min(i + 1, count - 1))) * <usize>pitch;
    let s = codes + <usize>load<u32>(word(rows, min(i + 2, count - 1))) * <usize>pitch;
    let t = codes + <usize>load<u32>(word(rows, min(i + 3, count - 1))) * <usize>pitch;
    let a = i32x4.splat(0);
    let b = i32x4.splat(0);
    let c = i32x4.splat(0);
    let d = i32x4.splat(0);
    const end = query + (<usize>pitch << 1);
    for (let q = query; q < end; q += 32) {
      const low = v128.load(q);
      const high = v128.load(q, 16);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load8x8_s(p), low));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load8x8_s(r), low));
      c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load8x8_s(s), low));
      d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load8x8_s(t), low));
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load8x8_s(p, 8), high));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load8x8_s(r, 8), high));
      c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load8x8_s(s, 8), high));
      d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load8x8_s(t, 8), high));
      p += 16;
      r += 16;
      s += 16;
      t += 16;
    }
    // the room for sums is a multiple of four
    store<i32>(word(sums, i), sumOf(a));
    store<i32>(word(sums, i), sumOf(b), 4);
    store<i32>(word(sums, i), sumOf(c), 8);
    store<i32>(word(sums, i), sumOf(d), 12);
  }
}

// Of `count` rows those whose upper bound is not below the threshold: for each its lower and its upper bound and its
// number, in 24 bytes of `out`. `head` has the unit of the query, |q|, |f|, the share of rounding in all sums, and the
// threshold; `sums` has room for a word a row. Bounds are on the cosine, the dot product, or the negative square of the distance.
export function boundRows(
  codes: usize,
  parameters: usize,
  rows: usize,
  count: i32,
  pitch: i32,
  query: usize,
  head: usize,
  metric: i32,
  sums: usize,
  out: usize,
): i32 {
  dotsOfCodes(codes, rows, count, pitch, query, sums);
  const unit = load<f64>(head);
  const queryNorm = load<f64>(head, 8);
  const queryError = load<f64>(head, 16);
  const rounding = load<f64>(head, 24);
  const threshold = load<f64>(head, 32);
  let found = 0;
  let o = out;
  for (let i = 0; i < count; i++) {
    const row = load<u32>(word(rows, i));
    const p = parameters + <usize>row * PARAMETERS_BYTES;
    const scale = load<f64>(p);
    const error = load<f64>(p, 8);
    const norm = load<f64>(p, 16);
    // a zero vector has no direction
    if (metric == COSINE && norm == 0) continue;
    let middle = scale * unit * <f64>load<i32>(word(sums, i));
    let bound = error * queryNorm + (norm + error) * queryError;
    if (metric == COSINE) {
      const length = norm * queryNorm;
      // without a division, which most rows need not; as much below the threshold as rounding may be
      if (middle + bound + 2 * rounding * length < threshold * length) continue;
      const share = 1 / length;
      middle *= share;
      bound = bound * share + rounding;
    } else if (metric == DOT) bound += rounding * norm * queryNorm;
    else {
      const squares = norm * norm + queryNorm * queryNorm;
      middle = 2 * middle - squares;
      bound = 2 * bound + rounding * squares;
    }
    // a bound that is NaN says nothing
    if (middle + bound < threshold) continue;
    store<f64>(o, middle - bound);
    store<f64>(o, middle + bound, 8);
    store<u32>(o, row, 16);
    o += 24;
    found++;
  }
  return found;
}

// Rows that are bounded at a time between two looks at the threshold.
const BLOCK_ROWS = 256;
const BOUND_BYTES: usize = 24;

// Raises the least of the `limit` greatest lower bounds, a heap with the least first, by those of new entries; the number in
// the heap is returned.
function raiseLows(lows: usize, inHeap: i32, limit: i32, entries: usize, count: i32, threshold: f64): i32 {
  let size = inHeap;
  for (let i = 0; i < count; i++) {
    const low = load<f64>(entries + <usize>i * BOUND_BYTES);
    // not one that is NaN
    if (!(low >= threshold)) continue;
    if (size < limit) {
      let at = size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (load<f64>(long(lows, parent)) <= low) break;
        store<f64>(long(lows, at), load<f64>(long(lows, parent)));
        at = parent;
      }
      store<f64>(long(lows, at), low);
    } else if (low > load<f64>(lows)) {
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= size) break;
        if (child + 1 < size && load<f64>(long(lows, child + 1)) < load<f64>(long(lows, child))) child++;
        if (load<f64>(long(lows, child)) >= low) break;
        store<f64>(long(lows, at), load<f64>(long(lows, child)));
        at = child;
      }
      store<f64>(long(lows, at), low);
    }
  }
  return size;
}

// Moves the entries whose upper bound is not below the threshold to the front; how many they are.
function keepAbove(entries: usize, count: i32, threshold: f64): i32 {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const from = entries + <usize>i * BOUND_BYTES;
    if (load<f64>(from, 8) < threshold) continue;
    const to = entries + <usize>kept * BOUND_BYTES;
    if (to != from) memory.copy(to, from, BOUND_BYTES);
    kept++;
  }
  return kept;
}

// Bounds the rows first .. last - 1 whose bits of the mask are set, and leaves those that may be among the best `limit` in the
// area of these rows, which is theirs alone: their number, 1 if there was no room for all of them, the head as boundRows
// takes it, whose threshold rises, `limit` lower bounds, BLOCK_ROWS rows and sums, and `capacity` entries as boundRows gives
// them. Areas, of `areaRows` rows each, begin with that of number `firstArea`. `segments` has the address of each segment of 2^shift rows, whose parameters lie `parametersOffset` behind it.
export function boundRange(
  first: i32,
  last: i32,
  mask: usize,
  segments: usize,
  shift: i32,
  parametersOffset: usize,
  pitch: i32,
  query: usize,
  head: usize,
  metric: i32,
  limit: i32,
  areas: usize,
  areaBytes: i32,
  areaRows: i32,
  firstArea: i32,
  capacity: i32,
): void {
  const area = areas + <usize>(first / areaRows - firstArea) * <usize>areaBytes;
  const ownHead = area + 8;
  const lows = ownHead + 40;
  const rows = long(lows, limit);
  const sums = word(rows, BLOCK_ROWS);
  const entries = word(sums, BLOCK_ROWS);
  memory.copy(ownHead, head, 40);
  store<i32>(area, 0);
  store<i32>(area, 0, 4);
  let lowCount = 0;
  let count = 0;
  let row = first;
  while (row < last) {
    const segment = row >> shift;
    const base = segment << shift;
    const end = min(last, base + (1 << shift));
    const codes = <usize>load<u32>(word(segments, segment));
    while (row < end) {
      let size = 0;
      while (row < end && size <= BLOCK_ROWS - 32) {
        const start = row & ~31;
        const next = min(end, start + 32);
        let bits = load<u32>(word(mask, row >> 5)) & (0xffffffff << (row & 31));
        if (next - start < 32) bits &= (<u32>1 << (next - start)) - 1;
        while (bits != 0) {
          store<u32>(word(rows, size++), <u32>start + ctz(bits) - <u32>base);
          bits &= bits - 1;
        }
        row = next;
      }
      if (size == 0) continue;
      if (count + BLOCK_ROWS > capacity) {
        count = keepAbove(entries, count, load<f64>(ownHead, 32));
        if (count + BLOCK_ROWS > capacity) {
          store<i32>(area, 1, 4);
          return;
        }
      }
      const fresh = entries + <usize>count * BOUND_BYTES;
      const found = boundRows(codes, codes + parametersOffset, rows, size, pitch, query, ownHead, metric, sums, fresh);
      lowCount = raiseLows(lows, lowCount, limit, fresh, found, load<f64>(ownHead, 32));
      if (lowCount == limit) store<f64>(ownHead, max(load<f64>(ownHead, 32), load<f64>(lows)), 32);
      for (let i = 0; i < found; i++) {
        const at = fresh + <usize>i * BOUND_BYTES;
        store<u32>(at, load<u32>(at, 16) + <u32>base, 16);
      }
      count += found;
    }
  }
  store<i32>(area, keepAbove(entries, count, load<f64>(ownHead, 32)));
}
