/** Watches and stops runs: checks the signal and reports progress at intervals. */
import { throwIfAborted } from "../../structures/signal.js";
import type { RunOptions, SignalOption } from "./options.js";

/** The number of progress reports in all, where `done` grows in small steps. */
const REPORT_COUNT = 256;

/**
 * The function to call with how much is done. It asks the signal each time, and tells of progress some 256
 * times in all, the end included. Throws at once if the signal is already aborted.
 */
export function watch(options: RunOptions, total: number): (done: number) => void {
  const { signal, onProgress } = options;
  throwIfAborted(signal);
  const step = Math.max(1, Math.floor(total / REPORT_COUNT));
  let next = 0;
  return (done) => {
    throwIfAborted(signal);
    if (onProgress === undefined || (done < next && done < total)) return;
    next = done + step;
    onProgress({ done, total });
    throwIfAborted(signal);
  };
}

/** The number of steps of some nanoseconds between two checks of a signal: less than a millisecond of work. */
const STEPS_BETWEEN_LOOKS = 2 ** 14;

/**
 * The function to call with each number of steps made, of one memory access or a few: it asks the signal now and
 * then, and throws the reason once it is aborted.
 */
export function stepCounter({ signal }: SignalOption): (steps?: number) => void {
  let left = STEPS_BETWEEN_LOOKS;
  return (steps = 1) => {
    left -= steps;
    if (left > 0) return;
    left = STEPS_BETWEEN_LOOKS;
    throwIfAborted(signal);
  };
}
