/**
 * All commits of a graph: by id, as a tree along first parents (which is how states are reached), and as a graph
 * along all parents (which is what merging asks).
 *
 * A walk along first parents takes skips: the deltas of 64 commits that follow each other made one, and of four
 * such again, and so on.
 */
import { assert, GroggyError } from "../../errors.js";
import { composeSteps } from "../../space/deltas/compose.js";
import type { Delta, DeltaStep } from "../../space/deltas/delta.js";
import type { LeafChanges } from "../hashing/leaf-changes.js";
import type { Commit } from "./commit.js";
import { CommitIndex } from "./commit-index.js";
import type { CommitNode, CommitPlace, SkipDelta } from "./commit-node.js";
import { ancestorAt, lastCommonAncestor, makeJump } from "./jump.js";
import { lineStartOf } from "./lines.js";
import { CommitPages, MadeCommit } from "./made-commit.js";
import { makeEarlySkips, skipBefore } from "./skip-delta.js";

/** Shorter prefixes of a commit's id are not taken for one. */
export const PREFIX_LENGTH_MIN = 4;

/** Shown ids have this many digits or more. */
const SHORT_ID_LENGTH_MIN = 7;

/** So many of the newest commits stay objects: skips are made of them, and most questions are about them. */
const UNPACKED_COUNT = 128;

/**
 * A stretch of commits on the way between two states: made (forward) or undone. What it changes is asked of the commit
 * or the skip when it is needed, since those of a store read it then.
 */
export class CommitStep implements DeltaStep {
  readonly forward: boolean;
  readonly #over: CommitNode | SkipDelta;

  constructor(over: CommitNode | SkipDelta, forward: boolean) {
    this.#over = over;
    this.forward = forward;
  }

  get delta(): Delta {
    return this.#over.delta;
  }

  get leaves(): readonly LeafChanges[] {
    return this.#over.leaves;
  }
}

/** Commits that are stored elsewhere, as on disk, until they are needed: the first ones, by their ordinals. */
export interface CommitSource {
  readonly count: number;
  /** The ordinal of the commit with an id, which is above `after` if there is one. */
  find(id: string, after: number): number | undefined;
  /** The ids that begin with some hexadecimal digits, four at least. */
  idsWithPrefix(prefix: string): string[];
  load(ordinal: number): CommitNode;
}

/** The place of a commit with given parents among the others. */
export function placeOfCommit(parents: readonly CommitNode[], time: number): CommitPlace {
  const parent = parents.at(0);
  let generation = 0;
  for (const each of parents) generation = Math.max(generation, each.generation);
  return {
    parent,
    depth: (parent?.depth ?? 0) + 1,
    generation: generation + 1,
    lineStart: parents.length === 1 ? lineStartOf(parents[0]) : undefined,
    ...makeJump(parent, time),
  };
}

export class Forest {
  /** By id; those from ordinal `#indexed` on are not there yet, nor are those of the source. */
  readonly #index = new CommitIndex();
  #indexed = 0;
  /** By ordinal; those of the source are missing until they are wanted. */
  #all: (CommitNode | undefined)[] = [];
  #source: CommitSource | undefined;
  readonly #pages = new CommitPages();

  get size(): number {
    return this.#all.length;
  }

  /** Begins with the commits of a source. What there was is gone. */
  restore(source: CommitSource): void {
    this.#source = source;
    this.#all = new Array(source.count).fill(undefined);
    this.#index.clear();
    this.#indexed = source.count;
    this.#pages.renew();
  }

  /** Adds a commit; gives the one already there if its id is known. */
  add(
    commit: Commit,
    parents: readonly CommitNode[],
    delta: Delta,
    leaves: readonly LeafChanges[],
  ): CommitNode {
    // one of the same id has the same parents, and came after them
    const known = this.find(commit.id, Math.max(-1, ...parents.map(({ ordinal }) => ordinal)));
    if (known !== undefined) return known;
    const place = placeOfCommit(parents, commit.time);
    const node = this.adopt(new MadeCommit(this.size, commit, parents, place, { delta, leaves }));
    makeEarlySkips(node);
    const older = this.#all[this.size - 1 - UNPACKED_COUNT];
    if (older instanceof MadeCommit) older.pack(this.#pages);
    return node;
  }

  /** Adds an unknown commit, after all others. */
  adopt(node: CommitNode): CommitNode {
    assert(node.ordinal === this.size, `commit ${node.ordinal} after ${this.size}`);
    this.#all.push(node);
    return node;
  }

  get(id: string): CommitNode {
    const node = this.find(id);
    assert(node !== undefined, `no commit ${id} in the forest`);
    return node;
  }

  /** The commit of an id; of those stored elsewhere only ones with ordinals above `after` are looked through. */
  find(id: string, after = -1): CommitNode | undefined {
    this.#completeIndex();
    for (const ordinal of this.#index.alike(id)) {
      const node = this.at(ordinal);
      if (node.id === id) return node;
    }
    const ordinal = this.#source?.find(id, after);
    return ordinal === undefined ? undefined : this.at(ordinal);
  }

  #completeIndex(): void {
    for (; this.#indexed < this.size; this.#indexed++) {
      const added = this.#all[this.#indexed];
      if (added !== undefined) this.#index.add(added.id, this.#indexed);
    }
  }

