/**
 * Communities by label propagation: each node takes the label that most of its neighbours have. One by one in
 * random order: Raghavan, Albert and Kumara 2007, "Near linear time algorithm to detect community structures in
 * large-scale networks". All at once, the smallest of several labels first: the CDLP algorithm of the LDBC
 * Graphalytics benchmark.
 */
import { Prng } from "../structures/prng.js";
import type { Csr, GraphView } from "../view.js";
import { Communities, namesOf } from "./communities.js";
import { type Arcs, arcsOf } from "./direction.js";
import { modularityGraphOf, modularityOf } from "./modularity-graph.js";
import { checkBoolean, checkInteger, checkNumber, checkOptions, type RunOptions } from "./options.js";
import { watch } from "./progress.js";
import { type Weight, weightsOf } from "./weights.js";

export interface LabelPropagationOptions extends RunOptions {
  /** Whether all nodes take their new label at once; false unless given. */
  readonly synchronous?: boolean;
  /** Neighbours count by these, none of them negative. */
  readonly weight?: Weight;
  /** The order of nodes, and which of several labels is taken, follows from it; 0 unless given. */
  readonly seed?: number;
  /** At most so many rounds; 100 unless given, 10 if synchronous. */
  readonly maxIterations?: number;
}

/**
 * Divides the nodes of a view into communities. A node's neighbours count by edges, those that lead to it and
 * those that lead from it, so that one joined both ways counts twice; they count until no label changes or
 * after `maxIterations` rounds.
 *
 * Communities are named by their smallest node, but for `synchronous`, where the values are the labels as LDBC
 * has them: the id of the node that a label set out from, which may have taken another since.
 *
 * Time: O(nodes + edges) a round; space: O(nodes + edges). Deterministic, for a seed if not synchronous. An empty
 * graph has no communities, a node without edges keeps its label. Parallel edges count each; a self-loop counts
 * for the label a node has, twice.
 *
 * @throws TypeError or RangeError for wrong options.
 * @example
 * labelPropagation(graph, { synchronous: true, maxIterations: 5 }).get(4); // => 4
 */
export function labelPropagation(view: GraphView, options: LabelPropagationOptions = {}): Communities {
  checkOptions(options);
  const { synchronous = false, seed = 0 } = options;
  checkBoolean("synchronous", synchronous);
  const { maxIterations = synchronous ? 10 : 100 } = options;
  checkNumber("seed", seed, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkInteger("maxIterations", maxIterations, 0);
  const csr = view.csr();
  const weights = weightsOf(view, options.weight, { min: 0, max: Number.MAX_VALUE });
  const arcs = arcsOf(csr, "both");
  const tick = watch(options, maxIterations);
  let labels: Uint32Array = Uint32Array.from({ length: csr.nodeCount }, (_, u) => u);
  const prng = new Prng(seed);
  for (let iteration = 1, changes = true; changes && iteration <= maxIterations; iteration++) {
    const next = synchronous
      ? roundAtOnce(arcs, weights, labels)
      : roundOneByOne(arcs, weights, labels.slice(), prng);
    changes = next.some((label, u) => label !== labels[u]);
    labels = next;
    tick(iteration);
  }
  return communitiesOf(csr, labels, weights, synchronous);
}

function communitiesOf(
  csr: Csr,
  labels: Uint32Array,
  weights: Float64Array | undefined,
  synchronous: boolean,
): Communities {
  const { nodeIds } = csr;
  const names = synchronous ? labels.map((label) => nodeIds[label]) : namesOf(nodeIds, labels);
  return new Communities(nodeIds, names, modularityOf(modularityGraphOf(csr, weights), labels, 1));
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
    this.count = 0;
    for (let i = 0; i < nearCount; i++) {
      const label = this.#near[i];
      const weight = this.#weights[label];
      this.#weights[label] = 0;
      if (weight < most) continue;
      if (weight > most) this.count = 0;
      most = weight;
      this.best[this.count++] = label;
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
  for (const u of prng.shuffle(Uint32Array.from({ length: labels.length }, (_, node) => node))) {
    tally.read(u, labels);
    // a label that is as good as any is kept, or it would never end
    const best = tally.best.subarray(0, tally.count);
    if (best.length > 0 && !best.includes(labels[u])) labels[u] = best[prng.below(best.length)];
  }
  return labels;
}
