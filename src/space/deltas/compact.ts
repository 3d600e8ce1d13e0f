/**
 * Compacting the pool: columns are written anew with the rows that something still refers to. Ids stay; rows get
 * new numbers, in the old order. Columns that views hold are left to them.
 */
import { AttributeColumn } from "../../pool/attribute-column.js";
import { Bitmap } from "../../structures/bitmap.js";
import type { RowIndex } from "../../structures/row-index.js";
import type { CellChanges, Integers } from "./cell-changes.js";
import type { Delta, ElementDelta } from "./delta.js";

/** Which rows of each column are referred to. */
export class RowUse {
  readonly #used = new Map<AttributeColumn, Bitmap>();

  #of(stored: AttributeColumn): Bitmap {
    let used = this.#used.get(stored);
    if (used === undefined) {
      used = new Bitmap();
      this.#used.set(stored, used);
    }
    return used;
  }

  addRows(stored: AttributeColumn, rows: RowIndex): void {
    const used = this.#of(stored);
    for (let element = 0; element < rows.length; element++) {
      const row = rows.get(element);
      if (row >= 0) used.add(row);
    }
  }

  addDelta({ nodes, edges }: Delta): void {
    for (const { cells } of [nodes, edges]) {
      for (const [stored, { runs, before, after }] of cells) {
        const used = this.#of(stored);
        for (const { row, count, stride } of runs) used.addRange(row, row + (stride === 0 ? 1 : count));
        for (const row of before) if (row >= 0) used.add(row);
        for (const row of after) if (row >= 0) used.add(row);
      }
    }
  }

  /** Writes every column anew that has rows nothing refers to. */
  compact(): Compaction {
    const moved = new Map<AttributeColumn, MovedColumn>();
    for (const [stored, used] of this.#used) {
      if (used.count < stored.column.count) moved.set(stored, moveColumn(stored, used));
    }
    return new Compaction(moved);
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

function moveColumn(from: AttributeColumn, used: Bitmap): MovedColumn {
  const stored = new AttributeColumn(from.name, from.type);
  const rows = new Int32Array(from.column.count).fill(-1);
  used.forEach((row) => {
    rows[row] = stored.append(from.owner(row), from.column.get(row));
  });
  return { stored, rows };
}

/** Where columns and rows went. */
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

  /** The row that took a row's place; negative numbers stay. */
  row(stored: AttributeColumn, row: number): number {
    return row < 0 ? row : (this.#moved.get(stored)?.rows[row] ?? row);
  }

  delta({ nodes, edges }: Delta): Delta {
    return { nodes: this.#elements(nodes), edges: this.#elements(edges) };
  }

  #elements(delta: ElementDelta): ElementDelta {
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
    return {
      // All rows of a run are in use, so they still follow each other.
      runs: changes.runs.map((run) => ({ ...run, row: move(run.row) })),
      elements: changes.elements,
      before: changes.before.map(move) as Integers,
      after: changes.after.map(move) as Integers,
    };
  }
}
