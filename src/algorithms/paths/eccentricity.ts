/** The eccentricity of each node: how far the node is that is farthest from it. See eccentricities.ts. */

import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { Result } from "../shared/result.js";
import { type EccentricityOptions, eccentricitiesOf } from "./eccentricities.js";

/**
 * For each node the distance to the node farthest from it; Infinity if some node is out of its reach.
 *
 * Time: a search from each node, O(nodes * (nodes + arcs)), or with a weight times log nodes; in hops without
 * direction a few searches mostly do. Space: 24 bytes a node. Deterministic. An empty graph gives an empty result,
 * a single node 0; self-loops and parallel edges change nothing; in a disconnected graph all are Infinity.
 *
 * @throws RangeError for a negative weight or NaN.
 * @example
 * graph.nodes.setColumn("eccentricity", eccentricity(graph));
 */
export function eccentricity(view: GraphView, options: EccentricityOptions = {}): Result<Float64Array> {
  checkView(view);
  const csr = view.csr();
  return new Result(csr.nodeIds, eccentricitiesOf(view, csr, options));
}
