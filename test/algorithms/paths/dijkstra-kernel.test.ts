// Shortest paths by delta-stepping against Bellman and Ford's rounds over lists, on one thread and on several;
// where there are ties the tree is the one whose nodes come from the least index.
import fc from "fast-check";
import { afterAll, describe, expect, it, vi } from "vitest";
import { dijkstraTree } from "../../../src/algorithms/paths/dijkstra.js";
import { type Paths, pathSteps, pathWaysOf } from "../../../src/algorithms/paths/dijkstra-kernel.js";
import { EdgeWeights } from "../../../src/algorithms/shared/weights/edge-weights.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
import { runStep } from "../../../src/kernels/runtime/steps.js";
import { endThreads } from "../../../src/kernels/runtime/threads.js";
import type { Csr } from "../../../src/view.js";
import {
  anyGraph,
  expectSame,
  freeze,
  graphsOfWidth,
  listsOf,
  type PlainGraph,
  seededGraph,
  widths,
} from "../../kernels/arbitrary-graphs.js";

afterAll(endThreads);

const noWeights = undefined;

function naiveDistances(
  graph: PlainGraph,
  weights: Float64Array | undefined,
  isAgainst: boolean,
  sources: number[],
  most: number,
): number[] {
  const lists = listsOf(graph, isAgainst);
  const distances = lists.map(() => Infinity);
  for (const u of sources) distances[u] = 0;
  for (let changed = sources; changed.length > 0; ) {
    const next = new Set<number>();
    for (const u of changed) {
      for (const [v, edge] of lists[u]) {
        const reached = distances[u] + (weights?.[edge] ?? 1);
        if (reached >= distances[v] || reached > most) continue;
        distances[v] = reached;
        next.add(v);
      }
    }
    changed = [...next];
  }
  return distances;
}

/** For each node the least nearer node that it is reached from, and the first edge from there. */
function naiveTree(
  graph: PlainGraph,
  weights: Float64Array | undefined,
  against: boolean,
  distances: number[],
) {
  const lists = listsOf(graph, against);
  const [predecessors, edges] = [distances.map(() => -1), distances.map(() => -1)];
  for (let u = 0; u < lists.length; u++) {
    if (distances[u] === Infinity) continue;
    for (const [v, edge] of lists[u]) {
      const reached = distances[u] + (weights?.[edge] ?? 1);
      if (reached === Infinity || reached !== distances[v] || reached <= distances[u]) continue;
      if (predecessors[v] >= 0) continue;
      predecessors[v] = u;
      edges[v] = edge;
    }
  }
  return { predecessors, edges };
}

interface Wish {
  readonly weights: Float64Array | undefined;
  readonly sources: number[];
  readonly most: number;
}

function check(graph: PlainGraph, { weights, sources, most }: Wish): void {
  const csr = freeze(graph, true);
  for (const isAgainst of [false, true]) {
    const ways = pathWaysOf(csr, isAgainst, weights !== undefined);
    const expected = naiveDistances(graph, weights, isAgainst, sources, most);
    const tree = naiveTree(graph, weights, isAgainst, expected);
    const isComplete = expected.every(
      (distance, u) => distance === Infinity || sources.includes(u) || tree.predecessors[u] >= 0,
    );
    const given = weights && new EdgeWeights(undefined, () => weights);
    const input = { ways, weights: given, sources, distanceMax: most, tick: () => undefined };
    for (const threadCount of graph.nodeCount > 1000 ? [1, 2] : [1, 2, 3]) {
      const distances = runSteps(
        pathSteps({ ...input, threads: threadCount, withTree: false }),
        threadCount,
      )?.distances;
      expectSame(distances ?? [], expected);
      const paths = runSteps(pathSteps({ ...input, threads: threadCount, withTree: true }), threadCount);
      expect(paths !== undefined).toBe(isComplete);
      if (paths !== undefined) expectSameTree(paths, { distances: expected, ...tree });
    }
    const loop = dijkstraTree(csr as unknown as Csr, ways.along, weights, sources, { maxDistance: most });
    expectSame(loop.distances, expected);
    if (isComplete) expectSameTree(loop, { distances: expected, ...tree });
  }
}

type Tree = { readonly [Name in keyof Paths]: ArrayLike<number> };

function expectSameTree(received: Tree, expected: Tree): void {
  expectSame(received.distances, expected.distances);
  expectSame(received.predecessors, expected.predecessors);
  expectSame(received.edges, expected.edges);
}

