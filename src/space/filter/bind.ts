/**
 * Binds an expression to a state: names become attributes, parameters values, and values what the attribute's type
 * compares with. Values that cannot be compared are refused here, before any element is read.
 *
 * With `wanted` the condition is true where the expression is true, else where it is false; where the expression is
 * unknown it is true in neither case.
 */
import { platform } from "#platform";
import { describe, LimitError } from "../../errors.js";
import { JsonColumn } from "../../pool/json-column.js";
import { ListColumn } from "../../pool/list-column.js";
import { Utf8Column } from "../../pool/utf8-column.js";
import { foldCase } from "../../structures/text/fold-case.js";
import { compilePattern } from "../../structures/text/text-pattern.js";
import type { Attribute, ElementState } from "../states/element-state.js";
import type { Binding } from "./binding.js";
import { noRow, someElementPredicate } from "./column-predicate.js";
import { type Computed, computed, isComputed, resolved } from "./computed.js";
import { always, both, type Condition, either, elementCondition, never, rowCondition } from "./condition.js";
import { areComparableValues, compareValues } from "./constant.js";
import {
  type ComparisonOperator,
  type Expression,
  FILTER_DEPTH_MAX,
  type MatchOperator,
  type Operand,
} from "./expression.js";
import { formatOperand, MATCH_KEYWORDS } from "./format.js";
import { bindMixed, eachType, type FilterLeaf, mixedIn, mixedOf } from "./mixed.js";
import { compareAttributes, matchAttributes } from "./pair-condition.js";
import { CALL_COST, eachRow, everyRow, negated, type RowPredicate } from "./row-predicate.js";
import { contains, endsWith, startsWith, type TextMatcher, textPredicate } from "./text-predicate.js";
import { anyOf, betweenConstants, compareConstant, equalPredicate } from "./value-condition.js";

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
    default: {
      const mixed = mixedIn(expression, binding.state);
      return mixed === undefined
        ? bindLeaf(expression, binding, wanted)
        : bindMixed(expression, mixed, binding, wanted, bindByType);
    }
  }
}

/** A condition on attributes of which each has one type, or is taken to have one. */
function bindByType(expression: FilterLeaf, binding: Binding, wanted: boolean): Condition {
  return bind(expression, binding, wanted, 0);
}

