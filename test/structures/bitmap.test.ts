// Bitmaps against Sets.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bitmap, popcount } from "../../src/structures/bitmap.js";
import { runs } from "../model/arbitrary.js";

const WIDTHS = [0, 1, 31, 32, 33, 255, 256, 257, 4095, 4096, 4097, 65535, 65536, 65537, 131072];

function upTo(end: number, start = 0): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}

function ascending(ids: Iterable<number>): number[] {
  return [...ids].sort((a, b) => a - b);
}

/** Everything that can be asked of a bitmap, against a set. */
function expectSame(bitmap: Bitmap, set: ReadonlySet<number>): void {
  const ids = ascending(set);
  expect(bitmap.count).toBe(set.size);
  expect([...bitmap.toArray()]).toEqual(ids);
  const visited: number[] = [];
  bitmap.forEach((id) => {
    visited.push(id);
  });
  expect(visited).toEqual(ids);
  expect(bitmap.isDense()).toBe(ids.every((id, i) => id === i));
  for (const id of [0, 1, 31, 32, 65535, 65536, 131072, ...ids.slice(0, 20), ...ids.slice(-3)]) {
    expect(bitmap.has(id)).toBe(set.has(id));
    expect(bitmap.rank(id)).toBe(ids.filter((other) => other < id).length);
    expect(bitmap.next(id, true)).toBe(ids.find((other) => other >= id) ?? 2 ** 32);
    let absent = id;
    while (set.has(absent)) absent++;
    expect(bitmap.next(id, false)).toBe(absent);
  }
}

const LIMIT = 2 * 65536 + 1000;
const id = fc.oneof(
  fc.nat(LIMIT - 1),
  fc.constantFrom(...WIDTHS.filter((width) => width < LIMIT)),
  fc.nat(100),
);
const action = fc.oneof(
  fc.record({ verb: fc.constantFrom("add", "delete", "clone", "assign"), a: id, b: id }),
  fc.record({ verb: fc.constantFrom("addRange", "deleteRange", "and", "or", "andNot"), a: id, b: id }),
);

