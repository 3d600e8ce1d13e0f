/**
 * Queries of the kinds that public reports on other engines tell of: walks, shortest paths, OPTIONAL MATCH and queries
 * within queries that gave rows too many, too few or none. Answers are worked out by hand; both ways to run a query give them.
 */
import { afterEach, describe, expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import { DEFAULT_TUNING, tuning } from "../../src/structures/tuning.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

interface Report {
  readonly name: string;
  readonly graph: string;
  readonly query: string;
  readonly rows: readonly (readonly unknown[])[];
}

/** Three accounts in a circle, each paying the next three times. */
const CIRCLES = `CREATE (a:Account {id: 1}), (b:Account {id: 2}), (c:Account {id: 3})
  WITH a, b, c UNWIND range(1, 3) AS i CREATE (a)-[:PAID]->(b), (b)-[:PAID]->(c), (c)-[:PAID]->(a)`;
const RING = `CREATE (a:P {id: 1})-[:R]->(b:P {id: 2})-[:R]->(c:P {id: 3})-[:R]->(a)`;
const PEOPLE = `CREATE (ann:Person {name: 'Ann', age: 30}), (bob:Person {name: 'Bob', age: 25}),
  (cat:Person {name: 'Cat', age: 50}), (ann)-[:KNOWS {since: 2020}]->(bob), (ann)-[:KNOWS {since: 2023}]->(cat),
  (cat)-[:KNOWS {since: 2024}]->(bob)`;
const LADDER = `CREATE (a:N {name: 'a'})-[:R]->(:N {name: 'm'})-[:R]->(b:N {name: 'b'}), (a)-[:R]->(:N {name: 'n'})-[:R]->(b),
  (:N {name: 'alone'})`;

const REPORTS: readonly Report[] = [
  {
    name: "a walk of one relationship is that relationship, whatever labels its ends have",
    graph:
      "CREATE (x:E {id: 1})-[:NEXT]->(y:E {id: 2}), (:U {id: 3})-[:HAS]->(s:S {id: 4})-[:HAS]->(x), (s)-[:HAS]->(y)",
    query: `MATCH (:U)-[:HAS*1..1]->(s) WITH count(s) AS n MATCH (:S)-[:HAS*1..1]->(e:E) RETURN n, count(e) AS m`,
    rows: [[1, 2]],
  },
  {
    name: "a walk leads on through nodes of other labels by relationships of other types",
    graph:
      "CREATE (:Topic {id: 1})-[:RELATED]->(:Topic {id: 2})-[:HAS_TAG]->(:Tag {id: 3})-[:HAS_TAG]->(:Tag {name: 'end'})",
    query: "MATCH (n:Topic)-[*]->(:Tag {name: 'end'}) RETURN n.id AS id ORDER BY id",
    rows: [[1], [2]],
  },
  {
    name: "a condition that is always true leaves all walks, and comes to an end",
    graph: RING,
    query: "MATCH p = (a)-[e*]->(b) WHERE all(r IN e WHERE true) RETURN count(*) AS n, max(length(p)) AS l",
    rows: [[9, 3]],
  },
  {
    name: "a condition on relationships and nodes with OR holds for all steps of a path",
    graph: PEOPLE,
    query: `MATCH p = (:Person {name: 'Ann'})-[:KNOWS*1..2]->(b)
            WHERE all(r IN relationships(p) WHERE r.since < 2022 OR endNode(r).age > 45) RETURN b.name AS name ORDER BY name`,
    rows: [["Bob"], ["Cat"]],
  },
  {
    name: "CASE in a condition of each step",
    graph: PEOPLE,
    query: `MATCH (:Person {name: 'Ann'})-[e:KNOWS*1..2]->(b)
            WHERE all(r IN e WHERE CASE WHEN r.since < 2022 THEN true ELSE r.since > 2023 END) RETURN b.name AS name`,
    rows: [["Bob"]],
  },
  {
    name: "EXISTS in a condition of each node",
    graph: PEOPLE,
    query: `MATCH p = (a:Person {name: 'Ann'})-[:KNOWS*]->(b)
            WHERE all(n IN nodes(p) WHERE EXISTS { (n)-[:KNOWS]-() }) RETURN count(*) AS n`,
    rows: [[3]],
  },
  {
    name: "walks of one or two steps are those of one and those of two",
    graph: CIRCLES,
    query: `MATCH (a)-[*1..2]-(b) WITH count(*) AS n MATCH (a)-[]-(b) WITH n, count(*) AS one
            MATCH (a)-[]-(c)-[]-(b) RETURN n, one, count(*) AS two`,
    // 18 of one; each of nine edges either way goes on by 5 others at its end
    rows: [[108, 18, 90]],
  },
  {
    name: "walks over parallel relationships are each their own",
    graph: CIRCLES,
    query: "MATCH (s:Account {id: 1})-[:PAID*3..3]->(e:Account {id: 1}) RETURN count(e) AS n",
    rows: [[27]],
  },
  {
    name: "a wider range of lengths has all walks of a narrower one",
    graph: RING,
    query: `MATCH (a {id: 1}) RETURN COUNT { (a)-[:R*1..4]->() } AS four, COUNT { (a)-[:R*3]->() } AS three,
            COUNT { (a)-[:R*4..5]->() } AS none, COUNT { (a)-[:R*0..3]->() } AS more`,
    rows: [[3, 1, 0, 4]],
  },
  {
    name: "OPTIONAL MATCH of a node that is null finds nothing, and rows stay",
    graph: "UNWIND range(1, 10) AS i CREATE (:L0) WITH count(*) AS n CREATE (:L2), (:L2)",
    query: `MATCH (n1) OPTIONAL MATCH (n2)-->(n3:L3) OPTIONAL MATCH (n4) OPTIONAL MATCH (n5:L2), (n3) RETURN count(*) AS n`,
    rows: [[144]],
  },
  {
    name: "all shortest paths between what is not connected are none",
    graph: "CREATE (:A)-[:R]->(:Z), (:K)-[:R]->(:Q)",
    query: "MATCH (a:A), (k:K) WITH a, k MATCH p = allShortestPaths((a)-[*]-(k)) RETURN p",
    rows: [],
  },
  {
    name: "shortest paths between variables that have changed places",
    graph: LADDER,
    query: `MATCH (a:N {name: 'a'}), (b:N {name: 'b'}) WITH a AS b, b AS a
            MATCH p = allShortestPaths((a)<-[:R*1..3]-(b)) RETURN a.name AS a, b.name AS b, length(p) AS n`,
    rows: [
      ["b", "a", 2],
      ["b", "a", 2],
    ],
  },
  {
    name: "all shortest paths are all of them",
    graph: LADDER,
    query: `MATCH p = allShortestPaths((:N {name: 'a'})-[*..3]->(:N {name: 'b'}))
            RETURN [n IN nodes(p) | n.name][1] AS over ORDER BY over`,
    rows: [["m"], ["n"]],
  },
  {
    name: "OPTIONAL MATCH whose WHERE holds a pattern keeps the rows for which it is false",
    graph: "CREATE (a:P {name: 'a'})-[:K]->(:P {name: 'b'}), (a)-[:K]->(:P {name: 'c'})",
    query: `MATCH (p:P) OPTIONAL MATCH (p)-[:K]->(f:P) WHERE EXISTS { (f)-[:K]->(:P) }
            RETURN p.name AS p, f.name AS f ORDER BY p`,
    rows: [
      ["a", null],
      ["b", null],
      ["c", null],
    ],
  },
  {
    name: "OPTIONAL MATCH that finds nothing, as the first clause",
    graph: "CREATE (:Other)",
    query: "OPTIONAL MATCH (n:Missing)-[*1..2]->(m) RETURN n, m",
    rows: [[null, null]],
  },
  {
    name: "relationships behind an OPTIONAL MATCH of two steps are counted",
    graph: "CREATE (a:A)-[:INCS]->(:C {id: 1}), (a)-[:INCS]->(:C {id: 2})<-[:INCS]-(:B)",
    query: `MATCH (a:A) OPTIONAL MATCH (a)-[:INCS]->(c)-[d:INCS]-() WITH a, c, count(d) AS deps WHERE deps = 1
            RETURN c.id AS id, deps`,
    rows: [[2, 1]],
  },
  {
    name: "collect leaves out what an OPTIONAL MATCH has not found",
    graph: PEOPLE,
    query: `MATCH (p:Person {name: 'Bob'}) OPTIONAL MATCH (p)-[:OWNS*1..2]->(a)
            RETURN collect(a.name) AS all, collect(DISTINCT a.name) AS some, count(a) AS n`,
    rows: [[[], [], 0]],
  },
  {
    name: "EXISTS over a group of all rows is true, as there is one row",
    graph: PEOPLE,
    query: `MATCH (p:Person) WHERE EXISTS { MATCH (p)-[:KNOWS]->(f) RETURN count(f) AS n } RETURN count(*) AS n`,
    rows: [[3]],
  },
  {
    name: "EXISTS with a walk and a UNION",
    graph:
      "CREATE (:Person {name: 'Ann'})-[:LIVES]->(:Country {name: 'DE'}), (:Person {name: 'Bob'}), (:Country {name: 'UK'})",
    query: `MATCH (p:Person) WHERE EXISTS { MATCH (p)-[:LIVES*1..2]->(c:Country) RETURN c
            UNION MATCH (p)-[:VISITED]->(c:Country) RETURN c } RETURN p.name AS name`,
    rows: [["Ann"]],
  },
  {
    name: "OPTIONAL MATCH with a COUNT of nothing keeps what it binds before another that finds nothing",
    graph: "CREATE (:U {v: 1}), (:U {v: 2}), (:U {v: 3})",
    query: `OPTIONAL MATCH (a:U) WHERE COUNT { UNWIND [] AS x RETURN x } >= 0
            OPTIONAL MATCH (n:U {missing: true}) RETURN count(*) AS rows, count(a) AS bound, count(n) AS none`,
    rows: [[3, 3, 0]],
  },
  {
    name: "LIMIT 0 behind a group leaves an empty list",
    graph: PEOPLE,
    query: `MATCH (p:Person) RETURN p.name AS name, COLLECT {
            OPTIONAL MATCH (p)-[*0..1]->(n {age: 25}) WITH p, n ORDER BY n.name LIMIT 0 RETURN max('x') LIMIT 0 } AS z ORDER BY name`,
    rows: [
      ["Ann", []],
      ["Bob", []],
      ["Cat", []],
    ],
  },
  {
    name: "a CALL that reads nothing of the row is the same with a row before it",
    graph: "UNWIND range(1, 50) AS i CREATE (:D {i: i})-[:R]->(:X), (:Y)",
    query: `UNWIND [1] AS one CALL { MATCH (n:D)-->() RETURN DISTINCT n ORDER BY n.i LIMIT 20 }
            RETURN count(n) AS n, max(n.i) AS most`,
    rows: [[20, 20]],
  },
  {
    name: "a CALL behind a condition that is false gives no rows",
    graph: "CREATE (:S {id: 1})",
    query: `MATCH (s:S) CALL (s) { WITH s WHERE false CALL () { MATCH (a:L)-[:R*1..4]->(b:L) RETURN count(*) AS c }
            RETURN 1 AS v } RETURN s.id AS id`,
    rows: [],
  },
  {
    name: "ORDER BY null and by a COUNT of united queries",
    graph: "CREATE (:S)",
    query: "WITH * ORDER BY null RETURN 0 AS x ORDER BY null, COUNT { RETURN 0 AS n UNION RETURN 0 AS n }",
    rows: [[0]],
  },
  {
    name: "an order before a condition with a COUNT of united queries",
    graph: "CREATE (:S)",
    query: `UNWIND ['b', 'a'] AS x WITH x ORDER BY x WHERE COUNT { RETURN 1 AS z UNION RETURN 2 AS z } = 2
            RETURN collect(x) AS out`,
    rows: [[["a", "b"]]],
  },
  {
    name: "DISTINCT over paths in a CALL, ordered by them, in a graph without relationships",
    graph: "CREATE (:S)",
    query: `WITH 1 AS seed CALL (seed) { MATCH p = ()-[]-() MATCH (n1) WITH DISTINCT *
            RETURN p AS p1, seed AS s ORDER BY p1 DESC, s DESC } RETURN p1, s`,
    rows: [],
  },
  {
    name: "rows that are collected and unwound again keep what an OPTIONAL MATCH finds",
    graph: PEOPLE,
    query: `MATCH (p:Person) OPTIONAL MATCH (p)-[:KNOWS*2]->(q) WITH collect({p: p, q: q}) AS rows UNWIND rows AS row
            WITH row.p AS p, row.q AS q OPTIONAL MATCH (q)<-[:KNOWS]-(r) RETURN p.name AS p, count(r) AS n ORDER BY p`,
    rows: [
      ["Ann", 2],
      ["Bob", 0],
      ["Cat", 0],
    ],
  },
  {
    name: "a condition on a walk may read the node at either end",
    graph: "CREATE (:A {v: 1})-[:T {w: 2}]->(:B {v: 2})-[:T {w: 2}]->(:B {v: 3})",
    query: "MATCH (b)<-[r:T* {w: b.v}]-(a:A) RETURN b.v AS v",
    rows: [[2]],
  },
  {
    name: "the least of the LIMIT is of the rows in order, not of those met first",
    graph:
      "UNWIND range(1, 30) AS i CREATE (:P {id: i}) WITH count(*) AS n MATCH (a:P), (b:P) WHERE b.id = a.id % 30 + 1 CREATE (a)-[:N]->(b)",
    query: "MATCH (a:P)-[:N*1..3]->(b) RETURN a.id AS x, b.id AS y ORDER BY y, x LIMIT 3",
    rows: [
      [28, 1],
      [29, 1],
      [30, 1],
    ],
  },
];

describe.each(["columns", "rows"] as const)("by %s", (engine) => {
  test.each(REPORTS)("$name", ({ graph: made, query, rows }) => {
    const graph = new Graph();
    graph.query(made);
    tuning.queryEngine = engine;
    for (const batchRows of [1024, 1]) {
      tuning.queryBatchRows = batchRows;
      expect(graph.query(query).toArray({ rows: "array" })).toEqual(rows);
    }
  });
});
