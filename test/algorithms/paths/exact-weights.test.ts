// Weights whose sums doubles round: decimals there and back, against exact arithmetic with bigints; lengths lost in
// sums; and weights near either end of what numbers hold.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allShortestPaths,
  aStar,
  bellmanFord,
  betweennessCentrality,
  closenessCentrality,
  dijkstra,
  edgeBetweennessCentrality,
  floydWarshall,
  globalMinimumCut,
  harmonicCentrality,
  johnson,
  kShortestPaths,
  maximumFlow,
  maximumWeightMatching,
  minimumCostFlow,
  minimumCut,
  minimumSpanningForest,
  shortestPath,
  steinerTree,
} from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/index.js";

interface Decimals {
  readonly count: number;
  readonly places: number;
  /** Source, target, and the weight in units of 10^-places. */
  readonly edges: readonly (readonly [number, number, number])[];
}

/** The double nearest to a decimal. */
const numberOf = (units: number | bigint, places: number) => Number(`${units}e-${places}`);

function made({ count, places, edges }: Decimals, directed = true): Graph {
  const graph = new Graph({ directed });
  graph.addNodes(count);
  for (const [source, target, units] of edges) graph.addEdge(source, target, { w: numberOf(units, places) });
  return graph;
}

const far = 10n ** 30n;

/** All distances in units, undefined where nothing leads, "negative" where a way passes a negative cycle. */
function exactDistances({ count, edges }: Decimals): (bigint | "negative" | undefined)[][] {
  const d = Array.from({ length: count }, (_, i) =>
    Array.from({ length: count }, (_, j) => (i === j ? 0n : far)),
  );
  for (const [u, v, units] of edges) if (BigInt(units) < d[u][v]) d[u][v] = BigInt(units);
  const least = (a: bigint, b: bigint) => (a < b ? a : b);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        if (d[i][k] >= far / 2n || d[k][j] >= far / 2n) continue;
        // sums fall without end on negative cycles, but only so far
        d[i][j] = least(d[i][j], d[i][k] + d[k][j] < -far ? -far : d[i][k] + d[k][j]);
      }
    }
  }
  return d.map((row, i) =>
    row.map((distance, j) => {
      const isNegative = d.some((_, k) => d[k][k] < 0n && d[i][k] < far / 2n && d[k][j] < far / 2n);
      return isNegative ? "negative" : distance >= far / 2n ? undefined : distance;
    }),
  );
}

const treesThereAndBack: fc.Arbitrary<Decimals> = fc
  .record({
    parents: fc.array(fc.tuple(fc.nat(), fc.integer({ min: -99_999, max: 99_999 })), {
      minLength: 2,
      maxLength: 8,
    }),
    places: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ parents, places }) => ({
    count: parents.length + 1,
    places,
    edges: parents.flatMap(([parent, units], i) => [
      [parent % (i + 1), i + 1, units] as const,
      [i + 1, parent % (i + 1), -units] as const,
    ]),
  }));

const anyWeights = (unitsMin: number): fc.Arbitrary<Decimals> =>
  fc
    .record({
      count: fc.integer({ min: 2, max: 6 }),
      places: fc.integer({ min: 1, max: 4 }),
      edges: fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.integer({ min: unitsMin, max: 9 })), {
        maxLength: 14,
      }),
    })
    .map(({ count, places, edges }) => ({
      count,
      places,
      edges: edges.map(([u, v, units]) => [u % count, v % count, units] as const),
    }));

