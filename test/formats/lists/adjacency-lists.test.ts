// networkx' adjacency lists, on one line and on several: what they say, what is refused, and graphs that come back.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportGraph, formatOf, readGraph } from "../../../src/formats/index.js";
import { Graph } from "../../../src/index.js";
import { inPieces, rootOf } from "../fixtures.js";

const read = async (text: string, format: string, options: object = {}) => {
  const { graph, report } = await readGraph(new Blob([text]), { format, ...options } as never);
  const key = (id: number) => graph.nodes.get(id, "key");
  const edges = Array.from(graph.edges.ids(), (id) => [
    key(graph.source(id)),
    key(graph.target(id)),
    { ...graph.edges.get(id) },
  ]);
  return { graph, report, edges, keys: Array.from(graph.nodes.ids(), key) };
};

const written = async (graph: Graph, format: string, options: object = {}) => {
  let text = "";
  const decoder = new TextDecoder();
  const sink = (chunk: Uint8Array): void => {
    text += decoder.decode(chunk, { stream: true });
  };
  const report = await exportGraph(graph, sink, { format, ...options } as never);
  return { text, report };
};

describe("reading", () => {
  test("a line is a node and its neighbors", async () => {
    const text = "#write.py\n# GMT Sun Nov 29 21:26:12 2026\n#\na b c # so\nb c b\nd\r\n\nc\n";
    const { graph, edges, keys, report } = await read(text, "adjlist");
    expect(keys).toEqual(["a", "b", "c", "d"]);
    expect(edges.map((edge) => edge.slice(0, 2).join(""))).toEqual(["ab", "ac", "bc", "bb"]);
    expect(graph.directed).toBe(false);
    expect(report.warnings.map(({ kind }) => kind)).toEqual(["direction"]);
    const directed = await read(text, "adjlist", { directed: true });
    expect([directed.graph.directed, directed.report.warnings]).toEqual([true, []]);
    expect((await read("# Directed graph\na b\n", "adjlist")).graph.directed).toBe(true);
  });

  test("an edge without direction that stands at both of its ends is one", async () => {
    const ends = async (text: string, options = {}) =>
      (await read(text, "adjlist", options)).edges.map((edge) => edge.slice(0, 2).join(""));
    expect(await ends("a b b c\nb a a\nc a a\n")).toEqual(["ab", "ab", "ac", "ca"]);
    expect(await ends("a b\nb a\n", { directed: true })).toEqual(["ab", "ba"]);
    expect(await ends("a a\n")).toEqual(["aa"]);
  });

  test("a line for each neighbor has a dictionary of attributes", async () => {
    const text = `#nx\na 3\nb {'weight': 0.25, 'color': 'r#d', 'n': 0, 'ok': True, 'l': [1, 2]}\nb {}\nc\nb 1\nb {'weight': 2.0}\nc 0\nd 0\n`;
    const { edges, keys, graph } = await read(text, "multiline-adjlist");
    expect(keys).toEqual(["a", "b", "c", "d"]);
    expect(edges).toEqual([
      ["a", "b", { weight: 0.25, color: "r#d", n: 0, ok: true, l: [1, 2] }],
      ["a", "b", {}],
      ["a", "c", {}],
      ["b", "b", { weight: 2 }],
    ]);
    expect(graph.edges.schema).toMatchObject({ weight: "float64", n: "int32", ok: "bool" });
  });

  test.each([
    ["no number of neighbors", "a\n", { line: 1 }, "a node and the number of its neighbors expected"],
    ["a number that is none", "a x\n", { line: 1 }, "a node and the number of its neighbors expected"],
    ["too few lines", "a 2\nb {}\n", {}, "1 more lines of neighbors expected, got the end of the file"],
    ["a dictionary that is none", "a 1\nb {'x': }\n", { line: 2 }, "a dictionary of attributes expected"],
  ])("%s is an error, and told with lenient", async (_what, text, place, message) => {
    const error = await read(text, "multiline-adjlist").catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "FormatError", code: "FORMAT_SYNTAX", ...place });
    expect(String(error)).toContain(message);
    const { report } = await read(text, "multiline-adjlist", { lenient: true });
    expect(report.skipped.length).toBe(1);
  });

  test("files are told by their lines", async () => {
    const told = (text: string, name?: string) =>
      formatOf(name === undefined ? new Blob([text]) : (new File([text], name) as never));
    expect(await told("0 1 2\n1\n2 3\n3\n")).toBe("adjlist");
    expect(await told("0 2\n1 {'w': 1}\n2 {}\n1 0\n2 0\n")).toBe("multiline-adjlist");
    expect(await told("0 1\n1 2\n2 0\n")).toBe("edgelist");
    await expect(told("some words\nand more of them\n")).rejects.toMatchObject({ code: "FORMAT_UNKNOWN" });
  });
});

