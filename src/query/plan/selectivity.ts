/** The part of rows that a condition is taken to leave: by the different values of an attribute, else by its operator. */
import type { BoundExpression } from "../bind/bound.js";

/** About how many different values an attribute of the node of a slot has; undefined where that is not known. */
export type DistinctOf = (slot: number, name: string) => number | undefined;

/** The part of nodes that have one value of which nothing is known. */
export const SHARE_OF_EQUALITY = 0.1;
const SHARE_OF_RANGE = 0.3;
const SHARE_OF_TEXT = 0.1;
const SHARE_OF_OTHER = 0.5;
/** Values that a list is taken to have whose length is not known. */
const LIST_LENGTH = 4;

export function shareOf(condition: BoundExpression, distinct: DistinctOf): number {
  switch (condition.kind) {
    case "logic": {
      const shares = condition.operands.map((operand) => shareOf(operand, distinct));
      if (condition.operator === "AND") return shares.reduce((product, share) => product * share, 1);
      if (condition.operator === "XOR") return SHARE_OF_OTHER;
      return 1 - shares.reduce((product, share) => product * (1 - share), 1);
    }
    case "not":
      return 1 - shareOf(condition.operand, distinct);
    case "isNull":
      return condition.negated ? 1 - SHARE_OF_EQUALITY : SHARE_OF_EQUALITY;
    case "comparison":
      return condition.operators.reduce((product, operator, i) => {
        if (operator === "=" || operator === "<>") {
          const share = shareOfEquality(condition.operands[i], condition.operands[i + 1], distinct);
          return product * (operator === "=" ? share : 1 - share);
        }
        return product * SHARE_OF_RANGE;
      }, 1);
    case "chain": {
      const [left, right] = condition.operands;
      if (condition.operators.length > 1) return SHARE_OF_OTHER;
      if (condition.operators[0] !== "IN") return SHARE_OF_TEXT;
      return Math.min(1, lengthOfList(right) * (shareOfValue(left, distinct) ?? SHARE_OF_EQUALITY));
    }
    case "constant":
      return condition.value === true ? 1 : 0;
    default:
      return SHARE_OF_OTHER;
  }
}

/** The values that a list has, or is taken to have. */
export function lengthOfList(list: BoundExpression): number {
  return list.kind === "list" ? list.items.length : LIST_LENGTH;
}

/** Of two attributes that are compared that with more different values tells. */
function shareOfEquality(left: BoundExpression, right: BoundExpression, distinct: DistinctOf): number {
  const shares = [left, right].flatMap((side) => shareOfValue(side, distinct) ?? []);
  return shares.length === 0 ? SHARE_OF_EQUALITY : Math.min(...shares);
}

/** The part of nodes that have one value of an attribute; undefined for another expression. */
function shareOfValue(expression: BoundExpression, distinct: DistinctOf): number | undefined {
  if (expression.kind !== "property" || expression.of.kind !== "slot") return undefined;
  const count = distinct(expression.of.slot.index, expression.name);
  return count === undefined ? undefined : 1 / Math.max(1, count);
}
