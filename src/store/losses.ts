/** The rows and edges of a damaged store that cannot be read, and deltas without them. */
import type { AttributeColumn } from "../pool/attribute-column.js";
import type { EdgePool } from "../pool/pool.js";
import { type CellChanges, forEachCell, NO_RUNS } from "../space/deltas/cell-changes.js";
import type { Delta, ElementDelta } from "../space/deltas/delta.js";
import { Bitmap } from "../structures/bitmap.js";
import { IdRuns } from "../structures/id-runs.js";
import { NO_ROW } from "../structures/row-index.js";

export class Losses {
  /** Rows that cannot be read, by column; known once the column has been loaded. */
  readonly #rows = new Map<AttributeColumn, Bitmap>();
  /** Edges whose ends cannot be read; known once the ends have been loaded. */
  readonly #edges = new Bitmap();
  readonly #pool: EdgePool;
  #cellsLost = 0;

  constructor(pool: EdgePool) {
    this.#pool = pool;
  }

  get cellsLost(): number {
    return this.#cellsLost;
  }

  get edgesLost(): number {
    return this.#edges.count;
  }

  loseRows(stored: AttributeColumn, first: number, end: number): void {
    const lost = this.#rows.get(stored) ?? new Bitmap();
    this.#rows.set(stored, lost);
    lost.addRange(first, end);
  }

  loseEdges(first: number, end: number): void {
    this.#edges.addRange(first, end);
  }

  /** Whether a value can be read. */
  has(stored: AttributeColumn, row: number): boolean {
    // the losses of a column are known once it is loaded
    return row < 0 || stored.column.count <= row ? row < 0 : this.#rows.get(stored)?.has(row) !== true;
  }

  /** Whether an edge has ends. */
  hasEdge(edge: number): boolean {
    return edge < this.#pool.sources.length && !this.#edges.has(edge);
  }

  /** A delta without values that are lost and without edges that are. */
  without({ nodes, edges, graph }: Delta): Delta {
    return {
      nodes: this.#values(nodes, () => true),
      edges: this.#values(edges, (edge) => this.hasEdge(edge)),
      graph: this.#values(graph, () => true),
    };
  }

  #values(delta: ElementDelta, hasElement: (element: number) => boolean): ElementDelta {
    const cells = new Map<AttributeColumn, CellChanges>();
    for (const [stored, changes] of delta.cells) cells.set(stored, this.#cells(stored, changes, hasElement));
    const added = IdRuns.ofSorted(delta.added.toArray().filter(hasElement));
    const removed = IdRuns.ofSorted(delta.removed.toArray().filter(hasElement));
    return { ...delta, added, removed, labels: only(delta.labels, hasElement), cells };
  }

  #cells(
    stored: AttributeColumn,
    changes: CellChanges,
    hasElement: (element: number) => boolean,
  ): CellChanges {
    return only(changes, hasElement, (row) => {
      if (this.has(stored, row)) return row;
      this.#cellsLost++;
      return NO_ROW;
    });
  }
}

/** The changes of those elements that there are, with the rows after them looked at one by one. */
function only(
  changes: CellChanges,
  hasElement: (element: number) => boolean,
  rowOf: (row: number) => number = (row) => row,
): CellChanges {
  const [elements, before, after]: [number[], number[], number[]] = [[], [], []];
  forEachCell(changes, (element, from, to) => {
    if (!hasElement(element)) return;
    elements.push(element);
    before.push(from);
    after.push(rowOf(to));
  });
  return { runs: NO_RUNS, elements, before, after };
}
