// Louvain by kernels against the loops, which go the same ways wherever sums of weights are exact; Leiden, whose
// exponentials may differ in the last digit, against what it guarantees; modularity against the definition.
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import {
  type CommunityOptions,
  type LeidenOptions,
  leiden,
  leidenAsync,
  louvain,
  louvainAsync,
  type ModularityOptions,
  modularity,
} from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";
import { expectSame } from "../../kernels/arbitrary-graphs.js";
import { type SampleGraph, sampleGraph, sampleGraphs } from "../../kernels/sample-graphs.js";
import { tune } from "../../kernels/tune.js";

afterAll(() => tune());

/** The same graph with kernels and without, its edges weighted 0 to 4. */
function bothOf(sample: SampleGraph): { byKernels: Graph; byLoops: Graph } {
  const [byKernels, byLoops] = [0, 2 ** 32].map((edgeCountMin) => {
    tune({ kernelEdgeCountMin: edgeCountMin });
    const graph = new Graph({ directed: sample.directed });
    graph.addNodes(sample.nodeCount);
    const prng = new Prng(9);
    const weight = Float64Array.from(sample.sources, () => prng.below(5));
    graph.addEdges(sample.sources, sample.targets, { attributes: { weight } });
    graph.csr();
    return graph;
  });
  return { byKernels, byLoops };
}

/** What modularity takes of the options. */
function judged({ weight, resolution }: CommunityOptions): ModularityOptions {
  return { ...(weight !== undefined && { weight }), ...(resolution !== undefined && { resolution }) };
}

function check(sample: SampleGraph, options: CommunityOptions): void {
  const { byKernels, byLoops } = bothOf(sample);
  const found = louvain(byKernels, options);
  const expected = louvain(byLoops, options);
  expectSame(found.values, expected.values);
  expect(found.count).toBe(expected.count);
  expect(found.modularity).toBeCloseTo(expected.modularity, 10);
  expect(found.modularity).toBeCloseTo(modularity(byLoops, found.values, judged(options)), 10);
}

describe("louvain by kernels", () => {
  it("parts two triangles that a bridge joins", () => {
    const [sources, targets] = [Uint32Array.of(0, 1, 2, 3, 4, 5, 2), Uint32Array.of(1, 2, 0, 4, 5, 3, 3)];
    const sample = { name: "", nodeCount: 7, edgeCount: 7, directed: false, sources, targets };
    const found = louvain(bothOf(sample).byKernels);
    expect([...found.values]).toEqual([0, 0, 0, 3, 3, 3, 6]);
    // 6 of 7 edges within, and half of all ends at each triangle
    expect(found.modularity).toBeCloseTo(6 / 7 - 1 / 2, 12);
  });

  it.each(sampleGraphs())("goes the ways of the loops: $name", (sample) => {
    check(sample, {});
    if (sample.nodeCount < 1000) check(sample, { weight: "weight", seed: 3 });
  });

  it("ends a level sooner the more a sweep has to gain", () => {
    // without communities to be found each sweep gains some
    const prng = new Prng(5);
    const [sources, targets] = [0, 1].map(() =>
      Uint32Array.from({ length: 100_000 }, () => prng.below(20_000)),
    );
    const sample = { name: "", nodeCount: 20_000, edgeCount: 100_000, directed: false, sources, targets };
    const { byKernels, byLoops } = bothOf(sample);
    const [rough, fine] = [0.1, 0].map((tolerance) => {
      const options = { tolerance, maxIterations: 1 };
      const found = louvain(byKernels, options);
      expectSame(found.values, louvain(byLoops, options).values);
      return found.modularity;
    });
    expect(fine).toBeGreaterThan(rough + 0.01);
  });

  it("goes the ways of the loops in any small graph", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 60 }),
        fc.constantFrom(0, 0.25, 1, 2, 8),
        fc.nat(100),
        (directed, isWeighted, nodeCount, ends, resolution, seed) => {
          const [sources, targets] = [0, 1].map((i) => Uint32Array.from(ends, (edge) => edge[i] % nodeCount));
          const sample = { name: "", nodeCount, edgeCount: ends.length, directed, sources, targets };
          check(sample, { resolution, seed, ...(isWeighted ? { weight: "weight" } : {}) });
        },
      ),
    );
  });

  it("asks the signal and tells of progress between its rounds and within", async () => {
    const { byKernels } = bothOf(sampleGraph(100_000, 200_000, false, 4));
    const told: number[] = [];
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) => told.push(done);
    louvain(byKernels, { onProgress, signal: controller.signal });
    expect(told.at(-1)).toBe(2);
    const stop = () => controller.abort(new Error("enough"));
    expect(() => louvain(byKernels, { onProgress: stop, signal: controller.signal })).toThrow("enough");
    await expect(louvainAsync(byKernels, { signal: controller.signal })).rejects.toThrow("enough");
  });

  it("finds in the background what it finds at once", async () => {
    const { byKernels } = bothOf(sampleGraph(3000, 9000, true, 6));
    expect((await louvainAsync(byKernels)).values).toEqual(louvain(byKernels).values);
  });
});

