/** Shapes of calls and of queries over revisions that went wrong in other systems. */
import { expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import { defineProcedure } from "../../src/query/index.js";

const rows = (graph: Graph, text: string, parameters = {}): unknown[][] =>
  graph.query(text, parameters).toArray({ rows: "array" });

function roads(): Graph {
  const graph = new Graph();
  // other nodes come first, so that ids and places in the part differ
  graph.query(`
    CREATE (:Other), (:Other), (a:L {name: 'A'}), (b:L {name: 'B'}), (:Other), (c:L {name: 'C'}), (d:L {name: 'D'}),
      (a)-[:ROAD {cost: 50, closed: true}]->(b), (a)-[:ROAD {cost: 70, closed: false}]->(b),
      (a)-[:ROAD {cost: 100, closed: false}]->(d), (b)-[:ROAD {cost: 40, closed: true}]->(d),
      (b)-[:ROAD {cost: 45, closed: false}]->(d), (c)-[:ROAD {cost: 1, closed: false}]->(d)
  `);
  graph.commit("roads");
  return graph;
}

test("edges that a filter leaves out are left out, parallel ones as well", () => {
  const path = (list: string): unknown[][] =>
    rows(
      roads(),
      `MATCH ()-[r:ROAD]->() ${list} WITH collect(r) AS roads MATCH (a:L {name: 'A'}), (d:L {name: 'D'})
       CALL groggy.shortestPath(a, d, {weight: 'cost', edges: roads}) YIELD path, distance
       RETURN distance, [r IN relationships(path) | r.cost]`,
    );
  expect(path("")).toEqual([[90, [50, 40]]]);
  expect(path("WHERE NOT r.closed")).toEqual([[100, [100]]]);
});

test("rows of a part name the nodes of the whole", () => {
  const text = `MATCH (l:L) WITH collect(l) AS ls CALL groggy.degreeCentrality({nodes: ls, normalized: false, direction: 'out'})
    YIELD node, score RETURN node.name AS name, score ORDER BY name`;
  expect(rows(roads(), text)).toEqual([
    ["A", 3],
    ["B", 2],
    ["C", 1],
    ["D", 0],
  ]);
});

test("an empty list of nodes is an empty graph, not no filter", () => {
  const graph = roads();
  expect(
    rows(
      graph,
      "MATCH (n:None) WITH collect(n) AS ns CALL groggy.pageRank({nodes: ns}) YIELD node RETURN node",
    ),
  ).toEqual([]);
  expect(
    rows(
      graph,
      "MATCH (n:None) WITH collect(n) AS ns CALL groggy.triangles({nodes: ns, edges: []}) YIELD node RETURN node",
    ),
  ).toEqual([]);
});

test("paths that a call yields are paths, by any name", () => {
  const graph = roads();
  expect(
    rows(
      graph,
      "MATCH (a:L {name: 'A'}), (d:L {name: 'D'}) CALL groggy.kShortestPaths(a, d, 2, {weight: 'cost'}) YIELD path AS way WITH way, nodes(way) AS ns RETURN length(way), [n IN ns | n.name], head(relationships(way)).cost",
    ),
  ).toEqual([
    [2, ["A", "B", "D"], 50],
    [1, ["A", "D"], 100],
  ]);
});

test("a call that finds nothing takes its row along, unless it is optional", () => {
  const graph = roads();
  const ends = "MATCH (d:L {name: 'D'}), (a:L {name: 'A'})";
  expect(rows(graph, `${ends} CALL groggy.shortestPath(d, a) YIELD path RETURN d.name`)).toEqual([]);
  expect(
    rows(
      graph,
      `${ends} OPTIONAL CALL groggy.shortestPath(d, a) YIELD path, distance RETURN d.name, path, distance`,
    ),
  ).toEqual([["D", null, null]]);
});

test("nodes that are not connected have no path, whatever their labels", () => {
  const graph = roads();
  expect(
    rows(
      graph,
      "MATCH (o:Other) WITH o LIMIT 1 CALL groggy.shortestPathLengths(o) YIELD node, distance WHERE distance >= 0 RETURN labels(node), distance",
    ),
  ).toEqual([[["Other"], 0]]);
});

test("calls stand in subqueries, by row, one in the other, and last", () => {
  const graph = roads();
  expect(
    rows(
      graph,
      "WITH [1, 2] AS ks UNWIND ks AS k CALL (k) { CALL groggy.kCore(k) YIELD node RETURN count(node) AS n } RETURN k, n",
    ),
  ).toEqual([
    [1, 4],
    [2, 3],
  ]);
  expect(
    rows(
      graph,
      "CALL groggy.branches() YIELD name AS b CALL { CALL groggy.tags() YIELD name RETURN count(*) AS t } RETURN b, t",
    ),
  ).toEqual([["main", 0]]);
  expect(rows(graph, "MATCH (n:L) CALL groggy.density() YIELD value")).toEqual([]);
  expect(rows(graph, "RETURN COUNT { CALL groggy.pageRank() YIELD node RETURN node } AS n")).toEqual([[7]]);
  const nothing = defineProcedure({ name: "my.nothing", inputs: { x: "BOOLEAN" }, run: () => [] });
  const options = { procedures: [nothing] };
  expect(
    graph.query("WITH true AS t CALL my.nothing(t) RETURN count(*) AS n", {}, options).toArray(),
  ).toEqual([{ n: 1 }]);
  expect(() => graph.query("CALL my.nothing() RETURN 1 AS x", {}, options)).toThrow(
    /expected 1 inputs, got 0/,
  );
  expect(() => graph.query("CALL groggy.adamicAdar({}, {}, {})")).toThrow(/expected 0 to 1 inputs, got 3/);
});

test("a query within a call may call as well", () => {
  const graph = roads();
  graph.query("MATCH (o:Other) DETACH DELETE o");
  const query =
    "CALL groggy.connectedComponents() YIELD node, component RETURN count(DISTINCT component) AS n";
  expect(
    rows(
      graph,
      "CALL groggy.diffQuery($query, 'HEAD') YIELD change, row RETURN change, row.n ORDER BY change",
      { query },
    ),
  ).toEqual([
    ["added", 1],
    ["removed", 4],
  ]);
  const past = "USE at('main') MATCH (n) RETURN count(*) AS n";
  expect(rows(graph, "CALL groggy.diffQuery($past, 'HEAD') YIELD change RETURN change", { past })).toEqual(
    [],
  );
});

test("the centre of a star ranks first, and all ranks are 1", () => {
  const graph = new Graph();
  graph.query("CREATE (c:C) WITH c UNWIND range(1, 9) AS i CREATE (:N {i: i})-[:TO]->(c)");
  expect(
    rows(
      graph,
      "CALL groggy.pageRank() YIELD node, score WITH node ORDER BY score DESC LIMIT 1 RETURN labels(node)",
    ),
  ).toEqual([[["C"]]]);
  const [[sum]] = rows(graph, "CALL groggy.pageRank() YIELD score RETURN sum(score)");
  expect(sum).toBeCloseTo(1, 12);
});

/** Two branches that change one value each, merged. */
function merged(): Graph {
  let time = 0;
  const graph = new Graph({ clock: () => (time += 1000) });
  graph.query("CREATE (:T {id: 1, a: 0, b: 0}), (:T {id: 2, a: 0, b: 0})");
  graph.commit("base");
  graph.branch("side");
  graph.query("MATCH (t:T {id: 1}) SET t.a = 1");
  graph.commit("a on main");
  graph.checkout("side");
  graph.query("MATCH (t:T {id: 1}) SET t.b = 2");
  graph.commit("b on side");
  graph.checkout("main");
  graph.merge("side").commit("merge");
  return graph;
}

// the merge is none that anything is blamed on, and yet made the node other than in either parent
test("a change that a merge brought is blamed on the commit that made it", () => {
  const graph = merged();
  const blame =
    "MATCH (t:T {id: 1}) CALL groggy.blame(t) YIELD of, attribute, message WHERE of = 'attribute' RETURN attribute, message ORDER BY attribute";
  expect(rows(graph, blame)).toEqual([
    ["a", "a on main"],
    ["b", "b on side"],
    ["id", "base"],
  ]);
  expect(
    rows(
      graph,
      "MATCH (t:T {id: 1}) CALL groggy.changes(t) YIELD message RETURN DISTINCT message ORDER BY message",
    ),
  ).toEqual([["a on main"], ["b on side"], ["base"], ["merge"]]);
});

test("a diff goes from the first revision to the second, between branches too", () => {
  const graph = merged();
  const diff =
    "CALL groggy.diff($a, $b) YIELD attribute, before, after RETURN attribute, before, after ORDER BY attribute";
  expect(rows(graph, diff, { a: "main~2", b: "main" })).toEqual([
    ["a", 0, 1],
    ["b", 0, 2],
  ]);
  expect(rows(graph, diff, { a: "main", b: "main~2" })).toEqual([
    ["a", 1, 0],
    ["b", 2, 0],
  ]);
  expect(rows(graph, diff, { a: "main~1", b: "side" })).toEqual([
    ["a", 1, 0],
    ["b", 0, 2],
  ]);
});

test("an outer join of two revisions finds what only one of them has", () => {
  const graph = merged();
  graph.query("MATCH (t:T {id: 2}) DELETE t CREATE (:T {id: 3})");
  const gone =
    "CALL { USE at('main') MATCH (t:T) RETURN t } OPTIONAL MATCH (now) WHERE now = t WITH t, now WHERE now IS NULL RETURN t.id";
  const come =
    "MATCH (t:T) OPTIONAL CALL (t) { USE at('main') MATCH (was) WHERE was = t RETURN was } WITH t, was WHERE was IS NULL RETURN t.id";
  expect(rows(graph, gone)).toEqual([[2]]);
  expect(rows(graph, come)).toEqual([[3]]);
  expect(
    rows(graph, "MATCH (t:T) WHERE NOT EXISTS { USE at('main') MATCH (was) WHERE was = t } RETURN t.id"),
  ).toEqual([[3]]);
});

test("one node of the past joins the edges of the present", () => {
  const graph = merged();
  graph.query("MATCH (a:T {id: 1}), (b:T {id: 2}) SET a.a = 7 CREATE (a)-[:NEXT]->(b)");
  expect(
    rows(
      graph,
      "CALL { USE at('main~2') MATCH (t:T {id: 1}) RETURN t } MATCH (t)-[:NEXT]->(n) RETURN t.a, n.id",
    ),
  ).toEqual([[0, 2]]);
});

test("a revision that is no literal is looked up as one that is", () => {
  const graph = merged();
  const count = "MATCH (t:T) RETURN sum(t.a) AS n";
  for (const revision of [
    "'main' + '~' + toString(2)",
    "'main~' + 2",
    "datetime({epochMillis: 1500})",
    "1000 + 500",
    "head(['main~2'])",
    "$p[0]",
    "CASE WHEN true THEN 'main~2' END",
  ])
    expect(rows(graph, `USE at(${revision}) ${count}`, { p: ["main~2"] }), revision).toEqual([[0]]);
  expect(rows(graph, "USE at('main') MATCH (t:T) RETURN sum(t.a) AS n")).toEqual([[1]]);
});

test("limits, aggregates and order within a revision stay within it", () => {
  const graph = merged();
  expect(
    rows(graph, "CALL { USE at('main~2') MATCH (t:T) RETURN t ORDER BY t.id DESC LIMIT 1 } RETURN t.id, t.b"),
  ).toEqual([[2, 0]]);
  expect(
    rows(
      graph,
      "MATCH (n:T) WITH collect(n) AS now CALL { USE at('main~2') MATCH (n:T) RETURN collect(n) AS was } RETURN now = was, [x IN now | x.b], [x IN was | x.b]",
    ),
  ).toEqual([[true, [2, 0], [0, 0]]]);
  expect(
    rows(
      graph,
      "USE at('main~2') MATCH (t:T {id: 1}) RETURN EXISTS { MATCH (u {b: 2}) } AS e, COUNT { (:T {a: 0}) } AS n, [(t)-->(x) | x] AS l",
    ),
  ).toEqual([[false, 2, []]]);
});
