/**
 * The best of many scores: those of `limit` elements, by score and then by id. Once there are so many they are a heap with
 * the worst of them first, whose score the next ones must reach.
 */

export class BestScores {
  readonly #limit: number;
  // plain arrays: typed ones of more than 64 bytes are allocated outside the heap, which takes most of the time of a small search
  readonly #ids: number[] = [];
  readonly #scores: number[] = [];
  /** No element with a lower score is among the best. NaN never reaches it. */
  threshold: number;

  constructor(limit: number, minScore = Number.NEGATIVE_INFINITY) {
    this.#limit = limit;
    this.threshold = limit === 0 ? Number.POSITIVE_INFINITY : minScore;
  }

  /** Adds an element whose score reaches the threshold; each element once. */
  add(id: number, score: number): void {
    if (!(score >= this.threshold) || this.#limit === 0) return;
    const [ids, scores] = [this.#ids, this.#scores];
    if (ids.length < this.#limit) {
      ids.push(id);
      scores.push(score);
      if (ids.length < this.#limit) return;
      this.#heapify();
    } else {
      if (score === scores[0] && id > ids[0]) return;
      this.#sink(0, ids.length, id, score);
    }
    this.threshold = scores[0];
  }

  #heapify(): void {
    const [ids, scores] = [this.#ids, this.#scores];
    for (let at = (ids.length >>> 1) - 1; at >= 0; at--) this.#sink(at, ids.length, ids[at], scores[at]);
  }

  /** Puts an entry at `at`, or below those that are worse, in a heap of the first `count`. */
  #sink(at: number, count: number, id: number, score: number): void {
    const [ids, scores] = [this.#ids, this.#scores];
    let place = at;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= count) break;
      if (child + 1 < count && isWorse(scores, ids, child + 1, scores[child], ids[child])) child++;
      if (!isWorse(scores, ids, child, score, id)) break;
      ids[place] = ids[child];
      scores[place] = scores[child];
      place = child;
    }
    ids[place] = id;
    scores[place] = score;
  }

  /** The best, in their order. No more are added afterwards. */
  sorted(): { ids: Uint32Array<ArrayBuffer>; scores: Float64Array<ArrayBuffer> } {
    const [ids, scores] = [this.#ids, this.#scores];
    this.#heapify();
    // the worst goes to the end, then the next
    for (let last = ids.length - 1; last > 0; last--) {
      const [id, score] = [ids[last], scores[last]];
      ids[last] = ids[0];
      scores[last] = scores[0];
      this.#sink(0, last, id, score);
    }
    return { ids: new Uint32Array(ids), scores: new Float64Array(scores) };
  }
}

function isWorse(
  scores: readonly number[],
  ids: readonly number[],
  at: number,
  score: number,
  id: number,
): boolean {
  return scores[at] < score || (scores[at] === score && ids[at] > id);
}
