// Statements that keep the engine's code compiled: each runs, and a program sees nothing of them.
import { expect, test } from "vitest";
import { Graph } from "../../src/index.js";
import { KEPT_STATEMENTS } from "../../src/query/result/keep-compiled.js";

test("each statement has rows, or makes elements", () => {
  const graph = new Graph({ key: "id" });
  const counts = KEPT_STATEMENTS.map((text) => [...graph.query(text)].length);
  expect(counts.slice(0, 2)).toEqual([0, 0]);
  expect(counts.slice(2).every((count) => count > 0)).toBe(true);
  expect([graph.nodeCount, graph.edgeCount > 0]).toEqual([13, true]);
});

test("a graph that is queried often has its own elements and rows, and no other", () => {
  const graph = new Graph({ key: "name" });
  let changes = 0;
  graph.onChange(() => changes++);
  graph.addNode("P", { name: "Ada" });
  for (let i = 0; i < 3 * KEPT_STATEMENTS.length; i++)
    expect([...graph.query("MATCH (p:P) RETURN p.name AS name")]).toEqual([{ name: "Ada" }]);
  expect([graph.nodeCount, graph.edgeCount, changes]).toEqual([1, 0, 1]);
});
