/**
 * Verbs and transactions under way: one at a time, undone as one step, and taken back whole if they fail or cannot be
 * kept.
 */
import { describe } from "../../errors.js";
import { isEmptyDelta, isSameRecord } from "../../space/deltas/delta.js";
import type { CommitWriter } from "./commit-writer.js";
import type { Gate } from "./gate.js";
import type { GraphHead } from "./graph-head.js";
import { type Operation, OperationLog, type Place } from "./operation-log.js";
import type { RefChange } from "./refs.js";
import type { Repository, RepositoryHead } from "./repository.js";
import { type ChangeWatch, EditSteps, makesStep } from "./steps.js";

/** The state at the start of a verb, for rolling it back. */
interface Savepoint {
  readonly place: Place;
  readonly stashCount: number;
  readonly commitCount: number;
}

export class Recorder {
  /** The operations of this head; those of the graph itself are kept, those of worktrees last as long as they do. */
  readonly operations: OperationLog;
  /** One's own changes, step by step. */
  readonly steps = new EditSteps();
  /** Who follows the live state; undefined while nobody does. */
  watch: ChangeWatch | undefined;
  readonly #owner: RepositoryHead;
  readonly #head: GraphHead;
  readonly #repository: Repository;
  readonly #gate: Gate;
  readonly #commits: CommitWriter;
  /** The changes of names by the verb under way. */
  #refChanges: RefChange[] = [];
  #time: number | undefined;

  /** @param isKept whether the operations are those of the graph itself. */
  constructor(owner: RepositoryHead, head: GraphHead, gate: Gate, commits: CommitWriter, isKept: boolean) {
    this.#owner = owner;
    this.#head = head;
    this.#repository = head.repository;
    this.#gate = gate;
    this.#commits = commits;
    this.operations = new OperationLog((event) => {
      if (isKept) this.#repository.sink?.operationsChanged(event);
    });
  }

  /** The time of the verb on record; undefined before the first. */
  get time(): number | undefined {
    return this.#time;
  }

  /**
   * Runs a function; what it has written is taken back if it throws. Verbs are refused meanwhile, and a result that
   * is a promise, since what is written later would be part of no transaction.
   */
  transaction<R>(run: () => R, label?: string): R {
    const isOutermost = !this.#gate.isUnderway;
    if (isOutermost && label !== undefined) this.watch?.transactionBegins();
    const result = this.#transact(run);
    if (isOutermost) this.watch?.transactionEnds(label);
    return result;
  }

