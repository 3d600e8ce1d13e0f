/**
 * The frozen graph: for each node the arcs that leave it and the arcs that enter it, in compressed sparse
 * rows. A half is one memory of exact size: offsets, far ends, edge positions, then scratch for kernels.
 * The half of the entering arcs is built when first asked for, in a memory of its own, from the other
 * half, so that nothing has to be kept for it. In every list edges ascend.
 */
import { assert, LimitError } from "../errors.js";
import * as loops from "./csr-loops.js";
import { createMemory, instantiate, type Kernels, pageCountMax, pageSizeBytes } from "./wasm.js";

/** Edges given by the dense indices, below `nodeCount`, of their ends; neither array is kept. */
export interface CsrInput {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** If false, each edge is an arc either way, and a self-loop is two arcs at its node. */
  readonly directed: boolean;
}

/** One direction of a frozen graph. */
export interface CsrHalf {
  /** Node u's arcs are at offsets[u] .. offsets[u + 1] - 1 of the next two. */
  readonly offsets: Uint32Array;
  /** The node at the far end of each arc. */
  readonly ends: Uint32Array;
  /** The position of each arc's edge among the edges the graph was made of. */
  readonly edges: Uint32Array;
  /** Where a kernel finds these arrays; undefined if they lie in plain buffers. */
  readonly place: CsrPlace | undefined;
}

/** Addresses of a half's arrays in its memory; the scratch there holds at least a word a node. */
export interface CsrPlace {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
  readonly offsets: number;
  readonly ends: number;
  readonly edges: number;
  readonly scratch: number;
}

/** Below this many edges loops in TypeScript are faster than making a memory and instantiating the kernels. */
export const kernelEdgeCountMin = 32768;

/** Edges handed to a kernel at a time: short calls let the engine replace its first, slow code. */
export const edgeChunkSize = 16384;

/** A graph's arcs as they were when it was frozen. */
export class FrozenCsr {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly arcCount: number;
  readonly directed: boolean;
  /** The arcs by the node they leave. */
  readonly out: CsrHalf;
  #in: CsrHalf | undefined;

  constructor(nodeCount: number, edgeCount: number, directed: boolean, out: CsrHalf) {
    this.nodeCount = nodeCount;
    this.edgeCount = edgeCount;
    this.arcCount = out.ends.length;
    this.directed = directed;
    this.out = out;
    this.#in = directed ? undefined : out;
  }

  /** The arcs by the node they enter; of an undirected graph the same as `out`. */
  get in(): CsrHalf {
    if (this.#in === undefined) {
      const { offsets, ends, edges } = this.out;
      const { sources, targets } = loops.endsOfEdges(offsets, ends, edges);
      this.#in = buildHalf(this.nodeCount, targets, sources, false, this.out.place !== undefined);
    }
    return this.#in;
  }

  get outOffsets(): Uint32Array {
    return this.out.offsets;
  }

  get outTargets(): Uint32Array {
    return this.out.ends;
  }

  get outEdges(): Uint32Array {
    return this.out.edges;
  }

  get inOffsets(): Uint32Array {
    return this.in.offsets;
  }

  get inSources(): Uint32Array {
    return this.in.ends;
  }

  get inEdges(): Uint32Array {
    return this.in.edges;
  }
}

/**
 * Freezes a graph, in time and space linear in its nodes and edges.
 *
 * @throws LimitError if a direction does not fit into 4 GiB.
 */
export function freezeCsr(input: CsrInput): FrozenCsr {
  const { nodeCount, edgeCount, directed } = input;
  assert(input.sources.length >= edgeCount && input.targets.length >= edgeCount, "an edge without its ends");
  const sources = input.sources.subarray(0, edgeCount);
  const targets = input.targets.subarray(0, edgeCount);
  const out = buildHalf(nodeCount, sources, targets, !directed, edgeCount >= kernelEdgeCountMin);
  return new FrozenCsr(nodeCount, edgeCount, directed, out);
}

