// The key of a graph takes the ids of a file, and gives them when the graph is written.
import { expect, test } from "vitest";
import { exportGraph, importGraph } from "../../src/formats/index.js";
import { Graph } from "../../src/index.js";

const edges = () => ({ edges: new Blob(["from,to\nada,alan\n"]) });

test("ids of a file are values of the graph's key, and find its nodes", async () => {
  const graph = new Graph({ key: "name" });
  const ada = graph.addNode({ name: "ada" });
  const { key } = await importGraph(graph, edges(), { format: "csv", missingNodes: "add" });
  expect(key).toBe("name");
  expect(graph.nodeCount).toBe(2);
  expect([...graph.neighbors(ada)]).toEqual([graph.node("alan")]);
  let text = "";
  await exportGraph(
    graph,
    (chunk) => {
      text += new TextDecoder().decode(chunk as Uint8Array);
    },
    { format: "edgelist" },
  );
  expect(text).toContain("ada");
});

test("a graph with keys by label alone has none for all nodes", async () => {
  const graph = new Graph({ keys: { Person: "name" } });
  graph.addNode("Person", { name: "ada" });
  const { key } = await importGraph(graph, edges(), { format: "csv", missingNodes: "add" });
  expect(key).toBe("key");
  expect(graph.nodeCount).toBe(3);
});
