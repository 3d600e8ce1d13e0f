// Products of matrices and vectors: kernel and loop give the same bits on any number of threads, and so do the
// algorithms that go by them.
import fc from "fast-check";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { powerSteps } from "../../../src/algorithms/centrality/power-step-kernel.js";
import { eigenvectorCentrality, hits, katzCentrality } from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/graph.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
import type { Steps } from "../../../src/kernels/runtime/steps.js";
import { endThreads } from "../../../src/kernels/runtime/threads.js";
import {
  anyGraph,
  expectSame,
  freeze,
  graphsOfWidth,
  listsOf,
  type PlainGraph,
  widths,
} from "../../kernels/arbitrary-graphs.js";
import { tune } from "../../kernels/tune.js";

afterEach(() => tune());
afterAll(endThreads);

/** Two products of a graph's matrix, the second with the result of the first. */
function products(
  graph: PlainGraph,
  withKernels: boolean,
  isWeighted: boolean,
  threads: number,
): Float64Array {
  const { out } = freeze(graph, withKernels);
  const { nodeCount } = graph;
  const input = {
    nodeCount,
    matrices: [out],
    weights: isWeighted ? graph.weights : undefined,
    vectorCount: 2,
  };
  const rounds = powerSteps(input, function* ({ vectors: [from, to], multiplySteps }): Steps<Float64Array> {
    for (let u = 0; u < nodeCount; u++) from[u] = 1 / (u + 3);
    yield* multiplySteps(out, from, to);
    yield* multiplySteps(out, to, from);
    return from.slice();
  });
  return runSteps(rounds, threads);
}

/** The same over lists. */
function naiveProducts(graph: PlainGraph, isWeighted: boolean): number[] {
  const lists = listsOf(graph);
  const next = (values: number[]) =>
    lists.map((list) =>
      list.reduce((sum, [v, edge]) => sum + values[v] * (isWeighted ? graph.weights[edge] : 1), 0),
    );
  return next(next(lists.map((_, u) => 1 / (u + 3))));
}

function expectAlike(graph: PlainGraph, isWeighted: boolean): Float64Array {
  const expected = products(graph, false, isWeighted, 1);
  for (const threads of [1, 2, 3]) expectSame(products(graph, true, isWeighted, threads), expected);
  return expected;
}

describe("products", () => {
  it("are the same bits by kernel and by loop, and near those over lists", () => {
    fc.assert(
      fc.property(anyGraph(), fc.boolean(), (graph, isWeighted) => {
        const found = expectAlike(graph, isWeighted);
        const naive = naiveProducts(graph, isWeighted);
        naive.forEach((sum, u) => {
          expect(Math.abs(found[u] - sum)).toBeLessThanOrEqual(1e-12 * Math.abs(sum));
        });
      }),
    );
  });

  it.each(widths)("are the same bits of %d nodes", (nodeCount) => {
    for (const graph of graphsOfWidth(nodeCount))
      for (const isWeighted of [false, true]) expectAlike(graph, isWeighted);
  });
});

describe("algorithms", () => {
  it("give the same values by kernel and by loop, weighted or not, in every direction", () => {
    const of = ({ nodeCount, directed, sources, targets, weights }: PlainGraph) => {
      const graph = new Graph({ directed });
      graph.addNodes(nodeCount);
      graph.addEdges(sources, targets);
      graph.edges.setColumn("weight", graph.edges.ids(), weights);
      return graph;
    };
    fc.assert(
      fc.property(
        anyGraph(),
        fc.boolean(),
        fc.constantFrom("in", "out", "both"),
        fc.integer({ min: 1, max: 3 }),
        (plain, isWeighted, direction, threads) => {
          const weighted = isWeighted ? { weight: "weight" } : {};
          const all = (minimum: number, count: number) => {
            tune({ kernelEdgeCountMin: minimum });
            const graph = of(plain);
            const options = { ...weighted, threads: count, maxIterations: 20, tolerance: 0 };
            const { hubs, authorities } = hits(graph, options);
            const eigenvector = eigenvectorCentrality(graph, { ...options, direction });
            const katz = katzCentrality(graph, { ...options, direction, alpha: 0.001 });
            expect(graph.csr().out.place === undefined).toBe(minimum > 0);
            return [hubs, authorities, eigenvector, katz].map(({ values }) => values);
          };
          const expected = all(1 << 20, 1);
          all(0, threads).forEach((values, i) => {
            expectSame(values, expected[i]);
          });
        },
      ),
    );
  });
});
