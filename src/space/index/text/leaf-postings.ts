/** The rows of a segment in which a leaf of a query occurs, and how often. */
import { gallop } from "../../../structures/sorted-arcs.js";
import { editsOf, fuzzyWords } from "./fuzzy-words.js";
import { ideographWords } from "./ideograph-words.js";
import { isIdeograph } from "./pieces.js";
import type { PostingScratch } from "./posting-scratch.js";
import { stemmedWords } from "./stemmed-words.js";
import type { Language, TextLeaf } from "./text-leaf.js";
import type { TextRule, TextSegment } from "./text-segment.js";
import { eachWord } from "./words.js";

/** Rows in ascending order, and how often a leaf occurs in each: the first `count` numbers of arrays. */
export interface Postings {
  readonly rows: Uint32Array;
  readonly frequencies: Uint32Array;
  readonly count: number;
}

/** Goes along rows in ascending order. */
export interface RowCursor {
  /** The row that it is at. */
  readonly row: number;
  readonly frequency: number;
  /** Goes to the first row at or after `row`; false if there is none. */
  advance(row: number): boolean;
}

/** The rows of a segment in which a leaf occurs, which are read when they are needed. */
export interface LeafRows {
  /** The number of those that count. */
  readonly count: number;
  /** About as many as are read by `read`. */
  readonly size: number;
  read(): Postings;
  /** A cursor over the rows, and others that do not count. */
  cursor(): RowCursor;
  /** The list of the one word that the rows are of. */
  readonly list: RowList | undefined;
}

/** The rows of a word and others that do not count, as PostingLists has them. */
export interface RowList {
  readonly bytes: Uint8Array;
  /** The rows that count, all where there are none. */
  readonly bits: Uint32Array | undefined;
}

/** The rows that count, and the rules by which texts are read. */
export interface PostingContext {
  /** The rows that count, all where there are none. */
  readonly bits: Uint32Array | undefined;
  readonly language: Language | undefined;
  readonly rule: TextRule;
  readonly textOf: (row: number) => string;
}

const NO_POSTINGS: Postings = { rows: new Uint32Array(0), frequencies: new Uint32Array(0), count: 0 };

/** The rows that count in which a leaf occurs, from the segment's first one. */
export function leafRows(
  segment: TextSegment,
  leaf: TextLeaf,
  context: PostingContext,
  scratch: PostingScratch,
): LeafRows {
  const isPhrase = leaf.kind === "phrase";
  const ordinals = isPhrase ? [] : ordinalsOf(segment, leaf, context.language);
  if (isPhrase || ordinals.length !== 1)
    return new ReadRows(
      isPhrase
        ? leafPostings(segment, leaf, context, scratch)
        : rowsOfWords(segment, ordinals, context, scratch),
    );
  const { lists } = segment;
  const { bits } = context;
  const [ordinal] = ordinals;
  let postings: Postings | undefined;
  const read = (): Postings => (postings ??= wordRows(segment, ordinal, bits, scratch));
  let count = lists.countOf(ordinal, bits);
  if (count === undefined) {
    count = read().count;
    lists.keepCount(ordinal, bits as Uint32Array, count);
  }
  return {
    count,
    size: lists.sizeBytes(ordinal),
    read,
    cursor: () => lists.cursor(ordinal),
    get list() {
      return { bytes: lists.bytesOf(ordinal), bits };
    },
  };
}

/** Rows that were read already. */
class ReadRows implements LeafRows {
  readonly list = undefined;
  readonly #postings: Postings;

  constructor(postings: Postings) {
    this.#postings = postings;
  }

  get count(): number {
    return this.#postings.count;
  }

  get size(): number {
    return this.#postings.count;
  }

  read(): Postings {
    return this.#postings;
  }

  cursor(): RowCursor {
    const { rows, frequencies, count } = this.#postings;
    let at = 0;
    return {
      get row() {
        return rows[at];
      },
      get frequency() {
        return frequencies[at];
      },
      advance(row) {
        at = gallop(rows, at, count, row);
        return at < count;
      },
    };
  }
}

/** The rows that count in which a leaf occurs, all of them read. */
export function leafPostings(
  segment: TextSegment,
  leaf: TextLeaf,
  context: PostingContext,
  scratch: PostingScratch,
): Postings {
  if (leaf.kind === "phrase") {
    const [word, second] = leaf.words;
    // as it is written, whatever its stem
    if (second === undefined)
      return leafPostings(segment, { kind: "word", word }, { ...context, language: undefined }, scratch);
    return context.rule.positions
      ? phraseRows(segment, leaf.words, context.bits, scratch)
      : phraseInTexts(segment, leaf.words, context, scratch);
  }
  return rowsOfWords(segment, ordinalsOf(segment, leaf, context.language), context, scratch);
}

