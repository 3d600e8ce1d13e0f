/**
 * Zachary's karate club: 34 members, and who of them met outside of it. Zachary 1977, "An information flow model
 * for conflict and fission in small groups".
 */
import { type EdgeList, edgeListOf } from "../shared/edge-list.js";

/** For each member the earlier ones that he or she met. */
const MET: readonly (readonly number[])[] = [
  [],
  [0],
  [0, 1],
  [0, 1, 2],
  [0],
  [0],
  [0, 4, 5],
  [0, 1, 2, 3],
  [0, 2],
  [2],
  [0, 4, 5],
  [0],
  [0, 3],
  [0, 1, 2, 3],
  [],
  [],
  [5, 6],
  [0, 1],
  [],
  [0, 1],
  [],
  [0, 1],
  [],
  [],
  [],
  [23, 24],
  [],
  [2, 23, 24],
  [2],
  [23, 26],
  [1, 8],
  [0, 24, 25, 28],
  [2, 8, 14, 15, 18, 20, 22, 23, 29, 30, 31],
  [8, 9, 13, 14, 15, 18, 19, 20, 22, 23, 26, 27, 28, 29, 30, 31, 32],
];

/** Those who stayed with the instructor when the club split. */
const WITH_INSTRUCTOR = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21]);

/**
 * The karate club of 34 nodes and 78 undirected edges. The instructor is node 0, the officer node 33; attribute
 * `club` says whose side a member took, `"Mr. Hi"` or `"Officer"`.
 *
 * Time and space: O(1). Deterministic.
 *
 * @example
 * karateClub().edgeCount; // => 78
 */
export function karateClub(): EdgeList {
  const pairs = MET.flatMap((earlier, member) => earlier.map((other) => [other, member] as const));
  const club = MET.map((_, member) => (WITH_INSTRUCTOR.has(member) ? "Mr. Hi" : "Officer"));
  return edgeListOf(false, MET.length, pairs, { club });
}
