/** The Louvain method by kernels, as algorithms/communities/louvain.ts has it: level by level, and again from the first one. */
import type { FrozenCsr } from "../../kernels/core/csr.js";
import { type Step, type Steps, step } from "../../kernels/runtime/steps.js";
import {
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
} from "./local-moving-kernel.js";
import { type ModularityWorkspace, modularitySteps, modularityWorkspace } from "./modularity-kernel.js";

export interface KernelCommunityRun {
  readonly csr: FrozenCsr;
  /** By edge; all alike if undefined. */
  readonly edgeWeights: Float64Array | undefined;
  readonly resolution: number;
  readonly maxIterations: number;
  readonly tolerance: number;
  /** The state of the random numbers, four words. */
  readonly chance: Uint32Array;
  /** Called with the number of rounds done, and now and then in between. */
  readonly tick: (done: number) => void;
}

/** Divides the nodes; undefined where the loops in TypeScript have to run. */
export function* louvainSteps(run: KernelCommunityRun): Steps<Labelling | undefined> {
  const { csr, edgeWeights } = run;
  const scratch = openCoarsening(csr, edgeWeights, csr.nodeCount * 8 + movingSizeBytes(csr));
  if (scratch === undefined) return undefined;
  try {
    const coarsening = yield* coarseningSteps(csr, edgeWeights, scratch);
    const workspace = movingWorkspace(csr, scratch);
    workspace.chance.set(run.chance);
    const labels = scratch.uint32(csr.nodeCount);
    const levelLabels = scratch.uint32(csr.nodeCount);
    yield step(scratch, "startSets", csr.nodeCount, { parents: labels });
    for (let iteration = 1, improves = true; improves && iteration <= run.maxIterations; iteration++) {
      improves = yield* improve(ruleOf(run, iteration), coarsening, workspace, labels, levelLabels, () =>
        run.tick(iteration - 1),
      );
      run.tick(iteration);
    }
    const modularity = yield* divisionSteps(run, coarsening, labels, modularityWorkspace(csr, scratch));
    return { labels: labels.slice(), modularity };
  } finally {
    scratch.release();
  }
}

/**
 * A sweep that gains less ends a level in all rounds but the last: sweeps after it were a third of the time, and the
 * last round gains what they would have.
 */
const EARLY_TOLERANCE = 1e-3;

/** The rule for moving nodes in a round: rounds before the last may stop early, since the next goes on. */
export function ruleOf(
  {
    resolution,
    tolerance,
    maxIterations,
  }: Pick<KernelCommunityRun, "resolution" | "tolerance" | "maxIterations">,
  iteration: number,
): MovingRule {
  return {
    resolution,
    tolerance: iteration < maxIterations ? Math.max(tolerance, EARLY_TOLERANCE) : tolerance,
  };
}

/** The modularity of a division of the first level. */
export function divisionSteps(
  { csr, resolution }: KernelCommunityRun,
  { scratch, outWeights }: Coarsening,
  labels: Uint32Array,
  workspace: ModularityWorkspace,
): Generator<Step, number, void> {
  return modularitySteps(csr, outWeights, labels, resolution, workspace, scratch);
}

/** One round; true if there was anything to move. */
function* improve(
  rule: MovingRule,
  coarsening: Coarsening,
  workspace: MovingWorkspace,
  labels: Uint32Array,
  levelLabels: Uint32Array,
  tick: () => void,
): Generator<Step, boolean, void> {
  const { scratch, first } = coarsening;
  let level = first;
  let current = levelLabels;
  let improved = false;
  current.set(labels);
  while (yield* moveSteps(coarsening, level, current, workspace, rule, tick)) {
    improved = true;
    const count = yield* renumberSteps(coarsening, current);
    if (level === first) labels.set(current);
    else yield step(scratch, "composeLabels", labels.length, { labels, next: current });
    level = yield* mergeSteps(coarsening, level, current, count);
    current = levelLabels.subarray(0, count);
    yield step(scratch, "startSets", count, { parents: current });
  }
  return improved;
}
