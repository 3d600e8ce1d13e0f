/**
 * Edge betweenness: the share of shortest paths that lead along an edge. Girvan and Newman 2002, "Community
 * structure in social and biological networks"; computed as Brandes 2008, "On variants of shortest-path
 * betweenness centrality and their generic computation".
 */

import type { Steps } from "../../kernels/runtime/steps.js";
import type { GraphView } from "../../view.js";
import { checkView } from "../shared/options.js";
import { runAside, runNow } from "../shared/run.js";
import { lengthTolerance } from "../shared/weights/common-unit.js";
import {
  Betweenness,
  type BetweennessOptions,
  dependenciesOf,
  openBetweenness,
} from "./betweenness-centrality.js";
import { type BrandesLinks, dependencySearch, linksOf, samplingErrorOf } from "./brandes.js";

/**
 * For each edge the sum, over all pairs of nodes, of the share of the shortest paths between them that lead along
 * it; a pair counts in one order where the graph is undirected, in both where it is not. Answers by edge.
 *
 * Time: O(nodes · edges), with weights O(nodes · edges · log nodes), sampled as many times less; space: O(nodes +
 * edges). Deterministic for a seed. A graph without edges gives an empty result. A self-loop has 0; parallel
 * edges, where equally short, share what leads from one of their ends to the other, and else the longer has 0. Lengths
 * of paths are compared as in `betweennessCentrality`.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * graph.edges.setColumn("betweenness", edgeBetweennessCentrality(graph));
 */
export function edgeBetweennessCentrality(view: GraphView, options: BetweennessOptions = {}): Betweenness {
  checkView(view);
  return runNow(edgeBetweennessSteps(view, options), options);
}

/**
 * The same in the background, on other threads where there are any: resolves to what `edgeBetweennessCentrality`
 * returns, rejects where it throws. It works on the view as it is now.
 *
 * @example
 * const { values } = await edgeBetweennessCentralityAsync(graph, { samples: 500 });
 */
export function edgeBetweennessCentralityAsync(
  view: GraphView,
  options: BetweennessOptions = {},
): Promise<Betweenness> {
  checkView(view);
  return runAside(edgeBetweennessSteps(view, options), options);
}

function* edgeBetweennessSteps(view: GraphView, options: BetweennessOptions): Steps<Betweenness> {
  const run = openBetweenness(view, options);
  const { csr, arcs, unit, pivots, tick } = run;
  const { nodeCount, edgeCount } = csr;
  const links = linksOf(arcs, unit?.values, lengthTolerance(unit, nodeCount));
  const found = yield* dependenciesOf(run, links, true);
  const flows = found ?? sumWithLoops(links, pivots, tick);
  const scale = run.scaleOf(nodeCount * (nodeCount - 1));
  const factor = scale * (nodeCount / pivots.length);
  const values = new Float64Array(edgeCount);
  for (let arc = 0; arc < arcs.ends.length; arc++) {
    const link = links.linkOfArc[arc];
    if (link >= 0) values[arcs.edges[arc]] += (flows[link] / links.widths[link]) * factor;
  }
  // the dependency of a link on one source is 0 .. nodeCount - 1
  const error = samplingErrorOf(pivots.length, nodeCount, edgeCount);
  return new Betweenness(csr.edgeIds, values, error * Math.max(0, nodeCount - 1) * nodeCount * scale);
}

function sumWithLoops(links: BrandesLinks, pivots: Uint32Array, tick: (done: number) => void): Float64Array {
  const flows = new Float64Array(links.ends.length);
  const search = dependencySearch(links, (link, dependency) => {
    flows[link] += dependency;
  });
  for (let i = 0; i < pivots.length; i++) {
    search(pivots[i]);
    tick(i + 1);
  }
  return flows;
}
