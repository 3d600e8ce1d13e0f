// What can be read of a graph can be read of every view of it.
import { expect, test } from "vitest";
import { complement, reverse, toUndirected, union } from "../../src/algorithms/index.js";
import { Graph, GraphView } from "../../src/index.js";

/** What writes, and what belongs to the history and the store and not to a state. */
const NOT_READERS = new Set(
  `addNode addEdge addNodes addEdges addNumbered removeNode removeEdge removeNodes removeEdges mergeNode
  mergeEdge mergeNodes mergeEdges updateNode updateEdge transaction worktree backup onChange
  commit branch checkout merge status head history at path readOnly flush refresh close constructor
  set setColumn createIndex dropIndex addLabel removeLabel setLabels setRead checkChange checkNew checkColumns labelsWith setLabelSet writer`.split(
    /\s+/,
  ),
);

/** The names of all members, own ones and those of the classes. */
function membersOf(object: object): string[] {
  const names = new Set<string>();
  for (let at: object | null = object; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  return [...names];
}

function world() {
  const graph = new Graph({ key: "name" });
  graph.addNodes(3, { labels: "P", attributes: { name: ["ada", "alan", "grace"], age: [1, 2, 3] } });
  graph.addEdges([0, 1], [1, 2], { type: "T", attributes: { w: [1, 2] } });
  graph.nodes.createIndex("age");
  graph.commit("start");
  const part = graph.subgraph(graph.nodes.select([0, 1]));
  const views: Record<string, GraphView> = {
    past: graph.at("HEAD"),
    part,
    reversed: reverse(graph),
    undirected: toUndirected(graph),
    united: union(part, graph.subgraph(graph.nodes.select([2]))),
    complement: complement(graph) as GraphView,
  };
  return { graph, views };
}

test("each reader of a graph is one of each view, and answers", () => {
  const { graph, views } = world();
  const readers = membersOf(graph).filter((name) => !NOT_READERS.has(name));
  const elements = membersOf(graph.nodes).filter((name) => !NOT_READERS.has(name));
  expect(readers).toEqual(expect.arrayContaining(["node", "hasNode", "neighbors", "csr", "toJSON"]));
  expect(elements).toEqual(expect.arrayContaining(["get", "where", "identity", "indexList", "schema"]));
  for (const view of Object.values(views)) {
    expect(membersOf(view)).toEqual(expect.arrayContaining(readers));
    expect(membersOf(view.nodes)).toEqual(expect.arrayContaining(elements));
    expect(membersOf(view.edges)).toEqual(expect.arrayContaining(elements));
    expect(view.nodes.indexList).toEqual([{ name: "age", kind: "hash" }]);
    for (const elements of [view.nodes, view.edges]) {
      for (const id of elements) expect(elements.withIdentity(elements.identity(id))).toBe(id);
    }
  }
});

test("a view finds nodes by their key as they are in it", () => {
  const { graph, views } = world();
  graph.nodes.set(0, { name: "lovelace" });
  graph.removeNode(2);
  const answers = Object.entries(views).map(([name, view]) => [name, view.node("ada"), view.node("grace")]);
  expect(answers).toEqual([
    ["past", 0, 2],
    ["part", 0, undefined],
    ["reversed", 0, 2],
    ["undirected", 0, 2],
    ["united", 0, 2],
    ["complement", 0, 2],
  ]);
  expect([graph.node("ada"), graph.node("lovelace"), graph.node("grace")]).toEqual([undefined, 0, undefined]);
  for (const view of Object.values(views)) {
    expect(view.node(null)).toBeUndefined();
    expect(() => view.node(5)).toThrow('key "name" expected utf8, got 5');
  }
  const keyless = new Graph();
  keyless.commit("0", { allowEmpty: true });
  expect(() => keyless.at("HEAD").node("x")).toThrow(expect.objectContaining({ code: "MISSING_KEY" }));
});

test("a graph is written by JSON as its size, a selection with its ids, and neither can be cloned", () => {
  const { graph, views } = world();
  const { id } = graph.head.commit!;
  expect(JSON.parse(JSON.stringify(graph))).toEqual({
    directed: true,
    nodeCount: 3,
    edgeCount: 2,
    branch: "main",
    commit: id,
  });
  expect(JSON.stringify({ past: views.past })).toBe('{"past":{"directed":true,"nodeCount":3,"edgeCount":2}}');
  expect(JSON.stringify(graph.edges)).toBe('{"kind":"edge","count":2,"schema":{"w":"float64"}}');
  expect(JSON.stringify(graph.nodes.where("age > 1"))).toBe('{"kind":"node","count":2,"ids":[1,2]}');
  for (const each of [graph, views.past, graph.nodes, graph.nodes.all()])
    expect(() => structuredClone(each)).toThrow(expect.objectContaining({ name: "DataCloneError" }));
});

test("classes bear their names", () => {
  const { graph, views } = world();
  expect([Graph.name, GraphView.name, graph.constructor.name, views.past?.constructor.name]).toEqual([
    "Graph",
    "GraphView",
    "Graph",
    "GraphView",
  ]);
  expect(() => graph.subgraph(views.past as never)).toThrow(/got a GraphView$/);
});
