// The rounds of PageRank: kernel and loop give the same bits, on any number of threads, and are near to rounds
// over lists whose sums are taken in another order.
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { CsrHalf } from "../../src/kernels/csr.js";
import { type RankInput, type Ranks, rankSteps } from "../../src/kernels/ranks.js";
import { runSteps } from "../../src/kernels/run-steps.js";
import { endThreads } from "../../src/kernels/threads.js";
import { anyGraph, expectSame, freeze, graphsOfWidth, listsOf, type PlainGraph, widths } from "./graphs.js";

afterAll(endThreads);

const damping = 0.85;
const rounds = 5;

function inputOf(graph: PlainGraph, arcs: CsrHalf, isWeighted: boolean, jumps?: Float64Array): RankInput {
  const shares = Float64Array.from(listsOf(graph), (list) => {
    const strength = list.reduce((sum, [, edge]) => sum + (isWeighted ? graph.weights[edge] : 1), 0);
    return strength === 0 ? 0 : 1 / strength;
  });
  const weights = isWeighted ? graph.weights : undefined;
  return {
    arcs,
    weights,
    shares,
    jumps,
    damping,
    tolerance: 0,
    maxIterations: rounds,
    tick: () => undefined,
  };
}

/** By pushing along lists, so that each sum comes in another order. */
function naiveRanks(graph: PlainGraph, isWeighted: boolean, jumps: Float64Array | undefined): number[] {
  const lists = listsOf(graph);
  const weightOf = (edge: number) => (isWeighted ? graph.weights[edge] : 1);
  const strengths = lists.map((list) => list.reduce((sum, [, edge]) => sum + weightOf(edge), 0));
  let ranks = lists.map(() => 1 / lists.length);
  for (let round = 0; round < rounds; round++) {
    const next = lists.map(() => 0);
    let jumping = 1 - damping;
    for (let u = lists.length - 1; u >= 0; u--) {
      const strength = strengths[u];
      if (strength === 0) jumping += damping * ranks[u];
      else for (const [v, edge] of lists[u]) next[v] += (damping * ranks[u] * weightOf(edge)) / strength;
    }
    ranks = next.map((sum, u) => sum + jumping * (jumps?.[u] ?? 1 / lists.length));
  }
  return ranks;
}

function check(graph: PlainGraph, isWeighted: boolean, jumps?: Float64Array): void {
  const [loop, kernel] = [false, true].map((withKernels) => freeze(graph, withKernels).in);
  const run = (half: CsrHalf, threadCount: number): Ranks =>
    runSteps(rankSteps(inputOf(graph, half, isWeighted, jumps)), threadCount);
  expect(kernel.place).toBeDefined();
  const expected = run(loop, 1);
  for (const threadCount of [1, 2, 3]) {
    const received = run(kernel, threadCount);
    expectSame(received.ranks, expected.ranks);
    expect(received.change).toBe(expected.change);
    expect(received.iterations).toBe(rounds);
  }
  const naive = naiveRanks(graph, isWeighted, jumps);
  for (let u = 0; u < naive.length; u++) {
    if (!(Math.abs(naive[u] - expected.ranks[u]) < 1e-12))
      expect(expected.ranks[u]).toBeCloseTo(naive[u], 12);
  }
}

describe("the rounds of PageRank", () => {
  it("follow a small graph by hand", () => {
    // 0 -> 1 -> 2, and 2 gives nothing: after one round 0 has what jumps bring, the others that and 0.85 / 3
    const sources = Uint32Array.of(0, 1);
    const targets = Uint32Array.of(1, 2);
    const graph = { nodeCount: 3, directed: true, sources, targets, weights: new Float64Array(2) };
    const input = { ...inputOf(graph, freeze(graph, true).in, false), maxIterations: 1 };
    const { ranks, change } = runSteps(rankSteps(input));
    const jump = (0.15 + 0.85 / 3) / 3;
    const expected = [jump, jump + 0.85 / 3, jump + 0.85 / 3];
    for (let u = 0; u < 3; u++) expect(ranks[u]).toBeCloseTo(expected[u], 15);
    expect(change).toBeCloseTo(
      expected.reduce((sum, rank) => sum + Math.abs(rank - 1 / 3), 0),
      15,
    );
  });

  it("give the same bits by kernel and by loop, and are near to sums in another order", () => {
    fc.assert(
      fc.property(anyGraph(), fc.boolean(), fc.boolean(), (graph, isWeighted, isPersonal) => {
        const jumps = new Float64Array(graph.nodeCount);
        jumps[0] = 0.25;
        jumps[graph.nodeCount - 1] += 0.75;
        check(graph, isWeighted, isPersonal ? jumps : undefined);
      }),
      { numRuns: 60 },
    );
  });

  it("give the same bits at every width", { timeout: 120_000 }, () => {
    for (const width of widths) for (const graph of graphsOfWidth(width)) check(graph, width % 2 === 1);
  });

  it("stop once a round changes less than the tolerance", () => {
    const graph = graphsOfWidth(256)[1];
    const input = { ...inputOf(graph, freeze(graph, true).in, false), tolerance: 1e-3, maxIterations: 100 };
    const { iterations, change } = runSteps(rankSteps(input));
    expect(iterations).toBeLessThan(100);
    expect(change).toBeLessThan(1e-3);
    expect(runSteps(rankSteps({ ...input, maxIterations: iterations - 1 })).change).toBeGreaterThanOrEqual(
      1e-3,
    );
  });
});
