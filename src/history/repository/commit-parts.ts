/** The parts of a commit that its author gives: message, author, time and metadata, checked. */
import { describe } from "../../errors.js";
import type { Json } from "../commits/commit.js";
import { readMeta } from "../commits/commit-meta.js";
import { chosenTime } from "./clock.js";

/** Options of `commit`. */
export interface CommitOptions {
  /** The author. Defaults to empty. */
  readonly author?: string;
  /** The time, in ms since 1970 or as a Date. Defaults to the graph's clock. */
  readonly time?: number | Date;
  /** Anything else worth keeping, as JSON. */
  readonly meta?: Readonly<Record<string, Json>>;
  /** Commit even if nothing has changed. */
  readonly allowEmpty?: boolean;
}

export const COMMIT_OPTIONS = ["author", "time", "meta", "allowEmpty"] as const;

/** The parts of a commit besides the change, checked. */
export interface CommitParts {
  readonly message: string;
  readonly author: string;
  readonly time: number;
  readonly meta: Readonly<Record<string, Json>>;
  readonly canonicalMeta: string;
}

/** The longest message or author, in UTF-16 units. */
export const MESSAGE_LENGTH_MAX = 2 ** 20;

/** Checks the message and the options of a commit. */
export function readCommitParts(message: unknown, options: CommitOptions, now: () => number): CommitParts {
  checkText("message", message);
  const author = options.author ?? "";
  checkText("author", author);
  const time = chosenTime(options.time, now);
  return { message, author, time, ...readMeta(options.meta ?? {}) };
}

/** Throws unless `text` can be a message or an author. */
export function checkText(what: string, text: unknown): asserts text is string {
  if (typeof text === "string" && text.length <= MESSAGE_LENGTH_MAX && text.isWellFormed()) return;
  if (typeof text === "string" && text.length > MESSAGE_LENGTH_MAX) {
    throw new TypeError(
      `"${what}" expected a string of at most ${MESSAGE_LENGTH_MAX} characters, got one of ${text.length}`,
    );
  }
  const received = typeof text === "string" ? "one with a lone surrogate" : describe(text);
  throw new TypeError(`"${what}" expected a string, got ${received}`);
}
