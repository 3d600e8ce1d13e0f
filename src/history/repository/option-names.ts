/** The names of options that several verbs of the history take. */

/** What becomes of uncommitted changes. */
export const DIRTY_OPTIONS = ["carry", "stash", "discard"] as const;

/** What a commit says besides its message. */
export const COMMIT_OPTIONS = ["author", "time", "meta", "allowEmpty"] as const;

/** How a merge goes, conflicts and uncommitted changes included. */
export const MERGE_OPTIONS = ["fastForward", "policy", "attributes", ...DIRTY_OPTIONS] as const;

/** How commits of others are made again. */
export const REPLAY_OPTIONS = [
  "message",
  "mainline",
  "policy",
  "attributes",
  ...DIRTY_OPTIONS,
  ...COMMIT_OPTIONS,
] as const;

/** What takes long. */
export const RUN_OPTIONS = ["signal", "onProgress"] as const;

/** Which commits, and which names for them. */
export const FETCH_OPTIONS = ["remote", "branches", "tags", "force", "prune", ...RUN_OPTIONS] as const;

/** Which commits are told of. */
export const LOG_OPTIONS = [
  "from",
  "range",
  "limit",
  "firstParent",
  "author",
  "message",
  "since",
  "until",
  "touching",
] as const;
