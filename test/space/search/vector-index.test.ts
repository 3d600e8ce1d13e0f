import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import { indexWork } from "../../../src/space/index/value-index.js";
import { codedWork } from "../../../src/space/search/coded-scan.js";
import { scanWork } from "../../../src/space/search/vector-scan.js";
import { Prng } from "../../../src/structures/prng.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";
import type { ElementsView, GraphView } from "../../../src/view.js";
import { commands, runCommands, vectorOf } from "./programs.js";

const METRICS = ["cosine", "dot", "euclidean"] as const;
const COSINE = { metric: "cosine" } as const;

beforeEach(() => {
  tuning.codedRowCountMin = 0;
});
afterEach(() => Object.assign(tuning, DEFAULT_TUNING));

type Found = { ids: Uint32Array; scores: Float64Array };

/** What a scan of all rows finds, without codes. */
function plainly<T>(search: () => T): T {
  const before = tuning.codedRowCountMin;
  tuning.codedRowCountMin = Number.POSITIVE_INFINITY;
  const found = search();
  tuning.codedRowCountMin = before;
  return found;
}

function expectEqual(found: Found, expected: Found): void {
  expect(found.ids).toEqual(expected.ids);
  expect(found.scores).toEqual(expected.scores);
}

function checkView({ nodes }: GraphView, seed: number): void {
  if (!String(nodes.schema.vector).includes("vector")) return;
  const query = vectorOf(seed).map((x) => (Number.isFinite(x) ? x : 1));
  for (const metric of METRICS)
    for (const options of [
      { metric, limit: 1 },
      { metric, limit: 2, minScore: metric === "euclidean" ? -1.5 : 0.3 },
    ]) {
      const search = () => (nodes as ElementsView).nearest("vector", query, options);
      expectEqual(search(), plainly(search));
    }
}

/** Vectors that are hard to bound: far between, constant, tiny, huge, the same, and not finite. */
function adversarial(prng: Prng, dimensions: number, kind: number): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, () => prng.float() - 0.5);
  const at = Math.floor(prng.float() * dimensions);
  switch (kind % 12) {
    case 0:
      vector[at] = 1e6;
      break;
    case 1:
      vector.fill(prng.float());
      break;
    case 2:
      return vector.map((x) => x * 1e-44);
    case 3:
      return vector.map((x) => x * 6e38);
    case 4:
      vector.fill(0);
      break;
    case 5:
      vector[at] = Number.NaN;
      break;
    case 6:
      vector[at] = Number.POSITIVE_INFINITY;
      break;
    case 7:
      return Float32Array.from({ length: dimensions }, (_, i) => 0.1 + (i % 3) * 1e-7);
    case 8:
      return vector.fill(0).with(at, 1e38);
    default:
  }
  return vector;
}

describe("a scan of vectors", () => {
  test("passes over most rows by estimates, and finds what scoring all of them does, in every bit", () => {
    const prng = new Prng(9);
    const count = 1800;
    for (const dimensions of [1, 5, 30, 256]) {
      const base = Float32Array.from({ length: dimensions }, () => prng.float() - 0.5);
      const alike = (): Float32Array => base.map((x) => x * (1 + (prng.float() - 0.5) * 2e-6));
      for (const one of [undefined, 2, 3, 7, 8, 9, 99]) {
        const graph = new Graph();
        const made = (i: number): Float32Array =>
          one === 99 ? alike() : adversarial(prng, dimensions, one ?? i);
        const vector = Array.from({ length: count }, (_, i) => made(i));
        for (let i = 0; i < count; i += 10) vector[i] = vector[(i * 7) % count]!;
        graph.addNodes(count, { attributes: { vector } });
        for (const given of [
          base,
          made(1),
          adversarial(prng, dimensions, 3),
          adversarial(prng, dimensions, 9),
        ]) {
          const query = given.map((x) => (Number.isFinite(x) ? x : 0));
          for (const metric of METRICS) {
            const all = graph.nodes.nearest("vector", query, { metric, limit: count });
            scanWork.rowsScored = 0;
            expectEqual(graph.nodes.nearest("vector", query, { metric, limit: 10 }), all.top(10));
            if (one === 9 && dimensions === 256 && given === base)
              expect(scanWork.rowsScored).toBeLessThan(1200);
            const minScore = all.scores[all.count >> 1] ?? 0;
            const found = graph.nodes.nearest("vector", query, { metric, minScore, limit: 10 });
            expectEqual(found, all.top(10));
            const [, many] = graph.nodes.nearestMany("vector", [base, query, base, base, query], {
              metric,
              limit: 10,
            });
            expectEqual(many as Found, all.top(10));
          }
        }
      }
    }
  });
});

