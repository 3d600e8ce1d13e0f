/** Questions about the graph of commits along all parents. */

import { Heap } from "../../structures/heap.js";
import type { CommitNode } from "./commit-node.js";
import { CommitWalk } from "./commit-walk.js";
import { ancestorAt } from "./jump.js";

/** Commits with the larger generation first: each before all that it was made from. */
function byGeneration(a: CommitNode, b: CommitNode): number {
  return b.generation - a.generation;
}

const LEFT = 1;
const RIGHT = 2;
const BOTH = LEFT | RIGHT;
/** An ancestor of a merge base, which is no merge base itself. */
const STALE = 4;

/**
 * The best common ancestors of some commits on one side and some on the other: those that are no ancestor of
 * another one. In the order of their ids. O(commits down to the last of them).
 */
export function mergeBases(left: readonly CommitNode[], right: readonly CommitNode[]): CommitNode[] {
  const flags = new Map<CommitNode, number>();
  const queue = new Heap<CommitNode>(byGeneration);
  // The number of commits in the queue that can still lead to a merge base.
  let open = 0;
  const mark = (node: CommitNode, flag: number): void => {
    const known = flags.get(node);
    if (known === undefined) queue.push(node);
    const next = (known ?? 0) | flag;
    open += Number((next & STALE) === 0) - Number(known !== undefined && (known & STALE) === 0);
    flags.set(node, next);
  };
  for (const node of left) mark(node, LEFT);
  for (const node of right) mark(node, RIGHT);
  const bases: CommitNode[] = [];
  for (let node = queue.pop(); node !== undefined && open > 0; node = queue.pop()) {
    const flag = flags.get(node) as number;
    if ((flag & STALE) === 0) open--;
    if ((flag & BOTH) === BOTH && (flag & STALE) === 0) bases.push(node);
    const passed = (flag & BOTH) === BOTH ? BOTH | STALE : flag;
    for (const parent of node.parents) mark(parent, passed);
  }
  return bases.sort((a, b) => (a.commit.id < b.commit.id ? -1 : 1));
}

/** Whether one commit is an ancestor of another, or the same. O(commits of a generation between the two). */
export function isAncestor(ancestor: CommitNode, node: CommitNode): boolean {
  // mostly it is one along first parents
  if (ancestorAt(node, ancestor.depth) === ancestor) return true;
  const seen = new Set([node]);
  const pending = [node];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at === ancestor) return true;
    for (const parent of at.parents) {
      if (parent.generation < ancestor.generation || seen.has(parent)) continue;
      seen.add(parent);
      pending.push(parent);
    }
  }
  return false;
}

/** All ancestors of some commits, themselves included. */
export function ancestorsOf(nodes: Iterable<CommitNode>): Set<CommitNode> {
  const ancestors = new Set(nodes);
  for (const node of ancestors) for (const parent of node.parents) ancestors.add(parent);
  return ancestors;
}

/** The number of commits that lead to `left` and not to `right`, and vice versa. */
export function aheadBehind(left: CommitNode, right: CommitNode): { ahead: number; behind: number } {
  const flags = new Map<CommitNode, number>();
  const queue = new Heap<CommitNode>(byGeneration);
  let single = 0;
  const mark = (node: CommitNode, flag: number): void => {
    const known = flags.get(node);
    if (known === undefined) queue.push(node);
    const next = (known ?? 0) | flag;
    single += Number(next !== BOTH) - Number(known !== undefined && known !== BOTH);
    flags.set(node, next);
  };
  mark(left, LEFT);
  mark(right, RIGHT);
  let ahead = 0;
  let behind = 0;
  for (let node = queue.pop(); node !== undefined && single > 0; node = queue.pop()) {
    const flag = flags.get(node) as number;
    if (flag !== BOTH) single--;
    if (flag === LEFT) ahead++;
    if (flag === RIGHT) behind++;
    for (const parent of node.parents) mark(parent, flag);
  }
  return { ahead, behind };
}

/**
 * The commits that lead to `from`, itself included, and not to any of `without`: children before parents, and
 * among those free to come the newest. Lazy.
 */
export function* walk(from: CommitNode, without: readonly CommitNode[] = []): Generator<CommitNode> {
  let node: CommitNode | undefined = from;
  // a line without merges needs nothing remembered
  for (; without.length === 0 && node !== undefined && node.parents.length < 2; node = node.parent)
    yield node;
  if (node !== undefined) yield* new CommitWalk([node], without);
}
