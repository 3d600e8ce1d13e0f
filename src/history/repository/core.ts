/**
 * The base of all verbs of version control: the commits, the names for them, the head, and the two ways to change it:
 * moving to another commit and adding one. Each verb is a file of its own. Over 500 lines, since moving, adding and
 * rolling back share the head, the state's root and the names.
 */
import { assert, describe, GroggyError } from "../../errors.js";
import { composeSteps } from "../../space/deltas/compose.js";
import { type Delta, type DeltaStep, isEmptyDelta } from "../../space/deltas/delta.js";
import type { GraphSpace } from "../../space/graph-space.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { pastState } from "../../space/states/past-state.js";
import { type Commit, createCommit, type Json } from "../commits/commit.js";
import { readMeta } from "../commits/commit-meta.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { CommitStep, Forest } from "../commits/forest.js";
import { lastCommitBefore } from "../commits/jump.js";
import type { Diff } from "../diff/diff.js";
import { countDelta, type ElementStatus } from "../diff/status.js";
import { StateRoot } from "../hashing/state-root.js";
import { findOverlap, transplant } from "./carry.js";
import { Gate } from "./gate.js";
import { type AfterCommit, type BeforeCommit, type CommitEvent, Hooks } from "./hooks.js";
import { findKeyOverlap } from "./key-conflicts.js";
import { parseMoment } from "./moment.js";
import { type Operation, OperationLog, type Place } from "./operation-log.js";
import { FIRST_BRANCH, isCommitId, type RefChange, type RefKind, type Refs } from "./refs.js";
import type { Repository, RepositoryHead } from "./repository.js";
import { parseRevision } from "./revision.js";
import type { HistorySink } from "./sink.js";
import type { Stash, Stashes } from "./stashes.js";
import { type ChangeWatch, EditSteps, makesStep } from "./steps.js";

declare module "../../errors.js" {
  interface GroggyErrorData {
    /** The changes that prevent it, the first of them that cannot be carried, or the branch that has them. */
    DIRTY_STATE: {
      nodes?: ElementStatus;
      edges?: ElementStatus;
      graph?: ElementStatus;
      overlap?: string;
      branch?: string;
    };
  }
}

/** A name for a commit: a branch, a tag, HEAD, an id or its prefix, with `~n` and `^n`; or the commit itself. */
export type Revision = string | Commit;

/** Options of `commit`. */
export interface CommitOptions {
  /** The author. Defaults to empty. */
  readonly author?: string;
  /** The time, in ms since 1970 or as a Date. Defaults to the graph's clock. */
  readonly time?: number | Date;
  /** Anything else worth keeping, as JSON. */
  readonly meta?: Readonly<Record<string, Json>>;
  /** Commit even if nothing has changed. */
  readonly allowEmpty?: boolean;
}

/** The treatment of uncommitted changes; without one of these options a dirty graph is not moved. */
export interface DirtyOptions {
  /** Carry them over. Refused where the states differ in what they change. */
  readonly carry?: boolean;
  /** Put them on the stash. */
  readonly stash?: boolean;
  /** Discard them. */
  readonly discard?: boolean;
}

/** The parts of a commit besides the change, checked. */
export interface CommitParts {
  readonly message: string;
  readonly author: string;
  readonly time: number;
  readonly meta: Readonly<Record<string, Json>>;
  readonly canonicalMeta: string;
}

/** The longest message or author, in UTF-16 units. */
export const MESSAGE_LENGTH_MAX = 2 ** 20;

/** The event that hooks get for a commit that was made. */
type CommitAnnouncement = CommitEvent & { readonly commit: Commit };

/** The state at the start of a verb, for rolling it back. */
interface Savepoint {
  readonly place: Place;
  readonly stashCount: number;
  readonly commitCount: number;
}

/** Makes the difference between two states, to which steps lead from the first. */
export type DiffOf = (before: GraphState, after: GraphState, steps: readonly DeltaStep[]) => Diff;

