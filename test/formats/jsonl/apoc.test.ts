// Rows of APOC's JSON: what they lack is told, in each of the shapes, and they never become something else.
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../src/formats/index.js";

const nodes = ["0", "1"].map((id) => ({ type: "node", id, labels: ["A"], properties: { n: 1 } }));
const edge = {
  type: "relationship",
  id: "9",
  label: "KNOWS",
  start: { id: "0", labels: ["A"] },
  end: { id: "1", labels: ["A"] },
};

const shapes: Readonly<Record<string, (rows: readonly Record<string, unknown>[]) => string>> = {
  JSON_LINES: (rows) => rows.map((row) => JSON.stringify(row)).join("\n"),
  ARRAY_JSON: (rows) => JSON.stringify(rows),
  JSON: (rows) =>
    JSON.stringify({
      nodes: rows.filter(({ type }) => type === "node"),
      rels: rows.filter(({ type }) => type !== "node"),
    }),
};

const read = (text: string, options: object = {}) =>
  readGraph({ source: new Blob([text]), name: "all.json" }, options as never);

describe.each(Object.entries(shapes))("%s", (_name, write) => {
  test.each([
    ["start: null", { start: null }],
    ["end: null", { end: null }],
    ["no start", { start: undefined }],
    ["start: []", { start: [] }],
    ["start: 0", { start: 0 }],
    ["a start without an id", { start: { labels: ["A"] } }],
    ["a start whose id is null", { start: { id: null } }],
  ])("a relationship with %s is an error, or left out", async (_what, change) => {
    const text = write([...nodes, edge, { ...edge, ...change }]);
    await expect(read(text)).rejects.toMatchObject({ code: "FORMAT_VALUE", format: "apoc" });
    const { graph, report } = await read(text, { lenient: true });
    expect([graph.nodeCount, graph.edgeCount]).toEqual([2, 1]);
    expect(report.skipped).toMatchObject([{ kind: "row", count: 1 }]);
  });

  test("a relationship without a label is an edge without a type", async () => {
    const { graph } = await read(write([...nodes, { ...edge, label: undefined }]));
    expect([graph.edgeCount, graph.edges.type(0)]).toEqual([1, undefined]);
  });

  test("a node without an id is an error, or left out", async () => {
    const text = write([...nodes, { type: "node", properties: {} }]);
    await expect(read(text)).rejects.toMatchObject({ code: "FORMAT_VALUE" });
    const { graph } = await read(text, { lenient: true });
    expect(graph.nodeCount).toBe(2);
  });
});

test("a row of another kind is an error where the file is APOC's, and a node in JSON Lines", async () => {
  const row = { type: "path", id: "5" };
  const text = [...nodes, row].map((each) => JSON.stringify(each)).join("\n");
  await expect(read(text, { format: "apoc" })).rejects.toMatchObject({ code: "FORMAT_VALUE" });
  const { graph } = await read(text, { format: "jsonl" });
  expect(graph.nodes.get(2)).toEqual({ id: "5", type: "path" });
});

test("in JSON Lines a relationship that lacks an end is none of the nodes either", async () => {
  const text = [...nodes, { ...edge, start: null }].map((each) => JSON.stringify(each)).join("\n");
  await expect(read(text, { format: "jsonl" })).rejects.toMatchObject({ code: "FORMAT_VALUE" });
});

test("rows of other data whose type is called so stay rows", async () => {
  const text =
    '{"id":"a","type":"relationship","label":"x"}\n{"id":"b","type":"relationship","label":"x","start":"2024"}\n';
  const { graph } = await read(text, { format: "jsonl" });
  expect(graph.nodes.get(1)).toEqual({ id: "b", type: "relationship", label: "x", start: "2024" });
});
