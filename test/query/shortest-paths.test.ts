/** Paths that are chosen are the shortest of all trails, which the same pattern without a choice finds one by one. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import { PlainGraph } from "./plain-graph.js";
import { runPlainly } from "./run-plainly.js";

interface FoundPath {
  readonly ends: string;
  readonly edges: string;
  readonly length: number;
}

const RETURN = "RETURN id(a) AS a, id(b) AS b, [r IN relationships(p) | id(r)] AS edges";

function found(query: string, graph: PlainGraph): FoundPath[] {
  return runPlainly(query, graph).rows.map(([a, b, edges]) => ({
    ends: `${a} ${b}`,
    edges: (edges as bigint[]).join(),
    length: (edges as bigint[]).length,
  }));
}

/** Of all paths those that a choice takes, each pair of ends by itself; of paths of one length any may be taken. */
function expectChosen(
  all: readonly FoundPath[],
  chosen: readonly FoundPath[],
  kind: string,
  count: number,
): void {
  const pairs = new Set([...all, ...chosen].map(({ ends }) => ends));
  for (const pair of pairs) {
    const wanted = all.filter(({ ends }) => ends === pair).sort((x, y) => x.length - y.length);
    const got = chosen.filter(({ ends }) => ends === pair);
    const lengths = [...new Set(wanted.map(({ length }) => length))].slice(0, count);
    if (kind === "GROUPS") {
      const kept = wanted.filter(({ length }) => lengths.includes(length));
      expect(got.map(({ edges }) => edges).sort()).toEqual(kept.map(({ edges }) => edges).sort());
      continue;
    }
    expect(got.map(({ length }) => length).sort((x, y) => x - y)).toEqual(
      wanted.slice(0, count).map(({ length }) => length),
    );
    expect(new Set(got.map(({ edges }) => edges)).size).toBe(got.length);
    for (const { edges } of got) expect(wanted.some((each) => each.edges === edges)).toBe(true);
  }
}

const graphs = fc.record({
  directed: fc.boolean(),
  nodeCount: fc.integer({ min: 1, max: 5 }),
  edges: fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.constantFrom("T", "U"), fc.nat(2)), { maxLength: 6 }),
});

function make({
  directed,
  nodeCount,
  edges,
}: typeof graphs extends fc.Arbitrary<infer G> ? G : never): PlainGraph {
  const graph = new PlainGraph(directed);
  for (let i = 0; i < nodeCount; i++)
    graph.createNode(i % 2 === 0 ? ["N"] : ["M"], new Map([["i", BigInt(i)]]));
  for (const [source, target, type, w] of edges)
    graph.createRelationship(source % nodeCount, target % nodeCount, type, new Map([["w", BigInt(w)]]));
  return graph;
}

const relationships = [
  "(a)-[rs*]->(b)",
  "(a)<-[rs*]-(b)",
  "(a)-[rs*]-(b)",
  "(a)-[:T*0..]->(b)",
  "(a)-[:T|U*0..2]-(b)",
  "(a:N)-[*1..3 {w: 1}]-(b:M)",
  "(a)-[*2..]->(b)",
  "(a)-[*2..3]-(b:N)",
  "(a)-[* WHERE false]->(b)",
  "(a {i: 0})-[*..2]-(b WHERE b.i > a.i)",
];
const groups = [
  "(a) ((x)-[r:T]->(y))+ (b)",
  "(a) ((x)-[r]-(y) WHERE x.i <= y.i)* (b)",
  "(a) ((x)-[r]->(y)-[s]->(z)){1,2} (b)",
  "(a)-[r]-+(b)",
  "(a:N)-[:T]->{1,3}(b)",
];
const before = [
  "",
  "MATCH (a {i: 0}) ",
  "MATCH (b {i: 1}) ",
  "MATCH (a), (b) ",
  "MATCH (a), (b) WHERE a.i < b.i ",
  "MATCH (a) WITH a, a AS b ",
];
const choices = [
  ["ANY SHORTEST", "ANY", 1],
  ["SHORTEST 1", "ANY", 1],
  ["ANY", "ANY", 1],
  ["ALL SHORTEST", "GROUPS", 1],
  ["SHORTEST 2", "ANY", 2],
  ["SHORTEST 3 PATHS", "ANY", 3],
  ["SHORTEST 2 GROUPS", "GROUPS", 2],
] as const;

