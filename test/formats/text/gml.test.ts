// GML: its grammar, which name of a node is the key, lists as json, and the ways of the tools that write it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportGraph, formatOf, readGraph } from "../../../src/formats/index.js";
import { Graph } from "../../../src/index.js";
import { fixture, hasFixtures, inPieces } from "../fixtures.js";

const read = async (text: string, options: object = {}) =>
  readGraph(new Blob([text]), { format: "gml", ...options } as never);

const written = async (graph: Graph, options: object = {}): Promise<string> => {
  const chunks: Uint8Array[] = [];
  await exportGraph(graph, (chunk: Uint8Array) => void chunks.push(chunk), {
    format: "gml",
    ...options,
  } as never);
  return Buffer.concat(chunks).toString();
};

const nodesOf = (graph: { nodes: Graph["nodes"] }) =>
  Array.from(graph.nodes.ids(), (id) => ({ ...graph.nodes.get(id) }) as Record<string, unknown>);
const edgesOf = (graph: { edges: Graph["edges"] }) =>
  Array.from(graph.edges.ids(), (id) => ({ ...graph.edges.get(id) }) as Record<string, unknown>);

test("texts of JGraphT have the escapes of Java, and no entities; those of others do not", async () => {
  const label = String.raw`a \"b\" \\ \u00E9\uD83D\uDEA2\n\t\/ &amp; \q`;
  const text = (creator: string, own: string) =>
    `Creator "${creator}"\nVersion 1\ngraph\n[\n\tdirected 1\n\tnode\n\t[\n\t\tid 1\n\t\tlabel "${own}"\n\t]\n]\n`;
  const bytes = new TextEncoder().encode(text("JGraphT GML Exporter", label));
  for (const size of [1, 7, bytes.length]) {
    const { graph } = await readGraph(inPieces(bytes, size), { format: "gml" });
    expect(nodesOf(graph)).toEqual([{ key: 'a "b" \\ é🚢\n\t/ &amp; \\q' }]);
  }
  await expect(read(text("JGraphT GML Exporter", "a\\"))).rejects.toMatchObject({ code: "FORMAT_SYNTAX" });
  const { graph } = await read(text("yFiles", String.raw`a\n\\ &amp;`));
  expect(nodesOf(graph)).toEqual([{ key: String.raw`a\n\\ &` }]);
});

