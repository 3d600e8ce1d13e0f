/** Nodes of the two sides that a merge would give the same unique key. */
import type { CellChanges } from "../space/cell-changes.js";
import type { Delta } from "../space/delta.js";
import type { Attribute, ElementState } from "../space/element-state.js";
import type { GraphState } from "../space/graph-state.js";
import { pastState } from "../space/past-state.js";
import type { KeyConflict } from "./conflict.js";

/** The attribute whose values are unique, and how a node that has one is found in a state. */
export interface UniqueKey {
  readonly name: string;
  find(attribute: Attribute, state: ElementState, value: unknown): number | undefined;
}

/** A key that a node has and that `changes` would give another one, in words; undefined if there is none. */
export function findKeyOverlap(
  present: GraphState,
  changes: Delta,
  key: UniqueKey | undefined,
): string | undefined {
  const conflict = key === undefined ? undefined : findKeyConflicts({ present }, changes, key)[0];
  if (conflict === undefined) return undefined;
  return `"${conflict.attribute}" of node ${conflict.theirs}, whose value is node ${conflict.ours}'s`;
}

/** The keys that both a node of ours and one of theirs would have after `planned`. O(changed keys). */
export function findKeyConflicts(
  merge: { readonly present: GraphState },
  planned: Delta,
  key: UniqueKey,
): KeyConflict[] {
  const merged = pastState(merge.present, [{ delta: planned, forward: true }]).nodes;
  const attribute = merged.attribute(key.name);
  const ours = merge.present.nodes.attribute(key.name);
  if (attribute === undefined || ours?.stored !== attribute.stored) return [];
  const { column } = attribute.stored;
  const valueOf = (id: number): unknown => {
    const row = merged.live.has(id) ? attribute.rows.get(id) : -1;
    return row < 0 ? undefined : column.get(row);
  };
  const conflicts: KeyConflict[] = [];
  for (const id of newHolders(planned, planned.nodes.cells.get(attribute.stored))) {
    const value = valueOf(id);
    if (value === undefined) continue;
    const holder = key.find(ours, merge.present.nodes, value);
    if (holder === undefined || holder === id || !sameValue(valueOf(holder), value)) continue;
    const element = { kind: "node", id } as const;
    conflicts.push({
      kind: "key",
      element,
      attribute: key.name,
      value,
      base: undefined,
      ours: holder,
      theirs: id,
    });
  }
  return conflicts;
}

/** Nodes that get a key, or come back with the one they had. */
function* newHolders(planned: Delta, changes: CellChanges | undefined): Generator<number> {
  yield* planned.nodes.added.toArray();
  const added = planned.nodes.added;
  for (const id of changes?.elements ?? []) if (!added.has(id)) yield id;
}

function sameValue(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : Object.is(a, b);
}
