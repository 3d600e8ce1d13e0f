/** Progress and cancellation of long verbs. */

import { describe } from "../../errors.js";
import type { AbortSignalLike } from "../../structures/abort-signal.js";

/** Options for progress and cancellation of long verbs. */
export interface ProgressOptions {
  /** Stops it: then nothing is changed. */
  readonly signal?: AbortSignalLike;
  /** Called with the amount done and the total. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

export const RUN_OPTIONS = ["signal", "onProgress"] as const;

/** Throws unless a signal is one and a function can be called; throws the reason of a signal that is aborted already. */
export function checkProgress({ signal, onProgress }: ProgressOptions): void {
  if (signal !== undefined && typeof (signal as AbortSignalLike | null)?.throwIfAborted !== "function")
    throw new TypeError(`"signal" expected an AbortSignal, got ${describe(signal)}`);
  if (onProgress !== undefined && typeof onProgress !== "function")
    throw new TypeError(`"onProgress" expected a function, got ${describe(onProgress)}`);
  signal?.throwIfAborted();
}

/** Reports progress, unless the signal is aborted: then its reason is thrown. */
export function tell({ signal, onProgress }: ProgressOptions, done: number, total: number): void {
  signal?.throwIfAborted();
  onProgress?.({ done, total });
  signal?.throwIfAborted();
}

/** The longest that a lock may be waited for. */
const WAIT_MS_MAX = 2 ** 31 - 1;

/** Throws unless it is said, in milliseconds, how long to wait. */
export function checkWait(wait: unknown): void {
  if (wait === undefined || (typeof wait === "number" && wait >= 0 && wait <= WAIT_MS_MAX)) return;
  const message = `"wait" expected milliseconds from 0 to ${WAIT_MS_MAX}, got ${describe(wait)}`;
  throw typeof wait === "number" ? new RangeError(message) : new TypeError(message);
}
