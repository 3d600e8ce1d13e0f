/** CALL { … }: the rows of a query within a query, for a batch of rows at a time. */
import type { BoundBody, BoundClause, Slot } from "../../bind/bound.js";
import { INTEGER_TYPE } from "../../bind/static-type.js";
import type { CypherValue } from "../../values/value.js";
import type { EngineContext, Operator } from "../operator.js";
import { rowsFoundOf } from "../paths/row-steps.js";
import { GeneratedRows } from "../paths/rows-out.js";
import { type Batch, EMPTY_BATCH, gatheredBatch, slicedBatch, type Vector, valueAt } from "../vector.js";
import { VectorBuilder } from "../vector-builder.js";
import { isFault } from "../vector-expression.js";
import { numberedBody, numbersIn } from "./numbered-body.js";
import { findBy, slotsMadeBy } from "./row-clauses.js";

type CallClause = Extract<BoundClause, { readonly kind: "callSubquery" }>;

/** Rows of a batch that are held, so that they come in the order of those that they come of. */
const HELD_ROWS_MAX = 1 << 16;

export function subqueryRows(
  source: Operator,
  clause: CallClause,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  return new GeneratedRows(batchesOf(source, clause, wanted, context));
}

function numbersSlot({ hiddenSlots }: EngineContext): Slot {
  return { index: hiddenSlots.next(), name: "", type: INTEGER_TYPE };
}

function* batchesOf(
  source: Operator,
  clause: CallClause,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Generator<Batch | undefined, never, undefined> {
  const numbers = numbersSlot(context);
  for (;;) {
    const batch = source.next();
    if (batch === undefined || batch.count === 0) yield batch;
    else yield* rowsOfBatch(batch, clause, numbers, wanted, context);
  }
}

function* rowsOfBatch(
  batch: Batch,
  clause: CallClause,
  numbers: Slot,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Generator<Batch, void, undefined> {
  const { body, isUnit, optional } = clause;
  const slots = isUnit ? [] : body.columns.map(({ slot }) => slot.index).filter((slot) => wanted.has(slot));
  const isFound = new Uint8Array(batch.count);
  let held = new HeldRows(slots, numbers.index, context);
  let isOrdered = true;
  try {
    const rows = numberedBody(body, batch, numbers, context);
    for (let found = rows.next(); found !== undefined; found = rows.next()) {
      context.run.limits.check();
      const ids = numbersIn(found, numbers.index);
      for (let i = 0; i < found.count; i++) isFound[ids[i]] = 1;
      if (isUnit || found.count === 0) {
        yield EMPTY_BATCH;
        continue;
      }
      held.add(found);
      if (held.count > HELD_ROWS_MAX) {
        // too many to be put in order
        isOrdered = false;
        yield* held.batches(batch, wanted);
        held = new HeldRows(slots, numbers.index, context);
      }
    }
  } catch (error) {
    // an error belongs to a row: those before it come first
    if (!isOrdered || !isFault(error)) throw error;
    yield* rowsFoundOf(batch, findBy(clause, context), slotsMadeBy(clause), wanted, context);
    return;
  }
  if (isUnit) {
    yield batch;
    return;
  }
  if (optional) held.addMissing(isFound);
  yield* held.batches(batch, wanted);
}

/** Rows of a body, with the numbers of the rows that they come of. */
class HeldRows {
  readonly #slots: readonly number[];
  readonly #numbers: number;
  readonly #context: EngineContext;
  readonly #builders: readonly VectorBuilder[];
  readonly #ids: number[] = [];

  constructor(slots: readonly number[], numbers: number, context: EngineContext) {
    this.#slots = slots;
    this.#numbers = numbers;
    this.#context = context;
    this.#builders = slots.map(() => new VectorBuilder(context.run.graph));
  }

  get count(): number {
    return this.#ids.length;
  }

  add(found: Batch): void {
    const ids = numbersIn(found, this.#numbers);
    for (let i = 0; i < found.count; i++) this.#ids.push(ids[i]);
    for (const [i, slot] of this.#slots.entries())
      this.#builders[i].append(found.columns.get(slot) ?? NULL, undefined, found.count);
  }

  /** A row with nulls for each number that none is of. */
  addMissing(isFound: Uint8Array): void {
    isFound.forEach((found, number) => {
      if (found === 1) return;
      this.#ids.push(number);
      for (const builder of this.#builders) builder.append(NULL, undefined, 1);
    });
  }

  /** The rows in the order of their numbers, with the columns of the rows that they come of. */
  *batches(outer: Batch, wanted: ReadonlySet<number>): Generator<Batch, void, undefined> {
    const { count } = this;
    if (count === 0) return;
    const columns = new Map<number, Vector>();
    for (const [i, slot] of this.#slots.entries()) columns.set(slot, this.#builders[i].vector());
    const order = Uint32Array.from(this.#ids.keys()).sort((a, b) => this.#ids[a] - this.#ids[b] || a - b);
    const { batchRows } = this.#context;
    const all = new Set(this.#slots);
    for (let first = 0; first < count; first += batchRows) {
      const index = order.subarray(first, Math.min(count, first + batchRows));
      const numbers = index.map((at) => this.#ids[at]);
      const rows: Map<number, Vector> = gatheredBatch(outer, numbers, index.length, wanted);
      for (const [slot, vector] of gatheredBatch({ count, columns }, index, index.length, all))
        rows.set(slot, vector);
      yield { count: index.length, columns: rows };
    }
  }
}

const NULL: Vector = { kind: "constant", value: null };

/** Whether each row of a body comes of one row before, so that none need be looked for once there is one. */
function isEachOnItsOwn({ parts }: BoundBody): boolean {
  return parts.every(({ clauses }) =>
    clauses.every((clause) => {
      if (clause.kind === "match") return !clause.optional;
      if (clause.kind !== "project") return clause.kind === "filter" || clause.kind === "let";
      return clause.groups === undefined && clause.skip === undefined && clause.limit === undefined;
    }),
  );
}

/** EXISTS, COUNT and COLLECT over a query, for all rows of a batch. */
export function subqueryValues(
  body: BoundBody,
  form: "exists" | "count" | "collect",
  context: EngineContext,
): (batch: Batch) => Vector {
  const numbers = numbersSlot(context);
  const isUpToFirst = form === "exists" && isEachOnItsOwn(body);
  return (batch) => {
    const counts = new Float64Array(batch.count);
    const settled = isUpToFirst ? { numbers: numbers.index, done: new Uint8Array(batch.count) } : undefined;
    const lists: CypherValue[][] = [];
    if (form === "collect") for (let i = 0; i < batch.count; i++) lists.push([]);
    const holding = context.run.holding("COLLECT");
    const given = slicedBatch(batch, 0, batch.count);
    const rows = numberedBody(body, given, numbers, settled ? { ...context, settled } : context);
    for (let found = rows.next(); found !== undefined; found = rows.next()) {
      context.run.limits.check();
      const ids = numbersIn(found, numbers.index);
      const values = form === "collect" ? found.columns.get(body.columns[0].slot.index) : undefined;
      for (let i = 0; i < found.count; i++) {
        counts[ids[i]]++;
        if (settled !== undefined) settled.done[ids[i]] = 1;
        if (values === undefined) continue;
        const value = valueAt(values, i, context.run.graph);
        holding.keep(value);
        lists[ids[i]].push(value);
      }
    }
    holding.release();
    if (form === "collect") return { kind: "values", values: lists };
    if (form === "count") return { kind: "integers", values: counts, nulls: undefined };
    return { kind: "booleans", values: Uint8Array.from(counts, (count) => (count > 0 ? 1 : 0)) };
  };
}
