/**
 * A query within a query, run for all rows of a batch at once. Each row knows the number of the one that it comes of: what
 * concerns several rows, such as a group, DISTINCT, an order or LIMIT, concerns those of one number.
 */
import type {
  BoundBody,
  BoundClause,
  BoundExpression,
  BoundPaging,
  BoundProjection,
  Slot,
} from "../../bind/bound.js";
import { INTEGER_TYPE } from "../../bind/static-type.js";
import { slotsIn } from "../../plan/slots-in.js";
import { countOf } from "../../run/project.js";
import { filterRows } from "../filter-rows.js";
import { rowsDistinct } from "../group-rows.js";
import { BatchSource, type EngineContext, MapBatches, type Operator } from "../operator.js";
import { type Batch, gatheredBatch, type Vector } from "../vector.js";

/** The rows of a body for all rows of a batch. The slot `numbers` has the number of the row that each comes of. */
export function numberedBody(body: BoundBody, batch: Batch, numbers: Slot, context: EngineContext): Operator {
  const ids = new Float64Array(batch.count);
  for (let i = 0; i < batch.count; i++) ids[i] = i;
  const columns = new Map<number, Vector>(batch.columns);
  columns.set(numbers.index, { kind: "integers", values: ids, nulls: undefined });
  const given: Batch = { count: batch.count, columns };
  const united = [...body.columns.map(({ slot }) => slot), numbers];
  const parts = body.parts.map((part) => {
    const rows = partRows(
      part.clauses,
      part.columns.map(({ slot }) => slot),
      given,
      numbers,
      context,
    );
    const from = body.columns.map(
      ({ name }) => part.columns.find((column) => column.name === name)!.slot.index,
    );
    if (body.columns.every(({ slot }, i) => slot.index === from[i])) return rows;
    return new MapBatches(rows, ({ count, columns: found }) => {
      const renamed = new Map<number, Vector>([[numbers.index, found.get(numbers.index)!]]);
      for (const [i, { slot }] of body.columns.entries())
        renamed.set(slot.index, found.get(from[i]) ?? { kind: "constant", value: null });
      return { count, columns: renamed };
    });
  });
  const rows = parts.length === 1 ? parts[0] : new OneAfterAnother(parts);
  if (!body.distinct) return rows;
  return rowsDistinct(rows, united, new Set(united.map(({ index }) => index)), context);
}

class OneAfterAnother implements Operator {
  readonly #parts: Operator[];

  constructor(parts: readonly Operator[]) {
    this.#parts = [...parts];
  }

  next(): Batch | undefined {
    for (let part = this.#parts[0]; part !== undefined; part = this.#parts[0]) {
      const batch = part.next();
      if (batch !== undefined) return batch;
      this.#parts.shift();
    }
    return undefined;
  }
}

function partRows(
  clauses: readonly BoundClause[],
  columns: readonly Slot[],
  given: Batch,
  numbers: Slot,
  context: EngineContext,
): Operator {
  const wantedAfter: ReadonlySet<number>[] = [];
  let wanted = new Set([...columns.map(({ index }) => index), numbers.index]);
  for (const clause of clauses.toReversed()) {
    wantedAfter.unshift(wanted);
    wanted = new Set([...wanted, ...slotsIn(clause as never)]);
  }
  let rows: Operator = new BatchSource(given);
  for (const [i, clause] of clauses.entries()) {
    if (clause.kind === "project") rows = projected(clause, rows, given, numbers, wantedAfter[i], context);
    else if (clause.kind === "page") {
      const sorted = { ...clause, ...sortedByNumber(clause, numbers) };
      rows = context.clauses.applied(sorted, rows, wantedAfter[i], context);
      rows = partsOfRows(rows, clause, numbers, wantedAfter[i], context);
    } else rows = context.clauses.applied(clause, rows, wantedAfter[i], context);
  }
  return rows;
}

function numberOf(numbers: Slot): BoundExpression {
  return { kind: "slot", slot: numbers, offset: 0, type: INTEGER_TYPE };
}

/** An order within the rows of a number; what is left out is left out later. */
function sortedByNumber({ orderBy }: BoundPaging, numbers: Slot): BoundPaging {
  const first = { value: numberOf(numbers), descending: false };
  return { orderBy: orderBy.length === 0 ? [] : [first, ...orderBy], skip: undefined, limit: undefined };
}

