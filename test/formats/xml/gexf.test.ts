// What GEXF of any version says becomes of the graph, and the graph of it.
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../src/formats/index.js";
import { splitGexfList } from "../../../src/formats/xml/gexf-types.js";
import { Graph } from "../../../src/index.js";
import { fixture, hasFixtures } from "../fixtures.js";
import { gexf, kinds, readXml, textOf } from "./read.js";

const attributes = (of: string, list: string, more = "") =>
  `<attributes class="${of}"${more}>${list}</attributes>`;

describe("attributes", () => {
  test.each([
    ["integer", "7", "int32", 7],
    ["long", "9007199254740993", "int64", 9007199254740993n],
    ["double", "1e-3", "float64", 0.001],
    ["float", "0.25", "float32", 0.25],
    ["boolean", "TRUE", "bool", true],
    ["string", " x ", "utf8", " x "],
    ["anyURI", "http://a.example", "utf8", "http://a.example"],
    ["short", "3", "int32", 3],
    ["bigdecimal", "2.5", "float64", 2.5],
    ["liststring", "[a, b]", "list<utf8>", ["a", "b"]],
    ["listinteger", "1|2", "list<int32>", [1, 2]],
    ["listboolean", "[true, false]", "list<bool>", [true, false]],
    ["listdouble", "1.5;2", "list<float64>", [1.5, 2]],
    ["listlong", "", "list<int64>", []],
  ])("%s: %s is %s", async (type, text, wanted, value) => {
    const { graph, nodes } = await readXml(
      gexf(`${attributes("node", `<attribute id="0" title="a" type="${type}"/>`)}
        <nodes><node id="n"><attvalues><attvalue for="0" value="${text}"/></attvalues></node></nodes>`),
    );
    expect(graph.nodes.schema.a).toBe(wanted);
    const got = (nodes.n as { a: unknown }).a;
    expect(Array.isArray(value) ? Array.from(got as number[]) : got).toEqual(value);
  });

  test.each([
    ["a |b | c", ["a", "b", "c"]],
    ["a ,b , c", ["a", "b", "c"]],
    ["a;b", ["a", "b"]],
    ["[a, b, c]", ["a", "b", "c"]],
    ["['a', '\\'b\\'', 'c']", ["a", "'b'", "c"]],
    ['["a", "b, c", "\\u00e9\\n"]', ["a", "b, c", "é\n"]],
    ["['a', \"b\", c d]", ["a", "b", "c d"]],
    ['[""]', [""]],
    ["[]", []],
    ["", []],
    ["one", ["one"]],
  ])("a list written %s", (text, items) => {
    expect(splitGexfList(text)).toEqual(items);
  });

  test("declared before nodes or after edges, by for or id, with defaults", async () => {
    const declared = `${attributes("node", '<attribute id="0" title="age" type="integer"><default>18</default></attribute>')}
      ${attributes("edge", '<attribute id="0" title="since" type="long"/>')}`;
    const elements = `<nodes><node id="a"><attvalues><attvalue id="0" value="36"/></attvalues></node><node id="b"/></nodes>
      <edges><edge source="a" target="b"><attvalues><attvalue for="0" value="1900"/></attvalues></edge></edges>`;
    const first = await readXml(gexf(declared + elements));
    expect(first.nodes).toEqual({ a: { age: 36 }, b: { age: 18 } });
    expect(first.edges).toEqual([{ source: "a", target: "b", since: 1900n }]);
    const last = await readXml(gexf(elements + declared));
    expect(last.graph.nodes.schema.age).toBe("int32");
    expect(last.nodes).toEqual({ a: { age: 36 }, b: { age: 18 } });
    expect(last.edges).toEqual(first.edges);
  });

  test("not declared, they are texts and told of", async () => {
    const { nodes, report } = await readXml(
      gexf('<nodes><node id="a"><attvalues><attvalue for="url" value="5"/></attvalues></node></nodes>'),
    );
    expect(nodes).toEqual({ a: { url: "5" } });
    expect(report.warnings).toMatchObject([{ kind: "undeclaredAttribute", attribute: "url", count: 1 }]);
  });

  test("one title with two types, as networkx writes it, is one attribute", async () => {
    const { graph, edges } = await readXml(
      gexf(`${attributes("edge", '<attribute id="0" title="w" type="long"/><attribute id="1" title="w" type="double"/>')}
        <nodes><node id="a"/></nodes><edges><edge source="a" target="a"><attvalues><attvalue for="0" value="2"/></attvalues></edge>
        <edge source="a" target="a"><attvalues><attvalue for="1" value="0.5"/></attvalues></edge></edges>`),
    );
    expect(graph.edges.schema.w).toBe("float64");
    expect(edges.map((edge) => (edge as Record<string, unknown>).w)).toEqual([2, 0.5]);
  });

  test("a type that networkx states of the first value alone counts if all values have it", async () => {
    const file = (values: string[]) =>
      new Blob([
        `<gexf version="1.2"><meta><creator>NetworkX 3.6.1</creator></meta><graph>${attributes("node", '<attribute id="0" title="x" type="long"/>')}<nodes>${values
          .map(
            (value, i) =>
              `<node id="${i}"><attvalues><attvalue for="0" value="${value}"/></attvalues></node>`,
          )
          .join("")}</nodes></graph></gexf>`,
      ]);
    const typeOf = async (values: string[]) => (await readXml(file(values))).graph.nodes.schema.x;
    expect(await typeOf(["1", "2"])).toBe("int64");
    expect(await typeOf(["1", "2.5"])).toBe("float64");
    expect(await typeOf(["0", "k"])).toBe("utf8");
    expect(kinds((await readXml(file(["1", "2.5"]))).report.warnings)).toEqual({ converted: 1 });
  });

  test("values of a dynamic attribute are JSON with their times", async () => {
    const { graph, nodes } = await readXml(
      gexf(
        `${attributes("node", '<attribute id="0" title="price" type="float"/>', ' mode="dynamic"')}
        <nodes><node id="a" start="2009-03-01" endopen="2009-05-01"><attvalues><attvalue for="0" value="1.5" start="2009-03-01"/>
          <attvalue for="0" value="2" timestamp="2009-04-01"/></attvalues>
          <spells><spell start="2009-03-01" end="2009-03-10"/><spell start="2009-03-20"/></spells></node></nodes>`,
        'mode="dynamic" timeformat="date" start="2009-03-01"',
      ),
    );
    expect(graph.nodes.schema).toMatchObject({ price: "json", spells: "json", start: "timestamp" });
    expect(nodes.a).toEqual({
      start: new Date("2009-03-01"),
      endopen: new Date("2009-05-01"),
      price: [
        { value: 1.5, start: "2009-03-01" },
        { value: 2, timestamp: "2009-04-01" },
      ],
      spells: [{ start: "2009-03-01", end: "2009-03-10" }, { start: "2009-03-20" }],
    });
  });
});

