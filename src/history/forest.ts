/**
 * All commits of a graph: by id, as a tree along first parents (which is how states are reached), and as a graph
 * along all parents (which is what merging asks).
 *
 * A walk along first parents takes skips: the deltas of 64 commits that follow each other made one, and of 64
 * such again. They are made when a walk first wants them, so that the length of a history costs next to nothing.
 */
import { assert, GroggyError } from "../errors.js";
import type { Delta } from "../space/delta.js";
import type { DeltaStep } from "../space/past-state.js";
import type { Commit } from "./commit.js";
import type { CommitNode } from "./commit-node.js";
import { ancestorAt, makeJump, meetingOf } from "./jump.js";
import type { LeafChanges } from "./leaf-changes.js";
import { skipBefore } from "./skip.js";

/** Shorter prefixes of a commit's id are not taken for one. */
export const PREFIX_LENGTH_MIN = 4;

/** Shown ids have this many digits or more. */
const SHORT_ID_LENGTH_MIN = 7;

/** A stretch of commits on the way between two states: made (forward) or undone. */
export interface Step extends DeltaStep {
  readonly leaves: readonly LeafChanges[];
}

export class Forest {
  readonly #nodes = new Map<string, CommitNode>();
  /** Ids by their first four digits: what a prefix is looked up in. Filled when a prefix is first asked for. */
  readonly #byPrefix = new Map<string, string[]>();
  #prefixed = 0;

  get size(): number {
    return this.#nodes.size;
  }

  /** Adds a commit; gives the one already there if its id is known. */
  add(
    commit: Commit,
    parents: readonly CommitNode[],
    delta: Delta,
    leaves: readonly LeafChanges[],
  ): CommitNode {
    const known = this.#nodes.get(commit.id);
    if (known !== undefined) return known;
    const parent = parents.at(0);
    let generation = 0;
    for (const each of parents) generation = Math.max(generation, each.generation);
    const { jump, earliest } = makeJump(parent, commit.time);
    const node: CommitNode = {
      commit,
      parent,
      parents,
      depth: (parent?.depth ?? 0) + 1,
      generation: generation + 1,
      delta,
      leaves,
      skips: undefined,
      jump,
      earliest,
    };
    this.#nodes.set(commit.id, node);
    return node;
  }

  get(id: string): CommitNode {
    const node = this.#nodes.get(id);
    assert(node !== undefined, `no commit ${id} in the forest`);
    return node;
  }

  find(id: string): CommitNode | undefined {
    return this.#nodes.get(id);
  }

  /** All commits, in the order in which they were made. */
  nodes(): IterableIterator<CommitNode> {
    return this.#nodes.values();
  }

  /** Forgets all commits but those that `keep` says yes to, whose parents are kept as well. */
  retain(keep: (node: CommitNode) => boolean): void {
    for (const [id, node] of this.#nodes) if (!keep(node)) this.#nodes.delete(id);
    this.#byPrefix.clear();
    this.#prefixed = 0;
  }

  #idsByPrefix(prefix: string): readonly string[] {
    if (this.#prefixed < this.#nodes.size) {
      for (const id of [...this.#nodes.keys()].slice(this.#prefixed)) {
        const start = id.slice(0, PREFIX_LENGTH_MIN);
        const ids = this.#byPrefix.get(start);
        if (ids === undefined) this.#byPrefix.set(start, [id]);
        else ids.push(id);
      }
      this.#prefixed = this.#nodes.size;
    }
    return this.#byPrefix.get(prefix.slice(0, PREFIX_LENGTH_MIN)) ?? [];
  }

  /** The commit whose id begins with `prefix`; undefined if there is none. */
  findByPrefix(prefix: string): CommitNode | undefined {
    if (!/^[0-9a-f]{4,64}$/.test(prefix)) return undefined;
    const ids = this.#idsByPrefix(prefix).filter((id) => id.startsWith(prefix));
    if (ids.length > 1) {
      const shown = ids.slice(0, 5).map((id) => id.slice(0, Math.max(12, prefix.length + 4)));
      throw new GroggyError(
        "AMBIGUOUS_REVISION",
        `"revision" expected a prefix of one commit, got ${JSON.stringify(prefix)}, which ${ids.length} begin with: ${shown.join(", ")}`,
        { prefix, ids },
      );
    }
    return ids.length === 1 ? this.#nodes.get(ids[0]) : undefined;
  }

  /** The shortest prefix of a commit's id, of seven digits at least, that means no other commit. */
  shortId(id: string): string {
    const rivals = this.#idsByPrefix(id).filter((other) => other !== id);
    let length = SHORT_ID_LENGTH_MIN;
    while (rivals.some((other) => other.startsWith(id.slice(0, length)))) length++;
    return id.slice(0, length);
  }

  /** The commit at a depth among a commit and those before it along first parents; undefined at depth 0. */
  ancestor(node: CommitNode, depth: number): CommitNode;
  ancestor(node: CommitNode | undefined, depth: number): CommitNode | undefined;
  ancestor(node: CommitNode | undefined, depth: number): CommitNode | undefined {
    return ancestorAt(node, depth);
  }

  /** The steps that lead from one commit's state to another's; undefined stands for the empty graph. */
  path(from: CommitNode | undefined, to: CommitNode | undefined): Step[] {
    const meeting = meetingOf(from, to);
    const back = this.#descend(from, meeting?.depth ?? 0, false);
    const forth = this.#descend(to, meeting?.depth ?? 0, true);
    return [...back, ...forth.reverse()];
  }

  #descend(node: CommitNode | undefined, depth: number, forward: boolean): Step[] {
    const steps: Step[] = [];
    for (let at = node; at !== undefined && at.depth > depth; ) {
      const skip = skipBefore(at, depth);
      steps.push({ delta: skip?.delta ?? at.delta, leaves: skip?.leaves ?? at.leaves, forward });
      at = skip === undefined ? at.parent : skip.to;
    }
    return steps;
  }
}
