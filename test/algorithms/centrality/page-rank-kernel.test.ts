// The rounds of PageRank: kernel and loop give the same bits, on any number of threads, and are near to rounds
// over lists whose sums are taken in another order.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RankInput, Ranks } from "../../../src/algorithms/centrality/page-rank-input.js";
import { rankSteps } from "../../../src/algorithms/centrality/page-rank-kernel.js";
import {
  type TiledRankInput,
  tiledRankSteps,
} from "../../../src/algorithms/centrality/tiled-page-rank-kernel.js";
import { Arena } from "../../../src/kernels/core/arena.js";
import { buildHalf, type CsrHalf, FrozenCsr } from "../../../src/kernels/core/csr.js";
import { createMemory } from "../../../src/kernels/core/wasm.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
import { SCRATCH_SLACK_BYTES } from "../../../src/kernels/runtime/scratch.js";
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

/** Takes all of a memory but for one part; the parts taken. */
function leaveRoomFor(arena: Arena, sizeBytes: number): number[] {
  const parts: number[] = [];
  for (;;) {
    const taken = arena.reserve(1024);
    const free = arena.reserve(sizeBytes);
    if (free !== undefined) arena.release(free);
    if (taken === undefined) throw new Error("less room than asked for");
    parts.push(taken);
    if (free !== undefined) continue;
    arena.release(parts.pop()!);
    return parts;
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

    type Given = Partial<Pick<TiledRankInput, "teleport" | "damping" | "tolerance" | "maxIterations">>;

    function tiledInputOf({ nodeCount }: PlainGraph, csr: FrozenCsr, given: Given): TiledRankInput {
      const fixed = { teleport: undefined, damping, tolerance: 0, maxIterations: 200, tick: () => undefined };
      return { nodeCount, arcs: csr.in, outgoing: csr.out, ...fixed, ...given };
    }

    /** Checks the ranks on several threads, beside those of the power method. */
    function checkTiled(graph: PlainGraph, given: Given): Ranks {
      const input = tiledInputOf(graph, freeze(graph, true), given);
      const received = runSteps(tiledRankSteps(input));
      if (received === undefined) throw new Error("ranks are not by tiles");
      const many = runSteps(tiledRankSteps(input), 2)!;
      expectSame(many.ranks, received.ranks);
      expect(many.change).toBe(received.change);
      const more = { damping: input.damping, tolerance: 0, maxIterations: input.damping > 0.7 ? 400 : 100 };
      const plain = inputOf(graph, freeze(graph, false).in, false, input.teleport);
      const expected = runSteps(rankSteps({ ...plain, ...more })).ranks;
      let apart = 0;
      for (let u = 0; u < graph.nodeCount; u++) apart += Math.abs(received.ranks[u] - expected[u]);
      // twice what the last change lets be missing, since both are scaled; sums of many ranks round
      const missing = (2 * input.tolerance * input.damping) / (1 - input.damping);
      expect(apart).toBeLessThan(Math.max(1e-10, missing));
      return received;
    }

    it("are those of the power method on any small graph", () => {
      fc.assert(
        fc.property(
          anyGraph(),
          fc.boolean(),
          fc.constantFrom(0.1, 0.5, 0.85, 0.9),
          fc.constantFrom(0, 1e-3, 1e-6, 1e-10),
          (graph, isPersonal, damping, tolerance) => {
            if (graph.sources.length === 0) return;
            const teleport = new Float64Array(graph.nodeCount);
            teleport[0] = 0.25;
            teleport[graph.nodeCount - 1] += 0.75;
            const given = { damping, tolerance, maxIterations: 400 };
            const { ranks } = checkTiled(graph, isPersonal ? { ...given, teleport } : given);
            for (const rank of ranks) expect(rank).toBeGreaterThanOrEqual(0);
          },
        ),
        { numRuns: 100 },
      );
    });

    it("are those of the power method at every width, which has several tiles a block", {
      timeout: 120_000,
    }, () => {
      for (const width of widths) {
        for (const graph of graphsOfWidth(width))
          if (graph.sources.length > 0) checkTiled(graph, { damping: 0.6 });
      }
    });

    it("reach a tolerance in fewer rounds where the graph is undirected", () => {
      const graph = { ...graphsOfWidth(65536)[3], directed: false };
      const plain = inputOf(graph, freeze(graph, false).in, false);
      for (const tolerance of [1e-3, 1e-6, 1e-10]) {
        const { iterations } = runSteps(rankSteps({ ...plain, tolerance, maxIterations: 400 }));
        const tiled = checkTiled(graph, { tolerance });
        expect(tiled.change).toBeLessThan(tolerance);
        expect(tiled.iterations).toBeLessThanOrEqual(iterations);
        if (tolerance === 1e-10) expect(tiled.iterations).toBeLessThan(0.75 * iterations);
      }
    });

    it("are those of one round of the power method after one round", () => {
      const graph = graphsOfWidth(256)[4];
      const csr = freeze(graph, true);
      const tiled = runSteps(tiledRankSteps(tiledInputOf(graph, csr, { maxIterations: 1 })))!;
      const isEachLinked = listsOf(graph).every((list) => list.length > 0);
      const plain = runSteps(rankSteps({ ...inputOf(graph, csr.in, false), maxIterations: 1 }));
      expect(tiled.iterations).toBe(1);
      const most = isEachLinked ? 1e-6 : Infinity;
      for (let u = 0; u < graph.nodeCount; u++)
        expect(Math.abs(tiled.ranks[u] - plain.ranks[u])).toBeLessThan(most);
    });

    it("tell of rounds, and of the change of the last", () => {
      const graph = graphsOfWidth(257)[2];
      const told: number[] = [];
      const input = { ...tiledInputOf(graph, freeze(graph, true), { tolerance: 1e-8 }) };
      const { iterations, change } = runSteps(tiledRankSteps({ ...input, tick: (done) => told.push(done) }))!;
      expect(told).toEqual(Array.from({ length: iterations }, (_, i) => i + 1));
      expect(change).toBeLessThan(1e-8);
    });

    it("leave other dampings, no rounds, and graphs without kernels to the power method", () => {
      const graph = graphsOfWidth(256)[1];
      const [loop, kernel] = [false, true].map((withKernels) => freeze(graph, withKernels));
      for (const given of [{ damping: 0 }, { damping: 1 }, { damping: 0.999 }, { maxIterations: 0 }])
        expect(runSteps(tiledRankSteps(tiledInputOf(graph, kernel, given)))).toBeUndefined();
      expect(runSteps(tiledRankSteps(tiledInputOf(graph, loop, {})))).toBeUndefined();
    });

    it("are left to the power method where there is no more room", () => {
      const graph = graphsOfWidth(256)[4];
      const { sources, targets, nodeCount } = graph;
      const memory = createMemory(4, false);
      if (memory === undefined) throw new Error("no memory");
      const half = buildHalf(nodeCount, sources, targets, true, true, new Arena(memory, false));
      const { arena } = half.place!;
      expect(arena.memory).toBe(memory);
      const csr = new FrozenCsr(nodeCount, sources.length, false, half);
      for (const left of [SCRATCH_SLACK_BYTES, half.ends.length * 4 + 1024 + SCRATCH_SLACK_BYTES]) {
        const taken = leaveRoomFor(arena, left);
        expect(runSteps(tiledRankSteps(tiledInputOf(graph, csr, {})))).toBeUndefined();
        for (const part of taken) arena.release(part);
      }
      expect(runSteps(tiledRankSteps(tiledInputOf(graph, csr, {})))).toBeDefined();
    });

    it("give the same bits by tiles that are new, cached, and evicted", () => {
      const graph = graphsOfWidth(65536)[3];
      const csr = freeze(graph, true);
      const { arena } = csr.in.place!;
      const run = () => runSteps(tiledRankSteps(tiledInputOf(graph, csr, { maxIterations: 9 })))!.ranks;
      const first = run();
      for (let i = 0; i < 4; i++) expectSame(run(), first);
      expect(arena.reserve(2 ** 32)).toBeUndefined();
      expectSame(run(), first);
    });
  });
});
