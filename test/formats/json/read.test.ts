// The JSON formats as other tools write them: what each of their parts becomes, and how they are told apart.
import { describe, expect, test } from "vitest";
import { formatOf, importGraph, readGraph } from "../../../src/formats/index.js";
import { fromNodeLink } from "../../../src/formats/json/index.js";
import type { Graph } from "../../../src/index.js";

const read = (text: string | object, options: object = {}, name = "graph.json") =>
  readGraph(
    { source: new Blob([typeof text === "string" ? text : JSON.stringify(text)]), name },
    options as never,
  );

/** Edges as `source>target`, by a key. */
const ends = (graph: Graph, key: string | null): string[] =>
  Array.from(graph.edges.ids(), (id) => {
    const [source, target] = [graph.source(id), graph.target(id)].map((node) =>
      key === null ? node : graph.nodes.get(node, key),
    );
    return `${source}>${target}`;
  });

describe("detection by content", () => {
  test.each([
    ["graphology", '{"attributes":{},"options":{"type":"mixed"},"nodes":[],"edges":[]}'],
    ["graphology", '{"nodes":[{"key":"a"}],"edges":[]}'],
    ["node-link", '{"nodes":[{"id":1}],"links":[]}'],
    ["node-link", '{"directed":false,"multigraph":false,"graph":{},"nodes":[],"edges":[]}'],
    ["node-link", '{"nodes":[{"id":1,"label":"a"}],"edges":[{"from":1,"to":1}]}'],
    ["adjacency", '{"directed":false,"multigraph":false,"graph":[],"nodes":[{"id":1}],"adjacency":[[]]}'],
    ["cytoscape", '{"data":[],"directed":false,"elements":{"nodes":[],"edges":[]}}'],
    ["cytoscape", '{"nodes":[{"data":{"id":"a"}}],"edges":[]}'],
    ["cytoscape", '[{"data":{"id":"a"}}]'],
    ["jgf", '{"graph":{"nodes":{"a":{}},"edges":[]}}'],
    ["jgf", '{"graph":{"directed":true,"nodes":[{"id":"a"}]}}'],
    ["jgf", '{"graphs":[{"nodes":{}},{"nodes":{}}]}'],
    ["apoc", '{"nodes":[{"type":"node","id":"0","labels":["A"],"properties":{}}],"rels":[]}'],
    ["jsonl", '{"id":1}\n{"id":2}\n'],
    ["npm-lock", '{"name":"x","lockfileVersion":3,"packages":{"":{}}}'],
  ])("%s", async (format, text) => {
    expect(await formatOf(new Blob([text]))).toBe(format);
    expect(await formatOf(new Blob([` \n${text}`]))).toBe(format);
  });

  test.each([
    '{"hello":"world"}',
    "[]",
    "[1,2]",
    '{"nodes":5}',
    '{"objects":[],"edges":[{"tail":0,"head":1}],"directed":true}',
    "{",
    "",
  ])("%s is none of them", async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: "FORMAT_UNKNOWN" });
  });

  test("a long list of nodes hides what comes behind it; the reader finds out", async () => {
    const nodes = Array.from({ length: 9000 }, (_, id) => ({ id }));
    const text = {
      directed: true,
      multigraph: false,
      graph: {},
      nodes,
      adjacency: nodes.map(() => [{ id: 0 }]),
    };
    const { graph, report } = await read(text);
    expect([graph.nodeCount, graph.edgeCount, report.format]).toEqual([9000, 9000, "adjacency"]);
  });
});

