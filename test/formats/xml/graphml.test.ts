// What GraphML says, and what the tools that write it say in it, becomes of the graph.
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../src/formats/index.js";
import { Graph } from "../../../src/index.js";
import { fixture, hasFixtures } from "../fixtures.js";
import { graphml, kinds, readXml, textOf } from "./read.js";

const key = (id: string, domain: string, type?: string, name = id, content = "") =>
  `<key id="${id}" for="${domain}" attr.name="${name}"${type === undefined ? "" : ` attr.type="${type}"`}>${content}</key>`;
const directed = (content: string) => `<graph edgedefault="directed">${content}</graph>`;

describe("types", () => {
  test.each([
    ["boolean", "true", "bool", true],
    ["boolean", "0", "bool", false],
    ["int", "-7", "int32", -7],
    ["int", "\n   29\n  ", "int32", 29],
    ["long", "9007199254740993", "int64", 9007199254740993n],
    ["float", "1.5", "float32", 1.5],
    ["float", "3.4028235e38", "float32", 3.4028234663852886e38],
    ["float", "0.33333333333333331", "float64", 1 / 3],
    ["float", "1e300", "float64", 1e300],
    ["double", "1e-300", "float64", 1e-300],
    ["double", "INF", "float64", Number.POSITIVE_INFINITY],
    ["double", "0x1.5p-2", "float64", 0.328125],
    ["string", "  007 ", "utf8", "  007 "],
    ["String", "x", "utf8", "x"],
    ["Integer", "12", "int64", 12n],
    ["Real", "0.5", "float64", 0.5],
    ["java.lang.String", "x", "utf8", "x"],
    ["short", "3", "int32", 3],
    ["vector_double", "0, 0x1p-1, 2", "list<float64>", [0, 0.5, 2]],
    ["vector_float", "0.5,  -1", "list<float64>", [0.5, -1]],
    ["vector_int", "1, 2", "list<int32>", [1, 2]],
    ["vector_short", "", "list<int32>", []],
    ["vector_long", "9007199254740993", "list<int64>", [9007199254740993n]],
    ["vector_boolean", "1, 0", "list<bool>", [true, false]],
    ["vector_string", "a0, b,\\ c, \\\\", "list<utf8>", ["a0", "b, c", "\\"]],
    [undefined, "12", "int32", 12],
    [undefined, "007", "utf8", "007"],
    ["datetime", "2024-02-03T08:00:00Z", "timestamp", new Date("2024-02-03T08:00:00Z")],
  ])("%s: %s is %s", async (type, text, wanted, value) => {
    const { graph, nodes } = await readXml(
      graphml(`${key("d", "node", type)}${directed(`<node id="a"><data key="d">${text}</data></node>`)}`),
    );
    expect(graph.nodes.schema.d).toBe(wanted);
    const got = (nodes.a as { d: unknown }).d;
    expect(Array.isArray(value) ? Array.from(got as number[]) : got).toEqual(value);
  });

  test("a value that does not fit names the attribute, the place and the way out", async () => {
    const source = graphml(`${key("age", "node", "int")}<graph edgedefault="directed">\n<node id="a">
  <data key="age">thirty</data></node></graph>`);
    await expect(readGraph(source, { format: "graphml" })).rejects.toMatchObject({
      code: "FORMAT_VALUE",
      attribute: "age",
      line: 3,
      column: 3,
      message: expect.stringContaining('"age" expected int32, got "thirty"'),
    });
    const { nodes, report } = await readXml(source, { lenient: true });
    expect(nodes).toEqual({ a: {} });
    expect(kinds(report.skipped)).toEqual({ value: 1 });
    expect((await readXml(source, { types: { age: "utf8" } })).nodes).toEqual({ a: { age: "thirty" } });
  });

  test("an empty text is a text, and no value of any other type", async () => {
    const { nodes, report } = await readXml(
      graphml(`${key("s", "node", "string")}${key("i", "node", "int")}
        ${directed('<node id="a"><data key="s"/><data key="i"></data></node><node id="b"/>')}`),
    );
    expect(nodes).toEqual({ a: { s: "" }, b: {} });
    expect(kinds(report.warnings)).toEqual({ emptyValue: 1 });
  });

  test("attributes declared several times take the type that has all values", async () => {
    const { graph, edges } = await readXml(
      graphml(`${key("d1", "edge", "long", "w")}${key("d2", "edge", "double", "w")}
        ${key("d3", "edge", "int", "x")}${key("d4", "edge", "string", "x")}
        ${directed(`<node id="a"/><edge source="a" target="a"><data key="d1">2</data><data key="d3">7</data></edge>
          <edge source="a" target="a"><data key="d2">0.5</data><data key="d4">seven</data></edge>`)}`),
    );
    expect(graph.edges.schema).toEqual({ w: "float64", x: "utf8" });
    expect(
      edges.map((edge) => {
        const { w, x } = edge as Record<string, unknown>;
        return [w, x];
      }),
    ).toEqual([
      [2, "7"],
      [0.5, "seven"],
    ]);
  });
});

