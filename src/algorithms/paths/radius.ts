/** The radius of a graph: how far its most central nodes are from the farthest. See eccentricities.ts. */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type EccentricityOptions, eccentricitiesOf } from "./eccentricities.js";

/**
 * The least eccentricity of a node; Infinity if no node leads to all others.
 *
 * Time: that of `eccentricity`; space: 24 bytes a node. Deterministic. The radius of an empty graph is 0, and of a
 * single node; self-loops and parallel edges change nothing; that of a disconnected graph is Infinity.
 *
 * @throws RangeError for a negative weight or NaN.
 * @example
 * console.log(radius(graph, { weight: "weight" }));
 */
export function radius(view: GraphView, options: EccentricityOptions = {}): number {
  checkView(view);
  const csr = view.csr();
  if (csr.nodeCount === 0) return 0;
  return eccentricitiesOf(view, csr, options).reduce((least, each) => Math.min(least, each), Infinity);
}
