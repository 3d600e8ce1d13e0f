/**
 * Ranges of commits as text: "a..b" is what leads to b and not to a, "a...b" what leads to either and not to
 * both. A side that is left out means HEAD. No name contains "..", so that a range is never mistaken.
 */
import { describe, GroggyError } from "../../errors.js";
import { mergeBases } from "../commits/ancestry.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { HistoryCore } from "./core.js";
import type { Revision } from "./resolve.js";

/** The commits that lead to `tips` and not to `without`. */
export interface CommitRange {
  readonly tips: readonly CommitNode[];
  readonly without: readonly CommitNode[];
}

/** The commits that a verb works on. */
export interface RangeOptions {
  /** The commit to begin with. Defaults to the present one. */
  readonly from?: Revision | undefined;
  /** Instead of `from`: "a..b" for what is in b and not in a, "a...b" for what is in either and not in both. */
  readonly range?: string | undefined;
}

/** The range that options mean; empty before the first commit. */
export function resolveRange(core: HistoryCore, { from, range }: RangeOptions): CommitRange {
  if (range === undefined) {
    const tip = from === undefined ? core.node : core.resolve(from);
    return { tips: tip === undefined ? [] : [tip], without: [] };
  }
  if (from !== undefined) throw new TypeError('"range" expected to be given alone, got "from" as well');
  return parseRange(core, range);
}

/** The range of everything that has a name, and of the head. Throws if something narrows it down. */
export function rangeOfAll(core: HistoryCore, { from, range }: RangeOptions): CommitRange {
  if (from !== undefined || range !== undefined)
    throw new TypeError('"all" expected to be given alone, got "from" or "range" as well');
  const targets = core.repository.namedNodes();
  return { tips: core.node === undefined ? targets : [core.node, ...targets], without: [] };
}

function parseRange(core: HistoryCore, text: unknown): CommitRange {
  if (typeof text !== "string") {
    throw new TypeError(`"range" expected text such as "a..b" or "a...b", got ${describe(text)}`);
  }
  const match = /^(.*?)(\.{2,3})(.*)$/s.exec(text);
  if (match === null || match[3].includes("..")) {
    throw new GroggyError(
      "REVISION_NOT_FOUND",
      `"range" expected two revisions with ".." or "..." between them, got ${describe(text)}`,
      { range: text },
    );
  }
  const [left, right] = [match[1], match[3]].map((side) => core.resolve(side === "" ? "HEAD" : side));
  if (match[2] === "..") return { tips: [right], without: [left] };
  return { tips: [left, right], without: mergeBases([left], [right]) };
}
