/**
 * Brandes' searches over a kernel's memory, one source after another and each level by level, so that several
 * threads work at one search: all sums are taken in the order of the loops in TypeScript, and results are the same
 * to the last bit as long as no two nodes have 2^53 shortest paths between them.
 */
import type { KernelSpace } from "./kernel-space.js";
import { openScratch, type Scratch } from "./scratch.js";
import { type Steps, step, stepInOrder } from "./steps.js";

export interface DependencyInput {
  /** Where to work. */
  readonly space: KernelSpace | undefined;
  /** Steps between distinct nodes, by the node they leave. */
  readonly links: { readonly offsets: Uint32Array; readonly ends: Uint32Array };
  readonly pivots: Uint32Array;
  /** Whether what depends on links is wanted, or what depends on nodes. */
  readonly byLink: boolean;
  readonly threadCount: number;
  readonly tick: (done: number) => void;
}

/** Nodes of a level handed to a kernel at a time. */
const levelChunkSize = 512;

/** Addresses of what a search needs. */
interface Places {
  readonly order: number;
  readonly offsets: number;
  readonly ends: number;
  readonly depths: number;
  readonly counts: number;
  readonly dependencies: number;
  readonly values: number;
  readonly flows: number;
}

/**
 * The sum of what depends on each node, or on each link, over all searches from the pivots; undefined where
 * there are no kernels.
 */
export function* dependencySteps(input: DependencyInput): Steps<Float64Array | undefined> {
  const { space, links, pivots, byLink, tick } = input;
  const nodeCount = links.offsets.length - 1;
  const scratch = openScratch(space, sizeBytesOf(nodeCount, links.ends.length, byLink));
  if (scratch === undefined) return undefined;
  try {
    const copy = (words: Uint32Array): Uint32Array => {
      const array = scratch.uint32(words.length);
      array.set(words);
      return array;
    };
    const [order, depths] = [scratch.uint32(nodeCount), scratch.int32(nodeCount).fill(-1)];
    const [counts, dependencies] = [scratch.float64(nodeCount).fill(0), scratch.float64(nodeCount)];
    const sums = scratch.float64(byLink ? links.ends.length : nodeCount).fill(0);
    const places: Places = {
      order: order.byteOffset,
      offsets: copy(links.offsets).byteOffset,
      ends: copy(links.ends).byteOffset,
      depths: depths.byteOffset,
      counts: counts.byteOffset,
      dependencies: dependencies.byteOffset,
      values: byLink ? 0 : sums.byteOffset,
      flows: byLink ? sums.byteOffset : 0,
    };
    const tail = scratch.uint32(1);
    for (let i = 0; i < pivots.length; i++) {
      [order[0], depths[pivots[i]], counts[pivots[i]], tail[0]] = [pivots[i], 0, 1, 1];
      const levels = yield* forwards(input, scratch, places, tail);
      yield* backwards(scratch, places, levels);
      const { order: orderAt, depths: depthsAt, counts: countsAt } = places;
      yield step(scratch, "forgetSearch", tail[0], orderAt, depthsAt, countsAt);
      tick(i + 1);
    }
    return sums.slice();
  } finally {
    scratch.release();
  }
}

function sizeBytesOf(nodeCount: number, linkCount: number, byLink: boolean): number {
  return (nodeCount + 1) * 36 + linkCount * (byLink ? 12 : 4) + 64;
}

/** Counts paths; where in `order` each level begins, and the last one ends. */
function* forwards(
  { threadCount }: DependencyInput,
  scratch: Scratch,
  { order, offsets, ends, depths, counts }: Places,
  tail: Uint32Array,
): Steps<number[]> {
  const levels = [0, 1];
  for (let depth = 1; ; depth++) {
    const [first, last] = [levels[depth - 1], levels[depth]];
    const places = [order, offsets, ends, depths, counts, depth, tail.byteOffset] as const;
    const isAlone = threadCount === 1 || last - first <= levelChunkSize;
    const level = isAlone
      ? stepInOrder(scratch, "countPathsAlone", last, ...places)
      : step(scratch, "countPaths", last, ...places);
    yield { ...level, first, chunkSize: levelChunkSize };
    if (tail[0] === last) return levels;
    levels.push(tail[0]);
  }
}

/** From the farthest level to the nearest; the source's own is wanted for its links alone. */
function* backwards(scratch: Scratch, places: Places, levels: number[]): Steps<void> {
  const { order, offsets, ends, depths, counts, dependencies, values, flows } = places;
  for (let depth = levels.length - 2; depth >= (flows === 0 ? 1 : 0); depth--) {
    const search = [order, offsets, ends, depths, counts, depth + 1] as const;
    const sweep = step(scratch, "sweepLevel", levels[depth + 1], ...search, dependencies, values, flows);
    yield { ...sweep, first: levels[depth], chunkSize: levelChunkSize };
  }
}
