/**
 * Conditions on two nodes of a pattern that can be tested without building rows: one value compared with another, two
 * nodes that differ, and a relationship that is there or is not.
 */
import type { BoundExpression, BoundMatch, BoundNode } from "../../bind/bound.js";
import { slotsIn } from "../../plan/slots-in.js";
import type { ComparisonSymbol, LabelExpression } from "../../text/tree.js";

interface Pair {
  /** The places of the two nodes. */
  readonly a: number;
  readonly b: number;
  /** The condition as a whole, for rows in which both nodes are one. */
  readonly condition: BoundExpression;
}

export interface ComparedPair extends Pair {
  readonly kind: "compare";
  /** `left` is a value of the node `a`, `right` one of `b`. */
  readonly left: BoundExpression;
  readonly operator: ComparisonSymbol;
  readonly right: BoundExpression;
}

export interface JoinedPair extends Pair {
  readonly kind: "present" | "absent";
  /** Of relationships from `a` to `b`, or either way. */
  readonly isEither: boolean;
  readonly types: LabelExpression | undefined;
}

export type PairCondition = ComparedPair | JoinedPair | (Pair & { readonly kind: "differ" });

/** The slots that a condition reads from outside, without those of the variables of patterns within it. */
export function freeSlots(condition: BoundExpression): ReadonlySet<number> {
  const free = new Set(slotsIn(condition));
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null || part instanceof Set || part instanceof Map) return;
    if ("paths" in part && "known" in part) {
      const { paths, known } = part as BoundMatch;
      for (const slot of slotsIn(paths as never)) if (!known.has(slot)) free.delete(slot);
    }
    for (const each of Object.values(part)) visit(each);
  };
  if (condition.kind !== "comparison") visit(condition);
  return free;
}

/** A comparison of several operands as comparisons of two, all of which have to be true. */
export function comparisonsIn(condition: BoundExpression): readonly BoundExpression[] {
  if (condition.kind !== "comparison" || condition.operators.length === 1) return [condition];
  const { operands, operators, offset, type } = condition;
  return operators.map((operator, i) => ({
    kind: "comparison",
    operands: [operands[i], operands[i + 1]],
    operators: [operator],
    offset,
    type,
  }));
}

/**
 * The condition on two nodes that an expression is; undefined if it is of another form.
 *
 * @param directed whether relationships of the graph have a direction.
 */
export function pairCondition(
  condition: BoundExpression,
  placeOf: ReadonlyMap<number, number>,
  directed: boolean,
): PairCondition | undefined {
  if (condition.kind === "comparison") return comparedPair(condition, placeOf);
  if (condition.kind === "patternExists")
    return joinedPair(condition.match, "present", condition, placeOf, directed);
  if (condition.kind === "subquery" && condition.form === "exists") {
    const match = onlyMatch(condition);
    return match && joinedPair(match, "present", condition, placeOf, directed);
  }
  if (condition.kind !== "not") return undefined;
  const { operand } = condition;
  if (operand.kind === "patternExists")
    return joinedPair(operand.match, "absent", condition, placeOf, directed);
  const match = operand.kind === "subquery" && operand.form === "exists" ? onlyMatch(operand) : undefined;
  return match && joinedPair(match, "absent", condition, placeOf, directed);
}

function onlyMatch({ body }: Extract<BoundExpression, { kind: "subquery" }>): BoundMatch | undefined {
  const [part, ...others] = body.parts;
  const [clause, ...rest] = part.clauses;
  const isOne = others.length === 0 && rest.length === 0 && clause?.kind === "match" && !clause.optional;
  return isOne ? clause.match : undefined;
}

function comparedPair(
  condition: Extract<BoundExpression, { kind: "comparison" }>,
  placeOf: ReadonlyMap<number, number>,
): PairCondition | undefined {
  const [left, right] = condition.operands;
  const [operator] = condition.operators;
  const places = [left, right].map((operand) => {
    const slots = [...slotsIn(operand)];
    return slots.length === 1 ? placeOf.get(slots[0]) : undefined;
  });
  const [a, b] = places;
  if (a === undefined || b === undefined || a === b) return undefined;
  if (left.kind !== "slot" && right.kind !== "slot")
    return { kind: "compare", a, b, condition, left, operator, right };
  const isOfNodes = left.kind === "slot" && right.kind === "slot" && operator === "<>";
  return isOfNodes ? { kind: "differ", a, b, condition } : undefined;
}

function joinedPair(
  { paths, where, known }: BoundMatch,
  kind: "present" | "absent",
  condition: BoundExpression,
  placeOf: ReadonlyMap<number, number>,
  directed: boolean,
): PairCondition | undefined {
  const [path, ...others] = paths;
  const isOne = others.length === 0 && path.elements.length === 3 && path.selector === undefined;
  if (!isOne || where !== undefined) return undefined;
  const [left, relationship, right] = path.elements;
  if (relationship.kind !== "relationship" || known.has(relationship.slot.index)) return undefined;
  const { direction, types, length, properties } = relationship;
  if (length !== undefined || properties !== undefined || relationship.where !== undefined) return undefined;
  const ends = [left, right] as BoundNode[];
  if (ends.some((end) => end.labels !== undefined || end.properties !== undefined || end.where !== undefined))
    return undefined;
  const places = ends.map(({ slot }) => placeOf.get(slot.index));
  const [a, b] = direction === "left" ? places.toReversed() : places;
  if (a === undefined || b === undefined || a === b) return undefined;
  return { kind, a, b, condition, isEither: direction === "both" || !directed, types };
}

/** Whether a condition is never true of a node and itself. */
export function isIrreflexive(pair: PairCondition): boolean {
  if (pair.kind === "differ") return true;
  if (pair.kind !== "compare" || !["<", ">", "<>"].includes(pair.operator)) return false;
  const { left, right } = pair;
  if (left.kind === "property" && right.kind === "property") return left.name === right.name;
  return left.kind === "call" && right.kind === "call" && left.spec === right.spec && left.spec.name === "id";
}
