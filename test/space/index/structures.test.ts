import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashBytes, hashWords } from "../../../src/structures/hash.js";
import { HashIndex } from "../../../src/structures/hash-index.js";
import { radixSort } from "../../../src/structures/numbers/radix-sort.js";
import { NO_ROW, ROW_PAGE_SIZE, RowIndex } from "../../../src/structures/row-index.js";

describe("a hash index", () => {
  /** Adds the rows of `values` under hashes of `bits` bits, the fewer the more of them collide. */
  function indexOf(
    values: readonly number[],
    bits: number,
  ): { index: HashIndex; hash: (value: number) => number } {
    const index = new HashIndex((a, b) => values[a] === values[b]);
    const hash = (value: number) => hashWords(value, 0) & (2 ** bits - 1);
    for (const [row, value] of values.entries()) {
      index.reserve(row + 1);
      index.add(row, hash(value));
    }
    return { index, hash };
  }

  test("finds all rows of a value from the newest to the oldest, as a Map of lists does", () => {
    const values = fc.array(fc.nat(60), { maxLength: 300 });
    fc.assert(
      fc.property(values, fc.constantFrom(0, 1, 4, 31), (values, bits) => {
        const { index, hash } = indexOf(values, bits);
        const model = new Map<number, number[]>();
        for (const [row, value] of values.entries()) model.set(value, [row, ...(model.get(value) ?? [])]);
        expect(index.valueCount).toBe(model.size);
        for (let value = 0; value <= 61; value++) {
          const found: number[] = [];
          let row = index.first(hash(value), (row) => values[row] === value);
          for (; row >= 0; row = index.next(row)) found.push(row);
          expect(found).toEqual(model.get(value) ?? []);
          let slot = index.slotOf(hash(value));
          while (slot >= 0 && values[index.rowIn(slot)] !== value) slot = index.slotOf(hash(value), slot);
          expect(slot < 0 ? undefined : index.rowIn(slot)).toBe(found[0]);
        }
      }),
    );
  });

  test.each([0, 1, 255, 256, 257, 65_535, 65_536, 65_537])("holds %i distinct values", (count) => {
    const values = Array.from({ length: count }, (_, i) => i * 3);
    const { index, hash } = indexOf(values, 31);
    expect(index.valueCount).toBe(count);
    for (const row of [0, 1, 254, 255, 256, 65_535, 65_536]) {
      expect(index.first(hash(row * 3), (found) => values[found] === row * 3)).toBe(row < count ? row : -1);
      expect(index.first(hash(row * 3 + 1), (found) => values[found] === row * 3 + 1)).toBe(-1);
    }
  });

  test("rows that were never added are no trouble", () => {
    const index = new HashIndex(() => true);
    index.reserve(10);
    index.add(3, 7);
    index.add(9, 7);
    expect([index.first(7, () => true), index.next(9), index.next(3)]).toEqual([9, 3, -1]);
  });
});

test("hashes tell bytes apart by their order and their number", () => {
  const hash = (...bytes: number[]) => hashBytes(Uint8Array.from(bytes), 0, bytes.length);
  const hashes = [hash(), hash(0), hash(0, 0), hash(1, 2), hash(2, 1), hashWords(1, 2), hashWords(2, 1)];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashBytes(Uint8Array.of(9, 1, 2, 9), 1, 3)).toBe(hash(1, 2));
});

describe("a radix sort", () => {
  test("sorts as comparing does, and keeps the order of equal keys", () => {
    const word = fc.oneof(fc.constantFrom(0, 1, 0xffff, 0x10000, 0xffffffff), fc.nat(0xffffffff));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word)), (keys) => {
        const items = Int32Array.from(keys.keys());
        const high = Uint32Array.from(keys, ([upper]) => upper);
        const low = Uint32Array.from(keys, ([, lower]) => lower);
        const wanted = [...items].sort((a, b) => keys[a][0] - keys[b][0] || keys[a][1] - keys[b][1] || a - b);
        radixSort(items, high, low);
        expect([...items]).toEqual(wanted);
        expect([...high]).toEqual(wanted.map((item) => keys[item][0]));
        expect([...low]).toEqual(wanted.map((item) => keys[item][1]));
      }),
    );
  });
});

describe("runs of rows across pages", () => {
  test("rows side by side are one run up to the end, and then none", () => {
    const rows = new RowIndex();
    rows.setRange(0, 10_000, 5, 1);
    expect(rows.affineRun(0, 65_536)).toEqual({ first: 5, stride: 1, count: 10_000 });
    expect(rows.affineRun(4100, 20)).toEqual({ first: 4105, stride: 1, count: 20 });
    expect(rows.affineRun(10_000, 9)).toEqual({ first: NO_ROW, stride: 0, count: 9 });
  });

  test("a run ends at a page of rows one by one, and where rows jump", () => {
    const rows = new RowIndex();
    rows.setRange(0, 3 * ROW_PAGE_SIZE, 0, 1);
    rows.set(ROW_PAGE_SIZE + 7, 99_999);
    expect(rows.affineRun(0, 65_536)).toEqual({ first: 0, stride: 1, count: ROW_PAGE_SIZE });
    expect(rows.affineRun(ROW_PAGE_SIZE, 65_536)).toBe(undefined);
    rows.setRange(3 * ROW_PAGE_SIZE, ROW_PAGE_SIZE, 50_000, 1);
    expect(rows.affineRun(2 * ROW_PAGE_SIZE, 65_536)?.count).toBe(ROW_PAGE_SIZE);
  });

  test("no run leads from an element without a row to row 0", () => {
    const rows = new RowIndex();
    rows.setRange(1, 40, 0, 1);
    expect([rows.get(0), rows.get(1), rows.get(40)]).toEqual([NO_ROW, 0, 39]);
    expect(rows.affineRun(0, 65_536)).toBe(undefined);
    expect(rows.readRun(0, 2, new Int32Array(2))).toBe(undefined);
  });

  test("a run says the rows that each element has", () => {
    const range = fc.record({
      start: fc.nat(3 * ROW_PAGE_SIZE),
      count: fc.nat(2 * ROW_PAGE_SIZE),
      row: fc.integer({ min: 0, max: 100 }),
      stride: fc.constantFrom(0 as const, 1 as const),
    });
    fc.assert(
      fc.property(fc.array(range, { maxLength: 4 }), (ranges) => {
        const rows = new RowIndex();
        for (const { start, count, row, stride } of ranges) rows.setRange(start, count, row, stride);
        for (let at = 0; at < rows.length + 5; ) {
          const run = rows.affineRun(at, 65_536);
          const count = run?.count ?? ROW_PAGE_SIZE - (at % ROW_PAGE_SIZE);
          expect(count).toBeGreaterThan(0);
          if (run !== undefined) {
            expect(run.first >= 0 || run.stride === 0).toBe(true);
            for (let i = 0; i < count; i += 97) expect(rows.get(at + i)).toBe(run.first + run.stride * i);
            expect(rows.get(at + count - 1)).toBe(run.first + run.stride * (count - 1));
          }
          at += count;
        }
      }),
      { numRuns: 200 },
    );
  });
});
