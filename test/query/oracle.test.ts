/** Queries on the graph itself against the naive matcher, a plain graph, and themselves written otherwise. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { CypherError } from "../../src/errors.js";
import { Graph } from "../../src/graph.js";
import type { GraphPort } from "../../src/query/run/graph-port.js";
import type { CypherValue } from "../../src/query/values/value.js";
import {
  type DrawnGraph,
  drawnGraphs,
  drawnPaths,
  naiveMatches,
  namesOf,
  pathText,
  turned,
} from "./naive-match.js";
import { PlainGraph } from "./plain-graph.js";
import { runPlainly } from "./run-plainly.js";
import { printValue } from "./tck-values.js";

function languageValue(given: number | string | null): CypherValue {
  return typeof given === "number" ? BigInt(given) : given;
}

/** Attributes of one type each, since the graph is typed. */
function plainGraph({ directed, nodes, edges }: DrawnGraph): PlainGraph {
  const graph = new PlainGraph(directed);
  for (const { labels, v } of nodes) {
    const name = typeof v === "string" ? "s" : "v";
    graph.createNode(labels, v === null ? new Map() : new Map([[name, languageValue(v)]]));
  }
  for (const { source, target, type, w } of edges)
    graph.createRelationship(source, target, type, w === null ? new Map() : new Map([["w", BigInt(w)]]));
  return graph;
}

function realGraph({ directed, nodes, edges }: DrawnGraph, index = false): Graph {
  const graph = new Graph({
    directed,
    schema: { nodes: { v: "integer", s: "utf8" }, edges: { w: "integer" } },
  });
  if (index) graph.nodes.createIndex("v");
  for (const { labels, v } of nodes) {
    if (v === null) graph.addNode(labels);
    else graph.addNode(labels, typeof v === "string" ? { s: v } : { v });
  }
  for (const { source, target, type, w } of edges)
    graph.addEdge(source, target, type, w === null ? {} : { w });
  return graph;
}

function portOf(graph: Graph): GraphPort {
  return graph.queryTarget.live!.port();
}

interface Answer {
  readonly rows: readonly string[];
  readonly fault?: string;
}

function answer(
  query: string,
  port: GraphPort,
  parameters: Readonly<Record<string, CypherValue>> = {},
): Answer {
  try {
    const { rows } = runPlainly(query, port, parameters);
    return { rows: rows.map((row) => row.map((value) => printValue(value)).join(" | ")).sort() };
  } catch (error) {
    if (!(error instanceof CypherError)) throw error;
    return { rows: [], fault: `${error.type} ${error.phase} ${error.detail}` };
  }
}

/** RETURN of ids, by which matches are compared. */
function returned(names: readonly string[], lists: ReadonlySet<string>): string {
  return `RETURN ${names.map((name) => (lists.has(name) ? `[x IN ${name} | id(x)]` : `id(${name})`)).join(", ")}`;
}

const matches = fc.record({ graph: drawnGraphs, paths: drawnPaths });

test("a pattern has the matches that going through all ways finds, on both graphs", () => {
  fc.assert(
    fc.property(matches, ({ graph, paths }) => {
      const names = namesOf(paths);
      const lists = new Set(
        paths.flatMap(({ steps }) => steps.filter((step) => step.length).map(({ name }) => name)),
      );
      const wanted = naiveMatches(graph, paths)
        .map((bound) =>
          names
            .map((name) => {
              const ids = bound[name].replaceAll(/[ne]/g, "");
              return lists.has(name) ? `[${ids.replaceAll(",", ", ")}]` : ids;
            })
            .join(" | "),
        )
        .sort();
      const query = `MATCH ${paths.map(pathText).join(", ")} ${returned(names, lists)}`;
      expect(answer(query, plainGraph(graph)).rows).toEqual(wanted);
      expect(answer(query, portOf(realGraph(graph))).rows).toEqual(wanted);
    }),
    { numRuns: 400 },
  );
});

test("a match is the same from its other end, in another order, within CALL, with an index, and split", () => {
  fc.assert(
    fc.property(matches, ({ graph, paths }) => {
      const names = namesOf(paths);
      const lists = new Set(
        paths.flatMap(({ steps }) => steps.filter((step) => step.length).map(({ name }) => name)),
      );
      const single = names.filter((name) => !lists.has(name));
      const out = `RETURN ${single.map((name) => `id(${name}) AS ${name}`).join(", ")}`;
      const text = paths.map(pathText);
      const port = portOf(realGraph(graph));
      const wanted = answer(`MATCH ${text.join(", ")} ${out}`, port).rows;
      const same = (query: string, other = port) => expect(answer(query, other).rows, query).toEqual(wanted);
      same(`MATCH ${paths.map((path) => pathText(turned(path))).join(", ")} ${out}`);
      same(`MATCH ${text.toReversed().join(", ")} ${out}`);
      same(`CALL { MATCH ${text.join(", ")} ${out} } RETURN ${single.join(", ")}`);
      same(`MATCH ${text.join(", ")} ${out}`, portOf(realGraph(graph, true)));
      same(`MATCH ${text.join(", ")} WITH * ${out}`);
      same(`MATCH ${text.join(", ")} WITH DISTINCT * ${out}`);
      if (paths.length === 2) {
        // relationships are distinct within one MATCH, and not across two
        const [one, other] = paths.map(
          ({ steps }) =>
            steps.map(({ name, length }) => (length === undefined ? `[${name}]` : name)).join(" + ") || "[]",
        );
        same(`MATCH ${text[0]} MATCH ${text[1]} WHERE none(x IN ${one} WHERE x IN ${other}) ${out}`);
      }
    }),
    { numRuns: 300 },
  );
});

