/**
 * Binds an expression to a state: names become attributes, parameters values, and values what the attribute's type
 * compares with. Values that cannot be compared are refused here, before any element is read.
 *
 * With `wanted` the condition is true where the expression is true, else where it is false; where the expression is
 * unknown it is true in neither case.
 */
import { describe, LimitError } from "../../errors.js";
import { ListColumn } from "../../pool/list-column.js";
import { Utf8Column } from "../../pool/utf8-column.js";
import type { IndexSet } from "../index/index-set.js";
import type { Attribute, ElementState } from "../states/element-state.js";
import { noRow, someElementPredicate } from "./column-predicate.js";
import { always, both, type Condition, either, never, rowCondition } from "./condition.js";
import { areComparableValues, compareValues } from "./constant.js";
import { type Expression, FILTER_DEPTH_MAX, type MatchOperator, type Operand } from "./expression.js";
import { formatOperand, MATCH_KEYWORDS } from "./format.js";
import { compareAttributes, matchAttributes } from "./pair-condition.js";
import type { Parameters } from "./read-filter.js";
import { eachRow, everyRow, negated, type RowPredicate } from "./row-predicate.js";
import { contains, endsWith, startsWith, textPredicate } from "./text-predicate.js";
import { anyOf, betweenConstants, compareConstant, equalPredicate } from "./value-condition.js";

export interface Binding {
  readonly state: ElementState;
  /** The values of the parameters that the expression names. */
  readonly parameters: Partial<Parameters>;
  readonly indices: IndexSet | undefined;
}

type Compare = Extract<Expression, { kind: "compare" }>;

/** The condition that is true where `expression` is. */
export function bindFilter(expression: Expression, binding: Binding): Condition {
  return bind(expression, binding, true, 0);
}

function bind(expression: Expression, binding: Binding, wanted: boolean, depth: number): Condition {
  if (depth > FILTER_DEPTH_MAX) throw new LimitError("nesting of a filter", FILTER_DEPTH_MAX, depth);
  switch (expression.kind) {
    case "not":
      return bind(expression.term, binding, !wanted, depth + 1);
    case "and":
    case "or": {
      const terms = expression.terms.map((term) => bind(term, binding, wanted, depth + 1));
      return (expression.kind === "and") === wanted ? both(terms) : either(terms);
    }
    case "class":
      return bindLabel(expression.names, binding.state, wanted);
    case "isNull":
      return bindIsNull(expression.operand, binding, wanted);
    case "compare":
      return bindCompare(expression, binding, wanted);
    case "between":
      return bindBetween(expression, binding, wanted);
    case "in":
      return bindIn(expression, binding, wanted);
    case "match":
      return bindMatch(expression, binding, wanted);
  }
}

function constant(value: boolean): Condition {
  return value ? always : never;
}

function bindLabel(names: readonly string[], state: ElementState, wanted: boolean): Condition {
  const tables = names.map((name) => state.labelSets.membership(name));
  const inOne = Uint8Array.from({ length: state.labelSets.setCount }, (_, set) =>
    tables.some((table) => table[set] === 1) ? 1 : 0,
  );
  const predicate = eachRow((set) => inOne[set] === 1, 2);
  // an element without labels is known not to have this one
  return rowCondition(state.labelRows, wanted ? predicate : negated(predicate), !wanted);
}

function bindIsNull(operand: Operand, binding: Binding, wanted: boolean): Condition {
  if (operand.kind !== "attribute") return constant(isAbsent(operandValue(operand, binding)) === wanted);
  const attribute = binding.state.attribute(operand.name);
  if (attribute === undefined) return constant(wanted);
  return rowCondition(attribute.rows, wanted ? noRow : everyRow, wanted);
}

const MIRRORED = { "=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function bindCompare({ operator, left, right }: Compare, binding: Binding, wanted: boolean): Condition {
  if (left.kind !== "attribute") {
    if (right.kind === "attribute") {
      return bindCompare(
        { kind: "compare", operator: MIRRORED[operator], left: right, right: left },
        binding,
        wanted,
      );
    }
    const a = operandValue(left, binding);
    const b = operandValue(right, binding);
    if (isAbsent(a) || isAbsent(b)) return never;
    if (!areComparableValues(a, b))
      throw new TypeError(`${describe(a)} cannot be compared with ${describe(b)}`);
    return constant(compareValues(operator, a, b) === wanted);
  }
  const attribute = binding.state.attribute(left.name);
  if (right.kind === "attribute") {
    const other = binding.state.attribute(right.name);
    if (attribute === undefined || other === undefined) return never;
    return compareAttributes(attribute, operator, other, wanted);
  }
  const value = operandValue(right, binding);
  if (attribute === undefined || isAbsent(value)) return never;
  return compareConstant(attribute, operator, value, wanted, binding.indices);
}

