/** The commit that was the newest one at a time. */
import { describe, GroggyError } from "../../errors.js";
import type { CommitNode } from "../commits/commit-node.js";
import { lastCommitBefore } from "../commits/jump.js";
import type { HistoryCore } from "../repository/core.js";
import { checkTime } from "./log.js";

/**
 * The newest commit, on the line of first parents of a branch or of the present commit, that was made at a time or
 * before it. Newest by its place: where clocks went back, a commit counts from its own time on, whatever the times of
 * those before it.
 */
export function commitAt(core: HistoryCore, time: number | Date, branch?: string): CommitNode {
  const ms = checkTime("time", time);
  const from = branch === undefined ? core.node : core.repository.tipOf(branch);
  const node = lastCommitBefore(from, ms);
  if (node !== undefined) return node;
  const shown = Number.isNaN(new Date(ms).getTime()) ? `${ms} ms` : new Date(ms).toISOString();
  throw new GroggyError(
    "REVISION_NOT_FOUND",
    `"time" expected a time at which ${branch === undefined ? "the present branch" : describe(branch)} had a commit, got ${shown}`,
    { time: ms },
  );
}
