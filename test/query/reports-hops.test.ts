/**
 * Queries of the kinds that public reports on other engines tell of: loops, repeated variables, relationships that come
 * twice, trails of length zero, rows after deletions, plans that outlive an index. Answers are worked out by hand; they are
 * the same however a query is run and called.
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
  readonly parameters?: Record<string, unknown>;
  readonly rows: readonly (readonly unknown[])[];
}

const LOOP = "CREATE (a:P {id: 1})-[:T]->(a), (a)-[:T]->(b:P {id: 2})";
const PAIR = "CREATE (a:P {id: 1})-[:T {w: 1}]->(b:P {id: 2, v: 'x'})-[:T {w: 2}]->(a)";
const CHAIN =
  "CREATE (a:P {id: 1})-[:R]->(b:B:P {id: 2})-[:R]->(c:C:P {id: 3}), (b)-[:R]->(d:D:P {id: 4})-[:R]->(b)";
const FAMILY = `CREATE (p:P {id: 1}), (q:P {id: 2}), (p)-[:HAS]->(:C {name: 'b', n: 2}), (p)-[:HAS]->(:C {name: 'a', n: 1}),
  (p)-[:HAS]->(:C {name: 'c'}), (q)-[:HAS]->(:C {name: 'a', n: 1})`;

const REPORTS: readonly Report[] = [
  {
    name: "a loop without a direction is met once",
    graph: LOOP,
    query: "MATCH (a:P {id: 1})-[r:T]-(b) RETURN count(*) AS n, count(DISTINCT r) AS r",
    rows: [[2, 2]],
  },
  {
    name: "both ends of a relationship see it without a direction",
    graph: PAIR,
    query: "MATCH (a:P {id: 1})-[r]-(b) RETURN b.id AS id, r.w AS w ORDER BY w",
    rows: [
      [2, 1],
      [2, 2],
    ],
  },
  {
    name: "a variable that comes twice is one node",
    graph: LOOP,
    query: "MATCH (a:P {id: 1})-[r:T]->(a) RETURN count(r) AS n",
    rows: [[1]],
  },
  {
    name: "a variable that comes twice is one node where there is no loop",
    graph: PAIR,
    query: "MATCH (a:P {id: 1})-->(a) RETURN count(*) AS n",
    rows: [[0]],
  },
  {
    name: "no relationship comes twice in a MATCH, not even by way of two hops of one type",
    graph: LOOP,
    query: "MATCH (a:P {id: 1})-[:T]->(b)-[:T]->(c) RETURN b.id AS b, c.id AS c",
    rows: [[1, 2]],
  },
  {
    name: "a relationship may come again in another MATCH",
    graph: "CREATE (a:P {id: 1})-[:T]->(:P {id: 2})",
    query: "MATCH (a:P {id: 1})-[:T]->(b) MATCH (a)-[:T]->(c) RETURN b.id AS b, c.id AS c",
    rows: [[2, 2]],
  },
  {
    name: "a relationship may not come again in another path of one MATCH",
    graph: "CREATE (a:P {id: 1})-[:T]->(:P {id: 2})",
    query: "MATCH (a:P {id: 1})-[:T]->(b), (a)-[:T]->(c) RETURN count(*) AS n",
    rows: [[0]],
  },
  {
    name: "a pattern that goes there and back again finds nothing where there is one relationship",
    graph: "CREATE (a:P {id: 1})-[:T]->(:P {id: 2})",
    query: "MATCH (a:P {id: 1})-->(b)<--(a) RETURN a.id AS id",
    rows: [],
  },
  {
    name: "a trail of length zero is the node itself",
    graph: "CREATE (:P {id: 1})",
    query: "MATCH (a:P {id: 1})-[*0..1]->(b) RETURN count(*) AS n",
    rows: [[1]],
  },
  {
    name: "a trail of length zero ends at a node with the labels that are asked",
    graph: CHAIN,
    query: "MATCH (a:P {id: 1})-[*0]->(b:B) RETURN count(*) AS n",
    rows: [[0]],
  },
  {
    name: "labels are asked of the last node of a trail alone",
    graph: CHAIN,
    query: "MATCH (a:P {id: 1})-[:R*1..2]->(c:C) RETURN c.id AS id",
    rows: [[3]],
  },
  {
    name: "trails of length zero stand beside other trails",
    graph: CHAIN,
    query: "MATCH (a:P {id: 2})-[:R*0..1]->(b)-[:R*0..1]->(c) RETURN b.id AS b, c.id AS c ORDER BY b, c",
    rows: [
      [2, 2],
      [2, 3],
      [2, 4],
      [3, 3],
      [4, 2],
      [4, 4],
    ],
  },
  {
    name: "a condition within a relationship of a trail is asked of each",
    graph: PAIR,
    query: "MATCH (a:P {id: 1})-[r:T*1..2 WHERE r.w = 1]->(b) RETURN count(*) AS n",
    rows: [[1]],
  },
  {
    name: "attributes of a trail are asked of each relationship",
    graph: PAIR,
    query: "MATCH (a:P {id: 1})-[:T*1..2 {w: 1}]->(b) RETURN b.id AS id",
    rows: [[2]],
  },
  {
    name: "ORDER BY does not change how many rows LIMIT leaves",
    graph: FAMILY,
    query: "MATCH (p:P {id: 1})-[:HAS]->(c) RETURN DISTINCT c.name AS name ORDER BY name DESC LIMIT 2",
    rows: [["c"], ["b"]],
  },
  {
    name: "SKIP and LIMIT are those of the call",
    graph: FAMILY,
    query: "MATCH (p:P {id: 1})-[:HAS]->(c) RETURN c.name AS name ORDER BY name SKIP $skip LIMIT $limit",
    parameters: { skip: 1, limit: 1 },
    rows: [["b"]],
  },
  {
    name: "null comes last in an order, and first in one that descends",
    graph: FAMILY,
    query: "MATCH (p:P {id: 1})-[:HAS]->(c) RETURN c.name AS name ORDER BY c.n DESC, name",
    rows: [["c"], ["b"], ["a"]],
  },
  {
    name: "null is not counted, and is one of the distinct values no more than another",
    graph: FAMILY,
    query:
      "MATCH (p:P {id: 1})-[:HAS]->(c) RETURN count(*) AS n, count(c.n) AS m, count(DISTINCT c.name) AS d",
    rows: [[3, 2, 3]],
  },
  {
    name: "a comparison with null is no match, whether negated or not",
    graph: FAMILY,
    query: "MATCH (p:P {id: 1})-[:HAS]->(c) WHERE NOT c.n > 1 RETURN c.name AS name",
    rows: [["a"]],
  },
  {
    name: "a text is compared as a whole",
    graph: "CREATE (:P {id: 1})-[:T]->(:L {t: ''}), (:P {id: 2})",
    query: "MATCH (:P {id: 1})-->(n:L) WHERE n.t < '*fo' RETURN count(n) AS n",
    rows: [[1]],
  },
  {
    name: "a number does not find a text, nor a text a number",
    graph: PAIR,
    query: "MATCH (a:P {id: $id})-->(b) RETURN b.id AS id",
    parameters: { id: "1" },
    rows: [],
  },
  {
    name: "a key that nobody has finds nothing, and a count of it is a row",
    graph: PAIR,
    query: "MATCH (a:P {id: $id})-->(b) RETURN count(*) AS n",
    parameters: { id: null },
    rows: [[0]],
  },
];

describe.each(["columns", "rows"] as const)("queries of reports, run as %s", (engine) => {
  test.each(REPORTS)("$name", ({ graph: made, query, parameters = {}, rows }) => {
    tuning.queryEngine = engine;
    const graph = new Graph({ keys: { P: "id" } });
    graph.query(made);
    expect(graph.query(query, parameters).toArray({ rows: "array" })).toEqual(rows);
    const prepared = graph.prepare(query);
    for (let i = 0; i < 2; i++) expect(prepared(parameters).toArray({ rows: "array" })).toEqual(rows);
  });

  test("relationships that were deleted, and those of deleted nodes, are met no more, and new ones are", () => {
    tuning.queryEngine = engine;
    const graph = new Graph({ keys: { P: "id" } });
    graph.query("UNWIND range(0, 9) AS i CREATE (:P {id: i})");
    graph.query(
      "MATCH (a:P), (b:P) WHERE b.id = a.id + 1 OR b.id = a.id + 2 CREATE (a)-[:T {to: b.id}]->(b)",
    );
    const out = graph.prepare<{ id: number }, { id: number }>(
      "MATCH (:P {id: $id})-[:T]->(b) RETURN b.id AS id ORDER BY id",
    );
    const into = graph.prepare<{ id: number }, { id: number }>(
      "MATCH (:P {id: $id})<-[:T]-(b) RETURN b.id AS id ORDER BY id",
    );
    const ids = (id: number) => [out({ id }).column("id"), into({ id }).column("id")];
    expect(ids(4)).toEqual([
      [5, 6],
      [2, 3],
    ]);
    graph.query("MATCH (:P {id: 4})-[r:T]->(:P {id: 5}) DELETE r");
    expect([ids(4), ids(5)]).toEqual([
      [[6], [2, 3]],
      [[6, 7], [3]],
    ]);
    graph.query("MATCH (p:P {id: 6}) DETACH DELETE p");
    expect([ids(4), ids(5), ids(6)]).toEqual([
      [[], [2, 3]],
      [[7], [3]],
      [[], []],
    ]);
    graph.query("CREATE (:P {id: 6})");
    graph.query("MATCH (a:P {id: 4}), (b:P {id: 6}) CREATE (a)-[:T]->(b)");
    expect([ids(4), ids(6)]).toEqual([
      [[6], [2, 3]],
      [[], [4]],
    ]);
  });

  test("a plan does not outlive the index, the key or the label that it was made for", () => {
    tuning.queryEngine = engine;
    const graph = new Graph();
    graph.query("UNWIND range(0, 99) AS i CREATE (:P {n: i})-[:T]->(:Q {n: i})");
    const find = graph.prepare<{ n: number }, { n: number }>("MATCH (:P {n: $n})-[:T]->(q) RETURN q.n AS n");
    const check = () => expect([3, 99, 100].map((n) => find({ n }).column("n"))).toEqual([[3], [99], []]);
    check();
    graph.nodes.createIndex("n");
    check();
    graph.query("CREATE (:P {n: 100})-[:T]->(:Q {n: 100})");
    expect(find({ n: 100 }).column("n")).toEqual([100]);
    graph.nodes.dropIndex("n");
    graph.query("MATCH (p {n: 100}) DETACH DELETE p");
    check();
    graph.nodes.createIndex("n", { kind: "sorted" });
    check();
    graph.query("MATCH (p:P {n: 3}) SET p:R REMOVE p:P");
    expect(find({ n: 3 }).column("n")).toEqual([]);
  });
});
