/**
 * Searches from many sources, several at a time, each in a workspace of its own. Sources are divided into batches,
 * whose sums are computed separately and then added in order: the size of a batch depends on the input alone, so that
 * the result is the same to the last bit on any number of threads.
 */
import { type Arena, createArena } from "../../kernels/core/arena.js";
import { openScratch, SCRATCH_SLACK_BYTES, type Scratch } from "../../kernels/runtime/scratch.js";
import { type Step, type Steps, step } from "../../kernels/runtime/steps.js";
import { layOutPathWorkspaces, pathWorkspacesSizeBytes, type WorkspaceSizes } from "./path-workspaces.js";

/** The addresses of sources and workspaces; the source at `first` is the first of the round. */
export interface Round {
  readonly sources: number;
  readonly heads: number;
  readonly first: number;
  readonly last: number;
  readonly batchSize: number;
}

export interface Searches {
  /** The graph's memory; one of their own is made, if there is work enough, where it has none. */
  readonly arena: Arena | undefined;
  readonly sources: Uint32Array;
  /** The number of nodes and arcs that a search visits. */
  readonly work: number;
  readonly sizes: WorkspaceSizes;
  /** Bytes that `prepare` takes. */
  readonly sizeBytes: number;
  readonly threadCount: number;
  readonly tick: (done: number) => void;
  /** Lays out what all searches read. How many values there are, and the step of a round. */
  prepare(scratch: Scratch): Steps<{ readonly count: number; stepOf(round: Round): Step }>;
}

/** The work from which searches get a memory of their own: some 5 ms in TypeScript. */
const OWN_ARENA_WORK_MIN = 1 << 20;

/** The most work of a batch of searches, so that a call takes some 20 ms. */
const BATCH_WORK_MAX = 1 << 22;

/** The minimum number of Batches for threads to share. */
const BATCH_COUNT_MIN = 16;

/** The sums of the values of all searches; undefined where there are no kernels. */
export function* batchSteps(searches: Searches): Steps<Float64Array | undefined> {
  const { sources, sizes, work, tick } = searches;
  const batchSize = Math.max(
    1,
    Math.floor(Math.min(sources.length / BATCH_COUNT_MIN, BATCH_WORK_MAX / work)),
  );
  const opened = openWorkspaces(searches, Math.ceil(sources.length / batchSize));
  if (opened === undefined) return undefined;
  const { scratch, workspaceCount } = opened;
  try {
    const { count, stepOf } = yield* searches.prepare(scratch);
    const copy = scratch.copyWords(sources);
    const sums = scratch.float64(count).fill(0);
    const { heads, values, valueBytes } = layOutPathWorkspaces(scratch, workspaceCount, sizes);
    for (let first = 0; first < sources.length; ) {
      const last = Math.min(sources.length, first + batchSize * workspaceCount);
      const search = stepOf({ sources: copy.byteOffset, heads, first, last, batchSize });
      yield { ...search, first, last, chunkSize: batchSize };
      const usedCount = Math.ceil((last - first) / batchSize);
      yield step(scratch, "addValues", count, {
        sums,
        values,
        workspaceBytes: valueBytes,
        workspaceCount: usedCount,
      });
      first = last;
      tick(last);
    }
    return sums.slice();
  } finally {
    scratch.release();
  }
}

/** Scratch with a workspace for each thread that finds a batch, or with as many as fit in memory. */
function openWorkspaces(
  searches: Searches,
  batchCount: number,
): { scratch: Scratch; workspaceCount: number } | undefined {
  const { sizes, sources, threadCount } = searches;
  const sharedBytes = searches.sizeBytes + sources.length * 4 + sizes.valueCount * 8;
  let workspaceCount = Math.max(1, Math.min(threadCount, batchCount));
  for (; workspaceCount > 0; workspaceCount = Math.floor(workspaceCount / 2)) {
    const sizeBytes = pathWorkspacesSizeBytes(workspaceCount, sizes) + sharedBytes;
    const scratch = openScratch(searches.arena ?? ownArena(searches, sizeBytes), sizeBytes);
    if (scratch !== undefined) return { scratch, workspaceCount };
  }
  return undefined;
}

function ownArena({ sources, work }: Searches, sizeBytes: number): Arena | undefined {
  return sources.length * work < OWN_ARENA_WORK_MIN
    ? undefined
    : createArena(sizeBytes + SCRATCH_SLACK_BYTES, 0);
}
