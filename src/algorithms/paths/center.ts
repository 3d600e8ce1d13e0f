/** The center of a graph: the nodes from which the farthest is nearest. See eccentricities.ts. */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { type EccentricityOptions, eccentricitiesOf, nodesAt } from "./eccentricities.js";

/**
 * The nodes whose eccentricity is the radius.
 *
 * Time: that of `eccentricity`; space: 24 bytes a node. Deterministic. An empty graph has no center; self-loops and
 * parallel edges change nothing; where no node leads to all others every node has the same eccentricity, Infinity,
 * and so is in the center.
 *
 * @returns ids of nodes, ascending.
 * @throws RangeError for a negative weight or NaN.
 * @example
 * console.log(center(graph));
 */
export function center(view: GraphView, options: EccentricityOptions = {}): Uint32Array {
  checkView(view);
  const csr = view.csr();
  const values = eccentricitiesOf(view, csr, options);
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  return nodesAt(csr, values, least);
}
