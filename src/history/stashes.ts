/** Uncommitted changes put aside. */
import { describe, GroggyError, LimitError } from "../errors.js";
import type { Delta } from "../space/delta.js";
import type { CommitNode } from "./commit-node.js";

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

/** The newest first: number 0 is the one put aside last. */
export class Stashes {
  #entries: Stash[] = [];

  get entries(): readonly Stash[] {
    return this.#entries;
  }

  push(stash: Stash): void {
    if (this.#entries.length >= STASHES_MAX) {
      throw new LimitError("stashes", STASHES_MAX, STASHES_MAX + 1);
    }
    this.#entries.unshift(stash);
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

  /** Puts another stash in the place of each. */
  rewrite(change: (stash: Stash) => Stash): void {
    this.#entries = this.#entries.map(change);
  }

  drop(index: number): void {
    this.get(index);
    this.#entries.splice(index, 1);
  }
}
