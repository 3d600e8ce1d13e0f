/** The first rows of an order over the nodes of a scan, against the plain executor. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../../../src/graph.js";
import { DEFAULT_TUNING, tuning } from "../../../../src/structures/tuning.js";
import { answer, columns, drawnGraph, drawnNodes } from "./drawn-columns.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const name = fc.constantFrom(...Object.keys(columns), "missing");
const way = fc.constantFrom("", " DESC");

const statement = fc
  .record({
    before: fc.constantFrom("", "UNWIND [1, 2] AS u ", "MATCH (m:B) WITH m LIMIT 2 "),
    label: fc.constantFrom("", ":A"),
    where: fc.constantFrom("", " WHERE n.small > -2", " WHERE n.int + 1 > 0"),
    key: name,
    second: fc.option(name, { nil: undefined }),
    ways: fc.tuple(way, way),
    form: fc.constantFrom("attribute", "alias", "with", "overwritten"),
    skip: fc.constantFrom("", " SKIP 0", " SKIP 2", " SKIP $two"),
    limit: fc.constantFrom("0", "1", "3", "$two", "100"),
  })
  .map(({ before, label, where, key, second, ways, form, skip, limit }) => {
    const match = `${before}MATCH (n${label})${where}`;
    const behind = second === undefined ? "" : `, n.${second}${ways[1]}`;
    const page = `${skip} LIMIT ${limit}`;
    switch (form) {
      case "attribute":
        return `${match} RETURN id(n) AS id, n.text AS t ORDER BY n.${key}${ways[0]}${behind}${page}`;
      case "alias":
        return `${match} RETURN n.${key} AS k, id(n) AS id ORDER BY k${ways[0]}${page}`;
      case "with":
        return `${match} WITH n ORDER BY n.${key}${ways[0]}${behind}${page} WHERE n.flag RETURN id(n) AS id`;
      default:
        return `${match} WITH n.${key} AS n, id(n) AS id ORDER BY n${ways[0]}${page} RETURN n, id`;
    }
  });

test("the first rows of an order are those of the plain executor", () => {
  fc.assert(
    fc.property(drawnNodes(60), fc.array(statement, { minLength: 1, maxLength: 6 }), (nodes, statements) => {
      const graph = drawnGraph(nodes);
      for (const text of statements)
        expect(answer(graph, text, "columns"), text).toEqual(answer(graph, text, "rows"));
    }),
    { numRuns: 150 },
  );
}, 120_000);

test("an error in a row that is not among the first is thrown", () => {
  const graph = new Graph();
  graph.addNodes(20, {
    attributes: { a: Int32Array.from({ length: 20 }, (_, i) => i), t: new Array(20).fill("x") },
  });
  for (const text of [
    "MATCH (n) RETURN n.a AS a, 1 / (n.a - 19) AS q ORDER BY n.a LIMIT 2",
    "MATCH (n) RETURN n.a AS a ORDER BY n.a, 1 / (n.a - 19) LIMIT 2",
    "MATCH (n) RETURN n.a AS a ORDER BY n.a LIMIT -1",
    "MATCH (n) RETURN n.a AS a ORDER BY n.a LIMIT $no",
  ]) {
    const [columns, rows] = [answer(graph, text, "columns"), answer(graph, text, "rows")];
    expect(columns, text).toEqual(rows);
    expect(columns[0], text).toMatch(/Error/);
  }
});

test("the first rows come of several parts of the nodes", () => {
  const count = 10_001;
  const graph = new Graph();
  graph.addNodes(count, {
    labels: "A",
    attributes: {
      int: Int32Array.from({ length: count }, (_, i) => (i * 7919) % 1000),
      float: Float64Array.from({ length: count }, (_, i) => Math.sin(i)),
    },
  });
  for (const text of [
    "MATCH (n) RETURN n.int AS i, id(n) AS id ORDER BY i LIMIT 15",
    "MATCH (n) RETURN n.int AS i, id(n) AS id ORDER BY i DESC, id DESC SKIP 5 LIMIT 15",
    "MATCH (n) WHERE n.int < 900 RETURN n.float AS f ORDER BY n.float DESC LIMIT 2000",
    "MATCH (n:A) RETURN id(n) AS id ORDER BY n.float LIMIT 1",
  ])
    expect(answer(graph, text, "columns"), text).toEqual(answer(graph, text, "rows"));
});