  /** The commit of an ordinal, which there is. */
  at(ordinal: number): CommitNode {
    const known = this.#all[ordinal];
    if (known !== undefined) return known;
    assert(this.#source !== undefined && ordinal < this.size, `no commit ${ordinal} in the forest`);
    const node = this.#source.load(ordinal);
    this.#all[ordinal] = node;
    return node;
  }

  /** All commits, in the order in which they were made. */
  *nodes(): Generator<CommitNode> {
    for (let ordinal = 0; ordinal < this.#all.length; ordinal++) yield this.at(ordinal);
  }

  /**
   * Forgets all commits but those that are marked by their ordinals, whose parents are marked as well. `move` gives
   * those that are kept their new rows; commits of a source are kept as bytes from then on.
   */
  collect(kept: Uint8Array, isMoving: boolean, move: (node: CommitNode, pages: CommitPages) => void): void {
    const isWhole = kept.every((mark) => mark !== 0);
    const nodes = [...this.nodes()];
    if (!isWhole) {
      this.#all = nodes.filter(({ ordinal }) => kept[ordinal] !== 0);
      this.#all.forEach((node, ordinal) => {
        (node as CommitNode).ordinal = ordinal;
      });
    }
    if (!isWhole || this.#source !== undefined) {
      this.#index.clear();
      this.#indexed = 0;
    }
    if (isWhole && !isMoving && nodes.every((node) => node instanceof MadeCommit)) return;
    this.#source = undefined;
    this.#pages.renew();
    for (const node of this.#all as CommitNode[]) {
      move(node, this.#pages);
      if (node instanceof MadeCommit && node.ordinal < this.size - UNPACKED_COUNT) node.pack(this.#pages);
    }
  }

  /** Forgets the commits that were added last, until there are `size`. */
  truncate(size: number): void {
    if (this.#indexed > size) this.#index.truncate(size);
    this.#all.length = Math.min(size, this.#all.length);
    this.#indexed = Math.min(this.#indexed, size);
  }

  /** The ids that begin like some digits, four at least, do. */
  #idsByPrefix(digits: string): readonly string[] {
    this.#completeIndex();
    const own = this.#index.startingWith(digits).map((ordinal) => this.at(ordinal).id);
    if (this.#source === undefined) return own;
    // commits that were added here may have come into the source since
    return [...new Set([...this.#source.idsWithPrefix(digits.slice(0, PREFIX_LENGTH_MIN)), ...own])];
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
    return ids.length === 1 ? this.find(ids[0]) : undefined;
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

  /** The steps that lead from one commit's state to another's; undefined means the empty graph. */
  path(from: CommitNode | undefined, to: CommitNode | undefined): CommitStep[] {
    const meeting = lastCommonAncestor(from, to);
    const back = this.#descend(from, meeting?.depth ?? 0, false);
    const forth = this.#descend(to, meeting?.depth ?? 0, true);
    return [...back, ...forth.reverse()];
  }

  /** The differences between two commits' states; undefined means the empty graph. */
  deltaBetween(from: CommitNode | undefined, to: CommitNode | undefined): Delta {
    return composeSteps(this.path(from, to));
  }

  #descend(node: CommitNode | undefined, depth: number, forward: boolean): CommitStep[] {
    const steps: CommitStep[] = [];
    for (let at = node; at !== undefined && at.depth > depth; ) {
      const skip = skipBefore(at, depth);
      steps.push(new CommitStep(skip ?? at, forward));
      at = skip === undefined ? at.parent : skip.to;
    }
    return steps;
  }
}
