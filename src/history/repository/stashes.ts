/** Uncommitted changes put aside. */
import { describe, GroggyError, LimitError } from "../../errors.js";
import type { Delta } from "../../space/deltas/delta.js";
import type { CommitNode } from "../commits/commit-node.js";

/** Changes that were put aside, and the commit they were made on. */
export interface Stash {
  readonly message: string;
  /** When, in ms since 1970. */
  readonly time: number;
  readonly node: CommitNode | undefined;
  readonly delta: Delta;
}

/** The stashes a graph can have at once. */
export const STASHES_MAX = 1000;

/** A change of the stashes; number 0 is the newest. */
export type StashEvent =
  | { readonly kind: "insert"; readonly index: number; readonly stash: Stash }
  | { readonly kind: "drop"; readonly index: number };

/** The newest first: number 0 is the one put aside last. */
export class Stashes {
  #entries: Stash[] = [];
  readonly #onChange: (event: StashEvent) => void;

  constructor(onChange: (event: StashEvent) => void) {
    this.#onChange = onChange;
  }

  get entries(): readonly Stash[] {
    return this.#entries;
  }

  /** Puts a stash before all others, or in a place of its own. */
  push(stash: Stash, index = 0): void {
    if (this.#entries.length >= STASHES_MAX) {
      throw new LimitError("stashes", STASHES_MAX, STASHES_MAX + 1);
    }
    this.#entries.splice(index, 0, stash);
    this.#onChange({ kind: "insert", index, stash });
  }

  get(index: unknown): Stash {
    const stash = typeof index === "number" ? this.#entries[index] : undefined;
    if (stash !== undefined) return stash;
    throw new GroggyError(
      "STASH_NOT_FOUND",
      `"stash" expected the number of a stash, of which there are ${this.#entries.length}, got ${describe(index)}`,
      {
        index,
      },
    );
  }

  /** Begins with stashes that were put aside before, the newest first. No listener is called. */
  restore(entries: readonly Stash[]): void {
    this.#entries = [...entries];
  }

  /** Puts another stash in the place of each. */
  rewrite(change: (stash: Stash) => Stash): void {
    this.#entries = this.#entries.map(change);
  }

  drop(index: number): void {
    this.get(index);
    this.#entries.splice(index, 1);
    this.#onChange({ kind: "drop", index });
  }
}
