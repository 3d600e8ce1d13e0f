/** The rows of a statement that has a plan of few hops, all at once and as columns. */
import type { BoundAggregate, BoundExpression } from "../../bind/bound.js";
import type { NodeAccess } from "../../plan/node-access.js";
import type { GraphPort } from "../../run/graph-port.js";
import { equivalenceKey, orderValues } from "../../values/relations.js";
import type { CypherValue } from "../../values/value.js";
import { attributeVector } from "../attribute-vector.js";
import { packedOrder, type SortKey } from "../output/sort-order.js";
import { gathered, isNullAt, type Vector, valueAt } from "../vector.js";
import { type HopPlan, slotRead } from "./hop-plan.js";
import { HopSearch } from "./hop-search.js";
import { elementKindOf, givenValueOf, type HopBinding, isIdOf } from "./hop-values.js";

/** A plan of few hops with what its runs use again and again. */
export function hopQuery(plan: HopPlan): HopQuery {
  return new HopQuery(plan);
}

export class HopQuery {
  readonly plan: HopPlan;
  readonly #search: HopSearch;
  /** The slots whose elements are kept of each match. */
  readonly #slots: readonly number[];
  readonly #ids: Uint32Array[];
  #count = 0;

  constructor(plan: HopPlan) {
    this.plan = plan;
    this.#search = new HopSearch(plan);
    const counted = (plan.aggregates ?? []).flatMap(({ items }) => items);
    const read = [...plan.values, ...plan.orderBy.map(({ value }) => value), ...counted];
    this.#slots = [...new Set(read.map(slotRead))];
    this.#ids = this.#slots.map(() => new Uint32Array(64));
  }

  /** The steps as a run makes them. */
  ready(binding: HopBinding): readonly unknown[] {
    return this.#search.ready(binding);
  }

  /** Whether elements themselves come out. */
  get givesElements(): boolean {
    return this.plan.values.some((value) => elementKindOf(value) !== undefined);
  }

