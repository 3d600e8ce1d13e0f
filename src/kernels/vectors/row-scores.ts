/**
 * Scores of rows of vectors against queries: where the vectors lie in a memory of `allocate` by kernels, which find the
 * queries and the numbers of the rows in its spare bytes and leave the scores there; else by loops in TypeScript. Both
 * add in one order and give the same bits.
 */
import { memoryOf } from "../core/memory.js";
import { codeOf, type Memory, type WasmCode } from "../core/wasm.js";
import { scoreOfRow, squaresOfRow, type Term } from "./row-loops.js";
import { type VectorKernels, vectorPlainModule, vectorSharedModule } from "./vector-module.js";

export type { Term } from "./row-loops.js";

/** So many rows at most are scored at one call. */
export const SCORED_ROWS = 4096;

/** So many queries are scored in one pass over a row. */
export const QUERIES_PER_PASS = 4;

/** The spare bytes that a memory of vectors needs: for queries, rows and scores. */
export function scoringSpareBytes(dimensions: number): number {
  return QUERIES_PER_PASS * 8 * dimensions + SCORED_ROWS * (4 + 8 * QUERIES_PER_PASS) + 64;
}

/** Queries come first in the spare bytes, then scores, then rows. */
function scoresAt(spareOffset: number, dimensions: number): number {
  return spareOffset + QUERIES_PER_PASS * 8 * dimensions;
}

const plain = /* @__PURE__ */ codeOf(vectorPlainModule);
const shared = /* @__PURE__ */ codeOf(vectorSharedModule);
const instances = /* @__PURE__ */ new WeakMap<Memory, VectorKernels | null>();

/** The compiled module for a kind of memory; null where there is no WebAssembly. */
export function vectorCode(isShared: boolean): WasmCode | null {
  return isShared ? shared.module() : plain.module();
}

/** The kernels over a memory; undefined where there is no WebAssembly. */
export function vectorKernels(memory: Memory, isShared = false): VectorKernels | undefined {
  let kernels = instances.get(memory);
  if (kernels === undefined) {
    const code = isShared ? shared : plain;
    kernels = (code.instantiate(memory) as VectorKernels | undefined) ?? null;
    instances.set(memory, kernels);
  }
  return kernels ?? undefined;
}

/** Scores rows of one array of vectors. */
export interface RowScorer {
  /**
   * The scores of `count` rows, `SCORED_ROWS` at most: for each row one number a query. The array is overwritten by
   * the next call.
   */
  scores(rows: Uint32Array, count: number): Float64Array;
}

/**
 * A scorer of the vectors of `values`, row after row, against the one query or the four that follow each other in
 * `queries`. It is good for as long as no other is made over the same memory.
 */
export function rowScorer(
  term: Term,
  values: Float32Array,
  dimensions: number,
  queries: Float64Array,
): RowScorer {
  const place = memoryOf(values.buffer);
  const kernels = place === undefined ? undefined : vectorKernels(place.memory);
  const queryCount = queries.length / dimensions;
  if (place === undefined || kernels === undefined) {
    const out = new Float64Array(SCORED_ROWS * queryCount);
    return {
      scores(rows, count) {
        for (let i = 0, n = 0; i < count; i++)
          for (let q = 0; q < queries.length; q += dimensions, n++)
            out[n] = scoreOfRow(term, values, rows[i] * dimensions, dimensions, queries, q);
        return out;
      },
    };
  }
  const { buffer } = place.memory;
  const queryAt = place.spareOffset;
  const outAt = scoresAt(place.spareOffset, dimensions);
  const rowsAt = outAt + SCORED_ROWS * 8 * QUERIES_PER_PASS;
  new Float64Array(buffer, queryAt, queries.length).set(queries);
  const out = new Float64Array(buffer, outAt, SCORED_ROWS * queryCount);
  const places = new Uint32Array(buffer, rowsAt, SCORED_ROWS);
  const one = term === "dot" ? kernels.dotsAt : kernels.squaredDistancesAt;
  const four = term === "dot" ? kernels.dotsOfFourAt : kernels.squaredDistancesOfFourAt;
  const score = queryCount === 1 ? one : four;
  return {
    scores(rows, count) {
      places.set(count === rows.length ? rows : rows.subarray(0, count));
      score(values.byteOffset, rowsAt, count, dimensions, queryAt, outAt);
      return out;
    },
  };
}

