/**
 * How alike two nodes are by the neighbours they share: the part that all such measures have in common. For all
 * pairs only those are looked at that share a neighbour. Liben-Nowell and Kleinberg 2007, "The link-prediction
 * problem for social networks".
 */
import { describe } from "../errors.js";
import type { Csr, Direction, GraphView, NodeId } from "../view.js";
import { opposite } from "./direction.js";
import { checkInteger, checkNumber, checkOptions, type RunOptions } from "./options.js";
import { watch } from "./progress.js";
import { type SimpleArcs, simpleArcsOf } from "./simple-arcs.js";

export interface PairOptions extends RunOptions {
  /** The pairs to score, in this order; all pairs of distinct nodes, the smaller id first, unless given. */
  readonly pairs?: Iterable<readonly [NodeId, NodeId]>;
  /** Of all pairs those that score more than this; 0 unless given. */
  readonly threshold?: number;
  /** Of all pairs those with the highest scores, as many for each node; then it comes first in its pairs. */
  readonly top?: number;
  /** Which neighbours count; `out` unless given. */
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
}

/** A measure: what each shared neighbour adds, and what their sum comes to. */
export interface PairMeasure {
  /** What a shared neighbour adds that is one of `count` nodes. */
  readonly shareOf: (count: number) => number;
  /** The score of two nodes, by that sum and by how many neighbours each has. */
  readonly scoreOf: (sum: number, countU: number, countV: number) => number;
  /** States that nodes may score without sharing a neighbour, so that all pairs have to be looked at. */
  readonly needsNone?: boolean;
}

/** Scores the pairs that the options ask for. */
export function scorePairs(view: GraphView, options: PairOptions, measure: PairMeasure): PairScores {
  checkOptions(options);
  const { pairs, threshold = 0, top, direction = "out" }: PairOptions = options;
  checkNumber("threshold", threshold, -Infinity, Infinity);
  if (top !== undefined) checkInteger("top", top, 1);
  const csr = view.csr();
  const scorer = scorerOf(csr, direction, measure);
  const found = new Found();
  if (pairs !== undefined) {
    scoreGiven(view, csr, pairs, scorer, found);
    watch(options, 1)(1);
    return found.finish(csr);
  }
  const tick = watch(options, csr.nodeCount);
  const best: Scored[] = [];
  for (let u = 0; u < csr.nodeCount; u++) {
    scorer(u, (v, score) => {
      if (v === u || !(score > threshold)) return;
      if (top !== undefined) best.push({ v, score });
      else if (v > u) found.add(u, v, score);
    });
    if (top !== undefined) {
      best.sort((a, b) => b.score - a.score || a.v - b.v);
      for (const { v, score } of best.slice(0, top)) found.add(u, v, score);
      best.length = 0;
    }
    tick(u + 1);
  }
  return found.finish(csr);
}

interface Scored {
  readonly v: number;
  readonly score: number;
}

/** Calls `visit` with nodes that may score with u, ascending, and their scores. */
type Scorer = (u: number, visit: (v: number, score: number) => void) => void;

function scorerOf(csr: Csr, direction: Direction, { shareOf, scoreOf, needsNone }: PairMeasure): Scorer {
  const near: SimpleArcs = simpleArcsOf(csr, direction);
  const back = csr.directed && direction !== "both" ? simpleArcsOf(csr, opposite(direction)) : near;
  const countOf = ({ offsets }: SimpleArcs, u: number) => offsets[u + 1] - offsets[u];
  const sums = new Float64Array(csr.nodeCount);
  const isMet = new Uint8Array(csr.nodeCount);
  const everyone = Uint32Array.from({ length: needsNone ? csr.nodeCount : 0 }, (_, u) => u);
  return (u, visit) => {
    const met: number[] = [];
    for (let arc = near.offsets[u]; arc < near.offsets[u + 1]; arc++) {
      const w = near.ends[arc];
      const share = shareOf(countOf(back, w));
      for (let next = back.offsets[w]; next < back.offsets[w + 1]; next++) {
        const v = back.ends[next];
        if (isMet[v] === 0) met.push(v);
        isMet[v] = 1;
        sums[v] += share;
      }
    }
    for (const v of needsNone ? everyone : met.sort((a, b) => a - b)) {
      visit(v, scoreOf(sums[v], countOf(near, u), countOf(near, v)));
    }
    for (const v of met) {
      sums[v] = 0;
      isMet[v] = 0;
    }
  };
}

function scoreGiven(
  view: GraphView,
  csr: Csr,
  pairs: Iterable<readonly [NodeId, NodeId]>,
  scorer: Scorer,
  found: Found,
): void {
  if (typeof pairs !== "object" || pairs === null || !(Symbol.iterator in pairs)) {
    throw new TypeError(`"pairs" expected pairs of node ids, got ${describe(pairs)}`);
  }
  // the scores of one node at a time, kept for as long as pairs have the same first node
  let present = -1;
  let scores = new Map<number, number>();
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(`"pairs" expected pairs of node ids, got ${describe(pair)}`);
    }
    const [u, v] = pair.map((id) => {
      view.nodes.check(id, "pairs");
      return csr.indexOf(id);
    });
    if (u !== present) {
      scores = new Map();
      scorer(u, (other, score) => scores.set(other, score));
      present = u;
    }
    found.add(u, v, scores.get(v) ?? 0);
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
