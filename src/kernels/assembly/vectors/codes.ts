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
function dotOfCodes(codes: usize, query: usize, pitch: i32): i32 {
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let q = query;
  const end = codes + pitch;
  for (let p = codes; p < end; p += 16) {
    const x = v128.load(p);
    a = i32x4.add(a, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(x), v128.load(q)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(x), v128.load(q, 16)));
    q += 32;
  }
  a = i32x4.add(a, b);
  a = i32x4.add(a, v128.shuffle<u32>(a, a, 2, 3, 0, 1));
  a = i32x4.add(a, v128.shuffle<u32>(a, a, 1, 0, 3, 2));
  return i32x4.extract_lane(a, 0);
}

// Of `count` rows those whose upper bound is not below the threshold: for each its lower and its upper bound and its
// number, in 24 bytes of `out`. `head` has the unit of the query, |q|, |f|, the share of rounding in all sums, and the
// threshold. Bounds are on the cosine, the dot product, or the negative square of the distance.
export function boundRows(
  codes: usize,
  parameters: usize,
  rows: usize,
  count: i32,
  pitch: i32,
  query: usize,
  head: usize,
  metric: i32,
  out: usize,
): i32 {
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
    const sum = dotOfCodes(codes + <usize>row * <usize>pitch, query, pitch);
    let middle = scale * unit * <f64>sum;
    let bound = error * queryNorm + (norm + error) * queryError;
    if (metric == COSINE) {
      const share = 1 / (norm * queryNorm);
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
