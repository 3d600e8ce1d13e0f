/** Assortativity by a number: whether edges join nodes whose numbers are alike. Newman 2003, "Mixing patterns". */
import type { GraphView } from "../../view.js";
import { type NodeValues, nodeValuesOf } from "../shared/node-values.js";
import { correlationOf } from "./correlation.js";

/**
 * The correlation, -1 to 1, of a number of the nodes at both ends of an edge; nodes without one have 0. NaN if
 * there are no edges or all numbers are the same.
 *
 * Time: O(nodes + edges); space: O(nodes). Deterministic. Parallel edges count each; a self-loop counts as one
 * arc, or as two in an undirected graph.
 *
 * @throws TypeError or RangeError if the values are no numbers, GroggyError NODE_NOT_FOUND for a wrong id.
 * @example
 * numericAssortativity(graph, "age");
 */
export function numericAssortativity(view: GraphView, values: NodeValues): number {
  const numbers = nodeValuesOf(view, "values", values);
  return correlationOf(view.csr(), numbers, numbers);
}
