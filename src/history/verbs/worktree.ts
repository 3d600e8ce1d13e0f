/** A second head over one history: a branch that is worked on beside the others. */
import type { GraphSpace } from "../../space/graph-space.js";
import type { DiffOf } from "../repository/commit-writer.js";
import { HistoryCore } from "../repository/core.js";
import { checkRefName } from "../repository/refs.js";
import type { Revision } from "../repository/resolve.js";

/** How a worktree begins. */
export interface WorktreeOptions {
  /** Makes the branch first. */
  readonly create?: boolean;
  /** The commit that a new branch begins at. Defaults to the present one. */
  readonly at?: Revision;
}

/**
 * Begins a head on a branch that no other head is on, in the state of its commit. O(columns + size of the difference).
 */
export function openWorktree(
  core: HistoryCore,
  branch: unknown,
  { create, at }: WorktreeOptions,
  diffOf: DiffOf,
): HistoryCore {
  const { repository } = core;
  core.sink?.check();
  if (create === true) {
    checkRefName("branch", branch);
    if (core.head.isBranch(branch)) throw core.branches.duplicate(branch);
    const node = at === undefined ? core.node : core.resolve(at);
    if (node !== undefined) core.record("branch", () => core.branches.set(branch, { node }));
  } else {
    if (at !== undefined) throw new TypeError('"at" expected "create" to go with it, got "at" alone');
    if (typeof branch === "string") repository.requireFree(branch, undefined);
    core.branches.require(branch);
  }
  const name = branch as string;
  const node = core.branches.get(name);
  const space: GraphSpace = core.space.beside(core.stateOf(node));
  const head = new HistoryCore(space, repository, diffOf);
  head.head.begin(core.head, name, node);
  return head;
}
