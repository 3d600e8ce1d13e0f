/** The events that a store gets from a history in order to keep it. A graph in memory has none. */

import type { Finding, VerifyLevel } from "./finding.js";
import type { OperationEvent } from "./operation-log.js";
import type { RefChange } from "./refs.js";
import type { StashEvent } from "./stashes.js";

export interface HistorySink {
  /** Throws if nothing may be written: before anything is changed. */
  check(): void;
  refChanged(change: RefChange): void;
  operationsChanged(event: OperationEvent): void;
  stashesChanged(event: StashEvent): void;
  /** Persists all events, the commits and the head. If it throws, the verb is rolled back. */
  persist(): void;
  /** Whether uncommitted changes are kept that are not those of now. */
  isStale(): boolean;
  /** The damage in the stored data. */
  verify(level: VerifyLevel): Iterable<Finding>;
  /** Stores everything again: rows and commits have new numbers. */
  rewrite(): void;
}
