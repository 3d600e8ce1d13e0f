/**
 * Commits of the present state, with what hooks write before them, and their announcement: a commit is announced once
 * its verb is done and kept.
 */
import { GroggyError } from "../../errors.js";
import { type Delta, type DeltaStep, isEmptyDelta, isSameRecord } from "../../space/deltas/delta.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { pastState } from "../../space/states/past-state.js";
import { type Commit, createCommit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { Diff } from "../diff/diff.js";
import type { CommitParts } from "./commit-parts.js";
import type { Gate } from "./gate.js";
import type { GraphHead } from "./graph-head.js";
import { type AfterCommit, type BeforeCommit, type CommitEvent, Hooks } from "./hooks.js";

/** The event that hooks get for a commit that was made. */
type CommitAnnouncement = CommitEvent & { readonly commit: Commit };

/** Makes the difference between two states, to which steps lead from the first. */
export type DiffOf = (before: GraphState, after: GraphState, steps: readonly DeltaStep[]) => Diff;

/** Options of a commit of the present state. */
export interface PresentCommitOptions {
  /** The parents besides the present commit. */
  readonly otherParents?: readonly CommitNode[];
  /** The verb that needs a change; others make commits without one as well. */
  readonly refuseEmpty?: string | undefined;
}

export class CommitWriter {
  readonly before = new Hooks<BeforeCommit>();
  readonly after = new Hooks<AfterCommit>();
  readonly #head: GraphHead;
  readonly #gate: Gate;
  /** Makes the diff that hooks get; passed in, so that its module is not loaded before. */
  readonly #diffOf: DiffOf;
  /** Commits of the verb under way, announced when it is recorded. */
  #made: CommitAnnouncement[] = [];
  /** Recorded commits, announced when the verb is done. */
  #recorded: CommitAnnouncement[] = [];

  constructor(head: GraphHead, gate: Gate, diffOf: DiffOf) {
    this.#head = head;
    this.#gate = gate;
    this.#diffOf = diffOf;
  }

  /** Adds a commit of the present state, with what hooks write before it, to the present branch. O(changes). */
  commit(parts: CommitParts, { otherParents = [], refuseEmpty }: PresentCommitOptions): CommitNode {
    const head = this.#head;
    const { space, stateRoot } = head;
    this.#askHooks(parts);
    // of what hooks have written
    space.letGoUnused();
    const delta = space.delta();
    if (refuseEmpty !== undefined && isEmptyDelta(delta)) throw emptyCommit(refuseEmpty);
    const parent = head.node;
    const parents = [...(parent === undefined ? [] : [parent]), ...otherParents];
    const leaves = stateRoot.advance(space, delta);
    const root = stateRoot.root(space.directed);
    const commit = createCommit({ ...parts, root, parents: parents.map((node) => node.commit.id) }, leaves);
    if (!this.after.isEmpty) this.#made.push({ ...this.#eventOf(parts, delta), commit });
    const node = head.repository.forest.add(commit, parents, delta, leaves);
    space.settle(delta);
    head.moveBranch(node);
    return node;
  }

  /** Calls the hooks before a commit, each with what those before it have written. */
  #askHooks(parts: CommitParts): void {
    const { space } = this.#head;
    let shown: { readonly delta: Delta; readonly event: CommitEvent } | undefined;
    this.before.forEach((hook) => {
      const delta = space.delta();
      if (shown === undefined || !isSameRecord(shown.delta, delta))
        shown = { delta, event: this.#eventOf(parts, delta) };
      const { event } = shown;
      this.#gate.allowWrites(() => hook({ ...event }));
    });
  }

  /** The event that hooks get for a commit of the present state. */
  #eventOf({ message, author }: CommitParts, delta: Delta): CommitEvent {
    const { space } = this.#head;
    const before = pastState(space, [{ delta, forward: false }]);
    const steps = [{ delta, forward: true }];
    return { message, author, diff: this.#diffOf(before, pastState(space, []), steps) };
  }

  /** Forgets the commits of a verb that failed. */
  beginRecord(): void {
    this.#made = [];
  }

  /** The verb that made commits is recorded. */
  endRecord(): void {
    this.#recorded.push(...this.#made);
  }

  /** Calls the hooks after commits, all of them. Returns the errors that they threw. */
  announce(): unknown[] {
    const announcements = this.#recorded;
    this.#recorded = [];
    const errors: unknown[] = [];
    for (const event of announcements) {
      this.after.forEach((hook) => {
        try {
          hook({ ...event });
        } catch (error) {
          errors.push(error);
        }
      });
    }
    return errors;
  }
}

/** The error for a verb that has nothing to commit. */
export function emptyCommit(verb: string): GroggyError {
  const message =
    verb === "commit"
      ? '"commit" expected changes since the last commit, got none; "allowEmpty" makes one all the same'
      : `"${verb}" expected a change, got none: the present state has it already`;
  return new GroggyError("EMPTY_COMMIT", message);
}