describe("the grammar", () => {
  test("whole numbers, reals, texts with entities, comments and attributes that differ by element", async () => {
    const { graph } = await read(`# a comment
      graph [ comment "x" node [ id -1 a 1 b 2.50 c "d &amp; &#233;&#x1F6A2; &eacute;&omega;&nope; & [ ]
new line" ] # another
      node[id 2 a 9007199254740993 e .5E-3 f 5. g +7 h -INF i nan j Infinity]edge [ source -1 target 2 ] ]`);
    expect(nodesOf(graph)).toEqual([
      { key: "-1", a: 1n, b: 2.5, c: "d & é🚢 éω&nope; & [ ]\nnew line" },
      {
        key: "2",
        a: 9007199254740993n,
        e: 0.0005,
        f: 5,
        g: 7,
        h: Number.NEGATIVE_INFINITY,
        i: Number.NaN,
        j: Number.POSITIVE_INFINITY,
      },
    ]);
    expect(graph.nodes.schema).toMatchObject({ a: "int64", b: "float64", f: "float64", g: "int32" });
  });

  test("lists are json, keys that are there several times are lists", async () => {
    const { graph } = await read(`graph [ directed 1 node [ id 0
      graphics [ x 1.5 fill "#fff" Line [ point [ x 1 y 2 ] point [ x 3 y 4 ] ] __proto__ "p" empty [ ] one "_networkx_list_start" one 7 ]
      l 1 l 2 r 1 r 2.5 s "_networkx_list_start" s "x" z "_networkx_list_start" t "a" t 1 ] ]`);
    const [node] = nodesOf(graph);
    expect(JSON.parse(JSON.stringify(node!.graphics))).toEqual(
      JSON.parse(
        '{"x":1.5,"fill":"#fff","Line":{"point":[{"x":1,"y":2},{"x":3,"y":4}]},"__proto__":"p","empty":{},"one":[7]}',
      ),
    );
    expect(({} as Record<string, unknown>).p).toBeUndefined();
    expect(graph.nodes.schema).toMatchObject({
      graphics: "json",
      l: "list<int32>",
      r: "list<float64>",
      s: "list<utf8>",
      z: "utf8",
      t: "json",
    });
    expect([Array.from(node!.l as number[]), node!.s, node!.t]).toEqual([[1, 2], ["x"], ["a", 1]]);
  });

  test("edges may come before nodes, and the direction behind both", async () => {
    const { graph, report } = await read(
      'graph [ edge [ source "b" target a1 ] node [ id "b" ] node [ id "a1" ] directed 1 ]',
      { lenient: true },
    );
    expect([graph.directed, graph.edgeCount, report.warnings.length]).toEqual([true, 1, 1]);
    expect((await read("graph [ edge [ source 1 target 1 ] node [ id 1 ] ]")).graph.directed).toBe(false);
    await expect(read("graph [ edge [ source 1 target 2 ] node [ id 1 ] ]")).rejects.toMatchObject({
      code: "FORMAT_REFERENCE",
    });
    await expect(read("graph [ node [ id 1 ] node [ id 1 ] ]")).rejects.toMatchObject({
      code: "FORMAT_DUPLICATE",
    });
  });

  test("unquoted words are errors with their place, and texts where that is asked", async () => {
    const text = "graph [\n node [ id 0 kind big-one flag \u0001\n ] ]";
    await expect(read(text)).rejects.toMatchObject({
      code: "FORMAT_SYNTAX",
      line: 2,
      column: 19,
      attribute: "kind",
    });
    const { graph, report } = await read(text, { lenient: true });
    expect(nodesOf(graph)).toEqual([{ key: "0", kind: "big-one" }]);
    expect(report.warnings).toMatchObject([{ kind: "unquoted", attribute: "kind", count: 1 }]);
    expect(report.skipped).toMatchObject([{ kind: "unquoted", attribute: "flag", count: 1 }]);
  });

  test.each([
    ["", /"graph \[" expected, got the end of the file/],
    ["graph [", /a key or "\]" expected, got the end of the file/],
    ["graph [ node [ id", /a value of "id" expected, got the end of the file/],
    ["graph [ node [ id ] ]", /a value of "id" expected, got "\]"/],
    ['graph [ a "b', /the end of a text in quotes/],
    ["graph [ edge [ source 1 ] ]", /an edge expected to have a "target"/],
    ["graph [ ] ]", /a key expected, got "\]"/],
    ["graph [ 5 6 ]", /a key or "\]" expected, got "5"/],
    ['graph [ "a" 6 ]', /got the text "a"/],
    ["graph [ a 1e ]", /a number, a text in quotes or "\[" expected, got "1e"/],
  ])("%j is refused with its place", async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      code: "FORMAT_SYNTAX",
      format: "gml",
      message: expect.stringMatching(message),
    });
  });

  test("nodes without an id are nodes that no edge names", async () => {
    const { graph } = await read('graph [ node [ ] node [ id 1 label "a" ] node [ label "b" ] ]');
    expect(nodesOf(graph)).toEqual([{}, { key: "1", label: "a" }, { label: "b" }]);
  });

  test("of several graphs one is read by its number", async () => {
    const text = "graph [ node [ id 1 ] ] graph [ node [ id 2 x [ graph [ ] ] ] ]";
    await expect(read(text)).rejects.toMatchObject({ code: "FORMAT_UNSUPPORTED" });
    expect(nodesOf((await read(text, { graph: 1 })).graph)[0]!.key).toBe("2");
    await expect(read(text, { graph: 2 })).rejects.toThrow("number of one of 2");
    await expect(read(text, { graph: "x" })).rejects.toThrow('"graph" expected the number');
  });
});

