/** The Petersen graph: the counterexample to much. Petersen 1898, "Sur le théorème de Tait". */
import { type EdgeList, edgeListOf } from "../shared/edge-list.js";

/**
 * The Petersen graph of 10 nodes and 15 undirected edges: a pentagon 0 to 4, a pentagram 5 to 9, and an edge from
 * each corner of the one to its like of the other.
 *
 * Time and space: O(1). Deterministic.
 *
 * @example
 * petersenGraph().edgeCount; // => 15
 */
export function petersenGraph(): EdgeList {
  const corners = [0, 1, 2, 3, 4];
  return edgeListOf(false, 10, [
    ...corners.map((i) => [i, (i + 1) % 5] as const),
    ...corners.map((i) => [i, i + 5] as const),
    ...corners.map((i) => [i + 5, ((i + 2) % 5) + 5] as const),
  ]);
}
