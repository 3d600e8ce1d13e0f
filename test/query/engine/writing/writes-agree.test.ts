/** Writing by columns makes of a graph what writing row by row makes of it: elements, ids, counts, rows and errors. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { CypherError } from "../../../../src/errors.js";
import type { Graph } from "../../../../src/graph.js";
import { DEFAULT_TUNING, tuning } from "../../../../src/structures/tuning.js";
import { graphToWrite, writes, writtenGraphs } from "./drawn-writes.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const runs = Number(process.env.WRITES_RUNS ?? 1);

function told(graph: Graph, text: string, parameters: object): object {
  try {
    const result = graph.query(text, parameters as never, { integers: "bigint" });
    const rows = result.toArray({ rows: "array" }).map((row) => row.map(textOf).join(" | "));
    return { rows: rows.sort(), summary: result.summary };
  } catch (error) {
    if (!(error instanceof CypherError)) throw error;
    return { fault: `${error.type} ${error.phase} ${error.detail} ${error.message}` };
  }
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const { id } = value as { id?: number };
    return id === undefined
      ? JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${each}` : each))
      : `#${id}`;
  }
  return typeof value === "number" ? `${value}f` : String(value);
}

/** All that a graph is: its elements, and the root of a commit of them. */
function stateOf(graph: Graph): object {
  const all = (kind: "nodes" | "edges") =>
    Array.from(graph[kind].ids(), (id) => [
      id,
      graph[kind].labels(id as never),
      graph[kind].get(id as never),
    ]);
  const ends = Array.from(graph.edges.ids(), (id) => [graph.source(id as never), graph.target(id as never)]);
  const state = { nodes: all("nodes"), edges: all("edges"), ends };
  return { ...state, root: graph.commit("end", { author: "a", allowEmpty: true } as never).root };
}

test("statements that write do by columns what they do row by row", () => {
  fc.assert(
    fc.property(
      writtenGraphs,
      writes,
      fc.constantFrom(1, 2, 3, 1024),
      (drawn, { text, parameters }, batchRows) => {
        tuning.queryEngine = "rows";
        const plain = graphToWrite(drawn);
        const wanted = told(plain, text, parameters);
        tuning.queryEngine = "columns";
        tuning.queryBatchRows = batchRows;
        const graph = graphToWrite(drawn);
        expect(told(graph, text, parameters), text).toEqual(wanted);
        expect(stateOf(graph), text).toEqual(stateOf(plain));
      },
    ),
    { numRuns: 600 * runs },
  );
}, 600_000);

test("a drawn statement that is written again over its own graph agrees as well", () => {
  fc.assert(
    fc.property(writtenGraphs, fc.array(writes, { minLength: 2, maxLength: 4 }), (drawn, statements) => {
      const graphs = (["rows", "columns"] as const).map((engine) => {
        tuning.queryEngine = engine;
        const graph = graphToWrite(drawn);
        const outcomes = statements.map(({ text, parameters }) => told(graph, text, parameters));
        return { outcomes, state: stateOf(graph) };
      });
      expect(graphs[1]).toEqual(graphs[0]);
    }),
    { numRuns: 80 * runs },
  );
}, 600_000);
