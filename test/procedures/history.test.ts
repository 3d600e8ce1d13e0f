/** The history as procedures: what they give is what the history says, and what plain copies of the states say. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import { histories, jsonRows, type PlainState, sortedJson, twoOf } from "../query/plain-history.js";

function threeCommits(): Graph {
  let time = 0;
  const graph = new Graph({ clock: () => (time += 1000) });
  graph.query("CREATE (:P {name: 'Ada', age: 1})-[:K {w: 1}]->(:P {name: 'Bob', age: 2})");
  graph.commit("one", { author: "ada" });
  graph.query("MATCH (p:P {name: 'Ada'}) SET p.age = 10, p:Q");
  graph.commit("two", { author: "bob", meta: { ticket: 7 } });
  graph.query("MATCH (p:P {name: 'Bob'}) DETACH DELETE p CREATE (:P {name: 'Cy'})");
  graph.commit("three", { author: "ada" });
  return graph;
}

test("groggy.log gives the commits of history.log, by the same options", () => {
  const graph = threeCommits();
  graph.history.tag("first", { at: "main~2" });
  const rows = graph.query("CALL groggy.log()").toArray();
  expect(
    rows.map(({ commit, author, message, parents, meta }) => ({
      id: commit,
      author,
      message,
      parents,
      meta,
    })),
  ).toEqual(
    graph.history
      .log()
      .map(({ id, author, message, parents, meta }) => ({ id, author, message, parents, meta })),
  );
  expect(rows.map(({ time }) => Number(new Date(String(time))))).toEqual(
    graph.history.log().map(({ time }) => time),
  );
  const messages = (call: string, parameters = {}): unknown[] =>
    graph.query(`${call} YIELD message RETURN message`, parameters).column("message");
  expect(messages("CALL groggy.log({limit: 1})")).toEqual(["three"]);
  expect(messages("CALL groggy.log({from: 'main~1'})")).toEqual(["two", "one"]);
  expect(messages("CALL groggy.log({range: 'first..main'})")).toEqual(["three", "two"]);
  expect(messages("CALL groggy.log({author: 'ada', message: 'o'})")).toEqual(["one"]);
  expect(
    messages("CALL groggy.log({since: datetime({epochMillis: $t})})", { t: rows[1].time && 0 }),
  ).toHaveLength(3);
  const [, second] = graph.history.log();
  expect(messages("CALL groggy.log({since: $t})", { t: second.time })).toEqual(["three", "two"]);
  expect(messages("CALL groggy.log({until: $t})", { t: new Date(second.time) })).toEqual(["two", "one"]);
  expect(messages("MATCH (p {name: 'Ada'}) CALL groggy.log({touching: p})")).toEqual(["two", "one"]);
  expect(messages("MATCH (p {name: 'Ada'}) CALL groggy.log({touching: p, attribute: 'name'})")).toEqual([
    "one",
  ]);
  expect(messages("USE at('main~1') CALL groggy.log()")).toEqual(["two", "one"]);
  expect(
    graph.at("main~2").query("CALL groggy.log() YIELD message RETURN message").column("message"),
  ).toEqual(["one"]);
  expect(messages("CALL groggy.log(null)")).toHaveLength(3);
  expect(new Graph().query("CALL groggy.log()").toArray()).toEqual([]);
});

test("groggy.branches and groggy.tags give the names", () => {
  const graph = threeCommits();
  graph.branch("other", { at: "main~1" });
  graph.history.tag("v1", { at: "main~2" });
  const [three, two, one] = graph.history.log().map(({ id }) => id);
  expect(graph.query("CALL groggy.branches()").toArray()).toEqual([
    { name: "main", commit: three, isCurrent: true },
    { name: "other", commit: two, isCurrent: false },
  ]);
  expect(graph.query("CALL groggy.tags() YIELD name, commit RETURN *").toArray()).toEqual([
    { name: "v1", commit: one },
  ]);
});

/** The facts that differ between two plain states, as rows of groggy.diff. */
function plainDiff(before: PlainState, after: PlainState): unknown[][] {
  const rows: unknown[][] = [];
  for (const kind of ["nodes", "edges"] as const) {
    const name = kind === "nodes" ? "node" : "edge";
    const [was, is] = [before[kind], after[kind]];
    for (const id of was.keys()) if (!is.has(id)) rows.push(["removed", name, id, null, null, null]);
    for (const id of is.keys()) if (!was.has(id)) rows.push(["added", name, id, null, null, null]);
  }
  for (const [id, { x, labels }] of before.nodes) {
    const now = after.nodes.get(id);
    if (now === undefined) continue;
    if (now.x !== x) rows.push(["changed", "node", id, "x", x, now.x]);
    const [a, b] = [[...labels].sort(), [...now.labels].sort()];
    if (a.join() !== b.join()) rows.push(["changed", "node", id, null, a, b]);
  }
  for (const [id, { w }] of before.edges) {
    const now = after.edges.get(id);
    if (now !== undefined && now.w !== w) rows.push(["changed", "edge", id, "w", w, now.w]);
  }
  return rows;
}

