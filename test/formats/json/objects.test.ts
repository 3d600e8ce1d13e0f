// Plain objects as graphs and graphs as plain objects, with the libraries whose formats they are.
import cytoscape from "cytoscape";
import fc from "fast-check";
import Graphology from "graphology";
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../src/formats/index.js";
import {
  FormatError,
  fromCytoscape,
  fromGraphology,
  fromJsonGraph,
  fromNodeLink,
  toCytoscape,
  toD3,
  toGraphology,
  toJsonGraph,
  toNodeLink,
} from "../../../src/formats/json/index.js";
import { Graph } from "../../../src/index.js";
import { rootOf } from "../fixtures.js";
import { graphOf, graphs, KEY, typesIn } from "../graphs.js";

const MultiGraph = (Graphology.default ?? Graphology) as typeof Graphology.default;

describe.each([
  ["graphology", toGraphology, fromGraphology],
  ["node-link", toNodeLink, fromNodeLink],
  ["node-link with links", (graph: Graph) => toNodeLink(graph, { edges: "links" }), fromNodeLink],
  ["Cytoscape", toCytoscape, fromCytoscape],
  ["JSON Graph Format", toJsonGraph, fromJsonGraph],
] as const)("%s", (name, to, from) => {
  test("a graph goes out and comes back with the same root, and nothing is shared", () => {
    const property = fc.property(graphs, (data) => {
      // JavaScript puts keys that are whole numbers first
      fc.pre(name !== "JSON Graph Format" || !data.keys.some((key) => /^\d+$/.test(key)));
      const graph = graphOf(data);
      const before = rootOf(graph);
      const object = to(graph);
      const options = { types: typesIn(graph), key: KEY, directed: data.directed } as object;
      const back = from(object, options);
      expect(rootOf(back)).toBe(rootOf(graphOf(data, ALL)));
      spoil(object);
      expect([rootOf(graph), rootOf(back)]).toEqual([before, rootOf(graphOf(data, ALL))]);
    });
    fc.assert(property, { numRuns: 150 });
  });

  test("any value is a graph or refused", () => {
    const property = fc.property(
      fc.anything({ withBigInt: true, withDate: true, withTypedArray: true }),
      (value) => {
        try {
          from(value as object);
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  test("what is no view is refused", () => {
    expect(() => to({} as Graph)).toThrow('"graph" expected a graph or a view');
  });
});

/** All that a format might hold. */
const ALL = {
  direction: "graph",
  ids: "text",
  labels: "many",
  edgeTypes: true,
  nodeAttributes: true,
  edgeAttributes: true,
  graphAttributes: true,
  types: [
    ...["bool", "int32", "int64", "integer", "float32", "float64", "utf8", "timestamp", "binary", "json"],
    ...["date", "localtime", "time", "localdatetime", "datetime", "duration"],
  ],
  typesAsked: [],
  lists: "kept",
  absent: true,
  isolatedNodes: true,
  parallelEdges: true,
  selfLoops: true,
} as const;

/** Changes all that can be changed in an object. */
function spoil(value: unknown): void {
  // dates, times and durations are frozen
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  if (value instanceof Date) value.setTime(0);
  else if (value instanceof Uint8Array) value.fill(7);
  else if (Array.isArray(value)) {
    for (const item of value) spoil(item);
    value.push("spoilt");
  } else {
    for (const item of Object.values(value)) spoil(item);
    (value as Record<string, unknown>).spoilt = true;
  }
}

const ships = () => {
  const graph = new Graph({ key: "id", directed: true });
  graph.addNode("Ship", { id: "a", x: 1, y: 2, tags: ["t"], note: "n" });
  graph.addNode(["Ship", "Old"], { id: "b" });
  graph.addEdge(0, 1, "MEETS", { weight: 2.5 });
  graph.addEdge(0, 1);
  return graph;
};

test("options are checked", () => {
  expect(() => toD3(new Graph(), { edge: "x" } as never)).toThrow('got "edge"');
  expect(() => toNodeLink(new Graph(), { edges: "x" } as never)).toThrow('"edges" expected one of');
  expect(() => fromGraphology({}, { ends: "id" } as never)).toThrow('got "ends"');
  expect(() => fromNodeLink({}, { onReport: 5 } as never)).toThrow('"onReport" expected a function');
});

test("numbers are float64, as everywhere where JavaScript gives them", () => {
  const graph = fromGraphology({
    nodes: [{ key: "a", attributes: { n: 1, list: [1, 2], big: 2n ** 60n } }],
    edges: [],
  });
  expect(graph.nodes.schema).toEqual({ key: "utf8", n: "float64", list: "list<float64>", big: "int64" });
  expect(
    fromNodeLink({ nodes: [{ id: "a", n: 1 }], links: [] }, { types: { n: "int32" } }).nodes.schema.n,
  ).toBe("int32");
});

test("an object has the same ids, ends, labels and types as the file", async () => {
  const graph = ships();
  for (const [format, to, from] of [
    ["graphology", toGraphology, fromGraphology],
    ["node-link", toNodeLink, fromNodeLink],
    ["cytoscape", toCytoscape, fromCytoscape],
    ["jgf", toJsonGraph, fromJsonGraph],
  ] as const) {
    const object = to(graph as unknown as Graph);
    const types = { x: "float64", y: "float64" } as const;
    const read = await readGraph(new Blob([JSON.stringify(object)]), { format, types });
    expect(rootOf(read.graph)).toBe(rootOf(from(object, { types })));
  }
});

test("graphology takes what it is given, and gives it back", () => {
  const there = MultiGraph.from(toGraphology(ships()) as never);
  expect([there.order, there.size, there.type, there.multi]).toEqual([2, 2, "directed", true]);
  expect(there.getNodeAttributes("a")).toEqual({ labels: ["Ship"], x: 1, y: 2, tags: ["t"], note: "n" });
  const back = fromGraphology(there, { without: ["key"], key: "id" });
  expect(rootOf(back)).toBe(rootOf(ships() as unknown as Graph));
});

test("mixed graphs of graphology stay mixed", () => {
  const there = new MultiGraph({ type: "mixed" });
  there.mergeDirectedEdge("a", "b");
  there.mergeUndirectedEdge("b", "c");
  const graph = fromGraphology(there);
  expect(Array.from(graph.edges.ids(), (id) => graph.edges.get(id, "undirected"))).toEqual([undefined, true]);
  const again = MultiGraph.from(toGraphology(graph) as never);
  expect([again.type, again.directedSize, again.undirectedSize, again.multi]).toEqual(["mixed", 1, 1, false]);
});

test("cytoscape.js takes what it is given, and gives it back", () => {
  const cy = cytoscape({
    headless: true,
    layout: { name: "preset" },
    elements: toCytoscape(ships()).elements as never,
  });
  expect([cy.nodes().length, cy.edges().length, cy.$("#a").hasClass("Ship"), cy.$("#a").position()]).toEqual([
    2,
    2,
    true,
    { x: 1, y: 2 },
  ]);
  const back = fromCytoscape(cy, { key: "id" });
  expect([back.nodes.labels(1), back.edges.type(0), back.nodes.get(0, "x")]).toEqual([
    ["Old", "Ship"],
    "MEETS",
    1,
  ]);
  expect(fromCytoscape(cy.elements().jsons()).nodeCount).toBe(2);
});

test("d3 may write into its copy, and the links that it has changed are read", () => {
  const graph = ships();
  const { nodes, links } = toD3(graph);
  const simulated = links.map((link, index) => ({
    ...link,
    index,
    source: nodes.find(({ id }) => id === link.source)!,
    target: nodes.find(({ id }) => id === link.target)!,
  }));
  for (const [index, node] of nodes.entries()) Object.assign(node, { index, vx: 0.5, vy: 0 });
  expect(graph.nodes.get(0)).toEqual({ id: "a", x: 1, y: 2, tags: ["t"], note: "n" });
  const back = fromNodeLink({ nodes, links: simulated }, { without: ["index", "vx", "vy"] });
  expect(rootOf(back)).toBe(rootOf(graph as unknown as Graph));
});

test("places in an object are named as JavaScript has them", () => {
  expect(() => fromGraphology({ nodes: [{ key: "a" }, { key: {} }] })).toThrow(
    'nodes[1]: "key" expected an id',
  );
  expect(() => fromCytoscape({ elements: { nodes: [{ data: 5 }] } })).toThrow("elements.nodes[0]: ");
  expect(() => fromJsonGraph({ graphs: [{ id: "g", nodes: { "a b": 5 } }] })).toThrow(
    'graphs[0].nodes["a b"]: ',
  );
  expect(() => fromNodeLink({ nodes: [{ id: 1 }], links: [{ source: 1, target: 2 }] })).toThrow("links[0]: ");
  expect(() => fromNodeLink(5 as never)).toThrow("data: an object expected, got 5");
});

test("objects in themselves, and those that are too deep, are refused", () => {
  const loop: Record<string, unknown> = { key: "a" };
  loop.attributes = { loop };
  expect(() => fromGraphology({ nodes: [loop] })).toThrow("nesting of objects expected at most 1000");
});

test("each property is read once", () => {
  let reads = 0;
  const attributes = Object.defineProperty({}, "age", { enumerable: true, get: () => ++reads });
  const graph = fromGraphology({ nodes: [{ key: "a", attributes }] });
  expect([reads, graph.nodes.get(0, "age")]).toEqual([1, 1]);
});

test("the report says what was left out", () => {
  const reports: unknown[] = [];
  const graph = fromJsonGraph(
    { graph: { nodes: { a: {} }, hyperedges: [{ nodes: ["a"] }] } },
    { onReport: (report) => reports.push(report) },
  );
  expect(graph.nodeCount).toBe(1);
  expect(reports).toMatchObject([
    { format: "jgf", nodeCount: 1, key: "id", losses: [{ kind: "hyperedge", count: 1 }] },
  ]);
});

test("past states and subgraphs are written as well", () => {
  const graph = ships();
  graph.commit("one");
  graph.removeNode(1);
  expect(toD3(graph.at("main")).links.length).toBe(2);
  expect(toD3(graph.subgraph(graph.nodes.withLabel("Old"))).nodes).toEqual([]);
});

test("__proto__ is a name like any other", () => {
  const data = JSON.parse(
    '{"nodes":[{"key":"__proto__","attributes":{"__proto__":{"polluted":1}}}],"edges":[]}',
  );
  const graph = fromGraphology(data);
  expect(graph.nodes.get(0, "__proto__")).toEqual({ polluted: 1 });
  const [node] = toGraphology(graph).nodes;
  expect(Object.keys(node!.attributes)).toEqual(["__proto__"]);
  expect(Object.keys(toJsonGraph(graph).graph.nodes)).toEqual(["__proto__"]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
