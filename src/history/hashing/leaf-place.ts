/**
 * The ids of the elements of a leaf. A leaf covers 1,024 sequence numbers of one origin, whose elements may have any
 * ids here; mostly the ids are consecutive like the numbers and begin at a multiple of 1,024.
 */
import type { Identities } from "../../pool/identities.js";

/** The number of elements that a leaf covers. */
export const LEAF_SIZE = 1024;

/** The leaves of one origin: as many as sequence numbers reach. */
export const LEAVES_OF_ORIGIN = 2 ** 22;

/** Ids that follow each other from `id` on, for the places in the leaf from `at` on. */
interface Stretch {
  readonly at: number;
  readonly id: number;
  readonly count: number;
}

/** The ids from 1,024 times a number on, or stretches of ids. */
export type LeafPlace = number | readonly Stretch[];

/** One number for a leaf and its origin, by which they sort. */
export function leafKey(slot: number, leaf: number): number {
  return slot * LEAVES_OF_ORIGIN + leaf;
}

export function slotOfKey(key: number): number {
  return Math.floor(key / LEAVES_OF_ORIGIN);
}

export function leafOfKey(key: number): number {
  return key % LEAVES_OF_ORIGIN;
}

/** The ids of the elements of a leaf here. */
export function placeOfLeaf(identities: Identities, slot: number, leaf: number): LeafPlace {
  if (identities.isPlain) return leaf;
  const start = leaf * LEAF_SIZE;
  const stretches: Stretch[] = [];
  identities.locate(slot, start, LEAF_SIZE, (sequence, id, count) => {
    stretches.push({ at: sequence - start, id, count });
  });
  const [first] = stretches;
  const isWhole = first?.count === LEAF_SIZE && first.id % LEAF_SIZE === 0;
  return isWhole ? first.id / LEAF_SIZE : stretches;
}
