/**
 * Shortest paths by delta-stepping over a frozen graph's memory (Meyer and Sanders 2003, "Δ-stepping: a
 * parallelizable shortest path algorithm"): nodes wait in buckets of distances, all nodes of a bucket are
 * looked at together, and again if their distances fall. Rounding never makes a longer way shorter, so the
 * distances are those of Dijkstra's algorithm to the last bit, in whatever order arcs are looked at.
 */
import type { CsrPlace } from "./csr.js";
import { searchSteps, type Ways } from "./hops.js";
import { openScratch, type Scratch } from "./scratch.js";
import { type Steps, step } from "./steps.js";

export interface PathInput {
  readonly ways: Ways;
  /** By edge, not negative; all 1 if undefined. */
  readonly weights: Float64Array | undefined;
  readonly sources: ArrayLike<number>;
  readonly distanceMax: number;
  /** Whether the tree is wanted besides distances. */
  readonly withTree: boolean;
  readonly tick: (done: number) => void;
}

/** Infinity where nothing leads; before each node the one with the least index, -1 where there is none. */
export interface Paths {
  readonly distances: Float64Array;
  readonly predecessors: Int32Array;
  /** The first edge from there. */
  readonly edges: Int32Array;
}

/** Distances as kernels keep them: whole numbers in 32 bits while no way can be longer, else 64-bit floats. */
interface Kind {
  readonly isWhole: boolean;
  readonly delta: number;
}

const unreachedWord = 0xffff_ffff;
const blockSize = 64;
const ringSize = 128;
const stateSizeBytes = 128;

/** Threads that have bucket lists of their own at the same time; more wait for each other. */
const slotCount = 8;

/** Nodes of a bucket handed to a kernel at a time. */
const frontierChunkSize = 256;

/** Entries that buckets have room for, for each node. */
const entriesPerNode = 4;

/**
 * The shortest paths from the nearest of the sources. Undefined where the loops have to run: there are no
 * kernels, sums of weights pass what numbers hold, or a node of the tree is reached by edges of no length only.
 */
export function* pathSteps(input: PathInput): Steps<Paths | undefined> {
  const { ways, weights } = input;
  const { place, offsets, ends } = ways.along;
  if (place === undefined) return undefined;
  const [nodeCount, arcCount] = [offsets.length - 1, ends.length];
  const kind = kindOf(weights, nodeCount, arcCount);
  if (kind === undefined) return undefined;
  const scratch = openScratch(place.space, sizeBytesOf(nodeCount, arcCount, weights?.length));
  if (scratch === undefined) return undefined;
  try {
    const found = yield* weights === undefined
      ? hopDistances(input, scratch, nodeCount)
      : weightedDistances(input, weights, kind, scratch, place);
    if (found === undefined) return undefined;
    const distances = numbersOf(found.distances);
    if (!input.withTree) {
      return { distances, predecessors: new Int32Array(0), edges: new Int32Array(0) };
    }
    const tree = yield* treeSteps(scratch, place, found, nodeCount);
    return isComplete(tree.predecessors, distances, input.sources) ? { distances, ...tree } : undefined;
  } finally {
    scratch.release();
  }
}

interface Found {
  readonly distances: Uint32Array | Float64Array;
  /** Addresses by arc; 0 if all are 1. */
  readonly arcWeights: number;
}

function sizeBytesOf(nodeCount: number, arcCount: number, weightCount: number | undefined): number {
  const common = nodeCount * 24 + 64;
  if (weightCount === undefined) return common + Math.ceil(nodeCount / 32) * 4;
  const bucketBytes = blockCountOf(nodeCount) * (blockSize * 8 + 8) + listsSizeBytes;
  return common + nodeCount * 8 + arcCount * 8 + weightCount * 8 + bucketBytes;
}

const listsSizeBytes = slotCount * ringSize * 8 + stateSizeBytes + 8;

function blockCountOf(nodeCount: number): number {
  return Math.ceil((nodeCount * entriesPerNode) / blockSize) + slotCount * ringSize;
}

function kindOf(weights: Float64Array | undefined, nodeCount: number, arcCount: number): Kind | undefined {
  if (weights === undefined) return { isWhole: true, delta: 1 };
  let [most, sum, isWhole] = [0, 0, true];
  for (let e = 0; e < weights.length; e++) {
    const weight = weights[e];
    if (weight !== Math.floor(weight)) isWhole = false;
    if (weight === Infinity) isWhole = false;
    else {
      sum += weight;
      if (weight > most) most = weight;
    }
  }
  const longest = most * nodeCount;
  if (longest === Infinity) return undefined;
  const mean = weights.length === 0 ? 1 : sum / weights.length;
  const degree = Math.max(1, arcCount / nodeCount);
  // buckets are numbered with 32 bits
  const delta = Math.max((mean * deltaFactor) / degree, longest / 2 ** 31, Number.MIN_VALUE * 2 ** 52);
  if (!isWhole || longest >= unreachedWord) return { isWhole: false, delta };
  return { isWhole, delta: 2 ** Math.max(0, Math.round(Math.log2(delta))) };
}

