/**
 * Shortest paths by delta-stepping over a frozen graph's memory (Meyer and Sanders 2003, "Δ-stepping: a
 * parallelizable shortest path algorithm"): nodes wait in buckets of distances, all nodes of a bucket are
 * looked at together, and again if their distances fall. Rounding never makes a longer way shorter, so the
 * distances are those of Dijkstra's algorithm to the last bit, in whatever order arcs are looked at.
 */
import type { CsrPlace, FrozenCsr } from "../../kernels/core/csr.js";
import * as layout from "../../kernels/layouts/path-layout.js";
import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import { type Steps, step, stepInOrder } from "../../kernels/runtime/steps.js";
import type { EdgeWeights } from "../shared/weights/edge-weights.js";
import { KernelWeights, WHOLE_END } from "../shared/weights/packed-weights.js";
import { layOutWorkspaces, type Workspaces, workspacesSizeBytes } from "../shared/workspaces.js";
import { searchSteps, type Ways, waysOf } from "../traversal/hops-kernel.js";

export interface PathInput {
  readonly ways: Ways;
  /** By edge, not negative; all 1 if undefined. */
  readonly weights: EdgeWeights | undefined;
  readonly sources: ArrayLike<number>;
  readonly distanceMax: number;
  /** Whether the tree is computed besides distances. */
  readonly withTree: boolean;
  /** The number of threads that may take part. */
  readonly threads: number;
  readonly tick: (done: number) => void;
}

/** The ways of paths: with weights arcs are looked back along only where they lead either way. */
export function pathWaysOf(csr: FrozenCsr, isAgainst: boolean, isWeighted: boolean): Ways {
  if (!isWeighted || !csr.directed) return waysOf(csr, isAgainst);
  return { along: isAgainst ? csr.in : csr.out, back: undefined };
}

/** Infinity where nothing leads; before each node the one with the least index, -1 where there is none. */
export interface Paths {
  readonly distances: Float64Array;
  readonly predecessors: Int32Array;
  /** The first edge from there. */
  readonly edges: Int32Array;
}

const STATE_SIZE_BYTES = 128;
const WORKSPACE_SIZE_BYTES =
  layout.PATH_HEAD_SIZE_BYTES +
  layout.PATH_RING_SIZE * 4 +
  (layout.PATH_BLOCK_SIZE + layout.PATH_PROMISE_COUNT) * layout.PATH_TASK_SIZE_BYTES;

/** Threads that have buckets of their own at the same time; more wait for each other. */
const WORKSPACE_COUNT_MAX = 8;

/** Blocks of a bucket handed to a kernel at a time, and as many as are worth waking others for: some 150 us of work. */
const BLOCK_CHUNK_SIZE = 4;
const BLOCK_SHARE_MIN = 48;

/** The number of calls without a check of the signal. */
const CALL_COUNT = 16;

/** The capacity of buckets in entries per node. */
const ENTRIES_PER_NODE = 4;

/**
 * The shortest paths from the nearest of the sources. Undefined where the loops have to run: there are no
 * kernels, sums of weights pass what numbers hold, or a node of the tree is reached by edges of no length only.
 */
export function* pathSteps(input: PathInput): Steps<Paths | undefined> {
  const { ways, weights } = input;
  const { place, offsets } = ways.along;
  if (place === undefined) return undefined;
  if (weights === undefined) return yield* hopPaths(input, place);
  const given = KernelWeights.open(place.arena, offsets.length - 1, weights);
  try {
    return yield* weightedPaths(input, weights, given, place);
  } finally {
    given.release();
  }
}

interface Found {
  readonly distances: Uint32Array | Float64Array;
  /** Address of arcs with their weights; 0 if all are 1. */
  readonly arcs: number;
}

function* hopPaths(input: PathInput, place: CsrPlace): Steps<Paths | undefined> {
  const { ways, sources, distanceMax } = input;
  const nodeCount = ways.along.offsets.length - 1;
  const scratch = openScratch(place.arena, nodeCount * 24 + Math.ceil(nodeCount / 32) * 4 + 64);
  if (scratch === undefined) return undefined;
  try {
    const depths = scratch.int32(nodeCount).fill(-1);
    yield* searchSteps(ways, scratch, depths, sources, Math.floor(distanceMax));
    const distances = new Uint32Array(depths.buffer, depths.byteOffset, nodeCount);
    return yield* finish(input, scratch, { distances, arcs: 0 });
  } finally {
    scratch.release();
  }
}

