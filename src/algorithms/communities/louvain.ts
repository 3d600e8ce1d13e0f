/**
 * Communities by the Louvain method: nodes move to where modularity gains the most, then communities become
 * nodes, and so on. Blondel, Guillaume, Lambiotte and Lefebvre 2008, "Fast unfolding of communities in large
 * networks"; directed as Dugué and Perez 2015, "Directed Louvain".
 */

import type { Steps } from "../../kernels/runtime/steps.js";
import type { Prng } from "../../structures/prng.js";
import type { Csr, GraphView } from "../../view.js";
import { checkRunOptions, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { runAside, runNow } from "../shared/run.js";
import { type Communities, communitiesOf, renumber } from "./communities.js";
import { type CommunityOptions, type CommunityRun, readCommunityOptions } from "./community-options.js";
import type { Labelling } from "./label-propagation-kernel.js";
import type { MovingRule } from "./local-moving-kernel.js";
import { moveNodes } from "./local-moving-loops.js";
import { louvainSteps, ruleOf } from "./louvain-kernel.js";
import { aggregate, type ModularityGraph, modularityGraphOf, modularityOf } from "./modularity-graph.js";

/**
 * Divides the nodes of a view into communities of high modularity. Further rounds move single nodes again, starting
 * from the result of the first round, as long as that gains something.
 *
 * Time: O(edges) a pass, in practice few passes; space: O(nodes + edges). Deterministic for a seed. An empty graph
 * has no communities, a node without edges is one by itself, and so are the nodes of a graph without weight. Parallel
 * edges add up, a self-loop holds its node back; nodes of different parts are never in one community, unless the
 * resolution is 0.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * const communities = louvain(graph, { weight: "weight" });
 * communities.count; // => 3
 * graph.nodes.setColumn("community", communities);
 */
export function louvain(view: GraphView, options: CommunityOptions = {}): Communities {
  checkView(view);
  return runNow(divisionSteps(view, options), options);
}

/**
 * The same in the background, on another thread where there is one: resolves to what `louvain` returns, rejects
 * where it throws. It works on the view as it is now.
 *
 * @example
 * const communities = await louvainAsync(graph, { signal: AbortSignal.timeout(10_000) });
 */
export function louvainAsync(view: GraphView, options: CommunityOptions = {}): Promise<Communities> {
  checkView(view);
  return runAside(divisionSteps(view, options), options);
}

function* divisionSteps(view: GraphView, options: CommunityOptions): Steps<Communities> {
  checkRunOptions(options, ["weight", "resolution", "seed", "tolerance", "maxIterations"]);
  const run = readCommunityOptions(view, options);
  const csr = view.csr();
  const tick = watch(options, run.maxIterations);
  const chance = run.prng.state();
  const found = yield* louvainSteps({ ...run, csr: csr.frozen, chance, tick });
  const { labels, modularity } = found ?? divide(csr, run, tick);
  return communitiesOf(csr.nodeIds, labels, modularity);
}

/** The loops in TypeScript. */
function divide(csr: Csr, run: CommunityRun, tick: (done: number) => void): Labelling {
  const graph = modularityGraphOf(csr, run.edgeWeights);
  const labels = Uint32Array.from({ length: graph.nodeCount }, (_, u) => u);
  for (let iteration = 1, improves = true; improves && iteration <= run.maxIterations; iteration++) {
    improves = improve(graph, run.prng, ruleOf(run, iteration), labels, () => tick(iteration - 1));
    tick(iteration);
  }
  return { labels, modularity: modularityOf(graph, labels, run.resolution) };
}

/** One round: moves nodes, then communities, then communities of those; true if there was anything to move. */
function improve(
  graph: ModularityGraph,
  prng: Prng,
  rule: MovingRule,
  labels: Uint32Array,
  tick: () => void,
): boolean {
  let level = graph;
  let levelLabels = labels.slice();
  let improved = false;
  while (moveNodes(level, levelLabels, rule, prng, tick)) {
    improved = true;
    const count = renumber(levelLabels);
    if (level === graph) labels.set(levelLabels);
    else for (let u = 0; u < labels.length; u++) labels[u] = levelLabels[labels[u]];
    level = aggregate(level, levelLabels, count);
    levelLabels = Uint32Array.from({ length: count }, (_, c) => c);
  }
  return improved;
}
