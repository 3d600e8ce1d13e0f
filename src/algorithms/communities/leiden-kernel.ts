/**
 * The Leiden algorithm by kernels, as algorithms/communities/leiden.ts has it: moves nodes, divides communities into
 * well-connected parts, and continues with these as nodes.
 */
import type { FrozenCsr } from "../../kernels/core/csr.js";
import type { Scratch } from "../../kernels/runtime/scratch.js";
import { type Step, type Steps, step, stepInOrder } from "../../kernels/runtime/steps.js";
import {
  type CoarseGraph,
  type Coarsening,
  coarseningSteps,
  mergeSteps,
  openCoarsening,
  renumberSteps,
} from "./coarsening-kernel.js";
import type { Labelling } from "./label-propagation-kernel.js";
import {
  type MovingRule,
  type MovingWorkspace,
  moveSteps,
  movingSizeBytes,
  movingWorkspace,
  tieShareOf,
} from "./local-moving-kernel.js";
import { divisionSteps, type KernelCommunityRun } from "./louvain-kernel.js";
import { modularityWorkspace } from "./modularity-kernel.js";

export interface LeidenRun extends KernelCommunityRun {
  /** The randomness with which nodes are merged within a community. */
  readonly randomness: number;
}

/** Labels and sums that a round goes through; all as long as the first level. */
interface LeidenWorkspace {
  readonly moving: MovingWorkspace;
  /** The label of each node of the level; of those of the next one. */
  readonly labels: Uint32Array;
  readonly partLabels: Uint32Array;
  readonly parts: Uint32Array;
  /** The node of the level that each node of the first level is in. */
  readonly nodes: Uint32Array;
  readonly outOf: Float64Array;
  readonly intoOf: Float64Array | undefined;
  readonly bonds: Float64Array;
  readonly gains: number;
}

function workspaceSizeBytes({ nodeCount, directed }: FrozenCsr): number {
  return nodeCount * (directed ? 48 : 40);
}

function makeWorkspace(csr: FrozenCsr, scratch: Scratch): LeidenWorkspace {
  const { nodeCount, directed } = csr;
  return {
    moving: movingWorkspace(csr, scratch),
    labels: scratch.uint32(nodeCount),
    partLabels: scratch.uint32(nodeCount),
    parts: scratch.uint32(nodeCount),
    nodes: scratch.uint32(nodeCount),
    outOf: scratch.float64(nodeCount),
    intoOf: directed ? scratch.float64(nodeCount) : undefined,
    bonds: scratch.float64(nodeCount),
    gains: scratch.float64(nodeCount).byteOffset,
  };
}

/** Divides the nodes; undefined where the loops in TypeScript have to run. */
export function* leidenSteps(run: LeidenRun): Steps<Labelling | undefined> {
  const { csr, edgeWeights, maxIterations, tick } = run;
  const { nodeCount } = csr;
  const scratch = openCoarsening(
    csr,
    edgeWeights,
    nodeCount * 8 + movingSizeBytes(csr) + workspaceSizeBytes(csr),
  );
  if (scratch === undefined) return undefined;
  try {
    const coarsening = yield* coarseningSteps(csr, edgeWeights, scratch);
    const workspace = makeWorkspace(csr, scratch);
    workspace.moving.chance.set(run.chance);
    const sums = modularityWorkspace(csr, scratch);
    const labels = scratch.uint32(nodeCount);
    const next = scratch.uint32(nodeCount);
    yield step(scratch, "startSets", nodeCount, { parents: labels });
    let modularity = yield* divisionSteps(run, coarsening, labels, sums);
    for (let iteration = 1; iteration <= maxIterations; iteration++) {
      next.set(labels);
      yield* improve(run, coarsening, workspace, next, run, () => tick(iteration - 1));
      yield* splitIntoParts(coarsening, workspace, next);
      const gained = (yield* divisionSteps(run, coarsening, next, sums)) - modularity;
      tick(iteration);
      // by chance a round may also lose; less than this may be rounding
      if (gained < 1e-12) break;
      labels.set(next);
      modularity += gained;
    }
    modularity = yield* divisionSteps(run, coarsening, labels, sums);
    return { labels: labels.slice(), modularity };
  } finally {
    scratch.release();
  }
}

