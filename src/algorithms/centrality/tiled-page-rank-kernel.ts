/**
 * Rounds of PageRank that change little, over large graphs without weights: by tiles, see kernels/assembly/centrality/tiled-page-rank.ts.
 * The change of a round follows from the change of the one before, just as ranks do from ranks. It is kept in float32,
 * half the bytes to read at random, whose rounding is in proportion to it; sums are float64.
 */

import { assert } from "../../errors.js";
import { SOURCE_BITS } from "../../kernels/layouts/kernel-constants.js";
import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import { type Step, type Steps, step } from "../../kernels/runtime/steps.js";
import { tuning } from "../../structures/tuning.js";
import type { RankInput, Ranks } from "./page-rank-input.js";

/**
 * The largest sum of differences between these ranks and those of rounds in float64: a part of the tolerance, or
 * this.
 */
const ERROR_PART = 0.5;
const ERROR_MIN = 1e-8;

/** Blocks that arcs lead to have as many nodes at most as those that they come from. */
const BLOCK_BITS_MIN = 12;

/** The minimum number of Blocks for threads to share. */
const BLOCK_COUNT_WANTED = 16;

/** Arrays by node, in scratch. */
export interface ChangeArrays {
  readonly ranks: Float64Array;
  readonly inverseOutWeights: Float64Array;
  readonly teleport: Float64Array | undefined;
  /** The change of each node's contribution along an arc against the round before. */
  readonly changes: Float32Array;
  /** Working memory. */
  readonly incomingSums: Float64Array;
}

/** The state of the rounds when they begin to propagate changes. */
export interface RoundState {
  readonly iterations: number;
  readonly change: number;
  /** The change of the total that is teleported, against the round before. */
  readonly teleported: number;
}

/** Whether tiles may be used later. */
export function hasTiles({ arcs, weights, inverseOutWeights }: RankInput): boolean {
  return (
    weights === undefined &&
    arcs.ends.length >= tuning.tiledArcCountMin &&
    inverseOutWeights.length >= tuning.tiledNodeCountMin
  );
}

/**
 * Whether the rounds after one that changed so much may be in float32. Each rounds by 2^-24 of what it is given; what
 * that takes ranks off by is damped in every round after it, and so are the changes that are rounded next.
 */
export function areSmall(change: number, { damping, tolerance }: RankInput): boolean {
  const error = (change * 2 ** -24 * damping) / (1 - damping) ** 2;
  return error <= Math.max(tolerance * ERROR_PART, ERROR_MIN);
}

/** All rounds from here on; undefined, and nothing done, if memory is short for tiles. */
export function* changeSteps(
  input: RankInput,
  { ranks, inverseOutWeights, teleport, changes, incomingSums }: ChangeArrays,
  state: RoundState,
): Steps<Omit<Ranks, "ranks"> | undefined> {
  const { arcs, damping, tolerance, maxIterations, tick } = input;
  const nodeCount = inverseOutWeights.length;
  const tiling = tilingOf(nodeCount);
  const scratch = openScratch(arcs.place?.arena, sizeBytesOf(input, tiling));
  if (scratch === undefined) return undefined;
  try {
    const { starts, tiles } = yield* tileSteps(scratch, input, tiling);
    const { blockBits, blockCount, width } = tiling;
    const sums = scratch.float64(blockCount * 2);
    let [contributions, next] = [changes, scratch.float32(nodeCount)];
    let { iterations, change, teleported } = state;
    while (iterations < maxIterations && change >= tolerance) {
      const teleportShare = teleport === undefined ? teleported * (1 / nodeCount) : teleported;
      const round = step(scratch, "pullChanges", blockCount, {
        nodeCount,
        bits: blockBits,
        width,
        starts,
        tiles,
        contributions,
        next,
        incomingSums,
        ranks,
        inverseOutWeights,
        teleport,
        teleportShare,
        damping,
        sums,
      });
      yield byBlock(round);
      [contributions, next] = [next, contributions];
      [change, teleported] = [0, 0];
      for (let block = 0; block < blockCount; block++) {
        change += sums[block * 2];
        teleported += damping * sums[block * 2 + 1];
      }
      tick(++iterations);
    }
    return { iterations, change };
  } finally {
    scratch.release();
  }
}

interface Tiling {
  readonly blockBits: number;
  readonly blockCount: number;
  /** Tiles a block. */
  readonly width: number;
}

function tilingOf(nodeCount: number): Tiling {
  const bits = Math.ceil(Math.log2(nodeCount / BLOCK_COUNT_WANTED));
  const blockBits = Math.max(BLOCK_BITS_MIN, Math.min(SOURCE_BITS, bits));
  const [blockCount, width] = [blockBits, SOURCE_BITS].map((some) => Math.ceil(nodeCount / 2 ** some));
  return { blockBits, blockCount, width };
}

function sizeBytesOf({ arcs, inverseOutWeights }: RankInput, { blockCount, width }: Tiling): number {
  return inverseOutWeights.length * 4 + arcs.ends.length * 4 + (blockCount * width + 1) * 8 + blockCount * 16;
}

/** A block is a chunk. */
function byBlock(whole: Step): Step {
  return { ...whole, chunkSize: 1 };
}

function* tileSteps(
  scratch: Scratch,
  { arcs, inverseOutWeights }: RankInput,
  { blockBits, blockCount, width }: Tiling,
): Steps<{ starts: Uint32Array; tiles: Uint32Array }> {
  const starts = scratch.uint32(blockCount * width + 1).fill(0);
  const cursors = scratch.uint32(starts.length);
  const tiles = scratch.uint32(arcs.ends.length);
  const { offsets, ends } = arcs.place!;
  const where = { nodeCount: inverseOutWeights.length, offsets, ends, bits: blockBits, width };
  yield byBlock(step(scratch, "countTiles", blockCount, { ...where, counts: starts }));
  let sum = 0;
  for (let i = 0; i < starts.length; i++) [starts[i], sum] = [sum, sum + starts[i]];
  assert(sum === arcs.ends.length, "an arc in no tile");
  cursors.set(starts);
  yield byBlock(step(scratch, "placeTiles", blockCount, { ...where, cursors, tiles }));
  return { starts, tiles };
}
