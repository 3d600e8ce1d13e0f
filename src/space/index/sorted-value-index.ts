/**
 * The index for ranges: rows in the order of their values, in runs each at least twice as long as the
 * next, so that a row is merged O(log rows) times and a search looks into O(log rows) runs.
 */

import type { Column } from "../../pool/column.js";
import { partitionPoint } from "../../structures/binary-search.js";
import type { Lookup, PartLookup } from "./lookup.js";
import { indexWork, type ValueIndex } from "./value-index.js";
import { type ValueOrder, valueOrderOf } from "./value-order.js";

export class SortedValueIndex implements ValueIndex {
  readonly kind = "sorted";
  readonly #column: Column;
  readonly #order: ValueOrder;
  /** Each in order; each at least twice as long as the next. */
  readonly #runs: Int32Array[] = [];
  #known = 0;

  /** The index of a column, empty until it is extended; undefined for a type that has no order. */
  static over(column: Column): SortedValueIndex | undefined {
    const order = valueOrderOf(column);
    return order === undefined ? undefined : new SortedValueIndex(column, order);
  }

  private constructor(column: Column, order: ValueOrder) {
    this.#column = column;
    this.#order = order;
  }

  get byteLength(): number {
    return this.#runs.reduce((bytes, run) => bytes + run.byteLength, 0);
  }

  extend(): void {
    const { count } = this.#column;
    if (this.#known === count) return;
    let run = Int32Array.from({ length: count - this.#known }, (_, i) => this.#known + i);
    if (!run.every((row) => this.#order.isOrdered(row)))
      run = run.filter((row) => this.#order.isOrdered(row));
    indexWork.rowsInserted += count - this.#known;
    this.#known = count;
    this.#order.sort(run);
    const runs = this.#runs;
    let last: Int32Array = run;
    while (runs.length > 0 && runs[runs.length - 1].length < 2 * last.length) {
      last = merged(runs.pop() as Int32Array, last, this.#order.comparison());
    }
    if (last.length > 0) runs.push(last);
  }

  find(lookup: Lookup | PartLookup, limit: number): number[] | undefined {
    if (lookup.kind === "part") return undefined;
    const stretches: Int32Array[] = [];
    let count = 0;
    for (const [from, to] of this.#bounds(lookup)) {
      for (const run of this.#runs) {
        const start = from === undefined ? 0 : firstWhere(run, from);
        const end = to === undefined ? run.length : firstWhere(run, to);
        if (start >= end) continue;
        count += end - start;
        if (count > limit) return undefined;
        stretches.push(run.subarray(start, end));
      }
    }
    const found: number[] = [];
    for (const stretch of stretches) for (const row of stretch) found.push(row);
    return found;
  }

  /** For each stretch of values: what is true from its first row on, and what from the first row after it. */
  #bounds(lookup: Lookup): [Bound | undefined, Bound | undefined][] {
    const order = this.#order;
    if (lookup.kind === "prefix") return [equalTo(order.againstPrefix(lookup.text))];
    if (lookup.kind === "points") return lookup.keys.map((key) => equalTo(order.against(key)));
    const { low, lowOpen, high, highOpen } = lookup;
    let from: Bound | undefined;
    let to: Bound | undefined;
    if (low !== undefined) {
      const compare = order.against(low);
      from = lowOpen ? (row) => compare(row) > 0 : (row) => compare(row) >= 0;
    }
    if (high !== undefined) {
      const compare = order.against(high);
      to = highOpen ? (row) => compare(row) >= 0 : (row) => compare(row) > 0;
    }
    return [[from, to]];
  }
}

/** True of a row and of all that come after it. */
type Bound = (row: number) => boolean;

function equalTo(compare: (row: number) => number): [Bound, Bound] {
  return [(row) => compare(row) >= 0, (row) => compare(row) > 0];
}

/** The first place whose row the bound is true of. */
function firstWhere(rows: Int32Array, bound: Bound): number {
  return partitionPoint(rows.length, (i) => bound(rows[i]));
}

function merged(a: Int32Array, b: Int32Array, compare: (a: number, b: number) => number): Int32Array {
  const out = new Int32Array(a.length + b.length);
  let i = 0;
  let j = 0;
  let at = 0;
  while (i < a.length && j < b.length) out[at++] = compare(a[i], b[j]) <= 0 ? a[i++] : b[j++];
  out.set(a.subarray(i), at);
  out.set(b.subarray(j), at + a.length - i);
  return out;
}
