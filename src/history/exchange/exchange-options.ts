/** The options of verbs between graphs, apart from the verbs, which load late. */
import { MERGE_OPTIONS, type MergeOptions } from "../merge/merge-options.js";
import { COMMIT_OPTIONS, type CommitOptions } from "../repository/commit-parts.js";
import { type ProgressOptions, RUN_OPTIONS } from "../repository/progress.js";
import type { Revision } from "../repository/resolve.js";

/** Options of `fetch`. */
export interface FetchOptions extends ProgressOptions {
  /** The name of the other graph here. Defaults to "origin". Its "main" is "origin/main" here. */
  readonly remote?: string;
  /** Only these branches. */
  readonly branches?: readonly string[];
  /** Whether tags come along. Defaults to true. */
  readonly tags?: boolean;
  /** Whether a tag that means another commit here is replaced; otherwise it stays as it is. */
  readonly force?: boolean;
  /** Whether names for branches that the other graph no longer has are dropped. */
  readonly prune?: boolean;
}

export const FETCH_OPTIONS = ["remote", "branches", "tags", "force", "prune", ...RUN_OPTIONS] as const;

/** Options of `push`. */
export interface PushOptions extends ProgressOptions {
  /** The branch to push. Defaults to the present one. */
  readonly branch?: string;
  /** The name of the branch in the other graph. Defaults to the same name. */
  readonly to?: string;
  /** Whether tags go along, all of them or those named. Defaults to false. */
  readonly tags?: boolean | readonly string[];
  /** Whether the other branch, or a tag, may lose commits by it. */
  readonly force?: boolean;
  /** The commit that the other branch has to be at, null for no such branch. */
  readonly expected?: Revision | null;
  /** The name of the other graph here. Defaults to "origin". */
  readonly remote?: string;
  /** How long to wait for another writer of the store at a path, in ms, see `Graph.open`. Defaults to 0. */
  readonly wait?: number;
}

export const PUSH_OPTIONS = [
  "branch",
  "to",
  "tags",
  "force",
  "expected",
  "remote",
  "wait",
  ...RUN_OPTIONS,
] as const;

/** Options of `pull`. */
export interface PullOptions extends FetchOptions, Omit<MergeOptions, "force">, CommitOptions {
  /** The branch of the other graph; defaults to the one with the present branch's name. */
  readonly branch?: string;
  /** The message of the merge commit. */
  readonly message?: string;
}

export const PULL_OPTIONS = [
  ...FETCH_OPTIONS,
  "branch",
  "message",
  ...MERGE_OPTIONS,
  ...COMMIT_OPTIONS,
] as const;
