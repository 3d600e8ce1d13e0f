// Row indices against Maps.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLEARED_ROW, NO_ROW, ROW_PAGE_SIZE, RowIndex } from "../../src/structures/row-index.js";
import { runs } from "../model/arbitrary.js";

type Rows = Map<number, number>;

/** Everything that can be asked of a row index, against a map. */
function expectSame(index: RowIndex, rows: Rows): void {
  const last = Math.max(index.length, ...rows.keys()) + 2;
  const wrong: string[] = [];
  for (let element = 0; element < last; element++) {
    const expected = rows.get(element) ?? NO_ROW;
    if (index.get(element) !== expected) wrong.push(`${element}: ${index.get(element)}, not ${expected}`);
  }
  expect(wrong).toEqual([]);
  const elements = Uint32Array.from({ length: last }, (_, i) => last - 1 - i);
  const gathered = new Int32Array(last);
  const absent = index.gather(elements, gathered);
  expect([...gathered]).toEqual(Array.from(elements, (element) => rows.get(element) ?? NO_ROW));
  expect(absent).toBe(gathered.filter((row) => row < 0).length);
  expectRuns(index, rows, last);
}

function expectRuns(index: RowIndex, rows: Rows, last: number): void {
  for (let element = 0; element < last; element += 911) {
    const pageEnd = (Math.floor(element / ROW_PAGE_SIZE) + 1) * ROW_PAGE_SIZE;
    const count = Math.min(700, pageEnd - element);
    const out = new Int32Array(count).fill(12345);
    const run = index.readRun(element, count, out);
    const read = run === undefined ? [...out] : rowsOf(run.first, run.stride, count);
    expect(read).toEqual(Array.from({ length: count }, (_, i) => rows.get(element + i) ?? NO_ROW));
    expectNearRun(index, rows, element);
    const affine = index.affineRun(element, 3 * ROW_PAGE_SIZE);
    if (affine === undefined) continue;
    expect(affine.count).toBeGreaterThan(0);
    expect(rowsOf(affine.first, affine.stride, affine.count)).toEqual(
      Array.from({ length: affine.count }, (_, i) => rows.get(element + i) ?? NO_ROW),
    );
  }
}

/** A near run with its exceptions says what the rows are, and reads no rows but such as lie between rows that it has. */
function expectNearRun(index: RowIndex, rows: Rows, element: number): void {
  const run = index.nearRun(element, 2 * ROW_PAGE_SIZE + 5);
  if (run === undefined) return;
  expect(run.count).toBeGreaterThan(0);
  const found = rowsOf(run.first, run.stride, run.count);
  const exceptions = new Set<number>();
  for (let page = element - (element % ROW_PAGE_SIZE); page < element + run.count; page += ROW_PAGE_SIZE) {
    const { offsets, rows: others } = index.exceptions(page);
    for (const [i, offset] of offsets.entries()) {
      found[page + offset - element] = others[i];
      exceptions.add(page + offset);
    }
  }
  const present = (row: number): number => Math.max(row, NO_ROW);
  expect(found.slice(0, run.count).map(present)).toEqual(
    Array.from({ length: run.count }, (_, i) => present(rows.get(element + i) ?? NO_ROW)),
  );
  if (run.isExact) expect(run.certainCount).toBe(run.count);
  for (let i = run.certainCount; i < run.count; i++) expect(exceptions.has(element + i)).toBe(true);
  if (run.stride === 1) expect(run.first).toBeGreaterThanOrEqual(0);
}

function rowsOf(first: number, stride: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i * stride);
}

function setRange(rows: Rows, element: number, count: number, row: number, stride: number): void {
  for (let i = 0; i < count; i++) rows.set(element + i, row + i * stride);
}

const ELEMENTS = 3 * ROW_PAGE_SIZE;
const edge = [0, 1, 2, 255, 256, 257, 4094, 4095, 4096, 4097, 4098, 8191, 8192, 8193];
const element = fc.oneof(fc.constantFrom(...edge), fc.nat(ELEMENTS), fc.nat(6));
const row = fc.oneof(fc.constantFrom(NO_ROW, NO_ROW, CLEARED_ROW, 0, 1, 2), fc.nat(20_000));
const action = fc.record({
  verb: fc.constantFrom("set", "setRange", "append", "append", "clone"),
  element,
  count: fc.oneof(fc.nat(5), fc.constantFrom(0, 1, 2, 4095, 4096, 4097), fc.nat(ELEMENTS)),
  row,
  stride: fc.constantFrom(0 as const, 1 as const),
});

