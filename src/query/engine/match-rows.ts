/** The operators of a MATCH: those of its plan's steps, with the conditions behind each. */
import { distinctFromLists, pathStepRows } from "#lazy/query-paths";
import type { Expression } from "../../space/filter/expression.js";
import type { BoundExpression, BoundMatch, BoundNode, BoundRelationship, Slot } from "../bind/bound.js";
import { ANY_TYPE, BOOLEAN_TYPE, NODE_TYPE, RELATIONSHIP_TYPE } from "../bind/static-type.js";
import type { MatchCheck } from "../plan/match-check.js";
import type { MatchStep } from "../plan/match-plan.js";
import { slotsIn } from "../plan/slots-in.js";
import { pathValueOf, wayOf } from "../run/walks.js";
import type { CypherValue } from "../values/value.js";
import { ExpandArcs } from "./expand-arcs.js";
import { filterRows, type RowCondition } from "./filter-rows.js";
import { type InnerRows, innerCounts } from "./inner-rows.js";
import { IntersectArcs, type IntersectOptions } from "./intersect-arcs.js";
import { type EngineContext, MapBatches, type Operator } from "./operator.js";
import { type FollowedStep, type PathPlan, pathPlan } from "./paths/path-plan.js";
import { usedSlotsOf } from "./paths/used-slots.js";
import type { WalkOptions } from "./paths/walk-rows.js";
import { nodeFilter } from "./planning/node-filters.js";
import { ScanNodes, type ScanStep } from "./scan-nodes.js";
import { type Batch, elementIdsOf, gatheredBatch, NONE, valueAt } from "./vector.js";
import { type PatternCounts, vectorExpression } from "./vector-expression.js";

/** Whether an operator by columns has a step for itself, and the plain executor does not take it row by row. */
function isByColumns(step: MatchStep, { followed }: PathPlan): boolean {
  switch (step.kind) {
    case "scan":
    case "known":
    case "path":
      return true;
    case "expand":
      return !step.slotKnown;
    default:
      return followed.has(step);
  }
}

/** Whether a step is one that the plain executor takes, whatever it asks for. */
export function isLeftToRows(step: MatchStep): boolean {
  switch (step.kind) {
    case "repeat":
    case "choose":
      return true;
    case "expand":
    case "walk":
      return step.slotKnown;
    case "shortest": {
      const { element, path } = step;
      return element.kind === "group" || path.selector!.count > 1 || element.length!.from > 1;
    }
    default:
      return false;
  }
}

/** Whether the last step of a match follows trails whose ends alone are read, so that they can be counted. */
export function endsInCountedTrails(
  match: BoundMatch,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): boolean {
  const { steps, followed } = pathPlan(match, context.run.plans.of(match).steps, wanted, context);
  const last = steps.at(-1);
  return last?.kind === "walk" && followed.has(last) && readsEndsAlone(last, followed.get(last), wanted);
}

/** Whether of trails nothing is read but where they end. */
function readsEndsAlone(
  step: Extract<MatchStep, { readonly kind: "walk" }>,
  followed: FollowedStep | undefined,
  wanted: ReadonlySet<number>,
): boolean {
  const { index } = step.relationship.slot;
  const isRead = wanted.has(index) || step.checks.some((check) => slotsIn(check as never).has(index));
  return !isRead && followed?.path === undefined;
}

/**
 * `wanted` are the slots that what comes behind reads; `ends` says how often it has to see the ends of trails that the match
 * ends in, where it reads nothing else of them.
 */