function bindLeaf(expression: FilterLeaf, binding: Binding, wanted: boolean): Condition {
  switch (expression.kind) {
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

function bindIsNull(given: Operand, binding: Binding, wanted: boolean): Condition {
  const operand = resolved(given, binding.state);
  const mixed = mixedOf(operand, binding.state);
  if (mixed !== undefined) {
    const terms = eachType(mixed, binding.state, (state) =>
      bindIsNull(operand, { ...binding, state }, wanted),
    );
    return wanted ? both(terms) : either(terms);
  }
  if (isComputed(operand)) {
    const value = computedOf(operand, binding);
    if (value === undefined) return constant(wanted);
    return elementCondition((element) => (value.read(element) === undefined) === wanted, COMPUTED_COST);
  }
  if (operand.kind !== "attribute") return constant(isAbsent(operandValue(operand, binding)) === wanted);
  const attribute = binding.state.attribute(operand.name);
  if (attribute === undefined) return constant(wanted);
  return rowCondition(attribute.rows, wanted ? noRow : everyRow, wanted);
}

const MIRRORED = { "=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function bindCompare(given: Compare, binding: Binding, wanted: boolean): Condition {
  const { operator } = given;
  const [left, right] = [resolved(given.left, binding.state), resolved(given.right, binding.state)];
  if (isComputed(left) || isComputed(right)) return compareComputed(left, operator, right, binding, wanted);
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
  if (
    resolved(operand, binding.state).kind === "attribute" &&
    operand.kind === "attribute" &&
    isConstant(low) &&
    isConstant(high)
  ) {
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
  { operand: given, list }: Extract<Expression, { kind: "in" }>,
  binding: Binding,
  wanted: boolean,
): Condition {
  const operand = resolved(given, binding.state);
  const listed = "kind" in list ? (binding.parameters.lists?.get(list.name) ?? []) : undefined;
  const operands = "kind" in list ? [] : list;
  if (operands.every(isConstant) && (operand.kind === "attribute" || isComputed(operand))) {
    const values = listed ?? operands.filter(isConstant).map((item) => operandValue(item, binding));
    if (isComputed(operand)) return computedAmong(operand, values, binding, wanted);
    const present = values.filter((value) => !isAbsent(value));
    if (values.length === 0) return constant(!wanted);
    const attribute = binding.state.attribute(operand.name);
    if (attribute === undefined) return never;
    const condition = anyOf(attribute, present, wanted, binding.indices);
    // a value that is not in the list might be one that is absent
    return wanted || present.length === values.length ? condition : never;
  }
  const terms = (listed?.map(literal) ?? operands).map((item) =>
    bindCompare({ kind: "compare", operator: "=", left: operand, right: item }, binding, wanted),
  );
  return wanted ? either(terms) : both(terms);
}

function bindMatch(
  given: Extract<Expression, { kind: "match" }>,
  binding: Binding,
  wanted: boolean,
): Condition {
  const { operator, ignoringCase = false } = given;
  const [left, right] = [resolved(given.left, binding.state), resolved(given.right, binding.state)];
  const isList =
    left.kind === "attribute" && binding.state.attribute(left.name)?.stored.column instanceof ListColumn;
  if (isComputed(left) || isComputed(right) || (isList && !isConstant(right)) || isJson(left, binding))
    return matchComputed(left, operator, right, ignoringCase, binding, wanted);
  if (left.kind === "attribute" && isConstant(right)) {
    const attribute = binding.state.attribute(left.name);
    const value = operandValue(right, binding);
    if (attribute === undefined || isAbsent(value)) return never;
    const predicate = matchPredicate(attribute, operator, value, ignoringCase);
    if (!wanted) return rowCondition(attribute.rows, negated(predicate), false);
    return rowCondition(attribute.rows, predicate, false, (limit) => {
      const { indices } = binding;
      if (indices === undefined || operator === "matches" || typeof value !== "string") return undefined;
      const beginning =
        operator === "startsWith" && !ignoringCase
          ? indices.find(attribute, { kind: "prefix", text: value }, limit)
          : undefined;
      return beginning ?? indices.find(attribute, { kind: "part", text: value, ignoringCase }, limit);
    });
  }
  const [text, part] = [operandReader(left, binding), operandReader(right, binding)];
  if (!ignoringCase) return matchAttributes(text, operator, part, wanted);
  const folded = (read: (element: number) => string | null) => (element: number) => {
    const value = read(element);
    return value === null ? null : foldCase(value);
  };
  return matchAttributes(folded(text), operator, folded(part), wanted);
}

function isJson(operand: Operand, { state }: Binding): boolean {
  return operand.kind === "attribute" && state.attribute(operand.name)?.stored.column instanceof JsonColumn;
}

const COMPUTED_COST = 4 * CALL_COST;

type Constant = Extract<Operand, { kind: "literal" | "parameter" }>;

function isConstant(operand: Operand): operand is Constant {
  return operand.kind === "literal" || operand.kind === "parameter";
}

function computedOf(operand: Operand, binding: Binding): Computed | undefined {
  const { state, graph } = binding;
  return computed(operand, {
    state,
    graph,
    constantOf: (of) => (isConstant(of) ? operandValue(of, binding) : undefined),
  });
}

/** Throws unless a value may be compared with what is worked out; of parts of documents nothing is known before. */
function requireComparable(operand: Operand, { type }: Computed, value: unknown): void {
  const isNumber = typeof value === "number" || typeof value === "bigint";
  if (type === "any" || (type === "number" ? isNumber : type === "text" && typeof value === "string")) return;
  throw new TypeError(
    `${formatOperand(operand)} is a ${type} and cannot be compared with ${describe(value)}`,
  );
}

function compareComputed(
  left: Operand,
  operator: ComparisonOperator,
  right: Operand,
  binding: Binding,
  wanted: boolean,
): Condition {
  if (isConstant(left)) return compareComputed(right, MIRRORED[operator], left, binding, wanted);
  const a = computedOf(left, binding);
  if (isConstant(right)) {
    const value = operandValue(right, binding);
    if (a === undefined || isAbsent(value)) return never;
    requireComparable(left, a, value);
    const folded = foldedText(left, binding, (text) => compareValues(operator, text, value));
    if (folded !== undefined)
      return rowCondition(folded.rows, wanted ? folded.test : negated(folded.test), false);
  }
  const b = computedOf(right, binding);
  if (a === undefined || b === undefined) return never;
  return elementCondition((element) => {
    const [x, y] = [a.read(element), b.read(element)];
    return (
      x !== undefined &&
      y !== undefined &&
      areComparableValues(x, y) &&
      compareValues(operator, x, y) === wanted
    );
  }, COMPUTED_COST);
}

/** A test of `lower` or `upper` of a column of strings: where these are interned, each is asked once. */
function foldedText(
  operand: Operand,
  { state }: Binding,
  matches: (text: string) => boolean,
): { rows: Attribute["rows"]; test: RowPredicate } | undefined {
  if (operand.kind !== "call" || operand.argument?.kind !== "attribute") return undefined;
  if (operand.name !== "lower" && operand.name !== "upper") return undefined;
  const attribute = state.attribute(operand.argument.name);
  const column = attribute?.stored.column;
  if (attribute === undefined || !(column instanceof Utf8Column)) return undefined;
  const fold =
    operand.name === "lower" ? (text: string) => text.toLowerCase() : (text: string) => text.toUpperCase();
  return {
    rows: attribute.rows,
    test: textPredicate(
      column,
      decoded((text) => matches(fold(text))),
    ),
  };
}

function computedAmong(
  operand: Operand,
  values: readonly unknown[],
  binding: Binding,
  wanted: boolean,
): Condition {
  if (values.length === 0) return constant(!wanted);
  const read = computedOf(operand, binding);
  if (read === undefined) return never;
  const present = values.filter((value) => !isAbsent(value));
  for (const value of present) requireComparable(operand, read, value);
  if (!wanted && present.length < values.length) return never;
  const plain = (value: unknown) =>
    typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
  const set = new Set(present.map(plain));
  const condition = elementCondition((element) => {
    const value = read.read(element);
    return value !== undefined && set.has(plain(value)) === wanted;
  }, COMPUTED_COST);
  const isId = operand.kind === "call" && operand.name === "id" && wanted;
  if (!isId) return condition;
  // ids are their own index
  const ids = [...set].filter(
    (id) => Number.isInteger(id) && (id as number) >= 0 && (id as number) < binding.state.pool.count,
  );
  return { ...condition, find: (limit) => (ids.length > limit ? undefined : (ids as number[])) };
}

function matchComputed(
  left: Operand,
  operator: MatchOperator,
  right: Operand,
  ignoringCase: boolean,
  binding: Binding,
  wanted: boolean,
): Condition {
  const value = isConstant(right) ? operandValue(right, binding) : undefined;
  if (isConstant(right) && isAbsent(value)) return never;
  if (left.kind === "call" && left.name === "labels" && operator === "contains" && typeof value === "string")
    return bindLabel([value], binding.state, wanted);
  const [a, b] = [computedOf(left, binding), computedOf(right, binding)];
  if (a === undefined || b === undefined) return never;
  if (a.type === "number" || (a.type === "list" && operator !== "contains"))
    throw new TypeError(
      `${formatOperand(left)} expected to be a string for ${MATCH_KEYWORDS[operator]}, got a ${a.type}`,
    );
  if (a.type === "text" && isConstant(right) && typeof value !== "string")
    throw new TypeError(
      `${formatOperand(left)} is a text: ${MATCH_KEYWORDS[operator]} expected a string, got ${describe(value)}`,
    );
  const test =
    typeof value === "string" && operator === "matches"
      ? textMatcher(operator, value, ignoringCase)
      : undefined;
  return elementCondition((element) => {
    const [text, part] = [a.read(element), b.read(element)];
    if (text === undefined || part === undefined) return false;
    if (operator === "contains" && (Array.isArray(text) || ArrayBuffer.isView(text)))
      return hasItem(text as ArrayLike<unknown>, part) === wanted;
    if (typeof text !== "string" || typeof part !== "string") return false;
    return (test ?? textMatcher(operator, part, ignoringCase))(text) === wanted;
  }, COMPUTED_COST);
}

function hasItem(items: ArrayLike<unknown>, part: unknown): boolean {
  for (let i = 0; i < items.length; i++)
    if (areComparableValues(items[i], part) && compareValues("=", items[i], part)) return true;
  return false;
}

/** A condition on a string: that it begins, ends with or contains another, or matches a pattern. */
function textMatcher(
  operator: MatchOperator,
  part: string,
  ignoringCase: boolean,
): (text: string) => boolean {
  if (operator === "matches") {
    const pattern = compilePattern(part);
    return (text) => pattern.matches(text);
  }
  const wanted = ignoringCase ? foldCase(part) : part;
  const fold = ignoringCase ? foldCase : (text: string) => text;
  if (operator === "startsWith") return (text) => fold(text).startsWith(wanted);
  return operator === "endsWith"
    ? (text) => fold(text).endsWith(wanted)
    : (text) => fold(text).includes(wanted);
}

/** A question to strings that is put to their bytes by decoding them. */
function decoded(text: (value: string) => boolean): TextMatcher {
  return { text, bytes: (bytes, start, end) => text(platform.decodeUtf8(bytes, start, end)) };
}

function matchPredicate(
  attribute: Attribute,
  operator: MatchOperator,
  value: unknown,
  ignoringCase: boolean,
): RowPredicate {
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
  const matcher =
    operator === "matches" || ignoringCase
      ? decoded(textMatcher(operator, value, ignoringCase))
      : { startsWith, endsWith, contains }[operator](value);
  return textPredicate(column, matcher);
}

/** A reader of an operand's value for one element; an absent value is null. */
function operandReader(operand: Operand, binding: Binding): (element: number) => string | null {
  if (isConstant(operand)) {
    const value = operandValue(operand, binding);
    if (isAbsent(value)) return () => null;
    if (typeof value !== "string")
      throw new TypeError(`${formatOperand(operand)} expected to be a string, got ${describe(value)}`);
    return () => value;
  }
  const attribute = operand.kind === "attribute" ? binding.state.attribute(operand.name) : undefined;
  if (attribute === undefined || operand.kind !== "attribute") return () => null;
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

function operandValue(operand: Constant, binding: Binding): unknown {
  return operand.kind === "literal" ? operand.value : binding.parameters.values?.get(operand.name);
}