/** The rows that count in which any of some words occurs. */
function rowsOfWords(
  segment: TextSegment,
  ordinals: readonly number[],
  { bits }: PostingContext,
  scratch: PostingScratch,
): Postings {
  if (ordinals.length === 0) return NO_POSTINGS;
  return ordinals.length === 1
    ? wordRows(segment, ordinals[0], bits, scratch)
    : unitedRows(segment, ordinals, bits, scratch);
}

function ordinalsOf(
  segment: TextSegment,
  leaf: Exclude<TextLeaf, { kind: "phrase" }>,
  language: Language | undefined,
): number[] {
  const { words } = segment;
  if (isIdeograph(leaf.word)) return ideographWords(segment, leaf.word);
  const edits = leaf.kind === "fuzzy" ? editsOf(leaf.word) : 0;
  if (edits > 0) return fuzzyWords(words, leaf.word, edits);
  if (leaf.kind === "prefix") {
    const found: number[] = [];
    for (const cursor = words.seek(leaf.word); !cursor.isDone && cursor.startsWith(leaf.word); cursor.next())
      found.push(cursor.ordinal);
    return found;
  }
  if (language !== undefined && leaf.kind === "word") return stemmedWords(segment, language, leaf.word);
  const ordinal = words.find(leaf.word);
  return ordinal < 0 ? [] : [ordinal];
}

function wordRows(
  { lists }: TextSegment,
  ordinal: number,
  bits: Uint32Array | undefined,
  scratch: PostingScratch,
): Postings {
  const size = lists.sizeBytes(ordinal);
  const rows = scratch.take(size);
  const frequencies = scratch.take(size);
  return { rows, frequencies, count: lists.read(ordinal, bits, rows, frequencies, 0) };
}

/** The rows in which any of several words occurs, and how often all of them together. */
function unitedRows(
  { lists, rowCount }: TextSegment,
  ordinals: readonly number[],
  bits: Uint32Array | undefined,
  scratch: PostingScratch,
): Postings {
  const totals = scratch.totals(rowCount);
  let size = 0;
  for (const ordinal of ordinals) size += lists.sizeBytes(ordinal);
  const rows = scratch.take(size);
  const frequencies = scratch.take(size);
  let entries = 0;
  for (const ordinal of ordinals) entries += lists.read(ordinal, bits, rows, frequencies, entries);
  let count = 0;
  for (let i = 0; i < entries; i++) {
    const row = rows[i];
    if (totals[row] === 0) rows[count++] = row;
    totals[row] += frequencies[i];
  }
  if (count < rowCount / 16) rows.subarray(0, count).sort();
  else {
    for (let row = 0, to = 0; to < count; row++) if (totals[row] !== 0) rows[to++] = row;
  }
  for (let i = 0; i < count; i++) {
    frequencies[i] = totals[rows[i]];
    totals[rows[i]] = 0;
  }
  return { rows, frequencies, count };
}

/** As `phraseRows`, by reading the texts that have the rarest of the words. */
function phraseInTexts(
  segment: TextSegment,
  words: readonly string[],
  { bits, rule, textOf }: PostingContext,
  scratch: PostingScratch,
): Postings {
  const { lists } = segment;
  const ordinals = words.map((word) => segment.words.find(word));
  if (ordinals.length === 0 || ordinals.some((ordinal) => ordinal < 0)) return NO_POSTINGS;
  const rarest = ordinals.reduce((a, b) => (lists.sizeBytes(b) < lists.sizeBytes(a) ? b : a));
  const read = wordRows(segment, rarest, bits, scratch);
  let count = 0;
  for (let i = 0; i < read.count; i++) {
    const found: string[] = [];
    eachWord(textOf(segment.firstRow + read.rows[i]), rule.fold, (word) => found.push(word));
    let frequency = 0;
    for (let at = 0; at + words.length <= found.length; at++)
      if (words.every((word, j) => found[at + j] === word)) frequency++;
    if (frequency === 0) continue;
    read.rows[count] = read.rows[i];
    read.frequencies[count++] = frequency;
  }
  return { rows: read.rows, frequencies: read.frequencies, count };
}

/** The rows in which words follow each other, and how often they do. */
function phraseRows(
  segment: TextSegment,
  words: readonly string[],
  bits: Uint32Array | undefined,
  scratch: PostingScratch,
): Postings {
  const { lists } = segment;
  const ordinals = words.map((word) => segment.words.find(word));
  if (ordinals.length === 0 || ordinals.some((ordinal) => ordinal < 0)) return NO_POSTINGS;
  // the rarest word says which rows are looked at
  const order = ordinals
    .map((_, i) => i)
    .sort((a, b) => lists.sizeBytes(ordinals[a]) - lists.sizeBytes(ordinals[b]));
  const first = wordRows(segment, ordinals[order[0]], bits, scratch);
  let rows: Uint32Array = first.rows.subarray(0, first.count);
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
  return { rows, frequencies, count: rows.length };
}