function checkSigned(input: Decimals): void {
  const graph = made(input);
  const exact = exactDistances(input);
  const options = { weight: "w" };
  const expected = exact.map((row) =>
    row.map((units) =>
      units === "negative" ? -Infinity : units === undefined ? Infinity : numberOf(units, input.places),
    ),
  );
  const matrix = floydWarshall(graph, options);
  let isNegative = false;
  expected.forEach((row, source) => {
    const found = bellmanFord(graph, source, options);
    expect([...found.distances.values]).toEqual(row);
    expect(found.negativeCycle !== undefined).toBe(row.includes(-Infinity));
    if (row.includes(-Infinity)) isNegative = true;
    row.forEach((distance, target) => {
      expect(matrix.get(source, target)).toBe(distance);
      const path = found.pathTo(target);
      expect(path === undefined).toBe(!Number.isFinite(distance));
      if (path !== undefined) {
        expect([path[0], path.at(-1)]).toEqual([source, target]);
        expect(new Set(path).size).toBe(path.length);
      }
    });
  });
  if (isNegative) {
    expect(() => johnson(graph, options)).toThrow(/negative cycle/);
    // nothing flows through self-loops
    const flows = () => minimumCostFlow(graph, 0, 1, options);
    if (input.edges.every(([u, v]) => u !== v)) expect(flows).toThrow(/negative cost/);
    return;
  }
  expect([...johnson(graph, options).values]).toEqual(expected.flat());
  expected[0].forEach((distance, target) => {
    if (target === 0) return;
    const { value, cost } = minimumCostFlow(graph, 0, target, { weight: "w", amount: 1 });
    expect(value).toBe(distance < Infinity ? 1 : 0);
    if (value > 0) expect(cost).toBeCloseTo(distance, 6);
  });
}

/** Brandes by all distances and counts in bigints. */
function exactBetweenness({ count, edges }: Decimals): number[] {
  const both = edges.flatMap(([u, v, units]) => [[u, v, units] as const, [v, u, units] as const]);
  const d = exactDistances({ count, places: 0, edges: both });
  const length = (u: number, v: number) =>
    both.reduce((least, [a, b, units]) => (a === u && b === v && units < least ? units : least), Infinity);
  const counts = d.map((row, s) => {
    const order = row.map((_, v) => v).filter((v) => row[v] !== undefined);
    order.sort((a, b) => ((row[a] as bigint) < (row[b] as bigint) ? -1 : 1));
    const paths = new Array<number>(count).fill(0);
    paths[s] = 1;
    for (const v of order) {
      for (const u of order) {
        const step = length(u, v);
        if (v === s || step === Infinity || (row[u] as bigint) + BigInt(step) !== row[v]) continue;
        paths[v] += paths[u];
      }
    }
    return paths;
  });
  return d.map((_, via) => {
    let sum = 0;
    for (let s = 0; s < count; s++) {
      for (let t = 0; t < s; t++) {
        const whole = d[s][t];
        if (s === via || t === via || whole === undefined || d[s][via] === undefined) continue;
        if ((d[s][via] as bigint) + (d[via][t] as bigint) !== whole) continue;
        sum += (counts[s][via] * counts[via][t]) / counts[s][t];
      }
    }
    return sum;
  });
}

