/**
 * The scan of a column of vectors: the score of every row of a mask, block by block, for one query or many. Rows that
 * cannot be among the best by an estimate in float32, whose error has a proven bound, are passed over. It pauses between
 * blocks, where a caller can stop, or let others go on.
 */
import {
  QUERIES_PER_PASS,
  rowFilter,
  rowScorer,
  SCORED_ROWS,
  type Term,
} from "../../kernels/vectors/row-scores.js";
import type { VectorColumn } from "../../pool/vector-column.js";
import { BITMAP_CHUNK_BITS, type Bitmap } from "../../structures/bitmap.js";
import type { VectorMetric } from "../index/nearest-options.js";
import { normsOf } from "./vector-norms.js";

/** Queries of one length, one after the other. */
export interface VectorQueries {
  readonly values: Float64Array;
  readonly dimensions: number;
  readonly norms: Float64Array;
}

/** Takes the score of a row for a query; NaN is no score. */
export type TakeScore = (row: number, query: number, score: number) => void;

/** With many queries a block is so large that it stays in a near cache while all of them are scored. */
const CACHED_BYTES = 1 << 19;
/** With one it is small, since the threshold rises between one block and the next. */
const BLOCK_ROW_COUNT = 1024;

export function termOf(metric: VectorMetric): Term {
  return metric === "euclidean" ? "squaredDistance" : "dot";
}

/** Queries as float64, with their norms; the values are those of float32 numbers. */
export function queriesOf(values: Float64Array, dimensions: number): VectorQueries {
  const norms = new Float64Array(values.length / dimensions);
  for (let i = 0; i < norms.length; i++) {
    let sum = 0;
    for (let d = i * dimensions; d < (i + 1) * dimensions; d++) sum += values[d] * values[d];
    norms[i] = Math.sqrt(sum);
  }
  return { values, dimensions, norms };
}

/** The score that a sum over two vectors means: greater is better. NaN where there is none. */
export function scoreOfSum(metric: VectorMetric, sum: number, rowNorm: number, queryNorm: number): number {
  if (metric === "dot") return sum;
  if (metric === "euclidean") return 0 - Math.sqrt(sum);
  // rounding may lead past 1
  return Math.min(1, Math.max(-1, sum / (rowNorm * queryNorm)));
}

/** Rows that were scored in float64 so far, for tests. */
export const scanWork = { rowsScored: 0 };

/**
 * Scores the rows of a mask, but for those whose score is below `thresholdOf` of its query for certain. Yields after each
 * block, with the number of rows looked at so far.
 */
export function* scanVectors(
  column: VectorColumn,
  mask: Bitmap,
  metric: VectorMetric,
  queries: VectorQueries,
  thresholdOf: (query: number) => number,
  take: TakeScore,
): Generator<number, void> {
  const { chunkRowCount, dimensions, chunkCount, count } = column;
  const queryCount = queries.norms.length;
  const fitting = 2 ** Math.floor(Math.log2(Math.max(1, CACHED_BYTES / (4 * dimensions))));
  const blockRowCount = Math.min(queryCount > 1 ? fitting : BLOCK_ROW_COUNT, SCORED_ROWS, chunkRowCount);
  const rows = new Uint32Array(blockRowCount);
  const kept = new Uint32Array(blockRowCount);
  let done = 0;
  for (let index = 0; index < chunkCount; index++) {
    const base = index * chunkRowCount;
    const end = Math.min(base + chunkRowCount, count);
    for (let first = base; first < end; first += blockRowCount) {
      const last = Math.min(first + blockRowCount, end);
      if (mask.isEmptyChunk(Math.floor(first / BITMAP_CHUNK_BITS))) continue;
      const found = rowsOfMask(mask, first, last, base, rows);
      if (found === 0) continue;
      const block = { column, metric, rows, count: found, base, first, last };
      for (let from = 0; from < queryCount; ) {
        const size = scoreBlock(block, queries, from, thresholdOf, kept, take);
        from += size;
      }
      done += found;
      yield done;
    }
  }
}

/** Rows of a chunk that begins at row `base`, all of them from `first` up to `last`. */
interface RowBlock {
  readonly column: VectorColumn;
  readonly metric: VectorMetric;
  readonly rows: Uint32Array;
  readonly count: number;
  readonly base: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Scores a block for a query whose threshold leaves rows out, or for up to four of those that have none yet; how many
 * queries it were.
 */
function scoreBlock(
  { column, metric, rows, count, base, first, last }: RowBlock,
  { values, norms: queryNorms, dimensions }: VectorQueries,
  from: number,
  thresholdOf: (query: number) => number,
  kept: Uint32Array,
  take: TakeScore,
): number {
  const chunk = column.chunk(base / column.chunkRowCount);
  const hasThreshold = (query: number): boolean => thresholdOf(query) > Number.NEGATIVE_INFINITY;
  // made anew for each block: meanwhile another search may have left its queries in the memory
  const query = values.subarray(from * dimensions, (from + 1) * dimensions);
  const filter = hasThreshold(from)
    ? rowFilter(metric, chunk, dimensions, query, queryNorms[from])
    : undefined;
  const needsNorms = metric === "cosine" || (metric === "dot" && filter !== undefined);
  const norms = needsNorms ? normsOf(column, first, last - first) : undefined;
  let wanted = rows;
  let wantedCount = count;
  let size = 1;
  if (filter !== undefined) {
    kept.set(rows);
    wanted = kept;
    wantedCount = filter.keep(kept, count, norms, first - base, thresholdOf(from));
  } else if (from + QUERIES_PER_PASS <= queryNorms.length) {
    while (size < QUERIES_PER_PASS && !hasThreshold(from + size)) size++;
    if (size < QUERIES_PER_PASS) size = 1;
  }
  if (wantedCount === 0) return size;
  scanWork.rowsScored += wantedCount * size;
  const group = values.subarray(from * dimensions, (from + size) * dimensions);
  const sums = rowScorer(termOf(metric), chunk, dimensions, group).scores(wanted, wantedCount);
  for (let i = 0, n = 0; i < wantedCount; i++) {
    const row = base + wanted[i];
    const norm = metric === "cosine" && norms !== undefined ? norms[row - first] : 1;
    for (let q = 0; q < size; q++, n++)
      take(row, from + q, scoreOfSum(metric, sums[n], norm, queryNorms[from + q]));
  }
  return size;
}

/** Writes the rows of a mask from `first` to `last`, less `base`, to `out`; how many they are. */
export function rowsOfMask(
  mask: Bitmap,
  first: number,
  last: number,
  base: number,
  out: Uint32Array,
): number {
  let count = 0;
  for (let start = first - (first % 32); start < last; start += 32) {
    const words = mask.words(Math.floor(start / BITMAP_CHUNK_BITS));
    let word = words[(start % BITMAP_CHUNK_BITS) >>> 5];
    if (start < first) word &= -1 << (first - start);
    if (last - start < 32) word &= (1 << (last - start)) - 1;
    while (word !== 0) {
      const low = word & -word;
      out[count++] = start + 31 - Math.clz32(low) - base;
      word ^= low;
    }
  }
  return count;
}
