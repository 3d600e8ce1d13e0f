// The layer under GraphML and GEXF: what is no XML, what is too much of it, places, and texts that XML cannot hold.
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { FormatError, formatOf, importGraph, readGraph } from "../../../src/formats/index.js";
import { attributeText, contentText, unescapedText } from "../../../src/formats/xml/xml-text.js";
import { Graph } from "../../../src/index.js";
import { inPieces, rootOf } from "../fixtures.js";
import { graphml, readXml, textOf } from "./read.js";

const failureOf = async (text: string, options: object = {}): Promise<FormatError> => {
  const error: unknown = await readGraph(new Blob([text]), { format: "graphml", ...options }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FormatError);
  return error as FormatError;
};

describe("faults", () => {
  test.each([
    ["", "FORMAT_SYNTAX", "expected an element, got the end of the file", 1, 1],
    ["<gexf/>", "FORMAT_SYNTAX", "expected <graphml>, got <gexf>", 1, 1],
    [
      "<graphml>\n<graph edgedefault='directed'>\n <node id='a'",
      "FORMAT_SYNTAX",
      "got the end of the file",
      3,
      14,
    ],
    [
      "<graphml>\n<graph edgedefault='directed'>",
      "FORMAT_SYNTAX",
      "expected </graph>, got the end of the file",
      2,
      31,
    ],
    ["<graphml>\n</graph>", "FORMAT_SYNTAX", "unexpected close tag", 2, 9],
    ["<graphml>\n  a & b</graphml>", "FORMAT_SYNTAX", "expected", 2, undefined],
    ["<graphml>&nbsp;</graphml>", "FORMAT_SYNTAX", "expected an entity of XML itself", 1, 16],
    ["<graphml>\u0001</graphml>", "FORMAT_SYNTAX", "disallowed character", 1, 11],
    ["<graphml a='1' a='2'/>", "FORMAT_SYNTAX", "duplicate attribute", 1, undefined],
    ["<!DOCTYPE x [<!ENTITY a 'b'>]><graphml/>", "FORMAT_UNSUPPORTED", "entities of its own", 1, 31],
    [
      `<graphml>${"<graph>".repeat(300)}`,
      "FORMAT_UNSUPPORTED",
      "nested elements expected at most 256",
      1,
      1795,
    ],
  ])("%s", async (text, code, message, line, column) => {
    const error = await failureOf(text);
    expect(error).toMatchObject({ code, line, message: expect.stringContaining(message) });
    if (column !== undefined) expect(error.column).toBe(column);
    expect(error.offset).toBeGreaterThanOrEqual(0);
  });

  test("a lenient reader reads on behind entities it does not know, and to an end that comes too early", async () => {
    const text = `<key id="t" for="node" attr.name="t" attr.type="string"/><graph edgedefault="directed"><node id="a"><data key="t">x&nbsp;y</data></node>`;
    const source = new Blob([`<graphml>${text}`]);
    const { nodes, report } = await readXml(source, { lenient: true });
    expect(nodes).toEqual({ a: { t: "x&nbsp;y" } });
    expect(report.skipped.map(({ kind }) => kind)).toEqual(["xml", "xml", "xml"]);
  });

  test("places are the same however the file comes, in bytes of UTF-8", async () => {
    const text = `<graphml>\r\n<key id="é🚢" for="node" attr.name="n" attr.type="int"/><graph edgedefault="directed">\n  <node id="é">\r <data key="é🚢">x</data></node></graph></graphml>`;
    const bytes = new TextEncoder().encode(text);
    const wanted = new TextEncoder().encode(text.slice(0, text.indexOf("<data"))).length;
    for (const size of [1, 2, 7, 1000]) {
      const error: unknown = await readGraph(inPieces(bytes, size), { format: "graphml" }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: "FORMAT_VALUE", line: 4 });
      if (size === 1000) expect(error).toMatchObject({ column: 2, offset: wanted });
    }
  });

  test("a tag, an attribute, a comment or a text without end is refused at the limit", async () => {
    async function* endless(start: string) {
      yield start;
      for (let i = 0; i < 100; i++) yield "x".repeat(2 ** 20);
    }
    for (const start of ["<graphml a='", "<graphml><!--", "<!DOCTYPE x [", "<graphml><desc>"])
      await expect(readGraph(endless(start), { format: "graphml" })).rejects.toMatchObject({
        code: "FORMAT_UNSUPPORTED",
      });
  }, 60_000);

  test("a tag with too many attributes is refused", async () => {
    const many = Array.from({ length: 70_000 }, (_, i) => `a${i}=""`).join(" ");
    expect(await failureOf(`<graphml ${many}/>`)).toMatchObject({ code: "FORMAT_UNSUPPORTED" });
  });
});

