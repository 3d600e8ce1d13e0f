/**
 * Runs the first clauses of a query by columns, as many as there are operators for, and leaves the others to the plain
 * executor, which takes their rows.
 */
import {
  groupsCounted,
  rowClause,
  rowsDistinct,
  rowsGrouped,
  subqueryRows,
  subqueryValues,
} from "#lazy/query-groups";
import type { GraphState } from "../../space/states/graph-state.js";
import { tuning } from "../../structures/tuning.js";
import type { BoundAssignment, BoundBody, BoundClause, BoundProjection } from "../bind/bound.js";
import type { MatchPlans } from "../plan/match-plan.js";
import type { ClauseProfile } from "../plan/plan-text.js";
import { slotsIn } from "../plan/slots-in.js";
import { type BodyPart, clausesAfter, type PartRows, prepareRun } from "../run/execute.js";
import { faultsOf } from "../run/faults-of.js";
import { PAUSE, type Row, type Rows, type RunContext } from "../run/run-context.js";
import { contextAt } from "../run/use-revision.js";
import { type CountQuery, countQuery } from "./count-query.js";
import { filterRows } from "./filter-rows.js";
import { cacheOf, type GraphCache } from "./graph-cache.js";
import { topOrder } from "./grouping/top-nodes.js";
import { type InnerRows, OptionalRows } from "./inner-rows.js";
import { endsInCountedTrails, isLeftToRows, matchedRows, patternCounts } from "./match-rows.js";
import { BatchSource, type EngineContext, HiddenSlots, type Operator } from "./operator.js";
import { attributeSource, type LateItem, latePart } from "./output/late-columns.js";
import type { LateColumn, PartEngine, PartOperator } from "./output/result-items.js";
import { pagedRows } from "./page-rows.js";
import { type SeenEnds, seenEnds } from "./paths/counted-ends.js";
import { assignedRows, UnwindRows } from "./project-rows.js";
import { BATCHED_CLAUSES, isNumbered } from "./subqueries/is-numbered.js";
import { type Batch, type Vector, valueAt } from "./vector.js";
import { vectorExpression } from "./vector-expression.js";

/** The ways of the engine to parts of a statement that only reads. `present` is the cache of the state that it reads. */
export function partEngine(present: GraphCache): PartEngine {
  const whole = (part: BodyPart, run: RunContext): PartOperator | undefined => {
    const row = run.emptyRow();
    const [first] = part.clauses;
    if (first?.kind === "use") {
      const past = contextAt(first.revision, row, run, prepareRun);
      return whole({ ...part, clauses: part.clauses.slice(1) }, past);
    }
    const { state } = run.graph;
    const count = state === undefined ? 0 : clausesByColumns(part.clauses, run.plans, true);
    if (state === undefined || count === 0 || count < part.clauses.length) return undefined;
    const context = engineContext(present, state, run);
    // PROFILE counts the rows of clauses as they stand in the text
    const split = run.profiles === undefined ? latePart(part) : undefined;
    const { operator } = operatorOf(split?.part ?? part, count, row, context);
    const late = new Map(split?.items.map((item) => [item.slot.index, lateColumn(item, context)]));
    return { operator, run, late };
  };
  return { rows: columnRows(present), whole };
}

function lateColumn(item: LateItem, context: EngineContext): LateColumn {
  const { of } = vectorExpression(item.value, context);
  return { element: item.element.index, source: attributeSource(item, context), of };
}

function engineContext(present: GraphCache, state: GraphState, run: RunContext): EngineContext {
  const isPast = [...run.revisions.values()].includes(run);
  return contextOver(run, state, isPast ? cacheOf(state, state) : present);
}

/** @param takesAll whether rows beyond a LIMIT are made all the same, for what may go wrong in them. */
export function contextOver(
  run: RunContext,
  state: GraphState,
  cache: GraphCache,
  takesAll = false,
  hiddenSlots = new HiddenSlots(),
): EngineContext {
  const context: EngineContext = {
    run,
    state,
    cache,
    scratch: run.emptyRow(),
    batchRows: tuning.queryBatchRows,
    hiddenSlots,
    takesAll,
    patternCounts: (match, form) => patternCounts(match, form, context),
    bodyValues: (body, form) => (isNumbered(body) ? subqueryValues(body, form, context) : undefined),
    clauses: {
      applied,
      grouped: groupedRows,
      projected: projectedRows,
    },
  };
  return context;
}

/**
 * Makes the rows of parts of a statement that only reads.
 *
 * @param present the cache of the state that the statement as a whole reads.
 */
