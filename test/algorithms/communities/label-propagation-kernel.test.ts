// Label propagation by kernels against counting labels in maps, with the same random numbers.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Labelling, labelSteps } from "../../../src/algorithms/communities/label-propagation-kernel.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
import type { Steps } from "../../../src/kernels/runtime/steps.js";
import { Prng } from "../../../src/structures/prng.js";
import { frozen, type SampleGraph, sampleGraph, sampleGraphs } from "../../kernels/sample-graphs.js";
import { tune } from "../../kernels/tune.js";

beforeAll(() => tune({ kernelEdgeCountMin: 0 }));
afterAll(() => tune());

interface Case {
  readonly synchronous: boolean;
  readonly edgeWeights?: Float64Array | undefined;
  readonly maxIterations: number;
  readonly threads?: number;
}

function labels(
  graph: SampleGraph,
  { synchronous, edgeWeights, maxIterations, threads = 1 }: Case,
  kernels: string[] = [],
): Labelling {
  function* trace(steps: Steps<Labelling | undefined>): Steps<Labelling | undefined> {
    let next = steps.next();
    for (; !next.done; next = steps.next()) {
      kernels.push(next.value.kernel);
      yield next.value;
    }
    return next.value;
  }
  const steps = trace(
    labelSteps({
      csr: frozen(graph),
      edgeWeights,
      synchronous,
      maxIterations,
      chance: new Prng(7).state(),
      threadCount: threads,
      tick: () => {},
    }),
  );
  const labelling = runSteps(steps, threads);
  if (labelling === undefined) throw new Error("no kernels");
  return labelling;
}

/** The neighbours of each node, those that it leads to first, each with the edge. */
function listsOf(graph: SampleGraph): [neighbor: number, edge: number][][] {
  const empty = () => Array.from({ length: graph.nodeCount }, (): [number, number][] => []);
  const [out, into] = [empty(), empty()];
  graph.sources.forEach((source, edge) => {
    out[source].push([graph.targets[edge], edge]);
    (graph.directed ? into : out)[graph.targets[edge]].push([source, edge]);
  });
  return out.map((list, u) => [...list, ...into[u]]);
}

/** The labels with the most weight near a node, in the order in which they are met. */
function bestNear(list: [number, number][], given: ArrayLike<number>, weights?: Float64Array): number[] {
  const sums = new Map<number, number>();
  for (const [v, edge] of list) {
    const weight = weights?.[edge] ?? 1;
    if (weight > 0) sums.set(given[v], (sums.get(given[v]) ?? 0) + weight);
  }
  const most = Math.max(...sums.values());
  return [...sums.keys()].filter((label) => sums.get(label) === most);
}

function naive(graph: SampleGraph, { synchronous, edgeWeights, maxIterations }: Case): Uint32Array {
  const lists = listsOf(graph);
  const prng = new Prng(7);
  let given = Uint32Array.from(lists, (_, u) => u);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const before = given;
    if (synchronous) {
      given = before.map((label, u) => {
        const best = bestNear(lists[u], before, edgeWeights);
        return best.length === 0 ? label : Math.min(...best);
      });
    } else {
      given = before.slice();
      for (const u of orderOf(before.length, prng)) {
        const best = bestNear(lists[u], given, edgeWeights);
        if (best.length > 0 && !best.includes(given[u])) given[u] = best[prng.below(best.length)];
      }
    }
    if (given.every((label, u) => label === before[u])) break;
  }
  return given;
}

/** Blocks of 4096 nodes in random order, and in each its nodes. */
function orderOf(nodeCount: number, prng: Prng): number[] {
  const nodes = Array.from({ length: nodeCount }, (_, u) => u);
  const blocks = Array.from({ length: Math.ceil(nodeCount / 4096) }, (_, i) =>
    nodes.slice(i * 4096, (i + 1) * 4096),
  );
  return [...prng.shuffle(Uint32Array.from(blocks, (_, i) => i))].flatMap((i) => [
    ...prng.shuffle(Uint32Array.from(blocks[i])),
  ]);
}

/** By the definition: the share of weight within, less what chance would put there. */
function modularityOf(graph: SampleGraph, given: Uint32Array, weights?: Float64Array): number {
  const [out, into] = [new Map<number, number>(), new Map<number, number>()];
  const add = (sums: Map<number, number>, label: number, weight: number) =>
    sums.set(label, (sums.get(label) ?? 0) + weight);
  let [within, total] = [0, 0];
  graph.sources.forEach((source, edge) => {
    const [a, b, weight] = [given[source], given[graph.targets[edge]], weights?.[edge] ?? 1];
    total += weight;
    if (a === b) within += weight;
    add(out, a, graph.directed ? weight : weight / 2);
    add(into, b, graph.directed ? weight : weight / 2);
    if (!graph.directed) {
      add(out, b, weight / 2);
      add(into, a, weight / 2);
    }
  });
  if (total === 0) return 0;
  let byChance = 0;
  for (const [label, weight] of out) byChance += (weight / total) * ((into.get(label) ?? 0) / total);
  return within / total - byChance;
}

