/**
 * Columns of float32 vectors of one length, as embeddings are, `dimensions` numbers a row. They lie in chunks of a power
 * of two of rows, each a memory in which kernels score them in place: a column grows without copying what is there, and
 * beyond what one memory holds. The first chunk alone grows by copying.
 */
import { assert } from "../errors.js";
import { allocate } from "../kernels/core/memory.js";
import type { ByteWriter } from "../structures/byte-writer.js";
import { tuning } from "../structures/tuning.js";
import type { Column } from "./column.js";
import { isFloat32 } from "./number-column.js";
import { gatherRaw, type RawValues, sliceRaw } from "./raw-values.js";

/** So much room behind the vectors of a chunk is for kernels: see `scoringSpareBytes`. */
const SPARE_BYTES_A_NUMBER = 32;
const SPARE_BYTES = 4096 * 36 + 64;

/** The first rows of a column where they lie, as on disk, until their numbers are needed. */
export interface VectorRows {
  readonly rowCount: number;
  /** Bytes that are read at least to read a row. */
  readonly readBytesMin: number;
  /** The numbers of rows that follow each other. */
  read(first: number, count: number): Float32Array;
}

/** Once reading row by row took so large a part of the bytes of a chunk, all of it is read. */
const PICKED_SHARE_MAX = 1 / 2;

export class VectorColumn implements Column {
  readonly type: `vector<float32, ${number}>`;
  readonly dimensions: number;
  /** Rows of a full chunk: a power of two. */
  readonly chunkRowCount: number;
  /** Each with room for all rows of a chunk, but for the first one while it is the only one; none where nothing was read. */
  readonly #chunks: Float32Array[] = [];
  #count = 0;
  /** Where the first rows lie, and the bytes of each chunk that were read by themselves; infinite once all were. */
  #rows: VectorRows | undefined;
  readonly #pickedBytes: number[] = [];

  constructor(dimensions: number) {
    this.type = `vector<float32, ${dimensions}>`;
    this.dimensions = dimensions;
    const rowCount = Math.max(1, Math.floor(tuning.vectorChunkBytesMax / (4 * Math.max(1, dimensions))));
    this.chunkRowCount = 2 ** Math.floor(Math.log2(rowCount));
  }

  get count(): number {
    return this.#count;
  }

  get byteLength(): number {
    const [first] = this.#chunks;
    return this.#chunks.length === 1 ? first.byteLength : this.#count * this.dimensions * 4;
  }

  /** Begins with rows that lie elsewhere; there are none yet. */
  restore(rows: VectorRows): void {
    this.#rows = rows;
    this.#count = rows.rowCount;
  }

  /** Reads all rows that lie elsewhere. */
  settle(): void {
    for (let index = 0; index < this.chunkCount; index++) this.#settled(index);
  }

  #isElsewhere(index: number): boolean {
    const start = index * this.chunkRowCount;
    if (this.#rows === undefined || start >= this.#rows.rowCount) return false;
    return this.#pickedBytes[index] !== Number.POSITIVE_INFINITY;
  }

