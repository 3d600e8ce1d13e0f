/** The state that two commits are compared with when they are merged. */
import type { Delta } from "../../space/deltas/delta.js";
import { mergeBases } from "../commits/ancestry.js";
import type { CommitNode } from "../commits/commit-node.js";
import { placeOfCommit } from "../commits/forest.js";
import type { AttributeConflict, Conflict } from "../diff/conflict.js";
import { storedForm } from "../diff/stored-form.js";
import type { HistoryCore } from "../repository/core.js";
import type { Policies } from "./merge-options.js";
import { type Decision, planMerge } from "./merge-plan.js";
import { combine, combines } from "./policy.js";
import { findAgreements, findConflicts, ThreeWay } from "./three-way.js";

/**
 * The merge base of two commits; undefined if they have nothing in common. Several are merged first, in the order of
 * their ids, into a commit that is in no history; where they contradict each other it has the values before them, so
 * that the conflict shows in the merge itself. Policies that combine are applied there as well: both sides have
 * merged the bases, so the merged bases are what they have in common.
 */
export function mergeBase(
  core: HistoryCore,
  ours: CommitNode,
  theirs: CommitNode,
  policies: Policies,
): CommitNode | undefined {
  const [first, ...others] = mergeBases([ours], [theirs]);
  return others.reduce((base, other) => mergeVirtually(core, base, other, policies), first);
}

function mergeVirtually(
  core: HistoryCore,
  left: CommitNode,
  right: CommitNode,
  policies: Policies,
): CommitNode {
  const base = mergeBase(core, left, right, policies);
  const delta = (node: CommitNode): Delta => core.forest.deltaBetween(base, node);
  const merge = new ThreeWay(core.stateOf(left), {
    ours: delta(left),
    theirs: delta(right),
  });
  const conflicts = findConflicts(merge);
  const decisions = new Map<Conflict, Decision>(conflicts.map((conflict) => [conflict, "before"]));
  const isCombined = (attribute: string): boolean => combines(policies, attribute);
  for (const conflict of [...conflicts, ...findAgreements(merge, isCombined)]) {
    if (conflict.kind !== "attribute" || !isCombined(conflict.attribute)) continue;
    const said = decideCombined(merge, conflict, policies);
    if (said !== undefined) decisions.set(conflict, said);
  }
  const id = `${left.id}+${right.id}`;
  return {
    ordinal: -1,
    id,
    commit: { ...left.commit, id, parents: [left.id, right.id] },
    parents: [left, right],
    delta: planMerge(merge, [...decisions.keys()], decisions),
    leaves: [],
    skips: undefined,
    ...placeOfCommit([left, right], left.commit.time),
  };
}

/** The result of an attribute's policy for two bases; undefined if it decides nothing, or nothing valid. */
function decideCombined(
  merge: ThreeWay,
  conflict: AttributeConflict,
  policies: Policies,
): Decision | undefined {
  const { kind, id } = conflict.element;
  const columnFor = (value: unknown) => merge.of(kind).columnFor(conflict.attribute, id, value)?.column;
  const said = combine(conflict, policies, (value) => columnFor(value)?.accepts(value) === true);
  if (said === undefined || said === "misfit") return undefined;
  if (typeof said !== "object" || said.value === null) return said;
  const value = storedForm(columnFor(said.value), said.value);
  return value === undefined ? undefined : { value };
}
