/**
 * For each of a number of terms the rows it occurs in, how often, and at which positions. Rows and frequencies are one
 * stream, positions another, which queries without phrases never read. A list is cut into blocks of 128 rows; a table
 * says how far each but the last goes, so that those without a wanted row are passed over.
 *
 * A row is written as its difference to the one before, times two, plus one if the term occurs there once; otherwise the
 * frequency follows. Positions are written as differences as well, anew in each row. Rows are below 2^31.
 */
import { lowerBound } from "../../../structures/binary-search.js";
import type { ByteReader } from "../../../structures/byte-reader.js";
import type { ByteWriter } from "../../../structures/byte-writer.js";
import { readArray, requireOffsets, writeArrays } from "../stored-segments.js";
import { VarintReader, VarintWriter } from "./varints.js";

const BLOCK_ROWS = 128;
/** Numbers of a block in the table: its last row, and where the rows and the positions of the next one begin. */
const BLOCK_FIELDS = 3;

/** Terms of a mask whose counts are kept. */
const COUNTS_KEPT = 4096;

/** Rows in ascending order; the positions of a term in each are those from `starts[i]` up to `starts[i + 1]`. */
export interface PlacedPostings {
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
  readonly positions: Uint32Array;
}

/** Writes the lists of terms, which come in order, each with its rows in ascending order. */
export class PostingListsWriter {
  readonly #rows = new VarintWriter();
  readonly #positions = new VarintWriter();
  readonly #rowStarts: number[] = [];
  readonly #positionStarts: number[] = [];
  readonly #longTerms: number[] = [];
  readonly #longStarts: number[] = [];
  readonly #blocks: number[] = [];
  #count = 0;
  #row = 0;

  /** Begins the list of the next term. */
  begin(): void {
    this.#rowStarts.push(this.#rows.length);
    this.#positionStarts.push(this.#positions.length);
    this.#count = 0;
    this.#row = 0;
  }

  /** Adds a row with the positions from `start` up to `end`, in ascending order. */
  add(row: number, positions: ArrayLike<number>, start: number, end: number): void {
    this.addRow(row, end - start);
    let before = 0;
    for (let i = start; i < end; i++) {
      this.#positions.write(positions[i] - before);
      before = positions[i];
    }
  }

