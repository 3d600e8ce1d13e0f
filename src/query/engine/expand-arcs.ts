/**
 * Follows the relationships of a node to the nodes at their far ends, for each row: by arcs that are sorted for the
 * types that are asked, or, while few are read, by the lists of single nodes, which writes do not make old.
 */
import { EdgeBuffer } from "../../space/states/adjacency.js";
import { lowerBound } from "../../structures/binary-search.js";
import type { LabelExpression } from "../text/tree.js";
import { LabelLookup } from "./label-lookup.js";
import type { EngineContext, Operator } from "./operator.js";
import { type Batch, EMPTY_BATCH, elementIdsOf, gatheredBatch, NONE, type Vector } from "./vector.js";

export interface ExpandOptions {
  readonly from: number;
  readonly to: number;
  /** Whether the far end has to be the node that is in the slot `to`. */
  readonly toKnown: boolean;
  readonly relationship: number;
  readonly way: "out" | "in" | "both";
  readonly types: LabelExpression | undefined;
  /** The labels of a far end that is not known. */
  readonly labels: LabelExpression | undefined;
  /** Relationships of the same match, none of which may be met again. */
  readonly distinctFrom: readonly number[];
}

/** Arcs that are looked at before others may have their turn, though no row has come of them. */
const ARCS_PER_TURN = 1 << 16;

export class ExpandArcs implements Operator {
  readonly #source: Operator;
  readonly #options: ExpandOptions;
  readonly #wanted: ReadonlySet<number>;
  readonly #context: EngineContext;
  readonly #ways: readonly boolean[];
  readonly #types: LabelLookup | undefined;
  readonly #labels: LabelLookup | undefined;
  readonly #buffer = new EdgeBuffer();
  #listEnds: Uint32Array = new Uint32Array(0);
  #batch = EMPTY_BATCH;
  #from: Uint32Array = new Uint32Array(0);
  #to: Uint32Array = new Uint32Array(0);
  #distinct: readonly Uint32Array[] = [];
  /** The row, and the way of it, whose arcs are at hand: those from `#at` to `#end` of the next two. */
  #row = 0;
  #way = 0;
  #at = 0;
  #end = 0;
  #ends: Uint32Array = new Uint32Array(0);
  #edges: Uint32Array = new Uint32Array(0);

  constructor(source: Operator, options: ExpandOptions, wanted: ReadonlySet<number>, context: EngineContext) {
    this.#source = source;
    this.#options = options;
    this.#wanted = wanted;
    this.#context = context;
    const { way, types, labels } = options;
    this.#ways = way === "both" ? [false, true] : [way === "in"];
    this.#types = types && new LabelLookup(context.state.edges, types);
    this.#labels = labels && new LabelLookup(context.state.nodes, labels);
  }