export function columnRows(present: GraphCache): PartRows {
  const rowsOf = (part: BodyPart, row: Row, run: RunContext): Rows | undefined => {
    const [first] = part.clauses;
    if (first?.kind === "use") {
      const past = contextAt(first.revision, row, run, prepareRun);
      const rows = rowsOf({ ...part, clauses: part.clauses.slice(1) }, row, past);
      return rows && faultsOf(rows, past);
    }
    const { state } = run.graph;
    const count = state === undefined ? 0 : clausesByColumns(part.clauses, run.plans, true);
    if (state === undefined || count === 0) return undefined;
    return rowsOfPart(part, count, row, run, engineContext(present, state, run));
  };
  return rowsOf;
}

/** How the parts of a statement that only reads are run, in words. */
export function engineText({ parts }: BoundBody, plans: MatchPlans): string {
  const texts = parts.map(({ clauses }) => {
    const own = clauses[0]?.kind === "use" ? clauses.slice(1) : clauses;
    if (clausesByColumns(own, plans, true) < own.length || own.length === 0) return "rows";
    const places = own.flatMap((clause, i) => (isByRows(clause, plans) ? [i + 1] : []));
    if (places.length === own.length) return "rows";
    if (places.length === 0) return "columns";
    return `columns, rows in ${places.length === 1 ? "clause" : "clauses"} ${places.join(", ")}`;
  });
  return [...new Set(texts)].join("; ");
}

/** Whether a clause, or a part of it, is left to the plain executor. */
function isByRows(clause: BoundClause, plans: MatchPlans): boolean {
  if (clause.kind === "match") return plans.of(clause.match).steps.some(isLeftToRows);
  if (clause.kind === "callSubquery") return !isNumbered(clause.body);
  return clause.kind === "callProcedure" || clause.kind === "loadCsv";
}

/**
 * The number of clauses, from the first on, that operators are there for. In a statement that only reads, procedures and
 * files are left to the plain executor row by row, and what is behind them goes on by columns.
 */
export function clausesByColumns(
  clauses: readonly BoundClause[],
  plans: MatchPlans,
  readsAlone = false,
): number {
  let count = 0;
  while (count < clauses.length && isByColumns(clauses[count], readsAlone)) count++;
  return isLookup(clauses.slice(0, count), plans) ? 0 : count;
}

function isByColumns(clause: BoundClause, readsAlone: boolean): boolean {
  if (BATCHED_CLAUSES.has(clause.kind)) return true;
  if (clause.kind === "callSubquery") return readsAlone || isNumbered(clause.body);
  return (
    readsAlone && (clause.kind === "callProcedure" || clause.kind === "loadCsv" || clause.kind === "finish")
  );
}

/** Whether clauses look up one node and follow one relationship at most: then making operators takes longer than that. */
function isLookup(clauses: readonly BoundClause[], plans: MatchPlans): boolean {
  let isFound = false;
  let hops = 0;
  for (const clause of clauses) {
    if (asksPatterns(clause)) return false;
    if (clause.kind === "unwind" || clause.kind === "callSubquery") return false;
    if (clause.kind !== "match") continue;
    for (const step of plans.of(clause.match).steps) {
      if (step.kind === "expand") hops++;
      else if (step.kind === "known" || step.kind === "path") continue;
      else if (step.kind !== "scan") return false;
      else if (step.way === undefined || step.lookups.some(({ isList }) => isList)) return false;
      else isFound = true;
    }
  }
  return isFound && hops <= 1;
}

const asking = new WeakMap<BoundClause, boolean>();

/** Whether an expression within a clause looks for a pattern of its own. */
function asksPatterns(clause: BoundClause): boolean {
  let asks = asking.get(clause);
  if (asks === undefined) {
    asks = holdsPattern(clause);
    asking.set(clause, asks);
  }
  return asks;
}

function holdsPattern(part: unknown): boolean {
  if (typeof part !== "object" || part === null || part instanceof Map || part instanceof Set) return false;
  const { kind } = part as { readonly kind?: unknown };
  return kind === "subquery" || kind === "patternExists" || Object.values(part).some(holdsPattern);
}

function rowsOfPart(part: BodyPart, count: number, row: Row, run: RunContext, context: EngineContext): Rows {
  const rest = part.clauses.slice(count);
  const { operator, wanted } = operatorOf(part, count, row, context);
  const rows = rowsOfBatches(operator, wanted, row, run);
  return rest.length === 0 ? rows : clausesAfter(rest, rows, run, true);
}

