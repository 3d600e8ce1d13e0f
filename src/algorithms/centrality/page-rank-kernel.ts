/**
 * The rounds of PageRank over the arcs that come in, by kernel or by a loop. Sums over nodes are taken block by
 * block and the blocks' sums in their order, so that both give the same bits, on any number of threads. On large
 * graphs the last rounds, which change little, go by tiles.
 */

import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import { itemChunkSize, type Steps, step } from "../../kernels/runtime/steps.js";
import type { RankInput, Ranks } from "./page-rank-input.js";
import { areSmall, changeSteps, hasTiles } from "./tiled-page-rank-kernel.js";

/** What a round reads and writes, in scratch or in plain arrays. */
interface Arrays {
  readonly ranks: Float64Array;
  readonly shares: Float64Array;
  readonly jumps: Float64Array | undefined;
  /** By arc. */
  readonly weights: Float64Array | undefined;
  given: Float64Array;
  next: Float64Array;
  /** By how much more nodes give in the round after; undefined where tiles do not serve. */
  changes: Float32Array | undefined;
  /** For each block its change, and the ranks of nodes that give nothing. */
  readonly sums: Float64Array;
}

/** Nodes whose sums are taken together; a chunk, so that no two threads write to a block. */
const blockSize = itemChunkSize;

export function* rankSteps(input: RankInput): Steps<Ranks> {
  const scratch = openScratch(input.arcs.place?.space, sizeBytesOf(input));
  try {
    const arrays = scratch === undefined ? plainArrays(input) : yield* scratchArrays(input, scratch);
    const { damping, tolerance, maxIterations, tick } = input;
    const nodeCount = arrays.ranks.length;
    let stranded = start(arrays, damping);
    let strandedBefore = stranded;
    let iterations = 0;
    let change = nodeCount === 0 ? 0 : Infinity;
    while (iterations < maxIterations && change >= tolerance) {
      if (arrays.changes !== undefined && areSmall(change, input)) {
        const { ranks, shares, jumps, changes, next } = arrays;
        const state = { ranks, shares, jumps, changes, arriving: next };
        const jumping = damping * (stranded - strandedBefore);
        const rest = yield* changeSteps(input, state, { iterations, change, jumping });
        if (rest !== undefined) return { ranks: ranks.slice(), ...rest };
        // no room for tiles
        arrays.changes = undefined;
      }
      strandedBefore = stranded;
      const jumping = damping * stranded + 1 - damping;
      const jump = arrays.jumps === undefined ? jumping * (1 / nodeCount) : jumping;
      if (scratch === undefined) pullWithLoops(input, arrays, jump);
      else yield pullStep(input, arrays, scratch, jump);
      [arrays.given, arrays.next] = [arrays.next, arrays.given];
      [change, stranded] = totals(arrays.sums);
      tick(++iterations);
    }
    return { ranks: scratch === undefined ? arrays.ranks : arrays.ranks.slice(), iterations, change };
  } finally {
    scratch?.release();
  }
}

function sizeBytesOf({ shares, weights, arcs }: RankInput): number {
  const weightBytes = weights === undefined ? 0 : (weights.length + arcs.ends.length) * 8;
  return shares.length * 44 + Math.ceil(shares.length / blockSize) * 16 + weightBytes;
}

function plainArrays({ shares, jumps, weights, arcs }: RankInput): Arrays {
  const { length } = shares;
  const [ranks, given, next] = [length, length, length].map((count) => new Float64Array(count));
  const sums = new Float64Array(Math.ceil(length / blockSize) * 2);
  const arcWeights = weights && new Float64Array(arcs.ends.length);
  if (weights && arcWeights)
    for (let arc = 0; arc < arcWeights.length; arc++) arcWeights[arc] = weights[arcs.edges[arc]];
  return { ranks, shares, jumps, weights: arcWeights, given, next, changes: undefined, sums };
}

function* scratchArrays(input: RankInput, scratch: Scratch): Steps<Arrays> {
  const { shares, jumps, weights, arcs } = input;
  const { length } = shares;
  const arrays: Arrays = {
    ranks: scratch.float64(length),
    shares: scratch.copyNumbers(shares),
    jumps: jumps && scratch.copyNumbers(jumps),
    weights: weights && scratch.float64(arcs.ends.length),
    given: scratch.float64(length),
    next: scratch.float64(length),
    changes: hasTiles(input) ? scratch.float32(length) : undefined,
    sums: scratch.float64(Math.ceil(length / blockSize) * 2),
  };
  if (weights && arrays.weights && arcs.place) {
    const [from, to] = [scratch.copyNumbers(weights).byteOffset, arrays.weights.byteOffset];
    yield step(scratch, "gatherNumbers", arcs.ends.length, from, arcs.place.edges, to);
  }
  return arrays;
}

/** All nodes alike; the ranks of nodes that give nothing. */
function start({ ranks, shares, given }: Arrays, damping: number): number {
  const rank = 1 / ranks.length;
  let stranded = 0;
  for (let u = 0; u < ranks.length; u++) {
    ranks[u] = rank;
    given[u] = damping * rank * shares[u];
    if (shares[u] === 0) stranded += rank;
  }
  return stranded;
}

function totals(sums: Float64Array): [change: number, stranded: number] {
  let [change, stranded] = [0, 0];
  for (let i = 0; i < sums.length; i += 2) {
    change += sums[i];
    stranded += sums[i + 1];
  }
  return [change, stranded];
}

function pullStep({ arcs, damping }: RankInput, arrays: Arrays, scratch: Scratch, jump: number) {
  const { offsets, ends } = arcs.place!;
  const { given, next, changes, ranks, shares, sums, weights, jumps } = arrays;
  const [givenAt, nextAt, ranksAt, sharesAt, sumsAt] = [given, next, ranks, shares, sums].map(
    (array) => array.byteOffset,
  );
  const [weightsAt, changesAt, jumpsAt] = [weights, changes, jumps].map((array) => array?.byteOffset ?? 0);
  const places = [offsets, ends, weightsAt, givenAt, nextAt, changesAt, ranksAt, sharesAt, jumpsAt] as const;
  return step(scratch, "pullRanks", ranks.length, ...places, jump, damping, sumsAt, blockSize);
}

/** The kernel in TypeScript. */
function pullWithLoops({ arcs, damping }: RankInput, arrays: Arrays, jump: number): void {
  const { offsets, ends } = arcs;
  const { given, next, ranks, shares, sums, weights, jumps } = arrays;
  for (let first = 0; first < ranks.length; first += blockSize) {
    const last = Math.min(ranks.length, first + blockSize);
    let [change, stranded] = [0, 0];
    for (let u = first; u < last; u++) {
      const end = offsets[u + 1];
      let sum = 0;
      if (weights === undefined) for (let arc = offsets[u]; arc < end; arc++) sum += given[ends[arc]];
      else for (let arc = offsets[u]; arc < end; arc++) sum += given[ends[arc]] * weights[arc];
      const rank = sum + (jumps === undefined ? jump : jump * jumps[u]);
      change += Math.abs(rank - ranks[u]);
      if (shares[u] === 0) stranded += rank;
      ranks[u] = rank;
      next[u] = damping * rank * shares[u];
    }
    sums[(first / blockSize) * 2] = change;
    sums[(first / blockSize) * 2 + 1] = stranded;
  }
}
