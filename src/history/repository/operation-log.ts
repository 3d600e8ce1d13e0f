/** The log of changes to the names and the head of the graph, for undo and redo. */
import type { Delta } from "../../space/deltas/delta.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { RefChange } from "./refs.js";

/** The head of the graph: branch and commit, with the uncommitted changes. */
export interface Place {
  readonly branch: string | null;
  readonly node: CommitNode | undefined;
  readonly working: Delta;
}

/** One verb that changed names or the place. */
export interface Operation {
  readonly name: string;
  /** When, in ms since 1970. */
  readonly time: number;
  readonly before: Place;
  readonly after: Place;
  readonly refs: readonly RefChange[];
}

/** The operations kept; older ones are forgotten. */
export const OPERATIONS_MAX = 10_000;

/** A change of the operation log; `retract` takes back the last `push`, which failed. */
export type OperationEvent =
  | { readonly kind: "push"; readonly operation: Operation }
  | { readonly kind: "undo" | "redo" | "clear" }
  | { readonly kind: "retract" };

/** The operations in effect, and those that were undone. */
export interface OperationLists {
  readonly done: readonly Operation[];
  readonly undone: readonly Operation[];
}

export class OperationLog {
  /** While there is a source, those since. */
  #done: Operation[] = [];
  #undone: Operation[] = [];
  /** Recorded before and stored elsewhere, as on disk, until they are needed. */
  #source: (() => OperationLists) | undefined;
  /** Whether what is undone in the source can still be redone. */
  #redoesSource = true;
  /** `undone` before the last `push`, and whether what was undone in the source could be redone. */
  #dropped: { undone: Operation[]; redoesSource: boolean } = { undone: [], redoesSource: false };
  readonly #onChange: (event: OperationEvent) => void;

  constructor(onChange: (event: OperationEvent) => void) {
    this.#onChange = onChange;
  }

  /** The operations in effect, oldest first. */
  get done(): readonly Operation[] {
    this.#load();
    return this.#done;
  }

  /** The operations that were undone and can be redone, the next one last. */
  get undone(): readonly Operation[] {
    this.#load();
    return this.#undone;
  }

  /** The last operation in effect, if it was recorded since the others were stored: none is read for it. */
  get lastRecorded(): Operation | undefined {
    return this.#done.at(-1);
  }

  /** Records an operation; what had been undone can no longer be redone. Reads none of those stored elsewhere. */
  push(operation: Operation): void {
    this.#dropped = { undone: this.#undone, redoesSource: this.#redoesSource };
    this.#undone = [];
    this.#redoesSource = false;
    this.#add(operation);
    this.#onChange({ kind: "push", operation });
    if (this.#done.length >= OPERATIONS_MAX) this.#load();
  }

  /** Forgets old ones in lots, which keeps the cost of one constant. */
  #add(operation: Operation): void {
    this.#done.push(operation);
    if (this.#done.length >= OPERATIONS_MAX * 2) this.#done.splice(0, this.#done.length - OPERATIONS_MAX);
  }

  /** Takes the last operation in effect for undone. */
  undo(): void {
    this.#load();
    this.#undone.push(this.#done.pop() as Operation);
    this.#onChange({ kind: "undo" });
  }

  /** Takes the operation undone last for in effect again. */
  redo(): void {
    this.#load();
    this.#done.push(this.#undone.pop() as Operation);
    this.#onChange({ kind: "redo" });
  }

  /** Takes back the last `push`: what could be redone before it can be again. */
  retract(): void {
    this.#done.pop();
    this.#undone = this.#dropped.undone;
    this.#redoesSource = this.#dropped.redoesSource;
    this.#onChange({ kind: "retract" });
  }

  /** Begins with operations that were recorded before. No listener is called. */
  restore(source: () => OperationLists): void {
    this.#source = source;
    this.#done = [];
    this.#undone = [];
    this.#redoesSource = true;
  }

  #load(): void {
    if (this.#source === undefined) return;
    const { done, undone } = this.#source();
    this.#source = undefined;
    const since = this.#done;
    this.#done = [...done];
    for (const operation of since) this.#add(operation);
    if (this.#redoesSource) this.#undone = [...undone];
    else if (this.#dropped.redoesSource) this.#dropped.undone = [...undone];
  }

  /** Puts another operation in the place of each. */
  rewrite(change: (operation: Operation) => Operation): void {
    this.#load();
    this.#done = this.#done.map(change);
    this.#undone = this.#undone.map(change);
  }

  /** Forgets all of it. */
  clear(): void {
    this.#source = undefined;
    this.#done = [];
    this.#undone = [];
    this.#dropped = { undone: [], redoesSource: false };
    this.#onChange({ kind: "clear" });
  }
}
