/**
 * Ids as callers give them: arrays, iterables, selections. All are read in full before the first is looked up, and
 * sets of ids that are known to be of other elements are refused.
 */
import { describe, GroggyError } from "../../errors.js";
import { steadyArray } from "../../pool/given-value.js";
import { ELEMENTS_MAX, type ReadonlyElementPool } from "../../pool/pool.js";
import { isArrayLike, iterableOf } from "../../structures/arguments.js";
import { ID_SET, isIdSet, ownerOfIds } from "./id-owners.js";

/** Ids that have been read: an array that is not written to. */
export type Ids = ArrayLike<number>;

/**
 * The ids of a selection, of all elements of a graph or view, of an array or of any other iterable, in their order.
 * Whether they are in the graph is for the caller to check.
 *
 * @throws TypeError unless they can be iterated over, GroggyError FOREIGN_SELECTION if they are those of elements of
 *   another kind, or of another graph.
 */
export function readIds(name: string, given: unknown, pool: ReadonlyElementPool): Ids {
  checkOwner(name, given, pool);
  if (isIdSet(given)) return given.ids();
  if (given instanceof Uint32Array && ArrayBuffer.isView(given)) return steadyArray(given) as Uint32Array;
  const ids: number[] = [];
  for (const id of Array.isArray(given) ? given : requireIterable(name, given)) {
    ids.push(id);
    // no id, and what is given may be long and empty
    if (typeof id !== "number") break;
  }
  return ids;
}

/** The given value as an iterable. Throws if it is none. */
function requireIterable(name: string, given: unknown): Iterable<number> {
  const iterable = iterableOf<number>(given);
  if (iterable !== undefined) return iterable;
  throw new TypeError(`"${name}" expected ids that can be iterated over, got ${describe(given)}`);
}

/**
 * The ids of an array or of something like one, as a Uint32Array.
 *
 * @throws what `refuse` throws of the first that is no id of any graph.
 */
export function readIdArray(
  name: string,
  given: ArrayLike<unknown>,
  refuse: (id: unknown, name: string) => void,
): Uint32Array {
  if (given instanceof Uint32Array && ArrayBuffer.isView(given)) return steadyArray(given) as Uint32Array;
  const { length } = given;
  let ids = new Uint32Array(Math.min(length, FIRST_LENGTH_MAX));
  for (let i = 0; i < length; i++) {
    const id = given[i];
    if (typeof id !== "number" || id >>> 0 !== id || id >= ELEMENTS_MAX) refuse(id, `${name}[${i}]`);
    if (i === ids.length) {
      const longer = new Uint32Array(Math.min(length, i * 2));
      longer.set(ids);
      ids = longer;
    }
    ids[i] = id as number;
  }
  return ids;
}

/** The memory that is reserved before any id is read: the given length may be wrong. */
const FIRST_LENGTH_MAX = 2 ** 20;

/** Values aligned with the ids they belong to, as they were given. */
export interface GivenColumn {
  readonly ids: ArrayLike<unknown>;
  readonly values: unknown;
}

/**
 * Ids with values: two arrays, a selection and an array, or a result, which holds both.
 *
 * @throws TypeError for anything else, GroggyError FOREIGN_SELECTION if the ids are those of other elements.
 */
export function readAligned(target: unknown, given: unknown, pool: ReadonlyElementPool): GivenColumn {
  checkOwner("ids", target, pool);
  if (isIdSet(target)) return { ids: target.ids(), values: given };
  let [ids, values] = [target, given];
  if (!isArrayLike(target) && typeof target === "object" && target !== null && "ids" in target) {
    ids = target.ids;
    if (typeof ids === "function") ids = ids.call(target);
    checkOwner("result", ids, pool);
    values ??= (target as { values?: unknown }).values;
  }
  if (isArrayLike(ids)) return { ids, values };
  throw new TypeError(`"ids" expected an array of ids, a selection or a result, got ${describe(target)}`);
}

/**
 * Throws a FOREIGN_SELECTION for a set of ids, or an array of a result, that is known to be of elements other than
 * those of a pool.
 */
export function checkOwner(name: string, given: unknown, pool: ReadonlyElementPool): void {
  const isSet = isIdSet(given);
  const owner = isSet ? given[ID_SET].root : ownerOfIds(given);
  if (owner === undefined || owner === pool.root) return;
  const noun = isSet ? "a selection" : "a result";
  const received = owner.kind === pool.kind ? "another graph" : `${owner.kind}s`;
  throw new GroggyError(
    "FOREIGN_SELECTION",
    `"${name}" expected ${noun} of ${pool.kind}s of this graph, got one of ${received}`,
  );
}
