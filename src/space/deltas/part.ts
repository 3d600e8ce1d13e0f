/** A part of a delta: the changes of some elements, or of some of their attributes. */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { IdRuns } from "../../structures/id-runs.js";
import { type CellChanges, NO_CHANGES } from "./cell-changes.js";
import { CellChangesBuilder } from "./cell-log.js";
import type { ElementDelta } from "./delta.js";

/** The changes of elements that are in a set, all of them. O(changes). */
export function pickElements(delta: ElementDelta, ids: Bitmap): ElementDelta {
  const cells = pickColumns(delta, ids, () => true);
  return {
    added: pickIds(delta.added, ids),
    removed: pickIds(delta.removed, ids),
    labels: pickCells(delta.labels, ids),
    cells,
    introduced: delta.introduced.filter((stored) => cells.has(stored)),
    dropped: delta.dropped.filter((stored) => cells.has(stored)),
  };
}

/** The changes of some attributes of elements that are in a set. O(changes). */
export function pickAttributes(
  delta: ElementDelta,
  ids: Bitmap,
  isPicked: (attribute: string) => boolean,
): ElementDelta {
  const cells = pickColumns(delta, ids, isPicked);
  return {
    added: IdRuns.none,
    removed: IdRuns.none,
    labels: NO_CHANGES,
    cells,
    introduced: delta.introduced.filter((stored) => cells.has(stored)),
    dropped: delta.dropped.filter((stored) => cells.has(stored)),
  };
}

function pickColumns(
  { cells }: ElementDelta,
  ids: Bitmap,
  isPicked: (attribute: string) => boolean,
): Map<AttributeColumn, CellChanges> {
  const picked = new Map<AttributeColumn, CellChanges>();
  for (const [stored, changes] of cells) {
    if (!isPicked(stored.name)) continue;
    const part = pickCells(changes, ids);
    if (part.runs.length + part.elements.length > 0) picked.set(stored, part);
  }
  return picked;
}

function pickIds(runs: IdRuns, ids: Bitmap): IdRuns {
  return runs.count === 0 ? runs : IdRuns.ofSorted(runs.toArray().filter((id) => ids.has(id)));
}

/** Cells of elements that are in a set, in ascending order: no listed element lies within a run. */
export function pickCells(changes: CellChanges, ids: { has(id: number): boolean }): CellChanges {
  const builder = new CellChangesBuilder();
  const { runs, elements, before, after } = changes;
  let next = 0;
  const addListedBelow = (end: number): void => {
    for (; next < elements.length && elements[next] < end; next++) {
      if (ids.has(elements[next])) builder.add(elements[next], before[next], after[next]);
    }
  };
  for (const { element, count, row, stride } of runs) {
    addListedBelow(element);
    for (let i = 0; i < count; ) {
      const start = i;
      while (i < count && ids.has(element + i)) i++;
      if (i > start) builder.addRun(element + start, i - start, row + start * stride, stride);
      else i++;
    }
  }
  addListedBelow(Number.POSITIVE_INFINITY);
  return builder.finish();
}