describe("keys", () => {
  test("one name, or one id, for nodes and for edges are two attributes", async () => {
    const { graph, nodes, edges } = await readXml(
      graphml(`${key("name", "node", "string")}${key("name", "edge", "int")}
        ${directed(`<node id="a"><data key="name">Ada</data></node>
          <edge source="a" target="a"><data key="name">5</data></edge>`)}`),
    );
    expect([graph.nodes.schema.name, graph.edges.schema.name]).toEqual(["utf8", "int32"]);
    expect([nodes, edges]).toEqual([{ a: { name: "Ada" } }, [{ source: "a", target: "a", name: 5 }]]);
  });

  test("a key for all is one for nodes, edges and the graph", async () => {
    const { nodes, edges, report } = await readXml(
      graphml(`<key id="k" attr.name="w" attr.type="int"/>
        ${directed(`<data key="k">1</data><node id="a"><data key="k">2</data></node>
          <edge source="a" target="a"><data key="k">3</data></edge>`)}`),
    );
    expect(nodes).toEqual({ a: { w: 2 } });
    expect(edges).toMatchObject([{ w: 3 }]);
    expect(report.graphAttributes).toEqual({ w: 1 });
  });

  test("defaults count for each element without a value of its own", async () => {
    const { nodes, edges, report } = await readXml(
      graphml(`${key("c", "node", "int", "c", "<default>5</default>")}
        ${key("l", "edge", "string", "l", "<default>x &amp; y</default>")}
        ${key("t", "graph", "string", "t", "<default>none</default>")}
        ${directed(`<node id="a"><data key="c">3</data></node><node id="b"/>
          <edge source="a" target="b"/><edge source="b" target="a"><data key="l"></data></edge>`)}`),
    );
    expect(nodes).toEqual({ a: { c: 3 }, b: { c: 5 } });
    expect(
      edges.map((edge) => {
        const { l } = edge as Record<string, unknown>;
        return l;
      }),
    ).toEqual(["x & y", ""]);
    expect(report.graphAttributes).toEqual({ t: "none" });
  });

  test("what is not declared is a text, and told of", async () => {
    const { graph, nodes, report } = await readXml(
      graphml(
        directed('<node id="a"><data key="age">36</data></node><node id="b"><data key="age">x</data></node>'),
      ),
    );
    expect(graph.nodes.schema.age).toBe("utf8");
    expect(nodes).toEqual({ a: { age: "36" }, b: { age: "x" } });
    expect(report.warnings).toMatchObject([{ kind: "undeclaredAttribute", attribute: "age", count: 2 }]);
  });

  test("what is declared behind its first value has its type all the same", async () => {
    const { graph, nodes } = await readXml(
      graphml(
        `${directed('<node id="a"><data key="d0">36</data></node>')}${key("d0", "node", "int", "age")}`,
      ),
    );
    expect(graph.nodes.schema.age).toBe("int32");
    expect(nodes).toEqual({ a: { age: 36 } });
  });

  test("a key without a name, or with an empty one, is called by its id", async () => {
    const { nodes } = await readXml(
      graphml(`<key id="a" for="node" attr.type="int"/>${key("b", "node", "int", "")}
        ${directed('<node id="n"><data key="a">1</data><data key="b">2</data></node>')}`),
    );
    expect(nodes).toEqual({ n: { a: 1, b: 2 } });
  });

  test("keys are told apart from ids of nodes, and `only`, `rename` and `types` go by names", async () => {
    const source = graphml(`${key("d0", "node", "int", "age")}${key("d1", "node", "string", "note")}
      ${directed('<node id="a"><data key="d0">36</data><data key="d1">x</data></node>')}`);
    const { nodes } = await readXml(source, {
      only: ["age"],
      rename: { age: "years" },
      types: { years: "utf8" },
    });
    expect(nodes).toEqual({ a: { years: "36" } });
  });
});