describe("nodes and edges", () => {
  test("labels, weights, kinds, types and ids", async () => {
    const { graph, nodes, edges, report } = await readXml(
      gexf(
        `<nodes><node id="a" label="Ada"/><node id="b"/></nodes><edges>
        <edge id="e0" source="a" target="b" weight="2.5" kind="likes" label="x"/>
        <edge id="e1" source="a" target="b" type="undirected"/>
        <edge id="e2" source="b" target="a" type="mutual" weight="3" kind="t"/></edges>`,
      ),
    );
    expect(nodes).toEqual({ a: { label: "Ada" }, b: {} });
    expect(edges).toEqual([
      { source: "a", target: "b", id: "e0", weight: 2.5, label: "x" },
      { source: "a", target: "b", id: "e1", undirected: true },
      { source: "b", target: "a", id: "e2", weight: 3 },
      { source: "a", target: "b", id: "e2", weight: 3 },
    ]);
    expect(Array.from(graph.edges.ids(), (id) => graph.edges.type(id))).toEqual([
      "likes",
      undefined,
      "t",
      "t",
    ]);
    expect(kinds(report.warnings)).toMatchObject({ mutual: 1, mixed: 1 });
  });

  test("edges have no direction where nothing is said", async () => {
    const { graph } = await readXml(
      gexf('<nodes><node id="a"/></nodes><edges><edge source="a" target="a"/></edges>', ""),
    );
    expect(graph.directed).toBe(false);
  });

  test("viz: colours in numbers and as hex, position, size, shape, thickness", async () => {
    const { nodes, edges } = await readXml(
      gexf(`<nodes><node id="a"><viz:color r="255" g="0" b="16" a="0.5"/><viz:position x="1.5" y="-2" z="0"/>
          <viz:size value="2.0"/><viz:shape value="disc"/></node>
        <node id="b"><viz:color hex="#00f"/></node><node id="c"><color hex="#FF00ff80"/></node></nodes>
        <edges><edge source="a" target="b"><viz:thickness value="3"/><viz:color r="1" g="2" b="3"/><viz:shape value="dotted"/></edge></edges>`),
    );
    expect(nodes).toEqual({
      a: { r: 255, g: 0, b: 16, a: 0.5, x: 1.5, y: -2, z: 0, size: 2, shape: "disc" },
      b: { r: 0, g: 0, b: 255 },
      c: { r: 255, g: 0, b: 255, a: 128 / 255 },
    });
    expect(edges).toMatchObject([{ thickness: 3, r: 1, g: 2, b: 3, shape: "dotted" }]);
  });

  test("hierarchy: nodes in nodes, pid and parents", async () => {
    const { nodes, edges, report } = await readXml(
      gexf(`${attributes("node", '<attribute id="0" title="n" type="integer"/>')}
        <nodes><node id="a"><nodes><node id="b"><nodes><node id="c" pid="a"/></nodes></node></nodes>
          <edges><edge source="b" target="c"/></edges><attvalues><attvalue for="0" value="1"/></attvalues></node>
        <node id="d"><parents><parent for="a"/><parent for="b"/></parents></node></nodes>`),
    );
    expect(nodes).toEqual({ a: { n: 1 }, b: { parent: "a" }, c: { parent: "a" }, d: { parent: "a" } });
    expect(edges).toEqual([{ source: "b", target: "c" }]);
    expect(kinds(report.losses)).toEqual({ parents: 1 });
  });

  test("meta and attributes of the graph element are attributes of the graph", async () => {
    const text = `<gexf version="1.2"><meta lastmodifieddate="2009-03-20"><creator>Gexf.net</creator>
      <description>A &lt;hello&gt;</description></meta><graph name="g" start="1" idtype="string" mode="static"/></gexf>`;
    const { report } = await readXml(new Blob([text]));
    expect(report.version).toBe("1.2");
    expect(report.graphAttributes).toEqual({
      lastmodifieddate: "2009-03-20",
      creator: "Gexf.net",
      description: "A <hello>",
      name: "g",
      start: "1",
    });
  });

  test.each([
    ["<nodes><node/></nodes>", '<node> expected an attribute "id", got none'],
    [
      '<nodes><node id="a"/></nodes><edges><edge source="a"/></edges>',
      '<edge> expected an attribute "target", got none',
    ],
    [
      '<nodes><node id="a"/></nodes><edges><edge source="a" target="a" type="x"/></edges>',
      '"type" expected directed',
    ],
    [
      '<nodes><node id="a"><attvalues><attvalue for="0"/></attvalues></node></nodes>',
      '<attvalue> expected an attribute "value"',
    ],
  ])("%s is refused, and left out leniently", async (content, message) => {
    await expect(readXml(gexf(content))).rejects.toThrow(message);
    expect((await readXml(gexf(content), { lenient: true })).report.skipped).toHaveLength(1);
  });

  test.skipIf(!hasFixtures)("files of Gephi and graphology are as is known of them", async () => {
    const gephi = await readGraph(fixture("gephi-les-miserables.gexf"));
    expect(gephi.report.version).toBe("1.1");
    expect(gephi.graph.nodes.get(0)).toMatchObject({ label: "Myriel", r: 216, g: 72, b: 45, x: 268.72385 });
    const lists = await readGraph(fixture("graphology-lists-13.gexf"));
    expect(lists.graph.nodes.get(0)).toMatchObject({
      pipe: ["a", "b", "c"],
      comma: ["a", "b", "c"],
      raw: ["a", "b", "c"],
      single: ["a", "'b'", "c"],
      double: ["a", "b", "c"],
      mixed: ["a", "b", "c"],
      booleans: [true, false, false],
      r: 255,
      g: 0,
      b: 255,
    });
    expect(lists.graph.edges.type(0)).toBe("likes");
    const mixed = await readGraph(fixture("graphology-mixed.gexf"));
    expect(mixed.report.directed).toBeUndefined();
    expect(
      Array.from(mixed.graph.edges.ids()).filter((id) => mixed.graph.edges.get(id, "undirected") === true),
    ).toHaveLength(2);
    const source = fixture("graphology-missing-nodes.gexf");
    await expect(readGraph(source)).rejects.toMatchObject({ code: "FORMAT_REFERENCE" });
    const skipped = await readGraph(source, { missingNodes: "skip" });
    expect([skipped.graph.edgeCount, skipped.report.skipped[0]!.count]).toEqual([1, 3]);
  });
});

