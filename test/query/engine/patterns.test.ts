/** Every pattern of up to four relationships: counted, grouped and listed, with trails counted by trying all edges. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import {
  type AskedPattern,
  besides,
  connectedPatterns,
  eachMatch,
  type Pattern,
  patternText,
  type SmallGraph,
} from "./small-patterns.js";

const patterns = connectedPatterns(4);

test("there are so many patterns up to isomorphism", () => {
  const counts = [1, 2, 3, 4].map((size) => patterns.filter(({ edges }) => edges.length === size).length);
  // a pair or a loop, with a direction or without one
  expect(counts[0]).toBe(4);
  // two loops 3, a loop at an end of a pair 6, two relationships of a pair 4, two in a row 6
  expect(counts[1]).toBe(19);
  expect(counts.slice(2)).toEqual([118, 875]);
});

const graphs: fc.Arbitrary<SmallGraph> = fc.record({
  directed: fc.boolean(),
  labels: fc.array(fc.subarray(["A", "B"]), { minLength: 4, maxLength: 4 }),
  edges: fc.array(fc.record({ source: fc.nat(3), target: fc.nat(3), type: fc.constantFrom("T", "U") }), {
    minLength: 4,
    maxLength: 7,
  }),
});

/** Loops, parallel and mutual edges of both types. */
const knotted: SmallGraph = {
  directed: true,
  labels: [["A"], ["A", "B"], ["B"], []],
  edges: [
    { source: 0, target: 1, type: "T" },
    { source: 0, target: 1, type: "T" },
    { source: 1, target: 0, type: "U" },
    { source: 1, target: 1, type: "T" },
    { source: 1, target: 2, type: "T" },
    { source: 2, target: 0, type: "T" },
    { source: 2, target: 2, type: "U" },
  ],
};

function realGraph({ directed, labels, edges }: SmallGraph): Graph {
  const graph = new Graph({ directed });
  for (const each of labels) graph.addNode(each);
  for (const { source, target, type } of edges) graph.addEdge(source, target, type);
  return graph;
}

const TYPES = [[], ["T"], ["U"], ["T"], ["T", "U"]];
const LABELS = [undefined, undefined, "A", "B"];

/** A pattern with types and labels that follow from a number. */
function asked(pattern: Pattern, seed: number): AskedPattern {
  let state = seed | 1;
  const draw = (below: number): number => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return (state >>> 8) % below;
  };
  const isPlain = draw(4) === 0;
  return {
    ...pattern,
    types: pattern.edges.map(() => (isPlain ? [] : TYPES[draw(TYPES.length)])),
    labels: Array.from({ length: pattern.nodeCount }, () =>
      isPlain ? undefined : LABELS[draw(LABELS.length)],
    ),
  };
}

function counted(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** The answers of a graph to a pattern in several forms, each of which has to be what going through all edges finds. */
function check(graph: Graph, small: SmallGraph, pattern: AskedPattern, place: number): void {
  const found: { readonly nodes: readonly number[]; readonly edges: readonly number[] }[] = [];
  eachMatch(small, pattern, (nodes, edges) => found.push({ nodes: nodes.slice(), edges: edges.slice() }));
  const chained = place % 2 === 0;
  const text = patternText(pattern, chained, false);
  const about = `${text} on ${JSON.stringify(small)}`;
  const query = (rest: string, match = text) =>
    graph.query(`MATCH ${match} ${rest}`).toArray({ rows: "array" });

  expect(query("RETURN count(*) AS n"), about).toEqual([[found.length]]);

  const one = place % pattern.nodeCount;
  const byNode = counted(found.map(({ nodes }) => String(nodes[one])));
  const groups = query(`RETURN id(n${one}) AS i, count(*) AS n`);
  expect(new Map(groups.map(([i, n]) => [String(i), n])), about).toEqual(byNode);
  expect(query(`RETURN count(DISTINCT n${one}) AS n`), about).toEqual([[byNode.size]]);
  expect(query(`RETURN sum(id(n${one})) AS n`), about).toEqual([
    [found.reduce((sum, { nodes }) => sum + nodes[one], 0)],
  ]);

  const [first, last] = [0, pattern.nodeCount - 1];
  const pairs = query(`RETURN id(n${first}) AS i, id(n${last}) AS j, count(*) AS n`);
  const byPair = counted(found.map(({ nodes }) => `${nodes[first]} ${nodes[last]}`));
  expect(new Map(pairs.map(([i, j, n]) => [`${i} ${j}`, n])), about).toEqual(byPair);

  const names = [
    ...Array.from({ length: pattern.nodeCount }, (_, i) => `id(n${i})`),
    ...pattern.edges.map((_, i) => `id(r${i})`),
  ];
  const listed = query(`RETURN ${names.join(", ")}`, patternText(pattern, chained, true));
  const wanted = found.map(({ nodes, edges }) => [...nodes, ...edges].join(" ")).sort();
  expect(listed.map((row) => row.join(" ")).sort(), about).toEqual(wanted);
}

test("every connected pattern of up to four relationships has the trails of all edges tried", () => {
  fc.assert(
    fc.property(fc.array(graphs, { minLength: 7, maxLength: 7 }), fc.nat(), (drawn, seed) => {
      const all = [knotted, ...drawn].map((small) => ({ small, graph: realGraph(small) }));
      patterns.forEach((pattern, i) => {
        const { small, graph } = all[(seed + i) % all.length];
        check(graph, small, asked(pattern, seed + i), i);
      });
    }),
    { numRuns: 1, endOnFailure: true },
  );
}, 180_000);

test("patterns beside each other share no relationship", () => {
  const small = patterns.filter(({ edges }) => edges.length <= 2);
  fc.assert(
    fc.property(graphs, fc.nat(), (drawn, seed) => {
      const graph = realGraph(drawn);
      for (let i = 0; i < small.length; i++) {
        const other = small[(seed + 3 * i) % small.length];
        check(graph, drawn, asked(besides(small[i], other), seed + i), i);
      }
    }),
    { numRuns: 4, endOnFailure: true },
  );
}, 120_000);
