/** Statements that write, put together of clauses, and graphs that they write to. */
import fc from "fast-check";
import { Graph } from "../../../../src/graph.js";

const small = fc.option(fc.integer({ min: -2, max: 3 }), { nil: null });
const texts = fc.option(fc.constantFrom("x", "y", "zz"), { nil: null });

export const writtenGraphs = fc.record({
  directed: fc.boolean(),
  indexed: fc.boolean(),
  declared: fc.boolean(),
  strict: fc.boolean(),
  committed: fc.boolean(),
  nodes: fc.array(fc.record({ labels: fc.subarray(["A", "B", "K"]), v: small, s: texts, k: small }), {
    minLength: 1,
    maxLength: 7,
  }),
  edges: fc.array(
    fc.record({ source: fc.nat(6), target: fc.nat(6), type: fc.constantFrom("T", "U"), w: small }),
    { maxLength: 8 },
  ),
});

export type WrittenGraph = typeof writtenGraphs extends fc.Arbitrary<infer T> ? T : never;

/** Nodes of the label K have a key, which some rows repeat: those of the graph itself do not. */
export function graphToWrite(drawn: WrittenGraph): Graph {
  const { directed, indexed, declared, strict, committed, nodes, edges } = drawn;
  const graph = new Graph({
    directed,
    keys: { K: "k" },
    types: strict ? "strict" : "open",
    clock: () => 0,
    ...(declared ? { schema: { nodes: { v: "int32", k: "integer" }, edges: { w: "float32" } } } : {}),
  } as never);
  const keys = new Set<number>();
  for (const { labels, v, s, k } of nodes) {
    const isFree = k !== null && !keys.has(k);
    if (isFree && labels.includes("K")) keys.add(k);
    graph.addNode(labels, { v, s, k: isFree ? k : null });
  }
  for (const { source, target, type, w } of edges)
    graph.addEdge(source % nodes.length, target % nodes.length, type, { w });
  if (indexed) graph.nodes.createIndex("v" as never);
  if (committed) graph.commit("begin", { author: "a" });
  return graph;
}

const given = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -2, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 1.5, "x", true, [1, 2], [], { x: 1 }) },
);

/** Values of rows that most often are of one type. */
export const parameterRows = fc.array(
  fc.record({ v: given, k: given, s: texts, w: small }, { requiredKeys: ["k"], noNullPrototype: true }),
  { maxLength: 9 },
);

interface Prefix {
  readonly text: string;
  readonly has: string;
}

/**
 * What comes before the first write, in an order that is one, since ids are given in that of the rows; `has` are its variables: a and b nodes, r a relationship, o a row of values.
 */
export const prefixes: readonly Prefix[] = [
  { text: "UNWIND $rows AS o", has: "o" },
  { text: "UNWIND $rows AS o", has: "o" },
  { text: "UNWIND $rows AS o WITH o WHERE o.k > 0", has: "o" },
  { text: "UNWIND $rows AS o MATCH (a:K {k: o.k}) WITH o, a ORDER BY id(a), o.v, o.s, o.w", has: "oa" },
  {
    text: "UNWIND $rows AS o MATCH (a:K {k: o.k}), (b {v: o.v}) WITH o, a, b ORDER BY id(a), id(b), o.s, o.w",
    has: "oab",
  },
  {
    text: "UNWIND $rows AS o OPTIONAL MATCH (a:A {v: o.v}) WITH o, a ORDER BY id(a), o.k, o.v, o.s, o.w",
    has: "oa",
  },
  { text: "UNWIND $rows AS o MATCH (a) WITH o, a ORDER BY o.k, o.s, o.v, o.w, id(a)", has: "oa" },
  { text: "UNWIND range(1, 6) AS x", has: "" },
  { text: "MATCH (a)", has: "a" },
  { text: "MATCH (a:A)", has: "a" },
  { text: "MATCH (a) WHERE 1 / a.v > -5", has: "a" },
  { text: "MATCH (a) WITH a LIMIT 3", has: "a" },
  { text: "MATCH (a) WITH a, 6 / a.v AS q LIMIT 2", has: "a" },
  { text: "MATCH (a:A), (b:B) WITH a, b ORDER BY id(a), id(b)", has: "ab" },
  { text: "MATCH (a), (b) WHERE a.v = b.v WITH a, b ORDER BY id(a), id(b)", has: "ab" },
  { text: "MATCH (a)-[r]->(b) WITH a, r, b ORDER BY id(r), id(a)", has: "arb" },
  { text: "MATCH (a)-[r:T]-(b) WITH a, r, b ORDER BY id(r), id(a)", has: "arb" },
  { text: "MATCH (a:A) OPTIONAL MATCH (a)-[r:T]->(b) WITH a, r, b ORDER BY id(a), id(r)", has: "arb" },
  { text: "MATCH (a)-[r]->(b) WITH a, count(*) AS n, min(id(r)) AS m ORDER BY m", has: "a" },
];

