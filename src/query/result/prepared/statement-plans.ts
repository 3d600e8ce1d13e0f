/** The plans of statements, each kept for the graph that it was last run on. */
import type { BoundStatement } from "../../bind/bound.js";
import { MatchPlans } from "../../plan/match-plan.js";
import type { StatePort } from "../state-port.js";

const plansOf = new WeakMap<BoundStatement, MatchPlans>();

/** The plans of a statement, made anew where the graph is another one than they were made for. */
export function plansFor(statement: BoundStatement, port: StatePort): MatchPlans {
  let plans = plansOf.get(statement);
  if (plans?.isGoodFor(port) === true) plans.use(port);
  else {
    plans = new MatchPlans(port);
    plansOf.set(statement, plans);
  }
  return plans;
}
