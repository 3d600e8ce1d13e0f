import { expect, test } from "vitest";
import { similarityGraph } from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/index.js";

/** Points on a line, some twice, one without a vector. */
function points(): Graph {
  const graph = new Graph();
  const at = [0, 1, 3, 3, 9].map((x) => Float32Array.of(x, 0));
  graph.addNodes(6, { attributes: { at: [...at, null] } });
  return graph;
}

test("joins each node with its nearest, best first, and none with itself", () => {
  const graph = points();
  const { sources, targets, scores, count } = similarityGraph(graph, "at", { limit: 2, metric: "euclidean" });
  const edges = Array.from(sources, (source, i) => [source, targets[i], scores[i]]);
  expect(edges).toEqual([
    [0, 1, -1],
    [0, 2, -3],
    [1, 0, -1],
    [1, 2, -2],
    [2, 3, 0],
    [2, 1, -2],
    [3, 2, 0],
    [3, 1, -2],
    [4, 2, -6],
    [4, 3, -6],
  ]);
  expect(count).toBe(10);
  graph.addEdges(sources, targets, { type: "NEAR", attributes: { score: scores } });
  expect(graph.edgeCount).toBe(10);
});

test("finds what a search for each node does, with an index and without, on a view", () => {
  const graph = new Graph();
  const count = 700;
  const vector = Array.from({ length: count }, (_, i) =>
    Float32Array.from({ length: 6 }, (_, d) => Math.sin(i * 1.3 + d)),
  );
  graph.addNodes(count, { attributes: { vector } });
  graph.commit("all");
  graph.removeNode(4);
  for (const view of [graph, graph.at("HEAD")]) {
    const expected = [...view.nodes].flatMap((id) =>
      [...view.nodes.nearest("vector", vector[id]!, { limit: 6, minScore: 0.5 })]
        .filter(([other]) => other !== id)
        .slice(0, 5)
        .map(([other, score]) => [id, other, score]),
    );
    const found = similarityGraph(view, "vector", { limit: 5, minScore: 0.5 });
    expect(Array.from(found.sources, (id, i) => [id, found.targets[i], found.scores[i]])).toEqual(expected);
  }
});

test("stops with the signal's reason, tells how far it has come, and refuses wrong options", () => {
  const graph = points();
  const reason = new Error("enough");
  expect(() => similarityGraph(graph, "at", { signal: AbortSignal.abort(reason) })).toThrow(reason);
  const seen: number[] = [];
  similarityGraph(graph, "at", { onProgress: ({ done }) => seen.push(done) });
  expect(seen).toEqual([6]);
  expect(similarityGraph(graph, "at", { limit: 0 }).count).toBe(0);
  expect(() => similarityGraph(graph, "at", { limit: -1 })).toThrow(RangeError);
  expect(() => similarityGraph(graph, "at", { k: 3 } as never)).toThrow(TypeError);
  expect(() => similarityGraph(graph, "nowhere")).toThrow(
    expect.objectContaining({ code: "UNKNOWN_ATTRIBUTE" }),
  );
  expect(() => similarityGraph(graph, "at", { metric: "l2" as never })).toThrow(TypeError);
});
