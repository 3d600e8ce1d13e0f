/** Commits that the head alone leads to: once it is elsewhere, nothing but `undo` and their ids brings them back. */
import { walk } from "../commits/ancestry.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { ancestorAt } from "../commits/jump.js";
import type { HistoryCore } from "./core.js";

/** A warning of `checkout`. */
export interface CheckoutWarning {
  readonly code: "UNREACHABLE_COMMITS";
  readonly message: string;
  readonly data: {
    /** The commits that were left and that no name leads to any more, the newest first. */
    readonly unreachable: readonly Commit[];
  };
}

/** The commits before `from`, itself included, that no branch, tag or remote branch leads to, and no node of `also`. */
function unnamed(core: HistoryCore, from: CommitNode, also: readonly CommitNode[]): Commit[] {
  const others = [...core.repository.namedNodes(), ...also];
  // mostly first parents lead to it from one of them, which costs nothing to find out
  if (others.some((node) => ancestorAt(node, from.depth) === from)) return [];
  return Array.from(walk(from, others), ({ commit }) => commit);
}

/** The number of commits that only a detached head leads to. O(names + those commits). */
export function countUnnamed(core: HistoryCore): number {
  return core.branch !== null || core.node === undefined ? 0 : unnamed(core, core.node, []).length;
}

/** The warning once a detached head has left a commit; undefined if a name or the new head leads to it. */
export function warningOf(core: HistoryCore, left: CommitNode): CheckoutWarning | undefined {
  const unreachable = unnamed(core, left, core.node === undefined ? [] : [core.node]);
  if (unreachable.length === 0) return undefined;
  const count = unreachable.length === 1 ? "a commit" : `${unreachable.length} commits`;
  const id = left.commit.id.slice(0, 12);
  const message = `"checkout" left ${count} on no branch; branch("name", { at: "${id}" }) gives one a name`;
  return { code: "UNREACHABLE_COMMITS", message, data: { unreachable } };
}
