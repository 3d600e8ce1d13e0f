/**
 * Lines: the commits that first parents alone lead to, down to one with several parents or none, which begins the
 * line. Lines that fork are one tree. Within it a common ancestor is found in O(log commits), so that questions about
 * all parents take a step for each merge and not for each commit.
 */
import type { CommitNode } from "./commit-node.js";
import { ancestorAt, lastCommonAncestor } from "./jump.js";

/** The commit with several parents or none that begins the line of a commit; the commit itself may be it. O(1). */
export function lineStartOf(node: CommitNode): CommitNode {
  return node.lineStart ?? node;
}

/** The last common ancestor of two commits whose line begins with the same commit. O(log n). */
export function meetingOf(a: CommitNode, b: CommitNode): CommitNode {
  return lastCommonAncestor(a, b) as CommitNode;
}

/**
 * Commits of one line in pre-order: each before those that it leads to, and branch after branch. Then the last common
 * ancestor of any two is one of two neighbours between them. O(k log k log n).
 */
export function inPreOrder(nodes: Iterable<CommitNode>): CommitNode[] {
  const sorted = [...nodes];
  return sorted.length < 2 ? sorted : sorted.sort(comparePreOrder);
}

function comparePreOrder(a: CommitNode, b: CommitNode): number {
  if (a === b) return 0;
  const meeting = meetingOf(a, b);
  if (meeting === a) return -1;
  if (meeting === b) return 1;
  const [left, right] = [a, b].map((node) => ancestorAt(node, meeting.depth + 1) as CommitNode);
  return left.ordinal - right.ordinal;
}

/** The number of commits of a line that lead to some in pre-order, themselves and the start of the line included. */
export function countLeading(nodes: readonly CommitNode[]): number {
  if (nodes.length === 0) return 0;
  let count = nodes[0].depth - lineStartOf(nodes[0]).depth + 1;
  for (let i = 1; i < nodes.length; i++) count += nodes[i].depth - meetingOf(nodes[i - 1], nodes[i]).depth;
  return count;
}
