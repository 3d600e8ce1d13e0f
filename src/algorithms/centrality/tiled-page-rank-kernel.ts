/**
 * PageRank of large graphs without weights, by tiles and residuals: see kernels/assembly/centrality/tiled-page-rank.ts.
 * Ranks solve x = Mx + b, where M sends a share of each rank along arcs and b is the teleport; what dangling nodes
 * teleport only scales the solution. A residual is Mx + b - x, the change of one more round of the power method. In
 * undirected graphs the eigenvalues of M are real and rounds are accelerated by Chebyshev polynomials, whose parameter
 * follows from how fast residuals fall: Hageman and Young 1981, "Applied Iterative Methods", chapter 5.
 */

import { assert } from "../../errors.js";
import { SOURCE_BITS } from "../../kernels/layouts/kernel-constants.js";
import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import { type Step, type Steps, step } from "../../kernels/runtime/steps.js";
import { tuning } from "../../structures/tuning.js";
import type { Arcs } from "../shared/arcs/direction.js";
import { type CachedPart, PartCache } from "../shared/cached-part.js";
import type { Ranks } from "./page-rank-input.js";

export interface TiledRankInput {
  readonly nodeCount: number;
  /** The arcs that come into each node. */
  readonly arcs: Arcs;
  /** The arcs that leave each node; the same in undirected graphs. */
  readonly outgoing: Arcs;
  /** The teleport distribution, with sum 1; uniform if undefined. */
  readonly teleport: Float64Array | undefined;
  readonly damping: number;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly tick: (done: number) => void;
}

/** Outside of these, nothing to send or nothing that fades, the power method serves. */
const DAMPING_MIN = 0.01;
const DAMPING_MAX = 0.99;

/** Blocks that arcs lead to have as many nodes at most as those that they come from. */
const BLOCK_BITS_MIN = 12;

/** The minimum number of blocks for threads to share. */
const BLOCK_COUNT_WANTED = 16;

/** Arcs by tiles, in the memory of their graph. */
interface Tiles {
  readonly starts: Uint32Array;
  readonly tiles: Uint32Array;
}

const cache = new PartCache<Uint32Array, Tiles>();

/** The ranks; undefined where the rounds of the power method have to run: small graphs, no kernels, no memory. */
export function* tiledRankSteps(input: TiledRankInput): Steps<Ranks | undefined> {
  const { nodeCount, arcs, outgoing, damping, maxIterations } = input;
  const isLarge =
    nodeCount >= tuning.tiledNodeCountMin && arcs.ends.length >= Math.max(1, tuning.tiledArcCountMin);
  const isDamped = damping >= DAMPING_MIN && damping <= DAMPING_MAX;
  const arena = arcs.place?.arena;
  if (!isLarge || !isDamped || maxIterations === 0 || arena !== outgoing.place?.arena) return undefined;
  const tiling = tilingOf(nodeCount);
  const tiles = yield* openTiles(arcs, nodeCount, tiling);
  if (tiles === undefined) return undefined;
  let scratch: Scratch | undefined;
  try {
    scratch = openScratch(arena, (nodeCount + 1) * 32 + tiling.blockCount * 16);
    return scratch && (yield* roundSteps(input, tiling, tiles.place, scratch));
  } finally {
    scratch?.release();
    tiles.release();
  }
}

function* roundSteps(
  input: TiledRankInput,
  { blockBits, blockCount, width }: Tiling,
  { starts, tiles }: Tiles,
  scratch: Scratch,
): Steps<Ranks> {
  const { nodeCount, arcs, outgoing, damping, tolerance, maxIterations, tick } = input;
  const outOffsets = outgoing.place!.offsets;
  const inverseDamping = 1 / damping;
  // kernels take nodes by twos, of which the last may be no node: it gets nothing
  const evenCount = nodeCount + (nodeCount % 2);
  const teleport = input.teleport && scratch.float64(evenCount);
  if (input.teleport) teleport?.fill(0, nodeCount).set(input.teleport);
  const teleportShare = teleport === undefined ? (1 - damping) / nodeCount : 1 - damping;
  let [contributions, next] = [scratch.float32(evenCount), scratch.float32(evenCount)];
  const [residuals, ranks] = [scratch.float64(evenCount), scratch.float64(evenCount)];
  const sums = scratch.float64(blockCount * 2);
  const begun = { outOffsets, contributions, residuals, ranks, teleport, teleportShare, inverseDamping };
  yield step(scratch, "startResiduals", nodeCount, { ...begun, rank: 1 / nodeCount });
  contributions.fill(0, nodeCount);
  residuals.fill(0, nodeCount);
  ranks.fill(0, nodeCount);
  // momentum may take ranks below 0 for a while, where the teleport leaves out most nodes
  const isSymmetric = arcs.offsets === outgoing.offsets && teleport === undefined;
  const acceleration = new Acceleration(isSymmetric ? damping : 0);
  const where = { nodeCount, bits: blockBits, width, starts, tiles, outOffsets, residuals, ranks };
  let iterations = 0;
  let change = Infinity;
  let factors = PLAIN;
  while (iterations < maxIterations && change >= tolerance) {
    // a block takes its step as soon as it has its residuals, so that factors follow from the round before
    yield byBlock(
      step(scratch, "pullResiduals", blockCount, {
        ...where,
        contributions,
        next,
        ...factors,
        inverseDamping,
        sums,
      }),
    );
    [contributions, next] = [next, contributions];
    let [residual, total] = [0, 0];
    for (let block = 0; block < blockCount; block++) {
      residual += sums[block * 2];
      total += sums[block * 2 + 1];
    }
    // of ranks that are 1 all together
    change = residual / total;
    factors = acceleration.after(change);
    tick(++iterations);
  }
  // the last step is to be plain, a round of the power method; residuals hold what it lacks to that
  for (let u = 0; u < nodeCount; u++) ranks[u] += residuals[u];
  const scaled = scaleToOne(ranks.subarray(0, nodeCount), teleport, teleportShare);
  return { ranks: scaled, iterations, change };
}

