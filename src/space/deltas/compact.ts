/**
 * Compacting the pool: columns are rewritten with the rows that are still referenced. Ids do not change; rows get new
 * numbers, in the old order, or with those of the live state first, in the order of its elements, where writes have
 * scattered them. Columns in use by views are left to them.
 *
 * Rows that the live state has in order may be in no order for the past. Runs of its deltas are cut there, so a
 * column is put in order only if that takes no more memory than the live state's row index gives back.
 */
import { AttributeColumn } from "../../pool/attribute-column.js";
import { gatherColumn } from "../../pool/create-column.js";
import { VectorColumn } from "../../pool/vector-column.js";
import { Bitmap } from "../../structures/bitmap.js";
import type { RowIndex } from "../../structures/row-index.js";
import type { CellChanges, CellRun } from "./cell-changes.js";
import { CellChangesBuilder } from "./cell-log.js";
import { type Delta, type ElementDelta, NO_ELEMENT_DELTA } from "./delta.js";
import type { ColumnNumbers } from "./delta-codec.js";
import { readI32, readRun, visitDelta } from "./delta-rows.js";

/** The rows of a run of cells. */
type RowRun = Pick<CellRun, "row" | "count" | "stride">;

/** The rows of each column that are referenced. */
export class RowUse {
  readonly #used = new Map<AttributeColumn, Bitmap>();
  readonly #live = new Map<AttributeColumn, RowIndex>();
  /** The runs of deltas. */
  readonly #runs = new Map<AttributeColumn, RowRun[]>();

  #of(stored: AttributeColumn): Bitmap {
    let used = this.#used.get(stored);
    if (used === undefined) {
      used = new Bitmap();
      this.#used.set(stored, used);
    }
    return used;
  }

  /** Adds the rows of the live state. */
  addRows(stored: AttributeColumn, rows: RowIndex): void {
    this.#live.set(stored, rows);
    const used = this.#of(stored);
    for (let element = 0; element < rows.length; element++) {
      const row = rows.get(element);
      if (row >= 0) used.add(row);
    }
  }

  addDelta({ nodes, edges, graph }: Delta): void {
    for (const { cells } of [nodes, edges, graph]) {
      for (const [stored, changes] of cells) {
        const { runs, before, after } = changes;
        const used = this.#of(stored);
        for (const run of runs) this.#addRun(stored, used, run);
        for (const row of before) if (row >= 0) used.add(row);
        for (const row of after) if (row >= 0) used.add(row);
      }
    }
  }

  #addRun(stored: AttributeColumn, used: Bitmap, run: RowRun): void {
    const { row, count, stride } = run;
    used.addRange(row, row + (stride === 0 ? 1 : count));
    const all = this.#runs.get(stored);
    if (all === undefined) this.#runs.set(stored, [run]);
    else all.push(run);
  }

  /** Adds the rows of the delta that begins at `start` of `bytes`, with the columns that its numbers mean. */
  addBytes(bytes: Uint8Array, start: number, columns: ColumnNumbers): void {
    visitDelta(bytes, start, {
      column: () => {},
      cells: (number, runsAt, runCount, rowsAt, rowCount) => {
        const stored = columns.columnOf(number);
        const used = this.#of(stored);
        for (let i = 0; i < runCount; i++) this.#addRun(stored, used, readRun(bytes, runsAt, i));
        for (let i = 0; i < rowCount; i++) {
          const row = readI32(bytes, rowsAt + 4 * i);
          if (row >= 0) used.add(row);
        }
      },
    });
  }

  /** Rewrites every column with unreferenced rows, or rows that scans find scattered. */
  compact(): Compaction {
    const moved = new Map<AttributeColumn, MovedColumn>();
    for (const [stored, used] of this.#used) {
      const order = this.#liveOrder(stored, used);
      if (order !== undefined) moved.set(stored, moveColumn(stored, order));
      else if (used.count < stored.column.count) moved.set(stored, moveColumn(stored, toRows(used)));
    }
    return new Compaction(moved);
  }

  /** The rows in use, those of the live state first if rows are reordered. */
  #liveOrder(stored: AttributeColumn, used: Bitmap): Int32Array | undefined {
    const live = this.#live.get(stored);
    if (live === undefined || !isScattered(live)) return undefined;
    const order = new Int32Array(used.count);
    const left = used.clone();
    let count = 0;
    for (let element = 0; element < live.length; element++) {
      const row = live.get(element);
      if (row >= 0 && left.delete(row)) order[count++] = row;
    }
    left.forEach((row) => {
      order[count++] = row;
    });
    const numbers = numbersOf(order, stored.column.count);
    const bytes = bytesOfCuts(this.#runs.get(stored) ?? [], numbers);
    return bytes <= live.byteLength ? order : undefined;
  }

  /** The columns that anything refers to. */
  columns(): IterableIterator<AttributeColumn> {
    return this.#used.keys();
  }
}

