/**
 * The best of many scores: those of `limit` elements, by score and then by id. Once there are so many they are a heap with
 * the worst of them first, whose score the next ones must reach.
 */

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
    const size = Math.min(limit, 1024);
    this.#ids = new Uint32Array(size);
    this.#scores = new Float64Array(size);
    this.threshold = limit === 0 ? Number.POSITIVE_INFINITY : minScore;
  }

  /** Adds an element whose score reaches the threshold; each element once. */
  add(id: number, score: number): void {
    if (!(score >= this.threshold) || this.#limit === 0) return;
    if (this.#count < this.#limit) {
      if (this.#count === this.#ids.length) this.#makeRoom();
      this.#ids[this.#count] = id;
      this.#scores[this.#count++] = score;
      if (this.#count < this.#limit) return;
      for (let at = (this.#count >>> 1) - 1; at >= 0; at--) this.#sink(at);
    } else {
      if (score === this.#scores[0] && id > this.#ids[0]) return;
      this.#ids[0] = id;
      this.#scores[0] = score;
      this.#sink(0);
    }
    this.threshold = this.#scores[0];
  }

  #makeRoom(): void {
    const size = Math.min(2 * this.#count, this.#limit);
    const [ids, scores] = [new Uint32Array(size), new Float64Array(size)];
    ids.set(this.#ids);
    scores.set(this.#scores);
    [this.#ids, this.#scores] = [ids, scores];
  }

  /** Moves the entry at `at` below those that are worse. */
  #sink(at: number): void {
    const [ids, scores] = [this.#ids, this.#scores];
    const [id, score] = [ids[at], scores[at]];
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#count) break;
      if (child + 1 < this.#count && isWorse(scores, ids, child + 1, scores[child], ids[child])) child++;
      if (!isWorse(scores, ids, child, score, id)) break;
      ids[at] = ids[child];
      scores[at] = scores[child];
      at = child;
    }
    ids[at] = id;
    scores[at] = score;
  }

  /** The best, in their order. */
  sorted(): { ids: Uint32Array<ArrayBuffer>; scores: Float64Array<ArrayBuffer> } {
    const [ids, scores] = [this.#ids, this.#scores];
    const order = Uint32Array.from({ length: this.#count }, (_, i) => i);
    order.sort((a, b) => (scores[a] === scores[b] ? ids[a] - ids[b] : scores[a] > scores[b] ? -1 : 1));
    return {
      ids: Uint32Array.from(order, (i) => ids[i]),
      scores: Float64Array.from(order, (i) => scores[i]),
    };
  }
}

function isWorse(scores: Float64Array, ids: Uint32Array, at: number, score: number, id: number): boolean {
  return scores[at] < score || (scores[at] === score && ids[at] > id);
}
