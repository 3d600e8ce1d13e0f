// Rows of vectors as one bit a number, and their scan. A row x of a segment with the mean m is taken for m + a * b, where b
// has the sign of each number of x - m, and a = |x - m|² / ((x - m)·b): so q·x is about q·m + a (q·b). Gao and Long:
// RaBitQ (2024), without the rotation. In blocks of 32 rows, 16 bytes hold the signs of four numbers of all 32: the low half
// of byte i for row i, the high half for row i + 16. The query gives a table of 16 sums for every four numbers, of 6 bits
// each, so that four fit into a byte; one swizzle looks up 16 rows.

// For each row three float32, in three arrays: a, 1 / |x| and |x|². NaN in a keeps a row from being found.

const COSINE = 0;
const DOT = 1;

// @ts-ignore: decorator
@inline
function isFiniteRow(x: usize, dimensions: i32): bool {
  for (let d = 0; d < dimensions; d++) {
    const v = load<f32>(x + (<usize>d << 2));
    if (!(abs(v) < Infinity)) return false;
  }
  return true;
}

// Adds the finite ones of `count` rows to `sums`, a float64 a number; how many they are.
export function sumRows(values: usize, count: i32, dimensions: i32, sums: usize): i32 {
  let found = 0;
  let x = values;
  for (let i = 0; i < count; i++, x += <usize>dimensions << 2) {
    if (!isFiniteRow(x, dimensions)) continue;
    found++;
    for (let d = 0; d < dimensions; d++) {
      const at = sums + (<usize>d << 3);
      store<f64>(at, load<f64>(at) + <f64>load<f32>(x + (<usize>d << 2)));
    }
  }
  return found;
}

// Encodes `count` rows, the first of which is row `first` of the segment; `pitch` numbers a row, a multiple of 16, of which
// those from `dimensions` on have no sign. The bits are zero before.
export function encodeBits(
  values: usize,
  first: i32,
  count: i32,
  dimensions: i32,
  pitch: i32,
  mean: usize,
  bits: usize,
  shares: usize,
  inverses: usize,
  squares: usize,
): void {
  let x = values;
  for (let i = 0; i < count; i++, x += <usize>dimensions << 2) {
    const row = <usize>(first + i);
    const lane = row & 31;
    const shift: u32 = lane < 16 ? 0 : 4;
    const block = bits + (row >> 5) * (<usize>pitch << 2) + (lane & 15);
    let length: f64 = 0;
    let sum: f64 = 0;
    let norm: f64 = 0;
    for (let d = 0; d < dimensions; d++) {
      const v = <f64>load<f32>(x + (<usize>d << 2));
      const y = v - load<f64>(mean + (<usize>d << 3));
      norm += v * v;
      length += y * y;
      sum += abs(y);
      if (y > 0) {
        const at = block + (<usize>(d >> 2) << 4);
        store<u8>(at, load<u8>(at) | <u8>(<u32>1 << (shift + <u32>(d & 3))));
      }
    }
    const share: f64 = length < Infinity ? (sum > 0 ? length / sum : 0) : NaN;
    store<f32>(shares + (row << 2), <f32>share);
    store<f32>(inverses + (row << 2), norm > 0 ? <f32>(1 / sqrt(norm)) : <f32>NaN);
    store<f32>(squares + (row << 2), <f32>norm);
  }
}

// @ts-ignore: decorator
@inline
function lower(v: v128): v128 {
  return v128.and(v, i8x16.splat(15));
}

// @ts-ignore: decorator
@inline
function upper(v: v128): v128 {
  return i8x16.shr_u(v, 4);
}

// Bit i is set if the estimate of row `at + i` of four is above the threshold; estimates go to `estimates`.
// @ts-ignore: decorator
@inline
function estimateFour(
  sums: v128,
  row: usize,
  shares: usize,
  inverses: usize,
  squares: usize,
  head: usize,
  metric: i32,
  threshold: v128,
  estimates: usize,
): u32 {
  const scaled = f32x4.sub(
    f32x4.mul(f32x4.convert_i32x4_u(sums), v128.load32_splat(head)),
    v128.load32_splat(head, 4),
  );
  let e = f32x4.add(f32x4.mul(v128.load(shares + (row << 2)), scaled), v128.load32_splat(head, 8));
  if (metric == COSINE) e = f32x4.mul(e, v128.load(inverses + (row << 2)));
  else if (metric != DOT) e = f32x4.sub(f32x4.add(e, e), v128.load(squares + (row << 2)));
  v128.store(estimates, e);
  return i32x4.bitmask(f32x4.gt(e, threshold));
}

