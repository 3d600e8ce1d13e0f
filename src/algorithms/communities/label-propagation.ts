/**
 * Communities by label propagation: each node takes the label that most of its neighbors have. One by one in random
 * order: Raghavan, Albert and Kumara 2007, "Near linear time algorithm to detect community structures in large-scale
 * networks", but for the order being one of blocks of 4096 nodes, and in each of its nodes. All at once, the smallest
 * of several labels first: the CDLP algorithm of the LDBC Graphalytics benchmark.
 */

import { ALIKE_SHARE } from "../../kernels/layouts/kernel-constants.js";
import type { Steps } from "../../kernels/runtime/steps.js";
import { Prng } from "../../structures/prng.js";
import type { Csr, GraphView } from "../../view.js";
import { type Arcs, arcsOf } from "../shared/arcs/direction.js";
import { checkBoolean, checkInteger, checkRunOptions, checkSeed, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { runAside, runNow, type ThreadOptions } from "../shared/run.js";
import { unitlessWeightsOf } from "../shared/weights/weight-scale.js";
import type { Weight } from "../shared/weights/weights.js";
import { Communities, communitiesOf, renumber } from "./communities.js";
import { BLOCK_SIZE, labelSteps } from "./label-propagation-kernel.js";
import { modularityGraphOf, modularityOf } from "./modularity-graph.js";

export interface LabelPropagationOptions extends ThreadOptions {
  /** Whether all nodes take their new label at once. Defaults to false. */
  readonly synchronous?: boolean;
  /** Neighbors count by these, none of them negative; sums that differ by less than 2^-40 of the larger are equal. */
  readonly weight?: Weight;
  /**
   * The order of nodes, and which of several labels is taken, follows from it: any finite number, whose fraction counts.
   * Defaults to 0.
   */
  readonly seed?: number;
  /** The maximum number of rounds. Defaults to 100, or to 10 if synchronous. */
  readonly maxIterations?: number;
}

/**
 * Divides the nodes of a view into communities. A node's neighbors count by edges, those that lead to it and those
 * that lead from it, so that one connected both ways counts twice; they count until no label changes or after
 * `maxIterations` rounds.
 *
 * Communities are named by their smallest node, but for `synchronous`, where the values are the labels as LDBC has
 * them: the id of the node that a label set out from, which may have taken another since.
 *
 * Time: O(nodes + edges) a round; space: O(nodes + edges). Deterministic, for a seed if not synchronous. An empty
 * graph has no communities, a node without edges keeps its label. Parallel edges count each; a self-loop counts for
 * the label a node has, twice. Threads share synchronous rounds only.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * labelPropagation(graph, { synchronous: true, maxIterations: 5 }).get(4); // => 4
 */
export function labelPropagation(view: GraphView, options: LabelPropagationOptions = {}): Communities {
  checkView(view);
  return runNow(propagationSteps(view, options), options);
}

/**
 * The same in the background, on other threads where there are any: resolves to what `labelPropagation` returns,
 * rejects where it throws. It works on the view as it is now.
 *
 * @example
 * const communities = await labelPropagationAsync(graph, { signal: AbortSignal.timeout(10_000) });
 */
export function labelPropagationAsync(
  view: GraphView,
  options: LabelPropagationOptions = {},
): Promise<Communities> {
  checkView(view);
  return runAside(propagationSteps(view, options), options);
}

function* propagationSteps(view: GraphView, options: LabelPropagationOptions): Steps<Communities> {
  checkRunOptions(options, ["synchronous", "weight", "seed", "maxIterations"]);
  const { synchronous = false, seed = 0, threads = 1 } = options;
  checkBoolean("synchronous", synchronous);
  const { maxIterations = synchronous ? 10 : 100 } = options;
  checkSeed(seed);
  checkInteger("maxIterations", maxIterations, 0);
  const csr = view.csr();
  const edgeWeights = unitlessWeightsOf(view, options.weight, "sums");
  const tick = watch(options, maxIterations);
  const prng = new Prng(seed);
  const chance = prng.state();
  const run = {
    csr: csr.frozen,
    edgeWeights,
    synchronous,
    maxIterations,
    chance,
    threadCount: threads,
    tick,
  };
  let labelling = yield* labelSteps(run);
  if (labelling === undefined) {
    const labels = propagate(csr, edgeWeights, synchronous, maxIterations, prng, tick);
    labelling = { labels, modularity: modularityOf(modularityGraphOf(csr, edgeWeights), labels, 1) };
  }
  const { labels, modularity } = labelling;
  const { nodeIds } = csr;
  if (!synchronous) return communitiesOf(nodeIds, labels, modularity);
  const count = renumber(labels.slice());
  for (let u = 0; u < labels.length; u++) labels[u] = nodeIds[labels[u]];
  return new Communities(nodeIds, labels, modularity, count);
}

/** The loop in TypeScript. */
function propagate(
  csr: Csr,
  edgeWeights: Float64Array | undefined,
  synchronous: boolean,
  maxIterations: number,
  prng: Prng,
  tick: (done: number) => void,
): Uint32Array {
  const arcs = arcsOf(csr, "both");
  let labels: Uint32Array = Uint32Array.from({ length: csr.nodeCount }, (_, u) => u);
  for (let iteration = 1, changes = true; changes && iteration <= maxIterations; iteration++) {
    const next = synchronous
      ? roundAtOnce(arcs, edgeWeights, labels)
      : roundOneByOne(arcs, edgeWeights, labels.slice(), prng);
    changes = next.some((label, u) => label !== labels[u]);
    labels = next;
    tick(iteration);
  }
  return labels;
}

/** The labels with the most weight near a node: the first `count` of `best`. */
class Tally {
  readonly best: Uint32Array;
  count = 0;
  readonly #weights: Float64Array;
  readonly #arcs: Arcs;
  readonly #arcWeights: Float64Array | undefined;
  readonly #near: Uint32Array;

  constructor(arcs: Arcs, edgeWeights: Float64Array | undefined) {
    const nodeCount = arcs.offsets.length - 1;
    this.best = new Uint32Array(nodeCount);
    this.#near = new Uint32Array(nodeCount);
    this.#weights = new Float64Array(nodeCount);
    this.#arcs = arcs;
    this.#arcWeights = edgeWeights && Float64Array.from(arcs.edges, (edge) => edgeWeights[edge]);
  }

  read(u: number, labels: Uint32Array): void {
    const { offsets, ends } = this.#arcs;
    let nearCount = 0;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const label = labels[ends[arc]];
      const weight = this.#arcWeights === undefined ? 1 : this.#arcWeights[arc];
      if (weight === 0) continue;
      if (this.#weights[label] === 0) this.#near[nearCount++] = label;
      this.#weights[label] += weight;
    }
    let most = 0;
    for (let i = 0; i < nearCount; i++) most = Math.max(most, this.#weights[this.#near[i]]);
    this.count = 0;
    for (let i = 0; i < nearCount; i++) {
      const label = this.#near[i];
      if (this.#weights[label] >= most * ALIKE_SHARE) this.best[this.count++] = label;
      this.#weights[label] = 0;
    }
  }
}

function roundAtOnce(arcs: Arcs, weights: Float64Array | undefined, labels: Uint32Array): Uint32Array {
  const tally = new Tally(arcs, weights);
  return labels.map((label, u) => {
    tally.read(u, labels);
    if (tally.count === 0) return label;
    let smallest = tally.best[0];
    for (let i = 1; i < tally.count; i++) smallest = Math.min(smallest, tally.best[i]);
    return smallest;
  });
}

function roundOneByOne(
  arcs: Arcs,
  weights: Float64Array | undefined,
  labels: Uint32Array,
  prng: Prng,
): Uint32Array {
  const tally = new Tally(arcs, weights);
  for (const u of orderOf(labels.length, prng)) {
    tally.read(u, labels);
    // a label that is as good as any is kept, or it would never end
    const best = tally.best.subarray(0, tally.count);
    if (best.length > 0 && !best.includes(labels[u])) labels[u] = best[prng.below(best.length)];
  }
  return labels;
}

/** Blocks of nodes by chance, and the nodes of each. */
function orderOf(nodeCount: number, prng: Prng): Uint32Array {
  const order = new Uint32Array(nodeCount);
  const blocks = Uint32Array.from({ length: Math.ceil(nodeCount / BLOCK_SIZE) }, (_, block) => block);
  let place = 0;
  for (const block of prng.shuffle(blocks)) {
    const start = block * BLOCK_SIZE;
    const size = Math.min(BLOCK_SIZE, nodeCount - start);
    order.set(prng.shuffle(Uint32Array.from({ length: size }, (_, i) => start + i)), place);
    place += size;
  }
  return order;
}
