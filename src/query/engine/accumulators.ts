/** Aggregates over groups that have small numbers: counts, sums, means and extremes of numbers in arrays, others one by one. */
import type { BoundAggregate } from "../bind/bound.js";
import type { AggregateState } from "../bind/definitions.js";
import type { Holding } from "../run/holding.js";
import { checkedInteger } from "../values/arithmetic.js";
import { orderValues } from "../values/relations.js";
import type { CypherValue } from "../values/value.js";
import { KeyCoder, pairKey } from "./key-coder.js";
import type { EngineContext } from "./operator.js";
import { type Batch, isNullAt, type Vector, valueAt } from "./vector.js";
import { type VectorExpression, valuesOf, vectorExpression } from "./vector-expression.js";

/** One aggregate of all groups. */
export interface Accumulator {
  /** Takes the rows of a batch, each of the group that `groups` has for it; `groupCount` is above all of them. */
  add(batch: Batch, groups: Uint32Array, groupCount: number): void;
  result(groupCount: number): Vector;
}

/** Aggregates that hold the values which they are given. */
const HOLDS_VALUES = /^(collect|percentile.*)$/i;

export function accumulatorOf(
  aggregate: BoundAggregate,
  holding: Holding,
  context: EngineContext,
): Accumulator {
  const { spec, distinct, star, items } = aggregate;
  if (star) return new RowCount();
  const [argument] = items.map((item) => vectorExpression(item, context));
  const name = spec.name.toLowerCase();
  if (name === "count")
    return distinct ? new DistinctCount(argument, holding, context) : new ValueCount(argument, context);
  if ((name === "sum" || name === "avg") && !distinct) return new NumberSum(aggregate, argument, context);
  // what stands twice is no less and no greater than itself
  if (name === "min" || name === "max") return new Extreme(argument, name === "max" ? 1 : -1, context);
  return new AnyAggregate(aggregate, holding, context);
}

function withRoom(array: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  if (length <= array.length) return array;
  const grown = new Float64Array(Math.max(length, array.length * 2, 64));
  grown.set(array);
  return grown;
}

function whole(values: Float64Array): Vector {
  return { kind: "integers", values, nulls: undefined };
}

class RowCount implements Accumulator {
  #counts = new Float64Array(0);

  add({ count }: Batch, groups: Uint32Array, groupCount: number): void {
    this.#counts = withRoom(this.#counts, groupCount);
    const counts = this.#counts;
    for (let i = 0; i < count; i++) counts[groups[i]]++;
  }