describe("node-link", () => {
  test("ends are positions where nodes have no ids, as in d3 3 and networkx 1", async () => {
    const { graph, report } = await read({
      nodes: [
        { name: "Myriel", group: 1 },
        { name: "Napoleon", group: 1 },
      ],
      links: [{ source: 1, target: 0, value: 1 }],
    });
    expect(report.key).toBe(null);
    expect(ends(graph, "name")).toEqual(["Napoleon>Myriel"]);
    expect(graph.edges.get(0)).toEqual({ value: 1 });
  });

  test("ends are positions where numbers name no node and all ids are texts", async () => {
    const nodes = [{ id: "a" }, { id: "b" }];
    const { graph } = await read({ nodes, links: [{ source: 0, target: 1 }] });
    expect(ends(graph, "id")).toEqual(["a>b"]);
    await expect(read({ nodes, links: [{ source: 0, target: 2 }] })).rejects.toMatchObject({
      code: "FORMAT_REFERENCE",
    });
  });

  test("numbers are ids where they name nodes, and never positions where ids are numbers", async () => {
    const links = [{ source: 2, target: 1 }];
    expect(ends((await read({ nodes: [{ id: "1" }, { id: "2" }], links })).graph, "id")).toEqual(["2>1"]);
    const numbers = { nodes: [{ id: 10 }, { id: 20 }], links: [{ source: 0, target: 1 }] };
    await expect(read(numbers)).rejects.toMatchObject({ code: "FORMAT_REFERENCE" });
    expect(ends((await read(numbers, { ends: "index" })).graph, "id")).toEqual(["10>20"]);
  });

  test("a position that there is none of is refused with its place, or left out", async () => {
    const text = '{"nodes":[{},{}],\n"links":[{"source":0,"target":1},\n{"source":0,"target":2}]}';
    await expect(read(text)).rejects.toMatchObject({
      code: "FORMAT_REFERENCE",
      line: 3,
      column: 1,
      offset: 52,
    });
    const { graph, report } = await read(text, { lenient: true });
    expect([graph.edgeCount, report.skipped[0]?.count]).toEqual([1, 1]);
  });

  test("ends that d3 has replaced by nodes are these nodes", async () => {
    const nodes = [
      { id: "a", index: 0 },
      { id: "b", index: 1 },
    ];
    const { graph } = await read({ nodes, links: [{ source: nodes[1], target: nodes[0], index: 0 }] });
    expect(ends(graph, "id")).toEqual(["b>a"]);
    const nameless = [{ index: 0 }, { index: 1 }];
    const second = await read({ nodes: nameless, links: [{ source: nameless[1], target: nameless[0] }] });
    expect(ends(second.graph, null)).toEqual(["1>0"]);
  });

  test("names stand for nodes without ids", async () => {
    const { graph } = await read({
      nodes: [{ name: "x" }, { name: "y" }],
      links: [{ source: "y", target: "x" }],
    });
    expect(ends(graph, "name")).toEqual(["y>x"]);
  });

  test("other names for properties, vis.js's ends and Gephi's nested attributes", async () => {
    const named = await read(
      { nodes: [{ uuid: "a" }], links: [{ a: "a", b: "a" }] },
      { columns: { id: "uuid", source: "a", target: "b" } },
    );
    expect([ends(named.graph, "uuid"), named.report.key]).toEqual([["a>a"], "uuid"]);
    const { graph } = await read({
      nodes: [{ id: "1", x: 0.5, attributes: { "Modularity Class": "8" } }],
      edges: [{ from: 1, to: 1, attributes: { Weight: 2 } }],
    });
    expect(graph.nodes.get(0)).toEqual({ id: "1", x: 0.5, "Modularity Class": "8" });
    expect(graph.edges.get(0)).toEqual({ Weight: 2 });
  });

  test("directions, graph attributes and keys of parallel edges, wherever they stand", async () => {
    const { graph, report } = await read({
      nodes: [{ id: 1 }, { id: 2 }],
      edges: [
        { source: 1, target: 2, key: 0 },
        { source: 1, target: 2, key: 1 },
      ],
      multigraph: true,
      graph: { name: "ships", since: 1936 },
      directed: false,
    });
    expect(graph.directed).toBe(false);
    expect(report.graphAttributes).toEqual({ name: "ships", since: 1936 });
    expect(Array.from(graph.edges.ids(), (id) => graph.edges.get(id, "key"))).toEqual([0, 1]);
  });

  test("numbers as Python writes them", async () => {
    const { graph } = await read(
      '{"nodes":[{"id":9007199254740993,"h":NaN,"w":1.0},{"id":2,"h":-Infinity,"w":2},{"id":3,"h":1e400}],"links":[]}',
    );
    expect(graph.nodes.schema).toEqual({ id: "utf8", h: "float64", w: "float64" });
    expect(Array.from(graph.nodes.ids(), (id) => graph.nodes.get(id, "id"))).toEqual([
      "9007199254740993",
      "2",
      "3",
    ]);
    expect(Array.from(graph.nodes.ids(), (id) => graph.nodes.get(id, "h"))).toEqual([
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });
});

describe("ids that are arrays, as networkx writes tuples", () => {
  const links = {
    directed: false,
    multigraph: false,
    graph: {},
    nodes: [{ id: [0, 0] }, { id: [0, 1], pos: 3 }, { id: ["a", [1, null, true]] }, { id: 7 }, { id: [] }],
    edges: [
      { source: [0, 0], target: [0, 1], weight: 2 },
      { source: ["a", [1, null, true]], target: [] },
      { source: 7, target: [0, 0] },
    ],
  };
  const keys = ["[0,0]", "[0,1]", '["a",[1,null,true]]', "7", "[]"];
  const wanted = ["[0,0]>[0,1]", '["a",[1,null,true]]>[]', "7>[0,0]"];

  test("are their JSON text, and told of", async () => {
    const { graph, report } = await read(links);
    expect([...graph.nodes.column("id")]).toEqual(keys);
    expect(ends(graph, "id")).toEqual(wanted);
    expect(report.warnings).toMatchObject([{ kind: "arrayId", count: 4 }]);
    const again = await importGraph(graph, new Blob([JSON.stringify(links)]), { replace: true });
    expect([again.nodeCount, again.edgeCount]).toEqual([0, 0]);
  });

  test("name neighbors in adjacency", async () => {
    const { nodes } = links;
    const adjacency = [[{ id: [0, 1] }, { id: 7 }], [{ id: [0, 0] }], [{ id: [] }], [], []];
    const { graph, report } = await read({ ...links, edges: undefined, nodes, adjacency });
    expect(report.format).toBe("adjacency");
    expect(ends(graph, "id")).toEqual(["[0,0]>[0,1]", "[0,0]>7", '["a",[1,null,true]]>[]']);
  });

  test("numbers in them are as those that are ids, whole ones beyond 2^53 exact", async () => {
    const text =
      '{"nodes":[{"id":[9007199254740993, 1.0, 1.5]}],"links":[{"source":[9007199254740993,1,1.50],"target":[9007199254740993,1,1.5]}]}';
    const { graph } = await read(text);
    expect([...graph.nodes.column("id")]).toEqual(["[9007199254740993,1,1.5]"]);
    expect(graph.edgeCount).toBe(1);
  });

  test("of plain objects as well; objects in them are refused", async () => {
    expect(fromNodeLink(links).nodeCount).toBe(5);
    await expect(
      read({ nodes: [{ id: "a" }], links: [{ source: [{ x: 1 }], target: "a" }] }),
    ).rejects.toMatchObject({ code: "FORMAT_VALUE" });
  });
});

describe("adjacency", () => {
  const nodes = [{ id: "a", size: 1 }, { id: "b" }, { id: "c" }];
  test("an edge without direction stands there from both ends, and is one", async () => {
    const { graph } = await read({
      directed: false,
      multigraph: false,
      graph: [["name", "x"]],
      nodes,
      adjacency: [[{ weight: 2, id: "b" }, { id: "a" }], [{ weight: 2, id: "a" }], []],
    });
    expect([graph.directed, ends(graph, "id")]).toEqual([false, ["a>b", "a>a"]]);
    expect(graph.edges.get(0)).toEqual({ weight: 2 });
  });

  test("parallel edges are told apart by their keys", async () => {
    const both = (id: string) => [
      { id, key: 0 },
      { id, key: 1 },
      { id, key: "x" },
    ];
    const { graph } = await read({
      directed: false,
      multigraph: true,
      graph: [],
      nodes,
      adjacency: [both("b"), both("a"), []],
    });
    expect(graph.edgeCount).toBe(3);
  });

  test("edges with direction are all there", async () => {
    const { graph } = await read({
      directed: true,
      multigraph: false,
      graph: {},
      nodes,
      adjacency: [[{ id: "b" }], [{ id: "a" }], [{ id: "c" }]],
    });
    expect(ends(graph, "id")).toEqual(["a>b", "b>a", "c>c"]);
  });

  test("more lists than nodes are refused", async () => {
    await expect(
      read({ directed: true, multigraph: false, graph: {}, nodes: [{ id: 1 }], adjacency: [[], []] }),
    ).rejects.toMatchObject({ code: "FORMAT_REFERENCE" });
  });
});

describe("Cytoscape", () => {
  test("desktop's file: data of the network, positions, selected elements are told of", async () => {
    const { graph, report } = await read(
      {
        format_version: "1.0",
        generated_by: "cytoscape-3.10.1",
        target_cytoscapejs_version: "~2.1",
        data: { shared_name: "net", SUID: 52 },
        elements: {
          nodes: [
            {
              data: { id: "61", SUID: 61, name: "Node 1", selected: false },
              position: { x: -10.5, y: 3 },
              selected: false,
            },
            { data: { id: "63", SUID: 63 }, position: { x: 1, y: 2 }, selected: true },
          ],
          edges: [{ data: { id: "65", source: "61", target: "63", interaction: "pp" }, selected: false }],
        },
      },
      {},
      "net.cyjs",
    );
    expect(graph.nodes.get(0)).toEqual({
      id: "61",
      SUID: 61,
      name: "Node 1",
      selected: false,
      x: -10.5,
      y: 3,
    });
    expect(graph.edges.get(0)).toEqual({ id: "65", interaction: "pp" });
    expect(report.graphAttributes).toEqual({ shared_name: "net", SUID: 52 });
    expect(report.losses).toMatchObject([{ kind: "elementState", count: 1 }]);
  });

  test("networkx's: pairs of graph attributes, ends that are numbers", async () => {
    const { graph, report } = await read({
      data: [["title", "x"]],
      directed: false,
      multigraph: true,
      elements: {
        nodes: [{ data: { id: "1", value: 1, name: "1" } }, { data: { id: "2", value: 2, name: "2" } }],
        edges: [{ data: { source: 1, target: 2, key: 0 } }],
      },
    });
    expect([graph.directed, ends(graph, "id"), report.graphAttributes]).toEqual([
      false,
      ["1>2"],
      { title: "x" },
    ]);
  });

  test("classes are labels, or the type of an edge; several of an edge are a list", async () => {
    const { graph } = await read([
      { data: { id: "a" }, classes: "big  red" },
      { data: { id: "b", parent: "a" }, classes: ["with space"], group: "nodes" },
      { data: { source: "a", target: "b" }, classes: "thick" },
      { data: { id: "e", source: "a", target: "b" }, classes: "thick dashed" },
      { group: "edges", data: { source: "b", target: "a" } },
    ]);
    expect([graph.nodes.labels(0), graph.nodes.labels(1)]).toEqual([["big", "red"], ["with space"]]);
    expect(graph.nodes.get(1, "parent")).toBe("a");
    expect([graph.edges.type(0), graph.edges.get(1, "classes")]).toEqual(["thick", ["thick", "dashed"]]);
    expect(graph.edgeCount).toBe(3);
  });

  test("styles and view ports are told of", async () => {
    const { report } = await read({
      elements: [{ data: { id: "a" }, style: { color: "red" } }],
      style: [{ selector: "node" }],
      zoom: 2,
      pan: { x: 0, y: 0 },
    });
    expect(report.losses.map(({ message }) => message.split(",")[0])).toEqual([
      '"style" of the file',
      '"zoom" of the file',
      '"pan" of the file',
      '"style" of elements',
    ]);
  });
});

describe("JSON Graph Format", () => {
  const graphs = [
    { id: "one", nodes: { a: { label: "A" } } },
    {
      id: "two",
      label: "second",
      directed: false,
      nodes: { b: {}, c: {} },
      edges: [{ source: "b", target: "c" }],
    },
  ];
  test("of several graphs one is asked for, by id or position, and they are never one", async () => {
    await expect(read({ graphs })).rejects.toThrow(
      '"graph" expected the id or the position of one of 2 graphs ("one", "two"), got undefined',
    );
    await expect(read({ graphs }, { graph: "three" })).rejects.toMatchObject({ code: "FORMAT_VALUE" });
    for (const graph of ["two", 1]) {
      const { graph: found, report } = await read({ graphs }, { graph });
      expect([found.nodeCount, found.edgeCount, found.directed]).toEqual([2, 1, false]);
      expect(report.graphAttributes).toEqual({ id: "two", label: "second" });
    }
    expect((await read({ graphs: graphs.slice(0, 1) })).graph.nodeCount).toBe(1);
  });

  test("version 1 has nodes in an array", async () => {
    const { graph, report } = await read({
      graph: {
        label: "g",
        type: "t",
        metadata: { year: 1995 },
        nodes: [{ id: "a", label: "A", metadata: { size: 1 } }, { id: "b" }],
        edges: [
          {
            id: "e",
            source: "a",
            target: "b",
            relation: "is",
            directed: true,
            label: "l",
            metadata: { w: 2 },
          },
        ],
      },
    });
    expect(report.version).toBe("1");
    expect(graph.nodes.get(0)).toEqual({ id: "a", label: "A", size: 1 });
    expect(graph.edges.get(0)).toEqual({ id: "e", label: "l", w: 2 });
    expect([graph.edges.type(0), report.graphAttributes]).toEqual([
      "is",
      { label: "g", type: "t", year: 1995 },
    ]);
  });

  test("edges of their own direction, and hyperedges, which are told of", async () => {
    const { graph, report } = await read({
      graph: {
        nodes: { a: {}, b: {} },
        edges: [
          { source: "a", target: "b" },
          { source: "a", target: "b", directed: false },
        ],
        hyperedges: [{ nodes: ["a", "b"] }],
      },
    });
    expect([graph.directed, graph.edges.get(1)]).toEqual([true, { undirected: true }]);
    expect(report.losses).toMatchObject([{ kind: "hyperedge", count: 1 }]);
  });
});

describe("graphology", () => {
  test("mixed graphs, keys of edges, type of the graph", async () => {
    const { graph, report } = await read({
      options: { type: "undirected" },
      attributes: { name: "x" },
      nodes: [{ key: "a", attributes: { labels: ["P"] } }, { key: "b" }],
      edges: [{ key: "e", source: "a", target: "b", undirected: true, attributes: { type: "KNOWS" } }],
    });
    expect([graph.directed, graph.nodes.labels(0), graph.edges.type(0), graph.edges.get(0)]).toEqual([
      false,
      ["P"],
      "KNOWS",
      { key: "e" },
    ]);
    expect([report.key, report.graphAttributes]).toEqual(["key", { name: "x" }]);
  });

  test("__proto__ is a key like any other, everywhere", async () => {
    const text =
      '{"attributes":{"__proto__":{"a":1}},"nodes":[{"key":"__proto__","attributes":{"__proto__":{"polluted":true},"constructor":1,"__proto__ ":2}}],"edges":[{"source":"__proto__","target":"__proto__"}]}';
    const { graph, report } = await read(text);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.keys(graph.nodes.schema).sort()).toEqual(["__proto__", "__proto__ ", "constructor", "key"]);
    expect(graph.nodes.get(0, "__proto__")).toEqual({ polluted: true });
    expect(Object.getPrototypeOf(report.graphAttributes)).toBe(Object.prototype);
    expect(Object.keys(report.graphAttributes)).toEqual(["__proto__"]);
  });
});

describe("faults", () => {
  test.each([
    ['{"nodes":[{"key":"a"},\n{"key":"b"', "FORMAT_SYNTAX", 2],
    ['{"nodes":[{"key":"a"}\n{"key":"b"}],"edges":[]}', "FORMAT_SYNTAX", 2],
    ['{"nodes":[{"key":"a"},\n{"key":b}],"edges":[]}', "FORMAT_SYNTAX", 2],
    ['{"nodes":[{"key":"a"},\n{"key":"a"}],"edges":[]}', "FORMAT_DUPLICATE", 2],
    ['{"nodes":[{"key":"a"},\n7],"edges":[]}', "FORMAT_SYNTAX", 2],
    ['{"nodes":[{"key":"a"},\n{"key":{}}],"edges":[]}', "FORMAT_VALUE", 2],
    ['{"nodes":[{"key":"a"}],"edges":[\n\n{"source":"a","target":"b"}]}', "FORMAT_REFERENCE", 3],
    ['{"nodes":[{"key":"a"}],"edges":[]}\n x', "FORMAT_SYNTAX", 2],
    ['{"nodes":[{"key":"a"}],"edges":\n{"a":5}}', "FORMAT_SYNTAX", 2],
    ['{"nodes":[{"key":"a"}],\n"edges":5}', "FORMAT_SYNTAX", 2],
    ['{"nodes":[{"key":"\\ud800"}],"edges":[]}', "FORMAT_VALUE", 1],
  ])("%j is a %s in line %i", async (text, code, line) => {
    await expect(read(text, { format: "graphology" })).rejects.toMatchObject({
      code,
      line,
      source: "graph.json",
    });
  });

  test("options are checked", async () => {
    await expect(read("{}", { format: "jgf", graph: -1 })).rejects.toThrow('"graph" expected');
    await expect(read("{}", { format: "node-link", ends: "x" })).rejects.toThrow('"ends" expected');
    await expect(read("{}", { format: "node-link", columns: { x: "y" } })).rejects.toThrow(
      '"columns" expected',
    );
    await expect(read("{}", { format: "graphology", ends: "id" })).rejects.toThrow('got "ends"');
  });
});

test("Cytoscape: members that are called as those of every object are told of like others", async () => {
  const { report } = await read([
    { data: { id: "a" }, valueOf: 1, constructor: 2, toString: 3, selected: true },
  ]);
  expect(report.losses.map(({ message }) => message.split(" ")[0])).toEqual([
    '"valueOf"',
    '"constructor"',
    '"toString"',
    '"selected"',
  ]);
});

describe("pandas' tables", () => {
  const rows = [
    { id: "a", n: 1, s: "x" },
    { id: "b", n: 2, s: null },
    { id: "c", n: null, s: "" },
  ];
  const columns = ["id", "n", "s"] as const;
  const table = {
    fields: [
      { name: "index", type: "integer" },
      { name: "id", type: "string" },
      { name: "n", type: "integer" },
      { name: "s", type: "string" },
    ],
    primaryKey: ["index"],
  };
  const byName = <T>(value: (name: (typeof columns)[number]) => T) =>
    Object.fromEntries(columns.map((name) => [name, value(name)]));
  const documents = {
    split: { columns, index: [0, 1, 2], data: rows.map(Object.values) },
    table: { schema: table, data: rows.map((row, index) => ({ index, ...row })) },
    index: { ...rows },
    columns: byName((name) => ({ ...rows.map((row) => row[name]) })),
    list: byName((name) => rows.map((row) => row[name])),
    records: rows,
  };

  test.each(Object.keys(documents))("%s", async (orient) => {
    const text = JSON.stringify(documents[orient as keyof typeof documents]);
    const name = await formatOf(new Blob([text]));
    expect(name).toBe(orient === "records" ? "jsonl" : "pandas");
    for (const options of [{}, { orient }]) {
      const { graph, report } = await readGraph(new Blob([text]), { format: "pandas", ...options });
      expect(report.key).toBe("id");
      expect(Array.from(graph.nodes.ids(), (id) => graph.nodes.get(id))).toEqual([
        { id: "a", n: 1, s: "x" },
        { id: "b", n: 2 },
        { id: "c", s: "" },
      ]);
    }
  });

  const read = (value: unknown, options: object = {}) =>
    readGraph(new Blob([typeof value === "string" ? value : JSON.stringify(value)]), {
      format: "pandas",
      ...options,
    });

  test("an index of texts has the ids where there are no others; edges need none", async () => {
    for (const [document, options] of [
      [{ columns: ["n"], index: ["x", "y"], data: [[1], [2]] }, {}],
      [{ n: { x: 1, y: 2 } }, { orient: "columns" }],
      [{ x: { n: 1 }, y: { n: 2 } }, { orient: "index" }],
    ]) {
      const { graph } = await read(document, options as object);
      expect(graph.nodes.get(graph.node("y") as number)).toEqual({ key: "y", n: 2 });
    }
    const { graph, report } = await read({
      columns: ["from", "to"],
      index: [5, 9],
      data: [
        ["x", "y"],
        ["y", "x"],
      ],
    });
    expect([graph.nodeCount, graph.edgeCount, report.warnings.length]).toEqual([2, 2, 1]);
  });

  test("a schema says what is a timestamp, a float and a text, and numbers are exact", async () => {
    const { graph, report } = await read(
      '{"schema":{"fields":[{"name":"id","type":"string"},{"name":"t","type":"datetime"},{"name":"f","type":"number"},{"name":"n","type":"integer"}],"primaryKey":["id"]},"data":[{"id":"a","t":"2024-01-02T03:04:05.678","f":1,"n":9007199254740993}]}',
    );
    expect(report.nodeAttributes).toEqual({ id: "utf8", t: "timestamp", f: "float64", n: "int64" });
    expect(graph.nodes.get(0, "n")).toBe(9007199254740993n);
  });

  test.each([
    ["values", [["a", 1]], "FORMAT_UNSUPPORTED", /orient="values"/],
    ["index or columns", { "0": { "1": 2 } }, "FORMAT_UNSUPPORTED", /orient: "columns"/],
    [
      "a short row",
      { columns: ["id", "n"], index: [0], data: [["a"]] },
      "FORMAT_SYNTAX",
      /2 values expected/,
    ],
    [
      "a column twice",
      { columns: ["id", "id"], index: [0], data: [["a", "b"]] },
      "FORMAT_DUPLICATE",
      /"id" twice/,
    ],
    ["columns of columns", { columns: [["a", "b"]], data: [[1]] }, "FORMAT_SYNTAX", /names of columns/],
    [
      "another index",
      { columns: ["id"], index: [0, 1], data: [["a"]] },
      "FORMAT_SYNTAX",
      /"index" expected 1/,
    ],
    ["columns of other rows", { id: { a: 1 }, n: { b: 1 } }, "FORMAT_SYNTAX", /expected the rows of "id"/],
    ["no table", '{"columns":["id"],"data":3', "FORMAT_SYNTAX", /expected/],
    ["a column that no schema has", { schema: { fields: [] }, data: [{ a: 1 }] }, "FORMAT_SYNTAX", /"a"/],
  ])("refused: %s", async (_name, document, code, message) => {
    await expect(read(document)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

test("igraph's dictionaries and lists, and networkx's dictionary of lists", async () => {
  const nodes = [{ name: "a" }, { name: "b" }];
  for (const [source, target] of [
    [0, 1],
    ["a", "b"],
  ]) {
    const { graph, report } = await readGraph(
      new Blob([JSON.stringify([nodes, [{ w: 1, source, target }]])]),
    );
    expect([report.format, graph.nodes.get(1), graph.edges.get(0), graph.target(0)]).toEqual([
      "node-link",
      { name: "b" },
      { w: 1 },
      1,
    ]);
  }
  for (const { document, counts } of [
    { document: { "0": [1, 2], "2": [3] }, counts: [4, 3] },
    { document: { a: ["b", "c"], b: ["a"], c: ["a"], d: [] }, counts: [4, 2] },
  ]) {
    const { graph, report } = await readGraph(new Blob([JSON.stringify(document)]));
    expect([report.format, graph.directed, graph.nodeCount, graph.edgeCount]).toEqual([
      "adjacency",
      false,
      ...counts,
    ]);
  }
  const unknown = await readGraph(new Blob(['{"nodes":[{"id":"a"}],"links":[],"tags":["x"]}']));
  expect(unknown.report.losses.map(({ message }) => message)).toEqual([
    '"tags" of the file, which is no part of the graph',
  ]);
  await expect(readGraph(new Blob(["[[],[],[{}]]"]), { format: "node-link" })).rejects.toThrow(
    /nodes and edges/,
  );
});
