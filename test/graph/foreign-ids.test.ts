// Ids of the other kind or of another graph are refused wherever ids are taken, and nothing is changed.
import { describe, expect, it } from "vitest";
import * as A from "../../src/algorithms/index.js";
import { Graph } from "../../src/index.js";
import { dumpGraph } from "./fixture.js";

function world(): Graph {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(4, { attributes: { n: [1, 2, 3, 4] } });
  graph.addEdges([0, 1, 2, 0], [1, 2, 3, 3], { attributes: { w: [1, 2, 3, 4] } });
  graph.commit("start");
  return graph;
}

const any = (value: unknown) => value as never;
const other = world();

/** Sets of ids that are not of the nodes of `graph`, and those that are not of its edges. */
const foreign = (graph: Graph, kind: "nodes" | "edges"): Record<string, unknown> => {
  const wrong = kind === "nodes" ? "edges" : "nodes";
  const result = (of: Graph, which: string) =>
    which === "nodes" ? A.pageRank(of) : A.edgeBetweennessCentrality(of);
  return {
    "a selection of the other kind": graph[wrong].all(),
    "a selection of another graph": other[kind].all(),
    "a selection of the other kind, of the past": graph.at("HEAD")[wrong].all(),
    "all of the other kind": graph[wrong],
    "all of another graph": other[kind],
    "ids of a result of the other kind": result(graph, wrong).ids,
    "ids of a result of another graph": result(other, kind).ids,
  };
};

const NODES: Record<string, (graph: Graph, ids: never) => unknown> = {
  removeNodes: (g, ids) => g.removeNodes(ids),
  "nodes.select": (g, ids) => g.nodes.select(ids),
  neighborhood: (g, ids) => A.neighborhood(g, ids),
  conductance: (g, ids) => A.conductance(g, ids),
  steinerTree: (g, ids) => A.steinerTree(A.toUndirected(g), ids),
  breadthFirstSearch: (g, ids) => A.breadthFirstSearch(g, ids),
  depthFirstSearch: (g, ids) => A.depthFirstSearch(g, ids),
  shortestPathLengths: (g, ids) => A.shortestPathLengths(g, ids),
  dijkstra: (g, ids) => A.dijkstra(g, ids),
  bellmanFord: (g, ids) => A.bellmanFord(g, ids),
  randomWalks: (g, ids) => [...A.randomWalks(g, { length: 2, sources: ids })],
  "the past": (g, ids) => A.neighborhood(g.at("HEAD"), ids),
};

const EDGES: Record<string, (graph: Graph, ids: never) => unknown> = {
  removeEdges: (g, ids) => g.removeEdges(ids),
  "edges.select": (g, ids) => g.edges.select(ids),
};

function expectForeign(graph: Graph, act: () => unknown): void {
  const before = dumpGraph(graph);
  expect(act).toThrow(expect.objectContaining({ code: "FOREIGN_SELECTION" }));
  expect(dumpGraph(graph)).toBe(before);
}

describe.each(Object.entries(NODES))("%s", (_, call) => {
  it("refuses what is not its nodes, and takes what is", () => {
    const graph = world();
    for (const ids of Object.values(foreign(graph, "nodes")))
      expectForeign(graph, () => call(graph, any(ids)));
    call(graph, any(graph.at("HEAD").nodes.select([0, 3])));
  });
});

describe.each(Object.entries(EDGES))("%s", (_, call) => {
  it("refuses what is not its edges, and takes what is, turned round or not", () => {
    const graph = world();
    for (const ids of Object.values(foreign(graph, "edges")))
      expectForeign(graph, () => call(graph, any(ids)));
    call(graph, any(A.reverse(graph).edges.select([0])));
    call(graph, any(graph.subgraph(graph.edges.select([1])).edges));
  });
});

describe("results", () => {
  it("know what they are of", () => {
    const graph = world();
    expect(A.pageRank(graph).kind).toBe("node");
    expect(A.edgeBetweennessCentrality(graph).kind).toBe("edge");
    expect(A.maximumFlow(graph, 0, 3).flow.kind).toBe("edge");
    graph.removeEdge(1);
    graph.removeNode(1);
    expect([A.pageRank(graph).kind, A.edgeBetweennessCentrality(graph).kind]).toEqual(["node", "edge"]);
  });

  it("are written to what they are of, and to nothing else", () => {
    const graph = world();
    const ranks = A.pageRank(graph);
    const between = A.edgeBetweennessCentrality(A.reverse(graph));
    expectForeign(graph, () => graph.nodes.setColumn("x", between));
    expectForeign(graph, () => graph.edges.setColumn("x", ranks));
    expectForeign(graph, () => graph.nodes.setColumn("x", A.pageRank(other)));
    expectForeign(graph, () => graph.nodes.setColumn("x", between.ids, between.values));
    expect(() => graph.nodes.setColumn("x", between)).toThrow(
      '"result" expected a result of nodes of this graph, got one of edges',
    );
    graph.nodes.setColumn("rank", ranks);
    graph.edges.setColumn("between", between);
    expect(graph.edges.get(0, "between")).toBe(between.get(0));
  });

  it("are read as values of nodes where they are of nodes", () => {
    const graph = world();
    const between = A.edgeBetweennessCentrality(graph);
    expectForeign(graph, () => A.pageRank(graph, { personalization: between }));
    expectForeign(graph, () => A.modularity(graph, between));
    expectForeign(graph, () => A.contract(graph, between));
    expect(() => A.dijkstra(graph, 0, { weight: any(between) })).toThrow(/^"weight" expected an attribute/);
    A.pageRank(graph, { personalization: A.pageRank(graph) });
  });
});

it("a list of edges is added as a whole or not at all", () => {
  const graph = new Graph({ directed: false, schema: { edges: { weight: "utf8" } } });
  graph.addNode();
  const before = dumpGraph(graph);
  expect(() => A.lesMiserables().addTo(graph)).toThrow(TypeError);
  expect(dumpGraph(graph)).toBe(before);
  expect(graph.addNode()).toBe(1);
  const bad = new A.EdgeList(false, 2, Uint32Array.of(0), Uint32Array.of(2));
  expect(() => bad.addTo(graph)).toThrow('"targets[0]" expected a number below 2, got 2');
  A.karateClub().addTo(graph);
  expect([graph.nodeCount, graph.edgeCount]).toEqual([36, 78]);
  expect(graph.neighbors(2).every((id) => id >= 2)).toBe(true);
});
