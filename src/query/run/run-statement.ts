/** Runs a bound statement on a graph with the plain executor. */
import { checkDeletedNodes } from "#lazy/query-rows";
import type { BoundClause, BoundStatement } from "../bind/bound.js";
import { MatchPlans } from "../plan/match-plan.js";
import type { ClauseProfile } from "../plan/plan-text.js";
import { slotsIn } from "../plan/slots-in.js";
import { CypherFault } from "../text/cypher-fault.js";
import type { FunctionContext } from "../values/functions/signature.js";
import type { CypherValue } from "../values/value.js";
import { bodyRows, type PartRows, prepareRun } from "./execute.js";
import { faultsOf } from "./faults-of.js";
import type { GraphPort } from "./graph-port.js";
import { PAUSE, type Row, RunContext, type RunLimits, type WriteCounts } from "./run-context.js";
import { contextAt } from "./use-revision.js";

/** Whether a reading statement has to be done at the call, since it would see what becomes of the history later. */
export function isImmediate({ isImmediate, revisions }: BoundStatement): boolean {
  return isImmediate || revisions.some((revision) => slotsIn(revision).size > 0);
}

export interface StatementRun {
  readonly columns: readonly string[];
  /** The values of each row in the order of `columns`; pauses stand between them. */
  readonly rows: Generator<Row | typeof PAUSE, void, undefined>;
  readonly counts: WriteCounts;
}

/**
 * Begins a statement; `partRows` may make the rows of one that only reads, `writtenRows` of one that writes. Faults are
 * thrown as rows are asked for; a missing parameter is one at once.
 */
export function runStatement(
  statement: BoundStatement,
  graph: GraphPort,
  parameters: ReadonlyMap<string, CypherValue>,
  functions: FunctionContext,
  limits: RunLimits,
  profiles?: Map<BoundClause, ClauseProfile>,
  plans = new MatchPlans(graph),
  partRows?: PartRows,
  writtenRows?: PartRows,
): StatementRun {
  const run = statementRun(statement, graph, parameters, functions, limits, profiles, plans);
  const columns = statement.body.columns.map(({ name }) => name);
  const rows = resultRows(statement, run, statement.body.writes ? writtenRows : partRows);
  return { columns, rows: faultsOf(rows, run), counts: run.counts };
}

/** The context of a statement that is about to run. Throws a fault where a parameter is missing. */
export function statementRun(
  statement: BoundStatement,
  graph: GraphPort,
  parameters: ReadonlyMap<string, CypherValue>,
  functions: FunctionContext,
  limits: RunLimits,
  profiles: Map<BoundClause, ClauseProfile> | undefined,
  plans: MatchPlans,
): RunContext {
  for (const name of statement.parameters) {
    if (parameters.has(name)) continue;
    const message = `expected a value for the parameter $${name}, got none`;
    throw new CypherFault("ParameterMissing", "compile", "MissingParameter", message, 0);
  }
  const run = prepareRun(new RunContext(graph, parameters, functions, limits, plans, statement.slotCount));
  run.profiles = profiles;
  // names of commits may move: those that the text or a parameter gives are looked up now
  for (const revision of statement.revisions)
    if (slotsIn(revision).size === 0) contextAt(revision, run.emptyRow(), run, prepareRun);
  return run;
}

/** Rows of a statement, the values of each in the order of its columns. */
export function* resultRows(
  { body }: BoundStatement,
  run: RunContext,
  partRows: PartRows | undefined,
): Generator<Row | typeof PAUSE, void, undefined> {
  const places = body.columns.map(({ slot }) => slot.index);
  for (const row of bodyRows(body, run.emptyRow(), run, partRows)) {
    if (row === PAUSE) yield PAUSE;
    else if (places.length > 0) yield places.map((place) => row[place] ?? null);
  }
  if (body.writes) checkDeletedNodes(run);
}
