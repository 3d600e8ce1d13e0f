/** One commit with what it changed, to look at. */
import { describe } from "../../errors.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { Diff } from "../diff/diff.js";
import { readLayout, type TextOptions } from "../diff/diff-text.js";
import { cutText } from "../diff/value-text.js";
import type { HistoryCore } from "../repository/core.js";
import type { Revision } from "../repository/resolve.js";
import { refNames } from "./ref-names.js";

/** Options of `show`. */
export interface ShowOptions {
  /** The parent, from 1 on, that the commit is compared with. Defaults to the first. */
  readonly mainline?: number | undefined;
}

/** A commit with what it changed against a parent. */
export class ShownCommit {
  readonly commit: Commit;
  /** The parent that it is compared with; null for a first commit, which is compared with the empty graph. */
  readonly parent: Commit | null;
  readonly diff: Diff;
  /** The names of the commit, as a log shows them: "HEAD -> main", "tag: v1". */
  readonly names: readonly string[];

  /** @internal */
  constructor(commit: Commit, parent: Commit | null, diff: Diff, names: readonly string[]) {
    this.commit = commit;
    this.parent = parent;
    this.diff = diff;
    this.names = names;
  }

  /** The header of the commit, its message, and its diff, in lines of at most `width` characters. */
  toString(options: TextOptions = {}): string {
    const { width, limit } = readLayout(options);
    const { id, parents, author, time, message, meta } = this.commit;
    const head = [`commit ${id}`];
    if (this.names.length > 0) head.push(`names  ${this.names.join(", ")}`);
    if (parents.length > 1) {
      const shown = parents.map((parent) => parent.slice(0, 12));
      head.push(`merge  ${shown.join(" ")}, compared with ${this.parent?.id.slice(0, 12)}`);
    }
    if (author !== "") head.push(`author ${author}`);
    head.push(`time   ${timeText(time)}`);
    if (Object.keys(meta).length > 0) head.push(`meta   ${JSON.stringify(meta)}`);
    const said = message.split(/\r\n|\r|\n/).map((line) => `    ${line}`.trimEnd());
    const lines = [...head, "", ...said, ""].map((line) => cutText(line, width));
    return [...lines, this.diff.toString({ width, limit })].join("\n");
  }
}

/** Shows a commit. O(changes). */
export function show(core: HistoryCore, revision: Revision, { mainline }: ShowOptions): ShownCommit {
  const node = core.resolve(revision);
  const parent = mainline === undefined ? node.parent : parentAt(node, mainline);
  const diff = new Diff(core.stateOf(parent), core.stateOf(node), core.forest.path(parent, node));
  return new ShownCommit(node.commit, parent?.commit ?? null, diff, refNames(core).get(node) ?? []);
}

function parentAt(node: CommitNode, mainline: unknown): CommitNode {
  const parent = typeof mainline === "number" ? node.parents[mainline - 1] : undefined;
  if (parent !== undefined) return parent;
  throw new RangeError(
    `"mainline" expected the number of one of ${node.parents.length} parents, from 1 on, got ${describe(mainline)}`,
  );
}

function timeText(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? `${time} ms` : date.toISOString();
}
