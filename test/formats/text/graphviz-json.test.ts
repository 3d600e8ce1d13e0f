// Graphviz's JSON: what its objects become, and that what is written is what Graphviz writes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportGraph, formatOf, readGraph } from "../../../src/formats/index.js";
import { Graph } from "../../../src/index.js";
import { fixture, hasFixtures, rootOf } from "../fixtures.js";

const read = async (text: string, options: object = {}) => {
  const { graph, report } = await readGraph(new Blob([text]), {
    format: "graphviz-json",
    ...options,
  } as never);
  const key = (id: number) => graph.nodes.get(id, "key");
  const nodes = Array.from(graph.nodes.ids(), (id) => ({ ...graph.nodes.get(id) }));
  const edges = Array.from(graph.edges.ids(), (id) => [
    key(graph.source(id)),
    key(graph.target(id)),
    { ...graph.edges.get(id) },
  ]);
  return { graph, report, nodes, edges };
};

const written = async (graph: Graph, options: object = {}): Promise<string> => {
  let text = "";
  const decoder = new TextDecoder();
  const sink = (chunk: Uint8Array) => {
    text += decoder.decode(chunk, { stream: true });
  };
  await exportGraph(graph, sink, { format: "graphviz-json", ...options } as never);
  return text;
};

// dot -Tdot_json of: strict digraph "G x" { label=T; node [shape=box]; subgraph cluster_a { label=A; a; b;
// subgraph s2 { color=red; b; c } } {rank=same; x; a} a -> b [weight=2, label=ab]; c -> a:n }
const clusters = `{
  "name": "G x", "directed": true, "strict": true, "label": "T", "_subgraph_cnt": 3,
  "objects": [
    { "name": "%5", "label": "T", "rank": "same", "_gvid": 0, "nodes": [ 6,3 ] },
    { "name": "cluster_a", "label": "A", "_gvid": 1, "subgraphs": [ 2 ], "nodes": [ 3,4,5 ], "edges": [ 0,1 ] },
    { "name": "s2", "color": "red", "label": "A", "_gvid": 2, "nodes": [ 4,5 ] },
    { "_gvid": 3, "name": "a", "label": "\\\\N", "shape": "box" },
    { "_gvid": 4, "name": "b", "label": "\\\\N", "shape": "box" },
    { "_gvid": 5, "name": "c", "label": "\\\\N", "shape": "box" },
    { "_gvid": 6, "name": "x", "label": "\\\\N", "shape": "box" }
  ],
  "edges": [
    { "_gvid": 0, "tail": 3, "head": 4, "label": "ab", "weight": "2" },
    { "_gvid": 1, "tail": 5, "head": 3, "label": "", "headport": "n" }
  ]
}`;