  /**
   * The columns of all rows, read from the state as it is; undefined where the statement has to be run another way.
   *
   * @param graph of elements that come out.
   */
  columns(
    binding: HopBinding,
    access: NodeAccess,
    graph: GraphPort,
  ): { readonly count: number; readonly columns: readonly Vector[] } | undefined {
    const { plan } = this;
    const [skip, limit] = [
      pagingCount(plan.skip, 0, binding),
      pagingCount(plan.limit, Number.POSITIVE_INFINITY, binding),
    ];
    if (skip === undefined || limit === undefined) return undefined;
    const mayStop = plan.orderBy.length === 0 && !plan.distinct && plan.aggregates === undefined;
    const isWhole = this.#collect(binding, access, mayStop ? skip + limit : Number.POSITIVE_INFINITY);
    if (!isWhole) return undefined;
    if (plan.aggregates !== undefined) {
      const columns = plan.aggregates.map((each): Vector => {
        const values = Float64Array.of(this.#counted(each, binding, graph));
        return { kind: "integers", values, nulls: undefined };
      });
      return { count: 1, columns };
    }
    let order: Uint32Array | undefined;
    if (plan.distinct) order = this.#distinct(binding, graph);
    // keys that come out as well are read once
    const known = new Map<BoundExpression, Vector>();
    if (plan.orderBy.length > 0) order = this.#ordered(order, known, binding, graph);
    const total = order?.length ?? this.#count;
    const [start, end] = [Math.min(skip, total), Math.min(skip + limit, total)];
    if (order === undefined && (start > 0 || end < total))
      order = Uint32Array.from({ length: end }, (_, i) => i);
    const rows = order?.subarray(start, end);
    const columns = plan.values.map((value) => {
      const vector = known.get(value);
      return vector !== undefined && rows !== undefined
        ? gathered(vector, rows, rows.length)
        : this.#vector(value, rows, binding, graph);
    });
    return { count: end - start, columns };
  }

  /** Keeps what is read of each match; false if there is too much to look at. */
  #collect(binding: HopBinding, access: NodeAccess, most: number): boolean {
    const { at } = this.#search;
    const slots = this.#slots;
    const ids = this.#ids;
    this.#count = 0;
    if (most === 0) return true;
    return this.#search.run(binding, access, () => {
      const row = this.#count++;
      for (let i = 0; i < slots.length; i++) {
        if (row === ids[i].length) ids[i] = grown(ids[i]);
        ids[i][row] = at[slots[i]];
      }
      return this.#count < most;
    });
  }

  #idsOf(expression: BoundExpression): Uint32Array {
    return this.#ids[this.#slots.indexOf(slotRead(expression))];
  }

  /** The values of some rows, or of all. */
  #vector(
    expression: BoundExpression,
    rows: Uint32Array | undefined,
    { state }: HopBinding,
    graph: GraphPort,
  ): Vector {
    const all = this.#idsOf(expression);
    const count = rows === undefined ? this.#count : rows.length;
    const ids = new Uint32Array(count);
    if (rows === undefined) for (let i = 0; i < count; i++) ids[i] = all[i];
    else for (let i = 0; i < count; i++) ids[i] = all[rows[i]];
    if (expression.kind === "property") {
      const kind = elementKindOf(expression.of)!;
      const elements = kind === "node" ? state.nodes : state.edges;
      const { name } = expression;
      const read = (id: number) => graph.attributeOf(kind, id, name) as CypherValue;
      return attributeVector(elements, name, ids, count, read);
    }
    if (isIdOf(expression)) return { kind: "integers", values: Float64Array.from(ids), nulls: undefined };
    return { kind: elementKindOf(expression) === "node" ? "nodes" : "relationships", ids };
  }

  #counted({ star, distinct, items }: BoundAggregate, binding: HopBinding, graph: GraphPort): number {
    const [item] = items;
    if (star || (!distinct && item.kind !== "property")) return this.#count;
    const vector = this.#vector(item, undefined, binding, graph);
    if (distinct) return distinctCount(vector, this.#count, graph);
    let count = 0;
    for (let i = 0; i < this.#count; i++) if (!isNullAt(vector, i)) count++;
    return count;
  }

  /** The first row of those that are alike, in their order. */
  #distinct(binding: HopBinding, graph: GraphPort): Uint32Array {
    const vectors = this.plan.values.map((value) => this.#vector(value, undefined, binding, graph));
    const seen = new Set<unknown>();
    const rows: number[] = [];
    for (let i = 0; i < this.#count; i++) {
      const values = vectors.map((vector) => valueAt(vector, i, graph));
      const key = equivalenceKey(values.length === 1 ? values[0] : values);
      if (seen.has(key)) continue;
      seen.add(key);
      rows.push(i);
    }
    return Uint32Array.from(rows);
  }

  /** The order of some rows, or of all; then `known` gets the vectors of the keys. */
  #ordered(
    rows: Uint32Array | undefined,
    known: Map<BoundExpression, Vector>,
    binding: HopBinding,
    graph: GraphPort,
  ): Uint32Array {
    const keys = this.plan.orderBy.map(({ value, descending }): SortKey => {
      const vector = this.#vector(value, rows, binding, graph);
      if (rows === undefined) known.set(value, vector);
      return { vector, descending };
    });
    const count = rows?.length ?? this.#count;
    const order = packedOrder(keys, count) ?? comparedOrder(keys, count, graph);
    return rows === undefined ? order : order.map((place) => rows[place]);
  }
}

function grown(ids: Uint32Array): Uint32Array {
  const more = new Uint32Array(ids.length * 2);
  more.set(ids);
  return more;
}

/** The number of SKIP or LIMIT; undefined where it is none. */
function pagingCount(
  expression: BoundExpression | undefined,
  otherwise: number,
  binding: HopBinding,
): number | undefined {
  if (expression === undefined) return otherwise;
  const value = givenValueOf(expression, binding);
  // a number in the text is a FLOAT
  const isInteger =
    typeof value === "bigint" || (typeof value === "number" && expression.kind === "parameter");
  const count = isInteger ? Number(value) : -1;
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

function distinctCount(vector: Vector, count: number, graph: GraphPort): number {
  const seen = new Set<unknown>();
  switch (vector.kind) {
    case "nodes":
    case "relationships":
      for (let i = 0; i < count; i++) seen.add(vector.ids[i]);
      return seen.size;
    case "integers":
    case "floats":
      // a Set takes -0 for 0 and NaN for NaN
      for (let i = 0; i < count; i++) if (vector.nulls?.[i] !== 1) seen.add(vector.values[i]);
      return seen.size;
  }
  for (let i = 0; i < count; i++)
    if (!isNullAt(vector, i)) seen.add(equivalenceKey(valueAt(vector, i, graph)));
  return seen.size;
}

function comparedOrder(keys: readonly SortKey[], count: number, graph: GraphPort): Uint32Array {
  const values = keys.map(({ vector }) => Array.from({ length: count }, (_, i) => valueAt(vector, i, graph)));
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  return order.sort((a, b) => {
    for (const [place, { descending }] of keys.entries()) {
      const difference = orderValues(values[place][a], values[place][b]);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return a - b;
  });
}