describe("an index of vectors", () => {
  test("finds what a scan does, in every bit, in every state of random histories", () => {
    fc.assert(
      fc.property(commands, fc.nat(100), fc.constantFrom(64, 1 << 25), (list, seed, bytes) => {
        tuning.vectorChunkBytesMax = bytes;
        const graph = new Graph();
        graph.nodes.createIndex("vector", { kind: "vector" });
        // enough rows that codes are scanned
        graph.addNodes(40, {
          attributes: { vector: Array.from({ length: 40 }, (_, i) => vectorOf(i + seed)) },
        });
        runCommands(graph, list, (view) => checkView(view, seed));
      }),
      { numRuns: 40 },
    );
  });

  test("finds what a scan does among adversarial vectors", () => {
    const prng = new Prng(7);
    for (const dimensions of [1, 16, 100]) {
      const count = 3000;
      for (const one of [undefined, 0, 2, 3, 7]) {
        const graph = new Graph();
        graph.nodes.createIndex("vector", { kind: "vector" });
        const vector = Array.from({ length: count }, (_, i) => adversarial(prng, dimensions, one ?? i));
        for (let i = 0; i < count; i += 10) vector[i] = vector[(i * 7) % count]!;
        graph.addNodes(count, { attributes: { vector } });
        for (const kind of [0, 1, 2, 3, 4, 7, 8, 9, 10]) {
          const query = adversarial(prng, dimensions, kind).map((x) => (Number.isFinite(x) ? x : 0));
          for (const metric of METRICS)
            for (const limit of [1, 50]) {
              const search = () => graph.nodes.nearest("vector", query, { metric, limit });
              expectEqual(search(), plainly(search));
            }
        }
      }
    }
  });

  test("scores few rows again, and encodes each row once whatever is looked at", () => {
    const prng = new Prng(5);
    const graph = new Graph();
    const count = 67_000;
    const vector = Array.from({ length: count }, () =>
      Float32Array.from({ length: 24 }, () => prng.float() - 0.5),
    );
    graph.nodes.createIndex("vector", { kind: "vector", metric: "dot" });
    graph.addNodes(500, { attributes: { vector: vector.slice(0, 500) } });
    const query = vector[123]!;
    indexWork.rowsInserted = 0;
    graph.nodes.nearest("vector", query);
    graph.addNodes(count - 500, { attributes: { vector: vector.slice(500) } });
    graph.commit("all");
    codedWork.rowsRescored = 0;
    const search = () => graph.nodes.nearest("vector", query);
    expectEqual(search(), plainly(search));
    expect(codedWork.rowsRescored).toBeLessThan(count / 100);
    expect(search().scores).toEqual(graph.nodes.nearest("vector", query, { metric: "dot" }).scores);
    graph.branch("other");
    graph.checkout("other");
    graph.removeNode(123);
    graph.nodes.set(7, { vector: query });
    graph.commit("changed");
    const before = graph.at("main");
    expect(before.nodes.nearest("vector", query, COSINE).has(123)).toBe(true);
    expect(graph.nodes.nearest("vector", query, COSINE).has(123)).toBe(false);
    expect(graph.nodes.nearest("vector", query, COSINE).ids[0]).toBe(
      plainly(() => graph.nodes.nearest("vector", query, COSINE).ids[0]),
    );
    graph.checkout("main");
    graph.merge("other").commit();
    graph.history.undo();
    graph.nodes.nearest("vector", query);
    const few = graph.nodes.select(Array.from({ length: 90 }, (_, i) => i * 700));
    const inFew = () => few.nearest("vector", query);
    expectEqual(inFew(), plainly(inFew));
    const most = graph.nodes.select(graph.nodes.ids().filter((id) => id % 5 !== 3));
    const inMost = () => most.nearest("vector", query, { limit: 50 });
    expectEqual(inMost(), plainly(inMost));
    expect(indexWork.rowsInserted).toBe(count + 1);
  });

  test("answers many queries as one by one, and in slices", async () => {
    const graph = new Graph();
    const vector = Array.from({ length: 3000 }, (_, i) => vectorOf(i * 3 + 1).map((x) => x + (i % 50)));
    graph.addNodes(3000, { attributes: { vector } });
    const queries = graph.nodes.select([1, 5, 11, 13, 17, 200]);
    const without = graph.nodes.nearestMany("vector", queries, { metric: "euclidean", limit: 7 });
    graph.nodes.createIndex("vector", { kind: "vector", metric: "euclidean" });
    graph.nodes.nearestMany("vector", queries, { limit: 7 }).forEach((found, i) => {
      expectEqual(found, without[i]!);
    });
    const query = vector[5]!;
    expectEqual(await graph.nodes.nearestAsync("vector", query, { limit: 7 }), without[1]!);
    expect(graph.nodes.nearest("vector", [0, 0, 0, 0, 0], { metric: "cosine" }).count).toBe(0);
    expect(graph.nodes.nearest("vector", query, { limit: 0 }).count).toBe(0);
  });

  test("is listed with its metric, dropped, and takes none but a known one", () => {
    const { nodes } = new Graph();
    nodes.createIndex("vector", { kind: "vector" });
    nodes.createIndex("other", { kind: "vector", metric: "euclidean" });
    expect(nodes.indexList).toEqual([
      { name: "vector", kind: "vector", metric: "cosine" },
      { name: "other", kind: "vector", metric: "euclidean" },
    ]);
    expect(nodes.dropIndex("vector", { kind: "vector" })).toBe(true);
    expect(nodes.indexList).toHaveLength(1);
    expect(() => nodes.createIndex("x", { kind: "vector", metric: "l2" as never })).toThrow(TypeError);
    expect(() => nodes.createIndex("x", { metric: "dot" })).toThrow(
      new TypeError('"metric" expected an index of kind "vector", got one of kind "hash"'),
    );
    expect(() => nodes.createIndex("other", { kind: "vector" })).toThrow(
      expect.objectContaining({ code: "DUPLICATE_INDEX" }),
    );
  });

  test("is there again in stores, clones and bundles, with a mark that keeps older readers away", () => {
    const folder = mkdtempSync(join(tmpdir(), "groggy-vectors-"));
    try {
      const path = join(folder, "store");
      const graph = Graph.open(path);
      const vector = Array.from({ length: 100 }, (_, i) => vectorOf(i + 1));
      graph.addNodes(100, { attributes: { vector } });
      const root = graph.commit("vectors").root;
      graph.nodes.createIndex("vector", { kind: "vector", metric: "dot" });
      graph.edges.createIndex("vector", { kind: "vector" });
      const found = graph.nodes.nearest("vector", [1, 2, 3, 4, 5]);
      graph.close();
      const reader = Graph.open(path, { readOnly: true });
      expect(reader.nodes.indexList).toEqual([{ name: "vector", kind: "vector", metric: "dot" }]);
      expect(reader.edges.indexList).toEqual([{ name: "vector", kind: "vector", metric: "cosine" }]);
      expectEqual(reader.nodes.nearest("vector", [1, 2, 3, 4, 5]), found);
      expect(reader.head.commit?.root).toBe(root);
      reader.close();
      const again = Graph.open(path);
      const clone = Graph.clone(again);
      expect(clone.nodes.indexList).toEqual([{ name: "vector", kind: "vector", metric: "dot" }]);
      expectEqual(clone.nodes.nearest("vector", [1, 2, 3, 4, 5]), found);
      expect(again.history.bundle()[8]).toBe(7);
      again.nodes.dropIndex("vector");
      again.edges.dropIndex("vector");
      expect(again.history.bundle()[8]).toBe(1);
      again.close();
      expect(Graph.open(path, { readOnly: true }).nodes.indexList).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
