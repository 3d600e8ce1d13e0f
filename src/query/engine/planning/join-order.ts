/**
 * The order in which the variables of a pattern are given nodes when its rows are counted: some one after another, until
 * those that are left are joined as trees, whose rows are counted by sums from the leaves up. Branch and bound over all
 * orders, by estimates of the arcs that are read.
 */

/** Two variables that something is said of. */
export interface PlannedLink {
  readonly a: number;
  readonly b: number;
  /** Whether relationships join them, so that sums can be passed along. */
  readonly hasEdges: boolean;
  /** Whether the nodes of one that fit a node of the other can be listed. */
  readonly isListed: boolean;
  /** Whether each arc that is read counts as it is, without a test. */
  readonly isPlain: boolean;
  /** About how many arcs a node of `a` has to nodes of any kind, and to those of `b`; and the other way round. */
  readonly fromA: ArcEstimate;
  readonly fromB: ArcEstimate;
}

export interface ArcEstimate {
  readonly read: number;
  readonly kept: number;
  /** As `read`, of nodes to which arcs of other links lead: those that have many are met more often. */
  readonly readWhenReached: number;
}

export interface PlannedJoin {
  /** The number of nodes that each variable may be. */
  readonly counts: readonly number[];
  readonly links: readonly PlannedLink[];
  /** A variable that has to be given nodes one after another. */
  readonly root: number | undefined;
}

/** Variables that are left, joined as a tree: each but the last one with the one that it passes its sums to. */
export interface JoinTree {
  readonly root: number;
  /** Children before their parents. */
  readonly passes: readonly { readonly child: number; readonly parent: number; readonly link: number }[];
}

export interface JoinOrder {
  /** The variables that are given nodes, one after another. */
  readonly bound: readonly number[];
  readonly trees: readonly JoinTree[];
  /** About how many arcs are read. */
  readonly cost: number;
}

/** Variables at most; patterns of more are listed. */
export const JOIN_VARIABLES_MAX = 10;

/** A test of two nodes, and the steps that a node or a list takes whatever it holds, beside the reading of an arc. */
const TEST_COST = 8;
const NODE_COST = 4;

/** Undefined if there are too many variables. */
export function joinOrder(join: PlannedJoin): JoinOrder | undefined {
  const { counts, links, root } = join;
  if (counts.length > JOIN_VARIABLES_MAX) return undefined;
  let best: JoinOrder | undefined;
  const bound: number[] = [];
  const sizes = [...counts];
  const isReached = counts.map(() => false);
  const search = (rows: number, cost: number): void => {
    if (root === undefined || bound.includes(root)) {
      const trees = treesLeft(join, bound, sizes, isReached);
      if (trees !== undefined) {
        const total = cost + rows * (1 + trees.cost);
        if (best === undefined || total < best.cost)
          best = { bound: [...bound], trees: trees.trees, cost: total };
      }
    }
    for (let next = 0; next < counts.length; next++) {
      if (bound.includes(next)) continue;
      const found = rows * sizes[next];
      const before = [...sizes];
      const reachedBefore = [...isReached];
      let read = NODE_COST;
      for (const link of links) {
        if (link.a !== next && link.b !== next) continue;
        const other = link.a === next ? link.b : link.a;
        if (bound.includes(other)) continue;
        const arcs = link.a === next ? link.fromA : link.fromB;
        const arcsRead = isReached[next] ? arcs.readWhenReached : arcs.read;
        if (!link.isListed) {
          read += isReached[other] ? sizes[other] * TEST_COST : arcsRead;
          continue;
        }
        read += NODE_COST + arcsRead * (link.isPlain ? 1 : TEST_COST);
        // the first list says how many there are, each further one which part of them
        sizes[other] = (sizes[other] * arcs.kept) / Math.max(1, counts[other]);
        isReached[other] = true;
      }
      const total = cost + found * read;
      if (best === undefined || total < best.cost) {
        bound.push(next);
        search(found, total);
        bound.pop();
      }
      for (const [i, size] of before.entries()) {
        sizes[i] = size;
        isReached[i] = reachedBefore[i];
      }
    }
  };
  search(1, 0);
  return best;
}

/** The trees that the variables which are left are joined as, with the arcs that are read; undefined if they are none. */
function treesLeft(
  { counts, links }: PlannedJoin,
  bound: readonly number[],
  sizes: readonly number[],
  isReached: readonly boolean[],
): { trees: JoinTree[]; cost: number } | undefined {
  const inner: { link: PlannedLink; at: number }[] = [];
  for (const [at, link] of links.entries()) {
    if (bound.includes(link.a) || bound.includes(link.b)) continue;
    if (!link.hasEdges) return undefined;
    inner.push({ link, at });
  }
  const seen = new Set<number>(bound);
  const trees: JoinTree[] = [];
  let cost = 0;
  for (let start = 0; start < counts.length; start++) {
    if (seen.has(start)) continue;
    const members = [start];
    seen.add(start);
    let linkCount = 0;
    for (const member of members)
      for (const { link } of inner) {
        if (link.a !== member && link.b !== member) continue;
        linkCount++;
        const other = link.a === member ? link.b : link.a;
        if (!seen.has(other)) members.push(other);
        seen.add(other);
      }
    // each link was seen from both of its ends
    if (linkCount / 2 !== members.length - 1) return undefined;
    let least: { tree: JoinTree; cost: number } | undefined;
    for (const root of members) {
      const rooted = treeFrom(root, inner, sizes, isReached);
      if (least === undefined || rooted.cost < least.cost) least = rooted;
    }
    trees.push(least!.tree);
    cost += least!.cost;
  }
  return { trees, cost };
}

function treeFrom(
  root: number,
  inner: readonly { readonly link: PlannedLink; readonly at: number }[],
  sizes: readonly number[],
  isReached: readonly boolean[],
): { tree: JoinTree; cost: number } {
  const passes: { child: number; parent: number; link: number }[] = [];
  let cost = 0;
  /** The nodes that the children of a variable reach. */
  const visit = (parent: number, before: number): number => {
    let least = Number.POSITIVE_INFINITY;
    for (const { link, at } of inner) {
      if (at === before || (link.a !== parent && link.b !== parent)) continue;
      const child = link.a === parent ? link.b : link.a;
      const reached = visit(child, at);
      passes.push({ child, parent, link: at });
      const arcs = link.a === child ? link.fromA : link.fromB;
      const size = Math.min(sizes[child], reached);
      const read = isReached[child] || reached < sizes[child] ? arcs.readWhenReached : arcs.read;
      cost += size * (1 + read * (link.isPlain ? 1 : TEST_COST));
      least = Math.min(least, size * arcs.kept);
    }
    return least;
  };
  visit(root, -1);
  return { tree: { root, passes }, cost };
}
