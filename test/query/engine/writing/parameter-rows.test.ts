/** Maps that come as a parameter are what maps made one by one are, whether they are held by columns or not. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../../../src/index.js";
import { readMaps } from "../../../../src/query/values/read-maps.js";
import { Records } from "../../../../src/query/values/records.js";
import { DEFAULT_TUNING, tuning } from "../../../../src/structures/tuning.js";
import { runs } from "../../../model/arbitrary.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const small = fc.integer({ min: -3, max: 40 });
/** What a column mostly holds, and what a few of its values are. */
const KINDS: readonly fc.Arbitrary<unknown>[] = [
  small,
  small,
  fc.double(),
  fc.boolean(),
  fc.string(),
  fc.constantFrom("a", "b", "naïve", ""),
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(2 ** 60, -(2 ** 63), 2 ** 63, 2 ** 53, -0, 0.5, Number.NaN, Number.POSITIVE_INFINITY),
  fc.constantFrom(new Date(0), [1, 2], ["a"], { a: 1 }, undefined),
];
const ODD = fc.constantFrom<unknown>(null, undefined, 1, 1.5, "text", true, 3n, [1], { k: 1 }, "\ud800");

interface Drawn {
  readonly rows: readonly unknown[];
}

const drawn: fc.Arbitrary<Drawn> = fc
  .tuple(
    fc.array(fc.constantFrom(...KINDS), { minLength: 3, maxLength: 3 }),
    fc.integer({ min: 60, max: 80 }),
    fc.array(fc.tuple(fc.nat(79), fc.nat(3), ODD), { maxLength: 2 }),
  )
  .chain(([kinds, count, odd]) =>
    fc
      .array(fc.tuple(...kinds), { minLength: count, maxLength: count })
      .map((cells) => cells.map(([k, t, x]): unknown => ({ k, t, x })))
      .map((rows) => {
        for (const [at, what, value] of odd) {
          if (at >= rows.length) continue;
          const row = rows[at] as Record<string, unknown>;
          if (what === 0) rows[at] = value;
          else if (what === 1) rows[at] = { ...row, t: value };
          else if (what === 2) rows[at] = { x: value, k: row.k };
          else rows[at] = { ...row, more: value };
        }
        return { rows };
      }),
  );

const STATEMENTS = [
  "UNWIND $rows AS row CREATE (n:N {k: row.k, t: row.t, x: row.x}) RETURN id(n) AS n",
  "UNWIND $rows AS row CREATE (a:A {k: row.k})-[r:R {x: row.x}]->(:B {t: row.t}) RETURN id(r) AS r",
  "UNWIND $rows AS row CREATE (n:A) SET n += row RETURN n.k AS k, n.more AS more",
  "UNWIND $rows AS row CREATE (n:A {k: row.k}) SET n.t = row.t, n.y = row.none RETURN n.t AS t",
  "UNWIND $rows AS row MERGE (n:N {k: row.k}) ON CREATE SET n.t = row.t ON MATCH SET n.x = row.x",
  "UNWIND $rows AS row MERGE (n:N {k: row.k}) RETURN id(n) AS n, row",
  "UNWIND $rows AS row MERGE (n:N {k: row.k, t: row.t}) RETURN id(n) AS n",
  "UNWIND $rows AS row MATCH (n:N {k: row.k}) CREATE (n)-[r:R {x: row.x}]->(n) RETURN row.t AS t, id(r) AS r",
  "UNWIND $rows AS row MATCH (n:N) WHERE n.k = row.k SET n.x = row.x, n.t = row.t RETURN row, n.k AS k",
  "UNWIND $rows AS row MATCH (n:N {k: row.k}) RETURN id(n) AS n, row.x AS x",
  "UNWIND $rows AS row MATCH (a:N {k: row.k}), (b:N {k: row.x}) WHERE a.t = b.t RETURN id(a) AS a, id(b) AS b",
  "UNWIND $rows AS row OPTIONAL MATCH (n:N {k: row.k}) RETURN id(n) AS n, row.k AS k",
  "UNWIND range(1, 2) AS i UNWIND $rows AS row MATCH (n:N {k: row.k, t: 'there'}) RETURN i, id(n) AS n",
  "UNWIND $rows AS row RETURN row, row.k AS k, keys(row) AS names",
  "UNWIND $rows AS row WITH row WHERE row.k > 3 OR row.t IS NULL RETURN row.k AS k, count(*) AS n, collect(row.t) AS t",
  "UNWIND $rows AS row UNWIND $rows AS other WITH row, other WHERE row.k = other.k AND row.t = other.t RETURN count(*) AS n, count(DISTINCT row) AS rows",
  "UNWIND range(1, 3) AS i UNWIND $rows AS row RETURN i, row.x AS x, row",
  "UNWIND $rows AS row WITH row, row.k AS k ORDER BY k, row.x LIMIT 70 RETURN collect(row) AS rows, max(k) AS k",
  "RETURN size($rows) AS n, $rows[3].k AS k, [row IN $rows | row.x] AS x, $rows AS rows",
  "UNWIND $rows AS row WITH DISTINCT row RETURN row",
];

