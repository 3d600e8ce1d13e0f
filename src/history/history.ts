/** The history of a graph: its commits, the names they go by, and all that can be done with them. */
import { describe, GroggyError } from "../errors.js";
import { isEmptyDelta } from "../space/delta.js";
import type { GraphSpace } from "../space/graph-space.js";
import type { GraphState } from "../space/graph-state.js";
import { pastState } from "../space/past-state.js";
import { walk } from "./ancestry.js";
import type { Commit } from "./commit.js";
import { type CommitOptions, type DirtyOptions, HistoryCore, type Revision } from "./core.js";
import { Diff } from "./diff.js";
import type { UniqueKey } from "./key-conflicts.js";
import { type MergeOptions, type MergeResult, merge } from "./merge.js";
import { checkRefName } from "./refs.js";
import { countDelta, type Status } from "./status.js";

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
    const core = this.#core;
    checkRefName("branch", name);
    const node = options.at === undefined ? core.present("branch") : core.resolve(options.at);
    if (core.node === undefined && name === core.branch) throw core.branches.duplicate(name);
    core.record("branch", () => core.branches.create(name, { node }));
  }

  /** All branches that have a commit, by name. */
  branches(): Ref[] {
    return this.#core.branches.entries().map(([name, { node }]) => ({ name, commit: node.commit }));
  }

  /** Names the present commit, or another one, for good. O(1). */
  tag(name: string, options: { readonly at?: Revision } = {}): void {
    const core = this.#core;
    checkRefName("tag", name);
    const node = options.at === undefined ? core.present("tag") : core.resolve(options.at);
    core.record("tag", () => core.tags.create(name, { node }));
  }

  /** All tags, by name. */
  tags(): Ref[] {
    return this.#core.tags.entries().map(([name, { node }]) => ({ name, commit: node.commit }));
  }

  /**
   * Moves the graph to another commit; to a branch if the revision is the name of one, else detached. The cost
   * is the size of the difference.
   *
   * @throws GroggyError DIRTY_STATE if there are uncommitted changes and the options do not say what to do.
   */
  checkout(revision: Revision, options: DirtyOptions = {}): void {
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
    return merge(this.#core, revision, options);
  }

  /** The commits that led to a commit, itself first, each before its parents. Lazy. */
  *log(options: LogOptions = {}): Generator<Commit> {
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
