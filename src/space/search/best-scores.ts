/**
 * The best of many scores: those of `limit` elements, by score and then by id. A buffer of twice the limit is cut back
 * when it is full, which raises the score that the next ones must reach.
 */

/** The buffer holds so many more than twice the limit, so that a small limit is not sorted over and over. */
const SPARE_COUNT = 256;

export class BestScores {
  readonly #limit: number;
  #ids: Uint32Array;
  #scores: Float64Array;
  #count = 0;
  /** No element with a lower score is among the best. NaN never reaches it. */
  threshold: number;

  constructor(limit: number, minScore = Number.NEGATIVE_INFINITY) {
    this.#limit = limit;
    // a limit may be far beyond what there is
    const size = Math.min(2 * limit, 4096) + SPARE_COUNT;
    this.#ids = new Uint32Array(size);
    this.#scores = new Float64Array(size);
    this.threshold = limit === 0 ? Number.POSITIVE_INFINITY : minScore;
  }

  /** Adds an element whose score reaches the threshold. */
  add(id: number, score: number): void {
    if (this.#count === this.#ids.length) this.#makeRoom();
    // what was cut back may have raised it
    if (!(score >= this.threshold)) return;
    this.#ids[this.#count] = id;
    this.#scores[this.#count++] = score;
  }

  #makeRoom(): void {
    if (this.#count < 2 * this.#limit + SPARE_COUNT) {
      const size = Math.min(2 * this.#count, 2 * this.#limit + SPARE_COUNT);
      const [ids, scores] = [new Uint32Array(size), new Float64Array(size)];
      ids.set(this.#ids);
      scores.set(this.#scores);
      [this.#ids, this.#scores] = [ids, scores];
    } else this.#cut();
  }

  #cut(): void {
    const { ids, scores } = this.sorted();
    this.#ids.set(ids);
    this.#scores.set(scores);
    this.#count = ids.length;
    if (ids.length === this.#limit) this.threshold = Math.max(this.threshold, scores[ids.length - 1]);
  }

  /** The best, in their order. */
  sorted(): { ids: Uint32Array<ArrayBuffer>; scores: Float64Array<ArrayBuffer> } {
    const [ids, scores] = [this.#ids, this.#scores];
    const order = Uint32Array.from({ length: this.#count }, (_, i) => i);
    order.sort((a, b) => (scores[a] === scores[b] ? ids[a] - ids[b] : scores[a] > scores[b] ? -1 : 1));
    const best = order.subarray(0, Math.min(this.#limit, order.length));
    return { ids: Uint32Array.from(best, (i) => ids[i]), scores: Float64Array.from(best, (i) => scores[i]) };
  }
}
