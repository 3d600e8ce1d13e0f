/**
 * Upserts of many edges, all or nothing: for each row the edge of its type between its two ends, the oldest of several,
 * or a new one. Rows of the same ends and type mean one edge. The same as `mergeEdge` row by row.
 */
import { mix } from "../structures/hash.js";
import { NO_ROW } from "../structures/row-index.js";
import type { AttributeWriter, CheckedColumn, ReadColumn } from "./elements/attribute-writer.js";
import { mergeColumns, mergeTarget, writeMergeColumn } from "./elements/merge-column.js";
import type { GraphSpace } from "./graph-space.js";
import { type Merged, writeLabelRuns, writeWhole } from "./merge-write.js";

/** Edges to be merged, which were checked. */
export interface EdgeRows {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** The number of each row's set that holds its type, or of all rows. */
  readonly sets: number | Int32Array;
  readonly checked: readonly CheckedColumn[];
  readonly columns: readonly ReadColumn[];
}

/** So many live edges for each row are read through; where there are more, edges are found by their ends. */
export const EDGES_READ_PER_ROW = 8;

/** Writes rows. */
export function mergeEdgeRows(space: GraphSpace, writer: AttributeWriter, rows: EdgeRows): Merged {
  const { sources, targets, sets } = rows;
  const { edges, pool } = space;
  const columns = mergeColumns(rows.checked, rows.columns);
  const { ids, newRows } = findEdges(space, rows);
  const first = pool.edges.count;
  return writeWhole(space, () => {
    const added = new Uint32Array(newRows.length);
    if (newRows.length > 0) {
      const isWhole = newRows.length === sources.length;
      const at = (ends: Uint32Array) => (isWhole ? ends : newRows.map((row) => ends[row]));
      pool.edges.appendMany(at(sources), at(targets));
      edges.addNew(first, newRows.length);
      writeLabelRuns(edges, first, newRows.length, (i) =>
        typeof sets === "number" ? sets : sets[newRows[i]],
      );
      for (let i = 0; i < added.length; i++) added[i] = first + i;
    }
    const target = mergeTarget(ids, first);
    for (const column of columns) writeMergeColumn(edges, writer, column, target);
    if (added.length > 0) space.structureVersion++;
    return { ids, added };
  });
}

/** The edge of each row, new ones numbered from the next id on, and the row that each new one comes from. */
function findEdges(space: GraphSpace, rows: EdgeRows): { ids: Uint32Array; newRows: Uint32Array } {
  const { sets } = rows;
  const count = rows.sources.length;
  const table = new EndsTable(rows, space.directed);
  /** For each row the first one of the same edge. */
  const leaders = new Uint32Array(count);
  let distinct = 0;
  for (let row = 0; row < count; row++) {
    leaders[row] = table.add(row);
    if (leaders[row] === row) distinct++;
  }
  const ids = new Uint32Array(count);
  const isFound = new Uint8Array(count);
  const { live, labelRows } = space.edges;
  if (live.count > distinct * EDGES_READ_PER_ROW) {
    for (let row = 0; row < count; row++) {
      if (leaders[row] !== row) continue;
      const set = typeof sets === "number" ? sets : sets[row];
      const found = space.oldestEdge(rows.sources[row], rows.targets[row], set);
      if (found < 0) continue;
      ids[row] = found;
      isFound[row] = 1;
    }
  } else if (live.count > 0) {
    const { sources, targets } = space.pool.edges;
    // ascending, so the oldest comes first
    live.forEach((edge) => {
      const row = table.find(sources[edge], targets[edge], Math.max(labelRows.get(edge), NO_ROW));
      if (row < 0 || isFound[row] === 1) return;
      ids[row] = edge;
      isFound[row] = 1;
    });
  }
  const first = space.pool.edges.count;
  const newRows = new Uint32Array(count);
  let newCount = 0;
  for (let row = 0; row < count; row++) {
    const leader = leaders[row];
    if (leader !== row) ids[row] = ids[leader];
    else if (isFound[row] === 0) {
      ids[row] = first + newCount;
      newRows[newCount++] = row;
    }
  }
  return { ids, newRows: newRows.subarray(0, newCount) };
}

/** From two ends and a type to the first row that has them: open addressing, at most half of the slots in use. */
export class EndsTable {
  readonly #rows: Pick<EdgeRows, "sources" | "targets" | "sets">;
  readonly #directed: boolean;
  /** The row plus one; 0 if the slot is free. */
  readonly #slots: Uint32Array;

  constructor(rows: Pick<EdgeRows, "sources" | "targets" | "sets">, directed: boolean) {
    this.#rows = rows;
    this.#directed = directed;
    let size = 16;
    while (size < rows.sources.length * 2) size *= 2;
    this.#slots = new Uint32Array(size);
  }

  /** The first row of the same ends and type; adds the row if there is none. */
  add(row: number): number {
    const { sources, targets, sets } = this.#rows;
    const slot = this.#slotOf(sources[row], targets[row], typeof sets === "number" ? sets : sets[row]);
    if (this.#slots[slot] === 0) this.#slots[slot] = row + 1;
    return this.#slots[slot] - 1;
  }

  /** The first row of two ends and a type; negative if there is none. */
  find(source: number, target: number, set: number): number {
    return this.#slots[this.#slotOf(source, target, set)] - 1;
  }

  #slotOf(source: number, target: number, set: number): number {
    const { sources, targets, sets } = this.#rows;
    const slots = this.#slots;
    const isTurned = !this.#directed && source > target;
    const [a, b] = isTurned ? [target, source] : [source, target];
    const mask = slots.length - 1;
    let slot = mix(mix(Math.imul(a, 0x9e3779b1) ^ b) + set) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const row = slots[slot] - 1;
      if ((typeof sets === "number" ? sets : sets[row]) !== set) continue;
      const [from, to] = [sources[row], targets[row]];
      if ((from === source && to === target) || (!this.#directed && from === target && to === source)) break;
    }
    return slot;
  }
}