/** How many parts the edges of some weight within communities leave the nodes in. */
function partCountOf(
  { nodeCount, sources, targets }: SampleGraph,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const parents = Array.from({ length: nodeCount }, (_, u) => u);
  const rootOf = (u: number): number => {
    let root = u;
    while (parents[root] !== root) root = parents[root];
    for (let node = u; node !== root; ) [node, parents[node]] = [parents[node], root];
    return root;
  };
  let count = nodeCount;
  for (let edge = 0; edge < sources.length; edge++) {
    const [a, b] = [rootOf(sources[edge]), rootOf(targets[edge])];
    if (a === b || labels[sources[edge]] !== labels[targets[edge]] || weights?.[edge] === 0) continue;
    parents[a] = b;
    count--;
  }
  return count;
}

function checkLeiden(sample: SampleGraph, options: LeidenOptions): void {
  const { byKernels, byLoops } = bothOf(sample);
  const found = leiden(byKernels, options);
  expect(found.modularity).toBeCloseTo(modularity(byLoops, found.values, judged(options)), 10);
  // each community is in one part
  const weights = options.weight === undefined ? undefined : byLoops.edges.column("weight").values;
  expect(partCountOf(sample, found.values, weights as ArrayLike<number> | undefined)).toBe(found.count);
  // and dividing is no worse than leaving every node alone
  const alone = Uint32Array.from({ length: sample.nodeCount }, (_, u) => u);
  expect(found.modularity).toBeGreaterThanOrEqual(modularity(byLoops, alone, judged(options)) - 1e-12);
}

describe("leiden by kernels", () => {
  it.each(sampleGraphs())("leaves no community in pieces: $name", (sample) => {
    checkLeiden(sample, {});
    if (sample.nodeCount < 1000) checkLeiden(sample, { weight: "weight", seed: 3 });
  });

  it("leaves no community in pieces in any small graph", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 60 }),
        fc.constantFrom(0, 0.25, 1, 2, 8),
        fc.constantFrom(1e-6, 0.01, 10),
        fc.nat(100),
        (directed, isWeighted, nodeCount, ends, resolution, randomness, seed) => {
          const [sources, targets] = [0, 1].map((i) => Uint32Array.from(ends, (edge) => edge[i] % nodeCount));
          const sample = { name: "", nodeCount, edgeCount: ends.length, directed, sources, targets };
          checkLeiden(sample, { resolution, randomness, seed, ...(isWeighted ? { weight: "weight" } : {}) });
        },
      ),
    );
  });

  it.each([1, 2, 3])("divides as well as the loops do, and the same each time (seed %i)", (seed) => {
    const { byKernels, byLoops } = bothOf(sampleGraph(2000, 6000, false, 20 + seed));
    const found = leiden(byKernels, { seed });
    expect(found.modularity).toBeGreaterThan(leiden(byLoops, { seed }).modularity - 0.005);
    expect(leiden(byKernels, { seed }).values).toEqual(found.values);
  });

  it("finds in the background what it finds at once", async () => {
    const { byKernels } = bothOf(sampleGraph(3000, 9000, true, 6));
    expect((await leidenAsync(byKernels)).values).toEqual(leiden(byKernels).values);
  });
});
