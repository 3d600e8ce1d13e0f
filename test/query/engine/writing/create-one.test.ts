/** A statement that creates, merges or changes one node does what it does row by row: the node, the counts, the error and who is told. */
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
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
  "MERGE (n:P {k: $k})",
  "MERGE (n:P {k: $k}) SET n.a = $a",
  "MERGE (n:P {k: $k}) ON CREATE SET n.a = $a ON MATCH SET n.b = $a, n.b = 2 SET n.c = 'c'",
  "MERGE (n:P {k: 'a'}) ON MATCH SET n += $more SET n.a = $a",
  "MERGE (n:P {k: $k}) SET n += $more",
  "MERGE (n:P {k: $k}) SET n.k = $a",
  "MERGE (n:P {k: $k}) SET n = $m",
  "MERGE (n:P {k: $k, a: $a}) SET n:Q",
  "MERGE (n:P {k: $k}) SET n.a = n.k",
  "MERGE (n {k: $k}) SET n.a = $a",
  "MERGE (n:P:Q {k: $k}) SET n.a = $a",
  "MERGE (n:P {k: $k}) SET n.a = $a RETURN n.a AS a",
  "MATCH (n:P {k: $k}) SET n.a = $a",
  "MATCH (n:P {k: $k}) SET n.a = $a, n.b = $k SET n += $more",
  "MATCH (n:P {k: $k}) SET n.a = null",
  "MATCH (n:P {k: $k}) WHERE n.a = $a SET n.b = $k",
  "OPTIONAL MATCH (n:P {k: $k}) SET n.a = $a",
  "MATCH (n:Q {k: $k}) SET n.a = $a",
  "MATCH (n:P {k: $k}) SET n.`__proto__` = $a",
];
const statements = fc.record({
  text: fc.constantFrom(...TEXTS),
  k: fc.oneof(given, fc.constantFrom<unknown>(1, "a")),
  a: given,
  drop: fc.constantFrom(undefined, undefined, undefined, "k", "a"),
});
type Statement = typeof statements extends fc.Arbitrary<infer S> ? S : never;

function outcome(graph: Graph, { text, k, a, drop }: Statement, call: "query" | "prepare"): unknown {
  const parameters: Record<string, unknown> = { k, a, m: { k }, more: { b: k, a } };
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

test("writing one node agrees with doing it row by row", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...OPTIONS),
      fc.array(statements, { minLength: 1, maxLength: 8 }),
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

test("a node of a key is written with no transaction of its own", () => {
  const graph = new Graph({ keys: { P: "k" } });
  graph.addNode("P", { k: "old", a: 0.5, b: "b" });
  const { recorder } = graph.history.core;
  const transaction = vi.spyOn(recorder, "transaction");
  for (const text of [
    "MERGE (n:P {k: $k})",
    "MERGE (n:P {k: $k}) SET n.a = $a",
    "MERGE (n:P {k: $k}) ON CREATE SET n.a = 1.5 ON MATCH SET n.a = $a SET n += $more",
    "MATCH (n:P {k: $k}) SET n.a = $a, n.b = 'c'",
  ])
    for (const k of ["old", `new ${text}`]) graph.query(text, { k, a: 2.5, more: { b: k } });
  expect(transaction).not.toHaveBeenCalled();
  graph.query("MERGE (n:P {k: $k}) SET n.c = $k", { k: "old" });
  expect(transaction).toHaveBeenCalled();
  expect(graph.nodes.count).toBe(4);
  expect(graph.nodes.get(0)).toEqual({ k: "old", a: 2.5, b: "c", c: "old" });
});

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
