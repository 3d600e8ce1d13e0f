/**
 * The history of a graph: its commits, the names they go by, and all that can be done with them. Over 500 lines,
 * since each verb has its method and documentation here; what it does is a file of its own.
 */
import {
  clone,
  fetch,
  kindAt,
  makeBundle,
  pull,
  push,
  readBundle,
  readBundleFile,
  requireStorage,
  restore,
  writeBundleFile,
} from "#lazy/exchange";
import {
  bisect,
  blameAttribute,
  blameElement,
  changesOf,
  diffOf,
  drawLog,
  gatherWindows,
  lifetimes,
  series,
  show,
  timeline,
} from "#lazy/inspect";
import { cherryPick, keepPolicies, merge, readKeptPolicies, rebase, rebasePlan, revert } from "#lazy/merge";
import {
  applyChange,
  commitPart,
  gc,
  goBack,
  goForward,
  openWorktree,
  readChosenChanges,
  restorePart,
  verify,
  watchChanges,
} from "#lazy/verbs";
import { describe, StoreError } from "../errors.js";
import { isEmptyDelta } from "../space/deltas/delta.js";
import type { Selection } from "../space/elements/selection.js";
import type { GraphSpace } from "../space/graph-space.js";
import type { GraphState } from "../space/states/graph-state.js";
import { pastState } from "../space/states/past-state.js";
import { checkCallback } from "../structures/arguments.js";
import { defineInspect } from "../structures/inspect.js";
import { checkOptions, readOptions } from "../structures/options.js";
import type { AttributesView, GraphView } from "../view.js";
import { aheadBehind, isAncestor, mergeBases } from "./commits/ancestry.js";
import type { Commit } from "./commits/commit.js";
import type { CommitNode } from "./commits/commit-node.js";
import type { KeptPolicies } from "./diff/conflict.js";
import type { Diff } from "./diff/diff.js";
import type { Patch } from "./diff/patch.js";
import { countDelta, type Status } from "./diff/status.js";
import type { Bundle } from "./exchange/bundle.js";
import type { CloneTask, FetchResult, PullResult, PushResult } from "./exchange/exchange.js";
import {
  FETCH_OPTIONS,
  type FetchOptions,
  PULL_OPTIONS,
  PUSH_OPTIONS,
  type PullOptions,
  type PushOptions,
} from "./exchange/exchange-options.js";
import type { BundleOptions } from "./exchange/make-bundle.js";
import { commitAt } from "./inspect/at-time.js";
import type { BisectOptions, BisectVerdict } from "./inspect/bisect.js";
import type { BlameOptions, ElementBlame } from "./inspect/blame.js";
import type { ChangesOfOptions, ElementChange } from "./inspect/changes-of.js";
import type { DrawLogOptions } from "./inspect/draw-log.js";
import type { Lifetime, LifetimesOptions } from "./inspect/lifetimes.js";
import { log } from "./inspect/log.js";
import { LOG_OPTIONS, type LogOptions } from "./inspect/log-options.js";
import type { Series, SeriesOptions, WindowedSeries } from "./inspect/series.js";
import type { ShownCommit, ShowOptions } from "./inspect/show.js";
import type { Timeline, TimelineOptions } from "./inspect/timeline.js";
import type { MergeResult } from "./merge/merge.js";
import {
  MERGE_OPTIONS,
  type MergeOptions,
  REBASE_OPTIONS,
  REPLAY_OPTIONS,
  type RebaseOptions,
  type RebaseStep,
  type ReplayOptions,
} from "./merge/merge-options.js";
import { COMMIT_OPTIONS, type CommitOptions, checkText } from "./repository/commit-parts.js";
import { HistoryCore } from "./repository/core.js";
import type { AfterCommit, BeforeCommit } from "./repository/hooks.js";
import { checkWait, type ProgressOptions, RUN_OPTIONS } from "./repository/progress.js";
import type { TagNote } from "./repository/refs.js";
import { Repository } from "./repository/repository.js";
import type { Revision } from "./repository/resolve.js";
import { listSteps, type StepEntry } from "./repository/steps.js";
import { type CheckoutWarning, countUnnamed, warningOf } from "./repository/unreachable.js";
import { DIRTY_OPTIONS, type DirtyOptions, moveTo, resetTo } from "./repository/working-changes.js";
import type { AfterMove, Changes } from "./verbs/changes.js";
import type { GcOptions, GcResult } from "./verbs/gc.js";
import {
  checkoutNew,
  createBranch,
  createTag,
  deleteBranch,
  deleteTag,
  renameBranch,
  type TagOptions,
} from "./verbs/ref-verbs.js";
import { RESTORE_OPTIONS, type RestoreOptions } from "./verbs/restore-options.js";
import { applyStash, dropStash, listStashes, type StashEntry, stash } from "./verbs/stash.js";
import { listOperations, type OperationEntry, redo, undo } from "./verbs/undo.js";
import type { VerifyOptions, VerifyResult } from "./verbs/verify.js";
import type { WorktreeOptions } from "./verbs/worktree.js";

