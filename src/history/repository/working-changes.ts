/**
 * Uncommitted changes on the way to another commit: refused, carried over, put on the stash or discarded, and never
 * lost in silence.
 */
import { assert, describe, GroggyError } from "../../errors.js";
import { type Delta, type DeltaStep, isEmptyDelta } from "../../space/deltas/delta.js";
import type { GraphSpace } from "../../space/graph-space.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { pastState } from "../../space/states/past-state.js";
import type { CommitNode } from "../commits/commit-node.js";
import { countDelta, type ElementStatus } from "../diff/status.js";
import { findOverlap, transplant } from "./carry.js";
import type { HistoryCore } from "./core.js";
import { findKeyOverlap } from "./key-conflicts.js";
import type { Stash } from "./stashes.js";

declare module "../../errors.js" {
  interface GroggyErrorData {
    /** The changes that prevent it, the first of them that cannot be carried, or the branch that has them. */
    DIRTY_STATE: {
      nodes?: ElementStatus;
      edges?: ElementStatus;
      graph?: ElementStatus;
      overlap?: string;
      branch?: string;
    };
  }
}

/** The treatment of uncommitted changes; without one of these options a dirty graph is not moved. */
export interface DirtyOptions {
  /** Carry them over. Refused where the states differ in what they change. */
  readonly carry?: boolean;
  /** Put them on the stash. */
  readonly stash?: boolean;
  /** Discard them. */
  readonly discard?: boolean;
}

export const DIRTY_OPTIONS = ["carry", "stash", "discard"] as const;

/**
 * Checks out a commit and a branch, with uncommitted changes treated by the options. The cost is the size of the
 * difference.
 */
export function moveTo(
  core: HistoryCore,
  target: CommitNode | undefined,
  branch: string | null,
  options: DirtyOptions,
  verb: string,
): void {
  if (branch !== null) core.repository.requireFree(branch, core);
  const path = core.head.stepsTo(target);
  const working = leaveChanges(core, path, options, verb);
  core.head.walk(path, target, branch);
  if (working !== undefined) core.space.replay(working);
}

/** Moves as `moveTo` does, together with the present branch. */
export function resetTo(
  core: HistoryCore,
  target: CommitNode | undefined,
  options: DirtyOptions,
  verb: string,
): void {
  moveTo(core, target, core.branch, options, verb);
  core.head.moveBranch(target);
}

/**
 * Takes uncommitted changes out by the options; returns them if they have to be carried over the commit of
 * `planned`.
 */
export function setAside(
  core: HistoryCore,
  options: DirtyOptions,
  verb: string,
  planned: Delta,
): Delta | undefined {
  const working = core.space.delta();
  const carried = leaveChanges(core, [{ delta: planned, forward: true }], options, verb);
  return carried === undefined ? undefined : working;
}

/** Reapplies uncommitted changes on top of a commit that was made after they had been set aside. */
export function reapply({ space }: HistoryCore, working: Delta, made: CommitNode): void {
  space.replay(carry(space, working, [{ delta: made.delta, forward: true }], space));
}

/** Puts the uncommitted changes on the stash and takes them out of the graph. */
export function stashChanges({ space, stashes, node }: HistoryCore, message: string, time: number): Stash {
  const working = space.delta();
  if (isEmptyDelta(working)) {
    throw new GroggyError("EMPTY_COMMIT", '"stash" expected uncommitted changes, got none');
  }
  const stash = { message, time, node, delta: working };
  stashes.push(stash);
  space.discard(working);
  return stash;
}

/** Treats uncommitted changes by the options, and returns those to carry over. */
function leaveChanges(
  core: HistoryCore,
  path: readonly DeltaStep[],
  options: DirtyOptions,
  verb: string,
): Delta | undefined {
  checkDirtyOptions(options);
  const { space } = core;
  const working = space.delta();
  if (isEmptyDelta(working)) return undefined;
  if (options.discard !== true && options.carry !== true && options.stash !== true)
    throw dirtyState(core, verb, working);
  const carried =
    options.carry === true
      ? carry(space, working, path, pastState(space, [{ delta: working, forward: false }, ...path]))
      : undefined;
  if (options.stash === true) {
    const { time } = core.recorder;
    assert(time !== undefined, "changes are put aside outside a verb on record");
    core.stashes.push({ message: `before ${verb}`, time, node: core.node, delta: working });
  }
  space.discard(working);
  return carried;
}

/** Uncommitted changes as they have to be made on the state that a path leads to. Throws where the states differ. */
function carry(space: GraphSpace, working: Delta, path: readonly DeltaStep[], target: GraphState): Delta {
  const carried = transplant(working, path);
  const overlap = findOverlap(carried, path, space) ?? findKeyOverlap(target, carried, space.rules);
  if (overlap === undefined) return carried;
  throw new GroggyError(
    "DIRTY_STATE",
    `"carry" expected uncommitted changes that both states agree on, got a change of ${overlap}, in which they differ`,
    { overlap },
  );
}

/** The error for uncommitted changes. */
export function dirtyState(
  { space }: HistoryCore,
  verb: string,
  working: Delta,
  choices = '"carry", "stash" or "discard"',
): GroggyError {
  const { nodes, edges, graph } = countDelta(working, space);
  const own = graph.added + graph.removed + graph.changed;
  const ofGraph = own === 0 ? "" : `, and ${own} changed attributes of the graph`;
  const total = (key: "added" | "removed" | "changed"): number => nodes[key] + edges[key];
  return new GroggyError(
    "DIRTY_STATE",
    `"${verb}" expected no uncommitted changes, got ${total("added")} added, ${total("removed")} removed and ${total("changed")} changed elements${ofGraph}; commit them first, or use ${choices}`,
    { nodes, edges, graph },
  );
}

/** Throws if more than one option for uncommitted changes is given. */
function checkDirtyOptions(options: DirtyOptions): void {
  for (const verb of DIRTY_OPTIONS) {
    const given: unknown = options[verb];
    if (given !== undefined && typeof given !== "boolean")
      throw new TypeError(`"${verb}" expected a boolean, got ${describe(given)}`);
  }
  const wanted = DIRTY_OPTIONS.filter((verb) => options[verb] === true).map((verb) => `"${verb}"`);
  if (wanted.length > 1) {
    throw new TypeError(
      `"options" expected one of "carry", "stash" and "discard", got ${wanted.join(" and ")}`,
    );
  }
}
