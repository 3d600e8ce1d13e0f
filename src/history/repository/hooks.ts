/** Functions that are called when a commit is made. */
import { describe } from "../../errors.js";
import type { Commit } from "../commits/commit.js";
import type { Diff } from "../diff/diff.js";

/** The event of a hook: the commit that is about to be made, or was made. */
export interface CommitEvent {
  readonly message: string;
  readonly author: string;
  /** The changes of the commit against its first parent, including those of hooks called before. */
  readonly diff: Diff;
}

/**
 * Called before a commit. What it writes to the graph is part of the commit; verbs such as `commit` and `checkout` are
 * refused. Throwing refuses the commit, and takes back what hooks have written.
 */
export type BeforeCommit = (event: CommitEvent) => void;

/**
 * Called after a commit, once it is durable. It may write and run verbs; it is not called for commits that it makes
 * itself.
 */
export type AfterCommit = (event: CommitEvent & { readonly commit: Commit }) => void;

/** One registration; a function that is given twice has two. */
interface Registration<F> {
  readonly call: F;
  /** Whether the function is being called. */
  isRunning: boolean;
}

/** The hooks of one kind, in the order in which they were given. */
export class Hooks<F extends (...args: never[]) => void> {
  #all: readonly Registration<F>[] = [];

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  /** Adds a function. Returns what takes this registration away again, and no other. */
  add(call: unknown): () => void {
    if (typeof call !== "function") {
      throw new TypeError(`"hook" expected a function, got ${describe(call)}`);
    }
    const registration: Registration<F> = { call: call as F, isRunning: false };
    this.#all = [...this.#all, registration];
    return () => {
      this.#all = this.#all.filter((each) => each !== registration);
    };
  }

  /**
   * Calls `use` with each function that is registered now and not taken away meanwhile. A function that is being called
   * already is passed over: a hook is not called for what it does itself.
   */
  forEach(use: (hook: F) => void): void {
    for (const registration of this.#all) {
      if (registration.isRunning || !this.#all.includes(registration)) continue;
      registration.isRunning = true;
      try {
        use(registration.call);
      } finally {
        registration.isRunning = false;
      }
    }
  }
}
