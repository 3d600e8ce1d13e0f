/** A function of the state, worked out in each commit of a line of first parents. */

import { describe } from "../../errors.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { pastState } from "../../space/states/past-state.js";
import { speakJson } from "../../structures/text/json-value.js";
import { GraphView } from "../../view.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { HistoryCore } from "../repository/core.js";
import { checkCount } from "./log.js";
import { type LineOptions, lineOf } from "./series.js";

/** Over which commits a timeline is, and how many of them it passes over. */
export interface TimelineOptions extends LineOptions {
  /** Takes every n-th commit, counted back from the newest, which is always included. Defaults to 1. */
  readonly every?: number | undefined;
}

/** The results of a function in each of some commits, oldest first. */
export interface Timeline<R> {
  readonly commits: readonly Commit[];
  readonly values: readonly R[];
}

/**
 * Calls a function with the view of each commit, oldest first. Each state is made from the one before, so that
 * it costs the size of the difference.
 */
export function timeline<R>(
  core: HistoryCore,
  evaluate: (view: GraphView, commit: Commit) => R,
  options: TimelineOptions,
): Timeline<R> {
  if (typeof evaluate !== "function") {
    throw new TypeError(`"evaluate" expected a function, got ${describe(evaluate)}`);
  }
  const { every = 1 } = options;
  if (checkCount("every", every, 1) % 1 !== 0) {
    throw new RangeError(`"every" expected a whole number of commits, got ${describe(every)}`);
  }
  const line = lineOf(core, options);
  const chosen = line.filter((_, i) => (line.length - 1 - i) % every === 0);
  const values: R[] = [];
  let state: GraphState | undefined;
  let before: CommitNode | undefined;
  for (const node of chosen) {
    state = state === undefined ? core.stateOf(node) : pastState(state, core.forest.path(before, node));
    before = node;
    values.push(evaluate(new GraphView(state), node.commit));
  }
  return speakJson({ commits: chosen.map(({ commit }) => commit), values });
}