function* weightedPaths(
  input: PathInput,
  weights: EdgeWeights,
  given: KernelWeights,
  place: CsrPlace,
): Steps<Paths | undefined> {
  const { along } = input.ways;
  const delta = deltaOf(given, along.offsets.length - 1, along.ends.length);
  const arcs = delta === undefined ? undefined : yield* given.packSteps(along, weights);
  const scratch = arcs === undefined ? undefined : openScratch(place.arena, sizeBytesOf(input, given));
  if (delta === undefined || arcs === undefined || scratch === undefined) return undefined;
  try {
    const distances = yield* distanceSteps(input, scratch, given.isWhole, arcs, delta);
    const paths = distances && (yield* finish(input, scratch, { distances, arcs }));
    // the graph may have others by the time that loops ask for them
    if (paths === undefined) weights.hold(given.unpack(along, arcs));
    return paths;
  } finally {
    scratch.release();
  }
}

function* finish(input: PathInput, scratch: Scratch, found: Found): Steps<Paths | undefined> {
  const distances = numbersOf(found.distances);
  if (!input.withTree) return { distances, predecessors: new Int32Array(0), edges: new Int32Array(0) };
  const tree = yield* treeSteps(scratch, input.ways, found);
  return isComplete(tree.predecessors, distances, input.sources) ? { distances, ...tree } : undefined;
}

function workspaceCountOf({ threads }: PathInput): number {
  return Math.min(WORKSPACE_COUNT_MAX, threads);
}

function sizeBytesOf(input: PathInput, { isWhole, sizeBytes }: KernelWeights): number {
  const nodeCount = input.ways.along.offsets.length - 1;
  const blockCount = blockCountOf(nodeCount, input);
  return (
    nodeCount * (sizeBytes + (input.withTree ? 16 : 0)) +
    (blockCount + 1) * blockBytesOf(isWhole) +
    blockCount * 8 +
    workspacesSizeBytes(workspaceCountOf(input), WORKSPACE_SIZE_BYTES) +
    STATE_SIZE_BYTES
  );
}

function blockCountOf(nodeCount: number, input: PathInput): number {
  return (
    Math.ceil((nodeCount * ENTRIES_PER_NODE) / layout.PATH_BLOCK_SIZE) +
    workspaceCountOf(input) * layout.PATH_RING_SIZE
  );
}

function blockBytesOf(isWhole: boolean): number {
  return layout.PATH_BLOCK_SIZE * (isWhole ? 8 : 16);
}

/** The width of a bucket in distance; undefined if sums of weights may exceed what numbers hold. */
function deltaOf(
  { survey, isWhole }: KernelWeights,
  nodeCount: number,
  arcCount: number,
): number | undefined {
  const { most, mean } = survey;
  const longest = most * nodeCount;
  if (longest === Infinity) return undefined;
  const degree = Math.max(1, arcCount / nodeCount);
  // buckets are numbered with 32 bits
  const delta = Math.max((mean * DELTA_FACTOR) / degree, longest / 2 ** 31, Number.MIN_VALUE * 2 ** 52);
  return isWhole ? 2 ** Math.max(0, Math.round(Math.log2(delta))) : delta;
}

/** Measured: 0.5 to 1 are best on uniform graphs, 4 takes a half more; narrow buckets cost little. */
const DELTA_FACTOR = 0.5;

function* distanceSteps(
  input: PathInput,
  scratch: Scratch,
  isWhole: boolean,
  arcs: number,
  delta: number,
): Steps<Uint32Array | Float64Array | undefined> {
  const { ways, sources, distanceMax, threads, tick } = input;
  const nodeCount = ways.along.offsets.length - 1;
  const distances = isWhole
    ? scratch.uint32(nodeCount).fill(WHOLE_END)
    : scratch.float64(nodeCount).fill(Infinity);
  const { words, numbers } = layOut(input, scratch, isWhole);
  words[layout.PATH_OFFSETS_WORD] = ways.along.place!.offsets;
  words[layout.PATH_ARCS_WORD] = arcs;
  words[layout.PATH_DISTANCES_WORD] = distances.byteOffset;
  words[layout.PATH_SHIFT_WORD] = Math.log2(delta);
  words[layout.PATH_SHARE_MIN_WORD] = threads > 1 ? BLOCK_SHARE_MIN : WHOLE_END;
  numbers[layout.PATH_INVERSE_NUMBER] = 1 / delta;
  numbers[layout.PATH_DISTANCE_MAX_NUMBER] = Math.min(distanceMax, isWhole ? WHOLE_END - 1 : Infinity);
  const pushSource = isWhole ? scratch.kernels.pushSourceWord : scratch.kernels.pushSourceNumber;
  for (let i = 0; i < sources.length; i++) {
    distances[sources[i]] = 0;
    pushSource(sources[i], sources[i] + 1, words.byteOffset);
  }
  const [advance, relax] = isWhole
    ? (["advanceWords", "relaxWords"] as const)
    : (["advanceNumbers", "relaxNumbers"] as const);
  const forward = { ...stepInOrder(scratch, advance, CALL_COUNT, { state: words }), chunkSize: 1 };
  while (words[layout.PATH_DONE_WORD] === 0) {
    yield forward;
    const count = words[layout.PATH_FRONTIER_COUNT_WORD];
    if (count >= words[layout.PATH_SHARE_MIN_WORD] && words[layout.PATH_DONE_WORD] === 0) {
      yield { ...step(scratch, relax, count, { state: words }), chunkSize: BLOCK_CHUNK_SIZE };
      words[layout.PATH_FRONTIER_NEXT_WORD] = count;
      words[layout.PATH_FRONTIER_COUNT_WORD] = count;
    }
    tick(0);
  }
  return words[layout.PATH_FAILED_WORD] === 0 ? distances : undefined;
}

