// Scores of rows of float32 vectors against one query or four, in float64: products of float32 numbers are exact there,
// and no sum of squares overflows. Each sum has four parts, of the numbers 0, 1, 2 and 3 modulo 4, added as
// (p0 + p2) + (p1 + p3); the numbers behind the last full four are added one by one, and their sum last. The loops in
// src/kernels/vectors/row-loops.ts add in the same order, so that both give the same bits.

import { word } from "../shared/address";

// The size of the type parameter is the metric, a constant of each specialization.
type Dot = u8;
type SquaredDistance = u16;

// @ts-ignore: decorator
@inline
function term<M>(x: v128, q: v128): v128 {
  if (sizeof<M>() == sizeof<Dot>()) return f64x2.mul(x, q);
  const d = f64x2.sub(x, q);
  return f64x2.mul(d, d);
}

// @ts-ignore: decorator
@inline
function low(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

// @ts-ignore: decorator
@inline
function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u64>(x, x, 1, 1));
}

// @ts-ignore: decorator
@inline
function total<M>(a0: v128, a1: v128, values: usize, query: usize, from: i32, dimensions: i32): f64 {
  const a = f64x2.add(a0, a1);
  const sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  if (from == dimensions) return sum;
  let rest: f64 = 0;
  for (let d = from; d < dimensions; d++) {
    const x = <f64>load<f32>(values + (<usize>d << 2));
    const q = load<f64>(query + (<usize>d << 3));
    rest += sizeof<M>() == sizeof<Dot>() ? x * q : (x - q) * (x - q);
  }
  return sum + rest;
}

// @ts-ignore: decorator
@inline
function rowAt(values: usize, rows: usize, i: i32, dimensions: i32): usize {
  return values + ((<usize>load<u32>(word(rows, i)) * <usize>dimensions) << 2);
}

// Two rows at a time: one alone would wait for its own additions.
// @ts-ignore: decorator
@inline
function scoreRows<M>(values: usize, rows: usize, count: i32, dimensions: i32, query: usize, out: usize): void {
  const fours = dimensions & ~3;
  for (let i = 0; i < count; i += 2) {
    const a = rowAt(values, rows, i, dimensions);
    const b = rowAt(values, rows, min(i + 1, count - 1), dimensions);
    let a0 = f64x2.splat(0);
    let a1 = f64x2.splat(0);
    let b0 = f64x2.splat(0);
    let b1 = f64x2.splat(0);
    let p = a;
    let r = b;
    let q = query;
    for (let d = 0; d < fours; d += 4) {
      const x = v128.load(p);
      const y = v128.load(r);
      const q0 = v128.load(q);
      const q1 = v128.load(q, 16);
      a0 = f64x2.add(a0, term<M>(low(x), q0));
      a1 = f64x2.add(a1, term<M>(high(x), q1));
      b0 = f64x2.add(b0, term<M>(low(y), q0));
      b1 = f64x2.add(b1, term<M>(high(y), q1));
      p += 16;
      r += 16;
      q += 32;
    }
    store<f64>(out + (<usize>i << 3), total<M>(a0, a1, a, query, fours, dimensions));
    if (i + 1 < count) store<f64>(out + (<usize>i << 3), total<M>(b0, b1, b, query, fours, dimensions), 8);
  }
}

// `rows` has `count` row numbers, `query` the query as float64; `out` gets a float64 a row.
export function dotsAt(values: usize, rows: usize, count: i32, dimensions: i32, query: usize, out: usize): void {
  scoreRows<Dot>(values, rows, count, dimensions, query, out);
}

export function squaredDistancesAt(
  values: usize,
  rows: usize,
  count: i32,
  dimensions: i32,
  query: usize,
  out: usize,
): void {
  scoreRows<SquaredDistance>(values, rows, count, dimensions, query, out);
}

// @ts-ignore: decorator
@inline
function scoreFour<M>(values: usize, rows: usize, count: i32, dimensions: i32, queries: usize, out: usize): void {
  const fours = dimensions & ~3;
  const stride = <usize>dimensions << 3;
  for (let i = 0; i < count; i++) {
    const a = rowAt(values, rows, i, dimensions);
    let a0 = f64x2.splat(0);
    let a1 = f64x2.splat(0);
    let b0 = f64x2.splat(0);
    let b1 = f64x2.splat(0);
    let c0 = f64x2.splat(0);
    let c1 = f64x2.splat(0);
    let d0 = f64x2.splat(0);
    let d1 = f64x2.splat(0);
    let p = a;
    let q = queries;
    let r = queries + stride;
    let s = r + stride;
    let t = s + stride;
    for (let d = 0; d < fours; d += 4) {
      const x = v128.load(p);
      const x0 = low(x);
      const x1 = high(x);
      a0 = f64x2.add(a0, term<M>(x0, v128.load(q)));
      a1 = f64x2.add(a1, term<M>(x1, v128.load(q, 16)));
      b0 = f64x2.add(b0, term<M>(x0, v128.load(r)));
      b1 = f64x2.add(b1, term<M>(x1, v128.load(r, 16)));
      c0 = f64x2.add(c0, term<M>(x0, v128.load(s)));
      c1 = f64x2.add(c1, term<M>(x1, v128.load(s, 16)));
      d0 = f64x2.add(d0, term<M>(x0, v128.load(t)));
      d1 = f64x2.add(d1, term<M>(x1, v128.load(t, 16)));
      p += 16;
      q += 32;
      r += 32;
      s += 32;
      t += 32;
    }
    const o = out + (<usize>i << 5);
    store<f64>(o, total<M>(a0, a1, a, queries, fours, dimensions));
    store<f64>(o, total<M>(b0, b1, a, queries + stride, fours, dimensions), 8);
    store<f64>(o, total<M>(c0, c1, a, queries + 2 * stride, fours, dimensions), 16);
    store<f64>(o, total<M>(d0, d1, a, queries + 3 * stride, fours, dimensions), 24);
  }
}

// The same for four queries that follow each other; `out` gets four numbers a row.
export function dotsOfFourAt(
  values: usize,
  rows: usize,
  count: i32,
  dimensions: i32,
  queries: usize,
  out: usize,
): void {
  scoreFour<Dot>(values, rows, count, dimensions, queries, out);
}

export function squaredDistancesOfFourAt(
  values: usize,
  rows: usize,
  count: i32,
  dimensions: i32,
  queries: usize,
  out: usize,
): void {
  scoreFour<SquaredDistance>(values, rows, count, dimensions, queries, out);
}

// The sum of the squares of each of `count` rows from the first of `values` on, in the same order.
export function squaresOfRows(values: usize, count: i32, dimensions: i32, out: usize): void {
  const fours = dimensions & ~3;
  let a = values;
  for (let i = 0; i < count; i++) {
    let a0 = f64x2.splat(0);
    let a1 = f64x2.splat(0);
    for (let d = 0; d < fours; d += 4) {
      const x = v128.load(a + (<usize>d << 2));
      const x0 = low(x);
      const x1 = high(x);
      a0 = f64x2.add(a0, f64x2.mul(x0, x0));
      a1 = f64x2.add(a1, f64x2.mul(x1, x1));
    }
    const s = f64x2.add(a0, a1);
    let sum = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
    let rest: f64 = 0;
    for (let d = fours; d < dimensions; d++) {
      const x = <f64>load<f32>(a + (<usize>d << 2));
      rest += x * x;
    }
    if (fours != dimensions) sum += rest;
    store<f64>(out + (<usize>i << 3), sum);
    a += <usize>dimensions << 2;
  }
}
