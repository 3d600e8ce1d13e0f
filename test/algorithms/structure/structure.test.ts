// Structure of graphs against definitions spelled out over all pairs, triples and subsets of nodes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attributeAssortativity,
  clusteringCoefficient,
  completeGraph,
  coreNumbers,
  degreeAssortativity,
  density,
  dominatingSet,
  type EdgeList,
  erdosRenyiGraph,
  florentineFamilies,
  greedyColoring,
  karateClub,
  kCore,
  kTruss,
  maximalCliques,
  maximumIndependentSet,
  numericAssortativity,
  petersenGraph,
  reciprocity,
  richClub,
  starGraph,
  transitivity,
  triadCensus,
  triangles,
  tripletCensus,
} from "../../../src/algorithms/index.js";
import { Graph, GroggyError } from "../../../src/index.js";
import { arcsOfCase, type Case, cases, graphOf, pathGraph } from "../shared/random-graphs.js";

const made = (list: EdgeList): Graph => list.addTo(new Graph({ directed: list.directed }));
const karate = made(karateClub());
const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

/** Whether two distinct nodes have an edge, in either direction or as it leads. */
function joins(graph: Case, directed: boolean): (u: number, v: number) => boolean {
  const pairs = new Set(arcsOfCase(graph, directed ? "out" : "both").map(({ from, to }) => `${from},${to}`));
  return (u, v) => u !== v && pairs.has(`${u},${v}`);
}

/** All subsets of `size` of some ids. */
function subsets(ids: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return ids.flatMap((id, i) => subsets(ids.slice(i + 1), size - 1).map((rest) => [id, ...rest]));
}

const isClique = (nodes: readonly number[], has: (u: number, v: number) => boolean) =>
  subsets(nodes, 2).every(([u, v]) => has(u, v));

function expectSameNumber(received: number, expected: number): void {
  if (Number.isNaN(expected)) expect(received).toBeNaN();
  else expect(received).toBeCloseTo(expected, 9);
}

describe("triangles, clusteringCoefficient and transitivity", () => {
  it("have the published values for the karate club and complete graphs", () => {
    expect(triangles(karate).total).toBe(45);
    expect(triangles(karate).get(0)).toBe(18);
    expect(transitivity(karate)).toBeCloseTo(0.2556818181818182, 12);
    expect(clusteringCoefficient(karate).average).toBeCloseTo(0.5706384782076823, 12);
    expect(transitivity(made(florentineFamilies()))).toBeCloseTo(0.19148936170212766, 12);
    const complete = made(completeGraph(5));
    expect([...triangles(complete).values]).toEqual([6, 6, 6, 6, 6]);
    expect(clusteringCoefficient(complete).average).toBe(1);
    expect(triangles(made(petersenGraph())).total).toBe(0);
  });

  it("gives LDBC's coefficient in a directed graph: arcs among neighbours in either direction", () => {
    // 0 has the neighbours 1, 2 and 3, and of their six possible arcs two
    const graph = graphOf(true, 4, [
      [0, 1],
      [2, 0],
      [0, 3],
      [1, 2],
      [2, 1],
    ]);
    expect(clusteringCoefficient(graph).get(0)).toBeCloseTo(2 / 6, 12);
    expect(clusteringCoefficient(graph, { direction: "both" }).get(0)).toBeCloseTo(1 / 3, 12);
    expect(clusteringCoefficient(graph).get(1)).toBe(0.5);
    expect(clusteringCoefficient(graph, { direction: "both" }).get(1)).toBe(1);
  });

  it("count what the definitions say", () => {
    fc.assert(
      fc.property(cases({ edgesMax: 30 }), (graph) => {
        const has = joins(graph, false);
        const leads = joins(graph, true);
        const found = subsets(graph.ids, 3).filter((nodes) => isClique(nodes, has));
        const result = triangles(graph.view);
        expect(result.total).toBe(found.length);
        const clustering = clusteringCoefficient(graph.view);
        const undirected = clusteringCoefficient(graph.view, { direction: "both" });
        let [triples, average] = [0, 0];
        for (const id of graph.ids) {
          expect(result.get(id)).toBe(found.filter((nodes) => nodes.includes(id)).length);
          const near = graph.ids.filter((other) => has(id, other));
          const pairs = near.flatMap((u) => near.filter((v) => v !== u).map((v) => [u, v]));
          const share = (test: typeof has) =>
            pairs.filter(([u, v]) => test(u, v)).length / (pairs.length || 1);
          expectSameNumber(clustering.get(id)!, share(leads));
          expectSameNumber(undirected.get(id)!, share(has));
          triples += pairs.length / 2;
          average += share(leads) / graph.ids.length;
        }
        expectSameNumber(clustering.average, average);
        expectSameNumber(transitivity(graph.view), triples === 0 ? 0 : (3 * found.length) / triples);
      }),
    );
  });
});

