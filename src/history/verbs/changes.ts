/**
 * Follows the live state while anybody listens or goes back and forward: what each write, transaction and verb has
 * changed. The elements keep a record of what was there before each write, which is taken and begun anew at the end of
 * each. A verb that moves the graph ends the record; what it changed is told from where the graph stood.
 */
import { composeSteps } from "../../space/deltas/compose.js";
import { type Delta, type DeltaStep, isEmptyDelta, NO_DELTA } from "../../space/deltas/delta.js";
import type { GraphSpace } from "../../space/graph-space.js";
import { deltaSides } from "../../space/states/delta-sides.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { pastState } from "../../space/states/past-state.js";
import { recordedDelta, wholeDelta } from "../../space/states/recorded-delta.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { type Diff, diffOf } from "../diff/diff.js";
import type { HistoryCore } from "../repository/core.js";
import { type ChangeWatch, makesStep } from "../repository/steps.js";

/** Called with what has changed in the live state. It may read the graph, and not write to it. */
export type ChangeListener = (diff: Diff) => void;

/** When a listener is called. */
export interface ChangeOptions {
  /**
   * Whether all changes of one turn are given at once, in a microtask after it, and not each after the write, the
   * transaction or the verb that made it. Defaults to false.
   */
  readonly batch?: boolean;
}

/** Where the graph stood, or stands: the branch (null if detached) and the commit (null before the first). */
export interface MovePlace {
  readonly branch: string | null;
  readonly commit: Commit | null;
}

/** The event for a hook after a move. */
export interface MoveEvent {
  /** The verb that moved the live state: "checkout", "merge", "undo" and so on. */
  readonly verb: string;
  readonly from: MovePlace;
  readonly to: MovePlace;
  /** The change of the live state, uncommitted changes included; computed when first read. */
  readonly diff: Diff;
}

/** Called after a verb that moved the live state. It may write and run verbs. */
export type AfterMove = (event: MoveEvent) => void;

/** Verbs after which the graph is what it was, with other names or rows. */
const UNMOVING_VERBS: readonly string[] = ["commit", "renameBranch", "gc"];

/** Up to so many parts of a change are kept side by side before they are made one. */
const KEPT_PARTS = 4096;

/** Up to so many writes that nobody is told of are on record before they are made one change. */
const KEPT_RECORD_LENGTH = 1 << 16;

/** All that is on record. */
function onRecord({ nodes, edges, graph }: GraphSpace): Delta {
  return { nodes: recordedDelta(nodes), edges: recordedDelta(edges), graph: recordedDelta(graph) };
}

interface Listener {
  readonly call: ChangeListener;
  readonly isBatched: boolean;
  /** The changes not told yet, the oldest first; each ends where a verb moved the graph. */
  readonly diffs: Diff[];
  readonly parts: Parts;
  isScheduled: boolean;
}

