/** How runs are watched and called off: the signal asked and progress told, now and then. */
import type { RunOptions } from "./options.js";

/** How often progress is told in all, where `done` goes up in small steps. */
const REPORT_COUNT = 256;

/**
 * The function to call with how much is done. It asks the signal each time, and tells of progress some 256
 * times in all, the end included. Throws at once if the signal is already aborted.
 */
export function watch(options: RunOptions, total: number): (done: number) => void {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const step = Math.max(1, Math.floor(total / REPORT_COUNT));
  let next = 0;
  return (done) => {
    signal?.throwIfAborted();
    if (onProgress === undefined || (done < next && done < total)) return;
    next = done + step;
    onProgress({ done, total });
    signal?.throwIfAborted();
  };
}
