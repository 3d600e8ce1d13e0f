// Similarities against sets of neighbours, SimRank against its definition, and matchings against all permutations.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adamicAdar,
  commonNeighbors,
  completeGraph,
  cosine,
  cycleGraph,
  type EdgeList,
  isIsomorphic,
  jaccard,
  karateClub,
  overlap,
  type PairOptions,
  petersenGraph,
  preferentialAttachment,
  randomRegularGraph,
  resourceAllocation,
  simRank,
  subgraphIsomorphisms,
} from "../../../src/algorithms/index.js";
import { Graph, type GraphView, GroggyError } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";
import { arcsOfCase, type Case, caseOf, cases, graphOf, pathGraph } from "../shared/random-graphs.js";

type Way = "out" | "in" | "both";
const ways = fc.constantFrom<Way>("out", "in", "both");
const made = (list: EdgeList): Graph => list.addTo(new Graph({ directed: list.directed }));
const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

/** For each node the distinct nodes near it in a direction. */
function nearOf(graph: Case, direction: Way): Map<number, Set<number>> {
  const near = new Map(graph.ids.map((id) => [id, new Set<number>()]));
  for (const { from, to } of arcsOfCase(graph, direction)) if (from !== to) near.get(from)!.add(to);
  return near;
}

type Formula = (a: Set<number>, b: Set<number>, shared: number[], holders: (id: number) => number) => number;

const measures: [
  string,
  (view: GraphView, options?: PairOptions) => Iterable<[number, number, number]>,
  Formula,
][] = [
  [
    "jaccard",
    jaccard,
    (a, b, shared) => (shared.length === 0 ? 0 : shared.length / new Set([...a, ...b]).size),
  ],
  [
    "cosine",
    cosine,
    (a, b, shared) => (shared.length === 0 ? 0 : shared.length / Math.sqrt(a.size * b.size)),
  ],
  [
    "overlap",
    overlap,
    (a, b, shared) => (shared.length === 0 ? 0 : shared.length / Math.min(a.size, b.size)),
  ],
  ["commonNeighbors", commonNeighbors, (_a, _b, shared) => shared.length],
  [
    "adamicAdar",
    adamicAdar,
    (_a, _b, shared, holders) => sum(shared.map((id) => (holders(id) > 1 ? 1 / Math.log(holders(id)) : 0))),
  ],
  [
    "resourceAllocation",
    resourceAllocation,
    (_a, _b, shared, holders) => sum(shared.map((id) => 1 / holders(id))),
  ],
  ["preferentialAttachment", preferentialAttachment, (a, b) => a.size * b.size],
];

const thresholds = fc.constantFrom(undefined, 0, -0, 0.3, 1, -1e-9, -1, -7, -Infinity, Infinity);