function told(rows: readonly unknown[], text: string, isKeyed: boolean): object {
  const graph = new Graph(isKeyed ? { keys: { N: "k" } } : {});
  graph.query("UNWIND range(0, 9) AS i CREATE (:N {k: i, t: 'there'})");
  graph.query("MATCH (n:N) WHERE n.k > 7 DELETE n");
  graph.query("MATCH (n:N {k: 6}) SET n:M REMOVE n:N");
  let outcome: object;
  try {
    const result = graph.query(text, { rows } as never, { integers: "bigint" });
    outcome = { rows: result.toArray(), summary: result.summary };
  } catch (error) {
    outcome = { fault: String(error) };
  }
  const nodes = Array.from(graph.nodes.ids(), (id) => [graph.nodes.labels(id), graph.nodes.get(id)]);
  const edges = Array.from(graph.edges.ids(), (id) => [
    graph.source(id),
    graph.target(id),
    graph.edges.get(id),
  ]);
  return { outcome, nodes, edges };
}

/** Maps of JavaScript, which are always read one by one. */
const asMaps = (rows: readonly unknown[]): unknown[] =>
  rows.map((row) =>
    typeof row === "object" && row !== null && !Array.isArray(row) ? new Map(Object.entries(row)) : row,
  );

test("statements do with maps by columns what they do with maps one by one", () => {
  fc.assert(
    fc.property(
      drawn,
      fc.constantFrom(...STATEMENTS),
      fc.boolean(),
      fc.constantFrom(1, 3, 1024),
      ({ rows }, text, isKeyed, batchRows) => {
        tuning.queryEngine = "rows";
        const wanted = told(asMaps(rows), text, isKeyed);
        Object.assign(tuning, DEFAULT_TUNING);
        tuning.queryBatchRows = batchRows;
        expect(told(rows, text, isKeyed), text).toEqual(wanted);
      },
    ),
    runs(150),
  );
}, 300_000);

/** Rows that most often keep the rules of a graph; `odd` break them, most often in the middle. */
const ruled = fc.record({
  count: fc.integer({ min: 60, max: 130 }),
  step: fc.constantFrom(1, 1, 7, 0),
  odd: fc.array(
    fc.record({
      at: fc.nat(129),
      member: fc.constantFrom("k", "t", "x", "all"),
      value: fc.constantFrom<unknown>(null, undefined, 3, 59, 1.5, "text", true, 2n ** 40n, [1]),
    }),
    { maxLength: 2 },
  ),
});

function ruledRows({ count, step, odd }: typeof ruled extends fc.Arbitrary<infer T> ? T : never): unknown[] {
  const rows = Array.from({ length: count }, (_, i): unknown => ({ k: i * step, t: `t${i}`, x: i % 5 }));
  for (const { at, member, value } of odd) {
    const row = rows[at] as object;
    if (at < count) rows[at] = member === "all" ? value : { ...row, [member]: value };
  }
  return rows;
}

const RULES: Record<string, object> = {
  none: {},
  key: { keys: { N: "k" } },
  "key of all": { key: "k" },
  "key of two": { keys: { N: ["k", "t"], B: "x" } },
  required: { schema: { nodes: { N: { t: { type: "utf8", required: true } } } } },
  unique: { schema: { nodes: { N: { k: { type: "int32", unique: true }, x: "float64" } } } },
  "key and required": { keys: { N: "k" }, schema: { nodes: { N: { t: { type: "utf8", required: true } } } } },
};

