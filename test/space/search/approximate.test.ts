import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import { Prng } from "../../../src/structures/prng.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";
import { commands, runCommands, vectorOf } from "./programs.js";

const METRICS = ["cosine", "dot", "euclidean"] as const;

afterEach(() => Object.assign(tuning, DEFAULT_TUNING));

/** Rows of 384 float16: sentences of WordNet under all-MiniLM-L6-v2. */
function readEmbeddings(path: string): Float32Array[] {
  const bytes = readFileSync(path);
  const number = (bits: number): number => {
    const [exponent, fraction] = [(bits >>> 10) & 31, bits & 1023];
    const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
    return bits >>> 15 === 1 ? -size : size;
  };
  return Array.from({ length: bytes.length / 768 }, (_, row) =>
    Float32Array.from({ length: 384 }, (_, d) => number(bytes.readUInt16LE((row * 384 + d) * 2))),
  );
}

/** The share of the ten nearest that an approximate search finds, on average over queries. */
function recallOf(vectors: readonly Float32Array[], metric: (typeof METRICS)[number], step: number): number {
  const graph = new Graph();
  graph.addNodes(vectors.length, { attributes: { vector: vectors } });
  graph.nodes.createIndex("vector", { kind: "vector", metric });
  let [hits, sum] = [0, 0];
  for (let row = 0; row < vectors.length; row += step) {
    const exact = graph.nodes.nearest("vector", vectors[row]!);
    const found = graph.nodes.nearest("vector", vectors[row]!, { approximate: true });
    expect(found.count).toBe(10);
    for (const [id, score] of found) if (exact.has(id)) expect(score).toBe(exact.get(id));
    hits += exact.ids.filter((id) => found.has(id)).length;
    sum += exact.count;
  }
  return hits / sum;
}

const fixture = fileURLToPath(new URL("embeddings.f16", import.meta.url));
const all = fileURLToPath(new URL("../../../../shared/embeddings/minilm-wordnet.f16", import.meta.url));

describe("an approximate search", () => {
  test.each(METRICS)("finds 99% of the ten nearest among real embeddings under %s", (metric) => {
    tuning.codedRowCountMin = 0;
    tuning.vectorSegmentRowsMax = 256;
    expect(recallOf(readEmbeddings(fixture), metric, 9)).toBeGreaterThanOrEqual(0.99);
  });

  test.skipIf(!existsSync(all))("finds 99% of the ten nearest among 13,215 real embeddings", () => {
    tuning.vectorSegmentRowsMax = 4096;
    expect(recallOf(readEmbeddings(all), "cosine", 61)).toBeGreaterThanOrEqual(0.99);
  });

  test.each([1e-41, 1e-30, 1e-18, 1e-12, 1e12, 1e18, 1e30, 1e38])(
    "finds nine of the ten nearest where numbers are about %d",
    (size) => {
      tuning.codedRowCountMin = 0;
      tuning.vectorSegmentRowsMax = 256;
      const prng = new Prng(3);
      const vectors = Array.from({ length: 1000 }, () =>
        Float32Array.from({ length: 24 }, () => (prng.float() - 0.5) * size),
      );
      for (const metric of METRICS) expect(recallOf(vectors, metric, 83)).toBeGreaterThanOrEqual(0.9);
      const graph = new Graph();
      graph.addNodes(vectors.length, { attributes: { vector: vectors } });
      graph.nodes.createIndex("vector", { kind: "vector" });
      // queries of quite another length than the vectors
      for (const factor of [1e-30, 1e30]) {
        const query = vectors[5]!.map((x) => (x / size) * factor);
        const exact = graph.nodes.nearest("vector", query, { metric: "dot" });
        const found = graph.nodes.nearest("vector", query, { metric: "dot", approximate: true });
        expect(found.ids.filter((id) => exact.has(id)).length).toBeGreaterThanOrEqual(8);
      }
    },
  );

  test("gives exact scores, in every state of random histories, and all with as many candidates", () => {
    fc.assert(
      fc.property(commands, fc.nat(60), fc.constantFrom(...METRICS), (list, seed, metric) => {
        tuning.codedRowCountMin = 0;
        tuning.vectorSegmentRowsMax = 32;
        const graph = new Graph();
        graph.nodes.createIndex("vector", { kind: "vector", metric });
        const vector = Array.from({ length: 80 }, (_, i) => vectorOf(i + seed).map((x) => x + i / 1000));
        graph.addNodes(80, { attributes: { vector } });
        const query = vectorOf(seed).map((x) => (Number.isFinite(x) ? x : 1));
        runCommands(graph, list, ({ nodes }) => {
          if (!String(nodes.schema.vector).includes("vector")) return;
          const exact = nodes.nearest("vector", query, { limit: 100, metric });
          const found = nodes.nearest("vector", query, { limit: 3, candidates: 10, approximate: true });
          for (const [id, score] of found) expect(score).toBe(exact.get(id));
          expect([...found.scores].sort((a, b) => b - a)).toEqual([...found.scores]);
        });
      }),
      { numRuns: 40 },
    );
  });

  test("finds what an exact one does with very many candidates, and nothing outside of a selection", () => {
    const prng = new Prng(3);
    tuning.codedRowCountMin = 0;
    tuning.vectorSegmentRowsMax = 1024;
    for (const dimensions of [1, 5, 16, 40]) {
      const vector = Array.from({ length: 5000 }, () =>
        Float32Array.from({ length: dimensions }, () => prng.float() - 0.3),
      );
      const graph = new Graph();
      graph.addNodes(5000, { attributes: { vector } });
      graph.nodes.createIndex("vector", { kind: "vector" });
      const some = graph.nodes.select(graph.nodes.ids().filter((id) => id % 3 === 1));
      for (const metric of METRICS) {
        const options = { metric, limit: 10, approximate: true, candidates: 5000 };
        expect(graph.nodes.nearest("vector", vector[9]!, options).scores).toEqual(
          graph.nodes.nearest("vector", vector[9]!, { metric }).scores,
        );
        const within = some.nearest("vector", vector[9]!, { metric, approximate: true });
        expect(within.count).toBe(10);
        expect([...within.ids].every((id) => id % 3 === 1)).toBe(true);
      }
    }
  });

  test("is exact without an index, and refuses wrong options", () => {
    const { nodes } = new Graph();
    nodes.createIndex("other", { kind: "vector" });
    const graph = new Graph();
    graph.addNodes(3, { attributes: { vector: [1, 2, 3].map((x) => Float32Array.of(x, 1)) } });
    expect(graph.nodes.nearest("vector", [1, 1], { approximate: true }).ids).toEqual(Uint32Array.of(0, 1, 2));
    expect(() => graph.nodes.nearest("vector", [1, 1], { approximate: 1 as never })).toThrow(TypeError);
    expect(() => graph.nodes.nearest("vector", [1, 1], { candidates: 0 })).toThrow(RangeError);
  });
});
