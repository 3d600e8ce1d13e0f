/**
 * Finds the nodes that are joined to two nodes of a row, by going through the sorted arcs of both at once, from the one
 * that has fewer.
 */
import type { LabelExpression } from "../text/tree.js";
import { LabelLookup } from "./label-lookup.js";
import type { EngineContext, Operator } from "./operator.js";
import type { TypedArcs } from "./typed-arcs.js";
import { type Batch, EMPTY_BATCH, elementIdsOf, gatheredBatch, NONE, type Vector } from "./vector.js";

/** A relationship between a node of the row and the one that is looked for. */
export interface IntersectedHop {
  readonly from: number;
  readonly relationship: number;
  /** The direction as seen from the node of the row. */
  readonly way: "out" | "in" | "both";
  readonly types: LabelExpression | undefined;
}

export interface IntersectOptions {
  readonly hops: readonly [IntersectedHop, IntersectedHop];
  readonly to: number;
  readonly labels: LabelExpression | undefined;
  /** Relationships of the same match, none of which may be met again. */
  readonly distinctFrom: readonly number[];
}

/** Arcs that are looked at before others may have their turn. */
const ARCS_PER_TURN = 1 << 16;
/** Where one node has so many times the arcs of the other, they are searched instead of gone through. */
const SEARCH_FACTOR = 16;

/** Rows of a batch in the making, as large as one node makes them. */
class Found {
  rows: Uint32Array = new Uint32Array(1024);
  nodes: Uint32Array = new Uint32Array(1024);
  first: Uint32Array = new Uint32Array(1024);
  second: Uint32Array = new Uint32Array(1024);
  count = 0;

  push(row: number, node: number, first: number, second: number): void {
    const at = this.count++;
    if (at === this.rows.length) {
      for (const name of ["rows", "nodes", "first", "second"] as const) {
        const grown = new Uint32Array(at * 2);
        grown.set(this[name]);
        this[name] = grown;
      }
    }
    this.rows[at] = row;
    this.nodes[at] = node;
    this.first[at] = first;
    this.second[at] = second;
  }
}

export class IntersectArcs implements Operator {
  readonly #source: Operator;
  readonly #options: IntersectOptions;
  readonly #wanted: ReadonlySet<number>;
  readonly #context: EngineContext;
  readonly #labels: LabelLookup | undefined;
  #batch = EMPTY_BATCH;
  #from: readonly Uint32Array[] = [];
  #distinct: readonly Uint32Array[] = [];
  #row = 0;

  constructor(
    source: Operator,
    options: IntersectOptions,
    wanted: ReadonlySet<number>,
    context: EngineContext,
  ) {
    this.#source = source;
    this.#options = options;
    this.#wanted = wanted;
    this.#context = context;
    this.#labels = options.labels && new LabelLookup(context.state.nodes, options.labels);
  }

  next(): Batch | undefined {
    const { hops, to, distinctFrom } = this.#options;
    if (this.#row >= this.#batch.count) {
      const batch = this.#source.next();
      if (batch === undefined || batch.count === 0) return batch;
      const columnOf = (slot: number): Vector => batch.columns.get(slot) ?? { kind: "constant", value: null };
      this.#batch = batch;
      this.#row = 0;
      this.#from = hops.map(({ from }) => elementIdsOf(columnOf(from), "nodes", batch.count));
      this.#distinct = distinctFrom.map((slot) => elementIdsOf(columnOf(slot), "relationships", batch.count));
    }
    const found = new Found();
    const { batchRows } = this.#context;
    let work = 0;
    while (this.#row < this.#batch.count && found.count < batchRows && work < ARCS_PER_TURN)
      work += this.#intersect(this.#row++, found);
    const { count } = found;
    if (count === 0) return EMPTY_BATCH;
    const columns = gatheredBatch(this.#batch, found.rows, count, this.#wanted);
    if (this.#wanted.has(to)) columns.set(to, { kind: "nodes", ids: found.nodes.subarray(0, count) });
    [found.first, found.second].forEach((ids, i) => {
      const slot = hops[i].relationship;
      if (this.#wanted.has(slot)) columns.set(slot, { kind: "relationships", ids: ids.subarray(0, count) });
    });
    return { count, columns };
  }

  /** Finds the nodes for one row; the number of arcs that were looked at. */
  #intersect(row: number, found: Found): number {
    const [a, b] = [this.#from[0][row], this.#from[1][row]];
    if (a === NONE || b === NONE) return 1;
    let work = 1;
    for (const first of this.#arcsOf(0))
      for (const second of this.#arcsOf(1)) work += this.#join(row, a, b, first, second, found);
    return work;
  }

  #arcsOf(hop: 0 | 1): readonly { readonly arcs: TypedArcs; readonly skipsLoops: boolean }[] {
    const { cache } = this.#context;
    const { way, types } = this.#options.hops[hop];
    if (way !== "both") return [{ arcs: cache.arcs(types, way === "in"), skipsLoops: false }];
    return [
      { arcs: cache.arcs(types, false), skipsLoops: false },
      { arcs: cache.arcs(types, true), skipsLoops: true },
    ];
  }

  #join(
    row: number,
    a: number,
    b: number,
    first: { readonly arcs: TypedArcs; readonly skipsLoops: boolean },
    second: { readonly arcs: TypedArcs; readonly skipsLoops: boolean },
    found: Found,
  ): number {
    const [x, y] = [first.arcs, second.arcs];
    if (a + 1 >= x.offsets.length || b + 1 >= y.offsets.length) return 1;
    let i = x.offsets[a];
    let j = y.offsets[b];
    const [iEnd, jEnd] = [x.offsets[a + 1], y.offsets[b + 1]];
    const [xs, ys] = [x.ends, y.ends];
    const [iCount, jCount] = [iEnd - i, jEnd - j];
    const searchesX = iCount > SEARCH_FACTOR * jCount;
    const searchesY = jCount > SEARCH_FACTOR * iCount;
    while (i < iEnd && j < jEnd) {
      const [node, other] = [xs[i], ys[j]];
      if (node < other) {
        i = searchesX ? placeOf(xs, other, i + 1, iEnd) : i + 1;
        continue;
      }
      if (other < node) {
        j = searchesY ? placeOf(ys, node, j + 1, jEnd) : j + 1;
        continue;
      }
      let iStop = i + 1;
      while (iStop < iEnd && xs[iStop] === node) iStop++;
      let jStop = j + 1;
      while (jStop < jEnd && ys[jStop] === node) jStop++;
      const isSkipped = (first.skipsLoops && node === a) || (second.skipsLoops && node === b);
      if (!isSkipped && (this.#labels === undefined || this.#labels.has(node)))
        for (let k = i; k < iStop; k++)
          for (let l = j; l < jStop; l++) {
            const [one, two] = [x.edges[k], y.edges[l]];
            if (one !== two && !this.#isMet(row, one) && !this.#isMet(row, two))
              found.push(row, node, one, two);
          }
      i = iStop;
      j = jStop;
    }
    return searchesX ? jCount : searchesY ? iCount : iCount + jCount;
  }

  #isMet(row: number, edge: number): boolean {
    for (const ids of this.#distinct) if (ids[row] === edge) return true;
    return false;
  }
}

/** The first place from `low` on whose value is at least `wanted`; `high` if there is none. */
function placeOf(values: Uint32Array, wanted: number, low: number, high: number): number {
  let [first, end] = [low, high];
  while (first < end) {
    const middle = (first + end) >>> 1;
    if (values[middle] < wanted) first = middle + 1;
    else end = middle;
  }
  return first;
}