test("groggy.diff gives what differs between two states", () => {
  fc.assert(
    fc.property(histories, (given) => {
      const { graph, a, b } = twoOf(given);
      const text =
        "CALL groggy.diff($a, $b) YIELD change, kind, element, attribute, before, after RETURN change, kind, id(element), attribute, before, after";
      expect(jsonRows(graph, text, { a: a[0], b: b[0] })).toEqual(sortedJson(plainDiff(a[1], b[1])));
      const values =
        "CALL groggy.diff($a, $b) YIELD change, kind, element WHERE kind = 'node' AND change <> 'changed' RETURN change, id(element), element.x";
      const state = (change: unknown): PlainState => (change === "removed" ? a[1] : b[1]);
      expect(jsonRows(graph, values, { a: a[0], b: b[0] })).toEqual(
        sortedJson(
          plainDiff(a[1], b[1])
            .filter(([change, kind]) => kind === "node" && change !== "changed")
            .map(([change, , id]) => [change, id, state(change).nodes.get(id as number)!.x]),
        ),
      );
    }),
    { numRuns: 60 },
  );
});

test("groggy.diff goes from HEAD to the present, changes included, if nothing else is said", () => {
  const graph = threeCommits();
  graph.query("MATCH (p {name: 'Ada'}) SET p.age = 11");
  const rest =
    "YIELD change, element, attribute, before, after RETURN change, element.name AS name, attribute, before, after";
  const row = { change: "changed", name: "Ada", attribute: "age", before: 10, after: 11 };
  expect(graph.query(`CALL groggy.diff() ${rest}`).toArray()).toEqual([row]);
  expect(graph.query(`CALL groggy.diff('main') ${rest}`).toArray()).toEqual([row]);
  expect(graph.query(`CALL groggy.diff('main~2', 'main~1') ${rest}`).toArray()).toHaveLength(2);
  expect(graph.query(`USE at('main~1') CALL groggy.diff('main~2') ${rest}`).toArray()).toHaveLength(2);
  expect(graph.query("CALL groggy.diff('main', 'main')").toArray()).toEqual([]);
  graph.attributes.set({ title: "t" });
  expect(
    graph
      .query(
        "CALL groggy.diff() YIELD kind, element, attribute, after WHERE kind = 'graph' RETURN element, attribute, after",
      )
      .toArray(),
  ).toEqual([{ element: null, attribute: "title", after: "t" }]);
});

