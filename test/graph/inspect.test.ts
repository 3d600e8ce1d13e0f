/** What `console.log` prints of a graph and of what it hands out. */
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Graph } from "../../src/index.js";

function twoPeople() {
  const graph = new Graph({ clock: () => 0 });
  const ada = graph.addNode("Person", { name: "Ada", born: 1815 });
  const alan = graph.addNode("Person", { name: "Alan", born: 1912 });
  graph.addEdge(ada, alan, "INSPIRED");
  return graph;
}

test("a graph is printed by its size and its place in history", () => {
  const graph = twoPeople();
  expect(inspect(graph)).toBe(
    "Graph {\n  directed: true,\n  nodeCount: 2,\n  edgeCount: 1,\n  branch: 'main',\n  commit: null\n}",
  );
  const { id } = graph.commit("two people");
  expect(inspect(graph)).toContain(`commit: '${id}'`);
  expect(inspect(graph.history, { compact: true })).toContain("branch: 'main'");
});

test("a past state and a part are printed by their size", () => {
  const graph = twoPeople();
  graph.commit("two people");
  graph.addNode();
  expect(inspect(graph.at("HEAD"))).toBe("GraphView { directed: true, nodeCount: 2, edgeCount: 1 }");
  expect(inspect(graph.subgraph(graph.nodes.select([0])))).toBe(
    "GraphView { directed: true, nodeCount: 1, edgeCount: 0 }",
  );
});

test("elements are printed by their attributes, selections by their ids, a hundred of them at most", () => {
  const graph = twoPeople();
  expect(inspect(graph.nodes)).toBe(
    "Elements { kind: 'node', count: 2, schema: { name: 'utf8', born: 'float64' } }",
  );
  expect(inspect(graph.nodes.where("born > 1900"))).toBe(
    "Selection { kind: 'node', count: 1, ids: Uint32Array(1) [ 1 ] }",
  );
  graph.addNodes(1_000);
  expect(inspect(graph.nodes.all())).toContain("902 more items");
});

test("a merge and a difference are printed as what they come to", () => {
  const graph = twoPeople();
  graph.commit("two people");
  graph.branch("other");
  graph.nodes.set(0, { born: 1816 });
  graph.commit("here");
  graph.checkout("other");
  graph.nodes.set(0, { born: 1817 });
  graph.commit("there");
  expect(inspect(graph.merge("main"))).toMatch(
    /^MergeResult \{\n {2}status: 'conflicted',\n {2}conflicts: \[/,
  );
  expect(inspect(graph.history.diff("main", "other"))).toMatch(/^Diff \{\n {2}nodes: ElementDiff \{/);
});

test("what lies too deep is printed by its name", () => {
  const graph = twoPeople();
  expect(inspect({ deep: { graph } }, { depth: 1 })).toBe("{ deep: { graph: [Graph] } }");
  expect(inspect({ graph: graph.subgraph(graph.nodes.select([])) }, { depth: null })).toBe(
    "{ graph: GraphView { directed: true, nodeCount: 0, edgeCount: 0 } }",
  );
});
