// The rounds of PageRank: kernel and loop give the same bits, on any number of threads, and are near to rounds
// over lists whose sums are taken in another order.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RankInput, Ranks } from "../../../src/algorithms/centrality/page-rank-input.js";
import { rankSteps } from "../../../src/algorithms/centrality/page-rank-kernel.js";
import { Arena } from "../../../src/kernels/core/arena.js";
import { buildHalf, type CsrHalf } from "../../../src/kernels/core/csr.js";
import { createMemory } from "../../../src/kernels/core/wasm.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
import { SCRATCH_SLACK_BYTES } from "../../../src/kernels/runtime/scratch.js";
import { runStep } from "../../../src/kernels/runtime/steps.js";
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
    inverseOutWeights: shares,
    teleport: jumps,
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

/** Takes all of a space but for one part. */
function leaveRoomFor(arena: Arena, sizeBytes: number): void {
  for (;;) {
    const taken = arena.reserve(1024);
    const free = arena.reserve(sizeBytes);
    if (free !== undefined) arena.release(free);
    if (taken === undefined) throw new Error("less room than asked for");
    if (free !== undefined) continue;
    arena.release(taken);
    return;
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

  describe("by tiles", () => {
    beforeAll(() => tune({ tiledArcCountMin: 1, tiledNodeCountMin: 1 }));
    afterAll(() => tune());

    /** The kernels of each step in turn, and the result. */
    function follow(input: RankInput): { kernels: string[]; ranks: Ranks } {
      const steps = rankSteps(input);
      const kernels: string[] = [];
      for (let next = steps.next(); ; next = steps.next()) {
        if (next.done) return { kernels, ranks: next.value };
        kernels.push(next.value.kernel);
        runStep(next.value);
      }
    }

    function checkTiled(graph: PlainGraph, jumps?: Float64Array): string[] {
      const [loop, kernel] = [false, true].map((withKernels) => freeze(graph, withKernels).in);
      const more = { maxIterations: 60, damping: 0.7 };
      const expected = runSteps(rankSteps({ ...inputOf(graph, loop, false, jumps), ...more }));
      const input = { ...inputOf(graph, kernel, false, jumps), ...more };
      const { kernels, ranks } = follow(input);
      expect(ranks.iterations).toBe(60);
      let apart = 0;
      for (let u = 0; u < graph.nodeCount; u++) apart += Math.abs(ranks.ranks[u] - expected.ranks[u]);
      // 1e-8 is promised for a tolerance of 0
      expect(apart).toBeLessThan(1e-8);
      for (const threadCount of [2, 3]) {
        const received = runSteps(rankSteps(input), threadCount);
        expectSame(received.ranks, ranks.ranks);
        expect(received.change).toBe(ranks.change);
      }
      return kernels;
    }

    it("are near to those without on any small graph", () => {
      fc.assert(
        fc.property(anyGraph(), fc.boolean(), (graph, isPersonal) => {
          const jumps = new Float64Array(graph.nodeCount);
          jumps[0] = 0.25;
          jumps[graph.nodeCount - 1] += 0.75;
          const kernels = checkTiled(graph, isPersonal ? jumps : undefined);
          expect(kernels.includes("pullChanges")).toBe(graph.sources.length > 0);
        }),
        { numRuns: 60 },
      );
    });

    it("are near to those without at every width, which has several tiles a block", {
      timeout: 120_000,
    }, () => {
      for (const width of widths) {
        for (const graph of graphsOfWidth(width)) {
          const kernels = checkTiled(graph);
          expect(kernels.includes("pullChanges")).toBe(graph.sources.length > 0);
        }
      }
    });

    it("serve from the round on whose changes are small, and bring ranks as near as half the tolerance", () => {
      const graph = graphsOfWidth(65536)[3];
      const [loop, kernel] = [false, true].map((withKernels) => freeze(graph, withKernels).in);
      for (const tolerance of [1e-3, 1e-6, 1e-10]) {
        const more = { tolerance, maxIterations: 200 };
        const expected = runSteps(rankSteps({ ...inputOf(graph, loop, false), ...more }));
        const { kernels, ranks } = follow({ ...inputOf(graph, kernel, false), ...more });
        expect(kernels.indexOf("pullChanges")).toBeGreaterThan(kernels.indexOf("pullRanks"));
        expect(kernels.lastIndexOf("pullRanks")).toBeLessThan(kernels.indexOf("countTiles"));
        const apart = ranks.ranks.reduce((sum, rank, u) => sum + Math.abs(rank - expected.ranks[u]), 0);
        expect(apart).toBeLessThan(Math.max(tolerance / 2, 1e-8));
        expect(Math.abs(ranks.iterations - expected.iterations)).toBeLessThanOrEqual(1);
      }
    });

    it("do not serve graphs with weights, nor where a damping of 1 keeps errors alive", () => {
      const graph = graphsOfWidth(256)[1];
      const { in: arcs } = freeze(graph, true);
      expect(follow({ ...inputOf(graph, arcs, true), maxIterations: 60 }).kernels).not.toContain(
        "pullChanges",
      );
      const undamped = { ...inputOf(graph, arcs, false), damping: 1, maxIterations: 60 };
      expect(follow(undamped).kernels).not.toContain("pullChanges");
    });

    it("are done without where there is no more room", () => {
      const graph = graphsOfWidth(256)[4];
      const { sources, targets, nodeCount } = graph;
      const memory = createMemory(4, false);
      if (memory === undefined) throw new Error("no memory");
      const half = buildHalf(nodeCount, sources, targets, true, true, new Arena(memory, false));
      const { arena } = half.place!;
      expect(arena.memory).toBe(memory);
      leaveRoomFor(arena, nodeCount * 44 + 16 + SCRATCH_SLACK_BYTES);
      const more = { maxIterations: 60, damping: 0.7 };
      const { kernels, ranks } = follow({ ...inputOf(graph, half, false), ...more });
      expect(kernels).not.toContain("pullChanges");
      const loop = freeze(graph, false).in;
      expectSame(ranks.ranks, runSteps(rankSteps({ ...inputOf(graph, loop, false), ...more })).ranks);
    });
  });
});
