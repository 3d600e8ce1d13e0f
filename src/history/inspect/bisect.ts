/**
 * Bisection: finds the first commit in which something is wrong. Each test is of the commit that divides the
 * candidates best: the number of candidates that lead to it is nearest to half of them, so that either result settles
 * about half, over branches and merges as along a line. That is git's method.
 */

import { describe, GroggyError } from "../../errors.js";
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { throwIfAborted } from "../../structures/signal.js";
import { GraphView } from "../../view.js";
import { isAncestor } from "../commits/ancestry.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { CommitWalk } from "../commits/commit-walk.js";
import type { HistoryCore } from "../repository/core.js";
import type { Revision } from "../repository/resolve.js";

declare module "../../errors.js" {
  interface GroggyErrorData {
    BISECT_UNDECIDED: { commits: readonly Commit[] };
  }
}

/** The result of a test of a commit: whether it is good, or "skip" if that is unknown. */
export type BisectVerdict = boolean | "skip";

/** Options of `bisect`. */
export interface BisectOptions {
  /** Asked before each test: once it is aborted, its reason is thrown. */
  readonly signal?: AbortSignalLike;
}

/** Finds the first bad commit. O(log candidates) tests; choosing each is O(candidates), times merges at worst. */
export function bisect(
  core: HistoryCore,
  good: Revision,
  bad: Revision,
  test: (view: GraphView, commit: Commit) => BisectVerdict,
  { signal }: BisectOptions,
): Commit {
  if (typeof test !== "function") throw new TypeError(`"test" expected a function, got ${describe(test)}`);
  const [goodNode, badNode] = [core.resolve(good), core.resolve(bad)];
  if (goodNode === badNode || !isAncestor(goodNode, badNode)) {
    throw new RangeError(
      `"good" expected a commit that "bad" builds on, got ${describe(goodNode.commit.id.slice(0, 12))}`,
    );
  }
  const candidates = new Candidates([...new CommitWalk([badNode], [goodNode])]);
  while (candidates.count > 1) {
    throwIfAborted(signal);
    const middle = candidates.chooseMiddle();
    if (middle === undefined) throw undecided(candidates.commits());
    const node = candidates.nodes[middle];
    const verdict = test(new GraphView(core.stateOf(node)), node.commit);
    if (verdict !== "skip" && typeof verdict !== "boolean") {
      throw new TypeError(`"test" expected to return true, false or "skip", got ${describe(verdict)}`);
    }
    if (verdict === "skip") candidates.skip(middle);
    else candidates.settle(middle, verdict);
  }
  return candidates.commits()[0];
}

/** A choice that is off the half by so small a part of all candidates costs no further test. */
const NEAR_ENOUGH = 512;

/** The commits of which one is the first bad one, by position: parents before children, the last is known to be bad. */
class Candidates {
  readonly nodes: readonly CommitNode[];
  /** For each its first parent among the candidates, or -1. */
  readonly #first: Int32Array;
  /** Of merges the other parents. */
  readonly #others = new Map<number, number[]>();
  /** The positions that are left, ascending. */
  #left: Uint32Array;
  readonly #isLeft: Uint8Array;
  readonly #skipped = new Set<number>();
  /** The number of remaining candidates that lead to each, itself included; as of the last choice. */
  readonly #counts: Uint32Array;
  /** For each the last pass that came by. */
  readonly #marks: Uint32Array;
  #pass = 0;

  constructor(childrenFirst: CommitNode[]) {
    this.nodes = childrenFirst.reverse();
    const count = this.nodes.length;
    const positions = new Map(this.nodes.map((node, i) => [node, i]));
    this.#first = new Int32Array(count).fill(-1);
    this.#left = Uint32Array.from(this.nodes.keys());
    this.#isLeft = new Uint8Array(count).fill(1);
    this.#counts = new Uint32Array(count);
    this.#marks = new Uint32Array(count);
    for (const [i, { parents }] of this.nodes.entries()) {
      const known = parents.map((parent) => positions.get(parent)).filter((at) => at !== undefined);
      if (known.length > 0) this.#first[i] = known[0];
      if (known.length > 1) this.#others.set(i, known.slice(1));
    }
  }

  get count(): number {
    return this.#left.length;
  }

  commits(): Commit[] {
    return Array.from(this.#left, (at) => this.nodes[at].commit);
  }

  skip(at: number): void {
    this.#skipped.add(at);
  }

  /** Leaves only those that lead to a commit, if it is bad, or only the others. */
  settle(at: number, isGood: boolean): void {
    const mark = this.#markAncestors(at);
    this.#left = this.#left.filter((each) => {
      const stays = (this.#marks[each] === mark) !== isGood;
      if (!stays) this.#isLeft[each] = 0;
      return stays;
    });
  }

  /**
   * The candidate that parts the others best and was not skipped; undefined if all were, the last aside. Stops at
   * the first one that is near enough to the half.
   */
  chooseMiddle(): number | undefined {
    const total = this.count;
    const near = Math.max(1, Math.floor(total / NEAR_ENOUGH));
    let best: number | undefined;
    let bestGap = Number.POSITIVE_INFINITY;
    for (const at of this.#left.subarray(0, total - 1)) {
      this.#counts[at] = this.#countAncestors(at);
      const gap = Math.abs(2 * this.#counts[at] - total);
      if (gap >= bestGap || this.#skipped.has(at)) continue;
      best = at;
      bestGap = gap;
      if (gap <= near) break;
    }
    return best;
  }

  /** One more than the only parent has; of a merge they have to be counted. */
  #countAncestors(at: number): number {
    const first = this.#first[at];
    if (!this.#others.has(at)) return first >= 0 && this.#isLeft[first] === 1 ? this.#counts[first] + 1 : 1;
    const mark = this.#markAncestors(at);
    let count = 0;
    for (const each of this.#left) if (this.#marks[each] === mark) count++;
    return count;
  }

  /** Marks those left that lead to one, itself included, with a number of their own. */
  #markAncestors(start: number): number {
    const mark = ++this.#pass;
    const pending = [start];
    this.#marks[start] = mark;
    const visit = (at: number): void => {
      if (at < 0 || this.#isLeft[at] === 0 || this.#marks[at] === mark) return;
      this.#marks[at] = mark;
      pending.push(at);
    };
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      visit(this.#first[at]);
      for (const other of this.#others.get(at) ?? []) visit(other);
    }
    return mark;
  }
}

function undecided(commits: readonly Commit[]): GroggyError {
  return new GroggyError(
    "BISECT_UNDECIDED",
    `"test" expected to decide on one of ${commits.length} commits, got "skip" for all but the last; the first bad one is among them`,
    { commits },
  );
}
