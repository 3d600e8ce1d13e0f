/**
 * The value of a bound expression for a row, by walking the tree. Slots of variables that an expression binds itself,
 * such as that of a comprehension, are written to in the row: nothing else reads them.
 */
import type { BoundExpression } from "../bind/bound.js";
import { fitsLabels } from "../plan/label-predicate.js";
import { accessField } from "../values/access.js";
import {
  addValues,
  divideValues,
  moduloValues,
  multiplyValues,
  negateValue,
  powerValues,
  subtractValues,
} from "../values/arithmetic.js";
import { NodeValue, RelationshipValue } from "../values/elements.js";
import { textContains, textEndsWith, textStartsWith } from "../values/functions/strings.js";
import { equals, equivalenceKey, isIn, isLess, isLessOrEqual } from "../values/relations.js";
import { type CypherValue, describeValue, isTemporal } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";
import { HeldList, sizeOfList } from "./holding.js";
import { matchesPattern } from "./regular-expression.js";
import { PAUSE, type Row, type RunContext, withoutPauses } from "./run-context.js";
import { castTo, isOfTypeName } from "./types-of-values.js";

type Of<K extends BoundExpression["kind"]> = Extract<BoundExpression, { readonly kind: K }>;
type Ternary = boolean | null;

export function evaluate(expression: BoundExpression, row: Row, run: RunContext): CypherValue {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "slot":
      return row[expression.slot.index] ?? null;
    case "parameter":
      return parameter(expression, run);
    case "property": {
      const of = evaluate(expression.of, row, run);
      run.offset = expression.offset;
      return accessField(of, expression.name);
    }
    case "index":
      return indexed(
        evaluate(expression.of, row, run),
        evaluate(expression.at, row, run),
        expression.offset,
        run,
      );
    case "slice":
      return sliced(expression, row, run);
    case "not": {
      const operand = truth(expression.operand, row, run, "NOT");
      return operand === null ? null : !operand;
    }
    case "negate":
    case "plus": {
      const operand = evaluate(expression.operand, row, run);
      run.offset = expression.offset;
      // the sum with nothing is refused for what is no number, as the negation is
      return expression.kind === "negate" ? negateValue(operand) : negateValue(negateValue(operand));
    }
    case "logic":
      return logic(expression, row, run);
    case "chain":
      return chain(expression, row, run);
    case "comparison":
      return comparison(expression, row, run);
    case "isNull":
      return (evaluate(expression.operand, row, run) === null) !== expression.negated;
    case "isTyped":
      return isOfTypeName(evaluate(expression.operand, row, run), expression.of) !== expression.negated;
    case "stored": {
      const operand = evaluate(expression.operand, row, run);
      return run.writable.asStored?.(expression.element, expression.name, operand) ?? operand;
    }
    case "cast": {
      const operand = evaluate(expression.operand, row, run);
      run.offset = expression.offset;
      return castTo(operand, expression.to, run.functions);
    }
    case "hasLabels":
      return hasLabels(expression, row, run);
    case "list":
      return expression.items.map((item) => evaluate(item, row, run));
    case "map":
      return new Map(expression.entries.map(({ name, value }) => [name, evaluate(value, row, run)]));
    case "listComprehension":
      return listComprehension(expression, row, run);
    case "quantifier":
      return quantifier(expression, row, run);
    case "reduce":
      return reduced(expression, row, run);
    case "call": {
      const values = expression.items.map((item) => evaluate(item, row, run));
      run.offset = expression.offset;
      for (const value of values)
        if (typeof value === "string" || Array.isArray(value)) run.spend(value.length / LENGTH_PER_STEP);
      return expression.spec.call(values, run.functions as never);
    }
    case "case":
      return cased(expression, row, run);
    case "subquery":
      return subquery(expression, row, run);
    case "patternExists":
      for (const _ of withoutPauses(run.matchRows(expression.match, row))) return true;
      return false;
    case "patternCollect": {
      const list = new HeldList(run.holding("a pattern comprehension"));
      for (const found of withoutPauses(run.matchRows(expression.match, row)))
        list.push(evaluate(expression.result, found, run));
      return list.done();
    }
    case "shortestPath": {
      const paths: CypherValue[] = [];
      for (const found of withoutPauses(run.matchRows(expression.match, row))) {
        if (!expression.all) return found[expression.slot.index];
        paths.push(found[expression.slot.index]);
      }
      return expression.all ? paths : null;
    }
    case "mapProjection":
      return mapProjection(expression, row, run);
  }
}