describe("density and reciprocity", () => {
  it("count pairs", () => {
    expect(density(karate)).toBeCloseTo(0.13903743315508021, 12);
    expect(density(pathGraph(3))).toBe(2 / 6);
    expect(density(new Graph())).toBe(0);
    expect(
      reciprocity(
        graphOf(true, 3, [
          [0, 1],
          [1, 0],
          [1, 2],
        ]),
      ),
    ).toBe(2 / 3);
    expect(reciprocity(karate)).toBe(1);
    expect(reciprocity(new Graph())).toBe(0);
    fc.assert(
      fc.property(cases(), (graph) => {
        const leads = joins(graph, true);
        const pairs = graph.ids.flatMap((u) => graph.ids.filter((v) => leads(u, v)).map((v) => [u, v]));
        const returned = pairs.filter(([u, v]) => leads(v, u)).length;
        expectSameNumber(reciprocity(graph.view), pairs.length === 0 ? 0 : returned / pairs.length);
      }),
    );
  });
});

describe("coreNumbers, kCore and kTruss", () => {
  it("have the known values for the karate club", () => {
    const cores = coreNumbers(karate);
    expect(cores.degeneracy).toBe(4);
    expect([...kCore(karate, 4)]).toEqual([0, 1, 2, 3, 7, 8, 13, 30, 32, 33]);
    expect(sum(cores.values)).toBe(4 * 10 + 3 * 12 + 2 * 11 + 1 - 0);
  });

  /** What is left when elements with too little are taken away one by one. */
  function whittle<T>(
    items: readonly T[],
    supportOf: (item: T, left: readonly T[]) => number,
    min: number,
  ): T[] {
    let left = [...items];
    for (;;) {
      const kept = left.filter((item) => supportOf(item, left) >= min);
      if (kept.length === left.length) return left;
      left = kept;
    }
  }

  it("takes away an edge that only those before it held", () => {
    // two triangles on one edge, which alone is in two
    const diamond = graphOf(false, 4, [
      [0, 1],
      [1, 2],
      [0, 2],
      [1, 3],
      [2, 3],
    ]);
    expect(kTruss(diamond, 3).length).toBe(5);
    expect(kTruss(diamond, 4).length).toBe(0);
    expect(kTruss(made(completeGraph(4)), 4).length).toBe(6);
  });

  it("are what is left when nodes, or edges, with too little are taken away", () => {
    fc.assert(
      fc.property(cases({ edgesMax: 30 }), fc.nat(5), (graph, k) => {
        const has = joins(graph, false);
        const degreeIn = (id: number, left: readonly number[]) =>
          left.filter((other) => has(id, other)).length;
        expect([...kCore(graph.view, k)]).toEqual(whittle(graph.ids, degreeIn, k));
        const cores = coreNumbers(graph.view);
        for (const id of graph.ids) {
          const core = cores.get(id)!;
          expect(whittle(graph.ids, degreeIn, core)).toContain(id);
          expect(whittle(graph.ids, degreeIn, core + 1)).not.toContain(id);
        }
        const edges = graph.edges.filter(({ source, target }) => source !== target);
        const supportIn = ({ source, target }: Case["edges"][number], left: Case["edges"]) => {
          const near = (id: number) =>
            new Set(left.flatMap((e) => (e.source === id ? [e.target] : e.target === id ? [e.source] : [])));
          return [...near(source)].filter((id) => near(target).has(id)).length;
        };
        const truss = whittle(edges, (edge, left) => supportIn(edge, left as Case["edges"]), k);
        expect([...kTruss(graph.view, k + 2)]).toEqual(truss.map(({ id }) => id));
      }),
    );
    expect(() => kCore(karate, -1)).toThrow('"k" expected a whole number of at least 0, got -1');
    expect(() => kTruss(karate, 1)).toThrow(RangeError);
  });
});

