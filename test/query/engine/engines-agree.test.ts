/** The engine by columns gives what the plain executor gives, in batches of any size. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { CypherError } from "../../../src/errors.js";
import { Graph } from "../../../src/graph.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";
import { drawnPathStatements } from "./drawn-paths.js";
import { drawnSubqueryStatements } from "./drawn-subqueries.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const values = fc.option(fc.integer({ min: -3, max: 3 }), { nil: null });
const graphs = fc.record({
  directed: fc.boolean(),
  nodes: fc.array(
    fc.record({
      labels: fc.subarray(["A", "B"]),
      v: values,
      f: fc.option(fc.constantFrom(0.5, 1.5, -2, Number.NaN, Number.POSITIVE_INFINITY), { nil: null }),
      s: fc.option(fc.constantFrom("x", "y", "X", "zz"), { nil: null }),
      b: fc.option(fc.boolean(), { nil: null }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  edges: fc.array(
    fc.record({ source: fc.nat(5), target: fc.nat(5), type: fc.constantFrom("T", "U"), w: values }),
    { maxLength: 9 },
  ),
});

type Drawn = typeof graphs extends fc.Arbitrary<infer T> ? T : never;

function realGraph({ directed, nodes, edges }: Drawn): Graph {
  const graph = new Graph({
    directed,
    schema: {
      nodes: { v: "integer", f: "float64", s: "utf8", b: "bool" },
      edges: { w: "int32" },
    },
  });
  for (const { labels, v, f, s, b } of nodes) graph.addNode(labels, { v, f, s, b });
  for (const { source, target, type, w } of edges)
    graph.addEdge(source % nodes.length, target % nodes.length, type, { w });
  return graph;
}

const patterns = fc.constantFrom(
  "MATCH (a)",
  "MATCH (a:A) MATCH (b:B)",
  "MATCH (a)-[r]->(b)",
  "MATCH (a:A)-[r:T]-(b)",
  "MATCH (a)-[r:T]->(b)<-[q:T]-(c)",
  "MATCH (a)-[r:T]->(b)-[q]->(c:B)",
  "MATCH (a)-[r]-(b)-[q]-(c)",
  "MATCH (a)-[r:T]->(b)-[q:T]->(c)-[p:T]->(d)",
  "MATCH (a)-[r]->(b) WITH a, b MATCH (a)-[q:U]->(c)",
  "MATCH (a)-[r]->(b), (b)-[q]->(a)",
  "MATCH (a)-[r]->(b)-[q]->(c)-[p]->(a)",
  "MATCH (a:A) OPTIONAL MATCH (a)-[r:T]->(b)",
  "MATCH (a) OPTIONAL MATCH (a)-[r]-(b:B) WHERE b.v > a.v OPTIONAL MATCH (b)-[q]->(c) WITH *",
  "OPTIONAL MATCH (a:A)-[r:U]->(b) MATCH (c) WHERE c.v = a.v",
  "MATCH (a)-[r:T]-(b)-[q]->(c:A)<-[p]-(a)",
  "MATCH (a)-[r]->(b)-[q]->(c)-[p]->(a)-[o]-(c)",
  "MATCH (a)-[r]->(b)-[q]->(c), (a)-[p]->(c)",
  "MATCH (a)-[r:T]->(b)-[q]->(c)-[p]->(d), (a)-[o]->(c), (a)-[m]-(d), (b)-->(d)",
  "MATCH (a) UNWIND [1, null, 'x', 2] AS x MATCH (a)-[r]-(b)",
);
const conditions = fc.constantFrom(
  "",
  "WHERE a.v > 0",
  "WHERE a.s = 'x' OR b.b",
  "WHERE a.v <> a.f",
  "WHERE NOT a.b AND a.v >= -1",
  "WHERE a.v + 1 > 0 AND a.v IN [0, 1, 2, null]",
  "WHERE a.s STARTS WITH 'x' XOR a.b",
  "WHERE toLower(a.s) = 'x'",
  "WHERE upper(a.s) = upper('x' + $p) OR lower(a.s) = lower('X')",
  "WHERE a.v > toInteger('1' + $p) - 11 OR a.v IN [$p, abs(-2)]",
  "WHERE a.v > abs('x')",
  "WHERE a:A OR a.f IS NULL",
  "WHERE 1 / a.v > 0",
  "WHERE 0 < a.v <= 2",
  "WHERE a.v = $p",
  "WHERE false",
  "WHERE EXISTS { (a)-[:T]->(:B) }",
  "WHERE NOT (a)-[:U]-() OR COUNT { (a)-->() } > 1",
  "WHERE NOT EXISTS { MATCH (a)-->(x) WHERE x.v > a.v }",
  "WHERE EXISTS { (a)--(x)--(y)--(a) } AND 1 / a.v > 0",
);
const endings = fc.constantFrom(
  "RETURN count(*) AS n",
  "RETURN a.s AS k, count(*) AS n, count(a.v) AS m",
  "RETURN a.v AS k, sum(a.v) AS s, avg(a.v) AS m, min(a.v) AS l, max(a.v) AS h",
  "RETURN a.s AS k, sum(a.f) AS s, avg(a.f) AS m, min(a.f) AS l, max(a.f) AS h",
  "RETURN a AS a, count(DISTINCT a.s) AS n, collect(DISTINCT a.v) AS l",
  "RETURN a.b AS k, min(a.s) AS l, max(a.b) AS h, sum(1) AS o, sum(a.v * 2.5) AS t",
  "RETURN toLower(a.s) AS k, a.v % 2 = 0 AS e, count(*) AS n",
  "RETURN DISTINCT a.v AS v, a.s AS s",
  "RETURN a.s AS s, toUpper('k') AS k, [1, toInteger('2')] AS l, date('2024-02-03') AS d, abs($p) AS p",
  "RETURN id(a) AS i, toInteger([]) AS wrong",
  "RETURN a.v AS v, a.s AS s, id(a) AS i ORDER BY v DESC, s, i",
  "RETURN a.f AS f, id(a) AS i ORDER BY f, i DESC SKIP 1 LIMIT 3",
  "WITH a, count(*) AS n ORDER BY n DESC, id(a) LIMIT 2 RETURN id(a) AS i, n, a.v + n AS t",
  "WITH a.v AS v, count(*) AS n WHERE n > 1 RETURN v, n, [x IN [v, n] | x] AS l",
  "WITH a LIMIT 100 MATCH (a)--(z) RETURN id(a) AS i, collect(id(z)) = [] AS e, count(z) AS n",
  "RETURN percentileCont(a.v, 0.5) AS p, stDev(a.v) AS d",
  "RETURN a.s + 1 AS t, -a.v AS m",
  "RETURN labels(a) AS l, count(*) AS n",
  "RETURN sum(a.s) AS wrong",
  "RETURN COUNT { (a)--() } AS d, EXISTS { (a)-->(a) } AS l, count(*) AS n",
);
const endingsOfTwo = fc.constantFrom(
  "RETURN a.s AS k, count(b) AS n, sum(b.v) AS s, avg(b.v) AS m, min(b.v) AS l, max(b.v) AS h",
  "RETURN sum(b.v) AS s, count(DISTINCT b) AS n",
  "RETURN b.s AS k, a.s AS j, count(r) AS n",
  "RETURN a AS a, sum(b.f) AS s, count(b.s) AS n",
  "RETURN type(r) AS t, sum(r.w) AS w",
  "RETURN a.v = b.v AS e, count(*) AS n",
);

interface Told {
  readonly rows: readonly string[];
  readonly fault?: string;
}

function told(graph: Graph, query: string): Told {
  try {
    const rows = graph.query(query, { p: 1 }, { integers: "bigint" }).toArray({ rows: "array" });
    const texts = rows.map((row) => row.map(textOf).join(" | "));
    return { rows: query.includes("ORDER BY v DESC, s, i") ? texts : texts.sort() };
  } catch (error) {
    if (!(error instanceof CypherError)) throw error;
    return { rows: [], fault: `${error.type} ${error.phase} ${error.detail} ${error.message}` };
  }
}

/** Sorted lists, since the order of what is collected is open. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).sort().join(", ")}]`;
  if (typeof value === "object" && value !== null) return `#${(value as { id: number }).id}`;
  // a bigint is an INTEGER, a number a FLOAT
  return typeof value === "number" ? `${Number(value.toPrecision(12))}f` : String(value);
}

const hasTwo = (pattern: string) => pattern.includes("(b") && pattern.includes("[r");

test("groups, orders and filters by columns are those of the plain executor", () => {
  fc.assert(
    fc.property(
      graphs,
      patterns,
      conditions,
      endings,
      endingsOfTwo,
      fc.constantFrom(1, 2, 3, 1024),
      (drawn, pattern, where, end, endOfTwo, batchRows) => {
        const graph = realGraph(drawn);
        const condition = where.includes("b.b") && !hasTwo(pattern) ? "" : where;
        for (const ending of hasTwo(pattern) ? [end, endOfTwo] : [end]) {
          const query = `${pattern} ${condition} ${ending}`;
          tuning.queryEngine = "rows";
          const wanted = told(graph, query);
          tuning.queryEngine = "columns";
          tuning.queryBatchRows = batchRows;
          expect(told(graph, query), query).toEqual(wanted);
        }
      },
    ),
    { numRuns: 1500 },
  );
}, 400_000);

const drawnInner = fc.oneof(drawnPathStatements, drawnSubqueryStatements);

test("paths, and queries within queries, by columns are those of the plain executor", () => {
  fc.assert(
    fc.property(graphs, drawnInner, fc.constantFrom(1, 2, 3, 1024), (drawn, query, batchRows) => {
      const graph = realGraph(drawn);
      graph.commit("drawn");
      tuning.queryEngine = "rows";
      const wanted = told(graph, query);
      tuning.queryEngine = "columns";
      tuning.queryBatchRows = batchRows;
      expect(told(graph, query), query).toEqual(wanted);
    }),
    { numRuns: 800 },
  );
}, 400_000);

test("an error names its own place in the text, also where the rows before it are worked on first", () => {
  for (const [text, column] of [
    ["UNWIND [1, 0] AS i WITH i WHERE 1 / i > 0 RETURN collect(i + 1) AS l", "1 / i"],
    ["UNWIND [1, 0] AS i WITH i WHERE 1 / i > 0 RETURN sum(2 - i) AS s", "1 / i"],
    ["UNWIND [1, 0] AS i WITH 1 / i AS q RETURN collect(q + 1) AS l", "1 / i"],
    ["UNWIND [1, 0] AS i UNWIND range(0, 1 / i) AS j RETURN sum(j - i) AS s, collect(j) AS l", "1 / i"],
    ["UNWIND [{k: 1}, 'x'] AS m WITH m WHERE m.k > 0 RETURN collect(m.l) AS l", "m.k"],
    ["UNWIND [1, 0] AS i WITH i WHERE 1 / i > 0 CREATE (:N {v: 2 / i})", "1 / i"],
  ])
    for (const engine of ["rows", "columns"] as const) {
      tuning.queryEngine = engine;
      const places = [text.indexOf(column), text.indexOf(column) + column.indexOf("/")];
      let found: unknown;
      try {
        new Graph().query(text).toArray();
      } catch (error) {
        found = (error as CypherError).offset;
      }
      expect(places, `${engine}: ${text}`).toContain(found);
    }
});

test("a result is that of the state at the call, however the graph moves on before its rows are asked for", () => {
  const graph = new Graph();
  const [a, b] = [graph.addNode("A", { v: 1 }), graph.addNode("A", { v: 2 })];
  graph.addEdge(a, b, "T");
  const texts = [
    "MATCH (x:A)-[:T]->(y) RETURN count(*) AS n",
    "MATCH (x:A) RETURN sum(x.v) AS n",
    "MATCH (x:A)-[:T]->(y) RETURN y.v AS n",
  ];
  for (const text of texts) graph.query(text).toArray();
  const before = texts.map((text) => graph.query(text));
  const edge = graph.addEdge(b, a, "T");
  graph.nodes.set(b, { v: 7 });
  const between = texts.map((text) => graph.query(text));
  graph.removeEdge(edge);
  graph.nodes.setLabels(a, ["B"]);
  const after = texts.map((text) => graph.query(text));
  const numbers = (results: typeof before) => results.map((result) => result.column("n").sort());
  expect(numbers(after)).toEqual([[0], [7], []]);
  expect(numbers(between)).toEqual([[2], [8], [1, 7]]);
  expect(numbers(before)).toEqual([[1], [3], [2]]);
});