const scalars = fc.constantFrom(
  "a.v",
  "b.v",
  "a.s",
  "1",
  "0",
  "null",
  "a.v + b.v",
  "size(labels(a))",
  "r.w",
  "2.0",
  "$p",
);
const predicates: fc.Arbitrary<string> = fc.letrec<{ p: string }>((tie) => ({
  p: fc.oneof(
    { maxDepth: 3 },
    fc
      .tuple(scalars, fc.constantFrom("=", "<>", "<", "<=", ">", ">="), scalars)
      .map((parts) => parts.join(" ")),
    fc.tuple(scalars, fc.array(scalars, { maxLength: 3 })).map(([x, list]) => `${x} IN [${list.join(", ")}]`),
    scalars.map((x) => `${x} IS NULL`),
    fc.constantFrom(
      "a:A",
      "b:A&B",
      "EXISTS { (a)-[:T]->() }",
      "EXISTS { (b)--(:B) }",
      "a = b",
      "a.s STARTS WITH 'x'",
      "COUNT { (a)--() } > 1",
    ),
    fc
      .tuple(tie("p"), fc.constantFrom("AND", "OR", "XOR"), tie("p"))
      .map(([x, op, y]) => `(${x}) ${op} (${y})`),
    tie("p").map((x) => `NOT (${x})`),
  ),
})).p;

test("rows are those where a predicate is true, those where it is false and those where it is null", () => {
  fc.assert(
    fc.property(drawnGraphs, predicates, fc.boolean(), (graph, predicate, index) => {
      const match = "MATCH (a)-[r]-(b)";
      const out = "RETURN id(a) AS a, id(r) AS r, id(b) AS b";
      const p = { p: 1n };
      const ports = [portOf(realGraph(graph, index)), plainGraph(graph)];
      const rows = ports.map((port) => {
        const parts = ["", "NOT ", "(", ""].slice(0, 3).flatMap((before) => {
          const text = before === "(" ? `(${predicate}) IS NULL` : `${before}(${predicate})`;
          return answer(`${match} WHERE ${text} ${out}`, port, p).rows;
        });
        expect(parts.sort()).toEqual(answer(`${match} ${out}`, port, p).rows);
        // WHERE within the pattern, FILTER and WITH say the same
        const wanted = answer(`${match} WHERE ${predicate} ${out}`, port, p);
        expect(answer(`${match} FILTER ${predicate} ${out}`, port, p)).toEqual(wanted);
        expect(answer(`${match} WITH a, r, b WHERE ${predicate} ${out}`, port, p)).toEqual(wanted);
        return wanted;
      });
      expect(rows[0]).toEqual(rows[1]);
    }),
    { numRuns: 300 },
  );
});

const readClauses = fc.constantFrom(
  "MATCH (a)-[r]->(b)",
  "MATCH (a:A) OPTIONAL MATCH (a)-[r:T]->(b)",
  "MATCH (a), (b) OPTIONAL MATCH (a)-[r]-(b)",
  "UNWIND [1, 0, null, 1] AS x MATCH (a {v: x}) OPTIONAL MATCH (a)<-[r]-(b)",
  "MATCH (a) MATCH (b) WHERE b.v = a.v OPTIONAL MATCH (a)-[r]-(b)",
);
const writeClauses = fc.constantFrom(
  "SET a.v = 7",
  "SET a.s = 'y', a.v = null",
  "SET a:C REMOVE a:A",
  "SET a += {v: 3, s: 'z'}",
  "SET a = {v: 4}",
  "SET r.w = 5",
  "SET r = {}",
  "REMOVE a.v, a.s",
  "DELETE r",
  "DETACH DELETE a",
  "DELETE a",
  "DELETE r, b",
  "CREATE (:New {v: 1})",
  "CREATE (a)-[:NEW {w: 1}]->(:New)",
  "CREATE (a)-[:NEW]->(b)",
  "MERGE (:M {v: 1})",
  "MERGE (m:M {v: coalesce(a.v, 9)}) ON CREATE SET m.s = 'c' ON MATCH SET m.s = 'm'",
  "MERGE (a)-[:T]->(m:M)",
  "MERGE (a)-[:X]-(a)",
  "FOREACH (i IN [1, 2] | CREATE (:F {v: i}) SET a.v = i)",
  "CALL (a) { SET a.s = 'called' }",
  "CALL (a) { CREATE (n:N {v: 8}) RETURN n }",
  "SET a.v = 1 / (a.v - 1)",
  "SET a.s = 'x' + 1",
  "SET a.v = [1, 'x']",
);
const endings = fc.constantFrom(
  "",
  "RETURN count(*) AS n",
  "RETURN id(a) AS i, a.v AS v ORDER BY i",
  "WITH DISTINCT a RETURN count(a) AS n, collect(a.v) = [] AS e",
  "WITH a MATCH (n) RETURN count(n) AS n, sum(n.v) AS s",
  "RETURN 1 AS one LIMIT 0",
);