/** The operator of the first clauses of a part, and the slots that are read behind them. */
function operatorOf(
  { clauses, columns }: BodyPart,
  count: number,
  row: Row,
  context: EngineContext,
): { readonly operator: Operator; readonly wanted: ReadonlySet<number> } {
  const wantedAfter = slotsBehind(clauses, columns);
  const source = new BatchSource(batchOfRow(row));
  const first = clauses.slice(0, count);
  const operator = operatorsOver(source, first, wantedAfter, context, countedOf(clauses, context));
  return { operator, wanted: wantedAfter[count - 1] };
}

/** Behind each clause, the slots that are read from there on. */
export function slotsBehind(
  clauses: readonly BoundClause[],
  columns: BodyPart["columns"],
): ReadonlySet<number>[] {
  const wantedAfter: ReadonlySet<number>[] = [];
  let wanted = new Set(columns.map(({ slot }) => slot.index));
  for (const clause of clauses.toReversed()) {
    wantedAfter.unshift(wanted);
    wanted = new Set([...wanted, ...slotsIn(clause as never)]);
  }
  return wantedAfter;
}

/** The row with which clauses begin, as a batch. */
export function batchOfRow(row: Row): Batch {
  const columns = new Map<number, Vector>();
  row.forEach((value, slot) => {
    if (value !== null) columns.set(slot, { kind: "constant", value });
  });
  return { count: 1, columns };
}

/** The operators of clauses, one over the other; those of the first ones may be counted together. */
export function operatorsOver(
  source: Operator,
  clauses: readonly BoundClause[],
  wantedAfter: readonly ReadonlySet<number>[],
  context: EngineContext,
  counted?: CountQuery,
): Operator {
  const { profiles } = context.run;
  let operator = source;
  let seen: SeenEnds | undefined;
  clauses.forEach((clause, i) => {
    const isCounted = counted !== undefined && i < counted.clauseCount;
    if (isCounted && clause !== counted.projection) return;
    const wanted = wantedAfter[i];
    if (isCounted) operator = countedRows(counted, clauses, operator, wantedAfter, context);
    else if (clause.kind === "match" && !clause.optional) {
      seen = seenEnds(
        clause,
        clauses[i + 1],
        () => endsInCountedTrails(clause.match, wanted, context),
        context,
      );
      const ends = seen?.ends ?? "each";
      const read = typeof ends === "object" ? new Set([...wanted, ends.counts]) : wanted;
      const top = topOrder(clauses[i + 1], context);
      operator = matchedRows(operator, clause.match, read, { ...context, topOrder: top }, ends);
    } else {
      operator = applied(seen?.projection ?? clause, operator, wanted, context);
      seen = undefined;
    }
    if (profiles !== undefined) operator = new ProfiledRows(operator, profileOf(clause, profiles));
  });
  return operator;
}

/** The clauses, from the first on, whose rows are counted without being listed. */
export function countedOf(clauses: readonly BoundClause[], context: EngineContext): CountQuery | undefined {
  const { plans } = context.run;
  const query = countQuery(clauses, context);
  if (query === undefined || query.edges.length > LISTED_EDGES_MAX) return query;
  // from few nodes that are found at once, rows are listed sooner
  const isFound = clauses.some(
    (clause) =>
      clause.kind === "match" &&
      plans.of(clause.match).steps.some((step) => step.kind === "scan" && step.way !== undefined),
  );
  return isFound ? undefined : query;
}

const LISTED_EDGES_MAX = 3;

function countedRows(
  query: CountQuery,
  clauses: readonly BoundClause[],
  source: Operator,
  wantedAfter: readonly ReadonlySet<number>[],
  context: EngineContext,
): Operator {
  const { projection, clauseCount } = query;
  const wanted = wantedAfter[clauseCount - 1];
  const listed = (): Operator => {
    let rows = source;
    clauses.slice(0, clauseCount - 1).forEach((clause, i) => {
      rows = applied(clause, rows, wantedAfter[i], context);
    });
    return groupedRows(projection, rows, wanted, context);
  };
  return projectedRows(projection, groupsCounted(query, listed, context), wanted, context);
}

function applied(
  clause: BoundClause,
  source: Operator,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  switch (clause.kind) {
    case "match": {
      const { match, slots } = clause;
      if (!clause.optional) return matchedRows(source, match, wanted, context);
      // variables of the rows themselves are taken from them again, not through the match
      const made = slots.filter(({ index }) => wanted.has(index)).map(({ index }) => index);
      const inner: InnerRows = (given, numbers) =>
        matchedRows(given, match, new Set([...made, numbers]), context);
      return new OptionalRows(source, inner, slots, wanted, context);
    }
    case "project":
      return projectedRows(clause, groupedRows(clause, source, wanted, context), wanted, context);
    case "filter":
      return filterRows(source, [{ condition: clause.where, prunes: false }], wanted, context);
    case "let":
      return assignedRows(source, clause.items, wanted, context);
    case "page":
      return pagedRows(source, clause, wanted, context);
    case "unwind":
      return new UnwindRows(source, clause, wanted, context);
    case "callSubquery":
      if (isNumbered(clause.body)) return subqueryRows(source, clause, wanted, context);
      return rowClause(source, clause, wanted, context);
    default:
      return rowClause(source, clause, wanted, context);
  }
}

