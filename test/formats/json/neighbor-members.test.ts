import fc from "fast-check";
import { readGraph } from "groggy/formats";
import { expect, test } from "vitest";

type Attributes = Record<string, number>;

/** Edges of a graph as sorted texts; those without direction with their ends in order. */
function edgesOf(list: readonly [string, string, Attributes][], directed: boolean): string[] {
  return list
    .map(([a, b, attributes]) => JSON.stringify([...(directed || a <= b ? [a, b] : [b, a]), attributes]))
    .sort();
}

async function read(document: unknown, options = {}) {
  const { graph, report } = await readGraph(new Blob([JSON.stringify(document)]), {
    format: "adjacency",
    ...options,
  });
  const key = (node: number): string => graph.nodes.get(node, report.key as string) as string;
  const edges = [...graph.edges].map((edge): [string, string, Attributes] => [
    key(graph.source(edge)),
    key(graph.target(edge)),
    { ...(graph.edges.get(edge) as Attributes) },
  ]);
  return { graph, report, nodes: [...graph.nodes].map(key).sort(), edges };
}

test("a dictionary of dictionaries is read as networkx has it, in simple graphs and in multigraphs", async () => {
  const node = fc.integer({ min: 0, max: 5 }).map((n) => `n${n}`);
  const edge = fc.tuple(node, node, fc.record({ w: fc.integer({ min: 0, max: 9 }) }, { requiredKeys: [] }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(edge, { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      fc.boolean(),
      async (given, directed, multi) => {
        const seen = new Set<string>();
        const edges = given.filter(([a, b]) => {
          const pair = JSON.stringify(directed || a <= b ? [a, b] : [b, a]);
          if (!multi && seen.has(pair)) return false;
          seen.add(pair);
          return true;
        });
        const document: Record<string, Record<string, Record<string, unknown>>> = {};
        for (let n = 0; n < 6; n++) document[`n${n}`] = {};
        for (const [i, [a, b, attributes]] of edges.entries())
          for (const [from, to] of directed || a === b
            ? [[a, b]]
            : [
                [a, b],
                [b, a],
              ]) {
            if (!multi) document[from][to] = attributes;
            else {
              document[from][to] ??= {};
              document[from][to][i] = attributes;
            }
          }
        const found = await read(document, { directed });
        expect(found.nodes).toEqual(Object.keys(document));
        expect(edgesOf(found.edges, directed)).toEqual(edgesOf(edges, directed));
        expect(found.graph.directed).toBe(directed);
      },
    ),
  );
});

test("neighbors that do not all name each other have directions, as far as all nodes are members", async () => {
  expect((await read({ a: { b: {} }, b: {} })).graph.directed).toBe(true);
  expect((await read({ a: { b: { w: 1 } }, b: { a: { w: 1 } } })).graph.directed).toBe(false);
  expect((await read({ 0: [1], 1: [] })).graph.directed).toBe(true);
  // igraph lists no node without edges behind it
  const { graph, report } = await read({ 0: [1, 1], 1: [2] });
  expect([graph.directed, graph.edgeCount]).toEqual([false, 3]);
  expect(report.warnings.map(({ kind }) => kind)).toEqual(["direction"]);
  expect((await read({ a: { b: {} }, b: { a: {} } }, { directed: true })).graph.edgeCount).toBe(2);
});

test("documents of neighbors are known without their format", async () => {
  for (const document of [
    { 0: { 1: { weight: 4 } }, 1: { 0: { weight: 4 } } },
    { a: { b: { 0: { w: 1 }, named: { w: 2 } } }, b: {} },
    { 0: {}, 1: {} },
    { 0: [], 1: [] },
  ]) {
    const { report } = await readGraph(new Blob([JSON.stringify(document)]));
    expect(report.nodeCount).toBe(2);
  }
});

test("ends that are tuples of networkx are found in Cytoscape's JSON", async () => {
  const data = (id: string, value: unknown) => ({ data: { id, value, name: id } });
  const nodes = [data("(0, 'a b')", [0, "a b"]), data('(1.0, "it\'s")', [1.5, "it's"]), data("(2,)", [2])];
  const text =
    `{"data":[],"directed":false,"multigraph":false,"elements":{"nodes":${JSON.stringify(nodes)},` +
    `"edges":[{"data":{"source":[0,"a b"],"target":[1.0,"it's"]}},{"data":{"source":[2],"target":[0,"a b"]}}]}}`;
  const { graph } = await readGraph(new Blob([text]));
  expect([...graph.edges].map((edge) => [graph.source(edge), graph.target(edge)])).toEqual([
    [0, 1],
    [2, 0],
  ]);
});

test("links name nodes without ids by their names, which may be numbers", async () => {
  const document = {
    nodes: [{ name: "a" }, { name: 8 }],
    links: [
      { source: "a", target: 8 },
      { source: 8, target: "a" },
    ],
  };
  const { graph } = await readGraph(new Blob([JSON.stringify(document)]));
  expect([...graph.edges].map((edge) => [graph.source(edge), graph.target(edge)])).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

test("elements with data whose ends are outside of it are no elements of Cytoscape", async () => {
  const document = {
    nodes: [{ id: "1", data: { label: "A" } }, { id: "2" }],
    edges: [{ id: "e", source: "1", target: "2", data: { w: 1 } }],
  };
  const { graph, report } = await readGraph(new Blob([JSON.stringify(document)]));
  expect([report.format, graph.edgeCount]).toEqual(["node-link", 1]);
  expect(graph.edges.get(0)).toEqual({ id: "e", data: { w: 1 } });
});