/**
 * All that is in a graph. Elements have their ids, but for those from `newNodes` and `newEdges` on: rows come in any order,
 * and so do the elements that are made of them.
 */
function contentsOf(port: GraphPort, newNodes = Infinity, newEdges = Infinity): string[] {
  const attributesOf = (kind: "node" | "relationship", id: number): string =>
    printValue(port.attributesOf(kind, id) as Map<string, CypherValue>);
  const nodeName = (id: number): string =>
    `${id < newNodes ? id : "new"} ${[...port.labelsOf(id)].sort()} ${attributesOf("node", id)}`;
  const lines: string[] = [];
  for (const id of port.nodeIds(undefined)) {
    lines.push(nodeName(id));
    for (const edge of Array.from(port.incident(id, "out"))) {
      const name = `${edge < newEdges ? edge : "new"} ${port.typeOf(edge)} ${attributesOf("relationship", edge)}`;
      lines.push(`${nodeName(id)} -${name}-> ${nodeName(port.targetOf(edge))}`);
    }
  }
  return lines.sort();
}

test("what is written is the same on both graphs, and an error leaves the graph and its next ids as they were", () => {
  const programs = fc.record({
    graph: drawnGraphs.map((graph) => ({ ...graph, directed: true })),
    read: readClauses,
    writes: fc.array(writeClauses, { minLength: 1, maxLength: 2 }),
    end: endings,
    index: fc.boolean(),
  });
  fc.assert(
    fc.property(programs, ({ graph, read, writes, end, index }) => {
      const text = `${read} ${writes.join(" WITH a, r, b ")} ${end === "" ? "" : `WITH a ${end}`}`;
      const plain = plainGraph(graph);
      const real = realGraph(graph, index);
      const before = contentsOf(portOf(real));
      const wanted = answer(text, plain);
      let got: Answer;
      try {
        const rows = real.query(text).toArray({ rows: "array" });
        got = { rows: rows.map((row) => row.map((value) => printValue(toCypher(value))).join(" | ")).sort() };
      } catch (error) {
        if (!(error instanceof CypherError)) throw error;
        got = { rows: [], fault: `${error.type} ${error.phase} ${error.detail}` };
      }
      expect(got, text).toEqual(wanted);
      if (wanted.fault === undefined) {
        const [nodes, edges] = [graph.nodes.length, graph.edges.length];
        expect(contentsOf(portOf(real), nodes, edges), text).toEqual(contentsOf(plain, nodes, edges));
      } else {
        expect(contentsOf(portOf(real)), text).toEqual(before);
        expect(real.addNode(), text).toBe(graph.nodes.length);
      }
    }),
    { numRuns: 500 },
  );
});

function toCypher(value: unknown): CypherValue {
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : (value as CypherValue);
}

test("a fault after every row of a write leaves the root and the next ids as they were", () => {
  const graph = realGraph({
    directed: true,
    nodes: [0, 1, 2].map((v) => ({ labels: ["A"], v })),
    edges: [{ source: 0, target: 1, type: "T", w: 1 }],
  });
  graph.commit("before");
  const root = graph.status();
  for (let fail = 0; fail < 8; fail++) {
    const query =
      "UNWIND range(0, 7) AS i MATCH (a:A {v: i % 3}) SET a.s = toString(i), a:L CREATE (a)-[:NEW {w: i}]->(:B {v: i}) " +
      "MERGE (m:M {v: i % 2}) WITH i, a OPTIONAL MATCH (a)-[r:T]->() DELETE r REMOVE a.v " +
      "CREATE (:Last {v: 1 / (i - $fail)})";
    expect(() => graph.query(query, { fail })).toThrow(/divisor/);
    expect(graph.status()).toEqual(root);
    expect([graph.nodeCount, graph.edgeCount]).toEqual([3, 1]);
  }
  expect([graph.addNode(), graph.addEdge(0, 1, "X")]).toEqual([3, 1]);
});
