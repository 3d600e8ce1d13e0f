/** The history of a graph: its commits, the names they go by, and moving between them. */
import { describe, GroggyError } from "../errors.js";
import { canonicalJson } from "../pool/json-column.js";
import { type Delta, isEmptyDelta } from "../space/delta.js";
import type { GraphSpace } from "../space/graph-space.js";
import type { GraphState } from "../space/graph-state.js";
import { type DeltaStep, pastState } from "../space/past-state.js";
import { findOverlap } from "./carry.js";
import { type Commit, type CommitNode, createCommit, type Json } from "./commit.js";
import { Diff } from "./diff.js";
import { Forest } from "./forest.js";
import { checkRefName, FIRST_BRANCH, Refs } from "./refs.js";
import { parseRevision } from "./revision.js";
import { StateRoot } from "./state-root.js";
import { countDelta, type Status } from "./status.js";

/** A name for a commit: a branch, a tag, HEAD, an id or its prefix, with `~n` and `^n`; or the commit itself. */
export type Revision = string | Commit;

/** What to say of a commit. */
export interface CommitOptions {
  /** Who made it; empty unless given. */
  readonly author?: string;
  /** When, in ms since 1970 or as a Date; the graph's clock unless given. */
  readonly time?: number | Date;
  /** Anything else worth keeping, as JSON. */
  readonly meta?: Readonly<Record<string, Json>>;
  /** Commit even if nothing has changed. */
  readonly allowEmpty?: boolean;
}

/** What to do with uncommitted changes; without one of them a dirty graph stays where it is. */
export interface DirtyOptions {
  /** Take them along. Refused where the states differ in what they change. */
  readonly carry?: boolean;
  /** Throw them away. */
  readonly discard?: boolean;
}

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

const MESSAGE_LENGTH_MAX = 2 ** 20;

export class History {
  readonly #space: GraphSpace;
  readonly #clock: () => number;
  readonly #forest = new Forest();
  readonly #branches = new Refs("branch");
  readonly #tags = new Refs("tag");
  readonly #root = new StateRoot();
  #branch: string | null = FIRST_BRANCH;
  #node: CommitNode | undefined;

  /** @internal */
  constructor(space: GraphSpace, clock: () => number) {
    this.#space = space;
    this.#clock = clock;
  }