describe("weights that are decimals", () => {
  it("there and back make no negative cycle, in any algorithm that looks for one", () => {
    fc.assert(fc.property(treesThereAndBack, checkSigned), { numRuns: 300 });
  });

  it("of either sign have the distances of exact arithmetic, and negative cycles just where they are", () => {
    fc.assert(fc.property(anyWeights(-4), checkSigned), { numRuns: 300 });
  });

  it("make paths equally long just where they are on paper", () => {
    fc.assert(
      fc.property(anyWeights(1), (input) => {
        const graph = made(input, false);
        const expected = exactBetweenness(input);
        const { values } = betweennessCentrality(graph, { weight: "w", normalized: false });
        expected.forEach((value, u) => {
          expect(values[u]).toBeCloseTo(value, 9);
        });
        const pairs = exactDistances({
          ...input,
          edges: input.edges.flatMap(([u, v, w]) => [
            [u, v, w],
            [v, u, w],
          ]),
        });
        // what leads along edges adds up to the hops of shortest paths, all of which are listed
        let hops = 0;
        for (let s = 0; s < input.count; s++) {
          for (let t = 0; t < s; t++) {
            if (pairs[s][t] === undefined) continue;
            const paths = [...allShortestPaths(graph, s, t, { weight: "w" })];
            for (const path of paths) hops += path.edges.length / paths.length;
            for (const { distance } of paths) {
              expect(distance).toBeCloseTo(numberOf(pairs[s][t] as bigint, input.places), 9);
            }
          }
        }
        const flows = edgeBetweennessCentrality(graph, { weight: "w", normalized: false }).values;
        expect(flows.reduce((a, b) => a + b, 0)).toBeCloseTo(hops, 8);
      }),
      { numRuns: 200 },
    );
  });

  it("fill pipes without a trace left over", () => {
    const graph = made({
      count: 5,
      places: 1,
      edges: [
        [0, 1, 3],
        [1, 2, 1],
        [1, 3, 2],
        [2, 4, 1],
        [3, 4, 2],
      ],
    });
    expect(maximumFlow(graph, 0, 4, { capacity: "w" }).value).toBe(0.3);
    const { value, nodes, edges } = minimumCut(graph, 0, 4, { capacity: "w" });
    expect([value, [...nodes], [...edges]]).toEqual([0.3, [0], [0]]);
  });
});