export type { LogOptions } from "./inspect/log-options.js";
export type { CommitOptions } from "./repository/commit-parts.js";
export type { Revision } from "./repository/resolve.js";
export type { DirtyOptions } from "./repository/working-changes.js";

/** The head of the graph: a branch (null if detached) and its commit (null before the first). */
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

/** The line of commits in which a time is looked up. */
export interface AtOptions {
  /** A branch, or one of another graph such as "origin/main". Defaults to the head. */
  readonly branch?: string;
}

/** Options of `checkout`. */
export interface CheckoutOptions extends DirtyOptions {
  /** Makes a branch of that name first, at the present commit; uncommitted changes stay as they are. */
  readonly create?: boolean;
  /** The commit that a new branch begins at. Defaults to the present one. */
  readonly at?: Revision;
}

/** Options of `commit`. */
export interface PartialCommitOptions extends CommitOptions {
  /**
   * The elements whose changes are committed: a selection, or several; `graph.attributes` for those of the graph itself.
   * Defaults to all. The other changes stay
   * uncommitted. A new edge needs its new ends beside it; a node that goes takes its edges along.
   */
  readonly only?: ElementSet | AttributeSet | readonly (ElementSet | AttributeSet)[];
}

/** A set of nodes or of edges, of whatever attributes: a selection, `graph.nodes` or `graph.edges`. */
export type ElementSet = Pick<Selection<object>, "kind" | "count" | "has" | "ids">;

/** The attributes of the graph itself, `graph.attributes`, whatever they are. */
export type AttributeSet = Pick<AttributesView<object>, "count" | "schema">;

/** Another graph: one in this process, or the path of a store on this machine. */
export type Peer = { readonly history: History } | string;

/** The source of commits: another graph, or a bundle, as bytes or by its path. */
export type Source = Peer | Uint8Array;

/** Opens the store at a path, to read; or to write, once its writer is gone. @internal */
export type OpenPeer = (
  path: string,
  writes: boolean,
  waitMs: number,
) => { readonly history: History; close(): void };

export class History {
  readonly #core: HistoryCore;
  readonly #openPeer: OpenPeer | undefined;

  /** @internal */
  constructor(core: HistoryCore, openPeer?: OpenPeer) {
    this.#core = core;
    this.#openPeer = openPeer;
    inspectAsHistory();
  }

  /** The history of a graph that begins. @internal */
  static begin(space: GraphSpace, clock: () => number, openPeer?: OpenPeer): History {
    return new History(new HistoryCore(space, new Repository(clock), diffOf), openPeer);
  }

  /** Policies to be kept, checked. @internal */
  static readPolicies(given: unknown): KeptPolicies {
    return readKeptPolicies(given);
  }

  /** A head beside this one. @internal */
  openWorktree(branch: string, options: WorktreeOptions): HistoryCore {
    const given = readOptions(options, ["create", "at"]);
    return this.#core.verb("worktree", () => openWorktree(this.#core, branch, given, diffOf));
  }

