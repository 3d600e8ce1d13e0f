/**
 * The text index of a column: an inverted index over its rows, in segments that follow each other and are merged as they
 * grow, so that no row is merged more than some twenty times. It covers every row, whichever elements point at them; a
 * mask says which rows count, and all numbers that scores depend on are taken over those alone.
 */
import type { Column } from "../../../pool/column.js";
import { ListColumn } from "../../../pool/list-column.js";
import { BITMAP_CHUNK_BITS, type Bitmap } from "../../../structures/bitmap.js";
import { indexWork } from "../value-index.js";
import { editsOf, fuzzyWords } from "./fuzzy-words.js";
import { mergeLast } from "./merge-segments.js";
import type { Postings } from "./posting-lists.js";
import { stemmedWords } from "./stemmed-words.js";
import type { Language, TextLeaf } from "./text-leaf.js";
import { type TextRule, TextSegment } from "./text-segment.js";
import { eachWord } from "./words.js";

/** Rows that are read into one segment at a time. */
const BUILD_ROWS = BITMAP_CHUNK_BITS;

const NO_POSTINGS: Postings = { rows: new Uint32Array(0), frequencies: new Uint32Array(0) };

/** The rows that count, and their words. */
export interface TextStatistics {
  readonly rowCount: number;
  readonly wordCount: number;
}

export class TextIndex {
  readonly rule: TextRule;
  readonly #column: Column;
  readonly #textOf: (row: number) => string;
  readonly #segments: TextSegment[] = [];
  #known = 0;
  readonly #statistics = new WeakMap<Bitmap, TextStatistics>();

  /** The index of a column, empty until it is extended; undefined for a type that has no text. */
  static over(column: Column, rule: TextRule): TextIndex | undefined {
    if (column.type === "utf8") return new TextIndex(column, rule, (row) => column.get(row) as string);
    if (!(column instanceof ListColumn) || column.type !== "list<utf8>") return undefined;
    return new TextIndex(column, rule, (row) => (column.get(row) as string[]).join("\n"));
  }

  private constructor(column: Column, rule: TextRule, textOf: (row: number) => string) {
    this.#column = column;
    this.#textOf = textOf;
    this.rule = rule;
  }

  get byteLength(): number {
    return this.#segments.reduce((bytes, segment) => bytes + segment.byteLength, 0);
  }

  get segmentCount(): number {
    return this.#segments.length;
  }

  /** Takes in the rows appended since the last time. */
  extend(): void {
    for (const _ of this.extendSteps(BUILD_ROWS));
  }

