/** Checking that what the graph keeps of its history is what its hashes say. Reports, and repairs nothing. */

import { CorruptStoreError } from "../../errors.js";
import { canonicalJson } from "../../pool/json-column.js";
import { composeSteps } from "../../space/deltas/compose.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { createCommit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { StateRoot } from "../hashing/state-root.js";
import type { HistoryCore } from "../repository/core.js";
import { type Finding, findingOf, type VerifyLevel } from "../repository/finding.js";
import { checkProgress, type ProgressOptions, tell } from "../repository/progress.js";

/** The level of the check. */
export interface VerifyOptions extends ProgressOptions {
  /**
   * `quick`: the ids of all commits, and of a store the journal. `full` (the default): the states of all branches,
   * tags and the head as well, and every byte of a store. `deep`: the state of every commit.
   */
  readonly level?: VerifyLevel;
}

export interface VerifyResult {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** The number of commits, and of states, that were checked. */
  readonly commits: number;
  readonly states: number;
}

/** Checks the history. O(commits), and for each state that is checked O(its size). */
export function verify(core: HistoryCore, options: VerifyOptions): VerifyResult {
  checkProgress(options);
  const { level = "full", signal } = options;
  const findings: Finding[] = [];
  for (const finding of core.sink?.verify(level) ?? []) {
    signal?.throwIfAborted();
    findings.push(finding);
  }
  const nodes: CommitNode[] = [];
  for (const node of core.forest.nodes()) {
    nodes.push(node);
    orDamage(node, findings, () => checkId(node, findings));
  }
  const states = level === "quick" ? [] : level === "deep" ? nodes : namedNodes(core);
  states.forEach((node, i) => {
    tell(options, i, states.length);
    orDamage(node, findings, () => checkState(core, node, findings));
  });
  tell(options, states.length, states.length);
  return { ok: findings.length === 0, findings, commits: nodes.length, states: states.length };
}

/** Runs a check; if it comes upon damage in a store, that is what it found. */
function orDamage(node: CommitNode, findings: Finding[], check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof CorruptStoreError)) throw error;
    findings.push(findingOf(error, idOf(node)));
  }
}

/** The id of a commit, as far as it can be read. */
function idOf(node: CommitNode): string {
  try {
    return node.commit.id;
  } catch {
    return "";
  }
}

function namedNodes(core: HistoryCore): CommitNode[] {
  const named = core.repository.namedNodes();
  if (core.node !== undefined) named.push(core.node);
  return [...new Set(named)];
}

function checkId({ commit, leaves }: CommitNode, findings: Finding[]): void {
  const canonicalMeta = canonicalJson(commit.meta, 0) as string;
  const expected = createCommit({ ...commit, canonicalMeta }, leaves);
  if (expected.id === commit.id) return;
  const message = `commit ${commit.id} has contents whose hash is ${expected.id}`;
  findings.push({ kind: "commitId", commit: commit.id, message });
}

function checkState(core: HistoryCore, node: CommitNode, findings: Finding[]): void {
  const state = core.stateOf(node);
  const { commit } = node;
  const root = rootOf(core, node, state);
  if (root !== commit.root) {
    const message = `the state of commit ${commit.id} has root ${root}, expected ${commit.root}`;
    findings.push({ kind: "stateRoot", commit: commit.id, message });
  }
  const { sources, targets } = state.pool.edges;
  state.edges.live.forEach((edge) => {
    for (const end of [sources[edge], targets[edge]]) {
      if (state.nodes.live.has(end)) continue;
      const message = `edge ${edge} has end ${end}, which is not in the state of commit ${commit.id}`;
      findings.push({ kind: "danglingEdge", commit: commit.id, message });
    }
  });
}

/** The root of a commit's state, worked out from the state alone. */
function rootOf(core: HistoryCore, node: CommitNode, state: GraphState): string {
  const root = new StateRoot();
  root.advance(state, composeSteps(core.forest.path(undefined, node)));
  return root.root(state.directed);
}
