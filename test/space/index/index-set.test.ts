import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph, type GraphView } from "../../../src/index.js";
import { AttributeColumn } from "../../../src/pool/attribute-column.js";
import { Utf8Column } from "../../../src/pool/utf8-column.js";
import { evaluateFilter } from "../../../src/space/filter/evaluate.js";
import { parseFilter } from "../../../src/space/filter/parse.js";
import { BITMAP_VALUES_MAX, BitmapValueIndex } from "../../../src/space/index/bitmap-value-index.js";
import { HashValueIndex } from "../../../src/space/index/hash-value-index.js";
import { IndexSet } from "../../../src/space/index/index-set.js";
import type { Lookup } from "../../../src/space/index/lookup.js";
import { SortedValueIndex } from "../../../src/space/index/sorted-value-index.js";
import { indexWork } from "../../../src/space/index/value-index.js";
import type { Attribute } from "../../../src/space/states/element-state.js";
import { Table } from "../filter/table.js";

const points = (...keys: (string | number | bigint | boolean)[]): Lookup => ({ kind: "points", keys });
const sorted = (rows: ArrayLike<number> | undefined) =>
  rows === undefined ? undefined : Array.from(rows).sort();

describe("the indices of a kind of elements", () => {
  test("are created, listed and dropped by name and kind", () => {
    const indices = new IndexSet();
    indices.create("name");
    indices.create("name", "sorted");
    indices.create("age", "bitmap");
    expect(indices.list()).toEqual([
      { name: "name", kind: "hash" },
      { name: "name", kind: "sorted" },
      { name: "age", kind: "bitmap" },
    ]);
    expect(() => indices.create("name", "hash")).toThrow('attribute "name" has a hash index already');
    expect([indices.has("name"), indices.has("name", "bitmap"), indices.has("none")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(indices.drop("name", "hash")).toBe(true);
    expect(indices.drop("name", "hash")).toBe(false);
    expect(indices.drop("name")).toBe(true);
    expect(indices.drop("name")).toBe(false);
    expect(indices.list()).toEqual([{ name: "age", kind: "bitmap" }]);
  });

  test("take memory once they are used, and none once dropped", () => {
    const table = new Table({ age: "int32" });
    table.setRun(
      table.add(1000),
      "age",
      Int32Array.from({ length: 1000 }, (_, i) => i),
    );
    const indices = new IndexSet();
    indices.create("age");
    expect(indices.byteLength).toBe(0);
    expect(evaluateFilter(parseFilter("age = 77"), table, { indices }).toArray()).toEqual(Uint32Array.of(77));
    expect(indices.byteLength).toBeGreaterThan(4000);
    indices.drop("age");
    expect(indices.byteLength).toBe(0);
  });

  test("take no memory for columns that a collection rewrote, while views of before go on using theirs", () => {
    const graph = new Graph();
    const numbers = Int32Array.from({ length: 2000 }, (_, i) => i);
    graph.addNodes(2000, { attributes: { age: numbers, name: new Array(2000).fill("a b") } });
    graph.nodes.createIndex("age");
    graph.nodes.createIndex("name", { kind: "text" });
    graph.commit("kept");
    graph.branch("other");
    graph.checkout("other");
    for (let id = 0; id < 2000; id++) graph.nodes.set(id, { age: id + 5000 });
    graph.commit("left behind");
    const past = graph.at("other");
    const find = (view: GraphView, age: number): number[] => [
      ...view.nodes.where("age = $age", { age }).ids(),
      ...view.nodes.search("b", { limit: 1 }).ids,
    ];
    const { indices } = graph.nodes;
    expect(find(past, 6500)).toEqual([1500, 0]);
    graph.checkout("main");
    graph.history.deleteBranch("other", { force: true });
    const before = indices.byteLength;
    graph.history.gc({ keepOperations: false });
    // texts are where they were
    expect(indices.byteLength).toBeLessThan(before / 2);
    const { rowsInserted } = indexWork;
    expect(find(past, 6500)).toEqual([1500, 0]);
    expect(indexWork.rowsInserted).toBe(rowsInserted);
    expect(find(graph, 1500)).toEqual([1500, 0]);
    expect(indexWork.rowsInserted).toBe(rowsInserted + 2000);
    graph.nodes.dropIndex("age");
    expect(past.nodes.where("age = 6500").ids()).toEqual(Uint32Array.of(1500));
  });

  test("serve types without single values by not being used", () => {
    const table = new Table({ extra: "json", list: "list<int32>" });
    table.add();
    table.set(0, "extra", { a: 1 });
    table.set(0, "list", [1]);
    const indices = new IndexSet();
    for (const kind of ["hash", "sorted", "bitmap"] as const) indices.create("extra", kind);
    for (const kind of ["hash", "sorted", "bitmap"] as const) indices.create("list", kind);
    const filter = parseFilter("extra = $extra AND list CONTAINS 1");
    const parameters = { extra: { a: 1 } };
    expect(evaluateFilter(filter, table, { indices, parameters }).count).toBe(1);
  });
});

describe("an element is found by a key", () => {
  test.each<[string, unknown, unknown]>([
    ["utf8", "ä", "a"],
    ["int32", 5, 6],
    ["int64", 2n ** 60n + 1n, 2n ** 60n],
    ["float64", -0, 1],
    ["timestamp", new Date(5), new Date(6)],
    ["binary", Uint8Array.of(1, 2), Uint8Array.of(1)],
    ["bool", true, false],
  ])("of type %s", (type, value, other) => {
    const table = new Table({ key: type as "utf8" });
    table.add(3);
    table.set(1, "key", value);
    const attribute = table.attribute("key") as Attribute;
    const indices = new IndexSet();
    expect(indices.findElement(attribute, table.live, value)).toBe(1);
    expect(indices.findElement(attribute, table.live, other)).toBe(undefined);
    table.set(2, "key", other);
    expect(indices.findElement(attribute, table.live, other)).toBe(2);
    table.clear(2, "key");
    expect(indices.findElement(attribute, table.live, other)).toBe(undefined);
    table.remove(1);
    expect(indices.findElement(attribute, table.live, value)).toBe(undefined);
  });

  test("whichever numbers say the same, and not by NaN", () => {
    const table = new Table({ key: "float64" });
    table.add(2);
    table.set(0, "key", Number.NaN);
    table.set(1, "key", 5);
    const attribute = table.attribute("key") as Attribute;
    const indices = new IndexSet();
    expect(indices.findElement(attribute, table.live, 5n)).toBe(1);
    expect(indices.findElement(attribute, table.live, Number.NaN)).toBe(undefined);
    expect(indices.findElement(attribute, table.live, 2n ** 2000n)).toBe(undefined);
  });

  test("and what cannot be one is refused", () => {
    const table = new Table({ key: "int32", extra: "json" });
    table.add();
    table.set(0, "key", 1);
    table.set(0, "extra", 1);
    const indices = new IndexSet();
    const find = (name: string, value: unknown) =>
      indices.findElement(table.attribute(name) as Attribute, table.live, value);
    expect(() => find("key", "x")).toThrow('attribute "key" is int32 and cannot be compared with "x"');
    expect(() => find("extra", 1)).toThrow('attribute "extra" is json, which cannot be a key');
  });

  test("one among many, as it changes hands and comes back", () => {
    const table = new Table({ key: "utf8" });
    const indices = new IndexSet();
    const attribute = table.attribute("key") as Attribute;
    table.add(3000);
    for (let id = 0; id < 3000; id++) {
      table.set(id, "key", `k${id}`);
      if (id % 100 === 0) expect(indices.findElement(attribute, table.live, `k${id}`)).toBe(id);
    }
    table.set(5, "key", "k6");
    table.set(6, "key", "k5");
    expect(indices.findElement(attribute, table.live, "k5")).toBe(6);
    expect(indices.findElement(attribute, table.live, "k6")).toBe(5);
    table.repoint(5, "key", 5, "k5");
    table.repoint(6, "key", 6, "k6");
    expect(indices.findElement(attribute, table.live, "k5")).toBe(5);
    expect(indices.findElement(attribute, table.live, "k6")).toBe(6);
  });
});

describe("each kind of index finds the rows that a scan of the column finds", () => {
  const texts = fc.constantFrom("", "a", "aa", "aaaaaaaa", "aaaaaaaab", "b", "\uff5e", "\u{1F600}", "a\0");

  test("in a column of strings, extended row by row and in bulk", () => {
    const batches = fc.array(fc.array(texts, { maxLength: 30 }), { maxLength: 8 });
    fc.assert(
      fc.property(batches, texts, texts, (batches, low, high) => {
        const column = new Utf8Column();
        const hash = HashValueIndex.over(column) as HashValueIndex;
        const order = SortedValueIndex.over(column) as SortedValueIndex;
        const bitmap = BitmapValueIndex.over(column) as BitmapValueIndex;
        const model: string[] = [];
        const where = (test: (text: string) => boolean) =>
          sorted(model.flatMap((text, row) => (test(text) ? [row] : [])));
        const atLeast = (text: string, bound: string) =>
          Buffer.compare(Buffer.from(text), Buffer.from(bound)) >= 0;
        for (const batch of batches) {
          column.appendMany(batch);
          model.push(...batch);
          for (const index of [hash, order, bitmap]) {
            index.extend();
            expect(sorted(index.find(points(low), 1e9))).toEqual(where((text) => text === low));
          }
          const range: Lookup = { kind: "range", low, lowOpen: false, high, highOpen: true };
          const wanted = where((text) => atLeast(text, low) && !atLeast(text, high));
          expect(sorted(order.find(range, 1e9))).toEqual(wanted);
          if (wanted?.length !== 0) expect(order.find(range, (wanted?.length ?? 0) - 1)).toBe(undefined);
          expect(sorted(order.find({ kind: "prefix", text: low }, 1e9))).toEqual(
            where((text) => text.startsWith(low)),
          );
          expect(hash.find(range, 1e9)).toBe(undefined);
        }
      }),
    );
  });

  test("in long columns of strings that agree in their first bytes, interned and not", () => {
    for (const distinct of [300, 20_000]) {
      const column = new Utf8Column();
      const model = Array.from(
        { length: 20_000 },
        (_, i) => `${"same beginning ".repeat(i % 3)}${(i * 7919) % distinct}`,
      );
      column.appendMany(model);
      expect(column.plain === undefined).toBe(distinct === 300);
      const index = SortedValueIndex.over(column) as SortedValueIndex;
      index.extend();
      const all = index.find({ kind: "prefix", text: "" }, 1e9) as number[];
      expect(all.map((row) => model[row])).toEqual(model.toSorted());
      for (const text of ["same", "same beginning same beginning 4", "77", "x"]) {
        const wanted = model.flatMap((value, row) => (value.startsWith(text) ? [row] : []));
        expect(sorted(index.find({ kind: "prefix", text }, 1e9))).toEqual(sorted(wanted));
      }
    }
  });

  test.each(["int32", "float32", "float64", "int64", "timestamp"] as const)(
    "in a long column of %s",
    (type) => {
      const isLong = type === "int64" || type === "timestamp";
      const special = type.startsWith("float") ? [Number.NaN, -0, 0, Infinity, -Infinity] : [0, -1, 1];
      const numbers = Array.from({ length: 3000 }, (_, i) => special[i % 11] ?? ((i * 7919) % 1009) - 500);
      const stored = new AttributeColumn("n", type);
      const index = SortedValueIndex.over(stored.column) as SortedValueIndex;
      const hash = HashValueIndex.over(stored.column) as HashValueIndex;
      for (let start = 0; start < numbers.length; start += 700) {
        stored.appendRun(start, numbers.slice(start, start + 700));
        index.extend();
        hash.extend();
      }
      const key = (value: number) => (isLong ? BigInt(value) : value);
      const where = (test: (value: number) => boolean) =>
        sorted(numbers.flatMap((value, row) => (test(value) ? [row] : [])));
      for (const value of [-501, -1, 0, 77, 508]) {
        expect(sorted(index.find(points(key(value)), 1e9))).toEqual(where((number) => number === value));
        expect(sorted(hash.find(points(key(value)), 1e9))).toEqual(where((number) => number === value));
        const range: Lookup = {
          kind: "range",
          low: key(value),
          lowOpen: false,
          high: undefined,
          highOpen: false,
        };
        expect(sorted(index.find(range, 1e9))).toEqual(where((number) => number >= value));
      }
    },
  );

  test("a bitmap index gives up on many distinct values, and filters go on", () => {
    const table = new Table({ n: "int32" });
    const indices = new IndexSet();
    indices.create("n", "bitmap");
    const count = BITMAP_VALUES_MAX + 1;
    table.setRun(
      table.add(count - 1),
      "n",
      Int32Array.from({ length: count - 1 }, (_, i) => i),
    );
    expect(indices.rowsOf(table.attribute("n") as Attribute, points(7))?.count).toBe(1);
    table.set(table.add(), "n", count - 1);
    expect(indices.rowsOf(table.attribute("n") as Attribute, points(7))).toBe(undefined);
    expect(indices.byteLength).toBe(0);
    expect(evaluateFilter(parseFilter("n = 7"), table, { indices }).count).toBe(1);
  });
});

test("a filter with an index looks at what the index finds and at little else", () => {
  const table = new Table({ key: "utf8", age: "int32" });
  const count = 200_000;
  table.setRun(
    table.add(count),
    "key",
    Array.from({ length: count }, (_, i) => `k${i}`),
  );
  table.setRun(0, "age", new Int32Array(count).fill(7));
  const indices = new IndexSet();
  indices.create("key");
  const found = (text: string) => [...evaluateFilter(parseFilter(text), table, { indices }).toArray()];
  expect(found("age = 7 AND key = 'k199999'")).toEqual([199_999]);
  expect(found("age = 8 AND key = 'k199999'")).toEqual([]);
  expect(found("key = 'k1' OR key IN ('k2', 'k3')")).toEqual([1, 2, 3]);
  // microseconds against the milliseconds of a scan, so that a busy machine does not matter
  const start = performance.now();
  for (let i = 0; i < 200; i++) found(`age = 7 AND key = 'k${i}'`);
  const indexed = performance.now() - start;
  const scanStart = performance.now();
  for (let i = 0; i < 5; i++) evaluateFilter(parseFilter(`age = 7 AND key = 'k${i}'`), table);
  expect(indexed / 200).toBeLessThan((performance.now() - scanStart) / 5);
});