describe("nodes and edges", () => {
  test("edges may come before their nodes", async () => {
    const { edges } = await readXml(
      graphml(directed('<edge source="b" target="a"/><node id="a"/><node id="b"/>')),
    );
    expect(edges).toEqual([{ source: "b", target: "a" }]);
  });

  test("an edge to a node that never comes says where the edge is", async () => {
    const source = graphml(
      '\n<graph edgedefault="directed"><node id="a"/>\n  <edge source="a" target="zz"/></graph>',
    );
    await expect(readGraph(source, { format: "graphml" })).rejects.toMatchObject({
      code: "FORMAT_REFERENCE",
      line: 3,
      column: 3,
    });
  });

  test("an edge may have another direction than all others", async () => {
    const { graph, edges, report } = await readXml(
      graphml(
        directed(`<node id="a"/><node id="b"/><edge source="a" target="b"/>
        <edge source="b" target="a" directed="false"/>`),
      ),
    );
    expect(graph.directed).toBe(true);
    expect(edges).toEqual([
      { source: "a", target: "b" },
      { source: "b", target: "a", undirected: true },
    ]);
    expect(report.directed).toBeUndefined();
    const text = await textOf(graph, "graphml");
    expect(text).toContain('<edge directed="false" source="b" target="a"/>');
    expect(text).not.toContain("undirected");
  });

  test("ids of edges that repeat are attributes of theirs", async () => {
    const { edges } = await readXml(
      graphml(
        directed(`<node id="a"/><edge source="a" target="a" id="0"/><edge source="a" target="a" id="0"/>`),
      ),
    );
    expect(
      edges.map((edge) => {
        const { id } = edge as Record<string, unknown>;
        return id;
      }),
    ).toEqual(["0", "0"]);
  });

  test("ids are texts, and `key` names the attribute where `key` itself is taken", async () => {
    const source = graphml(`${key("key", "node", "int")}
      ${directed('<node id="007"><data key="key">1</data></node><node id=" 7"/><node id="1e5"/>')}`);
    const { nodes, report } = await readXml(source);
    expect(report.key).toBe("id");
    expect(Object.keys(nodes)).toEqual(["007", " 7", "1e5"]);
  });

  test("nodes of nested graphs have their parent, also where data follow behind", async () => {
    const { nodes, edges } = await readXml(
      graphml(`${key("n", "node", "int", "n", "<default>0</default>")}${key("late", "node", "string")}
        ${directed(`<node id="a"><data key="n">1</data><graph edgedefault="undirected">
          <node id="a::b"><graph edgedefault="undirected"><node id="a::b::c"/></graph></node>
          <edge source="a::b" target="a::b::c"/></graph><data key="late">x</data></node>`)}`),
      { mixed: "flag" },
    );
    expect(nodes).toEqual({
      a: { n: 1, late: "x" },
      "a::b": { n: 0, parent: "a" },
      "a::b::c": { n: 0, parent: "a::b" },
    });
    expect(edges).toEqual(
      [{ source: "a::b", target: "a::b::c", undirected: true }].map(({ undirected: _, ...rest }) =>
        expect.objectContaining(rest),
      ),
    );
  });

  test("ports, hyperedges, locators and data of the file are told of", async () => {
    const { report, edges } = await readXml(
      graphml(
        `${directed(`<node id="a"><port name="p"/><port name="q"/></node>
        <edge source="a" target="a" sourceport="p" targetport="q"/>
        <hyperedge><endpoint node="a"/></hyperedge>`)}<data key="r"><x/></data>`,
      ),
    );
    expect(kinds(report.losses)).toEqual({ port: 2, hyperedge: 1, fileData: 1 });
    expect(edges).toEqual([{ source: "a", target: "a", sourceport: "p", targetport: "q" }]);
  });

  test("descriptions are attributes", async () => {
    const { nodes, report } = await readXml(
      graphml(directed('<desc>the whole</desc><node id="a"><desc>a node</desc></node>')),
    );
    expect(nodes).toEqual({ a: { desc: "a node" } });
    expect(report.graphAttributes).toEqual({ desc: "the whole" });
  });

  test("of several graphs one is asked for, by its number or its id", async () => {
    const source = () =>
      graphml(`${directed('<node id="a"/>')}<graph id="two" edgedefault="undirected"><node id="b"/></graph>`);
    await expect(readXml(source())).rejects.toMatchObject({ code: "FORMAT_UNSUPPORTED" });
    expect((await readXml(source(), { graph: 0 })).nodes).toEqual({ a: {} });
    const { nodes, graph } = await readXml(source(), { graph: "two" });
    expect([nodes, graph.directed]).toEqual([{ b: {} }, false]);
    await expect(readXml(source(), { graph: 2 })).rejects.toMatchObject({ code: "FORMAT_REFERENCE" });
    await expect(readXml(source(), { graph: -1 })).rejects.toThrow('"graph" expected');
  });

  test.each([
    ["<node/>", '<node> expected an attribute "id", got none'],
    ['<node id="a"/><edge target="a"/>', '<edge> expected an attribute "source", got none'],
    ['<node id="a"><data>x</data></node>', '<data> expected an attribute "key", got none'],
    ['<node id="a"/><edge source="a" target="a" directed="maybe"/>', '"directed" expected true or false'],
    ['<node id="a"/><node id="a"/>', "node expected an id of its own"],
  ])("%s is refused, and left out leniently", async (content, message) => {
    await expect(readXml(graphml(directed(content)))).rejects.toThrow(message);
    const { report } = await readXml(graphml(directed(content)), { lenient: true });
    expect(report.skipped).toHaveLength(1);
  });
});

