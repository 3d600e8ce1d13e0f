/** MERGE compares a pattern with the values that it would write, which an attribute may round. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import { GroggyError } from "../../src/index.js";

const types = [
  "float32",
  "float64",
  "int32",
  "int64",
  "integer",
  "utf8",
  "bool",
  "timestamp",
  "date",
  "list<float32>",
  "vector<float32, 2>",
  "list<float64>",
  "json",
] as const;
const literals = [
  "0.1",
  "16777217",
  "16777217.0",
  "1e-50",
  "-0.0",
  "3",
  "9007199254740993",
  "'a'",
  "true",
  "datetime('2020-01-01T12:00+02:00')",
  "datetime('2020-01-01T12:00Z')",
  "date('2020-01-01')",
  "[0.1, 0.7]",
  "[1, 2]",
  "{a: 0.1, b: [1]}",
];
const setUps = ["bare", "key", "index", "label key", "many"] as const;

function graphOf(type: (typeof types)[number], setUp: (typeof setUps)[number], kind: "node" | "edge"): Graph {
  const schema = kind === "node" ? { nodes: { k: type } } : { edges: { k: type } };
  if (kind === "edge") return new Graph({ schema });
  if (setUp === "key") return new Graph({ schema, key: "k" });
  const graph = setUp === "label key" ? new Graph({ schema, keys: { N: "k" } }) : new Graph({ schema });
  if (setUp === "index") graph.nodes.createIndex("k");
  if (setUp === "many") graph.addNodes(200, { labels: "N" });
  return graph;
}

test("a node or an edge that MERGE made is found by the same MERGE, whatever its attribute rounds", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.constantFrom(...literals),
      fc.constantFrom(...setUps),
      fc.constantFrom("node", "edge"),
      (type, literal, setUp, kind) => {
        let graph: Graph;
        try {
          graph = graphOf(type, setUp, kind);
        } catch (error) {
          // not every type can be a key or have an index
          expect(error).toBeInstanceOf(Error);
          return;
        }
        const pattern = kind === "node" ? `(n:N {k: ${literal}})` : `(:A)-[n:R {k: ${literal}}]->(:B)`;
        const text = `UNWIND range(1, 8) AS i MERGE ${pattern} RETURN count(n) AS c`;
        let made: number;
        try {
          const { summary } = graph.query(text);
          made = summary.nodesCreated + summary.edgesCreated;
        } catch (error) {
          expect(error).toBeInstanceOf(GroggyError);
          expect(String(error)).not.toMatch(/DUPLICATE|Duplicate/);
          return;
        }
        expect(made).toBe(kind === "node" ? 1 : 3);
        const again = graph.query(text).summary;
        expect([again.nodesCreated, again.edgesCreated]).toEqual([0, 0]);
      },
    ),
    { numRuns: 400 },
  );
});

test("an attribute that typed arrays made float32 is compared rounded by MERGE, exactly by MATCH", () => {
  const graph = new Graph();
  graph.addNodes(1, { labels: "N", attributes: { k: Float32Array.of(0.1) } });
  expect(graph.query("MERGE (n:N {k: 0.1})").summary.nodesCreated).toBe(0);
  expect(graph.query("MATCH (n:N {k: 0.1}) RETURN n").toArray()).toEqual([]);
  expect(graph.query("MATCH (n:N {k: 0.10000000149011612}) RETURN id(n) AS id").toArray()).toEqual([
    { id: 0 },
  ]);
});

test("a value written while a query runs is found as it is stored", () => {
  const graph = new Graph({ schema: { nodes: { k: "float32" } } });
  graph.addNodes(200, { labels: "N", attributes: { k: Float32Array.from({ length: 200 }, (_, i) => i) } });
  const found = graph
    .query(
      "UNWIND range(0, 19) AS i CREATE (n:N {k: i + 0.1}) WITH n MATCH (m:N {k: n.k}) RETURN count(m) AS count",
    )
    .toArray();
  expect(found).toEqual([{ count: 20 }]);
});

test("MATCH finds a node by a key that the language does not look up by value", () => {
  const schema = { nodes: { at: "timestamp", doc: "json" } } as const;
  const graph = new Graph({ schema, keys: { N: "at", D: "doc" } });
  graph.query("CREATE (:N {at: datetime('2020-01-01T12:00Z')})");
  const text = "MATCH (n:N {at: datetime('2020-01-01T12:00Z')}) RETURN count(n) AS count";
  expect(graph.query(text).toArray()).toEqual([{ count: 1 }]);
  expect(graph.query("MATCH (n:D {doc: 1}) RETURN n").toArray()).toEqual([]);
});
