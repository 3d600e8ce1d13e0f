/** The periphery of a graph: the nodes that are farthest from some other. See eccentricities.ts. */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type EccentricityOptions, eccentricitiesOf, nodesAt } from "./eccentricities.js";

/**
 * The nodes whose eccentricity is the diameter.
 *
 * Time: that of `eccentricity`; space: 24 bytes a node. Deterministic. An empty graph has no periphery; self-loops
 * and parallel edges change nothing; if some node does not lead to some other, these are all such nodes.
 *
 * @returns ids of nodes, ascending.
 * @throws RangeError for a negative weight or NaN.
 * @example
 * console.log(periphery(graph));
 */
export function periphery(view: GraphView, options: EccentricityOptions = {}): Uint32Array {
  checkView(view);
  const csr = view.csr();
  const values = eccentricitiesOf(view, csr, options);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  return nodesAt(csr, values, most);
}
