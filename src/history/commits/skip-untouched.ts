/** Skips over commits that did not touch an element, so that queries about it read little of a history. */
import type { OwnerKind } from "../../pool/pool.js";
import type { CommitNode, SkipDelta } from "./commit-node.js";
import { skipAt, skipLevelsOf } from "./skip-delta.js";

/**
 * The longest skip from a commit over commits none of which touched an element, each compared with its first
 * parent; undefined if there is none.
 */
export function skipUntouched(node: CommitNode, kind: OwnerKind, id: number): SkipDelta | undefined {
  for (let level = skipLevelsOf(node) - 1; level >= 0; level--) {
    const skip = skipAt(node, level, 0);
    if (skip !== undefined && !skip.touched.has(kind, id)) return skip;
  }
  return undefined;
}
