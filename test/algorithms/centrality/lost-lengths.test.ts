// Betweenness by length where lengths are lost in sums, or sums are equal but for rounding: kernels as loops, on one
// thread and on two.
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { dependencySearch, linksOf } from "../../../src/algorithms/centrality/brandes.js";
import { lengthDependencySteps } from "../../../src/algorithms/centrality/weighted-betweenness-kernel.js";
import { inCommonUnit, lengthTolerance } from "../../../src/algorithms/shared/weights/common-unit.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
import { endThreads } from "../../../src/kernels/runtime/threads.js";
import { freeze, type PlainGraph } from "../../kernels/arbitrary-graphs.js";

afterAll(endThreads);

/** What depends on each node from all sources, by loops, and by kernels on one thread and two. */
function byAll(graph: PlainGraph): number[][] {
  const { out: arcs } = freeze(graph, true);
  const unit = inCommonUnit(graph.weights, graph.nodeCount);
  const links = linksOf(arcs, unit.values, lengthTolerance(unit, graph.nodeCount));
  const lengths = links.lengths as Float64Array;
  const pivots = Uint32Array.from({ length: graph.nodeCount }, (_, u) => u);
  const search = dependencySearch(links);
  const loops = new Array<number>(graph.nodeCount).fill(0);
  for (const pivot of pivots) {
    const { order, count, dependencies } = search(pivot);
    for (let i = 1; i < count; i++) loops[order[i]] += dependencies[order[i]];
  }
  const kernels = [1, 2].map((threadCount) => {
    const input = { arena: arcs.place?.arena, links, lengths, pivots, byLink: false, threadCount };
    return [...(runSteps(lengthDependencySteps({ ...input, tick: () => undefined }), threadCount) ?? [])];
  });
  return [loops, ...kernels];
}

function undirected(nodeCount: number, edges: readonly (readonly [number, number, number])[]): PlainGraph {
  return {
    nodeCount,
    directed: false,
    sources: Uint32Array.from(edges, ([u]) => u),
    targets: Uint32Array.from(edges, ([, v]) => v),
    weights: Float64Array.from(edges, ([, , weight]) => weight),
  };
}

describe("dependencies by length", () => {
  it("count each path of a tree once, whatever its lengths", () => {
    const lengths = fc.constantFrom(1e-300, 1e-23, 1e-16, 0.1, 1, 3, 1e3, 3e16, 1e300);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), lengths), { minLength: 2, maxLength: 9 }), (parents) => {
        const tree = (lengthOf: (length: number) => number) =>
          undirected(
            parents.length + 1,
            parents.map(([parent, length], i) => [i + 1, parent % (i + 1), lengthOf(length)] as const),
          );
        const [expected] = byAll(tree(() => 1));
        for (const found of byAll(tree((length) => length))) expect(found).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it("take sums for equal that differ by rounding alone", () => {
    for (const unit of [0.1, Math.SQRT2, 1e-300 / 3, 1e300 / 3]) {
      const graph = undirected(4, [
        [0, 1, unit],
        [1, 2, 2 * unit],
        [2, 3, 3 * unit],
        [0, 3, 6 * unit],
      ]);
      for (const found of byAll(graph)) expect(found).toEqual([0, 3, 3, 0]);
    }
  });
});
