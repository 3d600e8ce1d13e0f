/**
 * The scan of a column of vectors: the score of every row of a mask, block by block, for one query or many. It pauses
 * between blocks, where a caller can stop, or let others go on.
 */
import { QUERIES_PER_PASS, rowScorer, SCORED_ROWS, type Term } from "../../kernels/vectors/row-scores.js";
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
const CACHED_BYTES = 1 << 18;

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

/** Scores the rows of a mask. Yields after each block, with the number of rows scored so far. */
export function* scanVectors(
  column: VectorColumn,
  mask: Bitmap,
  metric: VectorMetric,
  queries: VectorQueries,
  take: TakeScore,
): Generator<number, void> {
  const { chunkRowCount, dimensions, chunkCount } = column;
  const groups = groupsOf(queries);
  const fitting = 2 ** Math.floor(Math.log2(Math.max(1, CACHED_BYTES / (4 * dimensions))));
  const blockRowCount = Math.min(SCORED_ROWS, chunkRowCount, groups.length > 1 ? fitting : SCORED_ROWS);
  const rows = new Uint32Array(blockRowCount);
  const { count } = column;
  let done = 0;
  for (let index = 0; index < chunkCount; index++) {
    const base = index * chunkRowCount;
    const end = Math.min(base + chunkRowCount, count);
    for (let first = base; first < end; first += blockRowCount) {
      const last = Math.min(first + blockRowCount, end);
      if (mask.isEmptyChunk(Math.floor(first / BITMAP_CHUNK_BITS))) continue;
      const found = rowsOfMask(mask, first, last, base, rows);
      if (found === 0) continue;
      const chunk = column.chunk(index);
      const norms = metric === "cosine" ? normsOf(column, first, last - first) : undefined;
      for (const { from, size, values } of groups) {
        // made anew for each block: meanwhile another search may have left its queries in the memory
        const sums = rowScorer(termOf(metric), chunk, dimensions, values).scores(rows, found);
        for (let i = 0, n = 0; i < found; i++) {
          const row = base + rows[i];
          const norm = norms === undefined ? 1 : norms[row - first];
          for (let q = 0; q < size; q++, n++)
            take(row, from + q, scoreOfSum(metric, sums[n], norm, queries.norms[from + q]));
        }
      }
      done += found;
      yield done;
    }
  }
}

interface QueryGroup {
  readonly from: number;
  readonly size: number;
  readonly values: Float64Array;
}

/** As many groups of four as there are, and the rest one by one. */
function groupsOf({ values, dimensions, norms }: VectorQueries): QueryGroup[] {
  const groups: QueryGroup[] = [];
  for (let from = 0; from < norms.length; ) {
    const size = from + QUERIES_PER_PASS <= norms.length ? QUERIES_PER_PASS : 1;
    groups.push({ from, size, values: values.subarray(from * dimensions, (from + size) * dimensions) });
    from += size;
  }
  return groups;
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
