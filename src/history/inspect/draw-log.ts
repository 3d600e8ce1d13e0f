/** The log as text, with the graph of commits drawn beside it. */
import type { CommitNode } from "../commits/commit-node.js";
import { CommitWalk } from "../commits/commit-walk.js";
import { checkWidth } from "../diff/diff-text.js";
import { cutText } from "../diff/value-text.js";
import type { HistoryCore } from "../repository/core.js";
import { type RangeOptions, rangeOfAll, resolveRange } from "../repository/range.js";
import { Lanes } from "./lanes.js";
import { checkCount } from "./log.js";
import { refNames } from "./ref-names.js";

/** The commits to draw, and the width. */
export interface DrawLogOptions extends RangeOptions {
  /** All commits that lead to a branch, to a tag or to HEAD, instead of `from` or `range`. */
  readonly all?: boolean | undefined;
  /** At most so many commits. */
  readonly limit?: number | undefined;
  /** The longest line, in characters. Defaults to 80. */
  readonly width?: number | undefined;
}

/** Draws the log: a line for each commit, children above parents, and lines that show where lanes lead. */
export function drawLog(core: HistoryCore, options: DrawLogOptions): string {
  let left = checkCount("limit", options.limit, 0);
  const width = checkWidth(options.width);
  const { tips, without } = options.all === true ? rangeOfAll(core, options) : resolveRange(core, options);
  const walk = new CommitWalk(tips, without);
  const names = refNames(core);
  const lanes = new Lanes<CommitNode>();
  const lines: string[] = [];
  for (const node of walk) {
    if (left-- <= 0) break;
    lines.push(`${lanes.place(node)} ${titleOf(core, node, names.get(node))}`);
    const parents = new Set(node.parents.filter((parent) => !walk.isHidden(parent)));
    lines.push(...lanes.lead(node, [...parents]));
  }
  return lines.map((line) => cutText(line, width)).join("\n");
}

function titleOf(core: HistoryCore, { commit }: CommitNode, names: readonly string[] = []): string {
  const shown = names.length === 0 ? "" : `(${names.join(", ")}) `;
  const [title] = commit.message.split(/[\r\n]/, 1);
  return `${core.forest.shortId(commit.id)} ${shown}${title}`.trimEnd();
}
