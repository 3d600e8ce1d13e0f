/**
 * Tests of numbers and moments: a range or a few single values go to the kernels, which read rows that run
 * side by side where they lie; rows in no order are gathered first.
 */
import { betweenRows, type NumericValues } from "../../kernels/core/filter.js";
import { ROW_PAGE_SIZE } from "../../structures/row-index.js";
import type { Key } from "../index/lookup.js";
import { eachRow, keepPresent, type RowTest } from "./row-test.js";
import { wordCountOf } from "./words.js";

/** Up to so many single values a kernel is run for each; above it each row is looked up in a set. */
const KERNEL_POINTS_MAX = 16;

/** The rows whose value is from `low` to `high`, both of the column's own values. */
export function rangeTest(values: NumericValues, low: number | bigint, high: number | bigint): RowTest {
  return {
    cost: 1,
    matches: (row) => values[row] >= low && values[row] <= high,
    markRun: (first, count, out) => betweenRows(values, first, count, low, high, out),
    markRows(rows, count, out) {
      betweenRows(gather(values, rows, count), 0, count, low, high, out);
      keepPresent(rows, count, out);
    },
  };
}

/** The rows whose value is one of `keys`. */
export function pointsTest(values: NumericValues, keys: readonly Key[]): RowTest {
  if (keys.length > KERNEL_POINTS_MAX) {
    const set = new Set<Key>(keys);
    return eachRow((row) => set.has(values[row]));
  }
  const tests = (keys as readonly (number | bigint)[]).map((key) => rangeTest(values, key, key));
  return tests.length === 1 ? tests[0] : anyTest(tests);
}

/** The rows that pass one of the tests. */
function anyTest(tests: readonly RowTest[]): RowTest {
  let room: Uint32Array = new Uint32Array(0);
  const addTo = (out: Uint32Array, count: number, mark: (test: RowTest, out: Uint32Array) => void) => {
    const words = wordCountOf(count);
    if (room.length < words) room = new Uint32Array(words);
    out.fill(0, 0, words);
    for (const test of tests) {
      mark(test, room);
      for (let w = 0; w < words; w++) out[w] |= room[w];
    }
  };
  return {
    cost: Math.max(1, tests.length),
    matches: (row) => tests.some((test) => test.matches(row)),
    markRun: (first, count, out) => addTo(out, count, (test, words) => test.markRun(first, count, words)),
    markRows: (rows, count, out) => addTo(out, count, (test, words) => test.markRows(rows, count, words)),
  };
}

/** What rows in no order are gathered into, made when first wanted: a page of values of each type. */
const pages: { i32?: Int32Array; f32?: Float32Array; f64?: Float64Array; i64?: BigInt64Array } = {};

/** The values of `rows`, and anything where there is no row, until the next call. */
function gather(values: NumericValues, rows: Int32Array, count: number): NumericValues {
  // one loop a type: mixed ones are slower
  if (values instanceof Int32Array) {
    pages.i32 ??= new Int32Array(ROW_PAGE_SIZE);
    gatherInt32(values, rows, count, pages.i32);
    return pages.i32;
  }
  if (values instanceof Float64Array) {
    pages.f64 ??= new Float64Array(ROW_PAGE_SIZE);
    gatherFloat64(values, rows, count, pages.f64);
    return pages.f64;
  }
  if (values instanceof Float32Array) {
    pages.f32 ??= new Float32Array(ROW_PAGE_SIZE);
    gatherFloat32(values, rows, count, pages.f32);
    return pages.f32;
  }
  pages.i64 ??= new BigInt64Array(ROW_PAGE_SIZE);
  gatherInt64(halvesOf(values), rows, count, halvesOf(pages.i64));
  return pages.i64;
}

function gatherInt32(values: Int32Array, rows: Int32Array, count: number, out: Int32Array): void {
  for (let i = 0; i < count; i++) out[i] = values[Math.max(rows[i], 0)];
}

function gatherFloat32(values: Float32Array, rows: Int32Array, count: number, out: Float32Array): void {
  for (let i = 0; i < count; i++) out[i] = values[Math.max(rows[i], 0)];
}

function gatherFloat64(values: Float64Array, rows: Int32Array, count: number, out: Float64Array): void {
  for (let i = 0; i < count; i++) out[i] = values[Math.max(rows[i], 0)];
}

/** By halves of 32 bits, which spares a bigint for each value. */
function gatherInt64(halves: Int32Array, rows: Int32Array, count: number, out: Int32Array): void {
  for (let i = 0; i < count; i++) {
    const row = Math.max(rows[i], 0);
    out[2 * i] = halves[2 * row];
    out[2 * i + 1] = halves[2 * row + 1];
  }
}

function halvesOf(values: BigInt64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.length * 2);
}
