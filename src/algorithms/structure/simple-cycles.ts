/**
 * All simple cycles, one after the other. Johnson 1975, "Finding all the elementary circuits of a directed
 * graph": what could not be left by a free way stays blocked until one opens. With a bound on the length, for
 * which that blocking does not hold, only what can still lead back in time is walked.
 */
import type { Csr, GraphView } from "../../view.js";
import { strongLabels } from "../components/strongly-connected-components.js";
import { idsOf } from "../shared/nodes.js";
import { checkInteger, checkOptions } from "../shared/options.js";
import { type SimpleArcs, simpleArcsOf } from "../shared/simple-arcs.js";

export interface SimpleCyclesOptions {
  /** Cycles of more nodes are left out; no limit unless given. */
  readonly maxLength?: number;
  /** Asked for each cycle and now and then between; once it is aborted its reason is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * The simple cycles of a view, along the edges if it is directed, each as the ids of its nodes from the smallest
 * on; they are searched for while they are asked for. There may be exponentially many.
 *
 * Time: O((nodes + edges) * (cycles + 1)) without a limit; space: linear. Deterministic. An empty graph has none.
 * A self-loop is a cycle of one node. Cycles are told by their nodes, so parallel edges of a directed graph
 * change nothing; in an undirected graph they make a cycle of two nodes, and each cycle comes once, one way.
 *
 * @example
 * for (const cycle of simpleCycles(graph, { maxLength: 4 })) console.log([...cycle]);
 */
export function simpleCycles(
  view: GraphView,
  options: SimpleCyclesOptions = {},
): Generator<Uint32Array, void> {
  checkOptions(options, ["maxLength"]);
  const { maxLength = Infinity, signal } = options;
  if (maxLength !== Infinity) checkInteger("maxLength", maxLength, 0);
  signal?.throwIfAborted();
  const csr = view.csr();
  return cyclesOf(csr, maxLength, signal);
}

function* cyclesOf(
  csr: Csr,
  maxLength: number,
  signal: AbortSignal | undefined,
): Generator<Uint32Array, void> {
  const out = simpleArcsOf(csr, "out");
  const back = csr.directed ? simpleArcsOf(csr, "in") : out;
  const { labels } = strongLabels(csr);
  const hops = new Int32Array(csr.nodeCount).fill(-1);
  const queue = new Uint32Array(csr.nodeCount);
  const search = new Search(csr, out, hops, maxLength, signal);
  for (let root = 0; root < csr.nodeCount; root++) {
    if (maxLength >= 1 && hasSelfLoop(csr, root)) yield csr.nodeIds.slice(root, root + 1);
    const found = hopsBack(back, labels, root, hops, queue);
    if (found > 1) yield* search.from(root);
    for (let i = 0; i < found; i++) hops[queue[i]] = -1;
  }
}

/** How far it is to the root for each node from there on that shares its component; returns how many there are. */
function hopsBack(
  { offsets, ends }: SimpleArcs,
  labels: Uint32Array,
  root: number,
  hops: Int32Array,
  queue: Uint32Array,
): number {
  hops[root] = 0;
  queue[0] = root;
  let found = 1;
  for (let taken = 0; taken < found; taken++) {
    const u = queue[taken];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      if (v < root || hops[v] >= 0 || labels[v] !== labels[root]) continue;
      hops[v] = hops[u] + 1;
      queue[found++] = v;
    }
  }
  return found;
}

function hasSelfLoop({ out }: Csr, u: number): boolean {
  for (let arc = out.offsets[u]; arc < out.offsets[u + 1]; arc++) if (out.ends[arc] === u) return true;
  return false;
}

/** How many steps are made between two looks at the signal. */
const STEPS_BETWEEN_LOOKS = 4096;

class Search {
  readonly #csr: Csr;
  readonly #arcs: SimpleArcs;
  readonly #hops: Int32Array;
  readonly #lengthMax: number;
  readonly #signal: AbortSignal | undefined;
  readonly #blocked: Uint8Array;
  /** For each blocked node those that are to be freed with it. */
  readonly #waiting = new Map<number, Set<number>>();

  constructor(
    csr: Csr,
    arcs: SimpleArcs,
    hops: Int32Array,
    lengthMax: number,
    signal: AbortSignal | undefined,
  ) {
    this.#csr = csr;
    this.#arcs = arcs;
    this.#hops = hops;
    this.#lengthMax = lengthMax;
    this.#signal = signal;
    this.#blocked = new Uint8Array(csr.nodeCount);
  }

  /** The cycles of two nodes and more whose smallest node is the root. */
  *from(root: number): Generator<Uint32Array, void> {
    const { offsets, ends } = this.#arcs;
    const [hops, blocked, lengthMax] = [this.#hops, this.#blocked, this.#lengthMax];
    const bounded = lengthMax !== Infinity;
    const touched: number[] = [];
    const path = [root];
    const next = [offsets[root]];
    const closes = [false];
    blocked[root] = 1;
    for (let step = 1; path.length > 0; step++) {
      if (step % STEPS_BETWEEN_LOOKS === 0) this.#signal?.throwIfAborted();
      const top = path.length - 1;
      const u = path[top];
      if (next[top] < offsets[u + 1]) {
        const v = ends[next[top]++];
        if (hops[v] < 0 || v < root) continue;
        if (v === root) {
          closes[top] = true;
          if (path.length <= lengthMax && this.#isNew(path)) {
            this.#signal?.throwIfAborted();
            yield idsOf(this.#csr.nodeIds, path);
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

  /** Of an undirected graph's cycles each is met both ways, and each edge as a cycle of two. */
  #isNew(path: readonly number[]): boolean {
    if (this.#csr.directed) return true;
    if (path.length > 2) return path[1] < path[path.length - 1];
    const { offsets, ends } = this.#csr.out;
    let count = 0;
    for (let arc = offsets[path[0]]; arc < offsets[path[0] + 1]; arc++) if (ends[arc] === path[1]) count++;
    return count > 1;
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
