/** A labelled transaction gives values back whatever was read within it. */
import { expect, test } from "vitest";
import { Graph } from "../../../src/index.js";

test.each([
  ["nothing", () => undefined],
  ["status()", (graph: Graph) => graph.status()],
  ["a difference", (graph: Graph) => graph.history.diff("HEAD")],
])("back() restores the last values of an attribute, if %s was asked in between", (_, read) => {
  const graph = new Graph();
  graph.addNode();
  graph.commit("first");
  const id = graph.addNode({ passing: "text" });
  graph.transaction(
    () => {
      graph.removeNode(id);
      read(graph);
    },
    { label: "remove" },
  );
  graph.history.back();
  expect(graph.nodes.get(id)).toEqual({ passing: "text" });
  graph.history.forward();
  expect(graph.nodes.has(id)).toBe(false);
});

test("a key is found again after an inner transaction that removed its only node failed", () => {
  const graph = new Graph({ key: "k" });
  graph.transaction(() => {
    graph.mergeNode("a");
    expect(() =>
      graph.transaction(() => {
        graph.removeNode(graph.node("a") as number);
        throw new Error("taken back");
      }),
    ).toThrow("taken back");
    expect(graph.node("a")).toBe(0);
  });
  expect(graph.nodes.get(0)).toEqual({ k: "a" });
});
