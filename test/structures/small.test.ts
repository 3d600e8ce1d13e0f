// Runs of ids, canonical bytes and the table from hashes to rows.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { platform as web } from "../../src/platform/web.js";
import { lowerBound, partitionPoint, upperBound } from "../../src/structures/binary-search.js";
import { Bitmap } from "../../src/structures/bitmap.js";
import { ByteWriter, writeUtf8 } from "../../src/structures/byte-writer.js";
import { HashIndex } from "../../src/structures/hash-index.js";
import { fromHex, toHex } from "../../src/structures/hex.js";
import { IdRuns } from "../../src/structures/id-runs.js";
import { radixSort } from "../../src/structures/numbers/radix-sort.js";
import { runs } from "../model/arbitrary.js";

const ids = fc
  .array(fc.oneof(fc.nat(200), fc.constantFrom(65535, 65536, 65537, 2 ** 32 - 2)), { maxLength: 80 })
  .map((list) => [...new Set(list)].sort((a, b) => a - b));

describe("runs of ids", () => {
  it("hold the ids they are made of, in runs that neither touch nor overlap", () => {
    fc.assert(
      fc.property(ids, (list) => {
        const idRuns = IdRuns.ofSorted(list);
        expect(idRuns.count).toBe(list.length);
        expect([...idRuns.toArray()]).toEqual(list);
        const seen: number[] = [];
        let end = -1;
        idRuns.forEachRun((start, length) => {
          expect(start).toBeGreaterThan(end);
          expect(length).toBeGreaterThan(0);
          end = start + length;
          for (let id = start; id < end; id++) seen.push(id);
        });
        expect(seen).toEqual(list);
      }),
      runs(100),
    );
  });

  it("are made of a list and that part of a bitmap which lies between two ids", () => {
    fc.assert(
      fc.property(ids, ids, fc.nat(150), fc.nat(150), (list, bits, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const below = list.filter((id) => id < from);
        const idRuns = IdRuns.ofSortedAndBitmap(below, Bitmap.of(bits), from, to);
        expect([...idRuns.toArray()]).toEqual([...below, ...bits.filter((id) => id >= from && id < to)]);
      }),
      runs(100),
    );
  });

  it.each([1, 255, 256, 257, 65535, 65536, 65537])("take one run for %i ids side by side", (width) => {
    const idRuns = IdRuns.ofSortedAndBitmap([2], Bitmap.range(3, 3 + width), 3, 2 ** 32);
    expect([[...idRuns.starts], [...idRuns.lengths]]).toEqual([[2], [width + 1]]);
    expect(idRuns.byteLength).toBe(8);
  });

  it("know the empty list", () => {
    expect([IdRuns.none.count, IdRuns.none.toArray().length, IdRuns.none.byteLength]).toEqual([0, 0, 0]);
  });
});

describe("a byte writer", () => {
  it("writes numbers little-endian and text with its length in bytes, beyond any size it began with", () => {
    const writer = new ByteWriter();
    const text = "é😀";
    writer.reset().u8(1).u32(0x01020304).f64(1).text(text).numbers(Uint16Array.of(0x0102));
    expect([...writer.bytes()]).toEqual([
      1,
      ...[4, 3, 2, 1],
      ...[0, 0, 0, 0, 0, 0, 0xf0, 0x3f],
      ...[6, 0, 0, 0],
      ...new TextEncoder().encode(text),
      ...[2, 1],
    ]);
    const large = new Uint8Array(100_000).fill(7);
    writer.reset().raw(large).raw(large).text("a".repeat(5000));
    expect(writer.length).toBe(205_004);
    expect(
      writer
        .bytes()
        .subarray(0, 200_000)
        .every((byte) => byte === 7),
    ).toBe(true);
  });

  it("writes UTF-8 as TextEncoder does, whatever the length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => {
        const bytes = new Uint8Array(text.length * 3 + 5);
        const size = writeUtf8(text, bytes, 5);
        expect([...bytes.subarray(5, 5 + size)]).toEqual([...new TextEncoder().encode(text)]);
      }),
      runs(100),
    );
  });
});

describe("a hash index", () => {
  it("chains the rows of equal value from the newest to the oldest, also where all hashes collide", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 200 }), fc.constantFrom(1, 3, 1000), (values, spread) => {
        const index = new HashIndex((a, b) => values[a] === values[b]);
        index.reserve(values.length);
        values.forEach((value, row) => {
          index.add(row, value % spread);
        });
        expect(index.valueCount).toBe(new Set(values).size);
        for (let value = 0; value <= 41; value++) {
          const found: number[] = [];
          let row = index.first(value % spread, (candidate) => values[candidate] === value);
          for (; row >= 0; row = index.next(row)) found.push(row);
          expect(found.reverse()).toEqual(values.flatMap((each, i) => (each === value ? [i] : [])));
        }
      }),
      runs(60),
    );
  });
});

describe("the radix sort", () => {
  it("sorts as a stable comparison sort does", () => {
    const word = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 60 }), (keys) => {
        const items = Int32Array.from(keys, (_, i) => i);
        radixSort(
          items,
          Uint32Array.from(keys, ([high]) => high),
          Uint32Array.from(keys, ([, low]) => low),
        );
        const order = keys
          .map((_, i) => i)
          .sort((a, b) => keys[a][0] - keys[b][0] || keys[a][1] - keys[b][1]);
        expect([...items]).toEqual(order);
      }),
      runs(60),
    );
  });
});

describe("binary search", () => {
  it("finds what counting finds", () => {
    const numbers = fc.array(fc.nat(30), { maxLength: 40 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(numbers, fc.nat(31), fc.nat(40), fc.nat(40), (list, wanted, a, b) => {
        const [first, last] = [Math.min(a, b, list.length), Math.min(Math.max(a, b), list.length)];
        const below = list.slice(first, last).filter((each) => each < wanted).length;
        expect(lowerBound(Uint32Array.from(list), wanted, first, last)).toBe(first + below);
        expect(upperBound(list, wanted)).toBe(list.filter((each) => each <= wanted).length);
        expect(partitionPoint(list.length, (i) => list[i] > wanted)).toBe(upperBound(list, wanted));
      }),
      runs(200),
    );
  });
});

describe("hexadecimal digits", () => {
  it("are two a byte, in lower case, and read back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const hex = Buffer.from(bytes).toString("hex");
        expect(toHex(bytes)).toBe(hex);
        expect(fromHex(hex)).toEqual(bytes);
      }),
      runs(100),
    );
  });

  it("are those of a part where one is named, on each platform", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(80), fc.nat(90), (bytes, start, count) => {
        const hex = Buffer.from(bytes.subarray(start, start + count)).toString("hex");
        expect(toHex(bytes, start, start + count)).toBe(hex);
        expect(web.encodeHex(bytes, start, start + count)).toBe(hex);
      }),
      runs(100),
    );
  });

  it.each([0, 1, 2047, 2048, 2049, 200_000])("are written of %d bytes, from within a buffer", (count) => {
    const bytes = Uint8Array.from({ length: count + 2 }, (_, i) => i * 7).subarray(1, count + 1);
    expect(toHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
  });
});
