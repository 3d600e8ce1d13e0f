/** The relationship to follow next while a plan is made: by what is known of it, then by the rows that may come of it. */
import type { BoundGroup, BoundNode, BoundRelationship } from "../bind/bound.js";
import type { LabelExpression } from "../text/tree.js";
import { neededLabels } from "./label-predicate.js";
import type { MatchCheck } from "./match-check.js";
import { SHARE_OF_EQUALITY } from "./selectivity.js";
import { slotsIn } from "./slots-in.js";

export interface Connector {
  readonly element: BoundRelationship | BoundGroup;
  readonly left: BoundNode;
  readonly right: BoundNode;
}

/** A connector, and whether it is followed from left to right. */
interface Followed {
  readonly connector: Connector;
  readonly forward: boolean;
}

/** The connector to follow next: one relationship before many, both ends known before one; of several that with the fewest rows. */
export function cheapest(
  connectors: Iterable<Connector>,
  known: ReadonlySet<number>,
  fanOut: (followed: Followed) => number,
): Followed | undefined {
  let best: Followed[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const connector of connectors) {
    const { element, left, right } = connector;
    const [isLeft, isRight] = [known.has(left.slot.index), known.has(right.slot.index)];
    const isGiven = element.kind === "relationship" && known.has(element.slot.index);
    if (!isLeft && !isRight && !(isGiven && element.length === undefined)) continue;
    if (element.kind === "group" && !isLeft) continue;
    const kind = element.kind === "group" ? 8 : element.length === undefined ? 0 : 4;
    const cost = kind + (isGiven ? 0 : 2) + (isLeft && isRight ? 0 : 1);
    if (cost > least) continue;
    if (cost < least) best = [];
    best.push({ connector, forward: isLeft || !isRight });
    least = cost;
  }
  if (best.length < 2 || least !== SINGLE_HOP) return best[0];
  const rows = best.map(fanOut);
  return best[rows.indexOf(Math.min(...rows))];
}

/** The cost of one relationship from a known node to one that is not. */
const SINGLE_HOP = 3;

/** About how many rows come of one when a relationship is followed. */
export function fanOutOf(
  { connector: { element, left, right }, forward }: Followed,
  checks: readonly MatchCheck[],
  fanOut: (labels: readonly string[], types: LabelExpression | undefined) => number,
): number {
  if (element.kind === "group") return Number.POSITIVE_INFINITY;
  const [from, to] = forward ? [left, right] : [right, left];
  const arcs = fanOut(labelsOf(from, checks), element.types);
  const ways = element.direction === "both" ? 2 : 1;
  return checks.reduce((rows, check) => (isOn(check, to) ? rows * SHARE_OF_EQUALITY : rows), arcs * ways);
}

/** Labels that a node has wherever the pattern says so. */
function labelsOf({ slot }: BoundNode, checks: readonly MatchCheck[]): string[] {
  return checks.flatMap((check) => {
    const isHere = check.kind === "labels" && check.element.slot.index === slot.index;
    return isHere ? neededLabels((check.element as BoundNode).labels) : [];
  });
}

/** Whether a check asks something of the attributes of one node alone. */
function isOn(check: MatchCheck, { slot }: BoundNode): boolean {
  if (check.kind === "labels") return false;
  if (check.kind === "property") return check.element.slot.index === slot.index;
  const slots = slotsIn(check.condition);
  return slots.size === 1 && slots.has(slot.index);
}
