/** Results whose rows come in columns are those whose rows come one by one, in every form and however they are gone through. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { toArrow } from "../../../src/formats/arrow/index.js";
import { Graph } from "../../../src/graph.js";
import type { QueryOptions } from "../../../src/query/index.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const texts = [
  "MATCH (n) RETURN n.i AS i, n.l AS l, n.f AS f, n.s AS s, n.b AS b, n.m AS m, n.t AS t, n.d AS d",
  "MATCH (n:A) RETURN n AS n, n.i AS i, [n.i, n.f] AS list, {s: n.s} AS map, null AS nothing, 1 AS one, 0.5 AS half",
  "MATCH (a)-[r]->(b) RETURN a AS a, r AS r, type(r) AS type, b.s AS s, r.w AS w",
  "MATCH p = (a)-[r]->(b) RETURN p AS p, length(p) AS length",
  "MATCH (n) RETURN n.s AS s, n.t AS t ORDER BY n.t DESC, n.s, n.i",
  "MATCH (n) RETURN n.t AS t, count(*) AS n, min(n.t) AS least, collect(n.l) AS all ORDER BY t",
  "MATCH (n) WHERE n.t <> 'text 1' AND n.t = n.t RETURN DISTINCT n.t AS t, n.t CONTAINS '2' AS has, toUpper(n.t) AS upper ORDER BY t",
  "MATCH (n) RETURN n.i AS x UNION ALL MATCH (n) RETURN n.f AS x",
  "MATCH (n) RETURN n.s AS x UNION MATCH (n) RETURN n.t AS x",
  "MATCH (n) WITH n.t AS t, n.i AS i ORDER BY t, i SKIP 1 LIMIT 3 UNWIND [t, i] AS x RETURN x",
  "MATCH (n) OPTIONAL MATCH (n)-[r:T]->(m) RETURN n.i AS i, r.w AS w, m.t AS t, m AS m",
  "MATCH (n) RETURN n.i AS `__proto__`, n.s AS constructor, n.f AS `0`, n.b AS `b c`",
  "MATCH (n) CALL { WITH n RETURN n.i AS j } RETURN n.t AS t, j",
  "MATCH (n) RETURN 10 / n.i AS q",
  "MATCH (n) FINISH",
  "MATCH (n) RETURN n.l AS l, n.t AS t, n.b AS b, id(n) AS id ORDER BY id DESC SKIP 1 LIMIT 5",
  "MATCH (n) RETURN n.i AS n, n.f AS f",
  "MATCH (n) WITH n, n.i AS i RETURN n.f AS i, i AS j, n.s AS n",
  "MATCH (n) WITH n AS m MATCH (n) RETURN m.t AS t, n.l AS l, m.i AS i ORDER BY id(m), id(n)",
  "MATCH (n) UNWIND [1, 2] AS x RETURN n.f AS f, n.s AS s, x ORDER BY x, id(n)",
  "MATCH (n) WITH [n] AS list UNWIND list AS m RETURN m.f AS f, m.t AS t",
];

const node = fc.record({
  labels: fc.subarray(["A", "B"]),
  i: fc.option(fc.integer({ min: -2, max: 2 }), { nil: null }),
  l: fc.option(fc.constantFrom(0n, -1n, 2n ** 32n, -(2n ** 53n) + 1n, 2n ** 53n + 1n, -(2n ** 63n)), {
    nil: null,
  }),
  f: fc.option(fc.constantFrom(0, -0, 1.5, Number.NaN, Number.NEGATIVE_INFINITY), { nil: null }),
  s: fc.option(fc.constantFrom("x", "", "é", "😀"), { nil: null }),
  b: fc.option(fc.boolean(), { nil: null }),
  m: fc.constantFrom(null, 1, "one", true, 2.5),
  t: fc.option(fc.nat(5), { nil: null }),
  d: fc.constantFrom(null, new Date(0), new Date(1e12)),
});
const graphs = fc.record({
  nodes: fc.array(node, { maxLength: 8 }),
  edges: fc.array(
    fc.record({ source: fc.nat(7), target: fc.nat(7), type: fc.constantFrom("T", "U"), w: fc.nat(3) }),
    {
      maxLength: 8,
    },
  ),
});

function realGraph({ nodes, edges }: typeof graphs extends fc.Arbitrary<infer T> ? T : never): Graph {
  const graph = new Graph({
    schema: {
      nodes: {
        i: "int32",
        l: "int64",
        f: "float64",
        s: "utf8",
        b: "bool",
        t: "utf8",
        d: "timestamp",
      },
    },
  });
  // so many texts that are all distinct are not held by codes
  const many = Array.from({ length: 3000 }, (_, i) => (i < 6 ? `text ${i} é` : `other ${i}`));
  const ids = graph.addNodes(many.length, { attributes: { t: many } });
  for (const { labels, t, m, ...rest } of nodes) {
    const id = graph.addNode(labels, {
      ...rest,
      t: t === null ? null : `text ${t}${t % 2 === 0 ? " é" : ""}`,
    });
    graph.query("MATCH (n) WHERE id(n) = $id SET n.m = $m", { id, m });
  }
  for (const id of ids) graph.removeNode(id);
  if (nodes.length > 0)
    for (const { source, target, type, w } of edges)
      graph.addEdge(ids.length + (source % nodes.length), ids.length + (target % nodes.length), type, { w });
  return graph;
}

/** What a result gives in a form, with errors as text. */
function told(run: () => unknown): unknown {
  try {
    return JSON.stringify(run(), (_, value: unknown) => {
      if (typeof value === "bigint") return `${value}n`;
      if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)))
        return Object.is(value, -0) ? "-0" : String(value);
      return value;
    });
  } catch (error) {
    return String(error);
  }
}

