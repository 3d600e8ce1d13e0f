/**
 * The changes in one column: for each element the row before and the row after. Elements that got their first values
 * in sequence, as in a bulk import, are runs; the others are listed at 12 bytes each.
 */
import { partitionPoint } from "../../structures/binary-search.js";
import { NO_ROW, type RowIndex } from "../../structures/row-index.js";

/** Elements that had no value before and now have consecutive rows (stride 1) or the same row (stride 0). */
export interface CellRun {
  readonly element: number;
  readonly count: number;
  readonly row: number;
  readonly stride: 0 | 1;
}

/** Typed arrays where they are many, plain ones where they are few: a typed array of one number takes 216 bytes. */
export type Integers = readonly number[] | Uint32Array | Int32Array;

export interface CellChanges {
  /** Ascending, none of them in `elements`. */
  readonly runs: readonly CellRun[];
  /** Ascending. */
  readonly elements: Integers;
  readonly before: Integers;
  readonly after: Integers;
}

/** No runs: one array for all changes that have none. */
export const NO_RUNS: readonly CellRun[] = [];

export const NO_CHANGES: CellChanges = { runs: NO_RUNS, elements: [], before: [], after: [] };

/** The number of cells that changed. */
export function countCells(changes: CellChanges): number {
  let count = changes.elements.length;
  for (const run of changes.runs) count += run.count;
  return count;
}

/** Brings the rows of one column from before to after, or back. */
export function applyCells(changes: CellChanges, rows: RowIndex, forward: boolean): void {
  for (const { element, count, row, stride } of changes.runs) {
    if (forward) rows.setRange(element, count, row, stride);
    else rows.setRange(element, count, NO_ROW, 0);
  }
  const wanted = forward ? changes.after : changes.before;
  for (let i = 0; i < changes.elements.length; i++) rows.set(changes.elements[i], wanted[i]);
}

/** The rows of one element before and after; undefined if its cell did not change. O(log changes). */
export function findCell(
  changes: CellChanges,
  element: number,
): { readonly before: number; readonly after: number } | undefined {
  const { elements, before, after, runs } = changes;
  const at = partitionPoint(elements.length, (i) => elements[i] > element) - 1;
  if (at >= 0 && elements[at] === element) return { before: before[at], after: after[at] };
  const run = runs[partitionPoint(runs.length, (i) => runs[i].element > element) - 1];
  if (run === undefined || element >= run.element + run.count) return undefined;
  return { before: NO_ROW, after: run.row + (element - run.element) * run.stride };
}

/** The result of `rowBeyond` for a cell that did not change. */
export const NOT_CHANGED: number = Number.NEGATIVE_INFINITY;

/** The row of one element after changes, or before them; NOT_CHANGED if its cell is not among them. O(log changes). */
export function rowBeyond(changes: CellChanges, element: number, forward: boolean): number {
  const { elements, runs } = changes;
  const at = partitionPoint(elements.length, (i) => elements[i] > element) - 1;
  if (at >= 0 && elements[at] === element) return forward ? changes.after[at] : changes.before[at];
  const run = runs[partitionPoint(runs.length, (i) => runs[i].element > element) - 1];
  if (run === undefined || element >= run.element + run.count) return NOT_CHANGED;
  return forward ? run.row + (element - run.element) * run.stride : NO_ROW;
}

/** Calls `visit` for every changed cell, in no particular order. */
export function forEachCell(
  changes: CellChanges,
  visit: (element: number, before: number, after: number) => void,
): void {
  for (const { element, count, row, stride } of changes.runs) {
    for (let i = 0; i < count; i++) visit(element + i, NO_ROW, row + i * stride);
  }
  for (let i = 0; i < changes.elements.length; i++) {
    visit(changes.elements[i], changes.before[i], changes.after[i]);
  }
}
