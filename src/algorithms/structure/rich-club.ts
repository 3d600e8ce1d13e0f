/**
 * The rich club: how densely the nodes of high degree are connected to each other. Zhou and Mondragón 2004, "The
 * rich-club phenomenon in the internet topology"; Colizza et al. 2006, "Detecting rich-club ordering in complex
 * networks".
 */
import type { GraphView } from "../../view.js";
import { simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";

/**
 * For each degree k, from 0, the density of edges among the nodes with more than k neighbors, as long as there are
 * two of them: position k is φ(k).
 *
 * Time and space: O(nodes + edges). Deterministic. The direction of edges, self-loops and parallel edges are ignored;
 * fewer than two nodes with neighbors give an empty array.
 *
 * @example
 * [...richClub(graph)]; // => [ 0.6666666666666666, 1 ]
 */
export function richClub(view: GraphView, options: SignalOption = {}): Float64Array {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const { offsets, ends } = simpleArcsOf(csr, "both");
  const degreeOf = (u: number) => offsets[u + 1] - offsets[u];
  let largest = 0;
  for (let u = 0; u < csr.nodeCount; u++) largest = Math.max(largest, degreeOf(u));
  // the number of nodes, and of arcs, with a degree (at both ends) of at least each value
  const nodes = new Float64Array(largest + 2);
  const arcs = new Float64Array(largest + 2);
  for (let u = 0; u < csr.nodeCount; u++) {
    nodes[degreeOf(u)]++;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      arcs[Math.min(degreeOf(u), degreeOf(ends[arc]))]++;
    }
  }
  for (let degree = largest; degree >= 0; degree--) {
    nodes[degree] += nodes[degree + 1];
    arcs[degree] += arcs[degree + 1];
  }
  const club: number[] = [];
  for (let k = 0; k < largest && nodes[k + 1] > 1; k++)
    club.push(arcs[k + 1] / (nodes[k + 1] * (nodes[k + 1] - 1)));
  return Float64Array.from(club);
}
