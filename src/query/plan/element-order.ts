/**
 * The order in which the nodes of a pattern are found: dynamic programming over the sets of nodes that are known, as in
 * Selinger et al., Access Path Selection in a Relational Database Management System (1979), with orders that add one node
 * at a time. O(2^n n) for n nodes, less where few sets are joined.
 */

/** A node, as it is found by itself. */
export interface OrderedNode {
  readonly isKnown: boolean;
  /** About how many nodes it may be. */
  readonly rows: number;
  /** About how many nodes have to be looked at to find these. */
  readonly looked: number;
  /** Whether a key, an index or an id finds it. */
  readonly isFound: boolean;
  /** Whether conditions are asked of it. */
  readonly isAsked: boolean;
}

/** Relationships between two nodes: about how many one of them has, and the part of all pairs that they join. */
export interface OrderedArcs {
  readonly a: number;
  readonly b: number;
  readonly readFromA: number;
  readonly readFromB: number;
  /** The part of these whose far ends may be the other node, as far as labels tell. */
  readonly keptFromA: number;
  readonly keptFromB: number;
  /** The rows of both ends by all pairs of nodes that they may be. */
  readonly share: number;
  /** A relationship of variable length. */
  readonly isWalk: boolean;
}

/** A condition on several nodes; where one of them is equal to a value of others, a map or an index finds it by that. */
export interface OrderedCondition {
  readonly nodes: readonly number[];
  readonly share: number;
  /** The nodes that are found by it once the others are known. */
  readonly finds: readonly number[];
}

export interface OrderStep {
  readonly node: number;
  /** The place of the relationships that lead to it; undefined where it is looked for by itself. */
  readonly arcs: number | undefined;
  /** About how many rows there are before other relationships of it are looked for, and behind these. */
  readonly made: number;
  readonly rows: number;
}

/**
 * Costs by that of a node that is gone through, which is some 70 ns, as `node benchmarks/cypher/plan-costs.mjs` measures them:
 * of a relationship that is read, a row that is made, a condition on a row, a look for relationships between two nodes, a
 * relationship of a walk, a search by a value, and a node of the map that is made for searches without an index.
 */
const COSTS = { node: 1, arc: 0.5, row: 0.4, condition: 0.9, into: 5, walk: 2, find: 60, mapped: 9 };

/** Relationships as seen from the node that they lead to. */
interface ArcsTo {
  readonly place: number;
  readonly from: number;
  readonly read: number;
  readonly kept: number;
  readonly share: number;
  readonly isWalk: boolean;
  /** The least that is read of one that is walked, from either end. */
  readonly least: number;
}