  /** The memory of a chunk, with all of its rows. */
  #settled(index: number): Float32Array {
    if (this.#isElsewhere(index)) {
      const { chunkRowCount } = this;
      const start = index * chunkRowCount;
      const count = Math.min(chunkRowCount, (this.#rows as VectorRows).rowCount - start);
      const numbers = this.#fetched(start, count);
      this.#makeRoom(index, Math.min(chunkRowCount, this.#count - start));
      this.#chunks[index].set(numbers);
      this.#pickedBytes[index] = Number.POSITIVE_INFINITY;
    }
    return this.#chunks[index];
  }

  #fetched(first: number, count: number): Float32Array {
    const numbers = (this.#rows as VectorRows).read(first, count);
    for (let i = 0; i < numbers.length; i++) if (Number.isNaN(numbers[i])) numbers[i] = Number.NaN;
    return numbers;
  }

  /**
   * The vectors of some rows of a chunk, one after another, where they are read by themselves; undefined where the chunk is
   * in memory, or better read as a whole.
   */
  pick(index: number, rows: Uint32Array): Float32Array | undefined {
    if (!this.#isElsewhere(index)) return undefined;
    const { dimensions } = this;
    const rowBytes = Math.max((this.#rows as VectorRows).readBytesMin, 4 * dimensions);
    const bytes = (this.#pickedBytes[index] ?? 0) + rows.length * rowBytes;
    if (bytes > this.chunkRowCount * 4 * dimensions * PICKED_SHARE_MAX) return undefined;
    this.#pickedBytes[index] = bytes;
    const picked = this.#allocate(rows.length);
    for (let i = 0; i < rows.length; i++) picked.set(this.rows(rows[i], 1), i * dimensions);
    return picked;
  }

  /** The numbers of rows that follow each other in one chunk: a view, or a copy where they are read by themselves. */
  rows(first: number, count: number): Float32Array {
    const { chunkRowCount, dimensions } = this;
    const index = Math.floor(first / chunkRowCount);
    const isElsewhere = this.#isElsewhere(index);
    const end = isElsewhere ? (this.#rows as VectorRows).rowCount : 0;
    if (first < end && first + count <= end && count <= chunkRowCount * PICKED_SHARE_MAX)
      return this.#fetched(first, count);
    const start = first - index * chunkRowCount;
    const chunk = first >= end ? this.#chunks[index] : this.#settled(index);
    return chunk.subarray(start * dimensions, (start + count) * dimensions);
  }

  /** The number of chunks that have rows. */
  get chunkCount(): number {
    return Math.ceil(this.#count / this.chunkRowCount);
  }

  /** The numbers of the rows from `index * chunkRowCount` on, as far as the chunk has any: a view. */
  chunk(index: number): Float32Array {
    const rowCount = Math.min(this.#count - index * this.chunkRowCount, this.chunkRowCount);
    return this.#settled(index).subarray(0, rowCount * this.dimensions);
  }

  /** The numbers of all rows, row after row: a view while there is one chunk, else a copy. */
  get values(): Float32Array {
    if (this.#count === 0) return new Float32Array(0);
    return this.chunkCount === 1 ? this.chunk(0) : this.#copy(0, this.#count);
  }

  #copy(first: number, count: number): Float32Array {
    const { dimensions } = this;
    const values = new Float32Array(count * dimensions);
    this.#forEachPiece(first, count, (piece, row) => values.set(piece, (row - first) * dimensions));
    return values;
  }

  #forEachPiece(first: number, count: number, visit: (piece: Float32Array, row: number) => void): void {
    const { chunkRowCount, dimensions } = this;
    // rows that are being written are not elsewhere
    const written = this.#count;
    for (let row = first; row < first + count; ) {
      const offset = row % chunkRowCount;
      const size = Math.min(chunkRowCount - offset, first + count - row);
      const index = Math.floor(row / chunkRowCount);
      const chunk = first >= written ? this.#chunks[index] : this.#settled(index);
      visit(chunk.subarray(offset * dimensions, (offset + size) * dimensions), row);
      row += size;
    }
  }

  accepts(value: unknown): boolean {
    if (value instanceof Float32Array) return value.length === this.dimensions;
    if (!Array.isArray(value) && !(value instanceof Float64Array)) return false;
    if (value.length !== this.dimensions) return false;
    // not every(), which passes over holes
    for (const number of value) if (!isFloat32(number)) return false;
    return true;
  }

  append(value: unknown): number {
    const row = this.#count;
    this.#reserve(row + 1);
    const { dimensions } = this;
    const chunk = this.#chunks[Math.floor(row / this.chunkRowCount)];
    const start = (row % this.chunkRowCount) * dimensions;
    const numbers = value as ArrayLike<number>;
    for (let i = 0; i < dimensions; i++) {
      const number = numbers[i];
      chunk[start + i] = number === number ? number : Number.NaN;
    }
    this.#count = row + 1;
    return row;
  }

  appendMany(values: ArrayLike<unknown>): number {
    const first = this.#count;
    this.#reserve(first + values.length);
    for (let i = 0; i < values.length; i++) this.append(values[i]);
    return first;
  }

  appendRaw(values: RawValues): number {
    const { dimensions } = this;
    assert(values.kind === "numbers" && values.width === dimensions, `${values.kind} in ${this.type}`);
    const first = this.#count;
    const count = values.values.length / dimensions;
    this.#reserve(first + count);
    this.#forEachPiece(first, count, (piece, row) => {
      const start = (row - first) * dimensions;
      piece.set((values.values as Float32Array).subarray(start, start + piece.length));
      for (let i = 0; i < piece.length; i++) if (Number.isNaN(piece[i])) piece[i] = Number.NaN;
    });
    this.#count = first + count;
    return first;
  }

  /** Makes room for `count` rows in all, of which those there are have theirs. */
  #reserve(count: number): void {
    const { chunkRowCount } = this;
    for (let index = Math.floor(this.#count / chunkRowCount); index * chunkRowCount < count; index++)
      this.#makeRoom(index, Math.min(chunkRowCount, count - index * chunkRowCount));
  }

  /** Makes room for `count` rows in a chunk; only the first one grows. */
  #makeRoom(index: number, count: number): void {
    const { chunkRowCount, dimensions } = this;
    const known: Float32Array | undefined = this.#chunks[index];
    if (known !== undefined && known.length >= count * dimensions) return;
    const knownCount = known === undefined ? 0 : known.length / dimensions;
    const grown = Math.max(count, grownRowCount(knownCount, dimensions));
    const larger = this.#allocate(index > 0 ? chunkRowCount : Math.min(chunkRowCount, grown));
    if (known !== undefined) larger.set(known);
    this.#chunks[index] = larger;
  }

  #allocate(rowCount: number): Float32Array {
    const length = rowCount * this.dimensions;
    const spareBytes = SPARE_BYTES_A_NUMBER * this.dimensions + SPARE_BYTES;
    return new Float32Array(allocate(4 * length, spareBytes), 0, length);
  }

  raw(): RawValues {
    return { kind: "numbers", values: this.values, width: this.dimensions };
  }

  /** The values of `count` rows from `first` on: a view where they lie in one chunk, else a copy. */
  rawSlice(first: number, count: number): RawValues {
    const { chunkRowCount, dimensions } = this;
    const index = Math.floor(first / chunkRowCount);
    if (count > 0 && first + count > (index + 1) * chunkRowCount)
      return { kind: "numbers", values: this.#copy(first, count), width: dimensions };
    const values = count === 0 ? new Float32Array(0) : this.#settled(index);
    return sliceRaw({ kind: "numbers", values, width: dimensions }, first % chunkRowCount, count);
  }

  /** The values of rows in their order; a negative row gives zeros. */
  rawGather(rows: Int32Array): RawValues {
    const { chunkRowCount, dimensions } = this;
    if (this.chunkCount <= 1) return gatherRaw(this.raw(), rows);
    const values = new Float32Array(rows.length * dimensions);
    for (let i = 0; i < rows.length; i++) {
      if (rows[i] < 0) continue;
      const start = (rows[i] % chunkRowCount) * dimensions;
      const chunk = this.#settled(Math.floor(rows[i] / chunkRowCount));
      values.set(chunk.subarray(start, start + dimensions), i * dimensions);
    }
    return { kind: "numbers", values, width: dimensions };
  }

  /** A copy of the vector in a row. */
  get(row: number): Float32Array {
    return this.#at(row).slice();
  }

  #at(row: number): Float32Array {
    const start = (row % this.chunkRowCount) * this.dimensions;
    return this.#settled(Math.floor(row / this.chunkRowCount)).subarray(start, start + this.dimensions);
  }

  same(rowA: number, rowB: number): boolean {
    const a = this.#at(rowA);
    const b = this.#at(rowB);
    for (let i = 0; i < this.dimensions; i++) if (!Object.is(a[i], b[i])) return false;
    return true;
  }

  write(row: number, count: number, writer: ByteWriter): void {
    this.#forEachPiece(row, count, (piece) => writer.numbers(piece));
  }
}

/** The rows for which memory is taken when a chunk with room for `known` rows is full: by half more, or twice as many. */
function grownRowCount(known: number, dimensions: number): number {
  if (known === 0) return 1;
  return Math.ceil(known * (known * dimensions * 4 < 2 ** 20 ? 2 : 1.5));
}
