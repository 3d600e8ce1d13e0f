/** The parts that bulk upserts of nodes and of edges share. */
import type { GraphSpace } from "./graph-space.js";
import type { TrackedElements } from "./states/tracked-elements.js";

/** The result of an upsert of many nodes or edges. */
export interface Merged {
  /** The id of each row. */
  readonly ids: Uint32Array;
  /** The ids of what was added, ascending. */
  readonly added: Uint32Array;
}

/** Writes all of something, or takes back what was written of it. */
export function writeWhole<R>(space: GraphSpace, write: () => R): R {
  const mark = space.mark();
  space.begin();
  let result: R;
  try {
    result = write();
  } catch (error) {
    space.rollback(mark);
    throw error;
  }
  space.release();
  return result;
}

/** Gives new elements from `first` on their sets of labels, or their types: neighbors of one set at one go. */
export function writeLabelRuns(
  elements: TrackedElements,
  first: number,
  count: number,
  setOf: (i: number) => number,
): void {
  for (let start = 0, end = 0; start < count; start = end) {
    const set = setOf(start);
    do end++;
    while (end < count && setOf(end) === set);
    elements.setNewLabelSet(first + start, end - start, set);
  }
}