  /** Where the graph stands. */
  get head(): Head {
    return { branch: this.#branch, commit: this.#node?.commit ?? null };
  }

  /** How many commits there are, on all branches. */
  get commitCount(): number {
    return this.#forest.size;
  }

  /** What changed since the last commit. O(changes). */
  status(): Status {
    const delta = this.#space.delta();
    return {
      branch: this.#branch,
      commit: this.#node?.commit.id ?? null,
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
    const parts = this.#checkCommit(message, options);
    const delta = this.#space.delta();
    if (isEmptyDelta(delta) && options.allowEmpty !== true) {
      throw new GroggyError(
        "EMPTY_COMMIT",
        '"commit" expected changes since the last commit, got none; "allowEmpty" makes one all the same',
      );
    }
    const parent = this.#node;
    const leaves = this.#root.advance(this.#space, delta);
    const commit = createCommit(
      {
        parents: parent === undefined ? [] : [parent.commit.id],
        root: this.#root.root(this.#space.directed),
        author: parts.author,
        time: parts.time,
        message,
        meta: parts.meta,
      },
      leaves,
      parts.canonicalMeta,
    );
    const node = this.#forest.add({ commit, parent, depth: (parent?.depth ?? 0) + 1, delta, leaves });
    this.#space.settle(delta);
    this.#node = node;
    if (this.#branch !== null) this.#branches.move(this.#branch, node);
    return commit;
  }

  #checkCommit(message: unknown, options: CommitOptions) {
    checkText("message", message);
    const author = options.author ?? "";
    checkText("author", author);
    const given = options.time ?? this.#clock();
    const time = given instanceof Date ? given.getTime() : given;
    if (!Number.isFinite(time))
      throw new TypeError(`"time" expected a Date or milliseconds, got ${describe(given)}`);
    const meta = options.meta ?? {};
    const canonicalMeta = canonicalJson(meta, 0);
    if (typeof meta !== "object" || Array.isArray(meta) || canonicalMeta === undefined) {
      throw new TypeError(`"meta" expected an object of JSON values, got ${describe(meta)}`);
    }
    return {
      author,
      time,
      canonicalMeta,
      meta: deepFreeze(JSON.parse(canonicalMeta)) as Record<string, Json>,
    };
  }

  /** Names the present commit, or another one, with a branch; the graph stays where it is. O(1). */
  branch(name: string, options: { readonly at?: Revision } = {}): void {
    checkRefName("branch", name);
    const node = options.at === undefined ? this.#present("branch") : this.#resolve(options.at);
    if (this.#node === undefined && name === this.#branch) {
      throw new GroggyError(
        "DUPLICATE_REF",
        `"branch" expected a new name, got ${describe(name)}, which exists`,
        { name },
      );
    }
    this.#branches.create(name, node);
  }

  /** All branches that have a commit, by name. */
  branches(): Ref[] {
    return this.#branches.entries().map(([name, { commit }]) => ({ name, commit }));
  }

  /** Names the present commit, or another one, for good. O(1). */
  tag(name: string, options: { readonly at?: Revision } = {}): void {
    checkRefName("tag", name);
    this.#tags.create(name, options.at === undefined ? this.#present("tag") : this.#resolve(options.at));
  }

  /** All tags, by name. */
  tags(): Ref[] {
    return this.#tags.entries().map(([name, { commit }]) => ({ name, commit }));
  }

  #present(what: string): CommitNode {
    if (this.#node === undefined) {
      throw new GroggyError(
        "NO_COMMIT",
        `"${what}" expected a graph with a commit, got one without; commit first`,
      );
    }
    return this.#node;
  }

  /**
   * Moves the graph to another commit; to a branch if the revision is the name of one, else detached. The cost
   * is the size of the difference.
   *
   * @throws GroggyError DIRTY_STATE if there are uncommitted changes and the options do not say what to do.
   */
  checkout(revision: Revision, options: DirtyOptions = {}): void {
    const branch = typeof revision === "string" && this.#isBranch(revision) ? revision : null;
    const target = branch === this.#branch && branch !== null ? this.#node : this.#resolve(revision);
    const path = this.#steps(target);
    const working = this.#leaveChanges(path, options, "checkout");
    this.#space.move(path);
    for (const { node, forward } of this.#forest.path(this.#node, target))
      this.#root.follow(node.leaves, forward);
    this.#node = target;
    this.#branch = branch;
    if (working !== undefined) this.#space.replay(working);
  }

  #isBranch(name: string): boolean {
    return this.#branches.get(name) !== undefined || (name === this.#branch && this.#node === undefined);
  }

  /** Does with uncommitted changes as told, and returns those to carry along. */
  #leaveChanges(path: readonly DeltaStep[], options: DirtyOptions, verb: string): Delta | undefined {
    const working = this.#space.delta();
    if (isEmptyDelta(working)) return undefined;
    if (options.discard !== true && options.carry !== true) {
      const { nodes, edges } = countDelta(working);
      const total = (key: "added" | "removed" | "changed") => nodes[key] + edges[key];
      throw new GroggyError(
        "DIRTY_STATE",
        `"${verb}" expected no uncommitted changes, got ${total("added")} added, ${total("removed")} removed and ${total("changed")} changed elements; commit them first, or say "carry" or "discard"`,
        { nodes, edges },
      );
    }
    if (options.discard !== true) {
      const overlap = findOverlap(working, path, this.#space);
      if (overlap !== undefined) {
        throw new GroggyError(
          "DIRTY_STATE",
          `"carry" expected uncommitted changes that both states agree on, got a change of ${overlap}, in which they differ`,
          { overlap },
        );
      }
    }
    this.#space.discard(working);
    return options.discard === true ? undefined : working;
  }

  #steps(target: CommitNode | undefined): DeltaStep[] {
    return this.#forest.path(this.#node, target).map(({ node, forward }) => ({ delta: node.delta, forward }));
  }

  /** The state of a commit, beside the present one. @internal */
  stateAt(revision: Revision): GraphState {
    return this.#stateOf(this.#resolve(revision));
  }

