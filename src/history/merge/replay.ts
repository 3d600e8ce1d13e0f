/** Verbs that take the change of one commit somewhere else: revert, cherry-pick and rebase. */
import { describe, GroggyError } from "../../errors.js";
import { isEmptyDelta } from "../../space/deltas/delta.js";
import { walk } from "../commits/ancestry.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { emptyCommit } from "../repository/commit-writer.js";
import type { HistoryCore } from "../repository/core.js";
import type { Revision } from "../repository/resolve.js";
import { dirtyState, moveTo } from "../repository/working-changes.js";
import { conflictError, MergeResult } from "./merge.js";
import type { RebaseOptions, RebaseStep, ReplayOptions } from "./merge-options.js";
import { policiesInForce, readPolicies } from "./policy.js";

/** The parent against which a commit's change is taken; undefined means the empty graph. */
function mainlineOf(node: CommitNode, mainline: number | undefined, verb: string): CommitNode | undefined {
  const count = node.parents.length;
  if (mainline === undefined && count > 1) {
    throw new GroggyError(
      "MAINLINE_REQUIRED",
      `"${verb}" expected "mainline" for a commit with ${count} parents: the number, from 1 on, of the parent to compare it with`,
    );
  }
  if (mainline === undefined || (mainline === 1 && count === 0)) return node.parent;
  if (Number.isInteger(mainline) && mainline >= 1 && mainline <= count) return node.parents[mainline - 1];
  throw new RangeError(`"mainline" expected 1 to ${count}, got ${describe(mainline)}`);
}

/** A change from one commit's state to another's, to be made on the present one. */
interface Change {
  readonly verb: string;
  readonly from: CommitNode | undefined;
  readonly to: CommitNode | undefined;
  readonly message: string;
  /** Of a rebase, as it was given. */
  readonly step?: RebaseStep;
}

/** Makes a change on the present state and commits it. Throws if there are conflicts that the policies leave. */
function applyChange(core: HistoryCore, change: Change, given: ReplayOptions): CommitNode {
  const options = { ...given, ...policiesInForce(core.repository.policies, given) };
  return core.resolve(planChange(core, change, options).make(options.message, options));
}

/** A change on the present state, without conflicts. */
function planChange(
  core: HistoryCore,
  { verb, from, to, message, step }: Change,
  options: ReplayOptions,
): MergeResult {
  const working = core.space.delta();
  if (!isEmptyDelta(working) && !options.carry && !options.stash && !options.discard)
    throw dirtyState(core, verb, working);
  const merge = new MergeResult(core, {
    verb,
    base: from,
    theirs: to,
    status: "conflicted",
    otherParents: [],
    message,
    options,
    refuseEmpty: options.allowEmpty !== true,
  });
  if (merge.unresolved.length > 0) throw conflictError(verb, merge, step);
  if (options.allowEmpty !== true && merge.diff().isEmpty) throw emptyCommit(verb);
  return merge;
}

/** Undoes the change of a commit in a new one. */
export function revert(core: HistoryCore, revision: Revision, options: ReplayOptions): Commit {
  core.head.requireCommit("revert");
  const node = core.resolve(revision);
  const to = mainlineOf(node, options.mainline, "revert");
  const message = `Revert "${node.commit.message.split("\n")[0]}"`;
  return applyChange(core, { verb: "revert", from: node, to, message }, options).commit;
}

/** Makes the change of a commit once more on the present state. */
export function cherryPick(core: HistoryCore, revision: Revision, options: ReplayOptions): Commit {
  core.head.requireCommit("cherryPick");
  const node = core.resolve(revision);
  const from = mainlineOf(node, options.mainline, "cherryPick");
  return applyChange(
    core,
    { verb: "cherryPick", from, to: node, message: node.commit.message },
    asOf(node, options),
  ).commit;
}

/** The author and the meta of a commit, unless the options override them. */
function asOf({ commit }: CommitNode, options: ReplayOptions): ReplayOptions {
  return { author: commit.author, meta: commit.meta, ...options };
}

const ACTIONS: readonly unknown[] = ["pick", "drop", "squash", "reword"];

