/** Conditions by which a node may be found: its id, or an attribute of it, is one of some values. */
import type { BoundExpression, Slot } from "../bind/bound.js";
import type { MatchCheck } from "./match-check.js";
import type { NodeWay } from "./node-access.js";
import { lengthOfList, SHARE_OF_EQUALITY } from "./selectivity.js";

export interface NodeLookup {
  /** The attribute; undefined for the id. */
  readonly name: string | undefined;
  readonly value: BoundExpression;
  /** Whether it is a list of values. */
  readonly isList: boolean;
}

export type PlannedWay = NodeWay | "id";

/** The checks of a match on a node, in values that are known, by `isKnown`, before it is looked for. */
export function lookupsOf(
  slot: Slot,
  checks: readonly MatchCheck[],
  isKnown: (value: BoundExpression) => boolean,
): NodeLookup[] {
  const lookups: NodeLookup[] = [];
  for (const check of checks) {
    if (check.kind === "property" && check.element.slot.index === slot.index)
      lookups.push({ name: check.entry.name, value: check.entry.value, isList: false });
    else if (check.kind === "prune" || check.kind === "where")
      lookups.push(...lookupsIn(check.condition, slot));
  }
  return lookups.filter(({ value }) => isKnown(value));
}

function lookupsIn(condition: BoundExpression, slot: Slot): NodeLookup[] {
  if (condition.kind === "logic" && condition.operator === "AND")
    return condition.operands.flatMap((operand) => lookupsIn(operand, slot));
  if (condition.kind === "comparison" && condition.operators.length === 1 && condition.operators[0] === "=") {
    const [left, right] = condition.operands;
    return [...lookupBy(left, right, false, slot), ...lookupBy(right, left, false, slot)];
  }
  if (condition.kind === "chain" && condition.operators.length === 1 && condition.operators[0] === "IN")
    return lookupBy(condition.operands[0], condition.operands[1], true, slot);
  return [];
}

/** `n.name` or `id(n)` on one side, and the value on the other. */
function lookupBy(side: BoundExpression, value: BoundExpression, isList: boolean, slot: Slot): NodeLookup[] {
  if (side.kind === "property" && isSlot(side.of, slot)) return [{ name: side.name, value, isList }];
  const isId = side.kind === "call" && side.spec.name === "id" && isSlot(side.items[0], slot);
  return isId ? [{ name: undefined, value, isList }] : [];
}

function isSlot(expression: BoundExpression | undefined, slot: Slot): boolean {
  return expression?.kind === "slot" && expression.slot.index === slot.index;
}

/** The part of nodes that have one of the values; `distinct` says about how many values an attribute has. */
export function shareOfLookup(
  { name, value, isList }: NodeLookup,
  distinct: (name: string) => number | undefined,
): number {
  const count = name === undefined ? undefined : distinct(name);
  const share = count === undefined ? SHARE_OF_EQUALITY : 1 / count;
  return Math.min(1, isList ? lengthOfList(value) * share : share);
}
