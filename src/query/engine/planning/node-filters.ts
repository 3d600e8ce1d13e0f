/**
 * Conditions on one node that the filter engine knows: comparisons of an attribute of one type with values of that type,
 * and what AND, OR and NOT make of them. It goes through columns, or asks an index, and gives a bitmap of nodes.
 */
import type { Utf8Column } from "../../../pool/utf8-column.js";
import type { ValueType } from "../../../pool/value-type.js";
import { evaluateFilter } from "../../../space/filter/evaluate.js";
import type { ComparisonOperator, Expression, Operand } from "../../../space/filter/expression.js";
import { Bitmap } from "../../../structures/bitmap.js";
import type { BoundExpression } from "../../bind/bound.js";
import { slotsIn } from "../../plan/slots-in.js";
import type { CypherValue } from "../../values/value.js";
import type { NodeSet } from "../graph-cache.js";
import { keepMarked, PART } from "../loops/walk-loops.js";
import type { EngineContext } from "../operator.js";
import { valueAt } from "../vector.js";
import { type VectorContext, vectorExpression } from "../vector-expression.js";

/** Values of a list, and texts of a dictionary, that are looked through at most. */
const LIST_MAX = 4096;

const NUMBERS: ReadonlySet<ValueType> = new Set(["int32", "int64", "integer", "float32", "float64"]);
const FLOATS: ReadonlySet<ValueType> = new Set(["float32", "float64"]);

/** The filter that a condition on the node of a slot is; undefined if the filter engine has none that means the same. */
export function nodeFilter(
  condition: BoundExpression,
  slot: number,
  context: VectorContext,
): Expression | undefined {
  switch (condition.kind) {
    case "logic": {
      if (condition.operator === "XOR") return undefined;
      const terms = condition.operands.map((operand) => nodeFilter(operand, slot, context));
      if (!terms.every((term) => term !== undefined)) return undefined;
      return { kind: condition.operator === "AND" ? "and" : "or", terms };
    }
    case "not": {
      const term = nodeFilter(condition.operand, slot, context);
      return term && { kind: "not", term };
    }
    case "isNull": {
      const type = typeOf(condition.operand, slot, context);
      if (type === undefined) return undefined;
      const term: Expression = { kind: "isNull", operand: attributeOf(condition.operand) };
      return condition.negated ? { kind: "not", term } : term;
    }
    case "comparison": {
      const { operands, operators } = condition;
      const terms = operators.map((operator, i) =>
        comparisonFilter(operands[i], operator, operands[i + 1], slot, context),
      );
      if (!terms.every((term) => term !== undefined)) return undefined;
      return terms.length === 1 ? terms[0] : { kind: "and", terms };
    }
    case "chain":
      return condition.operators.length === 1
        ? chainFilter(condition.operands[0], condition.operators[0], condition.operands[1], slot, context)
        : undefined;
    default:
      return undefined;
  }
}

const TURNED = { "=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function comparisonFilter(
  left: BoundExpression,
  operator: ComparisonOperator,
  right: BoundExpression,
  slot: number,
  context: VectorContext,
): Expression | undefined {
  const value = constantOf(right, context);
  if (value === undefined) {
    const isTurned = constantOf(left, context) !== undefined;
    return isTurned ? comparisonFilter(right, TURNED[operator], left, slot, context) : undefined;
  }
  if (left.kind === "call") return operator === "=" ? caseFilter(left, value, slot, context) : undefined;
  const type = typeOf(left, slot, context);
  if (type === undefined || !isOfType(value, type)) return undefined;
  // NaN differs from all values, and yet is in no range
  if (operator === "<>" && FLOATS.has(type)) return undefined;
  if (type === "bool" && operator !== "=" && operator !== "<>") return undefined;
  return { kind: "compare", operator, left: attributeOf(left), right: { kind: "literal", value } };
}

/** lower(n.name) = value: the texts of the dictionary for which it holds. */
function caseFilter(
  { spec, items }: Extract<BoundExpression, { kind: "call" }>,
  value: CypherValue,
  slot: number,
  context: VectorContext,
): Expression | undefined {
  const isCase = /^(to)?(lower|upper)$/i.test(spec.name) && items.length === 1;
  if (!isCase || typeof value !== "string" || typeOf(items[0], slot, context) !== "utf8") return undefined;
  const operand = attributeOf(items[0]);
  const { column } = context.state.nodes.attribute(operand.name)!.stored;
  const { dictionary } = column as Utf8Column;
  if (dictionary === undefined || dictionary.strings.length > LIST_MAX) return undefined;
  const found = dictionary.strings.filter(
    (text) => spec.call([text], context.run.functions as never) === value,
  );
  // no text comes before the empty one; that of null is unknown still, where it is in no list of none
  if (found.length === 0)
    return { kind: "compare", operator: "<", left: operand, right: { kind: "literal", value: "" } };
  return { kind: "in", operand, list: found.map((text) => ({ kind: "literal", value: text })) };
}

