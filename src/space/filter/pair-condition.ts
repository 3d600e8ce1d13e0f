/** Conditions on two attributes of the same element. */

import { ByteWriter } from "../../structures/byte-writer.js";
import { compilePattern } from "../../structures/text/text-pattern.js";
import type { Attribute } from "../states/element-state.js";
import { type Condition, elementCondition } from "./condition.js";
import { areComparable, compareValues } from "./constant.js";
import type { ComparisonOperator, MatchOperator } from "./expression.js";
import { CALL_COST } from "./row-predicate.js";

const COST = 3 * CALL_COST;

/** Compares two attributes; throws a TypeError if their types do not compare. */
export function compareAttributes(
  left: Attribute,
  operator: ComparisonOperator,
  right: Attribute,
  wanted: boolean,
): Condition {
  const a = left.stored.column;
  const b = right.stored.column;
  const isWhole = /^(list|vector|json|binary)/.test(a.type);
  if (!areComparable(a.type, b.type) || (isWhole && operator !== "=" && operator !== "<>")) {
    const [nameA, nameB] = [JSON.stringify(left.name), JSON.stringify(right.name)];
    throw new TypeError(
      `attribute ${nameA} is ${a.type} and cannot be compared by ${operator} with attribute ${nameB}, which is ${b.type}`,
    );
  }
  const [writerA, writerB] = [new ByteWriter(), new ByteWriter()];
  const compare = isWhole
    ? (rowA: number, rowB: number) => {
        a.write(rowA, 1, writerA.reset());
        b.write(rowB, 1, writerB.reset());
        return compareValues(operator, writerA.bytes(), writerB.bytes());
      }
    : (rowA: number, rowB: number) => compareValues(operator, a.get(rowA), b.get(rowB));
  return elementCondition((element) => {
    const rowA = left.rows.get(element);
    const rowB = right.rows.get(element);
    return rowA >= 0 && rowB >= 0 && compare(rowA, rowB) === wanted;
  }, COST);
}

/** Whether one string begins, ends with or contains another. */
export function matchAttributes(
  left: (element: number) => string | null,
  operator: MatchOperator,
  right: (element: number) => string | null,
  wanted: boolean,
): Condition {
  return elementCondition((element) => {
    const text = left(element);
    const part = right(element);
    return text !== null && part !== null && matchText(text, operator, part) === wanted;
  }, COST);
}

function matchText(text: string, operator: MatchOperator, part: string): boolean {
  if (operator === "matches") return compilePattern(part).matches(text);
  if (operator === "startsWith") return text.startsWith(part);
  return operator === "endsWith" ? text.endsWith(part) : text.includes(part);
}
