/**
 * The lock of the verb under way. Verbs call functions of the user: hooks, policies, progress, clocks, tests of a
 * bisect, getters of options. None of them may change what the verb has already read, so until the verb is done no
 * other verb begins and nothing is written. Only hooks before a commit may write, since the changes are taken after
 * them.
 */
import { GroggyError } from "../../errors.js";
import type { GraphSpace } from "../../space/graph-space.js";

export class Gate {
  readonly #space: GraphSpace;
  /** The innermost verb, or function of the user, that is under way. */
  #within: string | undefined;
  /** The guard of the elements before the first verb began. */
  #guard: (() => void) | undefined;
  /** Whether an import moves the elements through other commits, so that no state can be computed from them. */
  isImporting = false;

  constructor(space: GraphSpace) {
    this.#space = space;
  }

  /** Runs a verb that changes something. Throws if another one is under way. */
  enter<T>(verb: string, run: () => T): T {
    this.requireFree(verb);
    return this.guardWrites(verb, run);
  }

  /** Runs a function during which nothing may be written; it may itself be part of a verb. */
  guardWrites<T>(verb: string, run: () => T): T {
    const [within, guard] = [this.#within, this.#space.guard];
    if (within === undefined) this.#guard = guard;
    this.#within = verb;
    this.#space.guard = () => {
      throw underway("graph", `no write while ${JSON.stringify(verb)} is under way`, "one", verb);
    };
    try {
      return run();
    } finally {
      this.#within = within;
      this.#space.guard = guard;
    }
  }

  /** Runs what verbs are refused in, and what may write if that was allowed before. */
  hold<T>(name: string, run: () => T): T {
    const within = this.#within;
    if (within === undefined) this.#guard = this.#space.guard;
    this.#within = name;
    try {
      return run();
    } finally {
      this.#within = within;
    }
  }

  /** Runs a function, within a verb, that may write to the graph. */
  allowWrites<T>(run: () => T): T {
    const guard = this.#space.guard;
    this.#space.guard = this.#guard;
    try {
      return run();
    } finally {
      this.#space.guard = guard;
    }
  }

  /** Throws if a verb is under way. */
  requireFree(verb: string): void {
    if (this.#within === undefined) return;
    throw underway(verb, "no verb under way", JSON.stringify(this.#within), this.#within);
  }

  /** Throws if the elements are not those of the present commit with the uncommitted changes. */
  requireSettled(what: string): void {
    if (this.isImporting)
      throw underway(what, "a graph that stands still", JSON.stringify(this.#within), this.#within);
  }
}

function underway(what: string, expected: string, received: string, within: string | undefined): GroggyError {
  return new GroggyError("VERB_UNDERWAY", `"${what}" expected ${expected}, got ${received}`, { within });
}
