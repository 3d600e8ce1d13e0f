// Scores of lists of rows of texts, as src/space/index/text/posting-lists.ts writes them and score-rows.ts computes them:
// the same operations in the same order, so that both give the same bits.

import { long, word } from "../shared/address";

const KNOWN_LENGTHS: u32 = 256;
const KNOWN_FREQUENCY_MAX: u32 = 3;

// The place behind the number that was read, and the number.
let at: usize = 0;

// @ts-ignore: decorator
@inline
function readNumber(p: usize): u32 {
  let byte: u32 = load<u8>(p++);
  let value = byte & 127;
  let shift: u32 = 7;
  while (byte > 127) {
    byte = load<u8>(p++);
    value |= (byte & 127) << shift;
    shift += 7;
  }
  at = p;
  return value;
}

// Adds the scores of the rows of a list from `from` on that are in the window from `start` up to `end` and whose bits of `mask`,
// of the rows of the window, are set; no mask is address 0. `row` is the row before. `lengths` has the words of each row of the
// window, in 1 << `lengthShift` bytes, 1 or 2. `table` has the scores of up to 3 occurrences in rows of up to 255 words, behind
// it the weight, k1 + 1, and three numbers that make a norm of a length: k1, 1 - b, b, and the average. Each 8 rows of the
// window have a byte in `touched`, which is 1 once one of them has a score; it may be address 0 where lengths take one byte.
// `left` gets the place and the row before, from which the next window goes on, and the row there, or the greatest u32. Returns
// how many rows were in the window.
export function addScores(
  from: usize,
  listEnd: usize,
  row: u32,
  start: u32,
  end: u32,
  mask: usize,
  lengths: usize,
  lengthShift: usize,
  table: usize,
  sums: usize,
  touched: usize,
  left: usize,
): i32 {
  // a loop for each case: a branch for each posting takes a twentieth of the time
  if (lengthShift != 0)
    return addTo(from, listEnd, row, start, end, mask, lengths, true, table, sums, true, touched, left);
  return touched == 0
    ? addTo(from, listEnd, row, start, end, mask, lengths, false, table, sums, false, touched, left)
    : addTo(from, listEnd, row, start, end, mask, lengths, false, table, sums, true, touched, left);
}

// @ts-ignore: decorator
@inline
function addTo(
  from: usize,
  listEnd: usize,
  row: u32,
  start: u32,
  end: u32,
  mask: usize,
  lengths: usize,
  isWide: bool,
  table: usize,
  sums: usize,
  touches: bool,
  touched: usize,
  left: usize,
): i32 {
  const numbers = long(table, (KNOWN_FREQUENCY_MAX + 1) * KNOWN_LENGTHS);
  let p = from;
  let last = row;
  let count = 0;
  let next: u32 = 0xffffffff;
  while (p < listEnd) {
    // Most codes take one byte or two and most frequencies are one, but which do is not foreseeable: such a posting is read
    // without a branch that may go either way. What lies behind the list is read, and not used.
    const bytes = load<u32>(p);
    const hasTwo = (bytes >> 7) & 1;
    const hasMore = ~bytes & 1;
    const next8 = (bytes >> (8 + (hasTwo << 3))) & 255;
    let code: u32 = (bytes & 127) | ((0 - hasTwo) & ((bytes >> 1) & 0x3f80));
    let frequency: u32 = 1 + ((next8 - 1) & (0 - hasMore));
    let q = p + <usize>(1 + hasTwo + hasMore);
    const isLong = ((hasTwo & (bytes >> 15)) | (hasMore & (next8 >> 7))) != 0;
    if (isLong) {
      code = readNumber(p);
      q = at;
    }
    const found = last + (code >> 1);
    if (found >= end) {
      next = found;
      break;
    }
    if (isLong) {
      frequency = 1;
      if ((code & 1) == 0) {
        frequency = readNumber(q);
        q = at;
      }
    }
    p = q;
    last = found;
    const place = found - start;
    if (mask != 0 && ((load<u32>(word(mask, place >> 5)) >> (place & 31)) & 1) == 0) continue;
    const length: u32 = isWide
      ? load<u16>(lengths + (<usize>place << 1))
      : load<u8>(lengths + <usize>place);
    let score: f64;
    if (frequency <= KNOWN_FREQUENCY_MAX && length < KNOWN_LENGTHS)
      score = load<f64>(long(table, frequency * KNOWN_LENGTHS + length));
    else {
      const norm =
        load<f64>(numbers, 16) *
        (load<f64>(numbers, 24) + (load<f64>(numbers, 32) * <f64>length) / load<f64>(numbers, 40));
      const times = <f64>frequency;
      score = ((times * load<f64>(numbers, 8)) / (times + norm)) * load<f64>(numbers);
    }
    const sum = long(sums, place);
    store<f64>(sum, load<f64>(sum) + score);
    if (touches) store<u8>(touched + <usize>(place >> 3), 1);
    count++;
  }
  store<u32>(left, <u32>p);
  store<u32>(left, last, 4);
  store<u32>(left, next, 8);
  return count;
}

// Clears `count` sums, a multiple of 64, and the bytes of those that were touched, and leaves those that are not below the threshold, which is above 0, in `out`: for
// each its place in 8 bytes and the sum. How many they are is returned.
export function takeSums(sums: usize, touched: usize, count: i32, threshold: f64, out: usize): i32 {
  const least = f64x2.splat(threshold);
  const zero = f64x2.splat(0);
  let found = 0;
  for (let i = 0; i < count; i += 8) {
    const group = touched + <usize>(i >> 3);
    if ((i & 63) == 0 && load<u64>(group) == 0) {
      i += 56;
      continue;
    }
    if (load<u8>(group) == 0) continue;
    store<u8>(group, 0);
    const p = long(sums, i);
    const a = v128.load(p);
    const b = v128.load(p, 16);
    const c = v128.load(p, 32);
    const d = v128.load(p, 48);
    const isAny = v128.or(
      v128.or(f64x2.ge(a, least), f64x2.ge(b, least)),
      v128.or(f64x2.ge(c, least), f64x2.ge(d, least)),
    );
    if (v128.any_true(isAny)) {
      for (let k = 0; k < 8; k++) {
        const sum = load<f64>(long(p, k));
        if (sum < threshold) continue;
        const to = out + (<usize>found << 4);
        store<u32>(to, i + k);
        store<f64>(to, sum, 8);
        found++;
      }
    }
    v128.store(p, zero);
    v128.store(p, zero, 16);
    v128.store(p, zero, 32);
    v128.store(p, zero, 48);
  }
  return found;
}
