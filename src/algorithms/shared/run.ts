/** Runs algorithms that use kernels: at once, on one thread or several, or in the background. */
import { runInBackground, runSteps } from "../../kernels/runtime/run-steps.js";
import type { Steps } from "../../kernels/runtime/steps.js";
import { THREADS_MAX } from "../../kernels/runtime/threads.js";
import { checkIsOptions } from "../../structures/options.js";
import { checkInteger, type RunOptions } from "./options.js";

/** Options of what several threads can do. */
export interface ThreadOptions extends RunOptions {
  /**
   * The number of threads, 1 to 64. Defaults to 1. The result is the same with any number. More than one pays up to the
   * number of cores. Others start once a call has lasted 10 ms, and share what lasts longer than 0.1 ms.
   */
  readonly threads?: number;
}

/** Runs steps to their end; this thread is one of those that work. */
export function runNow<T>(steps: Steps<T>, options: ThreadOptions): T {
  return runSteps(steps, threadsOf(options));
}

/** Runs steps while this thread continues with other work. Rejects where `runNow` throws. */
export async function runAside<T>(steps: Steps<T>, options: ThreadOptions): Promise<T> {
  const threads = threadsOf(options);
  return runInBackground(steps, threads, options.signal);
}

/** The number of threads asked for. Throws if it is not a number of threads. */
export function threadsOf(options: ThreadOptions): number {
  checkIsOptions(options);
  const { threads = 1 } = options as ThreadOptions;
  checkInteger("threads", threads, 1, THREADS_MAX);
  return threads;
}