describe("what tools write", () => {
  test("TinkerPop: labelV is a node's label, labelE an edge's type", async () => {
    const { graph, nodes, edges } = await readXml(
      graphml(`${key("labelV", "node", "string")}${key("labelE", "edge", "string")}
        ${directed(`<node id="1"><data key="labelV">person</data></node><node id="2"><data key="labelV">a::b</data></node>
          <edge id="7" source="1" target="2"><data key="labelE">knows</data></edge>`)}`),
    );
    expect([...graph.nodes.labels(0), ...graph.nodes.labels(1)]).toEqual(["person", "a", "b"]);
    expect(graph.edges.type(0)).toBe("knows");
    expect([nodes, edges]).toEqual([{ 1: {}, 2: {} }, [{ source: "1", target: "2", id: "7" }]]);
  });

  test("APOC: labels and label are XML attributes, and said again as data; lists are JSON", async () => {
    const { graph, nodes, edges } = await readXml(
      graphml(`${key("labels", "node", "string")}${key("label", "edge", "string")}
        <key id="kids" for="node" attr.name="kids" attr.type="string" attr.list="string"/>
        <key id="marks" for="node" attr.name="marks" attr.type="string" attr.list="long"/>
        ${directed(`<node id="n0" labels=":User:Admin"><data key="labels">:User:Admin</data>
            <data key="kids">["Sam","Anna"]</data><data key="marks">[1,2]</data></node>
          <edge id="e0" source="n0" target="n0" label="KNOWS"><data key="label">KNOWS</data></edge>`)}`),
    );
    expect([...graph.nodes.labels(0)].sort()).toEqual(["Admin", "User"]);
    expect(graph.edges.type(0)).toBe("KNOWS");
    expect(nodes).toEqual({ n0: { kids: ["Sam", "Anna"], marks: [1n, 2n] } });
    expect(edges).toEqual([{ source: "n0", target: "n0", id: "e0" }]);
  });

  test("Gephi: r, g, b, x, y and size are attributes", async () => {
    const names = ["r", "g", "b", "x", "y", "size"];
    const { nodes } = await readXml(
      graphml(`${names.map((name) => key(name, "node", "rgb".includes(name) ? "int" : "float")).join("")}
        ${directed(`<node id="n">${names.map((name, i) => `<data key="${name}">${i}.0</data>`).join("")}</node>`)}`),
    );
    expect(nodes).toEqual({ n: { r: 0, g: 1, b: 2, x: 3, y: 4, size: 5 } });
  });

  test("yEd: geometry, colours, labels, lines and bends", async () => {
    const { nodes, edges, report } = await readXml(
      graphml(`<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d10" yfiles.type="edgegraphics"/>
        ${key("d7", "node", "string", "label")}
        ${directed(`<node id="n0" yfiles.foldertype="group"><data key="d7">mine</data><data key="d6"><y:ProxyAutoBoundsNode>
          <y:Realizers active="1"><y:GroupNode><y:NodeLabel>open</y:NodeLabel></y:GroupNode>
          <y:GroupNode><y:Geometry height="30.0" width="40" x="100" y="-7.5"/><y:Fill color="#FFCC00"/>
          <y:BorderStyle color="#000000" type="line" width="2"/><y:NodeLabel>
            shut<y:LabelModel><y:X>no</y:X></y:LabelModel></y:NodeLabel><y:Shape type="ellipse"/>
          <y:DropShadow/></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data></node>
          <edge source="n0" target="n0"><data key="d10"><y:PolyLineEdge><y:Path sx="0"><y:Point x="1" y="2"/><y:Point x="3" y="4.5"/></y:Path>
          <y:LineStyle color="#FF0000" type="dashed" width="1.0"/><y:Arrows source="none" target="standard"/>
          <y:EdgeLabel>calls</y:EdgeLabel></y:PolyLineEdge></data></edge>`)}`),
    );
    expect(nodes.n0).toEqual({
      label: "mine",
      "yed:label": "shut",
      foldertype: "group",
      x: 100,
      y: -7.5,
      width: 40,
      height: 30,
      color: "#FFCC00",
      borderColor: "#000000",
      borderType: "line",
      borderWidth: 2,
      shape: "ellipse",
    });
    expect(edges[0]).toMatchObject({
      label: "calls",
      color: "#FF0000",
      lineType: "dashed",
      width: 1,
      sourceArrow: "none",
      targetArrow: "standard",
      bends: [
        [1, 2],
        [3, 4.5],
      ],
    });
    expect(report.losses).toMatchObject([{ kind: "graphics", message: "DropShadow of yEd's drawings" }]);
  });

  test("a prefix for all elements, a document type, comments and CDATA", async () => {
    const text = `<?xml version="1.0"?><!DOCTYPE graphml SYSTEM "graphml.dtd"><!-- <node> -->
      <g:graphml xmlns:g="http://graphml.graphdrawing.org/xmlns"><g:key id="d" for="node" attr.name="t" attr.type="string"/>
      <g:graph edgedefault="directed"><g:node id="a"><g:data key="d">x<!-- y --><![CDATA[<&]]>z</g:data></g:node></g:graph></g:graphml>`;
    expect((await readXml(new Blob([text]))).nodes).toEqual({ a: { t: "x<&z" } });
  });

  test.skipIf(!hasFixtures)("files of yEd and graph-tool are as is known of them", async () => {
    const yed = await readGraph(fixture("yed.graphml"));
    const at = (id: string, name: string) => yed.graph.nodes.get(yed.graph.node(id)!, name);
    expect([at("n0", "description"), at("n0", "label"), at("n0", "x"), at("n0", "count")]).toEqual([
      "first <one>",
      "Start & go",
      100,
      5,
    ]);
    expect([at("n1::n0", "count"), at("n1::n0", "parent"), at("n1", "label")]).toEqual([3, "n1", "Group"]);
    expect(yed.graph.edges.get(1, "label")).toBe("calls");
    expect(kinds(yed.report.losses)).toMatchObject({ hyperedge: 1, port: 1, fileData: 1 });

    const { graph, report } = await readGraph(fixture("graph-tool.xml"));
    expect(graph.nodes.get(1)).toMatchObject({ big: 9007199254740993n, f: 1 / 3, flag: true, small: 1 });
    expect(graph.nodes.get(1, "words")).toEqual(["a1", "b, c"]);
    expect(Array.from(graph.nodes.get(1, "vec") as number[])).toEqual([1 / 7, -1]);
    expect(report.graphAttributes).toEqual({ title: "graph-tool's" });
  });
});

