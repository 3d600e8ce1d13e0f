/**
 * The text index of a column: an inverted index over its rows, in segments that follow each other and are merged as they
 * grow, so that no row is merged more than some twenty times. It covers every row, whichever elements point at them; a
 * mask says which rows count, and all numbers that scores depend on are taken over those alone.
 */

import type { AttributeColumn } from "../../../pool/attribute-column.js";
import type { Column } from "../../../pool/column.js";
import { ListColumn } from "../../../pool/list-column.js";
import type { Utf8Column } from "../../../pool/utf8-column.js";
import { BITMAP_CHUNK_BITS, type Bitmap } from "../../../structures/bitmap.js";
import {
  type NewSegment,
  type StorableIndex,
  type StoredSpans,
  segmentChain,
  segmentSpecifications,
  segmentsBeyond,
} from "../stored-segments.js";
import { indexWork } from "../value-index.js";
import { type LeafRows, leafRows } from "./leaf-postings.js";
import { mergeLast } from "./merge-segments.js";
import type { PostingScratch } from "./posting-scratch.js";
import type { Language, TextLeaf } from "./text-leaf.js";
import { type RowWords, type TextRule, TextSegment, TextSegmentBuilder } from "./text-segment.js";

/** Rows that are read between two pauses; a string that many of them share is taken apart once. */
const STEP_ROWS = 1 << 16;

/** The rows of a segment in which a leaf occurs; they count from its first one. */
export interface SegmentRows {
  readonly segment: TextSegment;
  readonly rows: LeafRows;
}

/** The rows that count, and their words. */
export interface TextStatistics {
  readonly rowCount: number;
  readonly wordCount: number;
}

/** The statistics of a mask, and its bits for each segment: null where all are set. */
interface MaskedRows {
  statistics: TextStatistics | undefined;
  readonly bits: WeakMap<TextSegment, Uint32Array | null>;
}

function noRowsKnown(): MaskedRows {
  return { statistics: undefined, bits: new WeakMap() };
}

export class TextIndex implements StorableIndex {
  readonly rule: TextRule;
  readonly #specification: string;
  readonly #column: Column;
  readonly #textOf: (row: number) => string;
  /** Gives what reads the words of rows that are in the column by now. */
  readonly #openRows: () => RowWords;
  readonly #segments: TextSegment[];
  /** The rows that segments have. */
  #known = 0;
  /** The next segment, while rows are read into it. */
  #builder: TextSegmentBuilder | undefined;
  readonly #masks = new WeakMap<Bitmap, MaskedRows>();
  /** Those of the mask used last. */
  #lastMask: Bitmap | undefined;
  #lastRows = noRowsKnown();

  /**
   * The index of a column, with the segments that a store has of it, until it is extended; undefined for a type that has
   * no text.
   */
  static over(stored: AttributeColumn, rule: TextRule): TextIndex | undefined {
    const { type } = stored;
    if (type !== "utf8" && type !== "list<utf8>") return undefined;
    const { column } = stored;
    const textOf = (row: number): string => {
      const text = column.get(row) as string | string[];
      return typeof text === "string" ? text : text.join("\n");
    };
    const openRows =
      column instanceof ListColumn ? () => listWords(column) : () => wordsOf(column as Utf8Column);
    return new TextIndex(stored, column, rule, textOf, openRows);
  }

