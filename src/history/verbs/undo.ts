/** Undoing and redoing what was done to names and place. */
import { GroggyError } from "../../errors.js";
import { isEmptyDelta, sameDelta } from "../../space/deltas/delta.js";
import type { HistoryCore } from "../repository/core.js";
import { type DirtyOptions, dirtyState, stashChanges } from "../repository/working-changes.js";

/** An operation as users see it. */
export interface OperationEntry {
  /** The verb: "commit", "checkout", "merge" and so on. */
  readonly name: string;
  /** When, in ms since 1970. */
  readonly time: number;
  /** Whether it was undone and can be redone. */
  readonly undone: boolean;
  /** The branch and the commit's id after it. */
  readonly branch: string | null;
  readonly commit: string | null;
}

/** All operations that can be undone, oldest first, and after them those that can be redone. */
export function listOperations({ operations }: HistoryCore): OperationEntry[] {
  const entry = (undone: boolean) => (operation: (typeof operations.done)[number]) => ({
    name: operation.name,
    time: operation.time,
    undone,
    branch: operation.after.branch,
    commit: operation.after.node?.commit.id ?? null,
  });
  return [...operations.done.map(entry(false)), ...operations.undone.toReversed().map(entry(true))];
}

/** Brings names, place and uncommitted changes to where they were before the last operation. Its name. */
export function undo(core: HistoryCore, options: DirtyOptions): string {
  return step(core, options, false);
}

/** Makes the operation undone last once more. Its name. */
export function redo(core: HistoryCore, options: DirtyOptions): string {
  return step(core, options, true);
}

function step(core: HistoryCore, options: DirtyOptions, forward: boolean): string {
  core.sink?.check();
  const time = options.stash === true ? core.now() : 0;
  const stashCount = core.stashes.entries.length;
  const before = core.space.delta();
  const name = move(core, options, forward, time);
  core.recorder.keep(() => {
    move(core, { discard: true }, !forward, time);
    if (isEmptyDelta(core.space.delta()) && !isEmptyDelta(before)) core.space.replay(before);
    while (core.stashes.entries.length > stashCount) core.stashes.drop(0);
  });
  return name;
}

/** @param time of the stash, if one is made. */
function move(core: HistoryCore, options: DirtyOptions, forward: boolean, time: number): string {
  const verb = forward ? "redo" : "undo";
  const { operations } = core;
  const operation = (forward ? operations.undone : operations.done).at(-1);
  if (operation === undefined) {
    throw new GroggyError("NOTHING_TO_UNDO", `"${verb}" expected an operation to ${verb}, got none`);
  }
  const working = core.space.delta();
  const expected = (forward ? operation.before : operation.after).working;
  if (!isEmptyDelta(working)) {
    const known = sameDelta(working, expected);
    if (!known && options.stash !== true && options.discard !== true) {
      throw dirtyState(core, verb, working, '"stash" or "discard"');
    }
    if (!known && options.stash === true) stashChanges(core, `before ${verb}`, time);
    else core.space.discard(working);
  }
  core.recorder.replay(operation, forward);
  if (forward) operations.redo();
  else operations.undo();
  return operation.name;
}
