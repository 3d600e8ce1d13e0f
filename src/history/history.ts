/** The history of a graph: its commits, the names they go by, and all that can be done with them. */
import { describe, GroggyError } from "../errors.js";
import { checkOptions } from "../space/arguments.js";
import { isEmptyDelta } from "../space/delta.js";
import type { GraphSpace } from "../space/graph-space.js";
import type { GraphState } from "../space/graph-state.js";
import { pastState } from "../space/past-state.js";
import { walk } from "./ancestry.js";
import type { Commit } from "./commit.js";
import { type CommitOptions, checkText, type DirtyOptions, HistoryCore, type Revision } from "./core.js";
import { Diff } from "./diff.js";
import { type GcOptions, type GcResult, gc } from "./gc.js";
import type { AfterCommit, BeforeCommit } from "./hooks.js";
import type { UniqueKey } from "./key-conflicts.js";
import { type MergeOptions, type MergeResult, merge } from "./merge.js";
import {
  createBranch,
  createTag,
  deleteBranch,
  deleteTag,
  renameBranch,
  type TagOptions,
} from "./ref-verbs.js";
import type { TagNote } from "./refs.js";
import {
  cherryPick,
  type RebaseOptions,
  type RebaseStep,
  type ReplayOptions,
  rebase,
  rebasePlan,
  revert,
} from "./replay.js";
import { applyStash, listStashes, type StashEntry, stash } from "./stash.js";
import { countDelta, type Status } from "./status.js";
import { listOperations, type OperationEntry, redo, undo } from "./undo.js";
import { type VerifyOptions, type VerifyResult, verify } from "./verify.js";

export type { CommitOptions, DirtyOptions, Revision } from "./core.js";

/** Where the graph stands: a branch (null if detached) and its commit (null before the first). */
export interface Head {
  readonly branch: string | null;
  readonly commit: Commit | null;
}

/** A branch or a tag. */
export interface Ref {
  readonly name: string;
  readonly commit: Commit;
}

/** A tag, with its message if it was given one. */
export interface Tag extends Ref, Partial<TagNote> {}

/** Which commits `log` gives. */
export interface LogOptions {
  /** The commit to begin with; the present one unless given. */
  readonly from?: Revision;
  /** At most so many. */
  readonly limit?: number;
}

export class History {
  readonly #core: HistoryCore;

  /** @internal */
  constructor(space: GraphSpace, clock: () => number, key?: UniqueKey) {
    this.#core = new HistoryCore(space, clock, key);
  }

