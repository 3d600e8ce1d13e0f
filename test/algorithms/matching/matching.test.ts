// Matchings against all sets of edges, and large ones against the rank of a matrix; walks over every edge.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maximumMatching } from "../../../src/algorithms/matching/maximum-matching.js";
import { maximumWeightMatching } from "../../../src/algorithms/matching/maximum-weight-matching.js";
import type { Path } from "../../../src/algorithms/shared/path.js";
import { eulerianCircuit } from "../../../src/algorithms/structure/eulerian-circuit.js";
import { eulerianPath } from "../../../src/algorithms/structure/eulerian-path.js";
import { Graph } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";
import {
  arcsOfCase,
  type Case,
  cases,
  graphOf,
  naiveReach,
  type PlainEdge,
  pathGraph,
} from "../shared/random-graphs.js";

const isMatching = (edges: readonly PlainEdge[]) => {
  const ends = edges.flatMap(({ source, target }) => [source, target]);
  return new Set(ends).size === ends.length;
};

/** All sets of edges of which no two share a node. */
function naiveMatchings(edges: readonly PlainEdge[]): PlainEdge[][] {
  const all: PlainEdge[][] = [[]];
  for (const edge of edges) all.push(...all.map((some) => [...some, edge]).filter(isMatching));
  return all;
}

/** Half the rank of the matrix of Tutte, with chance numbers of a prime field; the greatest matching, almost surely. */
function rankSize(nodeCount: number, pairs: readonly (readonly [number, number])[], prng: Prng): number {
  const prime = 1_000_003;
  const rows = Array.from({ length: nodeCount }, () => new Array<number>(nodeCount).fill(0));
  for (const [a, b] of pairs) {
    if (a === b) continue;
    const value = 1 + prng.below(prime - 1);
    rows[a][b] = value;
    rows[b][a] = prime - value;
  }
  const power = (base: number, exponent: number): number => {
    if (exponent === 0) return 1;
    const half = power((base * base) % prime, Math.floor(exponent / 2));
    return exponent % 2 === 1 ? (half * base) % prime : half;
  };
  let rank = 0;
  for (let column = 0; column < nodeCount; column++) {
    const pivot = rows.findIndex((row, i) => i >= rank && row[column] !== 0);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot], rows[rank]];
    const inverse = power(rows[rank][column], prime - 2);
    for (let i = rank + 1; i < nodeCount; i++) {
      const factor = (rows[i][column] * inverse) % prime;
      if (factor === 0) continue;
      for (let j = column; j < nodeCount; j++) {
        rows[i][j] = (rows[i][j] + (prime - factor) * rows[rank][j]) % prime;
      }
    }
    rank++;
  }
  return rank / 2;
}

