import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import type { VectorMetric } from "../../../src/space/index/nearest-options.js";
import { normWork } from "../../../src/space/search/vector-norms.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";
import type { ElementsView, GraphView } from "../../../src/view.js";
import { commands, DIMENSIONS, runCommands, vectorOf } from "./programs.js";

afterEach(() => Object.assign(tuning, DEFAULT_TUNING));

const METRICS = ["cosine", "dot", "euclidean"] as const;

/** The score by the definition, in float64 and in the order of the numbers. */
function naiveScore(metric: VectorMetric, a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, squares, aa, bb] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    squares += (a[i]! - b[i]!) ** 2;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  if (metric === "dot") return dot;
  return metric === "euclidean" ? -Math.sqrt(squares) : dot / (Math.sqrt(aa) * Math.sqrt(bb));
}

/** All elements that have a score, with it. */
function naiveScores(
  elements: ElementsView,
  ids: Iterable<number>,
  metric: VectorMetric,
  query: ArrayLike<number>,
): Map<number, number> {
  const scores = new Map<number, number>();
  for (const id of ids) {
    const vector = elements.get(id, "vector");
    if (!(vector instanceof Float32Array) || vector.length !== query.length) continue;
    const score = naiveScore(metric, vector, query);
    if (!Number.isNaN(score)) scores.set(id, score);
  }
  return scores;
}

const near = (a: number, b: number) =>
  a === b || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a), Math.abs(b));

function checkRanking(
  ranking: { ids: Uint32Array; scores: Float64Array },
  scores: ReadonlyMap<number, number>,
  limit: number,
): void {
  const best = [...scores.values()].sort((a, b) => b - a).slice(0, limit);
  expect(ranking.ids).toHaveLength(best.length);
  for (let i = 0; i < best.length; i++) {
    const score = ranking.scores[i]!;
    expect(near(score, best[i]!), `${score} for ${best[i]}`).toBe(true);
    expect(near(score, scores.get(ranking.ids[i]!) ?? Number.NaN), `id ${ranking.ids[i]}`).toBe(true);
    if (i > 0) {
      const before = ranking.scores[i - 1]!;
      expect(before > score || (before === score && ranking.ids[i - 1]! < ranking.ids[i]!)).toBe(true);
    }
  }
  expect(new Set(ranking.ids).size).toBe(ranking.ids.length);
}

function checkView(view: GraphView, seed: number): void {
  for (const elements of [view.nodes, view.edges] as ElementsView[]) {
    const { schema } = elements;
    if (!String(schema.vector).includes("vector")) continue;
    for (const metric of METRICS) {
      const query = vectorOf(seed * 11 + 12 * (seed % 2)).map((x) => (Number.isFinite(x) ? x : 1));
      checkRanking(
        elements.nearest("vector", query, { metric, limit: 5 }),
        naiveScores(elements, elements.ids(), metric, query),
        5,
      );
      const some = elements.select(elements.ids().filter((id) => id % 3 !== 0));
      checkRanking(
        some.nearest("vector", query, { metric, limit: 4 }),
        naiveScores(elements, some.ids(), metric, query),
        4,
      );
    }
  }
}

