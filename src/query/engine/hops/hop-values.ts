/**
 * Values of single elements, and conditions on them, as functions of the elements at hand: for searches that meet few of
 * them, where making vectors takes longer than reading. None of them can go wrong. A whole number may be a number where the
 * language has a bigint, since both compare alike.
 */
import { attributeWith } from "../../../space/states/element-state.js";
import type { GraphState } from "../../../space/states/graph-state.js";
import type { BoundExpression } from "../../bind/bound.js";
import { TYPE_BITS } from "../../bind/static-type.js";
import { comparedValues } from "../../run/evaluate.js";
import { textContains, textEndsWith, textStartsWith } from "../../values/functions/strings.js";
import { fromStored } from "../../values/stored.js";
import type { CypherValue } from "../../values/value.js";
import { LabelLookup } from "../label-lookup.js";

/** The ids of the elements at hand, by slot. */
export type ElementsAtHand = Uint32Array;

/** The state and the parameters that functions read. */
export interface HopBinding {
  readonly state: GraphState;
  /** A parameter that the statement names; undefined if it is no plain value. */
  readonly parameter: (name: string) => CypherValue | undefined;
}

export type ReadValue = (at: ElementsAtHand) => CypherValue;

type Of<K extends BoundExpression["kind"]> = Extract<BoundExpression, { readonly kind: K }>;

/** The kind of element that a variable is; undefined if it is something else, or may be. */
export function elementKindOf(expression: BoundExpression): "node" | "relationship" | undefined {
  if (expression.kind !== "slot") return undefined;
  if (expression.type.mask === TYPE_BITS.NODE) return "node";
  return expression.type.mask === TYPE_BITS.RELATIONSHIP ? "relationship" : undefined;
}

/** Whether an expression is a value that a call is given. */
export function isGiven({ kind }: BoundExpression): boolean {
  return kind === "constant" || kind === "parameter";
}

/** Whether an expression is the id of an element. */
export function isIdOf(expression: BoundExpression): expression is Of<"call"> {
  if (expression.kind !== "call" || expression.spec.name !== "id" || expression.items.length !== 1)
    return false;
  return elementKindOf(expression.items[0]) !== undefined;
}

/** Whether `valueReader` reads an expression. */
export function isReadable(expression: BoundExpression): boolean {
  if (expression.kind === "property") return elementKindOf(expression.of) !== undefined;
  return isGiven(expression) || isIdOf(expression);
}

/** Whether `conditionReader` reads an expression. */
export function isCondition(expression: BoundExpression): boolean {
  switch (expression.kind) {
    case "comparison":
      return expression.operands.every(isReadable);
    case "logic":
      return expression.operands.every(isCondition);
    case "not":
      return isCondition(expression.operand);
    case "isNull":
      return isReadable(expression.operand);
    case "hasLabels":
      return elementKindOf(expression.operand) !== undefined;
    case "chain":
      return (
        expression.operators.length === 1 &&
        expression.operators[0] in TEXT_TESTS &&
        expression.operands.every(isReadable)
      );
    default:
      return false;
  }
}

const TEXT_TESTS: Readonly<Record<string, (a: CypherValue, b: CypherValue) => boolean | null>> = {
  "STARTS WITH": textStartsWith,
  "ENDS WITH": textEndsWith,
  CONTAINS: textContains,
};

/** A value that is given; undefined for a parameter that is no plain value. */
export function givenValueOf(
  expression: BoundExpression,
  { parameter }: HopBinding,
): CypherValue | undefined {
  return expression.kind === "constant" ? expression.value : parameter((expression as Of<"parameter">).name);
}

/** Reads an expression for which `isReadable`; undefined where a parameter is no plain value. */
export function valueReader(expression: BoundExpression, binding: HopBinding): ReadValue | undefined {
  if (expression.kind === "property") {
    const { of, name } = expression as Of<"property">;
    return attributeReader(elementKindOf(of)!, (of as Of<"slot">).slot.index, name, binding.state);
  }
  if (expression.kind === "call") {
    const { index } = (expression.items[0] as Of<"slot">).slot;
    return (at) => at[index];
  }
  const value = givenValueOf(expression, binding);
  return value === undefined ? undefined : () => value;
}