  /** As `extend`, with a pause after each `stepRows` rows. */
  *extendSteps(stepRows: number): Generator<undefined> {
    const { count } = this.#column;
    while (this.#known < count) {
      const rows = Math.min(stepRows, count - this.#known);
      this.#segments.push(TextSegment.build(this.#known, rows, this.#textOf, this.rule));
      indexWork.rowsInserted += rows;
      this.#known += rows;
      mergeLast(this.#segments, ({ sizeWords }) => sizeWords, TextSegment.merge);
      yield;
    }
  }

  /** The number of rows of a mask and of their words; kept as long as the mask is. */
  statistics(mask: Bitmap): TextStatistics {
    let known = this.#statistics.get(mask);
    if (known === undefined) {
      let wordCount = 0;
      for (const segment of this.#segments) {
        const bits = bitsOf(mask, segment.firstRow, segment.rowCount);
        if (bits === undefined) wordCount += segment.wordCount;
        else eachBit(bits, (row) => (wordCount += segment.lengths[row]));
      }
      known = { rowCount: mask.count, wordCount };
      this.#statistics.set(mask, known);
    }
    return known;
  }

  /**
   * Gives `take` the rows of a mask in which a leaf occurs, in ascending order, segment by segment: rows count from the
   * segment's first one, and only the first `count` numbers of the arrays are meant.
   */
  match(
    leaf: TextLeaf,
    mask: Bitmap,
    language: Language | undefined,
    take: (segment: TextSegment, rows: Uint32Array, frequencies: Uint32Array, count: number) => void,
  ): void {
    for (const segment of this.#segments) {
      const bits = bitsOf(mask, segment.firstRow, segment.rowCount);
      if (leaf.kind === "phrase") {
        const { rows, frequencies } = this.rule.positions
          ? phraseRows(segment, leaf.words, bits)
          : this.#phraseInTexts(segment, leaf.words, bits);
        if (rows.length > 0) take(segment, rows, frequencies, rows.length);
        continue;
      }
      const ordinals = this.#ordinals(segment, leaf, language);
      if (ordinals.length === 1) {
        const size = segment.lists.sizeBytes(ordinals[0]);
        const rows = new Uint32Array(size);
        const frequencies = new Uint32Array(size);
        take(segment, rows, frequencies, segment.lists.read(ordinals[0], bits, rows, frequencies, 0));
      } else if (ordinals.length > 1) {
        const { rows, frequencies } = unitedRows(segment, ordinals, bits);
        take(segment, rows, frequencies, rows.length);
      }
    }
  }

  /** As `phraseRows`, by reading the texts that have the rarest of the words. */
  #phraseInTexts(segment: TextSegment, words: readonly string[], bits: Uint32Array | undefined): Postings {
    const { lists } = segment;
    const ordinals = words.map((word) => segment.words.find(word));
    if (ordinals.length === 0 || ordinals.some((ordinal) => ordinal < 0)) return NO_POSTINGS;
    const rarest = ordinals.reduce((a, b) => (lists.sizeBytes(b) < lists.sizeBytes(a) ? b : a));
    const size = lists.sizeBytes(rarest);
    const read = { rows: new Uint32Array(size), frequencies: new Uint32Array(size) };
    let count = 0;
    const readCount = lists.read(rarest, bits, read.rows, read.frequencies, 0);
    for (let i = 0; i < readCount; i++) {
      const found: string[] = [];
      eachWord(this.#textOf(segment.firstRow + read.rows[i]), this.rule.fold, (word) => found.push(word));
      let frequency = 0;
      for (let at = 0; at + words.length <= found.length; at++)
        if (words.every((word, j) => found[at + j] === word)) frequency++;
      if (frequency === 0) continue;
      read.rows[count] = read.rows[i];
      read.frequencies[count++] = frequency;
    }
    return { rows: read.rows.subarray(0, count), frequencies: read.frequencies.subarray(0, count) };
  }

  #ordinals(
    segment: TextSegment,
    leaf: Exclude<TextLeaf, { kind: "phrase" }>,
    language: Language | undefined,
  ): number[] {
    const { words } = segment;
    const edits = leaf.kind === "fuzzy" ? editsOf(leaf.word) : 0;
    if (edits > 0) return fuzzyWords(words, leaf.word, edits);
    if (leaf.kind === "prefix") {
      const found: number[] = [];
      for (
        const cursor = words.seek(leaf.word);
        !cursor.isDone && cursor.startsWith(leaf.word);
        cursor.next()
      )
        found.push(cursor.ordinal);
      return found;
    }
    if (language !== undefined && leaf.kind === "word") return stemmedWords(segment, language, leaf.word);
    const ordinal = words.find(leaf.word);
    return ordinal < 0 ? [] : [ordinal];
  }
}

/** The rows in which any of several words occurs, and how often all of them together. */
function unitedRows(
  segment: TextSegment,
  ordinals: readonly number[],
  bits: Uint32Array | undefined,
): Postings {
  const { lists } = segment;
  let size = 0;
  for (const ordinal of ordinals) size += lists.sizeBytes(ordinal);
  const read = { rows: new Uint32Array(size), frequencies: new Uint32Array(size) };
  let count = 0;
  for (const ordinal of ordinals) count += lists.read(ordinal, bits, read.rows, read.frequencies, count);
  const total = new Map<number, number>();
  if (count < segment.rowCount / 16) {
    for (let i = 0; i < count; i++)
      total.set(read.rows[i], (total.get(read.rows[i]) ?? 0) + read.frequencies[i]);
    const rows = Uint32Array.from(total.keys()).sort();
    return { rows, frequencies: rows.map((row) => total.get(row) as number) };
  }
  const frequencyOf = new Uint32Array(segment.rowCount);
  let distinct = 0;
  for (let i = 0; i < count; i++) {
    if (frequencyOf[read.rows[i]] === 0) distinct++;
    frequencyOf[read.rows[i]] += read.frequencies[i];
  }
  const rows = new Uint32Array(distinct);
  const frequencies = new Uint32Array(distinct);
  let to = 0;
  for (let row = 0; row < frequencyOf.length; row++) {
    if (frequencyOf[row] === 0) continue;
    rows[to] = row;
    frequencies[to++] = frequencyOf[row];
  }
  return { rows, frequencies };
}

/** The rows in which words follow each other, and how often they do. */
function phraseRows(segment: TextSegment, words: readonly string[], bits: Uint32Array | undefined): Postings {
  const { lists } = segment;
  const ordinals = words.map((word) => segment.words.find(word));
  if (ordinals.length === 0 || ordinals.some((ordinal) => ordinal < 0)) return NO_POSTINGS;
  // the rarest word says which rows are looked at
  const order = ordinals
    .map((_, i) => i)
    .sort((a, b) => lists.sizeBytes(ordinals[a]) - lists.sizeBytes(ordinals[b]));
  const size = lists.sizeBytes(ordinals[order[0]]);
  const first = { rows: new Uint32Array(size), frequencies: new Uint32Array(size) };
  const count = lists.read(ordinals[order[0]], bits, first.rows, first.frequencies, 0);
  let rows: Uint32Array = first.rows.subarray(0, count);
  if (words.length === 1) return { rows, frequencies: first.frequencies.subarray(0, count) };
  /** Where the phrase may begin in each row, the positions of one row after another. */
  let starts: Uint32Array | undefined;
  let positions = new Int32Array(0);
  for (const i of order) {
    const found = lists.readPlaced(ordinals[i], rows);
    const kept: { rows: number[]; starts: number[]; positions: number[] } = {
      rows: [],
      starts: [0],
      positions: [],
    };
    let from = 0;
    for (let at = 0; at < found.rows.length; at++) {
      const row = found.rows[at];
      while (starts !== undefined && rows[from] < row) from++;
      let place = starts?.[from] ?? 0;
      const placeEnd = starts?.[from + 1] ?? 0;
      for (let p = found.starts[at]; p < found.starts[at + 1]; p++) {
        const begin = found.positions[p] - i;
        if (begin < 0) continue;
        if (starts !== undefined) {
          while (place < placeEnd && positions[place] < begin) place++;
          if (place === placeEnd || positions[place] !== begin) continue;
        }
        kept.positions.push(begin);
      }
      if (kept.positions.length === kept.starts[kept.starts.length - 1]) continue;
      kept.rows.push(row);
      kept.starts.push(kept.positions.length);
    }
    rows = Uint32Array.from(kept.rows);
    starts = Uint32Array.from(kept.starts);
    positions = Int32Array.from(kept.positions);
  }
  const frequencies = rows.map((_, at) => (starts as Uint32Array)[at + 1] - (starts as Uint32Array)[at]);
  return { rows, frequencies };
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
