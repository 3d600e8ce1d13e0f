/** A walk over every edge once and back to where it began: Euler 1736, and Hierholzer 1873. See euler.ts. */
import type { GraphView, NodeId } from "../../view.js";
import { indexOfNode } from "../shared/nodes.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import type { Path } from "../shared/path.js";
import { eulerianWalk, firstNode, imbalances } from "./euler.js";

export interface EulerianCircuitOptions extends SignalOption {
  /** The node where the walk begins and ends; by default the smallest id that has an edge. */
  readonly source?: NodeId;
}

/**
 * A walk that goes over every edge once, along its direction, and ends where it began; undefined if there is none.
 * Its first node is repeated at the end.
 *
 * Time: linear in nodes and edges; space: 8 bytes a node and 17 an edge. Deterministic. In a graph without edges it
 * is the first node, or the source, alone; an empty graph has none. Self-loops and parallel edges are walked as well;
 * nodes without edges need not be passed, but all edges have to be connected.
 *
 * @throws GroggyError NODE_NOT_FOUND if the source is not in the view.
 * @example
 * const circuit = eulerianCircuit(graph);
 * if (circuit) console.log(circuit.edges);
 */
export function eulerianCircuit(view: GraphView, options: EulerianCircuitOptions = {}): Path | undefined {
  checkView(view);
  checkRunOptions(options, ["source"]);
  const csr = view.csr();
  const { source } = options;
  const start = source === undefined ? firstNode(csr) : indexOfNode(view, csr, source, "source");
  if (start < 0 || imbalances(csr).some((value) => value !== 0)) return undefined;
  return eulerianWalk(csr, start);
}
