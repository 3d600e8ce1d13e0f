/** Functions that are called when a commit is made. */
import { describe } from "../../errors.js";
import type { Commit } from "../commits/commit.js";
import type { Diff } from "../diff/diff.js";

/** What a hook is told of the commit that is about to be made, or was. */
export interface CommitEvent {
  readonly message: string;
  readonly author: string;
  /** What the commit changes against its first parent, with what hooks called before have written. */
  readonly diff: Diff;
}

/**
 * Called before a commit. What it writes to the graph is part of the commit; verbs such as `commit` and `checkout` are
 * refused. Throwing refuses the commit, and takes back what hooks have written.
 */
export type BeforeCommit = (event: CommitEvent) => void;

/** Called after a commit, once it is durable. It may write and run verbs; commits that it makes are not told to it. */
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