/** Rows up to what goes wrong. */
function* upToFault(rows: Iterable<unknown>): Generator<unknown> {
  try {
    yield* rows;
  } catch (error) {
    yield String(error);
  }
}

type Result = ReturnType<Graph["query"]>;

const forms: readonly ((result: Result) => unknown)[] = [
  (result) => result.toArray(),
  (result) => result.toArray().map((row) => Object.entries(row)),
  (result) => result.toArray({ rows: "array" }),
  (result) => result.columns.map((name) => result.column(name as never)),
  (result) => [...upToFault(result)],
  (result) => [...upToFault(result.batches())],
  (result) => [result.numberKinds().join(), result.toArray()],
  (result) => {
    const rows: unknown[] = [];
    for (const row of result) {
      rows.push(row);
      if (rows.length === 2) break;
    }
    return [rows, result.toArray()];
  },
  (result) => {
    const table = toArrow(result as never);
    return table.schema.fields.map((field) => [
      field.name,
      // texts are codes or not
      String(field.type).replace(/^Dictionary.*/, "Utf8"),
      table.getChild(field.name)?.nullCount,
      [...table.getChild(field.name)!],
    ]);
  },
];

test("rows that come in columns are those that come one by one", () => {
  fc.assert(
    fc.property(
      graphs,
      fc.constantFrom(...texts),
      fc.constantFrom<QueryOptions>({}, { integers: "bigint" }, { integers: "number" }),
      fc.constantFrom(...forms.keys()),
      fc.constantFrom(1, 2, 3, 1024),
      (drawn, text, options, form, batchRows) => {
        const graph = realGraph(drawn);
        Object.assign(tuning, { queryEngine: "rows" });
        // without ORDER BY the order is that of the engine
        const isOrdered = /ORDER BY/.test(text) || !/-\[/.test(text);
        const ask = () => told(() => forms[isOrdered ? form : 0](graph.query(text, {}, options)));
        const expected = ask();
        Object.assign(tuning, { queryEngine: "columns", queryBatchRows: batchRows });
        const found = ask();
        if (isOrdered) expect(found).toBe(expected);
        else expect(sorted(found)).toEqual(sorted(expected));
      },
    ),
    { numRuns: 300 },
  );
});

function sorted(text: unknown): unknown {
  if (typeof text !== "string" || !text.startsWith("[")) return text;
  return (JSON.parse(text) as unknown[]).map((row) => JSON.stringify(row)).sort();
}

test("many rows have the properties of their columns, whatever these are named and however many there are", () => {
  const graph = new Graph();
  graph.addNodes(130, { labels: "A", attributes: { i: Int32Array.from({ length: 130 }, (_, i) => i) } });
  const names = [
    "__proto__",
    "constructor",
    "0",
    "a b",
    "",
    ...Array.from({ length: 25 }, (_, i) => `c${i}`),
  ];
  for (const own of [names.slice(0, 4), names.slice(4), names]) {
    const columns = own.map((name, k) => `n.i + ${k} AS ${name === "" ? "e" : `\`${name}\``}`);
    const result = graph.query(`MATCH (n:A) RETURN ${columns.join(", ")}`);
    const expected = Array.from({ length: 130 }, (_, i) =>
      own.map((name, k) => [name === "" ? "e" : name, i + k]),
    ).map((row) => [...row].sort());
    const entries = (row: object) => Object.entries(row).sort();
    expect(result.toArray().map(entries)).toEqual(expected);
    expect([...result].map(entries)).toEqual(expected);
    expect(result.toArray().every((row) => Object.getPrototypeOf(row) === Object.prototype)).toBe(true);
  }
});

test("elements of a result are the same objects each time", () => {
  const graph = new Graph();
  for (let i = 0; i < 3; i++) graph.addNode("A", { i });
  const result = graph.query<{ n: { id: number }; l: unknown[] }>("MATCH (n:A) RETURN n, [n.i] AS l");
  const [first] = result;
  expect(result.toArray()[0].n).toBe(first.n);
  expect(result.column("n")[0]).toBe(first.n);
  expect(result.column("l")[0]).toBe(first.l);
  expect(result.toArray({ rows: "array" })[0][1]).toBe(first.l);
});

test("rows stay those of the state at the call, whatever is written while they are gone through", () => {
  const graph = new Graph();
  const names = Array.from({ length: 5000 }, (_, i) => `name ${i}`);
  graph.addNodes(names.length, { labels: "A", attributes: { name: names } });
  const result = graph.query<{ name: string }>("MATCH (n:A) RETURN n.name AS name");
  const rows = result[Symbol.iterator]();
  expect(rows.next().value).toEqual({ name: "name 0" });
  for (let id = 0; id < 100; id++) graph.nodes.set(id, { name: "other" });
  for (let id = 100; id < 4000; id++) graph.removeNode(id);
  expect(result.column("name")).toEqual(names);
  expect([...rows].map(({ name }) => name)).toEqual(names.slice(1));
});
