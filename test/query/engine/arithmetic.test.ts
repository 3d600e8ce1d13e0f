/** Arithmetic on columns of numbers has the values, types and errors of the plain executor, in batches of any size. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";
import { runs } from "../../model/arbitrary.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const INT64_MAX = 2n ** 63n - 1n;
/** Types of columns, undefined for one that takes any value, and values of them that need care. */
const COLUMNS: readonly (readonly [type: string | undefined, odd: readonly unknown[]])[] = [
  ["int32", [null, 0, -1, 2 ** 31 - 1, -(2 ** 31)]],
  ["int64", [null, 0n, -1n, INT64_MAX, -INT64_MAX - 1n, 2n ** 53n, 2n ** 32n, -(2n ** 53n) + 1n]],
  ["integer", [null, 0, -1, 2n ** 53n, INT64_MAX, 2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 40]],
  ["float64", [null, 0, -0, Number.NaN, Number.POSITIVE_INFINITY, -0.5, 1e308, 5e-324, 2 ** 53]],
  [undefined, [null, 0, -0, Number.NaN, 1.5, 2n ** 60n, "text", true, [1], new Date(0)]],
];

const column = fc.constantFrom(...COLUMNS).chain(([type, odd]) =>
  fc.record({
    type: fc.constant(type),
    first: fc.integer({ min: -2, max: 2 }),
    step: fc.integer({ min: -1, max: 3 }),
    odd: fc.array(
      fc.record({
        at: fc.oneof(fc.nat(8), fc.constantFrom(1023, 1024, 2000)),
        value: fc.constantFrom(...odd),
      }),
      { maxLength: 3 },
    ),
  }),
);

type Column = typeof column extends fc.Arbitrary<infer T> ? T : never;

function graphOf(count: number, columns: Record<"a" | "b", Column>): Graph {
  const each = Object.entries(columns);
  const schema = each.flatMap(([name, { type }]) => (type === undefined ? [] : [[name, type]]));
  const graph = new Graph({ schema: { nodes: Object.fromEntries(schema) } });
  const attributes = each.map(([name, { type, first, step }]) => {
    const values = Array.from({ length: count }, (_, i) => first + step * (i % 50));
    if (type === "int64") return [name, values.map(BigInt)];
    return [name, type === "float64" ? values.map((value) => value + 0.25) : values];
  });
  const ids = graph.addNodes(count, { attributes: Object.fromEntries(attributes) });
  // a statement stores a value of another type in a column of its own
  for (const [name, { odd }] of each)
    for (const { at, value } of odd)
      if (at < count)
        graph.query(`MATCH (n) WHERE id(n) = $id SET n.${name} = $value`, { id: ids[at], value } as never);
  return graph;
}

/** Rows, and those of a batch. */
const sizes = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(1, 3, 1024)) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1023, max: 2100 }), fc.constantFrom(100, 1024, 4096)) },
);
const operators = fc.constantFrom("+", "-", "*", "/", "%");
const terms = fc.constantFrom(
  "n.a OP n.b",
  "n.b OP n.a",
  "n.a OP n.a",
  "n.a OP 3",
  "2.5 OP n.b",
  "-0.0 OP n.a",
  "n.a OP $p",
  "(n.a OP n.b) OP n.a",
  "(n.a OP n.b) * 0.5",
  "(n.a + n.b) OP (n.a - n.b)",
);
const statements = fc.constantFrom(
  "MATCH (n) RETURN TERM AS v, n.a AS a",
  "MATCH (n) WHERE TERM > 2 RETURN id(n) AS n",
  "MATCH (n) WITH n.b AS b, TERM AS v RETURN b, collect(v) AS l, count(*) AS m",
  "MATCH (n) SET n.c = TERM",
  "MATCH (n) SET n.c = TERM, n.a = n.b RETURN n.c AS c, n.a AS a",
);

test("columns of numbers are combined as the numbers of one row after another are", () => {
  fc.assert(
    fc.property(
      fc.record({
        size: sizes,
        columns: fc.record({ a: column, b: column }),
        integers: fc.constantFrom("bigint" as const, "number" as const),
        p: fc.constantFrom(0, -0, 2, 2n ** 53n - 1n, 2n ** 60n, Number.NaN, null, "text"),
      }),
      statements,
      terms,
      operators,
      ({ size: [count, batchRows], columns, p, integers }, statement, term, operator) => {
        const text = statement.replace("TERM", term.replace("OP", operator));
        const outcome = (engine: "columns" | "rows"): object => {
          tuning.queryEngine = engine;
          const graph = graphOf(count, columns);
          let told: object;
          try {
            const result = graph.query(text, { p } as never, { integers });
            told = { rows: result.toArray(), summary: result.summary };
          } catch (error) {
            told = { fault: String(error) };
          }
          return { told, nodes: Array.from(graph.nodes.ids(), (id) => graph.nodes.get(id)) };
        };
        const wanted = outcome("rows");
        tuning.queryBatchRows = batchRows;
        expect(outcome("columns"), text).toEqual(wanted);
        tuning.queryBatchRows = DEFAULT_TUNING.queryBatchRows;
      },
    ),
    runs(120),
  );
}, 300_000);

test("an INTEGER that no double holds, and a text, are met in the last row of a batch", () => {
  const count = 5000;
  tuning.queryBatchRows = count;
  const sums = (last: unknown): unknown[] => {
    const graph = new Graph({ schema: { nodes: { a: typeof last === "string" ? "json" : "integer" } } });
    const a = Array.from({ length: count }, (_, i) => (i < count - 1 ? i : last));
    graph.addNodes(count, { attributes: { a } as never });
    const options = { integers: "bigint" } as const;
    return [...graph.query<{ v: unknown }>("MATCH (n) RETURN n.a + n.a AS v", {}, options).column("v")];
  };
  const before = Array.from({ length: count - 1 }, (_, i) => BigInt(2 * i));
  expect(sums(2n ** 53n)).toEqual([...before, 2n ** 54n]);
  expect(sums(null)).toEqual([...before, null]);
  expect(sums("ab")).toEqual([...before, "abab"]);
  expect(() => sums(2n ** 62n)).toThrow(/\+.*line 1, column/s);
});

test("an INTEGER of 0 has no sign, and a FLOAT has", () => {
  const graph = new Graph({ schema: { nodes: { a: "int32", f: "float64" } } });
  graph.addNodes(2, { attributes: { a: [0, 5], f: [0, 5] } });
  const column = (term: string) => [
    ...graph.query<{ v: unknown }>(`MATCH (n) RETURN ${term} AS v`).column("v"),
  ];
  expect(column("(n.a * -1) * 0.5")).toEqual([0, -2.5]);
  expect(column("(n.f * -1) * 0.5")).toEqual([-0, -2.5]);
});