describe("reading", () => {
  test("objects are subgraphs and nodes, edges name nodes by their numbers", async () => {
    const { graph, report, nodes, edges } = await read(clusters);
    expect(nodes).toEqual([
      { key: "a", subgraph: "cluster_a", label: "\\N", shape: "box" },
      { key: "b", subgraph: "s2", label: "\\N", shape: "box" },
      { key: "c", subgraph: "s2", label: "\\N", shape: "box" },
      { key: "x", label: "\\N", shape: "box" },
    ]);
    expect(edges).toEqual([
      ["a", "b", { label: "ab", weight: 2 }],
      ["c", "a", { label: "", headport: "n" }],
    ]);
    expect(graph.directed).toBe(true);
    expect(Object.fromEntries(graph.attributes)).toEqual({
      name: "G x",
      strict: true,
      label: "T",
      subgraphs: [
        { name: "cluster_a", attributes: { label: "A" } },
        { name: "s2", parent: "cluster_a", attributes: { color: "red", label: "A" } },
      ],
    });
    // what the subgraph without a name has of the graph is no loss, and what it has of its own is
    expect(report.losses.map(({ kind, attribute }) => [kind, attribute])).toEqual([["subgraph", "rank"]]);
  });

  test("attributes called as members of the format are attributes, as Graphviz writes both", async () => {
    const { nodes, edges, graph } = await read(`{ "name": "%3", "directed": false, "strict": false,
      "directed": "no", "name": "foo", "objects": "1", "_subgraph_cnt": 1, "objects": [
      { "name": "s", "name": "t", "nodes": "5", "_gvid": 0, "nodes": [ 1 ] },
      { "_gvid": 1, "name": "a", "_gvid": "7", "name": "x", "nodes": "3" }, { "_gvid": 2, "name": "b", "name": "x" }
    ], "edges": [ { "_gvid": 0, "tail": 1, "head": 2, "name": "q", "tail": "1" } ] }`);
    expect(nodes).toEqual([
      { key: "a", subgraph: "s", _gvid: 7, name: "x", nodes: 3 },
      { key: "b", name: "x" },
    ]);
    expect(edges).toEqual([["a", "b", { name: "q", tail: 1 }]]);
    expect(graph.directed).toBe(false);
    expect(Object.fromEntries(graph.attributes)).toEqual({
      directed: "no",
      name: "foo",
      objects: 1,
      subgraphs: [{ name: "s", attributes: { name: "t", nodes: "5" } }],
    });
  });

  test("drawing instructions are json, numbers and words of other writers what they are", async () => {
    const { nodes, edges, graph } = await read(`{ "_draw_": [ { "op": "c", "color": "#fff" } ], "objects": [
      { "_gvid": 0, "name": "a", "_draw_": [ { "op": "e", "rect": [27.000,18.5] } ], "width": 0.75, "pin": true },
      { "name": "b", "_gvid": 1, "width": 1.0 } ], "edges": [ { "tail": "a", "head": "b" } ] }`);
    expect(nodes).toEqual([
      { key: "a", _draw_: [{ op: "e", rect: [27, 18.5] }], width: 0.75, pin: true },
      { key: "b", width: 1 },
    ]);
    expect(edges).toEqual([["a", "b", {}]]);
    expect(Object.fromEntries(graph.attributes)).toEqual({ _draw_: [{ op: "c", color: "#fff" }] });
  });

  test.each([
    [
      "an end that is no node",
      '{"_subgraph_cnt":0,"objects":[{"_gvid":0,"name":"a"}],"edges":[{"tail":0,"head":7}]}',
      "FORMAT_REFERENCE",
      '"head" expected the "_gvid" of a node, got 7',
    ],
    [
      "an edge without ends",
      '{"_subgraph_cnt":0,"objects":[],"edges":[{"_gvid":0}]}',
      "FORMAT_REFERENCE",
      '"tail" expected the "_gvid" of a node, got undefined',
    ],
    [
      "a number twice",
      '{"_subgraph_cnt":0,"objects":[{"_gvid":0,"name":"a"},{"_gvid":0,"name":"b"}]}',
      "FORMAT_DUPLICATE",
      '"_gvid" expected a number of the node\'s own, got 0 again',
    ],
    [
      "a name twice",
      '{"_subgraph_cnt":0,"objects":[{"_gvid":0,"name":"a"},{"_gvid":1,"name":"a"}]}',
      "FORMAT_DUPLICATE",
      'got "a" again',
    ],
    [
      "objects that are none",
      '{"_subgraph_cnt":0,"objects":7}',
      "FORMAT_SYNTAX",
      '"objects" expected an object, got 7',
    ],
    [
      "a node that is none",
      '{"_subgraph_cnt":0,"objects":[7]}',
      "FORMAT_SYNTAX",
      "an object expected an object, got 7",
    ],
  ])("%s is an error with its place, which lenient reads over", async (_what, text, code, message) => {
    const error = await read(text).then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).toMatchObject({ name: "FormatError", code, line: 1 });
    expect(error.message).toContain(message);
    const { report } = await read(text, { lenient: true });
    expect(report.skipped.length).toBeGreaterThan(0);
  });

  test("rings of subgraphs, members that are no nodes and subgraphs behind nodes are survived", async () => {
    const { graph, report } = await read(`{ "_subgraph_cnt": 2, "objects": [
      { "name": "p", "_gvid": 0, "subgraphs": [ 1, 99 ], "nodes": [ 2, 2, 50, "x" ] },
      { "name": "q", "_gvid": 1, "subgraphs": [ 0, 1 ], "nodes": [] }, { "_gvid": 2, "name": "a" } ] }`);
    expect(graph.nodes.get(0, "subgraph")).toBe("p");
    expect(report.losses).toEqual([]);
    const late = await read(
      '{ "objects": [ { "_gvid": 0, "name": "a" }, { "_gvid": 1, "name": "s", "nodes": [0] } ], "edges": [{"tail":0,"head":0}] }',
    );
    expect(late.report.losses.map(({ message }) => message)).toEqual(["subgraphs that stand behind nodes"]);
  });

  test("several graphs in a file: one is read, by its number or name", async () => {
    const document = (name: string, nodes: number, directed = true) =>
      JSON.stringify({
        directed,
        name,
        strict: false,
        _subgraph_cnt: 1,
        size: name,
        objects: [
          { name: `cluster ${name}`, _gvid: 0, nodes: [1] },
          ...Array.from({ length: nodes }, (_, i) => ({ _gvid: i + 1, name: `${name}${i}` })),
        ],
        edges: [{ _gvid: 0, tail: 1, head: nodes }],
      });
    const text = `${document("a", 2)}\n${document("b", 3, false)}\n${document("%3", 1)}\n`;
    await expect(read(text)).rejects.toMatchObject({ code: "FORMAT_UNSUPPORTED" });
    for (const [graph, number] of [
      ["a", 0],
      ["b", 1],
    ]) {
      const [named, numbered] = [await read(text, { graph }), await read(text, { graph: number })];
      for (const { graph: each } of [named, numbered]) {
        expect(each.attributes.get("name")).toBe(graph);
        expect(each.attributes.get("size")).toBe(graph);
        expect([each.directed, each.nodeCount, each.edgeCount]).toEqual([
          graph === "a",
          graph === "a" ? 2 : 3,
          1,
        ]);
        expect(each.nodes.get(0)).toEqual({ key: `${graph}0`, subgraph: `cluster ${graph}` });
      }
    }
    expect((await read(text, { graph: 2 })).graph.nodes.get(0, "key")).toBe("%30");
    for (const graph of ["c", 3])
      await expect(read(text, { graph })).rejects.toMatchObject({ code: "FORMAT_REFERENCE" });
    await expect(read(text, { graph: -1 })).rejects.toThrow(TypeError);
    await expect(read(`${document("a", 2)} x`, { graph: 0 })).rejects.toMatchObject({
      code: "FORMAT_SYNTAX",
    });
  });

  test("files are told by what is in them", async () => {
    expect(await formatOf(new Blob([clusters]))).toBe("graphviz-json");
    expect(await formatOf(new Blob(['{ "name": "%3", "directed": true, "_subgraph_cnt": 0 }']))).toBe(
      "graphviz-json",
    );
    expect(await formatOf(new Blob(['{ "objects": [ { "_gvid": 0, "name": "a" } ], "edges": [] }']))).toBe(
      "graphviz-json",
    );
    expect(await formatOf(new Blob(['{ "nodes": [], "edges": [] }']))).not.toBe("graphviz-json");
  });

  test.skipIf(!hasFixtures)(
    "a drawn graph is the same as JSON and as DOT, but for how each is drawn",
    async () => {
      const without = ["_draw_", "_ldraw_", "_hdraw_", "_tdraw_", "label"];
      const [dot, json] = await Promise.all(
        ["graphviz-layout.dot", "graphviz.json"].map((name) => readGraph(fixture(name), { without })),
      );
      const nodesOf = ({ graph }: typeof dot) =>
        Array.from(graph!.nodes.ids(), (id) => ({ ...graph!.nodes.get(id) })).sort((a, b) =>
          String(a.key).localeCompare(String(b.key)),
        );
      expect(nodesOf(json)).toEqual(nodesOf(dot));
    },
  );
});

