/**
 * Jumps: from each commit one reference far back along its first parents, so chosen that a walk which takes each
 * jump that does not lead too far gets anywhere in O(log commits) steps. Nothing is made for it but the one
 * reference a commit. After E. W. Myers, "An applicative random-access stack", 1983.
 */
import type { CommitNode } from "./commit-node.js";

/** The jump of a commit made at a time on top of another. */
export function makeJump(
  parent: CommitNode | undefined,
  time: number,
): Pick<CommitNode, "jump" | "earliest"> {
  const next = parent?.jump;
  // two jumps of one length after each other become one
  if (parent === undefined || next === undefined || parent.depth - next.depth !== lengthOf(next)) {
    return { jump: parent, earliest: time };
  }
  return { jump: next.jump, earliest: Math.min(time, parent.earliest, next.earliest) };
}

function lengthOf({ depth, jump }: CommitNode): number {
  return depth - (jump?.depth ?? 0);
}

/** The commit at a depth among a commit and those before it along first parents; undefined at depth 0. O(log n). */
export function ancestorAt(node: CommitNode | undefined, depth: number): CommitNode | undefined {
  let at = node;
  while (at !== undefined && at.depth > depth) at = (at.jump?.depth ?? 0) >= depth ? at.jump : at.parent;
  return at;
}

/** The last common ancestor along first parents; undefined if there is none. O(log n). */
export function lastCommonAncestor(
  a: CommitNode | undefined,
  b: CommitNode | undefined,
): CommitNode | undefined {
  let left = ancestorAt(a, b?.depth ?? 0);
  let right = ancestorAt(b, left?.depth ?? 0);
  while (left !== right && left !== undefined && right !== undefined) {
    // commits of one depth have jumps of one length
    const apart = left.jump !== right.jump;
    left = apart ? left.jump : left.parent;
    right = apart ? right.jump : right.parent;
  }
  return left === right ? left : undefined;
}

/** The first commit, back along first parents, that was made at a time or before it. O(log n). */
export function lastCommitBefore(node: CommitNode | undefined, time: number): CommitNode | undefined {
  let at = node;
  while (at !== undefined && at.commit.time > time) at = at.earliest > time ? at.jump : at.parent;
  return at;
}
