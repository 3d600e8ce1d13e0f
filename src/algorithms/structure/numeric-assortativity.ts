/** Assortativity by a number: whether edges join nodes whose numbers are alike. Newman 2003, "Mixing patterns". */
import { type GraphView, isWholeType } from "../../view.js";
import { type NodeValues, nodeValuesOf } from "../shared/node-values.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { correlationOf } from "./correlation.js";

/**
 * The correlation, -1 to 1, of a number of the nodes at both ends of an edge; nodes without one have 0. NaN if there
 * are no edges or all numbers of nodes with edges are exactly the same. Neither the unit of the numbers nor what is
 * added to all of them makes a difference; int64 numbers beyond 2^53 are distinguished.
 *
 * Time: O(nodes + edges); space: O(nodes). Deterministic. Parallel edges count each; a self-loop counts as one arc,
 * or as two in an undirected graph.
 *
 * @throws TypeError or RangeError if the values are no numbers, GroggyError NODE_NOT_FOUND for a wrong id.
 * @example
 * numericAssortativity(graph, "age");
 */
export function numericAssortativity(
  view: GraphView,
  values: NodeValues,
  options: SignalOption = {},
): number {
  checkView(view);
  checkRunOptions(options, []);
  const numbers = { values: nodeValuesOf(view, "values", shifted(view, values)), slack: 0 };
  return correlationOf(view.csr(), numbers, numbers);
}

/** The same numbers; those of an int64 attribute, or of an array of such, less the least, which float64 may hold. */
function shifted(view: GraphView, values: NodeValues): NodeValues {
  let longs: ArrayLike<bigint>;
  if (typeof values === "string") {
    const column = view.nodes.column(values);
    if (!isWholeType(column.type)) return values;
    const read = column.values as ArrayLike<bigint | number>;
    longs = Array.from({ length: column.length }, (_, i) => (column.hasAt(i) ? BigInt(read[i]) : 0n));
  } else if ((values as unknown) instanceof BigInt64Array) longs = values as unknown as BigInt64Array;
  else return values;
  let least = longs.length === 0 ? 0n : longs[0];
  for (let i = 0; i < longs.length; i++) if (longs[i] < least) least = longs[i];
  return Float64Array.from(longs, (value) => Number(value - least));
}
