/**
 * All simple cycles, one after the other. Johnson 1975, "Finding all the elementary circuits of a directed
 * graph": what could not be left by a free way stays blocked until one opens. With a bound on the length, for
 * which that blocking does not hold, only what can still lead back in time is walked.
 */
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { radixSort } from "../../structures/numbers/radix-sort.js";
import type { Csr, GraphView } from "../../view.js";
import { labelStrongComponents } from "../components/strongly-connected-components.js";
import { degreesOf, findArc, type SimpleArcs, simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { idsOf } from "../shared/nodes.js";
import { checkInteger, checkRunOptions, checkView } from "../shared/options.js";

export interface SimpleCyclesOptions {
  /** Cycles of more nodes are left out. No limit by default. */
  readonly maxLength?: number;
  /** Asked for each cycle and now and then between; once it is aborted its reason is thrown. */
  readonly signal?: AbortSignalLike;
}

/**
 * The simple cycles of a view, along the edges if it is directed, each as the ids of its nodes from the smallest on,
 * found lazily while they are iterated over. There may be exponentially many.
 *
 * Time: O((nodes + edges) * (cycles + 1)) mostly without a limit; with one O(nodes + edges), and for each node what
 * lies within half of it on both sides, and the walks back that are short enough. Space: linear. Deterministic. An
 * empty graph has none. A self-loop is a cycle of one node. Cycles are identified by their nodes, so parallel edges
 * of a directed graph change nothing; in an undirected graph they make a cycle of two nodes, and each cycle comes
 * once, one way.
 *
 * @example
 * for (const cycle of simpleCycles(graph, { maxLength: 4 })) console.log([...cycle]);
 */
export function simpleCycles(
  view: GraphView,
  options: SimpleCyclesOptions = {},
): Generator<Uint32Array, void> {
  checkView(view);
  checkRunOptions(options, ["maxLength"]);
  const { maxLength = Infinity, signal } = options;
  if (maxLength !== Infinity) checkInteger("maxLength", maxLength, 0);
  signal?.throwIfAborted();
  const csr = view.csr();
  return cyclesOf(csr, maxLength, signal);
}

function* cyclesOf(
  csr: Csr,
  maxLength: number,
  signal: AbortSignalLike | undefined,
): Generator<Uint32Array, void> {
  const out = simpleArcsOf(csr, "out");
  const back = csr.directed ? simpleArcsOf(csr, "in") : out;
  const { labels } = labelStrongComponents(csr);
  const pace = new Pace(signal);
  const { order, ranks } = maxLength === Infinity ? inOrder(csr.nodeCount) : byDegree(out, back);
  const nearby = new Nearby(out, back, labels, ranks, pace);
  const search = new Search(csr, out, nearby.hopsBack, maxLength, pace);
  for (const root of order) {
    pace.step();
    if (maxLength >= 1 && hasSelfLoop(csr, root)) yield csr.nodeIds.slice(root, root + 1);
    if (maxLength >= 2 && nearby.find(root, maxLength)) yield* search.from(root);
    nearby.forget();
  }
}

/** The nodes in an order, and the place of each in it: a cycle is found from the first of its nodes. */
interface Order {
  readonly order: Uint32Array;
  readonly ranks: Uint32Array;
}

function inOrder(nodeCount: number): Order {
  const order = Uint32Array.from({ length: nodeCount }, (_, u) => u);
  return { order, ranks: order };
}

/** Those with the most neighbors first, so that searches from others need not pass through hubs. */
function byDegree(out: SimpleArcs, back: SimpleArcs): Order {
  const degrees = degreesOf(out).map((degree, u) => degree + back.offsets[u + 1] - back.offsets[u]);
  const items = Int32Array.from(degrees, (_, u) => u);
  radixSort(
    items,
    new Uint32Array(items.length),
    degrees.map((degree) => ~degree),
  );
  const order = Uint32Array.from(items);
  const ranks = new Uint32Array(order.length);
  order.forEach((u, rank) => {
    ranks[u] = rank;
  });
  return { order, ranks };
}

/** Asks a signal now and then. */
class Pace {
  readonly #signal: AbortSignalLike | undefined;
  #left = STEPS_BETWEEN_LOOKS;

  constructor(signal: AbortSignalLike | undefined) {
    this.#signal = signal;
  }

  /** Counts a step, or several. */
  step(count = 1): void {
    this.#left -= count;
    if (this.#left <= 0) this.look();
  }

  look(): void {
    this.#left = STEPS_BETWEEN_LOOKS;
    this.#signal?.throwIfAborted();
  }
}

/**
 * The nodes on closed walks through a root: searched from both sides, always on the side that has looked at fewer arcs,
 * until what is known of either side is enough.
 */
class Nearby {
  /** The distance to the root in steps for each node on a closed walk that is short enough; else -1. */
  readonly hopsBack: Int32Array;
  readonly #hopsThere: Int32Array;
  readonly #out: SimpleArcs;
  readonly #back: SimpleArcs;
  readonly #labels: Uint32Array;
  readonly #ranks: Uint32Array;
  readonly #pace: Pace;
  #there: number[] = [];
  #backward: number[] = [];

  constructor(out: SimpleArcs, back: SimpleArcs, labels: Uint32Array, ranks: Uint32Array, pace: Pace) {
    const nodeCount = labels.length;
    this.hopsBack = new Int32Array(nodeCount).fill(-1);
    this.#hopsThere = new Int32Array(nodeCount).fill(-1);
    this.#out = out;
    this.#back = back;
    this.#labels = labels;
    this.#ranks = ranks;
    this.#pace = pace;
  }

  /** Whether there may be a cycle of at most `lengthMax` nodes whose first node is the root. */
  find(root: number, lengthMax: number): boolean {
    const [there, backward] = [this.#there, this.#backward];
    const [hopsThere, hopsBack] = [this.#hopsThere, this.hopsBack];
    hopsThere[root] = hopsBack[root] = 0;
    there.push(root);
    backward.push(root);
    // the start of the last level of either side, and its distance in steps
    let [thereFirst, backFirst, thereDepth, backDepth] = [0, 0, 0, 0];
    // arcs of either side, those of its next level included: both advance in step, so that the one that ends soon
    // does
    let thereWork = workOf(this.#out, there, thereFirst);
    let backWork = workOf(this.#back, backward, backFirst);
    while (thereDepth + backDepth < lengthMax) {
      if (thereWork <= backWork) {
        const end = there.length;
        thereDepth++;
        this.#widen(this.#out, there, thereFirst, hopsThere, thereDepth, root);
        thereFirst = end;
        if (there.length === end) break;
        thereWork += workOf(this.#out, there, thereFirst);
      } else {
        const end = backward.length;
        backDepth++;
        this.#widen(this.#back, backward, backFirst, hopsBack, backDepth, root);
        backFirst = end;
        if (backward.length === end) break;
        backWork += workOf(this.#back, backward, backFirst);
      }
    }
    this.#complete(backFirst, lengthMax, root);
    return this.#backward.length > 1;
  }

  /** Makes all as it was before. */
  forget(): void {
    for (const u of this.#there) this.#hopsThere[u] = -1;
    for (const u of this.#backward) this.hopsBack[u] = -1;
    this.#there.length = this.#backward.length = 0;
  }

  /** The next level of a side. */
  #widen(
    { offsets, ends }: SimpleArcs,
    queue: number[],
    first: number,
    hops: Int32Array,
    depth: number,
    root: number,
  ): void {
    const last = queue.length;
    for (let i = first; i < last; i++) {
      const u = queue[i];
      this.#pace.step(1 + offsets[u + 1] - offsets[u]);
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        const v = ends[arc];
        if (hops[v] >= 0 || this.#ranks[v] < this.#ranks[root] || this.#labels[v] !== this.#labels[root])
          continue;
        hops[v] = depth;
        queue.push(v);
      }
    }
  }

  /** Continues backward from the last level, only over nodes with a known short path from the root. */
  #complete(first: number, lengthMax: number, root: number): void {
    const [hopsThere, hopsBack, backward] = [this.#hopsThere, this.hopsBack, this.#backward];
    const { offsets, ends } = this.#back;
    for (let i = first; i < backward.length; i++) {
      const u = backward[i];
      if (u !== root && (hopsThere[u] < 0 || hopsThere[u] + hopsBack[u] > lengthMax)) continue;
      this.#pace.step(1 + offsets[u + 1] - offsets[u]);
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        const v = ends[arc];
        if (hopsBack[v] >= 0 || hopsThere[v] < 0 || hopsThere[v] + hopsBack[u] + 1 > lengthMax) continue;
        hopsBack[v] = hopsBack[u] + 1;
        backward.push(v);
      }
    }
  }
}

/** Arcs that a level has ahead. */
function workOf({ offsets }: SimpleArcs, queue: readonly number[], first: number): number {
  let work = 0;
  for (let i = first; i < queue.length; i++) work += 1 + offsets[queue[i] + 1] - offsets[queue[i]];
  return work;
}

function hasSelfLoop({ out }: Csr, u: number): boolean {
  for (let arc = out.offsets[u]; arc < out.offsets[u + 1]; arc++) if (out.ends[arc] === u) return true;
  return false;
}

/** The number of steps between two checks of the signal. */
const STEPS_BETWEEN_LOOKS = 4096;

class Search {
  readonly #csr: Csr;
  readonly #arcs: SimpleArcs;
  readonly #hops: Int32Array;
  readonly #lengthMax: number;
  readonly #pace: Pace;
  /** For an arc of an undirected graph, whether there are several edges; made when it is first asked for. */
  #isParallel: Uint8Array | undefined;
  readonly #blocked: Uint8Array;
  /** For each blocked node those that are freed with it. */
  readonly #waiting = new Map<number, Set<number>>();

  constructor(csr: Csr, arcs: SimpleArcs, hops: Int32Array, lengthMax: number, pace: Pace) {
    this.#csr = csr;
    this.#arcs = arcs;
    this.#hops = hops;
    this.#lengthMax = lengthMax;
    this.#pace = pace;
    this.#blocked = new Uint8Array(csr.nodeCount);
  }

  /** The cycles of two nodes and more whose first node in order is the root. */
  *from(root: number): Generator<Uint32Array, void> {
    const { offsets, ends } = this.#arcs;
    const [hops, blocked, lengthMax] = [this.#hops, this.#blocked, this.#lengthMax];
    const bounded = lengthMax !== Infinity;
    const touched: number[] = [];
    const path = [root];
    const next = [offsets[root]];
    const closes = [false];
    blocked[root] = 1;
    while (path.length > 0) {
      this.#pace.step();
      const top = path.length - 1;
      const u = path[top];
      if (next[top] < offsets[u + 1]) {
        const v = ends[next[top]++];
        if (hops[v] < 0) continue;
        if (v === root) {
          closes[top] = true;
          if (path.length <= lengthMax && this.#isNew(path)) {
            this.#pace.look();
            yield idsOf(this.#csr.nodeIds, bounded ? this.#fromSmallest(path) : path);
          }
        } else if (blocked[v] === 0 && path.length + hops[v] <= lengthMax) {
          path.push(v);
          next.push(offsets[v]);
          closes.push(false);
          blocked[v] = 1;
          touched.push(v);
        }
        continue;
      }
      path.pop();
      next.pop();
      const closed = closes.pop() as boolean;
      if (closed && top > 0) closes[top - 1] = true;
      if (closed || bounded) this.#free(u);
      else this.#wait(u);
    }
    this.#waiting.clear();
    blocked[root] = 0;
    for (const u of touched) blocked[u] = 0;
  }

  /** Each cycle of an undirected graph is found in both directions, and each edge as a cycle of two. */
  #isNew(path: readonly number[]): boolean {
    if (this.#csr.directed) return true;
    if (path.length > 2) return path[1] < path[path.length - 1];
    this.#isParallel ??= this.#parallels();
    return this.#isParallel[findArc(this.#arcs, path[0], path[1])] === 1;
  }

  #parallels(): Uint8Array {
    const { offsets, ends } = this.#csr.out;
    const counts = new Uint8Array(this.#arcs.ends.length);
    for (let u = 0; u + 1 < offsets.length; u++) {
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        if (ends[arc] === u) continue;
        const place = findArc(this.#arcs, u, ends[arc]);
        counts[place] = Math.min(2, counts[place] + 1);
      }
    }
    return counts.map((count) => (count > 1 ? 1 : 0));
  }

  /** A cycle from its smallest node on; without direction the way on which the smaller neighbor comes next. */
  #fromSmallest(path: readonly number[]): number[] {
    let least = 0;
    for (let i = 1; i < path.length; i++) if (path[i] < path[least]) least = i;
    const cycle = [...path.slice(least), ...path.slice(0, least)];
    if (!this.#csr.directed && cycle.length > 2 && cycle[1] > cycle[cycle.length - 1]) {
      return [cycle[0], ...cycle.slice(1).reverse()];
    }
    return cycle;
  }

  #free(first: number): void {
    const stack = [first];
    for (let u = stack.pop(); u !== undefined; u = stack.pop()) {
      if (this.#blocked[u] === 0) continue;
      this.#blocked[u] = 0;
      const waiting = this.#waiting.get(u);
      if (waiting === undefined) continue;
      this.#waiting.delete(u);
      for (const v of waiting) stack.push(v);
    }
  }

  #wait(u: number): void {
    const { offsets, ends } = this.#arcs;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      if (this.#hops[v] < 0) continue;
      const waiting = this.#waiting.get(v);
      if (waiting === undefined) this.#waiting.set(v, new Set([u]));
      else waiting.add(u);
    }
  }
}
