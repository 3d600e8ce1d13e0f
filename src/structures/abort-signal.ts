/** The part of an AbortSignal that is used, so that declarations need neither the types of Node nor the DOM's. */

/** An `AbortSignal`, or anything that has this of one. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  /** Why it was aborted. */
  readonly reason?: unknown;
  /** Throws the reason once aborted. */
  throwIfAborted(): void;
}
