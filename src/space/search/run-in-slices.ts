/** Runs the steps of a search in slices of some 8 ms, between which other work of the process has its turn. */
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { throwIfAborted } from "../../structures/signal.js";

const SLICE_MS = 8;

export async function runInSlices(
  steps: Iterable<unknown>,
  signal: AbortSignalLike | undefined,
): Promise<void> {
  let end = 0;
  for (const _ of steps) {
    if (performance.now() < end) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    throwIfAborted(signal);
    end = performance.now() + SLICE_MS;
  }
}
