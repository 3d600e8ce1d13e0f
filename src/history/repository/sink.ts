/** What a store is told of a history so that it can keep it. A graph in memory has none. */

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
  /** Keeps all that it was told of, the commits and the place. If it throws, the verb is taken back. */
  persist(): void;
  /** Whether uncommitted changes are kept that are not those of now. */
  isStale(): boolean;
  /** What is damaged of what was kept. */
  verify(level: VerifyLevel): Iterable<Finding>;
  /** Keeps everything anew: rows and commits have other numbers now. */
  rewrite(): void;
}