/** Changes one after another, made one when they are many or wanted. */
class Parts {
  #all: Delta[] = [];

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  add(delta: Delta): void {
    this.#all.push(delta);
    if (this.#all.length >= KEPT_PARTS) this.#all = [this.whole()];
  }

  whole(): Delta {
    if (this.#all.length === 0) return NO_DELTA;
    return composeSteps(this.#all.map((delta) => ({ delta, forward: true })));
  }

  /** All of it as one change; nothing is left. */
  take(): Delta {
    const whole = this.whole();
    this.#all = [];
    return whole;
  }

  rewrite(change: (delta: Delta) => Delta): void {
    this.#all = this.#all.map(change);
  }

  [Symbol.iterator](): Iterator<Delta> {
    return this.#all[Symbol.iterator]();
  }
}

/** Where the graph stood when a verb began to move it. */
interface Departure {
  readonly node: CommitNode | undefined;
  readonly working: Delta;
}

/** The state before a verb, for hooks after it. */
interface Before {
  readonly place: MovePlace;
  readonly node: CommitNode | undefined;
  readonly working: Delta;
  readonly state: GraphState;
}

export class Changes implements ChangeWatch {
  readonly #core: HistoryCore;
  #listeners: readonly Listener[] = [];
  #moveHooks: readonly { readonly call: AfterMove }[] = [];
  /** Whether steps are followed from write to write; before, each commit is one. */
  #followsSteps = false;
  /** The writes since the last step. */
  readonly #pending = new Parts();
  #departure: Departure | undefined;
  #start: { readonly node: CommitNode | undefined; readonly branch: string | null } | undefined;
  #before: Before | undefined;
  /** Whether the verb under way goes back or forward, so that what it changes is no step. */
  #isTurning = false;

  private constructor(core: HistoryCore) {
    this.#core = core;
  }

  /** Whatever follows a graph already, or what does from now on. */
  static of(core: HistoryCore): Changes {
    const known = core.watch;
    if (known instanceof Changes) return known;
    const changes = new Changes(core);
    core.recorder.watch = changes;
    return changes;
  }

  /** Calls a function with each change from now on. Returns what stops it. */
  listen(call: ChangeListener, isBatched: boolean): () => void {
    const listener: Listener = { call, isBatched, diffs: [], parts: new Parts(), isScheduled: false };
    this.#flush();
    this.#listeners = [...this.#listeners, listener];
    this.#record();
    return () => {
      this.#listeners = this.#listeners.filter((each) => each !== listener);
      this.#stopIfIdle();
    };
  }

  /** Calls a function after each verb that moved the live state. Returns what stops it. */
  onAfterMove(call: AfterMove): () => void {
    const hook = { call };
    this.#moveHooks = [...this.#moveHooks, hook];
    return () => {
      this.#moveHooks = this.#moveHooks.filter((each) => each !== hook);
    };
  }

  /** Follows steps from now on; what is uncommitted is a step to come. */
  followSteps(): void {
    if (this.#followsSteps) return;
    const { space } = this.#core;
    const working = space.delta();
    if (!isEmptyDelta(working)) {
      const before = pastState(space, [{ delta: working, forward: false }]);
      this.#pending.add(whole(working, before, space));
    }
    this.#flush(false);
    this.#followsSteps = true;
    this.#record();
  }

  /** Makes a step of the writes since the last one. */
  closeStep(label?: string): void {
    this.#flush();
    const delta = this.#pending.take();
    if (!isEmptyDelta(delta)) this.#core.steps.push({ label, change: delta, move: undefined });
  }

  /** Runs what goes back or forward over a step, in a verb. */
  turn(run: () => void): void {
    this.#isTurning = true;
    run();
  }

  // Records

  get #isOn(): boolean {
    return this.#followsSteps || this.#listeners.length > 0;
  }

  #record(): void {
    const { space } = this.#core;
    if (space.isRecording || !this.#isOn) return;
    space.startRecord();
    space.written = () => this.#wrote();
    space.departs = () => this.#departs();
  }

  #stopIfIdle(): void {
    const { space } = this.#core;
    if (this.#isOn || !space.isRecording) return;
    space.endRecord();
    space.written = undefined;
    space.departs = undefined;
  }

  /** After a write that is part of no transaction and no verb. */
  #wrote(): void {
    const { space, gate } = this.#core;
    if (space.isInTransaction || gate.isUnderway || !space.isRecording) return;
    if (this.#listeners.length === 0 && space.recordLength < KEPT_RECORD_LENGTH) return;
    throwFirst(this.#flush());
  }

  /** Takes what is on record and tells it; the errors that listeners threw. */
  #flush(tellsSteps = this.#followsSteps): unknown[] {
    const { space } = this.#core;
    if (!space.isRecording || space.recordLength === 0) return [];
    const delta = onRecord(space);
    space.endRecord();
    space.startRecord();
    if (isEmptyDelta(delta)) return [];
    if (tellsSteps && !this.#isTurning) this.#pending.add(delta);
    return this.#tell(delta);
  }

  /** Before the graph moves: the record cannot go on over it. */
  #departs(): void {
    const { space, node } = this.#core;
    if (!space.isRecording) return;
    const delta = onRecord(space);
    space.endRecord();
    if (!isEmptyDelta(delta)) {
      if (this.#followsSteps && !this.#isTurning) this.#pending.add(delta);
      for (const listener of this.#listeners) listener.parts.add(delta);
    }
    this.#departure = { node, working: space.delta() };
  }

  // Verbs and transactions

  verbBegins(): void {
    throwFirst(this.#flush());
    const { space, node, branch } = this.#core;
    this.#start = { node, branch };
    if (this.#moveHooks.length === 0) return;
    const place = { branch, commit: node?.commit ?? null };
    this.#before = { place, node, working: space.delta(), state: pastState(space, []) };
  }

  verbEnds(verb: string, isDone: boolean): unknown[] {
    const errors = this.#departure === undefined ? this.#flush() : this.#arrive(isDone);
    this.#keepSteps(verb, isDone);
    const before = this.#before;
    this.#start = undefined;
    this.#before = undefined;
    this.#isTurning = false;
    if (isDone && before !== undefined) errors.push(...this.#callMoveHooks(verb, before));
    return errors;
  }

  #hasMoved = false;

  /** After a verb has moved the graph. */
  #arrive(isDone: boolean): unknown[] {
    const { space, node, forest } = this.#core;
    const { node: left, working } = this.#departure as Departure;
    this.#departure = undefined;
    const composed = composeSteps([
      { delta: working, forward: false },
      ...forest.path(left, node),
      { delta: space.delta(), forward: true },
    ]);
    this.#record();
    const errors: unknown[] = [];
    const waiting = this.#listeners.filter(({ parts }) => !parts.isEmpty);
    if (isEmptyDelta(composed) && waiting.length === 0) return errors;
    const after = pastState(space, []);
    const between = pastState(space, [{ delta: composed, forward: false }]);
    const moved = whole(composed, between, after);
    this.#hasMoved = !isEmptyDelta(moved);
    if (!this.#hasMoved && waiting.length === 0) return errors;
    if (!isDone) {
      // what was written before the verb failed is gone again
      if (this.#followsSteps) this.#pending.add(moved);
      for (const listener of this.#listeners) listener.parts.add(moved);
      return errors;
    }
    for (const listener of this.#listeners) {
      if (!listener.parts.isEmpty) {
        const delta = listener.parts.take();
        const before = pastState(between, [{ delta, forward: false }]);
        const steps = [{ delta, forward: true }];
        if (!isEmptyDelta(delta)) listener.diffs.push(diffOf(before, between, steps));
      }
      if (this.#hasMoved) listener.diffs.push(diffOf(between, after, [{ delta: moved, forward: true }]));
      if (listener.isBatched) this.#schedule(listener);
    }
    for (const listener of this.#listeners) if (!listener.isBatched) this.#deliver(listener, errors);
    return errors;
  }

  #keepSteps(verb: string, isDone: boolean): void {
    const { steps, node, branch } = this.#core;
    const start = this.#start;
    const hasMoved = this.#hasMoved;
    this.#hasMoved = false;
    if (!isDone || start === undefined || this.#isTurning) return;
    const stands = start.node === node && start.branch === branch;
    if (stands && !hasMoved) return;
    const isStep = makesStep(verb) && start.branch === branch && node !== undefined;
    if (!isStep) {
      steps.clear();
      this.#pending.take();
      return;
    }
    const move = { from: start.node, to: node };
    const label = node.commit.message;
    const delta = this.#followsSteps && verb === "commit" ? this.#pending.take() : undefined;
    if (delta === undefined) {
      if (!this.#pending.isEmpty) this.closeStep();
      if (isEmptyDelta(node.delta)) steps.attach(label, move);
      else steps.push({ label, change: node, move });
    } else if (isEmptyDelta(delta)) steps.attach(label, move);
    else steps.push({ label, change: delta, move });
  }

  transactionBegins(): void {
    this.followSteps();
    this.closeStep();
  }

  transactionEnds(label: string | undefined): void {
    const { gate } = this.#core;
    if (gate.isUnderway) return;
    const errors = this.#flush();
    if (label !== undefined) this.closeStep(label);
    throwFirst(errors);
  }

  // Telling

  #tell(delta: Delta): unknown[] {
    if (this.#listeners.length === 0) return [];
    const errors: unknown[] = [];
    let diff: Diff | undefined;
    for (const listener of this.#listeners) {
      if (listener.isBatched) {
        listener.parts.add(delta);
        this.#schedule(listener);
        continue;
      }
      diff ??= this.#diffOfLast(delta);
      listener.diffs.push(diff);
      this.#deliver(listener, errors);
    }
    return errors;
  }

  /** The difference that the last change has made. */
  #diffOfLast(delta: Delta): Diff {
    const { before, after } = deltaSides(this.#core.space, delta);
    return diffOf(before, after, [{ delta, forward: true }]);
  }

  #deliver(listener: Listener, errors: unknown[]): void {
    const diffs = listener.diffs.splice(0);
    for (const diff of diffs) {
      if (!this.#listeners.includes(listener)) return;
      try {
        this.#core.gate.guardWrites("onChange", () => listener.call(diff));
      } catch (error) {
        errors.push(error);
      }
    }
  }

  #schedule(listener: Listener): void {
    if (listener.isScheduled) return;
    listener.isScheduled = true;
    Promise.resolve().then(() => {
      listener.isScheduled = false;
      if (!this.#listeners.includes(listener)) return;
      throwFirst(this.#flush());
      const delta = listener.parts.take();
      if (!isEmptyDelta(delta)) listener.diffs.push(this.#diffOfLast(delta));
      const errors: unknown[] = [];
      this.#deliver(listener, errors);
      throwFirst(errors);
    });
  }

  #callMoveHooks(verb: string, before: Before): unknown[] {
    const { space, node, branch, forest } = this.#core;
    const working = space.delta();
    const steps: DeltaStep[] = [
      { delta: before.working, forward: false },
      ...forest.path(before.node, node),
      { delta: working, forward: true },
    ];
    const stands = before.node === node && before.place.branch === branch;
    const isSame = stands && (before.working === working || isEmptyDelta(composeSteps(steps)));
    if (UNMOVING_VERBS.includes(verb) || isSame) return [];
    const after = pastState(space, []);
    let diff: Diff | undefined;
    const event: MoveEvent = {
      verb,
      from: before.place,
      to: { branch, commit: node?.commit ?? null },
      get diff() {
        diff ??= diffOf(before.state, after, steps);
        return diff;
      },
    };
    const errors: unknown[] = [];
    for (const hook of this.#moveHooks) {
      if (!this.#moveHooks.includes(hook)) continue;
      try {
        hook.call(event);
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }

  // Rows

  *deltas(): Generator<Delta> {
    yield* this.#pending;
    for (const { parts } of this.#listeners) yield* parts;
  }

  rewrite(change: (delta: Delta) => Delta): void {
    this.#pending.rewrite(change);
    const departure = this.#departure;
    if (departure !== undefined) this.#departure = { ...departure, working: change(departure.working) };
    for (const { parts } of this.#listeners) parts.rewrite(change);
  }
}

/** A delta between two states with all that elements which came or went have. */
function whole({ nodes, edges, graph }: Delta, before: GraphState, after: GraphState): Delta {
  return {
    nodes: wholeDelta(nodes, before.nodes, after.nodes),
    edges: wholeDelta(edges, before.edges, after.edges),
    // it neither comes nor goes
    graph,
  };
}

/** Follows the live state of a graph, from the first call on. */
export function watchChanges(core: HistoryCore): Changes {
  return Changes.of(core);
}

function throwFirst(errors: readonly unknown[]): void {
  if (errors.length > 0) throw errors[0];
}
