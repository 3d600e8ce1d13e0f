// Adjacency lists against a look through all edges: however edges come, in whatever order lists are read meanwhile, and
// when the last of them are taken back.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EdgePool } from "../../../src/pool/pool.js";
import { EdgeBuffer, PoolAdjacency } from "../../../src/space/states/adjacency.js";
import { Bitmap } from "../../../src/structures/bitmap.js";
import { IdMap, NO_ENTRY } from "../../../src/structures/id-map.js";

type Step =
  | { readonly kind: "add"; readonly count: number; readonly seed: number }
  | { readonly kind: "remove"; readonly seed: number }
  | { readonly kind: "revive"; readonly seed: number }
  | { readonly kind: "shrink"; readonly share: number }
  | { readonly kind: "read"; readonly node: number };

const NODE_COUNT = 12;

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("add" as const),
      // few, which are linked, and more than are linked at most
      count: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom(300, 1023, 1024, 1025, 2000)),
      seed: fc.nat(),
    }),
    fc.record({ kind: fc.constant("remove" as const), seed: fc.nat() }),
    fc.record({ kind: fc.constant("revive" as const), seed: fc.nat() }),
    fc.record({ kind: fc.constant("shrink" as const), share: fc.double({ min: 0.5, max: 1, noNaN: true }) }),
    fc.record({ kind: fc.constant("read" as const), node: fc.nat(NODE_COUNT) }),
  ),
  { maxLength: 40 },
);

describe("adjacency lists", () => {
  it("are those of a look through all edges, whatever came and went between two reads", () => {
    fc.assert(
      fc.property(steps, (program) => {
        const pool = new EdgePool();
        const adjacency = new PoolAdjacency(pool);
        const live = new Bitmap();
        const list = new EdgeBuffer();
        const check = (node: number) => {
          for (const incoming of [false, true]) {
            const ends = incoming ? pool.targets : pool.sources;
            const expected = [];
            for (let edge = 0; edge < pool.count; edge++) {
              if (ends[edge] === node && live.has(edge)) expected.push(edge);
            }
            const lists = adjacency.lists(incoming);
            expect(lists.degree(node, live)).toBe(expected.length);
            expect([...lists.edges(node, live)]).toEqual(expected);
            lists.read(node, live, list);
            expect([...list.edges.subarray(0, list.count)]).toEqual(expected);
          }
        };
        for (const step of program) {
          if (step.kind === "add") {
            const nodeOf = (i: number) => (Math.imul(step.seed + i, 0x9e3779b1) >>> 8) % NODE_COUNT;
            const ids = Array.from({ length: step.count }, (_, i) => i);
            const first = pool.appendMany(
              ids.map(nodeOf),
              ids.map((i) => nodeOf(i * 7 + 3)),
            );
            live.addRange(first, pool.count);
          } else if (step.kind === "shrink") {
            const count = Math.floor(pool.count * step.share);
            live.deleteRange(count, pool.count);
            pool.shrink(count, count);
            adjacency.shrink(count);
          } else if (step.kind === "read") check(step.node);
          else if (pool.count > 0) {
            if (step.kind === "remove") live.delete(step.seed % pool.count);
            else live.add(step.seed % pool.count);
          }
        }
        for (let node = 0; node <= NODE_COUNT; node++) check(node);
      }),
      { numRuns: 60 },
    );
  });

  it("are the same of more edges than fit in a cache", () => {
    const count = 2 ** 20 + 3;
    const pool = new EdgePool();
    const nodeOf = (edge: number) => (Math.imul(edge, 0x9e3779b1) >>> 8) % 70_000;
    pool.appendMany(
      Uint32Array.from({ length: count }, (_, edge) => nodeOf(edge)),
      Uint32Array.from({ length: count }, (_, edge) => nodeOf(edge * 7)),
    );
    const live = Bitmap.range(0, count);
    const adjacency = new PoolAdjacency(pool);
    for (const incoming of [false, true]) {
      const lists = adjacency.lists(incoming);
      const expected = Array.from({ length: 70_000 }, (): number[] => []);
      const ends = incoming ? pool.targets : pool.sources;
      for (let edge = 0; edge < count; edge++) expected[ends[edge]].push(edge);
      const wrong = expected.findIndex((edges, node) => edges.join() !== lists.edges(node, live).join());
      expect(wrong).toBe(-1);
    }
  });

  it("of a node whose id is beyond all that have edges are empty", () => {
    const pool = new EdgePool();
    const adjacency = new PoolAdjacency(pool);
    expect(adjacency.lists(false).degree(0, new Bitmap())).toBe(0);
    pool.append(2, 2 ** 20);
    for (let read = 0; read < 10; read++) {
      expect([...adjacency.lists(true).edges(2 ** 20, Bitmap.of([0]))]).toEqual([0]);
      expect([...adjacency.lists(true).edges(2 ** 32 - 2, Bitmap.of([0]))]).toEqual([]);
    }
  });
});

describe("a map of ids", () => {
  it("has what a Map has", () => {
    const id = fc.oneof(fc.nat(40), fc.constantFrom(2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2), fc.nat(2 ** 31 - 1));
    fc.assert(
      fc.property(fc.array(fc.tuple(id, fc.nat(2 ** 31 - 1)), { maxLength: 200 }), (entries) => {
        const map = new IdMap();
        const model = new Map(entries);
        for (const [key, value] of entries) {
          expect(map.add(key, value)).toBe(map.get(key));
          map.set(key, value);
        }
        expect(map.size).toBe(model.size);
        for (const [key, value] of model) expect(map.get(key)).toBe(value);
        for (let key = 0; key < 50; key++) expect(map.get(key)).toBe(model.get(key) ?? NO_ENTRY);
        map.clear();
        expect([map.size, map.get(entries[0]?.[0] ?? 0)]).toEqual([0, NO_ENTRY]);
      }),
    );
  });
});
