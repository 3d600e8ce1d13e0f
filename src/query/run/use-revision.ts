/** Clauses that read the graph at a revision: the same statement in a context of its own, which counts as one with it. */
import { DateTime } from "../../temporal/date-time.js";
import type { BoundExpression } from "../bind/bound.js";
import { MatchPlans } from "../plan/match-plan.js";
import { type CypherValue, describeValue } from "../values/value.js";
import { evaluate } from "./evaluate.js";
import { type Row, RunContext } from "./run-context.js";

/** The context at the revision that an expression names. `prepare` makes a context able to run bodies. */
export function contextAt(
  expression: BoundExpression,
  row: Row,
  run: RunContext,
  prepare: (run: RunContext) => RunContext,
): RunContext {
  const revision = revisionOf(evaluate(expression, row, run), expression.offset, run);
  const known = run.revisions.get(revision);
  if (known !== undefined) return known;
  if (run.graph.at === undefined)
    throw run.fault(
      "ArgumentError",
      "InvalidArgumentValue",
      "USE at(…) expected a graph with a history, got one without",
      expression.offset,
    );
  const graph = run.graph.at(revision);
  const { functions, limits, parameters, slotCount } = run;
  const made = prepare(
    new RunContext(graph, parameters, functions, limits, new MatchPlans(graph), slotCount, run),
  );
  made.profiles = run.profiles;
  run.revisions.set(revision, made);
  return made;
}

function revisionOf(value: CypherValue, offset: number, run: RunContext): string | number {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof DateTime) return value.toDate().getTime();
  throw run.fault(
    "TypeError",
    "InvalidArgumentType",
    `at() expected a revision as a STRING, or a moment as a ZONED DATETIME or in milliseconds, got ${describeValue(value)}`,
    offset,
  );
}