/** One arc an edge, from key to value, or with `both` one either way. */
export function buildHalf(
  nodeCount: number,
  keys: Uint32Array,
  values: Uint32Array,
  both: boolean,
  withKernels: boolean,
): CsrHalf {
  const arcCount = both ? keys.length * 2 : keys.length;
  const half = withKernels ? reserveHalf(nodeCount, arcCount) : plainHalf(nodeCount, arcCount);
  const { place } = half;
  if (place !== undefined) fillWithKernels(place, nodeCount, keys, values, both);
  else if (both) loops.placeBothArcs(keys, values, half.offsets, half.ends, half.edges);
  else loops.placeArcs(keys, values, half.offsets, half.ends, half.edges);
  // an index past the last node would have been counted outside of the offsets
  assert(half.offsets[nodeCount] === arcCount, "an edge to no node");
  return { ...half, offsets: half.offsets.subarray(0, nodeCount + 1) };
}

function plainHalf(nodeCount: number, arcCount: number): CsrHalf {
  sizeBytesOfHalf(nodeCount, arcCount);
  const [offsets, ends, edges] = [nodeCount + 2, arcCount, arcCount].map((length) => new Uint32Array(length));
  return { offsets, ends, edges, place: undefined };
}

function reserveHalf(nodeCount: number, arcCount: number): CsrHalf {
  const sizeBytes = sizeBytesOfHalf(nodeCount, arcCount);
  const isShared = typeof SharedArrayBuffer !== "undefined";
  const memory = createMemory(Math.ceil(sizeBytes / pageSizeBytes), isShared);
  const kernels = memory && instantiate(memory, isShared);
  if (memory === undefined || kernels === undefined) return plainHalf(nodeCount, arcCount);
  const ends = offsetsSizeBytes(nodeCount);
  const edges = ends + arcCount * 4;
  const place: CsrPlace = { memory, kernels, offsets: 0, ends, edges, scratch: edges + arcCount * 4 };
  return {
    offsets: new Uint32Array(memory.buffer, 0, nodeCount + 2),
    ends: new Uint32Array(memory.buffer, ends, arcCount),
    edges: new Uint32Array(memory.buffer, edges, arcCount),
    place,
  };
}

function offsetsSizeBytes(nodeCount: number): number {
  return Math.ceil(((nodeCount + 2) * 4) / 64) * 64;
}

function sizeBytesOfHalf(nodeCount: number, arcCount: number): number {
  const scratchSizeBytes = Math.max(nodeCount, 2 * edgeChunkSize) * 4;
  const sizeBytes = offsetsSizeBytes(nodeCount) + arcCount * 8 + scratchSizeBytes;
  const sizeBytesMax = pageCountMax * pageSizeBytes;
  if (sizeBytes > sizeBytesMax) throw new LimitError("bytes of a frozen graph", sizeBytesMax, sizeBytes);
  return sizeBytes;
}

function fillWithKernels(
  place: CsrPlace,
  nodeCount: number,
  keys: Uint32Array,
  values: Uint32Array,
  both: boolean,
): void {
  const { kernels, offsets, ends, edges, scratch } = place;
  const edgeCount = keys.length;
  const valueScratch = scratch + edgeChunkSize * 4;
  const keyChunk = new Uint32Array(place.memory.buffer, scratch, edgeChunkSize);
  const valueChunk = new Uint32Array(place.memory.buffer, valueScratch, edgeChunkSize);
  // count degrees
  for (let first = 0; first < edgeCount; first += edgeChunkSize) {
    const last = Math.min(edgeCount, first + edgeChunkSize);
    keyChunk.set(keys.subarray(first, last));
    kernels.countKeys(scratch, last - first, offsets);
    if (!both) continue;
    valueChunk.set(values.subarray(first, last));
    kernels.countKeys(valueScratch, last - first, offsets);
  }
  // sum them to starts
  let sum = 0;
  for (let first = 2; first < nodeCount + 2; first += edgeChunkSize) {
    sum = kernels.sumOffsets(offsets, first, Math.min(nodeCount + 2, first + edgeChunkSize), sum);
  }
  // place arcs
  for (let first = 0; first < edgeCount; first += edgeChunkSize) {
    const last = Math.min(edgeCount, first + edgeChunkSize);
    keyChunk.set(keys.subarray(first, last));
    valueChunk.set(values.subarray(first, last));
    if (both) kernels.placeBothArcs(scratch, valueScratch, last - first, first, offsets, ends, edges);
    else kernels.placeArcs(scratch, valueScratch, last - first, first, offsets, ends, edges);
  }
}
