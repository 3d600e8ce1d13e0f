/**
 * Label propagation by kernels. A round at once is shared out among threads, each of which has a workspace to count
 * labels at; one by one, nodes take their turns in the order and by the chance of structures/prng.ts, and those around
 * which no label has changed since their last turn are passed over, since they would keep theirs.
 */
import type { FrozenCsr } from "../../kernels/core/csr.js";
import type { Scratch } from "../../kernels/runtime/scratch.js";
import { type Step, type Steps, step, stepInOrder } from "../../kernels/runtime/steps.js";
import { openSymmetrized, symmetrizeSteps } from "../shared/arcs/symmetrized-kernel.js";
import { layOutWorkspaces, type Workspaces, workspacesSizeBytes } from "../shared/workspaces.js";
import {
  arcWeightSteps,
  arcWeightsSizeBytes,
  type ModularityWorkspace,
  modularitySizeBytes,
  modularitySteps,
  modularityWorkspace,
} from "./modularity-kernel.js";

export interface LabelRun {
  readonly csr: FrozenCsr;
  /** By edge; all alike if undefined. */
  readonly edgeWeights: Float64Array | undefined;
  readonly synchronous: boolean;
  readonly maxIterations: number;
  /** The state of the random numbers, four words. */
  readonly chance: Uint32Array;
  /** Threads that may take part. */
  readonly threadCount: number;
  /** Called with the number of rounds done. */
  readonly tick: (done: number) => void;
}

export interface Labelling {
  /** The index of the node that each node's label set out from. */
  readonly labels: Uint32Array;
  readonly modularity: number;
}

/** Nodes take turns in blocks of so many, whose arcs lie together, so that the caches hold them meanwhile. */
export const BLOCK_SIZE = 4096;

/** If fewer labels than this share changed at once, most nodes are skipped in the next round. */
const STALE_SHARE = 1 / 8;

/** Runs rounds until no label changes; undefined where the loops in TypeScript have to run. */
export function* labelSteps(run: LabelRun): Steps<Labelling | undefined> {
  const { csr, edgeWeights } = run;
  const { nodeCount, directed } = csr;
  const weightsSizeBytes = arcWeightsSizeBytes(csr, edgeWeights) * (directed ? 3 : 1);
  const ordersSizeBytes = nodeCount + Math.ceil(nodeCount / BLOCK_SIZE) * 4;
  const arraysSizeBytes = nodeCount * 8 + ordersSizeBytes + modularitySizeBytes(csr) + weightsSizeBytes + 24;
  const sizeBytes =
    arraysSizeBytes + workspacesSizeBytes(workspaceCountOf(run), workspaceSizeBytes(nodeCount));
  const scratch = openSymmetrized(csr, sizeBytes, edgeWeights !== undefined);
  if (scratch === undefined) return undefined;
  try {
    return yield* roundSteps(run, scratch);
  } finally {
    scratch.release();
  }
}

/** One for each thread, and for the one that distributes the work. */
function workspaceCountOf({ synchronous, threadCount }: LabelRun): number {
  return synchronous ? threadCount + 1 : 1;
}

/** Sixteen labels and counts, a word and a float64 a node. */
function workspaceSizeBytes(nodeCount: number): number {
  return 128 + Math.ceil(nodeCount / 2) * 8 + nodeCount * 8;
}