function projected(
  clause: BoundProjection,
  source: Operator,
  given: Batch,
  numbers: Slot,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  const { groups, slots, where, skip, limit } = clause;
  const isPaged = skip !== undefined || limit !== undefined;
  const own = { slot: numbers, value: numberOf(numbers) };
  const changed: BoundProjection = {
    ...clause,
    ...sortedByNumber(clause, numbers),
    groups: groups && { ...groups, keys: [...groups.keys, own] },
    slots: [...slots, numbers],
    where: isPaged ? undefined : where,
  };
  const read = isPaged && where !== undefined ? new Set([...wanted, ...slotsIn(where)]) : wanted;
  let rows = context.clauses.grouped(changed, source, read, context);
  if (groups !== undefined && groups.keys.length === 0) {
    const ofNone = context.clauses.grouped(clause, new BatchSource(), read, context);
    rows = new WithEmptyGroups(rows, ofNone, given.count, numbers.index);
  }
  rows = context.clauses.projected(changed, rows, read, context);
  if (!isPaged) return rows;
  rows = partsOfRows(rows, clause, numbers, read, context);
  return where === undefined
    ? rows
    : filterRows(rows, [{ condition: where, prunes: false }], wanted, context);
}

/** Adds, for each number that no row has, the group of no rows. */
class WithEmptyGroups implements Operator {
  readonly #source: Operator;
  readonly #ofNone: Operator;
  readonly #seen: Uint8Array;
  readonly #numbers: number;
  #isDone = false;

  constructor(source: Operator, ofNone: Operator, count: number, numbers: number) {
    this.#source = source;
    this.#ofNone = ofNone;
    this.#seen = new Uint8Array(count);
    this.#numbers = numbers;
  }

  next(): Batch | undefined {
    if (this.#isDone) return undefined;
    const batch = this.#source.next();
    if (batch !== undefined) {
      const ids = numbersIn(batch, this.#numbers);
      for (let i = 0; i < batch.count; i++) this.#seen[ids[i]] = 1;
      return batch;
    }
    this.#isDone = true;
    const missing: number[] = [];
    this.#seen.forEach((seen, number) => {
      if (seen === 0) missing.push(number);
    });
    if (missing.length === 0) return undefined;
    for (let none = this.#ofNone.next(); none !== undefined; none = this.#ofNone.next()) {
      if (none.count === 0) continue;
      const count = missing.length;
      const columns = gatheredBatch(none, new Uint32Array(count), count, new Set(none.columns.keys()));
      columns.set(this.#numbers, {
        kind: "integers",
        values: Float64Array.from(missing),
        nulls: undefined,
      });
      return { count, columns };
    }
    return undefined;
  }
}

/** SKIP and LIMIT of the rows of each number. */
function partsOfRows(
  source: Operator,
  { skip, limit }: BoundPaging,
  numbers: Slot,
  wanted: ReadonlySet<number>,
  { run }: EngineContext,
): Operator {
  if (skip === undefined && limit === undefined) return source;
  let range: { readonly first: number; readonly end: number } | undefined;
  const seen = new Map<number, number>();
  return new MapBatches(source, (batch) => {
    if (range === undefined) {
      const first = skip === undefined ? 0 : countOf("SKIP", skip, run);
      range = {
        first,
        end: limit === undefined ? Number.POSITIVE_INFINITY : first + countOf("LIMIT", limit, run),
      };
    }
    const ids = numbersIn(batch, numbers.index);
    const index = new Uint32Array(batch.count);
    let count = 0;
    for (let i = 0; i < batch.count; i++) {
      const place = seen.get(ids[i]) ?? 0;
      seen.set(ids[i], place + 1);
      if (place >= range.first && place < range.end) index[count++] = i;
    }
    return { count, columns: gatheredBatch(batch, index, count, wanted) };
  });
}

/** The numbers of the rows that those of a batch come of. */
export function numbersIn({ columns, count }: Batch, numbers: number): Float64Array {
  const vector = columns.get(numbers);
  if (vector?.kind === "integers") return vector.values;
  return new Float64Array(count).fill(
    vector?.kind === "values" || vector?.kind === "constant"
      ? Number(vector.kind === "constant" ? vector.value : vector.values[0])
      : 0,
  );
}
