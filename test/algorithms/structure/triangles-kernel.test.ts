// Triangles by kernels against sets of neighbours, on graphs of all sizes with everything that may go wrong.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OrientedArcs } from "../../../src/algorithms/structure/triangles/oriented-kernel.js";
import type { TriangleCounts } from "../../../src/algorithms/structure/triangles/triangle-counts.js";
import { triangleSteps } from "../../../src/algorithms/structure/triangles/triangles-kernel.js";
import { freezeCsr } from "../../../src/kernels/core/csr.js";
import { runSteps, runWithOthers } from "../../../src/kernels/runtime/run-steps.js";
import { runStep } from "../../../src/kernels/runtime/steps.js";
import { Prng } from "../../../src/structures/prng.js";
import { expectSame, thinGraphs } from "../../kernels/arbitrary-graphs.js";
import {
  frozen,
  neighborSets,
  type SampleGraph,
  sampleGraph,
  sampleGraphs,
} from "../../kernels/sample-graphs.js";
import { tune } from "../../kernels/tune.js";

beforeAll(() => tune({ kernelEdgeCountMin: 0 }));
afterAll(() => tune());

function count(
  graph: SampleGraph,
  isWide = false,
  tick: (done: number) => void = () => {},
  threads = 1,
): TriangleCounts {
  const counted = runSteps(triangleSteps(frozen(graph), isWide, threads, tick), threads);
  if (counted === undefined) throw new Error("no kernels");
  return counted;
}

/** What turns the arcs of a directed graph none of whose nodes has far more than the rest. */
function kernelsOfTurning(isWide: boolean): string[] {
  return ["symmetrizeOffsets", "symmetrizeArcs", "classifyDegrees", isWide ? "orientWideArcs" : "orientArcs"];
}

/** Each pair of neighbours looked up; weighed by the directions in which it has edges if `isWide`. */
function naive(graph: SampleGraph, isWide: boolean): { counts: number[]; degrees: number[] } {
  const sets = neighborSets(graph);
  const arcs = new Set(Array.from(graph.sources, (source, edge) => source * 2 ** 20 + graph.targets[edge]));
  const widthOf = (a: number, b: number) =>
    isWide ? Number(arcs.has(a * 2 ** 20 + b)) + Number(arcs.has(b * 2 ** 20 + a)) : 1;
  const counts = sets.map((set) => {
    let found = 0;
    for (const a of set) for (const b of sets[a]) if (a < b && set.has(b)) found += widthOf(a, b);
    return found;
  });
  return { counts, degrees: sets.map((set) => set.size) };
}

function graphOf(directed: boolean, nodeCount: number, pairs: [number, number][]): SampleGraph {
  const [sources, targets] = [0, 1].map((end) => Uint32Array.from(pairs, (pair) => pair[end]));
  return { name: "", nodeCount, edgeCount: pairs.length, directed, sources, targets };
}