/** The commits that `onto` does not have, oldest first, each to be picked. Those with several parents are left out. */
export function rebasePlan(core: HistoryCore, onto: Revision): RebaseStep[] {
  const target = core.resolve(onto);
  const commits = [...walk(core.head.requireCommit("rebase"), [target])].filter(
    ({ parents }) => parents.length < 2,
  );
  return commits
    .reverse()
    .map(({ commit }) => ({ action: "pick", commit: commit.id, message: commit.message }));
}

/** Replays the commits of a plan on top of another commit, and moves the branch there: all or nothing. */
export function rebase(core: HistoryCore, onto: Revision, given: RebaseOptions): Commit {
  const options = { ...given, ...policiesInForce(core.repository.policies, given) };
  core.head.requireCommit("rebase");
  const target = core.resolve(onto);
  const working = core.space.delta();
  if (!isEmptyDelta(working) && !options.stash && !options.discard) {
    throw dirtyState(core, "rebase", working, '"stash" or "discard"');
  }
  const plan = options.plan ?? rebasePlan(core, onto);
  const steps = checkPlan(core, plan);
  const { branch } = core;
  return core.record("rebase", () => {
    moveTo(core, target, null, options, "rebase");
    for (const step of steps) playStep(core, step, options);
    const rebased = core.head.requireCommit("rebase");
    core.head.attach(branch, rebased);
    return rebased.commit;
  });
}

interface CheckedStep extends RebaseStep {
  readonly node: CommitNode;
  readonly given: RebaseStep;
}

function checkPlan(core: HistoryCore, plan: readonly RebaseStep[]): CheckedStep[] {
  if (!Array.isArray(plan)) throw new TypeError(`"plan" expected an array of steps, got ${describe(plan)}`);
  const steps = Array.from(plan as readonly (RebaseStep | undefined)[], (given, i) => {
    const step = { ...given } as RebaseStep;
    if (!ACTIONS.includes(step.action)) {
      throw new TypeError(
        `plan[${i}].action expected "pick", "drop", "squash" or "reword", got ${describe(step.action)}`,
      );
    }
    if (step.action === "reword" && typeof step.message !== "string") {
      throw new TypeError(`plan[${i}].message expected a string for a reword, got ${describe(step.message)}`);
    }
    if (step.policy !== undefined) checkStepPolicy(step.policy, i);
    return { ...step, given: step, node: core.resolve(step.commit) };
  });
  if (steps.find(({ action }) => action !== "drop")?.action === "squash") {
    throw new TypeError('plan expected a commit to be picked before the first "squash", got none');
  }
  return steps;
}

function checkStepPolicy(policy: unknown, i: number): void {
  if (policy === "ours" || policy === "theirs" || typeof policy === "function") return;
  throw new TypeError(`plan[${i}].policy expected "ours", "theirs" or a function, got ${describe(policy)}`);
}

function playStep(core: HistoryCore, step: CheckedStep, options: RebaseOptions): void {
  const { node, action } = step;
  if (action === "drop") return;
  const before = core.head.requireCommit("rebase");
  // A commit that is already in its place is kept as it is.
  if (action === "pick" && node.parent === before && node.parents.length === 1) {
    if (step.message === undefined || step.message === node.commit.message) {
      moveTo(core, node, null, {}, "rebase");
      return;
    }
  }
  const change = {
    verb: "rebase",
    from: mainlineOf(node, undefined, "rebase"),
    to: node,
    message: node.commit.message,
    step: step.given,
  };
  const replay: ReplayOptions = {
    ...asOf(node, {}),
    ...readPolicies(options),
    ...(step.policy === undefined ? {} : { policy: step.policy }),
    // they are among the options already
    kept: false,
    time: node.commit.time,
    allowEmpty: true,
    message: step.message ?? node.commit.message,
  };
  if (action !== "squash") {
    applyChange(core, change, replay);
    return;
  }
  planChange(core, change, replay).take();
  squash(core, before, step);
}

/** Makes one commit of the last one and the uncommitted changes. */
function squash(core: HistoryCore, first: CommitNode, step: CheckedStep): void {
  const { commit } = first;
  const own = step.message === undefined || step.message === step.node.commit.message;
  const message = own ? `${commit.message}\n\n${step.node.commit.message}` : (step.message as string);
  const parts = core.checkCommit(message, { author: commit.author, time: commit.time, meta: commit.meta });
  core.head.softReset(first.parent);
  core.commitPresent(parts);
}
