/**
 * The frozen graph: for each node the arcs that leave it and the arcs that enter it, in compressed sparse
 * rows. A half is a part of a memory: offsets, far ends, edge positions; what kernels need besides is
 * reserved in the same memory for the length of a call. The half of the entering arcs is built when first
 * asked for, from the edges' ends if those may be kept and else from the first half, and in the same memory
 * if there is room, so that a kernel may use both. In every list edges ascend.
 */

import { assert, LimitError } from "../../errors.js";
import { tuning } from "../../structures/tuning.js";
import { type Arena, createArena } from "./arena.js";
import * as loops from "./csr-loops.js";
import type { Kernels } from "./module.js";
import { type AddedArcs, patchHalf, type Renumbering } from "./patch-half.js";
import { instantiate, PAGE_COUNT_LIMIT, PAGE_SIZE_BYTES } from "./wasm.js";

/** Edges given by the dense indices, below `nodeCount`, of their ends. */
export interface CsrInput {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** If false, each edge is an arc either way, and a self-loop is two arcs at its node. */
  readonly directed: boolean;
  /**
   * States that `sources` and `targets` will never change, so that they may be kept until the half of the
   * entering arcs is built from them, in half the time. By default nothing is kept.
   */
  readonly keepEnds?: boolean;
}

/** The source and target of each edge. */
export interface EdgeEnds {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

/** One direction of a frozen graph. */
export interface CsrHalf {
  /** Node u's arcs are at offsets[u] .. offsets[u + 1] - 1 of the next two. */
  readonly offsets: Uint32Array;
  /** The node at the far end of each arc. */
  readonly ends: Uint32Array;
  /** The position of each arc's edge among the edges the graph was made of. */
  readonly edges: Uint32Array;
  /** The addresses of these arrays for kernels; undefined if they are in plain buffers. @internal */
  readonly place: CsrPlace | undefined;
}

/** Addresses of a half's arrays in its memory. */
export interface CsrPlace {
  readonly arena: Arena;
  readonly offsets: number;
  readonly ends: number;
  readonly edges: number;
}

/** Edges handed to a kernel at a time: short calls let the engine replace its first, slow code. */
export const EDGE_CHUNK_SIZE = 16384;

/** A graph's arcs as they were when it was frozen. */
export class FrozenCsr {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly arcCount: number;
  readonly directed: boolean;
  /** The arcs by the node they leave. */
  readonly out: CsrHalf;
  #in: CsrHalf | undefined;
  #ends: EdgeEnds | undefined;

  constructor(
    nodeCount: number,
    edgeCount: number,
    directed: boolean,
    out: CsrHalf,
    ends?: EdgeEnds,
    entering?: CsrHalf,
  ) {
    this.nodeCount = nodeCount;
    this.edgeCount = edgeCount;
    this.arcCount = out.ends.length;
    this.directed = directed;
    this.out = out;
    this.#in = directed ? entering : out;
    this.#ends = directed ? ends : undefined;
  }

  /** The arcs by the node they enter; of an undirected graph the same as `out`. */
  get in(): CsrHalf {
    if (this.#in === undefined) {
      const { offsets, ends, edges } = this.out;
      const { sources, targets } = this.#ends ?? loops.endsOfEdges(offsets, ends, edges);
      const { place } = this.out;
      this.#in = buildHalf(this.nodeCount, targets, sources, false, place !== undefined, place?.arena);
      this.#ends = undefined;
    }
    return this.#in;
  }

