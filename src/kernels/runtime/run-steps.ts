/**
 * Running an algorithm's steps to their end: on this thread, alone or with others, or in the background, where
 * this thread only does what lies between steps. The result is the same.
 */
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { throwIfAborted } from "../../structures/signal.js";
import { tuning } from "../../structures/tuning.js";
import {
  chunkCountOf,
  ITEM_CHUNK_SIZE,
  type KernelRun,
  runChunk,
  runStep,
  type Step,
  type Steps,
} from "./steps.js";
import { openStep, threadsAreStarted, threadsStart } from "./threads.js";

/** Runs an algorithm to its end, on this thread and, where that pays, on up to `threadCount` - 1 others. */
export function runSteps<T>(steps: Steps<T>, threadCount = 1): T {
  const sharing = new Sharing(threadCount - 1);
  let next = steps.next();
  while (!next.done) {
    sharing.run(next.value);
    next = steps.next();
  }
  return next.value;
}

/**
 * The decision which steps of a run others share: those that last. Each begins on this thread alone, unless the kernel
 * was shared before, so that neither waking others up nor starting them makes short work longer.
 */
class Sharing {
  readonly #helperCount: number;
  readonly #startMs = performance.now();
  readonly #lasting = new Set<string>();

  constructor(helperCount: number) {
    this.#helperCount = helperCount;
  }

  run(step: Step): void {
    if (this.#helperCount === 0 || step.inOrder) {
      runStep(step);
      return;
    }
    const isKnown = this.#lasting.has(step.kernel) && threadsAreStarted(this.#helperCount);
    const doneCount = isKnown ? 0 : this.#runAlone(step);
    if (doneCount === chunkCountOf(step)) return;
    this.#lasting.add(step.kernel);
    runWithOthers({ ...step, first: step.first + doneCount * step.chunkSize }, this.#helperCount);
  }

  /** Runs chunks until it is time to share the others; returns their number. */
  #runAlone(step: Step): number {
    const chunkCount = chunkCountOf(step);
    const endMs = threadsAreStarted(this.#helperCount)
      ? performance.now() + tuning.sharedAfterMs
      : this.#startMs + tuning.threadsAfterMs;
    let chunk = 0;
    while (chunk < chunkCount && performance.now() < endMs) runChunk(step, chunk++);
    return chunk;
  }
}

/** Runs one step on this thread and up to `helperCount` others. */
export function runWithOthers(step: KernelRun, helperCount: number): void {
  const chunkCount = chunkCountOf(step);
  const isShared = helperCount > 0 && chunkCount > 1 && !step.inOrder;
  const others = Math.min(helperCount, chunkCount - 1);
  const open = isShared ? openStep(step, others, others + 1) : undefined;
  if (open === undefined) {
    runStep(step);
    return;
  }
  try {
    open.takePart();
  } finally {
    open.stop();
    open.close();
  }
}

/** One run in the background at a time: each has all threads it asks for. */
let lastRun: Promise<unknown> = Promise.resolve();

/**
 * Runs an algorithm on up to `threadCount` other threads, while this one is free. What comes before its first step
 * is done at once, so that it works on the state of now. Where there are no threads it works in slices, in between
 * which this thread does other things. `signal` ends it between chunks.
 */
export async function runInBackground<T>(
  steps: Steps<T>,
  threadCount = 1,
  signal?: AbortSignalLike,
): Promise<T> {
  const first = steps.next();
  if (first.done) return first.value;
  const run = lastRun.then(() => runAll(steps, first, threadCount, signal));
  lastRun = run.catch(() => undefined);
  return run;
}

async function runAll<T>(
  steps: Steps<T>,
  first: IteratorResult<Step, T>,
  threadCount: number,
  signal?: AbortSignalLike,
): Promise<T> {
  try {
    let next = first;
    const pace = new Pace();
    while (!next.done) {
      await runAside(next.value, threadCount, pace, signal);
      next = steps.next();
    }
    return next.value;
  } finally {
    // gives back what an aborted run holds
    steps.return(undefined as never);
  }
}

async function runAside(
  step: Step,
  threadCount: number,
  pace: Pace,
  signal?: AbortSignalLike,
): Promise<void> {
  throwIfAborted(signal);
  // work of microseconds is not worth the detour
  if (step.last - step.first <= ITEM_CHUNK_SIZE && step.chunkSize === ITEM_CHUNK_SIZE) {
    runStep(step);
    await pace.rest(signal);
    return;
  }
  const helperCount = step.inOrder ? 1 : threadCount;
  const areThere = step.scratch.arena.isShared && (await threadsStart(helperCount, START_MS));
  const open = areThere ? openStep(step, helperCount) : undefined;
  if (open === undefined) return runInSlices(step, pace, signal);
  try {
    while (!open.isOver) {
      await open.someoneLeft(20);
      throwIfAborted(signal);
    }
  } finally {
    open.stop();
    open.close();
  }
}

/** Threads that take longer to start may never do so. */
const START_MS = 1000;
const SLICE_MS = 8;

/** When this thread is next to do other things: what many short steps take counts as one long one does. */
class Pace {
  #end = performance.now() + SLICE_MS;

  /** Lets other things happen if it is time. */
  async rest(signal?: AbortSignalLike): Promise<void> {
    if (performance.now() < this.#end) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    throwIfAborted(signal);
    this.#end = performance.now() + SLICE_MS;
  }
}

async function runInSlices(step: Step, pace: Pace, signal?: AbortSignalLike): Promise<void> {
  const chunkCount = chunkCountOf(step);
  for (let chunk = 0; chunk < chunkCount; chunk++) {
    runChunk(step, chunk);
    await pace.rest(signal);
  }
}