export class HistoryCore implements RepositoryHead {
  readonly space: GraphSpace;
  /** The part that the heads of one graph share. */
  readonly repository: Repository;
  readonly forest: Forest;
  readonly branches: Refs;
  readonly tags: Refs;
  readonly remotes: Refs;
  readonly stashes: Stashes;
  /** The operations of this head; those of the graph itself are kept, those of worktrees last as long as they do. */
  readonly operations: OperationLog;
  /** Which verb is under way. */
  readonly gate: Gate;
  readonly beforeCommit = new Hooks<BeforeCommit>();
  readonly afterCommit = new Hooks<AfterCommit>();
  /** Called before each verb with its name. */
  readonly beforeVerb = new Hooks<(verb: string) => void>();
  /** One's own changes, step by step. */
  readonly steps = new EditSteps();
  /** Who follows the live state; undefined while nobody does. */
  watch: ChangeWatch | undefined;
  #root = new StateRoot();
  /** The changes of names by the verb under way. */
  #refChanges: RefChange[] = [];
  /** The time of the verb under way. */
  #time: number | undefined;
  /** Commits of the verb under way, announced when it is recorded. */
  #made: CommitAnnouncement[] = [];
  /** Recorded commits, announced when the verb is done. */
  #announcements: CommitAnnouncement[] = [];
  #branch: string | null = FIRST_BRANCH;
  #node: CommitNode | undefined;

  /** Makes the diff that hooks get; passed in, so that its module is not loaded before. */
  readonly #diffOf: DiffOf;

  constructor(space: GraphSpace, repository: Repository, diffOf: DiffOf) {
    const isFirst = repository.heads.size === 0;
    this.space = space;
    this.repository = repository;
    this.forest = repository.forest;
    this.branches = repository.branches;
    this.tags = repository.tags;
    this.remotes = repository.remotes;
    this.stashes = repository.stashes;
    this.operations = new OperationLog((event) => {
      if (isFirst) this.sink?.operationsChanged(event);
    });
    this.gate = new Gate(space, repository.gate);
    this.#diffOf = diffOf;
    repository.heads.add(this);
    if (!isFirst) return;
    repository.acting = this;
    // within a verb they are kept with it
    const keep = (takeBack: () => void): void => {
      const transacting = repository.transacting;
      if (transacting === undefined) this.#keepUnrecorded();
      else transacting.onRollback(takeBack);
    };
    for (const indices of Object.values(space.indices)) indices.keep = keep;
    space.rules.keep = () => this.#keepUnrecorded();
  }

