/** The options of verbs that merge or replay commits, apart from the verbs, which load late. */
import type { AttributePolicy, ConflictPolicy, ElementPolicy } from "../diff/conflict.js";
import { COMMIT_OPTIONS, type CommitOptions } from "../repository/commit-parts.js";
import { DIRTY_OPTIONS, type DirtyOptions } from "../repository/working-changes.js";

/** Policies for single attributes, which come first, then for elements, then for all conflicts. */
export interface Policies {
  readonly policy?: ConflictPolicy;
  /** Called once for each element with attributes in conflict, with all attributes of both sides. */
  readonly elements?: ElementPolicy;
  readonly attributes?: Readonly<Record<string, AttributePolicy>>;
  /**
   * Whether two nodes to which the sides gave the same key become one: the one of the lower identity, with the labels,
   * the attributes and the edges of both. Where both have an attribute and it differs, that is a conflict, which the
   * other policies resolve; a policy that combines is asked about equal values too. Defaults to false.
   */
  readonly unify?: boolean;
  /**
   * Whether edges that the merge brings, or moves to another node, become one with an edge of the same type between the
   * same nodes: all, or those of a type or of several. Defaults to false.
   */
  readonly uniqueEdges?: boolean | string | readonly string[];
  /**
   * Whether policies that the graph keeps, `graph.history.policies`, are in force where these say nothing. Defaults to
   * true.
   */
  readonly kept?: boolean;
}

export const POLICY_OPTIONS = ["policy", "elements", "attributes", "unify", "uniqueEdges", "kept"] as const;

/** Options of `merge`. */
export interface MergeOptions extends Policies, DirtyOptions {
  /**
   * Whether the branch is just moved where the other one has all its commits: `auto` (the default) does so, `only`
   * refuses anything else, `never` makes a commit with two parents all the same.
   */
  readonly fastForward?: "auto" | "only" | "never";
}

export const MERGE_OPTIONS = ["fastForward", ...POLICY_OPTIONS, ...DIRTY_OPTIONS] as const;

/** Options of `cherryPick` and `revert`. */
export interface ReplayOptions extends Policies, DirtyOptions, CommitOptions {
  readonly message?: string;
  /** The parent, from 1 on, against which the change of a commit with several parents is taken. */
  readonly mainline?: number;
}

export const REPLAY_OPTIONS = [
  "message",
  "mainline",
  ...POLICY_OPTIONS,
  ...DIRTY_OPTIONS,
  ...COMMIT_OPTIONS,
] as const;

/** The action for one commit in a rebase. */
export interface RebaseStep {
  /** `squash` makes the change part of the commit before it; `reword` needs a message. */
  readonly action: "pick" | "drop" | "squash" | "reword";
  /** The commit's id. */
  readonly commit: string;
  /** The message of the commit; of a squash, that of both together. */
  readonly message?: string;
  /** The policy for conflicts of this step, in place of the `policy` of the options. */
  readonly policy?: ConflictPolicy;
}

/** Options of `rebase`. */
export interface RebaseOptions extends Policies, DirtyOptions {
  /** The steps, in order. Defaults to the result of `rebasePlan`. */
  readonly plan?: readonly RebaseStep[];
}

export const REBASE_OPTIONS = ["plan", ...POLICY_OPTIONS, ...DIRTY_OPTIONS] as const;
