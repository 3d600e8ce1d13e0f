/** Works out values that rows get, and unwinds lists into rows. */
import type { BoundAssignment, BoundExpression, Slot } from "../bind/bound.js";
import { slotsIn } from "../plan/slots-in.js";
import { evaluate } from "../run/evaluate.js";
import { itemsOf } from "../run/execute-unwind.js";
import { placedFault } from "../run/faults-of.js";
import { ParameterValues, type Records } from "../values/records.js";
import type { CypherValue } from "../values/value.js";
import { type EngineContext, type Interrupted, MapBatches, type Operator } from "./operator.js";
import {
  type Batch,
  EMPTY_BATCH,
  gatheredBatch,
  RecordRows,
  slicedBatch,
  type Vector,
  valueAt,
} from "./vector.js";
import { isFault, vectorExpression } from "./vector-expression.js";

/** All values are worked out of a row before any of them is given to it. */
export function assignedRows(
  source: Operator,
  items: readonly BoundAssignment[],
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  // a slot that stays what it is needs no writing, and what nobody reads is worked out for its errors alone
  const changed = items
    .filter(({ slot, value }) => !(value.kind === "slot" && value.slot === slot))
    .map(({ slot, value }) => ({ slot, expression: vectorExpression(value, context) }))
    .filter(({ slot, expression }) => wanted.has(slot.index) || !expression.isSafe);
  if (changed.length === 0) return source;
  return new MapBatches(source, (batch) => {
    try {
      const vectors = changed.map(({ expression }) => expression.of(batch));
      return withColumns(batch, changed, vectors);
    } catch (error) {
      if (!isFault(error)) throw error;
      return assignedByRows(batch, changed, context);
    }
  });
}

interface Assigned {
  readonly slot: Slot;
  readonly expression: { readonly source: BoundExpression };
}

function withColumns(batch: Batch, assigned: readonly Assigned[], vectors: readonly Vector[]): Batch {
  const columns = new Map(batch.columns);
  for (const [i, { slot }] of assigned.entries()) columns.set(slot.index, vectors[i]);
  return { count: batch.count, columns };
}

function assignedByRows(
  batch: Batch,
  assigned: readonly Assigned[],
  { run, scratch }: EngineContext,
): Batch | Interrupted {
  const lists: CypherValue[][] = assigned.map(() => []);
  const slots = new Set(assigned.flatMap(({ expression }) => [...slotsIn(expression.source)]));
  const vectors = (): Vector[] => lists.map((values) => ({ kind: "values", values }));
  for (let i = 0; i < batch.count; i++) {
    for (const slot of slots) {
      const vector = batch.columns.get(slot);
      if (vector !== undefined) scratch[slot] = valueAt(vector, i, run.graph);
    }
    run.spend(1);
    try {
      const values = assigned.map(({ expression }) => evaluate(expression.source, scratch, run));
      for (const [k, value] of values.entries()) lists[k].push(value);
    } catch (error) {
      if (!isFault(error)) throw error;
      for (const list of lists) list.length = i;
      const before = withColumns(slicedBatch(batch, 0, i), assigned, vectors());
      return { batch: before, fault: placedFault(error, run) };
    }
  }
  return withColumns(batch, assigned, vectors());
}

export interface UnwindOptions {
  readonly list: BoundExpression;
  readonly slot: Slot;
  readonly counter: { readonly slot: Slot; readonly from: 0 | 1 } | undefined;
}

/** One row for each item of a list. */
export class UnwindRows implements Operator {
  readonly #source: Operator;
  readonly #options: UnwindOptions;
  readonly #slots: readonly number[];
  readonly #wanted: ReadonlySet<number>;
  readonly #context: EngineContext;
  #batch = EMPTY_BATCH;
  #row = 0;
  #items: Iterator<CypherValue> | undefined;
  #place = 0;
  #fault: unknown;
  /** The list, where it is one of maps that came as a parameter. */
  readonly #records: Records | undefined;

  constructor(source: Operator, options: UnwindOptions, wanted: ReadonlySet<number>, context: EngineContext) {
    this.#source = source;
    this.#options = options;
    this.#slots = [...slotsIn(options.list)];
    this.#wanted = wanted;
    this.#context = context;
    const { parameters } = context.run;
    const { list, counter } = options;
    if (list.kind === "parameter" && counter === undefined && parameters instanceof ParameterValues)
      this.#records = parameters.records(list.name);
  }

  next(): Batch | undefined {
    if (this.#fault !== undefined) throw this.#fault;
    if (this.#items === undefined && this.#row >= this.#batch.count) {
      const batch = this.#source.next();
      if (batch === undefined || batch.count === 0) return batch;
      this.#batch = batch;
      this.#row = 0;
    }
    const { batchRows } = this.#context;
    const { slot, counter } = this.#options;
    if (this.#records !== undefined) return this.#nextRecords(this.#records);
    const index = new Uint32Array(batchRows);
    const values: CypherValue[] = [];
    const places: CypherValue[] = [];
    while (values.length < batchRows) {
      if (this.#items === undefined) {
        if (this.#row >= this.#batch.count) break;
        try {
          this.#items = this.#itemsOf(this.#row);
        } catch (error) {
          // the rows before go first
          if (values.length === 0) throw error;
          this.#fault = placedFault(error, this.#context.run);
          break;
        }
        this.#place = counter?.from ?? 0;
      }
      const { done, value } = this.#items.next();
      if (done === true) {
        this.#items = undefined;
        this.#row++;
        continue;
      }
      index[values.length] = this.#row;
      values.push(value);
      if (counter !== undefined) places.push(BigInt(this.#place++));
    }
    if (values.length === 0) return EMPTY_BATCH;
    const columns = gatheredBatch(this.#batch, index, values.length, this.#wanted);
    columns.set(slot.index, { kind: "values", values });
    if (counter !== undefined) columns.set(counter.slot.index, { kind: "values", values: places });
    return { count: values.length, columns };
  }

  /** The next rows of a list of maps, those of one row of the source. */
  #nextRecords(records: Records): Batch {
    const first = this.#place;
    const count = Math.min(this.#context.batchRows, records.count - first);
    const index = new Uint32Array(count).fill(this.#row);
    const columns = gatheredBatch(this.#batch, index, count, this.#wanted);
    const rows = Uint32Array.from({ length: count }, (_, i) => first + i);
    columns.set(this.#options.slot.index, new RecordRows(records, rows));
    this.#place = first + count;
    if (this.#place === records.count) {
      this.#place = 0;
      this.#row++;
    }
    return { count, columns };
  }

  #itemsOf(row: number): Iterator<CypherValue> {
    const { scratch, run } = this.#context;
    for (const slot of this.#slots) {
      const vector = this.#batch.columns.get(slot);
      if (vector !== undefined) scratch[slot] = valueAt(vector, row, run.graph);
    }
    return itemsOf(this.#options.list, scratch, run)[Symbol.iterator]();
  }
}
