/** All rows that come to a clause that writes: as one batch, or one by one, and from either to the other. */
import type { Row, RunContext } from "../../run/run-context.js";
import type { EngineContext, Operator } from "../operator.js";
import { type Batch, EMPTY_BATCH, keepVectors, type Vector, valueAt } from "../vector.js";
import { VectorBuilder } from "../vector-builder.js";

const NULL: Vector = { kind: "constant", value: null };

/** Takes all that an operator gives, with the variables that are still wanted. */
export function heldBatch(
  source: Operator,
  wanted: ReadonlySet<number>,
  { run }: EngineContext,
  name: string,
): Batch {
  const holding = run.holding(name);
  const builders = new Map<number, VectorBuilder>();
  let only: Batch | undefined;
  let count = 0;
  const append = ({ count: more, columns }: Batch): void => {
    for (const slot of columns.keys()) {
      if (!wanted.has(slot) || builders.has(slot)) continue;
      const builder = new VectorBuilder(run.graph);
      if (count > 0) builder.append(NULL, undefined, count);
      builders.set(slot, builder);
    }
    for (const [slot, builder] of builders) builder.append(columns.get(slot) ?? NULL, undefined, more);
    count += more;
  };
  for (let batch = source.next(); batch !== undefined; batch = source.next()) {
    run.limits.check();
    if (batch.count === 0) continue;
    const kept = [...batch.columns].flatMap(([slot, vector]) => (wanted.has(slot) ? [vector] : []));
    keepVectors(holding, kept, undefined, batch.count);
    if (only === undefined && count === 0) {
      only = batch;
      continue;
    }
    if (only !== undefined) append(only);
    only = undefined;
    append(batch);
  }
  holding.release();
  if (only !== undefined) return only;
  if (count === 0) return EMPTY_BATCH;
  return { count, columns: new Map(Array.from(builders, ([slot, builder]) => [slot, builder.vector()])) };
}

/** The rows of a batch one by one. */
export function* rowsOfBatch({ count, columns }: Batch, run: RunContext): Generator<Row, void, undefined> {
  for (let i = 0; i < count; i++) {
    const row = run.emptyRow();
    for (const [slot, vector] of columns) if (slot >= 0) row[slot] = valueAt(vector, i, run.graph);
    yield row;
  }
}

/** A batch of rows, with the variables that are still wanted. */
export function batchOfRows(rows: readonly Row[], wanted: ReadonlySet<number>): Batch {
  const columns = new Map<number, Vector>();
  for (const slot of wanted)
    if (slot >= 0) columns.set(slot, { kind: "values", values: rows.map((row) => row[slot] ?? null) });
  return { count: rows.length, columns };
}
