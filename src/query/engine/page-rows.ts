/** SKIP and LIMIT, and ORDER BY, which with a LIMIT keeps no more rows than it has to. */

import { compareText } from "../../structures/text/compare.js";
import type { BoundPaging } from "../bind/bound.js";
import { slotsIn } from "../plan/slots-in.js";
import type { GraphPort } from "../run/graph-port.js";
import { countOf } from "../run/project.js";
import { orderValues } from "../values/relations.js";
import type { EngineContext, Operator } from "./operator.js";
import { packedOrder } from "./output/sort-order.js";
import {
  type Batch,
  decodedTexts,
  EMPTY_BATCH,
  gatheredBatch,
  keepVectors,
  slicedBatch,
  type Vector,
  valueAt,
} from "./vector.js";
import { VectorBuilder } from "./vector-builder.js";
import { type VectorExpression, valuesOf, vectorExpression } from "./vector-expression.js";

export function pagedRows(
  source: Operator,
  paging: BoundPaging,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  const { run } = context;
  const skip = paging.skip && ((): number => countOf("SKIP", paging.skip!, run));
  const limit = paging.limit && ((): number => countOf("LIMIT", paging.limit!, run));
  let rows = source;
  if (paging.orderBy.length > 0) rows = new SortRows(source, paging.orderBy, skip, limit, wanted, context);
  return skip === undefined && limit === undefined
    ? rows
    : new PartOfRows(rows, skip, limit, context.takesAll);
}

class PartOfRows implements Operator {
  readonly #source: Operator;
  readonly #skip: (() => number) | undefined;
  readonly #limit: (() => number) | undefined;
  readonly #takesAll: boolean;
  #left: { skip: number; limit: number } | undefined;

  constructor(
    source: Operator,
    skip: (() => number) | undefined,
    limit: (() => number) | undefined,
    takesAll: boolean,
  ) {
    this.#source = source;
    this.#skip = skip;
    this.#limit = limit;
    this.#takesAll = takesAll;
  }

  next(): Batch | undefined {
    this.#left ??= { skip: this.#skip?.() ?? 0, limit: this.#limit?.() ?? Number.POSITIVE_INFINITY };
    const left = this.#left;
    if (left.limit <= 0) return this.#takesAll && this.#source.next() !== undefined ? EMPTY_BATCH : undefined;
    const batch = this.#source.next();
    if (batch === undefined || batch.count === 0) return batch;
    const start = Math.min(left.skip, batch.count);
    const end = Math.min(batch.count, start + left.limit);
    left.skip -= start;
    left.limit -= end - start;
    if (start === end) return EMPTY_BATCH;
    return end - start === batch.count ? batch : slicedBatch(batch, start, end);
  }
}

/** Rows kept beyond those that are wanted before they are sorted and cut. */
const SPARE_ROWS = 1024;

class SortRows implements Operator {
  readonly #source: Operator;
  readonly #keys: readonly { readonly expression: VectorExpression; readonly descending: boolean }[];
  readonly #skip: (() => number) | undefined;
  readonly #limit: (() => number) | undefined;
  readonly #wanted: ReadonlySet<number>;
  /** The slots that are wanted or that keys read. */
  readonly #read: ReadonlySet<number>;
  readonly #context: EngineContext;
  readonly #holding;
  #most: number | undefined;
  #columns = new Map<number, VectorBuilder>();
  #keyColumns: VectorBuilder[];
  #count = 0;
  /** The rows that are known to come behind the last one of those wanted are told by its first key. */
  #bound: Vector | undefined;
  #result: Batch | undefined;
  #at = 0;

