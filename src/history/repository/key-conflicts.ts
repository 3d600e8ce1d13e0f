/** Nodes that a merge would give the same unique key. */
import { forEachCell, NO_CHANGES } from "../../space/deltas/cell-changes.js";
import type { Delta } from "../../space/deltas/delta.js";
import type { Attribute, ElementState } from "../../space/states/element-state.js";
import type { GraphState } from "../../space/states/graph-state.js";
import type { KeyConflict } from "../diff/conflict.js";
import { Facts } from "../diff/facts.js";
import { uniteIds } from "../diff/side-changes.js";

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
  const conflict = key === undefined ? undefined : findKeyConflicts(present, changes, key)[0];
  if (conflict === undefined) return undefined;
  return `"${conflict.attribute}" of node ${conflict.theirs}, whose value is node ${conflict.ours}'s`;
}

/**
 * The keys that several nodes would have after `planned`: the node that has it at present, or else the one that is
 * first, against each of the others. O(changed keys).
 */
export function findKeyConflicts(present: GraphState, planned: Delta, key: UniqueKey): KeyConflict[] {
  const cells = Facts.of(present.nodes).moved(planned.nodes, true).cells(key.name);
  const { stored } = cells;
  if (stored === undefined) return [];
  const changed: number[] = [];
  forEachCell(planned.nodes.cells.get(stored) ?? NO_CHANGES, (id) => changed.push(id));
  const holders = new Map<string, { value: unknown; ids: number[] }>();
  for (const id of uniteIds(planned.nodes.added.toArray(), Uint32Array.from(changed).sort())) {
    const value = cells.value(id);
    const text = keyText(value);
    if (text === undefined) continue;
    const known = holders.get(text);
    if (known === undefined) holders.set(text, { value, ids: [id] });
    else known.ids.push(id);
  }
  const ours = present.nodes.attribute(key.name);
  const conflicts: KeyConflict[] = [];
  for (const [text, { value, ids }] of holders) {
    const before = ours?.stored === stored ? key.find(ours, present.nodes, value) : undefined;
    const first = before !== undefined && keyText(cells.value(before)) === text ? before : ids[0];
    for (const id of ids) {
      if (id === first) continue;
      const element = { kind: "node", id } as const;
      const attribute = key.name;
      conflicts.push({ kind: "key", element, attribute, value, base: undefined, ours: first, theirs: id });
    }
  }
  return conflicts;
}

/** Equal text for keys that are the same; undefined for none, and for NaN, which equals nothing. */
export function keyText(value: unknown): string | undefined {
  if (value === undefined || Number.isNaN(value)) return undefined;
  return value instanceof Date ? String(value.getTime()) : String(value);
}

/** The identity of a conflict of a key: its nodes and its value. */
export function keyConflictName({ ours, theirs, value }: KeyConflict): string {
  return `${ours} ${theirs} ${keyText(value)}`;
}
