/** The state that two commits are compared with when they are merged. */
import type { Delta } from "../../space/deltas/delta.js";
import { mergeBases } from "../commits/ancestry.js";
import type { CommitNode } from "../commits/commit-node.js";
import { placeOf } from "../commits/forest.js";
import type { HistoryCore } from "../repository/core.js";
import { planMerge } from "./merge-plan.js";
import { findConflicts, ThreeWay } from "./three-way.js";

/**
 * The merge base of two commits; undefined if they have nothing in common. Several are merged first, in the
 * order of their ids, into a commit that is in no history; where they contradict each other it has what was
 * before them, so that the contradiction shows in the merge itself.
 */
export function mergeBase(core: HistoryCore, ours: CommitNode, theirs: CommitNode): CommitNode | undefined {
  const [first, ...others] = mergeBases([ours], [theirs]);
  return others.reduce((base, other) => mergeVirtually(core, base, other), first);
}

function mergeVirtually(core: HistoryCore, left: CommitNode, right: CommitNode): CommitNode {
  const base = mergeBase(core, left, right);
  const delta = (node: CommitNode): Delta => core.deltaBetween(base, node);
  const merge = new ThreeWay(core.stateOf(left), {
    ours: delta(left),
    theirs: delta(right),
  });
  const conflicts = findConflicts(merge);
  return {
    ordinal: -1,
    commit: {
      ...left.commit,
      id: `${left.commit.id}+${right.commit.id}`,
      parents: [left.commit.id, right.commit.id],
    },
    parents: [left, right],
    delta: planMerge(merge, conflicts, new Map(conflicts.map((conflict) => [conflict, "before"]))),
    leaves: [],
    skips: undefined,
    ...placeOf([left, right], left.commit.time),
  };
}
