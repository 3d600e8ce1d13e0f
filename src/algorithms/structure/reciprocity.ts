/**
 * Reciprocity: how many arcs have one that leads back. Newman, Forrest and Balthrop 2002, "Email networks and the
 * spread of computer viruses".
 */
import type { GraphView } from "../../view.js";
import { hasArc, simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";

/**
 * The share of the ordered pairs of distinct nodes with an arc that have one the other way too; 0 if there are no
 * arcs, 1 in an undirected graph that has any.
 *
 * Time: O(edges · log degree); space: O(nodes + edges). Deterministic. Self-loops are ignored, parallel edges count
 * once.
 *
 * @example
 * reciprocity(graph); // => 0
 */
export function reciprocity(view: GraphView, options: SignalOption = {}): number {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const arcs = simpleArcsOf(csr, "out");
  let returned = 0;
  for (let u = 0; u < csr.nodeCount; u++) {
    for (let arc = arcs.offsets[u]; arc < arcs.offsets[u + 1]; arc++) {
      if (hasArc(arcs, arcs.ends[arc], u)) returned++;
    }
  }
  return arcs.ends.length === 0 ? 0 : returned / arcs.ends.length;
}