describe("richClub", () => {
  it("is the density above each degree", () => {
    expect([...richClub(made(starGraph(4)))]).toEqual([0.5]);
    fc.assert(
      fc.property(cases({ edgesMax: 30 }), (graph) => {
        const has = joins(graph, false);
        const degreeOf = (id: number) => graph.ids.filter((other) => has(id, other)).length;
        const expected: number[] = [];
        for (let k = 0; ; k++) {
          const rich = graph.ids.filter((id) => degreeOf(id) > k);
          if (rich.length < 2) break;
          expected.push(subsets(rich, 2).filter(([u, v]) => has(u, v)).length / subsets(rich, 2).length);
        }
        expect([...richClub(graph.view)]).toEqual(expected);
      }),
    );
  });
});

describe("assortativity", () => {
  const correlation = (pairs: readonly (readonly [number, number])[]) => {
    const mean = (side: 0 | 1) => sum(pairs.map((pair) => pair[side])) / pairs.length;
    const [x, y] = [mean(0), mean(1)];
    const moment = (f: (a: number, b: number) => number) => sum(pairs.map(([a, b]) => f(a - x, b - y)));
    const spread = moment((a) => a * a) * moment((_, b) => b * b);
    return spread < 1e-12 ? Number.NaN : moment((a, b) => a * b) / Math.sqrt(spread);
  };

  it("has the known values for the karate club", () => {
    expect(degreeAssortativity(karate)).toBeCloseTo(-0.47561309768461413, 12);
    expect(degreeAssortativity(made(petersenGraph()))).toBeNaN();
    expect(degreeAssortativity(new Graph())).toBeNaN();
    expect(() => degreeAssortativity(karate, { sourceDegree: "up" as never })).toThrow(
      /"sourceDegree" expected/,
    );
    expect(() => degreeAssortativity(karate, { targetDegree: "up" as never })).toThrow(
      /"targetDegree" expected/,
    );
    expect(attributeAssortativity(new Graph(), "kind")).toBeNaN();
  });

  it("follows from the list of arcs", () => {
    fc.assert(
      fc.property(cases(), fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }), (graph, drawn) => {
        const { view, ids } = graph;
        const arcs = arcsOfCase(graph);
        const kinds = new Map(ids.map((id, i) => [id, drawn[i % 8]]));
        const degreePairs = arcs.map(
          ({ from, to }) => [view.degree(from, "out"), view.degree(to, "in")] as const,
        );
        expectSameNumber(degreeAssortativity(view), correlation(degreePairs));
        const totalPairs = arcs.map(
          ({ from, to }) => [view.degree(from, "in"), view.degree(to, "both")] as const,
        );
        expectSameNumber(
          degreeAssortativity(view, { sourceDegree: "in", targetDegree: "both" }),
          correlation(totalPairs),
        );
        const strength = (id: number, side: "from" | "to") =>
          sum(arcs.filter((arc) => arc[side] === id).map(({ edge }) => edge.weight));
        const strengthPairs = arcs.map(
          ({ from, to }) => [strength(from, "from"), strength(to, "to")] as const,
        );
        expectSameNumber(degreeAssortativity(view, { weight: "weight" }), correlation(strengthPairs));
        const kindPairs = arcs.map(({ from, to }) => [kinds.get(from)!, kinds.get(to)!] as const);
        expectSameNumber(numericAssortativity(view, kinds), correlation(kindPairs));
        const within = kindPairs.filter(([a, b]) => a === b).length / arcs.length;
        const chance = sum(
          [0, 1, 2, 3].map(
            (kind) =>
              (kindPairs.filter(([a]) => a === kind).length / arcs.length) *
              (kindPairs.filter(([, b]) => b === kind).length / arcs.length),
          ),
        );
        const expected = arcs.length === 0 || chance === 1 ? Number.NaN : (within - chance) / (1 - chance);
        expectSameNumber(attributeAssortativity(view, kinds), expected);
        expectSameNumber(
          attributeAssortativity(
            view,
            ids.map((id) => `${kinds.get(id)}`),
          ),
          expected,
        );
      }),
    );
    expect(() => numericAssortativity(karate, "club")).toThrow(TypeError);
    expect(() => attributeAssortativity(karate, new Map([[99, 1]]))).toThrow(GroggyError);
    expect(() => attributeAssortativity(karate, [1])).toThrow("expected 34 groups");
    expect(() => attributeAssortativity(karate, "clbu")).toThrow(
      '"kinds" expected an attribute of the nodes, got "clbu"',
    );
  });
});

