/**
 * Arrays that searches over texts fill and forget, kept from one search to the next: fresh ones would be cleared by the
 * system page by page, which takes as long as the reading of lists. One search has them at a time; another that begins
 * meanwhile, as a stemmer of the caller's own may make one, gets new ones.
 */

import { ScoreWindow } from "../../../kernels/texts/score-window.js";

/** More than this is not kept, in numbers. */
const KEPT_NUMBERS_MAX = 1 << 20;

export class PostingScratch {
  #numbers = new Uint32Array(1 << 12);
  #used = 0;
  /** How often the words of a leaf occur in each row of a segment: zeros, between one use and the next. */
  #totals = new Uint32Array(0);
  #sums = new Float64Array(0);
  #window: ScoreWindow | null | undefined;

  /** An array of `length` numbers, whatever they are, until the search ends. */
  take(length: number): Uint32Array {
    if (this.#used + length > this.#numbers.length) {
      this.#numbers = new Uint32Array(Math.max(length, 2 * this.#numbers.length));
      this.#used = 0;
    }
    const array = this.#numbers.subarray(this.#used, this.#used + length);
    this.#used += length;
    return array;
  }

  /** Zeros for the rows of a segment, to be zeros again when they are not needed any more. */
  totals(rowCount: number): Uint32Array {
    if (this.#totals.length < rowCount) this.#totals = new Uint32Array(rowCount);
    return this.#totals;
  }

  /** Zeros for sums of scores, to be zeros again when they are not needed any more. */
  sums(length: number): Float64Array {
    if (this.#sums.length < length) this.#sums = new Float64Array(length);
    return this.#sums;
  }

  /** A window in which kernels add up scores; undefined where there are none. */
  window(): ScoreWindow | undefined {
    if (this.#window === undefined) this.#window = ScoreWindow.create() ?? null;
    return this.#window ?? undefined;
  }

  reset(): void {
    this.#used = 0;
    if (this.#numbers.length > KEPT_NUMBERS_MAX) this.#numbers = new Uint32Array(KEPT_NUMBERS_MAX);
    if (this.#totals.length > KEPT_NUMBERS_MAX) this.#totals = new Uint32Array(0);
  }
}

let spare: PostingScratch | undefined;

/** Lends arrays to a search; if it throws they are not used again. */
export function withScratch<T>(search: (scratch: PostingScratch) => T): T {
  const scratch = spare ?? new PostingScratch();
  spare = undefined;
  const result = search(scratch);
  scratch.reset();
  spare = scratch;
  return result;
}
