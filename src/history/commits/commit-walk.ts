/**
 * A walk over the commits that lead to some and not to others: children before parents, and among those free to
 * come the newest first. Lazy: to give a commit it looks at those of the same or a larger generation alone, so
 * that the first ones of a long history with many merges cost next to nothing.
 *
 * The method is that of git's incremental topological order: an exploration by generation counts children, and
 * a commit is free once all of its children were given.
 */
import { Heap } from "../../structures/heap.js";
import type { CommitNode } from "./commit-node.js";

/** The state of a commit in the exploration. */
interface Explored {
  /** Whether it leads to one of the commits to leave out. Final once all of its children were explored. */
  hidden: boolean;
  /** Its children in the walk that were not given yet. */
  childrenLeft: number;
}

export class CommitWalk implements Iterable<CommitNode> {
  readonly #tips: readonly CommitNode[];
  readonly #firstParent: boolean;
  readonly #explored = new Map<CommitNode, Explored>();
  /** Commits whose children were all explored before them. */
  readonly #frontier = new Heap<CommitNode>((a, b) => b.generation - a.generation);

  /** @param firstParent whether to follow first parents alone; what is left out is so along all parents. */
  constructor(tips: Iterable<CommitNode>, without: Iterable<CommitNode> = [], firstParent = false) {
    this.#tips = [...new Set(tips)];
    this.#firstParent = firstParent;
    for (const node of this.#tips) this.#meet(node);
    for (const node of without) this.#meet(node).hidden = true;
  }

  /** The commits, each once; to be asked for once. */
  *[Symbol.iterator](): Generator<CommitNode> {
    const free = new Heap<CommitNode>((a, b) => b.commit.time - a.commit.time || b.generation - a.generation);
    this.#explore(this.#tips);
    for (const tip of this.#tips) {
      const { hidden, childrenLeft } = this.#explored.get(tip) as Explored;
      if (!hidden && childrenLeft === 0) free.push(tip);
    }
    for (let node = free.pop(); node !== undefined; node = free.pop()) {
      yield node;
      const parents = this.#parentsOf(node);
      this.#explore(parents);
      for (const parent of parents) {
        const known = this.#explored.get(parent) as Explored;
        if (--known.childrenLeft === 0 && !known.hidden) free.push(parent);
      }
    }
  }

  /** Whether a commit is left out; only to be asked of parents of commits that were given. */
  isHidden(node: CommitNode): boolean {
    this.#explore([node]);
    return this.#explored.get(node)?.hidden === true;
  }

  #parentsOf(node: CommitNode): readonly CommitNode[] {
    return this.#firstParent ? node.parents.slice(0, 1) : node.parents;
  }

  #meet(node: CommitNode): Explored {
    let known = this.#explored.get(node);
    if (known === undefined) {
      known = { hidden: false, childrenLeft: 0 };
      this.#explored.set(node, known);
      this.#frontier.push(node);
    }
    return known;
  }

  /** Explores all commits of the generations of `nodes` and above. */
  #explore(nodes: readonly CommitNode[]): void {
    let generation = Number.POSITIVE_INFINITY;
    for (const node of nodes) generation = Math.min(generation, node.generation);
    const frontier = this.#frontier;
    for (let node = frontier.peek(); node !== undefined; node = frontier.peek()) {
      if (node.generation < generation) return;
      frontier.pop();
      const { hidden } = this.#explored.get(node) as Explored;
      for (const parent of hidden ? node.parents : this.#parentsOf(node)) {
        const known = this.#meet(parent);
        if (hidden) known.hidden = true;
        else known.childrenLeft++;
      }
    }
  }
}