describe("a row index", () => {
  it("holds what a Map holds under random programs, and so do its copies, both ways", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30, size: "max" }), (actions) => {
        let [index, rows] = [new RowIndex(), new Map() as Rows];
        let [other, otherRows] = [new RowIndex(), new Map() as Rows];
        for (const { verb, element, count, row, stride } of actions) {
          const step = row < 0 ? 0 : stride;
          if (verb === "set") {
            index.set(element, row);
            rows.set(element, row);
          } else if (verb === "setRange") {
            index.setRange(element, count, row, step);
            setRange(rows, element, count, row, step);
          } else if (verb === "append") {
            rows.set(index.length, row);
            index.set(index.length, row);
          } else {
            const [copy, copied] = [index.clone(), new Map(rows)];
            if (element % 2 === 0) [other, otherRows] = [copy, copied];
            else [other, otherRows, index, rows] = [index, rows, copy, copied];
          }
        }
        expectSame(index, rows);
        expectSame(other, otherRows);
      }),
      runs(60),
    );
  });

  it("finds runs with few exceptions wherever they are, and none where there are many", () => {
    const width = 3 * ROW_PAGE_SIZE + 100;
    for (const step of [1000, 64, 9, 5]) {
      const [index, rows] = [new RowIndex(), new Map() as Rows];
      index.setRange(0, width, 10, 1);
      setRange(rows, 0, width, 10, 1);
      for (let i = step - 1; i < width; i += step) {
        index.set(i, i % 3 === 0 ? CLEARED_ROW : 50_000 - i);
        rows.set(i, index.get(i));
      }
      expect(index.nearRun(0, width)?.count).toBe(step === 5 ? undefined : width);
      expectSame(index, rows);
      if (step === 5) continue;
      const copy = index.clone();
      copy.set(4096, 7);
      expect(copy.exceptions(4096).offsets[0]).toBe(0);
      expect(index.exceptions(4096).offsets[0]).not.toBe(0);
    }
  });

  const WIDTHS = [0, 1, 2, 255, 256, 257, 4095, 4096, 4097, 65535, 65536, 65537];

  it.each(WIDTHS)("costs nothing for %i rows that run side by side or repeat", (width) => {
    const one = new RowIndex();
    for (let i = 0; i < width; i++) one.set(i, 10 + i);
    const bulk = new RowIndex();
    bulk.setRange(0, width, 10, 1);
    const same = new RowIndex();
    for (let i = 0; i < width; i++) same.set(i, 7);
    for (const index of [one, bulk, same]) expect(index.byteLength).toBe(0);
    for (const i of [0, 1, 254, 4095, 4096, 65535, width - 1].filter((i) => i >= 0 && i < width)) {
      expect([one.get(i), bulk.get(i), same.get(i)]).toEqual([10 + i, 10 + i, 7]);
    }
    expect([one.get(width), bulk.get(width), same.get(width)]).toEqual([NO_ROW, NO_ROW, NO_ROW]);
  });

  it("has no row for elements that were never set, however far", () => {
    const index = new RowIndex();
    expect(index.get(0)).toBe(NO_ROW);
    index.set(2 ** 20, NO_ROW);
    expect(index.length).toBe(0);
    index.set(5000, 3);
    expect([0, 4095, 4096, 4999, 5000, 5001, 2 ** 31, 2 ** 32 - 2].map((each) => index.get(each))).toEqual([
      NO_ROW,
      NO_ROW,
      NO_ROW,
      NO_ROW,
      3,
      NO_ROW,
      NO_ROW,
      NO_ROW,
    ]);
  });

  it("keeps a copy as it was when one page of the original is written, and the other way round", () => {
    const index = new RowIndex();
    index.setRange(0, 10_000, 0, 1);
    index.set(5000, 1);
    const copy = index.clone();
    index.set(5000, 2);
    copy.set(5001, 3);
    const second = copy.clone();
    second.set(0, 9);
    expect([index, copy, second].map((each) => [each.get(0), each.get(5000), each.get(5001)])).toEqual([
      [0, 2, 5001],
      [0, 1, 3],
      [9, 1, 3],
    ]);
    index.setRange(9_999, 5, NO_ROW, 0);
    expect([copy.get(9_999), copy.length, index.get(9_999)]).toEqual([9_999, 10_000, NO_ROW]);
  });

  it("keeps rows near the largest there are", () => {
    const index = new RowIndex();
    const largest = 2 ** 31 - 2;
    index.setRange(0, 3, largest - 2, 1);
    index.set(3, 0);
    expect([0, 1, 2, 3].map((each) => index.get(each))).toEqual([largest - 2, largest - 1, largest, 0]);
  });
});
