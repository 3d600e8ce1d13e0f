/** DELETE of what variables hold, for all rows. */
import type { BoundClause } from "../../bind/bound.js";
import { deleteNode, deleteRelationship } from "../../run/write-elements.js";
import type { EngineContext } from "../operator.js";
import { type Batch, NONE } from "../vector.js";
import { type HeldElements, heldElements } from "./element-ids.js";

type DeleteClause = Extract<BoundClause, { readonly kind: "delete" }>;

/** Whether all items are variables. */
export function deletesVariables({ items }: DeleteClause): boolean {
  return items.every(({ kind }) => kind === "slot");
}

/** False, with nothing deleted, where rows have to be gone through one by one. */
export function deleteByColumns(
  { items, detach, offset }: DeleteClause,
  { count, columns }: Batch,
  { run }: EngineContext,
): boolean {
  const targets: HeldElements[] = [];
  for (const item of items) {
    const held = item.kind === "slot" ? heldElements(columns.get(item.slot.index), count) : undefined;
    if (held === undefined) return false;
    targets.push(held);
  }
  for (const { kind, ids } of targets)
    if (kind === "relationship") for (const id of ids) if (id !== NONE) deleteRelationship(id, run);
  for (const { kind, ids } of targets)
    if (kind === "node") for (const id of ids) if (id !== NONE) deleteNode(id, detach, offset, run);
  return true;
}
