/** A merge as a value: its result, its conflicts, and only then the commit. */
import { describe, GroggyError } from "../../errors.js";
import { composeSteps } from "../../space/deltas/compose.js";
import { type Delta, isEmptyDelta } from "../../space/deltas/delta.js";
import { pastState } from "../../space/states/past-state.js";
import { defineInspect } from "../../structures/inspect.js";
import { readOptions } from "../../structures/options.js";
import { jsonValue } from "../../structures/text/json-value.js";
import { GraphView } from "../../view.js";
import { isAncestor } from "../commits/ancestry.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { Conflict, KeptPolicies, Resolution } from "../diff/conflict.js";
import { Diff } from "../diff/diff.js";
import { COMMIT_OPTIONS, type CommitOptions } from "../repository/commit-parts.js";
import type { HistoryCore } from "../repository/core.js";
import { requireNothingMissing, requireRulesKept } from "../repository/key-conflicts.js";
import type { Revision } from "../repository/resolve.js";
import { dirtyState, reapply, resetTo, setAside } from "../repository/working-changes.js";
import { mergeBase } from "./merge-base.js";
import { MergeDecisions } from "./merge-decisions.js";
import type { MergeOptions, Policies, RebaseStep } from "./merge-options.js";
import { MergeOutcome } from "./merge-outcome.js";
import { policiesInForce, readPolicies } from "./policy.js";
import { ThreeWay } from "./three-way.js";

declare module "../../errors.js" {
  interface GroggyErrorData {
    /** `step` is that of a rebase whose change has the conflicts. */
    MERGE_CONFLICT: { merge: MergeResult; conflicts: readonly Conflict[]; step?: RebaseStep };
  }
}

/** The status of a merge. `conflicted` becomes `clean` once every conflict is resolved. */
export type MergeStatus = "upToDate" | "fastForward" | "clean" | "conflicted";

const FAST_FORWARDS: readonly unknown[] = ["auto", "only", "never"];
/** The task of a verb that merges: the target, the changes to take, and the message of the result. */
export interface MergeTask {
  readonly verb: string;
  readonly base: CommitNode | undefined;
  readonly theirs: CommitNode | undefined;
  readonly status: MergeStatus;
  /** The parents of the commit besides the present one. */
  readonly otherParents: readonly CommitNode[];
  readonly message: string;
  readonly options: MergeOptions;
  /** Whether a commit without a change is refused. */
  readonly refuseEmpty?: boolean;
}

/** A merge that is not committed yet: `commit` completes it, `abort` drops it. */
export class MergeResult {
  readonly #core: HistoryCore;
  readonly #task: MergeTask;
  readonly #ours: CommitNode | undefined;
  readonly #branch: string | null;
  readonly #epoch: number;
  readonly #merge: ThreeWay;
  readonly #decisions: MergeDecisions;
  readonly #outcome: MergeOutcome;
  #ended: "committed" | "aborted" | undefined;

