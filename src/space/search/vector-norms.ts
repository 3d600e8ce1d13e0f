/** The lengths of the vectors of columns, worked out once a row, when first needed, a block of rows at a time. */
import { SCORED_ROWS, squaresOf } from "../../kernels/vectors/row-scores.js";
import type { VectorColumn } from "../../pool/vector-column.js";

/** Rows of a block, unless a chunk has fewer. */
const BLOCK_ROW_COUNT = SCORED_ROWS;

interface Block {
  /** The rows that were worked out, from the first on. */
  count: number;
  norms: Float64Array;
}

const blocksOf = /* @__PURE__ */ new WeakMap<VectorColumn, (Block | undefined)[]>();

/** Rows whose norms were worked out so far, for tests. */
export const normWork = { rowCount: 0 };

/** The norm of one row: as the blocks have it, or worked out for it alone. */
export function normOf(column: VectorColumn, row: number): number {
  const { chunkRowCount, dimensions } = column;
  const size = Math.min(BLOCK_ROW_COUNT, chunkRowCount);
  const block = blocksOf.get(column)?.[Math.floor(row / size)];
  if (block !== undefined && row % size < block.count) return block.norms[row % size];
  return normAt(column.chunk(Math.floor(row / chunkRowCount)), dimensions, row % chunkRowCount);
}

/** The norm of a row of some vectors. */
export function normAt(values: Float32Array, dimensions: number, row: number): number {
  squaresOf(values, dimensions, row, 1, oneSquare);
  return Math.sqrt(oneSquare[0]);
}

const oneSquare = new Float64Array(1);

/**
 * The norms of `count` rows, all in one chunk and in one block of 4,096 rows of it, from `first` on: a view. Rows that
 * are appended later are worked out when they are asked for.
 */
export function normsOf(column: VectorColumn, first: number, count: number): Float64Array {
  let blocks = blocksOf.get(column);
  if (blocks === undefined) {
    blocks = [];
    blocksOf.set(column, blocks);
  }
  const { chunkRowCount, dimensions } = column;
  const size = Math.min(BLOCK_ROW_COUNT, chunkRowCount);
  const index = Math.floor(first / size);
  const start = index * size;
  const end = Math.min(column.count - start, size);
  let block = blocks[index];
  if (block === undefined || block.norms.length < end) {
    const norms = new Float64Array(end === size || block !== undefined ? size : end);
    norms.set(block?.norms.subarray(0, block.count) ?? []);
    block = { count: block?.count ?? 0, norms };
    blocks[index] = block;
  }
  if (block.count < end) {
    const known = block.count;
    const chunk = column.chunk(Math.floor(first / chunkRowCount));
    const fresh = block.norms.subarray(known, end);
    squaresOf(chunk, dimensions, (start + known) % chunkRowCount, end - known, fresh);
    for (let i = 0; i < fresh.length; i++) fresh[i] = Math.sqrt(fresh[i]);
    normWork.rowCount += fresh.length;
    block.count = end;
  }
  return block.norms.subarray(first - start, first - start + count);
}
