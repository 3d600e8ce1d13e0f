/** The lookup in a column for a comparison with a value. */
import type { Column } from "../../pool/column.js";
import { isTemporalType } from "../../pool/value-type.js";
import { isNumericType, type Lookup, numericLookup } from "../index/lookup.js";
import { compareValues, constantFor } from "./constant.js";
import type { ComparisonOperator } from "./expression.js";

/** The lookup for column values equal to `value`; undefined for types without lookups. */
export function equalLookup(name: string, column: Column, value: unknown): Lookup | undefined {
  return hasLookups(column) ? lookupOf(name, column, "=", value) : undefined;
}

/** Whether the values of a column are looked up, and not compared as a whole. */
export function hasLookups(column: Column): boolean {
  const { type } = column;
  return (
    isNumericType(type) || type === "utf8" || type === "bool" || type === "binary" || isTemporalType(type)
  );
}

/**
 * The lookup for values for which `operator` with `value` holds; throws a TypeError that names the attribute if there
 * can be none.
 */
export function lookupOf(
  name: string,
  { type }: Column,
  operator: Exclude<ComparisonOperator, "<>">,
  value: unknown,
): Lookup {
  const constant = constantFor(name, type, value);
  if (isNumericType(type)) return numericLookup(type, operator, constant as number | bigint);
  if (type === "bool") {
    return {
      kind: "points",
      keys: [false, true].filter((key) => compareValues(operator, +key, +(constant as boolean))),
    };
  }
  if (operator === "=") return { kind: "points", keys: [constant] };
  if (type !== "utf8" && !isTemporalType(type)) throw orderError(name, { type }, operator);
  const isLow = operator === ">" || operator === ">=";
  return {
    kind: "range",
    low: isLow ? constant : undefined,
    lowOpen: operator === ">",
    high: isLow ? undefined : constant,
    highOpen: operator === "<",
  };
}

/** For a comparison of less and greater where there is no such thing. */
export function orderError(
  name: string,
  { type }: { type: string },
  operator: ComparisonOperator,
): TypeError {
  return new TypeError(
    `attribute ${JSON.stringify(name)} is ${type} and has no order: expected = or <>, got ${operator}`,
  );
}
