/**
 * The exact search by codes: bounds on the score of each row that counts, and the score itself of those few whose upper
 * bound reaches the k-th best lower bound. What it finds equals what a scan of all rows does, in every bit.
 */
import { assert } from "../../errors.js";
import { runWithOthers } from "../../kernels/runtime/run-steps.js";
import { chunkCountOf } from "../../kernels/runtime/steps.js";
import { CodeScan, type CodeScanTask } from "../../kernels/vectors/code-scan.js";
import { type CodedQuery, codeQuery } from "../../kernels/vectors/code-segment.js";
import { rowScorer, SCORED_ROWS } from "../../kernels/vectors/row-scores.js";
import type { VectorColumn } from "../../pool/vector-column.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { BITMAP_CHUNK_BITS } from "../../structures/bitmap.js";
import type { VectorMetric } from "../index/nearest-options.js";
import type { VectorCodes } from "./vector-codes.js";
import { normAt, normOf } from "./vector-norms.js";
import { rowsOfMask, scoreOfSum, termOf } from "./vector-scan.js";

/** Rows that this thread bounds at a time where there is no room for a scan. */
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
  readonly threadCount: number;
}

/** Calls `take` with rows and scores, those of the best among them. Yields between areas of rows. */
export function* scanCodes(
  search: CodedSearch,
  take: (row: number, score: number) => void,
): Generator<number, void> {
  const { column, codes, metric, query, queryNorm, limit, minScore } = search;
  const coded = codeQuery(query, queryNorm);
  const best = new Candidates(limit, lowestBound(metric, minScore));
  const { segmentRowCount } = codes;
  // others may be written while this one waits
  const { count } = column;
  const segments = Array.from({ length: codes.segmentCount }, (_, index) => codes.segment(index));
  const mask = wordsOf(search.mask, count);
  for (let index = 0; index < segments.length; ) {
    const first = index;
    const memory = segments[first]?.memory;
    while (index < segments.length && segments[index]?.memory === memory) index++;
    assert(memory !== undefined, "rows that have no codes");
    const addresses = Uint32Array.from(segments, (each) => (each?.memory === memory ? each.address : 0));
    const firstRow = first * segmentRowCount;
    const lastRow = Math.min(index * segmentRowCount, count);
    const part = { memory, mask, addresses, segmentRowCount, lastRow, metric, limit };
    const task = { ...part, dimensions: column.dimensions, query: coded };
    yield* scanMemory(task, firstRow, search.threadCount, best, (from, to) =>
      boundRows(search, coded, from, to, best),
    );
  }
  const candidates = best.rows();
  codedWork.rowsRescored += candidates.length;
  yield* scoreRows(column, candidates, metric, query, queryNorm, take);
}

/** Areas that a thread is given at a time: some milliseconds. */
const AREAS_A_THREAD = 16;

/** Scans rows of one memory, on several threads where they share it; `boundHere` does so where there is no room for a scan. */
function* scanMemory(
  task: CodeScanTask,
  firstRow: number,
  threadCount: number,
  best: Candidates,
  boundHere: (from: number, to: number) => void,
): Generator<number, void> {
  const scan = CodeScan.open(task, AREAS_A_THREAD * threadCount);
  if (scan === undefined) {
    for (let row = firstRow; row < task.lastRow; row += 4 * BLOCK_ROW_COUNT) {
      boundHere(row, Math.min(task.lastRow, row + 4 * BLOCK_ROW_COUNT));
      yield row;
    }
    return;
  }
  try {
    // the first ones are few, since the threshold rises between one run and the next
    let areaCount = 1;
    for (let row = firstRow; row < task.lastRow; ) {
      const run = scan.run(row, areaCount, best.threshold);
      runWithOthers(run, threadCount - 1);
      const count = chunkCountOf(run);
      for (let place = 0; place < count; place++) {
        const from = run.first + place * scan.areaRows;
        const isWhole = scan.take(place, (each, low, high) => best.add(each, low, high));
        if (!isWhole) boundHere(from, Math.min(run.last, from + scan.areaRows));
      }
      row = run.last;
      areaCount = Math.min(scan.areaCountMax, 2 * areaCount);
      yield row;
    }
  } finally {
    scan.close();
  }
}

/** Bounds rows on this thread, a block at a time. */
function boundRows(
  { codes, mask, metric }: CodedSearch,
  query: CodedQuery,
  from: number,
  to: number,
  best: Candidates,
): void {
  const { segmentRowCount } = codes;
  const rows = new Uint32Array(Math.min(BLOCK_ROW_COUNT, segmentRowCount));
  for (let first = from; first < to; first += rows.length) {
    const base = first - (first % segmentRowCount);
    const found = rowsOfMask(mask, first, Math.min(first + rows.length, to), base, rows);
    if (found === 0) continue;
    const segment = codes.segment(base / segmentRowCount);
    segment?.bound(rows, found, query, metric, best.threshold, (row, low, high) =>
      best.add(base + row, low, high),
    );
  }
}

/** The bits of the rows below `count`. */
function wordsOf(mask: Bitmap, count: number): Uint32Array {
  const words = new Uint32Array(Math.ceil(count / BITMAP_CHUNK_BITS) * (BITMAP_CHUNK_BITS / 32));
  for (let first = 0; first < count; first += BITMAP_CHUNK_BITS)
    words.set(mask.words(first / BITMAP_CHUNK_BITS), first / 32);
  return words;
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
