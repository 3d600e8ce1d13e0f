/** The selection of commits and names of a bundle. */

import { describe } from "../../errors.js";
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { ancestorsOf } from "../commits/ancestry.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { HistoryCore } from "../repository/core.js";
import { resolveRange } from "../repository/range.js";
import type { RefTarget } from "../repository/refs.js";
import type { Revision } from "../repository/resolve.js";
import { type BundlePlan, commitsFor, writeBundle } from "./write-bundle.js";

/** The contents of a bundle. Defaults to the whole history. */
export interface BundleOptions {
  /** Only what is in b and not in a, "a..b"; the names are those of commits in it. */
  readonly range?: string;
  /** Only what these do not have, which the receiver has to know. */
  readonly since?: Revision | readonly Revision[];
  /** Stops it: once it is aborted, its reason is thrown, and no file is written. */
  readonly signal?: AbortSignalLike;
}

/** The bundle of a graph's history. O(what the commits changed). */
export function makeBundle(core: HistoryCore, options: BundleOptions): Uint8Array {
  if (options.range !== undefined && options.since !== undefined) {
    throw new TypeError('"range" expected to be given alone, got "since" as well');
  }
  return writeBundle(
    core,
    options.range === undefined ? planSince(core, options.since) : planRange(core, options.range),
    options.signal,
  );
}

function planSince(core: HistoryCore, since: BundleOptions["since"]): BundlePlan {
  const revisions = since === undefined ? [] : Array.isArray(since) ? since : [since];
  const known = ancestorsOf(revisions.map((revision: Revision) => core.resolve(revision)));
  const names = [...core.branches.entries(), ...core.tags.entries()];
  const tips = names.map(([, { node }]) => node);
  if (core.node !== undefined) tips.push(core.node);
  return {
    commits: commitsFor(tips, (node) => known.has(node)),
    branches: core.branches.entries(),
    tags: core.tags.entries(),
  };
}

function planRange(core: HistoryCore, range: unknown): BundlePlan {
  const { tips, without } = resolveRange(core, { range: range as string });
  if (tips.length !== 1) {
    throw new TypeError(`"range" expected two revisions with ".." between them, got ${describe(range)}`);
  }
  const known = ancestorsOf(without);
  const commits = commitsFor(tips, (node) => known.has(node));
  const included = new Set<CommitNode>([...commits, ...tips]);
  const isIn = ([, { node }]: readonly [string, RefTarget]): boolean => included.has(node);
  return {
    commits,
    branches: core.branches.entries().filter(isIn),
    tags: core.tags.entries().filter(isIn),
  };
}