describe("which name of a node is its key", () => {
  const labelled = (labels: readonly (string | undefined)[], first = 0) =>
    `graph [ edge [ source ${first + 1} target ${first} ] ${labels.map((label, i) => `node [ id ${first + i} ${label === undefined ? "" : `label "${label}"`} ]`).join("\n")} ]`;

  test("labels, where each node has one of its own; ids that count say nothing then", async () => {
    for (const first of [0, 1]) {
      const { graph, report } = await read(labelled(["b", "a", "007"], first));
      expect([report.key, nodesOf(graph)]).toEqual(["key", [{ key: "b" }, { key: "a" }, { key: "007" }]]);
      expect(graph.nodes.get(graph.source(0), "key")).toBe("a");
    }
    expect(nodesOf((await read(labelled(["b", "a"], 5))).graph)).toEqual([
      { key: "b", id: 5 },
      { key: "a", id: 6 },
    ]);
  });

  test("ids, where labels are missing or repeat, or that is asked", async () => {
    const { graph, report } = await read(labelled(["a", "a"]));
    expect(nodesOf(graph)).toEqual([
      { key: "0", label: "a" },
      { key: "1", label: "a" },
    ]);
    expect(report.warnings).toMatchObject([{ kind: "ids" }]);
    expect(nodesOf((await read(labelled(["a", undefined]))).graph)).toEqual([
      { key: "0", label: "a" },
      { key: "1" },
    ]);
    expect(nodesOf((await read(labelled(["a", "b"]), { ids: "id" })).graph)[0]).toEqual({
      key: "0",
      label: "a",
    });
    await expect(read(labelled(["a", "a"]), { ids: "label" })).rejects.toMatchObject({
      code: "FORMAT_DUPLICATE",
    });
    await expect(read(labelled(["a", undefined]), { ids: "label" })).rejects.toMatchObject({
      code: "FORMAT_REFERENCE",
    });
  });

  test("another attribute that is named", async () => {
    const text =
      'graph [ node [ id 3 name "x" label "l" ] node [ id 9 name "y" label "l" ] edge [ source 9 target 3 ] ]';
    const { graph } = await read(text, { ids: "name" });
    expect(nodesOf(graph)).toEqual([
      { key: "x", label: "l", id: 3 },
      { key: "y", label: "l", id: 9 },
    ]);
  });

  test("batches read the file twice and come to the same", async () => {
    const count = 60;
    const nodes = Array.from({ length: count }, (_, i) => `node [ id ${i * 2} label "n${i}" a ${i} ]`);
    const edges = Array.from(
      { length: count },
      (_, i) => `edge [ source ${i * 2} target ${((i * 7) % count) * 2} ]`,
    );
    const text = `graph [ ${nodes.map((node, i) => `${edges[i]} ${node}`).join("\n")} ]`;
    const whole = await read(text, { missingNodes: "add" });
    const batched = await read(text, { batch: 11, missingNodes: "add" });
    const byKey = (graph: Graph) => nodesOf(graph).sort((a, b) => String(a.key).localeCompare(String(b.key)));
    const ends = (graph: Graph) =>
      Array.from(
        graph.edges.ids(),
        (id) =>
          `${String(graph.nodes.get(graph.source(id), "key"))} ${String(graph.nodes.get(graph.target(id), "key"))}`,
      );
    expect(byKey(batched.graph as Graph)).toEqual(byKey(whole.graph as Graph));
    expect(ends(batched.graph as Graph)).toEqual(ends(whole.graph as Graph));
    async function* stream() {
      yield text;
    }
    const { graph, report } = await readGraph(stream(), {
      format: "gml",
      batch: 11,
      missingNodes: "add",
    } as never);
    expect(graph.nodes.get(0, "key")).toBe("0");
    expect(report.warnings).toMatchObject([{ kind: "ids" }]);
  });
});