export function matchedRows(
  source: Operator,
  match: BoundMatch,
  wanted: ReadonlySet<number>,
  context: EngineContext,
  ends: WalkOptions["ends"] = "each",
): Operator {
  const plan = pathPlan(match, context.run.plans.of(match).steps, wanted, context);
  const { steps } = plan;
  const later = conditionsLeft(steps, context);
  // behind each step, the slots that are read from there on
  const wantedAfter: ReadonlySet<number>[] = [];
  let needed = new Set([...wanted, ...later.flatMap((condition) => [...slotsIn(condition)])]);
  for (const step of steps.toReversed()) {
    wantedAfter.unshift(needed);
    needed = new Set([...needed, ...slotsIn(step as never)]);
  }
  const relationships: number[] = [];
  // lists of relationships that are in use
  const lists: number[] = [];
  let rows = source;
  const joined = new Set<MatchStep>();
  steps.forEach((step, i) => {
    if (joined.has(step)) return;
    const next = steps[i + 1];
    const corner = cornerAt(step, next, steps, context);
    if (corner !== undefined) {
      const slots = corner.steps.map(({ relationship }) => relationship.slot.index);
      joined.add(corner.steps[1]);
      const isEnd = i + 1 === steps.length - 1;
      const conditions = corner.steps.flatMap((each) => conditionsOf(each, isEnd, context));
      const read = new Set(wantedAfter[i + 1]);
      for (const { condition } of conditions) for (const slot of slotsIn(condition)) read.add(slot);
      if (!isEnd) for (const slot of [...relationships, ...slots]) read.add(slot);
      if (lists.length > 0) for (const slot of [...lists, ...slots]) read.add(slot);
      rows = new IntersectArcs(rows, cornerOptions(corner, relationships, context), read, context);
      if (lists.length > 0) rows = distinctFromLists(rows, slots, lists, read, context);
      rows = filterRows(rows, conditions, read, context);
      relationships.push(...slots);
      return;
    }
    const isLast = i === steps.length - 1;
    const isPath = !isByColumns(step, plan) || plan.followed.has(step);
    const isRows = isPath && !plan.followed.has(step);
    const { filters, conditions } = scanFilters(
      step,
      isRows ? [] : conditionsOf(step, isLast, context),
      context,
    );
    const read = new Set([
      ...wantedAfter[i],
      ...conditions.flatMap(({ condition }) => [...slotsIn(condition)]),
    ]);
    // relationships of the match are compared with those to come
    const used = usedSlotsOf(step);
    if (!isLast)
      for (const slot of [...relationships, ...lists, ...used.single, ...used.lists]) read.add(slot);
    if (isPath) {
      const followed = plan.followed.get(step);
      const told =
        isLast && step.kind === "walk" && readsEndsAlone(step, followed, wantedAfter[i]) ? ends : "each";
      const slots = { single: [...relationships], lists: [...lists] };
      rows = pathStepRows(rows, { step, followed, ends: told, used: slots }, read, context);
    } else {
      if (lists.length > 0) for (const slot of [...lists, ...used.single]) read.add(slot);
      const isAlone = steps.length === 1 && conditions.length === 0 && later.length === 0;
      const own = isAlone ? context : { ...context, topOrder: undefined };
      rows = stepRows(rows, step, filters, relationships, read, own);
      if (lists.length > 0) rows = distinctFromLists(rows, used.single, lists, read, context);
    }
    rows = filterRows(rows, conditions, read, context);
    relationships.push(...used.single);
    lists.push(...used.lists);
  });
  return filterRows(
    rows,
    later.map((condition) => ({ condition, prunes: false })),
    wanted,
    context,
  );
}

/** How often a match is met for each row of a batch; where it is only asked whether it is, up to the first. */
export function patternCounts(
  match: BoundMatch,
  form: "exists" | "count",
  context: EngineContext,
): PatternCounts {
  const plan = pathPlan(match, context.run.plans.of(match).steps, NOTHING, context);
  const isSafe = plan.steps.every(
    (step) =>
      isByColumns(step, plan) &&
      step.checks.every((check) => {
        const condition = check.kind === "prune" ? check.condition : conditionOf(check);
        return vectorExpression(condition, context).isSafe;
      }),
  );
  let counts: ((batch: Batch) => Float64Array) | undefined;
  const weights =
    form === "count" && endsInCountedTrails(match, NOTHING, context) ? context.hiddenSlots.next() : undefined;
  const inner: InnerRows = (source, numbers, settled) => {
    const ends = weights === undefined ? (form === "exists" ? "once" : "each") : { counts: weights };
    const read = weights === undefined ? [numbers] : [numbers, weights];
    return matchedRows(source, match, new Set(read), { ...context, settled }, ends);
  };
  return {
    isSafe,
    of(batch) {
      counts ??= innerCounts(inner, form, weights, context);
      return counts(batch);
    },
  };
}

const NOTHING: ReadonlySet<number> = new Set();

