// Matchings against all sets of edges, and large ones against the rank of a matrix; walks over every edge.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eulerianCircuit } from "../../src/algorithms/eulerian-circuit.js";
import { eulerianPath } from "../../src/algorithms/eulerian-path.js";
import { maximumMatching } from "../../src/algorithms/maximum-matching.js";
import { maximumWeightMatching } from "../../src/algorithms/maximum-weight-matching.js";
import type { Path } from "../../src/algorithms/path.js";
import { Graph } from "../../src/index.js";
import { Prng } from "../../src/structures/prng.js";
import { arcsOfCase, type Case, cases, graphOf, naiveReach, type PlainEdge, pathGraph } from "./graphs.js";

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

  it("is not for graphs with an odd cycle", () => {
    const graph = graphOf(false, 3, [
      [0, 1],
      [1, 2],
      [2, 0],
    ]);
    expect(() => maximumWeightMatching(graph)).toThrow(/bipartite/);
    expect(() => maximumWeightMatching(tasks(), { weight: [0, 0, 0, 0, 0, Infinity] })).toThrow(RangeError);
    expect(() => maximumWeightMatching(tasks(), { maxCardinality: 1 as never })).toThrow(TypeError);
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
