/** The commit that a revision means. */
import { describe, GroggyError } from "../../errors.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { lastCommitBefore } from "../commits/jump.js";
import type { GraphHead } from "./graph-head.js";
import { parseMoment } from "./moment.js";
import { isCommitId } from "./refs.js";
import { parseRevision } from "./revision.js";

/** A name for a commit: a branch, a tag, HEAD, an id or its prefix, with `~n` and `^n`; or the commit itself. */
export type Revision = string | Commit;

/**
 * The commit that a revision means. Throws if there is none, or more than one.
 *
 * @param now the time that "yesterday" and the like refer to.
 */
export function resolveRevision(head: GraphHead, revision: Revision, now: () => number): CommitNode {
  const { forest } = head.repository;
  const id: unknown = typeof revision === "object" && revision !== null ? revision.id : undefined;
  if (typeof id === "string") {
    const node = forest.find(id);
    if (node === undefined) throw notFound(id, "is not a commit of this graph");
    return node;
  }
  const { base, time, steps } = parseRevision(revision);
  let node = resolveBase(head, base);
  if (time !== undefined) node = resolveTime(node, time, revision as string, now);
  for (const { kind, count } of steps) {
    if (kind === "ancestor") {
      if (count >= node.depth) throw notFound(revision as string, "goes back beyond the first commit");
      node = forest.ancestor(node, node.depth - count);
    } else if (count > 0) {
      const id = node.commit.parents[count - 1];
      const has = `a commit with ${node.commit.parents.length}`;
      if (id === undefined) throw notFound(revision as string, `asks for parent ${count} of ${has}`);
      node = forest.get(id);
    }
  }
  return node;
}

function resolveBase(head: GraphHead, base: string): CommitNode {
  const { forest, branches, tags, remotes } = head.repository;
  // whole ids come first: a store may have a name that looks like one, from when such names were taken
  const named =
    (isCommitId(base) ? forest.find(base) : undefined) ??
    branches.get(base) ??
    tags.get(base) ??
    remotes.get(base) ??
    (base === "HEAD" ? head.requireCommit("HEAD") : undefined);
  const node = named ?? forest.findByPrefix(base);
  if (node === undefined) throw notFound(base, "names no branch, tag or commit");
  return node;
}

/** The newest commit on the line of first parents that was made at a time, given in words, or before it. */
function resolveTime(from: CommitNode, words: string, revision: string, now: () => number): CommitNode {
  const time = parseMoment(words, now);
  if (time === undefined) {
    const forms = "2025-01-06, 2025-01-06T12:00Z, yesterday or 3 days ago";
    throw notFound(revision, `has no time in @{}, such as ${forms}`);
  }
  const node = lastCommitBefore(from, time);
  if (node !== undefined) return node;
  throw notFound(revision, `had no commit yet at ${new Date(time).toISOString()}`);
}

function notFound(revision: string, why: string): GroggyError {
  return new GroggyError(
    "REVISION_NOT_FOUND",
    `"revision" expected a branch, a tag or a commit id, got ${describe(revision)}, which ${why}`,
    { revision },
  );
}
