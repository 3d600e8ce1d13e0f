/**
 * Similarity of two nodes by the neighbors they share: the part common to all such measures. For all pairs, only
 * those that share a neighbor are visited. Liben-Nowell and Kleinberg 2007, "The link-prediction problem for social
 * networks".
 */

import { describe } from "../../errors.js";
import { iterableOf } from "../../structures/arguments.js";
import { jsonFields } from "../../structures/text/json-value.js";
import type { Csr, Direction, GraphView, NodeId } from "../../view.js";
import { opposite } from "../shared/arcs/direction.js";
import { type SimpleArcs, simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { checkInteger, checkNumber, checkRunOptions, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";

export interface PairOptions extends RunOptions {
  /** The pairs to score, in this order. Defaults to all pairs of distinct nodes, the smaller id first. */
  readonly pairs?: Iterable<readonly [NodeId, NodeId]>;
  /**
   * Of all pairs those that score more than this, by more than the rounding of a sum. Pairs that share no neighbor
   * score 0 in all measures but `preferentialAttachment`: a negative threshold gives these too, in time and space
   * O(nodes²). Defaults to 0.
   */
  readonly threshold?: number;
  /** Of all pairs those with the highest scores, as many for each node; then it comes first in its pairs. */
  readonly top?: number;
  /** The neighbors that count. Defaults to `out`. */
  readonly direction?: Direction;
}

/** Pairs of nodes and their scores; `graph.addEdges(scores.sources, scores.targets)` makes edges of them. */
export class PairScores implements Iterable<[source: NodeId, target: NodeId, score: number]> {
  /** The first node of each pair. */
  readonly sources: Uint32Array;
  /** The second node of each pair. */
  readonly targets: Uint32Array;
  /** The score of each pair. */
  readonly values: Float64Array;

  constructor(sources: Uint32Array, targets: Uint32Array, values: Float64Array) {
    this.sources = sources;
    this.targets = targets;
    this.values = values;
  }

  get length(): number {
    return this.values.length;
  }

  *[Symbol.iterator](): Iterator<[source: NodeId, target: NodeId, score: number]> {
    for (let i = 0; i < this.values.length; i++) yield [this.sources[i], this.targets[i], this.values[i]];
  }

  /** The form that `JSON.stringify` writes: typed arrays as arrays. */
  toJSON(): Record<string, unknown> {
    return jsonFields(this);
  }
}

/** Sums of fractions that pass a threshold by less than this share of it may do so by rounding alone. */
const SLACK = 2 ** -40;

/** A measure: what each shared neighbor adds, and what their sum comes to. */
export interface PairMeasure {
  /** The amount that a shared neighbor adds which is one of `count` nodes. */
  readonly shareOf: (count: number) => number;
  /** The score of two nodes, by that sum and by how many neighbors each has. */
  readonly scoreOf: (sum: number, countU: number, countV: number) => number;
  /** States that scores are sums of fractions, and so rounded. */
  readonly isSum?: boolean;
  /** States that nodes may score without sharing a neighbor, so that all pairs have to be looked at. */
  readonly needsNone?: boolean;
}

/** Scores the pairs that the options ask for. */
export function scorePairs(view: GraphView, options: PairOptions, measure: PairMeasure): PairScores {
  checkRunOptions(options, ["pairs", "threshold", "top", "direction"]);
  const { pairs, threshold = 0, top, direction = "out" }: PairOptions = options;
  checkNumber("threshold", threshold, -Infinity, Infinity);
  if (top !== undefined) checkInteger("top", top, 1);
  const csr = view.csr();
  const scorer = new Scorer(csr, direction, measure, threshold < 0);
  const least = measure.isSum === true && threshold > 0 ? threshold * (1 + SLACK) : threshold;
  const found = new Found();
  if (pairs !== undefined) {
    scoreGiven(view, csr, pairs, scorer, found);
    watch(options, 1)(1);
    return found.finish(csr);
  }
  const tick = watch(options, csr.nodeCount);
  const best = top === undefined ? undefined : new Best(top);
  for (let u = 0; u < csr.nodeCount; u++) {
    const count = scorer.run(u);
    if (best === undefined) addAbove(scorer, u, count, least, found);
    else {
      for (let i = 0; i < count; i++) {
        const v = scorer.met[i];
        const score = scorer.scoreTo(v);
        if (v !== u && score > least) best.add(v, score);
      }
      best.drain((v, score) => found.add(u, v, score));
    }
    tick(u + 1);
  }
  return found.finish(csr);
}

/** Adds the pairs of u with nodes after it that score more than a threshold, in their order. */
function addAbove(scorer: Scorer, u: number, count: number, threshold: number, found: Found): void {
  const above: number[] = [];
  for (let i = 0; i < count; i++) {
    const v = scorer.met[i];
    if (v > u && scorer.scoreTo(v) > threshold) above.push(v);
  }
  for (const v of above.sort((a, b) => a - b)) found.add(u, v, scorer.scoreTo(v));
}

/** The nodes that score the highest, of several alike those of the smallest index. */
class Best {
  readonly #nodes: number[] = [];
  readonly #scores: number[] = [];
  readonly #sizeMax: number;

  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax;
  }

  add(node: number, score: number): void {
    const [nodes, scores] = [this.#nodes, this.#scores];
    const isBehind = (i: number) => scores[i] > score || (scores[i] === score && nodes[i] < node);
    let at = nodes.length;
    if (at === this.#sizeMax) {
      if (isBehind(at - 1)) return;
      at--;
    }
    for (; at > 0 && !isBehind(at - 1); at--) {
      nodes[at] = nodes[at - 1];
      scores[at] = scores[at - 1];
    }
    nodes[at] = node;
    scores[at] = score;
  }

  /** Returns all, the best first, and is then empty. */
  drain(visit: (node: number, score: number) => void): void {
    for (let i = 0; i < this.#nodes.length; i++) visit(this.#nodes[i], this.#scores[i]);
    this.#nodes.length = 0;
    this.#scores.length = 0;
  }
}

/** Scores of one node with others. */
class Scorer {
  /** The nodes that may score with the present one, in no certain order; all others score 0. */
  readonly met: Uint32Array;
  readonly #near: SimpleArcs;
  readonly #back: SimpleArcs;
  readonly #measure: PairMeasure;
  readonly #sums: Float64Array;
  /** The nodes that share a neighbor with the present one. */
  readonly #sharing: Uint32Array;
  /** The node that last visited each. */
  readonly #metBy: Uint32Array;
  #node = 0;
  #round = 0;

  /** @param needsZeros whether nodes that score 0 are visited as well. */
  constructor(csr: Csr, direction: Direction, measure: PairMeasure, needsZeros: boolean) {
    const { nodeCount } = csr;
    this.#near = simpleArcsOf(csr, direction);
    this.#back = csr.directed && direction !== "both" ? simpleArcsOf(csr, opposite(direction)) : this.#near;
    this.#measure = measure;
    this.#sums = new Float64Array(nodeCount);
    this.#metBy = new Uint32Array(nodeCount);
    this.#sharing = new Uint32Array(nodeCount);
    const meetsAll = needsZeros || measure.needsNone === true;
    this.met = meetsAll ? this.#sharing.map((_, u) => u) : this.#sharing;
  }

  /** Makes u the present node. Returns the number of nodes that it visited. */
  run(u: number): number {
    this.#node = u;
    // no sums are needed
    if (this.#measure.needsNone === true) return this.met.length;
    const [near, back, metBy, sums] = [this.#near, this.#back, this.#metBy, this.#sums];
    const sharing = this.#sharing;
    const round = ++this.#round;
    let count = 0;
    for (let arc = near.offsets[u]; arc < near.offsets[u + 1]; arc++) {
      const w = near.ends[arc];
      const last = back.offsets[w + 1];
      const share = this.#measure.shareOf(last - back.offsets[w]);
      for (let next = back.offsets[w]; next < last; next++) {
        const v = back.ends[next];
        if (metBy[v] === round) sums[v] += share;
        else {
          metBy[v] = round;
          sharing[count++] = v;
          sums[v] = share;
        }
      }
    }
    return this.met === sharing ? count : this.met.length;
  }

  /** The score of the present node with another. */
  scoreTo(v: number): number {
    const { offsets } = this.#near;
    const u = this.#node;
    const sum = this.#metBy[v] === this.#round ? this.#sums[v] : 0;
    return this.#measure.scoreOf(sum, offsets[u + 1] - offsets[u], offsets[v + 1] - offsets[v]);
  }
}

function scoreGiven(
  view: GraphView,
  csr: Csr,
  pairs: Iterable<readonly [NodeId, NodeId]>,
  scorer: Scorer,
  found: Found,
): void {
  const given = iterableOf(pairs);
  if (given === undefined) {
    throw new TypeError(`"pairs" expected pairs of node ids, got ${describe(pairs)}`);
  }
  // kept for as long as pairs have the same first node
  let present = -1;
  for (const pair of given) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(`"pairs" expected pairs of node ids, got ${describe(pair)}`);
    }
    const [u, v] = pair.map((id) => {
      view.nodes.check(id, "pairs");
      return csr.indexOf(id);
    });
    if (u !== present) scorer.run(u);
    present = u;
    found.add(u, v, scorer.scoreTo(v));
  }
}

/** Pairs as they are found, by index. */
class Found {
  readonly #sources: number[] = [];
  readonly #targets: number[] = [];
  readonly #values: number[] = [];

  add(u: number, v: number, score: number): void {
    this.#sources.push(u);
    this.#targets.push(v);
    this.#values.push(score);
  }

  finish({ nodeIds }: Csr): PairScores {
    const idsOf = (indices: readonly number[]) => Uint32Array.from(indices, (u) => nodeIds[u]);
    return new PairScores(idsOf(this.#sources), idsOf(this.#targets), Float64Array.from(this.#values));
  }
}
