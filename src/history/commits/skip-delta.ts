/**
 * Skip deltas: the composed deltas of many consecutive commits along first parents. A commit at a depth that is a
 * multiple of 64 has one over the 64 commits up to it, at a multiple of 256 one over as many, and so on by fours, so
 * that any path takes at most 63 single steps and three of each length each way. A skip delta lists each changed cell
 * once, so that the cost of a path is bounded by the cells that there are and not by the commits.
 *
 * Those over small commits, as most are, are made as commits come: a few microseconds a commit, and some hundred bytes.
 * Others are made when a walk first needs them.
 */

import { composeSteps } from "../../space/deltas/compose.js";
import { sizeOfDelta } from "../../space/deltas/delta.js";
import { composeLeaves } from "../hashing/leaf-changes.js";
import type { CommitNode, SkipDelta } from "./commit-node.js";
import { Touched } from "./touched.js";

/** The commits of the shortest skip. */
const LENGTH_MIN = 64;
/** Each length is so many of the next shorter one. */
const FACTOR_SHIFT = 2;

/** The number of lengths of skips from a commit; level 0 is the shortest. */
export function skipLevelsOf({ depth }: CommitNode): number {
  if (depth % LENGTH_MIN !== 0 || depth === 0) return 0;
  const zeros = 31 - Math.clz32((depth / LENGTH_MIN) & -(depth / LENGTH_MIN));
  return (zeros >>> 1) + 1;
}

function lengthOf(level: number): number {
  return LENGTH_MIN << (FACTOR_SHIFT * level);
}

/** The skip of a level that a commit has; undefined if it leads beyond `depth`. */
export function skipAt(node: CommitNode, level: number, depth: number): SkipDelta | undefined {
  if (node.depth - lengthOf(level) < depth) return undefined;
  const known = knownSkip(node, level);
  if (known !== undefined) return known;
  const made = makeSkip(node, level);
  skipsOf(node)[level] = made;
  return made;
}

function skipsOf(node: CommitNode): (SkipDelta | undefined)[] {
  node.skips ??= new Array(skipLevelsOf(node)).fill(undefined);
  return node.skips;
}

/** The skip of a level, if it is made, or stored. */
function knownSkip(node: CommitNode, level: number): SkipDelta | undefined {
  const made = node.skips?.[level];
  if (made !== undefined) return made;
  const stored = node.readSkip?.(level);
  if (stored !== undefined) skipsOf(node)[level] = stored;
  return stored;
}

/** The longest skip from a commit that does not lead beyond `depth`; undefined if only a single step does. */
export function skipBefore(node: CommitNode, depth: number): SkipDelta | undefined {
  for (let level = skipLevelsOf(node) - 1; level >= 0; level--) {
    const skip = skipAt(node, level, depth);
    if (skip !== undefined) return skip;
  }
  return undefined;
}

/** Up to so many changes a commit on the average a skip is made as soon as there are its commits. */
const EARLY_CHANGES_MAX = 16;

/** Makes the skips that a commit just added is the last of, as far as they are small. */
export function makeEarlySkips(node: CommitNode): void {
  const levels = skipLevelsOf(node);
  for (let level = 0; level < levels; level++) {
    if (node.skips?.[level] !== undefined) continue;
    if (!isSmall(node, level)) return;
    skipAt(node, level, 0);
  }
}

/** Whether what a skip is made of is there and has few changes. */
function isSmall(node: CommitNode, level: number): boolean {
  const lengthMax = lengthOf(level) * EARLY_CHANGES_MAX;
  let size = 0;
  for (let at: CommitNode | undefined = node, left = lengthOf(level); left > 0 && at !== undefined; ) {
    const part: CommitNode | SkipDelta | undefined = level === 0 ? at : knownSkip(at, level - 1);
    if (part === undefined) return false;
    size += sizeOfDelta(part.delta);
    if (size > lengthMax) return false;
    left -= level === 0 ? 1 : lengthOf(level - 1);
    at = "touched" in part ? part.to : part.parent;
  }
  return true;
}

/** Makes a skip of single commits, or of the skips of the next shorter length. */
function makeSkip(node: CommitNode, level: number): SkipDelta {
  const depth = node.depth - lengthOf(level);
  const parts: (CommitNode | SkipDelta)[] = [];
  let at: CommitNode | undefined = node;
  while (at !== undefined && at.depth > depth) {
    const part: SkipDelta | undefined = level > 0 ? skipAt(at, level - 1, depth) : undefined;
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
