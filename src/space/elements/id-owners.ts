/** Whose ids an array holds: known of the arrays that the graph hands out with results, where ids and values meet. */
import type { ReadonlyElementPool } from "../../pool/pool.js";

const owners = /* @__PURE__ */ new WeakMap<object, ReadonlyElementPool>();

/** Remembers that an array, which nobody writes to, holds ids of a pool. Returns the array. */
export function ownedIds<T extends Uint32Array>(ids: T, pool: ReadonlyElementPool): T {
  owners.set(ids, pool.root);
  return ids;
}

/** The pool whose ids an array holds, by its root; undefined where that is not known. */
export function ownerOfIds(ids: unknown): ReadonlyElementPool | undefined {
  return typeof ids === "object" && ids !== null ? owners.get(ids) : undefined;
}
