// Sizes from which a faster way is taken, set by tests so that small graphs take it.
import { DEFAULT_TUNING, type Tuning, tuning } from "../../src/structures/tuning.js";

/** Sets some of them, or all back. */
export function tune(changed: Partial<Tuning> = DEFAULT_TUNING): void {
  Object.assign(tuning, changed);
}
