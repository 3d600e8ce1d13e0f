/** Density: how many edges a graph has of those it could have. */
import type { GraphView } from "../../view.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";

/**
 * The edges of a view by the pairs of nodes it has, which count in both orders where it is directed; 0 for fewer
 * than two nodes.
 *
 * Time and space: O(1). Deterministic. Self-loops and parallel edges count, so that it may pass 1.
 *
 * @example
 * density(graph); // => 0.2
 */
export function density(view: GraphView, options: SignalOption = {}): number {
  checkView(view);
  checkRunOptions(options, []);
  const { nodeCount, edgeCount, directed } = view;
  if (nodeCount < 2) return 0;
  return ((directed ? 1 : 2) * edgeCount) / (nodeCount * (nodeCount - 1));
}
