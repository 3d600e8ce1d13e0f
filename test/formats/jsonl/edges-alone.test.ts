import { Graph } from "groggy";
import { importGraph, readGraph } from "groggy/formats";
import { expect, test } from "vitest";

const rows = '{"source":"a","target":"b","w":1}\n{"source":"b","target":"c"}\n';

test.each([
  ["JSON Lines", rows],
  ["an array", `[${rows.trim().replace("\n", ",")}]`],
  ["node-link", '{"links":[{"source":"a","target":"b","w":1},{"source":"b","target":"c"}]}'],
])("a file of edges alone makes nodes of their ends: %s", async (_, text) => {
  const { graph } = await readGraph(new Blob([text]));
  expect([graph.nodeCount, graph.edgeCount, graph.source(1), graph.target(1)]).toEqual([3, 2, 1, 2]);
  expect(graph.edges.get(0)).toEqual({ w: 1 });
});

test("ends that are missing from the nodes of a file are refused, and so are those of a graph with nodes", async () => {
  const code = { code: "FORMAT_REFERENCE" };
  await expect(readGraph(new Blob([`${rows}{"id":"a"}\n`]))).rejects.toMatchObject(code);
  await expect(
    readGraph(new Blob([rows]), { format: "jsonl", missingNodes: "refuse" }),
  ).rejects.toMatchObject(code);
  const graph = new Graph({ key: "key" });
  graph.addNode({ key: "a" } as never);
  await expect(importGraph(graph, new Blob([rows]), { format: "jsonl" })).rejects.toMatchObject(code);
  expect(graph.nodeCount).toBe(1);
});
