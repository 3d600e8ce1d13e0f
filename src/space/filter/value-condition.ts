/** Conditions on one attribute and values given: each becomes a lookup, for an index and for a test of rows. */
import { describe } from "../../errors.js";
import type { Column } from "../../pool/column.js";
import { isTemporalType } from "../../pool/value-type.js";
import type { IndexSet } from "../index/index-set.js";
import { isNumericType, type Key, type Lookup, numericBetween } from "../index/lookup.js";
import type { Attribute } from "../states/element-state.js";
import { bitmapPredicate, lookupPredicate, sameValuePredicate } from "./column-predicate.js";
import { both, type Condition, either, rowCondition } from "./condition.js";
import { constantFor } from "./constant.js";
import type { ComparisonOperator } from "./expression.js";
import { negated, type RowPredicate } from "./row-predicate.js";
import { hasLookups, lookupOf, orderError } from "./value-lookup.js";

/** True where `operator` holds between the attribute's value and `value`. */
export function compareConstant(
  attribute: Attribute,
  operator: ComparisonOperator,
  value: unknown,
  wanted: boolean,
  indices: IndexSet | undefined,
): Condition {
  if (operator === "<>") return compareConstant(attribute, "=", value, !wanted, indices);
  const { column } = attribute.stored;
  if (hasLookups(column)) {
    const lookup = lookupOf(attribute.name, column, operator, value);
    return lookupCondition(attribute, lookup, wanted, indices);
  }
  if (operator !== "=") throw orderError(attribute.name, column, operator);
  return predicateCondition(attribute, equalPredicate(attribute.name, column, value), wanted);
}

/** True where the attribute's value is from `low` to `high`. */
export function betweenConstants(
  attribute: Attribute,
  low: unknown,
  high: unknown,
  wanted: boolean,
  indices: IndexSet | undefined,
): Condition {
  const { name, stored } = attribute;
  const { type } = stored;
  if (isNumericType(type)) {
    const from = constantFor(name, type, low) as number | bigint;
    const to = constantFor(name, type, high) as number | bigint;
    return lookupCondition(attribute, numericBetween(type, from, to), wanted, indices);
  }
  if (type === "utf8" || isTemporalType(type)) {
    const from = constantFor(name, type, low);
    const to = constantFor(name, type, high);
    const lookup: Lookup = { kind: "range", low: from, lowOpen: false, high: to, highOpen: false };
    return lookupCondition(attribute, lookup, wanted, indices);
  }
  const terms = [
    compareConstant(attribute, ">=", low, wanted, indices),
    compareConstant(attribute, "<=", high, wanted, indices),
  ];
  return wanted ? both(terms) : either(terms);
}

/** True where the attribute's value is one of `values`. */
export function anyOf(
  attribute: Attribute,
  values: readonly unknown[],
  wanted: boolean,
  indices: IndexSet | undefined,
): Condition {
  const { name, stored } = attribute;
  if (hasLookups(stored.column)) {
    const keys = new Set<Key>();
    for (const value of values) {
      const lookup = lookupOf(name, stored.column, "=", value);
      if (lookup.kind === "points") for (const key of lookup.keys) keys.add(key);
    }
    return lookupCondition(attribute, { kind: "points", keys: [...keys] }, wanted, indices);
  }
  const terms = values.map((value) => compareConstant(attribute, "=", value, wanted, indices));
  return wanted ? either(terms) : both(terms);
}

/** The rows of a column, or the elements of lists, that equal `value`; throws a TypeError that names the attribute. */
export function equalPredicate(name: string, column: Column, value: unknown): RowPredicate {
  if (hasLookups(column)) return lookupPredicate(column, lookupOf(name, column, "=", value));
  const predicate = sameValuePredicate(column, value);
  if (predicate !== undefined) return predicate;
  throw new TypeError(
    `attribute ${JSON.stringify(name)} is ${column.type} and cannot be compared with ${describe(value)}`,
  );
}

function lookupCondition(
  attribute: Attribute,
  lookup: Lookup,
  wanted: boolean,
  indices: IndexSet | undefined,
): Condition {
  const indexed = indices?.rowsOf(attribute, lookup);
  const predicate =
    indexed === undefined ? lookupPredicate(attribute.stored.column, lookup) : bitmapPredicate(indexed);
  const find = indices === undefined ? undefined : (limit: number) => indices.find(attribute, lookup, limit);
  return predicateCondition(attribute, predicate, wanted, find);
}

function predicateCondition(
  { rows }: Attribute,
  predicate: RowPredicate,
  wanted: boolean,
  find?: Condition["find"],
): Condition {
  return wanted ? rowCondition(rows, predicate, false, find) : rowCondition(rows, negated(predicate), false);
}
