/**
 * Skip deltas: the composed deltas of many consecutive commits along first parents. A commit at a depth that is a
 * multiple of 64 has one over the 64 commits up to it, at a multiple of 4,096 one over as many, so that any path
 * takes at most 63 + 63 single steps and one for each 4,096 commits. A skip delta is made when a walk first needs it,
 * and lists each changed cell once: at most 24 bytes a cell beside the deltas themselves.
 */
import { composeSteps } from "../../space/deltas/compose.js";
import { composeLeaves } from "../hashing/leaf-changes.js";
import type { CommitNode, SkipDelta } from "./commit-node.js";
import { Touched } from "./touched.js";

const SKIP_LENGTHS = [4096, 64];

/** The number of lengths of skips; level 0 has the longest. */
export const SKIP_LEVELS = SKIP_LENGTHS.length;

/** The skip of a level from a commit; undefined if it has none, or if it leads beyond `depth`. */
export function skipAt(node: CommitNode, level: number, depth: number): SkipDelta | undefined {
  const length = SKIP_LENGTHS[level];
  if (node.depth % length !== 0 || node.depth - length < depth) return undefined;
  node.skips ??= new Array(SKIP_LEVELS).fill(undefined);
  node.skips[level] ??= makeSkip(node, level);
  return node.skips[level];
}

/** The longest skip from a commit that does not lead beyond `depth`; undefined if only a single step does. */
export function skipBefore(node: CommitNode, depth: number): SkipDelta | undefined {
  for (let level = 0; level < SKIP_LEVELS; level++) {
    const skip = skipAt(node, level, depth);
    if (skip !== undefined) return skip;
  }
  return undefined;
}

/** Makes a skip of single commits, or of the skips of the next shorter length. */
function makeSkip(node: CommitNode, level: number): SkipDelta {
  const depth = node.depth - SKIP_LENGTHS[level];
  const parts: (CommitNode | SkipDelta)[] = [];
  let at: CommitNode | undefined = node;
  while (at !== undefined && at.depth > depth) {
    const part: SkipDelta | undefined = level + 1 < SKIP_LEVELS ? skipAt(at, level + 1, depth) : undefined;
    parts.push(part ?? at);
    at = part === undefined ? at.parent : part.to;
  }
  parts.reverse();
  return {
    to: at,
    delta: composeSteps(parts.map(({ delta }) => ({ delta, forward: true }))),
    leaves: composeLeaves(parts.map(({ leaves }) => leaves)),
    touched: Touched.by(parts.map((part) => ("touched" in part ? part.touched : part.delta))),
    merges: parts.flatMap((part) =>
      "touched" in part ? part.merges : part.parents.length > 1 ? [part] : [],
    ),
  };
}
