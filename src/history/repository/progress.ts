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
