/** The trigrams of a range of rows: three bytes of UTF-8 in a row, and the rows that have them. It never changes. */
import { lowerBound } from "../../../structures/binary-search.js";
import type { ByteReader } from "../../../structures/byte-reader.js";
import type { ByteWriter } from "../../../structures/byte-writer.js";
import { type RowSpan, readArray, writeArrays } from "../stored-segments.js";
import { type PostingCursor, PostingLists, PostingListsWriter } from "./posting-lists.js";

/** Above so many bytes, trigrams are numbered by a table over all of them, which takes 64 MiB while it is used. */
const TABLE_BYTES_MIN = 1 << 20;

/** Texts one after another, and the end of each. */
export interface TextRun {
  readonly bytes: Uint8Array;
  /** Where each text begins, and the end of the last one. */
  readonly offsets: Uint32Array;
}

export class TrigramSegment {
  readonly firstRow: number;
  readonly rowCount: number;
  /** Trigrams in order, the first byte highest. */
  readonly #trigrams: Uint32Array;
  readonly lists: PostingLists;

  static build(firstRow: number, { bytes, offsets }: TextRun): TrigramSegment {
    const rowCount = offsets.length - 1;
    const number = numbering(offsets[rowCount] - offsets[0]);
    const trigrams: number[] = [];
    /** For each number the last row that has it, plus one, and how many have it. */
    let seen = new Uint32Array(1024);
    let counts = new Uint32Array(1024);
    const numbers: number[] = [];
    const rowEnds = new Uint32Array(rowCount);
    for (let row = 0; row < rowCount; row++) {
      const end = offsets[row + 1] - 2;
      for (let at = offsets[row]; at < end; at++) {
        const trigram = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
        const found = number(trigram, trigrams);
        if (found >= seen.length) [seen, counts] = [twice(seen), twice(counts)];
        if (seen[found] === row + 1) continue;
        seen[found] = row + 1;
        counts[found]++;
        numbers.push(found);
      }
      rowEnds[row] = numbers.length;
    }
    return fromNumbers(firstRow, trigrams, counts, numbers, rowEnds);
  }

  static merge(first: TrigramSegment, second: TrigramSegment): TrigramSegment {
    const writer = new PostingListsWriter();
    const trigrams: number[] = [];
    const [a, b] = [first.#trigrams, second.#trigrams];
    for (let i = 0, j = 0; i < a.length || j < b.length; ) {
      const [left, right] = [a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY];
      trigrams.push(Math.min(left, right));
      writer.begin();
      if (left <= right) copyRows(first.lists.cursor(i++), 0, writer);
      if (right <= left) copyRows(second.lists.cursor(j++), first.rowCount, writer);
    }
    const rowCount = first.rowCount + second.rowCount;
    return new TrigramSegment(first.firstRow, rowCount, Uint32Array.from(trigrams), writer.finish());
  }

  /** Reads what `write` wrote. Throws a RangeError if it does not fit together. */
  static read(reader: ByteReader, { firstRow, rowCount }: RowSpan): TrigramSegment {
    const trigrams = readArray(reader, Uint32Array);
    const lists = PostingLists.read(reader);
    if (lists.count !== trigrams.length) throw new RangeError("lists of other trigrams");
    return new TrigramSegment(firstRow, rowCount, trigrams, lists);
  }

  write(writer: ByteWriter): void {
    writeArrays(writer, [this.#trigrams]);
    this.lists.write(writer);
  }

  constructor(firstRow: number, rowCount: number, trigrams: Uint32Array, lists: PostingLists) {
    this.firstRow = firstRow;
    this.rowCount = rowCount;
    this.#trigrams = trigrams;
    this.lists = lists;
  }

  get byteLength(): number {
    return this.#trigrams.byteLength + this.lists.byteLength;
  }

  /** The cost of merging: about the number of entries. */
  get sizeBytes(): number {
    return this.byteLength + this.rowCount;
  }

  /** The lists of the trigrams of `wanted`, the shortest first; undefined if no row has one of them. */
  listsOf(wanted: Uint8Array): number[] | undefined {
    const found = new Set<number>();
    for (let at = 0; at + 2 < wanted.length; at++) {
      const trigram = (wanted[at] << 16) | (wanted[at + 1] << 8) | wanted[at + 2];
      const list = lowerBound(this.#trigrams, trigram);
      if (this.#trigrams[list] !== trigram) return undefined;
      found.add(list);
    }
    return [...found].sort((a, b) => this.lists.sizeBytes(a) - this.lists.sizeBytes(b));
  }
}

/** Gives each trigram a number, from 0 on, and adds it to `trigrams` when it first comes. */
function numbering(sizeBytes: number): (trigram: number, trigrams: number[]) => number {
  if (sizeBytes < TABLE_BYTES_MIN) {
    const numberOf = new Map<number, number>();
    return (trigram, trigrams) => {
      let number = numberOf.get(trigram);
      if (number === undefined) {
        number = trigrams.push(trigram) - 1;
        numberOf.set(trigram, number);
      }
      return number;
    };
  }
  const table = new Uint32Array(1 << 24);
  return (trigram, trigrams) => {
    if (table[trigram] === 0) table[trigram] = trigrams.push(trigram);
    return table[trigram] - 1;
  };
}

/** Sorts entries, which come by row, by trigram, by counting. */
function fromNumbers(
  firstRow: number,
  trigrams: readonly number[],
  counts: Uint32Array,
  numbers: readonly number[],
  rowEnds: Uint32Array,
): TrigramSegment {
  const order = Uint32Array.from(trigrams, (_, number) => number).sort((a, b) => trigrams[a] - trigrams[b]);
  const ends = new Uint32Array(trigrams.length);
  let start = 0;
  for (const number of order) {
    ends[number] = start;
    start += counts[number];
  }
  const rows = new Uint32Array(numbers.length);
  let at = 0;
  for (let row = 0; row < rowEnds.length; row++)
    for (; at < rowEnds[row]; at++) rows[ends[numbers[at]]++] = row;
  const writer = new PostingListsWriter();
  let from = 0;
  for (const number of order) {
    writer.begin();
    for (; from < ends[number]; from++) writer.addRow(rows[from]);
  }
  return new TrigramSegment(
    firstRow,
    rowEnds.length,
    order.map((number) => trigrams[number]),
    writer.finish(),
  );
}

function copyRows(list: PostingCursor, shift: number, writer: PostingListsWriter): void {
  while (list.next()) writer.addRow(list.row + shift);
}

function twice(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
