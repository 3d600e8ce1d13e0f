/**
 * A memory in which kernels add up the scores of rows of texts, a window of rows at a time: sums, then the lengths of the
 * rows and the bits of those that count, which eights of rows have a sum, the rows that a scan leaves, tables of scores,
 * and the bytes of one list.
 */
import { codeOf, createMemory, PAGE_SIZE_BYTES } from "../core/wasm.js";
import { type TextKernels, textPlainModule } from "./text-module.js";

export const WINDOW_ROWS = 1 << 15;

/** Scores that are looked up: of so many occurrences at most in rows of fewer words than these. */
export const KNOWN_LENGTHS = 256;
export const KNOWN_FREQUENCY = 3;

/** Lists that have a table of their own. */
export const TABLE_COUNT = 32;

const TABLE_NUMBERS = (KNOWN_FREQUENCY + 1) * KNOWN_LENGTHS + 8;

/** A posting has so many bytes at most. */
const POSTING_BYTES_MAX = 10;

/** Rows between which the threshold of a scan rises. */
const TAKEN_ROWS = 1024;

const SUMS_AT = 0;
const LENGTHS_AT = SUMS_AT + 8 * WINDOW_ROWS;
const MASK_AT = LENGTHS_AT + 2 * WINDOW_ROWS;
const LEFT_AT = MASK_AT + WINDOW_ROWS / 8;
const TOUCHED_AT = LEFT_AT + 16;
const TAKEN_AT = TOUCHED_AT + WINDOW_ROWS / 8;
const TABLES_AT = TAKEN_AT + 16 * TAKEN_ROWS;
const LIST_AT = TABLES_AT + 8 * TABLE_NUMBERS * TABLE_COUNT;
// those of a window, and the row of the next one
const LIST_BYTES = POSTING_BYTES_MAX * (WINDOW_ROWS + 2);

/** The figures that scores of a list are made of, besides the occurrences and the lengths of rows. */
export interface ListScores {
  /** The scores of 0 to 3 occurrences in rows of up to 255 words, of a list of weight 1. */
  readonly table: Float64Array;
  /** The weight, then k1 + 1, k1, 1 - b, b and the average length. */
  readonly numbers: readonly number[];
}

/** Where a list goes on. */
export interface ListPlace {
  /** The place among the bytes of the list. */
  readonly at: number;
  /** The row before. */
  readonly row: number;
  /** The row there; infinite behind the last one. */
  readonly next: number;
}

export class ScoreWindow {
  readonly #kernels: TextKernels;
  readonly #bytes: Uint8Array;
  readonly #left: Uint32Array;
  readonly #touched: Uint8Array;
  readonly #taken: Float64Array;
  readonly #takenRows: Uint32Array;
  readonly #buffer: ArrayBuffer;
  #lengthShift = 0;
  #touchedAt = TOUCHED_AT;
  /** The sums of the rows of the window: zeros, before rows are added and after they are taken. */
  readonly sums: Float64Array;

  /** A window; undefined where there is no WebAssembly. */
  static create(): ScoreWindow | undefined {
    const memory = createMemory(Math.ceil((LIST_AT + LIST_BYTES) / PAGE_SIZE_BYTES), false);
    const kernels = memory && (code.instantiate(memory) as TextKernels | undefined);
    return kernels && new ScoreWindow(memory.buffer, kernels);
  }

  private constructor(buffer: ArrayBuffer, kernels: TextKernels) {
    this.#kernels = kernels;
    this.#buffer = buffer;
    this.#bytes = new Uint8Array(buffer);
    this.#left = new Uint32Array(buffer, LEFT_AT, 3);
    this.#touched = new Uint8Array(buffer, TOUCHED_AT, WINDOW_ROWS / 8);
    this.#taken = new Float64Array(buffer, TAKEN_AT, 2 * TAKEN_ROWS);
    this.#takenRows = new Uint32Array(buffer, TAKEN_AT, 4 * TAKEN_ROWS);
    this.sums = new Float64Array(buffer, SUMS_AT, WINDOW_ROWS);
  }

  /** Gives a list its table. */
  setScores(list: number, { table, numbers }: ListScores): void {
    const to = new Float64Array(this.#buffer, TABLES_AT + 8 * TABLE_NUMBERS * list, TABLE_NUMBERS);
    const [weight] = numbers;
    for (let i = 0; i < table.length; i++) to[i] = table[i] * weight;
    to.set(numbers, table.length);
  }

  /** Takes the lengths of the rows of the window and the bits of those that count, all where there are none. */
  setRows(lengths: Uint8Array | Uint16Array, bits: Uint32Array | undefined): void {
    this.#bytes.set(new Uint8Array(lengths.buffer, lengths.byteOffset, lengths.byteLength), LENGTHS_AT);
    this.#lengthShift = lengths.BYTES_PER_ELEMENT - 1;
    this.#touchedAt = TOUCHED_AT;
    if (bits !== undefined) new Uint32Array(this.#buffer, MASK_AT, bits.length).set(bits);
  }

  /**
   * Says that any rows of the window may get sums, as where they are added other than by `add`, or where most rows have
   * one: `add` does not say which, then.
   */
  touchAll(): void {
    this.#touched.fill(1);
    if (this.#lengthShift === 0) this.#touchedAt = 0;
  }

  /** Adds the scores of the rows of a list, from a place on, that are in the window of rows from `start` on. */
  add(
    list: number,
    bytes: Uint8Array,
    { at, row }: ListPlace,
    start: number,
    hasBits: boolean,
  ): ListPlace & { readonly count: number } {
    const size = Math.min(bytes.length - at, LIST_BYTES);
    this.#bytes.set(bytes.subarray(at, at + size), LIST_AT);
    const count = this.#kernels.addScores(
      LIST_AT,
      LIST_AT + size,
      row,
      start,
      start + WINDOW_ROWS,
      hasBits ? MASK_AT : 0,
      LENGTHS_AT,
      this.#lengthShift,
      TABLES_AT + 8 * TABLE_NUMBERS * list,
      SUMS_AT,
      this.#touchedAt,
      LEFT_AT,
    );
    const [end, last, next] = this.#left;
    const isOver = at + end - LIST_AT === bytes.length;
    return { at: at + end - LIST_AT, row: last, next: isOver ? Number.POSITIVE_INFINITY : next, count };
  }

  /** Calls `take` with the rows of the window whose sum is above 0 and not below the threshold, and clears all sums. */
  takeAll(
    sink: { readonly threshold: number; take(row: number, sum: number): void },
    firstRow: number,
  ): void {
    for (let from = 0; from < WINDOW_ROWS; from += TAKEN_ROWS) {
      const least = Math.max(Number.MIN_VALUE, sink.threshold);
      const found = this.#kernels.takeSums(
        SUMS_AT + 8 * from,
        TOUCHED_AT + from / 8,
        TAKEN_ROWS,
        least,
        TAKEN_AT,
      );
      for (let i = 0; i < found; i++) {
        const sum = this.#taken[2 * i + 1];
        if (sum >= sink.threshold) sink.take(firstRow + from + this.#takenRows[4 * i], sum);
      }
    }
  }
}

const code = /* @__PURE__ */ codeOf(textPlainModule);
