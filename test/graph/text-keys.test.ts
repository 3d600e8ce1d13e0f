// Keys of text in bulk, where the column holds them one after another and where it interns them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";
import { encodeTexts, hashTexts, pickTexts } from "../../src/structures/encode-texts.js";
import { runs } from "../model/arbitrary.js";

const any = (value: unknown) => value as never;
const keyOf = (i: number) => (i % 5 === 0 ? `städte/${i}` : i % 7 === 0 ? `𝄞${i}` : `node-${i}`);

/** A graph with so many nodes, the keys of which are no longer interned from 2,048 on. */
function withNodes(count: number): Graph {
  const graph = new Graph({ key: "k", clock: () => 0 });
  if (count > 0) graph.mergeNodes(any({ k: Array.from({ length: count }, (_, i) => keyOf(i)) }));
  return graph;
}

const rootOf = (graph: Graph) => graph.commit("state", { time: 0, allowEmpty: true }).root;

describe("keys of text in bulk", () => {
  for (const [name, count] of [
    ["none before", 0],
    ["interned ones", 100],
    ["ones that are not interned", 3000],
  ] as const)
    it(`mergeNodes is mergeNode row by row, with ${name}`, () => {
      const key = fc.oneof(
        fc.nat(120).map(keyOf),
        fc.nat(3100).map(keyOf),
        fc.constantFrom("", "a", "A", "é", "e\u0301", "node-1", "x".repeat(70_000), "é".repeat(30_000)),
      );
      fc.assert(
        fc.property(
          fc.array(fc.tuple(key, fc.option(fc.nat(3), { nil: undefined })), { maxLength: 40 }),
          fc.boolean(),
          fc.subarray([1, 2, 5, 50, 2999]),
          fc.boolean(),
          (rows, looksFirst, removed, fails) => {
            const [bulk, single] = [withNodes(count), withNodes(count)];
            for (const graph of [bulk, single]) {
              if (looksFirst) graph.node(any("node-1"));
              for (const id of removed) if (graph.hasNode(id)) graph.removeNode(id);
            }
            const given = { k: rows.map(([each]) => each), n: rows.map(([, n]) => n) };
            if (fails) {
              // what is taken back leaves no key behind
              expect(() =>
                bulk.transaction(() => {
                  bulk.mergeNodes(any(given));
                  throw new Error("taken back");
                }),
              ).toThrow("taken back");
              for (const each of given.k) expect(bulk.node(any(each))).toBe(single.node(any(each)));
            }
            const ids = rows.map(([each, n]) => single.mergeNode(each, { n: n ?? null }));
            expect([...bulk.mergeNodes(any(given)).ids]).toEqual(ids);
            for (const each of given.k) expect(bulk.node(any(each))).toBe(single.node(any(each)));
            expect(bulk.node(any("never"))).toBeUndefined();
            expect(rootOf(bulk)).toBe(rootOf(single));
          },
        ),
        runs(25),
      );
    });

  it("addNodes takes many, and refuses one that is there or that repeats", () => {
    for (const before of [0, 100, 3000]) {
      const graph = withNodes(before);
      if (before > 0) graph.node(any("node-1"));
      const fresh = Array.from({ length: 5000 }, (_, i) => keyOf(i + 10_000));
      const root = rootOf(graph);
      const repeated = [...fresh, "node-77777", fresh[4321]];
      expect(() => graph.addNodes(repeated.length, { attributes: { k: repeated } })).toThrow(
        expect.objectContaining({ code: "DUPLICATE_KEY", data: { key: "k", value: fresh[4321] } }),
      );
      if (before > 0)
        expect(() => graph.addNodes(5001, { attributes: { k: [...fresh, "node-1"] } })).toThrow(
          expect.objectContaining({ code: "DUPLICATE_KEY", data: { key: "k", value: "node-1" } }),
        );
      expect(() => graph.addNodes(5001, { attributes: { k: [...fresh, "\ud800"] } })).toThrow(TypeError);
      expect(rootOf(graph)).toBe(root);
      const ids = graph.addNodes(5000, { attributes: { n: fresh.map((_, i) => i), k: fresh } });
      expect(Object.keys(graph.nodes.schema)).toEqual(before > 0 ? ["k", "n"] : ["n", "k"]);
      for (const i of [0, 1, 2048, 4999]) {
        expect(graph.node(any(fresh[i]))).toBe(ids[i]);
        expect(graph.nodes.get(ids[i])).toEqual({ n: i, k: fresh[i] });
      }
      const single = withNodes(before);
      for (const [n, k] of fresh.entries()) single.addNode(any({ n, k }));
      expect(rootOf(graph)).toBe(rootOf(single));
      // absent keys are no keys
      graph.addNodes(300, { attributes: { k: new Array(300).fill(null) } });
      expect(graph.nodeCount).toBe(before + 5300);
    }
  });
});

it("texts are encoded block by block as one by one", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }).map((each) => each.toWellFormed()),
    fc.constantFrom("", "a".repeat(40_000), "é".repeat(20_000), "𝄞".repeat(9000)),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 30 }), fc.nat(3), (few, times) => {
      const texts = Array.from({ length: times + 1 }, () => few).flat();
      const encoded = encodeTexts(texts);
      const encoder = new TextEncoder();
      expect(encoded?.offsets[0]).toBe(0);
      texts.forEach((each, i) => {
        const { bytes, offsets } = encoded as NonNullable<typeof encoded>;
        expect(Buffer.compare(bytes.subarray(offsets[i], offsets[i + 1]), encoder.encode(each))).toBe(0);
      });
      const hashed = hashTexts(texts) as NonNullable<ReturnType<typeof hashTexts>>;
      const rows = Uint32Array.from(texts.keys()).filter((row) => row % 3 !== 1);
      const { encoded: none, ...picked } = pickTexts(hashed, rows);
      const { encoded: same, ...expected } = hashTexts([...rows].map((row) => texts[row])) as typeof hashed;
      expect(picked).toEqual(expected);
      expect(Buffer.compare(none.bytes, same.bytes)).toBe(0);
    }),
    runs(40),
  );
  expect(hashTexts(["a", 1])).toBeUndefined();
  expect(hashTexts(Uint8Array.of(1))).toBeUndefined();
});
