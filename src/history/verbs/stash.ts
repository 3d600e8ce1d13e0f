/** Putting uncommitted changes aside and taking them back. */
import { GroggyError } from "../../errors.js";
import { isEmptyDelta } from "../../space/deltas/delta.js";
import type { Commit } from "../commits/commit.js";
import { countDelta, type ElementStatus } from "../diff/status.js";
import { findOverlap, transplant } from "../repository/carry.js";
import type { HistoryCore } from "../repository/core.js";
import { findKeyOverlap } from "../repository/key-conflicts.js";
import type { Stash } from "../repository/stashes.js";
import { stashChanges } from "../repository/working-changes.js";

/** Changes that were put aside. */
export interface StashEntry {
  readonly message: string;
  /** When, in ms since 1970. */
  readonly time: number;
  /** The commit they were made on; null before the first one. */
  readonly commit: Commit | null;
  readonly nodes: ElementStatus;
  readonly edges: ElementStatus;
  readonly graph: ElementStatus;
}

function toEntry({ message, time, node, delta }: Stash): StashEntry {
  return { message, time, commit: node?.commit ?? null, ...countDelta(delta) };
}

/** Puts the uncommitted changes aside; the graph is as it was at the last commit. */
export function stash(core: HistoryCore, message: string): StashEntry {
  core.sink?.check();
  const stashed = stashChanges(core, message, core.now());
  core.recorder.keep(() => {
    core.stashes.drop(0);
    core.space.replay(stashed.delta);
  });
  return toEntry(stashed);
}

/** All stashes, the newest first. */
export function listStashes(core: HistoryCore): StashEntry[] {
  return core.stashes.entries.map(toEntry);
}

/** Drops a stash for good. */
export function dropStash(core: HistoryCore, index: number): void {
  core.sink?.check();
  const dropped = core.stashes.get(index);
  core.stashes.drop(index);
  core.recorder.keep(() => core.stashes.push(dropped, index));
}

/**
 * Makes the changes of a stash again, as uncommitted ones.
 *
 * @throws GroggyError STASH_CONFLICT if the present state differs in what they change; then nothing is changed.
 */
export function applyStash(core: HistoryCore, index: number): void {
  const { node, delta } = core.stashes.get(index);
  const working = core.space.delta();
  const since = core.forest
    .path(node, core.node)
    .map((step) => ({ delta: step.delta, forward: step.forward }));
  if (!isEmptyDelta(working)) since.push({ delta: working, forward: true });
  const changes = transplant(delta, since);
  const overlap =
    findOverlap(changes, since, core.space) ?? findKeyOverlap(core.space, changes, core.space.rules);
  if (overlap !== undefined) {
    throw new GroggyError(
      "STASH_CONFLICT",
      `"stash" expected changes of what is still as it was when they were put aside, got one of ${overlap}, which has changed since`,
      { overlap },
    );
  }
  core.space.replay(changes);
}
