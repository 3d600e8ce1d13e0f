// Keys of every type: compared as they are stored, in every form in which they can be given, with and without an index.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";
import { runs } from "../model/arbitrary.js";

const whole = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const near = fc.constantFrom(
  16777216,
  16777217,
  0.1,
  0.2,
  1e-50,
  -0,
  0,
  1 / 3,
  2 ** 53,
  1e38,
  5e-324,
  Infinity,
);
const long = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(2n ** 53n, 2n ** 53n + 1n, 5n, 0n),
);
const ms = fc.integer({ min: -8.64e15, max: 8.64e15 });

/** For each type values, and the forms in which one can be given again. */
const KEYS: Record<string, { value: fc.Arbitrary<unknown>; forms: (value: never) => unknown[] }> = {
  bool: { value: fc.boolean(), forms: (value) => [value] },
  int32: { value: fc.oneof(whole, fc.constant(-0)), forms: (value: number) => [value, value + 0] },
  int64: {
    value: fc.oneof(long, fc.maxSafeInteger()),
    forms: (value: bigint | number) => [
      BigInt(value),
      ...(Number.isSafeInteger(Number(value)) ? [Number(value)] : []),
    ],
  },
  float32: {
    value: fc.oneof(near, fc.float({ noNaN: true })),
    forms: (value: number) => [
      value,
      Math.fround(value),
      ...(Math.fround(value) === 0 ? [0, -0, 1e-60] : []),
    ],
  },
  float64: {
    value: fc.oneof(near, fc.double({ noNaN: true })),
    forms: (value: number) => [value, value + 0],
  },
  utf8: {
    value: fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("é", "e\u0301", "1", "")),
    forms: (value) => [value],
  },
  binary: {
    value: fc.uint8Array({ maxLength: 20 }),
    forms: (value: Uint8Array) => [value, Buffer.from(value), value.slice()],
  },
  timestamp: { value: ms, forms: (value: number) => [new Date(value), value, BigInt(value)] },
};

describe.each(Object.entries(KEYS))("keys of type %s", (type, { value, forms }) => {
  it("are found in every form, once, also after a commit, a clone and in the past", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
        const graph = new Graph({ key: "k", schema: { nodes: { k: type as "utf8" } } });
        for (const each of values) {
          const [first, ...others] = forms(each as never);
          const id = graph.mergeNode(first);
          for (const again of [first, ...others]) {
            expect(graph.node(again)).toBe(id);
            expect(graph.mergeNode(again)).toBe(id);
            expect(() => graph.addNode({ k: again as never })).toThrow(/expected a value of its own/);
            expect(() => graph.addNodes(1, { attributes: { k: [again] as never } })).toThrow(/of its own/);
            graph.nodes.set(id, { k: again as never });
            const other = graph.addNode();
            expect(() => graph.nodes.set(other, { k: again as never })).toThrow(/of its own/);
            expect(() => graph.nodes.setColumn("k", [other], [again as never])).toThrow(/of its own/);
            graph.removeNode(other);
          }
          const bulk = new Graph({ key: "k", schema: { nodes: { k: type as "utf8" } } });
          expect(() =>
            bulk.addNodes(2, { attributes: { k: [first, others.at(-1) ?? first] as never } }),
          ).toThrow(/position 1 repeats/);
        }
        graph.commit("keys");
        const before = graph.nodes.ids();
        const clone = Graph.clone(graph);
        expect(clone.history.verify({ level: "deep" }).ok).toBe(true);
        for (const id of before) {
          const key = graph.nodes.get(id, "k");
          expect(graph.node(key)).toBe(id);
          expect(graph.at("HEAD").node(key)).toBe(id);
          expect(clone.node(key)).toBe(clone.nodes.withIdentity(graph.nodes.identity(id)));
        }
      }),
      runs(25),
    );
  });

  it("are found by a filter alike with an index and without", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), value, (values, other) => {
        const graph = new Graph({ schema: { nodes: { k: type as "utf8" } } });
        graph.addNodes(values.length, { attributes: { k: values as never } });
        const filters = ["k = $x", "k <> $x", "k IN $list"];
        const find = (filter: string, x: unknown) => [...graph.nodes.where(filter, { x, list: [x] })];
        const sought = [...values, other];
        const scanned = sought.map((x) => filters.map((filter) => find(filter, x)));
        for (const kind of ["hash", "sorted", "bitmap"] as const) {
          graph.nodes.createIndex("k", { kind });
          expect(sought.map((x) => filters.map((filter) => find(filter, x)))).toEqual(scanned);
          graph.nodes.dropIndex("k");
        }
      }),
      runs(40),
    );
  });
});

describe("a key", () => {
  it("of booleans is unique in bytes of 0 and 1 too", () => {
    const graph = new Graph({ key: "k", schema: { nodes: { k: "bool" } } });
    expect(() => graph.addNodes(2, { attributes: { k: Uint8Array.of(1, 1) } })).toThrow(/repeats/);
    graph.addNodes(2, { attributes: { k: Uint8Array.of(0, 1) } });
    expect([graph.node(false), graph.node(true)]).toEqual([0, 1]);
    expect(() => graph.addNodes(1, { attributes: { k: Uint8Array.of(1) } })).toThrow(/node 1 has/);
  });

  it("keeps the form in which it was given first", () => {
    const graph = new Graph({ key: "k" });
    const id = graph.mergeNode(0);
    graph.commit("zero");
    expect(graph.mergeNode(-0)).toBe(id);
    expect(Object.is(graph.nodes.get(id, "k"), 0)).toBe(true);
    expect(graph.status().clean).toBe(true);
  });

  it("is of the present type after the attribute has changed its type", () => {
    const graph = new Graph({ key: "k" });
    const id = graph.mergeNode(5n);
    graph.nodes.set(id, { k: null });
    graph.status();
    expect(graph.mergeNode("5")).toBe(1);
    expect(graph.node("5")).toBe(1);
    for (const key of [5n, 5]) expect(() => graph.node(key)).toThrow('key "k" expected utf8');
  });

  it("composed and decomposed is two keys, and NaN is none", () => {
    const graph = new Graph({ key: "k" });
    expect([graph.mergeNode("é"), graph.mergeNode("e\u0301")]).toEqual([0, 1]);
    const numbers = new Graph({ key: "k", schema: { nodes: { k: "float32" } } });
    expect(() => numbers.mergeNode(Number.NaN)).toThrow(/^key "k" expected a boolean/);
    expect(numbers.node(Number.NaN)).toBeUndefined();
  });
});