  /** Adds a row without positions. */
  addRow(row: number, frequency = 1): void {
    if (this.#count > 0 && this.#count % BLOCK_ROWS === 0) this.#endBlock();
    this.#rows.write((row - this.#row) * 2 + (frequency === 1 ? 1 : 0));
    if (frequency !== 1) this.#rows.write(frequency);
    this.#row = row;
    this.#count++;
  }

  finish(): PostingLists {
    this.begin();
    this.#longStarts.push(this.#blocks.length / BLOCK_FIELDS);
    return new PostingLists({
      rowBytes: this.#rows.bytes(),
      positionBytes: this.#positions.bytes(),
      rowStarts: Uint32Array.from(this.#rowStarts),
      positionStarts: Uint32Array.from(this.#positionStarts),
      longTerms: Uint32Array.from(this.#longTerms),
      longStarts: Uint32Array.from(this.#longStarts),
      blocks: Uint32Array.from(this.#blocks),
    });
  }

  #endBlock(): void {
    const term = this.#rowStarts.length - 1;
    if (this.#longTerms.at(-1) !== term) {
      this.#longTerms.push(term);
      this.#longStarts.push(this.#blocks.length / BLOCK_FIELDS);
    }
    this.#blocks.push(this.#row, this.#rows.length, this.#positions.length);
  }
}

interface PostingParts {
  readonly rowBytes: Uint8Array;
  readonly positionBytes: Uint8Array;
  /** Where the list of each term begins, and the end of the last one. */
  readonly rowStarts: Uint32Array;
  readonly positionStarts: Uint32Array;
  /** The terms that have more than one block, and where the blocks of each begin in the table. */
  readonly longTerms: Uint32Array;
  readonly longStarts: Uint32Array;
  readonly blocks: Uint32Array;
}

export class PostingLists {
  readonly #parts: PostingParts;
  readonly #counts = new WeakMap<Uint32Array, Map<number, number>>();

  constructor(parts: PostingParts) {
    this.#parts = parts;
  }

  /** Reads what `write` wrote. Throws a RangeError if it does not fit together. */
  static read(reader: ByteReader): PostingLists {
    const parts: PostingParts = {
      rowBytes: readArray(reader, Uint8Array),
      positionBytes: readArray(reader, Uint8Array),
      rowStarts: readArray(reader, Uint32Array),
      positionStarts: readArray(reader, Uint32Array),
      longTerms: readArray(reader, Uint32Array),
      longStarts: readArray(reader, Uint32Array),
      blocks: readArray(reader, Uint32Array),
    };
    const { rowStarts, positionStarts, longTerms, longStarts } = parts;
    requireOffsets(rowStarts, parts.rowBytes.length);
    requireOffsets(positionStarts, parts.positionBytes.length);
    requireOffsets(longStarts, parts.blocks.length / BLOCK_FIELDS);
    if (positionStarts.length !== rowStarts.length || longStarts.length !== longTerms.length + 1)
      throw new RangeError("lists of other terms");
    return new PostingLists(parts);
  }

  write(writer: ByteWriter): void {
    const parts = this.#parts;
    writeArrays(writer, [
      parts.rowBytes,
      parts.positionBytes,
      parts.rowStarts,
      parts.positionStarts,
      parts.longTerms,
      parts.longStarts,
      parts.blocks,
    ]);
  }

  get count(): number {
    return this.#parts.rowStarts.length - 1;
  }

  get byteLength(): number {
    return Object.values(this.#parts).reduce((bytes, part: ArrayBufferView) => bytes + part.byteLength, 0);
  }

  /** Whether positions were written. */
  get hasPositions(): boolean {
    return this.#parts.positionBytes.length > 0;
  }

  /** The number of a term's rows whose bit of `mask` is set, if it is known without reading them: all without a mask. */
  countOf(term: number, mask: Uint32Array | undefined): number | undefined {
    if (mask !== undefined) return this.#counts.get(mask)?.get(term);
    const { rowBytes, rowStarts, longTerms, longStarts, blocks } = this.#parts;
    const long = lowerBound(longTerms, term);
    let from = rowStarts[term];
    let count = 0;
    if (longTerms[long] === term) {
      const last = longStarts[long + 1] - 1;
      count = (last + 1 - longStarts[long]) * BLOCK_ROWS;
      from = blocks[last * BLOCK_FIELDS + 1];
    }
    const reader = new VarintReader(rowBytes, from);
    for (; reader.at < rowStarts[term + 1]; count++) if ((reader.next() & 1) === 0) reader.next();
    return count;
  }

  /** Keeps the number of a term's rows of a mask, for as long as the mask is. */
  keepCount(term: number, mask: Uint32Array, count: number): void {
    let known = this.#counts.get(mask);
    if (known === undefined) {
      known = new Map();
      this.#counts.set(mask, known);
    }
    if (known.size >= COUNTS_KEPT) known.clear();
    known.set(term, count);
  }

  /** A view on the bytes of a term's rows and frequencies. */
  bytesOf(term: number): Uint8Array {
    const { rowBytes, rowStarts } = this.#parts;
    return rowBytes.subarray(rowStarts[term], rowStarts[term + 1]);
  }

  /** Bytes of a term's rows: no fewer than it has rows. */
  sizeBytes(term: number): number {
    const { rowStarts } = this.#parts;
    return rowStarts[term + 1] - rowStarts[term];
  }

  /**
   * Reads a term's rows whose bit of `mask` is set, all where there is none, into `rows` and `frequencies` from `at` on;
   * the number of rows read is returned.
   */
  read(
    term: number,
    mask: Uint32Array | undefined,
    rows: Uint32Array,
    frequencies: Uint32Array,
    at: number,
  ): number {
    const { rowBytes, rowStarts } = this.#parts;
    const end = rowStarts[term + 1];
    const fastEnd = end - 2;
    let row = 0;
    let to = at;
    for (let i = rowStarts[term]; i < end; to++) {
      // Most numbers take one byte or two, and most frequencies are one, but which do is not foreseeable: such a posting
      // is read without a branch that may go either way.
      if (i < fastEnd) {
        const first = rowBytes[i];
        const second = rowBytes[i + 1];
        const third = rowBytes[i + 2];
        const hasTwo = first >>> 7;
        const hasMore = ~first & 1;
        const next = second + ((third - second) & -hasTwo);
        if (((hasTwo & (second >>> 7)) | (hasMore & (next >>> 7))) === 0) {
          i += 1 + hasTwo + hasMore;
          row += ((first & 127) >>> 1) + ((second << 6) & -hasTwo);
          rows[to] = row;
          frequencies[to] = 1 + ((next - 1) & -hasMore);
          if (mask !== undefined) to -= 1 ^ ((mask[row >>> 5] >>> (row & 31)) & 1);
          continue;
        }
      }
      let code = rowBytes[i++];
      if (code > 127) {
        let byte = rowBytes[i++];
        code = (code & 127) | ((byte & 127) << 7);
        for (let shift = 14; byte > 127; shift += 7) {
          byte = rowBytes[i++];
          code |= (byte & 127) << shift;
        }
      }
      row += code >>> 1;
      let frequency = 1;
      if ((code & 1) === 0) {
        let byte = rowBytes[i++];
        frequency = byte & 127;
        for (let shift = 7; byte > 127; shift += 7) {
          byte = rowBytes[i++];
          frequency |= (byte & 127) << shift;
        }
      }
      rows[to] = row;
      frequencies[to] = frequency;
      if (mask !== undefined) to -= 1 ^ ((mask[row >>> 5] >>> (row & 31)) & 1);
    }
    return to - at;
  }

  /** The postings of a term in those of `wanted`, rows in ascending order, with their positions. */
  readPlaced(term: number, wanted: Uint32Array): PlacedPostings {
    const rows: number[] = [];
    const starts: number[] = [0];
    const positions: number[] = [];
    const list = new PostingCursor(this.#parts, term);
    for (const row of wanted) {
      if (!list.advance(row)) break;
      if (list.row !== row) continue;
      rows.push(row);
      list.readPositions(positions);
      starts.push(positions.length);
    }
    return {
      rows: Uint32Array.from(rows),
      starts: Uint32Array.from(starts),
      positions: Uint32Array.from(positions),
    };
  }

  cursor(term: number): PostingCursor {
    return new PostingCursor(this.#parts, term);
  }
}

/** Goes along the list of a term, by blocks where nothing between is wanted. */
export class PostingCursor {
  row = -1;
  frequency = 0;
  readonly #parts: PostingParts;
  readonly #rows: VarintReader;
  readonly #positions: VarintReader;
  readonly #end: number;
  /** The block that comes after the present one in the table, and the end of the term's blocks. */
  #block: number;
  readonly #blocksEnd: number;
  /** Positions of rows passed that were not read. */
  #unread = 0;

  constructor(parts: PostingParts, term: number) {
    const { rowStarts, positionStarts, longTerms, longStarts } = parts;
    this.#parts = parts;
    this.#rows = new VarintReader(parts.rowBytes, rowStarts[term]);
    this.#positions = new VarintReader(parts.positionBytes, positionStarts[term]);
    this.#end = rowStarts[term + 1];
    const long = lowerBound(longTerms, term);
    const isLong = longTerms[long] === term;
    this.#block = isLong ? longStarts[long] : 0;
    this.#blocksEnd = isLong ? longStarts[long + 1] : 0;
  }

  /** Goes to the next row; false past the last one. */
  next(): boolean {
    if (this.#rows.at >= this.#end) return false;
    this.#unread += this.frequency;
    const code = this.#rows.next();
    this.row = (this.row < 0 ? 0 : this.row) + (code >>> 1);
    this.frequency = (code & 1) === 1 ? 1 : this.#rows.next();
    return true;
  }

  /** Goes to the first row at or after `row`; false if there is none. */
  advance(row: number): boolean {
    if (this.row >= row) return true;
    const { blocks } = this.#parts;
    let skipped = -1;
    while (this.#block < this.#blocksEnd && blocks[this.#block * BLOCK_FIELDS] < row) skipped = this.#block++;
    if (skipped >= 0 && blocks[skipped * BLOCK_FIELDS] > this.row) {
      this.row = blocks[skipped * BLOCK_FIELDS];
      this.#rows.at = blocks[skipped * BLOCK_FIELDS + 1];
      this.#positions.at = blocks[skipped * BLOCK_FIELDS + 2];
      this.#unread = 0;
      this.frequency = 0;
    }
    while (this.next()) if (this.row >= row) return true;
    this.row = 0x7fffffff;
    return false;
  }

  /** Adds the positions of the present row to `positions`; once a row. */
  readPositions(positions: number[]): void {
    this.#positions.skip(this.#unread);
    this.#unread = 0;
    let position = 0;
    for (let i = 0; i < this.frequency; i++) {
      position += this.#positions.next();
      positions.push(position);
    }
    this.#unread = -this.frequency;
  }
}
