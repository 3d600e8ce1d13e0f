/** The record of changed cells between two commits, and the changes made of it. */
import { NO_ROW, ROW_PAGE_SIZE, type RowIndex } from "../../structures/row-index.js";
import { type CellChanges, type CellRun, NO_CHANGES, NO_RUNS } from "./cell-changes.js";

/** Runs shorter than this are listed cell by cell, which takes less memory. */
const RUN_LENGTH_MIN = 4;

/** Up to so many changes are kept in plain arrays. */
const PLAIN_LENGTH_MAX = 16;

/** The rows of one page, read out. */
const buffer = new Int32Array(ROW_PAGE_SIZE);

export class CellLog {
  readonly elements: number[] = [];
  readonly before: number[] = [];

  record(element: number, before: number): void {
    this.elements.push(element);
    this.before.push(before);
  }

  /** Forgets all but the first `length` records. */
  truncate(length: number): void {
    this.elements.length = length;
    this.before.length = length;
  }

  /** Calls `visit` once for each recorded element, ascending, with the row recorded first. */
  forEachFirst(visit: (element: number, before: number) => void): void {
    const { elements, before } = this;
    let ascending = true;
    for (let i = 1; i < elements.length && ascending; i++) ascending = elements[i - 1] < elements[i];
    if (ascending) {
      for (let i = 0; i < elements.length; i++) visit(elements[i], before[i]);
      return;
    }
    // Element and position in one number, so that the sort needs no comparison function.
    const scale = elements.length;
    const keys = new Float64Array(scale);
    for (let i = 0; i < scale; i++) keys[i] = elements[i] * scale + i;
    keys.sort();
    let last = -1;
    for (let i = 0; i < scale; i++) {
      const key = keys[i];
      const element = Math.floor(key / scale);
      if (element !== last) visit(element, before[key - element * scale]);
      last = element;
    }
  }
}

/** Collects changes in ascending order of elements: first those recorded, then those of new elements. */
export class CellChangesBuilder {
  readonly #elements: number[] = [];
  readonly #before: number[] = [];
  readonly #after: number[] = [];
  readonly #runs: CellRun[] = [];

  add(element: number, before: number, after: number): void {
    this.#elements.push(element);
    this.#before.push(before);
    this.#after.push(after);
  }

  /** As `add`, where a first value may be part of a run. */
  addCell(element: number, before: number, after: number): void {
    if (before === NO_ROW && after >= 0) this.addRun(element, 1, after, 1);
    else this.add(element, before, after);
  }

  /** Adds the cells of elements from `start` to `end` that have a row; they had none before. */
  addNewElements(rows: RowIndex, start: number, end: number): void {
    const stop = Math.min(end, rows.length);
    for (let element = start; element < stop; ) {
      const pageEnd = (Math.floor(element / ROW_PAGE_SIZE) + 1) * ROW_PAGE_SIZE;
      const count = Math.min(stop, pageEnd) - element;
      const run = rows.readRun(element, count, buffer);
      if (run === undefined) this.#addListed(element, buffer, count);
      else if (run.first >= 0) this.addRun(element, count, run.first, run.stride);
      element += count;
    }
  }

  /** Adds all cells below `end` that have a row; they have none any more. Pages without rows are passed over. */
  addCleared(rows: RowIndex, end: number): this {
    const stop = Math.min(end, rows.length);
    for (let element = 0; element < stop; ) {
      const run = rows.affineRun(element, stop - element);
      const count =
        run?.count ?? Math.min(stop, (Math.floor(element / ROW_PAGE_SIZE) + 1) * ROW_PAGE_SIZE) - element;
      if (run === undefined || run.first >= 0) {
        for (let i = element; i < element + count; i++) {
          const row = rows.get(i);
          if (row >= 0) this.add(i, row, NO_ROW);
        }
      }
      element += count;
    }
    return this;
  }

  #addListed(start: number, rows: Int32Array, count: number): void {
    for (let i = 0; i < count; ) {
      let length = 1;
      if (rows[i] >= 0) while (i + length < count && rows[i + length] === rows[i] + length) length++;
      if (rows[i] >= 0) this.addRun(start + i, length, rows[i], 1);
      i += length;
    }
  }

  /** Adds first values whose rows run on or repeat. */
  addRun(element: number, count: number, row: number, stride: 0 | 1): void {
    const last = this.#runs.at(-1);
    if (
      last !== undefined &&
      last.stride === stride &&
      last.element + last.count === element &&
      last.row + last.count * stride === row
    ) {
      this.#runs[this.#runs.length - 1] = { ...last, count: last.count + count };
    } else if (count >= RUN_LENGTH_MIN) this.#runs.push({ element, count, row, stride });
    else for (let i = 0; i < count; i++) this.add(element + i, NO_ROW, row + i * stride);
  }

  finish(): CellChanges {
    return changesOfLists(this.#elements, this.#before, this.#after, this.#runs);
  }
}

/** Changes from lists, the elements ascending, of which nothing is kept. */
export function changesOfLists(
  elements: readonly number[],
  before: readonly number[],
  after: readonly number[],
  someRuns: readonly CellRun[] = NO_RUNS,
): CellChanges {
  if (elements.length === 0 && someRuns.length === 0) return NO_CHANGES;
  const runs = someRuns.length === 0 ? NO_RUNS : someRuns;
  if (elements.length <= PLAIN_LENGTH_MAX)
    return { runs, elements: elements.slice(), before: before.slice(), after: after.slice() };
  return {
    runs,
    elements: Uint32Array.from(elements),
    before: Int32Array.from(before),
    after: Int32Array.from(after),
  };
}