describe("ways of other tools", () => {
  test("yEd: graphics and LabelGraphics are json, groups keep isGroup and gid", async () => {
    const { graph, report } =
      await read(`Creator "yFiles"\nVersion "2.17"\ngraph\n[\n\thierarchic\t1\n\tlabel\t""\n\tdirected\t1
	node\n\t[\n\t\tid\t0\n\t\tlabel\t"a"\n\t\tgraphics\n\t\t[\n\t\t\tx\t1.0\n\t\t\ty\t-2.5\n\t\t\ttype\t"rectangle"\n\t\t]\n\t\tgid\t1\n\t]
	node\n\t[\n\t\tid\t1\n\t\tlabel\t"group"\n\t\tisGroup\t1\n\t]\n\tedge\n\t[\n\t\tsource\t1\n\t\ttarget\t0\n\t\tgraphics\n\t\t[\n\t\t\tLine\n\t\t\t[\n\t\t\t\tpoint\n\t\t\t\t[\n\t\t\t\t\tx\t0.0\n\t\t\t\t]\n\t\t\t]\n\t\t]\n\t]\n]`);
    expect(report.version).toBe("2.17");
    expect(report.graphAttributes).toEqual({ Creator: "yFiles", hierarchic: 1, label: "" });
    expect(nodesOf(graph)).toEqual([
      { key: "a", graphics: { x: 1, y: -2.5, type: "rectangle" }, gid: 1 },
      { key: "group", isGroup: 1 },
    ]);
    expect(edgesOf(graph)).toEqual([{ graphics: { Line: { point: { x: 0 } } } }]);
  });

  test("graphs in nodes: their nodes have a parent", async () => {
    const { graph, report } =
      await read(`graph [ node [ id 10 label "outer" graph [ label "in" node [ id 11 label "a" graph [ node [ id 12 label "b" ] ] ]
      edge [ source 11 target 12 ] ] ] node [ id 13 label "c" ] ]`);
    expect(nodesOf(graph)).toEqual([
      { key: "b", parent: "a", id: 12 },
      { key: "a", parent: "outer", id: 11 },
      { key: "outer", id: 10 },
      { key: "c", id: 13 },
    ]);
    expect([graph.edgeCount, report.losses.map(({ kind }) => kind)]).toEqual([1, ["nestedGraph"]]);
  });

  test("networkx: numbers of 32 bits and more in quotes are texts, unless types say otherwise", async () => {
    const text =
      'graph [\n  multigraph 1\n  node [\n    id 0\n    label "0"\n    big "4294967296"\n    nan NAN\n  ]\n  edge [\n    source 0\n    target 0\n    key 0\n  ]\n]';
    expect((await read(text)).graph.nodes.schema).toMatchObject({ big: "utf8", nan: "float64" });
    expect(nodesOf((await read(text, { types: { big: "int64" } })).graph)[0]!.big).toBe(4294967296n);
  });
});

describe.skipIf(!hasFixtures)("files (skipped without ../shared/fixtures/formats)", () => {
  test("a byte of graph-tool's is an error with its place, and left out where that is asked", async () => {
    await expect(readGraph(fixture("graph-tool.gml"))).rejects.toMatchObject({
      code: "FORMAT_SYNTAX",
      line: 8,
      attribute: "flag",
    });
    const { graph, report } = await readGraph(fixture("graph-tool.gml"), { lenient: true });
    expect(report.skipped).toMatchObject([{ kind: "unquoted", attribute: "flag", count: 6 }]);
    expect(nodesOf(graph)[1]).toMatchObject({
      key: "1",
      big: 9007199254740993n,
      vec: "0.14285714285714285, -1",
      words: "a1, b,\\ c",
    });
    expect(report.graphAttributes).toEqual({ title: "graph-tool's" });
  });

  test("labels of networkx are the keys, with their entities", async () => {
    const { graph, report } = await readGraph(fixture("networkx.gml"));
    expect(
      nodesOf(graph)
        .slice(0, 5)
        .map((node) => node[report.key!]),
    ).toEqual(["n1", "Zoë", "a,b", "<tag>&amp;", "007"]);
    expect(graph.nodes.schema).toMatchObject({
      big: "utf8",
      born: "int32",
      active: "int32",
      height: "float64",
    });
  });
});

