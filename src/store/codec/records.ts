/** The records that bodies of frames and the rest of a state are made of. `docs/internals/format.md` has the layout of each. */
import type { HistoryCore } from "../../history/repository/core.js";
import type { ElementKind, ElementPool, OwnerKind } from "../../pool/pool.js";

/** The kinds of record; the numbers are part of the format. */
export const RECORD = {
  labelSets: 1,
  elements: 2,
  ends: 3,
  column: 4,
  rows: 5,
  commit: 6,
  ref: 7,
  head: 8,
  operation: 9,
  stash: 10,
  declared: 11,
  working: 12,
  index: 13,
  rules: 15,
  policies: 16,
} as const;

/** The kinds of element by number. */
export const KINDS: readonly ElementKind[] = ["node", "edge"];
/** The kinds of what has columns by number. */
export const OWNER_KINDS: readonly OwnerKind[] = [...KINDS, "graph"];
/** The changes of the operation log by number. */
export const OPERATION_KINDS = ["push", "undo", "redo", "clear"] as const;
/** Records begin at multiples of this, counted from the beginning of the body. */
export const RECORD_ALIGNMENT = 8;

export function poolOf({ space: { pool } }: HistoryCore, kind: OwnerKind): ElementPool {
  if (kind === "graph") return pool.graph;
  return kind === "node" ? pool.nodes : pool.edges;
}
