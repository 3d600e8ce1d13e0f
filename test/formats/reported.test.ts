// Files on which other libraries were reported to fail: each is read as its writer meant it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readGraph } from "../../src/formats/index.js";

const read = async (text: string, format: string, options: object = {}) => {
  const { graph, report } = await readGraph(new Blob([text]), { format, ...options } as never);
  const all = (elements: { ids(): Uint32Array; get(id: number): unknown }) =>
    Array.from(elements.ids(), (id) => elements.get(id));
  return {
    nodes: all(graph.nodes as never),
    edges: all(graph.edges as never),
    report,
    directed: graph.directed,
  };
};

describe("CSV", () => {
  test.each([
    [
      "semicolons, with commas and line ends in quotes",
      'id;b;c\nx;y;"F\ni,e,l\n,3"\n',
      [{ id: "x", b: "y", c: "F\ni,e,l\n,3" }],
    ],
    [
      "other line ends in quotes than between rows",
      '"id","b"\n"m\r\nt","s"\n"u","v"',
      [
        { id: "m\r\nt", b: "s" },
        { id: "u", b: "v" },
      ],
    ],
    ["a carriage return in a quoted name", '"id","a\rb"\n1,2\n', [{ id: "1", "a\rb": 2 }]],
    ["an empty first cell behind a quoted last one", 'b,id\ne,"f"\n,"h"', [{ b: "e", id: "f" }, { id: "h" }]],
    ["spaces before quotes", '"id", "b", "c"\n"d","e","f"\n', [{ id: "d", b: "e", c: "f" }]],
    [
      "spaces around quotes",
      '"id" , "b" , "c"\n"1" , "x, ""y""" , " z"\n',
      [{ id: "1", b: 'x, "y"', c: " z" }],
    ],
    [
      "spaces and quotes of a text",
      'id,b\n1, "Hello" she said\n2, "a\n',
      [
        { id: "1", b: ' "Hello" she said' },
        { id: "2", b: ' "a' },
      ],
    ],
    ["spaces of a text without quotes", "id,b\n lead, trail \n", [{ id: " lead", b: " trail " }]],
    [
      "quotes in an unquoted cell",
      'id,b\nx,some ""quoted"" entry\n',
      [{ id: "x", b: 'some ""quoted"" entry' }],
    ],
    ["a byte order mark before a quote", '\ufeff"id","b"\n"G","K"\n', [{ id: "G", b: "K" }]],
    ["sep=; for Excel", "sep=;\r\nid;b\r\n1;2,5\r\n", [{ id: "1", b: "2,5" }]],
    ['"sep=|" in quotes', '"sep=|"\nid|b\n1|2\n', [{ id: "1", b: 2 }]],
    [
      "apostrophes for quotes, around texts with quotes",
      "id,b\nx,'a \"q\", and\nmore'\ny,'it''s'\n",
      [
        { id: "x", b: 'a "q", and\nmore' },
        { id: "y", b: "it's" },
      ],
    ],
    [
      "apostrophes and quotes that open no cell",
      'id,b\nx,\'tis 5"\ny,"a, b"\n',
      [
        { id: "x", b: "'tis 5\"" },
        { id: "y", b: "a, b" },
      ],
    ],
    [
      "empty cells in quotes among numbers, as Python's csv.QUOTE_NONNUMERIC has them",
      '"id","n","s"\n"x",1.5,"p"\n"y","",""\n',
      [
        { id: "x", n: 1.5, s: "p" },
        { id: "y", s: "" },
      ],
    ],
    [
      "empty cells where all are quoted",
      '"id","n","ok"\n"x","1","true"\n"y","",""\n',
      [{ id: "x", n: 1, ok: true }, { id: "y" }],
    ],
    ["nothing but empty cells in quotes", 'id,n\nx,\ny,""\n', [{ id: "x" }, { id: "y", n: "" }]],
    ["a name sep, which says nothing", "sep,id\nx,1\n", [{ sep: "x", id: "1" }]],
  ])("%s", async (_name, text, nodes) => {
    expect((await read(text, "csv")).nodes).toEqual(nodes);
    const bytes = new TextEncoder().encode(text);
    async function* one(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < bytes.length; i++) yield bytes.subarray(i, i + 1);
    }
    const { graph } = await readGraph({ nodes: one() }, { format: "csv" });
    expect(Array.from(graph.nodes.ids(), (id) => graph.nodes.get(id))).toEqual(nodes);
  });

  // csv.writer(quoting=QUOTE_NONE, escapechar="\\"), pandas' escapechar, MySQL's ESCAPED BY
  test.each([
    [
      "delimiters",
      "id,b\nx\\,y,p\\,\\,q\nz,1\n",
      {},
      [
        { id: "x,y", b: "p,,q" },
        { id: "z", b: "1" },
      ],
    ],
    [
      "line ends, with one escape or two",
      "id,b,c\nx,p\\\nq,1\ny,\\\r\n,2\nz,\\\r\\\n,3\n",
      { escape: "\\" },
      [
        { id: "x", b: "p\nq", c: 1 },
        { id: "y", b: "\r\n", c: 2 },
        { id: "z", b: "\r\n", c: 3 },
      ],
    ],
    [
      "quotes and escapes, and signs that need none",
      'id,b\n\\"x\\",\\\\srv\\new\ny,\\\n',
      { escape: "\\" },
      [
        { id: '"x"', b: "\\srv\\new" },
        { id: "y", b: "\n" },
      ],
    ],
    [
      "quotes that are none",
      'id,b\n"x,5"\n"y","\n',
      { quote: "" },
      [
        { id: '"x', b: '5"' },
        { id: '"y"', b: '"' },
      ],
    ],
    ["another escape", "id;b\nx~;y;1\n", { escape: "~" }, [{ id: "x;y", b: 1 }]],
    [
      "backslashes of paths, which escape nothing",
      "id,b\nC:\\a\\,1\nD:\\\\b,2\n",
      {},
      [
        { id: "C:\\a\\", b: 1 },
        { id: "D:\\\\b", b: 2 },
      ],
    ],
    [
      "\\N among escapes, which MySQL writes for what is absent",
      "id\tb\nx\ta\\\tb\ny\t\\N\n",
      { nulls: ["\\N"], escape: "\\" },
      [{ id: "x", b: "a\tb" }, { id: "y" }],
    ],
    [
      "empty cells as texts, beside what DuckDB's NULLSTR writes for what is absent",
      "id,b,n\nx,,1\ny,NULL,NULL\nz,s,\n",
      { nulls: ["NULL"], empty: "text" },
      [{ id: "x", b: "", n: 1 }, { id: "y" }, { id: "z", b: "s" }],
    ],
  ])("escapes without quotes: %s", async (_name, text, options, nodes) => {
    const bytes = new TextEncoder().encode(text);
    async function* one(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < bytes.length; i++) yield bytes.subarray(i, i + 1);
    }
    for (const source of [bytes, one()]) {
      const { graph } = await readGraph({ nodes: source }, { format: "csv", ...options });
      expect(Array.from(graph.nodes.ids(), (id) => graph.nodes.get(id))).toEqual(nodes);
    }
  });

  test("any texts with escapes come back, as Python's csv writes them without quotes", async () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", ",", '"', "\\", "\n", "\r", " ", "1", "é"),
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }),
        fc.nat(9),
        async (rows, cut) => {
          const escaped = (text: string) => text.replace(/[,"\\\n\r]/g, "\\$&");
          const lines = [["id", "b"], ...rows.map(([id, b], i) => [`${i}${id}`, `b${b}`])];
          const bytes = new TextEncoder().encode(
            lines.map((line) => `${line.map(escaped).join(",")}\r\n`).join(""),
          );
          async function* pieces(): AsyncGenerator<Uint8Array> {
            for (let i = 0; i < bytes.length; i += cut + 1) yield bytes.slice(i, i + cut + 1);
          }
          const { graph } = await readGraph(
            { nodes: pieces() },
            { format: "csv", escape: "\\", types: { b: "utf8" } },
          );
          const read = Array.from(graph.nodes.ids(), (id) => Object.values(graph.nodes.get(id)));
          expect(read).toEqual(lines.slice(1));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("places behind escaped line ends are right", async () => {
    const text = "id,n\na\\\r\nb,1\nc\\\r\\\nd,2\ne,x\n";
    const fails = read(text, "csv", { escape: "\\", types: { n: "int32" } });
    await expect(fails).rejects.toMatchObject({ line: 6, column: 3, row: 3 });
  });

  test("quotes behind spaces that are never closed take no more than one look each", async () => {
    const text = `id,b\n${'x, "a\\"\n'.repeat(100_000)}`;
    const { nodes } = await read(text, "csv", { escape: "\\", duplicateNodes: "skip", delimiter: "," });
    expect(nodes).toEqual([{ id: "x", b: ' "a"' }]);
  });
});

test("CSV: a line of title before a table is told of, and passed over", async () => {
  const text = "Report of 2025-01-06\nid;g\n1;a\n2;b\n";
  const { report } = await read(text, "csv");
  expect(
    report.warnings.map(({ kind, message }) => [kind, /2 fields between ";"; "skip"/.test(message)]),
  ).toEqual([["header", true]]);
  expect((await read(text, "csv", { skip: 1 })).nodes).toEqual([
    { id: "1", g: "a" },
    { id: "2", g: "b" },
  ]);
  for (const plain of ["id\na\nb\n", "id\na,b\nc\n", "id\na,b\n"])
    expect((await read(plain, "csv")).report.warnings).toEqual([]);
});

describe("edge lists", () => {
  test("dictionaries in dictionaries, lists and tuples are json", async () => {
    const { edges } = await read(
      "1 2 {'d': {'a': [1, {'b': 2.0}], 3: None}, 't': (1, 2), 'w': 1.0}\n",
      "edgelist",
    );
    expect(edges).toEqual([{ d: { a: [1, { b: 2 }], "3": null }, t: [1, 2], w: 1 }]);
  });

  test("comments behind the ids and behind values", async () => {
    const { edges, nodes } = await read("1 2 # first\n2 3 4.5 #second\n3 4 #\n", "edgelist");
    expect(nodes).toHaveLength(4);
    expect(edges).toEqual([{}, { weight: 4.5 }, {}]);
  });

  test("a color is a value", async () => {
    expect((await read("1 2 1 #ff8800\n", "edgelist")).edges).toEqual([{ weight: 1, column4: "#ff8800" }]);
  });

  test("commas, as the Network Repository has them", async () => {
    const { edges, nodes } = await read("% sym\n1,2,0.5\n2,3,1\n", "edgelist");
    expect([nodes.length, edges]).toEqual([3, [{ weight: 0.5 }, { weight: 1 }]]);
  });

  test("ids with commas where spaces part", async () => {
    expect((await read("Smith,J Doe,A\nDoe,A Roe,B\n", "edgelist")).nodes).toEqual([
      { key: "Smith,J" },
      { key: "Doe,A" },
      { key: "Roe,B" },
    ]);
  });
});

test("XML: keys without types or namespaces, empty data, defaults of the graph, undeclared attributes", async () => {
  const graphml = (body: string) => read(`<graphml>${body}</graphml>`, "graphml");
  const maltego = await graphml(
    '<key attr.name="m" for="node" id="d4"/><graph edgedefault="directed"><node id="1"><data key="d4"/></node></graph>',
  );
  expect(maltego.nodes).toEqual([{ key: "1", m: "" }]);
  const cytoscape = await graphml(
    '<key attr.name="SUID" attr.type="long" for="node" id="SUID"/><graph edgedefault="directed" id="n"><data key="x"/><node id="6"><data key="SUID">6</data></node></graph>',
  );
  expect(cytoscape.nodes).toEqual([{ key: "6", SUID: 6n }]);
  const gexf = await read(
    '<gexf version="1.3"><graph><attributes class="node"><!-- none --></attributes><nodes><node id="11"><attvalues><attvalue for="m" value="1"/></attvalues></node></nodes></graph></gexf>',
    "gexf",
  );
  expect([gexf.nodes, gexf.report.warnings.map(({ kind }) => kind)]).toEqual([
    [{ key: "11", m: "1" }],
    ["undeclaredAttribute"],
  ]);
});

test("Pajek: any name of the network, partitions, and lists in lower case", async () => {
  const { nodes, edges } = await read(
    '*Network Davis.net [2-mode]\r\n*Vertices 2\r\n1 "a b"\r\n2 c\r\n*Edges\r\n1 2 1\r\n\r\n*Partition p.clu\r\n*Vertices 2\r\n1\r\n2\r\n',
    "pajek",
  );
  expect([nodes, edges]).toEqual([
    [
      { key: "a b", "p.clu": 1 },
      { key: "c", "p.clu": 2 },
    ],
    [{ weight: 1 }],
  ]);
});

test("Pajek: partitions that are called as coordinates or as each other are kept", async () => {
  const part = (values: string) => `*Partition x\n*Vertices 2\n${values}\n`;
  const { nodes, report } = await read(
    `*Vertices 2\n1 "a" 0.1 0.2\n2 "b" 0.3 0.4\n${part("1\n2")}${part("3\n4")}`,
    "pajek",
  );
  expect(nodes).toEqual([
    { key: "a", x: 0.1, y: 0.2, "x 2": 1, "x 3": 3 },
    { key: "b", x: 0.3, y: 0.4, "x 2": 2, "x 3": 4 },
  ]);
  expect(report.warnings.map(({ kind }) => kind)).toEqual(["name", "name"]);
});