describe("writing", () => {
  test("plain graphs are plain files, in ASCII unless that is not asked", async () => {
    const graph = new Graph({ key: "id", directed: false });
    graph.addNodes(2, { attributes: { id: ["Zoë", 'b&"c"'], age: [1.5, 1e21] } });
    graph.addEdges([0, 0], [1, 1], { attributes: { n: Int32Array.of(1, -2) } });
    expect(await written(graph as never)).toBe(
      `Creator "groggy"\nVersion 1\ngraph [\n  directed 0\n  multigraph 1
  node [\n    id 0\n    label "Zo&#235;"\n    age 1.5\n  ]\n  node [\n    id 1\n    label "b&amp;&quot;c&quot;"\n    age 1.0e+21\n  ]
  edge [\n    source 0\n    target 1\n    n 1\n  ]\n  edge [\n    source 0\n    target 1\n    n -2\n  ]\n]\n`,
    );
    expect(await written(graph as never, { ascii: false })).toContain('label "Zoë"');
  });

  test("json in brackets where it can be, else in quotes, comes back", async () => {
    const json = fc
      .jsonValue({ maxDepth: 4 })
      .filter(
        (value) =>
          value !== null && JSON.stringify(value).isWellFormed() && !JSON.stringify(value).includes("\\ud"),
      );
    const keyed = fc.dictionary(
      fc.constantFrom("a", "B2", "x_y", "__proto__", "constructor"),
      fc.oneof(
        fc.string(),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(fc.integer(), { maxLength: 3 }),
        fc.constant({ a: "b" }),
      ),
    );
    const property = fc.asyncProperty(
      fc.array(fc.oneof(json, keyed), { minLength: 1, maxLength: 4 }),
      async (values) => {
        const graph = new Graph({ schema: { nodes: { j: "json" } } });
        graph.addNodes(values.length, { attributes: { j: values } });
        const { graph: back } = await read(await written(graph as never));
        const texts = (each: { nodes: Graph["nodes"] }) => nodesOf(each).map(({ j }) => JSON.stringify(j));
        expect(texts(back)).toEqual(texts(graph as never));
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
});

test("a file of GML is told by its first bytes", async () => {
  for (const text of [
    "graph [ ]",
    "# c\n# d\ngraph\n[",
    'Creator "x"\nVersion 1\ngraph\n[',
    'comment "a [b]"\nfoo 1.5 graph[',
  ]) {
    expect(await formatOf(new Blob([text]))).toBe("gml");
  }
});

test("texts of all characters come through any pieces", async () => {
  const property = fc.asyncProperty(
    fc.uniqueArray(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 5 }),
    fc.integer({ min: 1, max: 30 }),
    fc.boolean(),
    async (keys, size, ascii) => {
      const graph = new Graph({ key: "k" });
      graph.addNodes(keys.length, { attributes: { k: keys } });
      const bytes = new TextEncoder().encode(await written(graph as never, { ascii }));
      if (ascii) expect(bytes.every((byte) => byte < 127)).toBe(true);
      const { graph: back } = await readGraph(inPieces(bytes, size), { format: "gml", key: "k" } as never);
      expect(nodesOf(back).map(({ k }) => k)).toEqual(keys);
    },
  );
  await fc.assert(property, { numRuns: 200 });
});
