/**
 * Communities by the Leiden algorithm: as Louvain, but each community is divided once more into parts that hold
 * together before it becomes nodes, so that no community falls apart. Traag, Waltman and van Eck 2019, "From
 * Louvain to Leiden: guaranteeing well-connected communities".
 */

import type { Steps } from "../../kernels/runtime/steps.js";
import type { Prng } from "../../structures/prng.js";
import type { Csr, GraphView } from "../../view.js";
import { checkNumber, checkRunOptions, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { runAside, runNow } from "../shared/run.js";
import { type Communities, communitiesOf, renumber } from "./communities.js";
import { type CommunityOptions, type CommunityRun, readCommunityOptions } from "./community-options.js";
import type { Labelling } from "./label-propagation-kernel.js";
import { leidenSteps } from "./leiden-kernel.js";
import { type MovingRule, tieShareOf } from "./local-moving-kernel.js";
import { moveNodes } from "./local-moving-loops.js";
import {
  aggregate,
  type ModularityGraph,
  membersOf,
  modularityGraphOf,
  modularityOf,
} from "./modularity-graph.js";

export interface LeidenOptions extends CommunityOptions {
  /**
   * How freely nodes are merged within a community: near 0 where it gains the most, above 1 nearly by chance wherever
   * it gains. Defaults to 0.01.
   */
  readonly randomness?: number;
}

/**
 * Divides the nodes of a view into communities of high modularity, each of which is connected, by edges of a
 * weight above 0 and in either direction.
 *
 * Time: O(edges) a pass, in practice few passes; space: O(nodes + edges). Deterministic for a seed. An empty
 * graph has no communities, a node without edges is one by itself, and so are the nodes of a graph without
 * weight. Parallel edges add up, a self-loop holds its node back.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * leiden(graph, { resolution: 0.5, seed: 7 }).count; // => 2
 */
export function leiden(view: GraphView, options: LeidenOptions = {}): Communities {
  checkView(view);
  return runNow(divisionSteps(view, options), options);
}

/**
 * The same in the background, on another thread where there is one: resolves to what `leiden` returns, rejects
 * where it throws. It works on the view as it is now.
 *
 * @example
 * const communities = await leidenAsync(graph, { signal: AbortSignal.timeout(10_000) });
 */
export function leidenAsync(view: GraphView, options: LeidenOptions = {}): Promise<Communities> {
  checkView(view);
  return runAside(divisionSteps(view, options), options);
}

function* divisionSteps(view: GraphView, options: LeidenOptions): Steps<Communities> {
  checkRunOptions(options, ["randomness", "weight", "resolution", "seed", "tolerance", "maxIterations"]);
  const run = readCommunityOptions(view, options);
  const { randomness = 0.01 } = options;
  checkNumber("randomness", randomness, Number.MIN_VALUE, Number.MAX_VALUE);
  const csr = view.csr();
  const tick = watch(options, run.maxIterations);
  const chance = run.prng.state();
  const found = yield* leidenSteps({ ...run, csr: csr.frozen, randomness, chance, tick });
  const { labels, modularity } = found ?? divide(csr, run, randomness, tick);
  return communitiesOf(csr.nodeIds, labels, modularity);
}

/** The loops in TypeScript. */
function divide(csr: Csr, run: CommunityRun, randomness: number, tick: (done: number) => void): Labelling {
  const { resolution, maxIterations } = run;
  const graph = modularityGraphOf(csr, run.edgeWeights);
  let labels: Uint32Array = Uint32Array.from({ length: graph.nodeCount }, (_, u) => u);
  let modularity = modularityOf(graph, labels, resolution);
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const next = improve(graph, run.prng, run, labels, randomness, () => tick(iteration - 1));
    splitIntoParts(graph, next);
    const gained = modularityOf(graph, next, resolution) - modularity;
    tick(iteration);
    // by chance a round may also lose; less than this may be rounding
    if (gained < 1e-12) break;
    labels = next;
    modularity += gained;
  }
  return { labels, modularity: modularityOf(graph, labels, resolution) };
}

/** One round from a division to a better one. */
function improve(
  graph: ModularityGraph,
  prng: Prng,
  rule: MovingRule,
  start: Uint32Array,
  randomness: number,
  tick: () => void,
): Uint32Array {
  let level = graph;
  let labels = start.slice();
  renumber(labels);
  // the node of the present level that each node is in
  const nodes = Uint32Array.from({ length: graph.nodeCount }, (_, u) => u);
  for (;;) {
    moveNodes(level, labels, rule, prng, tick);
    const count = renumber(labels);
    if (count === level.nodeCount) break;
    const parts = refine(level, labels, count, rule.resolution, randomness, prng);
    const partCount = renumber(parts);
    // no two nodes were merged: their communities cannot be made nodes any more
    if (partCount === level.nodeCount) break;
    const labelsOfParts = new Uint32Array(partCount);
    for (let u = 0; u < parts.length; u++) labelsOfParts[parts[u]] = labels[u];
    for (let u = 0; u < nodes.length; u++) nodes[u] = parts[nodes[u]];
    level = aggregate(level, parts, partCount);
    labels = labelsOfParts;
    tick();
  }
  return nodes.map((node) => labels[node]);
}