/** Whether a predicate is true, which neither false nor null is. */
export function isTrue(expression: BoundExpression, row: Row, run: RunContext): boolean {
  return truth(expression, row, run, "WHERE") === true;
}

function truth(expression: BoundExpression, row: Row, run: RunContext, what: string): Ternary {
  const value = evaluate(expression, row, run);
  if (value === null || typeof value === "boolean") return value;
  run.offset = expression.offset;
  throw wrongType(what, "a BOOLEAN", value);
}

function wrongType(what: string, expected: string, value: CypherValue): CypherValueError {
  return new CypherValueError(
    "TypeError",
    "InvalidArgumentType",
    `${what} expected ${expected}, got ${describeValue(value)}`,
  );
}

function parameter({ name, offset }: Of<"parameter">, run: RunContext): CypherValue {
  const value = run.parameters.get(name);
  if (value !== undefined) return value;
  throw run.fault(
    "ParameterMissing",
    "MissingParameter",
    `expected a value for the parameter $${name}, got none`,
    offset,
  );
}

function logic({ operator, operands }: Of<"logic">, row: Row, run: RunContext): Ternary {
  if (operator === "XOR") {
    let result: Ternary = truth(operands[0], row, run, operator);
    for (let i = 1; i < operands.length; i++) {
      const next = truth(operands[i], row, run, operator);
      result = result === null || next === null ? null : result !== next;
    }
    return result;
  }
  const decisive = operator === "OR";
  let result: Ternary = !decisive;
  for (const operand of operands) {
    const next = truth(operand, row, run, operator);
    if (next === decisive) return decisive;
    if (next === null) result = null;
  }
  return result;
}

function chain({ operands, operators, offset }: Of<"chain">, row: Row, run: RunContext): CypherValue {
  let left = evaluate(operands[0], row, run);
  for (let i = 0; i < operators.length; i++) {
    const right = evaluate(operands[i + 1], row, run);
    run.offset = offset;
    const operator = operators[i];
    if (Array.isArray(left) || Array.isArray(right)) spendOnLists(operator, left, right, run);
    left = operator === "IN" ? isContained(left, right, run) : applied(operator, left, right);
  }
  return left;
}

/** Items of a list, or units of a text, that are gone through in one step of work. */
const LENGTH_PER_STEP = 64;

function spendOnLists(operator: string, left: CypherValue, right: CypherValue, run: RunContext): void {
  const length = (Array.isArray(left) ? left.length : 1) + (Array.isArray(right) ? right.length : 1);
  if (operator === "+" || operator === "||") run.makeRoom(sizeOfList({ length }), "a list");
  run.spend(length / LENGTH_PER_STEP);
}

/** From so many items on a list that is asked again is made a set of. */
const SET_LENGTH_MIN = 16;

/** `value IN list`, by a set where the same list is asked again and again for what is neither a list nor a map. */
export function isContained(value: CypherValue, list: CypherValue, run: RunContext): Ternary {
  if (list === null) return null;
  if (!Array.isArray(list)) throw wrongType("IN", "a LIST", list);
  const isScalar = value !== null && (typeof value !== "object" || isTemporal(value)) && !Number.isNaN(value);
  if (list.length < SET_LENGTH_MIN || !isScalar) return isIn(value, list);
  const known = run.listSets.get(list);
  if (known === undefined) {
    run.listSets.set(list, "asked");
    return isIn(value, list);
  }
  const set = known === "asked" ? new Set(list.map(equivalenceKey)) : known;
  if (known === "asked") run.listSets.set(list, set);
  if (set.has(equivalenceKey(value))) return true;
  return set.has(NULL_KEY) ? null : false;
}

const NULL_KEY = equivalenceKey(null);

