/**
 * Adds up the scores of rows over postings, a window of rows at a time, so that the sums stay in a near cache whatever the
 * number of rows. Where most rows of a window are found it is read from end to end, else by the postings again.
 */
import type { PostingScratch } from "./posting-scratch.js";
import type { SegmentPostings } from "./text-index.js";

const K1 = 1.2;
const B = 0.75;

export const WINDOW_ROWS = 1 << 15;

/** A window with a posting for every so many rows is read from end to end. */
const DENSE_SHARE = 8;

/** Scores of lists of so many rows are looked up in a table, where the frequency and the length are as low as most are. */
const TABLE_ROWS_MIN = 4096;
const KNOWN_LENGTHS = 256;
const KNOWN_FREQUENCY_MAX = 3;

/** Postings, and what makes scores of them. */
export interface ScoredPostings extends SegmentPostings {
  readonly weight: number;
  readonly norms: Norms;
}

/** Takes rows of a column whose score is not below the threshold, each once. */
export interface RowSink {
  /** Whether rows have to come in ascending order. */
  readonly isOrdered: boolean;
  readonly threshold: number;
  take(row: number, score: number): void;
}

/** The norm by which the frequency of a term is divided, by the number of words of a row: long rows count for less. */
export class Norms {
  readonly averageLength: number;
  /** Those of up to 255 words. */
  readonly known = new Float64Array(KNOWN_LENGTHS);

  constructor(averageLength: number) {
    this.averageLength = averageLength;
    for (let length = 0; length < KNOWN_LENGTHS; length++) this.known[length] = normOf(length, averageLength);
  }
}

function normOf(length: number, averageLength: number): number {
  return K1 * (1 - B + (B * length) / averageLength);
}

function scoreOf(frequency: number, length: number, { known, averageLength }: Norms, weight: number): number {
  const norm = length < KNOWN_LENGTHS ? known[length] : normOf(length, averageLength);
  return ((frequency * (K1 + 1)) / (frequency + norm)) * weight;
}

/** Gives the rows of postings and their scores. */
export function addRows(
  { segment, rows, frequencies, count, weight, norms }: ScoredPostings,
  sink: RowSink,
): void {
  const { firstRow, lengths } = segment;
  let { threshold } = sink;
  for (let i = 0; i < count; i++) {
    const score = scoreOf(frequencies[i], lengths[rows[i]], norms, weight);
    if (!(score >= threshold)) continue;
    sink.take(firstRow + rows[i], score);
    threshold = sink.threshold;
  }
}

/** Gives the rows of any of the postings, all of one column, with the sums of their scores, in the order of the postings. */
export function sumRows(all: readonly ScoredPostings[], scratch: PostingScratch, sink: RowSink): void {
  const bySegment = new Map<ScoredPostings["segment"], ScoredPostings[]>();
  for (const postings of all) {
    const known = bySegment.get(postings.segment);
    if (known === undefined) bySegment.set(postings.segment, [postings]);
    else known.push(postings);
  }
  for (const some of [...bySegment.values()].sort((a, b) => a[0].segment.firstRow - b[0].segment.firstRow)) {
    if (some.length === 1) addRows(some[0], sink);
    else sumSegment(some, scratch.sums(WINDOW_ROWS), sink);
  }
}

function sumSegment(all: readonly ScoredPostings[], sums: Float64Array, sink: RowSink): void {
  const { firstRow } = all[0].segment;
  const places = all.map(() => 0);
  const tables = all.map(({ count, norms, weight }) => {
    if (count < TABLE_ROWS_MIN) return undefined;
    const table = new Float64Array((KNOWN_FREQUENCY_MAX + 1) * KNOWN_LENGTHS);
    for (let at = 0; at < table.length; at++)
      table[at] = scoreOf(Math.floor(at / KNOWN_LENGTHS), at % KNOWN_LENGTHS, norms, weight);
    return table;
  });
  for (;;) {
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < all.length; i++)
      if (places[i] < all[i].count) lowest = Math.min(lowest, all[i].rows[places[i]]);
    if (lowest === Number.POSITIVE_INFINITY) return;
    const start = lowest - (lowest % WINDOW_ROWS);
    let entries = 0;
    const froms = places.slice();
    for (let i = 0; i < all.length; i++) {
      places[i] = addWindow(all[i], places[i], start, sums, tables[i]);
      entries += places[i] - froms[i];
    }
    if (sink.isOrdered || entries * DENSE_SHARE > WINDOW_ROWS) takeAll(sums, firstRow + start, sink);
    else for (let i = 0; i < all.length; i++) takeTouched(all[i], froms[i], places[i], start, sums, sink);
  }
}

/** Adds the scores of the postings from `from` on whose rows are in the window at `start`; where they end. */
function addWindow(
  { segment: { lengths }, rows, frequencies, count, weight, norms }: ScoredPostings,
  from: number,
  start: number,
  sums: Float64Array,
  table: Float64Array | undefined,
): number {
  const end = start + WINDOW_ROWS;
  let i = from;
  if (table === undefined) {
    for (; i < count && rows[i] < end; i++)
      sums[rows[i] - start] += scoreOf(frequencies[i], lengths[rows[i]], norms, weight);
    return i;
  }
  for (; i < count; i++) {
    const row = rows[i];
    if (row >= end) break;
    const length = lengths[row];
    const frequency = frequencies[i];
    sums[row - start] +=
      frequency <= KNOWN_FREQUENCY_MAX && length < KNOWN_LENGTHS
        ? table[frequency * KNOWN_LENGTHS + length]
        : scoreOf(frequency, length, norms, weight);
  }
  return i;
}

/** Gives the rows of a window that have a score, and clears it. */
function takeAll(sums: Float64Array, first: number, sink: RowSink): void {
  // no score is zero or below
  const lowest = Number.MIN_VALUE;
  let threshold = Math.max(lowest, sink.threshold);
  for (let i = 0; i < sums.length; i++) {
    if (sums[i] < threshold) continue;
    sink.take(first + i, sums[i]);
    threshold = Math.max(lowest, sink.threshold);
  }
  sums.fill(0);
}

/** As `takeAll`, by the postings of the window, in no certain order. */
function takeTouched(
  { segment: { firstRow }, rows }: ScoredPostings,
  from: number,
  end: number,
  start: number,
  sums: Float64Array,
  sink: RowSink,
): void {
  let { threshold } = sink;
  for (let i = from; i < end; i++) {
    const place = rows[i] - start;
    const sum = sums[place];
    if (sum === 0) continue;
    sums[place] = 0;
    if (sum < threshold) continue;
    sink.take(firstRow + rows[i], sum);
    threshold = sink.threshold;
  }
}
