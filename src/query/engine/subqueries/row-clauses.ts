/** Clauses for which there is no operator by columns: the plain executor takes them for each row of a batch. */
import type { BoundClause } from "../../bind/bound.js";
import { clausesAfter } from "../../run/execute.js";
import type { Row, Rows } from "../../run/run-context.js";
import type { EngineContext, Operator } from "../operator.js";
import { type FindRows, type MadeSlot, rowsFound } from "../paths/row-steps.js";
import { GeneratedRows } from "../paths/rows-out.js";

export function rowClause(
  source: Operator,
  clause: BoundClause,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  return new GeneratedRows(rowsFound(source, findBy(clause, context), slotsMadeBy(clause), wanted, context));
}

/** Runs a clause for one row. */
export function findBy(clause: BoundClause, { run }: EngineContext): FindRows {
  return (start) => clausesAfter([clause], one(start), run, true);
}

function* one(row: Row): Rows {
  yield row;
}

/** The slots that a clause gives values. */
export function slotsMadeBy(clause: BoundClause): MadeSlot[] {
  const made = ({ index, type }: { readonly index: number; readonly type: { readonly mask: number } }) => ({
    index,
    mask: type.mask,
  });
  switch (clause.kind) {
    case "callProcedure":
      return clause.outputs.map(({ slot }) => made(slot));
    case "callSubquery":
      return clause.body.columns.map(({ slot }) => made(slot));
    case "loadCsv":
      return [made(clause.slot)];
    default:
      return [];
  }
}
