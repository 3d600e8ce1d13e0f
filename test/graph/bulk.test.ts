// Adding elements in bulk: labels and types for all of them, or one for each.
import { describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";

function threeNodes(): { graph: Graph; ids: Uint32Array } {
  const graph = new Graph();
  return { graph, ids: graph.addNodes(3) };
}

describe("types of edges in bulk", () => {
  it("are one for each edge if given as an array, where undefined and null are none", () => {
    const { graph, ids } = threeNodes();
    const edges = [
      ...graph.addEdges(ids, ids, { type: [undefined, undefined, undefined] }),
      ...graph.addEdges(ids, ids, { type: [null, "A", undefined] }),
    ];
    expect(edges.map((id) => graph.edges.type(id))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      "A",
      undefined,
    ]);
    expect(graph.addEdges([], [], { type: [] })).toHaveLength(0);
  });

  it("are never several for one edge, nor fewer than the edges", () => {
    const { graph, ids } = threeNodes();
    const add = (type: unknown) => () => graph.addEdges(ids, ids, { type: type as string });
    expect(add(["A", ["B", "C"], "D"])).toThrow(TypeError);
    expect(add([["A"], ["B"], ["C"]])).toThrow(TypeError);
    expect(add([])).toThrow(new RangeError('"type" expected 3, one for each edge, got an array of 0'));
    expect(add(["A", "B"])).toThrow(RangeError);
    expect(graph.edgeCount).toBe(0);
  });
});

describe("labels of nodes in bulk", () => {
  it("are the same for all, or one array for each node", () => {
    const graph = new Graph();
    const same = graph.addNodes(2, { labels: ["B", "A", "B"] });
    const each = graph.addNodes(3, { labels: [["A"], [], ["C", "A"]] });
    const one = graph.addNodes(1, { labels: "A" });
    expect([...same, ...each, ...one].map((id) => graph.nodes.labels(id))).toEqual([
      ["A", "B"],
      ["A", "B"],
      ["A"],
      [],
      ["A", "C"],
      ["A"],
    ]);
    expect(() => graph.addNodes(2, { labels: [["A"]] })).toThrow(
      new RangeError('"labels" expected 2, one for each node, got an array of 1'),
    );
    expect(graph.nodeCount).toBe(6);
  });
});