  #transact<R>(run: () => R): R {
    const { space } = this.#head;
    return this.#gate.hold("transaction", () => {
      const mark = space.mark();
      let result: R;
      try {
        space.begin();
        result = run();
        refusePromise(result);
        if (space.hasOuterTakeBacks) this.keepUnrecorded();
      } catch (error) {
        space.rollback(mark);
        throw error;
      }
      space.release();
      return result;
    });
  }

  /**
   * Runs a verb: until it is done no other one begins, and nothing but hooks writes. Then the commits that it made
   * are announced.
   */
  verb<T>(name: string, run: () => T): T {
    this.#gate.requireFree(name);
    // verbs that record nothing, such as undo, move names as well
    this.#repository.acting = this.#owner;
    const { watch } = this;
    const { node, branch } = this.#head;
    const takeUnusedBack = this.#head.space.letGoUnused();
    watch?.verbBegins(name);
    let result: T;
    try {
      result = this.#gate.enter(name, run);
    } catch (error) {
      watch?.verbEnds(name, false);
      takeUnusedBack();
      throw error;
    }
    if (watch === undefined) this.#keepStep(name, { node, branch });
    const errors = [...(watch?.verbEnds(name, true) ?? []), ...this.#commits.announce()];
    if (errors.length > 0) throw errors[0];
    return result;
  }

  /** Takes down the commit of a verb as a step of one's own; other moves end the steps. */
  #keepStep(verb: string, start: Pick<Place, "node" | "branch">): void {
    const { node, branch } = this.#head;
    if (start.node === node && start.branch === branch) return;
    if (!makesStep(verb) || node === undefined || start.branch !== branch) {
      this.steps.clear();
      return;
    }
    const move = { from: start.node, to: node };
    const { message } = node.commit;
    if (isEmptyDelta(node.delta)) this.steps.attach(message, move);
    else this.steps.push({ label: message, change: node, move });
  }

  /**
   * Runs a verb that changes names or the place, so that it can be undone as one step. If it fails, or cannot be
   * kept, everything is as before.
   *
   * @param now the time of the verb.
   */
  record<T>(name: string, verb: () => T, now: () => number): T {
    const repository = this.#repository;
    if (repository.isRecording) return verb();
    repository.acting = this.#owner;
    repository.sink?.check();
    const time = now();
    this.#time = time;
    const start: Savepoint = {
      place: this.place(),
      stashCount: repository.stashes.entries.length,
      commitCount: repository.forest.size,
    };
    this.#refChanges = [];
    this.#commits.beginRecord();
    repository.isRecording = true;
    let result: T;
    try {
      result = verb();
    } catch (error) {
      this.#rollBack(start, this.#refChanges);
      throw error;
    } finally {
      repository.isRecording = false;
    }
    const refs = this.#refChanges;
    this.#refChanges = [];
    const { place: before, stashCount } = start;
    const after = this.place();
    const isChanged = refs.length > 0 || before.branch !== after.branch || before.node !== after.node;
    if (isChanged) this.operations.push({ name, time, before, after, refs });
    const { stashes, sink } = repository;
    if (isChanged || stashes.entries.length !== stashCount || sink?.isStale() === true) {
      this.keep(() => {
        if (isChanged) this.operations.retract();
        this.#rollBack(start, refs);
      });
    }
    this.#commits.endRecord();
    return result;
  }

  /** Brings names, place, stashes, uncommitted changes and the number of commits back to where a verb began. */
  #rollBack({ place, stashCount, commitCount }: Savepoint, refs: readonly RefChange[]): void {
    const { space, branch, node } = this.#head;
    const { stashes, forest } = this.#repository;
    const working = space.delta();
    const stands = place.branch === branch && place.node === node && refs.length === 0;
    if (!stands || !isSameRecord(working, place.working) || stashes.entries.length !== stashCount) {
      if (!isEmptyDelta(working)) space.discard(working);
      while (stashes.entries.length > stashCount) stashes.drop(0);
      this.#goTo(place, refs, false);
    }
    forest.truncate(commitCount);
    this.#refChanges = [];
  }

  /** Brings names and place to where they were before an operation, or after it. There are no changes. */
  replay(operation: Operation, forward: boolean): void {
    this.#goTo(forward ? operation.after : operation.before, operation.refs, forward);
  }

  #goTo({ node, branch, working }: Place, refs: readonly RefChange[], forward: boolean): void {
    const head = this.#head;
    if (branch !== null) this.#repository.requireFree(branch, this.#owner);
    head.walk(head.stepsTo(node), node, branch);
    for (const { kind, name, before, after } of forward ? refs : refs.toReversed())
      this.#repository.refsOf(kind).set(name, forward ? after : before);
    if (!isEmptyDelta(working)) head.space.replay(working);
  }

  /** Persists the changes, if there is a store; if that fails, rolls them back with `undo`. */
  keep(undo: () => void): void {
    try {
      this.#repository.sink?.persist();
    } catch (error) {
      undo();
      this.#refChanges = [];
      throw error;
    }
  }

  /** Keeps what is neither elements nor history; within a verb it is kept with that. */
  keepUnrecorded(): void {
    if (!this.#repository.isRecording) this.#repository.sink?.persist();
  }

  /** Takes note of a change that the verb has made of a name. */
  refChanged(change: RefChange): void {
    this.#refChanges.push(change);
  }

  /** The head, with the uncommitted changes. O(changes) if there are any. */
  place(): Place {
    const { branch, node, space } = this.#head;
    const working = space.delta();
    const last = this.operations.lastRecorded?.after;
    const same = last?.branch === branch && last.node === node && isEmptyDelta(last.working);
    return same && isEmptyDelta(working) ? last : { branch, node, working };
  }
}

/** Throws if the result of a transaction's function is one that comes later. */
function refusePromise(result: unknown): void {
  if ((typeof result !== "object" && typeof result !== "function") || result === null) return;
  if (typeof (result as { readonly then?: unknown }).then !== "function") return;
  // it is refused here, so no other code handles its rejection
  if (result instanceof Promise) Promise.prototype.then.call(result, ignore, ignore);
  throw new TypeError(
    `"fn" expected a function that is done when it returns, got one that returned ${describe(result)}; await before the transaction, and write within it`,
  );
}

function ignore(): void {}