function stepRows(
  source: Operator,
  step: MatchStep,
  filters: readonly Expression[],
  relationships: readonly number[],
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  switch (step.kind) {
    case "scan":
      return new ScanNodes(source, step, filters, wanted, context);
    case "known":
      return knownNodes(source, step.node.slot, wanted, context);
    case "expand": {
      const { relationship, from, to, toKnown, forward } = step;
      return new ExpandArcs(
        source,
        {
          from: from.slot.index,
          to: to.slot.index,
          toKnown,
          relationship: relationship.slot.index,
          way: wayOf(relationship, forward, context.state.directed),
          types: relationship.types,
          labels: toKnown ? undefined : to.labels,
          distinctFrom: [...relationships],
        },
        wanted,
        context,
      );
    }
    case "path":
      return paths(source, step, context);
    default:
      throw new TypeError(`no operator for a step of kind ${step.kind}`);
  }
}

type ExpandStep = Extract<MatchStep, { readonly kind: "expand" }>;

interface Corner {
  readonly steps: readonly [ExpandStep, ExpandStep];
  /** The other node that the second step joins to the one that is found, and the way from there. */
  readonly other: number;
  readonly way: "out" | "in" | "both";
}

/** A step that finds a node, and the next one if that joins it to another node that is known: both are done at once. */
function cornerAt(
  step: MatchStep,
  next: MatchStep | undefined,
  steps: readonly MatchStep[],
  { cache, state }: EngineContext,
): Corner | undefined {
  if (step.kind !== "expand" || next?.kind !== "expand" || step.toKnown || !next.toKnown) return undefined;
  const corner = step.to.slot.index;
  const ends = [next.from.slot.index, next.to.slot.index];
  const [other] = ends.filter((slot) => slot !== corner);
  if (!ends.includes(corner) || other === undefined || step.from.slot.index === corner) return undefined;
  const way = wayOf(next.relationship, next.forward, state.directed);
  const found: Corner = { steps: [step, next], other, way: ends[0] === corner ? reversed(way) : way };
  // from few nodes the arcs of a large graph need not be sorted
  const isFound = steps.some((each) => each.kind === "scan" && each.way !== undefined);
  const ways = [wayOf(step.relationship, step.forward, state.directed), found.way];
  const isSorted = found.steps.every(({ relationship }, i) =>
    cache.hasArcs(relationship.types, ways[i] === "in"),
  );
  return isFound && !isSorted ? undefined : found;
}

function reversed(way: "out" | "in" | "both"): "out" | "in" | "both" {
  if (way === "both") return way;
  return way === "in" ? "out" : "in";
}

function cornerOptions(
  { steps: [step, next], other, way }: Corner,
  relationships: readonly number[],
  { state }: EngineContext,
): IntersectOptions {
  const { relationship } = next;
  return {
    hops: [
      {
        from: step.from.slot.index,
        relationship: step.relationship.slot.index,
        way: wayOf(step.relationship, step.forward, state.directed),
        types: step.relationship.types,
      },
      {
        from: other,
        relationship: relationship.slot.index,
        way,
        types: relationship.types,
      },
    ],
    to: step.to.slot.index,
    labels: step.to.labels,
    distinctFrom: [...relationships],
  };
}

/** The rows in which a node that is known already is one. */
function knownNodes(
  source: Operator,
  slot: Slot,
  wanted: ReadonlySet<number>,
  { state }: EngineContext,
): Operator {
  return new MapBatches(source, (batch) => {
    const vector = batch.columns.get(slot.index);
    const ids = vector && elementIdsOf(vector, "nodes", batch.count);
    const index = new Uint32Array(batch.count);
    let count = 0;
    if (ids !== undefined)
      for (let i = 0; i < batch.count; i++)
        if (ids[i] !== NONE && state.nodes.live.has(ids[i])) index[count++] = i;
    if (count === batch.count) return batch;
    return { count, columns: gatheredBatch(batch, index, count, wanted) };
  });
}

function paths(
  source: Operator,
  { path }: Extract<MatchStep, { readonly kind: "path" }>,
  { run, scratch }: EngineContext,
): Operator {
  const slots = [...slotsIn(path as never)];
  return new MapBatches(source, (batch: Batch) => {
    const values: CypherValue[] = [];
    for (let i = 0; i < batch.count; i++) {
      for (const slot of slots) {
        const vector = batch.columns.get(slot);
        if (vector !== undefined) scratch[slot] = valueAt(vector, i, run.graph);
      }
      values.push(pathValueOf(path, scratch, run));
    }
    const columns = new Map(batch.columns);
    columns.set(path.slot!.index, { kind: "values", values });
    return { count: batch.count, columns };
  });
}

