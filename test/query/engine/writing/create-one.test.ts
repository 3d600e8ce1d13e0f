/** A statement that creates one node does what it does row by row: the node, the counts, the error and who is told. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../../../src/index.js";
import { DEFAULT_TUNING, tuning } from "../../../../src/structures/tuning.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const given = fc.constantFrom<unknown>(
  ...[
    1,
    2,
    -0,
    1.5,
    2 ** 31,
    2 ** 53,
    3n,
    2n ** 60n,
    Number.NaN,
    "1",
    "a",
    "",
    "\ud800",
    true,
    null,
    undefined,
  ],
  ...[[1], { a: 1 }, new Date(0)],
);
const OPTIONS: readonly object[] = [
  {},
  { key: "k" },
  { keys: { P: "k" } },
  { keys: { P: ["k", "a"] } },
  { types: "strict" },
  { key: "k", types: "strict" },
  { schema: { nodes: { k: "int32", a: "float64" } } },
  { schema: { nodes: { k: "utf8", a: "json" } } },
  { schema: { nodes: { P: { k: { unique: true }, a: { type: "integer", required: true } } } } },
];
const TEXTS = [
  "CREATE (:P {k: $k, a: $a})",
  "CREATE (n:P:Q {k: $k})",
  "CREATE ({k: 1, a: $a})",
  "CREATE (:P {k: 'a', a: 2.5})",
  "CREATE (:P)",
  "CREATE ()",
  "CREATE (:P {k: $k, k: $a})",
  "CREATE (:P $m)",
  "CREATE (n:P {k: $k}) RETURN n.k AS k",
  "CREATE (:P {k: $k}), (:Q {a: $a})",
  "CREATE (:P {`__proto__`: $k})",
  "PROFILE CREATE (:P {k: $k})",
];
const statements = fc.record({
  text: fc.constantFrom(...TEXTS),
  k: given,
  a: given,
  drop: fc.constantFrom(undefined, undefined, undefined, "k", "a"),
});
type Statement = typeof statements extends fc.Arbitrary<infer S> ? S : never;

function outcome(graph: Graph, { text, k, a, drop }: Statement, call: "query" | "prepare"): unknown {
  const parameters: Record<string, unknown> = { k, a, m: { k } };
  if (drop !== undefined) delete parameters[drop];
  try {
    const result =
      call === "query" ? graph.query(text, parameters as never) : graph.prepare(text)(parameters as never);
    return [result.toArray(), result.summary];
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    return [name, message, code];
  }
}

test("creating one node agrees with doing it row by row", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...OPTIONS),
      fc.array(statements, { minLength: 1, maxLength: 6 }),
      fc.constantFrom("query", "prepare"),
      fc.boolean(),
      (options, list, call, isHeard) => {
        const ends = (["rows", "columns"] as const).map((engine) => {
          tuning.queryEngine = engine;
          const graph = new Graph(options as never) as unknown as Graph;
          const heard: unknown[] = [];
          if (isHeard) graph.onChange(({ nodes }) => heard.push([...nodes.added]));
          const outcomes = list.map((each) => outcome(graph, each, call as "query"));
          const nodes = Array.from(graph.nodes.ids(), (id) => [
            id,
            graph.nodes.labels(id),
            graph.nodes.get(id),
          ]);
          const { schema } = graph.nodes;
          return { outcomes, nodes, schema, heard, root: graph.commit("end", { allowEmpty: true }).root };
        });
        expect(ends[1]).toEqual(ends[0]);
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);

test("within a transaction it is taken back with it, and a listener that throws sees it once", () => {
  const graph = new Graph({ key: "k" });
  graph.query("CREATE (:P {k: $k})", { k: 1 });
  expect(() =>
    graph.transaction(() => {
      graph.query("CREATE (:P {k: $k})", { k: 2 });
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(graph.nodeCount).toBe(1);
  graph.onChange(() => {
    throw new Error("heard");
  });
  expect(() => graph.query("CREATE (:P {k: $k})", { k: 3 })).toThrow("heard");
  expect([...graph.nodes.ids()].map((id) => graph.nodes.get(id, "k" as never))).toEqual([1, 3]);
});
