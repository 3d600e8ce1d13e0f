/** USE at(…): queries over several revisions at once give what plain copies of the states give. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import { defineProcedure } from "../../src/query/index.js";
import { histories, jsonRows, sortedJson, twoOf } from "./plain-history.js";

test("a query at a revision reads the nodes, labels, attributes and edges of that state", () => {
  fc.assert(
    fc.property(histories, (given) => {
      const {
        graph,
        a: [revision, state],
      } = twoOf(given);
      const nodes = [...state.nodes].map(([id, { labels, x }]) => [id, [...labels].sort(), x]);
      expect(jsonRows(graph, "USE at($r) MATCH (n) RETURN id(n), labels(n), n.x", { r: revision })).toEqual(
        sortedJson(nodes),
      );
      const found = [...state.nodes].filter(([, { labels, x }]) => labels.includes("A") && x === 1);
      expect(jsonRows(graph, "USE at($r) MATCH (n:A {x: 1}) RETURN id(n)", { r: revision })).toEqual(
        sortedJson(found.map(([id]) => [id])),
      );
      const edges = [...state.edges].map(([id, { source, target, type, w }]) => [
        id,
        source,
        type,
        target,
        w,
      ]);
      const text = "USE at($r) MATCH (s)-[e]->(t) RETURN id(e), id(s), type(e), id(t), e.w";
      expect(jsonRows(graph, text, { r: revision })).toEqual(sortedJson(edges));
      expect(sortedJson(graph.at(revision).query(text.slice(11)).toArray({ rows: "array" }))).toEqual(
        sortedJson(edges),
      );
    }),
    { numRuns: 60 },
  );
});

test("two revisions are joined by the ids of nodes, each with what it had there", () => {
  fc.assert(
    fc.property(histories, (given) => {
      const {
        graph,
        a: [a, before],
        b: [b, after],
      } = twoOf(given);
      const joined = [...before.nodes].flatMap(([id, { x, labels }]) => {
        const now = after.nodes.get(id);
        return now === undefined ? [] : [[id, x, now.x, labels.includes("A"), now.labels.includes("A")]];
      });
      const columns = "id(p), p.x, q.x, p:A, q:A";
      for (const text of [
        `CALL { USE at($a) MATCH (n) RETURN n AS p } CALL { USE at($b) MATCH (n) RETURN n AS q } WITH p, q WHERE p = q RETURN ${columns}`,
        `CALL { USE at($a) MATCH (n) RETURN n AS p } CALL (p) { USE at($b) MATCH (q) WHERE id(q) = id(p) RETURN q } RETURN ${columns}`,
        `CALL { USE at($a) MATCH (n) RETURN collect(n) AS ps } UNWIND ps AS p CALL (p) { USE at($b) MATCH (q) WHERE q IN [p] RETURN q } RETURN ${columns}`,
        `USE at($b) MATCH (q) CALL (q) { USE at($a) MATCH (p) WHERE p = q RETURN p } RETURN ${columns}`,
      ])
        expect(jsonRows(graph, text, { a, b }), text).toEqual(sortedJson(joined));
      const both = new Set([...before.nodes.keys(), ...after.nodes.keys()]);
      const distinct =
        "CALL { USE at($a) MATCH (n) RETURN n UNION USE at($b) MATCH (n) RETURN n } RETURN count(DISTINCT n), count(n)";
      expect(jsonRows(graph, distinct, { a, b })).toEqual(sortedJson([[both.size, both.size]]));
    }),
    { numRuns: 60 },
  );
});

test("a node of one revision leads along the edges of another, if it is there and fits there", () => {
  fc.assert(
    fc.property(histories, (given) => {
      const {
        graph,
        a: [a, before],
        b: [b, after],
      } = twoOf(given);
      const far = [...before.nodes.keys()].flatMap((id) =>
        [...after.edges].flatMap(([edge, { source, target, type }]) =>
          source === id && type === "T" ? [[id, edge, target, after.nodes.get(target)!.x]] : [],
        ),
      );
      const text =
        "CALL { USE at($a) MATCH (n) RETURN n AS p } CALL (p) { USE at($b) MATCH (p)-[e:T]->(t) RETURN e, t }";
      expect(jsonRows(graph, `${text} RETURN id(p), id(e), id(t), t.x`, { a, b })).toEqual(sortedJson(far));
      const kept = [...before.nodes.keys()].filter((id) => {
        const now = after.nodes.get(id);
        return now?.labels.includes("B") === true && now.x === 1;
      });
      const check =
        "CALL { USE at($a) MATCH (n) RETURN n AS p } CALL (p) { USE at($b) MATCH (p:B {x: 1}) RETURN 1 AS one } RETURN id(p)";
      expect(jsonRows(graph, check, { a, b })).toEqual(sortedJson(kept.map((id) => [id])));
      const edges = [...before.edges].flatMap(([id, { w }]) => {
        const now = after.edges.get(id);
        return now === undefined ? [] : [[id, w, now.w]];
      });
      const both =
        "CALL { USE at($a) MATCH ()-[r]->() RETURN r } CALL (r) { USE at($b) MATCH ()-[s]->() WHERE s = r RETURN s } RETURN id(r), r.w, s.w";
      expect(jsonRows(graph, both, { a, b })).toEqual(sortedJson(edges));
      const again =
        "CALL { USE at($a) MATCH ()-[r]->() RETURN r } CALL (r) { USE at($b) MATCH (s)-[r]->(t) RETURN s } RETURN id(r), id(s)";
      expect(jsonRows(graph, again, { a, b })).toEqual(
        sortedJson(edges.map(([id]) => [id, after.edges.get(id!)!.source])),
      );
      const walk =
        "CALL { USE at($a) MATCH ()-[r*1..1]->() RETURN r } CALL (r) { USE at($b) MATCH ()-[r*]->() RETURN 1 AS one } RETURN id(r[0])";
      expect(jsonRows(graph, walk, { a, b })).toEqual(sortedJson(edges.map(([id]) => [id])));
    }),
    { numRuns: 60 },
  );
});

test("revisions may come from rows", () => {
  fc.assert(
    fc.property(histories, (given) => {
      const { graph, all } = twoOf(given);
      const rs = all.map(([name]) => name);
      const sums = all.map(([name, { nodes, edges }]) => [
        name,
        nodes.size,
        [...nodes.values()].reduce((sum, { x }) => sum + (x ?? 0), 0),
        edges.size,
      ]);
      const inner =
        "MATCH (n) WITH count(n) AS n, coalesce(sum(n.x), 0) AS x RETURN n, x, COUNT { ()-->() } AS e";
      for (const call of [`CALL (r) { USE at(r) ${inner} }`, `CALL { USE at(r) WITH r ${inner} }`])
        expect(jsonRows(graph, `UNWIND $rs AS r ${call} RETURN r, n, x, e`, { rs }), call).toEqual(
          sortedJson(sums),
        );
    }),
    { numRuns: 30 },
  );
});

function twoCommits(): Graph {
  const graph = new Graph();
  graph.query("CREATE (:P {name: 'Ada', age: 1})-[:K {w: 1}]->(:P {name: 'Bob', age: 2})");
  graph.commit("one", { time: 1000 });
  graph.query("MATCH (p:P {name: 'Ada'}) SET p.age = 10");
  graph.query("MATCH (p:P {name: 'Bob'}) DETACH DELETE p");
  graph.commit("two", { time: 2000 });
  return graph;
}

test("a revision is a name, an id, or a moment", () => {
  const graph = twoCommits();
  const id = graph.history.resolve("main~1").id;
  graph.history.tag("first", { at: id });
  for (const revision of ["main~1", id, id.slice(0, 10), "first", 1500, new Date(1500), "HEAD~1"])
    expect(
      graph.query("USE at($revision) MATCH (p:P) RETURN count(*) AS n", { revision }).column("n"),
    ).toEqual([2]);
  expect(
    graph.query("USE at(datetime({epochMillis: 1500})) MATCH (p:P) RETURN count(*) AS n").column("n"),
  ).toEqual([2]);
  expect(
    graph.query("use AT('main' + '~' + $n) MATCH (p:P) RETURN count(*) AS n", { n: "1" }).column("n"),
  ).toEqual([2]);
});

test.each([
  ["USE at('nowhere') RETURN 1 AS x", "REVISION_NOT_FOUND"],
  ["USE at('main~7') RETURN 1 AS x", "REVISION_NOT_FOUND"],
  ["USE at('') RETURN 1 AS x", "REVISION_NOT_FOUND"],
  ["USE at(500) RETURN 1 AS x", "REVISION_NOT_FOUND"],
  ["USE at(null) RETURN 1 AS x", "CYPHER"],
  ["USE at(1.5) RETURN 1 AS x", "CYPHER"],
  ["USE at($f) RETURN 1 AS x", "CYPHER"],
  ["USE at() RETURN 1 AS x", "CYPHER"],
  ["USE at('main', 'main') RETURN 1 AS x", "CYPHER"],
  ["USE at(DISTINCT 'main') RETURN 1 AS x", "CYPHER"],
  ["USE at('main')", "CYPHER"],
  ["USE at(x) MATCH (x) RETURN x", "CYPHER"],
  ["MATCH (n) USE at('main') RETURN n", "CYPHER"],
  ["USE of('main') MATCH (n) RETURN n", "CYPHER"],
  ["USE at('main') CREATE ()", "READ_ONLY"],
  ["USE at('main') MERGE (n:P)", "READ_ONLY"],
  ["USE at('main') MATCH (n) SET n.x = 1", "READ_ONLY"],
  ["USE at('main') MATCH (n) REMOVE n.x", "READ_ONLY"],
  ["USE at('main') MATCH (n) DETACH DELETE n", "READ_ONLY"],
  ["USE at('main') FOREACH (x IN [1] | CREATE ())", "READ_ONLY"],
  ["USE at('main') CALL { CREATE (n) RETURN n } RETURN n", "READ_ONLY"],
  ["CALL { USE at('main') CREATE (n) RETURN n } RETURN n", "READ_ONLY"],
  ["CALL { USE at('main') MATCH (n) RETURN n } SET n.x = 1", "READ_ONLY"],
  ["CALL { USE at('main') MATCH (n) RETURN n } SET n += {x: 1}", "READ_ONLY"],
  ["CALL { USE at('main') MATCH (n) RETURN n } SET n:L", "READ_ONLY"],
  ["CALL { USE at('main') MATCH (n) RETURN n } REMOVE n.age", "READ_ONLY"],
  ["CALL { USE at('main') MATCH (n) RETURN n } DETACH DELETE n", "READ_ONLY"],
  ["CALL { USE at('main~1') MATCH ()-[r]->() RETURN r } DELETE r", "READ_ONLY"],
  ["CALL { USE at('main~1') MATCH p = ()-->() RETURN p } DELETE p", "READ_ONLY"],
  ["CALL { USE at('main') MATCH (n) RETURN n } CREATE (n)-[:X]->()", "READ_ONLY"],
  ["CALL { USE at('main') MATCH (n) RETURN n } MERGE (n)-[:X]->(m)", "READ_ONLY"],
])("%s is refused, and changes nothing", (text, code) => {
  const graph = twoCommits();
  const before = graph.history.status();
  expect(() => graph.query(text, { f: [1] })).toThrow(expect.objectContaining({ code }));
  expect(graph.history.status()).toEqual(before);
  expect(graph.addNode()).toBe(2);
});

test("what a revision had can be written to the present", () => {
  const graph = twoCommits();
  const { summary } = graph.query(`
    MATCH (p:P)
    CALL (p) { USE at('main~1') MATCH (was) WHERE was = p RETURN was }
    SET p.age = was.age, p.from = was.name
  `);
  expect(summary.attributesSet).toBe(2);
  expect(graph.query("MATCH (p:P) RETURN p.age AS age, p.from AS from").toArray()).toEqual([
    { age: 1, from: "Ada" },
  ]);
});

test("a result stays with the commit that a name meant at the call", () => {
  const graph = twoCommits();
  const found = graph.query("USE at('main') MATCH (p:P) RETURN p.name AS name, p AS p ORDER BY name");
  const rows = graph.query(
    "UNWIND ['main', 'main~1'] AS r CALL (r) { USE at(r) MATCH (p:P) RETURN count(*) AS n } RETURN n",
  );
  graph.query("CREATE (:P {name: 'Cy'})");
  graph.query("MATCH (p:P {name: 'Ada'}) SET p.age = 99");
  graph.commit("three");
  expect(found.toArray()).toMatchObject([
    { name: "Ada", p: { labels: ["P"], attributes: { name: "Ada", age: 10 } } },
  ]);
  expect(rows.column("n")).toEqual([1, 2]);
});

test("elements in results read from the state that they were matched in", () => {
  const graph = twoCommits();
  const [row] = graph
    .query(
      "CALL { USE at('main~1') MATCH p = (a)-[r]->(b) RETURN p, a, r, b } MATCH (now) RETURN now, p, a, r, b, [a, {x: b}] AS list",
    )
    .toArray();
  expect(JSON.parse(JSON.stringify(row))).toMatchObject({
    now: { attributes: { age: 10 } },
    a: { attributes: { age: 1 } },
    b: { labels: ["P"], attributes: { age: 2 } },
    r: { type: "K", attributes: { w: 1 } },
    p: { nodes: [{ attributes: { age: 1 } }, { attributes: { age: 2 } }], edges: [{ attributes: { w: 1 } }] },
    list: [{ attributes: { age: 1 } }, { x: { attributes: { age: 2 } } }],
  });
});

test("procedures and functions of the user's get the view of the revision, and give its elements", () => {
  const graph = twoCommits();
  const all = defineProcedure({
    name: "my.all",
    outputs: { n: "NODE" },
    run: (view: Graph) => Array.from(view.nodes, (n) => ({ n })),
  });
  const same = defineProcedure({
    name: "my.same",
    inputs: { given: "NODE" },
    outputs: { n: "NODE" },
    run: (_view, [n]) => [{ n }],
  });
  const options = { procedures: [all, same] };
  expect(
    graph
      .query("USE at('main~1') CALL my.all() YIELD n RETURN n.age AS age ORDER BY age", {}, options)
      .column("age"),
  ).toEqual([1, 2]);
  expect(graph.query("USE at('main~1') CALL my.all()", {}, options).columns).toEqual(["n"]);
  const text =
    "CALL { USE at('main~1') MATCH (n) RETURN n } CALL my.same(n) YIELD n AS m RETURN m.age AS age ORDER BY age";
  expect(graph.query(text, {}, options).column("age")).toEqual([1, 2]);
});

test("every view answers, and those of a graph know its history", () => {
  const graph = twoCommits();
  const text = "USE at('main~1') MATCH (p:P) RETURN count(*) AS n";
  const views = [graph, graph.at("main~1"), graph.at("main"), graph.subgraph(graph.nodes.all())];
  views.push(graph.at("main").subgraph(graph.at("main").nodes.all()));
  for (const view of views) {
    expect(view.query(text).column("n")).toEqual([2]);
    expect(view.query("MATCH (p) RETURN count(*) AS n").column("n")).toEqual([view.nodeCount]);
  }
  const worktree = graph.worktree("other", { create: true, at: "main~1" });
  worktree.query("CREATE (:P)");
  worktree.commit("three");
  expect(worktree.query("USE at('HEAD') MATCH (p:P) RETURN count(*) AS n").column("n")).toEqual([3]);
  expect(worktree.at("other~1").query("USE at('HEAD') MATCH (p:P) RETURN count(*) AS n").column("n")).toEqual(
    [3],
  );
  expect(graph.query("USE at('HEAD') MATCH (p:P) RETURN count(*) AS n").column("n")).toEqual([1]);
  expect(graph.query("USE at('other') MATCH (p:P) RETURN count(*) AS n").column("n")).toEqual([3]);
});

test("a reader of a store answers as its writer does, and writes nothing", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "groggy-revisions-")), "people.groggy");
  const store = Graph.open(folder);
  store.query("CREATE (:P {name: 'Ada', age: 1})");
  store.commit("one");
  store.query("MATCH (p:P) SET p.age = 2");
  store.commit("two");
  const reader = Graph.open(folder, { readOnly: true });
  const text =
    "MATCH (p:P) CALL (p) { USE at('main~1') MATCH (was) WHERE was = p RETURN was } RETURN p.age AS is, was.age AS was";
  for (const graph of [store, reader, reader.at("main"), reader.subgraph(reader.nodes.all())]) {
    expect(graph.query(text).toArray()).toEqual([{ is: 2, was: 1 }]);
    expect(graph.query("CALL groggy.log() YIELD message RETURN message").column("message")).toEqual([
      "two",
      "one",
    ]);
    const ranks = "CALL groggy.pageRank() YIELD node, score RETURN node.name AS name, score";
    expect(graph.query(ranks).toArray()).toEqual([{ name: "Ada", score: 1 }]);
  }
  expect(() => reader.query("CREATE (:P)")).toThrow(expect.objectContaining({ code: "STORE_READ_ONLY" }));
  expect(() => reader.at("main").query("CREATE (:P)")).toThrow(
    expect.objectContaining({ code: "READ_ONLY" }),
  );
  reader.close();
  store.close();
  rmSync(dirname(folder), { recursive: true });
});

test("limits and errors count for the statement as a whole", async () => {
  const graph = twoCommits();
  graph.query("UNWIND range(1, 2000) AS i CREATE (:N {i: i})");
  graph.commit("many");
  const collect = "CALL { USE at('main') MATCH (a:N) RETURN collect(a.i) AS l } RETURN size(l) AS n";
  expect(() => graph.query(collect, {}, { memory: 10_000 }).toArray()).toThrow(
    expect.objectContaining({ code: "LIMIT" }),
  );
  const slow = "CALL { USE at('main') MATCH (a:N), (b:N), (c:N) RETURN count(*) AS n } RETURN n";
  expect(() => graph.query(slow, {}, { timeout: 20 }).toArray()).toThrow(
    expect.objectContaining({ name: "TimeoutError" }),
  );
  expect(() =>
    graph.query("CALL { USE at('main') MATCH (p:P)\nRETURN 1 / 0 AS n } RETURN n").toArray(),
  ).toThrow(expect.objectContaining({ line: 2, column: 8 }));
  const result = await graph.queryAsync(collect);
  expect(result.column("n")).toEqual([2000]);
  const rows = graph.query("PROFILE CALL { USE at('main~1') MATCH (p:P) RETURN p } RETURN p");
  rows.toArray();
  expect(rows.plan).toContain("Use a revision");
});

test("a transaction sees what was committed before it", () => {
  const graph = twoCommits();
  graph.transaction(() => {
    graph.query("CREATE (:P {name: 'Cy'})");
    expect(graph.query("USE at('main') MATCH (p:P) RETURN count(*) AS n").column("n")).toEqual([1]);
    expect(graph.query("MATCH (p:P) RETURN count(*) AS n").column("n")).toEqual([2]);
  });
});
