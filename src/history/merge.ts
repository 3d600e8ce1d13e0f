/** Merging as a value: what it would come to, what stands in the way, and only then the commit. */
import { describe, GroggyError } from "../errors.js";
import { type Delta, isEmptyDelta } from "../space/delta.js";
import { pastState } from "../space/past-state.js";
import { GraphView } from "../view.js";
import { isAncestor } from "./ancestry.js";
import type { Commit } from "./commit.js";
import type { CommitNode } from "./commit-node.js";
import type { Conflict, Resolution } from "./conflict.js";
import type { CommitOptions, DirtyOptions, HistoryCore, Revision } from "./core.js";
import { Diff } from "./diff.js";
import { findKeyConflicts } from "./key-conflicts.js";
import { mergeBase } from "./merge-base.js";
import { planMerge } from "./merge-plan.js";
import { applyPolicies, checkPolicies, type Policies } from "./policy.js";
import { Side } from "./side.js";
import { findConflicts, type ThreeWay } from "./three-way.js";

/** What a merge comes to. `conflicted` becomes `clean` once every conflict is resolved. */
export type MergeStatus = "upToDate" | "fastForward" | "clean" | "conflicted";

/** How to merge. */
export interface MergeOptions extends Policies, DirtyOptions {
  /**
   * Whether the branch is just moved where the other one has all its commits: `auto` (unless given) does so,
   * `only` refuses anything else, `never` makes a commit with two parents all the same.
   */
  readonly fastForward?: "auto" | "only" | "never";
}

const FAST_FORWARDS: readonly unknown[] = ["auto", "only", "never"];
const RESOLUTIONS: readonly unknown[] = ["ours", "theirs", "dropEdge", "resurrect"];

/** What a verb that merges is about: where to, what to take, and what the result is called. */
export interface MergeTask {
  readonly verb: string;
  readonly base: CommitNode | undefined;
  readonly theirs: CommitNode | undefined;
  readonly status: MergeStatus;
  /** The parents of the commit besides the present one. */
  readonly otherParents: readonly CommitNode[];
  readonly message: string;
  readonly options: MergeOptions;
}

/** A merge that nothing has come of yet: `commit` makes it, `abort` forgets it. */
export class MergeResult {
  /** All conflicts, whether resolved or not. Those of unique keys appear as the others are resolved. */
  readonly conflicts: readonly Conflict[];
  readonly #core: HistoryCore;
  readonly #task: MergeTask;
  readonly #ours: CommitNode | undefined;
  readonly #epoch: number;
  readonly #merge: ThreeWay;
  readonly #decisions = new Map<Conflict, Resolution>();
  #planned: Delta | undefined;
  #ended: "committed" | "aborted" | undefined;

  /** @internal */
  constructor(core: HistoryCore, task: MergeTask) {
    this.#core = core;
    this.#task = task;
    this.#ours = core.node;
    this.#epoch = core.epoch;
    const { base, theirs } = task;
    const present = core.stateOf(core.node);
    const theirState = core.stateOf(theirs);
    const three = task.status === "conflicted";
    const sideOf = (node: CommitNode | undefined): Side =>
      new Side(core.deltaBetween(three ? base : core.node, three ? node : core.node));
    this.#merge = { present, theirState, ours: sideOf(core.node), theirs: sideOf(theirs) };
    this.conflicts = three ? this.#findConflicts() : [];
  }

