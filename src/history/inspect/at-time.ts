/** The commit that was the newest one at a time. */
import { GroggyError } from "../../errors.js";
import type { CommitNode } from "../commits/commit-node.js";
import { lastCommitBefore } from "../commits/jump.js";
import type { HistoryCore } from "../repository/core.js";
import { checkTime } from "./log.js";

/**
 * The newest commit of the present line of first parents that was made at a time or before it. Newest by its
 * place: where clocks went back, a commit counts from its own time on, whatever the times of those before it.
 */
export function commitAt(core: HistoryCore, time: number | Date): CommitNode {
  const ms = checkTime("time", time);
  const node = lastCommitBefore(core.node, ms);
  if (node !== undefined) return node;
  const shown = Number.isNaN(new Date(ms).getTime()) ? `${ms} ms` : new Date(ms).toISOString();
  throw new GroggyError(
    "REVISION_NOT_FOUND",
    `"time" expected a time at which the present branch had a commit, got ${shown}`,
    { time: ms },
  );
}