/** One round from a division to another, in place. */
function* improve(
  run: LeidenRun,
  coarsening: Coarsening,
  workspace: LeidenWorkspace,
  division: Uint32Array,
  rule: MovingRule,
  tick: () => void,
): Generator<Step, void, void> {
  const { scratch, first } = coarsening;
  const { nodes } = workspace;
  let level = first;
  let [labels, spare] = [workspace.labels, workspace.partLabels];
  labels.set(division);
  yield* renumberSteps(coarsening, labels);
  yield step(scratch, "startSets", nodes.length, { parents: nodes });
  for (;;) {
    const { nodeCount } = level;
    labels = labels.subarray(0, nodeCount);
    yield* moveSteps(coarsening, level, labels, workspace.moving, rule, tick);
    const count = yield* renumberSteps(coarsening, labels);
    if (count === nodeCount) break;
    const parts = workspace.parts.subarray(0, nodeCount);
    yield* refine(run, coarsening, level, workspace, labels, parts);
    const partCount = yield* renumberSteps(coarsening, parts);
    // no two nodes were merged: their communities cannot be made nodes any more
    if (partCount === nodeCount) break;
    yield stepInOrder(scratch, "labelParts", nodeCount, { parts, labels, labelsOfParts: spare });
    yield step(scratch, "composeLabels", nodes.length, { labels: nodes, next: parts });
    level = yield* mergeSteps(coarsening, level, parts, partCount);
    [labels, spare] =
      labels.byteOffset === workspace.labels.byteOffset
        ? [spare, workspace.labels]
        : [workspace.labels, workspace.partLabels];
    tick();
  }
  yield step(scratch, "composeLabels", nodes.length, { labels: nodes, next: labels });
  division.set(nodes);
}

/** Divides each community of a level into parts. */
function* refine(
  { resolution, randomness }: LeidenRun,
  coarsening: Coarsening,
  level: CoarseGraph,
  workspace: LeidenWorkspace,
  labels: Uint32Array,
  parts: Uint32Array,
): Generator<Step, void, void> {
  const { scratch, total, words } = coarsening;
  const { nodeCount, offsets, ends, weights, leaving, entering } = level;
  const { moving, outOf, intoOf, bonds, gains } = workspace;
  const { out, into, waits: alone, chance } = moving;
  const graph = { offsets, ends, weights, labels };
  const sum = (strengths: Float64Array, sums: Float64Array) => {
    sums.fill(0, 0, nodeCount);
    return stepInOrder(scratch, "sumStrengths", nodeCount, { labels, strengths, sums, sizes: 0 });
  };
  // each node is a part
  out.set(leaving);
  yield sum(leaving, outOf);
  if (entering !== undefined && into !== undefined && intoOf !== undefined) {
    into.set(entering);
    yield sum(entering, intoOf);
  }
  yield step(scratch, "sumBonds", nodeCount, { ...graph, bonds });
  alone.fill(1, 0, nodeCount);
  yield step(scratch, "startSets", nodeCount, { parents: parts });
  // in random order, from the one that the loops shuffle: by community
  const [, cursors, { byteOffset: order }] = words;
  cursors.fill(0, 0, nodeCount + 1);
  yield stepInOrder(scratch, "countLabels", nodeCount, { labels, counts: cursors });
  for (let c = 0; c < nodeCount; c++) cursors[c + 1] += cursors[c];
  yield stepInOrder(scratch, "placeMembers", nodeCount, { labels, cursors, members: order });
  yield stepInOrder(scratch, "shuffleWords", Math.max(0, nodeCount - 1), {
    words: order,
    count: nodeCount,
    state: chance,
  });
  // gains are counted in mean weights, so that the unit of weights changes nothing
  const arcCount = new Uint32Array(scratch.arena.memory.buffer, offsets, nodeCount + 1)[nodeCount];
  const sharpness = ((entering === undefined ? 2 : 1) * Math.max(1, arcCount)) / (total * randomness);
  yield stepInOrder(scratch, "refineNodes", nodeCount, {
    order,
    ...graph,
    parts,
    leaving,
    entering,
    out,
    into,
    outOf,
    intoOf,
    bonds,
    alone,
    met: moving.met,
    sums: moving.sums,
    gains,
    scale: resolution / total,
    sharpness,
    tieShare: tieShareOf(resolution),
    chance,
  });
}

/** Gives the parts of communities that fell apart labels of their own, which costs no modularity. */
function* splitIntoParts(
  { scratch, first }: Coarsening,
  { parts }: LeidenWorkspace,
  labels: Uint32Array,
): Generator<Step, void, void> {
  const { nodeCount, offsets, ends, weights } = first;
  const { byteOffset } = parts;
  yield step(scratch, "startSets", nodeCount, { parents: byteOffset });
  yield stepInOrder(scratch, "uniteWithin", nodeCount, {
    parents: byteOffset,
    offsets,
    ends,
    weights,
    labels,
  });
  yield stepInOrder(scratch, "nameRoots", nodeCount, { parents: byteOffset });
  labels.set(parts);
}
