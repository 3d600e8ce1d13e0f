/**
 * The rounds of PageRank over incoming arcs, by kernel or by a loop. Sums over nodes are taken block by block and the
 * blocks' sums in their order, so that both give the same bits, on any number of threads. Large graphs without weights
 * have a way of their own, see tiled-page-rank-kernel.ts.
 */

import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import { ITEM_CHUNK_SIZE, type Steps, step } from "../../kernels/runtime/steps.js";
import type { RankInput, Ranks } from "./page-rank-input.js";

/** The arrays of a round, in scratch or in plain buffers. */
interface Arrays {
  readonly ranks: Float64Array;
  readonly inverseOutWeights: Float64Array;
  readonly teleport: Float64Array | undefined;
  /** By arc. */
  readonly weights: Float64Array | undefined;
  contributions: Float64Array;
  next: Float64Array;
  /** For each block its change, and the ranks of its dangling nodes. */
  readonly sums: Float64Array;
}

/** Nodes whose sums are taken together; a chunk, so that no two threads write to a block. */
const BLOCK_SIZE = ITEM_CHUNK_SIZE;

export function* rankSteps(input: RankInput): Steps<Ranks> {
  const scratch = openScratch(input.arcs.place?.arena, sizeBytesOf(input));
  try {
    const arrays = scratch === undefined ? plainArrays(input) : yield* scratchArrays(input, scratch);
    const { damping, tolerance, maxIterations, tick } = input;
    const nodeCount = arrays.ranks.length;
    let dangling = start(arrays, damping);
    let iterations = 0;
    let change = nodeCount === 0 ? 0 : Infinity;
    while (iterations < maxIterations && change >= tolerance) {
      const teleported = damping * dangling + 1 - damping;
      const teleportShare = arrays.teleport === undefined ? teleported * (1 / nodeCount) : teleported;
      if (scratch === undefined) pullWithLoops(input, arrays, teleportShare);
      else yield pullStep(input, arrays, scratch, teleportShare);
      [arrays.contributions, arrays.next] = [arrays.next, arrays.contributions];
      [change, dangling] = totals(arrays.sums);
      tick(++iterations);
    }
    return { ranks: scratch === undefined ? arrays.ranks : arrays.ranks.slice(), iterations, change };
  } finally {
    scratch?.release();
  }
}

function sizeBytesOf({ inverseOutWeights, weights, arcs }: RankInput): number {
  const weightBytes = weights === undefined ? 0 : (weights.length + arcs.ends.length) * 8;
  return inverseOutWeights.length * 40 + Math.ceil(inverseOutWeights.length / BLOCK_SIZE) * 16 + weightBytes;
}

function plainArrays({ inverseOutWeights, teleport, weights, arcs }: RankInput): Arrays {
  const { length } = inverseOutWeights;
  const [ranks, contributions, next] = [length, length, length].map((count) => new Float64Array(count));
  const sums = new Float64Array(Math.ceil(length / BLOCK_SIZE) * 2);
  const arcWeights = weights && new Float64Array(arcs.ends.length);
  if (weights && arcWeights)
    for (let arc = 0; arc < arcWeights.length; arc++) arcWeights[arc] = weights[arcs.edges[arc]];
  return {
    ranks,
    inverseOutWeights,
    teleport,
    weights: arcWeights,
    contributions,
    next,
    sums,
  };
}

function* scratchArrays(input: RankInput, scratch: Scratch): Steps<Arrays> {
  const { inverseOutWeights, teleport, weights, arcs } = input;
  const { length } = inverseOutWeights;
  const arrays: Arrays = {
    ranks: scratch.float64(length),
    inverseOutWeights: scratch.copyNumbers(inverseOutWeights),
    teleport: teleport && scratch.copyNumbers(teleport),
    weights: weights && scratch.float64(arcs.ends.length),
    contributions: scratch.float64(length),
    next: scratch.float64(length),
    sums: scratch.float64(Math.ceil(length / BLOCK_SIZE) * 2),
  };
  if (weights && arrays.weights && arcs.place) {
    const named = {
      values: scratch.copyNumbers(weights),
      positions: arcs.place.edges,
      gathered: arrays.weights,
    };
    yield step(scratch, "gatherNumbers", arcs.ends.length, named);
  }
  return arrays;
}

/** Starts with equal ranks. Returns the sum of ranks of dangling nodes. */
function start({ ranks, inverseOutWeights, contributions }: Arrays, damping: number): number {
  const rank = 1 / ranks.length;
  let dangling = 0;
  for (let u = 0; u < ranks.length; u++) {
    ranks[u] = rank;
    contributions[u] = damping * rank * inverseOutWeights[u];
    if (inverseOutWeights[u] === 0) dangling += rank;
  }
  return dangling;
}

function totals(sums: Float64Array): [change: number, stranded: number] {
  let [change, dangling] = [0, 0];
  for (let i = 0; i < sums.length; i += 2) {
    change += sums[i];
    dangling += sums[i + 1];
  }
  return [change, dangling];
}

function pullStep({ arcs, damping }: RankInput, arrays: Arrays, scratch: Scratch, teleportShare: number) {
  const { offsets, ends } = arcs.place!;
  const { contributions, next, ranks, inverseOutWeights, sums, weights, teleport } = arrays;
  const given = { offsets, ends, weights, contributions, next, ranks, inverseOutWeights, teleport };
  return step(scratch, "pullRanks", ranks.length, {
    ...given,
    teleportShare,
    damping,
    sums,
    blockSize: BLOCK_SIZE,
  });
}

/** The kernel in TypeScript. */
function pullWithLoops({ arcs, damping }: RankInput, arrays: Arrays, teleportShare: number): void {
  const { offsets, ends } = arcs;
  const { contributions, next, ranks, inverseOutWeights, sums, weights, teleport } = arrays;
  for (let first = 0; first < ranks.length; first += BLOCK_SIZE) {
    const last = Math.min(ranks.length, first + BLOCK_SIZE);
    let [change, dangling] = [0, 0];
    for (let u = first; u < last; u++) {
      const end = offsets[u + 1];
      let sum = 0;
      if (weights === undefined) for (let arc = offsets[u]; arc < end; arc++) sum += contributions[ends[arc]];
      else for (let arc = offsets[u]; arc < end; arc++) sum += contributions[ends[arc]] * weights[arc];
      const rank = sum + (teleport === undefined ? teleportShare : teleportShare * teleport[u]);
      change += Math.abs(rank - ranks[u]);
      if (inverseOutWeights[u] === 0) dangling += rank;
      ranks[u] = rank;
      next[u] = damping * rank * inverseOutWeights[u];
    }
    sums[(first / BLOCK_SIZE) * 2] = change;
    sums[(first / BLOCK_SIZE) * 2 + 1] = dangling;
  }
}
