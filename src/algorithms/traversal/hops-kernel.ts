/**
 * Breadth-first search over a frozen graph's memory: hop counts by the search that changes its direction (Beamer,
 * Asanović and Patterson 2012, "Direction-optimizing breadth-first search"), and the search in the order of a queue,
 * which also knows from where each node was found. Frontiers of many nodes are bitmaps: a node then marks all its
 * neighbors with a byte each, found or not, so that threads need not agree on who found one, and the next frontier
 * comes in the order of its nodes, as their arcs lie.
 */
import type { CsrHalf, FrozenCsr } from "../../kernels/core/csr.js";
import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import { type Step, type Steps, step, stepInOrder, stepOver } from "../../kernels/runtime/steps.js";

/** The arcs that a search goes along, and the same by their far end, if it may look back along them. */
export interface Ways {
  readonly along: CsrHalf;
  readonly back: CsrHalf | undefined;
}

/** The ways of a search that goes along the arcs of a graph, or against them. */
export function waysOf(csr: FrozenCsr, isAgainst: boolean): Ways {
  if (isAgainst) return { along: csr.in, back: csr.out };
  return { along: csr.out, back: csr.inIfBuilt };
}

/** Frontiers with more than this share of the nodes are bitmaps, others are queues. */
const WIDE_SHARE = 1 / 256;

/** Nodes of a queue handed to a kernel at a time: few, as some have many arcs. */
const QUEUE_CHUNK_SIZE = 512;

/** Sets of 32 nodes handed to a kernel at a time. */
const SET_CHUNK_SIZE = 128;

/** Threads share a search of so many arcs; of fewer it takes no longer than to start them or to wake them up often. */
const SHARED_ARCS_MIN = 2 ** 21;

/** A step of a search over nodes, or of what goes with one. */
export function nodesStep(whole: Step, arcCount: number): Step {
  return { ...whole, inOrder: arcCount < SHARED_ARCS_MIN };
}

/** The same over sets of 32 nodes. */
export function setsStep(whole: Step, arcCount: number): Step {
  return { ...nodesStep(whole, arcCount), chunkSize: SET_CHUNK_SIZE };
}

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
  const scratch = openScratch(ways.along.place?.arena, nodeCount * 4 + searchSizeBytes(nodeCount));
  if (scratch === undefined) return undefined;
  try {
    const depths = scratch.int32(nodeCount).fill(-1);
    yield* searchSteps(ways, scratch, depths, sources, hopsMax);
    return depths.slice();
  } finally {
    scratch.release();
  }
}

/** A search on its way. */
interface Search {
  readonly ways: Ways;
  readonly scratch: Scratch;
  readonly depths: Int32Array;
  readonly hopsMax: number;
  /** A queue of nodes, which has no place while frontiers are bitmaps. */
  readonly queue: Uint32Array;
  /** A bit for each node found, and for those of the last set that there are not; kept while frontiers are bitmaps. */
  readonly seen: Uint32Array;
  /** The state of a search by the queue: see kernels/assembly/traversal/hops.ts. */
  readonly state: Int32Array;
  /** The counters of kernels: nodes found, and their arcs. */
  readonly counters: Uint32Array;
  /** The hops of the nodes to be found next. */
  depth: number;
  /** The frontier's nodes and their arcs. */
  frontCount: number;
  frontArcs: number;
  /** The number of nodes not found yet. */
  leftCount: number;
}

/** Bytes of scratch that `searchSteps` takes: a word and a bit a node. */
export function searchSizeBytes(nodeCount: number): number {
  return Math.ceil(nodeCount / 32) * 132 + QUEUE_SLACK * 4 + STATE_WORD_COUNT * 4 + 8;
}

/** Words of the queue behind those of all nodes, to which the kernel writes what is not new. */
const QUEUE_SLACK = 1;
const STATE_WORD_COUNT = 8;

/** The end of a search. */
export interface SearchEnd {
  /** The number of nodes it has not found. */
  readonly leftCount: number;
  /** Whether it was completed, so that no arc leads from the found nodes to others. */
  readonly isWhole: boolean;
  /** A bit for each node found, and for those of the last set of 32 that there are not; in scratch. */
  readonly seenSteps: () => Steps<Uint32Array>;
}

/** Writes hops into `depths`, -1 throughout before. */
export function* searchSteps(
  ways: Ways,
  scratch: Scratch,
  depths: Int32Array,
  sources: ArrayLike<number>,
  hopsMax: number,
): Steps<SearchEnd> {
  const nodeCount = depths.length;
  const { offsets } = ways.along;
  const setCount = Math.ceil(nodeCount / 32);
  const queue = scratch.uint32(setCount * 32 + QUEUE_SLACK).subarray(0, setCount * 32);
  const seen = scratch.uint32(setCount);
  const state = scratch.int32(STATE_WORD_COUNT);
  const counters = scratch.uint32(2);
  let frontArcs = 0;
  for (let i = 0; i < sources.length; i++) {
    const u = sources[i];
    depths[u] = 0;
    queue[i] = u;
    frontArcs += offsets[u + 1] - offsets[u];
  }
  const leftCount = nodeCount - sources.length;
  const front = { depth: 1, frontCount: sources.length, frontArcs, leftCount };
  const search = { ways, scratch, depths, hopsMax, queue, seen, state, counters, ...front };
  while (search.frontCount > 0 && search.depth <= hopsMax) {
    yield* narrowSteps(search);
    yield* wideSteps(search);
  }
  return {
    leftCount: search.leftCount,
    isWhole: search.frontCount === 0,
    *seenSteps() {
      yield bitsStep(search, queue.byteOffset);
      return seen;
    },
  };
}