function applied(
  operator: Exclude<Of<"chain">["operators"][number], "IN">,
  left: CypherValue,
  right: CypherValue,
): CypherValue {
  switch (operator) {
    case "+":
      return addValues(left, right);
    case "-":
      return subtractValues(left, right);
    case "*":
      return multiplyValues(left, right);
    case "/":
      return divideValues(left, right);
    case "%":
      return moduloValues(left, right);
    case "^":
      return powerValues(left, right);
    case "||":
      return concatenated(left, right);
    case "STARTS WITH":
      return textStartsWith(left, right);
    case "ENDS WITH":
      return textEndsWith(left, right);
    case "CONTAINS":
      return textContains(left, right);
    case "=~":
      return typeof left === "string" && typeof right === "string" ? matchesPattern(left, right) : null;
  }
}

function concatenated(left: CypherValue, right: CypherValue): CypherValue {
  if (left === null || right === null) return null;
  if (typeof left === "string" && typeof right === "string") return left + right;
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  throw wrongType(
    "||",
    "two STRING or two LIST",
    typeof left === "string" || Array.isArray(left) ? right : left,
  );
}

function comparison({ operands, operators, offset }: Of<"comparison">, row: Row, run: RunContext): Ternary {
  let result: Ternary = true;
  let left = evaluate(operands[0], row, run);
  for (let i = 0; i < operators.length; i++) {
    const right = evaluate(operands[i + 1], row, run);
    run.offset = offset;
    const next = comparedValues(operators[i], left, right);
    if (next === false) return false;
    if (next === null) result = null;
    left = right;
  }
  return result;
}

/** `left operator right`; never throws. */
export function comparedValues(
  operator: Of<"comparison">["operators"][number],
  left: CypherValue,
  right: CypherValue,
): Ternary {
  switch (operator) {
    case "=":
      return equals(left, right);
    case "<>": {
      const same = equals(left, right);
      return same === null ? null : !same;
    }
    case "<":
      return isLess(left, right);
    case "<=":
      return isLessOrEqual(left, right);
    case ">":
      return isLess(right, left);
    case ">=":
      return isLessOrEqual(right, left);
  }
}

function indexed(of: CypherValue, at: CypherValue, offset: number, run: RunContext): CypherValue {
  run.offset = offset;
  if (of === null || at === null) return checkedIndex(of);
  if (Array.isArray(of)) {
    if (typeof at !== "bigint")
      throw new CypherValueError(
        "TypeError",
        "ListElementAccessByNonInteger",
        `[ ] expected an INTEGER to find an item of a list, got ${describeValue(at)}`,
      );
    const index = Number(at < 0n ? at + BigInt(of.length) : at);
    return index >= 0 && index < of.length ? of[index] : null;
  }
  checkedIndex(of);
  if (typeof at !== "string")
    throw new CypherValueError(
      "TypeError",
      "MapElementAccessByNonString",
      `[ ] expected a STRING to find an entry by, got ${describeValue(at)}`,
    );
  return accessField(of, at);
}

/** Null, for an index into what may have one. */
function checkedIndex(of: CypherValue): null {
  const isIndexed =
    of === null ||
    Array.isArray(of) ||
    of instanceof Map ||
    of instanceof NodeValue ||
    of instanceof RelationshipValue;
  if (isIndexed) return null;
  throw wrongType("[ ]", "a LIST, a MAP, a NODE or a RELATIONSHIP before it", of);
}

function sliced(expression: Of<"slice">, row: Row, run: RunContext): CypherValue {
  const of = evaluate(expression.of, row, run);
  const from = expression.from && evaluate(expression.from, row, run);
  const to = expression.to && evaluate(expression.to, row, run);
  run.offset = expression.offset;
  if (of !== null && !Array.isArray(of)) throw wrongType("[ .. ]", "a LIST before it", of);
  for (const bound of [from, to])
    if (bound !== undefined && bound !== null && typeof bound !== "bigint")
      throw wrongType("[ .. ]", "an INTEGER", bound);
  if (of === null || from === null || to === null) return null;
  const list = of as readonly CypherValue[];
  return list.slice(Number(from ?? 0n), to === undefined ? undefined : Number(to));
}

