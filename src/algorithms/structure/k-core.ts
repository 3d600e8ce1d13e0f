/**
 * The k-core: the largest part of a graph in which each node has at least k neighbors. Seidman 1983, "Network
 * structure and minimum degree".
 */
import type { GraphView } from "../../view.js";
import { checkInteger, checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { coreNumbers } from "./core-numbers.js";

/**
 * The ids of the nodes of the k-core, ascending.
 *
 * Time and space: O(nodes + edges). Deterministic. The direction of edges, self-loops and parallel edges are ignored;
 * of a graph in parts it has the cores of all.
 *
 * @throws TypeError or RangeError unless `k` is a whole number of at least 0.
 * @example
 * const core = graph.subgraph(graph.nodes.select(kCore(graph, 2)));
 */
export function kCore(view: GraphView, k: number, options: SignalOption = {}): Uint32Array {
  checkView(view);
  checkRunOptions(options, []);
  checkInteger("k", k, 0);
  const { ids, values } = coreNumbers(view, options);
  return ids.filter((_, i) => values[i] >= k);
}