describe("a bitmap", () => {
  it("holds what a Set holds under random programs, and so do its copies, both ways", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40, size: "max" }), (actions) => {
        let bitmap = new Bitmap();
        let set = new Set<number>();
        let [otherBitmap, otherSet] = [new Bitmap(), new Set<number>()];
        for (const { verb, a, b } of actions) {
          const [start, end] = [Math.min(a, b), Math.max(a, b)];
          if (verb === "add") {
            expect(bitmap.add(a)).toBe(!set.has(a));
            set.add(a);
          } else if (verb === "delete") expect(bitmap.delete(a)).toBe(set.delete(a));
          else if (verb === "addRange") {
            bitmap.addRange(start, end);
            for (const each of upTo(end, start)) set.add(each);
          } else if (verb === "deleteRange") {
            bitmap.deleteRange(start, end);
            for (const each of upTo(end, start)) set.delete(each);
          } else if (verb === "clone") {
            // the copy is written to from here on, and the original kept; or the other way round
            const [copy, copied] = [bitmap.clone(), new Set(set)];
            if (a % 2 === 0) [otherBitmap, otherSet] = [copy, copied];
            else [otherBitmap, otherSet, bitmap, set] = [bitmap, set, copy, copied];
          } else if (verb === "assign") {
            bitmap.assign(otherBitmap);
            set = new Set(otherSet);
          } else if (verb === "and") {
            bitmap = bitmap.and(otherBitmap);
            set = new Set([...set].filter((each) => otherSet.has(each)));
          } else if (verb === "or") {
            bitmap = bitmap.or(otherBitmap);
            set = new Set([...set, ...otherSet]);
          } else {
            bitmap = bitmap.andNot(otherBitmap);
            set = new Set([...set].filter((each) => !otherSet.has(each)));
          }
          expect(bitmap.count).toBe(set.size);
          expect(otherBitmap.count).toBe(otherSet.size);
        }
        expectSame(bitmap, set);
        expectSame(otherBitmap, otherSet);
        const same = set.size === otherSet.size && [...set].every((each) => otherSet.has(each));
        expect(bitmap.equals(otherBitmap)).toBe(same);
        expect(bitmap.equals(Bitmap.of(ascending(set).reverse()))).toBe(true);
      }),
      runs(12),
    );
  });

  it.each(WIDTHS)("is dense when it holds all ids below %i, and not when one is missing or more", (width) => {
    const range = Bitmap.range(0, width);
    expectSame(range, new Set(upTo(width)));
    expect(range.isDense()).toBe(true);
    expect(Bitmap.of(upTo(width)).isDense()).toBe(true);
    const beyond = range.clone();
    beyond.add(width + 1);
    expect(beyond.isDense()).toBe(false);
    if (width < 2) return;
    const holed = range.clone();
    holed.delete(width - 2);
    expect(holed.isDense()).toBe(false);
    expect(range.isDense()).toBe(true);
  });

  it.each(upTo(70))("is dense with %i ids", (count) => {
    expect(Bitmap.of(upTo(count)).isDense()).toBe(true);
  });

  it("takes the largest id there is", () => {
    const bitmap = Bitmap.of([2 ** 32 - 2]);
    expect(bitmap.has(2 ** 32 - 2)).toBe(true);
    expect([...bitmap.toArray()]).toEqual([2 ** 32 - 2]);
    expect(bitmap.next(0, true)).toBe(2 ** 32 - 2);
    expect(bitmap.next(2 ** 32 - 2, false)).toBe(2 ** 32 - 1);
    expect(bitmap.rank(2 ** 32 - 2)).toBe(0);
    bitmap.delete(2 ** 32 - 2);
    expect(bitmap.count).toBe(0);
    expect(bitmap.next(0, true)).toBe(2 ** 32);
  });

  it("takes no memory for chunks that are all empty or were filled at one go", () => {
    const bitmap = Bitmap.range(0, 4 * 65536);
    expect(bitmap.byteLength).toBe(0);
    expect([0, 1, 2, 3].map((chunk) => bitmap.isFullChunk(chunk))).toEqual([true, true, true, true]);
    expect(bitmap.isEmptyChunk(4)).toBe(true);
    bitmap.delete(70_000);
    expect(bitmap.byteLength).toBe(8192);
    expect(bitmap.isFullChunk(1)).toBe(false);
    bitmap.deleteRange(65536, 131072);
    expect(bitmap.isEmptyChunk(1)).toBe(true);
    expect(bitmap.byteLength).toBe(0);
  });

  it("gives up the memory of a chunk that appending one by one has filled", () => {
    const bitmap = new Bitmap();
    for (const each of upTo(65537)) bitmap.add(each);
    expect(bitmap.isFullChunk(0)).toBe(true);
    expect(bitmap.byteLength).toBe(8192);
    expectSame(bitmap, new Set(upTo(65537)));
  });

  it("copies nothing until it is written to, and then one chunk alone", () => {
    const bitmap = Bitmap.of([1, 70_000]);
    const copy = bitmap.clone();
    expect(copy.words(0)).toBe(bitmap.words(0));
    copy.add(2);
    expect(copy.words(0)).not.toBe(bitmap.words(0));
    expect(copy.words(1)).toBe(bitmap.words(1));
    bitmap.add(3);
    expect([...bitmap.toArray()]).toEqual([1, 3, 70_000]);
    expect([...copy.toArray()]).toEqual([1, 2, 70_000]);
  });

  it("keeps results of and, or and andNot apart from their operands", () => {
    const a = Bitmap.of([1, 2, 70_000]);
    const b = Bitmap.of([2, 3]);
    const results = [a.and(b), a.or(b), a.andNot(b), a.and(a), a.or(a), a.andNot(a)];
    const expected = [[2], [1, 2, 3, 70_000], [1, 70_000], [1, 2, 70_000], [1, 2, 70_000], []];
    expect(results.map((result) => [...result.toArray()])).toEqual(expected);
    a.add(5);
    a.delete(70_000);
    b.add(6);
    for (const result of results) result.add(9);
    expect(results.map((result) => [...result.toArray()])).toEqual(
      expected.map((ids) => ascending([...ids, 9])),
    );
    expect([...a.toArray()]).toEqual([1, 2, 5]);
    expect([...b.toArray()]).toEqual([2, 3, 6]);
  });

  it("takes words as a chunk, and knows empty and full ones again", () => {
    const bitmap = new Bitmap();
    bitmap.setWords(
      1,
      Uint32Array.from({ length: 2048 }, (_, i) => (i === 0 ? 5 : 0)),
    );
    expect([...bitmap.toArray()]).toEqual([65536, 65538]);
    bitmap.add(65537);
    bitmap.setWords(0, new Uint32Array(2048).fill(0xffffffff));
    expect(bitmap.isFullChunk(0)).toBe(true);
    expect(bitmap.count).toBe(65536 + 3);
    bitmap.setWords(1, new Uint32Array(2048));
    expect(bitmap.isEmptyChunk(1)).toBe(true);
    expect(bitmap.isDense()).toBe(true);
  });

  it("makes no difference between ranges that are empty, reversed or beyond its end", () => {
    const bitmap = Bitmap.of([5]);
    bitmap.addRange(7, 7);
    bitmap.addRange(9, 3);
    bitmap.deleteRange(100_000, 200_000);
    bitmap.deleteRange(5, 5);
    expect([...bitmap.toArray()]).toEqual([5]);
    expect(bitmap.chunkCount).toBe(1);
  });
});

describe("popcount", () => {
  it("counts the bits of a word", () => {
    expect([0, 1, 3, 0x80000000, 0xffffffff, -1, 0x55555555].map(popcount)).toEqual([0, 1, 2, 1, 32, 32, 16]);
  });
});
