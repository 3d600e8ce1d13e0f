/**
 * Filters over runs of rows, into bitmaps: bit i of `out`, the lowest of its first word first, answers for
 * row firstRow + i; bits from `count` to the end of the last word are 0. Runs in a buffer of `allocate`
 * that are long enough go to a SIMD kernel, which reads the values where they lie and leaves the bits
 * behind them in the same memory; the rest go to loops in TypeScript. Both give the same bits.
 */
import { flipBits, wordCountOf } from "../../structures/numbers/bits.js";
import * as loops from "./filter-loops.js";
import {
  type Comparison,
  float32Grid,
  float64Grid,
  int32Grid,
  int64Grid,
  type NumericConstant,
  type Range,
  rangeBetween,
  rangeOfComparison,
} from "./filter-range.js";
import { GATHER_ROW_COUNT_LIMIT, type KernelMemory, kernelMemoryOf } from "./memory.js";

/** Columns whose values can be compared here. */
export type NumericValues = Int32Array | Float32Array | Float64Array | BigInt64Array;

/** Below this many rows the loops in TypeScript are as fast as calling a kernel. */
export const KERNEL_ROW_COUNT_MIN = 128;

/**
 * Marks the rows for whose value `operator` with `constant` holds: exactly, whatever the constant's type and size,
 * and by IEEE 754 for floats, so NaN is only ever `<>` and -0 equals 0.
 */
export function compareRows(
  values: NumericValues,
  firstRow: number,
  count: number,
  operator: Comparison,
  constant: NumericConstant,
  out: Uint32Array,
): void {
  const flip = operator === "<>";
  if (values instanceof Int32Array) {
    markInt32(values, firstRow, count, rangeOfComparison(int32Grid, operator, constant), flip, out);
  } else if (values instanceof Float64Array) {
    markFloat64(values, firstRow, count, rangeOfComparison(float64Grid, operator, constant), flip, out);
  } else if (values instanceof Float32Array) {
    markFloat32(values, firstRow, count, rangeOfComparison(float32Grid, operator, constant), flip, out);
  } else {
    markInt64(values, firstRow, count, rangeOfComparison(int64Grid, operator, constant), flip, out);
  }
}

/** Marks the rows whose value lies from `low` to `high`, both included. */
export function betweenRows(
  values: NumericValues,
  firstRow: number,
  count: number,
  low: NumericConstant,
  high: NumericConstant,
  out: Uint32Array,
): void {
  if (values instanceof Int32Array) {
    markInt32(values, firstRow, count, rangeBetween(int32Grid, low, high), false, out);
  } else if (values instanceof Float64Array) {
    markFloat64(values, firstRow, count, rangeBetween(float64Grid, low, high), false, out);
  } else if (values instanceof Float32Array) {
    markFloat32(values, firstRow, count, rangeBetween(float32Grid, low, high), false, out);
  } else {
    markInt64(values, firstRow, count, rangeBetween(int64Grid, low, high), false, out);
  }
}

/** Marks the rows whose code has a non-zero entry in `table`; a code past the table's end has none. */
export function lookupRows(
  codes: Uint32Array,
  firstRow: number,
  count: number,
  table: Uint8Array,
  out: Uint32Array,
): void {
  const place = count < KERNEL_ROW_COUNT_MIN ? undefined : kernelMemoryOf(codes.buffer);
  // the table is copied for each run, so it should be small beside it
  if (
    place === undefined ||
    table.length > count ||
    !lookupInPlace(place, codes, firstRow, count, table, out)
  ) {
    loops.lookup(codes, firstRow, count, table, out);
  }
}

/**
 * As `betweenRows`, for rows in no order: bit `i` answers for row `rows[i]`, and is 0 where that is negative. A
 * kernel is given copies of at most `gatherRowCountMax` row numbers, in the memory of the values.
 */
export function betweenRowsAt(
  values: NumericValues,
  rows: Int32Array,
  count: number,
  low: NumericConstant,
  high: NumericConstant,
  out: Uint32Array,
): void {
  const place = gatherPlaceOf(values, count);
  if (values instanceof Int32Array) {
    const range = rangeBetween(int32Grid, low, high);
    if (place === undefined) {
      loops.betweenInt32At(values, rows, count, range, out);
      return;
    }
    const [at, size] = giveRows(place, values.buffer, rows, count);
    place.kernels.betweenInt32At(values.byteOffset, at, size, range.low, range.high, place.spareOffset);
  } else if (values instanceof Float64Array) {
    const range = rangeBetween(float64Grid, low, high);
    if (place === undefined) {
      loops.betweenFloat64At(values, rows, count, range, out);
      return;
    }
    const [at, size] = giveRows(place, values.buffer, rows, count);
    place.kernels.betweenFloat64At(values.byteOffset, at, size, range.low, range.high, place.spareOffset);
  } else if (values instanceof Float32Array) {
    const range = rangeBetween(float32Grid, low, high);
    if (place === undefined) {
      loops.betweenFloat32At(values, rows, count, range, out);
      return;
    }
    const [at, size] = giveRows(place, values.buffer, rows, count);
    place.kernels.betweenFloat32At(values.byteOffset, at, size, range.low, range.high, place.spareOffset);
  } else {
    const range = rangeBetween(int64Grid, low, high);
    if (place === undefined) {
      loops.betweenInt64At(values, rows, count, range, out);
      return;
    }
    const [at, size] = giveRows(place, values.buffer, rows, count);
    place.kernels.betweenInt64At(values.byteOffset, at, size, range.low, range.high, place.spareOffset);
  }
  takeBits(place, values.buffer, count, out);
}