test("groggy.blame names the commits that gave what an element has, as of where it was matched", () => {
  const graph = threeCommits();
  const blame = (text: string): unknown => graph.query(text).toArray({ rows: "array" });
  expect(
    blame("MATCH (p {name: 'Ada'}) CALL groggy.blame(p, 'age') YIELD message, author RETURN message, author"),
  ).toEqual([["two", "bob"]]);
  expect(
    blame(
      "USE at('main~2') MATCH (p {name: 'Ada'}) CALL groggy.blame(p, 'age') YIELD message RETURN message",
    ),
  ).toEqual([["one"]]);
  expect(
    blame(
      "CALL { USE at('main~2') MATCH (p {name: 'Bob'}) RETURN p } CALL groggy.blame(p) YIELD of, attribute, message RETURN of, attribute, message",
    ),
  ).toEqual([
    ["presence", null, "one"],
    ["labels", null, "one"],
    ["attribute", "name", "one"],
    ["attribute", "age", "one"],
  ]);
  expect(
    blame("MATCH (p {name: 'Ada'}) CALL groggy.blame(p, 'nothing') YIELD message RETURN message"),
  ).toEqual([]);
  graph.query("MATCH (p {name: 'Ada'}) SET p.age = 12");
  expect(
    blame("MATCH (p {name: 'Ada'}) CALL groggy.blame(p, 'age') YIELD message, commit RETURN message, commit"),
  ).toEqual([[null, null]]);
  expect(
    blame("USE at('main~1') MATCH ()-[r]->() CALL groggy.blame(r, 'w') YIELD message RETURN message"),
  ).toEqual([["one"]]);
});

test("groggy.changes tells the commits that changed an element, and what they changed", () => {
  const graph = threeCommits();
  const text =
    "YIELD message, change, attribute, before, after RETURN message, change, attribute, before, after";
  expect(
    graph.query(`MATCH (p {name: 'Ada'}) CALL groggy.changes(p) ${text}`).toArray({ rows: "array" }),
  ).toEqual([
    ["two", "changed", null, ["P"], ["P", "Q"]],
    ["two", "changed", "age", 1, 10],
    ["one", "added", null, [], ["P"]],
    ["one", "added", "name", null, "Ada"],
    ["one", "added", "age", null, 1],
  ]);
  expect(
    graph
      .query(`MATCH (p {name: 'Ada'}) CALL groggy.changes(p, {attribute: 'age'}) ${text}`)
      .toArray({ rows: "array" }),
  ).toEqual([
    ["two", "changed", "age", 1, 10],
    ["one", "added", "age", null, 1],
  ]);
  const removed = `CALL { USE at('main~1') MATCH (p {name: 'Bob'}) RETURN p } CALL groggy.changes(p, {from: 'main'}) YIELD message, change RETURN DISTINCT message, change`;
  expect(graph.query(removed).toArray({ rows: "array" })).toEqual([
    ["three", "removed"],
    ["one", "added"],
  ]);
});

test.each([
  ["CALL groggy.log({limt: 1})", /"options" of groggy.log expected .*limit.*got "limt"/],
  ["CALL groggy.log({limit: -1})", /"limit" expected a number of commits, got -1/],
  ["CALL groggy.log({touching: 1})", /"touching" of groggy.log expected a NODE/],
  ["CALL groggy.log({attribute: 'x'})", /"attribute" of groggy.log expected "touching"/],
  ["CALL groggy.log(1)", /"options" expected MAP/],
  ["CALL groggy.log({}, {})", /expected 0 to 1 inputs, got 2/],
  ["CALL groggy.lgo()", /did you mean "groggy.log"/],
  ["CALL groggy.diff('nowhere', 'main')", /"revision" expected a branch/],
  ["CALL groggy.diff(1.5, 'main')", /"from" expected STRING/],
  [
    "WITH {x: 1.5} AS m CALL groggy.diff(m.x, 'main') YIELD kind RETURN kind",
    /"from" of groggy.diff expected STRING/,
  ],
  ["CALL groggy.blame()", /expected 1 to 2 inputs, got 0/],
  ["CALL groggy.blame(null)", /"element" of groggy.blame expected NODE | RELATIONSHIP, got null/],
  ["CALL groggy.blame(1)", /"element" expected NODE/],
  [
    "MATCH (p) CALL groggy.changes(p, {from: 'nowhere'}) YIELD change RETURN change",
    /"revision" expected a branch/,
  ],
  ["CALL groggy.diffQuery('MATCH (n) SET n.x = 1', 'main~1', 'main')", /only reads, got one that writes/],
  [
    "CALL groggy.diffQuery('MATCH (n) RETUR n', 'main~1', 'main')",
    /line 1, column 11.*\n.*MATCH \(n\) RETUR n/,
  ],
  ["CALL groggy.diffQuery('EXPLAIN MATCH (n) RETURN n', 'main~1', 'main')", /expected one without EXPLAIN/],
  [
    "CALL groggy.diffQuery('MATCH (n) RETURN 1 / (n.age - 10) AS x', 'main~2', 'main')",
    /divisor other than 0/,
  ],
  [
    "CALL groggy.diffQuery('MATCH (n) RETURN $x AS x', 'main~1', 'main')",
    /expected a value for the parameter \$x/,
  ],
])("%s says what is wrong", (text, message) => {
  const graph = threeCommits();
  expect(() => graph.query(text).toArray()).toThrow(message);
});

