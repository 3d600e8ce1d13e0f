/** A walk over every edge once, wherever it ends: Euler 1736, and Hierholzer 1873. See euler.ts. */
import type { GraphView } from "../../view.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import type { Path } from "../shared/path.js";
import { eulerianWalk, firstNode, imbalances } from "./euler.js";

/**
 * A walk that goes over every edge once, along its direction; undefined if there is none. It is a circuit if there is
 * one, and else begins where it has to; of the two ends in an undirected graph at the smaller id.
 *
 * Time: linear in nodes and edges; space: 8 bytes a node and 17 an edge. Deterministic. In a graph without edges it
 * is the first node alone; an empty graph has none. Self-loops and parallel edges are walked as well; nodes without
 * edges need not be passed, but all edges have to be connected.
 *
 * @example
 * const path = eulerianPath(graph);
 * if (path) console.log(path.nodes, path.edges);
 */
export function eulerianPath(view: GraphView, options: SignalOption = {}): Path | undefined {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const values = imbalances(csr);
  const uneven = values.reduce((sum, value) => sum + Math.abs(value), 0);
  if (uneven > 2) return undefined;
  const start = uneven === 0 ? firstNode(csr) : values.indexOf(1);
  return start < 0 ? undefined : eulerianWalk(csr, start);
}
