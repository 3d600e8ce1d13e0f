/**
 * The approximate search: full segments by one bit a number, the rows behind them by codes of eight bits; the rows with the
 * best estimates are scored from the float column.
 */
import { assert } from "../../errors.js";
import { tableQuery } from "../../kernels/vectors/bit-segment.js";
import { codeQuery } from "../../kernels/vectors/code-segment.js";
import { BITMAP_CHUNK_BITS } from "../../structures/bitmap.js";
import type { VectorMetric } from "../index/nearest-options.js";
import { BestScores } from "./best-scores.js";
import { type CodedSearch, codedWork, scoreRows } from "./coded-scan.js";
import { rowsOfMask } from "./vector-scan.js";

const BLOCK_ROW_COUNT = 1024;

/** Beside a longer query, the squares of vectors that are scanned by bits hardly matter. */
const LONG_QUERY_NORM = 2 ** 60;

/** Calls `take` with the scores of the rows with the best estimates. Yields between segments and blocks of rows. */
export function* scanBits(
  search: CodedSearch,
  candidates: number,
  take: (row: number, score: number) => void,
): Generator<number, void> {
  const { column, codes, mask, metric, query, queryNorm } = search;
  const { segmentRowCount } = codes;
  const coded = codeQuery(query, queryNorm);
  const scale = scaleOf(metric, queryNorm);
  const tabled = tableQuery(query.map((x) => x * scale));
  // cosines are the same whatever the query's length
  const back = metric === "cosine" ? 1 : 1 / scale;
  // what estimates by bits leave out of a negative square of a distance
  const rest = metric === "euclidean" ? queryNorm * queryNorm : 0;
  const best = new BestScores(candidates);
  const rows = new Uint32Array(Math.min(BLOCK_ROW_COUNT, segmentRowCount));
  for (let index = 0; index < codes.segmentCount; index++) {
    const base = index * segmentRowCount;
    const end = Math.min(base + segmentRowCount, column.count);
    const chunk = Math.floor(base / BITMAP_CHUNK_BITS);
    if (segmentRowCount >= 32 && mask.isEmptyChunk(chunk)) continue;
    const bits = codes.bits(index);
    if (bits !== undefined) {
      const start = (base % BITMAP_CHUNK_BITS) / 32;
      const words = mask.words(chunk).subarray(start, start + segmentRowCount / 32);
      const threshold = (best.threshold + rest) / back;
      bits.estimate(words, tabled, metric, threshold, candidates, (row, estimate) => {
        const value = estimate * back - rest;
        if (value >= best.threshold) best.add(base + row, value);
      });
      yield end;
      continue;
    }
    const segment = codes.segment(index);
    assert(segment !== undefined, "rows that have no codes");
    for (let first = base; first < end; first += rows.length) {
      const found = rowsOfMask(mask, first, Math.min(first + rows.length, end), base, rows);
      segment.bound(rows, found, coded, metric, best.threshold, (row, low, high) => {
        const value = (low + high) / 2;
        if (value >= best.threshold) best.add(base + row, value);
      });
      if ((first / rows.length) % 4 === 3) yield first;
    }
  }
  const chosen = best.sorted().ids.sort();
  codedWork.rowsRescored += chosen.length;
  yield* scoreRows(column, chosen, metric, query, queryNorm, take);
}

/** The factor that brings a query to a length whose products stay in the range of float32, and changes no order. */
function scaleOf(metric: VectorMetric, queryNorm: number): number {
  if (metric === "cosine") return 1 / queryNorm;
  if (queryNorm > LONG_QUERY_NORM) return LONG_QUERY_NORM / queryNorm;
  // a short query leaves distances to the vectors' own lengths
  const isShort = queryNorm > 0 && queryNorm < 1 / LONG_QUERY_NORM;
  return metric === "dot" && isShort ? 1 / queryNorm : 1;
}