test("a view without a history says so", () => {
  const graph = threeCommits();
  const alone = graph.subgraph(graph.nodes.all());
  expect(alone.query("CALL groggy.log()").toArray()).toHaveLength(3);
});

/** Queries of all kinds; those of single matches are run from what changed. */
const queries = fc.constantFrom(
  "MATCH (n) RETURN id(n) AS n, n.x AS x",
  "MATCH (n:A) RETURN n",
  "MATCH (n:A) WHERE n.x > 0 RETURN n.x AS x",
  "MATCH (a)-[r:T]->(b) RETURN a, b, r.w AS w",
  "MATCH (a)-[r]-(b:B) WHERE a.x = b.x OR r.w = 1 RETURN id(a) AS a, labels(b) AS l",
  "MATCH (a)-->(b)-->(c) RETURN a.x AS a, c.x AS c",
  "MATCH (a)-->()<--(c) RETURN a.x AS a, c.x AS c",
  "MATCH (a)-->(b) MATCH (b)-->(c:A) RETURN a, c.x AS x",
  "MATCH (a:A), (b:B) WHERE a.x < b.x RETURN a.x AS a, b.x AS b",
  "MATCH p = (a)-[:T]->(b) RETURN p, [x IN nodes(p) | x.x] AS xs ORDER BY a.x",
  "MATCH ()-[r {w: $w}]->() RETURN r",
  "MATCH (n) RETURN n {.*, id: id(n)} AS m, coalesce(n.x, 'none') AS c, CASE WHEN n:A THEN 1 ELSE 2 END AS k",
  "MATCH (n) WHERE n.x IN [1, 2] AND NOT n:B RETURN properties(n) AS p",
  // not of single matches
  "MATCH (n) RETURN count(*) AS n",
  "MATCH (n) RETURN n.x AS x, count(*) AS n",
  "MATCH (n) RETURN DISTINCT n.x AS x",
  "MATCH (a) OPTIONAL MATCH (a)-->(b) RETURN a.x AS a, b.x AS b",
  "MATCH (a)-[*1..2]->(b) RETURN id(a) AS a, b.x AS x",
  "MATCH (n) WHERE EXISTS { (n)-->(:A) } RETURN id(n) AS n",
  "MATCH (n) RETURN id(n) AS n, COUNT { (n)--() } AS d",
  "MATCH (n) RETURN n.x AS x ORDER BY x, id(n) LIMIT 2",
  "MATCH (n) WITH n.x AS x, count(*) AS c WHERE c > 1 RETURN x",
  "MATCH (a:A) RETURN a.x AS x UNION ALL MATCH (b:B) RETURN b.x AS x",
  "MATCH (n:A) WHERE NOT (n)-->() RETURN id(n) AS n",
  "MATCH p = shortestPath((a:A)-[*]->(b:B)) RETURN length(p) AS n",
  "UNWIND [1, 2] AS x RETURN x",
);