  constructor(
    source: Operator,
    orderBy: BoundPaging["orderBy"],
    skip: (() => number) | undefined,
    limit: (() => number) | undefined,
    wanted: ReadonlySet<number>,
    context: EngineContext,
  ) {
    this.#source = source;
    this.#keys = orderBy.map(({ value, descending }) => ({
      expression: vectorExpression(value, context),
      descending,
    }));
    this.#skip = skip;
    this.#limit = limit;
    this.#wanted = wanted;
    this.#read = new Set([...wanted, ...orderBy.flatMap(({ value }) => [...slotsIn(value)])]);
    this.#context = context;
    this.#holding = context.run.holding("ORDER BY");
    this.#keyColumns = this.#keys.map(() => new VectorBuilder(context.run.graph));
  }

  next(): Batch | undefined {
    // what the plain executor refuses before it takes a row
    this.#most ??= (this.#skip?.() ?? 0) + (this.#limit?.() ?? Number.POSITIVE_INFINITY);
    if (this.#result === undefined) {
      const batch = this.#source.next();
      if (batch !== undefined) {
        if (batch.count > 0) this.#take(batch);
        return EMPTY_BATCH;
      }
      this.#result = this.#sorted(Number.POSITIVE_INFINITY);
    }
    const start = this.#at;
    const end = Math.min(start + this.#context.batchRows, this.#result.count);
    if (start >= end) return undefined;
    this.#at = end;
    return end - start === this.#result.count ? this.#result : slicedBatch(this.#result, start, end);
  }

  #take(batch: Batch): void {
    const { graph } = this.#context.run;
    const [first, ...others] = this.#keys.map(({ expression }) => expression);
    // keys that cannot go wrong are read of the rows alone that the first one leaves
    const isLate = this.#bound !== undefined && others.every(({ isSafe }) => isSafe);
    let keys = [valuesOf(first, batch, this.#context)];
    if (!isLate) for (const each of others) keys.push(valuesOf(each, batch, this.#context));
    let { columns, count } = batch;
    const before = this.#bound && this.#before(keys[0], count);
    if (before !== undefined) {
      if (before.length === 0) return;
      count = before.length;
      columns = gatheredBatch(batch, before, count, isLate ? this.#read : this.#wanted);
      keys = keys.map((key) => {
        const builder = new VectorBuilder(graph);
        builder.append(key, before, count);
        return builder.vector();
      });
      if (isLate) for (const each of others) keys.push(each.of({ count, columns }));
    }
    for (const [i, key] of keys.entries()) this.#keyColumns[i].append(key, undefined, count);
    for (const [slot, vector] of columns) {
      if (!this.#wanted.has(slot)) continue;
      let builder = this.#columns.get(slot);
      if (builder === undefined) {
        builder = new VectorBuilder(graph);
        this.#columns.set(slot, builder);
      }
      builder.append(vector, undefined, count);
    }
    const kept = [...columns].flatMap(([slot, vector]) => (this.#wanted.has(slot) ? [vector] : []));
    keepVectors(this.#holding, kept, undefined, count);
    this.#count += count;
    if (this.#count > this.#most! + Math.max(SPARE_ROWS, this.#most!)) this.#cut();
  }

  /** The rows of a batch that may be among those wanted, by their first key. */
  #before(key: Vector, count: number): Uint32Array {
    const bound = this.#bound!;
    const { graph } = this.#context.run;
    const index = new Uint32Array(count);
    const sign = this.#keys[0].descending ? -1 : 1;
    let found = 0;
    if (key.kind !== "constant" && key.kind === bound.kind && "nulls" in key && "nulls" in bound) {
      const worst = bound.nulls?.[0] === 1 ? Number.NaN : bound.values[0];
      // NaN and null are ordered by the loop below
      if (worst === worst && key.nulls === undefined) {
        const { values } = key;
        for (let i = 0; i < count; i++) if (!(values[i] * sign > worst * sign)) index[found++] = i;
        return index.subarray(0, found);
      }
    }
    const worst = valueAt(bound, 0, graph);
    for (let i = 0; i < count; i++)
      if (orderValues(valueAt(key, i, graph), worst) * sign <= 0) index[found++] = i;
    return index.subarray(0, found);
  }

  /** Keeps those that are wanted of the rows so far. */
  #cut(): void {
    const most = this.#most!;
    const order = this.#order().subarray(0, most);
    const { graph } = this.#context.run;
    const again = (from: VectorBuilder): VectorBuilder => {
      const to = new VectorBuilder(graph);
      to.append(from.vector(), order, order.length);
      return to;
    };
    this.#columns = new Map(Array.from(this.#columns, ([slot, builder]) => [slot, again(builder)]));
    this.#keyColumns = this.#keyColumns.map(again);
    this.#count = order.length;
    this.#holding.release();
    if (most > 0) {
      const last = new VectorBuilder(graph);
      last.append(this.#keyColumns[0].vector(), Uint32Array.of(most - 1), 1);
      this.#bound = last.vector();
    }
  }

  /** The places of the rows in their order; those that are equal in the order in which they came. */
  #order(): Uint32Array {
    const { run } = this.#context;
    const keys = this.#keyColumns.map((builder, i) => ({
      vector: builder.vector(),
      descending: this.#keys[i].descending,
    }));
    const packed = packedOrder(keys, this.#count);
    if (packed !== undefined) {
      run.spend(this.#count);
      return packed;
    }
    const compares = keys.map(({ vector, descending }) => comparisonOfRows(vector, descending, run.graph));
    const order = new Uint32Array(this.#count);
    for (let i = 0; i < order.length; i++) order[i] = i;
    const [first] = compares;
    if (compares.length === 1) {
      order.sort((a, b) => {
        run.spend(1);
        return first(a, b) || a - b;
      });
    } else
      order.sort((a, b) => {
        run.spend(1);
        for (const compare of compares) {
          const result = compare(a, b);
          if (result !== 0) return result;
        }
        return a - b;
      });
    return order;
  }

  #sorted(most: number): Batch {
    const order = this.#order();
    const count = Math.min(order.length, most);
    const columns = new Map<number, Vector>();
    for (const [slot, builder] of this.#columns) columns.set(slot, builder.vector());
    return { count, columns: gatheredBatch({ count, columns }, order, count, this.#wanted) };
  }
}

function comparisonOfRows(
  vector: Vector,
  descending: boolean,
  graph: GraphPort,
): (a: number, b: number) => number {
  const sign = descending ? -1 : 1;
  const isNumeric = vector.kind === "integers" || vector.kind === "floats";
  if (isNumeric && vector.nulls === undefined && !vector.values.some(Number.isNaN)) {
    const { values } = vector;
    return (a, b) => (values[a] < values[b] ? -sign : values[a] > values[b] ? sign : 0);
  }
  if (vector.kind === "nodes" || vector.kind === "relationships") {
    const { ids } = vector;
    // null, which has the largest number, comes last
    return (a, b) => (ids[a] - ids[b]) * sign;
  }
  if (vector.kind === "texts") {
    const { codes, strings } = vector;
    return (a, b) => {
      if (codes[a] === codes[b]) return 0;
      const [x, y] = [strings[codes[a]], strings[codes[b]]];
      if (x === undefined || y === undefined) return (x === undefined ? 1 : -1) * sign;
      return compareText(x, y) * sign;
    };
  }
  if (vector.kind === "bytes") {
    const texts = decodedTexts(vector, vector.rows.length);
    return (a, b) => {
      const [x, y] = [texts[a], texts[b]];
      if (x === null || y === null) return x === y ? 0 : (x === null ? 1 : -1) * sign;
      return compareText(x, y) * sign;
    };
  }
  return (a, b) => orderValues(valueAt(vector, a, graph), valueAt(vector, b, graph)) * sign;
}