  result(groupCount: number): Vector {
    return whole(withRoom(this.#counts, groupCount).subarray(0, groupCount));
  }
}

class ValueCount implements Accumulator {
  readonly #argument: VectorExpression;
  readonly #context: EngineContext;
  #counts = new Float64Array(0);

  constructor(argument: VectorExpression, context: EngineContext) {
    this.#argument = argument;
    this.#context = context;
  }

  add(batch: Batch, groups: Uint32Array, groupCount: number): void {
    this.#counts = withRoom(this.#counts, groupCount);
    const counts = this.#counts;
    const vector = valuesOf(this.#argument, batch, this.#context);
    for (let i = 0; i < batch.count; i++) if (!isNullAt(vector, i)) counts[groups[i]]++;
  }

  result(groupCount: number): Vector {
    return whole(withRoom(this.#counts, groupCount).subarray(0, groupCount));
  }
}

class DistinctCount implements Accumulator {
  readonly #argument: VectorExpression;
  readonly #context: EngineContext;
  readonly #holding: Holding;
  readonly #coder: KeyCoder;
  readonly #seen = new Set<number>();
  #counts = new Float64Array(0);

  constructor(argument: VectorExpression, holding: Holding, context: EngineContext) {
    this.#argument = argument;
    this.#context = context;
    this.#holding = holding;
    this.#coder = new KeyCoder(context.run.graph, context.cache.nodeLimit);
  }

  add(batch: Batch, groups: Uint32Array, groupCount: number): void {
    this.#counts = withRoom(this.#counts, groupCount);
    const vector = valuesOf(this.#argument, batch, this.#context);
    const codes = this.#coder.codes(vector, batch.count);
    const before = this.#seen.size;
    for (let i = 0; i < batch.count; i++) {
      if (isNullAt(vector, i)) continue;
      const { size } = this.#seen;
      this.#seen.add(pairKey(groups[i], codes[i]));
      if (this.#seen.size > size) this.#counts[groups[i]]++;
    }
    this.#holding.keepSmall(this.#seen.size - before);
  }

  result(groupCount: number): Vector {
    return whole(withRoom(this.#counts, groupCount).subarray(0, groupCount));
  }
}

/** sum and avg. INTEGERs are added as doubles while these are exact, FLOATs by Neumaier's sum. */
class NumberSum implements Accumulator {
  readonly #aggregate: BoundAggregate;
  readonly #argument: VectorExpression;
  readonly #context: EngineContext;
  #rows = new Float64Array(0);
  #whole = new Float64Array(0);
  #floats = new Float64Array(0);
  #lost = new Float64Array(0);
  /** 1 for groups that have had a FLOAT. */
  #hasFloats = new Float64Array(0);
  /** The part of sums of INTEGERs that doubles do not hold. */
  readonly #spilt = new Map<number, bigint>();
  /** Groups of values that are no numbers. */
  readonly #others = new Map<number, AggregateState>();

  constructor(aggregate: BoundAggregate, argument: VectorExpression, context: EngineContext) {
    this.#aggregate = aggregate;
    this.#argument = argument;
    this.#context = context;
  }

  add(batch: Batch, groups: Uint32Array, groupCount: number): void {
    this.#rows = withRoom(this.#rows, groupCount);
    this.#whole = withRoom(this.#whole, groupCount);
    this.#floats = withRoom(this.#floats, groupCount);
    this.#lost = withRoom(this.#lost, groupCount);
    this.#hasFloats = withRoom(this.#hasFloats, groupCount);
    const vector = valuesOf(this.#argument, batch, this.#context);
    const { count } = batch;
    if (this.#others.size > 0 || !(vector.kind === "integers" || vector.kind === "floats")) {
      const { graph } = this.#context.run;
      for (let i = 0; i < count; i++) this.#addValue(groups[i], valueAt(vector, i, graph));
      return;
    }
    const { values, nulls } = vector;
    const rows = this.#rows;
    const whole = this.#whole;
    const isWhole = vector.kind === "integers";
    for (let i = 0; i < count; i++) {
      if (nulls !== undefined && nulls[i] === 1) continue;
      const group = groups[i];
      if (isWhole) {
        const sum = whole[group] + values[i];
        if (sum <= Number.MAX_SAFE_INTEGER && sum >= Number.MIN_SAFE_INTEGER) whole[group] = sum;
        else this.#addWhole(group, values[i]);
      } else this.#addFloat(group, values[i]);
      rows[group]++;
    }
  }

  #addWhole(group: number, value: number): void {
    const sum = this.#whole[group] + value;
    if (Number.isSafeInteger(sum)) {
      this.#whole[group] = sum;
      return;
    }
    this.#spilt.set(group, (this.#spilt.get(group) ?? 0n) + BigInt(this.#whole[group]));
    this.#whole[group] = value;
  }

  #addFloat(group: number, value: number): void {
    const before = this.#floats[group];
    const sum = before + value;
    if (Number.isFinite(sum))
      this.#lost[group] += Math.abs(before) >= Math.abs(value) ? before - sum + value : value - sum + before;
    this.#floats[group] = sum;
    this.#hasFloats[group] = 1;
  }

  #addValue(group: number, value: CypherValue): void {
    if (value === null) return;
    const other = this.#others.get(group);
    this.#context.run.offset = this.#aggregate.offset;
    if (other !== undefined) other.add([value]);
    else if (typeof value === "bigint") {
      this.#spilt.set(group, (this.#spilt.get(group) ?? 0n) + value);
      this.#rows[group]++;
    } else if (typeof value === "number") {
      this.#addFloat(group, value);
      this.#rows[group]++;
    } else {
      const state = this.#aggregate.spec.create(false);
      // says that a value is no number where there have been numbers
      if (this.#rows[group] > 0) state.add([0n]);
      state.add([value]);
      this.#others.set(group, state);
    }
  }

  result(groupCount: number): Vector {
    const isMean = this.#aggregate.spec.name.toLowerCase() === "avg";
    if (this.#others.size === 0 && this.#spilt.size === 0 && isMean) return this.#means(groupCount);
    const values: CypherValue[] = [];
    this.#context.run.offset = this.#aggregate.offset;
    for (let group = 0; group < groupCount; group++) values.push(this.#resultOf(group, isMean));
    return { kind: "values", values };
  }

  #means(groupCount: number): Vector {
    const values = new Float64Array(groupCount);
    const nulls = new Uint8Array(groupCount);
    for (let group = 0; group < groupCount; group++) {
      const rows = this.#rows[group] ?? 0;
      if (rows === 0) nulls[group] = 1;
      else {
        // the order of the plain executor's sum, to the last bit
        const sum =
          this.#hasFloats[group] === 0
            ? this.#whole[group]
            : this.#floats[group] + this.#lost[group] + this.#whole[group];
        values[group] = sum / rows;
      }
    }
    return { kind: "floats", values, nulls };
  }

  #resultOf(group: number, isMean: boolean): CypherValue {
    const other = this.#others.get(group);
    if (other !== undefined) return other.result();
    const rows = this.#rows[group] ?? 0;
    if (isMean && rows === 0) return null;
    const integers = BigInt(this.#whole[group] ?? 0) + (this.#spilt.get(group) ?? 0n);
    if ((this.#hasFloats[group] ?? 0) === 0)
      return isMean ? Number(integers) / rows : checkedInteger("sum", integers);
    const total = this.#floats[group] + this.#lost[group] + Number(integers);
    return isMean ? total / rows : total;
  }
}

/** min and max: of numbers of one kind in an array, else value by value. */
class Extreme implements Accumulator {
  readonly #argument: VectorExpression;
  readonly #sign: 1 | -1;
  readonly #context: EngineContext;
  #kind: "integers" | "floats" | "values" | undefined;
  #best = new Float64Array(0);
  #isThere = new Float64Array(0);
  #values: CypherValue[] = [];

  constructor(argument: VectorExpression, sign: 1 | -1, context: EngineContext) {
    this.#argument = argument;
    this.#sign = sign;
    this.#context = context;
  }

  add(batch: Batch, groups: Uint32Array, groupCount: number): void {
    const vector = valuesOf(this.#argument, batch, this.#context);
    if (vector.kind === "constant" && vector.value === null) return;
    const kind = vector.kind === "integers" || vector.kind === "floats" ? vector.kind : "values";
    this.#kind ??= kind;
    if (kind !== this.#kind && this.#kind !== "values") this.#loosen();
    if (this.#kind === "values" || !(vector.kind === "integers" || vector.kind === "floats"))
      this.#addValues(vector, groups, batch.count);
    else this.#addNumbers(vector.values, vector.nulls, groups, batch.count, groupCount);
  }

  #addNumbers(
    values: Float64Array,
    nulls: Uint8Array | undefined,
    groups: Uint32Array,
    count: number,
    groupCount: number,
  ): void {
    this.#best = withRoom(this.#best, groupCount);
    this.#isThere = withRoom(this.#isThere, groupCount);
    const [best, isThere] = [this.#best, this.#isThere];
    const isMax = this.#sign === 1;
    for (let i = 0; i < count; i++) {
      if (nulls !== undefined && nulls[i] === 1) continue;
      const [group, value] = [groups[i], values[i]];
      const known = best[group];
      // NaN comes behind all other numbers
      const isBetter = isMax
        ? value > known || (value !== value && known === known)
        : value < known || (known !== known && value === value);
      if (isThere[group] === 0 || isBetter) best[group] = value;
      isThere[group] = 1;
    }
  }

  #addValues(vector: Vector, groups: Uint32Array, count: number): void {
    const { graph } = this.#context.run;
    for (let i = 0; i < count; i++) {
      const value = valueAt(vector, i, graph);
      if (value === null) continue;
      const known = this.#values[groups[i]] ?? null;
      if (known === null || orderValues(value, known) * this.#sign > 0) this.#values[groups[i]] = value;
    }
  }

  #loosen(): void {
    const vector = this.result(this.#best.length);
    this.#kind = "values";
    this.#values = [];
    for (let i = 0; i < this.#best.length; i++)
      this.#values.push(valueAt(vector, i, this.#context.run.graph));
  }

  result(groupCount: number): Vector {
    if (this.#kind === "integers" || this.#kind === "floats") {
      const nulls = new Uint8Array(groupCount);
      for (let group = 0; group < groupCount; group++) nulls[group] = this.#isThere[group] === 1 ? 0 : 1;
      return { kind: this.#kind, values: withRoom(this.#best, groupCount).subarray(0, groupCount), nulls };
    }
    return { kind: "values", values: Array.from({ length: groupCount }, (_, i) => this.#values[i] ?? null) };
  }
}

/** Any aggregate, one state a group. */
class AnyAggregate implements Accumulator {
  readonly #aggregate: BoundAggregate;
  readonly #arguments: readonly VectorExpression[];
  readonly #context: EngineContext;
  readonly #holding: Holding;
  readonly #states: AggregateState[] = [];

  constructor(aggregate: BoundAggregate, holding: Holding, context: EngineContext) {
    this.#aggregate = aggregate;
    this.#holding = holding;
    this.#context = context;
    this.#arguments = aggregate.items.map((item) => vectorExpression(item, context));
  }

  add(batch: Batch, groups: Uint32Array, groupCount: number): void {
    const { spec, distinct, offset } = this.#aggregate;
    const { run } = this.#context;
    while (this.#states.length < groupCount) this.#states.push(spec.create(distinct));
    const vectors = this.#arguments.map((argument) => valuesOf(argument, batch, this.#context));
    const isHeld = distinct || HOLDS_VALUES.test(spec.name);
    run.offset = offset;
    for (let i = 0; i < batch.count; i++) {
      const values = vectors.map((vector) => valueAt(vector, i, run.graph));
      const state = this.#states[groups[i]];
      const { kept } = state;
      state.add(values);
      if (isHeld && state.kept !== kept) this.#holding.keep(values[0]);
    }
  }

  result(groupCount: number): Vector {
    const { spec, distinct, offset } = this.#aggregate;
    while (this.#states.length < groupCount) this.#states.push(spec.create(distinct));
    this.#context.run.offset = offset;
    return { kind: "values", values: this.#states.slice(0, groupCount).map((state) => state.result()) };
  }
}
