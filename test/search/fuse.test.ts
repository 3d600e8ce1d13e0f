import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import { fuse, Ranking, rankByDistance } from "../../src/search/index.js";

function chain(count: number): Graph {
  const graph = new Graph();
  const vector = Array.from({ length: count }, (_, i) => Float32Array.of(Math.cos(i), Math.sin(i)));
  graph.addNodes(count, { attributes: { vector } });
  for (let i = 0; i + 1 < count; i++) graph.addEdge(i, i + 1, i % 2 === 0 ? "EVEN" : "ODD");
  return graph;
}

test("fusion adds weight / (k + rank) over rankings, equal scores sharing a rank", () => {
  const { nodes } = chain(6);
  const source = nodes.nearest("vector", [1, 0]).source;
  const make = (ids: number[], scores: number[]) =>
    new Ranking(source, Uint32Array.from(ids), Float64Array.from(scores));
  const a = make([3, 1, 4], [9, 8, 7]);
  const b = make([1, 3, 5], [1, 1, 0.5]);
  expect([...fuse([a, b])]).toEqual([
    [3, 1 / 61 + 1 / 61],
    [1, 1 / 62 + 1 / 61],
    [4, 1 / 63],
    [5, 1 / 63],
  ]);
  expect([...fuse([a, b], { k: 0, weights: [1, 10], limit: 2 })]).toEqual([
    [3, 1 + 10],
    [1, 0.5 + 10],
  ]);
  expect(fuse([a]).ids).toEqual(a.ids);
  expect(fuse([make([], []), a]).count).toBe(3);
  expect([...fuse([a, b]).selection().ids()]).toEqual([1, 3, 4, 5]);
});

test("fusion refuses what does not go together", () => {
  const graph = chain(3);
  const here = graph.nodes.nearest("vector", [1, 0]);
  const there = chain(3).nodes.nearest("vector", [1, 0]);
  graph.commit("c");
  const past = graph.at("HEAD").nodes.nearest("vector", [1, 0]);
  for (const other of [there, past])
    expect(() => fuse([here, other])).toThrow(expect.objectContaining({ code: "FOREIGN_SELECTION" }));
  expect(() => fuse([])).toThrow(new TypeError('"rankings" expected at least one ranking, got none'));
  expect(() => fuse(here as never)).toThrow(TypeError);
  expect(() => fuse([here, graph.nodes.all()] as never)).toThrow(
    '"rankings[1]" expected a ranking, got a Selection',
  );
  expect(() => fuse([here], { k: -1 })).toThrow(RangeError);
  expect(() => fuse([here], { weights: [1, 2] })).toThrow(TypeError);
  expect(() => fuse([here], { weights: [Number.NaN] })).toThrow(
    '"weights[0]" expected a number of at least 0',
  );
  expect(() => fuse([here], { limit: 1.5 })).toThrow(RangeError);
  expect(() => fuse([here], { K: 60 } as never)).toThrow('got "K"');
});

test("nodes rank by the edges of a shortest path from any source", () => {
  const graph = chain(6);
  expect([...rankByDistance(graph, 2)]).toEqual([
    [2, 0],
    [3, -1],
    [4, -2],
    [5, -3],
  ]);
  expect([...rankByDistance(graph, [4, 0], { direction: "both", maxDepth: 1 }).ids]).toEqual([0, 4, 1, 3, 5]);
  expect([...rankByDistance(graph, graph.nodes.select([0]), { type: "EVEN" }).ids]).toEqual([0, 1]);
  expect(rankByDistance(graph, [], {}).count).toBe(0);
  expect(Object.is(rankByDistance(graph, 0).scores[0], 0)).toBe(true);
  expect(() => rankByDistance(graph, 17)).toThrow(expect.objectContaining({ code: "NODE_NOT_FOUND" }));
  expect(() => rankByDistance(graph, 1, { maxDepth: -1 })).toThrow(RangeError);
  expect(() => rankByDistance(graph, 1, { direction: "up" as never })).toThrow(TypeError);
  expect(() => rankByDistance({} as never, 1)).toThrow('"view" expected a graph or a view');
  const near = fuse([rankByDistance(graph, 0, { maxDepth: 2 }), graph.nodes.nearest("vector", [1, 0])]);
  expect(near.ids[0]).toBe(0);
});

test("ranks by distance equal a naive search over random edges", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 40 }),
      fc.uniqueArray(fc.nat(14), { minLength: 1, maxLength: 3 }),
      fc.constantFrom("out", "in", "both"),
      fc.nat(4),
      (edges, sources, direction, maxDepth) => {
        const graph = new Graph();
        graph.addNodes(15);
        for (const [a, b] of edges) graph.addEdge(a, b);
        const hops = new Map(sources.map((id) => [id, 0]));
        for (let depth = 0; depth < maxDepth; depth++)
          for (const [id, at] of [...hops])
            if (at === depth)
              for (const next of graph.neighbors(id, direction))
                if (!hops.has(next)) hops.set(next, depth + 1);
        const expected = [...hops].sort(([a, x], [b, y]) => x - y || a - b).map(([id, at]) => [id, 0 - at]);
        expect([...rankByDistance(graph, sources, { direction, maxDepth })]).toEqual(expected);
      },
    ),
    { numRuns: 200 },
  );
});
