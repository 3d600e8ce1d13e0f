/**
 * The index for parts of strings: for each three bytes of UTF-8 the rows that have them. Rows with all the trigrams of a
 * part are few, and are tested by whoever asks. Parts of fewer than three bytes have none.
 *
 * Source: Cox, Regular expression matching with a trigram index (2012).
 */

import type { AttributeColumn } from "../../../pool/attribute-column.js";
import type { Utf8Column } from "../../../pool/utf8-column.js";
import { ByteWriter } from "../../../structures/byte-writer.js";
import type { Lookup, PartLookup } from "../lookup.js";
import {
  type NewSegment,
  type StorableIndex,
  type StoredSpans,
  segmentChain,
  segmentSpecifications,
  segmentsBeyond,
} from "../stored-segments.js";
import { indexWork, type ValueIndex } from "../value-index.js";
import { mergeLast } from "./merge-segments.js";
import { type TextRun, TrigramSegment } from "./trigram-segment.js";

const BUILD_ROWS = 1 << 16;
/** Rows that are not worth another list: testing them costs less. */
const FEW_ROWS = 64;

const encoder = new TextEncoder();

export class TrigramIndex implements ValueIndex, StorableIndex {
  readonly kind = "trigram";
  /** The folding of texts and parts, if the index ignores case. */
  readonly #fold: ((text: string) => string) | undefined;
  readonly #column: Utf8Column;
  readonly #specification: string;
  readonly #segments: TrigramSegment[];
  #known = 0;

  /** The index of a column of texts, with the segments that a store has of it. */
  constructor(stored: AttributeColumn, fold?: (text: string) => string) {
    this.#column = stored.column as Utf8Column;
    this.#fold = fold;
    [this.#specification] = segmentSpecifications("trigram", { ignoreCase: fold !== undefined });
    const { count } = this.#column;
    this.#segments = [...segmentChain(stored, this.#specification, count, TrigramSegment.read)];
    for (const { rowCount } of this.#segments) this.#known += rowCount;
  }

  newSegments(stored: StoredSpans): Generator<NewSegment> {
    return segmentsBeyond(stored, this.#specification, this.#segments);
  }

  get byteLength(): number {
    return this.#segments.reduce((bytes, segment) => bytes + segment.byteLength, 0);
  }

  extend(): void {
    const { count } = this.#column;
    while (this.#known < count) {
      const rows = Math.min(BUILD_ROWS, count - this.#known);
      this.#segments.push(TrigramSegment.build(this.#known, this.#textRun(this.#known, rows)));
      indexWork.rowsInserted += rows;
      this.#known += rows;
      mergeLast(this.#segments, ({ sizeBytes }) => sizeBytes, TrigramSegment.merge);
    }
  }

  #textRun(first: number, count: number): TextRun {
    const { plain } = this.#column;
    if (plain !== undefined && this.#fold === undefined)
      return { bytes: plain.bytes, offsets: plain.offsets.subarray(first, first + count + 1) };
    const writer = new ByteWriter();
    const offsets = new Uint32Array(count + 1);
    for (let i = 0; i < count; i++) {
      const text = this.#column.get(first + i);
      writer.raw(encoder.encode(this.#fold === undefined ? text : this.#fold(text)));
      offsets[i + 1] = writer.length;
    }
    return { bytes: writer.bytes(), offsets };
  }

  /** Rows among which are all that have the part. */
  find(lookup: Lookup | PartLookup, limit: number): number[] | undefined {
    if (lookup.kind !== "part" || (lookup.ignoringCase && this.#fold === undefined)) return undefined;
    const wanted = encoder.encode(this.#fold === undefined ? lookup.text : this.#fold(lookup.text));
    if (wanted.length < 3) return undefined;
    const found: number[] = [];
    for (const segment of this.#segments) {
      const lists = segment.listsOf(wanted);
      if (lists === undefined) continue;
      const rows = rowsWithAll(segment, lists);
      if (found.length + rows.length > limit) return undefined;
      for (const row of rows) found.push(segment.firstRow + row);
    }
    return found;
  }
}

function rowsWithAll({ lists }: TrigramSegment, wanted: readonly number[]): Uint32Array {
  const size = lists.sizeBytes(wanted[0]);
  const rows = new Uint32Array(size);
  let count = lists.read(wanted[0], undefined, rows, new Uint32Array(size), 0);
  for (let i = 1; i < wanted.length && count > FEW_ROWS; i++) {
    const list = lists.cursor(wanted[i]);
    let kept = 0;
    for (let at = 0; at < count && list.advance(rows[at]); at++)
      if (list.row === rows[at]) rows[kept++] = rows[at];
    count = kept;
  }
  return rows.subarray(0, count);
}
