/** The names of commits as a log shows them. */
import type { CommitNode } from "../commits/commit-node.js";
import type { HistoryCore } from "../repository/core.js";

/** For each commit that has one its names: "HEAD -> main" or "HEAD" first, then "tag: v1", then branches, "origin/main" last. */
export function refNames(core: HistoryCore): Map<CommitNode, string[]> {
  const names = new Map<CommitNode, string[]>();
  const add = (node: CommitNode, name: string): void => {
    const known = names.get(node);
    if (known === undefined) names.set(node, [name]);
    else known.push(name);
  };
  if (core.node !== undefined) add(core.node, core.branch === null ? "HEAD" : `HEAD -> ${core.branch}`);
  for (const [name, { node }] of core.tags.entries()) add(node, `tag: ${name}`);
  for (const [name, { node }] of core.branches.entries()) if (name !== core.branch) add(node, name);
  for (const [name, { node }] of core.remotes.entries()) add(node, name);
  return names;
}
