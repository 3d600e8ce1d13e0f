/**
 * Conditions on all nodes or relationships of a path, such as `all(n IN nodes(p) WHERE n.open)`, as conditions on single
 * ones, so that paths which cannot meet them are given up on the way. Only those that cannot go wrong are taken.
 */
import type { BoundExpression, BoundPath, BoundRelationship, Slot } from "../../bind/bound.js";
import { ANY_TYPE, BOOLEAN_TYPE, TYPE_BITS } from "../../bind/static-type.js";
import type { MatchCheck } from "../../plan/match-check.js";
import { slotsIn } from "../../plan/slots-in.js";
import { type VectorContext, vectorExpression } from "../vector-expression.js";
import type { ElementCondition } from "./element-predicate.js";

/** The slots that stand for single elements of a path. */
export interface ElementSlots {
  readonly node: Slot;
  readonly relationship: Slot;
}

export interface FoundCondition extends ElementCondition {
  readonly of: "nodes" | "relationships";
}

/** A condition of WHERE as one on each element of a path; undefined where it is none. */
export function conditionOnEach(
  condition: BoundExpression,
  path: BoundPath,
  relationship: BoundRelationship,
  slots: ElementSlots,
): FoundCondition | undefined {
  const isNegated = condition.kind === "not";
  const test = isNegated ? condition.operand : condition;
  if (test.kind !== "quantifier") return undefined;
  const holds = test.quantifier === "all" && !isNegated;
  // no element is one for which it is true
  const isNone = test.quantifier === (isNegated ? "any" : "none");
  if (!holds && !isNone) return undefined;
  const of = elementsIn(test.list, path, relationship);
  if (of === undefined) return undefined;
  const found = withSlot(test.where, test.slot.index, of === "nodes" ? slots.node : slots.relationship);
  return found && { condition: found, holds, of };
}

function elementsIn(
  list: BoundExpression,
  { slot }: BoundPath,
  relationship: BoundRelationship,
): "nodes" | "relationships" | undefined {
  if (list.kind === "slot" && list.slot.index === relationship.slot.index) return "relationships";
  if (list.kind !== "call" || list.items.length !== 1) return undefined;
  const [item] = list.items;
  if (slot === undefined || item.kind !== "slot" || item.slot.index !== slot.index) return undefined;
  const name = list.spec.name.toLowerCase();
  return name === "nodes" || name === "relationships" ? name : undefined;
}

/** The check of a relationship of a list as a condition on each; undefined where types alone are asked. */
export function inlineCondition(
  check: Exclude<MatchCheck, { readonly kind: "prune" | "labels" }>,
  { each, offset }: BoundRelationship,
): BoundExpression {
  if (check.kind === "where") return check.condition;
  const { name, value } = check.entry;
  const of: BoundExpression = { kind: "slot", slot: each, offset, type: each.type };
  const held: BoundExpression = { kind: "property", of, name, offset, type: ANY_TYPE };
  return { kind: "comparison", operands: [held, value], operators: ["="], offset, type: BOOLEAN_TYPE };
}

/** Whether a condition gives a truth value for every element, and asks for nothing that is not known by then. */
export function isPushed(
  condition: BoundExpression,
  slot: number,
  known: ReadonlySet<number>,
  context: VectorContext,
): boolean {
  return (
    (condition.type.mask & ~TYPE_BITS.BOOLEAN) === 0 &&
    [...slotsIn(condition)].every((each) => each === slot || known.has(each)) &&
    vectorExpression(condition, context).isSafe
  );
}

/** An expression with another slot in place of one; undefined for kinds that are not looked into. */
function withSlot(expression: BoundExpression, index: number, slot: Slot): BoundExpression | undefined {
  const all = (list: readonly BoundExpression[]): BoundExpression[] | undefined => {
    const changed = list.map((each) => withSlot(each, index, slot));
    return changed.some((each) => each === undefined) ? undefined : (changed as BoundExpression[]);
  };
  switch (expression.kind) {
    case "constant":
    case "parameter":
      return expression;
    case "slot":
      return expression.slot.index === index ? { ...expression, slot, type: slot.type } : expression;
    case "property": {
      const of = withSlot(expression.of, index, slot);
      return of && { ...expression, of };
    }
    case "not":
    case "isNull":
    case "hasLabels": {
      const operand = withSlot(expression.operand, index, slot);
      return operand && { ...expression, operand };
    }
    case "comparison":
    case "logic":
    case "chain": {
      const operands = all(expression.operands);
      return operands && { ...expression, operands };
    }
    case "call": {
      const items = all(expression.items);
      return items && { ...expression, items };
    }
    default:
      return undefined;
  }
}