function* roundSteps(run: LabelRun, scratch: Scratch): Steps<Labelling> {
  const { csr, edgeWeights, synchronous, maxIterations, tick } = run;
  const { nodeCount, directed } = csr;
  const arcs = yield* symmetrizeSteps(csr, scratch, edgeWeights !== undefined);
  const weights = yield* arcWeightSteps(csr, arcs.edges ?? 0, arcs.arcCount, edgeWeights, scratch);
  const { offsets, ends } = arcs;
  const graph = { offsets, ends, weights };
  const workspaces = layOutWorkspaces(scratch, workspaceCountOf(run), workspaceSizeBytes(nodeCount));
  let labels = scratch.uint32(nodeCount);
  // the labels of the next round, or the order of nodes
  let other = scratch.uint32(nodeCount);
  const blocks = scratch.uint32(Math.ceil(nodeCount / BLOCK_SIZE));
  const isStale = scratch.uint8(nodeCount).fill(1);
  const state = scratch.uint32(2);
  const chance = scratch.uint32(4);
  chance.set(run.chance);
  yield step(scratch, "startSets", nodeCount, { parents: labels });
  for (let iteration = 1, changes = true; changes && iteration <= maxIterations; iteration++) {
    state.fill(0);
    if (synchronous) {
      yield roundAtOnce(graph, labels, other, isStale, workspaces, state);
      [labels, other] = [other, labels];
      const areFew = state[0] < nodeCount * STALE_SHARE;
      isStale.fill(areFew ? 0 : 1);
      if (areFew)
        yield step(scratch, "markStale", nodeCount, { offsets, ends, labels, before: other, isStale });
    } else {
      yield* orderSteps(scratch, blocks, other, chance, state);
      state.fill(0);
      yield roundOneByOne(graph, labels, other, isStale, workspaces, chance, state);
    }
    changes = state[0] > 0;
    tick(iteration);
  }
  const workspace = modularityWorkspace(csr, scratch);
  if (edgeWeights === undefined) {
    const modularity = yield* plainModularitySteps(csr, labels, workspace, state, scratch);
    return { labels: labels.slice(), modularity };
  }
  const outWeights = directed
    ? yield* arcWeightSteps(csr, csr.out.place!.edges, csr.arcCount, edgeWeights, scratch)
    : weights;
  const modularity = yield* modularitySteps(csr, outWeights, labels, 1, workspace, scratch);
  return { labels: labels.slice(), modularity };
}

/** The same of a graph without weights, whose sums are whole. */
function* plainModularitySteps(
  { nodeCount, directed, out, in: into, arcCount }: FrozenCsr,
  labels: Uint32Array,
  { leaving, entering }: ModularityWorkspace,
  state: Uint32Array,
  scratch: Scratch,
): Generator<Step, number, void> {
  if (arcCount === 0) return 0;
  state.fill(0);
  const { offsets, ends } = out.place!;
  yield step(scratch, "countWithin", nodeCount, { offsets, ends, labels, state });
  for (const [half, sums] of directed
    ? ([
        [out, leaving],
        [into, entering],
      ] as const)
    : ([[out, leaving]] as const)) {
    sums.fill(0);
    yield stepInOrder(scratch, "sumDegrees", nodeCount, { offsets: half.place!.offsets, labels, sums });
  }
  let byChance = 0;
  for (let c = 0; c < nodeCount; c++) byChance += (leaving[c] / arcCount) * (entering[c] / arcCount);
  return state[0] / arcCount - byChance;
}

interface GraphAddresses {
  readonly offsets: number;
  readonly ends: number;
  readonly weights: number;
}

function roundAtOnce(
  graph: GraphAddresses,
  labels: Uint32Array,
  next: Uint32Array,
  isStale: Uint8Array,
  { scratch, address, workspaceBytes, count }: Workspaces,
  state: Uint32Array,
): Step {
  const nodeCount = labels.length;
  const workspaces = { workspaces: address, workspaceBytes, workspaceCount: count };
  return step(scratch, "propagateAtOnce", nodeCount, {
    ...graph,
    labels,
    next,
    isStale,
    ...workspaces,
    nodeCount,
    state,
  });
}

/** The order of a round: blocks by chance, and the nodes of each. */
function* orderSteps(
  scratch: Scratch,
  blocks: Uint32Array,
  order: Uint32Array,
  chance: Uint32Array,
  state: Uint32Array,
): Generator<Step, void, void> {
  for (let i = 0; i < blocks.length; i++) blocks[i] = i;
  const { length } = blocks;
  yield stepInOrder(scratch, "shuffleWords", Math.max(0, length - 1), {
    words: blocks,
    count: length,
    state: chance,
  });
  const named = { blocks, blockSize: BLOCK_SIZE, order, nodeCount: order.length, chance, state };
  yield { ...stepInOrder(scratch, "shuffleBlocks", length, named), chunkSize: 4 };
}

function roundOneByOne(
  graph: GraphAddresses,
  labels: Uint32Array,
  order: Uint32Array,
  isStale: Uint8Array,
  { scratch, address, workspaceBytes }: Workspaces,
  chance: Uint32Array,
  state: Uint32Array,
): Step {
  const nodeCount = labels.length;
  return stepInOrder(scratch, "propagateOneByOne", nodeCount, {
    order,
    ...graph,
    labels,
    isStale,
    workspaces: address,
    workspaceBytes,
    nodeCount,
    chance,
    state,
  });
}