// Estimates the rows of a segment whose mask bits are set, and leaves the best in `buffer`, 8 bytes each: the estimate as
// float32 and the row. When the buffer is full it is cut back to the best `keep`, which raises the threshold. `head` has
// the step of the tables, what all their sums begin at, q·m, and the threshold, which is written back; then 128 bytes of
// room. Returns how many are in the buffer.
export function scanBits(
  bits: usize,
  shares: usize,
  inverses: usize,
  squares: usize,
  mask: usize,
  blockCount: i32,
  pitch: i32,
  tables: usize,
  head: usize,
  metric: i32,
  buffer: usize,
  capacity: i32,
  keep: i32,
): i32 {
  const blockBytes = <usize>pitch << 2;
  const estimates = head + 16;
  let threshold = v128.load32_splat(head, 12);
  let count = 0;
  for (let b = 0; b < blockCount; b++) {
    const word = load<u32>(mask + (<usize>b << 2));
    if (word == 0) continue;
    let l0 = i16x8.splat(0);
    let l1 = i16x8.splat(0);
    let h0 = i16x8.splat(0);
    let h1 = i16x8.splat(0);
    let p = bits + <usize>b * blockBytes;
    const end = p + blockBytes;
    let t = tables;
    for (; p < end; p += 64) {
      const v0 = v128.load(p);
      const v1 = v128.load(p, 16);
      const v2 = v128.load(p, 32);
      const v3 = v128.load(p, 48);
      const t0 = v128.load(t);
      const t1 = v128.load(t, 16);
      const t2 = v128.load(t, 32);
      const t3 = v128.load(t, 48);
      const lows = i8x16.add(
        i8x16.add(i8x16.swizzle(t0, lower(v0)), i8x16.swizzle(t1, lower(v1))),
        i8x16.add(i8x16.swizzle(t2, lower(v2)), i8x16.swizzle(t3, lower(v3))),
      );
      const highs = i8x16.add(
        i8x16.add(i8x16.swizzle(t0, upper(v0)), i8x16.swizzle(t1, upper(v1))),
        i8x16.add(i8x16.swizzle(t2, upper(v2)), i8x16.swizzle(t3, upper(v3))),
      );
      l0 = i16x8.add(l0, i16x8.extend_low_i8x16_u(lows));
      l1 = i16x8.add(l1, i16x8.extend_high_i8x16_u(lows));
      h0 = i16x8.add(h0, i16x8.extend_low_i8x16_u(highs));
      h1 = i16x8.add(h1, i16x8.extend_high_i8x16_u(highs));
      t += 64;
    }
    const r = <usize>b << 5;
    const e = estimates;
    let found: u32 = 0;
    found |= estimateFour(i32x4.extend_low_i16x8_u(l0), r, shares, inverses, squares, head, metric, threshold, e);
    found |= estimateFour(i32x4.extend_high_i16x8_u(l0), r + 4, shares, inverses, squares, head, metric, threshold, e + 16) << 4;
    found |= estimateFour(i32x4.extend_low_i16x8_u(l1), r + 8, shares, inverses, squares, head, metric, threshold, e + 32) << 8;
    found |= estimateFour(i32x4.extend_high_i16x8_u(l1), r + 12, shares, inverses, squares, head, metric, threshold, e + 48) << 12;
    found |= estimateFour(i32x4.extend_low_i16x8_u(h0), r + 16, shares, inverses, squares, head, metric, threshold, e + 64) << 16;
    found |= estimateFour(i32x4.extend_high_i16x8_u(h0), r + 20, shares, inverses, squares, head, metric, threshold, e + 80) << 20;
    found |= estimateFour(i32x4.extend_low_i16x8_u(h1), r + 24, shares, inverses, squares, head, metric, threshold, e + 96) << 24;
    found |= estimateFour(i32x4.extend_high_i16x8_u(h1), r + 28, shares, inverses, squares, head, metric, threshold, e + 112) << 28;
    found &= word;
    while (found != 0) {
      const lane = <usize>ctz(found);
      found &= found - 1;
      const at = buffer + (<usize>count << 3);
      store<f32>(at, load<f32>(estimates + (lane << 2)));
      store<u32>(at, <u32>(r + lane), 4);
      count++;
    }
    if (count + 32 > capacity) {
      cutBack(buffer, count, keep);
      count = keep;
      let least: f32 = Infinity;
      for (let i = 0; i < keep; i++) least = min(least, load<f32>(buffer + (<usize>i << 3)));
      store<f32>(head, least, 12);
      threshold = f32x4.splat(least);
    }
  }
  return count;
}

// Moves the `keep` greatest of `count` entries to the front: Hoare's selection.
function cutBack(buffer: usize, count: i32, keep: i32): void {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = load<f32>(buffer + (<usize>((low + high) >>> 1) << 3));
    let i = low;
    let j = high;
    while (i <= j) {
      while (load<f32>(buffer + (<usize>i << 3)) > pivot) i++;
      while (load<f32>(buffer + (<usize>j << 3)) < pivot) j--;
      if (i > j) break;
      const a = buffer + (<usize>i << 3);
      const b = buffer + (<usize>j << 3);
      const entry = load<u64>(a);
      store<u64>(a, load<u64>(b));
      store<u64>(b, entry);
      i++;
      j--;
    }
    if (keep - 1 <= j) high = j;
    else if (keep - 1 >= i) low = i;
    else return;
  }
}