  /** @internal */
  constructor(core: HistoryCore, task: MergeTask) {
    this.#core = core;
    this.#task = task;
    inspectAsMergeResult();
    this.#ours = core.node;
    this.#branch = core.branch;
    this.#epoch = core.repository.epoch;
    const { base, theirs } = task;
    const isThreeWay = task.status === "conflicted";
    const deltaTo = (node: CommitNode | undefined): Delta =>
      core.forest.deltaBetween(isThreeWay ? base : core.node, isThreeWay ? node : core.node);
    this.#merge = new ThreeWay(core.stateOf(core.node), {
      ours: deltaTo(core.node),
      theirs: deltaTo(theirs),
    });
    this.#decisions = new MergeDecisions(core, task, this.#merge);
    this.#outcome = new MergeOutcome(core, this.#decisions, theirs);
  }

  /**
   * All conflicts, whether resolved or not. Those of unique keys and of required attributes come and go as others are
   * resolved.
   */
  get conflicts(): readonly Conflict[] {
    return this.#outcome.conflicts;
  }

  /** The present result of the merge. */
  get status(): MergeStatus {
    if (this.#task.status !== "conflicted") return this.#task.status;
    return this.unresolved.length === 0 ? "clean" : "conflicted";
  }

  /** The form that `JSON.stringify` writes: how it stands, the ids of its commits, and the conflicts. */
  toJSON(): Record<string, unknown> {
    const [base, ours, theirs] = [this.base, this.ours, this.theirs].map((commit) => commit?.id ?? null);
    const [conflicts, unresolved] = [jsonValue(this.conflicts), this.unresolved.length];
    return { status: this.status, base, ours, theirs, conflicts, unresolved };
  }

  /** The conflicts without a decision. */
  get unresolved(): readonly Conflict[] {
    return this.conflicts.filter((conflict) => !this.#decisions.has(conflict));
  }

  /** The common ancestor; null if there is none, a commit that is in no history if there were several. */
  get base(): Commit | null {
    return this.#task.base?.commit ?? null;
  }

  /** The commit merged into; null before the first one. */
  get ours(): Commit | null {
    return this.#ours?.commit ?? null;
  }

  /** The commit merged; null means the empty graph. */
  get theirs(): Commit | null {
    return this.#task.theirs?.commit ?? null;
  }

  /** The decision on a conflict; undefined if there is none. */
  resolutionOf(conflict: Conflict): Resolution | undefined {
    return this.#decisions.of(conflict);
  }

  /** Resolves a conflict; the last decision counts. */
  resolve(conflict: Conflict, resolution: Resolution): void {
    this.#core.gate.requireFree("resolve");
    this.#requireOpen("resolve");
    if (!this.#outcome.has(conflict)) {
      throw new TypeError(
        `"conflict" expected one of this merge's ${this.conflicts.length} conflicts, got ${describe(conflict)}`,
      );
    }
    this.#decisions.decide(conflict, resolution);
  }

  /** Resolves all open conflicts in the same way; a function may leave some open. */
  resolveAll(policy: NonNullable<Policies["policy"]>): void {
    this.#core.gate.requireFree("resolveAll");
    this.#requireOpen("resolveAll");
    readPolicies({ policy });
    const asked = new Set<Conflict>();
    for (
      let open = this.unresolved;
      open.length > 0;
      open = this.unresolved.filter((each) => !asked.has(each))
    ) {
      for (const conflict of open) {
        asked.add(conflict);
        this.#decisions.ask(conflict, { policy });
      }
    }
  }

  /** The merged state, with open conflicts resolved as ours. */
  preview(): GraphView {
    const { status, theirs } = this.#task;
    if (status === "fastForward") return new GraphView(this.#core.stateOf(theirs));
    return new GraphView(pastState(this.#merge.ours, [{ delta: this.#outcome.delta, forward: true }]));
  }

  /** The changes of the merge to our side, with open conflicts resolved as ours. */
  diff(): Diff {
    const { status, theirs } = this.#task;
    const steps =
      status === "fastForward"
        ? this.#core.forest.path(this.#ours, theirs)
        : [{ delta: this.#outcome.delta, forward: true }];
    return new Diff(this.#merge.ours, this.preview().state, steps);
  }

  /**
   * Makes the merge: moves the branch in a fast-forward, makes a commit otherwise. Of a merge that is up to date
   * nothing comes; the present commit is returned.
   *
   * @throws GroggyError MERGE_CONFLICT if conflicts are unresolved, STALE_MERGE if the graph has moved since;
   *   then nothing is changed.
   */
  commit(message?: string, options: CommitOptions = {}): Commit {
    const given = readOptions(options, COMMIT_OPTIONS);
    return this.#core.verb(this.#task.verb, () => this.make(message, given));
  }

  /** As `commit`, within a verb; `asked` is the verb's time. @internal */
  make(message: string | undefined, options: CommitOptions, asked?: number): Commit {
    this.#requireOpen("commit");
    const core = this.#core;
    const { verb, status, theirs, otherParents } = this.#task;
    if (this.unresolved.length > 0) throw conflictError(verb, this);
    if (core.node !== this.#ours || core.branch !== this.#branch || core.repository.epoch !== this.#epoch) {
      throw new GroggyError(
        "STALE_MERGE",
        `"${verb}" expected the graph as it was when the merge began, got it moved or collected since`,
      );
    }
    const parts = core.checkCommit(message ?? this.#task.message, options);
    const { delta } = this.#outcome;
    this.#requireRules(delta);
    const time = asked ?? (options.time === undefined ? parts.time : undefined);
    const takeUp = (): CommitNode | undefined => {
      if (status === "upToDate") return core.node;
      if (status === "fastForward") {
        resetTo(core, theirs, this.#task.options, verb);
        return theirs;
      }
      const working = setAside(core, this.#task.options, verb, delta);
      core.space.replay(delta);
      // a change that was resolved away is no matter of hooks
      const refuseEmpty = this.#task.refuseEmpty === true && !isEmptyDelta(delta) ? verb : undefined;
      const made = core.commitPresent(parts, { otherParents, refuseEmpty });
      if (working !== undefined) reapply(core, working, made);
      return made;
    };
    const node = core.record(verb, takeUp, time);
    this.#ended = "committed";
    return (node as CommitNode).commit;
  }

  /** Throws if the merged state would lack what its nodes' labels require, or fast-forwards to one that breaks a rule. */
  #requireRules(planned: Delta): void {
    const { status, theirs, verb } = this.#task;
    const { space, forest } = this.#core;
    const { rules } = space;
    if (rules.isPlain || status === "upToDate") return;
    const isFast = status === "fastForward";
    const delta = isFast ? composeSteps(forest.path(this.#ours, theirs)) : planned;
    if (isFast) requireRulesKept(this.#merge.ours, delta, rules, `the state after "${verb}"`);
    else requireNothingMissing(this.#merge.ours, delta, rules, `the state after "${verb}"`);
  }

  /** Makes the change, within a verb, as an uncommitted one. @internal */
  take(): void {
    const { delta } = this.#outcome;
    this.#requireRules(delta);
    this.#core.space.replay(delta);
    this.#ended = "committed";
  }

  /** Forgets the merge; it leaves no trace. */
  abort(): void {
    this.#core.gate.requireFree("abort");
    this.#requireOpen("abort");
    this.#ended = "aborted";
  }

  #requireOpen(verb: string): void {
    if (this.#ended === undefined) return;
    throw new GroggyError(
      "STALE_MERGE",
      `"${verb}" expected a merge that is open, got one that was ${this.#ended}`,
    );
  }
}

/** The error for a verb that is stopped by conflicts; its `data.merge` is the merge to resolve, `data.step` of a rebase. */
export function conflictError(verb: string, merge: MergeResult, step?: RebaseStep): GroggyError {
  const { unresolved } = merge;
  const first = unresolved[0];
  const { kind = "", id } = first.element ?? {};
  const where =
    first.kind === "schema"
      ? `attribute "${first.attribute}"`
      : `${kind === "graph" ? "the graph" : `${kind} ${id}`}${"attribute" in first ? `, "${first.attribute}"` : ""}`;
  return new GroggyError(
    "MERGE_CONFLICT",
    `"${verb}" expected no conflicts, got ${unresolved.length} unresolved, the first one of ${first.kind} (${where})`,
    { merge, conflicts: unresolved, ...(step === undefined ? {} : { step }) },
  );
}

/** Merges a revision into the present state, as a value. */
export function merge(
  core: HistoryCore,
  revision: Revision,
  given: MergeOptions,
  kept: KeptPolicies = core.repository.policies,
): MergeResult {
  const options = { ...given, ...policiesInForce(kept, given) };
  const { fastForward = "auto" } = options;
  if (!FAST_FORWARDS.includes(fastForward)) {
    throw new TypeError(`"fastForward" expected "auto", "only" or "never", got ${describe(fastForward)}`);
  }
  const theirs = core.resolve(revision);
  const working = core.space.delta();
  if (!isEmptyDelta(working) && !options.carry && !options.stash && !options.discard)
    throw dirtyState(core, "merge", working);
  const ours = core.node;
  const behind = ours === undefined || isAncestor(ours, theirs);
  const status =
    ours !== undefined && isAncestor(theirs, ours)
      ? "upToDate"
      : behind && (fastForward !== "never" || ours === undefined)
        ? "fastForward"
        : "conflicted";
  if (status === "conflicted" && fastForward === "only") {
    throw new GroggyError(
      "NOT_FAST_FORWARD",
      `"fastForward" expected a revision that the present commit leads to, got ${describe(theirs.commit.id.slice(0, 12))}`,
    );
  }
  const name = typeof revision === "string" ? revision : theirs.commit.id.slice(0, 12);
  return new MergeResult(core, {
    verb: "merge",
    base: ours === undefined ? undefined : mergeBase(core, ours, theirs, options),
    theirs,
    status,
    otherParents: [theirs],
    message: `Merge ${name}${core.branch === null ? "" : ` into ${core.branch}`}`,
    options,
  });
}

function inspectAsMergeResult(): void {
  defineInspect(MergeResult.prototype, "MergeResult", ({ status, conflicts }) => ({ status, conflicts }));
}