/** The state, with empty buckets and all blocks free. */
function layOut(
  input: PathInput,
  scratch: Scratch,
  isWhole: boolean,
): { words: Uint32Array; numbers: Float64Array } {
  const blockCount = blockCountOf(input.ways.along.offsets.length - 1, input);
  const words = scratch.uint32(STATE_SIZE_BYTES / 4).fill(0);
  const workspaces: Workspaces = layOutWorkspaces(scratch, workspaceCountOf(input), WORKSPACE_SIZE_BYTES);
  const [links, frontier] = [0, 1].map(() => scratch.uint32(blockCount));
  const blockBytes = blockBytesOf(isWhole);
  // a block begins at a multiple of its size
  const blockStorage = scratch.uint8((blockCount + 1) * blockBytes);
  const blocks = Math.ceil(blockStorage.byteOffset / blockBytes) * blockBytes;
  words[layout.PATH_WORKSPACES_WORD] = workspaces.address;
  words[layout.PATH_WORKSPACE_BYTES_WORD] = workspaces.workspaceBytes;
  words[layout.PATH_WORKSPACE_COUNT_WORD] = workspaces.count;
  words[layout.PATH_LINKS_WORD] = links.byteOffset;
  words[layout.PATH_BLOCKS_WORD] = blocks;
  words[layout.PATH_BLOCK_COUNT_WORD] = blockCount;
  words[layout.PATH_FRONTIER_WORD] = frontier.byteOffset;
  return { words, numbers: new Float64Array(words.buffer, words.byteOffset, STATE_SIZE_BYTES / 8) };
}

function numbersOf(distances: Uint32Array | Float64Array): Float64Array {
  if (distances instanceof Float64Array) return distances.slice();
  const numbers = new Float64Array(distances.length);
  for (let u = 0; u < numbers.length; u++) {
    const distance = distances[u];
    numbers[u] = distance === WHOLE_END ? Infinity : distance;
  }
  return numbers;
}

function* treeSteps(
  scratch: Scratch,
  { along, back }: Ways,
  { distances, arcs }: Found,
): Steps<Pick<Paths, "predecessors" | "edges">> {
  const { offsets, ends, edges } = along.place!;
  const nodeCount = distances.length;
  const tree = scratch.float64(nodeCount);
  const [predecessors, edgeTo] = [scratch.int32(nodeCount), scratch.int32(nodeCount)];
  const isWhole = distances instanceof Uint32Array;
  if (arcs !== 0 && along === back) {
    const kernel = isWhole ? "tightBackWords" : "tightBackNumbers";
    yield step(scratch, kernel, nodeCount, { offsets, arcs, distances, tree });
  } else {
    new Uint32Array(tree.buffer, tree.byteOffset, nodeCount * 2).fill(0xffff_ffff);
    const kernel = isWhole ? "tightWords" : "tightNumbers";
    yield step(scratch, kernel, nodeCount, { offsets, ends, arcs, distances, tree });
  }
  yield step(scratch, "readTree", nodeCount, { tree, edges, before: predecessors, edgeTo });
  return { predecessors: predecessors.slice(), edges: edgeTo.slice() };
}

/** Whether each node that is reached, save sources, comes from one that is nearer. */
function isComplete(predecessors: Int32Array, distances: Float64Array, sources: ArrayLike<number>): boolean {
  let missing = 0;
  for (let u = 0; u < distances.length; u++) {
    if (predecessors[u] < 0 && distances[u] !== Infinity) missing++;
  }
  return missing === sources.length;
}