interface WriteClause {
  readonly text: string;
  readonly needs: string;
  /** Variables that are there afterwards. */
  readonly gives?: string;
}

export const writeClauses: readonly WriteClause[] = [
  { text: "CREATE (c:C {v: o.v, s: o.s})", needs: "o", gives: "c" },
  { text: "CREATE (c:C:D {v: 1, s: 'x'})", needs: "", gives: "c" },
  { text: "CREATE (c:K {k: o.k, v: o.v})", needs: "o", gives: "c" },
  { text: "CREATE (c:C $map)", needs: "", gives: "c" },
  { text: "CREATE (c:C {v: a.v, s: toUpper(a.s)})", needs: "a", gives: "c" },
  { text: "CREATE (c:C {v: COUNT { (:C) }})", needs: "", gives: "c" },
  { text: "CREATE (c:C {v: a.v})-[:U {w: 2}]->(d:D {s: 'y', t: o.s})", needs: "ao", gives: "c" },
  { text: "CREATE (a)-[q:T {w: a.v}]->(b)", needs: "ab", gives: "q" },
  { text: "CREATE (a)<-[q:T {w: o.w}]-(c:C {v: o.k}), (d:D)-[:U]->(a)", needs: "oa", gives: "qc" },
  { text: "CREATE p = (a)-[:P]->(c:C)", needs: "a", gives: "c" },
  { text: "CREATE (c:C {d: a.v / 2, w: 4 / a.v})", needs: "a", gives: "c" },
  { text: "SET a.v = a.v + 1", needs: "a" },
  { text: "SET a.v = o.v", needs: "oa" },
  { text: "SET a.s = o.s, a.v = o.k", needs: "oa" },
  { text: "SET a.v = b.v, b.v = a.v", needs: "ab" },
  { text: "SET a.v = b.v", needs: "ab" },
  { text: "SET a.u = b.v, a.t = a.u", needs: "ab" },
  { text: "SET a.k = o.k", needs: "oa" },
  { text: "SET a.k = a.k + 1", needs: "a" },
  { text: "SET r.w = a.v, r.n = 'n'", needs: "ar" },
  { text: "SET r.w = r.w * 2", needs: "r" },
  { text: "SET a.v = null", needs: "a" },
  { text: "SET a.v = CASE WHEN a.v > 0 THEN a.v END", needs: "a" },
  { text: "SET a.v = 2.5", needs: "a" },
  { text: "SET a.v = {x: 1}", needs: "a" },
  { text: "SET a.v = 8 / a.v", needs: "a" },
  { text: "SET a += o", needs: "oa" },
  { text: "SET a = {v: 1}", needs: "a" },
  { text: "SET a:K", needs: "a" },
  { text: "SET a.n = size(labels(a)), a:Z", needs: "a" },
  { text: "SET b.n = COUNT { (b)--() }", needs: "b" },
  { text: "REMOVE a.v", needs: "a" },
  { text: "REMOVE a.k, a.s", needs: "a" },
  { text: "REMOVE a:A", needs: "a" },
  { text: "REMOVE r.w, a.v", needs: "ar" },
  { text: "DELETE r", needs: "r" },
  { text: "DELETE a", needs: "a" },
  { text: "DETACH DELETE a", needs: "a" },
  { text: "DETACH DELETE a, b", needs: "ab" },
  { text: "DELETE r, a", needs: "ar" },
  { text: "SET c.v = 5", needs: "c" },
  { text: "SET c.w = c.v", needs: "c" },
  { text: "CREATE (c)-[:W]->(e:E)", needs: "c" },
  { text: "DELETE c", needs: "c" },
  { text: "MERGE (m:K {k: o.k})", needs: "o", gives: "m" },
  { text: "MERGE (m:K {k: o.k, v: o.v})", needs: "o", gives: "m" },
  {
    text: "MERGE (m:K:A {k: o.k}) ON CREATE SET m.v = 1 ON MATCH SET m.v = coalesce(m.v, 0) + 1",
    needs: "o",
    gives: "m",
  },
  {
    text: "MERGE (m:K {k: o.k}) ON CREATE SET m.s = o.s ON MATCH SET m.t = o.w, m.s = 'm'",
    needs: "o",
    gives: "m",
  },
  { text: "MERGE (m:K {k: o.k}) ON MATCH SET m.k = m.k + 1", needs: "o", gives: "m" },
  { text: "MERGE (m:K {k: o.k}) ON MATCH SET m += o", needs: "o", gives: "m" },
  { text: "MERGE (m:C {v: o.v})", needs: "o", gives: "m" },
  { text: "MERGE (m:A {v: o.v}) ON CREATE SET m.s = 'c' ON MATCH SET m.s = 'm'", needs: "o", gives: "m" },
  { text: "MERGE (m {s: 'x'})", needs: "", gives: "m" },
  { text: "MERGE (a)-[q:T]->(b)", needs: "ab", gives: "q" },
  { text: "MERGE (a)-[q:T {w: 1}]->(b) ON CREATE SET q.n = 1 ON MATCH SET q.n = 2", needs: "ab", gives: "q" },
  { text: "MERGE (a)-[q:U]-(b)", needs: "ab", gives: "q" },
  { text: "MERGE (a)-[q:U]->(n:N {v: a.v})", needs: "a", gives: "q" },
  { text: "SET m.n = 3", needs: "m" },
  { text: "CREATE (m)-[:M]->(e:E)", needs: "m" },
  { text: "SET q.w = 7", needs: "q" },
  { text: "WITH * MATCH (h:C) WITH * ORDER BY id(h)", needs: "" },
  { text: "WITH * MATCH (h) WHERE h.v > 0 WITH * ORDER BY id(h)", needs: "" },
  { text: "WITH * WHERE a.v > 0", needs: "a" },
  { text: "WITH * OPTIONAL MATCH (a)-[g]->(i) WITH * ORDER BY id(a), id(g)", needs: "a" },
  { text: "FOREACH (y IN [1, 2] | CREATE (:F {v: y}))", needs: "" },
];

