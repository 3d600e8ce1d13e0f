/** WITH and RETURN: columns, groups, distinct rows, order, and which part of them. */
import type { BoundAggregate, BoundExpression, BoundPaging, BoundProjection, Slot } from "../bind/bound.js";
import type { AggregateState } from "../bind/definitions.js";
import { equivalenceKey, orderValues } from "../values/relations.js";
import { type CypherValue, describeValue } from "../values/value.js";
import { evaluate, isTrue } from "./evaluate.js";
import type { Holding } from "./holding.js";
import { drained, PAUSE, type Row, type Rows, type RunContext, withoutPauses } from "./run-context.js";

/** Rows of a projection; `mayStop` tells that rows beyond LIMIT need not be made. */
export function projected(clause: BoundProjection, input: Rows, run: RunContext, mayStop: boolean): Rows {
  let rows = clause.groups === undefined ? assigned(clause, input, run) : grouped(clause, input, run);
  if (clause.distinct) rows = distinctRows(rows, clause.slots, run);
  rows = paged(clause, rows, run, mayStop);
  return clause.where === undefined ? rows : filtered(rows, clause.where, run);
}

function* assigned({ items }: BoundProjection, input: Rows, run: RunContext): Rows {
  // a slot that stays what it is needs no writing
  const changed = items.filter(({ slot, value }) => !(value.kind === "slot" && value.slot === slot));
  for (const row of input) {
    if (row === PAUSE || changed.length === 0) {
      yield row;
      continue;
    }
    const values = changed.map(({ value }) => evaluate(value, row, run));
    const next = row.slice();
    for (let i = 0; i < values.length; i++) next[changed[i].slot.index] = values[i];
    yield next;
  }
}

interface Group {
  readonly row: Row;
  readonly states: readonly AggregateState[];
}

function* grouped(clause: BoundProjection, input: Rows, run: RunContext): Rows {
  const { keys, aggregates } = clause.groups!;
  const groups = new Map<CypherValue, Group>();
  const newStates = () => aggregates.map(({ spec, distinct }) => spec.create(distinct));
  const holding = run.holding("an aggregation");
  for (const row of input) {
    if (row === PAUSE || run.tick()) yield PAUSE;
    if (row === PAUSE) continue;
    const values = keys.map(({ value }) => evaluate(value, row, run));
    const key = keyOfValues(values);
    let group = groups.get(key);
    if (group === undefined) {
      const first = row.slice();
      for (let i = 0; i < values.length; i++) first[keys[i].slot.index] = values[i];
      group = { row: first, states: newStates() };
      groups.set(key, group);
      holding.keepRow(first);
    }
    for (let i = 0; i < values.length; i++) row[keys[i].slot.index] = values[i];
    for (let i = 0; i < aggregates.length; i++) added(aggregates[i], group.states[i], row, run, holding);
  }
  // no row at all is one group where nothing tells groups apart
  if (groups.size === 0 && keys.length === 0) groups.set(null, { row: run.emptyRow(), states: newStates() });
  for (const { row, states } of groups.values()) {
    for (let i = 0; i < aggregates.length; i++) {
      run.offset = aggregates[i].offset;
      row[aggregates[i].slot.index] = states[i].result();
    }
    for (const { slot, value } of clause.items) row[slot.index] = evaluate(value, row, run);
    yield row;
  }
  holding.release();
}

/** Aggregates that hold the values which they are given. */
const HOLDS_VALUES = /^(collect|percentile.*)$/i;

function added(
  aggregate: BoundAggregate,
  state: AggregateState,
  row: Row,
  run: RunContext,
  holding: Holding,
): void {
  const values = aggregate.star ? [true] : aggregate.items.map((item) => evaluate(item, row, run));
  run.offset = aggregate.offset;
  const { kept } = state;
  state.add(values);
  const isHeld = aggregate.distinct || HOLDS_VALUES.test(aggregate.spec.name);
  if (isHeld && state.kept !== kept) holding.keep(values[0]);
}

/** A primitive value that is the same for lists of values that are equivalent one by one. */
export function keyOfValues(values: readonly CypherValue[]): CypherValue {
  if (values.length === 1) return equivalenceKey(values[0]);
  let text = "";
  for (const value of values) {
    const key = equivalenceKey(value);
    const printed = `${key}`;
    text += `${typeof key} ${printed.length} ${printed} `;
  }
  return text;
}

export function* distinctRows(input: Rows, slots: readonly Slot[], run: RunContext): Rows {
  const seen = new Set<CypherValue>();
  const holding = run.holding("DISTINCT");
  for (const row of input) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    if (run.tick()) yield PAUSE;
    const key = keyOfValues(slots.map(({ index }) => row[index] ?? null));
    if (seen.has(key)) continue;
    seen.add(key);
    holding.keepRow(row);
    yield row;
  }
  holding.release();
}

export function* filtered(input: Rows, where: BoundExpression, run: RunContext): Rows {
  for (const row of input) {
    if (row === PAUSE || run.tick()) yield PAUSE;
    if (row !== PAUSE && isTrue(where, row, run)) yield row;
  }
}

/** ORDER BY, SKIP and LIMIT. */
export function paged(clause: BoundPaging, input: Rows, run: RunContext, mayStop: boolean): Rows {
  const rows = clause.orderBy.length === 0 ? input : sorted(clause, input, run);
  if (clause.skip === undefined && clause.limit === undefined) return rows;
  return partOf(clause, rows, run, mayStop);
}

function* sorted({ orderBy }: BoundPaging, input: Rows, run: RunContext): Rows {
  const rows: Row[] = [];
  const holding = run.holding("ORDER BY");
  yield* drained(input, rows, holding);
  const keyed = rows.map((row) => ({ row, keys: orderBy.map(({ value }) => evaluate(value, row, run)) }));
  keyed.sort((a, b) => {
    run.spend(1);
    for (let i = 0; i < orderBy.length; i++) {
      const order = orderValues(a.keys[i], b.keys[i]);
      if (order !== 0) return orderBy[i].descending ? -order : order;
    }
    return 0;
  });
  for (const { row } of keyed) yield row;
  holding.release();
}

function* partOf({ skip, limit }: BoundPaging, input: Rows, run: RunContext, mayStop: boolean): Rows {
  const first = skip === undefined ? 0 : countOf("SKIP", skip, run);
  const count = limit === undefined ? Number.POSITIVE_INFINITY : countOf("LIMIT", limit, run);
  let seen = 0;
  if (count === 0 && mayStop) return;
  for (const row of input) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    if (seen >= first && seen < first + count) yield row;
    if (++seen >= first + count && mayStop) return;
  }
}

/** The number of rows that SKIP or LIMIT asks for. */
export function countOf(what: "SKIP" | "LIMIT", expression: BoundExpression, run: RunContext): number {
  const value = evaluate(expression, run.emptyRow(), run);
  const got = `${what} expected an INTEGER of at least 0, got ${describeValue(value)}`;
  if (typeof value !== "bigint")
    throw run.fault("SyntaxError", "InvalidArgumentType", got, expression.offset);
  if (value < 0n) throw run.fault("SyntaxError", "NegativeIntegerArgument", got, expression.offset);
  return Number(value);
}

/** All rows as they are, for what reads them more than once. */
export function rowsOf(input: Rows): Row[] {
  return [...withoutPauses(input)];
}
