/**
 * Statements that begin at nodes found by a key, an index or an id and follow a few relationships from there: what of them
 * does not depend on a run, made once with the plan. Any other statement has none.
 */
import type {
  BoundAggregate,
  BoundAssignment,
  BoundExpression,
  BoundProjection,
  BoundStatement,
} from "../../bind/bound.js";
import type { MatchPlans, MatchStep } from "../../plan/match-plan.js";
import { slotsIn } from "../../plan/slots-in.js";
import { elementKindOf, isCondition, isGiven, isIdOf, isReadable } from "./hop-values.js";

/** A step of a plan that a search of few elements follows. */
export type HopStep = Extract<MatchStep, { readonly kind: "scan" | "known" | "expand" | "walk" }>;

export interface PlannedHop {
  readonly step: HopStep;
  /** Whether it is the first of its MATCH: relationships of others may come again. */
  readonly opens: boolean;
}

export type OrderKey = BoundProjection["orderBy"][number];

export interface HopPlan {
  readonly slotCount: number;
  readonly hops: readonly PlannedHop[];
  /** The values of each match, in the order of the columns; of all matches together where there are aggregates. */
  readonly values: readonly BoundExpression[];
  readonly aggregates: readonly BoundAggregate[] | undefined;
  readonly distinct: boolean;
  /** With expressions of the match, or of `values`, for keys. */
  readonly orderBy: readonly OrderKey[];
  readonly skip: BoundExpression | undefined;
  readonly limit: BoundExpression | undefined;
}

/** Relationships that one match has at most. */
const HOPS_MAX = 4;

/** The plan of a statement, for the graph that the plans are for; undefined if it has to be run another way. */
export function hopPlan({ mode, body, slotCount }: BoundStatement, plans: MatchPlans): HopPlan | undefined {
  const [part] = body.parts;
  if (mode === "profile" || body.writes || body.parts.length !== 1 || part.clauses.length < 2)
    return undefined;
  const project = part.clauses[part.clauses.length - 1];
  if (project.kind !== "project" || !project.isReturn || project.where !== undefined) return undefined;
  // no plan is made of a clause before all of them can be run
  const matches = part.clauses.slice(0, -1);
  if (!matches.every((clause) => clause.kind === "match" && !clause.optional)) return undefined;
  const output = outputOf(
    project,
    body.columns.map(({ slot }) => slot.index),
  );
  if (output === undefined) return undefined;
  const hops: PlannedHop[] = [];
  let length = 0;
  for (const clause of matches) {
    if (clause.kind !== "match") return undefined;
    let opens = true;
    for (const step of plans.of(clause.match).steps) {
      if (!isFollowed(step)) return undefined;
      hops.push({ step, opens });
      opens = false;
      if (step.kind === "walk") length += step.relationship.length!.to!;
      else if (step.kind === "expand") length++;
    }
  }
  if (hops.length === 0 || length > HOPS_MAX || hops[0].step.kind !== "scan") return undefined;
  return { slotCount, hops, ...output };
}

function isFollowed(step: MatchStep): step is HopStep {
  switch (step.kind) {
    case "scan":
      if (step.way === undefined || !step.lookups.every(({ value, isList }) => !isList && isGiven(value)))
        return false;
      break;
    case "known":
      break;
    case "expand":
      if (step.slotKnown) return false;
      break;
    case "walk": {
      const { relationship, slotKnown } = step;
      const { to } = relationship.length!;
      if (slotKnown || to === undefined || to > HOPS_MAX || relationship.where !== undefined) return false;
      break;
    }
    default:
      return false;
  }
  return step.checks.every(isFollowedCheck) && !isListRead(step);
}

function isFollowedCheck(check: MatchStep["checks"][number]): boolean {
  if (check.kind === "labels") return true;
  return check.kind === "property" ? isGiven(check.entry.value) : isCondition(check.condition);
}

/** Whether a condition reads relationships that come as a list. */
function isListRead(step: HopStep): boolean {
  if (step.kind !== "walk") return false;
  const { slot, each } = step.relationship;
  return step.checks.some((check) => {
    if (check.kind !== "prune" && check.kind !== "where") return false;
    const slots = slotsIn(check.condition);
    return slots.has(slot.index) || slots.has(each.index);
  });
}

type Output = Pick<HopPlan, "values" | "aggregates" | "distinct" | "orderBy" | "skip" | "limit">;

function outputOf(project: BoundProjection, columns: readonly number[]): Output | undefined {
  const { groups, items, distinct, orderBy, skip, limit } = project;
  if (![skip, limit].every((count) => count === undefined || isGiven(count))) return undefined;
  const items_ = columns.map((slot) => items.find((item) => item.slot.index === slot));
  if (!items_.every((item) => item !== undefined)) return undefined;
  if (groups !== undefined) {
    const isPaged = distinct || orderBy.length > 0 || skip !== undefined || limit !== undefined;
    if (groups.keys.length > 0 || isPaged || !groups.aggregates.every(isCount)) return undefined;
    const aggregates = items_.map(({ value }) =>
      groups.aggregates.find(({ slot }) => value.kind === "slot" && value.slot.index === slot.index),
    );
    if (!aggregates.every((aggregate) => aggregate !== undefined)) return undefined;
    return { values: [], aggregates, distinct, orderBy, skip, limit };
  }
  const values = items_.map(({ value }) => value);
  if (!values.every(isOutput)) return undefined;
  const keys: OrderKey[] = [];
  for (const key of orderBy) {
    const value = itemOf(key.value, items)?.value ?? key.value;
    // behind DISTINCT rows are told apart by what comes out alone
    if (!isOutput(value) || (distinct && !values.includes(value))) return undefined;
    keys.push({ ...key, value });
  }
  return { values, aggregates: undefined, distinct, orderBy: keys, skip, limit };
}

function itemOf(expression: BoundExpression, items: readonly BoundAssignment[]): BoundAssignment | undefined {
  if (expression.kind !== "slot") return undefined;
  return items.find(({ slot }) => slot.index === expression.slot.index);
}

function isOutput(expression: BoundExpression): boolean {
  if (elementKindOf(expression) !== undefined || isIdOf(expression)) return true;
  return expression.kind === "property" && isReadable(expression);
}

function isCount({ spec, star, items }: BoundAggregate): boolean {
  return spec.name.toLowerCase() === "count" && (star || (items.length === 1 && isOutput(items[0])));
}

/** The slot of the element that an expression for which `isOutput` reads. */
export function slotRead(expression: BoundExpression): number {
  if (expression.kind === "property") return slotRead(expression.of);
  if (expression.kind === "call") return slotRead(expression.items[0]);
  return (expression as Extract<BoundExpression, { readonly kind: "slot" }>).slot.index;
}
