/** The work of the engine on the clauses of a statement, as lines of its plan. */
import type { BoundBody, BoundClause } from "../../bind/bound.js";
import type { MatchStep } from "../../plan/match-plan.js";
import type { PlanNotes } from "../../plan/plan-text.js";
import { clausesByColumns, countedOf } from "../column-rows.js";
import { isColumnOfNumbers } from "../grouping/column-reader.js";
import { topOrder } from "../grouping/top-nodes.js";
import { scansOf } from "../match-rows.js";
import type { EngineContext } from "../operator.js";

/** Lines on scans and on projections; see `PlanNotes`. */
export function engineNotes({ parts }: BoundBody, context: EngineContext): PlanNotes {
  const notes = new Map<BoundClause | MatchStep, string[]>();
  for (const { clauses } of parts) {
    // another state has other columns
    if (clauses[0]?.kind === "use") continue;
    const count = clausesByColumns(clauses, context.run.plans, true);
    const counted = count === 0 ? undefined : countedOf(clauses, context);
    if (counted !== undefined) notes.set(counted.projection, ["Count without rows"]);
    clauses.slice(counted?.clauseCount ?? 0, count).forEach((clause) => {
      if (clause.kind !== "match") return;
      const next = clauses[clauses.indexOf(clause) + 1];
      const top = clause.optional ? undefined : topOrder(next, context);
      for (const { step, isFiltered, isAlone } of scansOf(clause.match, context)) {
        const { slot } = step.node;
        const isTop =
          isAlone && top?.slot === slot.index && isColumnOfNumbers(context.state.nodes.attribute(top.name));
        const lines = isFiltered ? [`Filter (${slot.name}) by columns`] : [];
        if (isTop) lines.push(`First rows of (${slot.name}) by ${top.name}`);
        if (lines.length > 0) notes.set(step, lines);
      }
    });
  }
  return notes;
}