/** Writes the sum of the squares of each of `count` rows from `first` on to `out`; `SCORED_ROWS` at most. */
export function squaresOf(
  values: Float32Array,
  dimensions: number,
  first: number,
  count: number,
  out: Float64Array,
): void {
  const place = memoryOf(values.buffer);
  const kernels = place === undefined ? undefined : vectorKernels(place.memory);
  if (place === undefined || kernels === undefined) {
    for (let i = 0; i < count; i++) out[i] = squaresOfRow(values, (first + i) * dimensions, dimensions);
    return;
  }
  const start = values.byteOffset + first * dimensions * 4;
  const outAt = scoresAt(place.spareOffset, dimensions);
  kernels.squaresOfRows(start, count, dimensions, outAt);
  out.set(new Float64Array(place.memory.buffer, outAt, count));
}

/** Which rows of one array of vectors may reach a score. */
export interface RowFilter {
  /**
   * Leaves those of the first `count` of `rows`, `SCORED_ROWS` at most, that may reach the threshold: a dot product, a
   * cosine, or a distance as a negative number. How many they are is returned. `norms` has the length of each row from row
   * `first` on, which distances do not need.
   */
  keep(
    rows: Uint32Array,
    count: number,
    norms: Float64Array | undefined,
    first: number,
    threshold: number,
  ): number;
}

/** Rounding of a sum of so many products in float32, as a share of the sum of their absolute values; with a margin. */
function roundingOf(dimensions: number): number {
  return 1.01 * (dimensions + 8) * 2 ** -24;
}

/**
 * A filter of the vectors of `values` by estimates in float32, for one query of float32 numbers; undefined where there
 * are no kernels. It is good for as long as nothing else is made over the same memory.
 */
export function rowFilter(
  metric: "cosine" | "dot" | "euclidean",
  values: Float32Array,
  dimensions: number,
  query: Float64Array,
  queryNorm: number,
): RowFilter | undefined {
  const place = memoryOf(values.buffer);
  const kernels = place === undefined ? undefined : vectorKernels(place.memory);
  if (place === undefined || kernels === undefined) return undefined;
  const { buffer } = place.memory;
  const queryAt = place.spareOffset;
  const sumsAt = scoresAt(place.spareOffset, dimensions);
  const normsAt = sumsAt + SCORED_ROWS * 8;
  const headAt = normsAt + SCORED_ROWS * 8;
  const rowsAt = sumsAt + SCORED_ROWS * 8 * QUERIES_PER_PASS;
  new Float32Array(buffer, queryAt, dimensions).set(query);
  const head = new Float64Array(buffer, headAt, 4);
  head.set([queryNorm, roundingOf(dimensions), dimensions * 2 ** -149]);
  const places = new Uint32Array(buffer, rowsAt, SCORED_ROWS);
  const lengths = new Float64Array(buffer, normsAt, SCORED_ROWS);
  const { byteOffset } = values;
  return {
    keep(rows, count, norms, first, threshold) {
      head[3] = threshold;
      places.set(count === rows.length ? rows : rows.subarray(0, count));
      let kept: number;
      if (norms === undefined)
        kept = kernels.rowsWithin(byteOffset, rowsAt, count, dimensions, queryAt, headAt, sumsAt);
      else {
        lengths.set(norms);
        const code = metric === "cosine" ? 0 : 1;
        kept = kernels.rowsThatReach(
          byteOffset,
          rowsAt,
          count,
          dimensions,
          queryAt,
          normsAt,
          first,
          code,
          headAt,
          sumsAt,
        );
      }
      rows.set(places.subarray(0, kept));
      return kept;
    },
  };
}
