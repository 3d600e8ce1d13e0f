/** Replaces a store that is only read: everything that would change it is refused. */
import { StoreError } from "../errors.js";
import type { Finding, VerifyLevel } from "../history/repository/finding.js";
import type { HistorySink } from "../history/repository/sink.js";

export class Reader implements HistorySink {
  readonly #folder: string;
  readonly #verify: (level: VerifyLevel) => Iterable<Finding>;
  #isClosed = false;

  constructor(folder: string, verify: (level: VerifyLevel) => Iterable<Finding>) {
    this.#folder = folder;
    this.#verify = verify;
  }

  verify(level: VerifyLevel): Iterable<Finding> {
    return this.#verify(level);
  }

  check(): void {
    if (this.#isClosed) {
      throw new StoreError("STORE_CLOSED", this.#folder, "expected an open store, got one that was closed");
    }
    const message = 'expected a store that is open for writing, got one opened with "readOnly"';
    throw new StoreError("STORE_READ_ONLY", this.#folder, message);
  }

  close(): void {
    this.#isClosed = true;
  }

  // these are never called: `check` throws before

  refChanged(): void {}

  operationsChanged(): void {}

  stashesChanged(): void {}

  persist(): void {}

  isStale(): boolean {
    return false;
  }

  rewrite(): void {}
}