/** Reads an attribute of the element in a slot. */
export function attributeReader(
  kind: "node" | "relationship",
  index: number,
  name: string,
  { nodes, edges }: GraphState,
): ReadValue {
  const attribute = (kind === "node" ? nodes : edges).attribute(name);
  if (attribute === undefined) return () => null;
  if (attribute.mixed !== undefined)
    return (at) => {
      const found = attributeWith(attribute, at[index]);
      return found === undefined
        ? null
        : fromStored(found.stored.type, found.stored.column.get(found.rows.get(at[index])));
    };
  const { rows, stored } = attribute;
  const { column, type } = stored;
  switch (type) {
    case "int32":
    case "integer":
    case "float32":
    case "float64":
    case "utf8":
    case "bool":
      return (at) => {
        const row = rows.get(at[index]);
        return row < 0 ? null : (column.get(row) as CypherValue);
      };
    default:
      return (at) => {
        const row = rows.get(at[index]);
        return row < 0 ? null : fromStored(type, column.get(row));
      };
  }
}

/** Works out a condition for which `isCondition`: true, false or null; undefined where a parameter is no plain value. */
export function conditionReader(expression: BoundExpression, binding: HopBinding): ReadValue | undefined {
  switch (expression.kind) {
    case "comparison":
      return comparisonReader(expression, binding);
    case "logic":
      return logicReader(expression, binding);
    case "not": {
      const read = conditionReader(expression.operand, binding);
      return (
        read &&
        ((at) => {
          const value = read(at);
          return value === null ? null : value !== true;
        })
      );
    }
    case "isNull": {
      const read = valueReader(expression.operand, binding);
      const { negated } = expression;
      return read && ((at) => (read(at) === null) !== negated);
    }
    case "hasLabels": {
      const { state } = binding;
      const isNode = elementKindOf(expression.operand) === "node";
      const lookup = new LabelLookup(isNode ? state.nodes : state.edges, expression.labels);
      const { index } = (expression.operand as Of<"slot">).slot;
      return (at) => lookup.has(at[index]);
    }
    default: {
      const { operands, operators } = expression as Of<"chain">;
      const test = TEXT_TESTS[operators[0]];
      const [left, right] = operands.map((operand) => valueReader(operand, binding));
      return left && right && ((at) => test(left(at), right(at)));
    }
  }
}

function comparisonReader(
  { operands, operators }: Of<"comparison">,
  binding: HopBinding,
): ReadValue | undefined {
  const read: ReadValue[] = [];
  for (const operand of operands) {
    const each = valueReader(operand, binding);
    if (each === undefined) return undefined;
    read.push(each);
  }
  if (operators.length === 1) {
    const [[left, right], [operator]] = [read, operators];
    return (at) => comparedValues(operator, left(at), right(at));
  }
  return (at) => {
    let result: boolean | null = true;
    for (let i = 0; i < operators.length; i++) {
      const next = comparedValues(operators[i], read[i](at), read[i + 1](at));
      if (next === false) return false;
      if (next === null) result = null;
    }
    return result;
  };
}

function logicReader({ operator, operands }: Of<"logic">, binding: HopBinding): ReadValue | undefined {
  const read: ReadValue[] = [];
  for (const operand of operands) {
    const each = conditionReader(operand, binding);
    if (each === undefined) return undefined;
    read.push(each);
  }
  if (operator === "XOR")
    return (at) => {
      let odd = false;
      for (const each of read) {
        const value = each(at);
        if (value === null) return null;
        odd = odd !== value;
      }
      return odd;
    };
  // AND ends at the first false, OR at the first true
  const decisive = operator === "OR";
  return (at) => {
    let result: boolean | null = !decisive;
    for (const each of read) {
      const value = each(at);
      if (value === decisive) return decisive;
      if (value === null) result = null;
    }
    return result;
  };
}
