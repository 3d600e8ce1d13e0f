// Situations in which other vector searches were reported to go wrong: each has to hold with an index, without one, and
// approximately.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import { Prng } from "../../src/structures/prng.js";
import { DEFAULT_TUNING, tuning } from "../../src/structures/tuning.js";

beforeEach(() => {
  tuning.codedRowCountMin = 0;
  tuning.vectorSegmentRowsMax = 256;
});
afterEach(() => Object.assign(tuning, DEFAULT_TUNING));

const ways = ["scan", "index", "approximate"] as const;

describe.each(ways)("a search by %s", (way) => {
  const prng = new Prng(11);
  const random = (dimensions: number) => Float32Array.from({ length: dimensions }, () => prng.float() - 0.5);
  const approximate = way === "approximate";

  function graphOf(vector: readonly Float32Array[]): Graph {
    const graph = new Graph();
    graph.addNodes(vector.length, {
      attributes: { vector, n: Int32Array.from(vector, (_, i) => i) },
    });
    if (way !== "scan") graph.nodes.createIndex("vector", { kind: "vector" });
    return graph;
  }

  test("finds the next ones when the nearest are removed, and all that are left in the end", () => {
    const vector = Array.from({ length: 1000 }, (_, i) => Float32Array.of(i + 1, 1));
    const graph = graphOf(vector);
    const options = { metric: "euclidean", approximate, limit: 10 } as const;
    for (let id = 0; id < 300; id++) graph.removeNode(id);
    expect(graph.nodes.nearest("vector", [1, 1], options).ids).toEqual(
      Uint32Array.from({ length: 10 }, (_, i) => 300 + i),
    );
    for (let id = 300; id < 1000; id++) graph.removeNode(id);
    expect(graph.nodes.nearest("vector", [1, 1], options).count).toBe(0);
    graph.addNode("N", { vector: Float32Array.of(1, 1) });
    expect(graph.nodes.nearest("vector", [1, 1], options).count).toBe(1);
  });

  test("finds an element by its new vector, and no longer by its old one, however often it is written", () => {
    const graph = graphOf(Array.from({ length: 600 }, () => random(8)));
    for (let i = 0; i < 50; i++) graph.nodes.set(7, { vector: Float32Array.from([9, 9, 9, 9, 9, 9, 9, i]) });
    const options = { metric: "euclidean", approximate, limit: 600 } as const;
    const found = graph.nodes.nearest("vector", [9, 9, 9, 9, 9, 9, 9, 49], options);
    expect([found.ids[0], found.scores[0], found.count]).toEqual([7, 0, 600]);
    graph.nodes.dropIndex("vector");
    graph.nodes.set(7, { vector: null });
    graph.nodes.set(7, { vector: Float32Array.from([1, 0, 0, 0, 0, 0, 0, 0]) });
    expect(graph.nodes.nearest("vector", [1, 0, 0, 0, 0, 0, 0, 0], options).ids[0]).toBe(7);
  });

  test("gives the same first ones whatever the limit, and as many as it says", () => {
    const graph = graphOf(Array.from({ length: 700 }, () => random(12)));
    const query = random(12);
    const all = graph.nodes.nearest("vector", query, { limit: 700 });
    expect(all.count).toBe(700);
    for (const limit of [1, 5, 13, 40, 41, 497, 498, 699, 700, 701, 5000]) {
      const found = graph.nodes.nearest("vector", query, { limit, approximate, candidates: 700 });
      expect(found.ids).toEqual(all.ids.slice(0, limit));
    }
  });

  test("ranks duplicates by id, each once", () => {
    const five = Array.from({ length: 5 }, () => random(64));
    const graph = graphOf(Array.from({ length: 1000 }, (_, i) => five[i % 5]!));
    const found = graph.nodes.nearest("vector", five[3]!, { limit: 20, approximate });
    expect(found.scores.every((score) => score === found.scores[0])).toBe(true);
    if (!approximate) expect(found.ids).toEqual(Uint32Array.from({ length: 20 }, (_, i) => 3 + 5 * i));
    expect([...found.ids].every((id) => id % 5 === 3)).toBe(true);
  });

  test("tells vectors apart that differ in the last bits, and keeps cosines within 1", () => {
    const base = random(128);
    const vector = Array.from({ length: 300 }, (_, i) => base.map((x) => x * (1 + i * 2e-7)));
    const graph = graphOf(vector);
    const found = graph.nodes.nearest("vector", vector[40]!, {
      metric: "euclidean",
      limit: 1,
      approximate,
      candidates: 300,
    });
    expect([...found]).toEqual([[40, 0]]);
    const { scores } = graph.nodes.nearest("vector", base, { limit: 300, approximate });
    expect(scores.every((score) => score <= 1 && score > 0.999)).toBe(true);
  });

  test("filters what came after the index was made as well, and finds nothing where nothing qualifies", () => {
    const graph = graphOf(Array.from({ length: 600 }, () => random(6)));
    const query = random(6);
    graph.nodes.nearest("vector", query, { approximate });
    for (let i = 0; i < 100; i++) graph.addNode("N", { vector: Float32Array.from(query), n: 1000 + i });
    const old = graph.nodes.where("n < 600");
    const found = old.nearest("vector", query, { limit: 30, approximate });
    expect(found.count).toBe(30);
    expect([...found.ids].every((id) => id < 600)).toBe(true);
    expect(graph.nodes.where("n < 0").nearest("vector", query, { approximate }).count).toBe(0);
    expect(graph.nodes.nearest("vector", query, { minScore: 2, approximate }).count).toBe(0);
  });

  test("ranks by the dot product where lengths differ by orders of magnitude", () => {
    const vector = Array.from({ length: 900 }, (_, i) => random(24).map((x) => x * 10 ** (i % 7)));
    const graph = graphOf(vector);
    const query = random(24);
    const dots = vector.map((each) => each.reduce((sum, x, d) => sum + x * query[d]!, 0));
    const order = [...dots.keys()].sort((a, b) => dots[b]! - dots[a]!);
    const found = graph.nodes.nearest("vector", query, {
      metric: "dot",
      limit: 10,
      approximate,
      candidates: 900,
    });
    expect([...found.ids]).toEqual(order.slice(0, 10));
    expect(found.scores.every((score) => Number.isFinite(score))).toBe(true);
  });

  test("takes vectors that are added to elements later, and elements without any", () => {
    const graph = graphOf([Float32Array.of(1, 0), Float32Array.of(0, 1)]);
    const later = graph.addNode("N", { n: 5 });
    expect(graph.nodes.nearest("vector", [1, 1], { approximate }).count).toBe(2);
    graph.nodes.set(later, { vector: Float32Array.of(2, 2) });
    expect(graph.nodes.nearest("vector", [1, 1], { approximate }).ids[0]).toBe(later);
  });
});