  next(): Batch | undefined {
    if (this.#row >= this.#batch.count) {
      const batch = this.#source.next();
      if (batch === undefined || batch.count === 0) return batch;
      this.#begin(batch);
    }
    const { batchRows } = this.#context;
    const index = new Uint32Array(batchRows);
    const ends = new Uint32Array(batchRows);
    const edges = new Uint32Array(batchRows);
    const count = this.#fill(index, ends, edges);
    if (count === 0) return EMPTY_BATCH;
    const { to, toKnown, relationship } = this.#options;
    const columns = gatheredBatch(this.#batch, index, count, this.#wanted);
    if (!toKnown && this.#wanted.has(to)) columns.set(to, idVector("nodes", ends, count));
    if (this.#wanted.has(relationship)) columns.set(relationship, idVector("relationships", edges, count));
    return { count, columns };
  }

  #begin(batch: Batch): void {
    const { from, to, toKnown, distinctFrom } = this.#options;
    const columnOf = (slot: number): Vector => batch.columns.get(slot) ?? { kind: "constant", value: null };
    this.#batch = batch;
    this.#from = elementIdsOf(columnOf(from), "nodes", batch.count);
    if (toKnown) this.#to = elementIdsOf(columnOf(to), "nodes", batch.count);
    this.#distinct = distinctFrom.map((slot) => elementIdsOf(columnOf(slot), "relationships", batch.count));
    this.#row = 0;
    this.#way = 0;
    this.#open();
  }

  /** Has the arcs of the present row and way at hand. */
  #open(): void {
    const node = this.#from[this.#row];
    this.#at = 0;
    this.#end = 0;
    if (node === NONE) return;
    const incoming = this.#ways[this.#way];
    const { cache } = this.#context;
    const { types } = this.#options;
    if (cache.hasArcs(types, incoming) || cache.arcsLeft <= 0) {
      const { offsets, ends, edges } = cache.arcs(types, incoming);
      this.#ends = ends;
      this.#edges = edges;
      if (node + 1 >= offsets.length) return;
      this.#at = offsets[node];
      this.#end = offsets[node + 1];
      if (this.#options.toKnown) this.#narrow(this.#to[this.#row]);
    } else this.#openList(node, incoming);
  }

  /** Leaves of the sorted arcs at hand those that lead to one node. */
  #narrow(node: number): void {
    const ends = this.#ends;
    this.#at = lowerBound(ends, node, this.#at, this.#end);
    let end = this.#at;
    while (end < this.#end && ends[end] === node) end++;
    this.#end = end;
  }

  #openList(node: number, incoming: boolean): void {
    const { cache, state } = this.#context;
    const { adjacency, edges, pool } = state;
    adjacency.lists(incoming).read(node, edges.live, this.#buffer);
    const { count } = this.#buffer;
    const far = incoming ? pool.edges.sources : pool.edges.targets;
    if (this.#listEnds.length < count) this.#listEnds = new Uint32Array(this.#buffer.edges.length);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const edge = this.#buffer.edges[i];
      if (this.#types !== undefined && !this.#types.has(edge)) continue;
      this.#buffer.edges[kept] = edge;
      this.#listEnds[kept++] = far[edge];
    }
    cache.arcsLeft -= count + 1;
    this.#ends = this.#listEnds;
    this.#edges = this.#buffer.edges;
    this.#end = kept;
  }

  #fill(index: Uint32Array, outEnds: Uint32Array, outEdges: Uint32Array): number {
    const { toKnown } = this.#options;
    const labels = toKnown ? undefined : this.#labels;
    const distinct = this.#distinct;
    const rowCount = this.#batch.count;
    const capacity = index.length;
    let count = 0;
    let work = 0;
    while (this.#row < rowCount) {
      const row = this.#row;
      const ends = this.#ends;
      const edges = this.#edges;
      // a loop leaves and enters, and is one relationship
      const skipped = this.#way === 1 ? this.#from[row] : NONE;
      const end = this.#end;
      const first = this.#at;
      let at = first;
      const isPlain = distinct.length === 0 && labels === undefined && skipped === NONE && !toKnown;
      if (isPlain) {
        const stop = Math.min(end, at + capacity - count);
        for (; at < stop; at++) {
          index[count] = row;
          outEnds[count] = ends[at];
          outEdges[count++] = edges[at];
        }
      } else {
        const target = toKnown ? this.#to[row] : NONE;
        for (; at < end && count < capacity; at++) {
          const node = ends[at];
          if (node === skipped || (toKnown && node !== target)) continue;
          if (labels !== undefined && !labels.has(node)) continue;
          const edge = edges[at];
          if (distinct.length > 0 && isAmong(distinct, row, edge)) continue;
          index[count] = row;
          outEnds[count] = node;
          outEdges[count++] = edge;
        }
      }
      work += at - first + 1;
      this.#at = at;
      if (at < end) break;
      if (++this.#way === this.#ways.length) {
        this.#way = 0;
        this.#row++;
      }
      if (this.#row < rowCount) this.#open();
      if (count === capacity || work > ARCS_PER_TURN) break;
    }
    return count;
  }
}

function isAmong(columns: readonly Uint32Array[], row: number, edge: number): boolean {
  for (const ids of columns) if (ids[row] === edge) return true;
  return false;
}

function idVector(kind: "nodes" | "relationships", ids: Uint32Array, count: number): Vector {
  return { kind, ids: count === ids.length ? ids : ids.slice(0, count) };
}
