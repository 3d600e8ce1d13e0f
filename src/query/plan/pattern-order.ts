/** Describes the nodes and relationships of a pattern to the search for the order in which they are found. */
import type { BoundNode, BoundRelationship } from "../bind/bound.js";
import type { LabelExpression } from "../text/tree.js";
import { elementOrder, type OrderedArcs, type OrderedCondition, type OrderedNode } from "./element-order.js";
import type { MatchCheck } from "./match-check.js";
import type { Connector } from "./next-hop.js";
import { lookupsOf, type PlannedWay } from "./node-lookup.js";
import { SHARE_OF_EQUALITY, shareOf } from "./selectivity.js";
import { slotsIn } from "./slots-in.js";

/** Counts of the graph in which a pattern is looked for. */
export interface PatternStatistics {
  readonly nodeCount: number;
  /** About how many nodes have all of some labels. */
  countOf(labels: readonly string[]): number;
  /** About how many relationships lead from nodes with some labels to nodes with others. */
  arcCount(from: readonly string[], types: LabelExpression | undefined, to: readonly string[]): number;
  distinctCount(labels: readonly string[], name: string): number | undefined;
}

/** A node of the pattern as it is found by itself. */
export interface FoundNode {
  readonly node: BoundNode;
  readonly labels: readonly string[];
  /** How a key, an index or an id finds it; undefined where nothing does. */
  readonly way: PlannedWay | undefined;
  readonly rows: number;
}

/** The next node to find: by relationships from one that is known, or by itself. */
export interface FoundNext {
  readonly node: BoundNode;
  readonly connector: Connector | undefined;
  /** About how many rows there are then: before other relationships of it are looked for, and behind these. */
  readonly made: number;
  readonly rows: number;
}

/** Nodes of a pattern for which all orders are tried. */
const ORDERED_NODES_MAX = 10;
/** Hops of a relationship without an upper end that are reckoned with. */
const WALK_HOPS = 3;
const WALK_ROWS_MAX = 1e9;

/**
 * The order in which the nodes are found; undefined where it is not searched for: of few nodes or very many, and where a
 * pattern has more in it than nodes and relationships that are not known yet.
 */
export function patternOrder(
  found: readonly FoundNode[],
  connectors: Iterable<Connector>,
  known: ReadonlySet<number>,
  checks: readonly MatchCheck[],
  counts: PatternStatistics,
): FoundNext[] | undefined {
  if (found.length < 2 || found.length > ORDERED_NODES_MAX) return undefined;
  const placeOf = new Map(found.map(({ node }, i) => [node.slot.index, i]));
  const list = [...connectors];
  const isPlain = ({ element }: Connector) =>
    element.kind === "relationship" && !known.has(element.slot.index);
  if (!list.every(isPlain)) return undefined;
  const labelsAt = (place: number): readonly string[] => found[place].labels;
  const distinct = (slot: number, name: string): number | undefined => {
    const place = placeOf.get(slot);
    return place === undefined ? undefined : counts.distinctCount(labelsAt(place), name);
  };
  const conditions: OrderedCondition[] = [];
  const shares = found.map(() => 1);
  const asked = found.map(() => false);
  for (const check of checks) {
    if (check.kind === "labels") continue;
    const slots = slotsOf(check);
    const places = [...slots].flatMap((slot) => placeOf.get(slot) ?? []);
    if (places.length === 0) continue;
    const share = shareOfCheck(check, distinct);
    if (places.length === 1) {
      shares[places[0]] *= share;
      asked[places[0]] = true;
    } else {
      const finds = places.filter((place) => {
        const { slot } = found[place].node;
        return lookupsOf(slot, [check], (value) => !slotsIn(value).has(slot.index)).length > 0;
      });
      conditions.push({ nodes: places, share, finds });
    }
  }
  const nodes = found.map(({ node, labels, way, rows }, i): OrderedNode => {
    const isFound = way !== undefined;
    const isKnown = known.has(node.slot.index);
    const looked = counts.countOf(labels);
    const left = isFound ? rows : Math.max(looked * shares[i], 1e-3);
    return { isKnown, rows: isKnown ? shares[i] : left, looked, isFound, isAsked: asked[i] };
  });
  const arcs = list.flatMap((connector, i): (OrderedArcs & { readonly place: number })[] => {
    const [a, b] = [connector.left, connector.right].map(({ slot }) => placeOf.get(slot.index)!);
    if (a === b) return [];
    return [{ ...arcsOf(connector, a, b, labelsAt, checks, counts), place: i }];
  });
  return elementOrder(nodes, arcs, conditions).map((step) => ({
    node: found[step.node].node,
    connector: step.arcs === undefined ? undefined : list[arcs[step.arcs].place],
    made: step.made,
    rows: step.rows,
  }));
}

