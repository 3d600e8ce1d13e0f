/** Rows of an operator that makes any number of rows of each row it takes: collected until there are enough for a batch. */
import { NodeValue, PathValue, RelationshipValue } from "../../values/elements.js";
import type { CypherValue } from "../../values/value.js";
import type { EngineContext, Operator } from "../operator.js";
import { type Batch, elementIdsOf, gatheredBatch, NONE, type Vector } from "../vector.js";

/** An operator that is a generator of batches; undefined stands where there are no more until the source has some again. */
export class GeneratedRows implements Operator {
  readonly #batches: Iterator<Batch | undefined>;

  constructor(batches: Iterator<Batch | undefined>) {
    this.#batches = batches;
  }

  next(): Batch | undefined {
    return this.#batches.next().value;
  }
}

/** The columns that an operator gives values. */
export class RowsOut {
  readonly #wanted: ReadonlySet<number>;
  readonly #index: Uint32Array;
  readonly #columns = new Map<number, Uint32Array | Float64Array | CypherValue[]>();
  readonly #kinds = new Map<number, "nodes" | "integers" | "values">();
  count = 0;

  constructor(wanted: ReadonlySet<number>, context: EngineContext) {
    this.#wanted = wanted;
    this.#index = new Uint32Array(context.batchRows);
  }

  /** Declares a column; undefined where nobody reads it. */
  nodes(slot: number): Uint32Array | undefined {
    return this.#column(slot, "nodes", () => new Uint32Array(this.#index.length));
  }

  integers(slot: number): Float64Array | undefined {
    return this.#column(slot, "integers", () => new Float64Array(this.#index.length));
  }

  values(slot: number): CypherValue[] | undefined {
    return this.#column(slot, "values", () => new Array<CypherValue>(this.#index.length).fill(null));
  }

  #column<T extends Uint32Array | Float64Array | CypherValue[]>(
    slot: number,
    kind: "nodes" | "integers" | "values",
    make: () => T,
  ): T | undefined {
    if (!this.#wanted.has(slot)) return undefined;
    const column = make();
    this.#columns.set(slot, column);
    this.#kinds.set(slot, kind);
    return column;
  }

  get isFull(): boolean {
    return this.count === this.#index.length;
  }

  /** Adds a row that comes of a row of the batch at hand; its values are written to the columns before, at `count`. */
  push(row: number): void {
    this.#index[this.count++] = row;
  }

  /** The rows so far, with the columns of those of the batch that they come of. */
  take(batch: Batch): Batch {
    const { count } = this;
    const columns: Map<number, Vector> = gatheredBatch(batch, this.#index, count, this.#wanted);
    for (const [slot, column] of this.#columns) {
      const values = column.slice(0, count);
      const kind = this.#kinds.get(slot);
      if (kind === "nodes") columns.set(slot, { kind, ids: values as Uint32Array });
      else if (kind === "integers")
        columns.set(slot, { kind, values: values as Float64Array, nulls: undefined });
      else columns.set(slot, { kind: "values", values: values as CypherValue[] });
    }
    this.count = 0;
    return { count, columns };
  }
}

/** The nodes in a column of a batch that are there; NONE for what is no node, or one of another commit alone. */
export function liveNodes(batch: Batch, slot: number, { state }: EngineContext): Uint32Array {
  const vector = batch.columns.get(slot) ?? { kind: "constant", value: null };
  const ids = elementIdsOf(vector, "nodes", batch.count);
  let isLive = true;
  for (let i = 0; i < batch.count; i++) if (ids[i] !== NONE && !state.nodes.live.has(ids[i])) isLive = false;
  return isLive ? ids : ids.map((id) => (id !== NONE && state.nodes.live.has(id) ? id : NONE));
}

/** Relationships as a list of values, in the order in which they are written in the text. */
export function relationshipsOf(
  ids: ArrayLike<number>,
  count: number,
  forward: boolean,
  { run }: EngineContext,
): RelationshipValue[] {
  const list = new Array<RelationshipValue>(count);
  for (let i = 0; i < count; i++)
    list[forward ? i : count - 1 - i] = new RelationshipValue(run.graph, ids[i]);
  return list;
}

/** The path from a node by relationships; turned round where it is written so. */
export function pathFrom(
  start: number,
  ids: ArrayLike<number>,
  count: number,
  forward: boolean,
  { run, state }: EngineContext,
): PathValue {
  const { sources, targets } = state.pool.edges;
  const nodes = [new NodeValue(run.graph, start)];
  const relationships: RelationshipValue[] = [];
  let node = start;
  for (let i = 0; i < count; i++) {
    const edge = ids[i];
    node = sources[edge] === node ? targets[edge] : sources[edge];
    nodes.push(new NodeValue(run.graph, node));
    relationships.push(new RelationshipValue(run.graph, edge));
  }
  return forward
    ? new PathValue(nodes, relationships)
    : new PathValue(nodes.reverse(), relationships.reverse());
}