describe("nearest", () => {
  test.each([1 << 25, 64])(
    "equals a naive scan in every state of random histories, in chunks of %i bytes",
    (vectorChunkBytesMax) => {
      fc.assert(
        fc.property(commands, fc.nat(100), (list, seed) => {
          tuning.vectorChunkBytesMax = vectorChunkBytesMax;
          runCommands(new Graph(), list, (view) => checkView(view, seed));
        }),
        { numRuns: 40 },
      );
    },
  );

  test("equals a naive scan over many rows, by kernels", () => {
    for (const [dimensions, bytes] of [
      [1, 1 << 25],
      [7, 1 << 17],
      [33, 1 << 18],
    ] as const) {
      tuning.vectorChunkBytesMax = bytes;
      const graph = new Graph();
      const count = 20_000;
      const vector = Array.from({ length: count }, (_, i) =>
        Float32Array.from({ length: dimensions }, (_, d) => Math.fround(Math.sin(i * 12.9898 + d * 78.233))),
      );
      graph.addNodes(count, { attributes: { vector } });
      graph.commit("all");
      for (let id = 0; id < count; id += 3) graph.removeNode(id);
      for (let id = 1; id < count; id += 300) graph.nodes.set(id, { vector: vector[id - 1]! });
      const query = vector[77]!;
      for (const metric of METRICS)
        for (const view of [graph, graph.at("HEAD")] as GraphView[])
          checkRanking(
            view.nodes.nearest("vector", query, { metric, limit: 50 }),
            naiveScores(view.nodes as ElementsView, view.nodes.ids(), metric, query),
            50,
          );
    }
  });

  test("of many queries equals each alone, in every bit", () => {
    tuning.vectorChunkBytesMax = 1 << 17;
    const graph = new Graph();
    const vector = Array.from({ length: 9000 }, (_, i) => vectorOf(i * 7 + 3).map((x) => x + i / 1e4));
    graph.addNodes(9000, { attributes: { vector } });
    for (const metric of METRICS) {
      for (const count of [0, 1, 3, 4, 5, 9]) {
        const queries = Array.from({ length: count }, (_, i) => vectorOf(i + 1).map((x) => x || 1e-3));
        const finite = queries.map((each) => each.map((x) => (Number.isFinite(x) ? x : 2)));
        const alone = finite.map((each) => graph.nodes.nearest("vector", each, { metric, limit: 20 }));
        const flat = Float32Array.from(finite.flatMap((each) => [...each]));
        for (const together of [
          graph.nodes.nearestMany("vector", finite, { metric, limit: 20 }),
          graph.nodes.nearestMany("vector", flat, { metric, limit: 20 }),
        ]) {
          expect(together).toHaveLength(count);
          together.forEach((ranking, i) => {
            expect(ranking.ids).toEqual(alone[i]!.ids);
            expect(ranking.scores).toEqual(alone[i]!.scores);
          });
        }
      }
    }
  });

  test("takes a selection for its own vectors, and finds nothing for what has none", () => {
    const graph = new Graph();
    graph.addNodes(4, {
      attributes: { vector: [Float32Array.of(1, 0), Float32Array.of(0, 1), null, null] as never },
    });
    graph.nodes.set(3, { vector: Float32Array.of(1, 1) });
    const [a, b, none, c] = graph.nodes.nearestMany("vector", graph.nodes.all(), { limit: 1 });
    expect([a!.ids[0], b!.ids[0], none!.count, c!.ids[0]]).toEqual([0, 1, 0, 3]);
  });

  test("gives as many as the limit says whenever so many qualify", () => {
    const graph = new Graph();
    const vector = Array.from({ length: 2000 }, (_, i) => Float32Array.of(i, 1));
    graph.addNodes(2000, { attributes: { vector, n: Int32Array.from({ length: 2000 }, (_, i) => i) } });
    const few = graph.nodes.where("n < 30");
    expect(few.nearest("vector", [1, 0], { metric: "dot", limit: 20 }).ids).toEqual(
      Uint32Array.from({ length: 20 }, (_, i) => 29 - i),
    );
    expect(few.nearest("vector", [1, 0], { limit: 1000 }).count).toBe(30);
    expect(graph.nodes.nearest("vector", [1, 0], { limit: 5000 }).count).toBe(2000);
    expect(graph.nodes.nearest("vector", [1, 0], { limit: 0 }).count).toBe(0);
    expect(graph.nodes.nearest("vector", [1, 0]).count).toBe(10);
  });

  test("orders by score and then by id, with scores that are better the greater", () => {
    const graph = new Graph();
    const rows = [
      [3, 4],
      [0, 2],
      [6, 8],
      [-3, -4],
      [0, 0],
      [Number.NaN, 1],
      [1e38, 1e38],
      [1e-45, 0],
    ];
    for (const vector of rows) graph.addNode("N", { vector: Float32Array.from(vector) });
    const scoresOf = (metric: VectorMetric) => [...graph.nodes.nearest("vector", [3, 4], { metric })];
    const root = Math.SQRT1_2;
    expect(scoresOf("cosine").map(([id]) => id)).toEqual([0, 2, 6, 1, 7, 3]);
    expect(graph.nodes.nearest("vector", [3, 4]).get(0)).toBe(1);
    expect(graph.nodes.nearest("vector", [3, 4]).get(6)).toBeCloseTo((7 * root) / 5, 12);
    expect(graph.nodes.nearest("vector", [3, 4]).get(3)).toBe(-1);
    expect(scoresOf("dot").slice(1, 4)).toEqual([
      [2, 50],
      [0, 25],
      [1, 8],
    ]);
    expect(scoresOf("euclidean").slice(0, 2)).toEqual([
      [0, 0],
      [1, -Math.sqrt(13)],
    ]);
    expect(Object.is(graph.nodes.nearest("vector", [3, 4], { metric: "euclidean" }).scores[0], 0)).toBe(true);
    expect(graph.nodes.nearest("vector", [0, 0]).count).toBe(0);
    expect(graph.nodes.nearest("vector", [0, 0], { metric: "euclidean", limit: 1 }).ids[0]).toBe(4);
    expect(graph.nodes.nearest("vector", [3, 4], { minScore: 0.7 }).ids).toEqual(Uint32Array.of(0, 2, 6, 1));
    expect(graph.nodes.nearest("vector", [3, 4], { minScore: -4, metric: "euclidean" }).ids).toEqual(
      Uint32Array.of(0, 1),
    );
  });

  test("works out the norm of a row once", () => {
    const graph = new Graph();
    const vector = Array.from({ length: 10_000 }, (_, i) => Float32Array.of(i + 1, 1));
    graph.addNodes(10_000, { attributes: { vector } });
    graph.commit("all");
    normWork.rowCount = 0;
    graph.nodes.nearest("vector", [1, 1]);
    expect(normWork.rowCount).toBe(10_000);
    graph.nodes.set(4, { vector: Float32Array.of(1, 2) });
    graph.nodes.nearest("vector", [1, 2]);
    graph.at("HEAD").nodes.nearest("vector", [1, 2]);
    graph.branch("b");
    graph.commit("more");
    graph.checkout("b");
    graph.nodes.nearest("vector", [1, 2]);
    expect(normWork.rowCount).toBe(10_001);
  });

  test("searches the state at the time of the call in slices", async () => {
    const graph = new Graph();
    const count = 60_000;
    const vector = Array.from({ length: count }, (_, i) =>
      Float32Array.from({ length: 64 }, (_, d) => i % (d + 2)),
    );
    graph.addNodes(count, { attributes: { vector } });
    const expected = graph.nodes.nearest("vector", vector[5]!, { limit: 7 });
    const pending = graph.nodes.nearestAsync("vector", vector[5]!, { limit: 7 });
    const others = graph.nodes.nearestAsync("vector", vector[9]!, { limit: 7 });
    graph.removeNode(5);
    expect((await pending).ids).toEqual(expected.ids);
    expect((await others).ids[0]).toBe(9);
    const controller = new AbortController();
    const stopped = graph.nodes.nearestAsync("vector", vector[5]!, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(stopped).rejects.toThrow("enough");
  });

  test("refuses what is no vector, and says why", async () => {
    const graph = new Graph();
    graph.addNode("N", { vector: Float32Array.of(1, 2, 3), age: 5 });
    const { nodes } = graph;
    expect(() => nodes.nearest("vector", [1, 2])).toThrow(
      new TypeError('"vector" expected a vector of 3 numbers, as attribute "vector" has, got one of 2'),
    );
    expect(() => nodes.nearest("vector", new Float32Array(70_000))).toThrow("got one of 70000");
    expect(() => nodes.nearest("vector", [1, Number.NaN, 3])).toThrow(
      new TypeError('"vector" expected finite numbers of float32, got NaN at 1'),
    );
    expect(() => nodes.nearest("vector", [1, 1e39, 3])).toThrow("got 1e+39 at 1");
    expect(() => nodes.nearest("vector", [1, "2", 3] as never)).toThrow('got "2" at 1');
    expect(() => nodes.nearest("vector", new Array(3) as never)).toThrow("got undefined at 0");
    expect(() => nodes.nearest("vector", new Map() as never)).toThrow("expected an array of numbers");
    expect(() => nodes.nearest("age", [1])).toThrow(
      new TypeError(
        'attribute "age" is float64 and has no vectors: Float32Arrays make it one of vectors, or a schema',
      ),
    );
    expect(() => nodes.nearest("vectr", [1])).toThrow('got "vectr"; did you mean "vector"?');
    expect(() => nodes.nearest("vector", [1, 2, 3], { limit: -1 })).toThrow(RangeError);
    for (const threads of [0, 65, 1.5])
      expect(() => nodes.nearest("vector", [1, 2, 3], { threads })).toThrow(/"threads" expected/);
    expect(nodes.nearest("vector", [1, 2, 3], { threads: 2 }).ids).toEqual(
      nodes.nearest("vector", [1, 2, 3]).ids,
    );
    expect(() => nodes.nearest("vector", [1, 2, 3], { limit: "5" as never })).toThrow(TypeError);
    expect(() => nodes.nearest("vector", [1, 2, 3], { metric: "l2" as never })).toThrow(
      new TypeError('"metric" expected "cosine", "dot" or "euclidean", got "l2"'),
    );
    expect(() => nodes.nearest("vector", [1, 2, 3], { minScore: Number.NaN })).toThrow(RangeError);
    expect(() => nodes.nearest("vector", [1, 2, 3], { k: 5 } as never)).toThrow('got "k"');
    expect(() => nodes.nearestMany("vector", new Float32Array(7))).toThrow(
      new TypeError('"vectors" expected rows of 3 numbers, as attribute "vector" has, got 7 numbers'),
    );
    expect(() =>
      nodes.nearestMany("vector", [
        [1, 2, 3],
        [1, 2],
      ]),
    ).toThrow('"vectors[1]" expected a vector of 3');
    expect(() => nodes.nearestMany("vector", graph.edges.all() as never)).toThrow("got one of edges");
    await expect(nodes.nearestAsync("vector", [1])).rejects.toThrow(TypeError);
    graph.nodes.set(0, { vector: null });
    expect(nodes.nearest("vector", [1, 2, 3]).count).toBe(0);
  });
});

test("a ranking answers by id, narrows, and is written as a column", () => {
  const graph = new Graph();
  const vector = [
    [1, 0],
    [0, 1],
    [1, 1],
    [2, 1],
  ].map((each) => Float32Array.from(each));
  graph.addNodes(4, { attributes: { vector, n: [1, 2, 3, 4] } });
  const ranking = graph.nodes.nearest("vector", [1, 0], { metric: "dot", limit: 3 });
  expect([...ranking]).toEqual([
    [3, 2],
    [0, 1],
    [2, 1],
  ]);
  expect([ranking.count, ranking.kind, ranking.get(0), ranking.get(1), ranking.has(2)]).toEqual([
    3,
    "node",
    1,
    undefined,
    true,
  ]);
  expect(ranking.where("n > 1").ids).toEqual(Uint32Array.of(3, 2));
  expect(ranking.top(1).ids).toEqual(Uint32Array.of(3));
  expect([...ranking.selection().ids()]).toEqual([0, 2, 3]);
  expect(graph.subgraph(ranking.selection()).nodeCount).toBe(3);
  graph.nodes.setColumn("score", ranking as never);
  expect([...graph.nodes.column("score").toArray()]).toEqual([1, undefined, 1, 2]);
  expect(graph.nodes.values(ranking.ids, "n")).toEqual([4, 1, 3]);
  expect(JSON.stringify(ranking)).toBe('{"kind":"node","count":3,"ids":[3,0,2],"scores":[2,1,1]}');
  expect(DIMENSIONS).toBe(5);
});
