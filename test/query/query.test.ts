import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CypherError, LimitError } from "../../src/errors.js";
import { Graph } from "../../src/graph.js";
import { cypher } from "../../src/query/result/cypher-text.js";
import type { LivePort } from "../../src/query/result/live-port.js";
import { format, parse } from "../../src/query/result/query-text.js";
import { defineProcedure } from "../../src/query/result/user-procedures.js";
import { failureOf, type TckGraph, type TckScenario } from "./tck-scenario.js";
import { printValue } from "./tck-values.js";

function people(): Graph {
  const graph = new Graph();
  const ada = graph.addNode("Person", { name: "Ada", born: 1815 });
  const alan = graph.addNode("Person", { name: "Alan", born: 1912 });
  const grace = graph.addNode(["Person", "Admiral"], { name: "Grace", born: 1906 });
  graph.addEdge(ada, alan, "INSPIRED", { weight: 0.5 });
  graph.addEdge(ada, grace, "INSPIRED", { weight: 1 });
  graph.commit("people");
  return graph;
}

function errorOf(run: () => unknown): CypherError {
  try {
    run();
  } catch (error) {
    if (error instanceof CypherError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("rows are objects, arrays, columns and batches", () => {
  const result = people().query<{ name: string; born: number }>(
    "MATCH (p:Person) WHERE p.born > $min RETURN p.name AS name, p.born AS born ORDER BY name",
    { min: 1900 },
  );
  expect(result.columns).toEqual(["name", "born"]);
  expect([...result]).toEqual([
    { name: "Alan", born: 1912 },
    { name: "Grace", born: 1906 },
  ]);
  expect([...result]).toHaveLength(2);
  expect(result.toArray({ rows: "array" })).toEqual([
    ["Alan", 1912],
    ["Grace", 1906],
  ]);
  expect(result.column("name")).toEqual(["Alan", "Grace"]);
  expect([...result.batches()]).toEqual([{ name: ["Alan", "Grace"], born: [1912, 1906] }]);
});

test("nodes, edges and paths are light objects", () => {
  const [{ p, n }] = people().query<{ p: { nodes: object[]; length: number }; n: object }>(
    "MATCH p = (n {name: 'Ada'})-->(:Admiral) RETURN p, n",
  );
  expect(JSON.parse(JSON.stringify(n))).toEqual({
    kind: "node",
    id: 0,
    labels: ["Person"],
    attributes: { name: "Ada", born: 1815 },
  });
  expect(JSON.parse(JSON.stringify(p))).toMatchObject({
    kind: "path",
    length: 1,
    edges: [{ kind: "edge", type: "INSPIRED", source: 0, target: 2, attributes: { weight: 1 } }],
  });
});

test("a query that reads sees the state at the time of the call", () => {
  const graph = people();
  const result = graph.query("MATCH (n) RETURN n.name AS name");
  graph.removeNode(0);
  graph.nodes.set(1, { name: "Alonzo" });
  expect(result.column("name")).toEqual(["Ada", "Alan", "Grace"]);
});

test("the past is queried as the present is, and is not written to", () => {
  const graph = people();
  graph.query("MATCH (n:Admiral) DETACH DELETE n");
  expect(graph.nodeCount).toBe(2);
  expect(graph.at("HEAD").query("MATCH (n) RETURN count(*) AS n").toArray()).toEqual([{ n: 3 }]);
  expect(() => graph.at("HEAD").query("CREATE (n)")).toThrow(expect.objectContaining({ code: "READ_ONLY" }));
});

test("a query that writes says what it changed", () => {
  const graph = people();
  const { summary } = graph.query(
    "MATCH (a {name: 'Ada'}) CREATE (a)-[:KNOWS {since: 1830}]->(:Person:Engineer {name: 'Charles'}) SET a.seen = true",
  );
  expect(summary).toMatchObject({
    nodesCreated: 1,
    edgesCreated: 1,
    labelsAdded: 2,
    attributesSet: 3,
    nodesDeleted: 0,
  });
  expect(graph.nodes.get(3)).toEqual({ name: "Charles" });
  expect(graph.nodes.get(0, "seen")).toBe(true);
});

test.each([0, 1, 2, 3, 4, 5])("a statement that fails after row %i changes nothing, nor the next id", (n) => {
  const graph = people();
  const before = graph.status();
  expect(() =>
    graph.query(
      "UNWIND range(0, 5) AS i CREATE (a:New {i: i})-[:T]->(b) SET a:Other MERGE (k:Key {k: i % 2}) " +
        "WITH i MATCH (x:Person) SET x.name = toString(i) REMOVE x:Person " +
        "WITH i CREATE (:Last {v: CASE WHEN i = $n THEN {} ELSE i END})",
      { n },
    ),
  ).toThrow(CypherError);
  expect(graph.status()).toEqual(before);
  expect(graph.query("MATCH (n:Person) RETURN n.name AS name").column("name")).toEqual([
    "Ada",
    "Alan",
    "Grace",
  ]);
  expect([graph.nodeCount, graph.edgeCount, graph.addNode()]).toEqual([3, 2, 3]);
});

test("errors show the place with a caret and what was perhaps meant", () => {
  const graph = people();
  const error = errorOf(() => graph.query("MATCH (person)\nRETURN persn.name"));
  expect(error).toMatchObject({
    code: "CYPHER",
    type: "SyntaxError",
    phase: "compile",
    detail: "UndefinedVariable",
    gqlStatus: "42N62",
    offset: 22,
    line: 2,
    column: 8,
  });
  expect(error.message).toBe(
    'expected a variable that is known here, got "persn"; did you mean "person"? (line 2, column 8)\n  RETURN persn.name\n         ^',
  );
  expect(errorOf(() => graph.query("RETURN 1 / 0").toArray())).toMatchObject({
    phase: "runtime",
    type: "ArithmeticError",
  });
  expect(errorOf(() => graph.query("RETURN $missing"))).toMatchObject({ type: "ParameterMissing" });
  expect(errorOf(() => graph.query("RETURN size(1, 2)"))).toMatchObject({
    detail: "InvalidNumberOfArguments",
  });
});

test("what stands in a template is a parameter", () => {
  const name = "Ada' OR true //";
  const graph = people();
  expect(graph.query(cypher`MATCH (n {name: ${name}}) RETURN n`).toArray()).toEqual([]);
  expect(
    graph
      .query(cypher`RETURN ${1}0 AS x`.text.includes("$0") ? cypher`RETURN ${"a"} + ${"b"} AS x` : "")
      .toArray(),
  ).toEqual([{ x: "ab" }]);
});

test("prepared queries run with parameters", () => {
  const born = people().prepare<{ name: string }, { born: number }>(
    "MATCH (n {name: $name}) RETURN n.born AS born",
  );
  expect(born({ name: "Ada" }).toArray()).toEqual([{ born: 1815 }]);
  expect(born({ name: "Alan" }).toArray()).toEqual([{ born: 1912 }]);
});

test("a text is read as a tree, and written in one form", () => {
  const text = "match (n:`odd name`) where n.x>1 /* why */\nreturn n.x+1*2 as y";
  const written = format(text);
  expect(written).toMatch(/^MATCH \(n:`odd name`\) WHERE .* RETURN .* AS y$/);
  expect(format(parse(text))).toBe(written);
  expect(format(written)).toBe(written);
  expect(errorOf(() => parse("MATCH (n)\nRETRN n"))).toMatchObject({ phase: "compile", line: 2, column: 1 });
  expect(() => parse(1 as never)).toThrow(TypeError);
  expect(() => format(null as never)).toThrow(TypeError);
  expect(() => parse("(".repeat(2 ** 21))).toThrow(LimitError);
});

test("=~ takes time linear in the text, and says what is wrong with a pattern", () => {
  const graph = people();
  const matches = (text: string, pattern: string) =>
    graph.query("RETURN $text =~ $pattern AS x", { text, pattern }).column("x")[0];
  expect(matches("a".repeat(50_000), "(a+)+b")).toBe(false);
  expect(matches("xaby", "ab")).toBe(false);
  expect(matches("ab", "a|ab")).toBe(true);
  expect(matches("\u{1f600}B", "(?i).b")).toBe(true);
  expect(errorOf(() => matches("a", "(a"))).toMatchObject({ phase: "runtime", type: "ArgumentError" });
  expect(errorOf(() => matches("a", "(a)\\1"))).toMatchObject({ detail: "InvalidArgumentValue" });
});

test("a prepared query looks its procedures up when it is called", () => {
  const one = defineProcedure({ name: "my.one", outputs: { x: "INTEGER" }, run: () => [[1]] });
  const call = people().prepare("CALL my.one() YIELD x RETURN x");
  expect(call({}, { procedures: [one] }).toArray()).toEqual([{ x: 1 }]);
  expect(errorOf(() => call())).toMatchObject({ detail: "ProcedureNotFound" });
  expect(errorOf(() => people().prepare("RETURN x"))).toMatchObject({ detail: "UndefinedVariable" });
});

test("procedures of the user's own", () => {
  const labels = defineProcedure({
    name: "my.names",
    inputs: { prefix: "STRING?" },
    outputs: { name: "STRING?" },
    run: (view: Graph, [prefix]) =>
      [...view.nodes.column("name")]
        .filter((name) => String(name).startsWith(String(prefix)))
        .map((name) => ({ name })),
  });
  const query = "CALL my.names('A') YIELD name AS n WHERE n <> 'Alan' RETURN n";
  expect(
    people()
      .query(query, {}, { procedures: [labels] })
      .toArray(),
  ).toEqual([{ n: "Ada" }]);
  expect(errorOf(() => people().query("CALL my.name('A')", {}, { procedures: [labels] }))).toMatchObject({
    detail: "ProcedureNotFound",
  });
});

test("queries in slices give the same, and are called off", async () => {
  const graph = people();
  const query = "UNWIND range(1, 3000) AS x UNWIND range(1, 3) AS y RETURN sum(x * y) AS s";
  const endless = "UNWIND range(1, 10000) AS x UNWIND range(1, 10000) AS y RETURN count(*)";
  const keyed = new Graph({ keys: { P: "id" } });
  keyed.query("UNWIND range(1, 20) AS i CREATE (:P {id: i})");
  keyed.query("MATCH (a:P), (b:P) WHERE a.id < b.id CREATE (a)-[:F]->(b)");
  const lookup = "MATCH (a:P {id: $id})-[:F]->(b) RETURN b.id AS id ORDER BY id LIMIT 3";
  const looked = await keyed.queryAsync(lookup, { id: 7 });
  expect(looked.plan).toMatch(/^Engine lookup/);
  keyed.query("MATCH (:P {id: 7})-[r]-() DELETE r");
  expect(looked.toArray()).toEqual([{ id: 8 }, { id: 9 }, { id: 10 }]);
  const stopped = keyed.queryAsync(lookup, { id: 8 }, { signal: AbortSignal.abort(new Error("no more")) });
  await expect(stopped).rejects.toThrow("no more");
  expect((await graph.queryAsync(query)).toArray()).toEqual(graph.query(query).toArray());
  await expect(graph.queryAsync(endless, {}, { timeout: 30 })).rejects.toThrow(/30 ms/);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  await expect(graph.queryAsync(endless, {}, { signal: controller.signal })).rejects.toThrow(/abort/);
});

test("what reads no row is worked out for all rows at once, unless each is to have its own", () => {
  const graph = new Graph();
  graph.addNodes(50, { labels: "A", attributes: { s: Array.from({ length: 50 }, (_, i) => `S${i % 3}`) } });
  const count = (text: string, given = {}) => graph.query<{ n: number }>(text, given).toArray()[0].n;
  expect(count("MATCH (a:A) WHERE lower(a.s) = lower($s) RETURN count(*) AS n", { s: "S1" })).toBe(17);
  expect(count("MATCH (a:A) WITH rand() AS x RETURN count(DISTINCT x) AS n")).toBe(50);
  expect(count("MATCH (a:A) WITH [randomUUID(), 1] AS x RETURN count(DISTINCT x) AS n")).toBe(50);
  expect(graph.query("MATCH (a:None) RETURN toInteger([]) AS n").toArray()).toEqual([]);
  expect(() => count("MATCH (a:A) RETURN toInteger([]) AS n")).toThrow(/toInteger/);
  const [first, second] = graph
    .query<{ d: object }>("MATCH (a:A) RETURN date('2024-02-03') AS d, a")
    .toArray();
  expect(first.d).toEqual(second.d);
});

test("a query in slices sees the state at the time of the call, and checks what it is given", async () => {
  const graph = people();
  const result = graph.queryAsync<{ name: string }>("MATCH (n) RETURN n.name AS name");
  graph.removeNode(0);
  expect((await result).column("name")).toEqual(["Ada", "Alan", "Grace"]);
  await expect(graph.queryAsync("RETURN 1", {}, { onProgres: 1 } as object)).rejects.toThrow(/onProgres/);
  await expect(graph.queryAsync("RETURN 1", {}, null as never)).rejects.toThrow(TypeError);
  const controller = new AbortController();
  const write = graph.queryAsync("CREATE ()", {}, { signal: controller.signal });
  controller.abort(new Error("called off"));
  await expect(write).rejects.toThrow("called off");
  expect(graph.nodeCount).toBe(2);
});

test("memory names the operator that passes its limit", () => {
  const run = () =>
    people().query("UNWIND range(1, 100000) AS x RETURN x ORDER BY x", {}, { memory: 1e5 }).toArray();
  expect(run).toThrow(LimitError);
  expect(run).toThrow(/ORDER BY/);
});

test("plans are read at 80 columns, with rows behind PROFILE; EXPLAIN runs nothing", () => {
  const graph = people();
  const plan = graph.query(
    "EXPLAIN MATCH (a:Person)-[:INSPIRED]->(b) WHERE a.born < 1900 CREATE (c) RETURN count(*) AS n",
  ).plan;
  expect(graph.nodeCount).toBe(3);
  expect(plan.split("\n")).toEqual([
    "Engine columns",
    "Return n",
    "Aggregate by all rows",
    "Create",
    "Filter WHERE",
    "Expand (a)-[:INSPIRED]->(b)  about 1 rows",
    "Scan (a:Person)  about 3 rows",
  ]);
  const lines = (query: string) =>
    graph
      .query(`EXPLAIN ${query}`)
      .plan.split("\n")
      .slice(1)
      .map((line) => line.replace(/ {2}about.*/, ""));
  expect(
    lines("MATCH (a:Person)-[:INSPIRED]->(b) WHERE a.born < $year RETURN b.name AS name, count(*) AS n"),
  ).toEqual([
    "Return name, n",
    "Aggregate by name",
    "Count without rows",
    "Filter WHERE",
    "Expand (a)-[:INSPIRED]->(b)",
    "Scan (a:Person)",
  ]);
  expect(
    lines("MATCH (a:Person) WHERE a.born > 1800 RETURN a.name AS name ORDER BY a.born LIMIT $most"),
  ).toEqual([
    "Return name",
    "Limit",
    "Sort by 1 keys",
    "Filter WHERE",
    "First rows of (a) by born",
    "Filter (a) by columns",
    "Scan (a:Person)",
  ]);
  // texts have no such column, and another condition is asked row by row
  for (const text of [
    "MATCH (a:Person) RETURN a.born AS born ORDER BY a.name LIMIT 2",
    "MATCH (a:Person) WHERE a.born + 1 > 2 RETURN a.name AS name ORDER BY a.born LIMIT 2",
    "USE at('main') MATCH (a:Person) RETURN a.name AS name ORDER BY a.born LIMIT 2",
  ])
    expect(lines(text).join()).not.toMatch(/First|by columns|Count/);
  const engine = (query: string) => graph.query(`EXPLAIN ${query}`).plan.split("\n")[0];
  expect(engine("MATCH (a)-->(b) RETURN a UNION MATCH (b) OPTIONAL MATCH (b)-->() RETURN b AS a")).toBe(
    "Engine columns",
  );
  expect(engine("MATCH (a) CALL (a) { RETURN 1 AS x } RETURN x")).toBe("Engine columns");
  expect(engine("MATCH (a)((x)-->(y)){2}(b) CALL groggy.pageRank() YIELD node RETURN b, node")).toBe(
    "Engine columns, rows in clauses 1, 2",
  );
  expect(engine("CREATE (:N)")).toBe("Engine rows");
  expect(engine("UNWIND [1, 2] AS x CREATE (n:N {v: x}) SET n.w = x WITH n MATCH (n)-->(m) DELETE n")).toBe(
    "Engine columns",
  );
  expect(engine("UNWIND [1, 2] AS x CREATE p = (:N {v: x}) WITH p, x MATCH (m) SET m.v = x")).toBe(
    "Engine columns, rows in clause 2",
  );
  expect(engine("MATCH (n) DETACH DELETE n WITH n MATCH (m) SET m:Z")).toBe(
    "Engine columns, then rows from clause 3 on",
  );
  const profiled = graph.query("PROFILE MATCH (a) RETURN a.name AS name");
  profiled.toArray();
  expect(profiled.plan).toMatch(/Return name {2}rows 3, [\d.]+ ms\nScan \(a\) {2}about 3 rows {2}rows 3/);
});

describe("where others stumbled", () => {
  const graph = people();
  const value = (expression: string) => graph.query(`RETURN ${expression} AS x`).column("x")[0];
  test.each([
    ["null IN []", false],
    ["1 IN [null]", null],
    ["[1] IN [[1, null]]", false],
    ["[1, 2] IN [[1, null]]", null],
    ["[1, null] = [1, null]", null],
    ["size([x IN [[1, null], [1, null]] | x])", 2],
    ["0.0 / 0.0 = 0.0 / 0.0", false],
    ["-9223372036854775808", -(2n ** 63n)],
    ["0x10 + 0o10", 24],
    ["9007199254740993 - 2", 9007199254740991],
    ["EXISTS { MATCH (n:Nobody) }", false],
    ["COUNT { (:Person)-->() }", 2],
    ["COLLECT { MATCH (n) RETURN n.name ORDER BY n.name }", ["Ada", "Alan", "Grace"]],
    ["reduce(s = 0, x IN [1, 2, 3] | s + x)", 6],
    ["'Abc' =~ '(?i)aB.'", true],
    ["CAST('12' AS INTEGER)", 12],
    ["1 IS TYPED INTEGER NOT NULL", true],
    ["[1] || [2]", [1, 2]],
    ["size([(a)-->(b) WHERE b.born > 1910 | b.name])", 1],
  ])("%s", (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  test.each([
    ["UNWIND [[1, null], [1, null]] AS x RETURN DISTINCT x", 1],
    ["UNWIND [] AS x RETURN count(x) AS n, sum(x) AS s, avg(x) AS a, collect(x) AS c", 1],
    ["UNWIND [] AS x RETURN x AS k, count(*) AS n", 0],
    ["MATCH (a:Person) OPTIONAL MATCH (a)-->(b) WHERE b.born > 1910 RETURN a, b", 3],
    ["MATCH (a)-[r*0..]->(b) RETURN a, b", 5],
    ["MATCH (a)-->(b)<--(c) RETURN *", 0],
    ["MATCH (a)-->(b) MATCH (b)<--(c) RETURN *", 2],
    ["MATCH p = shortestPath((a {name: 'Ada'})-[*]->(b:Admiral)) RETURN p", 1],
    ["MATCH p = ALL SHORTEST (a {name: 'Alan'})-[*]-(b:Admiral) RETURN p", 1],
    ["MATCH (a {name: 'Ada'}) ((x)-[r]->(y)){1,2} (b) RETURN r, y", 2],
    ["MATCH (n:Person&!Admiral) RETURN n", 2],
    ["MATCH (n WHERE n.born < 1900) RETURN n", 1],
    ["MATCH (n) CALL (n) { MATCH (n)-->(m) RETURN m } RETURN m", 2],
    ["MATCH (n) RETURN n {.name, .*, x: 1} AS m", 3],
    ["FOR x IN [1, 2, 3] WITH OFFSET i FILTER x > 1 LET y = x + i RETURN y OFFSET 1 LIMIT 1", 1],
    ["MATCH (n) FINISH", 0],
    ["RETURN 1 AS x UNION RETURN 1 AS x", 1],
    ["RETURN 1 AS x UNION ALL RETURN 1 AS x", 2],
  ])("%s gives %i rows", (query, rows) => {
    expect(graph.query(query).toArray()).toHaveLength(rows);
  });
});

test("no text ends in anything but rows or an error of the library", () => {
  const graph = people();
  const words = fc.constantFrom(
    ..."MATCH (n) WHERE RETURN n . name = 1 'x' AND WITH AS x UNWIND [ ] { } - > < : A * 2 .. , count ( ) null $p EXISTS CALL".split(
      " ",
    ),
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 14 }), (list) => {
      try {
        graph.query(list.join(" "), { p: 1 }, { timeout: 2000 }).toArray();
      } catch (error) {
        expect(error instanceof CypherError || error instanceof LimitError).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

const folder = process.env.OPENCYPHER_TCK ?? join(import.meta.dirname, "../../../shared/tck");
const file = join(folder, "scenarios.json");

test.skipIf(!existsSync(file))("the openCypher TCK on the graph itself", () => {
  const scenarios: TckScenario[] = JSON.parse(readFileSync(file, "utf8"));
  const named = (name: string) => readFileSync(join(folder, "graphs", `${name}.cypher`), "utf8");
  const newGraph = (): TckGraph => {
    const graph = new Graph();
    const port = graph.queryTarget.live!.port() as LivePort;
    return {
      port,
      snapshot: () => {
        const [labels, properties] = [new Set<string>(), new Set<string>()];
        for (const id of graph.nodes) {
          for (const label of graph.nodes.labels(id)) labels.add(label);
          for (const [name, value] of port.attributesOf("node", id))
            properties.add(`node ${id} ${name} ${printValue(value)}`);
        }
        for (const id of graph.edges)
          for (const [name, value] of port.attributesOf("relationship", id))
            properties.add(`edge ${id} ${name} ${printValue(value)}`);
        return {
          nodes: new Set([...graph.nodes].map(String)),
          relationships: new Set([...graph.edges].map(String)),
          labels,
          properties,
        };
      },
    };
  };
  const failures = scenarios.flatMap((scenario) => {
    let failure: string | undefined;
    try {
      failure = failureOf(scenario, newGraph, named);
    } catch (error) {
      failure = String(error);
    }
    return failure === undefined ? [] : [`${scenario.file} ${scenario.name}: ${failure.slice(0, 300)}`];
  });
  if (process.env.TCK_FAILURES !== undefined) console.log(failures.join("\n"));
  expect(failures).toEqual([]);
});

describe("maps", () => {
  const stored = (graph: Graph) => graph.nodes.get(graph.nodes.ids()[0]);

  test("are stored where a schema declares json, and nowhere else", () => {
    const graph = new Graph({ schema: { nodes: { meta: "json" }, edges: { note: "json" } } });
    graph.query(
      "CREATE (:A {meta: {a: 1, b: [1, 2.5, {c: null}], `__proto__`: 'x'}})-[:T {note: {k: true}}]->(:B)",
    );
    expect(JSON.stringify(stored(graph))).toBe('{"meta":{"__proto__":"x","a":1,"b":[1,2.5,{"c":null}]}}');
    expect(
      graph.query("MATCH (n:A)-[r]->() RETURN n.meta.b[2].c IS NULL AS isNull, r.note.k AS k").toArray(),
    ).toEqual([{ isNull: true, k: true }]);
    graph.query("MATCH (n:A) SET n.meta = {d: 2}");
    graph.query("MATCH (n:A) SET n += {meta: {d: 3}}");
    graph.query("MERGE (n:C {meta: {e: 4}})");
    expect(stored(graph)).toEqual({ meta: { d: 3 } });
    expect(graph.query("MATCH (n:C) RETURN n.meta.e AS e").toArray()).toEqual([{ e: 4 }]);
    const root = graph.commit("maps").root;
    for (const query of [
      "MATCH (n:A) SET n.other = {d: 2}",
      "MATCH (n:A) SET n += {other: [{d: 2}]}",
      "CREATE ({empty: []}) WITH 1 AS one MATCH (n) WHERE n.empty = [] SET n.empty = {d: 2}",
      "MATCH (n:A) SET n.meta = {at: date('2020-01-01')}",
      "MATCH (n:A) SET n.meta = {big: 9007199254740993}",
      "MATCH (n:A) SET n.meta = n",
    ])
      expect(() => graph.query(query), query).toThrow(
        expect.objectContaining({ detail: "InvalidPropertyType" }) as Error,
      );
    expect(graph.status().clean).toBe(true);
    expect(graph.history.log()[0].root).toBe(root);
  });
});
