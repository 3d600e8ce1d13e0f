/** When an element lived: the stretches of a line of first parents in which it was in the graph. */
import type { ElementKind } from "../../pool/pool.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { skipUntouched } from "../commits/skip-untouched.js";
import type { HistoryCore } from "../repository/core.js";
import type { Revision } from "../repository/resolve.js";
import { changesOfKind, checkElement } from "./element-trace.js";

/** A stretch of commits in which an element was in the graph. */
export interface Lifetime {
  /** The first commit that has it. */
  readonly from: Commit;
  /** The first commit after that one that does not; null if there is none. */
  readonly to: Commit | null;
}

/** The element in question, and the line of commits. */
export interface LifetimesOptions {
  /** Defaults to "node". */
  readonly kind?: ElementKind | undefined;
  /** The commit that the line leads to. Defaults to the present one. */
  readonly from?: Revision | undefined;
}

/** The lifetimes of an element along first parents, oldest first. Passes over commits that do not touch it. */
export function lifetimes(core: HistoryCore, id: number, { kind, from }: LifetimesOptions): Lifetime[] {
  if ((kind as unknown) === "graph")
    throw new TypeError('"kind" expected "node" or "edge", got "graph", which neither comes nor goes');
  const checked = checkElement(core, id, kind);
  const found: Lifetime[] = [];
  let to: Commit | null = null;
  for (
    let node: CommitNode | undefined = from === undefined ? core.node : core.resolve(from);
    node !== undefined;
  ) {
    const skip = skipUntouched(node, checked, id);
    if (skip !== undefined) {
      node = skip.to;
      continue;
    }
    const { added, removed } = changesOfKind(node.delta, checked);
    if (removed.has(id)) to = node.commit;
    if (added.has(id)) {
      found.push({ from: node.commit, to });
      to = null;
    }
    node = node.parent;
  }
  return found.reverse();
}