describe("writing", () => {
  test("what is written has the numbers and members of Graphviz's own files", async () => {
    const { graph } = await read(clusters);
    const back = JSON.parse(await written(graph));
    expect(back).toMatchObject({ name: "G x", directed: true, strict: true, label: "T", _subgraph_cnt: 2 });
    expect(back.objects).toEqual([
      { name: "cluster_a", label: "A", _gvid: 0, subgraphs: [1], nodes: [2, 3, 4] },
      { name: "s2", color: "red", label: "A", _gvid: 1, nodes: [3, 4] },
      { _gvid: 2, name: "a", label: "\\N", shape: "box" },
      { _gvid: 3, name: "b", label: "\\N", shape: "box" },
      { _gvid: 4, name: "c", label: "\\N", shape: "box" },
      { _gvid: 5, name: "x", label: "\\N", shape: "box" },
    ]);
    expect(back.edges).toEqual([
      { _gvid: 0, tail: 2, head: 3, label: "ab", weight: "2" },
      { _gvid: 1, tail: 4, head: 2, label: "", headport: "n" },
    ]);
    expect(rootOf((await read(JSON.stringify(back))).graph)).toBe(rootOf(graph));
  });

  test("attributes called as members, and names that Graphviz has for nameless graphs, come back", async () => {
    const name = fc.constantFrom(
      "_gvid",
      "name",
      "tail",
      "head",
      "nodes",
      "edges",
      "subgraphs",
      "name 2",
      "label",
    );
    const text = fc.constantFrom("", "1", "%3", "\\N", "<b>x</b>", "true", "é");
    const values = fc.dictionary(name, text, { maxKeys: 4 });
    const own = fc.constantFrom(
      "name",
      "directed",
      "strict",
      "objects",
      "edges",
      "_subgraph_cnt",
      "groggy",
      "bb",
    );
    const property = fc.asyncProperty(
      fc.boolean(),
      fc.array(values, { minLength: 1, maxLength: 4 }),
      fc.array(values, { maxLength: 3 }),
      fc.dictionary(own, fc.oneof(text, fc.boolean(), fc.integer(), fc.constant([{ op: "c" }]))),
      async (directed, nodes, edges, attributes) => {
        const graph = new Graph({ directed, key: "key" });
        nodes.forEach((each, i) => void graph.addNode(null, { key: `%${i}`, ...each } as never));
        edges.forEach((each, i) => void graph.addEdge(i % nodes.length, 0, null, each));
        graph.attributes.set(attributes as never);
        const text = await written(graph);
        const back = await read(text, { key: "key" });
        expect(rootOf(back.graph)).toBe(rootOf(graph));
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  test("subgraphs in subgraphs come back with the nodes of each", async () => {
    const property = fc.asyncProperty(
      fc.array(
        fc.record({ parent: fc.nat(5), color: fc.option(fc.constantFrom("red", ""), { nil: undefined }) }),
        { maxLength: 6 },
      ),
      fc.array(fc.option(fc.nat(6), { nil: undefined }), { minLength: 1, maxLength: 8 }),
      async (groups, nodes) => {
        const graph = new Graph({ key: "key" });
        const subgraphs = groups.map(({ parent, color }, i) => ({
          name: `s${i}`,
          ...(parent < i ? { parent: `s${parent}` } : {}),
          ...(color === undefined ? {} : { attributes: { color } }),
        }));
        if (subgraphs.length > 0) graph.attributes.set({ subgraphs } as never);
        for (const [i, group] of nodes.entries()) {
          const isIn = group !== undefined && group < groups.length;
          graph.addNode(null, { key: `n${i}`, ...(isIn ? { subgraph: `s${group}` } : {}) });
        }
        const text = await written(graph);
        expect(JSON.parse(text)._subgraph_cnt).toBe(groups.length);
        expect(rootOf((await read(text, { key: "key" })).graph)).toBe(rootOf(graph));
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });
});
