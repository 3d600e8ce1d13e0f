/** Questions about the graph of commits along all parents. */

import { Heap } from "../../structures/heap.js";
import type { CommitNode } from "./commit-node.js";
import { CommitWalk } from "./commit-walk.js";
import { ancestorAt } from "./jump.js";
import { countLeading, inPreOrder, lineStartOf, meetingOf } from "./lines.js";

const LEFT = 1;
const RIGHT = 2;
const BOTH = LEFT | RIGHT;
/** An ancestor of a merge base, which is no merge base itself. */
const STALE = 4;

/** The commits at which one line is entered, each with its flags. */
type Entries = Map<CommitNode, number>;

/**
 * Lines by the commits at which they are entered, those that begin with the larger generation first: each before all
 * that it was made from, so that all ways into a line are known once it is taken.
 */
class LineQueue {
  readonly #entries = new Map<CommitNode, Entries>();
  readonly #starts = new Heap<CommitNode>((a, b) => b.generation - a.generation);
  /** The number of entries by their flags. */
  readonly counts = new Uint32Array(8);

  add(node: CommitNode, flag: number): void {
    const start = lineStartOf(node);
    let entries = this.#entries.get(start);
    if (entries === undefined) {
      entries = new Map();
      this.#entries.set(start, entries);
      this.#starts.push(start);
    }
    const known = entries.get(node);
    if (known !== undefined) this.counts[known]--;
    const next = (known ?? 0) | flag;
    this.counts[next]++;
    entries.set(node, next);
  }

  take(): { readonly start: CommitNode; readonly entries: Entries } | undefined {
    const start = this.#starts.pop();
    if (start === undefined) return undefined;
    const entries = this.#entries.get(start) as Entries;
    this.#entries.delete(start);
    for (const flag of entries.values()) this.counts[flag]--;
    return { start, entries };
  }
}

function flagsOf(entries: Entries): number {
  let flags = 0;
  for (const flag of entries.values()) flags |= flag;
  return flags;
}

/**
 * The best common ancestors of some commits on one side and some on the other: those that are no ancestor of
 * another one. In the order of their ids. O(merges down to the last of them * log commits).
 */
export function mergeBases(left: readonly CommitNode[], right: readonly CommitNode[]): CommitNode[] {
  const queue = new LineQueue();
  for (const node of left) queue.add(node, LEFT);
  for (const node of right) queue.add(node, RIGHT);
  const bases: CommitNode[] = [];
  const { counts } = queue;
  // ancestors of one side alone, or of what is found already, lead to no other base
  while (counts[BOTH] > 0 || (counts[LEFT] > 0 && counts[RIGHT] > 0)) {
    const line = queue.take();
    if (line === undefined) break;
    const flags = flagsOf(line.entries);
    if ((flags & BOTH) === BOTH) bases.push(...basesInLine(line.entries));
    const passed = (flags & BOTH) === BOTH ? BOTH | STALE : flags;
    for (const parent of line.start.parents) queue.add(parent, passed);
  }
  return bases.sort((a, b) => (a.commit.id < b.commit.id ? -1 : 1));
}

/** The best common ancestors within a line that both sides enter. */
function basesInLine(entries: Entries): CommitNode[] {
  const nodes = inPreOrder(entries.keys());
  const common = new Set<CommitNode>();
  for (let i = 0; i < nodes.length; i++) {
    const flag = entries.get(nodes[i]) as number;
    if ((flag & BOTH) === BOTH) common.add(nodes[i]);
    // of two sides that meet, some two neighbours are one of each
    const before = i === 0 ? 0 : (entries.get(nodes[i - 1]) as number);
    if (((flag | before) & BOTH) === BOTH && i > 0) common.add(meetingOf(nodes[i - 1], nodes[i]));
  }
  const ordered = inPreOrder(common);
  return ordered.filter((node, i) => {
    const isStale = ((entries.get(node) ?? 0) & STALE) !== 0;
    const next = ordered[i + 1];
    // what follows it in pre-order is what it leads to, if it leads to any
    return !isStale && (next === undefined || meetingOf(node, next) !== node);
  });
}

/** Whether one commit is an ancestor of another, or the same. O(merges between the two * log commits). */
export function isAncestor(ancestor: CommitNode, node: CommitNode): boolean {
  // mostly it is one along first parents
  if (ancestorAt(node, ancestor.depth) === ancestor) return true;
  const start = lineStartOf(ancestor);
  const seen = new Set<CommitNode>();
  const pending = [node];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const line = lineStartOf(at);
    if (line === start && ancestorAt(at, ancestor.depth) === ancestor) return true;
    // above the start of its own line there is nothing else that leads to it
    if (line.generation <= ancestor.generation || seen.has(line)) continue;
    seen.add(line);
    for (const parent of line.parents) if (parent.generation >= ancestor.generation) pending.push(parent);
  }
  return false;
}

/** All ancestors of some commits, themselves included. */
export function ancestorsOf(nodes: Iterable<CommitNode>): Set<CommitNode> {
  const ancestors = new Set(nodes);
  for (const node of ancestors) for (const parent of node.parents) ancestors.add(parent);
  return ancestors;
}

/**
 * The number of commits that lead to `left` and not to `right`, and vice versa. O(merges down to what both have * log
 * commits).
 */
export function aheadBehind(left: CommitNode, right: CommitNode): { ahead: number; behind: number } {
  const queue = new LineQueue();
  queue.add(left, LEFT);
  queue.add(right, RIGHT);
  let ahead = 0;
  let behind = 0;
  while (queue.counts[LEFT] > 0 || queue.counts[RIGHT] > 0) {
    const line = queue.take();
    if (line === undefined) break;
    const nodes = inPreOrder(line.entries.keys());
    const count = (flag: number): number =>
      countLeading(nodes.filter((node) => ((line.entries.get(node) as number) & flag) !== 0));
    const all = count(BOTH);
    ahead += all - count(RIGHT);
    behind += all - count(LEFT);
    for (const parent of line.start.parents) queue.add(parent, flagsOf(line.entries));
  }
  return { ahead, behind };
}

/**
 * The commits that lead to `from`, itself included, and not to any of `without`: children before parents, and
 * among those free to come the newest. Lazy.
 */
export function* walk(from: CommitNode, without: readonly CommitNode[] = []): Generator<CommitNode> {
  let node: CommitNode | undefined = from;
  // a line without merges needs nothing remembered
  for (; without.length === 0 && node !== undefined && node.parents.length < 2; node = node.parent)
    yield node;
  if (node !== undefined) yield* new CommitWalk([node], without);
}
