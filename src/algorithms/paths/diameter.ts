/** The diameter of a graph: the greatest distance between two of its nodes. See eccentricities.ts. */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type EccentricityOptions, eccentricitiesOf } from "./eccentricities.js";

/**
 * The greatest distance from a node to another; Infinity if some node does not lead to some other.
 *
 * Time: that of `eccentricity`; space: 24 bytes a node. Deterministic. The diameter of an empty graph is 0, and of a
 * single node; self-loops and parallel edges change nothing; that of a disconnected graph is Infinity.
 *
 * @throws RangeError for a negative weight or NaN.
 * @example
 * console.log(diameter(graph.subgraph(largestComponent(graph))));
 */
export function diameter(view: GraphView, options: EccentricityOptions = {}): number {
  checkView(view);
  return eccentricitiesOf(view, view.csr(), options).reduce((most, each) => Math.max(most, each), 0);
}