/** The rows of one list that are not in the other, as multisets. */
function without(rows: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return rows.filter((row) => {
    const at = left.indexOf(row);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

test("groggy.diffQuery gives the difference of two runs, for queries of all kinds over all histories", () => {
  fc.assert(
    fc.property(histories, queries, (given, query) => {
      const { graph, a, b } = twoOf(given);
      const idsAlone = (key: string, value: unknown): unknown =>
        key === "attributes" || key === "labels" ? undefined : value;
      // an element is the same whatever it has
      const rowsAt = (revision: string): string[] =>
        graph
          .at(revision)
          .query(query, { w: 1 })
          .toArray()
          .map((row) =>
            JSON.stringify(
              row,
              query.includes("RETURN properties") || query.includes("RETURN id(a) AS a, labels")
                ? undefined
                : idsAlone,
            ),
          );
      const [before, after] = [rowsAt(a[0]), rowsAt(b[0])];
      const found = graph
        .query("CALL groggy.diffQuery($query, $a, $b, {w: 1})", { query, a: a[0], b: b[0] })
        .toArray()
        .map(({ change, row }) => [
          change,
          JSON.stringify(
            row,
            query.includes("RETURN properties") || query.includes("RETURN id(a) AS a, labels")
              ? undefined
              : idsAlone,
          ),
        ]);
      expect(sortedJson(found)).toEqual(
        sortedJson([
          ...without(after, before).map((row) => ["added", row]),
          ...without(before, after).map((row) => ["removed", row]),
        ]),
      );
    }),
    { numRuns: 400 },
  );
});

test("groggy.diffQuery reads only the matches of nodes that differ", () => {
  const graph = new Graph();
  graph.query("UNWIND range(0, 3000) AS i CREATE (:N {i: i, x: 1})");
  graph.query("MATCH (a:N), (b:N) WHERE b.i = a.i + 1 CREATE (a)-[:NEXT]->(b)");
  graph.commit("a chain");
  graph.query("MATCH (n:N {i: 7}) SET n.x = 2");
  const query = "MATCH (a)-->(b)-->(c) RETURN a.i AS i, b.x AS y, 1 / a.x AS z, c.x AS x";
  const text =
    "CALL groggy.diffQuery($query, 'HEAD') YIELD change, row RETURN change, row.i AS i ORDER BY change, i";
  const rows = [5, 6, 7].map((i): [string, number] => ["added", i]);
  expect(graph.query(text, { query }).toArray({ rows: "array" })).toEqual([
    ...rows,
    ...rows.map(([, i]) => ["removed", i]),
  ]);
  // of nodes that are the same in both nothing is worked out
  graph.query("MATCH (n:N {i: 2000}) SET n.x = 0");
  graph.commit("a zero");
  graph.query("MATCH (n:N {i: 7}) SET n.x = 3");
  expect(
    graph
      .query(
        "CALL groggy.diffQuery('MATCH (n:N) RETURN 1 / n.x AS y', 'HEAD') YIELD change, row RETURN change, row.y AS y",
      )
      .toArray(),
  ).toEqual([]);
});

test("procedures of the history are done at the call, and can be followed by writes", () => {
  const graph = threeCommits();
  const log = graph.query("CALL groggy.log() YIELD message RETURN message");
  const diff = graph.query("CALL groggy.diff('main~1', 'main') YIELD change RETURN count(*) AS n");
  graph.commit("four", { allowEmpty: true });
  expect(log.column("message")).toEqual(["three", "two", "one"]);
  expect(diff.column("n")).toEqual([3]);
  const { summary } = graph.query(
    "CALL groggy.diff('main~2', 'main') YIELD change, kind, element WHERE kind = 'node' MATCH (n) WHERE n = element SET n.touched = true",
  );
  expect(summary.attributesSet).toBe(1);
  expect(
    graph.transaction(() => graph.query("CALL groggy.log() YIELD message RETURN count(*) AS n").column("n")),
  ).toEqual([4]);
});

test("queries that are compared end with the query that compares them", () => {
  const graph = threeCommits();
  graph.query("UNWIND range(1, 300) AS i CREATE (:N {i: i})");
  const query = "MATCH (a:N), (b:N), (c:N) RETURN count(*) AS n";
  const text = "CALL groggy.diffQuery($query, 'HEAD') YIELD row RETURN row";
  expect(() => graph.query(text, { query }, { timeout: 30 })).toThrow(
    expect.objectContaining({ name: "TimeoutError" }),
  );
  const wide = "UNWIND range(1, 100000) AS i RETURN i, rand() AS r";
  expect(() => graph.query(text, { query: wide }, { memory: 100_000 })).toThrow(
    expect.objectContaining({ code: "LIMIT" }),
  );
});
