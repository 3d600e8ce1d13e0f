// Core numbers by kernels against taking nodes away one by one.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coreSteps } from "../../../src/algorithms/structure/core-numbers-kernel.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
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

function cores(graph: SampleGraph, tick: (done: number) => void = () => {}): number[] {
  const found = runSteps(coreSteps(frozen(graph), tick));
  if (found === undefined) throw new Error("no kernels");
  return Array.from(found);
}

/** What is left after all of fewer than k neighbours have gone, time and again, is the k-core. */
function naive(graph: SampleGraph): number[] {
  const sets = neighborSets(graph);
  const found = new Array<number>(graph.nodeCount).fill(0);
  let left = found.map((_, u) => u);
  for (let k = 1; left.length > 0; k++) {
    const gone = left.filter((u) => sets[u].size < k);
    for (let u = gone.pop(); u !== undefined; u = gone.pop()) {
      for (const v of sets[u]) {
        sets[v].delete(u);
        if (sets[v].size === k - 1) gone.push(v);
      }
      sets[u].clear();
    }
    left = left.filter((u) => sets[u].size >= k);
    for (const u of left) found[u] = k;
  }
  return found;
}

describe("core numbers by kernels", () => {
  it("takes parallel edges as one and leaves loops aside", () => {
    // a triangle with a tail whose edge is double, and a node with loops alone
    const sources = Uint32Array.of(0, 1, 2, 2, 3, 4, 4);
    const targets = Uint32Array.of(1, 2, 0, 3, 2, 4, 4);
    const graph = { name: "", nodeCount: 5, edgeCount: 7, directed: false, sources, targets };
    expect(cores(graph)).toEqual([2, 2, 2, 1, 0]);
  });

  it("passes over levels that no node is at", () => {
    // twenty nodes each two of which have an edge, and a pair
    const pairs = Array.from({ length: 400 }, (_, i) => [Math.floor(i / 20), i % 20]);
    pairs.push([20, 21]);
    const [sources, targets] = [0, 1].map((end) => Uint32Array.from(pairs, (pair) => pair[end]));
    const graph = { name: "", nodeCount: 23, edgeCount: pairs.length, directed: true, sources, targets };
    expect(cores(graph)).toEqual([...new Array(20).fill(19), 1, 1, 0]);
  });

  it.each(sampleGraphs())("finds what taking nodes away leaves: $name", (graph) => {
    expect(cores(graph)).toEqual(naive(graph));
  });

  it("finds what taking nodes away leaves of any small graph", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 60 }),
        (directed, nodeCount, ends) => {
          const [sources, targets] = [0, 1].map((i) => Uint32Array.from(ends, (pair) => pair[i] % nodeCount));
          const graph = { name: "", nodeCount, edgeCount: ends.length, directed, sources, targets };
          expect(cores(graph)).toEqual(naive(graph));
        },
      ),
    );
  });

  it("tells how many nodes are done, to the last", () => {
    const told: number[] = [];
    cores(sampleGraph(2000, 20_000, false, 5), (done) => told.push(done));
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(2000);
  });
});
