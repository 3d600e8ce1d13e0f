/** Whether a graph is in one piece, by its components; see there for the papers. */

import { runSteps } from "../../kernels/runtime/run-steps.js";
import type { GraphView } from "../../view.js";
import { checkBoolean, checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { componentsOfCsr } from "./connected-components-kernel.js";
import { labelStrongComponents } from "./strongly-connected-components.js";
import { strongLabelSteps } from "./strongly-connected-components-kernel.js";

export interface IsConnectedOptions extends SignalOption {
  /** Whether each node of a directed graph has to lead to each other one. Defaults to false. */
  readonly strong?: boolean;
}

/**
 * Whether all nodes are connected, ignoring the direction of edges, or with `strong` along the edges.
 *
 * Time: linear in nodes and edges; space: 4 bytes a node, 22 with `strong`. Deterministic. An empty graph is not
 * connected, since it has no component, a single node is; self-loops and parallel edges change nothing.
 *
 * @example
 * if (!isConnected(graph)) console.log("in several pieces");
 */
export function isConnected(view: GraphView, options: IsConnectedOptions = {}): boolean {
  checkView(view);
  checkRunOptions(options, ["strong"]);
  const { strong = false } = options;
  checkBoolean("strong", strong);
  const csr = view.csr();
  if (csr.nodeCount === 0) return false;
  if (strong && csr.directed) {
    const { count } = runSteps(strongLabelSteps(csr.frozen, () => undefined)) ?? labelStrongComponents(csr);
    return count === 1;
  }
  return componentsOfCsr(csr.frozen).every((label) => label === 0);
}