function groupedRows(
  clause: BoundProjection,
  source: Operator,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  const { groups, items, orderBy, where, slots } = clause;
  if (groups === undefined) return source;
  const read = new Set([...wanted, ...slots.map(({ index }) => index)]);
  for (const { value } of [...items, ...orderBy]) for (const slot of slotsIn(value)) read.add(slot);
  if (where !== undefined) for (const slot of slotsIn(where)) read.add(slot);
  return rowsGrouped(source, groups, read, context);
}

/** The rows of a projection, once they are grouped. */
function projectedRows(
  clause: BoundProjection,
  source: Operator,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  const { items, distinct, slots, where, orderBy } = clause;
  const filtered = new Set([...wanted, ...(where === undefined ? [] : slotsIn(where))]);
  const late = lateItems(clause, context);
  const paged = new Set(filtered);
  for (const { slot } of late) paged.delete(slot.index);
  for (const { value } of late) for (const slot of slotsIn(value)) paged.add(slot);
  const sorted = new Set([...paged, ...orderBy.flatMap(({ value }) => [...slotsIn(value)])]);
  const told = distinct ? new Set([...sorted, ...slots.map(({ index }) => index)]) : sorted;
  const early = items.filter((item) => !late.includes(item));
  let rows = assignedRows(source, early, told, context);
  if (distinct) rows = rowsDistinct(rows, slots, sorted, context);
  rows = pagedRows(rows, clause, paged, context);
  rows = assignedRows(rows, late, filtered, context);
  return where === undefined
    ? rows
    : filterRows(rows, [{ condition: where, prunes: false }], wanted, context);
}

/**
 * Values that are worked out when it is known which rows are left of ORDER BY, SKIP and LIMIT: those that cannot go wrong,
 * that no order depends on, and whose variables nothing else reads or writes.
 */
function lateItems(
  { items, distinct, orderBy, skip, limit }: BoundProjection,
  context: EngineContext,
): readonly BoundAssignment[] {
  if (distinct || (orderBy.length === 0 && skip === undefined && limit === undefined)) return [];
  const ordered = new Set(orderBy.flatMap(({ value }) => [...slotsIn(value)]));
  const written = new Set<number>();
  for (const { slot, value } of items)
    if (!(value.kind === "slot" && value.slot === slot)) written.add(slot.index);
  const read = items.flatMap(({ value }) => [...slotsIn(value)]);
  return items.filter(
    ({ slot, value }) =>
      value.kind === "property" &&
      !ordered.has(slot.index) &&
      !read.includes(slot.index) &&
      [...slotsIn(value)].every((each) => !written.has(each)) &&
      vectorExpression(value, context).isSafe,
  );
}

/** Batches as rows, with pauses between them. */
export function* rowsOfBatches(
  operator: Operator,
  wanted: ReadonlySet<number>,
  start: Row,
  run: RunContext,
): Rows {
  for (let batch = operator.next(); batch !== undefined; batch = operator.next()) {
    run.limits.check();
    if (run.limits.isSliceOver()) yield PAUSE;
    const columns = [...batch.columns].filter(([slot]) => wanted.has(slot));
    for (let i = 0; i < batch.count; i++) {
      const row = start.slice();
      for (const [slot, vector] of columns) row[slot] = valueAt(vector, i, run.graph);
      yield row;
    }
  }
}

export function profileOf(clause: BoundClause, profiles: Map<BoundClause, ClauseProfile>): ClauseProfile {
  const profile = profiles.get(clause) ?? { rows: 0, milliseconds: 0 };
  profiles.set(clause, profile);
  return profile;
}

/** Counts the rows that a clause gives, and the time until it has, that of the clauses before it included. */
class ProfiledRows implements Operator {
  readonly #source: Operator;
  readonly #profile: ClauseProfile;

  constructor(source: Operator, profile: ClauseProfile) {
    this.#source = source;
    this.#profile = profile;
  }

  next(): Batch | undefined {
    const start = performance.now();
    const batch = this.#source.next();
    this.#profile.milliseconds += performance.now() - start;
    this.#profile.rows += batch?.count ?? 0;
    return batch;
  }
}
