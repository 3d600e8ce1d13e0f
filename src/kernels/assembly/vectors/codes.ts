// Rows of vectors as int8 codes, and their scan: for each row an estimate of its score with a bound on the error, from
// which follows whether it can be among the best. A row x is scale * c + e, a query is unit * d + f, with whole numbers in
// c (8 bits) and d (up to 16), so x·q lies within |e||q| + |scale c||f| of scale * unit * (c·d), by Cauchy and Schwarz.

import { word } from "../shared/address";

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