/**
 * The conditions behind a step. One of WHERE that may go wrong lets rows pass for which it does, since WHERE as a whole is
 * asked again at the end.
 */
function conditionsOf(step: MatchStep, isLast: boolean, context: EngineContext): RowCondition[] {
  return step.checks.flatMap((check): RowCondition[] => {
    if (isMetByStep(check, step)) return [];
    if (check.kind !== "prune") return [{ condition: conditionOf(check), prunes: false }];
    const { condition } = check;
    if (vectorExpression(condition, context).isSafe) return [{ condition, prunes: false }];
    return isLast ? [] : [{ condition, prunes: true }];
  });
}

/** The scans of a match that go through nodes, and what they do beside that. */
export function scansOf(
  match: BoundMatch,
  context: EngineContext,
): { readonly step: ScanStep; readonly isFiltered: boolean; readonly isAlone: boolean }[] {
  const { steps } = context.run.plans.of(match);
  const later = conditionsLeft(steps, context);
  return steps.flatMap((step, i) => {
    if (step.kind !== "scan" || step.way !== undefined) return [];
    const given = conditionsOf(step, i === steps.length - 1, context);
    const { filters, conditions } = scanFilters(step, given, context);
    const isAlone = steps.length === 1 && conditions.length === 0 && later.length === 0;
    return [{ step, isFiltered: filters.length > 0, isAlone }];
  });
}

/** The conditions on the node of a scan that the filter engine tests, and those that are left. */
function scanFilters(
  step: MatchStep,
  conditions: readonly RowCondition[],
  context: EngineContext,
): { readonly filters: readonly Expression[]; readonly conditions: readonly RowCondition[] } {
  if (step.kind !== "scan" || step.way !== undefined) return { filters: [], conditions };
  const { lookups, node } = step;
  const filters: Expression[] = [];
  const left = conditions.filter(({ condition }) => {
    const filter = nodeFilter(condition, node.slot.index, context);
    if (filter !== undefined) filters.push(filter);
    // candidates for a value come unfiltered
    return filter === undefined || lookups.length > 0;
  });
  return { filters, conditions: left };
}

/** The conditions of WHERE that are asked again when a match is whole, since they may go wrong. */
function conditionsLeft(steps: readonly MatchStep[], context: EngineContext): BoundExpression[] {
  return steps.flatMap(({ checks }) =>
    checks.flatMap((check) =>
      check.kind === "prune" && !vectorExpression(check.condition, context).isSafe ? [check.condition] : [],
    ),
  );
}

/** Whether the operator of the step sees to a check itself. */
function isMetByStep(check: MatchCheck, step: MatchStep): boolean {
  if (check.kind !== "labels") return false;
  if (step.kind === "scan") return check.element === step.node;
  if (step.kind !== "expand" && step.kind !== "walk" && step.kind !== "shortest") return false;
  const isRelationship = step.kind !== "shortest" && check.element === step.relationship;
  return isRelationship || (!step.toKnown && check.element === step.to);
}

function conditionOf(check: Exclude<MatchCheck, { readonly kind: "prune" }>): BoundExpression {
  if (check.kind === "where") return check.condition;
  const { element } = check;
  const { offset } = element;
  const operand = slotOf(element as BoundNode | BoundRelationship);
  if (check.kind === "labels") {
    const labels = element.kind === "node" ? element.labels! : (element as BoundRelationship).types!;
    return { kind: "hasLabels", operand, labels, offset, type: BOOLEAN_TYPE };
  }
  const { name, value } = check.entry;
  const held: BoundExpression = { kind: "property", of: operand, name, offset, type: ANY_TYPE };
  return { kind: "comparison", operands: [held, value], operators: ["="], offset, type: BOOLEAN_TYPE };
}

function slotOf({ slot, kind, offset }: BoundNode | BoundRelationship): BoundExpression {
  return { kind: "slot", slot, offset, type: kind === "node" ? NODE_TYPE : RELATIONSHIP_TYPE };
}
