/** The names of options that several verbs of the history take. */

/** Options for uncommitted changes. */
export const DIRTY_OPTIONS = ["carry", "stash", "discard"] as const;

/** Options of a commit besides its message. */
export const COMMIT_OPTIONS = ["author", "time", "meta", "allowEmpty"] as const;

/** Options that resolve conflicts. */
export const POLICY_OPTIONS = ["policy", "elements", "attributes", "unify", "uniqueEdges", "kept"] as const;

/** Options of a merge, including conflicts and uncommitted changes. */
export const MERGE_OPTIONS = ["fastForward", ...POLICY_OPTIONS, ...DIRTY_OPTIONS] as const;

/** Options for replaying commits. */
export const REPLAY_OPTIONS = [
  "message",
  "mainline",
  ...POLICY_OPTIONS,
  ...DIRTY_OPTIONS,
  ...COMMIT_OPTIONS,
] as const;

/** Options of long runs. */
export const RUN_OPTIONS = ["signal", "onProgress"] as const;

/** Options that select commits and names. */
export const FETCH_OPTIONS = ["remote", "branches", "tags", "force", "prune", ...RUN_OPTIONS] as const;

/** Options that select commits for a log. */
export const LOG_OPTIONS = [
  "from",
  "range",
  "all",
  "limit",
  "firstParent",
  "author",
  "message",
  "since",
  "until",
  "touching",
] as const;
