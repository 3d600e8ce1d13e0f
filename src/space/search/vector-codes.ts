/**
 * The vector index of a column: each row as int8 codes, in segments. It is extended by new rows and never rebuilt, and
 * holds in every state, since a row never changes. Which rows count is for the caller's mask to say.
 */
import { BIT_DIMENSIONS_MAX, BitSegment } from "../../kernels/vectors/bit-segment.js";
import { CodeSegment, codePitch, PARAMETERS_BYTES } from "../../kernels/vectors/code-segment.js";
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
const FIRST_ROWS = 1024;

const [CODES, BITS] = segmentSpecifications("vector");

export class VectorCodes implements StorableIndex {
  readonly #stored: AttributeColumn;
  readonly #column: VectorColumn;
  /** Rows of a full segment: a power of two. */
  readonly segmentRowCount: number;
  readonly #segments: CodeSegment[] = [];
  readonly #bits: (BitSegment | undefined)[] = [];
  #count = 0;
  #hasStored = false;

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

  get segments(): readonly CodeSegment[] {
    return this.#segments;
  }

  /** Encodes the rows appended since the last time; false if there is no memory, and nothing can be scanned. */
  extend(): boolean {
    const column = this.#column;
    if (!this.#takeStored()) return false;
    while (this.#count < column.count) {
      const segment = this.#open();
      if (segment === undefined) return false;
      const left = column.chunkRowCount - (this.#count % column.chunkRowCount);
      const size = Math.min(segment.capacity - segment.count, left, column.count - this.#count);
      segment.append(column.rows(this.#count, size));
      this.#count += size;
      indexWork.rowsInserted += size;
    }
    return true;
  }

  /** Begins with the codes that a store has; false if there is no memory. */
  #takeStored(): boolean {
    if (this.#hasStored) return true;
    this.#hasStored = true;
    const pitch = codePitch(this.#column.dimensions);
    const read = (reader: ByteReader, { rowCount }: RowSpan) => ({
      rowCount,
      codes: reader.raw(rowCount * pitch),
      parameters: reader.raw(rowCount * PARAMETERS_BYTES),
    });
    for (const piece of segmentChain(this.#stored, CODES, this.#column.count, read)) {
      const { rowCount, codes, parameters } = piece;
      for (let from = 0; from < rowCount; ) {
        const segment = this.#open();
        if (segment === undefined) return false;
        const to = Math.min(rowCount, from + segment.capacity - segment.count);
        segment.appendParts(
          to - from,
          codes.subarray(from * pitch, to * pitch),
          parameters.subarray(from * PARAMETERS_BYTES, to * PARAMETERS_BYTES),
        );
        this.#count += to - from;
        from = to;
      }
    }
    return true;
  }

  *newSegments(stored: StoredSpans): Generator<NewSegment> {
    const { segmentRowCount } = this;
    for (let firstRow = chainEnd(stored(CODES)); firstRow < this.#count; ) {
      const index = Math.floor(firstRow / segmentRowCount);
      const start = firstRow - index * segmentRowCount;
      const rowCount = Math.min(segmentRowCount - start, this.#count - firstRow);
      const parts = this.#segments[index].parts(start, rowCount);
      const byteLength = rowCount * this.#rowBytes;
      yield {
        specification: CODES,
        firstRow,
        rowCount,
        byteLength,
        write: (writer) => writer.raw(parts[0]).raw(parts[1]),
      };
      firstRow += rowCount;
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

  /** A full segment as bits, made when it is first asked for; undefined of one that is not full, or with no memory. */
  bits(index: number): BitSegment | undefined {
    const { dimensions } = this.#column;
    if (this.#segments[index].count < this.segmentRowCount || dimensions > BIT_DIMENSIONS_MAX)
      return undefined;
    if (this.segmentRowCount % 32 !== 0) return undefined;
    this.#bits[index] ??=
      this.#storedBits(index) ??
      BitSegment.create(dimensions, this.segmentRowCount, (rowsAtOnce) => this.#parts(index, rowsAtOnce));
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
