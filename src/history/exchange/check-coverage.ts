/**
 * Checks that a commit in a bundle gives the change of the hash of each leaf that elements are added to, or removed
 * from. So the work for the commit is in proportion to the bundle, although added elements are given by their number
 * alone.
 */

import type { LeafChanges } from "../hashing/leaf-changes.js";
import { LEAF_SIZE } from "../hashing/leaf-place.js";
import { columnName } from "../hashing/state-root.js";
import type { BundleChange, BundledElementChange } from "./bundle-change.js";
import { invalidBundle } from "./bundle-errors.js";

/** Throws unless it does. O(leaves). */
export function checkCoverage(
  id: string,
  { nodes, edges }: BundleChange,
  leaves: readonly LeafChanges[],
): void {
  const byColumn = new Map(leaves.map((change) => [change.column, new Set(Array.from(change.leaves))]));
  checkKind(id, "nodes", nodes, byColumn);
  checkKind(id, "edges", edges, byColumn);
}

function checkKind(
  id: string,
  kind: "nodes" | "edges",
  { added, removed }: BundledElementChange,
  byColumn: ReadonlyMap<string, ReadonlySet<number>>,
): void {
  for (const { origin, sequence, count } of [...added.runs, ...removed.runs]) {
    const column = columnName(kind, "", origin);
    const changed = byColumn.get(column);
    const last = Math.floor((sequence + count - 1) / LEAF_SIZE);
    for (let leaf = Math.floor(sequence / LEAF_SIZE); leaf <= last; leaf++) {
      if (changed?.has(leaf) === true) continue;
      throw invalidBundle(`expected commit ${id} to tell of leaf ${leaf} of "${column}", got nothing of it`);
    }
  }
}