  private constructor(
    stored: AttributeColumn,
    column: Column,
    rule: TextRule,
    textOf: (row: number) => string,
    openRows: () => RowWords,
  ) {
    this.#column = column;
    this.#openRows = openRows;
    this.#textOf = textOf;
    this.rule = rule;
    [this.#specification] = segmentSpecifications("text", rule);
    this.#segments = [...segmentChain(stored, this.#specification, column.count, TextSegment.read)];
    for (const { rowCount } of this.#segments) this.#known += rowCount;
  }

  newSegments(stored: StoredSpans): Generator<NewSegment> {
    return segmentsBeyond(stored, this.#specification, this.#segments);
  }

  get byteLength(): number {
    return this.#segments.reduce((bytes, segment) => bytes + segment.byteLength, 0);
  }

  get segmentCount(): number {
    return this.#segments.length;
  }

  /** Whether it has all rows that the column has by now. */
  get isWhole(): boolean {
    return this.#known === this.#column.count;
  }

  /** Takes in the rows appended since the last time. */
  extend(): void {
    for (const _ of this.extendSteps(STEP_ROWS));
  }

  /** As `extend`, with a pause after each `stepRows` rows; whoever extends meanwhile goes on from there. */
  *extendSteps(stepRows: number): Generator<undefined> {
    const { count } = this.#column;
    while (this.#known < count) {
      this.#builder ??= new TextSegmentBuilder(this.#known, this.rule);
      const builder = this.#builder;
      const { end } = builder;
      builder.add(Math.min(end + stepRows, this.#column.count), this.#openRows());
      indexWork.rowsInserted += builder.end - end;
      if (builder.end >= count || builder.isFull) {
        this.#known = builder.end;
        this.#builder = undefined;
        this.#segments.push(builder.finish());
        mergeLast(this.#segments, ({ sizeWords }) => sizeWords, TextSegment.merge);
      }
      yield;
    }
  }

  /** The number of rows of a mask and of their words; kept as long as the mask is. */
  statistics(mask: Bitmap): TextStatistics {
    const masked = this.#maskedBy(mask);
    if (masked.statistics === undefined) {
      let wordCount = 0;
      for (const segment of this.#segments) {
        const bits = this.#bitsOf(mask, segment);
        if (bits === undefined) wordCount += segment.wordCount;
        else eachBit(bits, (row) => (wordCount += segment.lengths[row]));
      }
      masked.statistics = { rowCount: mask.count, wordCount };
    }
    return masked.statistics;
  }

  /** The rows of a mask in which a leaf occurs, segment by segment; they are read into arrays of `scratch`. */
  match(
    leaf: TextLeaf,
    mask: Bitmap,
    language: Language | undefined,
    scratch: PostingScratch,
  ): SegmentRows[] {
    const found: SegmentRows[] = [];
    for (const segment of this.#segments) {
      const rows = leafRows(
        segment,
        leaf,
        { bits: this.#bitsOf(mask, segment), language, rule: this.rule, textOf: this.#textOf },
        scratch,
      );
      if (rows.count > 0) found.push({ segment, rows });
    }
    return found;
  }

  /** The bits of a mask for the rows of a segment, undefined where all are set; kept as long as both are. */
  #bitsOf(mask: Bitmap, segment: TextSegment): Uint32Array | undefined {
    const { bits: known } = this.#maskedBy(mask);
    let bits = known.get(segment);
    if (bits === undefined) {
      bits = bitsOf(mask, segment.firstRow, segment.rowCount) ?? null;
      known.set(segment, bits);
    }
    return bits ?? undefined;
  }

  #maskedBy(mask: Bitmap): MaskedRows {
    if (this.#lastMask === mask) return this.#lastRows;
    let masked = this.#masks.get(mask);
    if (masked === undefined) {
      masked = noRowsKnown();
      this.#masks.set(mask, masked);
    }
    this.#lastMask = mask;
    this.#lastRows = masked;
    return masked;
  }
}

/** Reads words of strings: of their bytes, or, where many rows have one string, once for all of them. */
function wordsOf(column: Utf8Column): RowWords {
  const { plain, dictionary } = column;
  if (plain !== undefined) {
    const { bytes, offsets } = plain;
    return (row, words) => words.addBytes(bytes, offsets[row], offsets[row + 1]);
  }
  const { codes, strings } = dictionary as { codes: Uint32Array; strings: readonly string[] };
  const starts = new Int32Array(strings.length).fill(-1);
  const ends = new Int32Array(strings.length);
  return (row, words) => {
    const code = codes[row];
    if (starts[code] >= 0) {
      words.addAgain(starts[code], ends[code]);
      return;
    }
    starts[code] = words.size;
    words.addText(strings[code]);
    ends[code] = words.size;
  };
}

/** Reads words of lists of strings. */
function listWords({ offsets, elements }: ListColumn): RowWords {
  const add = wordsOf(elements as Utf8Column);
  return (row, words) => {
    for (let i = offsets[row]; i < offsets[row + 1]; i++) add(i, words);
  };
}

/**
 * The bits of `count` rows from `first` on, the first row's in bit 0 of the first word; undefined if all are set. Rows
 * of a segment begin anywhere in the mask.
 */
function bitsOf(mask: Bitmap, first: number, count: number): Uint32Array | undefined {
  const bits = new Uint32Array((count + 31) >>> 5);
  const shift = first & 31;
  const wordsOfChunk = BITMAP_CHUNK_BITS / 32;
  let chunk = -1;
  let words: Uint32Array = new Uint32Array(0);
  const word = (at: number): number => {
    const wanted = Math.floor(at / wordsOfChunk);
    if (wanted !== chunk) {
      chunk = wanted;
      words = mask.words(wanted);
    }
    return words[at % wordsOfChunk];
  };
  let all = 0xffffffff;
  const from = Math.floor(first / 32);
  for (let i = 0; i < bits.length; i++) {
    const low = word(from + i) >>> shift;
    bits[i] = shift === 0 ? low : low | (word(from + i + 1) << (32 - shift));
    if (i < bits.length - 1) all &= bits[i];
  }
  const rest = count & 31;
  const last = rest === 0 ? 0xffffffff : 2 ** rest - 1;
  if (bits.length > 0) bits[bits.length - 1] &= last;
  return all >>> 0 === 0xffffffff && (bits.length === 0 || bits[bits.length - 1] >>> 0 === last)
    ? undefined
    : bits;
}

function eachBit(bits: Uint32Array, take: (bit: number) => void): void {
  for (let i = 0; i < bits.length; i++) {
    for (let word = bits[i]; word !== 0; word &= word - 1) take(i * 32 + 31 - Math.clz32(word & -word));
  }
}
