/** Functions that are called when a commit is made. */
import type { Commit } from "../commits/commit.js";
import type { Diff } from "../diff/diff.js";

/** What a hook is told of the commit that is about to be made, or was. */
export interface CommitEvent {
  readonly message: string;
  readonly author: string;
  /** What the commit changes against its first parent. */
  readonly diff: Diff;
}

/** Called before a commit; throwing refuses it, and nothing is changed. */
export type BeforeCommit = (event: CommitEvent) => void;

/** Called after a commit. */
export type AfterCommit = (event: CommitEvent & { readonly commit: Commit }) => void;

export interface Hooks {
  readonly beforeCommit: Set<BeforeCommit>;
  readonly afterCommit: Set<AfterCommit>;
}