interface MovedColumn {
  readonly stored: AttributeColumn;
  /** The new number of each old row; -1 for those that were left behind. */
  readonly rows: Int32Array;
}

/** One row in so many out of order is left as it is. */
const IN_ORDER_MIN = 1024;

/** Whether rows run on less often than scans of a column as it was loaded find them. */
function isScattered(rows: RowIndex): boolean {
  let last = -1;
  let count = 0;
  let breaks = 0;
  for (let element = 0; element < rows.length; element++) {
    const row = rows.get(element);
    if (row < 0) continue;
    if (row !== last + 1 && count > 0) breaks++;
    last = row;
    count++;
  }
  return breaks * IN_ORDER_MIN > count;
}

/** A run of a delta is an object of four numbers in a list, a listed cell three numbers in typed arrays. */
const RUN_BYTES = 64;
const CELL_BYTES = 12;

/** The additional bytes of deltas' runs once rows have new numbers, roughly. */
function bytesOfCuts(runs: readonly RowRun[], numbers: Int32Array): number {
  let bytes = 0;
  for (const { row, count, stride } of runs) {
    let cuts = 0;
    if (stride === 1)
      for (let i = row + 1; i < row + count; i++) cuts += +(numbers[i] !== numbers[i - 1] + 1);
    bytes += Math.min(cuts * RUN_BYTES, count * CELL_BYTES);
  }
  return bytes;
}

function toRows(used: Bitmap): Int32Array {
  return Int32Array.from(used.toArray());
}

/** The new number of each old row, which is its place in `order`; -1 for those that are not in it. */
function numbersOf(order: Int32Array, rowCount: number): Int32Array {
  const numbers = new Int32Array(rowCount).fill(-1);
  for (let i = 0; i < order.length; i++) numbers[order[i]] = i;
  return numbers;
}

function moveColumn(from: AttributeColumn, order: Int32Array): MovedColumn {
  const stored = new AttributeColumn(from.name, from.type);
  // views may go on with the column when the files that it was read from are gone
  if (from.column instanceof VectorColumn) from.column.settle();
  const owners = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) owners[i] = from.owner(order[i]);
  if (order.length > 0) stored.appendRawEach(owners, gatherColumn(from.column, order));
  return { stored, rows: numbersOf(order, from.column.count) };
}

/** The new columns and row numbers. */
export class Compaction {
  readonly #moved: ReadonlyMap<AttributeColumn, MovedColumn>;

  constructor(moved: ReadonlyMap<AttributeColumn, MovedColumn>) {
    this.#moved = moved;
  }

  get isEmpty(): boolean {
    return this.#moved.size === 0;
  }

  /** The column that took a column's place. */
  column(stored: AttributeColumn): AttributeColumn {
    return this.#moved.get(stored)?.stored ?? stored;
  }

  /** The new number of each old row of a column, -1 for those left behind; undefined if all have their old ones. */
  rows(stored: AttributeColumn): Int32Array | undefined {
    return this.#moved.get(stored)?.rows;
  }

  /** The row that took a row's place; negative numbers stay. */
  row(stored: AttributeColumn, row: number): number {
    return row < 0 ? row : (this.#moved.get(stored)?.rows[row] ?? row);
  }

  delta({ nodes, edges, graph }: Delta): Delta {
    return {
      nodes: this.#elements(nodes),
      edges: this.#elements(edges),
      graph: this.#elements(graph),
    };
  }

  #elements(delta: ElementDelta): ElementDelta {
    if (delta === NO_ELEMENT_DELTA) return delta;
    return {
      ...delta,
      cells: new Map(
        [...delta.cells].map(([stored, changes]) => [this.column(stored), this.#cells(stored, changes)]),
      ),
      introduced: delta.introduced.map((stored) => this.column(stored)),
      dropped: delta.dropped.map((stored) => this.column(stored)),
    };
  }

  #cells(stored: AttributeColumn, changes: CellChanges): CellChanges {
    const rows = this.#moved.get(stored)?.rows;
    if (rows === undefined) return changes;
    const move = (row: number): number => (row < 0 ? row : rows[row]);
    const { runs, elements, before, after } = changes;
    if (runs.length === 0 && before.every((row: number) => row >= 0))
      return { runs, elements, before: before.map(move), after: after.map(move) };
    const builder = new CellChangesBuilder();
    let next = 0;
    const addListed = (end: number): void => {
      for (; next < elements.length && elements[next] < end; next++)
        builder.addCell(elements[next], move(before[next]), move(after[next]));
    };
    for (const { element, count, row, stride } of runs) {
      addListed(element);
      if (stride === 0) {
        builder.addRun(element, count, move(row), 0);
        continue;
      }
      for (let i = 0; i < count; ) {
        let length = 1;
        while (i + length < count && rows[row + i + length] === rows[row + i] + length) length++;
        builder.addRun(element + i, length, rows[row + i], 1);
        i += length;
      }
    }
    addListed(Infinity);
    return builder.finish();
  }
}
