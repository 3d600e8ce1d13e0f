/**
 * Breadth-first search over a frozen graph's memory: hop counts by the search that changes its direction (Beamer,
 * Asanović and Patterson 2012, "Direction-optimizing breadth-first search", with the thresholds of the GAP
 * suite), and the search in the order of a queue, which also knows from where each node was found.
 */
import type { CsrHalf, FrozenCsr } from "./csr.js";
import { openScratch, type Scratch } from "./scratch.js";
import { type Steps, step, stepInOrder } from "./steps.js";

/** The arcs that a search goes along, and the same by their far end, if it may look back along them. */
export interface Ways {
  readonly along: CsrHalf;
  readonly back: CsrHalf | undefined;
}

/** The ways of a search that goes along the arcs of a graph, or against them. */
export function waysOf(csr: FrozenCsr, isAgainst: boolean): Ways {
  if (isAgainst) return { along: csr.in, back: csr.out };
  return { along: csr.out, back: csr.inIfUseful };
}

/** Frontiers with more than this share of the arcs not yet looked at search upwards. */
const UP_SHARE = 1 / 15;

/** Frontiers with fewer than this share of the nodes search downwards again. */
const DOWN_SHARE = 1 / 18;

/** Nodes of a queue handed to a kernel at a time: few, as some have many arcs. */
const QUEUE_CHUNK_SIZE = 512;

/**
 * The hops from the nearest source to each node, -1 where none leads or beyond `hopsMax`; undefined where there
 * are no kernels.
 */
export function* hopSteps(
  ways: Ways,
  sources: ArrayLike<number>,
  hopsMax: number,
): Steps<Int32Array | undefined> {
  const nodeCount = ways.along.offsets.length - 1;
  const scratch = openScratch(ways.along.place?.space, nodeCount * 8 + Math.ceil(nodeCount / 32) * 4 + 64);
  if (scratch === undefined) return undefined;
  try {
    const depths = scratch.int32(nodeCount).fill(-1);
    yield* searchSteps(ways, scratch, depths, sources, hopsMax);
    return depths.slice();
  } finally {
    scratch.release();
  }
}

/** Writes hops into `depths`, -1 throughout before. Scratch: 4 bytes and a bit a node. */
export function* searchSteps(
  { along, back }: Ways,
  scratch: Scratch,
  depths: Int32Array,
  sources: ArrayLike<number>,
  hopsMax: number,
): Steps<void> {
  const nodeCount = depths.length;
  const { offsets, ends } = along.place!;
  const { offsets: degrees } = along;
  const backPlace = back?.place?.space === scratch.space ? back.place : undefined;
  const queue = scratch.uint32(nodeCount);
  const bits = scratch.uint32(Math.ceil(nodeCount / 32));
  const counters = scratch.uint32(2);
  const [queueAt, depthsAt, bitsAt, tailAt] = [queue, depths, bits, counters].map((a) => a.byteOffset);
  let frontArcs = 0;
  for (let i = 0; i < sources.length; i++) {
    depths[sources[i]] = 0;
    queue[i] = sources[i];
    frontArcs += degrees[sources[i] + 1] - degrees[sources[i]];
  }
  let [head, tail] = [0, sources.length];
  let arcsLeft = along.ends.length;
  for (let depth = 1; head < tail && depth <= hopsMax; depth++) {
    if (backPlace === undefined || frontArcs <= arcsLeft * UP_SHARE) {
      arcsLeft -= frontArcs;
      counters.set([tail, 0]);
      const down = step(scratch, "hopsDown", tail, queueAt, offsets, ends, depthsAt, depth, tailAt);
      yield { ...down, first: head, chunkSize: QUEUE_CHUNK_SIZE };
      [head, tail, frontArcs] = [tail, counters[0], counters[1]];
      continue;
    }
    let found = tail - head;
    let before = 0;
    for (; found > 0 && (found >= before || found > nodeCount * DOWN_SHARE) && depth <= hopsMax; depth++) {
      before = found;
      counters[0] = 0;
      yield step(scratch, "bitsOfDepth", nodeCount, depthsAt, depth - 1, bitsAt);
      const { offsets: backOffsets, ends: backEnds } = backPlace;
      yield step(scratch, "hopsUp", nodeCount, bitsAt, backOffsets, backEnds, depthsAt, depth, tailAt);
      found = counters[0];
    }
    // the outer loop goes on with the frontier found last
    depth--;
    counters.set([0, 0]);
    if (found > 0) yield step(scratch, "queueOfDepth", nodeCount, depthsAt, depth, queueAt, tailAt);
    [head, tail, frontArcs] = [0, found, 1];
  }
}

/** What a search in the order of a queue found: the nodes by their place in it, hops, and where each was found from. */
export interface OrderedSearch {
  readonly order: Uint32Array;
  readonly depths: Int32Array;
  /** -1 for sources and nodes that were not found. */
  readonly predecessors: Int32Array;
}

/**
 * The search by a queue: arcs are looked at in their order, and each node is found from the first that leads
 * to it. Sources are each given once. Undefined where there are no kernels.
 */
export function* orderedSearchSteps(
  along: CsrHalf,
  sources: ArrayLike<number>,
  hopsMax: number,
  tick: (done: number) => void,
): Steps<OrderedSearch | undefined> {
  const nodeCount = along.offsets.length - 1;
  const scratch = openScratch(along.place?.space, nodeCount * 12 + 64);
  if (scratch === undefined || along.place === undefined) return undefined;
  try {
    const depths = scratch.int32(nodeCount).fill(-1);
    const predecessors = scratch.int32(nodeCount).fill(-1);
    const queue = scratch.uint32(nodeCount);
    const counter = scratch.uint32(1);
    queue.set(sources);
    for (let i = 0; i < sources.length; i++) depths[sources[i]] = 0;
    const { offsets, ends } = along.place;
    const places = [queue.byteOffset, offsets, ends, depths.byteOffset, predecessors.byteOffset] as const;
    counter[0] = sources.length;
    for (let head = 0, depth = 1; head < counter[0] && depth <= hopsMax; depth++) {
      const tail = counter[0];
      yield {
        ...stepInOrder(scratch, "searchInOrder", tail, ...places, depth, counter.byteOffset),
        first: head,
      };
      head = tail;
      tick(head);
    }
    return {
      order: queue.slice(0, counter[0]),
      depths: depths.slice(),
      predecessors: predecessors.slice(),
    };
  } finally {
    scratch.release();
  }
}
