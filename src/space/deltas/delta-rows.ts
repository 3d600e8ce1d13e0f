/**
 * The rows and columns in a delta that is bytes, gone through where they are: a collection of a long history marks
 * them, and gives them their new numbers, without an object for each commit. The layout is that of `delta-codec.ts`.
 */
import type { ColumnNumbers } from "./delta-codec.js";

/** Visits the columns of a delta; all places are offsets of 32-bit numbers. */
export interface DeltaVisitor {
  /** The number of a column, after its cells if it has some there. */
  column(at: number): void;
  /** Changed cells of a column: their runs, each of four numbers, and the rows before and after of those listed. */
  cells(number: number, runsAt: number, runCount: number, rowsAt: number, rowCount: number): void;
}

/** The kinds of halves, as in `delta-codec.ts`. */
const EMPTY = 0;
const WITH_GRAPH = 2;

/** Of a run: its first element, how many there are, its first row, its stride. */
export const RUN_BYTES = 16;
/** Where a run has its row. */
export const RUN_ROW = 8;

export function readU32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

export function readI32(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

export function write32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

/** Visits what refers to columns and rows in the delta at `start`; where it ends. */
export function visitDelta(bytes: Uint8Array, start: number, visitor: DeltaVisitor): number {
  const at = bytes[start] === WITH_GRAPH ? visitElements(bytes, start + 1, visitor) : start;
  return visitElements(bytes, visitElements(bytes, at, visitor), visitor);
}

/** Where the delta at `start` ends. */
export function endOfDelta(bytes: Uint8Array, start: number): number {
  return visitDelta(bytes, start, NOTHING);
}

const NOTHING: DeltaVisitor = { column: () => {}, cells: () => {} };

/** Gives the columns of the delta at `start` the numbers of another table. */
export function renumberColumns(
  bytes: Uint8Array,
  start: number,
  from: ColumnNumbers,
  to: ColumnNumbers,
): void {
  const column = (at: number): void => {
    const number = readU32(bytes, at);
    const other = to.numberOf(from.columnOf(number));
    if (other !== number) write32(bytes, at, other);
  };
  visitDelta(bytes, start, { column, cells: () => {} });
}

function visitElements(bytes: Uint8Array, start: number, visitor: DeltaVisitor): number {
  if (bytes[start] === EMPTY) return start + 1;
  let at = endOfCells(bytes, endOfIdRuns(bytes, endOfIdRuns(bytes, start + 1)));
  let left = readU32(bytes, at);
  for (at += 4; left > 0; left--) {
    const number = readU32(bytes, at);
    const runCount = readU32(bytes, at + 4);
    const listAt = at + 8 + runCount * RUN_BYTES;
    const listCount = readU32(bytes, listAt);
    const rowsAt = listAt + 4 + 4 * listCount;
    visitor.cells(number, at + 8, runCount, rowsAt, 2 * listCount);
    visitor.column(at);
    at = rowsAt + 8 * listCount;
  }
  for (let list = 0; list < 2; list++) {
    left = readU32(bytes, at);
    for (at += 4; left > 0; left--, at += 4) visitor.column(at);
  }
  return at;
}

function endOfIdRuns(bytes: Uint8Array, start: number): number {
  return start + 4 + 8 * readU32(bytes, start);
}

function endOfCells(bytes: Uint8Array, start: number): number {
  const listAt = start + 4 + RUN_BYTES * readU32(bytes, start);
  return listAt + 4 + 12 * readU32(bytes, listAt);
}

/** The rows of the `i`-th run of some that begin at `runsAt`. */
export function readRun(
  bytes: Uint8Array,
  runsAt: number,
  i: number,
): { row: number; count: number; stride: 0 | 1 } {
  const at = runsAt + i * RUN_BYTES;
  return {
    count: readU32(bytes, at + 4),
    row: readU32(bytes, at + RUN_ROW),
    stride: readU32(bytes, at + 12) === 0 ? 0 : 1,
  };
}
