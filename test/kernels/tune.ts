// Sizes from which a faster way is taken, set by tests so that small graphs take it.
import { DEFAULT_TUNING, type Tuning, tuning } from "../../src/structures/tuning.js";

/** Threads share all steps, however short, as tests have it: see test/setup.ts. */
const ALWAYS_SHARED: Partial<Tuning> = { sharedAfterMs: 0, threadsAfterMs: 0 };

/** Sets some of them, or all back. */
export function tune(changed: Partial<Tuning> = { ...DEFAULT_TUNING, ...ALWAYS_SHARED }): void {
  Object.assign(tuning, changed);
}
