/** Operators: each takes batches from the one before it and gives batches. */

import type { BoundClause, BoundProjection } from "../bind/bound.js";
import type { GraphCache } from "./graph-cache.js";
import { type Batch, EMPTY_BATCH } from "./vector.js";
import type { VectorContext } from "./vector-expression.js";

export interface Operator {
  /**
   * The next rows; undefined where there are no more. A batch without rows says that there may be more, and that others
   * may have their turn.
   */
  next(): Batch | undefined;
}

export interface EngineContext extends VectorContext {
  readonly cache: GraphCache;
  /** Rows of a batch at most. */
  readonly batchRows: number;
  /** Slots that no variable has. */
  readonly hiddenSlots: HiddenSlots;
  /** Whether rows beyond a LIMIT are made all the same, as a statement that writes may fail for them. */
  readonly takesAll: boolean;
  readonly clauses: ClauseOperators;
  /** The rows for which no more need be found. */
  readonly settled?: SettledRows | undefined;
  /** The order of which the first rows alone are wanted of a match. */
  readonly topOrder?: TopOrder | undefined;
}

/** The operators of clauses, for queries within queries. */
export interface ClauseOperators {
  readonly applied: (
    clause: BoundClause,
    source: Operator,
    wanted: ReadonlySet<number>,
    context: EngineContext,
  ) => Operator;
  /** The groups of a projection; `projected` makes rows of them. */
  readonly grouped: ProjectionOperator;
  readonly projected: ProjectionOperator;
}

type ProjectionOperator = (
  clause: BoundProjection,
  source: Operator,
  wanted: ReadonlySet<number>,
  context: EngineContext,
) => Operator;

/** The order of rows, by an attribute of the node in a slot. */
export interface TopOrder {
  readonly slot: number;
  readonly name: string;
  readonly descending: boolean;
  /** So many rows at most are wanted. */
  readonly most: () => number;
}

/** Rows of a batch that ask whether there is a match, once one is found for them. */
export interface SettledRows {
  /** The slot that has the number of the row. */
  readonly numbers: number;
  /** 1 for each row for which a match is found. */
  done: Uint8Array;
}

export function isSettled({ settled }: EngineContext, { columns }: Batch, row: number): boolean {
  if (settled === undefined) return false;
  const vector = columns.get(settled.numbers);
  if (vector?.kind === "integers") return settled.done[vector.values[row]] === 1;
  return vector?.kind === "relationships" && settled.done[vector.ids[row]] === 1;
}

/** Gives out slots that no variable has. */
export class HiddenSlots {
  #last = 0;

  next(): number {
    return --this.#last;
  }
}

/** Gives one batch, or several that are put in one after the other. */
export class BatchSource implements Operator {
  #batch: Batch | undefined;

  constructor(batch?: Batch) {
    this.#batch = batch;
  }

  put(batch: Batch): void {
    this.#batch = batch;
  }

  next(): Batch | undefined {
    const batch = this.#batch;
    this.#batch = undefined;
    return batch;
  }
}

/** Applies a function to each batch that has rows. It may throw the rest of a batch behind what it gives. */
export class MapBatches implements Operator {
  readonly #source: Operator;
  readonly #map: (batch: Batch) => Batch | Interrupted;
  #fault: unknown;

  constructor(source: Operator, map: (batch: Batch) => Batch | Interrupted) {
    this.#source = source;
    this.#map = map;
  }

  next(): Batch | undefined {
    if (this.#fault !== undefined) throw this.#fault;
    const batch = this.#source.next();
    if (batch === undefined) return undefined;
    if (batch.count === 0) return EMPTY_BATCH;
    const result = this.#map(batch);
    if (!("fault" in result)) return result;
    this.#fault = result.fault;
    return result.batch;
  }
}

/** The rows before the one at which something went wrong, which is thrown when the next are asked for. */
export interface Interrupted {
  readonly batch: Batch;
  readonly fault: unknown;
}