  /** The same if they are built, for those who can do without: building them takes as long as they save ten searches. */
  get inIfBuilt(): CsrHalf | undefined {
    return this.#in;
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
  const out = buildHalf(nodeCount, sources, targets, !directed, edgeCount >= tuning.kernelEdgeCountMin);
  return new FrozenCsr(
    nodeCount,
    edgeCount,
    directed,
    out,
    input.keepEnds ? { sources, targets } : undefined,
  );
}

/** Nodes and edges that came and went since a graph was frozen. */
export interface CsrChanges {
  readonly nodes: Renumbering;
  readonly edges: Renumbering;
  /** The ends of the edges that went, in the numbers of nodes before. */
  readonly removed: EdgeEnds;
  /** The ends of the edges that came, in the numbers of nodes after. */
  readonly added: EdgeEnds;
}

/**
 * The graph as freezing it anew would give it, by copying what has not changed. The half of the entering arcs is there if
 * it was before. Takes the time of a copy.
 *
 * @param ends of all edges, if they may be kept as those of `CsrInput`.
 * @throws LimitError if a direction does not fit into 4 GiB.
 */
export function patchCsr(base: FrozenCsr, changes: CsrChanges, ends: EdgeEnds | undefined): FrozenCsr {
  const { nodes, edges } = changes;
  const nodeCount = base.nodeCount - nodes.removed.length + nodes.added.length;
  const edgeCount = base.edgeCount - edges.removed.length + edges.added.length;
  const { directed } = base;
  const withKernels = edgeCount >= tuning.kernelEdgeCountMin;
  const patched = (half: CsrHalf, incoming: boolean, arena: Arena | undefined): CsrHalf => {
    const arcCount = directed ? edgeCount : edgeCount * 2;
    const site = withKernels ? findSite(nodeCount, arcCount, !directed, arena) : undefined;
    const out = site?.half ?? plainHalf(nodeCount, arcCount);
    site?.release();
    const [near, far] = incoming ? (["targets", "sources"] as const) : (["sources", "targets"] as const);
    const { removed, added } = changes;
    const changed = directed ? removed[near] : joined(removed.sources, removed.targets);
    const arcs = addedArcs(added[near], added[far], edges.added, !directed);
    patchHalf(half, out, nodes, edges, changed, arcs);
    return { ...out, offsets: out.offsets.subarray(0, nodeCount + 1) };
  };
  const out = patched(base.out, false, undefined);
  const entering = directed ? base.inIfBuilt && patched(base.inIfBuilt, true, out.place?.arena) : undefined;
  return new FrozenCsr(
    nodeCount,
    edgeCount,
    directed,
    out,
    entering === undefined ? ends : undefined,
    entering,
  );
}

function joined(a: Uint32Array, b: Uint32Array): Uint32Array {
  const all = new Uint32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** Arcs of edges that come, an edge's either way with `both`: by key, and of a key by edge. */
function addedArcs(near: Uint32Array, far: Uint32Array, edges: Uint32Array, both: boolean): AddedArcs {
  const [keys, ends] = both ? [joined(near, far), joined(far, near)] : [near, far];
  const ofArc = both ? joined(edges, edges) : edges;
  const order = Uint32Array.from(keys, (_, i) => i).sort((i, j) => keys[i] - keys[j] || ofArc[i] - ofArc[j]);
  return {
    keys: order.map((i) => keys[i]),
    ends: order.map((i) => ends[i]),
    edges: order.map((i) => ofArc[i]),
  };
}

/** One arc an edge, from key to value, or with `both` one either way; in `arena` if there is one with free memory. */
export function buildHalf(
  nodeCount: number,
  keys: Uint32Array,
  values: Uint32Array,
  both: boolean,
  withKernels: boolean,
  arena?: Arena,
): CsrHalf {
  const arcCount = both ? keys.length * 2 : keys.length;
  const site = withKernels ? findSite(nodeCount, arcCount, both, arena) : undefined;
  const { half, release } = site ?? { half: plainHalf(nodeCount, arcCount) };
  if (site !== undefined) fillWithKernels(site, nodeCount, keys, values, both);
  else if (both) loops.placeBothArcs(keys, values, half.offsets, half.ends, half.edges);
  else loops.placeArcs(keys, values, half.offsets, half.ends, half.edges);
  release?.();
  // an index past the last node would have been counted outside of the offsets
  assert(half.offsets[nodeCount] === arcCount, "an edge to no node");
  return { ...half, offsets: half.offsets.subarray(0, nodeCount + 1) };
}

function plainHalf(nodeCount: number, arcCount: number): CsrHalf {
  sizeBytesOfHalf(nodeCount, arcCount);
  const [offsets, ends, edges] = [nodeCount + 2, arcCount, arcCount].map((length) => new Uint32Array(length));
  return { offsets, ends, edges, place: undefined };
}

/** A half to fill, all offsets zero, and what kernels need for it. */
interface Site {
  readonly half: CsrHalf;
  readonly place: CsrPlace;
  readonly kernels: Kernels;
  readonly scratch: number;
  /** Gives the scratch back. */
  release(): void;
}

/** In the arena that is in use, else in a new one, else undefined. */
function findSite(
  nodeCount: number,
  arcCount: number,
  both: boolean,
  used: Arena | undefined,
): Site | undefined {
  const sizeBytes = sizeBytesOfHalf(nodeCount, arcCount);
  const inUsed = used && siteIn(used, nodeCount, arcCount);
  if (inUsed !== undefined) return inUsed;
  // memories that cannot grow get room for the other half, and for what algorithms commonly need
  const spareBytes =
    SPARE_BYTES_MIN +
    nodeCount * SPARE_BYTES_PER_NODE +
    arcCount * SPARE_BYTES_PER_ARC +
    (both ? 0 : sizeBytes);
  const arena = createArena(sizeBytes, spareBytes);
  return arena && siteIn(arena, nodeCount, arcCount);
}

/** Weighted paths take the most: buckets, and by arc 12 of weights that are kept and 8 by edge. */
const SPARE_BYTES_MIN = 1 << 20;
const SPARE_BYTES_PER_NODE = 160;
const SPARE_BYTES_PER_ARC = 24;

function siteIn(arena: Arena, nodeCount: number, arcCount: number): Site | undefined {
  const { memory } = arena;
  const kernels = instantiate(memory, arena.isShared);
  // reserved together, so that there is either room for all or for nothing
  const start = kernels && arena.reserve(sizeBytesOfHalf(nodeCount, arcCount));
  if (kernels === undefined || start === undefined) return undefined;
  const ends = start + offsetsSizeBytes(nodeCount);
  const edges = ends + arcCount * 4;
  const scratch = edges + arcCount * 4;
  const place = { arena, offsets: start, ends, edges };
  const half = {
    offsets: new Uint32Array(memory.buffer, start, nodeCount + 2).fill(0),
    ends: new Uint32Array(memory.buffer, ends, arcCount),
    edges: new Uint32Array(memory.buffer, edges, arcCount),
    place,
  };
  return { half, place, kernels, scratch, release: () => arena.shorten(start, scratch - start) };
}

function offsetsSizeBytes(nodeCount: number): number {
  return Math.ceil(((nodeCount + 2) * 4) / 64) * 64;
}

function sizeBytesOfHalf(nodeCount: number, arcCount: number): number {
  const sizeBytes = offsetsSizeBytes(nodeCount) + arcCount * 8 + scratchWordCount(nodeCount) * 4;
  const sizeBytesMax = PAGE_COUNT_LIMIT * PAGE_SIZE_BYTES;
  if (sizeBytes > sizeBytesMax) throw new LimitError("bytes of a frozen graph", sizeBytesMax, sizeBytes);
  return sizeBytes;
}

function fillWithKernels(
  site: Site,
  nodeCount: number,
  keys: Uint32Array,
  values: Uint32Array,
  both: boolean,
): void {
  const { kernels, scratch, place } = site;
  const { offsets, ends, edges } = place;
  const { buffer } = place.arena.memory;
  const edgeCount = keys.length;
  const valueScratch = scratch + EDGE_CHUNK_SIZE * 4;
  const keyChunk = new Uint32Array(buffer, scratch, EDGE_CHUNK_SIZE);
  const valueChunk = new Uint32Array(buffer, valueScratch, EDGE_CHUNK_SIZE);
  // count degrees
  for (let first = 0; first < edgeCount; first += EDGE_CHUNK_SIZE) {
    const last = Math.min(edgeCount, first + EDGE_CHUNK_SIZE);
    keyChunk.set(keys.subarray(first, last));
    kernels.countKeys(scratch, last - first, offsets);
    if (!both) continue;
    valueChunk.set(values.subarray(first, last));
    kernels.countKeys(valueScratch, last - first, offsets);
  }
  // sum them to starts
  let sum = 0;
  for (let first = 2; first < nodeCount + 2; first += EDGE_CHUNK_SIZE) {
    sum = kernels.sumOffsets(offsets, first, Math.min(nodeCount + 2, first + EDGE_CHUNK_SIZE), sum);
  }
  const buckets = bucketsOf(nodeCount, edgeCount, both ? edgeCount * 2 : edgeCount);
  if (buckets !== undefined) {
    placeByBuckets(site, nodeCount, keys, values, both, buckets);
    return;
  }
  // place arcs
  for (let first = 0; first < edgeCount; first += EDGE_CHUNK_SIZE) {
    const last = Math.min(edgeCount, first + EDGE_CHUNK_SIZE);
    keyChunk.set(keys.subarray(first, last));
    valueChunk.set(values.subarray(first, last));
    if (both) kernels.placeBothArcs(scratch, valueScratch, last - first, first, offsets, ends, edges);
    else kernels.placeArcs(scratch, valueScratch, last - first, first, offsets, ends, edges);
  }
}

/** Buckets of 2^shift nodes, by which arcs are placed in two steps. */
interface Buckets {
  readonly shift: number;
  readonly valueBits: number;
}

/** From this many arcs on they no longer fit in the caches while they are placed one by one. */
const BUCKETED_ARC_COUNT_MIN = 1 << 20;

const BUCKET_COUNT_WANTED = 1024;
const BUCKET_COUNT_MAX = 16384;
const ARCS_PER_BUCKET = 32768;

/**
 * The buckets for a graph's arcs; undefined if they are few, or too many for an arc to pack into 64 bits. Exported
 * for its test.
 */
export function bucketsOf(nodeCount: number, edgeCount: number, arcCount: number): Buckets | undefined {
  if (arcCount < BUCKETED_ARC_COUNT_MIN) return undefined;
  const bucketCount = Math.min(BUCKET_COUNT_WANTED, arcCount / ARCS_PER_BUCKET);
  const valueBits = bitsOf(nodeCount - 1);
  const spareBits = 64 - valueBits - bitsOf(edgeCount - 1);
  const shift = Math.min(spareBits, Math.ceil(Math.log2(Math.max(1, nodeCount / bucketCount))));
  return shift < 0 || nodeCount / 2 ** shift > BUCKET_COUNT_MAX ? undefined : { shift, valueBits };
}

function bitsOf(value: number): number {
  return 32 - Math.clz32(value);
}

function placeByBuckets(
  site: Site,
  nodeCount: number,
  keys: Uint32Array,
  values: Uint32Array,
  both: boolean,
  { shift, valueBits }: Buckets,
): void {
  const { kernels, scratch, place } = site;
  const { offsets, ends, edges } = place;
  const { buffer } = place.arena.memory;
  const edgeCount = keys.length;
  const arcCount = both ? edgeCount * 2 : edgeCount;
  const bucketCount = Math.ceil(nodeCount / 2 ** shift);
  const starts = new Uint32Array(buffer, offsets + 4, nodeCount + 1);
  // each arc to its bucket
  const valueScratch = scratch + EDGE_CHUNK_SIZE * 4;
  const cursors = valueScratch + EDGE_CHUNK_SIZE * 4;
  const keyChunk = new Uint32Array(buffer, scratch, EDGE_CHUNK_SIZE);
  const valueChunk = new Uint32Array(buffer, valueScratch, EDGE_CHUNK_SIZE);
  const cursorOf = new Uint32Array(buffer, cursors, bucketCount);
  for (let b = 0; b < bucketCount; b++) cursorOf[b] = starts[b * 2 ** shift];
  const run = both ? kernels.bucketBothArcs : kernels.bucketArcs;
  for (let first = 0; first < edgeCount; first += EDGE_CHUNK_SIZE) {
    const last = Math.min(edgeCount, first + EDGE_CHUNK_SIZE);
    keyChunk.set(keys.subarray(first, last));
    valueChunk.set(values.subarray(first, last));
    run(scratch, valueScratch, last - first, first, cursors, shift, valueBits, ends, edges);
  }
  // each bucket's arcs, copied to the scratch, to their nodes
  const endsOf = new Uint32Array(buffer, ends, arcCount);
  const edgesOf = new Uint32Array(buffer, edges, arcCount);
  const capacity = scratchWordCount(nodeCount) >>> 1;
  const upperScratch = scratch + capacity * 4;
  const lowerCopy = new Uint32Array(buffer, scratch, capacity);
  const upperCopy = new Uint32Array(buffer, upperScratch, capacity);
  for (let b = 0; b < bucketCount; b++) {
    const firstNode = b * 2 ** shift;
    const start = starts[firstNode];
    const end = b + 1 < bucketCount ? starts[firstNode + 2 ** shift] : arcCount;
    let lower = endsOf.subarray(start, end);
    let upper = edgesOf.subarray(start, end);
    // a hub's bucket may pass the scratch, and its first arcs would be placed over those not yet read
    if (end - start > capacity) [lower, upper] = [new Uint32Array(lower), new Uint32Array(upper)];
    for (let first = 0; first < lower.length; first += capacity) {
      const last = Math.min(lower.length, first + capacity);
      lowerCopy.set(lower.subarray(first, last));
      upperCopy.set(upper.subarray(first, last));
      const count = last - first;
      kernels.settleArcs(scratch, upperScratch, count, firstNode, shift, valueBits, offsets, ends, edges);
    }
  }
}

/** Words of scratch for building: one a node at least, two chunks of edges and a cursor a bucket. */
function scratchWordCount(nodeCount: number): number {
  return Math.max(nodeCount, 2 * EDGE_CHUNK_SIZE + BUCKET_COUNT_MAX);
}
