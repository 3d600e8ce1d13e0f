/**
 * The vector index of a column: each row as int8 codes, in segments. It is extended by new rows and never rebuilt, and
 * holds in every state, since a row never changes. Which rows count is for the caller's mask to say.
 */
import { BIT_DIMENSIONS_MAX, BitSegment } from "../../kernels/vectors/bit-segment.js";
import { CodeSegment, codePitch } from "../../kernels/vectors/code-segment.js";
import type { VectorColumn } from "../../pool/vector-column.js";
import { tuning } from "../../structures/tuning.js";
import { indexWork } from "../index/value-index.js";

const SEGMENT_BYTES_MAX = 1 << 26;
const FIRST_ROWS = 1024;

export class VectorCodes {
  readonly #column: VectorColumn;
  /** Rows of a full segment: a power of two. */
  readonly segmentRowCount: number;
  readonly #segments: CodeSegment[] = [];
  readonly #bits: (BitSegment | undefined)[] = [];
  #count = 0;

  constructor(column: VectorColumn) {
    this.#column = column;
    const fitting = Math.max(1, SEGMENT_BYTES_MAX / (codePitch(column.dimensions) + 24));
    this.segmentRowCount = Math.min(tuning.vectorSegmentRowsMax, 2 ** Math.floor(Math.log2(fitting)));
  }

  get byteLength(): number {
    const segments = [...this.#segments, ...this.#bits];
    return segments.reduce((bytes, segment) => bytes + (segment?.byteLength ?? 0), 0);
  }

  get segments(): readonly CodeSegment[] {
    return this.#segments;
  }

  /** Encodes the rows appended since the last time; false if there is no memory, and nothing can be scanned. */
  extend(): boolean {
    const column = this.#column;
    while (this.#count < column.count) {
      const segment = this.#open();
      if (segment === undefined) return false;
      const chunk = column.chunk(Math.floor(this.#count / column.chunkRowCount));
      const start = this.#count % column.chunkRowCount;
      const { dimensions } = column;
      const size = Math.min(segment.capacity - segment.count, chunk.length / dimensions - start);
      segment.append(chunk.subarray(start * dimensions, (start + size) * dimensions));
      this.#count += size;
      indexWork.rowsInserted += size;
    }
    return true;
  }

  /** A full segment as bits, made when it is first asked for; undefined of one that is not full, or with no memory. */
  bits(index: number): BitSegment | undefined {
    const { dimensions } = this.#column;
    if (this.#segments[index].count < this.segmentRowCount || dimensions > BIT_DIMENSIONS_MAX)
      return undefined;
    if (this.segmentRowCount % 32 !== 0) return undefined;
    this.#bits[index] ??= BitSegment.create(dimensions, this.segmentRowCount, (rowsAtOnce) =>
      this.#parts(index, rowsAtOnce),
    );
    return this.#bits[index];
  }

  /** The vectors of a segment, some rows at a time. */
  *#parts(index: number, rowsAtOnce: number): Generator<Float32Array> {
    const { chunkRowCount, dimensions } = this.#column;
    const end = (index + 1) * this.segmentRowCount;
    for (let row = index * this.segmentRowCount; row < end; ) {
      const start = row % chunkRowCount;
      const size = Math.min(rowsAtOnce, end - row, chunkRowCount - start);
      const chunk = this.#column.chunk(Math.floor(row / chunkRowCount));
      yield chunk.subarray(start * dimensions, (start + size) * dimensions);
      row += size;
    }
  }

  /** The segment for the next row. */
  #open(): CodeSegment | undefined {
    const { dimensions, count } = this.#column;
    const index = Math.floor(this.#count / this.segmentRowCount);
    const known: CodeSegment | undefined = this.#segments[index];
    if (known !== undefined && known.count < known.capacity) return known;
    const wanted = count - index * this.segmentRowCount;
    const grown = Math.max(wanted, FIRST_ROWS, 2 * (known?.capacity ?? 0));
    const larger = CodeSegment.create(dimensions, Math.min(this.segmentRowCount, grown));
    if (larger === undefined) return undefined;
    if (known !== undefined) larger.copy(known);
    this.#segments[index] = larger;
    return larger;
  }
}