  /** Where the graph stands. */
  get head(): Head {
    return { branch: this.#core.branch, commit: this.#core.node?.commit ?? null };
  }

  /** How many commits there are, on all branches. */
  get commitCount(): number {
    return this.#core.forest.size;
  }

  /** What changed since the last commit. O(changes). */
  status(): Status {
    const delta = this.#core.space.delta();
    return {
      branch: this.#core.branch,
      commit: this.#core.node?.commit.id ?? null,
      clean: isEmptyDelta(delta),
      ...countDelta(delta),
    };
  }

  /**
   * Makes a commit of the present state on the present branch. O(changes).
   *
   * @throws GroggyError EMPTY_COMMIT if nothing has changed, unless `allowEmpty`.
   */
  commit(message: string, options: CommitOptions = {}): Commit {
    checkOptions(options);
    const core = this.#core;
    const parts = core.checkCommit(message, options);
    if (options.allowEmpty !== true && isEmptyDelta(core.space.delta())) {
      throw new GroggyError(
        "EMPTY_COMMIT",
        '"commit" expected changes since the last commit, got none; "allowEmpty" makes one all the same',
      );
    }
    return core.record("commit", () => core.commitPresent(parts)).commit;
  }

  /** Names the present commit, or another one, with a branch; the graph stays where it is. O(1). */
  branch(name: string, options: { readonly at?: Revision } = {}): void {
    checkOptions(options);
    createBranch(this.#core, name, options.at);
  }

  /** All branches that have a commit, by name. */
  branches(): Ref[] {
    return this.#core.branches.entries().map(([name, { node }]) => ({ name, commit: node.commit }));
  }

  /** Gives a branch another name; a graph that is on it stays on it. */
  renameBranch(from: string, to: string): void {
    renameBranch(this.#core, from, to);
  }

  /**
   * Takes a branch's name away; the commits stay, and undo brings the name back.
   *
   * @throws GroggyError REF_IN_USE for the present branch, and unless `force` for one whose commits no other
   *   branch, tag or the head leads to.
   */
  deleteBranch(name: string, options: { readonly force?: boolean } = {}): void {
    checkOptions(options);
    deleteBranch(this.#core, name, options.force === true);
  }

  /** Names the present commit, or another one, for good, with a message if one is given. O(1). */
  tag(name: string, options: TagOptions = {}): void {
    checkOptions(options);
    createTag(this.#core, name, options);
  }

  /** All tags, by name. */
  tags(): Tag[] {
    return this.#core.tags
      .entries()
      .map(([name, { node, note }]) => ({ name, commit: node.commit, ...note }));
  }

  /** Takes a tag's name away. */
  deleteTag(name: string): void {
    deleteTag(this.#core, name);
  }

  /**
   * Moves the graph to another commit; to a branch if the revision is the name of one, else detached. The cost
   * is the size of the difference.
   *
   * @throws GroggyError DIRTY_STATE if there are uncommitted changes and the options do not say what to do.
   */
  checkout(revision: Revision, options: DirtyOptions = {}): void {
    checkOptions(options);
    const core = this.#core;
    const branch = typeof revision === "string" && core.isBranch(revision) ? revision : null;
    const target = branch !== null && branch === core.branch ? core.node : core.resolve(revision);
    core.record("checkout", () => core.moveTo(target, branch, options, "checkout"));
  }

  /** The state of a commit, beside the present one. @internal */
  stateAt(revision: Revision): GraphState {
    return this.#core.stateOf(this.#core.resolve(revision));
  }

  /**
   * What differs between two states. Without `to` the present state is meant, uncommitted changes and all;
   * without `from` as well, the last commit is what it is compared with. O(size of the difference).
   */
  diff(from?: Revision, to?: Revision): Diff {
    const core = this.#core;
    const before = from === undefined ? core.node : core.resolve(from);
    if (to !== undefined) {
      const after = core.resolve(to);
      return new Diff(core.stateOf(before), core.stateOf(after), core.forest.path(before, after));
    }
    const steps = [...core.forest.path(before, core.node), { delta: core.space.delta(), forward: true }];
    return new Diff(core.stateOf(before), pastState(core.space, []), steps);
  }

  /**
   * Merges a revision into the present state, as a value: nothing moves until its `commit`.
   *
   * @throws GroggyError DIRTY_STATE if there are uncommitted changes and the options do not say what to do.
   */
  merge(revision: Revision, options: MergeOptions = {}): MergeResult {
    checkOptions(options);
    return merge(this.#core, revision, options);
  }

  /**
   * Undoes the change of a commit in a new one: three-way, against what came since. Straight after the commit it
   * restores the state's root.
   *
   * @throws GroggyError MERGE_CONFLICT if what came since contradicts it and the policies do not say what to do;
   *   `data.merge` is the merge to resolve and commit.
   */
  revert(revision: Revision, options: ReplayOptions = {}): Commit {
    checkOptions(options);
    return revert(this.#core, revision, options);
  }

  /**
   * Makes the change of a commit once more, on the present state, in a new commit by the same author.
   *
   * @throws GroggyError MERGE_CONFLICT as `revert` does, EMPTY_COMMIT if the present state has the change already.
   */
  cherryPick(revision: Revision, options: ReplayOptions = {}): Commit {
    checkOptions(options);
    return cherryPick(this.#core, revision, options);
  }

  /** What `rebase` would do: the commits that `onto` does not have, oldest first. A plan is data, to be changed. */
  rebasePlan(onto: Revision): RebaseStep[] {
    return rebasePlan(this.#core, onto);
  }

  /**
   * Makes the commits that `onto` does not have anew on top of it, or what a plan says, and moves the branch
   * there. All of it or nothing.
   */
  rebase(onto: Revision, options: RebaseOptions = {}): Commit {
    checkOptions(options);
    return rebase(this.#core, onto, options);
  }

  /**
   * Moves the branch, or the detached head, to another commit. The state becomes that commit's; with `keep` it
   * stays as it is, and what differs becomes uncommitted changes.
   *
   * @throws GroggyError DIRTY_STATE if there are uncommitted changes and the options do not say what to do.
   */
  reset(revision: Revision, options: DirtyOptions & { readonly keep?: boolean } = {}): void {
    checkOptions(options);
    const core = this.#core;
    const target = core.resolve(revision);
    core.record("reset", () => {
      if (options.keep === true) core.rebaseContents(target);
      else core.moveBranchTo(target, options, "reset");
    });
  }

  /** Puts the uncommitted changes aside; the graph is then as it was at the last commit. */
  stash(message = ""): StashEntry {
    checkText("message", message);
    return stash(this.#core, message);
  }

  /** What was put aside, the newest first. */
  stashes(): StashEntry[] {
    return listStashes(this.#core);
  }

  /**
   * Makes the changes of a stash again, as uncommitted ones, and keeps the stash.
   *
   * @param index 0, the newest, unless given.
   * @throws GroggyError STASH_CONFLICT if the present state differs in what they change.
   */
  stashApply(index = 0): void {
    applyStash(this.#core, index);
  }

  /** As `stashApply`, and drops the stash. */
  stashPop(index = 0): void {
    applyStash(this.#core, index);
    this.#core.stashes.drop(index);
  }

  /** Drops a stash for good. */
  stashDrop(index = 0): void {
    this.#core.stashes.drop(index);
  }

  /**
   * Takes back the last verb that changed names or the place: a commit, a checkout, a merge, a branch. Changes
   * that a commit took up are uncommitted again.
   *
   * @returns the verb's name.
   * @throws GroggyError NOTHING_TO_UNDO, or DIRTY_STATE if there are uncommitted changes it would lose.
   */
  undo(options: DirtyOptions = {}): string {
    checkOptions(options);
    return undo(this.#core, options);
  }

  /** Does once more what was undone last. */
  redo(options: DirtyOptions = {}): string {
    checkOptions(options);
    return redo(this.#core, options);
  }

  /** The verbs that can be undone, oldest first, and after them those that can be redone. */
  operations(): OperationEntry[] {
    return listOperations(this.#core);
  }

  /** Calls a function before each commit; if it throws, the commit is refused. Returns what stops it. */
  onBeforeCommit(hook: BeforeCommit): () => void {
    return addHook(this.#core.hooks.beforeCommit, hook);
  }

  /** Calls a function after each commit, with what it changed. Returns what stops it. */
  onAfterCommit(hook: AfterCommit): () => void {
    return addHook(this.#core.hooks.afterCommit, hook);
  }

  /**
   * Forgets commits that no branch, tag, stash, operation or the head leads to, and compacts the pool. Ids and
   * every state that is kept stay as they were.
   */
  gc(options: GcOptions = {}): GcResult {
    checkOptions(options);
    return gc(this.#core, options);
  }

  /** Checks commits and states against their hashes. Reports, and repairs nothing. */
  verify(options: VerifyOptions = {}): VerifyResult {
    checkOptions(options);
    return verify(this.#core, options);
  }

  /** The commits that led to a commit, itself first, each before its parents. Lazy. */
  *log(options: LogOptions = {}): Generator<Commit> {
    checkOptions(options);
    const limit = options.limit ?? Number.POSITIVE_INFINITY;
    if (typeof limit !== "number" || !(limit >= 0)) {
      throw new RangeError(`"limit" expected a number of commits, got ${describe(options.limit)}`);
    }
    const from = options.from === undefined ? this.#core.node : this.#core.resolve(options.from);
    if (from === undefined) return;
    let count = 0;
    for (const { commit } of walk(from)) {
      if (count++ >= limit) return;
      yield commit;
    }
  }

  /** The commit that a revision means. Throws if there is none, or more than one. */
  resolve(revision: Revision): Commit {
    return this.#core.resolve(revision).commit;
  }
}

function addHook<T>(hooks: Set<T>, hook: T): () => void {
  if (typeof hook !== "function") throw new TypeError(`"hook" expected a function, got ${describe(hook)}`);
  hooks.add(hook);
  return () => {
    hooks.delete(hook);
  };
}