  #stateOf(target: CommitNode): GraphState {
    const working = this.#space.delta();
    const steps = this.#steps(target);
    if (!isEmptyDelta(working)) steps.unshift({ delta: working, forward: false });
    return pastState(this.#space, steps);
  }

  /**
   * What differs between two states. Without `to` the present state is meant, uncommitted changes and all;
   * without `from` as well, the last commit is what it is compared with.
   */
  diff(from?: Revision, to?: Revision): Diff {
    const before = from === undefined ? this.#node : this.#resolve(from);
    const after = to === undefined ? undefined : this.#resolve(to);
    const steps = this.#forest
      .path(before, to === undefined ? this.#node : after)
      .map(({ node, forward }) => ({ delta: node.delta, forward }));
    const working = to === undefined ? this.#space.delta() : undefined;
    if (working !== undefined && !isEmptyDelta(working)) steps.push({ delta: working, forward: true });
    const beforeState =
      before === undefined ? pastState(this.#space, this.#toNothing()) : this.#stateOf(before);
    return new Diff(
      beforeState,
      after === undefined ? pastState(this.#space, []) : this.#stateOf(after),
      steps,
    );
  }

  /** The steps from the present state, changes included, to the empty graph. */
  #toNothing(): DeltaStep[] {
    const working = this.#space.delta();
    const steps = this.#steps(undefined);
    if (!isEmptyDelta(working)) steps.unshift({ delta: working, forward: false });
    return steps;
  }

  /** The commits that led to a commit, itself first, each before its parents. Lazy. */
  *log(options: LogOptions = {}): Generator<Commit> {
    const limit = options.limit ?? Number.POSITIVE_INFINITY;
    if (typeof limit !== "number" || !(limit >= 0)) {
      throw new RangeError(`"limit" expected a number of commits, got ${describe(options.limit)}`);
    }
    const from = options.from === undefined ? this.#node : this.#resolve(options.from);
    let count = 0;
    for (const commit of this.#forest.log(from)) {
      if (count++ >= limit) return;
      yield commit;
    }
  }

  /** The commit that a revision means. Throws if there is none, or more than one. */
  resolve(revision: Revision): Commit {
    return this.#resolve(revision).commit;
  }

  #resolve(revision: Revision): CommitNode {
    if (typeof revision === "object" && revision !== null && typeof revision.id === "string") {
      const node = this.#forest.find(revision.id);
      if (node !== undefined) return node;
      throw notFound(revision.id, "is not a commit of this graph");
    }
    const { base, steps } = parseRevision(revision);
    let node = this.#resolveBase(base);
    for (const { kind, count } of steps) {
      if (kind === "parent") {
        const id = count === 0 ? node.commit.id : node.commit.parents[count - 1];
        if (id === undefined)
          throw notFound(
            revision as string,
            `asks for parent ${count} of a commit with ${node.commit.parents.length}`,
          );
        node = this.#forest.get(id);
        continue;
      }
      if (count >= node.depth) throw notFound(revision as string, "goes back beyond the first commit");
      for (let i = 0; i < count; i++) node = node.parent as CommitNode;
    }
    return node;
  }

  #resolveBase(base: string): CommitNode {
    const named =
      this.#branches.get(base) ??
      this.#tags.get(base) ??
      (base === "HEAD" ? this.#present("HEAD") : undefined);
    const node = named ?? this.#forest.findByPrefix(base);
    if (node === undefined) throw notFound(base, "names no branch, tag or commit");
    return node;
  }
}

function notFound(revision: string, why: string): GroggyError {
  return new GroggyError(
    "REVISION_NOT_FOUND",
    `"revision" expected a branch, a tag or a commit id, got ${describe(revision)}, which ${why}`,
    { revision },
  );
}

function checkText(what: string, text: unknown): asserts text is string {
  if (typeof text === "string" && text.length <= MESSAGE_LENGTH_MAX && text.isWellFormed()) return;
  const received =
    typeof text === "string" && !text.isWellFormed() ? "one with a lone surrogate" : describe(text);
  throw new TypeError(`"${what}" expected a string, got ${received}`);
}

function deepFreeze(value: unknown): unknown {
  if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) deepFreeze(item);
    Object.freeze(value);
  }
  return value;
}