const endings = fc.constantFrom("", "RETURN count(*) AS n", "RETURN *");

export interface DrawnWrite {
  readonly text: string;
  readonly parameters: { readonly rows: readonly object[]; readonly map: object };
}

export const writes: fc.Arbitrary<DrawnWrite> = fc
  .record({
    prefix: fc.constantFrom(...prefixes),
    draws: fc.array(fc.nat(10_000), { minLength: 1, maxLength: 3 }),
    ending: endings,
    rows: parameterRows,
    map: fc.record({ v: given, s: texts }, { requiredKeys: [], noNullPrototype: true }),
  })
  .map(({ prefix, draws, ending, rows, map }) => {
    const has = new Set(prefix.has);
    const clauses = [prefix.text];
    const used = new Set<string>();
    for (const draw of draws) {
      const free = writeClauses.filter(
        ({ text, needs, gives = "" }) =>
          !used.has(text) &&
          [...needs].every((name) => has.has(name)) &&
          ![...gives].some((name) => has.has(name)),
      );
      const clause = free[draw % free.length];
      used.add(clause.text);
      for (const name of clause.gives ?? "") has.add(name);
      // reading after a write needs WITH
      clauses.push(clause.text);
    }
    const isOver = clauses.at(-1)!.startsWith("WITH") && ending === "";
    if (ending === "" && isOver) clauses.push("RETURN count(*) AS n");
    else if (ending === "RETURN *" && has.size === 0) clauses.push("RETURN count(*) AS n");
    else clauses.push(ending);
    return { text: clauses.join(" "), parameters: { rows, map } };
  });
