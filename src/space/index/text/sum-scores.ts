/**
 * Adds up the scores of rows over postings, a window of rows at a time, so that the sums stay in a near cache whatever the
 * number of rows. Where most rows of a window are found it is read from end to end, else by the postings again.
 */
import {
  KNOWN_FREQUENCY,
  KNOWN_LENGTHS,
  type ListPlace,
  type ScoreWindow,
  TABLE_COUNT,
  WINDOW_ROWS,
} from "../../../kernels/texts/score-window.js";
import type { Postings, RowList } from "./leaf-postings.js";
import { takeRarest } from "./max-score.js";
import type { PostingScratch } from "./posting-scratch.js";
import { type RowSink, type ScoredRows, scoreOf, scoresOf } from "./score-rows.js";
import type { TextSegment } from "./text-segment.js";

/** A window with a posting for every so many rows is read from end to end. */
const DENSE_SHARE = 8;

/** Scores of lists of so many rows are looked up in a table, where the frequency and the length are as low as most are. */
const TABLE_ROWS_MIN = 4096;

/** Where lists have so many bytes in all kernels add them up: with less, what they are told takes longer. */
const KERNEL_BYTES_MIN = 4096;

/** Gives the rows of a leaf and their scores. */
export function addRows({ segment, rows: leaf, weight, norms }: ScoredRows, sink: RowSink): void {
  const { firstRow, lengths } = segment;
  const { rows, frequencies, count } = leaf.read();
  let { threshold } = sink;
  for (let i = 0; i < count; i++) {
    const score = scoreOf(frequencies[i], lengths[rows[i]], norms, weight);
    if (!(score >= threshold)) continue;
    sink.take(firstRow + rows[i], score);
    threshold = sink.threshold;
  }
}

/** Gives the rows of any of some leaves, all of one column, with the sums of their scores in the order of the leaves. */
export function sumRows(all: readonly ScoredRows[], scratch: PostingScratch, sink: RowSink): void {
  if (all.length === 1) {
    addRows(all[0], sink);
    return;
  }
  const bySegment = new Map<ScoredRows["segment"], ScoredRows[]>();
  for (const rows of all) {
    const known = bySegment.get(rows.segment);
    if (known === undefined) bySegment.set(rows.segment, [rows]);
    else known.push(rows);
  }
  for (const some of [...bySegment.values()].sort((a, b) => a[0].segment.firstRow - b[0].segment.firstRow)) {
    if (some.length === 1) addRows(some[0], sink);
    else sumSegment(some, scratch, sink);
  }
}

function sumSegment(all: readonly ScoredRows[], scratch: PostingScratch, sink: RowSink): void {
  const { taken, left } = sink.isOrdered ? { taken: [], left: all } : takeRarest(all, sink);
  if (left.length === 0) return;
  const { segment } = all[0];
  const { firstRow } = segment;
  const window = sink.isOrdered ? undefined : windowFor(left, scratch);
  const sums = window?.sums ?? scratch.sums(WINDOW_ROWS);
  let bits: Uint32Array | undefined;
  const lists = left.map((scored, i) => {
    const { list } = scored.rows;
    bits ??= list?.bits;
    return window !== undefined && list !== undefined
      ? new KernelRows(window, i, scored, list)
      : new WindowedRows(scored);
  });
  const known = taken.map((rows) => new WindowedRows(rows));
  const isAnywhere = lists.some(
    (list) => list instanceof WindowedRows || list.sizeBytes * DENSE_SHARE > segment.rowCount,
  );
  for (;;) {
    let lowest = Number.POSITIVE_INFINITY;
    for (const list of lists) lowest = Math.min(lowest, list.next);
    if (lowest === Number.POSITIVE_INFINITY) return;
    const start = lowest - (lowest % WINDOW_ROWS);
    if (window !== undefined) setWindow(window, segment, bits, start);
    if (isAnywhere) window?.touchAll();
    let entries = 0;
    for (const list of lists) entries += list.add(start, sums);
    for (const list of known) list.clear(start, sums);
    if (window !== undefined) window.takeAll(sink, firstRow + start);
    else if (sink.isOrdered || entries * DENSE_SHARE > WINDOW_ROWS) takeAll(sums, firstRow + start, sink);
    else for (const list of lists) list.takeTouched(start, sums, sink);
  }
}