const RULED_STATEMENTS = [
  "UNWIND $rows AS row CREATE (n:N {k: row.k, t: row.t, x: row.x}) RETURN id(n) AS n",
  "UNWIND $rows AS row CREATE (n:N) SET n += row RETURN n.k AS k",
  "UNWIND $rows AS row CREATE (n:N {k: row.k, t: row.t}) SET n.t = row.none",
  "UNWIND $rows AS row CREATE (n {k: row.k}) SET n.t = row.t, n:N",
  "UNWIND $rows AS row CREATE (a:N {k: row.k, t: row.t})-[r:R {x: row.x}]->(b:B {x: row.k}) RETURN id(r) AS r",
  "UNWIND $rows AS row MERGE (n:N {k: row.k}) ON CREATE SET n.t = row.t ON MATCH SET n.x = row.x",
  "UNWIND $rows AS row MERGE (n:N {k: row.k, t: row.t}) SET n.x = row.x RETURN id(n) AS n",
  "UNWIND $rows AS row MERGE (n:N {k: row.k}) ON CREATE SET n.t = 'made' ON MATCH SET n.t = row.none",
  "UNWIND $rows AS row MATCH (n:N {k: row.k}) SET n.t = row.t, n.x = row.x RETURN id(n) AS n",
  "UNWIND $rows AS row MATCH (n:N {k: row.k}) SET n.k = row.x",
  "UNWIND $rows AS row MATCH (n:N {k: row.k}) SET n.k = n.k + 1000, n.t = row.t",
  "UNWIND $rows AS row MATCH (n:N {k: row.k}) CREATE (n)-[:R {x: row.x}]->(:B {x: row.k}) REMOVE n.t",
  "UNWIND $rows AS row MATCH (n:N {k: row.k}) DETACH DELETE n",
  "UNWIND $rows AS row WITH row WHERE row.x > 0 CREATE (n:N {k: row.k, t: row.t}) WITH row, n MATCH (m:N {k: row.x}) CREATE (n)-[:R]->(m)",
];

type Within = "no transaction" | "kept" | "caught" | "taken back";

/** Everything that a statement does to a graph with rules, and what a listener is told of it. */
function toldUnderRules(rows: readonly unknown[], text: string, rule: string, within: Within): object {
  const graph = new Graph({ ...RULES[rule], clock: () => 0 } as never);
  for (let i = 0; i < 20; i++) graph.addNode(i % 4 === 3 ? "B" : "N", { k: 40 + i, t: `t${i}`, x: i });
  graph.removeNode(2);
  const heard: unknown[] = [];
  graph.onChange((diff) => heard.push([String(diff), Array.from(diff)]));
  let outcome: object | undefined;
  const run = (): void => {
    const result = graph.query(text, { rows } as never, { integers: "bigint" });
    outcome = { rows: result.toArray(), summary: result.summary };
  };
  try {
    if (within === "no transaction") run();
    else
      graph.transaction(() => {
        graph.addNode("Before", { k: -1, t: "before" });
        try {
          run();
        } catch (error) {
          if (within !== "caught") throw error;
          outcome = { caught: String(error) };
        }
        graph.addNode("After", { k: -2, t: "after" });
        if (within === "taken back") throw new Error("taken back");
      });
  } catch (error) {
    outcome = { outcome, fault: String(error) };
  }
  // ids and keys that were taken and given back are free again
  graph.addNode("N", { k: 5000, t: "last", x: 0 });
  const nodes = Array.from(graph.nodes.ids(), (id) => [id, graph.nodes.labels(id), graph.nodes.get(id)]);
  const edges = Array.from(graph.edges.ids(), (id) => [id, graph.source(id), graph.target(id)]);
  return { outcome, heard, nodes, edges, root: graph.commit("end", { author: "a" } as never).root };
}

