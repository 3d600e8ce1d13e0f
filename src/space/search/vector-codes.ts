/**
 * The vector index of a column: each row as int8 codes, in segments. It is extended by new rows and never rebuilt, and
 * holds in every state, since a row never changes. Which rows count is for the caller's mask to say.
 */
import { BIT_DIMENSIONS_MAX, BitSegment } from "../../kernels/vectors/bit-segment.js";
import { CodeMemory, CodeSegment, codePitch, PARAMETERS_BYTES } from "../../kernels/vectors/code-segment.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { VectorColumn } from "../../pool/vector-column.js";
import type { ByteReader } from "../../structures/byte-reader.js";
import { tuning } from "../../structures/tuning.js";
import {
  chainEnd,
  hasSpan,
  type NewSegment,
  type RowSpan,
  readArray,
  type StorableIndex,
  type StoredSpans,
  segmentChain,
  segmentSpecifications,
  storedSegments,
  writeArrays,
} from "../index/stored-segments.js";
import { indexWork } from "../index/value-index.js";

const SEGMENT_BYTES_MAX = 1 << 26;

const [CODES, BITS] = segmentSpecifications("vector");

export class VectorCodes implements StorableIndex {
  readonly #stored: AttributeColumn;
  readonly #column: VectorColumn;
  /** Rows of a full segment: a power of two. */
  readonly segmentRowCount: number;
  /** None where no exact search has asked yet, and approximate ones need no codes. */
  readonly #segments: (CodeSegment | undefined)[] = [];
  readonly #bits: (BitSegment | undefined)[] = [];
  #memory: CodeMemory | undefined;

  /** The index of a column of vectors, empty until it is extended. */
  constructor(stored: AttributeColumn) {
    this.#stored = stored;
    this.#column = stored.column as VectorColumn;
    const fitting = Math.max(1, SEGMENT_BYTES_MAX / this.#rowBytes);
    this.segmentRowCount = Math.min(tuning.vectorSegmentRowsMax, 2 ** Math.floor(Math.log2(fitting)));
  }

  get #rowBytes(): number {
    return codePitch(this.#column.dimensions) + PARAMETERS_BYTES;
  }

  get byteLength(): number {
    const segments = [...this.#segments, ...this.#bits];
    return segments.reduce((bytes, segment) => bytes + (segment?.byteLength ?? 0), 0);
  }

  get segmentCount(): number {
    return Math.ceil(this.#column.count / this.segmentRowCount);
  }

  /** Encodes the rows that were not yet; false if there is no memory, and nothing can be scanned. */
  extend(): boolean {
    for (let index = 0; index < this.segmentCount; index++)
      if (this.segment(index) === undefined) return false;
    return true;
  }

  /** As `extend`, of what an approximate search needs: full segments as bits, and the rows behind them as codes. */
  extendBits(): boolean {
    for (let index = 0; index < this.segmentCount; index++)
      if (this.bits(index) === undefined && this.segment(index) === undefined) return false;
    return true;
  }

  /** The codes of all rows of a segment; undefined if there is no memory. */
  segment(index: number): CodeSegment | undefined {
    const column = this.#column;
    const base = index * this.segmentRowCount;
    const end = Math.min(base + this.segmentRowCount, column.count);
    const segment = this.#segments[index] ?? this.#open(index);
    if (segment === undefined) return undefined;
    for (let row = base + segment.count; row < end; ) {
      const size = Math.min(column.chunkRowCount - (row % column.chunkRowCount), end - row);
      segment.append(column.rows(row, size));
      row += size;
      indexWork.rowsInserted += size;
    }
    return segment;
  }

  /** A segment with the codes that a store has. */
  #open(index: number): CodeSegment | undefined {
    const { dimensions, count } = this.#column;
    const { segmentRowCount } = this;
    if (this.#memory === undefined || this.#memory.isFull)
      this.#memory = CodeMemory.create(dimensions, segmentRowCount);
    const segment = this.#memory && CodeSegment.create(this.#memory, dimensions, segmentRowCount);
    if (segment === undefined) return undefined;
    const pitch = codePitch(dimensions);
    const read = (reader: ByteReader, { rowCount }: RowSpan) => ({
      rowCount,
      codes: reader.raw(rowCount * pitch),
      parameters: reader.raw(rowCount * PARAMETERS_BYTES),
    });
    const base = index * segmentRowCount;
    const end = Math.min(base + segmentRowCount, count);
    for (const { rowCount, codes, parameters } of segmentChain(this.#stored, CODES, end, read, base))
      segment.appendParts(rowCount, codes, parameters);
    this.#segments[index] = segment;
    return segment;
  }

  *newSegments(stored: StoredSpans): Generator<NewSegment> {
    const { segmentRowCount } = this;
    for (const [index, segment] of this.#segments.entries()) {
      if (segment === undefined) continue;
      const base = index * segmentRowCount;
      const firstRow = chainEnd(stored(CODES), base);
      const rowCount = base + segment.count - firstRow;
      if (rowCount <= 0) continue;
      const parts = segment.parts(firstRow - base, rowCount);
      const byteLength = rowCount * this.#rowBytes;
      yield {
        specification: CODES,
        firstRow,
        rowCount,
        byteLength,
        write: (writer) => writer.raw(parts[0]).raw(parts[1]),
      };
    }
    for (const [index, bits] of this.#bits.entries()) {
      const span = { firstRow: index * segmentRowCount, rowCount: segmentRowCount };
      if (bits === undefined || hasSpan(stored(BITS), span)) continue;
      const { byteLength, mean, bytes } = bits;
      yield {
        specification: BITS,
        ...span,
        byteLength,
        write: (writer) => writeArrays(writer, [mean, bytes]),
      };
    }
  }

  /** The bits of a full segment that a store has. */
  #storedBits(index: number): BitSegment | undefined {
    const { dimensions } = this.#column;
    const span = { firstRow: index * this.segmentRowCount, rowCount: this.segmentRowCount };
    for (const segment of storedSegments(this.#stored, BITS)) {
      if (!hasSpan([segment], span)) continue;
      const bits = segment.read((reader) =>
        BitSegment.from(
          dimensions,
          span.rowCount,
          readArray(reader, Float64Array).slice(),
          readArray(reader, Uint8Array),
        ),
      );
      if (bits !== undefined) return bits;
    }
    return undefined;
  }

  /**
   * A full segment as bits, made when it is first asked for; undefined of one that is not full, whose vectors are too long
   * or too short for estimates in float32, or with no memory.
   */
  bits(index: number): BitSegment | undefined {
    const { dimensions, count } = this.#column;
    if ((index + 1) * this.segmentRowCount > count || dimensions > BIT_DIMENSIONS_MAX) return undefined;
    if (this.segmentRowCount % 32 !== 0) return undefined;
    this.#bits[index] ??=
      this.#storedBits(index) ??
      BitSegment.create(dimensions, this.segmentRowCount, (rowsAtOnce) => this.#parts(index, rowsAtOnce));
    return this.#bits[index]?.isInRange === true ? this.#bits[index] : undefined;
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
}
