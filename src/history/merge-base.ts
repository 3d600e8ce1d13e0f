/** The state that two commits are compared with when they are merged. */
import { composeSteps } from "../space/compose.js";
import { mergeBases } from "./ancestry.js";
import type { CommitNode } from "./commit-node.js";
import type { Conflict, Resolution } from "./conflict.js";
import type { HistoryCore } from "./core.js";
import { planMerge } from "./merge-plan.js";
import { Side } from "./side.js";
import { findConflicts, type ThreeWay } from "./three-way.js";

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
  const side = (node: CommitNode): Side => new Side(composeSteps(core.forest.path(base, node)));
  const states = { base: core.stateOf(base), ours: core.stateOf(left), theirs: core.stateOf(right) };
  const merge: ThreeWay = {
    present: states.ours,
    theirState: states.theirs,
    ours: side(left),
    theirs: side(right),
  };
  const decisions = new Map<Conflict, Resolution>();
  for (const conflict of findConflicts(merge, states)) decisions.set(conflict, asBefore(conflict));
  return {
    commit: {
      ...left.commit,
      id: `${left.commit.id}+${right.commit.id}`,
      parents: [left.commit.id, right.commit.id],
    },
    parent: left,
    parents: [left, right],
    depth: left.depth + 1,
    generation: Math.max(left.generation, right.generation) + 1,
    delta: planMerge(merge, decisions),
    leaves: [],
    skips: undefined,
  };
}

function asBefore(conflict: Conflict): Resolution {
  if (conflict.kind === "attribute") return { value: conflict.base };
  return conflict.kind === "removal" || conflict.kind === "dangling" ? "resurrect" : "ours";
}
