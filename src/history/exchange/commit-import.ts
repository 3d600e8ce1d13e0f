/**
 * The import of commits that were made elsewhere: the graph checks out each one's first parent, applies its changes
 * and adds the commit. At the end it is back at its former head, with its uncommitted changes; after an error the
 * added commits are removed again, and so are the ids that were given out.
 */
import { type Delta, isEmptyDelta, NO_DELTA } from "../../space/deltas/delta.js";
import { pastState } from "../../space/states/past-state.js";
import { type Commit, createCommit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { CommitParts } from "../repository/commit-parts.js";
import type { HistoryCore } from "../repository/core.js";
import { findKeyConflicts, requireNothingMissing } from "../repository/key-conflicts.js";
import { duplicateKey, invalidBundle } from "./bundle-errors.js";

/** The number of ids before, and the next sequence number. */
interface Watermarks {
  readonly count: number;
  readonly next: number;
}

export class CommitImport {
  readonly #core: HistoryCore;
  readonly #home: CommitNode | undefined;
  readonly #working: Delta;
  readonly #nodes: Watermarks;
  readonly #edges: Watermarks;
  readonly #commits: number;
  #at: CommitNode | undefined;

  constructor(core: HistoryCore) {
    const { nodes, edges } = core.space.pool;
    this.#core = core;
    this.#commits = core.forest.size;
    this.#home = core.node;
    this.#at = core.node;
    this.#nodes = { count: nodes.count, next: nodes.identities.next };
    this.#edges = { count: edges.count, next: edges.identities.next };
    this.#working = core.space.delta();
    core.gate.isImporting = true;
    if (!isEmptyDelta(this.#working)) core.space.discard(this.#working);
  }

  /** Checks out a commit's state; undefined means the empty graph. O(size of the difference). */
  checkout(target: CommitNode | undefined): void {
    const { forest, space, head } = this.#core;
    const path = forest.path(this.#at, target);
    space.move(path);
    for (const { leaves, forward } of path) head.stateRoot.follow(leaves, forward);
    this.#at = target;
  }

  /** Adds the changes since `checkout` as a commit, which must have the given id. */
  add(id: string, parts: CommitParts, parents: readonly CommitNode[]): void {
    const { space, forest, head } = this.#core;
    const { stateRoot } = head;
    const { rules } = space;
    const delta = space.delta();
    if (rules.uniques.length + rules.required.length > 0) {
      const before = pastState(space, [{ delta, forward: false }]);
      const [conflict] = findKeyConflicts(before, delta, rules);
      if (conflict !== undefined) throw duplicateKey(id, conflict);
      requireNothingMissing(before, delta, rules, `commit ${id.slice(0, 12)}`);
    }
    const leaves = stateRoot.advance(space, delta);
    const root = stateRoot.root(space.directed);
    const commit: Commit = createCommit(
      { ...parts, root, parents: parents.map((parent) => parent.commit.id) },
      leaves,
    );
    if (commit.id !== id) {
      head.stateRoot.follow(leaves, false);
      throw invalidBundle(
        `commit ${id} expected a change that leads to it, got one that leads to ${commit.id}`,
      );
    }
    this.#at = forest.add(commit, parents, delta, leaves);
    space.settle(delta);
  }

  /** Returns to the former head and keeps the added commits. */
  end(): void {
    this.checkout(this.#home);
    this.#restoreWorking();
  }

  /** Returns to the former head and removes the added commits. */
  undo(): void {
    const { space, forest } = this.#core;
    space.discard(space.delta());
    this.checkout(this.#home);
    forest.truncate(this.#commits);
    space.pool.nodes.shrink(this.#nodes.count, this.#nodes.next);
    space.pool.edges.shrink(this.#edges.count, this.#edges.next);
    space.adjacency.shrink(this.#edges.count);
    // new elements are recognized by the number of ids there were
    space.settle(NO_DELTA);
    this.#restoreWorking();
  }

  #restoreWorking(): void {
    this.#core.gate.isImporting = false;
    if (!isEmptyDelta(this.#working)) this.#core.space.replay(this.#working);
  }
}
