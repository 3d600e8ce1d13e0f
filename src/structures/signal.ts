/** Checks of the signal by which a caller cancels a call. */
import type { AbortSignalLike } from "./abort-signal.js";

/**
 * Throws the reason of a signal that is aborted. `aborted` is read as well, since a substitute for a signal, or one
 * whose `aborted` was replaced, may set it there alone.
 */
export function throwIfAborted(signal: AbortSignalLike | undefined): void {
  if (signal === undefined) return;
  signal.throwIfAborted();
  if (signal.aborted) throw signal.reason ?? new DOMException("This operation was aborted", "AbortError");
}
