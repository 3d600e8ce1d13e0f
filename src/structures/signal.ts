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

/** A signal that tells when it is aborted, as an `AbortSignal` does. */
interface TellingSignal extends AbortSignalLike {
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** A substitute for a signal that cannot tell is asked so often, in ms. */
const ASK_EVERY_MS = 50;

/** Waits for the work, or rejects with the reason of a signal as soon as it is aborted, even if the work never ends. */
export function untilAborted<T>(signal: AbortSignalLike | undefined, work: T | PromiseLike<T>): Promise<T> {
  if (signal === undefined) return Promise.resolve(work);
  return new Promise<T>((resolve, reject) => {
    const stop = onAbort(signal, () => {
      try {
        throwIfAborted(signal);
      } catch (reason) {
        reject(reason);
      }
    });
    Promise.resolve(work).then(resolve, reject).finally(stop);
  });
}

/** Calls a function when a signal is aborted, at once if it is already. Returns the function that ends the watch. */
function onAbort(signal: AbortSignalLike, call: () => void): () => void {
  if (signal.aborted) {
    call();
    return () => undefined;
  }
  if (typeof (signal as TellingSignal).addEventListener === "function") {
    const telling = signal as TellingSignal;
    telling.addEventListener("abort", call);
    return () => telling.removeEventListener("abort", call);
  }
  const timer = setInterval(() => {
    if (signal.aborted) call();
  }, ASK_EVERY_MS);
  return () => clearInterval(timer);
}