function hasLabels({ operand, labels, offset }: Of<"hasLabels">, row: Row, run: RunContext): Ternary {
  const element = evaluate(operand, row, run);
  run.offset = offset;
  if (element === null) return null;
  if (element instanceof NodeValue) return fitsLabels(labels, element.graph.labelsOf(element.id));
  if (!(element instanceof RelationshipValue)) throw wrongType("labels", "a NODE or a RELATIONSHIP", element);
  const type = element.graph.typeOf(element.id);
  return fitsLabels(labels, type === "" ? [] : [type]);
}

/** The list that is iterated; null if there is none. */
function listOf(list: BoundExpression, row: Row, run: RunContext): readonly CypherValue[] | null {
  const value = evaluate(list, row, run);
  run.offset = list.offset;
  if (value !== null && !Array.isArray(value)) throw wrongType("IN", "a LIST", value);
  return value as readonly CypherValue[] | null;
}

function listComprehension(expression: Of<"listComprehension">, row: Row, run: RunContext): CypherValue {
  const { slot, where, result } = expression;
  const list = listOf(expression.list, row, run);
  if (list === null) return null;
  const values = new HeldList(run.holding("a list comprehension"));
  for (const item of list) {
    run.spend(1);
    row[slot.index] = item;
    if (where === undefined || isTrue(where, row, run)) {
      values.push(result === undefined ? item : evaluate(result, row, run));
    }
  }
  return values.done();
}

function quantifier(expression: Of<"quantifier">, row: Row, run: RunContext): Ternary {
  const list = listOf(expression.list, row, run);
  if (list === null) return null;
  const counts = { true: 0, false: 0, null: 0 };
  for (const item of list) {
    run.spend(1);
    row[expression.slot.index] = item;
    counts[`${truth(expression.where, row, run, "WHERE")}`]++;
  }
  switch (expression.quantifier) {
    case "all":
      return counts.false > 0 ? false : counts.null > 0 ? null : true;
    case "any":
      return counts.true > 0 ? true : counts.null > 0 ? null : false;
    case "none":
      return counts.true > 0 ? false : counts.null > 0 ? null : true;
    case "single":
      return counts.true > 1 ? false : counts.null > 0 ? null : counts.true === 1;
  }
}

function reduced(expression: Of<"reduce">, row: Row, run: RunContext): CypherValue {
  const { accumulator, slot, body } = expression;
  let value = evaluate(expression.initial, row, run);
  const list = listOf(expression.list, row, run);
  if (list === null) return null;
  for (const item of list) {
    run.spend(1);
    row[accumulator.index] = value;
    row[slot.index] = item;
    value = evaluate(body, row, run);
  }
  return value;
}

function cased({ operand, branches, otherwise }: Of<"case">, row: Row, run: RunContext): CypherValue {
  const subject = operand && evaluate(operand, row, run);
  for (const { when, result } of branches) {
    const holds =
      subject === undefined ? isTrue(when, row, run) : equals(subject, evaluate(when, row, run)) === true;
    if (holds) return evaluate(result, row, run);
  }
  return otherwise === undefined ? null : evaluate(otherwise, row, run);
}

function subquery({ form, body }: Of<"subquery">, row: Row, run: RunContext): CypherValue {
  const values = new HeldList(run.holding("COLLECT"));
  let count = 0n;
  for (const found of run.bodyRows(body, row)) {
    if (found === PAUSE) continue;
    if (form === "exists") return true;
    if (form === "collect") values.push(found[body.columns[0].slot.index]);
    count++;
  }
  return form === "exists" ? false : form === "count" ? count : values.done();
}

function mapProjection(expression: Of<"mapProjection">, row: Row, run: RunContext): CypherValue {
  const of = evaluate(expression.of, row, run);
  if (of === null) return null;
  const map = new Map<string, CypherValue>();
  for (const item of expression.items) {
    if (item !== undefined) map.set(item.name, evaluate(item.value, row, run));
    else for (const [name, value] of entriesOf(of)) map.set(name, value);
  }
  return map;
}

/** The attributes of an element, or the entries of a map. */
export function entriesOf(value: CypherValue): ReadonlyMap<string, CypherValue> {
  if (value instanceof Map) return value;
  if (value instanceof NodeValue || value instanceof RelationshipValue) {
    return value.graph.attributesOf(value.kind, value.id) as Map<string, CypherValue>;
  }
  throw wrongType("{ }", "a MAP, a NODE or a RELATIONSHIP", value);
}
