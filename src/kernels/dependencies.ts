/**
 * Brandes' searches over a kernel's memory, several sources at a time, each at a desk of its own. Sources go by
 * batches, whose sums are taken apart and then added up in order: how many there are to a batch follows from the
 * input alone, so that the result is the same to the last bit on any number of threads.
 */
import { createSpace, type KernelSpace } from "./kernel-space.js";
import { type LinkArcs, linkSteps, linksSizeBytes } from "./links.js";
import { type DeskSizes, layPathDesks, pathDesksSizeBytes } from "./path-desks.js";
import { openScratch, type Scratch, scratchSlackBytes } from "./scratch.js";
import { type Steps, step } from "./steps.js";

export interface DependencyInput {
  /** The arcs that paths follow, by the node they leave. */
  readonly arcs: LinkArcs;
  /**
   * The same by the node they lead to, the same object where every arc has its reverse. Searches look at half as
   * many arcs with them.
   */
  readonly back: LinkArcs | undefined;
  readonly pivots: Uint32Array;
  /** Whether what depends on links is wanted, or what depends on nodes. */
  readonly byLink: boolean;
  readonly threadCount: number;
  readonly tick: (done: number) => void;
}

/** Nodes and arcs to look at in all from which a graph without a memory is given one: some 5 ms in TypeScript. */
const ownSpaceWorkMin = 1 << 20;

/** Nodes and arcs to look at in a batch at most, so that a call takes some 20 ms. */
const batchWorkMax = 1 << 22;

/** Batches there are to be, for threads to share. */
const batchCountMin = 16;

/**
 * The sum of what depends on each node, or on each link, over all searches from the pivots. Links are arcs without
 * self-loops and without parallels, in the order of the first of each. Undefined where there are no kernels.
 */
export function* dependencySteps(input: DependencyInput): Steps<Float64Array | undefined> {
  const { arcs, pivots, byLink, tick } = input;
  const nodeCount = arcs.offsets.length - 1;
  const batchSize = batchSizeOf(input);
  const batchCount = Math.ceil(pivots.length / batchSize);
  const opened = openDesks(input, Math.max(1, Math.min(input.threadCount, batchCount)));
  if (opened === undefined) return undefined;
  const { scratch, deskCount } = opened;
  try {
    const links = yield* linkSteps(scratch, arcs);
    const isSymmetric = input.back === arcs;
    const back =
      input.back === undefined ? undefined : isSymmetric ? links : yield* linkSteps(scratch, input.back);
    const sources = scratch.uint32(pivots.length);
    sources.set(pivots);
    const count = byLink ? links.offsets[nodeCount] : nodeCount;
    const sums = scratch.float64(count).fill(0);
    const desks = layPathDesks(scratch, deskCount, deskSizesOf(input));
    const outAndBack = [links.offsets, links.ends, back?.offsets, back?.ends].map(
      (words) => words?.byteOffset ?? 0,
    );
    const [out, outEnds, into, intoEnds] = outAndBack;
    for (let first = 0; first < pivots.length; ) {
      const last = Math.min(pivots.length, first + batchSize * deskCount);
      const places = [sources.byteOffset, nodeCount, out, outEnds, into, intoEnds, desks.heads] as const;
      const search = step(scratch, "searchSources", last, ...places, first, batchSize, byLink ? 1 : 0);
      yield { ...search, first, chunkSize: batchSize };
      const usedCount = Math.ceil((last - first) / batchSize);
      const { values, valueBytes } = desks;
      yield step(scratch, "addValues", count, sums.byteOffset, values, valueBytes, usedCount);
      first = last;
      tick(last);
    }
    return sums.slice();
  } finally {
    scratch.release();
  }
}

function batchSizeOf({ arcs, pivots }: DependencyInput): number {
  const work = arcs.offsets.length + arcs.ends.length;
  return Math.max(1, Math.floor(Math.min(pivots.length / batchCountMin, batchWorkMax / work)));
}

function deskSizesOf({ arcs, back, byLink }: DependencyInput): DeskSizes {
  const nodeCount = arcs.offsets.length - 1;
  const arcCount = arcs.ends.length;
  // of a link and its reverse only one can lead to the next level; the sweep over links looks at them all again
  const stepCountMax = byLink ? 0 : back === arcs ? arcCount / 2 : arcCount;
  return { nodeCount, stepCountMax, valueCount: byLink ? arcCount : nodeCount };
}

/** Scratch with so many desks, or with as many as there is room for. */
function openDesks(
  input: DependencyInput,
  deskCountMax: number,
): { scratch: Scratch; deskCount: number } | undefined {
  const sizes = deskSizesOf(input);
  for (let deskCount = deskCountMax; deskCount > 0; deskCount = Math.floor(deskCount / 2)) {
    const sizeBytes = pathDesksSizeBytes(deskCount, sizes) + sharedSizeBytes(input);
    const scratch = openScratch(input.arcs.place?.space ?? ownSpace(input, sizeBytes), sizeBytes);
    if (scratch !== undefined) return { scratch, deskCount };
  }
  return undefined;
}

/** Bytes of links, sources and sums. */
function sharedSizeBytes(input: DependencyInput): number {
  const { arcs, back, pivots } = input;
  const backBytes = back === undefined || back === arcs ? 0 : linksSizeBytes(back);
  return linksSizeBytes(arcs) + backBytes + pivots.length * 4 + deskSizesOf(input).valueCount * 8;
}

function ownSpace({ arcs, pivots }: DependencyInput, sizeBytes: number): KernelSpace | undefined {
  const work = pivots.length * (arcs.offsets.length + arcs.ends.length);
  return work < ownSpaceWorkMin ? undefined : createSpace(sizeBytes + scratchSlackBytes, 0);
}