/** Ranks are at least their part of the teleport, and 1 all together. */
function scaleToOne(
  ranks: Float64Array,
  teleport: Float64Array | undefined,
  teleportShare: number,
): Float64Array {
  let sum = 0;
  const scaled = new Float64Array(ranks.length);
  for (let u = 0; u < ranks.length; u++) {
    const least = teleport === undefined ? teleportShare : teleportShare * teleport[u];
    scaled[u] = Math.max(ranks[u], least);
    sum += scaled[u];
  }
  for (let u = 0; u < scaled.length; u++) scaled[u] /= sum;
  return scaled;
}

/** The parts of a step: its residual times `weight`, and the step before times `momentum`. */
interface Factors {
  readonly weight: number;
  readonly momentum: number;
}

const PLAIN: Factors = { weight: 1, momentum: 0 };

/** The part of the rate that is expected, in its logarithm, below which the spectrum is taken to be wider. */
const RATE_SHARE_MIN = 0.75;

/** Chebyshev's acceleration for eigenvalues from -radius to radius, where the radius is found on the way. */
class Acceleration {
  readonly #radiusMax: number;
  #radius = 0;
  #weight = 1;
  /** Rounds since the radius was last set, and the change of that round. */
  #count = 0;
  #changeThen = 0;
  #changeBefore = 0;
  #roundCount = 0;

  /** Radii up to this one; with 0 there is no acceleration. */
  constructor(radiusMax: number) {
    this.#radiusMax = radiusMax;
  }

  /** The factors of the round after one with this change. */
  after(change: number): Factors {
    const before = this.#changeBefore;
    this.#changeBefore = change;
    this.#roundCount++;
    if (this.#radiusMax === 0 || this.#roundCount < 2) return PLAIN;
    if (this.#roundCount === 2) this.#begin((1.1 * change) / before, change);
    else if (this.#count >= 2) this.#widen(change);
    const square = this.#radius ** 2;
    if (this.#count === 0) this.#weight = 1;
    else if (this.#count === 1) this.#weight = 2 / (2 - square);
    else this.#weight = 1 / (1 - (square * this.#weight) / 4);
    this.#count++;
    return { weight: this.#weight, momentum: this.#weight - 1 };
  }

  #begin(radius: number, change: number): void {
    // a change of 0 gives no radius
    this.#radius = radius > 0 ? Math.min(this.#radiusMax, radius) : this.#radiusMax;
    this.#changeThen = change;
    this.#count = 0;
  }

  /** Takes a larger radius if changes fell more slowly than this one lets them. */
  #widen(change: number): void {
    const root = this.#radius / (1 + Math.sqrt(1 - this.#radius ** 2));
    const expected = (2 * root ** this.#count) / (1 + root ** (2 * this.#count));
    const found = change / this.#changeThen;
    if (!(found > expected ** RATE_SHARE_MIN)) return;
    const excess = Math.max(1, found / expected);
    const power = ((1 + root ** (2 * this.#count)) / 2) * (excess + Math.sqrt(excess ** 2 - 1));
    const factor = power ** (1 / this.#count);
    const radius = (this.#radius * (factor + root ** 2 / factor)) / (1 + root ** 2);
    if (radius > this.#radius * 1.005) this.#begin(radius, change);
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

/** A block is a chunk. */
function byBlock(whole: Step): Step {
  return { ...whole, chunkSize: 1 };
}

/** The tiles of a graph's arcs; undefined if memory is short. The user has to release them. */
function* openTiles(arcs: Arcs, nodeCount: number, tiling: Tiling): Steps<CachedPart<Tiles> | undefined> {
  const cached = cache.find(arcs.offsets);
  if (cached !== undefined) return cached;
  const { blockCount, width } = tiling;
  const sizeBytes = arcs.ends.length * 4 + (blockCount * width + 1) * 8;
  const storage = openScratch(arcs.place?.arena, sizeBytes);
  if (storage === undefined) return undefined;
  let tiles: CachedPart<Tiles> | undefined;
  try {
    tiles = cache.add(arcs.offsets, yield* tileSteps(storage, arcs, nodeCount, tiling), storage);
    return tiles;
  } finally {
    if (tiles === undefined) storage.release();
  }
}

function* tileSteps(
  scratch: Scratch,
  arcs: Arcs,
  nodeCount: number,
  { blockBits, blockCount, width }: Tiling,
): Steps<Tiles> {
  const starts = scratch.uint32(blockCount * width + 1).fill(0);
  const cursors = scratch.uint32(starts.length);
  const tiles = scratch.uint32(arcs.ends.length);
  const { offsets, ends } = arcs.place!;
  const where = { nodeCount, offsets, ends, bits: blockBits, width };
  yield byBlock(step(scratch, "countTiles", blockCount, { ...where, counts: starts }));
  let sum = 0;
  for (let i = 0; i < starts.length; i++) [starts[i], sum] = [sum, sum + starts[i]];
  assert(sum === arcs.ends.length, "an arc in no tile");
  cursors.set(starts);
  yield byBlock(step(scratch, "placeTiles", blockCount, { ...where, cursors, tiles }));
  return { starts, tiles };
}