describe("writing", () => {
  test("types, texts and labels as other tools read them", async () => {
    const graph = new Graph({ key: "id" });
    graph.addNode(["Person", "Ship"], { id: "a<b", age: 36, note: 'x "y" & <z>\r\n' });
    graph.addNode({ id: "c" });
    graph.addEdge(0, 1, "KNOWS", { weight: 0.5 });
    const text = await textOf(graph as unknown as Graph, "graphml");
    expect(
      text.slice(text.indexOf("<key")),
    ).toBe(`<key id="d0" for="node" attr.name="labelV" attr.type="string" groggy.type="labels"/>
<key id="d1" for="edge" attr.name="labelE" attr.type="string" groggy.type="type"/>
<key id="d2" for="node" attr.name="age" attr.type="double"/>
<key id="d3" for="node" attr.name="note" attr.type="string"/>
<key id="d4" for="edge" attr.name="weight" attr.type="double"/>
<graph edgedefault="directed">
<node id="a&lt;b"><data key="d0">Person::Ship</data><data key="d2">36</data><data key="d3">x "y" &amp; &lt;z&gt;&#13;
</data></node>
<node id="c"/>
<edge source="a&lt;b" target="c"><data key="d1">KNOWS</data><data key="d4">0.5</data></edge>
</graph>
</graphml>
`);
  });
});