describe("writing", () => {
  test("what GEXF has words for is written in them", async () => {
    const schema = {
      nodes: {
        r: "int32",
        g: "int32",
        b: "int32",
        x: "float32",
        y: "float32",
        tags: "list<utf8>",
        id: "utf8",
        label: "utf8",
        size: "float64",
      },
    } as const;
    const graph = new Graph({ key: "id", schema });
    graph.addNode(["P"], {
      id: "a",
      label: "Ada",
      r: 1,
      g: 2,
      b: 3,
      x: 0.5,
      y: 1,
      size: 2,
      tags: ["x", "y z"],
    });
    graph.addNode({ id: "b", label: "B" });
    graph.addEdge(0, 1, "KNOWS", { weight: 2, note: "n" });
    const text = await textOf(graph as unknown as Graph, "gexf");
    expect(
      text.slice(text.indexOf("<graph")),
    ).toBe(`<graph mode="static" defaultedgetype="directed" groggy.types="{&quot;nodes&quot;:{&quot;x&quot;:&quot;float32&quot;,&quot;y&quot;:&quot;float32&quot;}}">
<attributes class="node">
<attribute id="labels" title="labels" type="liststring" groggy.type="labels"/>
<attribute id="0" title="tags" type="liststring" groggy.type="list&lt;utf8&gt;"/>
</attributes>
<attributes class="edge">
<attribute id="0" title="note" type="string"/>
</attributes>
<nodes>
<node id="a" label="Ada"><attvalues><attvalue for="labels" value="[&quot;P&quot;]"/><attvalue for="0" value="[&quot;x&quot;,&quot;y z&quot;]"/></attvalues><viz:color r="1" g="2" b="3"/><viz:position x="0.5" y="1.0"/><viz:size value="2"/></node>
<node id="b" label="B"/>
</nodes>
<edges>
<edge source="a" target="b" weight="2" kind="KNOWS"><attvalues><attvalue for="0" value="n"/></attvalues></edge>
</edges>
</graph>
</gexf>
`);
  });

  test("what does not fit the words is an attvalue, and comes back", async () => {
    const schema = {
      nodes: {
        r: "int32",
        g: "int32",
        b: "int32",
        label: "int64",
        id: "utf8",
        x: "float64",
        size: "float64",
        parent: "utf8",
      },
      edges: { weight: "int64", id: "int32", kind: "utf8", start: "utf8" },
    } as const;
    const graph = new Graph({ directed: false, key: "id", schema });
    graph.addNode({ id: "a", r: 300, g: 2, b: 3, x: 1, size: Number.NaN, label: 5n, parent: "none" });
    graph.addEdge(0, 0, { weight: 9007199254740993n, id: 7, kind: "x", start: "then" });
    const text = await textOf(graph as unknown as Graph, "gexf");
    expect(text).not.toContain("<viz:");
    const { graph: back } = await readGraph(new Blob([text]), { format: "gexf", key: "id" });
    expect(back.nodes.schema).toEqual(graph.nodes.schema);
    expect(back.nodes.get(0)).toEqual(graph.nodes.get(0));
    expect(back.edges.get(0)).toEqual(graph.edges.get(0));
  });

  test("edges without direction in a directed graph are said so", async () => {
    const { graph } = await readXml(
      gexf(
        '<nodes><node id="a"/></nodes><edges><edge source="a" target="a"/><edge source="a" target="a" type="undirected"/></edges>',
      ),
    );
    expect(await textOf(graph, "gexf")).toContain('<edge source="a" target="a" type="undirected"/>');
  });
});
