/**
 * Local moving by kernels: nodes go one by one to the community where modularity gains the most, until none does.
 * See kernels/assembly/communities/local-moving.ts.
 */
import type { FrozenCsr } from "../../kernels/core/csr.js";
import type { Scratch } from "../../kernels/runtime/scratch.js";
import { inParts, type Step, step, stepInOrder } from "../../kernels/runtime/steps.js";
import type { CoarseGraph, Coarsening } from "./coarsening-kernel.js";

/** A move gains at least this, as a share of all weight: less may be rounding, and moves would go in circles. */
const GAIN_MIN = 1e-13;

/**
 * Gains that differ by less, as a share of a node's strength, are equal: sums of weights are rounded, and which of
 * several communities is the best may not depend on it, nor on the unit of weights.
 */
export function tieShareOf(resolution: number): number {
  return 2 ** -42 * Math.min(1 + resolution, 2 ** 20);
}

/** Up to how many arcs a node's labels are compared each with each, where weights are whole numbers. */
const FEW_ARCS = 31;

/**
 * Nodes in random order would each be cache misses, so from this many on, where caches end, they are ordered in
 * blocks of 64. Random order finds a little more (Kronecker 15: 0.1038 for 0.1029 in the same time).
 */
const BLOCK_NODE_COUNT_MIN = 65536;

/** Of how many nodes, as a power of 2, the blocks are that are looked at in random order. */
export function blockShiftOf(nodeCount: number): number {
  return nodeCount < BLOCK_NODE_COUNT_MIN ? 0 : 6;
}

/** The rule for moving nodes. */
export interface MovingRule {
  readonly resolution: number;
  /** The sweep over all nodes that gains less modularity than this is the last. */
  readonly tolerance: number;
}

/** The arrays for moving nodes, besides those of the graph, at any level. */
export interface MovingWorkspace {
  readonly out: Float64Array;
  readonly into: Float64Array | undefined;
  readonly sums: number;
  readonly sizes: Uint32Array;
  readonly empty: Uint32Array;
  readonly blocks: number;
  readonly met: number;
  readonly waits: Uint8Array;
  readonly batch: number;
  readonly state: Uint32Array;
  /** The state of the random numbers. */
  readonly chance: Uint32Array;
}

/** Bytes of scratch that `movingRoom` takes. */
export function movingSizeBytes({ nodeCount, directed }: FrozenCsr): number {
  return nodeCount * (directed ? 41 : 33) + 512;
}

export function movingWorkspace({ nodeCount, directed }: FrozenCsr, scratch: Scratch): MovingWorkspace {
  return {
    out: scratch.float64(nodeCount),
    into: directed ? scratch.float64(nodeCount) : undefined,
    sums: scratch.float64(nodeCount).fill(0).byteOffset,
    sizes: scratch.uint32(nodeCount),
    empty: scratch.uint32(nodeCount),
    blocks: scratch.uint32(nodeCount).byteOffset,
    met: scratch.uint32(nodeCount).byteOffset,
    waits: scratch.uint8(nodeCount),
    batch: scratch.uint8(432).byteOffset,
    state: scratch.uint32(5),
    chance: scratch.uint32(4),
  };
}

/** Improves a division of a level, given as numbers below its number of nodes, in place; true if a node moved. */
export function* moveSteps(
  coarsening: Coarsening,
  level: CoarseGraph,
  labels: Uint32Array,
  workspace: MovingWorkspace,
  { resolution, tolerance }: MovingRule,
  tick: () => void,
): Generator<Step, boolean, void> {
  const { scratch, total } = coarsening;
  if (total === 0) return false;
  const { nodeCount, leaving, entering } = level;
  const { out, into, sizes, empty, blocks, waits, state } = workspace;
  sizes.fill(0, 0, nodeCount);
  out.fill(0, 0, nodeCount);
  const sum = (strengths: Float64Array, sums: Float64Array, counts: number) =>
    stepInOrder(scratch, "sumStrengths", nodeCount, { labels, strengths, sums, sizes: counts });
  yield sum(leaving, out, sizes.byteOffset);
  if (entering !== undefined && into !== undefined) {
    into.fill(0, 0, nodeCount);
    yield sum(entering, into, 0);
  }
  let emptyCount = 0;
  for (let c = nodeCount - 1; c >= 0; c--) if (sizes[c] === 0) empty[emptyCount++] = c;
  waits.fill(1, 0, nodeCount);
  const shift = blockShiftOf(nodeCount);
  const blockCount = Math.ceil(nodeCount / 2 ** shift);
  yield step(scratch, "startSets", blockCount, { parents: blocks });
  const swaps = Math.max(0, blockCount - 1);
  yield stepInOrder(scratch, "shuffleWords", swaps, {
    words: blocks,
    count: blockCount,
    state: workspace.chance,
  });
  state.set([emptyCount, 0]);
  // of an undirected graph gains are halved
  const half = entering === undefined ? 0.5 : 1;
  const sweep = stepInOrder(scratch, "moveNodes", blockCount << shift, {
    offsets: level.offsets,
    ends: level.ends,
    weights: level.weights,
    nodeCount,
    labels,
    leaving,
    entering,
    out,
    into,
    sizes,
    empty,
    blocks,
    shift,
    waits,
    few: coarsening.isWhole ? FEW_ARCS : 0,
    workspace: workspace.batch,
    met: workspace.met,
    sums: workspace.sums,
    scale: resolution / total,
    gainMin: GAIN_MIN * total * half,
    tieShare: tieShareOf(resolution),
    state,
  });
  const gained = new Float64Array(state.buffer, state.byteOffset + 8, 1);
  do {
    gained[0] = 0;
    yield* inParts(sweep, tick);
  } while (gained[0] > tolerance * total * half);
  return state[1] > 0;
}