/** Makes the bitmap of the frontier, and of all nodes found. */
function bitsStep({ ways, scratch, depths, depth, seen }: Search, bits: number): Step {
  const named = { depths, depth: depth - 1, bits, seen };
  return nodesStep(step(scratch, "bitsOfDepth", depths.length, named), ways.along.ends.length);
}

/** Top-down steps from the queue's first nodes until there are many, or it ends. */
function* narrowSteps(search: Search): Steps<void> {
  const { ways, scratch, depths, hopsMax, queue, state } = search;
  const widthMax = Math.floor(depths.length * WIDE_SHARE) + 1;
  if (search.frontCount > widthMax) return;
  const { offsets, ends } = ways.along.place!;
  const depthMax = Math.min(hopsMax, depths.length);
  state.set([0, search.frontCount, search.frontCount, search.depth, depthMax, widthMax, 0, 0]);
  const named = { state, queue, offsets, ends, depths };
  const down = stepInOrder(scratch, "topDownLevels", UNITS_AT_ONCE, named);
  while (state[7] === 0) yield { ...down, chunkSize: QUEUE_CHUNK_SIZE };
  const [, stop, tail, depth] = state;
  search.leftCount -= tail - search.frontCount;
  search.frontCount = tail - stop;
  search.frontArcs = state[6];
  search.depth = depth;
}

/** Nodes a step, between which the signal is asked. */
const UNITS_AT_ONCE = 65536;

/** Steps from the nodes found last, top-down or bottom-up, until there are few, or it ends. */
function* wideSteps(search: Search): Steps<void> {
  const { ways, scratch, depths, hopsMax, queue, seen, counters } = search;
  if (search.frontCount === 0 || search.depth > hopsMax) return;
  const nodeCount = depths.length;
  const setCount = seen.length;
  const { offsets, ends } = ways.along.place!;
  const back = ways.back?.place?.arena === scratch.arena ? ways.back.place : undefined;
  // bitmaps and marks lie in the last places of the queue, of which the first will be enough for the next one
  let front = queue.byteOffset + (queue.length - setCount) * 4;
  let next = front - setCount * 4;
  const marks = new Uint8Array(queue.buffer, next - setCount * 32, setCount * 32).fill(0);
  const arcCount = ways.along.ends.length;
  const ofSets = (whole: Step): Step => setsStep(whole, arcCount);
  yield bitsStep(search, front);
  while (search.frontCount > nodeCount * WIDE_SHARE && search.depth <= hopsMax) {
    const { depth } = search;
    counters.fill(0);
    if (back !== undefined && isBottomUpCheaper(search)) {
      const arcs = { offsets: back.offsets, ends: back.ends, offsetsAlong: offsets };
      yield ofSets(
        step(scratch, "bottomUpStep", setCount, { front, next, seen, ...arcs, depths, depth, counters }),
      );
    } else {
      yield ofSets(step(scratch, "markDown", setCount, { front, offsets, ends, marks }));
      yield ofSets(
        step(scratch, "findMarked", setCount, { marks, next, seen, offsets, depths, depth, counters }),
      );
    }
    [search.frontCount, search.frontArcs] = counters;
    [front, next] = [next, front];
    search.leftCount -= search.frontCount;
    search.depth++;
  }
  if (search.frontCount === 0 || search.depth > hopsMax) return;
  counters[0] = 0;
  yield stepInOrder(scratch, "queueOfBits", setCount, { bits: front, queue, counter: counters });
}

/**
 * Whether a bottom-up step is cheaper: whether nodes not found yet are expected to read fewer arcs until they reach
 * the frontier, by the frontier's share of all arcs, than the frontier has.
 */
function isBottomUpCheaper({ ways, depths, frontArcs, leftCount }: Search): boolean {
  const arcCount = ways.along.ends.length;
  return frontArcs > leftCount * Math.min(arcCount / depths.length, arcCount / frontArcs);
}

/**
 * The result of a search in the order of a queue: the nodes by their place in it, hops, and the predecessor of each.
 */
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
  const scratch = openScratch(along.place?.arena, nodeCount * 12 + Math.ceil(nodeCount / 32) * 4 + 64);
  if (scratch === undefined || along.place === undefined) return undefined;
  try {
    const depths = scratch.int32(nodeCount).fill(-1);
    const predecessors = scratch.int32(nodeCount).fill(-1);
    const queue = scratch.uint32(nodeCount);
    const seen = scratch.uint32(Math.ceil(nodeCount / 32)).fill(0);
    const state = scratch.uint32(2);
    queue.set(sources);
    for (let i = 0; i < sources.length; i++) {
      depths[sources[i]] = 0;
      seen[sources[i] >>> 5] |= 1 << (sources[i] & 31);
    }
    const { offsets, ends } = along.place;
    const named = { queue, offsets, ends, depths, predecessors, seen, depth: 1, state };
    const search = stepInOrder(scratch, "searchInOrder", 0, named);
    state[0] = sources.length;
    for (let head = 0, depth = 1; head < state[0] && depth <= hopsMax; depth++) {
      const tail = state[0];
      yield stepOver(search, head, tail, { depth });
      head = tail;
      tick(head);
    }
    return {
      order: queue.slice(0, state[0]),
      depths: depths.slice(),
      predecessors: predecessors.slice(),
    };
  } finally {
    scratch.release();
  }
}
