/**
 * The vector index of a column: each row as int8 codes, in segments. It is extended by new rows and never rebuilt, and
 * holds in every state, since a row never changes. Which rows count is for the caller's mask to say.
 */
import { CodeSegment, codePitch } from "../../kernels/vectors/code-segment.js";
import type { VectorColumn } from "../../pool/vector-column.js";
import { indexWork } from "../index/value-index.js";

const SEGMENT_ROWS_MAX = 1 << 16;
const SEGMENT_BYTES_MAX = 1 << 26;
const FIRST_ROWS = 1024;

export class VectorCodes {
  readonly #column: VectorColumn;
  /** Rows of a full segment: a power of two. */
  readonly segmentRowCount: number;
  readonly #segments: CodeSegment[] = [];
  #count = 0;

  constructor(column: VectorColumn) {
    this.#column = column;
    const fitting = Math.max(1, SEGMENT_BYTES_MAX / (codePitch(column.dimensions) + 24));
    this.segmentRowCount = Math.min(SEGMENT_ROWS_MAX, 2 ** Math.floor(Math.log2(fitting)));
  }

  get byteLength(): number {
    return this.#segments.reduce((bytes, segment) => bytes + segment.byteLength, 0);
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
