/** What a result gives after it has failed, while its own rows are made, and to JSON. */
import { describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";
import { defineFunction, defineProcedure } from "../../src/query/index.js";
import type { QueryResult } from "../../src/query/result/query-result.js";

const COUNT = 3_000;

function build(): Graph {
  const graph = new Graph();
  const n = Int32Array.from({ length: COUNT }, (_, i) => i - 2_000);
  const big = Array.from(n, (x) => (x === 0 ? 2n ** 60n : 1n));
  graph.addNodes(COUNT, { labels: "A", attributes: { n, big } });
  return graph;
}

const numbers = defineProcedure({
  name: "my.numbers",
  outputs: { n: "INTEGER" },
  *run() {
    for (let n = -2; n < 3; n++) yield { n };
  },
});

/** Ways to ask for the rows of a result. */
const WAYS: Record<string, (result: QueryResult) => unknown> = {
  toArray: (result) => result.toArray(),
  "rows as arrays": (result) => result.toArray({ rows: "array" }),
  column: (result) => result.column("x"),
  iteration: (result) => [...result],
  batches: (result) => [...result.batches()],
  summary: (result) => result.summary,
  JSON: (result) => JSON.stringify(result),
};

describe("a result that failed", () => {
  const queries: Record<string, [text: string, message: RegExp, options?: object]> = {
    "by columns": ["MATCH (a:A) RETURN 6 / a.n AS x", /divisor other than 0/],
    "row by row": ["UNWIND range(-2, 2) AS i RETURN 6 / i AS x", /divisor other than 0/],
    "of a procedure": ["CALL my.numbers() YIELD n RETURN 6 / n AS x", /divisor other than 0/],
    "in order": ["UNWIND range(-2, 2) AS i RETURN 6 / i AS x ORDER BY x", /divisor other than 0/],
    "for an INTEGER that no number holds": [
      "MATCH (a:A) RETURN a.big AS x",
      /"integers"/,
      { integers: "number" },
    ],
    "for one in a row of its own": [
      "UNWIND [1, 2 ^ 3, 9007199254740993, 4] AS x RETURN x",
      /"integers"/,
      { integers: "number" },
    ],
  };
  for (const [name, [text, message, options]] of Object.entries(queries))
    it.each(Object.entries(WAYS))(`${name} fails again, asked by %s`, (_, ask) => {
      for (const first of Object.values(WAYS)) {
        const result = build().query(text, {}, { procedures: [numbers], ...options });
        expect(() => first(result)).toThrow(message);
        expect(() => ask(result)).toThrow(message);
        expect(() => ask(result)).toThrow(message);
      }
    });
});

describe("a function that asks for the rows of its own query", () => {
  it.each(Object.entries(WAYS))("is refused, by %s", (_, ask) => {
    for (const text of [
      "MATCH (a:A) RETURN my.own(a.n) AS x",
      "UNWIND range(1, 4) AS i RETURN my.own(i) AS x",
    ]) {
      for (const isCaught of [false, true]) {
        let result: QueryResult | undefined;
        const refused = expect.objectContaining({ code: "VERB_UNDERWAY" });
        const own = defineFunction({
          name: "my.own",
          inputs: { n: "INTEGER" },
          output: "INTEGER",
          run: (_view, [n]) => {
            if (!isCaught) ask(result as QueryResult);
            else expect(() => ask(result as QueryResult)).toThrow(refused);
            return n;
          },
        });
        result = build().query(text, {}, { procedures: [own] });
        if (!isCaught) expect(() => ask(result as QueryResult)).toThrow(/function that its own query calls/);
        else expect(result.toArray().length).toBe(text.startsWith("MATCH") ? COUNT : 4);
      }
    }
  });
});

describe("JSON of a result", () => {
  it("has bigints as text, in rows, elements, paths, lists and maps", () => {
    const graph = new Graph();
    const attributes = { big: 2n ** 60n, bytes: Uint8Array.of(1, 2), list: [1.5, 2.5] };
    graph.addNodes(2);
    graph.nodes.set(0, attributes);
    graph.addEdge(0, 1, "T", attributes);
    const said = { big: "1152921504606846976", bytes: [1, 2], list: [1.5, 2.5] };
    const node = { kind: "node", id: 0, labels: [], attributes: said };
    const other = { kind: "node", id: 1, labels: [], attributes: {} };
    const edge = { kind: "edge", id: 0, type: "T", source: 0, target: 1, attributes: said };
    const result = graph.query(
      "MATCH p = (a)-[r]->() RETURN a, r, p, a.big AS big, [a.big] AS list, {x: a.big, a: a} AS map",
    );
    expect(JSON.parse(JSON.stringify(result))).toEqual([
      {
        a: node,
        r: edge,
        p: { kind: "path", nodes: [node, other], edges: [edge], length: 1 },
        big: said.big,
        list: [said.big],
        map: { x: said.big, a: node },
      },
    ]);
    expect(JSON.stringify(graph.query("RETURN 1 AS i", {}, { integers: "bigint" }))).toBe('[{"i":"1"}]');
  });

  it("is the same for what is taken out of it", () => {
    const graph = new Graph();
    graph.addNodes(3, { labels: "A", attributes: { n: Int32Array.of(7, 8, 9), f: [0.5, 1.5, 2.5] } });
    const queries: [text: string, integers: "safe" | "bigint"][] = [
      ["MATCH (a:A) RETURN a.n AS n, a.f AS f, 'x' AS t", "bigint"],
      ["MATCH (a:A) RETURN a.f AS f, {x: [9007199254740993 + a.n]} AS map, a AS `toJSON of a`", "safe"],
      ["MATCH (a:A) RETURN a.f AS f, [9007199254740993, null, 'x'] AS list", "safe"],
      ["UNWIND [1, -9007199254740993, 2.5, null] AS x RETURN x, [x, {x: x}] AS list", "safe"],
      ["UNWIND range(1, 3) AS x WITH x ORDER BY -x RETURN x, duration({days: x}) AS d", "bigint"],
    ];
    for (const [text, integers] of queries) {
      const result = graph.query(text, {}, { integers });
      const rows: Record<string, unknown>[] = JSON.parse(JSON.stringify(result));
      const again = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
      expect(again(result.toArray())).toEqual(rows);
      expect(again([...result])).toEqual(rows);
      expect(again(result.toArray({ rows: "array" }))).toEqual(rows.map((row) => Object.values(row)));
      expect(again([...result.batches()])).toEqual([
        Object.fromEntries(result.columns.map((name) => [name, rows.map((row) => row[name])])),
      ]);
      for (const name of result.columns)
        expect(again({ values: result.column(name) })).toEqual({ values: rows.map((row) => row[name]) });
      // and nothing else of them changes
      expect(Object.keys(result.toArray()[0])).toEqual(result.columns);
      expect({ ...result.toArray()[0] }).toEqual(result.toArray()[0]);
    }
  });
});
