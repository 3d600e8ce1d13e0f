/** Whether labels, or a type, are as a label expression says. */
import type { LabelExpression } from "../text/tree.js";

export function fitsLabels(expression: LabelExpression, labels: readonly string[]): boolean {
  switch (expression.kind) {
    case "label":
      return labels.includes(expression.name);
    case "any":
      return labels.length > 0;
    case "not":
      return !fitsLabels(expression.operand, labels);
    case "and":
      return fitsLabels(expression.left, labels) && fitsLabels(expression.right, labels);
    case "or":
      return fitsLabels(expression.left, labels) || fitsLabels(expression.right, labels);
  }
}

/** Labels that everything has that fits. */
export function neededLabels(expression: LabelExpression | undefined): readonly string[] {
  if (expression?.kind === "label") return [expression.name];
  if (expression?.kind !== "and") return [];
  return [...neededLabels(expression.left), ...neededLabels(expression.right)];
}
