/**
 * What changed in one column: for each element the row before and the row after. Elements that got their first
 * value side by side, as in a bulk import, are runs; the others are listed at 12 bytes each.
 */
import { NO_ROW, type RowIndex } from "../structures/row-index.js";

/** Elements that had no value before and now have rows that run on (stride 1) or repeat (stride 0). */
export interface CellRun {
  readonly element: number;
  readonly count: number;
  readonly row: number;
  readonly stride: 0 | 1;
}

export interface CellChanges {
  /** Ascending, none of them in `elements`. */
  readonly runs: readonly CellRun[];
  /** Ascending. */
  readonly elements: Uint32Array;
  readonly before: Int32Array;
  readonly after: Int32Array;
}

export const NO_CHANGES: CellChanges = {
  runs: [],
  elements: new Uint32Array(0),
  before: new Int32Array(0),
  after: new Int32Array(0),
};

/** How many cells changed. */
export function countCells(changes: CellChanges): number {
  let count = changes.elements.length;
  for (const run of changes.runs) count += run.count;
  return count;
}

/** Bytes that the changes take in memory. */
export function cellBytes(changes: CellChanges): number {
  return changes.runs.length * 32 + changes.elements.length * 12;
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
