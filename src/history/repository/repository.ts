/** The part of a graph's history that all its heads share: commits, their names, stashes, and the sink that keeps them. */
import { GroggyError } from "../../errors.js";
import type { GraphSpace } from "../../space/graph-space.js";
import type { CommitNode } from "../commits/commit-node.js";
import { Forest } from "../commits/forest.js";
import { type KeptPolicies, NO_POLICIES } from "../diff/conflict.js";
import { GateState } from "./gate.js";
import type { OperationLog } from "./operation-log.js";
import { type RefChange, type RefKind, Refs } from "./refs.js";
import type { HistorySink } from "./sink.js";
import { Stashes } from "./stashes.js";
import type { ChangeWatch, EditSteps } from "./steps.js";

/** A place at which the graph is worked on: a branch, or a commit on none. */
export interface RepositoryHead {
  readonly space: GraphSpace;
  readonly operations: OperationLog;
  readonly steps: EditSteps;
  readonly watch: ChangeWatch | undefined;
  readonly branch: string | null;
  readonly node: CommitNode | undefined;
  /** Takes note of a change that its verb has made of a name. */
  refChanged(change: RefChange): void;
}

export class Repository {
  readonly clock: () => number;
  readonly forest = new Forest();
  readonly branches = this.#refs("branch");
  readonly tags = this.#refs("tag");
  /** Where branches of other graphs stood when they were last heard of, as "origin/main". */
  readonly remotes = this.#refs("remote");
  readonly stashes = new Stashes((event) => this.sink?.stashesChanged(event));
  /** Which verb is under way, whatever the head. */
  readonly gate = new GateState();
  /** Policies for all merges. */
  policies = NO_POLICIES;
  /** Grows with every change of the policies. */
  policiesVersion = 0;
  /** Who keeps the history; undefined for a graph in memory. */
  sink: HistorySink | undefined;
  /** Grows when rows get new numbers: what refers to rows of before is of no use then. */
  epoch = 0;
  /** The head of the graph itself, and those of its worktrees. */
  readonly heads = new Set<RepositoryHead>();
  /** The head whose verb is under way, or was the last. */
  acting: RepositoryHead | undefined;

  /** Whether a verb is under way that is put on record; verbs that it calls are part of it. */
  isRecording = false;

  constructor(clock: () => number) {
    this.clock = clock;
  }

  /** The names of one kind. */
  refsOf(kind: RefKind): Refs {
    if (kind === "branch") return this.branches;
    return kind === "tag" ? this.tags : this.remotes;
  }

  /** The targets of all names, of any kind. */
  namedNodes(): CommitNode[] {
    return [this.branches, this.tags, this.remotes].flatMap((refs) =>
      refs.entries().map(([, { node }]) => node),
    );
  }

  /** The newest commit of a branch of this graph, or of another one as of the last exchange. */
  tipOf(branch: string): CommitNode {
    return this.remotes.get(branch) ?? this.branches.require(branch).node;
  }

  /** Puts policies in the place of those there are, without having them kept. */
  setPolicies(policies: KeptPolicies): void {
    this.policies = policies;
    this.policiesVersion++;
  }

  /** The space of the head at which a transaction is under way. */
  get transacting(): GraphSpace | undefined {
    for (const { space } of this.heads) if (space.isInTransaction) return space;
    return undefined;
  }

  /** Throws if a head other than `own` is on a branch. */
  requireFree(branch: string, own: RepositoryHead | undefined): void {
    for (const head of this.heads) {
      if (head === own || head.branch !== branch) continue;
      throw new GroggyError(
        "REF_IN_USE",
        `"branch" expected one that no other worktree of the graph is on, got ${JSON.stringify(branch)}`,
        { name: branch },
      );
    }
  }

  #refs(kind: RefKind): Refs {
    return new Refs(kind, {
      before: (name) => {
        if (kind === "branch" && this.heads.size > 1) this.requireFree(name, this.acting);
      },
      after: (change) => {
        this.acting?.refChanged(change);
        this.sink?.refChanged(change);
      },
    });
  }
}