describe("writing", () => {
  const value = fc.oneof(
    fc.record({ i: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) }),
    fc.record({ f: fc.double() }),
    fc.record({ b: fc.boolean() }),
    fc.record({ "s'\\": fc.string({ unit: "binary" }).filter((text) => text.isWellFormed()) }),
    fc.constant({}),
  );
  const graphs = fc
    .record({
      directed: fc.boolean(),
      nodes: fc.integer({ min: 1, max: 6 }),
      edges: fc.array(fc.record({ source: fc.nat(5), target: fc.nat(5), value }), { maxLength: 8 }),
    })
    .map(({ directed, nodes, edges }) => {
      const graph = new Graph({ directed, key: "key", schema: { edges: { i: "int32" } } } as never);
      for (let i = 0; i < nodes; i++) graph.addNode(null, { key: `n${i}` } as never);
      const own = edges.filter(
        ({ source, target }) => source < nodes && target < nodes && (directed || source <= target),
      );
      // mentioned nodes come first
      for (const each of own.sort((a, b) => a.source - b.source))
        graph.addEdge(each.source, each.target, null, each.value as never);
      return graph;
    });

  const shape = (graph: Graph, withValues: boolean) => [
    graph.directed,
    Array.from(graph.nodes.ids(), (id) => String(graph.nodes.get(id, "key"))).sort(),
    Array.from(graph.edges.ids(), (id) => [
      graph.nodes.get(graph.source(id), "key"),
      graph.nodes.get(graph.target(id), "key"),
      withValues ? { ...graph.edges.get(id) } : {},
    ]),
  ];

  test.each(["adjlist", "multiline-adjlist"])("%s comes back, in pieces of any size", async (format) => {
    const hasValues = format === "multiline-adjlist";
    const property = fc.asyncProperty(graphs, fc.integer({ min: 1, max: 9 }), async (graph, size) => {
      const { text, report } = await written(graph, format);
      const back = (await readGraph(new Blob([text]), { format, key: "key" })).graph;
      const wanted = shape(graph, hasValues);
      expect(shape(back, hasValues)).toEqual(wanted);
      const bytes = new TextEncoder().encode(text);
      expect(rootOf((await readGraph(inPieces(bytes, size), { format, key: "key" })).graph)).toBe(
        rootOf(back),
      );
      expect(
        report.losses.map(({ kind }) => kind).filter((kind) => kind !== "attribute" && kind !== "type"),
      ).toEqual([]);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  test("what is lost is told, and ids that cannot be are refused", async () => {
    const graph = new Graph({ key: "key" });
    const [a, b] = [graph.addNode("L", { key: "a", x: 1 }), graph.addNode(null, { key: "b" })];
    graph.addEdge(b, a, "T", { w: 1, at: new Date(0) });
    graph.addEdge(a, b);
    const kinds = async (format: string) =>
      (await written(graph, format)).report.losses.map(({ kind, attribute }) =>
        `${kind} ${attribute ?? ""}`.trim(),
      );
    const common = ["attribute x", "labels", "types", "order"];
    expect(await kinds("adjlist")).toEqual(["attribute w", "attribute at", ...common]);
    expect(await kinds("multiline-adjlist")).toEqual(["type at", ...common]);
    expect((await written(graph, "multiline-adjlist")).text).toBe(
      "# Directed graph\na 1\nb {}\nb 1\na {'w': 1.0, 'at': '1970-01-01T00:00:00.000Z'}\n",
    );
    for (const key of ["x y", "#x", ""]) {
      const bad = new Graph({ key: "key" });
      bad.addNode(null, { key });
      await expect(written(bad, "adjlist")).rejects.toMatchObject({ code: "FORMAT_UNSUPPORTED" });
    }
  });
});

test("edge lists with dictionaries have all attributes of edges, as networkx writes and reads them", async () => {
  const value = fc.record(
    {
      w: fc.double(),
      n: fc.integer(),
      s: fc.string({ unit: "binary" }).filter((text) => text.isWellFormed()),
      b: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(3), fc.nat(3), value), { minLength: 1 }),
      fc.boolean(),
      async (edges, spaces) => {
        const graph = new Graph({ key: "key" });
        const attributes = { w: "float64", n: "int32", s: "utf8", b: "bool" } as const;
        const nodes = [0, 1, 2, 3].map((i) => graph.addNode({ key: spaces ? `a node ${i}` : `n${i}` }));
        for (const [source, target, values] of edges) graph.addEdge(nodes[source], nodes[target], values);
        const { text, report } = await written(graph, "edgelist", { data: true });
        expect(report.losses.map(({ kind }) => kind).filter((kind) => kind !== "isolatedNodes")).toEqual([]);
        const back = await read(text, "edgelist", { types: attributes });
        expect(back.edges.map(([from, to]) => [from, to])).toEqual(
          edges.map(([from, to]) => [graph.nodes.get(nodes[from], "key"), graph.nodes.get(nodes[to], "key")]),
        );
        expect(back.edges.map(([, , values]) => values)).toEqual(edges.map(([, , values]) => values));
      },
    ),
    { numRuns: 60 },
  );
  const graph = new Graph({ key: "key" });
  const [a, b] = ["a", "b"].map((key) => graph.addNode({ key }));
  graph.addEdge(a, b, { kind: "x", weight: 1.5 });
  expect((await written(graph, "edgelist", { data: true })).text).toBe(
    "# Directed graph\na b {'kind': 'x', 'weight': 1.5}\n",
  );
  expect((await written(graph, "edgelist")).text).toBe("# Directed graph\na b 1.5\n");
  await expect(written(graph, "edgelist", { data: 1 })).rejects.toThrow(TypeError);
});
