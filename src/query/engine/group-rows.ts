/** Groups rows by the values of keys, and gives one row for each group; and DISTINCT. */
import type { BoundProjection, Slot } from "../bind/bound.js";
import { accumulatorOf } from "./accumulators.js";
import { RowCoder } from "./key-coder.js";
import type { EngineContext, Operator } from "./operator.js";
import { type Batch, EMPTY_BATCH, gatheredBatch, keepVectors, slicedBatch, type Vector } from "./vector.js";
import { VectorBuilder } from "./vector-builder.js";
import { valuesOf, vectorExpression } from "./vector-expression.js";

/** Places of the rows whose code has not come before; codes come in the order of rows. */
function firstOf(codes: Uint32Array, count: number, known: number, index: Uint32Array): number {
  let found = 0;
  for (let i = 0; i < count; i++) if (codes[i] === known + found) index[found++] = i;
  return found;
}

export function rowsGrouped(
  source: Operator,
  groups: NonNullable<BoundProjection["groups"]>,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  return new GroupRows(source, groups, wanted, context);
}

export function rowsDistinct(
  source: Operator,
  slots: readonly Slot[],
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  return new DistinctRows(source, slots, wanted, context);
}

class GroupRows implements Operator {
  readonly #source: Operator;
  readonly #groups: NonNullable<BoundProjection["groups"]>;
  readonly #context: EngineContext;
  #result: Batch | undefined;
  #at = 0;
  readonly #add: (batch: Batch) => void;
  readonly #finish: () => Batch;

  constructor(
    source: Operator,
    groups: NonNullable<BoundProjection["groups"]>,
    wanted: ReadonlySet<number>,
    context: EngineContext,
  ) {
    this.#source = source;
    this.#groups = groups;
    this.#context = context;
    const { keys, aggregates } = this.#groups;
    const { run, cache } = context;
    const holding = run.holding("an aggregation");
    const expressions = keys.map(({ value }) => vectorExpression(value, context));
    const coder = new RowCoder(keys.length, run.graph, cache.nodeLimit);
    const builders = keys.map(() => new VectorBuilder(run.graph));
    const accumulators = aggregates.map((aggregate) => accumulatorOf(aggregate, holding, context));
    let groupCount = keys.length === 0 ? 1 : 0;
    this.#add = (batch) => {
      const vectors = expressions.map((expression) => valuesOf(expression, batch, context));
      const codes = coder.codes(vectors, batch.count);
      const index = new Uint32Array(batch.count);
      const found = keys.length === 0 ? 0 : firstOf(codes, batch.count, groupCount, index);
      for (const [i, builder] of builders.entries()) builder.append(vectors[i], index, found);
      keepVectors(holding, vectors, index, found);
      groupCount += found;
      // what is said of a row's keys within an aggregate is said of the group
      const columns = new Map(batch.columns);
      for (const [i, { slot }] of keys.entries()) columns.set(slot.index, vectors[i]);
      for (const accumulator of accumulators)
        accumulator.add({ count: batch.count, columns }, codes, groupCount);
    };
    this.#finish = () => {
      const columns = new Map<number, Vector>();
      keys.forEach(({ slot }, i) => {
        if (wanted.has(slot.index)) columns.set(slot.index, builders[i].vector());
      });
      for (const [i, { slot }] of aggregates.entries())
        columns.set(slot.index, accumulators[i].result(groupCount));
      return { count: groupCount, columns };
    };
  }

  next(): Batch | undefined {
    if (this.#result === undefined) {
      const batch = this.#source.next();
      if (batch !== undefined) {
        if (batch.count > 0) this.#add(batch);
        return EMPTY_BATCH;
      }
      this.#result = this.#finish();
    }
    const start = this.#at;
    const end = Math.min(start + this.#context.batchRows, this.#result.count);
    if (start >= end) return undefined;
    this.#at = end;
    return end - start === this.#result.count ? this.#result : slicedBatch(this.#result, start, end);
  }
}

/** Leaves out rows that are, in some columns, as one before. */
class DistinctRows implements Operator {
  readonly #source: Operator;
  readonly #slots: readonly Slot[];
  readonly #wanted: ReadonlySet<number>;
  readonly #coder: RowCoder;
  readonly #holding;
  #known = 0;

  constructor(source: Operator, slots: readonly Slot[], wanted: ReadonlySet<number>, context: EngineContext) {
    this.#source = source;
    this.#slots = slots;
    this.#wanted = wanted;
    this.#coder = new RowCoder(slots.length, context.run.graph, context.cache.nodeLimit);
    this.#holding = context.run.holding("DISTINCT");
  }

  next(): Batch | undefined {
    const batch = this.#source.next();
    if (batch === undefined || batch.count === 0) return batch;
    const vectors = this.#slots.map(
      ({ index }): Vector => batch.columns.get(index) ?? { kind: "constant", value: null },
    );
    const index = new Uint32Array(batch.count);
    let count = 0;
    if (vectors.length === 0) {
      count = this.#known === 0 ? 1 : 0;
    } else {
      const codes = this.#coder.codes(vectors, batch.count);
      count = firstOf(codes, batch.count, this.#known, index);
    }
    this.#known += count;
    keepVectors(this.#holding, vectors, index, count);
    if (count === batch.count) return batch;
    return count === 0 ? EMPTY_BATCH : { count, columns: gatheredBatch(batch, index, count, this.#wanted) };
  }
}
