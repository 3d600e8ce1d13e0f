/**
 * The lock of the verb under way. Verbs call functions of the user: hooks, policies, progress, clocks, tests of a
 * bisect, getters of options. None of them may change what the verb has already read, so until the verb is done no
 * other verb begins and nothing is written. Only hooks before a commit may write, since the changes are taken after
 * them.
 */
import { GroggyError } from "../../errors.js";
import type { GraphSpace } from "../../space/graph-space.js";

/** The state that the gates of all heads of one graph share: while one is in a verb, the others neither begin one nor write. */
export class GateState {
  /** The innermost verb, or the function of the user's, that is under way. */
  within: string | undefined;
  readonly spaces = new Set<GraphSpace>();
}

export class Gate {
  readonly #space: GraphSpace;
  readonly #state: GateState;
  #hasLeft = false;
  /** By the verb under way, the function that throws at a write. */
  readonly #refusals = new Map<string, () => never>();
  /** The guard of the elements before the first verb began. */
  #guard: (() => void) | undefined;
  /** Whether an import moves the elements through other commits, so that no state can be computed from them. */
  isImporting = false;

  constructor(space: GraphSpace, state: GateState) {
    this.#space = space;
    this.#state = state;
    state.spaces.add(space);
  }

  /** Ends the part of a head in what is shared: it begins no verb and writes nothing any more. */
  leave(): void {
    this.#state.spaces.delete(this.#space);
    this.#hasLeft = true;
    this.#space.guard = () => {
      throw leftWorktree("graph");
    };
  }

  /** Whether a verb, a transaction, or a function of the user's that may not write, is under way. */
  get isUnderway(): boolean {
    return this.#state.within !== undefined;
  }

  /** Runs a verb that changes something. Throws if another one is under way. */
  enter<T>(verb: string, run: () => T): T {
    this.requireFree(verb);
    return this.guardWrites(verb, run);
  }

  /** Runs a function during which nothing may be written; it may itself be part of a verb. */
  guardWrites<T>(verb: string, run: () => T): T {
    const state = this.#state;
    const [within, guard] = [state.within, this.#space.guard];
    if (within === undefined) this.#guard = guard;
    state.within = verb;
    let refuse = this.#refusals.get(verb);
    if (refuse === undefined) {
      refuse = refusal(verb);
      this.#refusals.set(verb, refuse);
    }
    this.#space.guard = refuse;
    const reopen = this.#closeOthers(refuse);
    try {
      return run();
    } finally {
      state.within = within;
      this.#space.guard = guard;
      reopen?.();
    }
  }

  /** Runs what verbs are refused in, and what may write if that was allowed before. */
  hold<T>(name: string, run: () => T): T {
    if (this.#hasLeft) throw leftWorktree(name);
    const state = this.#state;
    const { within } = state;
    if (within === undefined) this.#guard = this.#space.guard;
    state.within = name;
    const reopen = state.spaces.size === 1 ? undefined : this.#closeOthers(refusal(name));
    try {
      return run();
    } finally {
      state.within = within;
      reopen?.();
    }
  }

  /** Lets nobody write at the other heads; gives what ends that, if there are others. */
  #closeOthers(refuse: () => never): (() => void) | undefined {
    if (this.#state.spaces.size === 1) return undefined;
    const others = [...this.#state.spaces].filter((space) => space !== this.#space);
    const guards = others.map(({ guard }) => guard);
    for (const space of others) space.guard = refuse;
    return () =>
      others.forEach((space, i) => {
        space.guard = guards[i];
      });
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
    if (this.#hasLeft) throw leftWorktree(verb);
    if (this.#state.within === undefined) return;
    throw underway(verb, "no verb under way", JSON.stringify(this.#state.within), this.#state.within);
  }

  /** Throws if the elements are not those of the present commit with the uncommitted changes. */
  requireSettled(what: string): void {
    if (this.isImporting)
      throw underway(what, "no import under way", JSON.stringify(this.#state.within), this.#state.within);
  }
}

function leftWorktree(what: string): GroggyError {
  return new GroggyError(
    "WORKTREE_CLOSED",
    `"${what}" expected a worktree that is open, got one that was closed`,
  );
}

function refusal(verb: string): () => never {
  return () => {
    throw underway("graph", `no write while ${JSON.stringify(verb)} is under way`, "one", verb);
  };
}

function underway(what: string, expected: string, received: string, within: string | undefined): GroggyError {
  return new GroggyError("VERB_UNDERWAY", `"${what}" expected ${expected}, got ${received}`, { within });
}