test("each choice takes the shortest of all trails", () => {
  const cases = fc.record({
    graph: graphs,
    first: fc.constantFrom(...before),
    pattern: fc.constantFrom(...relationships, ...groups),
    choice: fc.constantFrom(...choices),
  });
  fc.assert(
    fc.property(cases, ({ graph, first, pattern, choice: [words, kind, count] }) => {
      const plain = make(graph);
      const all = found(`${first}MATCH p = ${pattern} ${RETURN}`, plain);
      const chosen = found(`${first}MATCH p = ${words} ${pattern} ${RETURN}`, plain);
      expectChosen(all, chosen, kind, count);
    }),
    { numRuns: 300 },
  );
});

test("shortestPath takes the shortest of the paths that WHERE lets through", () => {
  const conditions = [
    "",
    "WHERE all(r IN relationships(p) WHERE r.w < 2) ",
    "WHERE length(p) > 1 ",
    "WHERE size(nodes(p)) <> 3 ",
  ];
  const cases = fc.record({
    graph: graphs,
    first: fc.constantFrom(...before),
    pattern: fc.constantFrom(...relationships.slice(0, 6)),
    name: fc.constantFrom("shortestPath", "allShortestPaths"),
    where: fc.constantFrom(...conditions),
  });
  fc.assert(
    fc.property(cases, ({ graph, first, pattern, name, where }) => {
      const plain = make(graph);
      const all = found(`${first}MATCH p = ${pattern} ${where}${RETURN}`, plain);
      const chosen = found(`${first}MATCH p = ${name}(${pattern}) ${where}${RETURN}`, plain);
      expectChosen(all, chosen, name === "shortestPath" ? "ANY" : "GROUPS", 1);
    }),
    { numRuns: 150 },
  );
});

describe("on a grid", () => {
  // 2^60 trails and more lead from one corner to the other
  const graph = new Graph();
  graph.query("UNWIND range(0, 899) AS i CREATE (:Cell {x: i % 30, y: i / 30})");
  graph.query(
    "MATCH (c:Cell) MATCH (d:Cell) WHERE (d.x = c.x + 1 AND d.y = c.y) OR (d.x = c.x AND d.y = c.y + 1) CREATE (c)-[:NEXT]->(d)",
  );
  const ends = "MATCH (a:Cell {x: 0, y: 0}), (b:Cell {x: 29, y: 29}) ";

  test.each([
    ["MATCH p = shortestPath((a)-[:NEXT*]-(b)) RETURN length(p) AS n", [58]],
    ["MATCH p = ANY SHORTEST (a)-[:NEXT]->+(b) RETURN length(p) AS n", [58]],
    ["MATCH p = SHORTEST 3 (a)-[:NEXT*]->(b) RETURN length(p) AS n", [58, 58, 58]],
    ["MATCH p = ALL SHORTEST (a)-[:NEXT*]->({x: 2, y: 3}) RETURN length(p) AS n", Array(10).fill(5)],
    ["MATCH p = ANY SHORTEST (a) (()-[:NEXT]->()-[:NEXT]->())+ (b) RETURN length(p) AS n", [58]],
    ["MATCH p = shortestPath((a)-[:NEXT*]-(a)) RETURN length(p) AS n", [4]],
    ["MATCH p = shortestPath((b)-[:NEXT*]->(a)) RETURN length(p) AS n", []],
    ["RETURN length(shortestPath((a)-[:NEXT*]->(b))) AS n", [58]],
  ])("%s", (query, lengths) => {
    expect(graph.query(ends + query, {}, { timeout: 20_000 }).column("n")).toEqual(lengths);
  });

  test("the plan says so", () => {
    expect(graph.query(`EXPLAIN ${ends}MATCH p = shortestPath((a)-[*]-(b)) RETURN p`).plan).toContain(
      "Shortest from (a) to (b)",
    );
  });
});
