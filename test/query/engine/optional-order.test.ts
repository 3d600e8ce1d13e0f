/** OPTIONAL MATCH by columns gives rows without a match where row by row execution gives them, and not behind the others. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";
import { type DrawnGraph, drawnGraphs } from "../naive-match.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

function realGraph({ directed, nodes, edges }: DrawnGraph): Graph {
  const graph = new Graph({ directed, schema: { nodes: { v: "integer" }, edges: { w: "integer" } } });
  for (const { labels, v } of nodes) graph.addNode(labels, { v: typeof v === "number" ? v : null });
  for (const { source, target, type, w } of edges) graph.addEdge(source, target, type, { w });
  return graph;
}

const beginnings = fc.constantFrom(
  "MATCH (a)",
  "MATCH (a:A)",
  "UNWIND [2, 0, null, 1] AS x MATCH (a)",
  "MATCH (a), (c:B)",
  "UNWIND [0, null, 1] AS x OPTIONAL MATCH (a {v: x})",
);
const optionals = fc.constantFrom(
  "OPTIONAL MATCH (a)-[r:T]->(b)",
  "OPTIONAL MATCH (a)-[r]-(b:B)",
  "OPTIONAL MATCH (a)-[r:U]->(b) WHERE b.v > 0",
  "OPTIONAL MATCH (a)-[r:T]->(d)-[:U]-(b)",
  "OPTIONAL MATCH (b {v: a.v + 1})",
  "OPTIONAL MATCH p = (a)-[:T*2]->(b)",
  "OPTIONAL MATCH p = (a)((d)-[:U]->(e)){2}(b)",
  "OPTIONAL MATCH p = shortestPath((a)-[r:T*]-(b:A))",
  "OPTIONAL MATCH (a)-[r:T]->(b), (b)-[q]-(d), (d)--(a)",
  "OPTIONAL MATCH (a)-[r]->(b) WHERE EXISTS { (b)-[:U]->() }",
);

/** Matches of one row come in any order; rows keep theirs, however many times each stands. */
function rowsOf(graph: Graph, text: string): unknown[] {
  return graph.query(`${text} RETURN id(a), b IS NULL`).toArray({ rows: "array" });
}

test("rows with and without a match come in the order of the rows before", () => {
  fc.assert(
    fc.property(
      drawnGraphs,
      beginnings,
      optionals,
      fc.constantFrom(1, 2, 3, 1024),
      (drawn, beginning, optional, batchRows) => {
        const graph = realGraph(drawn);
        const text = `${beginning} ${optional}`;
        tuning.queryEngine = "rows";
        const wanted = rowsOf(graph, text);
        tuning.queryEngine = "columns";
        tuning.queryBatchRows = batchRows;
        expect(rowsOf(graph, text), text).toEqual(wanted);
        // within a query within a query
        const call = `${beginning} CALL (a) { ${optional} RETURN b } RETURN id(a), b IS NULL`;
        const called = graph.query(call).toArray({ rows: "array" });
        expect(called, call).toEqual(wanted);
      },
    ),
    { numRuns: 400 },
  );
}, 120_000);

test("nodes made for rows of an OPTIONAL MATCH have ids in the order of these rows", () => {
  const graph = new Graph();
  const nodes = [0, 1, 2, 3, 4].map((v) => graph.addNode("P", { v }));
  graph.addEdge(nodes[1], nodes[2], "T");
  graph.addEdge(nodes[3], nodes[3], "T");
  const text =
    "MATCH (a:P) OPTIONAL MATCH (a)-[:T]->(b) CREATE (c:C {of: a.v}) RETURN id(c) AS id, c.of AS v";
  const made = graph.query<{ id: number; v: number }>(text).toArray();
  expect(made.map(({ v }) => v)).toEqual([0, 1, 2, 3, 4]);
  expect(made.map(({ id }) => id)).toEqual([5, 6, 7, 8, 9]);
});
