/** All commits of a graph, by id and as a tree along first parents. */
import { assert, GroggyError } from "../errors.js";
import type { Commit, CommitNode } from "./commit.js";

/** Shorter prefixes of a commit's id are not taken for one. */
export const PREFIX_LENGTH_MIN = 4;

/** One commit on the way between two states: made (forward) or undone. */
export interface Step {
  readonly node: CommitNode;
  readonly forward: boolean;
}

export class Forest {
  readonly #nodes = new Map<string, CommitNode>();
  /** Ids by their first four digits: what a prefix is looked up in. */
  readonly #byPrefix = new Map<string, string[]>();

  get size(): number {
    return this.#nodes.size;
  }

  /** Adds a commit; the one already there if its id is known. */
  add(node: CommitNode): CommitNode {
    const { id } = node.commit;
    const known = this.#nodes.get(id);
    if (known !== undefined) return known;
    this.#nodes.set(id, node);
    const prefix = id.slice(0, PREFIX_LENGTH_MIN);
    const ids = this.#byPrefix.get(prefix);
    if (ids === undefined) this.#byPrefix.set(prefix, [id]);
    else ids.push(id);
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

  nodes(): IterableIterator<CommitNode> {
    return this.#nodes.values();
  }

  /** The commit whose id begins with `prefix`; undefined if there is none. */
  findByPrefix(prefix: string): CommitNode | undefined {
    if (!/^[0-9a-f]{4,64}$/.test(prefix)) return undefined;
    const candidates = this.#byPrefix.get(prefix.slice(0, PREFIX_LENGTH_MIN)) ?? [];
    const ids = candidates.filter((id) => id.startsWith(prefix));
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

  /** The steps that lead from one commit's state to another's; undefined stands for the empty graph. */
  path(from: CommitNode | undefined, to: CommitNode | undefined): Step[] {
    const back: Step[] = [];
    const forth: Step[] = [];
    let a = from;
    let b = to;
    while (a !== b) {
      if (b === undefined || (a !== undefined && a.depth >= b.depth)) {
        assert(a !== undefined, "two paths end without meeting");
        back.push({ node: a, forward: false });
        a = a.parent;
      } else {
        forth.push({ node: b, forward: true });
        b = b.parent;
      }
    }
    return [...back, ...forth.reverse()];
  }

  /**
   * The commits that lead to `from`, itself included: children before parents, and among those free to come
   * the newest. Lazy up to the first commit with two parents.
   */
  *log(from: CommitNode | undefined): Generator<Commit> {
    let node = from;
    while (node !== undefined && node.commit.parents.length < 2) {
      yield node.commit;
      node = node.parent;
    }
    if (node !== undefined) yield* this.#logOfMerges(node);
  }

  *#logOfMerges(from: CommitNode): Generator<Commit> {
    const childrenLeft = new Map<CommitNode, number>([[from, 0]]);
    for (const node of childrenLeft.keys()) {
      for (const id of node.commit.parents) {
        const parent = this.get(id);
        childrenLeft.set(parent, (childrenLeft.get(parent) ?? 0) + 1);
      }
    }
    const ready = [from];
    for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
      yield node.commit;
      for (const id of node.commit.parents) {
        const parent = this.get(id);
        const left = (childrenLeft.get(parent) as number) - 1;
        childrenLeft.set(parent, left);
        if (left === 0) insertByTime(ready, parent);
      }
    }
  }
}

/** Keeps `ready` in order of time, the newest last; of equals the one put in first goes first. */
function insertByTime(ready: CommitNode[], node: CommitNode): void {
  let at = 0;
  while (at < ready.length && ready[at].commit.time < node.commit.time) at++;
  ready.splice(at, 0, node);
}
