/** The ids that the elements of one origin have here, by sequence number: runs in ascending order, never overlapping. */

import { assert } from "../errors.js";
import { upperBound } from "../structures/binary-search.js";

export class SequenceRuns {
  readonly #sequences: number[] = [];
  readonly #counts: number[] = [];
  readonly #firsts: number[] = [];

  /** The number of the last run that begins at or before a sequence number; -1 if there is none. */
  #runOf(sequence: number): number {
    return upperBound(this.#sequences, sequence) - 1;
  }

  /** Gives `count` sequence numbers, which have none, ids from `first` on. */
  add(sequence: number, count: number, first: number): void {
    const before = this.#runOf(sequence);
    const next = before + 1;
    const end = before < 0 ? 0 : this.#sequences[before] + this.#counts[before];
    assert(end <= sequence || before < 0, `sequence number ${sequence} has an id already`);
    assert(
      next === this.#sequences.length || sequence + count <= this.#sequences[next],
      `a sequence number from ${sequence} on has an id already`,
    );
    if (before >= 0 && end === sequence && this.#firsts[before] + this.#counts[before] === first) {
      this.#counts[before] += count;
      return;
    }
    this.#sequences.splice(next, 0, sequence);
    this.#counts.splice(next, 0, count);
    this.#firsts.splice(next, 0, first);
  }

  /** The run that a sequence number is in; undefined if it has no id. */
  stretchAt(
    sequence: number,
  ): { readonly sequence: number; readonly count: number; readonly first: number } | undefined {
    const run = this.#runOf(sequence);
    if (run < 0 || sequence >= this.#sequences[run] + this.#counts[run]) return undefined;
    return { sequence: this.#sequences[run], count: this.#counts[run], first: this.#firsts[run] };
  }

  find(sequence: number): number | undefined {
    const found = this.stretchAt(sequence);
    return found === undefined ? undefined : found.first + sequence - found.sequence;
  }

  /** Calls `visit` with each stretch of `count` numbers from `sequence` on that has ids which follow each other. */
  locate(
    sequence: number,
    count: number,
    visit: (sequence: number, id: number, count: number) => void,
  ): void {
    const end = sequence + count;
    for (let run = Math.max(this.#runOf(sequence), 0); run < this.#sequences.length; run++) {
      const start = this.#sequences[run];
      if (start >= end) return;
      const from = Math.max(start, sequence);
      const stop = Math.min(start + this.#counts[run], end);
      if (from < stop) visit(from, this.#firsts[run] + from - start, stop - from);
    }
  }
}