describe("other weights", () => {
  it("are compared with the rounding that sums have", () => {
    // 1, 3 and 5 roots of two are nine of them, and as long as the straight way
    const graph = new Graph({ directed: false });
    graph.addNodes(4);
    graph.addEdges([0, 1, 2, 0], [1, 2, 3, 3]);
    const weight = [Math.SQRT2, Math.SQRT2 * 3, Math.SQRT2 * 5, Math.SQRT2 * 9];
    const { values } = betweennessCentrality(graph, { weight, normalized: false });
    expect([...values]).toEqual([0, 1.5, 1.5, 0]);
    expect([...allShortestPaths(graph, 0, 3, { weight })]).toHaveLength(2);
  });

  it("there and back make no negative cycle either", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.double({ min: -10, max: 10, noNaN: true })), {
          minLength: 2,
          maxLength: 7,
        }),
        (parents) => {
          const graph = new Graph();
          graph.addNodes(parents.length + 1);
          parents.forEach(([parent, w], i) => {
            graph.addEdge(parent % (i + 1), i + 1, { w });
            graph.addEdge(i + 1, parent % (i + 1), { w: -w });
          });
          const found = bellmanFord(graph, 0, { weight: "w" });
          expect(found.negativeCycle).toBeUndefined();
          for (const id of graph.nodes) expect(found.pathTo(id)?.[0]).toBe(0);
          expect(floydWarshall(graph, { weight: "w" }).values.every(Number.isFinite)).toBe(true);
          expect(johnson(graph, { weight: "w" }).values.every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("that are lost in a sum count no path twice, and make no predecessors that go round", () => {
    for (const small of [1e-16, 1e-23, 1e-300]) {
      const graph = new Graph({ directed: false });
      graph.addNodes(5);
      graph.addEdges([0, 1, 2, 3], [1, 2, 3, 4]);
      const weight = [3, small, 1e3, small];
      const options = { weight, normalized: false };
      expect([...betweennessCentrality(graph, options).values]).toEqual([0, 3, 4, 3, 0]);
      expect([...edgeBetweennessCentrality(graph, options).values]).toEqual([4, 6, 6, 4]);
      for (const source of graph.nodes) {
        for (const found of [dijkstra(graph, source, { weight }), bellmanFord(graph, source, { weight })]) {
          for (const target of graph.nodes) {
            expect(found.pathTo(target)).toHaveLength(Math.abs(source - target) + 1);
          }
        }
      }
    }
  });
});

describe("weights near the ends of what numbers hold", () => {
  const path = (weights: number[], directed = false) => {
    const graph = new Graph({ directed });
    graph.addNodes(weights.length + 1);
    weights.forEach((w, i) => {
      graph.addEdge(i, i + 1, { w });
    });
    return graph;
  };
  const options = { weight: "w" };

  it("give the answers of any other unit", () => {
    for (const unit of [1e-300, 1e-9, 1, 1e150, 1e307, 1.7e308]) {
      const graph = path([unit, unit, unit]);
      expect([...steinerTree(graph, [0, 3], options).edges]).toEqual([0, 1, 2]);
      expect([...minimumSpanningForest(graph, options).edges]).toEqual([0, 1, 2]);
      expect([...maximumWeightMatching(graph, options).edges]).toEqual([0, 2]);
      expect([...maximumWeightMatching(graph, { ...options, maxCardinality: true }).edges]).toEqual([0, 2]);
      expect(maximumFlow(graph, 0, 3, { capacity: "w" }).value).toBe(unit);
      expect(minimumCut(graph, 0, 3, { capacity: "w" }).value).toBe(unit);
      expect(globalMinimumCut(graph, options)?.value).toBe(unit);
      expect(minimumCostFlow(graph, 0, 3, options).value).toBe(1);
      expect(minimumCostFlow(graph, 0, 3, { ...options, capacity: "w" }).value).toBe(unit);
      expect([...betweennessCentrality(graph, { ...options, normalized: false }).values]).toEqual([
        0, 2, 2, 0,
      ]);
      const near = closenessCentrality(graph, options).values;
      expect(near[0] > 0 && near[1] > near[0]).toBe(true);
      const odd = new Graph({ directed: false });
      odd.addNodes(3);
      odd.addEdges([0, 1, 2], [1, 2, 0], { attributes: { w: [unit, unit / 2, unit / 4] } });
      expect([...maximumWeightMatching(odd, options).edges]).toEqual([0]);
      expect(harmonicCentrality(odd, options).values.every((value) => value > 0)).toBe(true);
    }
  });

  it("choose the cheap way, however small or large costs are", () => {
    for (const unit of [1e-300, 1e-5, 1, 1e307]) {
      // twenty ways, which are more than are sent one by one
      const graph = new Graph();
      graph.addNodes(22);
      for (let i = 1; i <= 20; i++) {
        graph.addEdge(0, i, { w: unit * (i % 7) });
        graph.addEdge(i, 21, { w: unit });
      }
      const { value, flow } = minimumCostFlow(graph, 0, 21, { weight: "w", amount: 14 });
      const used = [...flow.values].flatMap((sent, edge) =>
        edge % 2 === 0 && sent > 0 ? [(edge / 2 + 1) % 7] : [],
      );
      expect([value, used.sort()]).toEqual([14, [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]]);
    }
  });

  it("are refused where a distance exceeds them, and not taken for unreachable", () => {
    const graph = path([1e308, 1e308], true);
    const tooFar = /"weight" expected distances of at most 1.8e308/;
    expect(() => dijkstra(graph, 0, options)).toThrow(tooFar);
    expect(() => bellmanFord(graph, 0, options)).toThrow(tooFar);
    expect(() => johnson(graph, options)).toThrow(tooFar);
    expect(() => floydWarshall(graph, options)).toThrow(tooFar);
    expect(() => shortestPath(graph, 0, 2, options)).toThrow(tooFar);
    expect(() => aStar(graph, 0, 2, { ...options, heuristic: () => 0 })).toThrow(tooFar);
    expect(() => kShortestPaths(graph, 0, 2, 1, options)).toThrow(tooFar);
    expect(() => [...allShortestPaths(graph, 0, 2, options)]).toThrow(tooFar);
    expect(dijkstra(graph, 0, { ...options, maxDistance: 1.5e308 }).distances.get(2)).toBe(Infinity);
    expect(dijkstra(graph, 1, options).distances.get(0)).toBe(Infinity);
    expect(aStar(graph, 2, 0, { ...options, heuristic: () => 0 })).toBeUndefined();
  });
});
