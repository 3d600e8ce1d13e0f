/** The clock, the hooks and the operation log keep step. */
import { describe, expect, test } from "vitest";
import { Graph } from "../../../src/index.js";

describe("a commit", () => {
  test("asks the clock once", () => {
    let time = 0;
    const graph = new Graph({ clock: () => ++time });
    const times = ["a", "b", "c"].map((message) => graph.commit(message, { allowEmpty: true }).time);
    expect(times).toEqual([1, 2, 3]);
    expect(graph.history.operations().map((operation) => operation.time)).toEqual([1, 2, 3]);
  });

  test("can be undone even if a hook that is called after it throws", () => {
    const graph = new Graph();
    graph.addNode("P");
    graph.history.onAfterCommit(() => {
      expect(graph.head.commit?.message).toBe("one");
      throw new Error("after");
    });
    expect(() => graph.commit("one")).toThrow("after");
    expect(graph.history.undo()).toBe("commit");
    expect(graph.status()).toMatchObject({ commit: null, nodes: { added: 1 } });
  });
});

test("a weight that no edge has is an error, not a weight of 1", async () => {
  const { pageRank } = await import("../../../src/algorithms/index.js");
  const graph = new Graph();
  const [a, b] = graph.addNodes(2);
  expect(pageRank(graph, { weight: "w" }).length).toBe(2);
  graph.addEdge(a, b);
  expect(() => pageRank(graph, { weight: "w" })).toThrow(
    '"weight" expected an attribute of the edges, got "w"',
  );
});