describe("texts", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom(
        "_",
        "x",
        "0",
        "A",
        "F",
        "\u0000",
        "\u001f",
        "\ufffe",
        "\r",
        "\n",
        "\t",
        "<",
        "&",
        "]",
        ">",
      ),
    }),
  );

  test("any text comes back, as content and as the value of an attribute", () => {
    fc.assert(
      fc.property(text, (given) => {
        let [content, value] = ["", ""];
        const parser = new SaxesParser();
        parser.on("text", (part) => {
          content += part;
        });
        parser.on("opentag", ({ attributes }) => {
          value = attributes.v as string;
        });
        parser.write(`<a v="${attributeText(given)}">${contentText(given)}</a>`).close();
        expect([unescapedText(content), unescapedText(value)]).toEqual([given, given]);
      }),
      { numRuns: 2000 },
    );
  });

  test("texts of files that were not written here are left as they are", async () => {
    const { nodes } = await readXml(
      graphml(
        '<key id="t" for="node" attr.name="t" attr.type="string"/><graph edgedefault="directed"><node id="_x0041_"><data key="t">_x0042_</data></node></graph>',
      ),
    );
    expect(nodes).toEqual({ _x0041_: { t: "_x0042_" } });
  });

  test.each(["graphml", "gexf"])("characters that XML cannot hold come back from %s", async (format) => {
    const graph = new Graph({ key: "id" });
    graph.addNode(["\u0003:", ":"], { id: "a\u0000", "n\u0001": "\u0002_x0041_" });
    graph.addEdge(0, 0, "\u0004", { t: "\ufffe" });
    const { graph: back } = await readGraph(new Blob([await textOf(graph as unknown as Graph, format)]), {
      format,
    });
    expect([...back.nodes.labels(0)].sort()).toEqual(["\u0003:", ":"]);
    expect(back.edges.type(0)).toBe("\u0004");
    expect(Object.values(back.nodes.get(0))).toEqual(expect.arrayContaining(["a\u0000", "\u0002_x0041_"]));
    expect(back.edges.get(0)).toEqual({ t: "\ufffe" });
  });
});

test("the format is told by the first element, whatever stands before it", async () => {
  const before = '<?xml version="1.0"?>\n<!-- <gexf> --><!DOCTYPE graphml SYSTEM "x" [ <!ELEMENT a (b)> ]>\n';
  expect(await formatOf(new Blob([`${before}<x:graphml/>`]))).toBe("graphml");
  expect(await formatOf(new Blob([`${" ".repeat(60_000)}<gexf/>`]))).toBe("gexf");
  await expect(formatOf(new Blob(["<html><graphml/></html>"]))).rejects.toMatchObject({
    code: "FORMAT_UNKNOWN",
  });
});

test("batches of GraphML and GEXF end up at the same root", async () => {
  const data = new Graph({ key: "id" });
  for (let i = 0; i < 300; i++) data.addNode({ id: `n${i}`, ...(i % 3 === 0 ? {} : { age: i }) });
  for (let i = 0; i < 500; i++) data.addEdge((i * 7) % 300, (i * 11) % 300, { weight: i / 4 });
  for (const format of ["graphml", "gexf"]) {
    const source = new TextEncoder().encode(await textOf(data as unknown as Graph, format));
    const whole = new Graph({ key: "id" });
    await importGraph(whole, source, { format, batch: 100 });
    expect(whole.history.log().length).toBeGreaterThanOrEqual(6);
    const { graph: atOnce } = await readGraph(source, { format, key: "id" });
    expect(whole.commit("end", { allowEmpty: true }).root).toBe(
      atOnce.commit("end", { allowEmpty: true }).root,
    );
  }
});

test.each(["graphml", "gexf"])("attributes of the graph of any type come back from %s", async (format) => {
  const schema = {
    graph: {
      bool: "bool",
      int32: "int32",
      int64: "int64",
      float32: "float32",
      float64: "float64",
      text: "utf8",
      empty: "utf8",
      bytes: "binary",
      when: "timestamp",
      json: "json",
      list: "list<utf8>",
      vector: "vector<float32, 2>",
      creator: "utf8",
      description: "utf8",
    },
  } as const;
  const graph = new Graph({ key: "key", schema });
  graph.attributes.set({
    bool: true,
    int32: 7,
    int64: 2n ** 60n,
    float32: Math.fround(0.1),
    float64: 5,
    text: "007\u0000 <&>",
    empty: "",
    bytes: Uint8Array.of(0, 255),
    when: new Date(5),
    json: { a: [1, null] },
    list: ["a", ""],
    vector: Float32Array.of(1, 2),
    creator: "Ada",
    description: "x",
  });
  graph.addNode({ key: "a" });
  const source = new Blob([await textOf(graph as unknown as Graph, format)]);
  const { graph: back } = await readGraph(source, { format, key: "key" });
  expect(back.attributes.schema).toEqual(schema.graph);
  expect(rootOf(back)).toBe(rootOf(graph as unknown as Graph));
});