function check(graph: SampleGraph, run: Case): void {
  const found = labels(graph, run);
  expect(Array.from(found.labels)).toEqual(Array.from(naive(graph, run)));
  expect(found.modularity).toBeCloseTo(modularityOf(graph, found.labels, run.edgeWeights), 10);
}

describe("label propagation by kernels", () => {
  it("takes the smallest of several labels where all take theirs at once", () => {
    // a path of four: its ends take what is beside them, the nodes between the smaller of two
    const [sources, targets] = [Uint32Array.of(0, 1, 2), Uint32Array.of(1, 2, 3)];
    const graph = { name: "", nodeCount: 5, edgeCount: 3, directed: false, sources, targets };
    const found = labels(graph, { synchronous: true, maxIterations: 1 });
    expect([...found.labels]).toEqual([1, 0, 1, 2, 4]);
  });

  it.each(sampleGraphs())("counts as maps do: $name", (graph) => {
    for (const synchronous of [true, false]) check(graph, { synchronous, maxIterations: 5 });
  });

  it.each([false, true])("goes by weights, and those of 0 do not count (directed: %s)", (directed) => {
    const graph = sampleGraph(600, 3000, directed, 11);
    const prng = new Prng(5);
    const edgeWeights = Float64Array.from(graph.sources, () => prng.below(4));
    for (const synchronous of [true, false]) check(graph, { synchronous, edgeWeights, maxIterations: 10 });
  });

  it("counts as maps do in any small graph", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(3)), { maxLength: 60 }),
        fc.boolean(),
        (directed, synchronous, nodeCount, ends, isWeighted) => {
          const [sources, targets] = [0, 1].map((i) => Uint32Array.from(ends, (edge) => edge[i] % nodeCount));
          const graph = { name: "", nodeCount, edgeCount: ends.length, directed, sources, targets };
          const edgeWeights = isWeighted ? Float64Array.from(ends, (edge) => edge[2]) : undefined;
          check(graph, { synchronous, edgeWeights, maxIterations: 6 });
        },
      ),
    );
  });

  it("takes one of several labels that each are there several times", () => {
    // node 0 has two neighbours of each of three labels, which their hundred other neighbours hold fast
    const edges: [number, number][] = [];
    for (let i = 0; i < 6; i++) edges.push([0, 1 + i]);
    for (let i = 0; i < 6; i++) {
      for (let k = 0; k < 8; k++) edges.push([1 + i, 7 + (i >> 1) * 8 + k]);
    }
    const [sources, targets] = [0, 1].map((end) => Uint32Array.from(edges, (edge) => edge[end]));
    const graph = { name: "", nodeCount: 31, edgeCount: edges.length, directed: false, sources, targets };
    for (let maxIterations = 1; maxIterations < 6; maxIterations++) {
      check(graph, { synchronous: false, maxIterations });
    }
  });

  it.each([1, 2])("passes over what has come to rest (threads: %s)", (threads) => {
    // a long line, along which labels swing to and fro, and a part that comes to rest
    const still = sampleGraph(9000, 60_000, false, 9);
    const swings = (length: number) => {
      const line = Uint32Array.from({ length }, (_, i) => 9000 + i);
      const sources = Uint32Array.from([...still.sources, ...line]);
      const targets = Uint32Array.from([...still.targets, ...line.map((u) => u + 1)]);
      return { ...still, nodeCount: 9001 + length, edgeCount: sources.length, sources, targets };
    };
    for (const length of [50, 3000]) {
      const graph = swings(length);
      const run = { synchronous: true, maxIterations: 14, threads };
      const kernels: string[] = [];
      const found = labels(graph, run, kernels);
      expect(found.labels).toEqual(naive(graph, run));
      expect(kernels.includes("markStale")).toBe(length === 50);
    }
  });

  it("finds the same on several threads", () => {
    const graph = sampleGraph(100_000, 400_000, false, 3);
    const [one, three] = [1, 3].map((threads) =>
      labels(graph, { synchronous: true, maxIterations: 8, threads }),
    );
    expect(three.labels).toEqual(one.labels);
    expect(three.modularity).toBe(one.modularity);
  });
});
