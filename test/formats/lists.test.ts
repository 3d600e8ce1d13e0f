// GDF, TGF, graph6 and sparse6: what their files say, what is refused, and graphs that go out and come back.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportGraph, FormatError, formatOf, importGraph, readGraph } from "../../src/formats/index.js";
import { Graph } from "../../src/index.js";
import { inPieces } from "./fixtures.js";
import { drawerOf, mutate } from "./mutate.js";

async function written(graph: Graph, format: string, options: object = {}) {
  let text = "";
  const decoder = new TextDecoder();
  const sink = (chunk: Uint8Array): void => {
    text += decoder.decode(chunk, { stream: true });
  };
  const report = await exportGraph(graph, sink, { format, ...options });
  return { text, report };
}

const read = (text: string, format: string, options: object = {}) =>
  readGraph(new Blob([text]), { format, ...options } as never);

const ends = (graph: Graph): string[] =>
  [...graph.edges.ids()].map((id) => `${graph.source(id)}>${graph.target(id)}`);

describe("gdf", () => {
  const file = `nodedef>name VARCHAR,label VARCHAR,age INT DEFAULT 7,color VARCHAR, ok BOOLEAN
a,"Ada, countess",36,'114,116,177',true
b,'say "hi"',,,
'c c',"it""s",-1,"",false
edgedef> node1 VARCHAR, node2 VARCHAR, directed BOOLEAN, weight DOUBLE
a,b,true,0.5
b,'c c',false,
`;

  test("has tables of nodes and edges, quotes of both kinds, defaults and directions", async () => {
    const { graph, report } = await read(file, "gdf");
    expect(graph.nodes.schema).toEqual({
      key: "utf8",
      label: "utf8",
      age: "int32",
      color: "utf8",
      ok: "bool",
    });
    expect([0, 1, 2].map((id) => graph.nodes.get(id))).toEqual([
      { key: "a", label: "Ada, countess", age: 36, color: "114,116,177", ok: true },
      { key: "b", label: 'say "hi"', age: 7 },
      { key: "c c", label: 'it"s', age: -1, color: "", ok: false },
    ]);
    expect([0, 1].map((id) => graph.edges.get(id))).toEqual([{ weight: 0.5 }, { undirected: true }]);
    expect(report.directed).toBeUndefined();
    expect(await formatOf(new Blob([file]))).toBe("gdf");
    const { graph: pieces } = await readGraph(inPieces(new TextEncoder().encode(file), 1), { format: "gdf" });
    expect(pieces.commit("x").root).toBe(graph.commit("x").root);
  });

  test.each([
    ["a,b\n", "FORMAT_SYNTAX", /"nodedef>" expected/],
    ["nodedef>label VARCHAR\n", "FORMAT_SYNTAX", /"name" expected/],
    ["nodedef>name VARCHAR\na\nedgedef>node1 VARCHAR\n", "FORMAT_SYNTAX", /"node2" expected/],
    ['nodedef>name VARCHAR\n"a\n', "FORMAT_SYNTAX", /quote is not closed/],
    ['nodedef>name VARCHAR\n"a"b\n', "FORMAT_SYNTAX", /quote is not closed/],
    ["nodedef>name VARCHAR\na,b\n", "FORMAT_SYNTAX", /at most 1 fields/],
    ["nodedef>name VARCHAR,n INT\na,x\n", "FORMAT_VALUE", /"n" expected int32/],
    ["nodedef>name VARCHAR\n,\n", "FORMAT_SYNTAX", /at most/],
    ["nodedef>name VARCHAR,n INT\n,1\n", "FORMAT_VALUE", /"name" expected an id/],
    [
      "nodedef>name VARCHAR\na\nedgedef>node1 VARCHAR,node2 VARCHAR\na,b\n",
      "FORMAT_REFERENCE",
      /expected the id/,
    ],
  ])("%j is refused with its place", async (text, code, message) => {
    const error = await read(text, "gdf").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FormatError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message), line: expect.any(Number) });
  });

  test("names that are no names of columns and line ends are told as lost", async () => {
    const graph = new Graph({ key: "id" });
    graph.addNode({ id: "a", "my name": "x\ny", name: "z", list: ["a"] });
    const { text, report } = await written(graph, "gdf");
    expect(text).toBe(
      'nodedef>name VARCHAR,my_name VARCHAR,name_2 VARCHAR,list VARCHAR\n"a","x y","z",\'["a"]\'\nedgedef>node1 VARCHAR,node2 VARCHAR,directed BOOLEAN\n',
    );
    expect(report.losses.map(({ kind, attribute }) => `${kind} ${attribute}`).sort()).toEqual([
      "lineEnds my name",
      "name my name",
      "name name",
      "type list",
    ]);
  });

  test("values, absent ones and texts in all quotes come back", async () => {
    const text = fc.string({ unit: "grapheme" }).map((each) => each.replace(/[\r\n\u0085\u2028\u2029]/g, ""));
    const values = fc.record({
      t: fc.option(text, { nil: undefined }),
      i: fc.option(fc.integer(), { nil: undefined }),
      f: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined }),
      b: fc.option(fc.boolean(), { nil: undefined }),
    });
    const property = fc.asyncProperty(
      fc.uniqueArray(text, { minLength: 1, maxLength: 6 }),
      fc.array(values, { minLength: 6, maxLength: 6 }),
      fc.array(fc.tuple(fc.nat(5), fc.nat(5), values), { maxLength: 6 }),
      fc.boolean(),
      async (keys, rows, links, directed) => {
        const graph = new Graph({
          directed,
          key: "key",
          schema: {
            nodes: { key: "utf8", t: "utf8", i: "int32", f: "float64", b: "bool" },
            edges: { t: "utf8", i: "int32", f: "float64", b: "bool" },
          },
        });
        for (const [i, key] of keys.entries()) graph.addNode({ ...rows[i]!, key });
        for (const [a, b, row] of links) graph.addEdge(a % keys.length, b % keys.length, row);
        const { graph: back } = await read((await written(graph, "gdf")).text, "gdf", { directed });
        const shown = (g: Graph) => [
          [...g.nodes.ids()].map((id) => g.nodes.get(id)),
          ends(g),
          [...g.edges.ids()].map((id) => g.edges.get(id)),
        ];
        expect(shown(back)).toEqual(shown(graph));
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });
});

