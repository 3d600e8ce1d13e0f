/**
 * Random walks, the sentences that node embeddings are learnt from. Perozzi, Al-Rfou and Skiena 2014, "DeepWalk";
 * with `p` or `q`, Grover and Leskovec 2016, "node2vec: scalable feature learning for networks", each step drawn
 * by rejection as in Yang et al. 2019, "KnightKing", so that no table is kept for each pair of nodes.
 */
import { Prng } from "../../structures/prng.js";
import {
  type Csr,
  checkDirection,
  type Direction,
  type GraphView,
  type LocalArcs,
  type NodeId,
} from "../../view.js";
import { type Arcs, arcsOf } from "../shared/arcs/direction.js";
import { hasArc, type SimpleArcs, simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { idsOfNodes } from "../shared/nodes.js";
import {
  checkInteger,
  checkNumber,
  checkRunOptions,
  checkSeed,
  checkView,
  type RunOptions,
} from "../shared/options.js";
import { stepCounter, watch } from "../shared/progress.js";
import { localWeights, type WeightOfEdge } from "../shared/weights/local-weights.js";
import { unitlessWeightsOf } from "../shared/weights/weight-scale.js";
import type { Weight } from "../shared/weights/weights.js";

export interface RandomWalksOptions extends RunOptions {
  /** The number of steps of a walk. Defaults to 10. A walk ends early at a node without an arc to follow. */
  readonly length?: number;
  /** The number of walks from each node. Defaults to 1. */
  readonly count?: number;
  /** The nodes where walks begin. Defaults to all nodes of the view. */
  readonly sources?: NodeId | Iterable<NodeId>;
  /** The return parameter: from 1 up the rarer is a step straight back. */
  readonly p?: number;
  /** The in-out parameter: from 1 up the rarer is a step away from the node before. */
  readonly q?: number;
  /** Arcs are drawn in proportion to it, or uniformly by default. */
  readonly weight?: Weight;
  /** Defaults to `out`. */
  readonly direction?: Direction;
  /** The same walks come for the same seed: any finite number, whose fraction counts. Defaults to 0. */
  readonly seed?: number;
}

/**
 * Walks along arcs drawn at random, each as the ids of its nodes; they are drawn while they are asked for: first
 * one from each source, then the second from each, and so on.
 *
 * Time: O(nodes + edges), then O(log degree) a step, with `p` or `q` times a bounded number of draws; a few walks from
 * `sources` in a graph that was just changed cost the degrees of the nodes on them; space: 8 bytes an arc with a weight,
 * and 4 an arc with `p` or `q`. Deterministic for a seed. An empty graph has no walks;
 * a self-loop is a step that stays, parallel edges are likelier together; no walk leaves its part.
 *
 * @throws GroggyError NODE_NOT_FOUND if a source is not in the view; RangeError for a negative
 *   weight or a seed that is not finite.
 * @example
 * for (const walk of randomWalks(graph, { length: 80, count: 10, q: 0.5, seed: 7 })) console.log(walk.length);
 */
export function randomWalks(view: GraphView, options: RandomWalksOptions = {}): Generator<Uint32Array, void> {
  checkView(view);
  checkRunOptions(options, ["length", "count", "sources", "p", "q", "weight", "direction", "seed"]);
  const { length = 10, count = 1, sources, p = 1, q = 1, weight, direction = "out", seed = 0 } = options;
  checkInteger("length", length, 0);
  checkInteger("count", count, 0);
  checkSeed(seed);
  checkNumber("p", p, Number.MIN_VALUE, Number.MAX_VALUE);
  checkNumber("q", q, Number.MIN_VALUE, Number.MAX_VALUE);
  checkDirection(direction);
  const ids = sources === undefined ? undefined : idsOfNodes(view, sources, "sources");
  const near = p === 1 && q === 1 ? nearSteps(view, ids, length * count, direction, weight) : undefined;
  if (near !== undefined && ids !== undefined) {
    const tick = watch(options, count * ids.length);
    const prng = new Prng(seed);
    return (function* () {
      for (let done = 0; done < count * ids.length; done++) {
        tick(done);
        yield near.walk(ids[done % ids.length], length, prng);
      }
      tick(count * ids.length);
    })();
  }
  const csr = view.csr();
  const arcs = arcsOf(csr, direction);
  const weights = unitlessWeightsOf(view, weight, "sums");
  const starts = ids?.map((id) => csr.indexOf(id));
  const startCount = starts?.length ?? csr.nodeCount;
  const tick = watch(options, count * startCount);
  const walker = new Walker(csr, arcs, weights, new Prng(seed), stepCounter(options));
  const biased = p !== 1 || q !== 1 ? { p, q, neighbors: simpleArcsOf(csr, direction) } : undefined;
  return (function* () {
    for (let done = 0; done < count * startCount; done++) {
      tick(done);
      const start = done % startCount;
      yield walker.walk(starts?.[start] ?? start, length, biased);
    }
    tick(count * startCount);
  })();
}

/** The walker over what it comes to, if so few steps are made in all that this costs less than the frozen graph. */
/** Weights above this are scaled as a whole, so that no sum of them overflows. */
const LARGE = 2 ** 900;

function nearSteps(
  view: GraphView,
  sources: Uint32Array | undefined,
  stepsEach: number,
  direction: Direction,
  weight: Weight | undefined,
): NearWalker | undefined {
  if (sources === undefined || sources.length * stepsEach > view.edgeCount / EDGES_PER_NEAR_STEP)
    return undefined;
  const arcs = view.localArcs();
  const weightOf = arcs && weight !== undefined ? localWeights(view, weight, LARGE) : undefined;
  if (arcs === undefined || (weight !== undefined && weightOf === undefined)) return undefined;
  return new NearWalker(arcs, direction, weightOf);
}

/** A step may come to a node with many arcs. */
const EDGES_PER_NEAR_STEP = 256;

/** The ends of a node's arcs, and sums of their weights up to each; undefined if all have the same weight. */
interface Steps {
  readonly ends: Uint32Array;
  readonly sums: Float64Array | undefined;
}

/** Walks that read the arcs of the nodes that they come to, and keep them. */
class NearWalker {
  readonly #arcs: LocalArcs;
  readonly #direction: Direction;
  readonly #weightOf: WeightOfEdge | undefined;
  readonly #steps = new Map<NodeId, Steps>();

  constructor(arcs: LocalArcs, direction: Direction, weightOf: WeightOfEdge | undefined) {
    this.#arcs = arcs;
    this.#direction = direction;
    this.#weightOf = weightOf;
  }

  walk(start: NodeId, length: number, prng: Prng): Uint32Array {
    const path = [start];
    for (let at = start; path.length <= length; ) {
      const { ends, sums } = this.#stepsFrom(at);
      if (ends.length === 0) break;
      const arc = sums === undefined ? prng.below(ends.length) : search(sums, 0, ends.length, prng.float());
      if (arc === ends.length) break;
      at = ends[arc];
      path.push(at);
    }
    return Uint32Array.from(path);
  }

  #stepsFrom(node: NodeId): Steps {
    const known = this.#steps.get(node);
    if (known !== undefined) return known;
    const arcs = this.#arcs;
    arcs.read(node, this.#direction);
    const ends = arcs.ends.slice(0, arcs.count);
    let sums: Float64Array | undefined;
    if (this.#weightOf !== undefined) {
      sums = new Float64Array(ends.length);
      for (let arc = 0, sum = 0; arc < ends.length; arc++) {
        sum += this.#weightOf(arcs.edges[arc]);
        sums[arc] = sum;
      }
    }
    const steps = { ends, sums };
    this.#steps.set(node, steps);
    return steps;
  }
}

interface Bias {
  readonly p: number;
  readonly q: number;
  readonly neighbors: SimpleArcs;
}

/** The assumed cost of drawing the next node of a walk, in steps. */
const STEPS_A_DRAW = 16;
/** After so many rejections in a row a step is drawn from the exact distribution. */
const REJECTIONS_MAX = 32;

class Walker {
  readonly #csr: Csr;
  readonly #arcs: Arcs;
  /** Sums of the weights of a node's arcs up to each; undefined if all weigh the same. */
  readonly #sums: Float64Array | undefined;
  readonly #prng: Prng;
  readonly #tick: (steps?: number) => void;

  constructor(
    csr: Csr,
    arcs: Arcs,
    weights: Float64Array | undefined,
    prng: Prng,
    tick: (steps?: number) => void,
  ) {
    this.#tick = tick;
    this.#csr = csr;
    this.#arcs = arcs;
    this.#sums = weights && sumsOf(arcs, weights);
    this.#prng = prng;
  }

  walk(start: number, length: number, bias: Bias | undefined): Uint32Array {
    const { nodeIds } = this.#csr;
    const path = [nodeIds[start]];
    for (let at = start, before = -1; path.length <= length; ) {
      this.#tick(STEPS_A_DRAW);
      const next = bias === undefined || before < 0 ? this.#step(at) : this.#biasedStep(before, at, bias);
      if (next < 0) break;
      path.push(nodeIds[next]);
      before = at;
      at = next;
    }
    return Uint32Array.from(path);
  }

  /** The node at the end of an arc of `u`, drawn by weight; -1 if there is none. */
  #step(u: number): number {
    const { offsets, ends } = this.#arcs;
    const first = offsets[u];
    const last = offsets[u + 1];
    if (first === last) return -1;
    if (this.#sums === undefined) return ends[first + this.#prng.below(last - first)];
    return ends[search(this.#sums, first, last, this.#prng.float())] ?? -1;
  }

  #biasedStep(before: number, u: number, { p, q, neighbors }: Bias): number {
    const bias = (v: number) => (v === before ? 1 / p : hasArc(neighbors, before, v) ? 1 : 1 / q);
    const most = Math.max(1 / p, 1, 1 / q);
    for (let i = 0; i < REJECTIONS_MAX; i++) {
      const v = this.#step(u);
      if (v < 0 || this.#prng.float() * most < bias(v)) return v;
    }
    const { offsets, ends } = this.#arcs;
    const first = offsets[u];
    this.#tick(offsets[u + 1] - first);
    const sums = new Float64Array(offsets[u + 1] - first);
    let sum = 0;
    for (let i = 0; i < sums.length; i++) {
      const before = i === 0 || this.#sums === undefined ? 0 : this.#sums[first + i - 1];
      const weight = this.#sums === undefined ? 1 : this.#sums[first + i] - before;
      sum += weight * bias(ends[first + i]);
      sums[i] = sum;
    }
    return ends[first + search(sums, 0, sums.length, this.#prng.float())];
  }
}

function sumsOf({ offsets, edges }: Arcs, weights: Float64Array): Float64Array {
  const sums = new Float64Array(edges.length);
  for (let u = 0; u + 1 < offsets.length; u++) {
    let sum = 0;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      sum += weights[edges[arc]];
      sums[arc] = sum;
    }
  }
  return sums;
}

/** The first place whose sum passes a share of the whole; a place past the array if the whole is 0. */
function search(sums: Float64Array, first: number, last: number, share: number): number {
  const wanted = sums[last - 1] * share;
  if (sums[last - 1] === 0) return sums.length;
  let low = first;
  let high = last - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle] > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
