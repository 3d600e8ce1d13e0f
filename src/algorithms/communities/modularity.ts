/**
 * Modularity: how much more weight lies within the communities of a division than chance would put there. Newman
 * and Girvan 2004, "Finding and evaluating community structure in networks"; directed as Leicht and Newman 2008;
 * with a resolution as Reichardt and Bornholdt 2006, "Statistical mechanics of community detection".
 */
import type { GraphView } from "../../view.js";
import { type Groups, groupsOf } from "../shared/groups.js";
import { checkNumber, checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { unitlessWeightsOf } from "../shared/weights/weight-scale.js";
import type { Weight } from "../shared/weights/weights.js";
import { modularityGraphOf, modularityOf } from "./modularity-graph.js";

export interface ModularityOptions extends SignalOption {
  /** Weights of edges, none negative. */
  readonly weight?: Weight;
  /** The resolution: the factor of the weight that is expected by chance. Defaults to 1. */
  readonly resolution?: number;
}

/**
 * The modularity of a division, at most 1; 0 if the graph has no weight.
 *
 * Time and space: O(nodes + edges). Deterministic. Parallel edges add up; a self-loop lies within its node's
 * community, and counts twice in the degree of an undirected graph.
 *
 * @param communities the community of each node: an attribute, an array, or a result such as `louvain` gives.
 * @throws RangeError if a node has no community, TypeError or RangeError for wrong options.
 * @example
 * modularity(graph, connectedComponents(graph)); // => 0
 */
export function modularity(view: GraphView, communities: Groups, options: ModularityOptions = {}): number {
  checkView(view);
  checkRunOptions(options, ["weight", "resolution"]);
  const { resolution = 1 } = options;
  checkNumber("resolution", resolution, 0, Number.MAX_VALUE);
  const weights = unitlessWeightsOf(view, options.weight, "sums");
  const { groups } = groupsOf(view, "communities", communities, "refused");
  return modularityOf(modularityGraphOf(view.csr(), weights), groups, resolution);
}
