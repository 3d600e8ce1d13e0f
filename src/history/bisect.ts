/**
 * Bisecting: the first commit in which something is not as it should be. Each test is of the commit that parts
 * the candidates best: the number of candidates that lead to it is nearest to half of them, so that whatever the
 * test says, about half are settled, over branches and merges as along a line. That is git's method.
 */
import { describe, GroggyError } from "../errors.js";
import { GraphView } from "../view.js";
import { isAncestor } from "./ancestry.js";
import type { Commit } from "./commit.js";
import type { CommitNode } from "./commit-node.js";
import { CommitWalk } from "./commit-walk.js";
import type { HistoryCore, Revision } from "./core.js";

/** What a test says of a commit: whether it is good, or that it cannot tell. */
export type BisectVerdict = boolean | "skip";

/** Finds the first bad commit. O(log candidates) tests; choosing each is O(candidates), times merges at worst. */
export function bisect(
  core: HistoryCore,
  good: Revision,
  bad: Revision,
  test: (view: GraphView, commit: Commit) => BisectVerdict,
): Commit {
  if (typeof test !== "function") throw new TypeError(`"test" expected a function, got ${describe(test)}`);
  const [goodNode, badNode] = [core.resolve(good), core.resolve(bad)];
  if (goodNode === badNode || !isAncestor(goodNode, badNode)) {
    throw new RangeError(
      `"good" expected a commit that "bad" builds on, got ${describe(goodNode.commit.id.slice(0, 12))}`,
    );
  }
  // parents before children, so that counting needs one pass; the last one is known to be bad
  let candidates = [...new CommitWalk([badNode], [goodNode])].reverse();
  const skipped = new Set<CommitNode>();
  while (candidates.length > 1) {
    const middle = chooseMiddle(candidates, skipped);
    if (middle === undefined) throw undecided(candidates);
    const verdict = test(new GraphView(core.stateOf(middle)), middle.commit);
    if (verdict === "skip") skipped.add(middle);
    else {
      if (typeof verdict !== "boolean") {
        throw new TypeError(`"test" expected to return true, false or "skip", got ${describe(verdict)}`);
      }
      const settled = ancestorsWithin(middle, new Set(candidates));
      candidates = candidates.filter((node) => settled.has(node) !== verdict);
    }
  }
  return candidates[0].commit;
}

/** The candidates that lead to a commit, itself included. */
function ancestorsWithin(node: CommitNode, candidates: ReadonlySet<CommitNode>): Set<CommitNode> {
  const ancestors = new Set([node]);
  for (const each of ancestors) {
    for (const parent of each.parents) if (candidates.has(parent)) ancestors.add(parent);
  }
  return ancestors;
}

/**
 * The candidate that parts the others best and was not skipped; undefined if all were, the last aside, which is
 * known to be bad. Stops at the first one that is near enough to the half.
 */
function chooseMiddle(
  candidates: readonly CommitNode[],
  skipped: ReadonlySet<CommitNode>,
): CommitNode | undefined {
  const positions = new Map(candidates.map((node, i) => [node, i]));
  const total = candidates.length;
  // how many candidates lead to each, itself included
  const counts = new Uint32Array(total);
  const near = Math.floor(total / NEAR_ENOUGH);
  const marks = new Uint32Array(total);
  let best: CommitNode | undefined;
  let bestGap = Number.POSITIVE_INFINITY;
  for (let i = 0; i < total - 1; i++) {
    const node = candidates[i];
    const parents = node.parents.map((parent) => positions.get(parent)).filter((at) => at !== undefined);
    counts[i] = parents.length === 0 ? 1 : counts[parents[0]] + 1;
    if (parents.length > 1) counts[i] = countAncestors(candidates, positions, i, marks);
    const gap = Math.abs(2 * counts[i] - total);
    if (gap >= bestGap || skipped.has(node)) continue;
    best = node;
    bestGap = gap;
    if (gap <= Math.max(near, 1)) break;
  }
  return best;
}

/** A choice that is off the half by so small a part of all candidates costs no further test. */
const NEAR_ENOUGH = 512;

function countAncestors(
  candidates: readonly CommitNode[],
  positions: ReadonlyMap<CommitNode, number>,
  start: number,
  marks: Uint32Array,
): number {
  const mark = start + 1;
  const pending = [start];
  marks[start] = mark;
  let count = 0;
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    count++;
    for (const parent of candidates[at].parents) {
      const position = positions.get(parent);
      if (position === undefined || marks[position] === mark) continue;
      marks[position] = mark;
      pending.push(position);
    }
  }
  return count;
}

function undecided(candidates: readonly CommitNode[]): GroggyError {
  const commits = candidates.map(({ commit }) => commit);
  return new GroggyError(
    "BISECT_UNDECIDED",
    `"test" expected to decide on one of ${commits.length} commits, got "skip" for all but the last; the first bad one is among them`,
    { commits },
  );
}
