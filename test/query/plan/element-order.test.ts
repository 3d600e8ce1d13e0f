/** Orders in which the nodes of a pattern are found: each once, by relationships where there are any, and the cheap way round. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import { elementOrder, type OrderedArcs, type OrderedNode } from "../../../src/query/plan/element-order.js";

const drawnNodes = fc.array(
  fc.record({
    isKnown: fc.boolean(),
    rows: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    looked: fc.double({ min: 1, max: 1e6, noNaN: true }),
    isFound: fc.boolean(),
    isAsked: fc.boolean(),
  }),
  { minLength: 1, maxLength: 7 },
);
const estimate = fc.double({ min: 0, max: 1e4, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const drawnArcs = fc.array(
  fc.record({
    a: fc.nat(6),
    b: fc.nat(6),
    readFromA: estimate,
    readFromB: estimate,
    keptFromA: share,
    keptFromB: share,
    share,
    isWalk: fc.boolean(),
  }),
  { maxLength: 9 },
);
const drawnConditions = fc.array(fc.record({ nodes: fc.subarray([0, 1, 2, 3], { minLength: 2 }), share }), {
  maxLength: 2,
});

test("an order has each node that is not known once, and leaps only where no relationship leads on", () => {
  fc.assert(
    fc.property(
      drawnNodes,
      drawnArcs,
      drawnConditions,
      (nodes: OrderedNode[], drawn: OrderedArcs[], asked) => {
        const arcs = drawn.filter(({ a, b }) => a !== b && a < nodes.length && b < nodes.length);
        const conditions = asked
          .filter((condition) => condition.nodes.every((node) => node < nodes.length))
          .map((condition) => ({ ...condition, finds: condition.nodes.slice(0, 1) }));
        const known = new Set(nodes.flatMap(({ isKnown }, i) => (isKnown ? [i] : [])));
        const joins = (node: number) =>
          arcs.some(({ a, b }) => (a === node && known.has(b)) || (b === node && known.has(a)));
        const steps = elementOrder(nodes, arcs, conditions);
        for (const { node, arcs: place, rows } of steps) {
          expect(known.has(node)).toBe(false);
          expect(rows).toBeGreaterThan(0);
          if (place !== undefined) {
            const { a, b } = arcs[place];
            expect([a, b]).toContain(node);
            expect(known.has(a === node ? b : a)).toBe(true);
          } else if (
            known.size > 0 &&
            !nodes[node].isFound &&
            !conditions.some(({ finds }) => finds.includes(node))
          )
            expect(nodes.some((_, i) => !known.has(i) && joins(i))).toBe(false);
          known.add(node);
        }
        expect(known.size).toBe(nodes.length);
      },
    ),
    { numRuns: 500 },
  );
});

/** Cities of countries, persons in cities, many messages of persons; messages are in countries by the same type. */
function world(): Graph {
  const graph = new Graph({ keys: { Person: "id" } });
  graph.query("UNWIND range(0, 4) AS i CREATE (:Country {name: 'c' + i})");
  graph.query("MATCH (c:Country) UNWIND range(0, 9) AS i CREATE (:City {name: c.name + i})-[:IN]->(c)");
  graph.query(
    "MATCH (c:City) UNWIND range(0, 9) AS i CREATE (:Person {id: id(c) * 10 + i, age: 20 + i})-[:IN]->(c)",
  );
  graph.query(
    "MATCH (p:Person)-[:IN]->()-[:IN]->(c) UNWIND range(0, 9) AS i CREATE (c)<-[:IN]-(:Message)-[:BY]->(p)",
  );
  graph.query("MATCH (a:Person), (b:Person) WHERE (a.id + b.id) % 97 = 0 CREATE (a)-[:KNOWS]->(b)");
  return graph;
}

test("patterns are followed from where the fewest rows come", () => {
  const graph = world();
  const steps = (text: string): string[] =>
    graph
      .query(`EXPLAIN ${text}`)
      .plan.split("\n")
      .filter((line) => /^(Scan|Find|Expand)/.test(line))
      .map((line) => line.replace(/ {2}about.*/, ""))
      .reverse();
  // by the key of the middle, then to the side that has fewer
  expect(steps("MATCH (m:Message)-[:BY]->(p:Person {id: 70})-[:IN]->(c:City) RETURN *")).toEqual([
    "Find (p:Person) by key id",
    "Expand (p)-[:IN]->(c)",
    "Expand (p)<-[:BY]-(m)",
  ]);
  // relationships of one type are told apart by the labels at their ends: a city has one, a country those of messages too
  expect(steps("MATCH (m:Message)-[:IN]->(n:Country)<-[:IN]-(c:City)<-[:IN]-(p:Person) RETURN *")[0]).toBe(
    "Scan (c:City)",
  );
  expect(
    steps("MATCH (m:Message)-[:IN]->(n:Country)<-[:IN]-(c:City)<-[:IN]-(p:Person)<-[:BY]-(m) RETURN *").at(
      -1,
    ),
  ).toMatch(/^Expand into/);
  // the one city of a name comes before persons of an age
  expect(steps("MATCH (p:Person)-[:IN]->(c:City) WHERE p.age = 23 AND c.name = 'c11' RETURN *")).toEqual([
    "Scan (c:City)",
    "Expand (c)<-[:IN]-(p)",
  ]);
  // both ends are found by key, and what is between them from there
  expect(
    steps("MATCH (a:Person {id: 70})-[:KNOWS]->(x)-[:KNOWS]->(b:Person {id: 71}) RETURN x").slice(0, 2),
  ).toEqual(["Find (a:Person) by key id", expect.stringMatching(/^(Find \(b|Expand \(a)/)]);
});

test("an order that is changed gives the same rows", () => {
  const graph = world();
  const text = `MATCH (p:Person)-[:IN]->(c:City)-[:IN]->(n:Country), (q:Person)-[:IN]->(d:City)-[:IN]->(n),
    (p)-[:KNOWS]->(q) WHERE p.age < 24 RETURN id(p) AS p, id(q) AS q ORDER BY p, q`;
  const turned = `MATCH (q:Person)<-[:KNOWS]-(p:Person), (n)<-[:IN]-(d:City)<-[:IN]-(q), (c:City)<-[:IN]-(p),
    (c)-[:IN]->(n:Country) WHERE p.age < 24 RETURN id(p) AS p, id(q) AS q ORDER BY p, q`;
  const rows = graph.query(text).toArray();
  expect(rows.length).toBeGreaterThan(0);
  expect(graph.query(turned).toArray()).toEqual(rows);
});
