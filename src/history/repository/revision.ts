/**
 * Revisions as text: a branch, a tag, HEAD, a commit's id or a prefix of it; then, if asked for, a time in `@{}`; then
 * any number of `~n` (n first parents back; `~` alone is `~1`) and `^n` (the n-th parent; `^` alone is the first).
 */
import { describe, GroggyError } from "../../errors.js";

export interface ParsedRevision {
  /** The name or id that the revision begins with. */
  readonly base: string;
  /** The content of `@{}` behind it: the time of the commit that is meant. */
  readonly time: string | undefined;
  readonly steps: readonly { readonly kind: "ancestor" | "parent"; readonly count: number }[];
}

/** The longest revision, in UTF-16 units. */
const REVISION_LENGTH_MAX = 1024;

export function parseRevision(text: unknown): ParsedRevision {
  if (typeof text !== "string")
    throw new TypeError(`"revision" expected a string or a commit, got ${describe(text)}`);
  const match = /^([^~^@{}]*)(?:@\{([^{}]*)\})?((?:[~^]\d*)*)$/.exec(text);
  const [, base = "", time, walk = ""] = match ?? [];
  if (match === null || (base === "" && time === undefined) || text.length > REVISION_LENGTH_MAX) {
    throw new GroggyError(
      "REVISION_NOT_FOUND",
      `"revision" expected a branch, a tag or a commit id, followed by @{time} and any of ~n and ^n, got ${describe(text)}`,
      { revision: text },
    );
  }
  const steps = [...walk.matchAll(/([~^])(\d*)/g)].map(([, sign, digits]) => ({
    kind: sign === "~" ? ("ancestor" as const) : ("parent" as const),
    count: digits === "" ? 1 : Number(digits),
  }));
  // a time alone applies to the head, as in "@{yesterday}"
  return { base: base === "" ? "HEAD" : base, time, steps };
}
