// Tables of nodes and of edges in different formats make one graph.
import { readFileSync } from "node:fs";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { expect, test } from "vitest";
import { exportGraph, importGraph, readGraph } from "../../src/formats/index.js";
import { Graph } from "../../src/index.js";
import { columnFile } from "./columnar/columns.js";

const csv = (text: string): Blob => new Blob([text]);

test("Parquet and CSV, told by their names or their bytes", async () => {
  const edges = csv("source,target\nk0,k1\nk1,k6\n");
  const options = { only: ["i32"] };
  for (const nodes of [columnFile("none.parquet"), readFileSync(columnFile("none.parquet"))]) {
    const { graph, report } = await readGraph({ nodes, edges }, options);
    expect([graph.nodeCount, graph.edgeCount]).toEqual([7, 2]);
    expect(report).toMatchObject({ key: "id", bytes: expect.any(Number) });
  }
});

test("edges come after nodes whatever the order of the formats, and ends that are none are refused", async () => {
  const edges = tableToIPC(tableFromArrays({ source: ["a", "b"], target: ["b", "zz"] }));
  const nodes = { source: csv('{"id":"a"}\n{"id":"b"}\n'), name: "nodes.jsonl" };
  await expect(readGraph({ nodes, edges })).rejects.toMatchObject({ code: "FORMAT_REFERENCE" });
  const { graph } = await readGraph({ nodes, edges }, { missingNodes: "add" });
  expect(graph.nodeCount).toBe(3);
});

test("options of each format are taken, and go to it alone where they stand with a file", async () => {
  const edges = {
    source: csv("von;nach\na;b\n"),
    format: "csv",
    delimiter: ";",
    columns: { source: "von", target: "nach" },
  };
  const nodes = tableToIPC(tableFromArrays({ id: ["a", "b"] }));
  const { graph } = await readGraph({ nodes, edges });
  expect(graph.edgeCount).toBe(1);
  await expect(readGraph({ nodes, edges }, { delimeter: ";" })).rejects.toThrow('got "delimeter"');
});

test("a column of integers as ids joins edges of another format, and keeps its type", async () => {
  const nodes = tableToIPC(tableFromArrays({ id: Int32Array.of(7, 8), x: Float64Array.of(1, 2) }));
  const { graph } = await readGraph({ nodes, edges: csv("source,target\n7,8\n") }, {});
  expect(graph.nodes.schema.id).toBe("int32");
  expect(graph.node(8)).toBe(1);
  expect(graph.edgeCount).toBe(1);
});

test("attributes of the graph that no graph can have are refused as values of the file, and nothing is written", async () => {
  const name = "x".repeat(1025);
  for (const [attributes, fault] of [
    [`{"${name}": 1}`, /of the graph: .*1 to 1024 characters, got one of 1025/],
    ['{"": 1}', /of the graph: .*got ""/],
    ['{"\\ud800": 1}', /lone surrogate/],
    ['{"q": "\\udc00"}', /"q" expected utf8/],
    ['{"q": {"\\ud800": 1}}', /"q" expected keys without lone surrogates/],
    ['{"q": 123456789012345678901234567890}', /"q" expected int64/],
    ['{"title": 5}', /"title" expected utf8/],
  ] as const)
    for (const [format, text] of [
      ["node-link", `{"directed": true, "graph": ${attributes}, "nodes": [{"id": 1}], "links": []}`],
      ["jgf", `{"graph": {"metadata": ${attributes}, "nodes": {"a": {}}, "edges": []}}`],
      ["graphology", `{"attributes": ${attributes}, "nodes": [{"key": "a"}], "edges": []}`],
    ] as const) {
      const graph = new Graph({ schema: { graph: { title: "utf8" } } });
      const refused = await importGraph(graph, Buffer.from(text), { format }).catch((error) => error);
      expect([attributes, refused.code, refused.message]).toEqual([
        attributes,
        "FORMAT_VALUE",
        expect.stringMatching(fault),
      ]);
      expect([graph.nodeCount, [...graph.attributes]]).toEqual([0, []]);
    }
});

test("attributes of the graph and of several types go through files of columns", async () => {
  const graph = new Graph();
  graph.addNode({ a: 1 });
  graph.query("CREATE ({a: 'text'})");
  graph.attributes.set({ title: "Ships", at: new Date(5), big: 2n ** 60n });
  for (const format of ["arrow", "parquet"]) {
    const parts: Uint8Array[] = [];
    const sink = { nodes: (chunk: Uint8Array) => void parts.push(chunk) };
    const report = await exportGraph(graph, sink, { format });
    expect(report.losses).toMatchObject([{ attribute: "a" }]);
    const { graph: back } = await readGraph({ nodes: Buffer.concat(parts) }, {});
    expect(Object.fromEntries(back.attributes)).toEqual({ title: "Ships", at: new Date(5), big: 2n ** 60n });
    expect(back.nodes.column("a").values).toEqual([1, "text"]);
    // a graph without a key has none afterwards
    expect(back.nodes.schema).toEqual({ a: "json" });
  }
});
