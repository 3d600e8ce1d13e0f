/** The options of `history.log`, apart from the verb, which loads late. */
import type { OwnerKind } from "../../pool/pool.js";
import type { RangeOptions } from "../repository/range.js";

/** An element, or one of its attributes, that commits are to have touched. */
export interface Touching {
  /** Defaults to "node". */
  readonly kind?: OwnerKind | undefined;
  readonly id: number;
  readonly attribute?: string | undefined;
}

/** The commits that `log` returns. */
export interface LogOptions extends RangeOptions {
  /** All commits that lead to a branch, to a tag or to HEAD, instead of `from` or `range`. */
  readonly all?: boolean | undefined;
  /** At most so many. */
  readonly limit?: number | undefined;
  /** Follow first parents alone: a branch's own line, merges but not what they brought. */
  readonly firstParent?: boolean | undefined;
  /** The author, or a pattern that the author fits. */
  readonly author?: string | RegExp | undefined;
  /** A part of the message, or a pattern that the message fits. */
  readonly message?: string | RegExp | undefined;
  /** Made at this time or later; ms since 1970 or a Date. */
  readonly since?: number | Date | undefined;
  /** Made at this time or earlier. */
  readonly until?: number | Date | undefined;
  /** Commits that made an element other than it was in each of their parents. */
  readonly touching?: Touching | undefined;
}

export const LOG_OPTIONS = [
  "from",
  "range",
  "all",
  "limit",
  "firstParent",
  "author",
  "message",
  "since",
  "until",
  "touching",
] as const;
