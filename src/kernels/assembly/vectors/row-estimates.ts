// Estimates of the scores of rows of float32 vectors in float32, four rows at a time, and which rows may reach a threshold:
// the others need no score in float64. A sum of n products in float32, in any order, differs from the true one by at most
// 1.01 (n + 8) 2^-24 times the sum of the absolute values of the products, and by n 2^-149 for products that are too small for
// a float32 (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1). That sum is no more than
// |x||q|, by Cauchy and Schwarz; of squares, the sum itself. 1.01 covers what rounding in float64 does besides.

import { long, word } from "../shared/address";

// The size of the type parameter is the metric, a constant of each specialization.
type Dot = u8;
type SquaredDistance = u16;

const COSINE = 0;

// @ts-ignore: decorator
@inline
function term<M>(x: v128, q: v128): v128 {
  if (sizeof<M>() == sizeof<Dot>()) return f32x4.mul(x, q);
  const d = f32x4.sub(x, q);
  return f32x4.mul(d, d);
}

// @ts-ignore: decorator
@inline
function total<M>(lanes: v128, x: usize, query: usize, from: i32, dimensions: i32): f64 {
  let sum =
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3));
  for (let d = from; d < dimensions; d++) {
    const a = load<f32>(x + (<usize>d << 2));
    const b = load<f32>(query + (<usize>d << 2));
    sum += sizeof<M>() == sizeof<Dot>() ? a * b : (a - b) * (a - b);
  }
  return <f64>sum;
}

// @ts-ignore: decorator
@inline
function rowAt(values: usize, rows: usize, i: i32, dimensions: i32): usize {
  return values + ((<usize>load<u32>(word(rows, i)) * <usize>dimensions) << 2);
}

// @ts-ignore: decorator
@inline
function estimate<M>(values: usize, rows: usize, count: i32, dimensions: i32, query: usize, out: usize): void {
  const fours = dimensions & ~3;
  const eights = dimensions & ~7;
  for (let i = 0; i < count; i += 4) {
    const p0 = rowAt(values, rows, i, dimensions);
    const p1 = rowAt(values, rows, min(i + 1, count - 1), dimensions);
    const p2 = rowAt(values, rows, min(i + 2, count - 1), dimensions);
    const p3 = rowAt(values, rows, min(i + 3, count - 1), dimensions);
    let a0 = f32x4.splat(0);
    let a1 = f32x4.splat(0);
    let b0 = f32x4.splat(0);
    let b1 = f32x4.splat(0);
    let c0 = f32x4.splat(0);
    let c1 = f32x4.splat(0);
    let d0 = f32x4.splat(0);
    let d1 = f32x4.splat(0);
    let at: usize = 0;
    const end = <usize>eights << 2;
    for (; at < end; at += 32) {
      const q0 = v128.load(query + at);
      const q1 = v128.load(query + at, 16);
      a0 = f32x4.add(a0, term<M>(v128.load(p0 + at), q0));
      b0 = f32x4.add(b0, term<M>(v128.load(p1 + at), q0));
      c0 = f32x4.add(c0, term<M>(v128.load(p2 + at), q0));
      d0 = f32x4.add(d0, term<M>(v128.load(p3 + at), q0));
      a1 = f32x4.add(a1, term<M>(v128.load(p0 + at, 16), q1));
      b1 = f32x4.add(b1, term<M>(v128.load(p1 + at, 16), q1));
      c1 = f32x4.add(c1, term<M>(v128.load(p2 + at, 16), q1));
      d1 = f32x4.add(d1, term<M>(v128.load(p3 + at, 16), q1));
    }
    if (fours != eights) {
      const q0 = v128.load(query + at);
      a0 = f32x4.add(a0, term<M>(v128.load(p0 + at), q0));
      b0 = f32x4.add(b0, term<M>(v128.load(p1 + at), q0));
      c0 = f32x4.add(c0, term<M>(v128.load(p2 + at), q0));
      d0 = f32x4.add(d0, term<M>(v128.load(p3 + at), q0));
    }
    // the room for sums is a multiple of four
    const o = long(out, i);
    store<f64>(o, total<M>(f32x4.add(a0, a1), p0, query, fours, dimensions));
    store<f64>(o, total<M>(f32x4.add(b0, b1), p1, query, fours, dimensions), 8);
    store<f64>(o, total<M>(f32x4.add(c0, c1), p2, query, fours, dimensions), 16);
    store<f64>(o, total<M>(f32x4.add(d0, d1), p3, query, fours, dimensions), 24);
  }
}

// Leaves those of `rows`, in their order, whose dot product, or for metric 0 cosine, may reach the threshold; how many they
// are. `query` has float32 numbers, `norms` the length of each row from row `first` on; `head` has the length of the
// query, the share of rounding in a sum, the least error, and the threshold. `sums` has room for a float64 a row.
export function rowsThatReach(
  values: usize,
  rows: usize,
  count: i32,
  dimensions: i32,
  query: usize,
  norms: usize,
  first: i32,
  metric: i32,
  head: usize,
  sums: usize,
): i32 {
  estimate<Dot>(values, rows, count, dimensions, query, sums);
  const queryNorm = load<f64>(head);
  const share = load<f64>(head, 8);
  const least = load<f64>(head, 16);
  const threshold = load<f64>(head, 24);
  let found = 0;
  for (let i = 0; i < count; i++) {
    const row = load<u32>(word(rows, i));
    const length = load<f64>(long(norms, row - first)) * queryNorm;
    const sum = load<f64>(long(sums, i));
    const limit = metric == COSINE ? threshold * length : threshold;
    // a sum that is not finite says nothing
    if (sum + share * length + least < limit && abs(sum) < Infinity) continue;
    store<u32>(word(rows, found), row);
    found++;
  }
  return found;
}

// As `rowsThatReach`, of rows whose squared distance may be no more than the square of the threshold.
export function rowsWithin(
  values: usize,
  rows: usize,
  count: i32,
  dimensions: i32,
  query: usize,
  head: usize,
  sums: usize,
): i32 {
  estimate<SquaredDistance>(values, rows, count, dimensions, query, sums);
  const share = load<f64>(head, 8);
  const least = load<f64>(head, 16);
  const threshold = load<f64>(head, 24);
  const limit = threshold * threshold;
  let found = 0;
  for (let i = 0; i < count; i++) {
    const sum = load<f64>(long(sums, i));
    if (sum - share * sum - least > limit && sum < Infinity) continue;
    store<u32>(word(rows, found), load<u32>(word(rows, i)));
    found++;
  }
  return found;
}
