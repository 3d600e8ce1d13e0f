/**
 * How algorithms drive kernels: as a generator of steps, each one kernel over a range, run in chunks. Chunks
 * are short, since a call that goes on for long would stay in the engine's first, slow code (PageRank: 579
 * ms against 403); they are also what threads share out. The generator itself goes on between steps, on the
 * calling thread, where it looks at results, asks the signal and tells of progress.
 */
import type { AlgorithmKernels } from "./algorithm-kernels.js";
import type { Scratch } from "./scratch.js";

type KernelName = keyof AlgorithmKernels;

/** What a kernel takes behind `first` and `last`. */
type ValuesOf<K extends KernelName> =
  Parameters<AlgorithmKernels[K]> extends [number, number, ...infer Values extends number[]] ? Values : never;

/** One kernel over the items 0 .. count - 1. */
export interface Step {
  readonly scratch: Scratch;
  readonly kernel: KernelName;
  readonly count: number;
  readonly values: readonly number[];
  /** Items a call. */
  readonly chunkSize: number;
  /** Whether each chunk must wait for the one before. */
  readonly inOrder: boolean;
}

/** An algorithm as steps. It opens its scratch itself, and gives it back in a `finally`. */
export type Steps<T> = Generator<Step, T, void>;

/** Items handed to a kernel at a time. */
export const itemChunkSize = 4096;

/** A step whose chunks may run in any order and at the same time. */
export function step<K extends KernelName>(
  scratch: Scratch,
  kernel: K,
  count: number,
  ...values: ValuesOf<K>
): Step {
  return { scratch, kernel, count, values, chunkSize: itemChunkSize, inOrder: false };
}

/** A step whose chunks run one after another, from the first. */
export function stepInOrder<K extends KernelName>(
  scratch: Scratch,
  kernel: K,
  count: number,
  ...values: ValuesOf<K>
): Step {
  return { scratch, kernel, count, values, chunkSize: itemChunkSize, inOrder: true };
}

/** Runs an algorithm to its end. */
export function runSteps<T>(steps: Steps<T>): T {
  let next = steps.next();
  while (!next.done) {
    runStep(next.value);
    next = steps.next();
  }
  return next.value;
}

/** Runs one step on this thread. */
export function runStep({ scratch, kernel, count, values, chunkSize }: Step): void {
  const run = scratch.kernels[kernel] as (first: number, last: number, ...values: readonly number[]) => void;
  for (let first = 0; first < count; first += chunkSize) {
    run(first, Math.min(count, first + chunkSize), ...values);
  }
}