describe("a greatest matching", () => {
  it("goes through an odd cycle", () => {
    // a triangle with a tail at each corner
    const graph = graphOf(false, 6, [
      [0, 1],
      [1, 2],
      [2, 0],
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    const { edges, size } = maximumMatching(graph);
    expect([[...edges], size]).toEqual([[3, 4, 5], 3]);
    expect(maximumMatching(new Graph())).toEqual({ edges: new Uint32Array(0), size: 0 });
  });

  it("is as great as the greatest of all", () => {
    fc.assert(
      fc.property(cases({ nodesMax: 9, edgesMax: 13 }), ({ view, edges }) => {
        const { edges: taken, size } = maximumMatching(view);
        const found = edges.filter(({ id }) => taken.includes(id));
        expect([found.length, taken.length]).toEqual([size, size]);
        expect(isMatching(found)).toBe(true);
        expect(size).toBe(Math.max(...naiveMatchings(edges).map((some) => some.length)));
        for (const { id, source, target } of found) {
          const same = edges.filter(
            (e) =>
              (e.source === source && e.target === target) || (e.source === target && e.target === source),
          );
          expect(id).toBe(same[0].id);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is as great as the rank of its matrix says", () => {
    const input = fc.record({
      nodeCount: fc.integer({ min: 10, max: 60 }),
      degree: fc.double({ min: 0.5, max: 5, noNaN: true }),
      seed: fc.nat(),
      bipartite: fc.boolean(),
    });
    fc.assert(
      fc.property(input, ({ nodeCount, degree, seed, bipartite }) => {
        const prng = new Prng(seed);
        const pairs = Array.from({ length: Math.floor((nodeCount * degree) / 2) }, () => {
          const [a, b] = [prng.below(nodeCount), prng.below(nodeCount)];
          return [a, bipartite && (a + b) % 2 === 0 ? (b + 1) % nodeCount : b] as const;
        });
        const { size } = maximumMatching(graphOf(false, nodeCount, pairs));
        expect(size).toBe(rankSize(nodeCount, pairs, prng));
      }),
      { numRuns: 300 },
    );
  });

  it("goes up through a cycle that shrank before", () => {
    // found by comparing with a search that stops at the base of the inner cycle
    const pairs = [
      [2, 7],
      [1, 6],
      [2, 1],
      [3, 1],
      [5, 6],
      [7, 0],
      [6, 4],
      [2, 3],
      [0, 4],
    ] as const;
    expect(maximumMatching(graphOf(false, 8, pairs)).size).toBe(4);
  });

  it("goes through odd cycles in odd cycles", () => {
    const input = fc.record({
      nodeCount: fc.integer({ min: 5, max: 50 }),
      chords: fc.nat(6),
      tails: fc.nat(12),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(input, ({ nodeCount, chords, tails, seed }) => {
        const prng = new Prng(seed);
        // ears of an even number of new nodes keep every node free for some greatest matching
        const pairs: [number, number][] = [];
        let count = 1;
        while (count < nodeCount) {
          const [from, to] = [prng.below(count), prng.below(count)];
          const length = 2 + 2 * prng.below(2);
          for (let i = 0; i <= length; i++)
            pairs.push([i === 0 ? from : count + i - 1, i === length ? to : count + i]);
          count += length;
        }
        for (let i = 0; i < chords; i++) pairs.push([prng.below(count), prng.below(count)]);
        for (let i = 0; i < tails; i++) pairs.push([prng.below(count), count + i]);
        const names = Array.from({ length: count + tails }, (_, i) => i);
        prng.shuffle(names);
        prng.shuffle(pairs);
        const named = pairs.map(([a, b]) => [names[a], names[b]] as const);
        const { size } = maximumMatching(graphOf(false, names.length, named));
        expect(size).toBe(rankSize(names.length, named, prng));
      }),
      { numRuns: 400 },
    );
  });

  it.each([255, 256, 257, 100_000])("of a path of %i nodes takes every other edge", (count) => {
    expect(maximumMatching(pathGraph(count)).size).toBe(Math.floor(count / 2));
  });

  it("stops where it is told to", () => {
    const signal = AbortSignal.abort(new Error("enough"));
    expect(() => maximumMatching(pathGraph(3), { signal })).toThrow("enough");
    expect(() => maximumWeightMatching(pathGraph(3), { signal })).toThrow("enough");
  });
});

describe("a heaviest matching of a bipartite graph", () => {
  const tasks = () =>
    graphOf(true, 6, [
      [0, 3, 7],
      [0, 4, 8],
      [1, 3, 6],
      [1, 4, 9],
      [2, 4, 5],
      [2, 5, -1],
    ]);

  it("may leave out an edge for a heavier one", () => {
    const options = { weight: "weight" };
    const { edges, weight, size } = maximumWeightMatching(tasks(), options);
    expect([[...edges], weight, size]).toEqual([[0, 3], 16, 2]);
    const most = maximumWeightMatching(tasks(), { ...options, maxCardinality: true });
    expect([[...most.edges], most.weight, most.size]).toEqual([[0, 3, 5], 15, 3]);
  });

  it("is as heavy as the heaviest of all, or of the greatest", () => {
    const input = fc.tuple(
      cases({ nodesMax: 9, edgesMax: 13, weightMin: -3, weightMax: 9 }),
      fc.boolean(),
      fc.boolean(),
    );
    fc.assert(
      fc.property(input, ([drawn, maxCardinality, weighted]) => {
        // edges between even and odd ids alone
        const even = drawn.edges.filter(({ source, target }) => (source + target) % 2 === 1);
        const view = drawn.view.subgraph(drawn.view.edges.select(even.map(({ id }) => id)));
        const weightOf = (edge: PlainEdge) => (weighted ? edge.weight : 1);
        const sum = (some: readonly PlainEdge[]) => some.reduce((total, edge) => total + weightOf(edge), 0);
        const all = naiveMatchings(even);
        const greatest = Math.max(...all.map((some) => some.length));
        const fit = maxCardinality ? all.filter((some) => some.length === greatest) : all;
        const options = { maxCardinality, ...(weighted ? { weight: even.map(weightOf) } : {}) };
        const found = maximumWeightMatching(view, options);
        const taken = even.filter(({ id }) => found.edges.includes(id));
        expect([taken.length, found.edges.length]).toEqual([found.size, found.size]);
        expect(isMatching(taken)).toBe(true);
        expect(found.weight).toBe(sum(taken));
        expect(found.weight).toBe(Math.max(...fit.map(sum)));
        if (maxCardinality) expect(found.size).toBe(greatest);
      }),
      { numRuns: 300 },
    );
  });

  it("is optimal where it is large: no cycle of exchanges gains", () => {
    const count = 150;
    const prng = new Prng(11);
    const weight = Float64Array.from({ length: count * count }, () => prng.float());
    const graph = new Graph();
    graph.addNodes(2 * count);
    const every = Array.from(weight, (_, i) => i);
    graph.addEdges(
      every.map((i) => Math.floor(i / count)),
      every.map((i) => count + (i % count)),
    );
    const { edges, size } = maximumWeightMatching(graph, { weight });
    expect(size).toBe(count);
    const mate = new Map([...edges].map((edge) => [Math.floor(edge / count), edge % count]));
    // the gain of giving the place of b to a, around a cycle of exchanges: relax until it stands
    const gain = new Float64Array(count);
    let changes = true;
    for (let round = 0; round <= count && changes; round++) {
      changes = false;
      for (let a = 0; a < count; a++) {
        for (let b = 0; b < count; b++) {
          const other = gain[a] + weight[a * count + mate.get(b)!] - weight[a * count + mate.get(a)!];
          if (other <= gain[b] + 1e-9) continue;
          gain[b] = other;
          changes = true;
        }
      }
    }
    expect(changes).toBe(false);
  });

  it("has weights that are numbers", () => {
    expect(() => maximumWeightMatching(tasks(), { weight: [0, 0, 0, 0, 0, Infinity] })).toThrow(RangeError);
    expect(() => maximumWeightMatching(tasks(), { maxCardinality: 1 as never })).toThrow(TypeError);
    expect(() => maximumMatching(tasks(), { maxCardinality: 1 } as never)).toThrow(TypeError);
  });
});

describe("a heaviest matching of a graph with odd cycles", () => {
  /** The mate of each node from 1 on, in one line; nodes that are free have a dot. */
  const matesOf = (edges: readonly (readonly [number, number, number])[], maxCardinality = false) => {
    const nodeCount = Math.max(...edges.map(([a, b]) => Math.max(a, b)));
    const graph = graphOf(
      false,
      nodeCount,
      edges.map(([a, b, weight]) => [a - 1, b - 1, weight]),
    );
    const found = maximumWeightMatching(graph, { weight: "weight", maxCardinality });
    const mates = new Array<number | string>(nodeCount).fill(".");
    for (const edge of found.edges) {
      const [a, b] = edges[edge];
      mates[a - 1] = b;
      mates[b - 1] = a;
    }
    return mates.join(" ");
  };

  it("leaves an edge for two, or two for one, as their weights say", () => {
    const path = [
      [1, 2, 5],
      [2, 3, 11],
      [3, 4, 5],
      [1, 3, 1],
    ] as const;
    expect(matesOf(path)).toBe(". 3 2 .");
    expect(matesOf(path, true)).toBe("2 1 4 3");
    const signed = [
      [1, 2, 2],
      [1, 3, -2],
      [2, 3, 1],
      [2, 4, -1],
      [3, 4, -6],
    ] as const;
    expect(matesOf(signed)).toBe("2 1 . .");
    expect(matesOf(signed, true)).toBe("3 4 1 2");
  });

  // the cases by which van Rantwijk's program is known to go through every part of the algorithm
  it.each([
    ["a blossom to go through", "1 2 8, 1 3 9, 2 3 10, 3 4 7", "2 1 4 3"],
    ["with a tail", "1 2 8, 1 3 9, 2 3 10, 3 4 7, 1 6 5, 4 5 6", "6 3 2 5 4 1"],
    ["that turns into an inner one", "1 2 9, 1 3 8, 2 3 10, 1 4 5, 4 5 4, 1 6 3", "6 3 2 5 4 1"],
    ["reached at its base", "1 2 9, 1 3 8, 2 3 10, 1 4 5, 4 5 3, 1 6 4", "6 3 2 5 4 1"],
    ["reached beside its base", "1 2 9, 1 3 8, 2 3 10, 1 4 5, 4 5 3, 3 6 4", "2 1 6 5 4 3"],
    ["within another", "1 2 9, 1 3 9, 2 3 10, 2 4 8, 3 5 8, 4 5 10, 5 6 6", "3 4 1 2 6 5"],
    [
      "shrunk again within another",
      "1 2 10, 1 7 10, 2 3 12, 3 4 20, 3 5 20, 4 5 25, 5 6 10, 6 7 10, 7 8 8",
      "2 1 4 3 6 5 8 7",
    ],
    [
      "that unfolds within another",
      "1 2 8, 1 3 8, 2 3 10, 2 4 12, 3 5 12, 4 5 14, 4 6 12, 5 7 12, 6 7 14, 7 8 12",
      "2 1 5 6 3 4 8 7",
    ],
    [
      "that unfolds as an inner one",
      "1 2 23, 1 5 22, 1 6 15, 2 3 25, 3 4 22, 4 5 25, 4 8 14, 5 7 13",
      "6 3 2 8 7 1 5 4",
    ],
    [
      "that unfolds as an inner one within another",
      "1 2 19, 1 3 20, 1 8 8, 2 3 25, 2 4 18, 3 5 18, 4 5 13, 4 7 7, 5 6 7",
      "8 3 2 7 6 5 4 1",
    ],
    [
      "that unfolds with two ways out",
      "1 2 45, 1 5 45, 2 3 50, 3 4 45, 4 5 50, 1 6 30, 3 9 35, 4 8 35, 5 7 26, 9 10 5",
      "6 3 2 8 7 1 5 4 10 9",
    ],
    [
      "that unfolds with two ways out, the other way round",
      "1 2 45, 1 5 45, 2 3 50, 3 4 45, 4 5 50, 1 6 30, 3 9 35, 4 8 26, 5 7 40, 9 10 5",
      "6 3 2 8 7 1 5 4 10 9",
    ],
    [
      "that unfolds and leaves a part reached",
      "1 2 45, 1 5 45, 2 3 50, 3 4 45, 4 5 50, 1 6 30, 3 9 35, 4 8 28, 5 7 26, 9 10 5",
      "6 3 2 8 7 1 5 4 10 9",
    ],
    [
      "within another that unfolds and leaves a part reached",
      "1 2 45, 1 7 45, 2 3 50, 3 4 45, 4 5 95, 4 6 94, 5 6 94, 6 7 50, 1 8 30, 3 11 35, 5 9 36, 7 10 26, 11 12 5",
      "8 3 2 6 9 4 10 1 5 7 12 11",
    ],
    [
      "within another with its base elsewhere",
      "1 2 40, 1 3 40, 2 3 60, 2 4 55, 3 5 55, 4 5 50, 1 8 15, 5 7 30, 7 6 10, 8 10 10, 4 9 30",
      "2 1 5 9 3 7 6 10 4 8",
    ],
  ])("has a blossom %s", (_, text, mates) => {
    const edges = text.split(", ").map((edge) => edge.split(" ").map(Number) as [number, number, number]);
    expect(matesOf(edges)).toBe(mates);
  });

  it("is as heavy as the heaviest of all, or of the greatest", () => {
    const input = fc.tuple(
      cases({ nodesMax: 9, edgesMax: 13, weightMin: -3, weightMax: 9 }),
      fc.boolean(),
      fc.boolean(),
    );
    fc.assert(
      fc.property(input, ([{ view, edges }, maxCardinality, weighted]) => {
        const weightOf = (edge: PlainEdge) => (weighted ? edge.weight : 1);
        const sum = (some: readonly PlainEdge[]) => some.reduce((total, edge) => total + weightOf(edge), 0);
        const all = naiveMatchings(edges);
        const greatest = Math.max(...all.map((some) => some.length));
        const fit = maxCardinality ? all.filter((some) => some.length === greatest) : all;
        const options = { maxCardinality, ...(weighted ? { weight: "weight" } : {}) };
        const found = maximumWeightMatching(view, options);
        const taken = edges.filter(({ id }) => found.edges.includes(id));
        expect([taken.length, found.edges.length]).toEqual([found.size, found.size]);
        expect(isMatching(taken)).toBe(true);
        expect(found.weight).toBe(sum(taken));
        expect(found.weight).toBe(Math.max(...fit.map(sum)));
        if (maxCardinality) expect(found.size).toBe(greatest);
        for (const edge of taken) {
          // of parallel edges the heaviest, of several the oldest
          const same = edges.filter(
            (e) =>
              [e.source, e.target].sort().join() === [edge.source, edge.target].sort().join() &&
              weightOf(e) === weightOf(edge),
          );
          expect(edge.id).toBe(same[0].id);
        }
      }),
      { numRuns: 400 },
    );
  });

  /** The weight of the heaviest matching by the sets of nodes it may be of: O(nodes * 2^nodes). */
  function heaviestOfSets(weights: readonly (readonly number[])[], maxCardinality: boolean): number {
    const count = weights.length;
    // pairs first, where they count first
    const bonus = maxCardinality ? 1e6 : 0;
    const best = new Float64Array(2 ** count);
    for (let set = 1; set < best.length; set++) {
      const u = 31 - Math.clz32(set);
      const rest = set & ~(1 << u);
      best[set] = best[rest];
      for (let v = 0; v < u; v++) {
        if ((rest & (1 << v)) === 0 || Number.isNaN(weights[u][v])) continue;
        best[set] = Math.max(best[set], best[rest & ~(1 << v)] + weights[u][v] + bonus);
      }
    }
    return best[best.length - 1] % (bonus === 0 ? Infinity : bonus);
  }

  it("is as heavy as all sets of nodes say, with blossoms in blossoms", () => {
    const input = fc.record({
      nodeCount: fc.integer({ min: 3, max: 13 }),
      share: fc.double({ min: 0.2, max: 1, noNaN: true }),
      // few different weights make many edges without slack
      weightMax: fc.constantFrom(1, 3, 10, 1000),
      seed: fc.nat(),
      maxCardinality: fc.boolean(),
    });
    fc.assert(
      fc.property(input, ({ nodeCount, share, weightMax, seed, maxCardinality }) => {
        const prng = new Prng(seed);
        const weights = Array.from({ length: nodeCount }, () =>
          new Array<number>(nodeCount).fill(Number.NaN),
        );
        const edges: [number, number, number][] = [];
        for (let u = 0; u < nodeCount; u++) {
          for (let v = 0; v < u; v++) {
            if (prng.float() > share) continue;
            weights[u][v] = 1 + prng.below(weightMax);
            edges.push([u, v, weights[u][v]]);
          }
        }
        prng.shuffle(edges);
        if (edges.length === 0) return;
        const graph = graphOf(false, nodeCount, edges);
        const { weight } = maximumWeightMatching(graph, { weight: "weight", maxCardinality });
        expect(weight).toBe(heaviestOfSets(weights, maxCardinality));
      }),
      { numRuns: 500 },
    );
  });

  it("of equal weights is as great as a greatest", () => {
    const prng = new Prng(5);
    for (const degree of [1.5, 3, 6]) {
      const pairs = Array.from({ length: 150 * degree }, () => [prng.below(300), prng.below(300)] as const);
      const graph = graphOf(false, 300, pairs);
      expect(maximumWeightMatching(graph).size).toBe(maximumMatching(graph).size);
    }
  });

  it("is what maximumMatching gives if it is told weights", () => {
    const graph = graphOf(false, 4, [
      [0, 1, 5],
      [1, 2, 11],
      [2, 3, 5],
      [0, 2, 1],
    ]);
    expect(maximumMatching(graph)).toEqual({ edges: Uint32Array.of(0, 2), size: 2 });
    expect(maximumMatching(graph, { weight: "weight" })).toEqual({
      edges: Uint32Array.of(1),
      size: 1,
      weight: 11,
    });
  });
});

describe("a walk over every edge", () => {
  it("of a house is a path, and with a cellar a circuit", () => {
    const pairs: [number, number][] = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
      [0, 2],
      [1, 3],
      [3, 4],
      [2, 4],
    ];
    const house = graphOf(false, 6, pairs);
    expect(eulerianCircuit(house)).toBeUndefined();
    const path = eulerianPath(house)!;
    expect([path.nodes[0], path.nodes.at(-1), path.edges.length]).toEqual([0, 1, 8]);
    const cellar = graphOf(false, 6, [...pairs, [0, 5], [1, 5]]);
    expect(eulerianCircuit(cellar, { source: 4 })?.nodes[0]).toBe(4);
    expect(eulerianCircuit(cellar)?.edges).toHaveLength(10);
  });

  it("of a graph without edges stays where it is", () => {
    const graph = new Graph();
    expect([eulerianCircuit(graph), eulerianPath(graph)]).toEqual([undefined, undefined]);
    graph.addNodes(2);
    expect([...eulerianCircuit(graph)!]).toEqual([0]);
    expect([...eulerianCircuit(graph, { source: 1 })!]).toEqual([1]);
    expect([...eulerianPath(graph)!]).toEqual([0]);
    expect(() => eulerianCircuit(graph, { source: 7 })).toThrow(
      expect.objectContaining({ code: "NODE_NOT_FOUND" }),
    );
  });

  /** Whether some order of all edges is a walk, and whether one comes back. */
  function naiveWalks(plain: Case): { path: boolean; circuit: boolean } {
    const arcs = arcsOfCase(plain);
    const found = { path: false, circuit: false };
    const extend = (first: number, at: number, used: readonly number[]) => {
      if (used.length === plain.edges.length) {
        found.path = true;
        if (first === at) found.circuit = true;
        return;
      }
      for (const { from, to, edge } of arcs) {
        if (from === at && !used.includes(edge.id)) extend(first, to, [...used, edge.id]);
      }
    };
    for (const id of plain.ids) extend(id, id, []);
    return found;
  }

  it("is there just if some order of the edges is one", () => {
    fc.assert(
      fc.property(cases({ nodesMax: 4, edgesMax: 6 }), (plain) => {
        const naive = naiveWalks(plain);
        const check = (walk: Path | undefined, exists: boolean) => {
          expect(walk !== undefined).toBe(exists);
          if (walk === undefined) return;
          expect([...walk.edges].sort((a, b) => a - b)).toEqual(plain.edges.map(({ id }) => id));
          walk.edges.forEach((id, i) => {
            const [from, to] = [walk.nodes[i], walk.nodes[i + 1]];
            expect(
              arcsOfCase(plain).some((arc) => arc.edge.id === id && arc.from === from && arc.to === to),
            ).toBe(true);
          });
        };
        check(eulerianPath(plain.view), naive.path);
        const circuit = eulerianCircuit(plain.view);
        check(circuit, naive.circuit);
        if (circuit !== undefined) expect(circuit.nodes[0]).toBe(circuit.nodes.at(-1));
        for (const id of plain.ids) {
          const touches = plain.edges.length === 0 || naiveReach(arcsOfCase(plain, "both"), id).size > 1;
          const loops = plain.edges.some(({ source }) => source === id);
          const from = eulerianCircuit(plain.view, { source: id });
          check(from, naive.circuit && (touches || loops));
          if (from !== undefined) expect([from.nodes[0], from.nodes.at(-1)]).toEqual([id, id]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
