/**
 * Betweenness centrality: the share of shortest paths between other nodes that lead through a node. Freeman 1977,
 * "A set of measures of centrality based on betweenness"; computed as Brandes 2001, "A faster algorithm for
 * betweenness centrality"; sampled as Brandes and Pich 2007, "Centrality estimation in large networks".
 */

import type { Steps } from "../../kernels/runtime/steps.js";
import type { Csr, Direction, GraphView } from "../../view.js";
import { type Arcs, arcsOf } from "../shared/arcs/direction.js";
import { checkBoolean, checkInteger, checkRunOptions, checkSeed, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { runAside, runNow, type ThreadOptions, threadsOf } from "../shared/run.js";
import { inCommonUnit, lengthTolerance, type UnitWeights } from "../shared/weights/common-unit.js";
import { type Weight, weightsOf } from "../shared/weights/weights.js";
import { dependencySteps } from "./betweenness-centrality-kernel.js";
import {
  type BrandesLinks,
  backArcsOf,
  dependencySearch,
  linksOf,
  pivotsOf,
  samplingErrorOf,
} from "./brandes.js";
import { lengthDependencySteps } from "./weighted-betweenness-kernel.js";

export interface BetweennessOptions extends ThreadOptions {
  /** Lengths of edges, all above 0. Defaults to hops. */
  readonly weight?: Weight;
  /** Which way paths lead. Defaults to `out`. `both` ignores the direction of edges. */
  readonly direction?: Direction;
  /** Searches from this many nodes drawn at random, and scales the sums. Searches from all nodes by default. */
  readonly samples?: number;
  /** The seed of the sample: any finite number, whose fraction counts. Defaults to 0. */
  readonly seed?: number;
  /** Whether to divide by the number of pairs of nodes there are. Defaults to true. */
  readonly normalized?: boolean;
}

/** The betweenness of each node, or of each edge. */
export class Betweenness extends Result<Float64Array> {
  /**
   * A bound on the error of a sampled value: with a probability of 95%, no value is farther from the exact one. 0 if
   * the values are exact.
   */
  readonly errorBound: number;

  constructor(ids: Uint32Array, values: Float64Array, errorBound: number) {
    super(ids, values);
    this.errorBound = errorBound;
  }
}

/**
 * For each node the sum, over all pairs of other nodes, of the share of the shortest paths between them that lead
 * through it; a pair counts in one order where the graph is undirected, in both where it is not.
 *
 * Time: O(nodes · edges), with weights O(nodes · edges · log nodes), sampled as many times less; space: O(nodes +
 * edges) a thread. Deterministic for a seed, and the same with any number of threads: exact but for rounding, and not
 * numbers where two nodes have more than 10^307 shortest paths. An empty graph gives an empty result. Self-loops and
 * parallel edges change nothing, but for their weights:
 * the least counts. No path joins two parts. Lengths that are decimals of some 15 digits together are added exactly, so
 * that 0.1 + 0.2 is as long as 0.3; with others two paths are equally long if they differ by at most 2^-52 of their
 * length times the number of nodes, or 2^-42 of it where there are more than 1,024 nodes.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * const exact = betweennessCentrality(graph);
 * const estimate = betweennessCentrality(graph, { samples: 500, seed: 7 });
 */
export function betweennessCentrality(view: GraphView, options: BetweennessOptions = {}): Betweenness {
  checkView(view);
  return runNow(betweennessSteps(view, options), options);
}

/**
 * The same in the background, on other threads where there are any: resolves to what `betweennessCentrality`
 * returns, rejects where it throws. It works on the view as it is now.
 *
 * @example
 * const { values } = await betweennessCentralityAsync(graph, { samples: 500 });
 */
export function betweennessCentralityAsync(
  view: GraphView,
  options: BetweennessOptions = {},
): Promise<Betweenness> {
  checkView(view);
  return runAside(betweennessSteps(view, options), options);
}

function* betweennessSteps(view: GraphView, options: BetweennessOptions): Steps<Betweenness> {
  const run = openBetweenness(view, options);
  const { csr, arcs, unit, pivots, tick } = run;
  const { nodeCount } = csr;
  const links = unit && linksOf(arcs, unit.values, lengthTolerance(unit, nodeCount));
  const found = yield* dependenciesOf(run, links, false);
  const values = found ?? sumWithLoops(links ?? linksOf(arcs, undefined), pivots, tick);
  const scale = run.scaleOf((nodeCount - 1) * (nodeCount - 2));
  const factor = scale * (nodeCount / pivots.length);
  for (let u = 0; u < nodeCount; u++) values[u] *= factor;
  // a source's dependencies are 0 .. nodeCount - 2
  const error = samplingErrorOf(pivots.length, nodeCount, nodeCount);
  return new Betweenness(csr.nodeIds, values, error * Math.max(0, nodeCount - 2) * nodeCount * scale);
}

/** The arguments of a betweenness, of nodes or edges, checked. */
export interface BetweennessRun {
  readonly csr: Csr;
  readonly direction: Direction;
  readonly arcs: Arcs;
  /** Undefined where lengths are hops. */
  readonly unit: UnitWeights | undefined;
  readonly pivots: Uint32Array;
  readonly threadCount: number;
  readonly tick: (done: number) => void;
  /** The factor of sums over all sources, by the number of pairs that there are. */
  readonly scaleOf: (pairCount: number) => number;
}

export function openBetweenness(view: GraphView, options: BetweennessOptions): BetweennessRun {
  checkRunOptions(options, ["weight", "direction", "samples", "seed", "normalized"]);
  const { direction = "out", samples, seed = 0, normalized = true } = options;
  if (samples !== undefined) checkInteger("samples", samples, 1);
  checkSeed(seed);
  checkBoolean("normalized", normalized);
  const csr = view.csr();
  const { nodeCount } = csr;
  const weights = weightsOf(view, options.weight, { min: Number.MIN_VALUE, max: Number.MAX_VALUE });
  const arcs = arcsOf(csr, direction);
  const unit = weights && inCommonUnit(weights, nodeCount);
  const pivots = pivotsOf(nodeCount, samples, seed);
  const tick = watch(options, pivots.length);
  const isSymmetric = !csr.directed || direction === "both";
  const scaleOf = (pairCount: number): number =>
    normalized ? (pairCount > 0 ? 1 / pairCount : 0) : isSymmetric ? 0.5 : 1;
  return { csr, direction, arcs, unit, pivots, threadCount: threadsOf(options), tick, scaleOf };
}

/** The sums by kernels, by node or by link; `links` have lengths where they count. Undefined where loops have to run. */
export function dependenciesOf(
  { csr, direction, arcs, pivots, threadCount, tick }: BetweennessRun,
  links: BrandesLinks | undefined,
  byLink: boolean,
): Steps<Float64Array | undefined> {
  const input = { pivots, byLink, threadCount, tick };
  if (links?.lengths === undefined)
    return dependencySteps({ ...input, arcs, back: backArcsOf(csr, direction, arcs, pivots.length) });
  return lengthDependencySteps({ ...input, arena: arcs.place?.arena, links, lengths: links.lengths });
}

function sumWithLoops(links: BrandesLinks, pivots: Uint32Array, tick: (done: number) => void): Float64Array {
  const search = dependencySearch(links);
  const values = new Float64Array(links.offsets.length - 1);
  for (let i = 0; i < pivots.length; i++) {
    const { order, count, dependencies } = search(pivots[i]);
    // a path does not lead through its own source, the first in order
    for (let j = 1; j < count; j++) values[order[j]] += dependencies[order[j]];
    tick(i + 1);
  }
  return values;
}