const MATCHES = { "STARTS WITH": "startsWith", "ENDS WITH": "endsWith", CONTAINS: "contains" } as const;

function chainFilter(
  left: BoundExpression,
  operator: string,
  right: BoundExpression,
  slot: number,
  context: VectorContext,
): Expression | undefined {
  const type = typeOf(left, slot, context);
  const value = constantOf(right, context);
  if (type === undefined || value === undefined) return undefined;
  const operand = attributeOf(left);
  if (operator === "IN") {
    const isList = Array.isArray(value) && value.length <= LIST_MAX;
    if (!isList || !value.every((each) => isOfType(each, type))) return undefined;
    return { kind: "in", operand, list: value.map((each) => ({ kind: "literal", value: each })) };
  }
  if (!(operator in MATCHES) || type !== "utf8" || typeof value !== "string") return undefined;
  const match = MATCHES[operator as keyof typeof MATCHES];
  return { kind: "match", operator: match, left: operand, right: { kind: "literal", value } };
}

/** The type of an attribute of the node; undefined if it is something else, or has several. */
function typeOf(expression: BoundExpression, slot: number, { state }: VectorContext): ValueType | undefined {
  if (expression.kind !== "property") return undefined;
  const { of, name } = expression;
  if (of.kind !== "slot" || of.slot.index !== slot) return undefined;
  const attribute = state.nodes.attribute(name);
  return attribute === undefined || attribute.mixed !== undefined ? undefined : attribute.stored.type;
}

function attributeOf(expression: BoundExpression): Extract<Operand, { kind: "attribute" }> {
  return { kind: "attribute", name: (expression as Extract<BoundExpression, { kind: "property" }>).name };
}

/** Whether values of a type compare with a value as the language says. */
function isOfType(value: CypherValue, type: ValueType): boolean {
  switch (typeof value) {
    case "bigint":
      return NUMBERS.has(type);
    case "number":
      return NUMBERS.has(type) && !Number.isNaN(value);
    case "string":
      return type === "utf8";
    case "boolean":
      return type === "bool";
    default:
      return false;
  }
}

/** The value of an expression that reads no row; undefined if it does, or may go wrong, or is null. */
function constantOf(expression: BoundExpression, context: VectorContext): CypherValue | undefined {
  if (slotsIn(expression).size > 0) return undefined;
  const { kind } = expression;
  if (kind !== "constant" && kind !== "parameter" && kind !== "call" && kind !== "list") return undefined;
  const vector = vectorExpression(expression, context);
  if (!vector.isSafe) return undefined;
  return valueAt(vector.of({ count: 1, columns: new Map() }), 0, context.run.graph) ?? undefined;
}

/** A set of nodes of which others are so many times as many is looked at by itself. */
const RARE_FACTOR = 16;

/** Those of some nodes for which all filters are true, ascending. */
export function filteredNodes(
  filters: readonly Expression[],
  { ids, mask }: NodeSet,
  { state, run }: EngineContext,
): Uint32Array {
  const [first] = filters;
  const filter: Expression = filters.length === 1 ? first : { kind: "and", terms: filters };
  const { nodes } = state;
  const isRare = mask !== undefined && ids.length * RARE_FACTOR < nodes.live.count;
  const within = isRare ? Bitmap.of(ids) : undefined;
  const found = evaluateFilter(filter, nodes, { within, indices: run.graph.access?.indices }).toArray();
  return mask === undefined || isRare ? found : markedNodes(found, mask);
}

/** Those of ids that are marked. */
export function markedNodes(ids: Uint32Array, mask: Uint8Array): Uint32Array {
  const kept = new Uint32Array(ids.length);
  let count = 0;
  for (let at = 0; at < ids.length; at += PART)
    count = keepMarked(ids, mask, kept, count, at, Math.min(at + PART, ids.length));
  return kept.subarray(0, count);
}
