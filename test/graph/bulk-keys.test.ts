// Keys of many nodes at one go: refused where one by one would be, at the first row that is, and found after.
import fc from "fast-check";
import { expect, it } from "vitest";
import { Graph } from "../../src/index.js";
import { runs } from "../model/arbitrary.js";

const near = fc.constantFrom(-(2 ** 53 - 1), 2 ** 53 - 1, 2 ** 32, 2 ** 32 + 1, -1, 2 ** 31, -(2 ** 31));
const small = fc.integer({ min: -4, max: 12 });
/** Values of each type: few of them, so that they repeat, and mostly in order. */
const VALUES = {
  int32: small,
  integer: fc.oneof(
    small,
    near,
    small.map(BigInt),
    near.map(BigInt),
    fc.constantFrom(2n ** 60n, -(2n ** 60n)),
  ),
  int64: fc.oneof(small.map(BigInt), near.map(BigInt), fc.constantFrom(2n ** 60n, 2n ** 60n + 1n)),
  float64: fc.oneof(small, near, fc.constantFrom(0, -0, 0.5, Infinity, -Infinity)),
  float32: fc.oneof(small, fc.constantFrom(0.1, Math.fround(0.1), -0)),
  utf8: small.map((n) => `key ${n}`),
};

type KeyType = keyof typeof VALUES;

const rowsOf = (type: KeyType) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.option(VALUES[type] as fc.Arbitrary<number>), fc.nat(2)), { maxLength: 12 }),
      fc.boolean(),
    )
    .map(([rows, isSorted]) =>
      isSorted ? rows.toSorted(([a], [b]) => Number((a ?? 0) > (b ?? 0)) - 0.5) : rows,
    );

const labelsOf = (n: number): string[] => (n === 0 ? [] : n === 1 ? ["P"] : ["Q"]);

it("keys of many nodes are refused where those of one after another are", () => {
  const types = Object.keys(VALUES) as KeyType[];
  fc.assert(
    fc.property(
      fc.constantFrom(...types).chain((type) => fc.tuple(fc.constant(type), rowsOf(type), rowsOf(type))),
      fc.constantFrom("key", "key by label", "unique"),
      fc.boolean(),
      ([type, before, rows], rule, hasOneLabel) => {
        const make = (): Graph => {
          if (rule === "key") return new Graph({ key: "k", schema: { nodes: { k: type } } } as never);
          if (rule === "unique")
            return new Graph({ schema: { nodes: { P: { k: { type, unique: true } } } } } as never);
          return new Graph({ keys: { P: "k" }, schema: { nodes: { P: { k: type } } } } as never);
        };
        const one = make();
        const many = make();
        const label = (n: number): string[] => labelsOf(hasOneLabel ? 1 : n);
        const addOne = (graph: Graph, list: typeof rows): number => {
          for (const [i, [k, n]] of list.entries()) {
            try {
              graph.addNode(label(n), { k });
            } catch {
              return i;
            }
          }
          return list.length;
        };
        // what is there is the same in both
        for (const [k, n] of before) {
          try {
            one.addNode(label(n), { k });
          } catch {
            continue;
          }
          many.addNode(label(n), { k });
        }
        // values that were there, and such of nodes with another label, are free
        for (const id of [...many.nodes.ids()])
          for (const graph of [one, many]) {
            if (id % 4 === 1) graph.removeNode(id);
            if (id % 4 === 2) graph.nodes.set(id, { k: null });
            if (id % 4 === 3 && rule !== "key") graph.nodes.setLabels(id, ["Q"]);
          }
        const fits = one.transaction(() => addOne(one, rows));
        const ids = (): void => {
          many.addNodes(rows.length, {
            labels: hasOneLabel ? ["P"] : rows.map(([, n]) => label(n)),
            attributes: { k: rows.map(([k]) => k) },
          } as never);
        };
        const count = many.nodeCount;
        if (fits < rows.length) {
          expect(ids).toThrow(/expected a value of its own/);
          expect(many.nodeCount).toBe(count);
        } else {
          ids();
          expect([...many.nodes.ids()].map((id) => many.nodes.get(id))).toEqual(
            [...one.nodes.ids()].map((id) => one.nodes.get(id)),
          );
          for (const id of many.nodes.ids()) {
            const k = many.nodes.get(id, "k");
            if (k === undefined) continue;
            const found = many.nodes.where("k = $k", { k }).ids();
            expect([...found]).toContain(id);
            if (rule === "key") expect(many.node(k)).toBe(id);
            if (rule === "key by label" && many.nodes.labels(id).includes("P"))
              expect(many.node("P", k)).toBe(id);
          }
        }
      },
    ),
    runs(200),
  );
});

it("a key that is held is found wherever it is among thousands in order", () => {
  for (const [type, scale] of [
    ["int32", 1],
    ["integer", 2 ** 40],
    ["float64", 0.5],
  ] as const) {
    const graph = new Graph({ keys: { P: "k" }, schema: { nodes: { P: { k: type } } } } as never);
    const keys = Array.from({ length: 3000 }, (_, i) => (i - 1500) * scale);
    const add = (): void => {
      graph.addNodes(keys.length, { labels: ["P"], attributes: { k: keys } } as never);
    };
    for (const at of [0, 1023, 1024, 2047, 2999]) {
      graph.addNode(["Q"], { k: keys[at] } as never);
      const held = graph.addNode(["P"], { k: keys[at] } as never);
      expect(add).toThrow(`got ${keys[at]}, which node ${held} has`);
      graph.removeNode(held);
    }
    add();
    expect(graph.nodeCount).toBe(3005);
    expect(add).toThrow("expected a value of its own");
    graph.addNodes(1, { labels: ["P"], attributes: { k: [5000 * scale] } } as never);
  }
});
