/**
 * The words of a range of rows: a sorted dictionary, for each word its postings, and the number of words of each row.
 * A segment never changes; two that follow each other are merged into one. Rows within it count from its first one.
 */
import { grownPlain } from "../../../pool/buffers.js";
import type { ByteReader } from "../../../structures/byte-reader.js";
import type { ByteWriter } from "../../../structures/byte-writer.js";
import { tuning } from "../../../structures/tuning.js";
import { type RowSpan, readArray, type SegmentArray, writeArrays } from "../stored-segments.js";
import { NumberedWords, type SortedWords } from "./numbered-words.js";
import { PostingLists, PostingListsWriter } from "./posting-lists.js";
import { SortedStrings, type StringCursor } from "./sorted-strings.js";

/** How texts are taken apart. */
export interface TextRule {
  readonly fold: boolean;
  /** Whether the positions of words are kept; phrases are looked for in the texts otherwise. */
  readonly positions: boolean;
}

/** Adds the words of a row. */
export type RowWords = (row: number, words: NumberedWords) => void;

type Lengths = Exclude<SegmentArray, Float64Array>;

export class TextSegment {
  readonly firstRow: number;
  /** The number of words of each row. */
  readonly lengths: Lengths;
  readonly words: SortedStrings;
  readonly lists: PostingLists;
  /** Words in all rows, each as often as it occurs. */
  readonly wordCount: number;

  /** Makes one segment of two that follow each other. */
  static merge(first: TextSegment, second: TextSegment): TextSegment {
    const words: string[] = [];
    const writer = new PostingListsWriter();
    const a = first.words.first();
    const b = second.words.first();
    const shift = first.lengths.length;
    while (!a.isDone || !b.isDone) {
      const order = a.isDone ? 1 : b.isDone ? -1 : compareCursors(a, b);
      words.push(order <= 0 ? a.text() : b.text());
      writer.begin();
      if (order <= 0) copyList(first.lists, a.ordinal, 0, writer);
      if (order >= 0) copyList(second.lists, b.ordinal, shift, writer);
      if (order <= 0) a.next();
      if (order >= 0) b.next();
    }
    const lengths = new Uint32Array(shift + second.lengths.length);
    lengths.set(first.lengths);
    lengths.set(second.lengths, shift);
    return new TextSegment(
      first.firstRow,
      lengths,
      first.wordCount + second.wordCount,
      SortedStrings.of(words),
      writer.finish(),
    );
  }

  /** Reads what `write` wrote. Throws a RangeError if it does not fit together. */
  static read(reader: ByteReader, { firstRow, rowCount }: RowSpan): TextSegment {
    const wordCount = reader.f64();
    const lengths = readArray<Lengths>(reader, Uint8Array, Uint16Array, Uint32Array);
    const words = SortedStrings.read(reader);
    const lists = PostingLists.read(reader);
    if (lengths.length !== rowCount || lists.count !== words.count)
      throw new RangeError("a segment of other rows or words");
    return new TextSegment(firstRow, lengths, wordCount, words, lists);
  }

  write(writer: ByteWriter): void {
    writer.f64(this.wordCount);
    writeArrays(writer, [this.lengths]);
    this.words.write(writer);
    this.lists.write(writer);
  }

  constructor(
    firstRow: number,
    lengths: Lengths,
    wordCount: number,
    words: SortedStrings,
    lists: PostingLists,
  ) {
    this.firstRow = firstRow;
    this.lengths = lengths instanceof Uint32Array ? narrowed(lengths) : lengths;
    this.wordCount = wordCount;
    this.words = words;
    this.lists = lists;
  }

  /** The cost of merging: the words in all rows, and the rows. */
  get sizeWords(): number {
    return this.wordCount + this.lengths.length;
  }

  get rowCount(): number {
    return this.lengths.length;
  }

  get byteLength(): number {
    return this.lengths.byteLength + this.words.byteLength + this.lists.byteLength;
  }
}

/** Reads the words of rows that follow each other, some at a time, and makes a segment of them. */
export class TextSegmentBuilder {
  readonly firstRow: number;
  readonly #rule: TextRule;
  readonly #words: NumberedWords;
  #lengths = new Uint32Array(1024);
  #count = 0;

  constructor(firstRow: number, rule: TextRule) {
    this.firstRow = firstRow;
    this.#rule = rule;
    this.#words = new NumberedWords(rule.fold);
  }

  /** The first row that was not read. */
  get end(): number {
    return this.firstRow + this.#count;
  }

  get isFull(): boolean {
    return this.#words.size >= tuning.textSegmentWordsMax;
  }

  /** Reads rows up to `end`, or until the segment is full. */
  add(end: number, addRow: RowWords): void {
    const words = this.#words;
    while (this.end < end && !this.isFull) {
      const before = words.size;
      addRow(this.end, words);
      this.#lengths = grownPlain(this.#lengths, this.#count + 1);
      this.#lengths[this.#count++] = words.size - before;
    }
  }

  finish(): TextSegment {
    const lengths = this.#lengths.slice(0, this.#count);
    const { numbers } = this.#words;
    return fromNumbers(
      this.firstRow,
      lengths,
      { numbers, sorted: this.#words.sorted() },
      this.#rule.positions,
    );
  }
}

/** Sorts the words of the rows by word, by counting, and writes the lists. */
function fromNumbers(
  firstRow: number,
  lengths: Uint32Array,
  { numbers, sorted }: { numbers: Uint32Array; sorted: SortedWords },
  hasPositions: boolean,
): TextSegment {
  const counts = new Uint32Array(sorted.words.length);
  for (const number of numbers) counts[number]++;
  /** Where the occurrences of each number go, then where they end. */
  const ends = new Uint32Array(counts.length);
  let start = 0;
  for (const number of sorted.numbers) {
    ends[number] = start;
    start += counts[number];
  }
  const rows = new Uint32Array(numbers.length);
  const positions = new Uint32Array(numbers.length);
  let at = 0;
  for (let row = 0; row < lengths.length; row++) {
    for (let position = 0; position < lengths[row]; position++) {
      const to = ends[numbers[at++]]++;
      rows[to] = row;
      positions[to] = position;
    }
  }
  const writer = new PostingListsWriter();
  let from = 0;
  for (const number of sorted.numbers) {
    writer.begin();
    const end = ends[number];
    while (from < end) {
      const row = rows[from];
      let next = from + 1;
      while (next < end && rows[next] === row) next++;
      if (hasPositions) writer.add(row, positions, from, next);
      else writer.addRow(row, next - from);
      from = next;
    }
  }
  return new TextSegment(firstRow, lengths, numbers.length, SortedStrings.of(sorted.words), writer.finish());
}

function copyList(lists: PostingLists, term: number, shift: number, writer: PostingListsWriter): void {
  const list = lists.cursor(term);
  const positions: number[] = [];
  while (list.next()) {
    if (!lists.hasPositions) {
      writer.addRow(list.row + shift, list.frequency);
      continue;
    }
    positions.length = 0;
    list.readPositions(positions);
    writer.add(list.row + shift, positions, 0, positions.length);
  }
}

function compareCursors(a: StringCursor, b: StringCursor): number {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) if (a.units[i] !== b.units[i]) return a.units[i] - b.units[i];
  return a.length - b.length;
}

/** The same numbers in the smallest type that holds them. */
function narrowed(numbers: Uint32Array): Lengths {
  let max = 0;
  for (const number of numbers) if (number > max) max = number;
  return max < 2 ** 8 ? Uint8Array.from(numbers) : max < 2 ** 16 ? Uint16Array.from(numbers) : numbers;
}
