/** Steps for which there is no operator by columns: the plain executor takes them, row by row. */
import { TYPE_BITS } from "../../bind/static-type.js";
import type { MatchStep } from "../../plan/match-plan.js";
import type { GraphPort } from "../../run/graph-port.js";
import { Matcher } from "../../run/match-pattern.js";
import { PAUSE, type Row, type Rows } from "../../run/run-context.js";
import { NodeValue, RelationshipValue } from "../../values/elements.js";
import type { CypherValue } from "../../values/value.js";
import { type EngineContext, isSettled, type Operator } from "../operator.js";
import { type Batch, EMPTY_BATCH, gatheredBatch, NONE, type Vector, valueAt } from "../vector.js";
import { GeneratedRows } from "./rows-out.js";

/** A slot that gets values, with the types that they may have. */
export interface MadeSlot {
  readonly index: number;
  readonly mask: number;
}

export interface RowStepOptions {
  readonly step: MatchStep;
  /** The slots that the step gives values. */
  readonly slots: readonly MadeSlot[];
  readonly used: (batch: Batch, row: number) => ReadonlySet<number> | undefined;
}

/** Conditions behind the step are asked as well. */
export function rowSteps(
  source: Operator,
  { step, slots, used }: RowStepOptions,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  const plan = { steps: [step], where: undefined };
  const find: FindRows = (start, batch, row) =>
    new Matcher(plan, context.run, new Set(used(batch, row))).rows(start);
  return new GeneratedRows(rowsFound(source, find, slots, wanted, context));
}

/** The rows that the plain executor makes of one row, which is row `at` of a batch. */
export type FindRows = (start: Row, batch: Batch, at: number) => Rows;

/** Batches of the rows that are found for each row. */
export function* rowsFound(
  source: Operator,
  find: FindRows,
  slots: readonly MadeSlot[],
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Generator<Batch | undefined, never, undefined> {
  for (;;) {
    const batch = source.next();
    if (batch === undefined || batch.count === 0) yield batch;
    else yield* rowsFoundOf(batch, find, slots, wanted, context);
  }
}

export function* rowsFoundOf(
  batch: Batch,
  find: FindRows,
  slots: readonly MadeSlot[],
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Generator<Batch, void, undefined> {
  const { run, batchRows } = context;
  const made = slots.filter(({ index }) => wanted.has(index));
  let rows: Row[] = [];
  let index: number[] = [];
  const taken = (): Batch => {
    const columns: Map<number, Vector> = gatheredBatch(batch, Uint32Array.from(index), index.length, wanted);
    for (const { index: slot, mask } of made) {
      const values = rows.map((row) => row[slot] ?? null);
      columns.set(slot, vectorOf(values, mask, run.graph));
    }
    const { length } = rows;
    [rows, index] = [[], []];
    return { count: length, columns };
  };
  for (let i = 0; i < batch.count; i++) {
    if (isSettled(context, batch, i)) continue;
    const start = run.emptyRow();
    for (const [slot, vector] of batch.columns) if (slot >= 0) start[slot] = valueAt(vector, i, run.graph);
    try {
      for (const found of find(start, batch, i)) {
        if (found === PAUSE) {
          yield EMPTY_BATCH;
          continue;
        }
        rows.push(found);
        index.push(i);
        if (rows.length < batchRows) continue;
        yield taken();
        if (isSettled(context, batch, i)) break;
      }
    } catch (error) {
      // the rows before go first
      if (rows.length > 0) yield taken();
      throw error;
    }
  }
  if (rows.length > 0) yield taken();
}

/** Values as a column, of ids where all of them are elements of one kind and of this graph, and of no other revision. */
function vectorOf(values: readonly CypherValue[], mask: number, graph: GraphPort): Vector {
  const kind =
    mask === TYPE_BITS.NODE ? "nodes" : mask === TYPE_BITS.RELATIONSHIP ? "relationships" : "values";
  if (kind === "values") return { kind, values };
  const ids = new Uint32Array(values.length);
  for (const [i, value] of values.entries()) {
    const isElement = value instanceof NodeValue || value instanceof RelationshipValue;
    if (isElement && value.graph === graph) ids[i] = value.id;
    else if (value === null) ids[i] = NONE;
    else return { kind: "values", values };
  }
  return { kind, ids };
}
