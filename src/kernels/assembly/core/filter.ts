// Filters into bitmaps: bit i of `bits` says whether low <= values[i] <= high. Every comparison is such a
// range, or the opposite of one (`flip` is then all ones). Bits behind `count` in the last word are 0.
// Most ranges are open at one side; a loop of their own saves them a third of the time.
// Sixteen lanes of all ones or zeros are packed to bytes with saturation, then one bitmask takes them up.

// @ts-ignore: decorator
@inline
function store32(bits: usize, word: i32, value: u32): void {
  store<u32>(bits + (<usize>word << 2), value);
}

// @ts-ignore: decorator
@inline
function pack32(a: v128, b: v128, c: v128, d: v128): u32 {
  return i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
}

// Two lanes of 64 bits narrow to pairs of equal bytes; as lanes of 16 bits these narrow once more.
// @ts-ignore: decorator
@inline
function pack64(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

// @ts-ignore: decorator
@inline
function lastWord(count: i32): u32 {
  return (1 << (count & 31)) - 1;
}

// The ends of the range that a loop compares with, as a type: a constant would be folded only after its loops had
// been merged into one with branches inside (measured: 1.5 times the time).
type Both = u8;
type Low = u16;
type High = u32;

// @ts-ignore: decorator
@inline
function outsideI32<E>(v: v128, low: v128, high: v128): v128 {
  if (sizeof<E>() == sizeof<Low>()) return i32x4.gt_s(low, v);
  if (sizeof<E>() == sizeof<High>()) return i32x4.gt_s(v, high);
  return v128.or(i32x4.gt_s(low, v), i32x4.gt_s(v, high));
}

// @ts-ignore: decorator
@inline
function sixteenI32<E>(p: usize, l: v128, h: v128): u32 {
  return pack32(
    outsideI32<E>(v128.load(p), l, h),
    outsideI32<E>(v128.load(p, 16), l, h),
    outsideI32<E>(v128.load(p, 32), l, h),
    outsideI32<E>(v128.load(p, 48), l, h),
  );
}

// @ts-ignore: decorator
@inline
function wordsI32<E>(values: usize, words: i32, l: v128, h: v128, flip: u32, bits: usize): void {
  let p = values;
  for (let w = 0; w < words; w++) {
    store32(bits, w, ~(sixteenI32<E>(p, l, h) | (sixteenI32<E>(p + 64, l, h) << 16)) ^ flip);
    p += 128;
  }
}

export function betweenInt32(values: usize, count: i32, low: i32, high: i32, flip: u32, bits: usize): void {
  const l = i32x4.splat(low);
  const h = i32x4.splat(high);
  const words = count >>> 5;
  if (high == i32.MAX_VALUE) wordsI32<Low>(values, words, l, h, flip, bits);
  else if (low == i32.MIN_VALUE) wordsI32<High>(values, words, l, h, flip, bits);
  else wordsI32<Both>(values, words, l, h, flip, bits);
  if ((count & 31) == 0) return;
  const rest = values + (<usize>words << 7);
  let word: u32 = 0;
  for (let i = 0; i < (count & 31); i++) {
    const v = load<i32>(rest + (<usize>i << 2));
    word |= (<u32>(v >= low) & <u32>(v <= high)) << i;
  }
  store32(bits, words, (word ^ flip) & lastWord(count));
}

// @ts-ignore: decorator
@inline
function insideF32<E>(v: v128, low: v128, high: v128): v128 {
  if (sizeof<E>() == sizeof<Low>()) return f32x4.ge(v, low);
  if (sizeof<E>() == sizeof<High>()) return f32x4.le(v, high);
  return v128.and(f32x4.ge(v, low), f32x4.le(v, high));
}

// @ts-ignore: decorator
@inline
function sixteenF32<E>(p: usize, l: v128, h: v128): u32 {
  return pack32(
    insideF32<E>(v128.load(p), l, h),
    insideF32<E>(v128.load(p, 16), l, h),
    insideF32<E>(v128.load(p, 32), l, h),
    insideF32<E>(v128.load(p, 48), l, h),
  );
}

// @ts-ignore: decorator
@inline
function wordsF32<E>(values: usize, words: i32, l: v128, h: v128, flip: u32, bits: usize): void {
  let p = values;
  for (let w = 0; w < words; w++) {
    store32(bits, w, (sixteenF32<E>(p, l, h) | (sixteenF32<E>(p + 64, l, h) << 16)) ^ flip);
    p += 128;
  }
}

export function betweenFloat32(values: usize, count: i32, low: f32, high: f32, flip: u32, bits: usize): void {
  const l = f32x4.splat(low);
  const h = f32x4.splat(high);
  const words = count >>> 5;
  if (high == f32.POSITIVE_INFINITY) wordsF32<Low>(values, words, l, h, flip, bits);
  else if (low == f32.NEGATIVE_INFINITY) wordsF32<High>(values, words, l, h, flip, bits);
  else wordsF32<Both>(values, words, l, h, flip, bits);
  if ((count & 31) == 0) return;
  const rest = values + (<usize>words << 7);
  let word: u32 = 0;
  for (let i = 0; i < (count & 31); i++) {
    const v = load<f32>(rest + (<usize>i << 2));
    word |= (<u32>(v >= low) & <u32>(v <= high)) << i;
  }
  store32(bits, words, (word ^ flip) & lastWord(count));
}

// @ts-ignore: decorator
@inline
function insideF64<E>(v: v128, low: v128, high: v128): v128 {
  if (sizeof<E>() == sizeof<Low>()) return f64x2.ge(v, low);
  if (sizeof<E>() == sizeof<High>()) return f64x2.le(v, high);
  return v128.and(f64x2.ge(v, low), f64x2.le(v, high));
}

// @ts-ignore: decorator
@inline
function sixteenF64<E>(p: usize, l: v128, h: v128): u32 {
  return i8x16.bitmask(
    i8x16.narrow_i16x8_s(
      pack64(
        insideF64<E>(v128.load(p), l, h),
        insideF64<E>(v128.load(p, 16), l, h),
        insideF64<E>(v128.load(p, 32), l, h),
        insideF64<E>(v128.load(p, 48), l, h),
      ),
      pack64(
        insideF64<E>(v128.load(p, 64), l, h),
        insideF64<E>(v128.load(p, 80), l, h),
        insideF64<E>(v128.load(p, 96), l, h),
        insideF64<E>(v128.load(p, 112), l, h),
      ),
    ),
  );
}

// @ts-ignore: decorator
@inline
function wordsF64<E>(values: usize, words: i32, l: v128, h: v128, flip: u32, bits: usize): void {
  let p = values;
  for (let w = 0; w < words; w++) {
    store32(bits, w, (sixteenF64<E>(p, l, h) | (sixteenF64<E>(p + 128, l, h) << 16)) ^ flip);
    p += 256;
  }
}

export function betweenFloat64(values: usize, count: i32, low: f64, high: f64, flip: u32, bits: usize): void {
  const l = f64x2.splat(low);
  const h = f64x2.splat(high);
  const words = count >>> 5;
  if (high == f64.POSITIVE_INFINITY) wordsF64<Low>(values, words, l, h, flip, bits);
  else if (low == f64.NEGATIVE_INFINITY) wordsF64<High>(values, words, l, h, flip, bits);
  else wordsF64<Both>(values, words, l, h, flip, bits);
  if ((count & 31) == 0) return;
  const rest = values + (<usize>words << 8);
  let word: u32 = 0;
  for (let i = 0; i < (count & 31); i++) {
    const v = load<f64>(rest + (<usize>i << 3));
    word |= (<u32>(v >= low) & <u32>(v <= high)) << i;
  }
  store32(bits, words, (word ^ flip) & lastWord(count));
}

// @ts-ignore: decorator
@inline
function outsideI64<E>(v: v128, low: v128, high: v128): v128 {
  if (sizeof<E>() == sizeof<Low>()) return i64x2.gt_s(low, v);
  if (sizeof<E>() == sizeof<High>()) return i64x2.gt_s(v, high);
  return v128.or(i64x2.gt_s(low, v), i64x2.gt_s(v, high));
}

// @ts-ignore: decorator
@inline
function sixteenI64<E>(p: usize, l: v128, h: v128): u32 {
  return i8x16.bitmask(
    i8x16.narrow_i16x8_s(
      pack64(
        outsideI64<E>(v128.load(p), l, h),
        outsideI64<E>(v128.load(p, 16), l, h),
        outsideI64<E>(v128.load(p, 32), l, h),
        outsideI64<E>(v128.load(p, 48), l, h),
      ),
      pack64(
        outsideI64<E>(v128.load(p, 64), l, h),
        outsideI64<E>(v128.load(p, 80), l, h),
        outsideI64<E>(v128.load(p, 96), l, h),
        outsideI64<E>(v128.load(p, 112), l, h),
      ),
    ),
  );
}

// @ts-ignore: decorator
@inline
function wordsI64<E>(values: usize, words: i32, l: v128, h: v128, flip: u32, bits: usize): void {
  let p = values;
  for (let w = 0; w < words; w++) {
    store32(bits, w, ~(sixteenI64<E>(p, l, h) | (sixteenI64<E>(p + 128, l, h) << 16)) ^ flip);
    p += 256;
  }
}

export function betweenInt64(values: usize, count: i32, low: i64, high: i64, flip: u32, bits: usize): void {
  const l = i64x2.splat(low);
  const h = i64x2.splat(high);
  const words = count >>> 5;
  if (high == i64.MAX_VALUE) wordsI64<Low>(values, words, l, h, flip, bits);
  else if (low == i64.MIN_VALUE) wordsI64<High>(values, words, l, h, flip, bits);
  else wordsI64<Both>(values, words, l, h, flip, bits);
  if ((count & 31) == 0) return;
  const rest = values + (<usize>words << 8);
  let word: u32 = 0;
  for (let i = 0; i < (count & 31); i++) {
    const v = load<i64>(rest + (<usize>i << 3));
    word |= (<u32>(v >= low) & <u32>(v <= high)) << i;
  }
  store32(bits, words, (word ^ flip) & lastWord(count));
}

// @ts-ignore: decorator
@inline
function entry(code: u32, table: usize, size: u32): u32 {
  return <u32>(load<u8>(table + min(code, size)) != 0);
}

// `table` has one byte, 0 or not, for each of `size` codes, and a 0 behind them for codes past the end.
export function lookup(codes: usize, count: i32, table: usize, size: u32, bits: usize): void {
  let p = codes;
  for (let first = 0; first < count; first += 32) {
    const length = min(32, count - first);
    let word: u32 = 0;
    let i = 0;
    for (; i + 4 <= length; i += 4) {
      const four =
        entry(load<u32>(p), table, size) |
        (entry(load<u32>(p, 4), table, size) << 1) |
        (entry(load<u32>(p, 8), table, size) << 2) |
        (entry(load<u32>(p, 12), table, size) << 3);
      word |= four << i;
      p += 16;
    }
    for (; i < length; i++) {
      word |= entry(load<u32>(p), table, size) << i;
      p += 4;
    }
    store32(bits, first >>> 5, word);
  }
}

// @ts-ignore: decorator
@inline
function codes4(p: usize): v128 {
  return i32x4.min_u(v128.load(p), i32x4.splat(255));
}

// @ts-ignore: decorator
@inline
function lookup16(p: usize, t0: v128, t1: v128, t2: v128, t3: v128): u32 {
  const codes = i8x16.narrow_i16x8_u(
    i16x8.narrow_i32x4_s(codes4(p), codes4(p + 16)),
    i16x8.narrow_i32x4_s(codes4(p + 32), codes4(p + 48)),
  );
  // a swizzle gives 0 for an index of 16 or more, so each quarter of the table answers for its own codes
  const found = v128.or(
    v128.or(i8x16.swizzle(t0, codes), i8x16.swizzle(t1, i8x16.sub(codes, i8x16.splat(16)))),
    v128.or(
      i8x16.swizzle(t2, i8x16.sub(codes, i8x16.splat(32))),
      i8x16.swizzle(t3, i8x16.sub(codes, i8x16.splat(48))),
    ),
  );
  return i8x16.bitmask(i8x16.ne(found, i8x16.splat(0)));
}

// The same for tables of up to 64 codes, filled up to 65 bytes with zeros.
export function lookupSmall(codes: usize, count: i32, table: usize, bits: usize): void {
  const t0 = v128.load(table);
  const t1 = v128.load(table + 16);
  const t2 = v128.load(table + 32);
  const t3 = v128.load(table + 48);
  const words = count >>> 5;
  let p = codes;
  for (let w = 0; w < words; w++) {
    store32(bits, w, lookup16(p, t0, t1, t2, t3) | (lookup16(p + 64, t0, t1, t2, t3) << 16));
    p += 128;
  }
  if ((count & 31) != 0) lookup(p, count & 31, table, 64, bits + (<usize>words << 2));
}

// The same for rows in no order: `rows` has `count` row numbers, a multiple of 32, and a row below 0 gives a 0.

// @ts-ignore: decorator
@inline
function present4(p: usize): v128 {
  return i32x4.ge_s(v128.load(p), i32x4.splat(0));
}

// @ts-ignore: decorator
@inline
function present16(p: usize): u32 {
  return pack32(present4(p), present4(p + 16), present4(p + 32), present4(p + 48));
}

// @ts-ignore: decorator
@inline
function present32(p: usize): u32 {
  return present16(p) | (present16(p + 64) << 16);
}

// Row numbers are loaded one by one: taking them out of a vector keeps the one port busy that puts values into one
// (measured: a quarter more time).
// @ts-ignore: decorator
@inline
function rowOf(p: usize): usize {
  const row = load<i32>(p);
  return <usize>(row & ~(row >> 31));
}

// @ts-ignore: decorator
@inline
function four32(values: usize, p: usize): v128 {
  let v = v128.load32_zero(values + (rowOf(p) << 2));
  v = v128.load_lane<u32>(values + (rowOf(p + 4) << 2), v, 1);
  v = v128.load_lane<u32>(values + (rowOf(p + 8) << 2), v, 2);
  return v128.load_lane<u32>(values + (rowOf(p + 12) << 2), v, 3);
}

// @ts-ignore: decorator
@inline
function two64(values: usize, p: usize): v128 {
  const v = v128.load64_zero(values + (rowOf(p) << 3));
  return v128.load_lane<u64>(values + (rowOf(p + 4) << 3), v, 1);
}

// @ts-ignore: decorator
@inline
function gathered16I32(values: usize, p: usize, l: v128, h: v128): u32 {
  return pack32(
    outsideI32<Both>(four32(values, p), l, h),
    outsideI32<Both>(four32(values, p + 16), l, h),
    outsideI32<Both>(four32(values, p + 32), l, h),
    outsideI32<Both>(four32(values, p + 48), l, h),
  );
}

export function betweenInt32At(values: usize, rows: usize, count: i32, low: i32, high: i32, bits: usize): void {
  const l = i32x4.splat(low);
  const h = i32x4.splat(high);
  const words = count >>> 5;
  let p = rows;
  for (let w = 0; w < words; w++) {
    const outside = gathered16I32(values, p, l, h) | (gathered16I32(values, p + 64, l, h) << 16);
    store32(bits, w, ~outside & present32(p));
    p += 128;
  }
}

// @ts-ignore: decorator
@inline
function gathered16F32(values: usize, p: usize, l: v128, h: v128): u32 {
  return pack32(
    insideF32<Both>(four32(values, p), l, h),
    insideF32<Both>(four32(values, p + 16), l, h),
    insideF32<Both>(four32(values, p + 32), l, h),
    insideF32<Both>(four32(values, p + 48), l, h),
  );
}

export function betweenFloat32At(values: usize, rows: usize, count: i32, low: f32, high: f32, bits: usize): void {
  const l = f32x4.splat(low);
  const h = f32x4.splat(high);
  const words = count >>> 5;
  let p = rows;
  for (let w = 0; w < words; w++) {
    const inside = gathered16F32(values, p, l, h) | (gathered16F32(values, p + 64, l, h) << 16);
    store32(bits, w, inside & present32(p));
    p += 128;
  }
}

// @ts-ignore: decorator
@inline
function gathered8F64(values: usize, p: usize, l: v128, h: v128): v128 {
  return pack64(
    insideF64<Both>(two64(values, p), l, h),
    insideF64<Both>(two64(values, p + 8), l, h),
    insideF64<Both>(two64(values, p + 16), l, h),
    insideF64<Both>(two64(values, p + 24), l, h),
  );
}

// @ts-ignore: decorator
@inline
function gathered16F64(values: usize, p: usize, l: v128, h: v128): u32 {
  return i8x16.bitmask(
    i8x16.narrow_i16x8_s(gathered8F64(values, p, l, h), gathered8F64(values, p + 32, l, h)),
  );
}

export function betweenFloat64At(values: usize, rows: usize, count: i32, low: f64, high: f64, bits: usize): void {
  const l = f64x2.splat(low);
  const h = f64x2.splat(high);
  const words = count >>> 5;
  let p = rows;
  for (let w = 0; w < words; w++) {
    const inside = gathered16F64(values, p, l, h) | (gathered16F64(values, p + 64, l, h) << 16);
    store32(bits, w, inside & present32(p));
    p += 128;
  }
}

// @ts-ignore: decorator
@inline
function gathered8I64(values: usize, p: usize, l: v128, h: v128): v128 {
  return pack64(
    outsideI64<Both>(two64(values, p), l, h),
    outsideI64<Both>(two64(values, p + 8), l, h),
    outsideI64<Both>(two64(values, p + 16), l, h),
    outsideI64<Both>(two64(values, p + 24), l, h),
  );
}

// @ts-ignore: decorator
@inline
function gathered16I64(values: usize, p: usize, l: v128, h: v128): u32 {
  return i8x16.bitmask(
    i8x16.narrow_i16x8_s(gathered8I64(values, p, l, h), gathered8I64(values, p + 32, l, h)),
  );
}

export function betweenInt64At(values: usize, rows: usize, count: i32, low: i64, high: i64, bits: usize): void {
  const l = i64x2.splat(low);
  const h = i64x2.splat(high);
  const words = count >>> 5;
  let p = rows;
  for (let w = 0; w < words; w++) {
    const outside = gathered16I64(values, p, l, h) | (gathered16I64(values, p + 64, l, h) << 16);
    store32(bits, w, ~outside & present32(p));
    p += 128;
  }
}

// @ts-ignore: decorator
@inline
function entryAt(codes: usize, p: usize, table: usize, size: u32): u32 {
  return entry(load<u32>(codes + (rowOf(p) << 2)), table, size);
}

export function lookupAt(codes: usize, rows: usize, count: i32, table: usize, size: u32, bits: usize): void {
  const words = count >>> 5;
  let p = rows;
  for (let w = 0; w < words; w++) {
    const present = present32(p);
    let word: u32 = 0;
    for (let i = 0; i < 32; i += 4) {
      const four =
        entryAt(codes, p, table, size) |
        (entryAt(codes, p + 4, table, size) << 1) |
        (entryAt(codes, p + 8, table, size) << 2) |
        (entryAt(codes, p + 12, table, size) << 3);
      word |= four << i;
      p += 16;
    }
    store32(bits, w, word & present);
  }
}