describe("maximalCliques", () => {
  it("are those that no node can join, each once", () => {
    expect([...maximalCliques(karate)].length).toBe(36);
    expect(Math.max(...[...maximalCliques(karate)].map((clique) => clique.length))).toBe(5);
    fc.assert(
      fc.property(cases({ edgesMax: 35 }), (graph) => {
        const has = joins(graph, false);
        const all = graph.ids
          .flatMap((_, i) => subsets(graph.ids, i + 1))
          .filter((set) => isClique(set, has));
        const maximal = all.filter(
          (set) => !graph.ids.some((id) => !set.includes(id) && set.every((other) => has(id, other))),
        );
        const found = [...maximalCliques(graph.view)].map((clique) => clique.join());
        expect(found.sort()).toEqual(maximal.map((set) => set.join()).sort());
        for (const sizeMin of [1, 2, 3, 4]) {
          const large = [...maximalCliques(graph.view, { sizeMin })].map((clique) => clique.join());
          const expected = maximal.filter((set) => set.length >= sizeMin).map((set) => set.join());
          expect(large.sort()).toEqual(expected.sort());
        }
      }),
    );
    expect(() => maximalCliques(karate, { sizeMin: 0 }).next()).toThrow(RangeError);
  });

  it("come one by one", () => {
    const cliques = maximalCliques(made(erdosRenyiGraph(200, { probability: 0.5, seed: 1 })));
    expect(cliques.next().value).toBeInstanceOf(Uint32Array);
  });
});