/** As `lookupRows`, for rows in no order: bit `i` answers for row `rows[i]`, and is 0 where that is negative. */
export function lookupRowsAt(
  codes: Uint32Array,
  rows: Int32Array,
  count: number,
  table: Uint8Array,
  out: Uint32Array,
): void {
  const place = table.length > count ? undefined : gatherPlaceOf(codes, count);
  if (place === undefined) {
    loops.lookupAt(codes, rows, count, table, out);
    return;
  }
  const [at, size] = giveRows(place, codes.buffer, rows, count);
  const tableOffset = at + 4 * size;
  if (tableOffset + table.length + 1 > codes.buffer.byteLength) {
    loops.lookupAt(codes, rows, count, table, out);
    return;
  }
  const copy = new Uint8Array(codes.buffer, tableOffset, table.length + 1);
  copy.set(table);
  copy[table.length] = 0;
  place.kernels.lookupAt(codes.byteOffset, at, size, tableOffset, table.length, place.spareOffset);
  takeBits(place, codes.buffer, count, out);
}

function gatherPlaceOf(values: NumericValues | Uint32Array, count: number): KernelMemory | undefined {
  if (count < KERNEL_ROW_COUNT_MIN || count > GATHER_ROW_COUNT_LIMIT) return undefined;
  return kernelMemoryOf(values.buffer);
}

/** Copies row numbers behind the bits that a kernel gives, up to a multiple of 32; where they are, and how many. */
function giveRows(
  place: KernelMemory,
  buffer: ArrayBufferLike,
  rows: Int32Array,
  count: number,
): [offset: number, count: number] {
  const offset = place.spareOffset + GATHER_ROW_COUNT_LIMIT / 8;
  const size = wordCountOf(count) * 32;
  const copy = new Int32Array(buffer, offset, size);
  copy.set(count === rows.length ? rows : rows.subarray(0, count));
  copy.fill(-1, count);
  return [offset, size];
}

function markInt32(
  values: Int32Array,
  firstRow: number,
  count: number,
  range: Range<number>,
  flip: boolean,
  out: Uint32Array,
): void {
  const place = count < KERNEL_ROW_COUNT_MIN ? undefined : kernelMemoryOf(values.buffer);
  if (place === undefined) {
    loops.betweenInt32(values, firstRow, count, range, out);
    if (flip) flipBits(out, count);
    return;
  }
  const first = values.byteOffset + firstRow * 4;
  place.kernels.betweenInt32(first, count, range.low, range.high, flip ? -1 : 0, place.spareOffset);
  takeBits(place, values.buffer, count, out);
}

function markFloat32(
  values: Float32Array,
  firstRow: number,
  count: number,
  range: Range<number>,
  flip: boolean,
  out: Uint32Array,
): void {
  const place = count < KERNEL_ROW_COUNT_MIN ? undefined : kernelMemoryOf(values.buffer);
  if (place === undefined) {
    loops.betweenFloat32(values, firstRow, count, range, out);
    if (flip) flipBits(out, count);
    return;
  }
  const first = values.byteOffset + firstRow * 4;
  place.kernels.betweenFloat32(first, count, range.low, range.high, flip ? -1 : 0, place.spareOffset);
  takeBits(place, values.buffer, count, out);
}

function markFloat64(
  values: Float64Array,
  firstRow: number,
  count: number,
  range: Range<number>,
  flip: boolean,
  out: Uint32Array,
): void {
  const place = count < KERNEL_ROW_COUNT_MIN ? undefined : kernelMemoryOf(values.buffer);
  if (place === undefined) {
    loops.betweenFloat64(values, firstRow, count, range, out);
    if (flip) flipBits(out, count);
    return;
  }
  const first = values.byteOffset + firstRow * 8;
  place.kernels.betweenFloat64(first, count, range.low, range.high, flip ? -1 : 0, place.spareOffset);
  takeBits(place, values.buffer, count, out);
}

function markInt64(
  values: BigInt64Array,
  firstRow: number,
  count: number,
  range: Range<bigint>,
  flip: boolean,
  out: Uint32Array,
): void {
  const place = count < KERNEL_ROW_COUNT_MIN ? undefined : kernelMemoryOf(values.buffer);
  if (place === undefined) {
    loops.betweenInt64(values, firstRow, count, range, out);
    if (flip) flipBits(out, count);
    return;
  }
  const first = values.byteOffset + firstRow * 8;
  place.kernels.betweenInt64(first, count, range.low, range.high, flip ? -1 : 0, place.spareOffset);
  takeBits(place, values.buffer, count, out);
}

const SMALL_TABLE_SIZE_MAX = 64;

function lookupInPlace(
  place: KernelMemory,
  codes: Uint32Array,
  firstRow: number,
  count: number,
  table: Uint8Array,
  out: Uint32Array,
): boolean {
  const tableOffset = place.spareOffset + wordCountOf(count) * 4;
  const tableSizeBytes = Math.max(SMALL_TABLE_SIZE_MAX, table.length) + 1;
  if (tableOffset + tableSizeBytes > codes.buffer.byteLength) return false;
  const copy = new Uint8Array(codes.buffer, tableOffset, tableSizeBytes);
  copy.set(table);
  copy.fill(0, table.length);
  const first = codes.byteOffset + firstRow * 4;
  const { kernels, spareOffset } = place;
  if (table.length <= SMALL_TABLE_SIZE_MAX) kernels.lookupSmall(first, count, tableOffset, spareOffset);
  else kernels.lookup(first, count, tableOffset, table.length, spareOffset);
  takeBits(place, codes.buffer, count, out);
  return true;
}

function takeBits(place: KernelMemory, buffer: ArrayBufferLike, count: number, out: Uint32Array): void {
  out.set(new Uint32Array(buffer, place.spareOffset, wordCountOf(count)));
}