  #findConflicts(): Conflict[] {
    const merge = this.#merge;
    const base = this.#core.stateOf(this.#task.base);
    const conflicts = findConflicts(merge, { base, ours: merge.present, theirs: merge.theirState });
    const { key } = this.#core;
    if (key !== undefined) conflicts.push(...findKeyConflicts(merge, planMerge(merge, this.#decisions), key));
    for (const conflict of conflicts) {
      const said = applyPolicies(conflict, this.#task.options);
      if (said !== undefined) this.#decide(conflict, said);
    }
    return conflicts;
  }

  /** What the merge comes to as things stand. */
  get status(): MergeStatus {
    if (this.#task.status !== "conflicted") return this.#task.status;
    return this.unresolved.length === 0 ? "clean" : "conflicted";
  }

  /** The conflicts that nothing has been said to. */
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

  /** The commit merged; null stands for the empty graph. */
  get theirs(): Commit | null {
    return this.#task.theirs?.commit ?? null;
  }

  /** What was said to a conflict; undefined if nothing was. */
  resolutionOf(conflict: Conflict): Resolution | undefined {
    return this.#decisions.get(conflict);
  }

  /** Says what is to become of a conflict; the last word counts. */
  resolve(conflict: Conflict, resolution: Resolution): void {
    this.#requireOpen("resolve");
    if (!this.conflicts.includes(conflict)) {
      throw new TypeError(
        `"conflict" expected one of this merge's ${this.conflicts.length} conflicts, got ${describe(conflict)}`,
      );
    }
    this.#decide(conflict, resolution);
  }

  /** Says the same to all conflicts to which nothing has been said; a function may leave some open. */
  resolveAll(policy: NonNullable<Policies["policy"]>): void {
    this.#requireOpen("resolveAll");
    checkPolicies({ policy });
    for (const conflict of this.unresolved) {
      const said = applyPolicies(conflict, { policy });
      if (said !== undefined) this.#decide(conflict, said);
    }
  }

  #decide(conflict: Conflict, said: Resolution): void {
    checkResolution(conflict, said);
    if (typeof said === "object" && said.value !== null && said.value !== undefined) {
      const attribute = (conflict as { attribute: string }).attribute;
      const kind = conflict.element?.kind ?? "node";
      this.#core.space.elementsOf(kind).requireFit(attribute, said.value);
    }
    this.#decisions.set(conflict, said);
    this.#planned = undefined;
  }

  /** The merged state, conflicts to which nothing has been said as ours. */
  preview(): GraphView {
    const { status, theirs } = this.#task;
    if (status === "fastForward") return new GraphView(this.#core.stateOf(theirs));
    return new GraphView(pastState(this.#merge.present, [{ delta: this.#plan(), forward: true }]));
  }

  /** What the merge changes of our side, conflicts to which nothing has been said as ours. */
  diff(): Diff {
    const { status, theirs } = this.#task;
    const steps =
      status === "fastForward"
        ? this.#core.forest.path(this.#ours, theirs)
        : [{ delta: this.#plan(), forward: true }];
    return new Diff(this.#merge.present, this.preview().state, steps);
  }

  #plan(): Delta {
    this.#planned ??= planMerge(this.#merge, this.#decisions);
    return this.#planned;
  }

  /**
   * Makes the merge: moves the branch in a fast-forward, makes a commit otherwise. Of a merge that is up to date
   * nothing comes; the present commit is returned.
   *
   * @throws GroggyError MERGE_CONFLICT if conflicts are unresolved, STALE_MERGE if the graph has moved since;
   *   then nothing is changed.
   */
  commit(message?: string, options: CommitOptions = {}): Commit {
    this.#requireOpen("commit");
    const core = this.#core;
    const { verb, status, theirs, otherParents } = this.#task;
    if (this.unresolved.length > 0) throw conflictError(verb, this);
    if (core.node !== this.#ours || core.epoch !== this.#epoch) {
      throw new GroggyError(
        "STALE_MERGE",
        `"${verb}" expected the graph as it was when the merge began, got it moved or collected since`,
      );
    }
    const parts = core.checkCommit(message ?? this.#task.message, options);
    const delta = status === "conflicted" ? this.#plan() : undefined;
    if (delta !== undefined) this.#checkKeys(delta);
    const node = core.record(verb, () => {
      if (status === "upToDate") return core.node;
      if (status === "fastForward") {
        core.moveBranchTo(theirs, this.#task.options, verb);
        return theirs;
      }
      const carried = core.setAside(this.#task.options, verb, delta as Delta);
      core.space.replay(delta as Delta);
      try {
        return core.commitPresent(parts, otherParents);
      } catch (refusal) {
        core.space.discard(core.space.delta());
        throw refusal;
      } finally {
        if (carried !== undefined) core.space.replay(carried);
      }
    });
    this.#ended = "committed";
    return (node as CommitNode).commit;
  }

  #checkKeys(delta: Delta): void {
    const { key } = this.#core;
    if (key === undefined) return;
    const [open] = findKeyConflicts(this.#merge, delta, key).filter((conflict) => {
      const known = this.conflicts.find(
        (each) => each.kind === "key" && each.element.id === conflict.element.id,
      );
      return known === undefined || !this.#decisions.has(known);
    });
    if (open === undefined) return;
    throw new GroggyError(
      "DUPLICATE_KEY",
      `key "${open.attribute}" expected values of their own, got ${describe(open.value)} for nodes ${open.ours} and ${open.theirs} in the merged state`,
      { key: open.attribute, value: open.value },
    );
  }

  /** Forgets the merge; it leaves no trace. */
  abort(): void {
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

/** The error that says that a verb cannot go on for conflicts; its `data.merge` is the merge to resolve. */
export function conflictError(verb: string, merge: MergeResult): GroggyError {
  const { unresolved } = merge;
  const first = unresolved[0];
  const where =
    first.kind === "schema"
      ? `attribute "${first.attribute}"`
      : `${first.element.kind} ${first.element.id}${"attribute" in first ? `, "${first.attribute}"` : ""}`;
  return new GroggyError(
    "MERGE_CONFLICT",
    `"${verb}" expected no conflicts, got ${unresolved.length} unresolved, the first one of ${first.kind} (${where})`,
    { merge, conflicts: unresolved },
  );
}

function checkResolution(conflict: Conflict, said: unknown): asserts said is Resolution {
  const isValue = typeof said === "object" && said !== null && "value" in said;
  const fits = isValue
    ? conflict.kind === "attribute" || conflict.kind === "key"
    : RESOLUTIONS.includes(said) &&
      (said !== "dropEdge" || conflict.kind === "dangling") &&
      (said !== "resurrect" || conflict.kind === "dangling" || conflict.kind === "removal");
  if (fits) return;
  const expected = {
    attribute: '"ours", "theirs" or { value }',
    key: '"ours", "theirs" or { value }',
    removal: '"ours", "theirs" or "resurrect"',
    dangling: '"ours", "theirs", "dropEdge" or "resurrect"',
    schema: '"ours" or "theirs"',
  }[conflict.kind];
  throw new TypeError(
    `resolution of a conflict of ${conflict.kind} expected ${expected}, got ${describe(said)}`,
  );
}

/** Merges a revision into the present state, as a value. */
export function merge(core: HistoryCore, revision: Revision, options: MergeOptions): MergeResult {
  checkPolicies(options);
  const { fastForward = "auto" } = options;
  if (!FAST_FORWARDS.includes(fastForward)) {
    throw new TypeError(`"fastForward" expected "auto", "only" or "never", got ${describe(fastForward)}`);
  }
  const theirs = core.resolve(revision);
  const working = core.space.delta();
  if (!isEmptyDelta(working) && !options.carry && !options.stash && !options.discard)
    throw core.dirty("merge", working);
  const ours = core.node;
  const behind = ours === undefined || isAncestor(ours, theirs);
  const status =
    ours !== undefined && isAncestor(theirs, ours)
      ? "upToDate"
      : behind && fastForward !== "never"
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
    base: ours === undefined ? undefined : mergeBase(core, ours, theirs),
    theirs,
    status,
    otherParents: [theirs],
    message: `Merge ${name}${core.branch === null ? "" : ` into ${core.branch}`}`,
    options,
  });
}