describe("sets and colours", () => {
  it("an independent set has no edge within and cannot grow, and is large", () => {
    expect(maximumIndependentSet(made(starGraph(9))).length).toBe(8);
    expect(maximumIndependentSet(made(petersenGraph())).length).toBeGreaterThanOrEqual(3);
    fc.assert(
      fc.property(cases({ edgesMax: 30 }), (graph) => {
        const has = joins(graph, false);
        const set = [...maximumIndependentSet(graph.view)];
        expect(subsets(set, 2).some(([u, v]) => has(u, v))).toBe(false);
        for (const id of graph.ids)
          expect(set.includes(id) || set.some((other) => has(id, other))).toBe(true);
        const degrees = graph.ids.map((id) => graph.ids.filter((other) => has(id, other)).length);
        const n = graph.ids.length;
        if (n > 0) expect(set.length).toBeGreaterThanOrEqual(n / (sum(degrees) / n + 1) - 1e-9);
        const largest = Math.max(
          0,
          ...graph.ids.map((_, i) =>
            subsets(graph.ids, i + 1).some((each) => !subsets(each, 2).some(([u, v]) => has(u, v)))
              ? i + 1
              : 0,
          ),
        );
        expect(set.length).toBeGreaterThanOrEqual((3 * largest) / (Math.max(1, ...degrees) + 2) - 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it("a dominating set leads to every node, and is near the smallest", () => {
    expect([...dominatingSet(made(starGraph(9)))]).toEqual([0]);
    fc.assert(
      fc.property(
        cases(),
        fc.constantFrom("out" as const, "in" as const, "both" as const),
        (graph, direction) => {
          const arcs = arcsOfCase(graph, direction);
          const dominates = (set: readonly number[]) =>
            graph.ids.every(
              (id) => set.includes(id) || arcs.some(({ from, to }) => to === id && set.includes(from)),
            );
          const set = [...dominatingSet(graph.view, { direction })];
          expect(dominates(set)).toBe(true);
          let smallest = 0;
          while (!subsets(graph.ids, smallest).some(dominates)) smallest++;
          expect(set.length).toBeLessThanOrEqual(Math.ceil(smallest * (Math.log(graph.ids.length || 1) + 2)));
        },
      ),
    );
  });

  const strategies = ["largestFirst", "smallestLast", "saturation", "random", "natural"] as const;

  it.each(strategies)("colours by %s differ along every edge, and each is needed", (strategy) => {
    fc.assert(
      fc.property(cases({ edgesMax: 30 }), fc.nat(9), (graph, seed) => {
        const has = joins(graph, false);
        const colors = greedyColoring(graph.view, { strategy, seed });
        for (const [u, v] of subsets(graph.ids, 2))
          if (has(u, v)) expect(colors.get(u)).not.toBe(colors.get(v));
        expect(colors.count).toBe(new Set(colors.values).size);
        for (const [u, color] of colors) {
          const near = new Set(graph.ids.filter((v) => has(u, v)).map((v) => colors.get(v)));
          for (let lower = 0; lower < color; lower++) expect(near.has(lower)).toBe(true);
        }
        if (strategy === "smallestLast")
          expect(colors.count).toBeLessThanOrEqual(coreNumbers(graph.view).degeneracy + 1);
      }),
    );
  });

  it("strategies and seeds change the colouring", () => {
    const graph = made(erdosRenyiGraph(60, { probability: 0.3, seed: 2 }));
    const results = strategies.map((strategy) => greedyColoring(graph, { strategy }).values.join());
    results.push(greedyColoring(graph, { strategy: "random", seed: 5 }).values.join());
    expect(new Set(results).size).toBe(6);
    // bipartite graphs need two, and saturation finds them: Brélaz 1979
    expect(greedyColoring(made(karateClub()), { strategy: "saturation" }).count).toBe(5);
    expect(greedyColoring(pathGraph(9, false), { strategy: "saturation" }).count).toBe(2);
    expect(() => greedyColoring(graph, { strategy: "best" as never })).toThrow(
      '"strategy" expected "largestFirst" or',
    );
  });
});

describe("triadCensus and tripletCensus", () => {
  const examples: [string, [number, number][]][] = [
    ["003", []],
    ["012", [[0, 1]]],
    [
      "102",
      [
        [0, 1],
        [1, 0],
      ],
    ],
    [
      "021D",
      [
        [1, 0],
        [1, 2],
      ],
    ],
    [
      "021U",
      [
        [0, 1],
        [2, 1],
      ],
    ],
    [
      "021C",
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      "111D",
      [
        [0, 1],
        [1, 0],
        [2, 1],
      ],
    ],
    [
      "111U",
      [
        [0, 1],
        [1, 0],
        [1, 2],
      ],
    ],
    [
      "030T",
      [
        [0, 1],
        [1, 2],
        [0, 2],
      ],
    ],
    [
      "030C",
      [
        [0, 1],
        [1, 2],
        [2, 0],
      ],
    ],
    [
      "201",
      [
        [0, 1],
        [1, 0],
        [1, 2],
        [2, 1],
      ],
    ],
    [
      "120D",
      [
        [1, 0],
        [1, 2],
        [0, 2],
        [2, 0],
      ],
    ],
    [
      "120U",
      [
        [0, 1],
        [2, 1],
        [0, 2],
        [2, 0],
      ],
    ],
    [
      "120C",
      [
        [0, 1],
        [1, 2],
        [0, 2],
        [2, 0],
      ],
    ],
    [
      "210",
      [
        [0, 1],
        [1, 2],
        [2, 1],
        [0, 2],
        [2, 0],
      ],
    ],
    [
      "300",
      [
        [0, 1],
        [1, 0],
        [1, 2],
        [2, 1],
        [0, 2],
        [2, 0],
      ],
    ],
  ];

  it.each(examples)("knows %s whichever way its nodes are numbered", (name, arcs) => {
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const census = triadCensus(
        graphOf(
          true,
          3,
          arcs.map(([u, v]) => [order[u], order[v]]),
        ),
      );
      expect(Object.entries(census).filter(([, count]) => count > 0)).toEqual([[name, 1]]);
    }
  });

  it("count each three nodes once, as their subgraph has it", () => {
    fc.assert(
      fc.property(cases({ edgesMax: 30 }), (graph) => {
        const expected = Object.fromEntries(examples.map(([name]) => [name, 0]));
        const byEdges = [0, 0, 0, 0];
        for (const nodes of subsets(graph.ids, 3)) {
          const part = graph.view.subgraph(graph.view.nodes.select(nodes));
          const [[name]] = Object.entries(triadCensus(part)).filter(([, count]) => count > 0);
          expected[name]++;
          byEdges[subsets(nodes, 2).filter(([u, v]) => joins(graph, false)(u, v)).length]++;
        }
        expect(triadCensus(graph.view)).toEqual(expected);
        const [empty, edge, path, triangle] = byEdges;
        expect(tripletCensus(graph.view)).toEqual({ empty, edge, path, triangle });
      }),
      { numRuns: 60 },
    );
  });
});