describe("triangles by kernels", () => {
  it("counts each triangle at each of its nodes, whatever loops and parallel edges there are", () => {
    // two triangles on the edge 1 - 2, a tail and a node without edges
    const pairs: [number, number][] = [
      [0, 1],
      [1, 2],
      [2, 0],
      [2, 1],
      [1, 1],
      [3, 1],
      [2, 3],
      [3, 4],
      [3, 4],
    ];
    const { counts, degrees } = count(graphOf(false, 6, pairs));
    expect([...counts]).toEqual([1, 2, 2, 1, 0, 0]);
    expect([...degrees]).toEqual([2, 3, 3, 3, 1, 0]);
  });

  it("counts the directions between the two others where it is wide", () => {
    const pairs: [number, number][] = [
      [0, 1],
      [1, 0],
      [1, 2],
      [1, 2],
      [2, 0],
    ];
    expect([...count(graphOf(true, 3, pairs), true).counts]).toEqual([1, 1, 2]);
  });

  it.each(sampleGraphs())("finds what pairs of neighbours show: $name", (graph) => {
    for (const isWide of graph.directed ? [false, true] : [false]) {
      const expected = naive(graph, isWide);
      const { counts, degrees } = count(graph, isWide);
      expect(Array.from(counts)).toEqual(expected.counts);
      expect(Array.from(degrees)).toEqual(expected.degrees);
    }
  });

  it("finds what pairs of neighbours show on any small graph", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 60 }),
        (directed, nodeCount, ends) => {
          const pairs = ends.map(([a, b]): [number, number] => [a % nodeCount, b % nodeCount]);
          const graph = graphOf(directed, nodeCount, pairs);
          expect(Array.from(count(graph, directed).counts)).toEqual(naive(graph, directed).counts);
        },
      ),
    );
  });

  it("counts them where nearly all neighbours of a node are neighbours of each other", () => {
    const pairs: [number, number][] = [];
    for (let a = 0; a < 40; a++) for (let b = a + 1; b < 40; b++) pairs.push(a % 3 === 0 ? [a, b] : [b, a]);
    // each node with two of the 39 others
    expect(count(graphOf(false, 40, pairs)).counts).toEqual(new Float64Array(40).fill((39 * 38) / 2));
    expect(count(graphOf(true, 40, pairs), true).counts).toEqual(new Float64Array(40).fill((39 * 38) / 2));
  });

  it.each([false, true])(
    "ranks nodes only where one has far more arcs than the rest (directed: %s)",
    (directed) => {
      // a ring whose chords close triangles, and the same with a hub
      const ring = Array.from({ length: 900 }, (_, i): [number, number][] => [
        [i, (i + 1) % 900],
        [(i + 2) % 900, i],
        [i, (i + 3) % 900],
        [(i + 5) % 900, i],
        [i, (i + 8) % 900],
      ]).flat();
      const spokes = Array.from({ length: 450 }, (_, i): [number, number] => [7, 2 * i]);
      for (const [pairs, isRanked] of [
        [ring, false],
        [[...ring, ...spokes], true],
      ] as const) {
        const graph = graphOf(directed, 900, [...pairs]);
        const kernels = new Set<string>();
        const steps = triangleSteps(frozen(graph), directed, 1, () => {});
        let next = steps.next();
        for (; !next.done; next = steps.next()) {
          kernels.add(next.value.kernel);
          runStep(next.value);
        }
        expect(kernels.has("rankNodes")).toBe(isRanked);
        expect(kernels.has("classifyDegrees")).toBe(!isRanked);
        expect(Array.from(next.value!.counts)).toEqual(naive(graph, directed).counts);
      }
    },
  );

  it("looks lists up as they are where all nodes have few arcs, and finds the same on two threads", () => {
    for (const graph of thinGraphs(false)) {
      // loops and parallel edges
      const twice = Array.from(graph.sources, (source, edge) => [source, graph.targets[edge]]).filter(
        (_, edge) => edge % 7 === 0,
      );
      const sources = Uint32Array.from([...graph.sources, ...twice.map(([, v]) => v), 5, 9]);
      const targets = Uint32Array.from([...graph.targets, ...twice.map(([u]) => u), 5, 9]);
      const { nodeCount } = graph;
      const sample = { name: "", nodeCount, edgeCount: sources.length, directed: false, sources, targets };
      const expected = naive(sample, false);
      const csr = frozen(sample);
      for (const threads of [1, 2]) {
        const kernels: string[] = [];
        const steps = triangleSteps(csr, false, threads, () => {});
        let next = steps.next();
        for (; !next.done; next = steps.next()) {
          kernels.push(next.value.kernel);
          runWithOthers(next.value, threads - 1);
        }
        expect(new Set(kernels)).toEqual(
          new Set(["findDegreeMax", "countSparseTriangles", "countFewNeighbors"]),
        );
        expectSame(next.value!.counts, expected.counts);
        expectSame(next.value!.degrees, expected.degrees);
        expect(next.value!.total).toBe(expected.counts.reduce((sum, each) => sum + each, 0) / 3);
      }
    }
  });

  it("takes nodes of up to sixteen arcs for few, whatever their order", () => {
    // each node with the next seven, numbered all over, and some edges more at one
    const nodeCount = 101;
    const pairs = Array.from({ length: nodeCount }, (_, u) =>
      [1, 2, 3, 4, 5, 6, 7].map((step): [number, number] => [
        (u * 37) % nodeCount,
        ((u + step) * 37) % nodeCount,
      ]),
    ).flat();
    // isolated nodes keep the average low
    for (const more of [2, 3]) {
      const extra = Array.from({ length: more }, (_, i): [number, number] => [0, 50 + i]);
      const graph = graphOf(false, 2 * nodeCount, [...pairs, ...extra]);
      const kernels = new Set<string>();
      for (const step of triangleSteps(frozen(graph), false, 1, () => {})) {
        kernels.add(step.kernel);
        runStep(step);
      }
      expect(kernels.has("countSparseTriangles")).toBe(more === 2);
      const { counts, degrees } = count(graph);
      expect(Array.from(counts)).toEqual(naive(graph, false).counts);
      expect(Array.from(degrees)).toEqual(naive(graph, false).degrees);
    }
  });

  it("tells how many nodes are done, to the last", () => {
    const graph = sampleGraph(200_000, 100_000, false, 1);
    const told: number[] = [];
    count(graph, false, (done) => told.push(done));
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(200_000);
  });

  it.each([false, true])("finds the same on several threads (directed: %s)", (directed) => {
    const uneven = sampleGraph(50_000, 300_000, directed, 8);
    const prng = new Prng(5);
    const [sources, targets] = [0, 1].map(() => uneven.sources.map(() => prng.below(50_000)));
    for (const graph of [uneven, { ...uneven, sources, targets }]) {
      const one = count(graph, directed);
      for (const threads of [2, 3]) expect(count(graph, directed, () => {}, threads)).toEqual(one);
    }
  });

  it("gives its scratch back, also when called off", () => {
    const csr = frozen(sampleGraph(1000, 5000, false, 2));
    const arena = csr.out.place?.arena;
    const before = arena?.reserve(64);
    if (before !== undefined) arena?.release(before);
    const callOff = () => {
      throw new Error("enough");
    };
    expect(() => runSteps(triangleSteps(csr, false, 1, callOff))).toThrow("enough");
    expect(arena?.reserve(64)).toBe(before);
  });

  it("gives its scratch back when called off before arcs are turned", () => {
    const csr = frozen(sampleGraph(1000, 5000, true, 2));
    const { arena } = csr.in.place!;
    const before = arena.reserve(64)!;
    arena.release(before);
    const steps = triangleSteps(csr, true, 1, () => {});
    steps.next();
    steps.return(undefined);
    expect(arena.reserve(64)).toBe(before);
  });

  it.each([false, true])("turns arcs twice, and keeps them from then on (wide: %s)", (isWide) => {
    const sample = sampleGraph(1000, 5000, true, 2);
    const csr = frozen(sample);
    const kernelsOf = () => {
      const kernels = new Set<string>();
      const steps = triangleSteps(csr, isWide, 1, () => {});
      let next = steps.next();
      for (; !next.done; next = steps.next()) {
        kernels.add(next.value.kernel);
        runStep(next.value);
      }
      expect(Array.from(next.value!.counts)).toEqual(naive(sample, isWide).counts);
      return [...kernels];
    };
    const counting = isWide ? "countWideTriangles" : "countTriangles";
    for (let call = 0; call < 2; call++) {
      expect(kernelsOf()).toEqual(kernelsOfTurning(isWide).concat(counting));
    }
    expect(kernelsOf()).toEqual([counting]);
    // those of the other kind are others
    expect(OrientedArcs.find(csr, !isWide)).toBeUndefined();
  });

  it("gives kept arcs up when their memory is wanted, but not while someone works with them", () => {
    const csr = frozen(sampleGraph(1000, 5000, false, 2));
    const { arena } = csr.out.place!;
    const before = arena.reserve(64)!;
    arena.release(before);
    for (let call = 0; call < 2; call++) runSteps(triangleSteps(csr, false, 1, () => {}));
    const kept = OrientedArcs.find(csr, false)!;
    expect(arena.reserve(2 ** 33)).toBeUndefined();
    expect(OrientedArcs.find(csr, false)).toBeUndefined();
    const whileInUse = arena.reserve(64)!;
    expect(whileInUse).toBeGreaterThan(before);
    arena.release(whileInUse);
    kept.release();
    expect(arena.reserve(64)).toBe(before);
  });

  it("leaves graphs without a kernel's memory to the loops", () => {
    tune({ kernelEdgeCountMin: 10 });
    const csr = freezeCsr(sampleGraph(5, 9, true, 3));
    tune({ kernelEdgeCountMin: 0 });
    expect(runSteps(triangleSteps(csr, false, 1, () => {}))).toBeUndefined();
  });
});
