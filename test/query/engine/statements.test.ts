/** Drawn statements on the graph itself against the plain executor on plain objects, and against themselves. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { CypherError } from "../../../src/errors.js";
import { Graph } from "../../../src/graph.js";
import type { CypherValue } from "../../../src/query/values/value.js";
import { type DrawnGraph, drawnGraphs } from "../naive-match.js";
import { PlainGraph } from "../plain-graph.js";
import { runPlainly } from "../run-plainly.js";
import { printValue } from "../tck-values.js";
import { drawCondition, drawStatement } from "./drawn-statements.js";

function plainGraph({ directed, nodes, edges }: DrawnGraph): PlainGraph {
  const graph = new PlainGraph(directed);
  for (const { labels, v } of nodes) {
    const value = typeof v === "number" ? BigInt(v) : v;
    graph.createNode(
      labels,
      value === null ? new Map() : new Map([[typeof v === "string" ? "s" : "v", value]]),
    );
  }
  for (const { source, target, type, w } of edges)
    graph.createRelationship(source, target, type, w === null ? new Map() : new Map([["w", BigInt(w)]]));
  return graph;
}

function realGraph({ directed, nodes, edges }: DrawnGraph, index: boolean): Graph {
  const graph = new Graph({
    directed,
    schema: { nodes: { v: "integer", s: "utf8" }, edges: { w: "integer" } },
  });
  if (index) graph.nodes.createIndex("v");
  for (const { labels, v } of nodes)
    graph.addNode(labels, v === null ? {} : typeof v === "string" ? { s: v } : { v });
  for (const { source, target, type, w } of edges)
    graph.addEdge(source, target, type, w === null ? {} : { w });
  return graph;
}

type Answer = { readonly rows: readonly string[] } | { readonly fault: string };

function answerOf(run: () => readonly (readonly CypherValue[])[], ordered: boolean): Answer {
  try {
    const rows = run().map((row) => row.map((value) => printValue(value)).join(" | "));
    return { rows: ordered ? rows : rows.sort() };
  } catch (error) {
    if (!(error instanceof CypherError)) throw error;
    return { fault: `${error.type} ${error.phase} ${error.detail}` };
  }
}

/** Rows with ids for elements, since results have objects of their own for them. */
const byIds = (rows: readonly (readonly unknown[])[]): CypherValue[][] =>
  rows.map((row) =>
    row.map((value) =>
      typeof value === "object" && value !== null && "id" in value ? `#${value.id}` : (value as CypherValue),
    ),
  );

function real(graph: Graph, text: string, ordered: boolean): Answer {
  const run = () => byIds(graph.query(text, {}, { integers: "bigint" }).toArray({ rows: "array" }));
  return answerOf(run, ordered);
}

const plain = (graph: PlainGraph, text: string, ordered: boolean): Answer =>
  answerOf(() => byIds(runPlainly(text, graph).rows), ordered);

test("drawn statements have the answers of the plain executor", () => {
  fc.assert(
    fc.property(drawnGraphs, fc.boolean(), fc.gen(), (drawn, index, gen) => {
      const { text, ordered } = drawStatement(gen);
      const wanted = plain(plainGraph(drawn), text, ordered);
      const graph = realGraph(drawn, index);
      expect(real(graph, text, ordered), text).toEqual(wanted);
      // as a part of another, and from a state of the past
      if ("rows" in wanted && !ordered) {
        const columns = graph.query(text).columns;
        if (columns.every((name) => /^\w+$/.test(name)))
          expect(real(graph, `CALL () { ${text} } RETURN ${columns.join(", ")}`, false), text).toEqual(
            wanted,
          );
      }
      graph.commit("all", { allowEmpty: true });
      graph.query("MATCH (n) DETACH DELETE n");
      const past = () =>
        byIds(graph.at("main").query(text, {}, { integers: "bigint" }).toArray({ rows: "array" }));
      expect(answerOf(past, ordered), text).toEqual(wanted);
    }),
    { numRuns: 500 },
  );
}, 240_000);

test("counts where a predicate is true, false and null add up, and each is the number of rows listed", () => {
  fc.assert(
    fc.property(drawnGraphs, fc.gen(), (drawn, gen) => {
      const { match, predicate } = drawCondition(gen);
      const graph = realGraph(drawn, false);
      const count = (where: string): number =>
        graph.query<{ n: number }>(`${match}${where} RETURN count(*) AS n`).column("n")[0];
      const listed = (where: string): number =>
        graph.query(`${match}${where} RETURN 1 AS one`).toArray().length;
      const wheres = [`${predicate}`, `NOT (${predicate})`, `(${predicate}) IS NULL`].map(
        (each) => ` WHERE ${each}`,
      );
      const counts = wheres.map(count);
      expect(counts, predicate).toEqual(wheres.map(listed));
      const all = count("");
      expect(listed("")).toBe(all);
      expect(
        counts.reduce((sum, each) => sum + each, 0),
        `${match} WHERE ${predicate}`,
      ).toBe(all);
    }),
    { numRuns: 300 },
  );
}, 240_000);
