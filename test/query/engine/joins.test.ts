/** Patterns with circles and with conditions on two nodes are counted as the plain executor counts their rows. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import { joinOrder } from "../../../src/query/engine/planning/join-order.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const NODES_MAX = 6;

const graphs = fc.record({
  directed: fc.boolean(),
  nodes: fc.array(
    fc.record({
      labels: fc.subarray(["A", "B"]),
      k: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null, freq: 8 }),
      f: fc.constantFrom(0.5, 1.5, Number.NaN),
      s: fc.option(fc.constantFrom("x", "y", "é"), { nil: null, freq: 8 }),
    }),
    { minLength: 1, maxLength: NODES_MAX },
  ),
  edges: fc.array(
    fc.record({
      source: fc.nat(NODES_MAX - 1),
      target: fc.nat(NODES_MAX - 1),
      type: fc.constantFrom("T", "T", "U"),
    }),
    { maxLength: 12 },
  ),
  hasLoops: fc.boolean(),
});

type Drawn = typeof graphs extends fc.Arbitrary<infer T> ? T : never;

function realGraph({ directed, nodes, edges, hasLoops }: Drawn): Graph {
  const schema = { nodes: { u: "int32", k: "integer", f: "float64", s: "utf8" } } as const;
  const graph = new Graph({ directed, schema });
  nodes.forEach(({ labels, k, f, s }, i) => {
    graph.addNode(labels, { u: (i * 5) % 7, k, f, s });
  });
  for (const { source, target, type } of edges) {
    const ends = [source % nodes.length, target % nodes.length];
    if (hasLoops || ends[0] !== ends[1]) graph.addEdge(ends[0], ends[1], type);
  }
  return graph;
}

/** Variables a to e, each joined to one before it at least once in a while. */
const pieces = fc.record({
  relationships: fc.array(
    fc.record({
      from: fc.nat(4),
      to: fc.nat(4),
      way: fc.constantFrom("->", "->", "<-", "-"),
      type: fc.constantFrom("", ":T", ":U"),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  labels: fc.array(fc.constantFrom("", "", "", ":A", ":B"), { minLength: 5, maxLength: 5 }),
  conditions: fc.array(
    fc.record({
      from: fc.nat(4),
      to: fc.nat(4),
      kind: fc.nat(15),
      way: fc.constantFrom("->", "<-", "-"),
    }),
    { maxLength: 3 },
  ),
  isSplit: fc.boolean(),
});

type Pieces = typeof pieces extends fc.Arbitrary<infer T> ? T : never;

const arrow = (from: string, way: string, type: string, to: string): string =>
  way === "<-" ? `(${from})<-[${type}]-(${to})` : `(${from})-[${type}]${way}(${to})`;

function conditionText({ from, to, kind, way }: Pieces["conditions"][number], count: number): string {
  const [a, b] = ["abcde"[from % count], "abcde"[to % count]];
  const hop = (type: string) => arrow(a, way, type, b);
  const forms = [
    `${a}.u < ${b}.u`,
    `${a}.u <> ${b}.u`,
    `${a}.k <= ${b}.k`,
    `${a}.k = ${b}.k`,
    `${a}.k <> ${b}.k`,
    `${a}.f >= ${b}.f`,
    `${a}.s < ${b}.s`,
    `${a}.s = ${b}.s`,
    `${a} <> ${b}`,
    `NOT ${hop(":T")}`,
    `NOT EXISTS { ${hop("")} }`,
    hop(":T|U"),
    `EXISTS { MATCH ${hop(":U")} }`,
    `id(${a}) > id(${b})`,
    `${a}.u < ${b}.u < ${b}.k`,
    `${a}.k > ${b}.u`,
  ];
  return forms[kind];
}

function matchText({ relationships, labels, conditions, isSplit }: Pieces): { match: string; count: number } {
  const used = [...new Set(relationships.flatMap(({ from, to }) => [from, to]))].sort();
  const name = (node: number): string => "abcde"[used.indexOf(node)];
  const hops = relationships.map(({ from, to, way, type }) => arrow(name(from), way, type, name(to)));
  const nodes = used.map((_, i) => `(${"abcde"[i]}${labels[i]})`);
  const where = conditions.map((each) => conditionText(each, used.length));
  const isTwo = isSplit && hops.length > 1;
  const parts = isTwo ? [[...nodes, hops[0]], hops.slice(1)] : [[...nodes, ...hops]];
  const texts = parts.map((part) => `MATCH ${part.join(", ")}`);
  return {
    match: `${texts.join(" ")}${where.length === 0 ? "" : ` WHERE ${where.join(" AND ")}`}`,
    count: used.length,
  };
}

test("circles and conditions on two nodes leave the rows of the plain executor", () => {
  fc.assert(
    fc.property(graphs, fc.array(pieces, { minLength: 4, maxLength: 4 }), (drawn, all) => {
      const graph = realGraph(drawn);
      for (const each of all) {
        const { match, count } = matchText(each);
        const node = "abcde"[each.relationships[0].from % count];
        const texts = [
          `${match} RETURN count(*) AS n`,
          `${match} RETURN id(${node}) AS i, count(*) AS n ORDER BY i`,
          `${match} RETURN count(DISTINCT ${node}) AS n, sum(${node}.u) AS u`,
          `${match} RETURN ${node}.k AS k, count(*) AS n, max(${node}.u) AS u ORDER BY k`,
        ];
        const answers = ["columns", "rows"].map((engine) => {
          tuning.queryEngine = engine as "columns" | "rows";
          return texts.map((text) => graph.query(text).toArray({ rows: "array" }));
        });
        expect(answers[0], match).toEqual(answers[1]);
      }
    }),
    { numRuns: 60 },
  );
});

test("triangles, cliques and squares of a complete graph are as many as there are", () => {
  const graph = new Graph();
  const size = 9;
  for (let i = 0; i < size; i++) graph.addNode("N", { i });
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) if (i !== j) graph.addEdge(i, j, "T");
  const one = (text: string) => graph.query(text).toArray({ rows: "array" })[0][0];
  const falling = (count: number): number =>
    Array.from({ length: count }, (_, i) => size - i).reduce((product, each) => product * each, 1);
  expect(one("MATCH (a)-->(b)-->(c)-->(a) RETURN count(*)")).toBe(falling(3));
  expect(one("MATCH (a)-->(b)-->(c)-->(a) WHERE a.i < b.i < c.i RETURN count(*)")).toBe(falling(3) / 6);
  const clique = "MATCH (a)-->(b), (a)-->(c), (a)-->(d), (b)-->(c), (b)-->(d), (c)-->(d)";
  expect(one(`${clique} RETURN count(*)`)).toBe(falling(4));
  const five = `${clique}, (a)-->(e), (b)-->(e), (c)-->(e), (d)-->(e)`;
  expect(one(`${five} RETURN count(*)`)).toBe(falling(5));
  // opposite corners may be one: of four that leave and return there are then those over one corner as well
  expect(one("MATCH (a)-->(b)-->(c), (a)-->(d)-->(c) WHERE b <> d AND a <> c RETURN count(*)")).toBe(
    falling(4),
  );
  expect(one("MATCH (a)-->(b)-->(c) WHERE NOT (a)-->(c) RETURN count(*)")).toBe(falling(2));
  expect(one("MATCH (a)-->(b)-->(c) WHERE NOT (a)-->(c) AND a <> c RETURN count(*)")).toBe(0);
});

test("parts that equal values join are counted by value", () => {
  fc.assert(
    fc.property(
      graphs,
      fc.array(fc.constantFrom("a.k = b.k", "c.s = a.s", "b.u = d.k", "c.f = d.f", "a.k < c.k"), {
        maxLength: 3,
      }),
      (drawn, conditions) => {
        const graph = realGraph(drawn);
        const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
        const match = `MATCH (a)-[:T]->(e), (b:A), (c), (d:B)${where}`;
        const texts = [
          `${match} RETURN count(*) AS n`,
          `${match} RETURN b.k AS k, count(*) AS n ORDER BY k`,
          `${match} RETURN e.s AS s, sum(e.u) AS n, count(DISTINCT e) AS m ORDER BY s`,
        ];
        const answers = ["columns", "rows"].map((engine) => {
          tuning.queryEngine = engine as "columns" | "rows";
          return texts.map((text) => graph.query(text).toArray({ rows: "array" }));
        });
        expect(answers[0], match).toEqual(answers[1]);
      },
    ),
    { numRuns: 60 },
  );
});

test("parallel relationships multiply", () => {
  const graph = new Graph();
  graph.addNodes(2);
  for (let i = 0; i < 64; i++) graph.addEdge(i % 2, 1 - (i % 2), "T");
  const text = "MATCH (a)-[:T]->(b)-[:T]->(a) RETURN count(*) AS n";
  expect(graph.query(text).toArray()).toEqual([{ n: 2 * 32 * 32 }]);
});

test("an order binds as few variables as leave trees", () => {
  const arcs = { read: 10, kept: 10, readWhenReached: 10 };
  const link = (a: number, b: number, hasEdges = true) => ({
    a,
    b,
    hasEdges,
    isListed: hasEdges,
    isPlain: hasEdges,
    fromA: arcs,
    fromB: arcs,
  });
  const counts = [100, 100, 100, 100];
  const of = (links: ReturnType<typeof link>[], root?: number) => joinOrder({ counts, links, root });
  const square = [link(0, 1), link(1, 2), link(2, 3), link(0, 3)];
  expect(of(square)?.bound).toHaveLength(1);
  // both ends of the diagonal, or one
  expect(of([...square, link(0, 2)])?.bound[0]).toBe(0);
  expect(of([...square, link(0, 2), link(1, 3)])?.bound.length).toBeGreaterThan(1);
  // without relationships between them no sums are passed along
  expect(of([link(0, 1), link(1, 2), link(2, 3), link(0, 3, false)])?.bound).toHaveLength(1);
  expect(of(square, 2)?.bound).toContain(2);
  expect(of([])?.bound).toEqual([]);
});