/** The window in which kernels add up lists, where there are some and it pays. */
function windowFor(all: readonly ScoredRows[], scratch: PostingScratch): ScoreWindow | undefined {
  let bytes = 0;
  for (const { rows } of all) bytes += rows.list?.bytes.length ?? 0;
  // rows of more than 65,535 words have lengths of another type
  if (bytes < KERNEL_BYTES_MIN || all.length > TABLE_COUNT || all[0].segment.lengths instanceof Uint32Array)
    return undefined;
  return scratch.window();
}

function setWindow(
  window: ScoreWindow,
  { lengths }: TextSegment,
  bits: Uint32Array | undefined,
  start: number,
): void {
  const end = start + WINDOW_ROWS;
  window.setRows(lengths.subarray(start, end) as Uint8Array, bits?.subarray(start / 32, end / 32));
}

/** The rows of a word, whose list kernels read a window at a time. */
class KernelRows {
  readonly #window: ScoreWindow;
  readonly #number: number;
  readonly #list: RowList;
  #place: ListPlace = { at: 0, row: 0, next: 0 };

  constructor(window: ScoreWindow, number: number, { norms, weight }: ScoredRows, list: RowList) {
    this.#window = window;
    this.#number = number;
    this.#list = list;
    window.setScores(number, scoresOf(norms, weight));
  }

  get sizeBytes(): number {
    return this.#list.bytes.length;
  }

  /** A row that none behind the window is before. */
  get next(): number {
    return this.#place.next;
  }

  /** Adds the scores of the rows in the window at `start`; how many they are. */
  add(start: number): number {
    const { bytes, bits } = this.#list;
    const place = this.#window.add(this.#number, bytes, this.#place, start, bits !== undefined);
    this.#place = place;
    return place.count;
  }

  /** Rows that kernels added are taken by them. */
  takeTouched(): void {}
}

/** The rows of a leaf, read a window at a time. */
class WindowedRows {
  readonly #scored: ScoredRows;
  readonly #postings: Postings;
  /** The scores of a leaf of weight 1. */
  readonly #table: Float64Array | undefined;
  /** The postings of the window read last. */
  #from = 0;
  #end = 0;

  constructor(scored: ScoredRows) {
    const { norms } = scored;
    this.#scored = scored;
    this.#postings = scored.rows.read();
    if (this.#postings.count < TABLE_ROWS_MIN) return;
    this.#table = norms.unweighted;
  }

  /** The first row behind the window. */
  get next(): number {
    const { rows, count } = this.#postings;
    return this.#end < count ? rows[this.#end] : Number.POSITIVE_INFINITY;
  }

  /** Adds the scores of the rows in the window at `start`; how many they are. */
  add(start: number, sums: Float64Array): number {
    const { segment, norms, weight } = this.#scored;
    const { lengths } = segment;
    const { rows, frequencies, count } = this.#postings;
    const table = this.#table;
    const end = start + WINDOW_ROWS;
    let i = this.#end;
    this.#from = i;
    if (table === undefined) {
      for (; i < count && rows[i] < end; i++)
        sums[rows[i] - start] += scoreOf(frequencies[i], lengths[rows[i]], norms, weight);
    } else {
      for (; i < count; i++) {
        const row = rows[i];
        if (row >= end) break;
        const length = lengths[row];
        const frequency = frequencies[i];
        sums[row - start] +=
          frequency <= KNOWN_FREQUENCY && length < KNOWN_LENGTHS
            ? table[frequency * KNOWN_LENGTHS + length] * weight
            : scoreOf(frequency, length, norms, weight);
      }
    }
    this.#end = i;
    return i - this.#from;
  }

  /** Makes the sums of the rows in the window at `start` zero: they have been taken. */
  clear(start: number, sums: Float64Array): void {
    const { rows, count } = this.#postings;
    const end = start + WINDOW_ROWS;
    for (; this.#end < count && rows[this.#end] < end; this.#end++)
      if (rows[this.#end] >= start) sums[rows[this.#end] - start] = 0;
  }

  /** As `takeAll`, by the postings of the window, in no certain order. */
  takeTouched(start: number, sums: Float64Array, sink: RowSink): void {
    const { firstRow } = this.#scored.segment;
    const { rows } = this.#postings;
    let { threshold } = sink;
    for (let i = this.#from; i < this.#end; i++) {
      const place = rows[i] - start;
      const sum = sums[place];
      if (sum === 0) continue;
      sums[place] = 0;
      if (sum < threshold) continue;
      sink.take(firstRow + rows[i], sum);
      threshold = sink.threshold;
    }
  }
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