/** Measured: from 1 to 8 the time hardly changes on uniform graphs, at 32 it is twice as long. */
const deltaFactor = 4;

function* hopDistances(
  { ways, sources, distanceMax }: PathInput,
  scratch: Scratch,
  nodeCount: number,
): Steps<Found> {
  const depths = scratch.int32(nodeCount).fill(-1);
  yield* searchSteps(ways, scratch, depths, sources, Math.floor(distanceMax));
  const distances = new Uint32Array(depths.buffer, depths.byteOffset, nodeCount);
  return { distances, arcWeights: 0 };
}

function* weightedDistances(
  input: PathInput,
  weights: Float64Array,
  { isWhole, delta }: Kind,
  scratch: Scratch,
  place: CsrPlace,
): Steps<Found | undefined> {
  const { ways, sources, distanceMax, tick } = input;
  const { offsets, ends } = ways.along;
  const nodeCount = offsets.length - 1;
  const numbers = (count: number) => (isWhole ? scratch.uint32(count) : scratch.float64(count));
  const distances = numbers(nodeCount).fill(isWhole ? unreachedWord : Infinity);
  const relaxed = numbers(nodeCount).fill(isWhole ? unreachedWord : Infinity);
  const arcWeights = numbers(ends.length);
  const edgeWeights = numbers(weights.length);
  edgeWeights.set(weights);
  for (let i = 0; i < sources.length; i++) distances[sources[i]] = 0;
  // weights in the order of arcs
  const gathered = [edgeWeights.byteOffset, place.edges, arcWeights.byteOffset] as const;
  yield step(scratch, isWhole ? "gatherWords" : "gatherNumbers", ends.length, ...gathered);
  const state = layOut(scratch, nodeCount, place);
  const [words, doubles] = [state, new Float64Array(state.buffer, state.byteOffset + 64, 2)];
  [words[2], words[3]] = [arcWeights.byteOffset, distances.byteOffset];
  words[relaxedWord] = relaxed.byteOffset;
  words[shiftWord] = Math.log2(delta);
  doubles.set([1 / delta, distanceMax]);
  const { kernels } = scratch;
  for (let i = 0; i < sources.length; i++) {
    kernels.pushSource(sources[i], sources[i] + 1, state.byteOffset);
  }
  const relax = isWhole ? "relaxWords" : "relaxNumbers";
  for (let round = 0; ; round++) {
    const count = kernels.collectBucket(state.byteOffset);
    if (count === 0 || words[failedWord] !== 0) break;
    yield { ...step(scratch, relax, count, state.byteOffset), chunkSize: frontierChunkSize };
    if ((round & 0xff) === 0) tick(0);
  }
  return words[failedWord] === 0 ? { distances, arcWeights: arcWeights.byteOffset } : undefined;
}

const failedWord = 13;
const shiftWord = 15;
const relaxedWord = 20;

/** The state of assembly/paths.ts, with empty buckets and all blocks free. */
function layOut(scratch: Scratch, nodeCount: number, { offsets, ends }: CsrPlace): Uint32Array {
  const blockCount = blockCountOf(nodeCount);
  const state = scratch.uint32(stateSizeBytes / 4).fill(0);
  const [frontier, blocks] = [0, 1].map(() => scratch.uint32(blockCount * blockSize).byteOffset);
  // lists and links name a block by its number plus one
  const [links, free] = [0, 1].map(() => scratch.uint32(blockCount + 1));
  const [heads, fills] = [0, 1].map(() => scratch.uint32(slotCount * ringSize));
  heads.fill(0);
  for (let i = 0; i < blockCount; i++) free[i] = blockCount - 1 - i;
  state.set([offsets, ends, 0, 0, frontier, blocks, links.byteOffset, free.byteOffset, blockCount]);
  state.set([heads.byteOffset, fills.byteOffset, slotCount], 9);
  return state;
}

function numbersOf(distances: Uint32Array | Float64Array): Float64Array {
  if (distances instanceof Float64Array) return distances.slice();
  const numbers = new Float64Array(distances.length);
  for (let u = 0; u < numbers.length; u++) {
    const distance = distances[u];
    numbers[u] = distance === unreachedWord ? Infinity : distance;
  }
  return numbers;
}

function* treeSteps(
  scratch: Scratch,
  { offsets, ends, edges }: CsrPlace,
  { distances, arcWeights }: Found,
  nodeCount: number,
): Steps<Pick<Paths, "predecessors" | "edges">> {
  const tree = scratch.float64(nodeCount);
  new Uint32Array(tree.buffer, tree.byteOffset, nodeCount * 2).fill(0xffff_ffff);
  const [predecessors, edgeTo] = [scratch.int32(nodeCount), scratch.int32(nodeCount)];
  const kernel = distances instanceof Float64Array ? "tightNumbers" : "tightWords";
  const treeAt = tree.byteOffset;
  yield step(scratch, kernel, nodeCount, offsets, ends, arcWeights, distances.byteOffset, treeAt);
  yield step(scratch, "readTree", nodeCount, treeAt, edges, predecessors.byteOffset, edgeTo.byteOffset);
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