function slotsOf(check: Exclude<MatchCheck, { readonly kind: "labels" }>): ReadonlySet<number> {
  if (check.kind === "prune") return slotsIn(check.condition);
  const slots = new Set(slotsIn(check.kind === "property" ? check.entry.value : check.condition));
  return slots.add(check.element.slot.index);
}

function shareOfCheck(
  check: Exclude<MatchCheck, { readonly kind: "labels" }>,
  distinct: (slot: number, name: string) => number | undefined,
): number {
  if (check.kind !== "property") return shareOf(check.condition, distinct);
  const count = distinct(check.element.slot.index, check.entry.name);
  return count === undefined ? SHARE_OF_EQUALITY : 1 / count;
}

function arcsOf(
  { element }: Connector,
  a: number,
  b: number,
  labelsAt: (place: number) => readonly string[],
  checks: readonly MatchCheck[],
  counts: PatternStatistics,
): OrderedArcs {
  const { types, direction, length, slot } = element as BoundRelationship;
  const [ofA, ofB] = [labelsAt(a), labelsAt(b)];
  const [countA, countB] = [Math.max(1, counts.countOf(ofA)), Math.max(1, counts.countOf(ofB))];
  /** Relationships from one to the other, as the pattern has them. */
  const arcCount = (from: readonly string[], to: readonly string[]): number => {
    const forth = direction === "left" ? 0 : counts.arcCount(from, types, to);
    const back = direction === "right" ? 0 : counts.arcCount(to, types, from);
    return forth + back;
  };
  // conditions on the relationships themselves
  let share = 1;
  for (const check of checks)
    if (check.kind !== "labels" && check.kind !== "prune" && check.element.slot.index === slot.index)
      share *= shareOfCheck(check, () => undefined);
  const [fromA, fromB, both] = [arcCount(ofA, []), arcCount([], ofB), arcCount(ofA, ofB) * share];
  if (length === undefined)
    return {
      a,
      b,
      readFromA: fromA / countA,
      readFromB: fromB / countB,
      keptFromA: both / Math.max(1, fromA),
      keptFromB: both / Math.max(1, fromB),
      share: both / (countA * countB),
      isWalk: false,
    };
  const all = Math.max(1, arcCount([], []));
  const degree = all / Math.max(1, counts.nodeCount);
  const { from, to = from + WALK_HOPS } = length;
  const walks = (first: number): number => {
    let [total, hop] = [from === 0 ? 1 : 0, first];
    for (let hops = 1; hops <= to && total < WALK_ROWS_MAX; hops++, hop *= degree)
      if (hops >= from) total += hop;
    return Math.min(total, WALK_ROWS_MAX);
  };
  const [readFromA, readFromB] = [walks(fromA / countA), walks(fromB / countB)];
  const keptFromA = fromB / all;
  return {
    a,
    b,
    readFromA,
    readFromB,
    keptFromA,
    keptFromB: fromA / all,
    share: (readFromA * keptFromA) / countB,
    isWalk: true,
  };
}