describe.each(measures)("%s", (name, measure, formula) => {
  const scoresOf = (graph: Case, direction: Way) => {
    const near = nearOf(graph, direction);
    const holders = (id: number) => [...near.values()].filter((set) => set.has(id)).length;
    return (u: number, v: number) => {
      const [a, b] = [near.get(u)!, near.get(v)!];
      return formula(
        a,
        b,
        [...a].filter((id) => b.has(id)),
        holders,
      );
    };
  };

  it("scores all pairs above a threshold", () => {
    fc.assert(
      fc.property(cases(), ways, thresholds, (graph, direction, threshold) => {
        const score = scoresOf(graph, direction);
        const expected = graph.ids.flatMap((u) =>
          graph.ids.filter((v) => v > u && score(u, v) > (threshold ?? 0)).map((v) => [u, v, score(u, v)]),
        );
        const found = [...measure(graph.view, { direction, ...(threshold !== undefined && { threshold }) })];
        expect(found.map(([u, v]) => [u, v])).toEqual(expected.map(([u, v]) => [u, v]));
        for (const [i, [, , value]] of found.entries()) expect(value).toBeCloseTo(expected[i][2], 12);
      }),
    );
  });

  it("scores given pairs in their order, a node with itself too", () => {
    fc.assert(
      fc.property(
        cases({ nodesMin: 1 }),
        ways,
        fc.array(fc.tuple(fc.nat(), fc.nat())),
        (graph, direction, drawn) => {
          const score = scoresOf(graph, direction);
          const { ids } = graph;
          const pairs = drawn.map(([a, b]) => [ids[a % ids.length], ids[b % ids.length]] as const);
          const found = [...measure(graph.view, { pairs, direction })];
          expect(found.map(([u, v]) => [u, v])).toEqual(pairs);
          for (const [u, v, value] of found) expect(value).toBeCloseTo(score(u, v), 12);
        },
      ),
    );
  });

  it("gives the best of each node", () => {
    fc.assert(
      fc.property(cases(), fc.integer({ min: 1, max: 3 }), thresholds, (graph, top, threshold = 0) => {
        const score = scoresOf(graph, "out");
        const found = [...measure(graph.view, { top, threshold })];
        for (const u of graph.ids) {
          const mine = found.filter(([from]) => from === u);
          const all = graph.ids.filter((v) => v !== u && score(u, v) > threshold).map((v) => score(u, v));
          const best = all.sort((a, b) => b - a).slice(0, top);
          expect(mine.length).toBe(best.length);
          for (const [i, [, v, value]] of mine.entries()) {
            expect(value).toBeCloseTo(best[i], 12);
            expect(value).toBeCloseTo(score(u, v), 12);
          }
        }
      }),
    );
  });

  it(`refuses what ${name} cannot do`, () => {
    expect(() => measure(pathGraph(2), { pairs: [[0, 9]] })).toThrow(GroggyError);
    expect(() => measure(pathGraph(2), { pairs: [0, 1] as never })).toThrow(
      '"pairs" expected pairs of node ids, got 0',
    );
    for (const pairs of [7, { [Symbol.iterator]: 1 }, { [Symbol.iterator]: () => ({}) }])
      expect(() => measure(pathGraph(2), { pairs: pairs as never })).toThrow(
        '"pairs" expected pairs of node ids',
      );
    expect(() => measure(pathGraph(2), { top: 0 })).toThrow(
      '"top" expected a whole number of at least 1, got 0',
    );
    expect(() => measure(pathGraph(2), { threshold: Number.NaN })).toThrow(RangeError);
    expect([...measure(new Graph())]).toEqual([]);
  });
});

