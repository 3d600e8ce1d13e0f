/**
 * The rows of a statement that only reads, as the executor and the engine have them: one by one, or batches of typed
 * columns, which nothing turns into rows on the way out.
 */
import type { BoundStatement } from "../../bind/bound.js";
import type { BodyPart, PartRows } from "../../run/execute.js";
import { faultsOf } from "../../run/faults-of.js";
import type { GraphPort } from "../../run/graph-port.js";
import { PAUSE, type Row, type RunContext } from "../../run/run-context.js";
import { resultRows } from "../../run/run-statement.js";
import type { Operator } from "../operator.js";
import type { Batch, Vector } from "../vector.js";
import type { AttributeSource, LateAttribute } from "./late-attribute.js";

/** Some rows of a result: a vector for each column, in their order. */
export interface ResultBatch {
  readonly count: number;
  readonly columns: readonly (Vector | LateAttribute)[];
  /** The graph that elements and undecoded values are of. */
  readonly graph: GraphPort;
}

/** A row in the order of the columns, or several in columns. */
export type ResultItem = Row | ResultBatch;
export type ResultItems = Generator<ResultItem | typeof PAUSE, void, undefined>;

/** The operator that gives all rows of a part, and the context that it runs in. */
export interface PartOperator {
  readonly operator: Operator;
  readonly run: RunContext;
  /** The columns that are read behind it, by their slots. */
  readonly late: ReadonlyMap<number, LateColumn>;
}

/** A column that is read from the elements in a slot when it is asked for. */
export interface LateColumn {
  readonly element: number;
  readonly source: AttributeSource;
  /** Its values where the slot has other than ids of elements. */
  readonly of: (batch: Batch) => Vector;
}

/** The ways of the engine to parts of a statement. */
export interface PartEngine {
  readonly rows: PartRows;
  /** Undefined for a part that has clauses without operators. */
  readonly whole: (part: BodyPart, run: RunContext) => PartOperator | undefined;
}

/** Rows of a statement; faults are thrown where the row is asked for that has them. */
export function resultItems(statement: BoundStatement, run: RunContext, engine: PartEngine): ResultItems {
  return faultsOf(itemsOf(statement, run, engine), run);
}

function* itemsOf(statement: BoundStatement, run: RunContext, engine: PartEngine): ResultItems {
  const { body } = statement;
  if (body.distinct || body.columns.length === 0) {
    yield* resultRows(statement, run, engine.rows);
    return;
  }
  for (const part of body.parts) {
    const whole = engine.whole(part, run);
    if (whole === undefined) {
      yield* resultRows({ ...statement, body: { ...body, parts: [part] } }, run, engine.rows);
      continue;
    }
    const slots = body.columns.map(
      ({ name }) => part.columns.find((column) => column.name === name)!.slot.index,
    );
    const batches = batchesOf(whole, slots);
    yield* whole.run === run ? batches : faultsOf(batches, whole.run);
  }
}

const NULL: Vector = { kind: "constant", value: null };

function* batchesOf({ operator, run, late }: PartOperator, slots: readonly number[]): ResultItems {
  const { graph, limits } = run;
  for (let batch = operator.next(); batch !== undefined; batch = operator.next()) {
    limits.check();
    if (limits.isSliceOver()) yield PAUSE;
    const { count } = batch;
    if (count > 0) yield { count, columns: slots.map((slot) => columnOf(slot, batch, late)), graph };
  }
}

function columnOf(slot: number, batch: Batch, late: PartOperator["late"]): Vector | LateAttribute {
  const { count, columns } = batch;
  const column = late.get(slot);
  if (column === undefined) return columns.get(slot) ?? NULL;
  const elements = columns.get(column.element);
  if (elements?.kind !== "nodes" && elements?.kind !== "relationships") return column.of(batch);
  const { ids } = elements;
  return {
    kind: "attribute",
    source: column.source,
    ids: ids.length === count ? ids : ids.subarray(0, count),
  };
}
