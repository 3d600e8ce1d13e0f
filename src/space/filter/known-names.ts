/** Refuses filters that name what the graph has never had, with the name that may have been meant. */
import { describe, GroggyError } from "../../errors.js";
import { didYouMean } from "../../structures/text/nearest.js";
import type { ElementState } from "../states/element-state.js";
import { isPartOf } from "./computed.js";
import { type Expression, isElementPart, type Operand } from "./expression.js";

const NAMES_SHOWN = 5;
const NAME_LENGTH_SHOWN = 64;

/** Throws UNKNOWN_ATTRIBUTE or UNKNOWN_LABEL for the first name in an expression that is not known. */
export function requireKnown(expression: Expression, state: ElementState): void {
  switch (expression.kind) {
    case "not":
      requireKnown(expression.term, state);
      return;
    case "and":
    case "or":
      for (const term of expression.terms) requireKnown(term, state);
      return;
    case "class":
      for (const name of expression.names) requireLabel(name, state);
      return;
    case "isNull":
      requireAttribute(expression.operand, state, false);
      return;
    case "between":
      requireAttribute(expression.operand, state, false);
      requireAttribute(expression.low, state, true);
      requireAttribute(expression.high, state, true);
      return;
    case "in":
      requireAttribute(expression.operand, state, false);
      if (!("kind" in expression.list))
        for (const item of expression.list) requireAttribute(item, state, true);
      return;
    default:
      requireAttribute(expression.left, state, false);
      requireAttribute(expression.right, state, true);
  }
}

function requireAttribute(operand: Operand, state: ElementState, isValue: boolean): void {
  if (operand.kind === "call") {
    if (operand.argument !== undefined) requireAttribute(operand.argument, state, false);
    return;
  }
  if (operand.kind !== "attribute" && operand.kind !== "path") return;
  const { name } = operand;
  const { pool, labelSets } = state;
  if (state.attribute(name) !== undefined || pool.hasAttribute(name)) return;
  if (operand.kind === "attribute" && isElementPart(name) && isPartOf(name, state)) return;
  const nearest = didYouMean(name, pool.attributeNames(), (other) => `\`${other}\``);
  const hints = [
    ...(labelSets.names.includes(name)
      ? [`${state.kind === "node" ? "labels" : "types"} are written :${name}`]
      : []),
    ...(isValue ? [`texts are written '${name}'`] : []),
  ];
  throw new GroggyError(
    "UNKNOWN_ATTRIBUTE",
    `filter expected attributes of the ${state.kind}s, got ${describe(name)}${nearest}${hints.map((hint) => `; ${hint}`).join("")}`,
    { attribute: name },
  );
}

function requireLabel(name: string, state: ElementState): void {
  const { names } = state.labelSets;
  if (names.includes(name)) return;
  const what = state.kind === "node" ? "labels of nodes" : "types of edges";
  const nearest = didYouMean(name, names, (other) => `:${other}`);
  const hint = nearest === "" ? `; ${known(names)}` : nearest;
  throw new GroggyError("UNKNOWN_LABEL", `filter expected ${what}, got ${describe(name)}${hint}`, {
    label: name,
  });
}

/** Some of the names there are. */
function known(names: readonly string[]): string {
  if (names.length === 0) return "there are none";
  const shown = names.slice(0, NAMES_SHOWN).map((name) => `:${name.slice(0, NAME_LENGTH_SHOWN)}`);
  const left = names.length - shown.length;
  return `there are ${shown.join(", ")}${left === 0 ? "" : ` and ${left} more`}`;
}
