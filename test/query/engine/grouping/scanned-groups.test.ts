/** Groups of the nodes of a scan over columns of all types, against the plain executor. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../../../src/graph.js";
import { DEFAULT_TUNING, tuning } from "../../../../src/structures/tuning.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const ABSENT = fc.constant(undefined);
const columns = {
  small: fc.oneof(ABSENT, fc.integer({ min: -3, max: 3 })),
  int: fc.oneof(ABSENT, fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, 0, 5), fc.integer({ min: -9, max: 9 })),
  long: fc.oneof(
    ABSENT,
    fc.bigInt({ min: -5n, max: 5n }),
    fc.constantFrom(2n ** 53n - 1n, -(2n ** 53n) + 1n, 2n ** 40n),
  ),
  huge: fc.oneof(fc.bigInt({ min: -5n, max: 5n }), fc.constantFrom(2n ** 53n + 1n, 2n ** 62n, -(2n ** 63n))),
  float: fc.oneof(
    ABSENT,
    fc.constantFrom(Number.NaN, -0, 0, 1e308, -1e308, Number.POSITIVE_INFINITY, 0.1, 0.2),
    fc.double({ noNaN: true, min: -10, max: 10 }),
  ),
  text: fc.oneof(ABSENT, fc.constantFrom("", "a", "b", "ä")),
  flag: fc.oneof(ABSENT, fc.boolean()),
  list: fc.oneof(ABSENT, fc.constantFrom([1], [1, 2])),
};
const TYPES = { small: "int32", int: "int32", long: "int64", huge: "int64", float: "float64" } as const;
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

/** A row as text: what rows hold may be NaN, -0 and BigInt. */
function textOf(row: unknown): string {
  return JSON.stringify(row, (_, value) => {
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value !== "number") return value;
    return Object.is(value, -0) ? "-0" : String(value);
  });
}

/** The rows of an engine, or its error. */
function answer(graph: Graph, text: string, engine: "columns" | "rows"): string[] {
  tuning.queryEngine = engine;
  try {
    return graph.query(text, {}, { integers: "bigint" }).toArray({ rows: "array" }).map(textOf);
  } catch (error) {
    return [`${(error as Error).name}: ${(error as Error).message}`];
  }
}

test("groups of scanned nodes are those of the plain executor", () => {
  const nodes = fc.array(fc.tuple(fc.constantFrom("A", "B"), fc.record(columns)), { maxLength: 30 });
  fc.assert(
    fc.property(nodes, fc.array(statement, { minLength: 1, maxLength: 6 }), (rows, statements) => {
      const graph = new Graph({ schema: { nodes: TYPES } });
      for (const [label, attributes] of rows) {
        const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
        graph.addNode(label, Object.fromEntries(given));
      }
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
