/**
 * The base of all verbs of version control at one head: where it is, the verb under way and the commits it makes, over
 * what the heads of the graph share. Each verb is a file of its own.
 */
import type { GraphSpace } from "../../space/graph-space.js";
import type { GraphState } from "../../space/states/graph-state.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { Forest } from "../commits/forest.js";
import { readClock } from "./clock.js";
import { type CommitOptions, type CommitParts, readCommitParts } from "./commit-parts.js";
import { CommitWriter, type DiffOf, type PresentCommitOptions } from "./commit-writer.js";
import { Gate } from "./gate.js";
import { GraphHead } from "./graph-head.js";
import type { OperationLog } from "./operation-log.js";
import { Recorder } from "./recorder.js";
import type { RefChange, Refs } from "./refs.js";
import type { Repository, RepositoryHead } from "./repository.js";
import { type Revision, resolveRevision } from "./resolve.js";
import type { HistorySink } from "./sink.js";
import type { Stashes } from "./stashes.js";
import type { ChangeWatch, EditSteps } from "./steps.js";

export class HistoryCore implements RepositoryHead {
  readonly space: GraphSpace;
  /** The part that the heads of one graph share. */
  readonly repository: Repository;
  readonly forest: Forest;
  readonly branches: Refs;
  readonly tags: Refs;
  readonly remotes: Refs;
  readonly stashes: Stashes;
  /** Which verb is under way. */
  readonly gate: Gate;
  /** Where the graph is. */
  readonly head: GraphHead;
  readonly commits: CommitWriter;
  readonly recorder: Recorder;

  constructor(space: GraphSpace, repository: Repository, diffOf: DiffOf) {
    const isFirst = repository.heads.size === 0;
    this.space = space;
    this.repository = repository;
    this.forest = repository.forest;
    this.branches = repository.branches;
    this.tags = repository.tags;
    this.remotes = repository.remotes;
    this.stashes = repository.stashes;
    this.gate = new Gate(space, repository.gate);
    this.head = new GraphHead(space, repository, this.gate);
    this.commits = new CommitWriter(this.head, this.gate, diffOf);
    this.recorder = new Recorder(this, this.head, this.gate, this.commits, isFirst);
    repository.heads.add(this);
    if (!isFirst) return;
    repository.acting = this;
    // within a verb they are kept with it
    const keep = (takeBack: () => void): void => {
      const transacting = repository.transacting;
      if (transacting === undefined) this.recorder.keepUnrecorded();
      else transacting.onRollback(takeBack);
    };
    for (const indices of Object.values(space.indices)) indices.keep = keep;
    space.rules.keep = () => this.recorder.keepUnrecorded();
  }

  /** Who keeps the history; undefined for a graph in memory. */
  get sink(): HistorySink | undefined {
    return this.repository.sink;
  }

  set sink(sink: HistorySink | undefined) {
    this.repository.sink = sink;
  }

  /** The branch the graph is on; null if detached. */
  get branch(): string | null {
    return this.head.branch;
  }

  /** The commit the present state is based on; undefined before the first. */
  get node(): CommitNode | undefined {
    return this.head.node;
  }

  get operations(): OperationLog {
    return this.recorder.operations;
  }

  get steps(): EditSteps {
    return this.recorder.steps;
  }

  get watch(): ChangeWatch | undefined {
    return this.recorder.watch;
  }

  /** The commit that a revision means. Throws if there is none, or more than one. */
  resolve(revision: Revision): CommitNode {
    return resolveRevision(this.head, revision, () => this.now());
  }

  /** The state of a commit, beside the present one; undefined means the empty graph. */
  stateOf(target: CommitNode | undefined): GraphState {
    return this.head.stateOf(target);
  }

  /** The time of the clock. */
  now(): number {
    return readClock(this.repository.clock, this.gate);
  }

  /** Checks the message and the options of a commit. */
  checkCommit(message: unknown, options: CommitOptions): CommitParts {
    return readCommitParts(message, options, () => this.now());
  }

  /** Adds a commit of the present state to the present branch. */
  commitPresent(parts: CommitParts, options: PresentCommitOptions = {}): CommitNode {
    return this.commits.commit(parts, options);
  }

  /** Runs a verb, beside which no other one begins. */
  verb<T>(name: string, run: () => T): T {
    return this.recorder.verb(name, run);
  }

  /**
   * Runs a verb that changes names or the place, which can then be undone.
   *
   * @param time when it is done; the clock is asked if it is not given.
   */
  record<T>(name: string, verb: () => T, time?: number): T {
    return this.recorder.record(name, verb, () => time ?? this.now());
  }

  /** Takes note of a change that the verb has made of a name. */
  refChanged(change: RefChange): void {
    this.recorder.refChanged(change);
  }

  /** Whether the head is one at which work goes on. */
  get isOpen(): boolean {
    return this.repository.heads.has(this);
  }

  /** Ends the work at this head: its branch is free for others, and no verb begins here any more. */
  leave(): void {
    this.gate.leave();
    this.repository.heads.delete(this);
    if (this.repository.acting === this) [this.repository.acting] = this.repository.heads;
  }
}
