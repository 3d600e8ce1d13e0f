/** Groups of the nodes of a scan over columns of all types, against the plain executor. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../../../src/graph.js";
import { DEFAULT_TUNING, tuning } from "../../../../src/structures/tuning.js";
import { answer, columns, drawnGraph, drawnNodes } from "./drawn-columns.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const names = [...Object.keys(columns), "missing"];
const name = fc.constantFrom(...names);

const aggregate = fc.oneof(
  fc.constant("count(*)"),
  fc
    .tuple(fc.constantFrom("count", "sum", "avg", "min", "max", "count distinct", "collect"), name)
    .filter(([verb, of]) => (verb !== "sum" && verb !== "avg") || !["text", "flag", "list"].includes(of))
    .map(([verb, of]) => (verb === "count distinct" ? `count(DISTINCT n.${of})` : `${verb}(n.${of})`)),
);
const statement = fc
  .record({
    keys: fc.uniqueArray(name, { maxLength: 3 }),
    aggregates: fc.array(aggregate, { minLength: 1, maxLength: 3 }),
    where: fc.constantFrom("", "WHERE n.small > -2", "WHERE n.text < 'b' OR n.flag", "WHERE false"),
    label: fc.constantFrom("", ":A", ":B"),
  })
  .map(({ keys, aggregates, where, label }) => {
    const items = [
      ...keys.map((key) => `n.${key} AS k_${key}`),
      ...aggregates.map((each, i) => `${each} AS a${i}`),
    ];
    return `MATCH (n${label}) ${where} RETURN ${items.join(", ")}`;
  });

test("groups of scanned nodes are those of the plain executor", () => {
  fc.assert(
    fc.property(drawnNodes(30), fc.array(statement, { minLength: 1, maxLength: 6 }), (nodes, statements) => {
      const graph = drawnGraph(nodes);
      for (const text of statements)
        expect(answer(graph, text, "columns"), text).toEqual(answer(graph, text, "rows"));
    }),
    { numRuns: 100 },
  );
}, 120_000);

test("groups go on from one part of the nodes to the next", () => {
  const count = 10_001;
  const graph = new Graph();
  graph.addNodes(count, {
    labels: "A",
    attributes: {
      int: Int32Array.from({ length: count }, (_, i) => (i * 7919) % 100),
      most: new Int32Array(count).fill(2 ** 31 - 1),
      text: Array.from({ length: count }, (_, i) => `t${i % 7}`),
    },
  });
  for (const text of [
    "MATCH (n) RETURN n.int AS i, n.text AS t, count(*) AS c, sum(n.most) AS s, avg(n.int) AS a",
    "MATCH (n) WHERE n.int < 50 RETURN n.text AS t, min(n.int) AS l, max(n.int) AS m, sum(n.most) AS s",
    "MATCH (n) RETURN count(*) AS c, sum(n.int) AS s",
  ])
    expect(answer(graph, text, "columns"), text).toEqual(answer(graph, text, "rows"));
});