describe("pair scores", () => {
  it("do not pass a threshold by rounding alone", () => {
    // two shared neighbours, of 5 and of 10: 1/5 + 1/10, which float64 makes 0.30000000000000004
    const graph = graphOf(false, 20, []);
    graph.addEdges(
      [0, 0, 1, 1, ...Array(3).fill(2), ...Array(8).fill(3)],
      [2, 3, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
    );
    expect([...resourceAllocation(graph, { pairs: [[0, 1]] }).values]).toEqual([1 / 5 + 1 / 10]);
    const found = (threshold: number) =>
      [...resourceAllocation(graph, { threshold })].some(([u, v]) => u === 0 && v === 1);
    expect(found(0.3)).toBe(false);
    expect(found(0.29999)).toBe(true);
  });

  it("have the values networkx documents for complete graphs, and make edges", () => {
    const complete = made(completeGraph(5));
    expect(
      jaccard(complete, {
        pairs: [
          [0, 1],
          [2, 3],
        ],
      }).values.join(),
    ).toBe("0.6,0.6");
    expect(resourceAllocation(complete, { pairs: [[0, 1]] }).values[0]).toBeCloseTo(0.75, 12);
    expect(adamicAdar(complete, { pairs: [[0, 1]] }).values[0]).toBeCloseTo(2.1640425613334453, 12);
    expect(preferentialAttachment(complete, { pairs: [[0, 1]] }).values[0]).toBe(16);
    const karate = made(karateClub());
    const { sources, targets, values, length } = commonNeighbors(karate, { threshold: 4 });
    karate.addEdges(sources, targets, { attributes: { score: values } });
    expect(karate.edgeCount).toBe(78 + length);
  });
});

describe("simRank", () => {
  it("has the values of the paper's example", () => {
    // university to professors A and B, these to students A and B, and student A back: networkx's documentation too
    const [univ, profA, studentA, profB, studentB] = [0, 1, 2, 3, 4];
    const graph = graphOf(true, 5, [
      [univ, profA],
      [univ, profB],
      [profA, studentA],
      [studentA, univ],
      [profB, studentB],
      [studentB, profB],
    ]);
    const ranks = simRank(graph, { damping: 0.8, tolerance: 1e-10 });
    expect(ranks.get(profA, profB)).toBeCloseTo(0.414, 2);
    expect(ranks.get(studentA, studentB)).toBeCloseTo(0.331, 2);
    expect(ranks.get(univ, profB)).toBeCloseTo(0.132, 2);
    expect(ranks.get(univ, studentB)).toBeCloseTo(0.034, 2);
    expect(ranks.of(univ)!.get(profB)).toBe(ranks.get(univ, profB));
    expect(ranks.get(univ, 99)).toBeUndefined();
    expect(ranks.of(99)).toBeUndefined();
    expect(ranks.converged).toBe(true);
  });

  it("is what the definition says, round by round", () => {
    fc.assert(
      fc.property(
        cases({ nodesMax: 6 }),
        ways,
        fc.nat(4),
        fc.constantFrom(0.5, 0.9),
        (graph, direction, rounds, damping) => {
          const near = nearOf(graph, direction);
          let values = new Map(
            graph.ids.flatMap((u) => graph.ids.map((v) => [`${u},${v}`, u === v ? 1 : 0])),
          );
          for (let round = 0; round < rounds; round++) {
            values = new Map(
              graph.ids.flatMap((u) =>
                graph.ids.map((v): [string, number] => {
                  const pairs = [...near.get(u)!].flatMap((a) =>
                    [...near.get(v)!].map((b) => values.get(`${a},${b}`)!),
                  );
                  return [
                    `${u},${v}`,
                    u === v ? 1 : pairs.length === 0 ? 0 : (damping * sum(pairs)) / pairs.length,
                  ];
                }),
              ),
            );
          }
          const ranks = simRank(graph.view, { direction, damping, maxIterations: rounds, tolerance: 0 });
          for (const u of graph.ids)
            for (const v of graph.ids) expect(ranks.get(u, v)).toBeCloseTo(values.get(`${u},${v}`)!, 12);
        },
      ),
    );
    expect(() => simRank(pathGraph(2), { damping: 1.5 })).toThrow('"damping" expected 0..1, got 1.5');
    expect(simRank(new Graph()).ids.length).toBe(0);
    const many = new Graph();
    many.addNodes(20000);
    expect(() => simRank(many)).toThrow("expected at most 16384");
  });
});

/** All lists of `size` distinct items. */
function arrangements(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return items.flatMap((item) =>
    arrangements(
      items.filter((each) => each !== item),
      size - 1,
    ).map((rest) => [item, ...rest]),
  );
}

/** How many arcs lead from one node to another; a self-loop of an undirected graph is two. */
function arcCounter(graph: Case): (u: number, v: number) => number {
  const counts = new Map<string, number>();
  for (const { from, to } of arcsOfCase(graph))
    counts.set(`${from},${to}`, (counts.get(`${from},${to}`) ?? 0) + 1);
  return (u, v) => counts.get(`${u},${v}`) ?? 0;
}

describe("subgraphIsomorphisms", () => {
  it("finds the triangles of the karate club six times each, and lazily", () => {
    const karate = made(karateClub());
    const triangle = made(cycleGraph(3));
    expect([...subgraphIsomorphisms(karate, triangle)].length).toBe(6 * 45);
    const path = pathGraph(3, false);
    const induced = [...subgraphIsomorphisms(karate, path)].length;
    const any = [...subgraphIsomorphisms(karate, path, { induced: false })].length;
    expect(any - induced).toBe(6 * 45);
    expect(subgraphIsomorphisms(made(completeGraph(200)), made(completeGraph(20))).next().done).toBe(false);
  });

  it("finds what all arrangements would", () => {
    const arbitrary = fc
      .boolean()
      .chain((directed) =>
        fc.tuple(
          cases({ directed, nodesMax: 5, edgesMax: 14 }),
          cases({ directed, nodesMax: 3, edgesMax: 4 }),
        ),
      );
    fc.assert(
      fc.property(arbitrary, fc.boolean(), ([graph, pattern], induced) => {
        const [large, small] = [arcCounter(graph), arcCounter(pattern)];
        const expected = arrangements(graph.ids, pattern.ids.length).filter((images) =>
          pattern.ids.every((u, i) =>
            pattern.ids.every((v, j) => {
              const [has, needs] = [large(images[i], images[j]), small(u, v)];
              return induced ? has === needs : has >= needs;
            }),
          ),
        );
        const found = [...subgraphIsomorphisms(graph.view, pattern.view, { induced })];
        for (const result of found) expect([...result.ids]).toEqual(pattern.ids);
        expect(found.map(({ values }) => values.join()).sort()).toEqual(
          expected.map((each) => each.join()).sort(),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("minds the tests of nodes and edges, parallel ones too", () => {
    const arbitrary = fc
      .boolean()
      .chain((directed) =>
        fc.tuple(
          cases({ directed, nodesMax: 4, edgesMax: 10, weightMax: 2 }),
          cases({ directed, nodesMax: 2, edgesMax: 4, weightMax: 2 }),
        ),
      );
    fc.assert(
      fc.property(arbitrary, fc.boolean(), ([graph, pattern], induced) => {
        const weightsOf = (each: Case, u: number, v: number) =>
          arcsOfCase(each)
            .filter(({ from, to }) => from === u && to === v)
            .map(({ edge }) => edge.weight);
        // each edge of the pattern needs one of its own that is no lighter
        const covers = (has: number[], needs: number[]) => {
          const [a, b] = [has, needs].map((list) => [...list].sort((x, y) => y - x));
          return (
            (induced ? a.length === b.length : a.length >= b.length) && b.every((need, i) => a[i] >= need)
          );
        };
        const expected = arrangements(graph.ids, pattern.ids.length).filter(
          (images) =>
            pattern.ids.every((u, i) => (images[i] + u) % 2 === 0) &&
            pattern.ids.every((u, i) =>
              pattern.ids.every((v, j) =>
                covers(weightsOf(graph, images[i], images[j]), weightsOf(pattern, u, v)),
              ),
            ),
        );
        const weight = (each: Case, id: number) => each.edges.find((edge) => edge.id === id)!.weight;
        const found = subgraphIsomorphisms(graph.view, pattern.view, {
          induced,
          nodeMatch: (node, other) => (node + other) % 2 === 0,
          edgeMatch: (edge, other) => weight(graph, edge) >= weight(pattern, other),
        });
        expect([...found].map(({ values }) => values.join()).sort()).toEqual(
          expected.map((each) => each.join()).sort(),
        );
      }),
    );
  });

  it("refuses what cannot be compared", () => {
    expect(() => subgraphIsomorphisms(pathGraph(2), pathGraph(2, false))).toThrow(
      '"pattern" expected a directed graph, as the view is, got an undirected graph',
    );
    expect(() => subgraphIsomorphisms(pathGraph(2), {} as Graph)).toThrow(
      '"pattern" expected a graph or a view',
    );
    expect(() => subgraphIsomorphisms(pathGraph(2), pathGraph(2), { nodeMatch: 1 as never })).toThrow(
      TypeError,
    );
  });
});

describe("isIsomorphic", () => {
  /** The same graph under other names. */
  function renamed(graph: Case, seed: number): Graph {
    const names = new Prng(seed).shuffle(graph.ids.map((_, i) => i));
    const at = new Map(graph.ids.map((id, i) => [id, names[i]]));
    const other = new Graph({ directed: graph.directed });
    other.addNodes(graph.ids.length);
    const edges = new Prng(seed + 1).shuffle([...graph.edges]);
    for (const { source, target, weight } of edges)
      other.addEdge(at.get(source)!, at.get(target)!, { weight });
    return other;
  }

  it("knows a graph under other names, and tells it from one with an edge elsewhere", () => {
    fc.assert(
      fc.property(cases({ edgesMax: 14, nodesMax: 6 }), fc.nat(99), fc.nat(99), (graph, seed, moved) => {
        const other = renamed(graph, seed);
        const weights = (a: number, b: number) =>
          graph.view.edges.get(a, "weight") === other.edges.get(b, "weight");
        expect(isIsomorphic(graph.view, other)).toBe(true);
        expect(isIsomorphic(graph.view, other, { edgeMatch: weights })).toBe(true);
        if (other.edgeCount === 0) return;
        const edge = other.edges.ids()[moved % other.edgeCount];
        const [source, target] = [other.source(edge), (other.target(edge) + 1) % other.nodeCount];
        other.removeEdge(edge);
        other.addEdge(source, target, { weight: 99 });
        const ids = [...other.nodes.ids()];
        const [a, b] = [arcCounter(graph), arcCounter(caseOf(other))];
        const same = arrangements(ids, ids.length).some((images) =>
          graph.ids.every((u, i) => graph.ids.every((v, j) => a(u, v) === b(images[i], images[j]))),
        );
        expect(isIsomorphic(graph.view, other)).toBe(same);
        expect(isIsomorphic(graph.view, other, { edgeMatch: weights })).toBe(false);
      }),
    );
  });

  it("tells regular graphs apart that colours cannot", () => {
    const hexagon = made(cycleGraph(6));
    const triangles = graphOf(false, 6, [
      [0, 1],
      [1, 2],
      [2, 0],
      [3, 4],
      [4, 5],
      [5, 3],
    ]);
    expect(isIsomorphic(hexagon, triangles)).toBe(false);
    const petersen = made(petersenGraph());
    expect(isIsomorphic(petersen, renamed(caseOf(petersen), 4))).toBe(true);
    const prism = graphOf(false, 10, [
      ...[0, 1, 2, 3, 4].flatMap((i): [number, number][] => [
        [i, (i + 1) % 5],
        [i + 5, ((i + 1) % 5) + 5],
        [i, i + 5],
      ]),
    ]);
    expect(isIsomorphic(petersen, prism)).toBe(false);
    const regular = made(randomRegularGraph(60, 3, { seed: 1 }));
    expect(isIsomorphic(regular, renamed(caseOf(regular), 2))).toBe(true);
    const long = pathGraph(3000, false);
    expect(isIsomorphic(long, renamed(caseOf(long), 2))).toBe(true);
  });

  it("says no to graphs of other kinds and sizes, and minds nodes", () => {
    expect(isIsomorphic(pathGraph(3), pathGraph(3, false))).toBe(false);
    expect(isIsomorphic(pathGraph(3), pathGraph(4))).toBe(false);
    expect(isIsomorphic(new Graph(), new Graph())).toBe(true);
    const [a, b] = [pathGraph(2), pathGraph(2)];
    a.nodes.set(0, { kind: "x" });
    b.nodes.set(1, { kind: "x" });
    const sameKind = (u: number, v: number) => a.nodes.get(u, "kind") === b.nodes.get(v, "kind");
    expect(isIsomorphic(a, b)).toBe(true);
    expect(isIsomorphic(a, b, { nodeMatch: sameKind })).toBe(false);
    expect(() => isIsomorphic(a, undefined as never)).toThrow(TypeError);
  });
});
