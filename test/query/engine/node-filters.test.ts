/** Conditions that the filter engine tests leave the nodes that the plain executor finds, with indices and without. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const FLOATS = [0.1, -0, 1, 2.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY];
const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 5 });
const nodes = fc.array(
  fc.record({
    labels: fc.subarray(["A", "B"]),
    i: option(fc.integer({ min: -2, max: 3 })),
    l: option(fc.constantFrom(-1n, 0n, 2n, 2n ** 53n + 1n, 2n ** 62n)),
    n: option(fc.integer({ min: -2, max: 3 })),
    g: option(fc.constantFrom(0.1, 1, 2.5, Number.NaN)),
    f: option(fc.constantFrom(...FLOATS)),
    s: option(fc.constantFrom("", "a", "A", "ab", "b", "é", "\u{1f600}", "Z")),
    b: option(fc.boolean()),
    m: option(fc.constantFrom(1, "a", true)),
  }),
  { minLength: 1, maxLength: 40 },
);

const attributes = fc.constantFrom("i", "l", "n", "g", "f", "s", "b", "m", "none");
const literals = fc.constantFrom(
  ...["0", "1", "2", "-1", "2.5", "0.1", "1.0", "-0.0", "9007199254740993", "0.0/0.0", "null"],
  ...["'a'", "'A'", "''", "'\u{1f600}'", "true", "false", "[1]", "$x", "$y", "lower($s)"],
);
const operators = fc.constantFrom("=", "<>", "<", "<=", ">", ">=");

const simple: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(attributes, operators, literals)
    .map(([name, operator, value]) => `p.${name} ${operator} ${value}`),
  fc
    .tuple(literals, operators, attributes)
    .map(([value, operator, name]) => `${value} ${operator} p.${name}`),
  fc.tuple(literals, attributes, literals).map(([low, name, high]) => `${low} <= p.${name} < ${high}`),
  fc
    .tuple(attributes, fc.array(literals, { maxLength: 3 }))
    .map(([name, list]) => `p.${name} IN [${list.join(", ")}]`),
  fc
    .tuple(attributes, fc.constantFrom("STARTS WITH", "ENDS WITH", "CONTAINS"), literals)
    .map(([name, operator, value]) => `p.${name} ${operator} ${value}`),
  fc.tuple(attributes, fc.constantFrom("", "NOT ")).map(([name, not]) => `p.${name} IS ${not}NULL`),
  fc.constantFrom("lower(p.s) = lower($s)", "toUpper(p.s) = 'A'", "lower(p.s) <> 'a'", "p.b", "p:A"),
);

const conditions: fc.Arbitrary<string> = fc.oneof(
  simple,
  simple.map((one) => `NOT (${one})`),
  fc.tuple(simple, simple).map(([a, b]) => `(${a} OR ${b})`),
  fc.tuple(simple, simple).map(([a, b]) => `NOT (${a} AND ${b})`),
);

test("conditions on nodes are true of the same nodes for the filter engine", () => {
  fc.assert(
    fc.property(
      nodes,
      fc.array(fc.array(conditions, { minLength: 1, maxLength: 2 }), { minLength: 8, maxLength: 8 }),
      fc.subarray<"i" | "l" | "f" | "s">(["i", "l", "f", "s"]),
      (drawn, all, indexed) => {
        const types = { i: "int32", l: "int64", n: "integer", g: "float32", f: "float64" } as const;
        const graph = new Graph({ schema: { nodes: { ...types, s: "utf8", b: "bool", m: "json" } } });
        for (const { labels, m, ...rest } of drawn) graph.addNode(labels, m === null ? rest : { ...rest, m });
        for (const name of indexed) graph.nodes.createIndex(name, { kind: name === "i" ? "sorted" : "hash" });
        for (const parts of all) {
          const where = parts.join(" AND ");
          const texts = [
            `MATCH (p:A) WHERE ${where} RETURN id(p) AS i ORDER BY i`,
            `MATCH (p) WHERE ${where} RETURN count(*) AS n, sum(p.n) AS s`,
            `MATCH (q:B), (p:A) WHERE ${where} RETURN id(q) AS q, id(p) AS i ORDER BY q, i LIMIT 7`,
            `MATCH (p:A) WHERE ${where} RETURN p.i AS i, p.s AS s ORDER BY i DESC, p.f, id(p) LIMIT 5`,
          ];
          for (const text of texts) {
            const answers = ["columns", "rows"].map((engine) => {
              tuning.queryEngine = engine as "columns" | "rows";
              try {
                return graph.query(text, { x: 1, y: 2.5, s: "A" }).toArray({ rows: "array" });
              } catch (error) {
                return (error as Error).message;
              }
            });
            expect(answers[0], text).toEqual(answers[1]);
          }
        }
      },
    ),
    { numRuns: 40 },
  );
});

test("of parts without a relationship each is filtered before they are joined", () => {
  const graph = new Graph();
  graph.addNodes(300, {
    labels: ["Note"],
    attributes: { id: Int32Array.from({ length: 300 }, (_, i) => i) },
  });
  const ids = Int32Array.from({ length: 20_000 }, (_, i) => i);
  graph.addNodes(20_000, { labels: ["Person"], attributes: { id: ids } });
  const rows = graph
    .query("MATCH (n:Note), (p:Person) WHERE p.id < 10 AND n.id >= 298 RETURN n.id AS n, p.id AS p")
    .toArray();
  expect(rows).toHaveLength(20);
  expect(graph.query("MATCH (n:Note), (p:Person) WHERE p.id < 10 RETURN count(*) AS n").toArray()).toEqual([
    { n: 3000 },
  ]);
});
