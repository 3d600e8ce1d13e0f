/**
 * The owner of the ids of a set or an array: known for selections, for all elements of a graph, and for the arrays
 * that the graph returns with results, where ids and values are paired. Sets are recognized by a symbol and not by
 * their classes, so that functions which take ids do not pull the classes into a bundle.
 */
import type { ReadonlyElementPool } from "../../pool/pool.js";

const owners = /* @__PURE__ */ new WeakMap<object, ReadonlyElementPool>();

/** Remembers that an array, which is not written to, holds ids of a pool. Returns the array. */
export function ownedIds<T extends Uint32Array>(ids: T, pool: ReadonlyElementPool): T {
  owners.set(ids, pool.root);
  return ids;
}

/** The pool whose ids an array holds, by its root; undefined where that is not known. */
export function ownerOfIds(ids: unknown): ReadonlyElementPool | undefined {
  return typeof ids === "object" && ids !== null ? owners.get(ids) : undefined;
}

/** Reads rows of the elements whose ids an array holds. */
export interface IdTable {
  /** Rows with the values that belong to the ids as one more column, `value`. */
  rows(ids: Uint32Array, values: ArrayLike<number>, options: object): object[];
}

const tables = /* @__PURE__ */ new WeakMap<object, IdTable>();

/** Remembers how rows are read of the elements whose ids an array holds. Returns the array. */
export function readableIds<T extends Uint32Array>(ids: T, table: IdTable | undefined): T {
  if (table !== undefined) tables.set(ids, table);
  return ids;
}

/** How rows are read of the elements whose ids an array holds; undefined where that is not known. */
export function tableOfIds(ids: unknown): IdTable | undefined {
  return typeof ids === "object" && ids !== null ? tables.get(ids) : undefined;
}

/** The pool of which a set of ids is a part. */
export const ID_SET: unique symbol = Symbol("groggy ids");

/** A set of ids: a selection, or all nodes or edges of a graph. */
export interface IdSet {
  readonly [ID_SET]: ReadonlyElementPool;
  ids(): Uint32Array;
}

/** Distinguishes sets of ids from arrays and other iterables. */
export function isIdSet(value: unknown): value is IdSet {
  return typeof value === "object" && value !== null && ID_SET in value;
}