describe("tgf", () => {
  test("has ids and labels of nodes and edges", async () => {
    const text = "1 First node\n2\n\n3 007\n#\n1 2 Edge between first and second\n2 3\n";
    const { graph } = await read(text, "tgf");
    expect([0, 1, 2].map((id) => graph.nodes.get(id, "label"))).toEqual(["First node", undefined, "007"]);
    expect(graph.edges.get(0)).toEqual({ label: "Edge between first and second" });
    expect(ends(graph)).toEqual(["0>1", "1>2"]);
    expect(await formatOf(new Blob([text]))).toBe("tgf");
    expect((await written(graph, "tgf")).text).toBe(text.replace("\n\n", "\n"));
  });

  test("edges to nodes that are not listed and lines of one id are refused", async () => {
    await expect(read("1\n#\n1 2\n", "tgf")).rejects.toMatchObject({ code: "FORMAT_REFERENCE", line: 3 });
    await expect(read("1\n#\n1\n", "tgf")).rejects.toMatchObject({ code: "FORMAT_SYNTAX", line: 3 });
    const { graph, report } = await read("1\n#\n1\n1 1\n", "tgf", { lenient: true });
    expect([graph.edgeCount, report.skipped.length]).toEqual([1, 1]);
    const spaced = new Graph({ key: "id" });
    spaced.addNode({ id: "a b" });
    await expect(written(spaced, "tgf")).rejects.toMatchObject({ code: "FORMAT_UNSUPPORTED" });
  });

  test("what is lost is told: white space, other attributes, directions", async () => {
    const graph = new Graph({ key: "id", directed: false });
    graph.addNode("Ship", { id: "a", label: " x ", size: 2 });
    graph.addNode({ id: "b", label: "" });
    graph.addEdge(0, 1, "NEAR", { label: "ok" });
    const { text, report } = await written(graph, "tgf");
    expect(text).toBe("a x\nb\n#\na b ok\n");
    expect(report.losses.map(({ kind }) => kind).sort()).toEqual([
      "attribute",
      "direction",
      "labels",
      "types",
      "whiteSpace",
    ]);
  });
});