test("rules that fail on the way, listeners and transactions see the same of maps by columns", () => {
  fc.assert(
    fc.property(
      ruled.map(ruledRows),
      fc.constantFrom(...RULED_STATEMENTS),
      fc.constantFrom(...Object.keys(RULES)),
      fc.constantFrom<Within[]>("no transaction", "no transaction", "kept", "caught", "taken back"),
      fc.constantFrom(7, 1024),
      (rows, text, rule, within, batchRows) => {
        tuning.queryEngine = "rows";
        const wanted = toldUnderRules(asMaps(rows), text, rule, within);
        Object.assign(tuning, DEFAULT_TUNING);
        tuning.queryBatchRows = batchRows;
        expect(toldUnderRules(rows, text, rule, within), text).toEqual(wanted);
      },
    ),
    runs(150),
  );
}, 300_000);

test("maps of the same keys are held by columns of one type each", () => {
  const rows = Array.from({ length: 3000 }, (_, i) => ({
    whole: i,
    part: i + 0.5,
    flag: i % 2 === 0,
    text: `t${i}`,
    gap: i % 3 === 0 ? null : i,
    mixed: i === 2999 ? 0.5 : i,
  }));
  const records = readMaps(rows, "$rows") as Records;
  expect(records).toBeInstanceOf(Records);
  const kinds = Array.from(records.columns, ([name, { kind }]) => [name, kind]);
  expect(Object.fromEntries(kinds)).toEqual({
    whole: "integers",
    part: "floats",
    flag: "booleans",
    text: "values",
    gap: "integers",
    mixed: "values",
  });
  const list = records.list() as unknown as ReadonlyMap<string, unknown>[];
  expect(list).toHaveLength(3000);
  expect(Object.fromEntries(list[1])).toEqual({
    whole: 1n,
    part: 1.5,
    flag: false,
    text: "t1",
    gap: 1n,
    mixed: 1n,
  });
  expect(list[2999].get("mixed")).toBe(0.5);
  expect(list[0].get("gap")).toBe(null);
});

test("what is given is read once, row by row", () => {
  for (const odd of [-1, 0, 70]) {
    const seen: string[] = [];
    const rows = Array.from({ length: 100 }, (_, i) =>
      Object.defineProperties(
        {},
        {
          a: { enumerable: true, get: () => seen.push(`a${i}`) },
          [i === odd ? "c" : "b"]: { enumerable: true, get: () => seen.push(`b${i}`) },
        },
      ),
    );
    new Graph().query("UNWIND $rows AS row RETURN row", { rows }).toArray();
    expect(seen).toEqual(rows.flatMap((_, i) => [`a${i}`, `b${i}`]));
  }
});

test("a value that is none of the language is refused with its place", () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ a: i, b: i === 90 ? "\ud800" : "b" }));
  const graph = new Graph();
  expect(() => graph.query("UNWIND $rows AS row CREATE (:N {a: row.a})", { rows })).toThrow(
    '"$rows[90].b" expected a string without lone surrogates',
  );
  expect(graph.nodeCount).toBe(0);
});

test("MERGE by a key finds and creates thousands of nodes as row by row", () => {
  for (const scale of [1, 2 ** 40]) {
    const rows = Array.from({ length: 3000 }, (_, i) => ({ id: ((i * 7) % 2500) * scale, at: i }));
    const text = `UNWIND $rows AS row MERGE (n:N {id: row.id})
                  ON CREATE SET n.made = row.at ON MATCH SET n.met = row.at RETURN id(n) AS n`;
    const [wanted, found] = (["rows", "columns"] as const).map((engine) => {
      tuning.queryEngine = engine;
      const graph = new Graph({ keys: { N: "id", M: "id" } });
      const ids = Array.from({ length: 1200 }, (_, i) => i * scale);
      for (const labels of ["M", "N"]) graph.addNodes(1200, { labels, attributes: { id: ids } });
      graph.query("MATCH (n:N) WHERE n.id < $id DELETE n", { id: 300 * scale });
      const result = graph.query(text, { rows });
      const made = result.toArray();
      return {
        made,
        summary: result.summary,
        nodes: Array.from(graph.nodes.ids(), (id) => graph.nodes.get(id)),
      };
    });
    expect(found).toEqual(wanted);
    expect(found.summary.nodesCreated).toBe(1600);
  }
});