/**
 * Divides each community into parts that hold together: nodes still alone join one of the parts near them to
 * which they, and which to the rest, are bound by no less than chance would have it.
 */
function refine(
  graph: ModularityGraph,
  labels: Uint32Array,
  count: number,
  resolution: number,
  randomness: number,
  prng: Prng,
): Uint32Array {
  const { nodeCount, offsets, ends, weights, leaving, entering, total } = graph;
  const parts = Uint32Array.from({ length: nodeCount }, (_, u) => u);
  const [out, into] = [leaving.slice(), entering.slice()];
  const outOf = new Float64Array(count);
  const intoOf = new Float64Array(count);
  // the weight of each part to the rest of its community
  const bonds = new Float64Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) {
    outOf[labels[u]] += leaving[u];
    intoOf[labels[u]] += entering[u];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (labels[ends[arc]] === labels[u]) bonds[u] += weights[arc];
    }
  }
  const scale = resolution / total;
  const tieShare = tieShareOf(resolution);
  const isBound = (part: number, c: number) =>
    bonds[part] >=
    scale * (out[part] * (intoOf[c] - into[part]) + into[part] * (outOf[c] - out[part])) -
      tieShare * (out[part] + into[part]);
  const isAlone = new Uint8Array(nodeCount).fill(1);
  const weightTo = new Float64Array(nodeCount);
  // gains are counted in mean weights, so that the unit of weights changes nothing
  const unit = total / Math.max(1, ends.length);
  const { nodes } = membersOf(labels, count);
  for (const u of prng.shuffle(nodes)) {
    if (isAlone[u] === 0 || !isBound(u, labels[u])) continue;
    const near: number[] = [];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      if (labels[v] !== labels[u]) continue;
      if (weightTo[parts[v]] === 0) near.push(parts[v]);
      weightTo[parts[v]] += weights[arc];
    }
    // a difference from chance by rounding alone does not count
    const tie = tieShare * (leaving[u] + entering[u]);
    const gains = near.map((part) => {
      const gain = weightTo[part] - scale * (leaving[u] * into[part] + entering[u] * out[part]);
      return gain >= -tie && isBound(part, labels[u]) ? Math.max(0, gain) / unit : -1;
    });
    const chosen = near[chooseByGain(gains, randomness, prng)];
    if (chosen !== undefined) {
      parts[u] = chosen;
      bonds[chosen] += bonds[u] - 2 * weightTo[chosen];
      out[chosen] += leaving[u];
      // of an undirected graph both are sums of the same numbers, but two arrays
      into[chosen] += entering[u];
      isAlone[u] = 0;
      isAlone[chosen] = 0;
    }
    for (const part of near) weightTo[part] = 0;
  }
  return parts;
}

/** The place of one of the gains that are not negative, drawn by the exponentials of them; -1 if there is none. */
function chooseByGain(gains: readonly number[], randomness: number, prng: Prng): number {
  const best = Math.max(...gains);
  if (!(best >= 0)) return -1;
  const shares = gains.map((gain) => (gain < 0 ? 0 : Math.exp((gain - best) / randomness)));
  let left = prng.float() * shares.reduce((sum, share) => sum + share, 0);
  const drawn = shares.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  return drawn < 0 ? gains.indexOf(best) : drawn;
}

/** Gives the parts of communities that fell apart labels of their own, which costs no modularity. */
function splitIntoParts({ nodeCount, offsets, ends }: ModularityGraph, labels: Uint32Array): void {
  const parts = new Uint32Array(nodeCount);
  const isSeen = new Uint8Array(nodeCount);
  const stack: number[] = [];
  for (let start = 0; start < nodeCount; start++) {
    if (isSeen[start] === 1) continue;
    isSeen[start] = 1;
    stack.push(start);
    for (let u = stack.pop(); u !== undefined; u = stack.pop()) {
      parts[u] = start;
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        const v = ends[arc];
        if (isSeen[v] === 1 || labels[v] !== labels[start]) continue;
        isSeen[v] = 1;
        stack.push(v);
      }
    }
  }
  labels.set(parts);
}
