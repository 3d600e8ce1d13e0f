// Statements that keep the engine's code compiled: each runs, and a program sees nothing of them.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
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

test("what is kept of texts holds no graph", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const texts = [
    "MATCH (a:A)-[:T]->(b) WHERE a.v > 0 RETURN a.v AS v, count(*) AS n",
    "MATCH (a:A {v: 1}) RETURN a",
    "MATCH p = shortestPath((a:A {v: 1})-[:T*]->(b {v: 3})) RETURN length(p) AS n",
    "MATCH (a:A) WHERE a.v = 2 SET a.v = 9",
    "MERGE (a:A {v: 4}) ON CREATE SET a.new = true",
  ];
  // in a function of its own, so that nothing of the graph stays on the stack
  const asked = (): WeakRef<object> => {
    const graph = new Graph();
    graph.addNodes(9, { labels: "A", attributes: { v: Int32Array.from({ length: 9 }, (_, i) => i) } });
    graph.addEdges([0, 1, 2], [1, 2, 3], { type: "T" });
    for (const text of texts) {
      graph.query(text).toArray();
      graph.prepare(text)().toArray();
    }
    graph.commit("all");
    for (const text of texts.slice(0, 3)) graph.at("main").query(text).toArray();
    return new WeakRef(graph.queryTarget.state.pool);
  };
  const pool = asked();
  for (let i = 0; i < 20 && pool.deref() !== undefined; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    collect();
  }
  expect(pool.deref()).toBeUndefined();
});
