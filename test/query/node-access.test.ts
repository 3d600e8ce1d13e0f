/** Nodes found by id, key, index or a map of values are those that a look at all nodes finds. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { Graph } from "../../src/graph.js";
import type { LivePort } from "../../src/query/result/live-port.js";
import { date } from "../../src/query/values/temporal/make.js";
import type { CypherValue } from "../../src/query/values/value.js";
import { runPlainly } from "./run-plainly.js";
import { printValue } from "./tck-values.js";

function portOf(graph: Graph): LivePort {
  return graph.queryTarget.live!.port() as LivePort;
}

/** The same port, which can only go through all nodes. */
function withoutAccess(port: LivePort): LivePort {
  return new Proxy(port, {
    get: (target, name) => {
      if (name === "access") return undefined;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

const values = fc.constantFrom<CypherValue>(
  null,
  0n,
  1n,
  2n,
  1,
  1.5,
  -0,
  Number.NaN,
  9007199254740993n,
  9007199254740992,
  "1",
  "a",
  true,
  date("2020-01-01") as CypherValue,
  [1n],
);
const nodeValues = {
  integer: fc.constantFrom(0, 1, 2, 9007199254740993n),
  float64: fc.constantFrom(0, 1, 1.5, Number.NaN, -0),
  float32: fc.constantFrom(0, 1, 1.5),
  int32: fc.constantFrom(0, 1, 2),
  utf8: fc.constantFrom("1", "a", ""),
  bool: fc.boolean(),
  date: fc.constantFrom(date("2020-01-01"), date("2021-01-01")),
} as const;

const queries = [
  "MATCH (n:L {v: $x}) RETURN id(n)",
  "MATCH (n {v: $x}) RETURN id(n)",
  "MATCH (n) WHERE n.v = $x RETURN id(n)",
  "MATCH (n:M) WHERE $x = n.v AND n.w = 1 RETURN id(n)",
  "MATCH (n:L) WHERE n.v IN $xs RETURN id(n)",
  "MATCH (n:L&!M) WHERE n.v IN $xs AND n.w IN [0, 1] RETURN id(n)",
  "MATCH (n) WHERE id(n) = $i RETURN id(n)",
  "MATCH (n) WHERE id(n) IN [$i, 1, 1, null, 'x', -1, 99] AND n.v = $x RETURN id(n)",
  "UNWIND $xs AS x MATCH (n {v: x}) RETURN id(n)",
  "MATCH (n {w: 1}) MATCH (m {v: n.v}) RETURN id(n), id(m)",
  "MATCH (n {v: $x}), (m {v: n.w}) RETURN id(n), id(m)",
  "OPTIONAL MATCH (n {v: $x}) RETURN id(n)",
];

const TYPES = Object.keys(nodeValues) as (keyof typeof nodeValues)[];

test("ways to nodes find what a scan finds", () => {
  const programs = fc.constantFrom(...TYPES).chain((type) =>
    fc.record({
      type: fc.constant(type),
      nodes: fc.array(
        fc.record({
          labels: fc.subarray(["L", "M"]),
          v: fc.option(nodeValues[type] as fc.Arbitrary<number>),
          w: fc.option(fc.constantFrom(0, 1)),
        }),
        { maxLength: 80 },
      ),
      index: fc.option(fc.constantFrom("hash", "sorted", "bitmap")),
      removed: fc.array(fc.nat(20), { maxLength: 3 }),
      query: fc.constantFrom(...queries),
      x: values,
      xs: fc.array(values, { maxLength: 8 }),
      i: fc.integer({ min: 0, max: 10 }).map(BigInt),
    }),
  );
  fc.assert(
    fc.property(programs, ({ type, nodes, index, removed, query, x, xs, i }) => {
      const graph = new Graph({ schema: { nodes: { v: type, w: "integer" } } });
      if (index !== null) {
        try {
          graph.nodes.createIndex("v", { kind: index });
        } catch {
          // not every type has every index
        }
      }
      for (const { labels, v, w } of nodes) {
        const node = graph.addNode(labels);
        if (v !== null) graph.nodes.set(node, { v });
        if (w !== null) graph.nodes.set(node, { w });
      }
      for (const node of removed) if (graph.nodes.has(node)) graph.removeNode(node);
      const run = (port: LivePort) =>
        runPlainly(query, port, { x, xs, i }).rows.map((row) => row.map((each) => printValue(each)).join());
      const port = portOf(graph);
      expect(run(port).sort()).toEqual(run(withoutAccess(port)).sort());
    }),
    { numRuns: 400 },
  );
});

test("keys are one value or several, of a label or of all nodes", () => {
  const graph = new Graph({ keys: { Person: ["first", "last"] } });
  const ada = graph.addNode("Person", { first: "Ada", last: "Byron" });
  graph.addNode("Person", { first: "Ada", last: "King" });
  const plan = (query: string) => graph.query(`EXPLAIN ${query}`).plan;
  const coded = new Graph({ key: "code" });
  coded.addNode([], { code: "a" });
  expect(coded.query("EXPLAIN MATCH (n {code: 'a'}) RETURN n").plan).toContain(
    "Find (n) by key code  about 1 rows",
  );
  expect(plan("MATCH (n:Person {last: 'Byron', first: 'Ada'}) RETURN n")).toContain("by key first, last");
  expect(plan("MATCH (n:Person {first: 'Ada'}) RETURN n")).toContain("Scan (n:Person)");
  expect(plan("MATCH (n) WHERE id(n) = 1 RETURN n")).toContain("Find (n) by id");
  expect(
    graph.query("MATCH (n:Person {last: 'Byron', first: 'Ada'}) RETURN id(n) AS id").column("id"),
  ).toEqual([ada]);
});

test("MERGE by a key goes through no nodes", () => {
  const graph = new Graph({ key: "code" });
  for (let i = 0; i < 100; i++) graph.addNode("Old", { code: `c${i}` });
  const port = portOf(graph);
  const nodeIds = vi.spyOn(port, "nodeIds");
  const { counts } = runPlainly(
    "UNWIND range(90, 109) AS i MERGE (n:Old {code: 'c' + i}) ON MATCH SET n.seen = true MERGE (m {code: 'c1'}) RETURN n",
    port,
  );
  expect(counts.nodesCreated).toBe(10);
  expect(nodeIds).not.toHaveBeenCalled();
});

test("searches by one attribute again and again go through all nodes a few times only", () => {
  const graph = new Graph();
  graph.query("UNWIND range(0, 999) AS i CREATE (:N {i: i})");
  const port = portOf(graph);
  const nodeIds = vi.spyOn(port, "nodeIds");
  const { rows, counts } = runPlainly(
    "UNWIND range(500, 1499) AS i MERGE (n:N {i: i}) WITH n, i MATCH (m:N {i: i - 500}) SET m.j = 1 RETURN count(m)",
    port,
  );
  expect([rows, counts.nodesCreated]).toEqual([[[1000n]], 500]);
  expect(nodeIds.mock.calls.length).toBeLessThan(10);
});

test("plans are made anew when an index comes or goes, or counts move by four times", () => {
  const graph = new Graph();
  graph.query("UNWIND range(0, 99) AS i CREATE (:A {i: i})-[:T]->(:B {i: i})");
  const plan = () => graph.query("EXPLAIN MATCH (a:A)-->(b:B) WHERE b.i = 1 RETURN a").plan;
  expect(plan()).toContain("Scan (b:B)");
  graph.nodes.createIndex("i");
  expect(plan()).toContain("Find (b:B) by index i");
  graph.nodes.dropIndex("i");
  expect(plan()).toContain("Scan (b:B)  about 1 rows");
  graph.query("UNWIND range(0, 9999) AS i CREATE (:B {i: i})");
  expect(plan()).toContain("Scan (a:A)  about 100 rows");
});

test("a condition that fails on values is an error where nodes are, and none where there are none", () => {
  const graph = new Graph({ key: "code" });
  const query = "MATCH (n:L) WHERE n.code = 1 / 0 RETURN n";
  expect(graph.query(query).toArray()).toEqual([]);
  graph.addNode("L", { code: 1 });
  expect(() => graph.query(query).toArray()).toThrow(/divisor/);
});

test("states from before a key give all nodes that share its values", () => {
  const folder = mkdtempSync(join(tmpdir(), "groggy-younger-key-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "people.groggy");
  const first = Graph.open(path);
  for (const [k, part, name] of [
    [1, "x", "a"],
    [1, "x", "b"],
    [2, "x", "c"],
    [1, "y", "d"],
  ] as const)
    first.addNode(["L", "M"], { k, part, name });
  for (const source of [0, 1, 3]) first.addEdge(source, 2, "R");
  first.commit("several of one key");
  first.removeNodes([1, 3]);
  first.commit("one of each");
  const plain = Graph.clone(first);
  first.close();
  const graph = Graph.open(path, { keys: { L: "k", M: ["k", "part"] } });
  onTestFinished(() => graph.close());

  const reads = [
    "MATCH (n:L {k: $k}) RETURN n.name AS name ORDER BY name",
    "MATCH (n:L {k: $k}) RETURN n.k AS k",
    "MATCH (n:M {k: $k, part: 'x'}) RETURN n.name AS name ORDER BY name",
    "MATCH (n:L) WHERE n.k IN [1, 2] RETURN n.name AS name ORDER BY name",
    "MATCH (n:L {k: $k})-[:R]->(m) RETURN n.name AS name, m.name AS other ORDER BY name",
    "MATCH (m:L {k: 2})<-[:R]-(n:L {k: $k}) RETURN count(*) AS count",
    "UNWIND [1, 2] AS x MATCH (n:L {k: x}) RETURN x, count(n) AS count ORDER BY x",
  ];
  for (const text of reads) {
    const expected = plain.at("HEAD~1").query(text, { k: 1 }).toArray();
    for (const _ of "twice")
      expect(graph.at("HEAD~1").query(text, { k: 1 }).toArray(), text).toEqual(expected);
    expect(graph.at("HEAD~1").prepare(text)({ k: 1 }).toArray(), text).toEqual(expected);
  }

  const writes = [
    "MATCH (n:L {k: $k}) SET n.seen = true",
    "MERGE (n:L {k: $k}) ON MATCH SET n.seen = true",
    "MERGE (n:M {k: $k, part: 'x'}) ON MATCH SET n.seen = true",
    "UNWIND [1, 2] AS x MERGE (n:L {k: x}) ON MATCH SET n.seen = true",
  ];
  for (const text of writes) {
    const [own, other] = [Graph.clone(graph), Graph.clone(plain)];
    for (const each of [own, other]) {
      each.checkout("HEAD~1");
      each.query(text, { k: 1 });
    }
    expect(own.nodes.where("seen = true").ids(), text).toEqual(other.nodes.where("seen = true").ids());
  }
});
