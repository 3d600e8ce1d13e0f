/** Taking up the commits of a bundle: all of them, or none. */

import type { CommitNode } from "../commits/commit-node.js";
import type { HistoryCore } from "../repository/core.js";
import { checkProgress, type ProgressOptions, tell } from "../repository/progress.js";
import { applyBundleChange } from "./apply-change.js";
import type { Bundle } from "./bundle.js";
import { invalidBundle } from "./bundle-errors.js";
import { CommitImport } from "./commit-import.js";

/**
 * Imports the commits that are not known yet: each is made again on the state of its first parent, and has to result
 * in the commit's id. The graph keeps its head. Returns their number. O(changes).
 *
 * @throws GroggyError INVALID_BUNDLE, DUPLICATE_KEY, LIMIT; then nothing is changed.
 */
export function importBundle(
  core: HistoryCore,
  { directed, required, commits }: Bundle,
  options: ProgressOptions = {},
): number {
  checkProgress(options);
  if (directed !== core.space.directed) {
    const [expected, received] = directed ? ["undirected", "directed"] : ["directed", "undirected"];
    throw invalidBundle(`expected commits of a graph that is ${expected}, got one that is ${received}`);
  }
  const missing = required.filter((id) => core.forest.find(id) === undefined);
  if (missing.length > 0) {
    throw invalidBundle(
      `expected one whose commits build on those of this graph, got one that needs ${missing.length} others, the first ${missing[0]}`,
      { missing },
    );
  }
  const unknown = commits.filter(({ commit }) => core.forest.find(commit.id) === undefined);
  if (unknown.length === 0) return 0;
  const running = new CommitImport(core);
  try {
    for (const [done, { commit, change }] of unknown.entries()) {
      const { id, parents, author, time, message, meta } = commit;
      tell(options, done, unknown.length);
      const nodes: CommitNode[] = parents.map((parent) => core.forest.get(parent));
      running.checkout(nodes.at(0));
      applyBundleChange(core.space, change);
      const parts = core.checkCommit(message, { author, time, meta });
      running.add(id, parts, nodes);
    }
    tell(options, unknown.length, unknown.length);
  } catch (error) {
    running.undo();
    throw error;
  }
  running.end();
  return unknown.length;
}
