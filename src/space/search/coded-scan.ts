/**
 * The exact search by codes: bounds on the score of each row that counts, and the score itself of those few whose upper
 * bound reaches the k-th best lower bound. What it finds equals what a scan of all rows does, in every bit.
 */
import { codeQuery } from "../../kernels/vectors/code-segment.js";
import { rowScorer, SCORED_ROWS } from "../../kernels/vectors/row-scores.js";
import type { VectorColumn } from "../../pool/vector-column.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { BITMAP_CHUNK_BITS } from "../../structures/bitmap.js";
import type { VectorMetric } from "../index/nearest-options.js";
import type { VectorCodes } from "./vector-codes.js";
import { normAt, normOf } from "./vector-norms.js";
import { rowsOfMask, scoreOfSum, termOf } from "./vector-scan.js";

/** Rows between which the threshold rises. */
const BLOCK_ROW_COUNT = 1024;

/** Rows that were scored again so far, for tests. */
export const codedWork = { rowsRescored: 0 };

/** A search by codes. */
export interface CodedSearch {
  readonly column: VectorColumn;
  readonly codes: VectorCodes;
  readonly mask: Bitmap;
  readonly metric: VectorMetric;
  readonly query: Float64Array;
  readonly queryNorm: number;
  readonly limit: number;
  readonly minScore: number;
}

/** Calls `take` with rows and scores, those of the best among them. Yields between blocks of rows. */
export function* scanCodes(
  search: CodedSearch,
  take: (row: number, score: number) => void,
): Generator<number, void> {
  const { column, codes, mask, metric, query, queryNorm, limit, minScore } = search;
  const coded = codeQuery(query, queryNorm);
  const best = new Candidates(limit, lowestBound(metric, minScore));
  const { segmentRowCount } = codes;
  const blockRowCount = Math.min(BLOCK_ROW_COUNT, segmentRowCount);
  const rows = new Uint32Array(blockRowCount);
  let done = 0;
  for (const [index, segment] of codes.segments.entries()) {
    const base = index * segmentRowCount;
    const end = base + segment.count;
    for (let first = base; first < end; first += blockRowCount) {
      if (mask.isEmptyChunk(Math.floor(first / BITMAP_CHUNK_BITS))) continue;
      const found = rowsOfMask(mask, first, Math.min(first + blockRowCount, end), base, rows);
      if (found === 0) continue;
      segment.bound(rows, found, coded, metric, best.threshold, (row, low, high) =>
        best.add(base + row, low, high),
      );
      done += found;
      if ((first / blockRowCount) % 4 === 3) yield done;
    }
  }
  yield done;
  const candidates = best.rows();
  codedWork.rowsRescored += candidates.length;
  yield* scoreRows(column, candidates, metric, query, queryNorm, take);
}

/** Scores rows, which ascend, from the float column. */
export function* scoreRows(
  column: VectorColumn,
  rows: Uint32Array,
  metric: VectorMetric,
  query: Float64Array,
  queryNorm: number,
  take: (row: number, score: number) => void,
): Generator<number, void> {
  const { chunkRowCount, dimensions } = column;
  const places = new Uint32Array(SCORED_ROWS);
  for (let i = 0; i < rows.length; ) {
    const index = Math.floor(rows[i] / chunkRowCount);
    const start = i;
    while (i < rows.length && i - start < SCORED_ROWS && Math.floor(rows[i] / chunkRowCount) === index) {
      places[i - start] = rows[i] % chunkRowCount;
      i++;
    }
    const picked = column.pick(index, rows.subarray(start, i));
    if (picked !== undefined) for (let k = 0; k < i - start; k++) places[k] = k;
    const values = picked ?? column.chunk(index);
    const sums = rowScorer(termOf(metric), values, dimensions, query).scores(places, i - start);
    const scores = sums.slice(0, i - start);
    for (let k = start; k < i; k++) {
      let norm = 1;
      if (metric === "cosine")
        norm = picked === undefined ? normOf(column, rows[k]) : normAt(picked, dimensions, k - start);
      take(rows[k], scoreOfSum(metric, scores[k - start], norm, queryNorm));
    }
    yield i;
  }
}

/** The bound that a score must reach, as bounds are: on the negative square of a distance. */
function lowestBound(metric: VectorMetric, minScore: number): number {
  if (metric !== "euclidean") return minScore;
  if (minScore > 0) return Number.POSITIVE_INFINITY;
  return -(minScore * minScore) * (1 + 1e-9);
}

/** Rows that may be among the best: those whose upper bound is not below the lower bound of the k-th best. */
class Candidates {
  readonly #limit: number;
  threshold: number;
  /** The best lower bounds, the least of them first: a heap. */
  readonly #lows: number[] = [];
  #rows: number[] = [];
  #highs: number[] = [];
  #sizeMax: number;

  constructor(limit: number, threshold: number) {
    this.#limit = limit;
    this.threshold = threshold;
    this.#sizeMax = 4 * limit + 1024;
  }

  add(row: number, low: number, high: number): void {
    if (high < this.threshold) return;
    this.#rows.push(row);
    this.#highs.push(high);
    if (low >= this.threshold) this.#raise(low);
    if (this.#rows.length > this.#sizeMax) {
      this.#cut();
      this.#sizeMax = Math.max(this.#sizeMax, 2 * this.#rows.length);
    }
  }

  #raise(low: number): void {
    const lows = this.#lows;
    if (lows.length < this.#limit) {
      lows.push(low);
      let at = lows.length - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (lows[parent] <= low) break;
        lows[at] = lows[parent];
        at = parent;
      }
      lows[at] = low;
    } else if (low > lows[0]) {
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= lows.length) break;
        if (child + 1 < lows.length && lows[child + 1] < lows[child]) child++;
        if (lows[child] >= low) break;
        lows[at] = lows[child];
        at = child;
      }
      lows[at] = low;
    }
    if (lows.length === this.#limit) this.threshold = Math.max(this.threshold, lows[0]);
  }

  #cut(): void {
    const kept = this.#rows.map((_, i) => i).filter((i) => !(this.#highs[i] < this.threshold));
    this.#rows = kept.map((i) => this.#rows[i]);
    this.#highs = kept.map((i) => this.#highs[i]);
  }

  /** The rows, in ascending order. */
  rows(): Uint32Array {
    this.#cut();
    return Uint32Array.from(this.#rows).sort();
  }
}
