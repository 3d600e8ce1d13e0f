/**
 * The head: the commit and the branch at which the graph is, the hashes of that commit's state, and the ways from there
 * to other commits. The elements are always those of the head's commit with the uncommitted changes.
 */
import { assert, GroggyError } from "../../errors.js";
import { composeSteps } from "../../space/deltas/compose.js";
import { type DeltaStep, isEmptyDelta, NO_DELTA } from "../../space/deltas/delta.js";
import type { GraphSpace } from "../../space/graph-space.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { pastState } from "../../space/states/past-state.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { CommitStep } from "../commits/forest.js";
import { StateRoot } from "../hashing/state-root.js";
import type { Gate } from "./gate.js";
import { FIRST_BRANCH } from "./refs.js";
import type { Repository } from "./repository.js";

export class GraphHead {
  readonly space: GraphSpace;
  readonly repository: Repository;
  readonly #gate: Gate;
  #root = new StateRoot();
  #branch: string | null = FIRST_BRANCH;
  #node: CommitNode | undefined;

  constructor(space: GraphSpace, repository: Repository, gate: Gate) {
    this.space = space;
    this.repository = repository;
    this.#gate = gate;
  }

  /** The branch the graph is on; null if detached. */
  get branch(): string | null {
    return this.#branch;
  }

  /** The commit the present state is based on; undefined before the first. */
  get node(): CommitNode | undefined {
    return this.#node;
  }

  /** The hashes of the present commit's state. */
  get stateRoot(): StateRoot {
    return this.#root;
  }

  /** The present commit. Throws if `what` needs one and there is none. */
  requireCommit(what: string): CommitNode {
    if (this.#node !== undefined) return this.#node;
    throw new GroggyError(
      "NO_COMMIT",
      `"${what}" expected a graph with a commit, got one without; commit first`,
    );
  }

  /** Whether a name is a branch's, the present one's included while it has no commit. */
  isBranch(name: string): boolean {
    const isPresent = name === this.#branch && this.#node === undefined;
    return isPresent || this.repository.branches.get(name) !== undefined;
  }

  // States

  /** The steps from the present commit's state, uncommitted changes aside, to another's. */
  stepsTo(target: CommitNode | undefined): CommitStep[] {
    return this.repository.forest.path(this.#node, target);
  }

  /** The state of a commit, beside the present one; undefined means the empty graph. */
  stateOf(target: CommitNode | undefined): GraphState {
    this.#gate.requireSettled("state");
    const working = this.space.delta();
    const steps: DeltaStep[] = this.stepsTo(target);
    if (working !== NO_DELTA) steps.unshift({ delta: working, forward: false });
    return pastState(this.space, steps);
  }

  // Moving: there are no uncommitted changes

  /** Moves elements and hashes to a commit, to which `path` leads, and the head to it and a branch. */
  walk(path: readonly CommitStep[], target: CommitNode | undefined, branch: string | null): void {
    this.space.move(path);
    for (const { leaves, forward } of path) this.#root.follow(leaves, forward);
    this.set(branch, target);
  }

  /**
   * Moves to a commit that descends from the present one along first parents, one commit at a time: for a way that
   * is gone once, where the deltas of many commits made one would not pay.
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
    this.set(branch, node);
  }

  /** Moves the head to another commit and keeps the contents: the differences become uncommitted changes. */
  softReset(target: CommitNode | undefined): void {
    const working = this.space.delta();
    const path = this.stepsTo(target);
    const contents = composeSteps([
      ...path.toReversed().map(({ delta, forward }) => ({ delta, forward: !forward })),
      { delta: working, forward: true },
    ]);
    if (!isEmptyDelta(working)) this.space.discard(working);
    this.walk(path, target, this.#branch);
    this.moveBranch(target);
    this.space.replay(contents);
  }

  // The head alone

  /** Sets the head to a place whose state the space already has. */
  set(branch: string | null, node: CommitNode | undefined): void {
    this.#branch = branch;
    this.#node = node;
  }

  /** Moves the present branch, or the detached head, to another commit with the same state as the present one. */
  moveBranch(node: CommitNode | undefined): void {
    this.#node = node;
    if (this.#branch === null) return;
    this.repository.branches.set(this.#branch, node === undefined ? undefined : { node });
  }

  /** Attaches the head to a branch, which is moved to the present commit; null detaches it. */
  attach(branch: string | null, node: CommitNode | undefined): void {
    this.#branch = branch;
    this.moveBranch(node);
  }

  /** Renames the present branch. */
  renameBranch(name: string): void {
    this.#branch = name;
  }

  /** Begins beside another head, whose hashes lead to those of the state of here. */
  begin(from: GraphHead, branch: string, node: CommitNode | undefined): void {
    this.#root = from.#root.clone();
    for (const { leaves, forward } of from.stepsTo(node)) this.#root.follow(leaves, forward);
    this.set(branch, node);
  }
}