  /** The heads of the graph: its own first, then those of its worktrees that are open. */
  worktrees(): Head[] {
    return Array.from(this.#core.repository.heads, ({ branch, node }) => ({
      branch,
      commit: node?.commit ?? null,
    }));
  }

  /** @internal */
  get core(): HistoryCore {
    return this.#core;
  }

  /** Follows the live state from the first call on. @internal */
  watch(): Changes {
    return watchChanges(this.#core);
  }

  /** The head of the graph. */
  get head(): Head {
    return { branch: this.#core.branch, commit: this.#core.node?.commit ?? null };
  }

  /**
   * The policies that the graph keeps for all its merges: `merge`, `pull`, `cherryPick`, `revert` and `rebase` follow them
   * where their options say nothing, and not at all with `kept: false`. Setting them puts others in their place, durably
   * in a store. They are data and no functions, belong to the graph as its schema does and not to a commit, and come
   * along with worktrees, clones, backups and bundles.
   *
   * @throws TypeError for what is no policy, or is a function, GroggyError VERB_UNDERWAY within a verb or a
   *   transaction; then those before stay.
   * @example
   * graph.history.policies = { attributes: { visits: "sum" }, policy: "theirs" };
   * graph.history.policies; // => { policy: 'theirs', attributes: { visits: 'sum' } }
   */
  get policies(): KeptPolicies {
    return this.#core.repository.policies;
  }

  set policies(policies: KeptPolicies) {
    const core = this.#core;
    core.gate.requireFree("policies");
    const read = core.gate.guardWrites("policies", () => readKeptPolicies(policies));
    core.sink?.check();
    core.space.guard?.();
    core.verb("policies", () => keepPolicies(core, read));
  }

  /** The summary that `JSON.stringify` writes of a history: where its head is, and how many commits it has. */
  toJSON(): { readonly branch: string | null; readonly commit: string | null; readonly commitCount: number } {
    const { branch, commit } = this.head;
    return { branch, commit: commit?.id ?? null, commitCount: this.commitCount };
  }

  /** The number of commits, on all branches. */
  get commitCount(): number {
    return this.#core.forest.size;
  }

  /** The changes since the last commit. O(changes), and where the head is detached also those of `unreachable`. */
  status(): Status {
    const core = this.#core;
    core.gate.requireSettled("status");
    const delta = core.space.delta();
    return {
      branch: core.branch,
      commit: core.node?.commit.id ?? null,
      detached: core.branch === null,
      unreachable: countUnnamed(core),
      clean: isEmptyDelta(delta),
      ...countDelta(delta, core.space),
    };
  }

  /**
   * Makes a commit of the present state, with what hooks write before it, on the present branch. O(changes).
   *
   * @throws GroggyError EMPTY_COMMIT if nothing has changed, unless `allowEmpty`.
   */
  commit(message: string, options: PartialCommitOptions = {}): Commit {
    const given = readOptions(options, [...COMMIT_OPTIONS, "only"]);
    const core = this.#core;
    const chosen = given.only === undefined ? undefined : readChosenChanges(core.space, given.only);
    return core.verb("commit", () => {
      const parts = core.checkCommit(message, given);
      const refuseEmpty = given.allowEmpty === true ? undefined : "commit";
      const time = given.time === undefined ? parts.time : undefined;
      const make = (): CommitNode =>
        chosen === undefined
          ? core.commitPresent(parts, { refuseEmpty })
          : commitPart(core, chosen, parts, refuseEmpty);
      return core.record("commit", make, time).commit;
    });
  }

  /** Names the present commit, or another one, with a branch; the graph stays where it is. O(1). */
  branch(name: string, options: { readonly at?: Revision } = {}): void {
    const { at } = readOptions(options, ["at"]);
    this.#core.verb("branch", () => createBranch(this.#core, name, at));
  }

  /** All branches that have a commit, by name. */
  branches(): Ref[] {
    return this.#core.branches.entries().map(([name, { node }]) => ({ name, commit: node.commit }));
  }

  /** Gives a branch another name; a graph that is on it stays on it. */
  renameBranch(from: string, to: string): void {
    this.#core.verb("renameBranch", () => renameBranch(this.#core, from, to));
  }

  /**
   * Takes a branch's name away; the commits stay, and undo brings the name back.
   *
   * @throws GroggyError REF_IN_USE for the present branch, and unless `force` for one whose commits no other
   *   branch, tag or the head leads to.
   */
  deleteBranch(name: string, options: { readonly force?: boolean } = {}): void {
    const { force } = readOptions(options, ["force"]);
    this.#core.verb("deleteBranch", () => deleteBranch(this.#core, name, force === true));
  }

  /** Names the present commit, or another one, for good, with a message if one is given. O(1). */
  tag(name: string, options: TagOptions = {}): void {
    const given = readOptions(options, ["at", "message", "author", "time"]);
    this.#core.verb("tag", () => createTag(this.#core, name, given));
  }

  /** The branches of other graphs as of the last fetch or push, by name: "origin/main". */
  remoteBranches(): Ref[] {
    return this.#core.remotes.entries().map(([name, { node }]) => ({ name, commit: node.commit }));
  }

  /** All tags, by name. */
  tags(): Tag[] {
    return this.#core.tags
      .entries()
      .map(([name, { node, note }]) => ({ name, commit: node.commit, ...note }));
  }

  /** Takes a tag's name away. */
  deleteTag(name: string): void {
    this.#core.verb("deleteTag", () => deleteTag(this.#core, name));
  }

  /**
   * Moves the graph to another commit; to a branch if the revision is the name of one, else detached. "HEAD" is where
   * the graph is, on its branch. With `create` the branch is made first. The cost is the size of the difference.
   *
   * @returns a warning if commits were left that no name leads to; `data.unreachable` are those commits.
   * @throws GroggyError DIRTY_STATE if there are uncommitted changes and the options do not say what to do,
   *   DUPLICATE_REF if a branch to be created exists.
   */
  checkout(revision: Revision, options: CheckoutOptions = {}): CheckoutWarning | undefined {
    const given = readOptions(options, ["create", "at", ...DIRTY_OPTIONS]);
    const core = this.#core;
    if (given.create === true) {
      return core.verb("checkout", () => {
        const left = core.branch === null ? core.node : undefined;
        checkoutNew(core, revision, given);
        return left === undefined ? undefined : warningOf(core, left);
      });
    }
    if (given.at !== undefined)
      throw new TypeError(
        '"at" expected "create" to go with it, got "at" alone; a revision is the first argument',
      );
    return core.verb("checkout", () => {
      const isBranch = typeof revision === "string" && core.head.isBranch(revision);
      const branch = revision === "HEAD" ? core.branch : isBranch ? revision : null;
      const stays = branch !== null && branch === core.branch;
      const target = stays ? core.node : core.resolve(revision);
      const left = core.branch === null ? core.node : undefined;
      core.record("checkout", () => moveTo(core, target, branch, given, "checkout"));
      return left === undefined ? undefined : warningOf(core, left);
    });
  }

  /** The state of a commit, or of the newest one at a time, beside the present one. @internal */
  stateAt(
    revision: Revision | Date | number,
    options: AtOptions = {},
  ): { readonly state: GraphState; readonly commit: string } {
    const { branch } = readOptions(options, ["branch"]);
    const core = this.#core;
    const isTime = typeof revision === "number" || revision instanceof Date;
    if (branch !== undefined && !isTime)
      throw new TypeError(`"branch" expected a time to go with it, got the revision ${describe(revision)}`);
    const node = isTime ? commitAt(core, revision, branch) : core.resolve(revision);
    return { state: core.stateOf(node), commit: node.commit.id };
  }

  /**
   * The differences between two states. `to` defaults to the present state with its uncommitted changes; `from`, if
   * neither is given, to the last commit. O(size of the difference).
   */
  diff(from?: Revision, to?: Revision): Diff {
    const core = this.#core;
    core.gate.requireSettled("diff");
    return core.gate.guardWrites("diff", () => {
      const before = from === undefined ? core.node : core.resolve(from);
      if (to !== undefined) {
        const after = core.resolve(to);
        return diffOf(core.stateOf(before), core.stateOf(after), core.forest.path(before, after));
      }
      const steps = [...core.forest.path(before, core.node), { delta: core.space.delta(), forward: true }];
      return diffOf(core.stateOf(before), pastState(core.space, []), steps);
    });
  }

  /**
   * Merges a revision into the present state, as a value: nothing moves until its `commit`.
   *
   * @throws GroggyError DIRTY_STATE if there are uncommitted changes and the options do not say what to do.
   */
  merge(revision: Revision, options: MergeOptions = {}): MergeResult {
    const given = readOptions(options, MERGE_OPTIONS);
    return this.#core.verb("merge", () => merge(this.#core, revision, given));
  }

  /**
   * Undoes the change of a commit in a new one: three-way, against what came since. Straight after the commit it
   * restores the state's root.
   *
   * @throws GroggyError MERGE_CONFLICT if what came since contradicts it and the policies do not say what to do;
   *   `data.merge` is the merge to resolve and commit.
   */
  revert(revision: Revision, options: ReplayOptions = {}): Commit {
    const given = readOptions(options, REPLAY_OPTIONS);
    return this.#core.verb("revert", () => revert(this.#core, revision, given));
  }

  /**
   * Makes the change of a commit once more, on the present state, in a new commit by the same author.
   *
   * @throws GroggyError MERGE_CONFLICT as `revert` does, EMPTY_COMMIT if the present state has the change already.
   */
  cherryPick(revision: Revision, options: ReplayOptions = {}): Commit {
    const given = readOptions(options, REPLAY_OPTIONS);
    return this.#core.verb("cherryPick", () => cherryPick(this.#core, revision, given));
  }

  /**
   * The plan of a `rebase`: the commits that `onto` does not have, oldest first. A plan is data and may be edited.
   */
  rebasePlan(onto: Revision): RebaseStep[] {
    return rebasePlan(this.#core, onto);
  }

  /**
   * Replays the commits that `onto` does not have on top of it, or the steps of a plan, and moves the branch there.
   * All or nothing.
   */
  rebase(onto: Revision, options: RebaseOptions = {}): Commit {
    const given = readOptions(options, REBASE_OPTIONS);
    return this.#core.verb("rebase", () => rebase(this.#core, onto, given));
  }

  /**
   * Moves the branch, or the detached head, to another commit. The state becomes that commit's; with `keep` it
   * stays as it is, and what differs becomes uncommitted changes.
   *
   * @throws GroggyError DIRTY_STATE if there are uncommitted changes and the options do not say what to do.
   */
  reset(revision: Revision, options: DirtyOptions & { readonly keep?: boolean } = {}): void {
    const given = readOptions(options, ["keep", ...DIRTY_OPTIONS]);
    const core = this.#core;
    core.verb("reset", () => {
      const target = core.resolve(revision);
      core.record("reset", () => {
        if (given.keep === true) core.head.softReset(target);
        else resetTo(core, target, given, "reset");
      });
    });
  }

  /**
   * Makes the changes of a difference, or of a patch, on the present state, as uncommitted ones. A patch can come
   * from another graph that knows the same elements by the same ids.
   *
   * @throws GroggyError PATCH_CONFLICT if the present state is not what the change was made from; then nothing is
   *   changed.
   */
  apply(change: Diff | Patch): void {
    const core = this.#core;
    core.sink?.check();
    // it writes, as a hook may
    core.space.guard?.();
    core.gate.guardWrites("apply", () => applyChange(core, change));
    core.space.written?.();
  }

  /**
   * Brings single nodes and edges, or some of their attributes, back to what they were at a commit, as uncommitted
   * changes. What was not there then goes, a node with its edges; what is not there now comes back, an edge only
   * beside its ends. O(size of the difference).
   *
   * @throws GroggyError NODE_NOT_FOUND or EDGE_NOT_FOUND for what is neither here nor there, DUPLICATE_KEY if another
   *   node has the key by now, TypeError if an attribute has another type by now; then nothing is changed.
   * @example
   * graph.history.restore("main", { nodes: ada });
   * graph.history.restore("main", { nodes: graph.nodes.withLabel("Person"), attributes: "age" });
   */
  restore(revision: Revision, options: RestoreOptions): void {
    const given = readOptions(options, RESTORE_OPTIONS);
    const core = this.#core;
    core.sink?.check();
    // it writes, as a hook may
    core.space.guard?.();
    core.gate.guardWrites("restore", () => restorePart(core, revision, given));
    core.space.written?.();
  }

  /** Puts the uncommitted changes aside; the graph is then as it was at the last commit. */
  stash(message = ""): StashEntry {
    checkText("message", message);
    return this.#core.verb("stash", () => stash(this.#core, message));
  }

  /** The stash entries, the newest first. */
  stashes(): StashEntry[] {
    return listStashes(this.#core);
  }

  /**
   * Makes the changes of a stash again, as uncommitted ones, and keeps the stash.
   *
   * @param index defaults to 0, the newest.
   * @throws GroggyError STASH_CONFLICT if the present state differs in what they change.
   */
  stashApply(index = 0): void {
    const core = this.#core;
    core.verb("stashApply", () => {
      core.sink?.check();
      applyStash(core, index);
    });
  }

  /** As `stashApply`, and drops the stash. */
  stashPop(index = 0): void {
    const core = this.#core;
    core.verb("stashPop", () => {
      core.sink?.check();
      applyStash(core, index);
      dropStash(core, index);
    });
  }

  /** Drops a stash for good. */
  stashDrop(index = 0): void {
    this.#core.verb("stashDrop", () => dropStash(this.#core, index));
  }

  /**
   * Takes back the last verb that changed names or the place: a commit, a checkout, a merge, a branch. Changes
   * that a commit took up are uncommitted again.
   *
   * @returns the verb's name.
   * @throws GroggyError NOTHING_TO_UNDO, or DIRTY_STATE if there are uncommitted changes it would lose.
   */
  undo(options: DirtyOptions = {}): string {
    const given = readOptions(options, DIRTY_OPTIONS);
    return this.#core.verb("undo", () => undo(this.#core, given));
  }

  /** Does once more what was undone last. */
  redo(options: DirtyOptions = {}): string {
    const given = readOptions(options, DIRTY_OPTIONS);
    return this.#core.verb("redo", () => redo(this.#core, given));
  }

  /**
   * Takes back the last step of one's own changes, contents and head: a commit, a labelled transaction, or what was
   * written since by neither. O(size of the step).
   *
   * @returns the label of the transaction or the message of the commit; undefined for what was written by neither.
   * @throws GroggyError NOTHING_TO_UNDO if there is no step to go back over.
   * @example
   * const node = graph.transaction(() => graph.addNode("Person"), { label: "a person" });
   * graph.history.back(); // => 'a person'
   * graph.hasNode(node); // => false
   * graph.history.forward(); // => 'a person'
   * graph.hasNode(node); // => true
   */
  back(): string | undefined {
    return goBack(this.#core);
  }

  /** Makes the step that `back` took back last once more, unless something was written since. Its label. */
  forward(): string | undefined {
    return goForward(this.#core);
  }

  /** The steps that `back` goes over, oldest first, and after them those that `forward` does. */
  steps(): StepEntry[] {
    return listSteps(this.#core.steps);
  }

  /** The verbs that can be undone, oldest first, and after them those that can be redone. */
  operations(): OperationEntry[] {
    return listOperations(this.#core);
  }

  /**
   * Calls a function before each commit. What it writes to the graph is part of the commit; verbs are refused. If it
   * throws, the commit is refused and what hooks wrote is taken back. Returns what stops it.
   */
  onBeforeCommit(hook: BeforeCommit): () => void {
    return this.#core.commits.before.add(hook);
  }

  /**
   * Calls a function after each commit, with what it changed. It may write and run verbs. A function that is given
   * twice is called twice. Returns what stops it.
   */
  onAfterCommit(hook: AfterCommit): () => void {
    return this.#core.commits.after.add(hook);
  }

  /**
   * Calls a function after each verb that moved the live state: a checkout, a merge, a reset, an undo, a pull and so on.
   * It may write and run verbs. Returns what stops it.
   */
  onAfterMove(hook: AfterMove): () => void {
    checkCallback("hook", hook);
    return this.watch().onAfterMove(hook);
  }

  /**
   * Forgets commits that no branch, tag, stash, operation or the head leads to, and compacts the pool. Ids and
   * every state that is kept stay as they were.
   */
  gc(options: GcOptions = {}): GcResult {
    const given = readOptions(options, ["keepOperations", ...RUN_OPTIONS]);
    return this.#core.verb("gc", () => gc(this.#core, given));
  }

  /** Checks commits and states against their hashes. Reports, and repairs nothing. */
  verify(options: VerifyOptions = {}): VerifyResult {
    const given = readOptions(options, ["level", ...RUN_OPTIONS]);
    return this.#core.gate.guardWrites("verify", () => verify(this.#core, given));
  }

  /**
   * The commits that led to a commit, itself first, each before its parents, among those free to come the newest.
   * Options narrow it down to a range ("a..b" for what is in b and not in a, "a...b" for what is in either and not
   * in both), an author, a message, times, or to commits that touched an element. With a `limit` a long history
   * costs next to nothing; `walk` gives the same one by one.
   *
   * @example
   * graph.commit("one node", { author: "ada", allowEmpty: true });
   * Array.from(graph.history.log({ author: "ada", limit: 10 }), ({ message }) => message); // => [ 'one node' ]
   */
  log(options: LogOptions = {}): Commit[] {
    checkOptions(options, LOG_OPTIONS);
    return this.#core.gate.guardWrites("log", () => [...log(this.#core, options)]);
  }

  /** As `log`, lazily: nothing is looked at before it is asked for. */
  walk(options: LogOptions = {}): Generator<Commit> {
    checkOptions(options, LOG_OPTIONS);
    return log(this.#core, options);
  }

  /**
   * The log as text with the graph of commits drawn beside it: lanes, short ids, names in parentheses, messages
   * cut to `width`.
   *
   * @example
   * graph.commit("a beginning", { allowEmpty: true });
   * console.log(graph.history.drawLog({ all: true, limit: 20 }));
   */
  drawLog(options: DrawLogOptions = {}): string {
    checkOptions(options, ["from", "range", "all", "limit", "width"]);
    return this.#core.gate.guardWrites("drawLog", () => drawLog(this.#core, options));
  }

  /**
   * A commit with its diff against its first parent, or the parent that `mainline` selects. `String(shown)` is for
   * people to read. O(changes).
   */
  show(revision: Revision = "HEAD", options: ShowOptions = {}): ShownCommit {
    checkOptions(options, ["mainline"]);
    return this.#core.gate.guardWrites("show", () => show(this.#core, revision, options));
  }

  /**
   * The commit that gave an attribute's present value; undefined if the value is absent, or was given by an
   * uncommitted change. At a merge it is the parent with the same value that is followed, the first of them; a
   * merge that has the value from no parent is blamed itself. With `at` the value in that commit is meant.
   *
   * Without an attribute: the commits that gave each present attribute, the labels, and presence itself.
   *
   * @throws GroggyError NODE_NOT_FOUND or EDGE_NOT_FOUND if the graph never had such an element.
   * @example
   * const ada = graph.addNode("Person", { born: 1815 });
   * graph.commit("Ada");
   * graph.history.blame(ada, "born")?.message; // => 'Ada'
   */
  blame(id: number, attribute: string, options?: BlameOptions): Commit | undefined;
  blame(id: number, attribute?: undefined, options?: BlameOptions): ElementBlame;
  blame(id: number, attribute?: string, options: BlameOptions = {}): Commit | ElementBlame | undefined {
    checkOptions(options, ["kind", "at"]);
    return this.#core.gate.guardWrites("blame", () =>
      attribute === undefined
        ? blameElement(this.#core, id, options)
        : blameAttribute(this.#core, id, attribute, options),
    );
  }

  /**
   * Every commit that made an element, or one attribute of it, other than it was in each of the commit's parents,
   * with what it changed against the first. Each comes before those it builds on.
   *
   * @throws GroggyError NODE_NOT_FOUND or EDGE_NOT_FOUND if the graph never had such an element.
   */
  changesOf(id: number, options: ChangesOfOptions = {}): ElementChange[] {
    checkOptions(options, ["kind", "attribute", "from"]);
    return this.#core.gate.guardWrites("changesOf", () => [...changesOf(this.#core, id, options)]);
  }

  /**
   * The first bad commit: all commits that lead to `good` are good, `bad` is bad, and each commit between them
   * is tested at most once, log2 of their number in all. A test returns true where the state is good, false
   * where it is bad, and "skip" where it cannot tell.
   *
   * @throws RangeError unless `bad` builds on `good`, GroggyError BISECT_UNDECIDED if skipped commits leave it open.
   * @example
   * graph.commit("good", { allowEmpty: true });
   * graph.history.tag("good");
   * graph.addNode({ age: -1 });
   * graph.commit("a mistake");
   * const first = graph.history.bisect("good", "main", (view) => view.nodes.where("age < 0").count === 0);
   * first.message; // => 'a mistake'
   */
  bisect(
    good: Revision,
    bad: Revision,
    test: (view: GraphView, commit: Commit) => BisectVerdict,
    options: BisectOptions = {},
  ): Commit {
    const given = readOptions(options, ["signal"]);
    return this.#core.gate.guardWrites("bisect", () => bisect(this.#core, good, bad, test, given));
  }

  /** The best common ancestors of two commits, in the order of their ids: none, mostly one, of a criss-cross several. */
  mergeBases(a: Revision, b: Revision): Commit[] {
    return this.#core.gate.guardWrites("mergeBases", () =>
      mergeBases([this.#core.resolve(a)], [this.#core.resolve(b)]).map(({ commit }) => commit),
    );
  }

  /** Whether one commit leads to another, or is the same. */
  isAncestor(ancestor: Revision, revision: Revision): boolean {
    return isAncestor(this.#core.resolve(ancestor), this.#core.resolve(revision));
  }

  /** The number of commits that lead to `a` and not to `b`, and vice versa. */
  aheadBehind(a: Revision, b: Revision): { readonly ahead: number; readonly behind: number } {
    return aheadBehind(this.#core.resolve(a), this.#core.resolve(b));
  }

  /**
   * When an element was in the graph, along first parents, oldest first: from the commit that has it to the first
   * one after that does not, or null.
   *
   * @throws GroggyError NODE_NOT_FOUND or EDGE_NOT_FOUND if the graph never had such an element.
   */
  lifetimes(id: number, options: LifetimesOptions = {}): Lifetime[] {
    checkOptions(options, ["kind", "from"]);
    return this.#core.gate.guardWrites("lifetimes", () => lifetimes(this.#core, id, options));
  }

  /**
   * An attribute's value in each commit along first parents, oldest first. With `window` its numbers are gathered
   * over so many commits each as well: `windows` has counts, extremes, means, sums, first and last values.
   *
   * @throws GroggyError NODE_NOT_FOUND or EDGE_NOT_FOUND if the graph never had such an element.
   */
  series(id: number, attribute: string, options: SeriesOptions & { readonly window: number }): WindowedSeries;
  series(id: number, attribute: string, options?: SeriesOptions): Series;
  series(
    id: number,
    attribute: string,
    options: SeriesOptions & { readonly window?: number } = {},
  ): Series | WindowedSeries {
    checkOptions(options, ["from", "range", "limit", "kind", "window"]);
    const found = this.#core.gate.guardWrites("series", () => series(this.#core, id, attribute, options));
    const { window } = options;
    return window === undefined ? found : { ...found, windows: gatherWindows(found, window) };
  }

  /**
   * The results of a function for the state of each commit along first parents, oldest first. Each view is made from
   * the one before, so that a step costs the size of the difference.
   *
   * @example
   * graph.addNode();
   * graph.commit("one node");
   * graph.history.timeline((view) => view.nodeCount).values; // => [ 5, 5, 6 ]
   */
  timeline<R>(evaluate: (view: GraphView, commit: Commit) => R, options: TimelineOptions = {}): Timeline<R> {
    const given = readOptions(options, ["from", "range", "limit", "every"]);
    return this.#core.gate.guardWrites("timeline", () => timeline(this.#core, evaluate, given));
  }

  /**
   * Commits with all that they changed, and names for them, as bytes that can be checked: for `Graph.fromBundle`, or
   * to fetch from. All of the history, unless options narrow it down.
   */
  bundle(options?: BundleOptions): Uint8Array;
  /**
   * As a file, which is there whole or not at all and replaces one that is there. How large it is.
   *
   * @throws StoreError STORE_IO if it cannot be written; UNSUPPORTED_PLATFORM where there are no files.
   */
  bundle(path: string, options?: BundleOptions): { readonly sizeBytes: number };
  bundle(
    first: string | BundleOptions = {},
    second: BundleOptions = {},
  ): Uint8Array | { readonly sizeBytes: number } {
    const options = typeof first === "string" ? second : first;
    checkOptions(options, ["range", "since", "signal"]);
    const make = (): Uint8Array =>
      this.#core.gate.guardWrites("bundle", () => makeBundle(this.#core, options));
    if (typeof first !== "string") return make();
    const storage = requireStorage();
    const bytes = make();
    writeBundleFile(first, bytes, storage);
    return { sizeBytes: bytes.length };
  }

  /**
   * Takes over the commits of another graph, or of a bundle, that this one lacks. Its branch `main` is `origin/main`
   * here; nothing else moves. All or nothing.
   *
   * @throws GroggyError INVALID_BUNDLE if what comes is not what its hashes say, or builds on commits that are not
   *   known here; DUPLICATE_KEY if a state in it has a key twice.
   * @example
   * const other = Graph.clone(graph);
   * other.addNode("Person", { name: "Grace" });
   * other.commit("Grace");
   * graph.history.fetch(other).commits; // => 1
   * graph.at("origin/main").nodeCount - graph.nodeCount; // => 1
   */
  fetch(source: Source, options: FetchOptions = {}): FetchResult {
    const given = readOptions(options, FETCH_OPTIONS);
    const core = this.#core;
    return this.#with(source, false, (from) => core.verb("fetch", () => fetch(core, from, given)));
  }

  /**
   * Sends another graph the commits of a branch that it lacks, and moves its branch: only forward, unless `force`. If
   * the branch is checked out there, its state moves as well. All or nothing. A push to the path of a store
   * that a graph of this thread has open to write goes through that graph, which has the new commits at once.
   *
   * @throws GroggyError NOT_FAST_FORWARD if the other branch has commits that this one does not build on, or is not
   *   at `expected`; DIRTY_STATE if the branch is checked out in the other graph and has uncommitted changes.
   */
  push(target: Peer, options: PushOptions = {}): PushResult {
    const given = readOptions(options, PUSH_OPTIONS);
    checkWait(given.wait);
    const core = this.#core;
    const use = (to: HistoryCore | Bundle): PushResult => {
      if (to instanceof HistoryCore)
        return core.verb("push", () => to.verb("push", () => push(core, to, given)));
      throw new TypeError(`"target" expected a graph or the path of a store, got a bundle`);
    };
    return this.#with(target, true, use, given.wait);
  }

  /**
   * Fetches, and merges the branch of the present one's name.
   *
   * @throws GroggyError MERGE_CONFLICT if both sides contradict each other and the policies do not say what to do;
   *   `data.merge` is the merge to resolve and commit.
   */
  pull(source: Source, options: PullOptions = {}): PullResult {
    const given = readOptions(options, PULL_OPTIONS);
    const core = this.#core;
    return this.#with(source, false, (from) => core.verb("pull", () => pull(core, from, given)));
  }

  /** Fills a graph without commits with those of another one. @internal */
  cloneFrom(source: History, options: CloneTask): void {
    this.#core.verb("clone", () => clone(this.#core, source.#core, options));
  }

  /** Fills a graph without commits with all that a bundle has. @internal */
  restoreFrom(bundle: Bundle, options: ProgressOptions): void {
    this.#core.verb("fromBundle", () => restore(this.#core, bundle, options));
  }

  /** Calls a function with the history of another graph, or with a bundle. */
  #with<R>(peer: Source, writes: boolean, use: (other: HistoryCore | Bundle) => R, waitMs = 0): R {
    if (peer instanceof Uint8Array) return use(readBundle(peer));
    if (typeof peer !== "string") {
      const { history } = peer ?? {};
      if (isHistory(history) && history !== this) return use(history.#core);
      const received = history === this ? "the graph itself" : describe(peer);
      throw new TypeError(`"graph" expected another graph, a bundle or a path, got ${received}`);
    }
    const kind = kindAt(peer);
    if (kind === "file") return use(readBundle(readBundleFile(peer)));
    if (kind !== "folder" || this.#openPeer === undefined) {
      const received = kind === undefined ? "nothing" : kind === "folder" ? "a folder" : "something else";
      throw new StoreError("NOT_A_STORE", peer, `expected a store or a bundle, got ${received}`);
    }
    const store = this.#openPeer(peer, writes, waitMs);
    if (store.history === this)
      throw new TypeError(
        `"graph" expected another graph, a bundle or a path, got the store of the graph itself`,
      );
    try {
      return use(store.history.#core);
    } finally {
      store.close();
    }
  }

  /** The commit that a revision means. Throws if there is none, or more than one. */
  resolve(revision: Revision): Commit {
    return this.#core.resolve(revision).commit;
  }
}

/** Not in the class: TypeScript gives a class that a private method names an alias, which bundlers cannot drop. */
function isHistory(value: unknown): value is History {
  return value instanceof History;
}

function inspectAsHistory(): void {
  defineInspect(History.prototype, "History", ({ head, commitCount }) => ({ ...head, commitCount }));
}