function bindBetween(
  { operand, low, high }: Extract<Expression, { kind: "between" }>,
  binding: Binding,
  wanted: boolean,
): Condition {
  if (operand.kind === "attribute" && low.kind !== "attribute" && high.kind !== "attribute") {
    const attribute = binding.state.attribute(operand.name);
    const from = operandValue(low, binding);
    const to = operandValue(high, binding);
    if (attribute === undefined) return never;
    if (!isAbsent(from) && !isAbsent(to)) {
      return betweenConstants(attribute, from, to, wanted, binding.indices);
    }
  }
  const terms = [
    bindCompare({ kind: "compare", operator: ">=", left: operand, right: low }, binding, wanted),
    bindCompare({ kind: "compare", operator: "<=", left: operand, right: high }, binding, wanted),
  ];
  return wanted ? both(terms) : either(terms);
}

function bindIn(
  { operand, list }: Extract<Expression, { kind: "in" }>,
  binding: Binding,
  wanted: boolean,
): Condition {
  const operands = "kind" in list ? (binding.parameters.lists?.get(list.name) ?? []).map(literal) : list;
  if (operand.kind === "attribute" && operands.every((item) => item.kind !== "attribute")) {
    const values = operands.map((item) => operandValue(item, binding));
    const present = values.filter((value) => !isAbsent(value));
    if (values.length === 0) return constant(!wanted);
    const attribute = binding.state.attribute(operand.name);
    if (attribute === undefined) return never;
    const condition = anyOf(attribute, present, wanted, binding.indices);
    // a value that is not in the list might be one that is absent
    return wanted || present.length === values.length ? condition : never;
  }
  const terms = operands.map((item) =>
    bindCompare({ kind: "compare", operator: "=", left: operand, right: item }, binding, wanted),
  );
  return wanted ? either(terms) : both(terms);
}

function bindMatch(
  { operator, left, right }: Extract<Expression, { kind: "match" }>,
  binding: Binding,
  wanted: boolean,
): Condition {
  if (left.kind === "attribute" && right.kind !== "attribute") {
    const attribute = binding.state.attribute(left.name);
    const value = operandValue(right, binding);
    if (attribute === undefined || isAbsent(value)) return never;
    const predicate = matchPredicate(attribute, operator, value);
    if (!wanted) return rowCondition(attribute.rows, negated(predicate), false);
    return rowCondition(attribute.rows, predicate, false, (limit) =>
      operator === "startsWith"
        ? binding.indices?.find(attribute, { kind: "prefix", text: value as string }, limit)
        : undefined,
    );
  }
  return matchAttributes(operandReader(left, binding), operator, operandReader(right, binding), wanted);
}

function matchPredicate(attribute: Attribute, operator: MatchOperator, value: unknown): RowPredicate {
  const { column } = attribute.stored;
  if (operator === "contains" && column instanceof ListColumn) {
    return someElementPredicate(column, equalPredicate(`${attribute.name}[]`, column.elements, value));
  }
  const name = JSON.stringify(attribute.name);
  if (!(column instanceof Utf8Column)) {
    throw new TypeError(
      `attribute ${name} expected to be utf8 for ${MATCH_KEYWORDS[operator]}, got ${column.type}`,
    );
  }
  if (typeof value !== "string" || !value.isWellFormed()) {
    throw new TypeError(
      `attribute ${name} is utf8: ${MATCH_KEYWORDS[operator]} expected a string, got ${describe(value)}`,
    );
  }
  const matcher = { startsWith, endsWith, contains }[operator](value);
  return textPredicate(column, matcher);
}

/** A reader of an operand's value for one element; an absent value is null. */
function operandReader(operand: Operand, binding: Binding): (element: number) => string | null {
  if (operand.kind !== "attribute") {
    const value = operandValue(operand, binding);
    if (isAbsent(value)) return () => null;
    if (typeof value !== "string")
      throw new TypeError(`${formatOperand(operand)} expected to be a string, got ${describe(value)}`);
    return () => value;
  }
  const attribute = binding.state.attribute(operand.name);
  if (attribute === undefined) return () => null;
  const { rows, stored } = attribute;
  const { column } = stored;
  if (!(column instanceof Utf8Column)) {
    throw new TypeError(`attribute ${JSON.stringify(operand.name)} expected to be utf8, got ${column.type}`);
  }
  return (element) => {
    const row = rows.get(element);
    return row < 0 ? null : column.get(row);
  };
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function literal(value: unknown): Operand {
  return { kind: "literal", value };
}

function operandValue(operand: Exclude<Operand, { kind: "attribute" }>, binding: Binding): unknown {
  return operand.kind === "literal" ? operand.value : binding.parameters.values?.get(operand.name);
}
