/** Keeps the rows for which conditions are true. */
import type { BoundExpression } from "../bind/bound.js";
import { slotsIn } from "../plan/slots-in.js";
import { isTrue } from "../run/evaluate.js";
import { placedFault } from "../run/faults-of.js";
import { truthsOf } from "./compare-vectors.js";
import { type EngineContext, type Interrupted, MapBatches, type Operator } from "./operator.js";
import { type Batch, EMPTY_BATCH, gatheredBatch, valueAt } from "./vector.js";
import { isFault, type VectorExpression, vectorExpression } from "./vector-expression.js";

/** A condition; one that prunes lets a row pass for which it cannot be worked out, as it is asked for again later. */
export interface RowCondition {
  readonly condition: BoundExpression;
  readonly prunes: boolean;
}

export function filterRows(
  source: Operator,
  conditions: readonly RowCondition[],
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  if (conditions.length === 0) return source;
  // behind each condition, what those after it read is kept
  const tests = conditions.map(({ condition, prunes }, i) => ({
    expression: vectorExpression(condition, context),
    prunes,
    kept: new Set([...wanted, ...conditions.slice(i + 1).flatMap((each) => [...slotsIn(each.condition)])]),
  }));
  return new MapBatches(source, (batch) => {
    let rest = batch;
    let fault: unknown;
    for (const { expression, prunes, kept } of tests) {
      const found = keptOf(expression, prunes, rest, kept, context);
      if ("fault" in found) fault = found.fault;
      rest = "fault" in found ? found.batch : found;
      if (rest.count === 0) break;
    }
    return fault === undefined ? rest : { batch: rest, fault };
  });
}

function keptOf(
  expression: VectorExpression,
  prunes: boolean,
  batch: Batch,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Batch | Interrupted {
  let truths: Uint8Array;
  try {
    truths = truthsOf(expression.of(batch), batch.count);
  } catch (error) {
    if (!isFault(error)) throw error;
    return keptByRows(expression.source, prunes, batch, wanted, context);
  }
  const index = new Uint32Array(batch.count);
  let count = 0;
  for (let i = 0; i < batch.count; i++) if (truths[i] === 1) index[count++] = i;
  return keptRows(batch, index, count, wanted);
}

function keptRows(batch: Batch, index: Uint32Array, count: number, wanted: ReadonlySet<number>): Batch {
  if (count === batch.count) return batch;
  return count === 0 ? EMPTY_BATCH : { count, columns: gatheredBatch(batch, index, count, wanted) };
}

function keptByRows(
  condition: BoundExpression,
  prunes: boolean,
  batch: Batch,
  wanted: ReadonlySet<number>,
  { run, scratch }: EngineContext,
): Batch | Interrupted {
  const slots = [...slotsIn(condition)];
  const index = new Uint32Array(batch.count);
  let count = 0;
  for (let i = 0; i < batch.count; i++) {
    for (const slot of slots) {
      const vector = batch.columns.get(slot);
      if (vector !== undefined) scratch[slot] = valueAt(vector, i, run.graph);
    }
    run.spend(1);
    try {
      if (isTrue(condition, scratch, run)) index[count++] = i;
    } catch (error) {
      if (!isFault(error)) throw error;
      if (!prunes) return { batch: keptRows(batch, index, count, wanted), fault: placedFault(error, run) };
      index[count++] = i;
    }
  }
  return keptRows(batch, index, count, wanted);
}