describe("graph6, digraph6 and sparse6", () => {
  // of the description of the formats, and of networkx's documentation
  test.each([
    ["DQc", 5, ["0>2", "1>3", "0>4", "3>4"]],
    [">>graph6<<DQc", 5, ["0>2", "1>3", "0>4", "3>4"]],
    [":Fa@x^", 7, ["0>1", "0>2", "1>2", "5>6"]],
    ["&DI?AO?", 5, ["0>2", "0>4", "3>1", "3>4"]],
    ["?", 0, []],
    ["@", 1, []],
    [":?", 0, []],
    [">>sparse6<<:@", 1, []],
  ])("%s", async (text, nodes, wanted) => {
    for (const format of ["graph6", "sparse6"]) {
      const { graph } = await read(`${text}\n`, format);
      expect(graph.nodeCount).toBe(nodes);
      expect(ends(graph).sort()).toEqual([...wanted].sort());
      expect(graph.directed).toBe(text.includes("&"));
    }
    if (nodes > 0) expect((await read(text, "graph6")).graph.nodes.get(0, "key")).toBe("0");
  });

  test.each([
    ["D", "FORMAT_SYNTAX"],
    ["DQ", "FORMAT_SYNTAX"],
    ["DQcc", "FORMAT_SYNTAX"],
    ["D c", "FORMAT_SYNTAX"],
    ["~~~~~~~~", "FORMAT_SYNTAX"],
    [":~~~~~~~~", "FORMAT_UNSUPPORTED"],
    [";Fa@x^", "FORMAT_UNSUPPORTED"],
    ["", "FORMAT_REFERENCE"],
    ["~?", "FORMAT_SYNTAX"],
    ["&", "FORMAT_SYNTAX"],
    [":Fa \u00e9", "FORMAT_SYNTAX"],
  ])("%j is refused", async (text, code) => {
    await expect(read(text, "graph6")).rejects.toMatchObject({ code, format: "graph6" });
  });

  test("of several graphs one is read, the first with a word", async () => {
    const { graph, report } = await read("A_\n\nDQc\n", "graph6");
    expect([graph.nodeCount, graph.edgeCount]).toEqual([2, 1]);
    expect(report.losses).toMatchObject([{ kind: "graphs", count: 1 }]);
    const second = await read("A_\n\nDQc\n", "graph6", { graph: 1 });
    expect([second.graph.nodeCount, second.report.losses.length]).toEqual([5, 0]);
    await expect(read("A_\n", "graph6", { graph: 1 })).rejects.toMatchObject({ code: "FORMAT_REFERENCE" });
    await expect(read("A_\n", "graph6", { graph: -1 })).rejects.toThrow(/"graph" expected/);
  });

  test("any graph comes back, at all widths of the number of nodes", async () => {
    const property = fc.asyncProperty(
      fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(31, 32, 33, 61, 62, 63, 64, 65, 127, 128)),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 30 }),
      fc.constantFrom("graph6", "digraph6", "sparse6"),
      async (count, pairs, kind) => {
        const directed = kind === "digraph6";
        const graph = new Graph({ directed });
        graph.addNodes(count);
        const wanted: string[] = [];
        for (const [a, b] of count === 0 ? [] : pairs) {
          const [source, target] = [a % count, b % count];
          const [low, high] = directed || source < target ? [source, target] : [target, source];
          const end = `${low}>${high}`;
          if (kind === "graph6" && low === high) continue;
          if (kind !== "sparse6" && wanted.includes(end)) continue;
          graph.addEdge(source, target);
          wanted.push(end);
        }
        const format = kind === "sparse6" ? "sparse6" : "graph6";
        const { text, report } = await written(graph, format);
        expect(report.losses).toEqual([]);
        const { graph: back } = await read(text, format);
        expect([back.nodeCount, ends(back).sort()]).toEqual([count, wanted.sort()]);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  test("a number of nodes of four bytes", async () => {
    const graph = new Graph({ directed: false });
    graph.addNodes(300_000);
    graph.addEdges([0, 299_999], [299_998, 299_999]);
    const { text } = await written(graph, "sparse6");
    const { graph: back } = await read(text, "sparse6");
    expect(ends(back).sort()).toEqual(["0>299998", "299999>299999"]);
    await expect(written(graph, "graph6")).rejects.toThrow(/at most 20000 nodes/);
  });

  test("what is lost is told", async () => {
    const graph = new Graph({ key: "id", directed: false });
    graph.addNode("Ship", { id: "a", n: 1 });
    graph.addEdges([0, 0], [0, 0], { type: "T" });
    const kinds = async (format: string) =>
      (await written(graph, format)).report.losses.map(({ kind }) => kind);
    expect(await kinds("graph6")).toEqual(["attribute", "labels", "types", "ids", "selfLoops"]);
    expect(await kinds("sparse6")).toEqual(["attribute", "labels", "types", "ids"]);
  });
});

test("files with faults are read or refused, with batches as well", async () => {
  const files = {
    gdf: "nodedef>name VARCHAR,age INT DEFAULT 7,t VARCHAR\na,36,'x,y'\nb,,\"q\"\nedgedef>node1 VARCHAR,node2 VARCHAR,directed BOOLEAN\na,b,true\n",
    tgf: "1 First\n2 Second\n3\n#\n1 2 to\n2 3\n",
    graph6: "DQc\n&DI?AO?\n:Fa@x^\n",
    sparse6: ":Fa@x^\n",
  };
  for (const [format, text] of Object.entries(files))
    for (let seed = 0; seed < 300; seed++) {
      const draw = drawerOf(seed);
      const file = mutate(new TextEncoder().encode(text), draw);
      const options = { format, lenient: draw(3) === 0, batch: draw(3) === 0 ? 1 + draw(3) : undefined };
      try {
        await importGraph(new Graph({ key: "key" }), inPieces(file, 1 + draw(9)), options);
      } catch (error) {
        if (!(error instanceof FormatError)) throw new Error(`${format} ${seed}`, { cause: error });
      }
    }
});