describe("shortest paths by kernels", () => {
  it("are right on a small graph by hand", () => {
    // 0 -1-> 1 -1-> 3 and 0 -1-> 2 -1-> 3, twice: 3 comes from 1 by the first of two edges; 4 is out of reach
    const sources = Uint32Array.of(0, 0, 2, 1, 1, 3);
    const targets = Uint32Array.of(1, 2, 3, 3, 3, 4);
    const weights = Float64Array.of(1, 1, 1, 1, 1, Infinity);
    const graph = { nodeCount: 5, directed: true, sources, targets, weights };
    const ways = pathWaysOf(freeze(graph, true), false, true);
    const given = new EdgeWeights(undefined, () => weights);
    const input = { ways, weights: given, sources: [0], distanceMax: Infinity, withTree: true, threads: 1 };
    const paths = runSteps(pathSteps({ ...input, tick: () => undefined }));
    expect([...(paths?.distances ?? [])]).toEqual([0, 1, 1, 2, Infinity]);
    expect([...(paths?.predecessors ?? [])]).toEqual([-1, 0, 0, 1, -1]);
    expect([...(paths?.edges ?? [])]).toEqual([-1, 0, 1, 3, -1]);
  });

  it("equal rounds over lists on any small graph, with weights of every kind", () => {
    const kinds: Record<string, (weight: number) => number> = {
      whole: (weight) => weight,
      wide: (weight) => weight * 1000,
      positive: (weight) => weight + 1,
      real: (weight) => weight / 3 + 0.1,
      closed: (weight) => (weight === 0 ? Infinity : weight),
      large: (weight) => weight * 1e9 + 1,
      tiny: (weight) => weight * 5e-324,
      mixed: (weight) => 10 ** (weight * 5 - 15),
    };
    const kind = fc.constantFrom(...Object.keys(kinds), "none");
    const wish = fc.record({
      kind,
      drawn: fc.uniqueArray(fc.nat(1000), { maxLength: 3 }),
      most: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 9 })),
    });
    fc.assert(
      fc.property(anyGraph(), wish, (graph, { kind, drawn, most }) => {
        const weights = kind === "none" ? noWeights : graph.weights.map(kinds[kind]);
        const sources = [...new Set(drawn.map((i) => i % graph.nodeCount))];
        check(graph, { weights, sources, most });
      }),
      { numRuns: 200 },
    );
  });

  it("equal rounds over lists at every width", { timeout: 240_000 }, () => {
    for (const width of widths) {
      for (const graph of graphsOfWidth(width)) {
        const weights = graph.weights.map((weight) => (width % 2 === 0 ? weight + 1 : weight / 7 + 0.01));
        check(graph, { weights, sources: [0], most: Infinity });
      }
    }
  });

  it("go a long way, and across weights that differ by far", () => {
    const path = seededGraph(20_000, 19_999, 1, true);
    path.sources.forEach((_, i) => {
      path.sources[i] = i;
      path.targets[i] = i + 1;
    });
    const weights = path.weights.map((weight, i) => (i % 100 === 0 ? 1e6 : weight + 1));
    check(path, { weights, sources: [0], most: Infinity });
  });

  it("share wide buckets out among threads, and go on alone through narrow ones", () => {
    // a hub, all around it near, and ways among those that are nearer still or as near
    const count = 20_000;
    const graph = seededGraph(count, count * 3, count, false);
    for (let i = 0; i < count; i++) [graph.sources[i], graph.targets[i]] = [0, i];
    for (const weights of [
      graph.weights.map((weight, edge) => (edge < count ? 40 + (weight % 4) : 1 + (weight % 8))),
      graph.weights.map((weight, edge) => (edge < count ? 40 + weight / 30 : 1 + weight / 13)),
    ]) {
      check(graph, { weights, sources: [0], most: Infinity });
      const given = new EdgeWeights(undefined, () => weights);
      const ways = pathWaysOf(freeze(graph, true), false, true);
      const kernelsOf = (threads: number) => {
        const input = { ways, weights: given, sources: [0], distanceMax: Infinity, withTree: false, threads };
        const names = new Set<string>();
        for (const each of pathSteps({ ...input, tick: () => undefined })) {
          names.add(each.kernel.replace(/Words|Numbers|Bytes/, ""));
          runStep(each);
        }
        return [...names];
      };
      expect(kernelsOf(1)).toEqual(["pack", "advance"]);
      expect(kernelsOf(2)).toEqual(["pack", "advance", "relax"]);
    }
  });

  it("run in memories that are not shared and cannot grow, with weights of either kind", () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    try {
      for (const directed of [true, false]) {
        const graph = seededGraph(3000, 12_000, 3000, directed);
        for (const weights of [graph.weights.map((w) => w + 1), graph.weights.map((w) => w / 7 + 0.01)]) {
          const csr = freeze(graph, true);
          expect(csr.out.place?.arena.isShared).toBe(false);
          const expected = naiveDistances(graph, weights, false, [0], Infinity);
          const given = new EdgeWeights({ column: weights, rows: weights, version: 0 }, () => weights);
          const ways = pathWaysOf(csr, false, true);
          const input = {
            ways,
            weights: given,
            sources: [0],
            distanceMax: Infinity,
            withTree: true,
            threads: 1,
          };
          for (let round = 0; round < 2; round++) {
            const paths = runSteps(pathSteps({ ...input, tick: () => undefined }));
            expect(paths).toBeDefined();
            expectSameTree(paths!, { distances: expected, ...naiveTree(graph, weights, false, expected) });
          }
        }
      }
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("leave to the loops what they cannot do", () => {
    const graph = seededGraph(300, 600, 300, true);
    const run = (weights: Float64Array, withKernels = true) => {
      const ways = pathWaysOf(freeze(graph, withKernels), false, true);
      const given = new EdgeWeights(undefined, () => weights);
      const input = { ways, weights: given, sources: [0], distanceMax: Infinity, withTree: true, threads: 1 };
      return runSteps(pathSteps({ ...input, tick: () => undefined }));
    };
    expect(run(graph.weights.map(() => 1))).toBeDefined();
    expect(
      run(
        graph.weights.map(() => 1),
        false,
      ),
    ).toBeUndefined();
    expect(run(graph.weights.map(() => 1e307))).toBeUndefined();
    // ways of no length have no tree by nearness
    expect(run(graph.weights.map(() => 0))).toBeUndefined();
  });
});