  /** Keeps what is neither elements nor history; within a verb it is kept with that. */
  #keepUnrecorded(): void {
    if (!this.repository.isRecording) this.sink?.persist();
  }

  /**
   * Runs a function; what it has written is taken back if it throws. Verbs are refused meanwhile, and a result that
   * is a promise, since what is written later would be part of no transaction.
   */
  transaction<R>(run: () => R, label?: string): R {
    const isOutermost = !this.gate.isUnderway;
    if (isOutermost && label !== undefined) this.watch?.transactionBegins();
    const result = this.#transact(run);
    if (isOutermost) this.watch?.transactionEnds(label);
    return result;
  }

  #transact<R>(run: () => R): R {
    const { space } = this;
    return this.gate.hold("transaction", () => {
      const mark = space.mark();
      let result: R;
      try {
        space.begin();
        result = run();
        refusePromise(result);
        if (space.hasOuterTakeBacks) this.#keepUnrecorded();
      } catch (error) {
        space.rollback(mark);
        throw error;
      }
      space.release();
      return result;
    });
  }

  /** Who keeps the history; undefined for a graph in memory. */
  get sink(): HistorySink | undefined {
    return this.repository.sink;
  }

  set sink(sink: HistorySink | undefined) {
    this.repository.sink = sink;
  }

  /** Grows when rows get new numbers: what refers to rows of before is of no use then. */
  get epoch(): number {
    return this.repository.epoch;
  }

  set epoch(epoch: number) {
    this.repository.epoch = epoch;
  }

  /** The branch the graph is on; null if detached. */
  get branch(): string | null {
    return this.#branch;
  }

  /** The commit the present state is based on; undefined before the first. */
  get node(): CommitNode | undefined {
    return this.#node;
  }

  /** The names of one kind. */
  refsOf(kind: RefKind): Refs {
    if (kind === "branch") return this.branches;
    return kind === "tag" ? this.tags : this.remotes;
  }

  /** The targets of all names, of any kind. */
  namedNodes(): CommitNode[] {
    return [this.branches, this.tags, this.remotes].flatMap((refs) =>
      refs.entries().map(([, { node }]) => node),
    );
  }

  // Revisions

  /** The present commit. Throws if `what` needs one and there is none. */
  requireHead(what: string): CommitNode {
    if (this.#node !== undefined) return this.#node;
    throw new GroggyError(
      "NO_COMMIT",
      `"${what}" expected a graph with a commit, got one without; commit first`,
    );
  }

  /** The commit that a revision means. Throws if there is none, or more than one. */
  resolve(revision: Revision): CommitNode {
    const id: unknown = typeof revision === "object" && revision !== null ? revision.id : undefined;
    if (typeof id === "string") {
      const node = this.forest.find(id);
      if (node === undefined) throw notFound(id, "is not a commit of this graph");
      return node;
    }
    const { base, time, steps } = parseRevision(revision);
    let node = this.#resolveBase(base);
    if (time !== undefined) node = this.#resolveTime(node, time, revision as string);
    for (const { kind, count } of steps) {
      if (kind === "ancestor") {
        if (count >= node.depth) throw notFound(revision as string, "goes back beyond the first commit");
        node = this.forest.ancestor(node, node.depth - count);
      } else if (count > 0) {
        const id = node.commit.parents[count - 1];
        const has = `a commit with ${node.commit.parents.length}`;
        if (id === undefined) throw notFound(revision as string, `asks for parent ${count} of ${has}`);
        node = this.forest.get(id);
      }
    }
    return node;
  }

  #resolveBase(base: string): CommitNode {
    // whole ids come first: a store may have a name that looks like one, from when such names were taken
    const named =
      (isCommitId(base) ? this.forest.find(base) : undefined) ??
      this.branches.get(base) ??
      this.tags.get(base) ??
      this.remotes.get(base) ??
      (base === "HEAD" ? this.requireHead("HEAD") : undefined);
    const node = named ?? this.forest.findByPrefix(base);
    if (node === undefined) throw notFound(base, "names no branch, tag or commit");
    return node;
  }

  /** The newest commit on the line of first parents that was made at a time, given in words, or before it. */
  #resolveTime(from: CommitNode, words: string, revision: string): CommitNode {
    const time = parseMoment(words, () => this.now());
    if (time === undefined) {
      const forms = "2025-01-06, 2025-01-06T12:00Z, yesterday or 3 days ago";
      throw notFound(revision, `has no time in @{}, such as ${forms}`);
    }
    const node = lastCommitBefore(from, time);
    if (node !== undefined) return node;
    throw notFound(revision, `had no commit yet at ${new Date(time).toISOString()}`);
  }

  /** The newest commit of a branch of this graph, or of another one as of the last exchange. */
  tipOf(branch: string): CommitNode {
    return this.remotes.get(branch) ?? this.branches.require(branch).node;
  }

  /** Whether a name is a branch's, the present one's included while it has no commit. */
  isBranch(name: string): boolean {
    return this.branches.get(name) !== undefined || (name === this.#branch && this.#node === undefined);
  }

  // States

  /** The steps from the present commit's state, uncommitted changes aside, to another's. */
  stepsTo(target: CommitNode | undefined): DeltaStep[] {
    return this.forest.path(this.#node, target);
  }

  /** The state of a commit, beside the present one; undefined means the empty graph. */
  stateOf(target: CommitNode | undefined): GraphState {
    this.gate.requireSettled("state");
    const working = this.space.delta();
    const steps = this.stepsTo(target);
    if (!isEmptyDelta(working)) steps.unshift({ delta: working, forward: false });
    return pastState(this.space, steps);
  }

  /** The differences between two commits' states; undefined means the empty graph. */
  deltaBetween(from: CommitNode | undefined, to: CommitNode | undefined): Delta {
    return composeSteps(this.forest.path(from, to));
  }

  // Moving

  /**
   * Checks out a commit and a branch, with uncommitted changes treated by the options. The cost is the size of the
   * difference.
   */
  moveTo(target: CommitNode | undefined, branch: string | null, options: DirtyOptions, verb: string): void {
    if (branch !== null) this.repository.requireFree(branch, this);
    const path = this.forest.path(this.#node, target);
    const working = this.#leaveChanges(path, options, verb);
    this.#walk(path);
    this.#node = target;
    this.#branch = branch;
    if (working !== undefined) this.space.replay(working);
  }

  #walk(path: readonly CommitStep[]): void {
    this.space.move(path);
    for (const { leaves, forward } of path) this.#root.follow(leaves, forward);
  }

  /** Treats uncommitted changes by the options, and returns those to carry over. */
  #leaveChanges(path: readonly DeltaStep[], options: DirtyOptions, verb: string): Delta | undefined {
    checkDirtyOptions(options);
    const working = this.space.delta();
    if (isEmptyDelta(working)) return undefined;
    if (options.discard !== true && options.carry !== true && options.stash !== true)
      throw this.dirty(verb, working);
    const carried =
      options.carry === true
        ? this.#carry(working, path, pastState(this.space, [{ delta: working, forward: false }, ...path]))
        : undefined;
    if (options.stash === true) {
      assert(this.#time !== undefined, "changes are put aside outside a verb on record");
      this.stashes.push({ message: `before ${verb}`, time: this.#time, node: this.#node, delta: working });
    }
    this.space.discard(working);
    return carried;
  }

  /**
   * Uncommitted changes as they have to be made on the state that a path leads to. Throws where the states differ.
   */
  #carry(working: Delta, path: readonly DeltaStep[], target: GraphState): Delta {
    const carried = transplant(working, path);
    const overlap =
      findOverlap(carried, path, this.space) ?? findKeyOverlap(target, carried, this.space.rules);
    if (overlap === undefined) return carried;
    throw new GroggyError(
      "DIRTY_STATE",
      `"carry" expected uncommitted changes that both states agree on, got a change of ${overlap}, in which they differ`,
      { overlap },
    );
  }

  /** Reapplies uncommitted changes on top of a commit that was made after they had been set aside. */
  reapply(working: Delta, made: CommitNode): void {
    const path = [{ delta: made.delta, forward: true }];
    this.space.replay(this.#carry(working, path, this.space));
  }

  /** Puts the uncommitted changes on the stash and takes them out of the graph. */
  stashChanges(message: string, time: number): Stash {
    const working = this.space.delta();
    if (isEmptyDelta(working)) {
      throw new GroggyError("EMPTY_COMMIT", '"stash" expected uncommitted changes, got none');
    }
    const stash = { message, time, node: this.#node, delta: working };
    this.stashes.push(stash);
    this.space.discard(working);
    return stash;
  }

  /** The error for uncommitted changes. */
  dirty(verb: string, working: Delta, choices = '"carry", "stash" or "discard"'): GroggyError {
    const { nodes, edges, graph } = countDelta(working, this.space);
    const own = graph.added + graph.removed + graph.changed;
    const ofGraph = own === 0 ? "" : `, and ${own} changed attributes of the graph`;
    const total = (key: "added" | "removed" | "changed"): number => nodes[key] + edges[key];
    return new GroggyError(
      "DIRTY_STATE",
      `"${verb}" expected no uncommitted changes, got ${total("added")} added, ${total("removed")} removed and ${total("changed")} changed elements${ofGraph}; commit them first, or use ${choices}`,
      { nodes, edges, graph },
    );
  }

  /** Moves the present branch, or the detached head, to another commit with the same state as the present one. */
  moveBranch(node: CommitNode | undefined): void {
    this.#node = node;
    if (this.#branch === null) return;
    this.branches.set(this.#branch, node === undefined ? undefined : { node });
  }

  /** Attaches the head to a branch, which is moved to the present commit; null detaches it. */
  attachHead(branch: string | null, node: CommitNode | undefined): void {
    this.#branch = branch;
    this.moveBranch(node);
  }

  /** Renames the present branch. */
  renameHeadBranch(name: string): void {
    this.#branch = name;
  }

  /** Moves as `moveTo` does, together with the present branch. */
  resetTo(target: CommitNode | undefined, options: DirtyOptions, verb: string): void {
    this.moveTo(target, this.#branch, options, verb);
    this.moveBranch(target);
  }

  /** Moves the head to another commit and keeps the contents: the differences become uncommitted changes. */
  softReset(target: CommitNode | undefined): void {
    const working = this.space.delta();
    const path = this.forest.path(this.#node, target);
    const contents = composeSteps([
      ...path.toReversed().map(({ delta, forward }) => ({ delta, forward: !forward })),
      { delta: working, forward: true },
    ]);
    if (!isEmptyDelta(working)) this.space.discard(working);
    this.#walk(path);
    this.moveBranch(target);
    this.space.replay(contents);
  }

  // Adding

  /**
   * Takes uncommitted changes out by the options; returns them if they have to be carried over the commit of
   * `planned`.
   */
  setAside(options: DirtyOptions, verb: string, planned: Delta): Delta | undefined {
    const working = this.space.delta();
    const carried = this.#leaveChanges([{ delta: planned, forward: true }], options, verb);
    return carried === undefined ? undefined : working;
  }

  /** Checks the message and the options of a commit. */
  checkCommit(message: unknown, options: CommitOptions): CommitParts {
    checkText("message", message);
    const author = options.author ?? "";
    checkText("author", author);
    const time = this.timeOf(options.time);
    return { message, author, time, ...readMeta(options.meta ?? {}) };
  }

  /** The moment that is given, or that of the clock. */
  timeOf(given: unknown): number {
    if (given === undefined) return this.now();
    const time = given instanceof Date ? given.getTime() : given;
    if (typeof time === "number" && Number.isFinite(time)) return time;
    throw new TypeError(`"time" expected a Date or milliseconds, got ${describe(given)}`);
  }

  /** The time of the clock. It is read before anything is changed, and once for each verb. */
  now(): number {
    let time: unknown;
    try {
      time = this.gate.guardWrites("clock", this.repository.clock);
    } catch (cause) {
      if (cause instanceof GroggyError) throw cause;
      const received = cause instanceof Error ? cause.message : describe(cause);
      throw new TypeError(`"clock" expected milliseconds since 1970, got an error: ${received}`, { cause });
    }
    if (typeof time === "number" && Number.isFinite(time)) return time;
    throw new TypeError(`"clock" expected milliseconds since 1970, got ${describe(time)}`);
  }

  /**
   * Adds a commit of the present state, with what hooks write before it, to the present branch. O(changes).
   *
   * @param options.refuseEmpty the verb that needs a change; others make commits without one as well.
   */
  commitPresent(
    parts: CommitParts,
    options: {
      readonly otherParents?: readonly CommitNode[];
      readonly refuseEmpty?: string | undefined;
    } = {},
  ): CommitNode {
    const { otherParents = [], refuseEmpty } = options;
    this.#askHooks(parts);
    const delta = this.space.delta();
    if (refuseEmpty !== undefined && isEmptyDelta(delta)) throw emptyCommit(refuseEmpty);
    const parent = this.#node;
    const parents = [...(parent === undefined ? [] : [parent]), ...otherParents];
    const leaves = this.#root.advance(this.space, delta);
    const root = this.#root.root(this.space.directed);
    const commit = createCommit({ ...parts, root, parents: parents.map((node) => node.commit.id) }, leaves);
    if (!this.afterCommit.isEmpty) this.#made.push({ ...this.#eventOf(parts, delta), commit });
    const node = this.forest.add(commit, parents, delta, leaves);
    this.space.settle(delta);
    this.moveBranch(node);
    return node;
  }

  /** Calls the hooks before a commit, each with what those before it have written. */
  #askHooks(parts: CommitParts): void {
    let shown: { readonly delta: Delta; readonly event: CommitEvent } | undefined;
    this.beforeCommit.forEach((hook) => {
      const delta = this.space.delta();
      if (shown === undefined || !isSameRecord(shown.delta, delta))
        shown = { delta, event: this.#eventOf(parts, delta) };
      const { event } = shown;
      this.gate.allowWrites(() => hook({ ...event }));
    });
  }

  /** The event that hooks get for a commit of the present state. */
  #eventOf({ message, author }: CommitParts, delta: Delta): CommitEvent {
    const before = pastState(this.space, [{ delta, forward: false }]);
    const steps = [{ delta, forward: true }];
    return { message, author, diff: this.#diffOf(before, pastState(this.space, []), steps) };
  }

  // Verbs

  /**
   * Runs a verb: until it is done no other one begins, and nothing but hooks writes. Then the commits that it made
   * are announced.
   */
  verb<T>(name: string, run: () => T): T {
    this.gate.requireFree(name);
    this.beforeVerb.forEach((hook) => {
      hook(name);
    });
    const { watch } = this;
    const start = { node: this.#node, branch: this.#branch };
    watch?.verbBegins(name);
    let result: T;
    try {
      result = this.gate.enter(name, run);
    } catch (error) {
      watch?.verbEnds(name, false);
      throw error;
    }
    if (watch === undefined) this.#keepStep(name, start);
    const errors = [...(watch?.verbEnds(name, true) ?? []), ...this.#announce()];
    if (errors.length > 0) throw errors[0];
    return result;
  }

  /** Takes down the commit of a verb as a step of one's own; other moves end the steps. */
  #keepStep(
    verb: string,
    start: { readonly node: CommitNode | undefined; readonly branch: string | null },
  ): void {
    const node = this.#node;
    if (start.node === node && start.branch === this.#branch) return;
    if (!makesStep(verb) || node === undefined || start.branch !== this.#branch) {
      this.steps.clear();
      return;
    }
    const move = { from: start.node, to: node };
    const { message } = node.commit;
    if (isEmptyDelta(node.delta)) this.steps.attach(message, move);
    else this.steps.push({ label: message, change: node, move });
  }

  /** Calls the hooks after commits, all of them. Returns the errors that they threw. */
  #announce(): unknown[] {
    const announcements = this.#announcements;
    this.#announcements = [];
    const errors: unknown[] = [];
    for (const event of announcements) {
      this.afterCommit.forEach((hook) => {
        try {
          hook({ ...event });
        } catch (error) {
          errors.push(error);
        }
      });
    }
    return errors;
  }

  /**
   * Runs a verb that changes names or the place, so that it can be undone as one step. If it fails, or cannot be
   * kept, everything is as before.
   *
   * @param time when it is done; the clock is asked if it is not given.
   */
  record<T>(name: string, verb: () => T, time?: number): T {
    if (this.repository.isRecording) return verb();
    this.repository.acting = this;
    this.sink?.check();
    this.#time = time ?? this.now();
    const start: Savepoint = {
      place: this.place(),
      stashCount: this.stashes.entries.length,
      commitCount: this.forest.size,
    };
    this.#refChanges = [];
    this.#made = [];
    this.repository.isRecording = true;
    let result: T;
    try {
      result = verb();
    } catch (error) {
      this.#rollBack(start, this.#refChanges);
      throw error;
    } finally {
      this.repository.isRecording = false;
    }
    const refs = this.#refChanges;
    this.#refChanges = [];
    const { place: before, stashCount } = start;
    const after = this.place();
    const isChanged = refs.length > 0 || before.branch !== after.branch || before.node !== after.node;
    const { undone } = this.operations;
    if (isChanged) this.operations.push({ name, time: this.#time, before, after, refs });
    if (isChanged || this.stashes.entries.length !== stashCount || this.sink?.isStale() === true) {
      this.keep(() => {
        if (isChanged) this.operations.retract(undone);
        this.#rollBack(start, refs);
      });
    }
    this.#announcements.push(...this.#made);
    return result;
  }

  /** Brings names, place, stashes, uncommitted changes and the number of commits back to where a verb began. */
  #rollBack({ place, stashCount, commitCount }: Savepoint, refs: readonly RefChange[]): void {
    const working = this.space.delta();
    const stands = place.branch === this.#branch && place.node === this.#node && refs.length === 0;
    if (!stands || !isSameRecord(working, place.working) || this.stashes.entries.length !== stashCount) {
      if (!isEmptyDelta(working)) this.space.discard(working);
      while (this.stashes.entries.length > stashCount) this.stashes.drop(0);
      this.#goTo(place);
      for (const { kind, name, before } of refs.toReversed()) this.refsOf(kind).set(name, before);
      if (!isEmptyDelta(place.working)) this.space.replay(place.working);
    }
    this.forest.truncate(commitCount);
    this.#refChanges = [];
  }

  #goTo({ node, branch }: Place): void {
    if (branch !== null) this.repository.requireFree(branch, this);
    this.#walk(this.forest.path(this.#node, node));
    this.#node = node;
    this.#branch = branch;
  }

  /** Persists the changes, if there is a store; if that fails, rolls them back with `undo`. */
  keep(undo: () => void): void {
    try {
      this.sink?.persist();
    } catch (error) {
      undo();
      this.#refChanges = [];
      throw error;
    }
  }

  /** Takes note of a change that the verb has made of a name. */
  refChanged(change: RefChange): void {
    this.#refChanges.push(change);
  }

  /**
   * Moves to a commit that descends from the present one along first parents, one commit at a time: for a way that
   * is gone once, where the deltas of many commits made one would not pay. There are no changes.
   */
  replayTo(node: CommitNode, branch: string | null): void {
    const line: CommitNode[] = [];
    for (let at: CommitNode | undefined = node; at !== this.#node; at = at.parent) {
      assert(at !== undefined, "the commit does not descend from where the graph stands");
      line.push(at);
    }
    line.reverse();
    this.space.move(line.map(({ delta }) => ({ delta, forward: true })));
    for (const each of line) this.#root.followLater(each);
    this.setHead(branch, node);
  }

  /** Sets the head to a place whose state the space already has. */
  setHead(branch: string | null, node: CommitNode | undefined): void {
    this.#branch = branch;
    this.#node = node;
  }

  /** Begins beside another head, whose hashes lead to those of the state of here. */
  begin(from: HistoryCore, branch: string, node: CommitNode | undefined): void {
    this.#root = from.#root.clone();
    for (const { leaves, forward } of this.forest.path(from.node, node)) this.#root.follow(leaves, forward);
    this.setHead(branch, node);
  }

  /** Whether the head is one at which work goes on. */
  get isOpen(): boolean {
    return this.repository.heads.has(this);
  }

  /** Ends the work at this head: its branch is free for others, and no verb begins here any more. */
  leave(): void {
    this.gate.leave();
    this.repository.heads.delete(this);
    if (this.repository.acting === this) [this.repository.acting] = this.repository.heads;
  }

  /** The hashes of the present commit's state. */
  get stateRoot(): StateRoot {
    return this.#root;
  }

  /** The head, with the uncommitted changes. O(changes) if there are any. */
  place(): Place {
    const working = this.space.delta();
    const last = this.operations.done.at(-1)?.after;
    const same = last?.branch === this.#branch && last.node === this.#node && isEmptyDelta(last.working);
    return same && isEmptyDelta(working) ? last : { branch: this.#branch, node: this.#node, working };
  }

  /** Brings names and place to where they were before an operation, or after it. There are no changes. */
  replay(operation: Operation, forward: boolean): void {
    const place = forward ? operation.after : operation.before;
    this.#goTo(place);
    for (const { kind, name, before, after } of forward ? operation.refs : operation.refs.toReversed()) {
      this.refsOf(kind).set(name, forward ? after : before);
    }
    if (!isEmptyDelta(place.working)) this.space.replay(place.working);
  }

  /** The root of the present commit's state, recomputed from the graph's data. */
  get root(): string {
    assert(this.#node !== undefined, "a root is asked for before the first commit");
    return this.#root.root(this.space.directed);
  }
}

/** Whether two deltas are the same record of changes, as they are while nothing is written. */
function isSameRecord(a: Delta, b: Delta): boolean {
  const isSame = a.nodes === b.nodes && a.edges === b.edges && a.graph === b.graph;
  return isSame || (isEmptyDelta(a) && isEmptyDelta(b));
}

/** The error for a verb that has nothing to commit. */
export function emptyCommit(verb: string): GroggyError {
  const message =
    verb === "commit"
      ? '"commit" expected changes since the last commit, got none; "allowEmpty" makes one all the same'
      : `"${verb}" expected a change, got none: the present state has it already`;
  return new GroggyError("EMPTY_COMMIT", message);
}

export function notFound(revision: string, why: string): GroggyError {
  return new GroggyError(
    "REVISION_NOT_FOUND",
    `"revision" expected a branch, a tag or a commit id, got ${describe(revision)}, which ${why}`,
    { revision },
  );
}

/** Throws if the result of a transaction's function is one that comes later. */
function refusePromise(result: unknown): void {
  if ((typeof result !== "object" && typeof result !== "function") || result === null) return;
  if (typeof (result as { readonly then?: unknown }).then !== "function") return;
  // it is refused here, so no other code handles its rejection
  if (result instanceof Promise) Promise.prototype.then.call(result, ignore, ignore);
  throw new TypeError(
    `"fn" expected a function that is done when it returns, got one that returned ${describe(result)}; await before the transaction, and write within it`,
  );
}

function ignore(): void {}

/** Throws unless `text` can be a message or an author. */
export function checkText(what: string, text: unknown): asserts text is string {
  if (typeof text === "string" && text.length <= MESSAGE_LENGTH_MAX && text.isWellFormed()) return;
  if (typeof text === "string" && text.length > MESSAGE_LENGTH_MAX) {
    throw new TypeError(
      `"${what}" expected a string of at most ${MESSAGE_LENGTH_MAX} characters, got one of ${text.length}`,
    );
  }
  const received = typeof text === "string" ? "one with a lone surrogate" : describe(text);
  throw new TypeError(`"${what}" expected a string, got ${received}`);
}

const DIRTY_VERBS = ["carry", "stash", "discard"] as const satisfies (keyof DirtyOptions)[];

/** Throws if more than one option for uncommitted changes is given. */
function checkDirtyOptions(options: DirtyOptions): void {
  for (const verb of DIRTY_VERBS) {
    const given: unknown = options[verb];
    if (given !== undefined && typeof given !== "boolean")
      throw new TypeError(`"${verb}" expected a boolean, got ${describe(given)}`);
  }
  const wanted = DIRTY_VERBS.filter((verb) => options[verb] === true).map((verb) => `"${verb}"`);
  if (wanted.length > 1) {
    throw new TypeError(
      `"options" expected one of "carry", "stash" and "discard", got ${wanted.join(" and ")}`,
    );
  }
}
