// The bytes of leaves that are kept: values of varying length that change a few at a time.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLengthPrefixed, writeLeafValues } from "../../../src/history/hashing/leaf-bytes.js";
import { Graph } from "../../../src/index.js";
import { JsonColumn } from "../../../src/pool/json-column.js";
import { Utf8Column } from "../../../src/pool/utf8-column.js";
import { ByteWriter } from "../../../src/structures/byte-writer.js";
import { naiveRoot } from "./naive-root.js";

/** The bytes of some rows, and those written value by value. */
function bothOf(column: Utf8Column | JsonColumn, leaf: number, rows: Int32Array): [Uint8Array, Uint8Array] {
  const plain = new ByteWriter().u8(7);
  const writeAll = (writer: ByteWriter): void => {
    for (const row of rows) column.write(row, 1, writer);
  };
  writeAll(plain);
  const writer = new ByteWriter().u8(7);
  writeLeafValues(column, leaf, rows, writer, () => writeAll(writer));
  return [writer.bytes().slice(), plain.bytes().slice()];
}

describe("values of a leaf", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constant("x".repeat(300)), fc.constant(""));
  const step = fc.record({
    leaf: fc.integer({ min: 0, max: 2 }),
    size: fc.integer({ min: 0, max: 3 }),
    changed: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }),
    added: fc.array(text, { maxLength: 3 }),
  });

  it.each([Utf8Column, JsonColumn])("are those written one by one, whatever was kept, in %o", (Column) => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), fc.array(step, { maxLength: 30 }), (values, steps) => {
        const columns = [new Column(), new Column()];
        const fit = values.map((value) => value.toWellFormed());
        for (const column of columns) for (const value of fit) column.append(value);
        const rows = [0, 1, 2].map((leaf) => new Int32Array(5 + leaf));
        for (const { leaf, size, changed, added } of steps) {
          columns.forEach((column, c) => {
            for (const value of added) column.append(c === 0 ? value.toWellFormed() : "other");
            const now = rows[leaf]!.subarray(0, rows[leaf]!.length - size);
            for (const [place, row] of changed)
              if (now.length > 0) now[place % now.length] = row % column.count;
            const [written, expected] = bothOf(column, leaf, now);
            expect(written).toEqual(expected);
          });
        }
      }),
    );
  });

  it("are written anew in any number of leaves and columns", () => {
    const columns = Array.from({ length: 3 }, () => new Utf8Column());
    for (const column of columns) for (let i = 0; i < 500; i++) column.append(`${i}`.repeat(i % 7));
    for (let round = 0; round < 3; round++) {
      for (let leaf = 0; leaf < 100; leaf++) {
        for (const column of columns) {
          const rows = Int32Array.from({ length: 20 }, (_, i) => (i * leaf + (i === 5 ? round : 0)) % 500);
          const [written, expected] = bothOf(column, leaf, rows);
          expect(written).toEqual(expected);
        }
      }
    }
    expect(isLengthPrefixed(columns[0]!)).toBe(true);
  });

  it("of large leaves and of graphs that come and go give the documented root", () => {
    for (let round = 0; round < 3; round++) {
      const graph = new Graph({ clock: () => 0 });
      graph.addNodes(1500, { attributes: { name: Array.from({ length: 1500 }, (_, i) => `${round} ${i}`) } });
      graph.commit("first");
      for (const [id, size] of [
        [3, 1],
        [1400, 70_000],
        [1400, 2],
        [0, 0],
      ] as const) {
        graph.nodes.set(id, { name: "é".repeat(size), more: { deep: [size] } });
        expect(graph.commit("next").root).toBe(naiveRoot(graph));
      }
      graph.history.gc();
      graph.nodes.set(7, { name: "after" });
      expect(graph.commit("collected").root).toBe(naiveRoot(graph));
    }
  });
});