/** The steps that find all nodes; those that are known already are in none. */
export function elementOrder(
  nodes: readonly OrderedNode[],
  arcs: readonly OrderedArcs[],
  conditions: readonly OrderedCondition[],
): OrderStep[] {
  const all = 2 ** nodes.length - 1;
  const costs = new Float64Array(all + 1).fill(Number.POSITIVE_INFINITY);
  const rows = new Float64Array(all + 1);
  const steps: (OrderStep | undefined)[] = new Array(all + 1);
  const start = maskOf(nodes.flatMap(({ isKnown }, i) => (isKnown ? [i] : [])));
  const arcsTo = nodes.map((_, node) => arcs.flatMap((each, place) => arcsToOf(each, place, node)));
  const joined = arcsTo.map((list) => maskOf(list.map(({ from }) => from)));
  const asked = conditions.map((condition) => ({ ...condition, mask: maskOf(condition.nodes) }));
  costs[start] = 0;
  rows[start] = 1;
  for (let mask = start; mask < all; mask++) {
    if (costs[mask] === Number.POSITIVE_INFINITY) continue;
    const isOpen = joined.some((others, node) => (mask & (1 << node)) === 0 && (others & mask) !== 0);
    nodes.forEach((node, next) => {
      const bit = 1 << next;
      if ((mask & bit) !== 0) return;
      const own = asked.filter((condition) => (condition.mask & ~mask) === bit);
      const finders = own.filter(({ finds }) => finds.includes(next));
      const reached = arcsTo[next].filter(({ from }) => (mask & (1 << from)) !== 0);
      const best = cheapestArcs(node, rows[mask], reached);
      let cost = best === undefined ? Number.POSITIVE_INFINITY : joinCost(node, rows[mask], best, reached);
      let place = best?.place;
      // nodes that nothing finds are combined with others only where no relationship leads on
      if (!isOpen || node.isFound || finders.length > 0) {
        const alone =
          searchCost(node, rows[mask], finders) + intoCost(rows[mask] * node.rows, reached, undefined);
        if (alone < cost) [cost, place] = [alone, undefined];
      }
      const total = costs[mask] + cost + rows[mask] * own.length * COSTS.condition;
      const after = mask | bit;
      if (total >= costs[after]) return;
      costs[after] = total;
      const share = [...own, ...reached].reduce((product, each) => product * each.share, 1);
      rows[after] = Math.max(ROWS_MIN, rows[mask] * node.rows * share);
      const made = place === undefined ? rows[mask] * node.rows : rows[mask] * best!.read * best!.kept;
      steps[after] = { node: next, arcs: place, made, rows: rows[after] };
    });
  }
  const order: OrderStep[] = [];
  for (let mask = all; mask !== start; ) {
    const step = steps[mask]!;
    order.unshift(step);
    mask &= ~(1 << step.node);
  }
  return order;
}

/** Estimates of rows stay above 0, so that further steps have a cost. */
const ROWS_MIN = 1e-9;

function maskOf(nodes: readonly number[]): number {
  return nodes.reduce((mask, node) => mask | (1 << node), 0);
}

function arcsToOf(arcs: OrderedArcs, place: number, node: number): ArcsTo[] {
  const { a, b, readFromA, readFromB, keptFromA, keptFromB, share, isWalk } = arcs;
  const least = Math.min(readFromA, readFromB);
  if (b === node) return [{ place, from: a, read: readFromA, kept: keptFromA, share, isWalk, least }];
  if (a === node) return [{ place, from: b, read: readFromB, kept: keptFromB, share, isWalk, least }];
  return [];
}

/** The cost of looking for a node by itself, for each of some rows. */
function searchCost(node: OrderedNode, rows: number, finders: readonly OrderedCondition[]): number {
  const { find, row, mapped } = COSTS;
  if (finders.length > 0) {
    const share = finders.reduce((product, each) => product * each.share, 1);
    return (node.isFound ? 0 : node.looked * mapped) + rows * (find + node.rows * share * row);
  }
  if (node.isFound) return rows * (find + node.rows * row);
  return node.looked * COSTS.node + rows * node.rows * row;
}

/** The cost of following relationships to a node from each of some rows. */
function followCost({ isAsked }: OrderedNode, rows: number, { read, kept, isWalk }: ArcsTo): number {
  const { node, arc, walk, row, condition } = COSTS;
  const made = read * kept * (row + (isAsked ? condition : 0));
  return rows * (node + read * (isWalk ? walk : arc) + made);
}

function cheapestArcs(node: OrderedNode, rows: number, reached: readonly ArcsTo[]): ArcsTo | undefined {
  let best: ArcsTo | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const each of reached) {
    const cost = followCost(node, rows, each);
    if (cost < least) [best, least] = [each, cost];
  }
  return best;
}

function joinCost(node: OrderedNode, rows: number, best: ArcsTo, reached: readonly ArcsTo[]): number {
  return followCost(node, rows, best) + intoCost(rows * best.read * best.kept, reached, best);
}

/** The cost of looking for all other relationships between a node that is found and those that are known. */
function intoCost(rows: number, reached: readonly ArcsTo[], but: ArcsTo | undefined): number {
  let cost = 0;
  let left = rows;
  for (const each of reached) {
    if (each === but) continue;
    cost += left * (each.isWalk ? each.least * COSTS.walk : COSTS.into);
    left *= Math.min(1, each.share);
  }
  return cost;
}
