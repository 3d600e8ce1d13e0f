/**
 * The steps of one's own changes, for `back` and `forward`: each is a commit, a labelled transaction, or what was written
 * between those by neither. They follow each other without a gap, so the way back never meets a state that it was not
 * made from.
 */
import { type Delta, NO_DELTA } from "../../space/deltas/delta.js";
import type { CommitNode } from "../commits/commit-node.js";

/** Where the present branch, or the detached head, stood before commits and after. */
export interface HeadMove {
  readonly from: CommitNode | undefined;
  readonly to: CommitNode;
}

/** One step. */
export interface EditStep {
  /** The label of a transaction, the message of a commit; undefined for what was written by neither. */
  readonly label: string | undefined;
  /** How contents changed; the commit where it is what that changed against its first parent. */
  readonly change: Delta | CommitNode;
  readonly move: HeadMove | undefined;
}

/** Whether the change of a step is that of a commit. */
export function isOfCommit(change: Delta | CommitNode): change is CommitNode {
  return "commit" in change;
}

/** The steps kept; older ones are forgotten. */
export const STEPS_MAX = 10_000;

/** The verbs whose commits are steps; others that move the graph end the list. */
const STEP_VERBS: readonly string[] = ["commit", "revert", "cherryPick"];

export class EditSteps {
  #done: EditStep[] = [];
  #undone: EditStep[] = [];

  /** EditSteps that can be gone back, oldest first. */
  get done(): readonly EditStep[] {
    return this.#done;
  }

  /** EditSteps that can be gone forward, the next one last. */
  get undone(): readonly EditStep[] {
    return this.#undone;
  }

  /** Adds a step; those that were gone back are gone for good. */
  push(step: EditStep): void {
    this.#undone = [];
    this.#done.push(step);
    // forgetting in lots keeps the cost of one push constant
    if (this.#done.length >= STEPS_MAX * 2) this.#done.splice(0, this.#done.length - STEPS_MAX);
  }

  /** Lets the last step be what a commit took up, which changed nothing else; or adds it, if there is none. */
  attach(label: string, move: HeadMove): void {
    const last = this.#done.pop();
    if (last === undefined) this.push({ label, change: NO_DELTA, move });
    else
      this.push({
        ...last,
        move: { from: last.move === undefined ? move.from : last.move.from, to: move.to },
      });
  }

  /** Takes the last step for gone back, or the one gone back last for done. */
  turn(forward: boolean): void {
    const [from, to] = forward ? [this.#undone, this.#done] : [this.#done, this.#undone];
    const step = from.pop();
    if (step !== undefined) to.push(step);
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
  }

  /** Rows have new numbers. */
  rewrite(rewrite: (delta: Delta) => Delta): void {
    const each = (step: EditStep): EditStep =>
      isOfCommit(step.change) ? step : { ...step, change: rewrite(step.change) };
    this.#done = this.#done.map(each);
    this.#undone = this.#undone.map(each);
  }

  /** All steps. */
  *[Symbol.iterator](): Generator<EditStep> {
    yield* this.#done;
    yield* this.#undone;
  }
}

/** A step of one's own changes. */
export interface StepEntry {
  /** The label of a transaction, the message of a commit; undefined for what was written by neither. */
  readonly label: string | undefined;
  /** The id of the commit that the step ends with; null if it made none. */
  readonly commit: string | null;
  /** Whether it was gone back over, and can be gone forward over. */
  readonly undone: boolean;
}

/** The steps as users see them: those in effect, oldest first, and after them those that were gone back over. */
export function listSteps({ done, undone }: EditSteps): StepEntry[] {
  const entry = (isUndone: boolean) => (step: EditStep) => ({
    label: step.label,
    commit: step.move?.to.commit.id ?? null,
    undone: isUndone,
  });
  return [...done.map(entry(false)), ...undone.toReversed().map(entry(true))];
}

/** Whether a verb's commit on top of the present one is a step of one's own. */
export function makesStep(verb: string): boolean {
  return STEP_VERBS.includes(verb);
}

/** Who is told when verbs, writes and transactions begin and end, while anybody wants to know. */
export interface ChangeWatch {
  /** Before a verb changes anything. */
  verbBegins(verb: string): void;
  /** Once a verb is done, or has failed. Returns the errors that listeners threw. */
  verbEnds(verb: string, isDone: boolean): unknown[];
  /** Before the first write of a labelled transaction. */
  transactionBegins(): void;
  /** Once an outermost transaction is kept. */
  transactionEnds(label: string | undefined): void;
  /** The deltas that are kept: their rows are in use. */
  deltas(): Iterable<Delta>;
  /** Rows have new numbers. */
  rewrite(change: (delta: Delta) => Delta): void;
}
